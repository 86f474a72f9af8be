//! A document's text, and settings or a status update → the same text with those keys of its front matter set, or with that update.
//! Every other byte stays as it was. What cannot be done for certain is refused with the reason: nothing is guessed, nothing written.

mod entry;
mod heading;
mod place;
mod shape;

pub use self::entry::{Entry, add, newest};
pub use self::heading::capital;
pub use self::place::scalar;
use self::shape::Shape;
use super::read::{FrontMatter, front_matter};

/// A key of the front matter, and what it is to hold.
pub struct Setting {
    /// The table that holds the key; `None` for a key of the front matter itself.
    pub table: Option<&'static str>,
    /// The key.
    pub key: &'static str,
    /// What it is to hold.
    pub value: Written,
}

/// A value as it is written into front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// One line of text.
    Words(String),
    /// A time, RFC 3339.
    Time(String),
    /// A table on one line.
    Table(Vec<(&'static str, Written)>),
}

/// Why a text is not edited. Says nothing of what stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsafe(pub &'static str);

/// The text with those keys set.
pub fn set(text: &str, settings: &[Setting]) -> Result<String, Unsafe> {
    let before = read(text)?;
    let mut wanted = Shape::of(&before.node);
    let mut edited = text.to_owned();
    for setting in settings {
        let (range, new) = place::change(&edited, &read(&edited)?, setting)?;
        edited.replace_range(range, &new);
        wanted.set(setting);
    }
    // What the parser makes of it is the judge: an edit that did anything else is none.
    let after = read(&edited)?;
    let same_body = edited.get(after.inner.end..) == text.get(before.inner.end..);
    if Shape::of(&after.node) == wanted && same_body { Ok(edited) } else { Err(Unsafe("its front matter is written in an unusual way")) }
}

fn read(text: &str) -> Result<FrontMatter, Unsafe> {
    front_matter(text).ok_or(Unsafe("its front matter cannot be read"))
}

#[cfg(test)]
mod tests;
