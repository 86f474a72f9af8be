//! What a locale file may say. Comes in: the texts of one file and the English ones. Goes out: nothing, or the first text that the
//! interface would never show or could not fill, with the nearest thing that it would. Never asks for completeness: English fills in.

use std::collections::BTreeSet;

use super::{FORMS, Locale, OTHER};
use crate::error::{Error, Result};

/// The table whose keys belong to a site's own templates.
const OWN: &str = "own.";
/// The key of the writing direction.
const DIRECTION: &str = "direction";

impl Locale {
    /// Refuses keys that the interface has not, blanks that it would not fill, plurals without `other`, and a false direction.
    pub(in crate::render) fn check(&self, file: &str, english: &Self) -> Result<()> {
        let refused = |reason: String, help: String| Err(Error::Theme { file: file.to_owned(), reason, help });
        for (key, text) in self.words.iter().filter(|(key, _)| !key.starts_with(OWN)) {
            if text.contains(is_unseen) {
                return refused(format!("{key} holds a character that cannot be seen"), "write the text again".to_owned());
            }
            let Some(known) = english.known(key) else { return refused(format!("{key} is no key of the interface"), english.suggest(key)) };
            let Some(blanks) = blanks(text) else {
                return refused(format!("{key} has a brace without its partner"), "write a blank as {name}".to_owned());
            };
            let fillable = english.blanks_of(&known);
            if let Some(blank) = blanks.iter().find(|blank| !fillable.contains(*blank)) {
                return refused(format!("{key} has the blank {{{blank}}}, which nothing fills"), offer(&fillable));
            }
            if known != *key && !self.words.contains_key(&format!("{known}.{OTHER}")) {
                return refused(
                    format!("{known} has the plural form {key}, but not {known}.{OTHER}"),
                    "add it: counts without a form of their own take it".to_owned(),
                );
            }
            if key == DIRECTION && !["ltr", "rtl"].contains(&text.as_str()) {
                return refused(
                    format!("{DIRECTION} is {text:?}"),
                    "write \"ltr\", or \"rtl\" for scripts that run from right to left".to_owned(),
                );
            }
        }
        Ok(())
    }

    /// The key itself, or that of the plural which a key is a form of.
    fn known(&self, key: &str) -> Option<String> {
        if let Some((plural, form)) = key.rsplit_once('.')
            && FORMS.contains(&form)
            && self.is_plural(plural)
        {
            return Some(plural.to_owned());
        }
        (self.words.contains_key(key) || self.is_plural(key)).then(|| key.to_owned())
    }

    /// Whether a key is chosen by a count. `other` alone is a word like any.
    pub(super) fn is_plural(&self, key: &str) -> bool {
        ["one", OTHER].iter().all(|form| self.words.contains_key(&format!("{key}.{form}")))
    }

    /// The blanks of a key in all its forms. A plural has its count.
    pub(super) fn blanks_of(&self, key: &str) -> BTreeSet<String> {
        let forms = FORMS.iter().map(|form| format!("{key}.{form}")).filter(|_| self.is_plural(key));
        let texts = forms.chain([key.to_owned()]).filter_map(|key| self.words.get(&key));
        let mut all: BTreeSet<String> = texts.filter_map(|text| blanks(text)).flatten().collect();
        if self.is_plural(key) {
            all.insert("count".to_owned());
        }
        all
    }

    fn suggest(&self, key: &str) -> String {
        let nearest = self.words.keys().min_by_key(|known| strsim::osa_distance(known, key)).map_or("", String::as_str);
        format!("the nearest key is {nearest}; words for templates of your own have their keys in the table [own]")
    }
}

/// The names of a text's blanks; nothing if a brace has no partner.
pub(super) fn blanks(text: &str) -> Option<BTreeSet<String>> {
    let mut pieces = text.split('{');
    let mut names = BTreeSet::new();
    let first = pieces.next().filter(|piece| !piece.contains('}'));
    for piece in first.map(|_| pieces)? {
        let (name, rest) = piece.split_once('}')?;
        if rest.contains('}') {
            return None;
        }
        names.insert(name.to_owned());
    }
    Some(names)
}

/// Control characters but white space, and what no XML document can hold. Direction marks may be what a language needs.
fn is_unseen(character: char) -> bool {
    character.is_control() && !character.is_whitespace() || matches!(character, '\u{fffe}' | '\u{ffff}')
}

fn offer(blanks: &BTreeSet<String>) -> String {
    if blanks.is_empty() {
        return "this text has no blanks".to_owned();
    }
    let names: Vec<String> = blanks.iter().map(|blank| format!("{{{blank}}}")).collect();
    format!("the blanks of this text are {}", names.join(", "))
}
