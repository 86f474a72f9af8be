//! Which section a heading names. The names are data: `vocabulary.toml`.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::draft::Canonical;
use super::near;

/// A public section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicName {
    /// *External message*.
    Message,
    /// *Status updates*.
    Updates,
    /// *Corrections*.
    Corrections,
}

impl PublicName {
    /// The name that documents should use.
    pub fn shown(self) -> &'static str {
        match self {
            Self::Message => "External message",
            Self::Updates => "Status updates",
            Self::Corrections => "Corrections",
        }
    }
}

#[derive(Deserialize)]
struct File {
    public: BTreeMap<PublicName, Vec<String>>,
    internal: BTreeMap<Canonical, Vec<String>>,
    shared: Shared,
}

#[derive(Deserialize)]
struct Shared {
    names: Vec<String>,
}

#[expect(clippy::expect_used, reason = "an embedded file, read by every test")]
static FILE: LazyLock<File> = LazyLock::new(|| toml::from_str(include_str!("vocabulary.toml")).expect("the embedded vocabulary"));

/// The internal names, each with the first section that bears it.
static INTERNAL: LazyLock<HashMap<&str, Canonical>> = LazyLock::new(|| {
    let names = FILE.internal.iter().rev().flat_map(|(canonical, names)| names.iter().map(|name| (name.as_str(), *canonical)));
    names.collect()
});

/// The public section of exactly that name, after trimming numbering and one trailing colon.
pub fn public(heading: &str) -> Option<PublicName> {
    let name = trimmed(heading);
    FILE.public.iter().find(|(_, names)| names.contains(&name)).map(|(public, _)| *public)
}

/// The public section that a heading resembles without naming it.
pub fn nearly_public(heading: &str) -> Option<PublicName> {
    let name = trimmed(heading);
    if INTERNAL.contains_key(&*plain(&name)) {
        return None;
    }
    let bare = name.split(['(', '[']).next().unwrap_or_default().trim();
    let near = |known: &String| {
        let begins = name.strip_prefix(known.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        begins || bare == known || near::within(&name, known, if known.len() > 12 { 2 } else { 1 })
    };
    FILE.public.iter().find(|(_, names)| names.iter().any(near)).map(|(public, _)| *public)
}

/// What the common template vocabulary calls a heading.
pub fn internal(heading: &str) -> Option<Canonical> {
    INTERNAL.get(&*plain(&trimmed(heading))).copied()
}

/// Whether a heading inside a public section bears an internal name that does not belong there.
pub fn misplaced(heading: &str) -> bool {
    let trimmed = trimmed(heading);
    let name = plain(&trimmed);
    INTERNAL.contains_key(&*name) && !FILE.shared.names.iter().any(|shared| **shared == *name)
}

fn trimmed(heading: &str) -> String {
    let text = without_number(heading.trim());
    let text = text.strip_suffix(':').unwrap_or(text);
    let is_tidy = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
        && !text.ends_with(' ')
        && !text.as_bytes().windows(2).any(|pair| pair == b"  ");
    if is_tidy { text.to_ascii_lowercase() } else { text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase() }
}

/// A trimmed name trimmed further, for internal names: closing punctuation and parentheses, curly apostrophes, backquotes.
fn plain(trimmed: &str) -> Cow<'_, str> {
    let name = if trimmed.contains(['’', '‘', '`', '*', '_']) {
        Cow::Owned(trimmed.replace(['’', '‘'], "'").replace(['`', '*', '_'], ""))
    } else {
        Cow::Borrowed(trimmed)
    };
    let closed = name.find(" (").filter(|_| name.ends_with([')', ':', '?']));
    let end = name[..closed.unwrap_or(name.len())].trim_end_matches([':', '?', '!', '.', '#', ' ']).len();
    match name {
        Cow::Borrowed(name) => Cow::Borrowed(&name[..end]),
        Cow::Owned(mut name) => {
            name.truncate(end);
            Cow::Owned(name)
        }
    }
}

/// Without leading numbering: `3.`, `2)`, `1.2 `.
fn without_number(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ')')).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let numbered =
        number.starts_with(|c: char| c.is_ascii_digit()) && (number.contains(['.', ')'])) && rest.starts_with(char::is_whitespace);
    if numbered { rest.trim_start() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_names_are_exact() {
        for name in
            ["External message", "EXTERNAL MESSAGING:", "2. Customer-facing  message", "3) Status page message", "1.2 public message"]
        {
            assert_eq!(public(name), Some(PublicName::Message), "{name}");
        }
        for name in [
            "External messages",
            "External message (draft)",
            "Customer impact",
            "FAQ",
            "External message?",
            "Messaging",
            "1 External message",
        ] {
            assert_eq!(public(name), None, "{name}");
        }
        assert_eq!(public("Public updates"), Some(PublicName::Updates));
    }

    #[test]
    fn what_is_close_is_known_to_be_close() {
        for name in ["Externl message", "External messages", "External message (draft)", "Status update", "Correction", "External message?"]
        {
            assert!(nearly_public(name).is_some(), "{name}");
        }
        for name in ["Customer impact", "Internal message", "Root cause", "Connections", "Status"] {
            assert_eq!(nearly_public(name), None, "{name}");
        }
    }

    #[test]
    fn internal_aliases_are_known() {
        for (name, canonical) in [
            ("What Didn’t Go So Well?", Canonical::WentBadly),
            ("Timeline (all times PST)", Canonical::Timeline),
            ("Contributing Factors (Findings)", Canonical::Cause),
            ("TL;DR", Canonical::Summary),
            ("**Action Items**:", Canonical::Actions),
        ] {
            assert_eq!(internal(name), Some(canonical), "{name}");
        }
        assert!(misplaced("Root cause") && misplaced("Timeline:") && !misplaced("What happened?") && !misplaced("Impact"));
    }
}
