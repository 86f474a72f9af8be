//! A rule's `action`: what an editor may put in the place of a match. All but `suggest`, which needs a dictionary or a program, do so.

use super::file::Action;
use super::pattern::Pattern;

/// A compiled action.
#[derive(Debug)]
pub enum Fix {
    /// Nothing to offer.
    None,
    /// One of these words.
    Replace(Vec<String>),
    /// Nothing at all in its place.
    Remove,
    /// The match, changed.
    Edit(Edit),
    /// The words of the match in lower case: `SomeName` as `some name`.
    Simple,
}

/// How a match is changed.
#[derive(Debug)]
pub enum Edit {
    /// Every match of a pattern becomes the text.
    Regex(Pattern, String),
    /// Characters are cut off at the left, at the right, or at both ends.
    Trim {
        /// Which characters.
        characters: String,
        /// Whether at the beginning.
        left: bool,
        /// Whether at the end.
        right: bool,
    },
    /// Every occurrence of a text becomes another one.
    Text(String, String),
    /// The part at that place between separators.
    Split(String, usize),
}

impl Fix {
    /// Reads an action; the error is one line.
    pub fn new(action: &Action) -> Result<Self, String> {
        let params = &action.params.0;
        match action.name.as_str() {
            "" | "suggest" => Ok(Self::None),
            "convert" if params.iter().map(String::as_str).eq(["simple"]) => Ok(Self::Simple),
            "convert" => Err("the action `convert` knows `simple` and nothing else".to_owned()),
            "replace" => Ok(Self::Replace(params.clone())),
            "remove" => Ok(Self::Remove),
            "edit" => Edit::new(params).map(Self::Edit),
            other => Err(format!("there is no action `{other}`")),
        }
    }

    /// What may stand in the place of a match.
    pub fn suggestions(&self, matched: &str) -> Vec<String> {
        match self {
            Self::None => Vec::new(),
            Self::Replace(words) => words.clone(),
            Self::Remove => vec![String::new()],
            Self::Edit(edit) => vec![edit.applied(matched).trim().to_owned()],
            Self::Simple => vec![simple(matched)],
        }
    }
}

/// The words of a name, which begin where a capital follows a small letter, and behind anything else but letters and digits.
fn simple(name: &str) -> String {
    let mut made = String::with_capacity(name.len() + 4);
    let mut before = ' ';
    for character in name.chars() {
        if before.is_lowercase() && character.is_uppercase() {
            made.push(' ');
        }
        if character.is_alphanumeric() {
            made.extend(character.to_lowercase());
        } else if !made.ends_with(' ') {
            made.push(' ');
        }
        before = character;
    }
    made.trim().to_owned()
}

impl Edit {
    fn new(params: &[String]) -> Result<Self, String> {
        let trim = |characters: &String, left, right| Ok(Self::Trim { characters: characters.clone(), left, right });
        let texts: Vec<&str> = params.iter().map(String::as_str).collect();
        match texts.as_slice() {
            ["regex", pattern, text] => Ok(Self::Regex(Pattern::new(pattern)?, braced(text))),
            ["replace", from, to] => Ok(Self::Text((*from).to_owned(), (*to).to_owned())),
            ["remove", text] => Ok(Self::Text((*text).to_owned(), String::new())),
            ["trim", _] => trim(&params[1], true, true),
            ["trim_left", _] => trim(&params[1], true, false),
            ["trim_right", _] => trim(&params[1], false, true),
            ["truncate", separator] => Ok(Self::Split((*separator).to_owned(), 0)),
            ["split", separator, at] => match at.parse() {
                Ok(at) => Ok(Self::Split((*separator).to_owned(), at)),
                Err(_) => Err(format!("`{at}` is not the number of a part")),
            },
            _ => Err(format!("the edit `{}` is not known with {} parameters", texts.join(" "), params.len().saturating_sub(1))),
        }
    }

    fn applied(&self, matched: &str) -> String {
        match self {
            Self::Regex(pattern, text) => pattern.replaced(matched, text),
            Self::Trim { characters, left, right } => {
                let cut = |character: char| characters.contains(character);
                let rest = if *left { matched.trim_start_matches(cut) } else { matched };
                (if *right { rest.trim_end_matches(cut) } else { rest }).to_owned()
            }
            Self::Text(from, to) => matched.replace(from.as_str(), to),
            Self::Split(separator, at) => matched.split(separator.as_str()).nth(*at).unwrap_or(matched).to_owned(),
        }
    }
}

/// `$1` as `${1}`: a letter behind it is not part of the group's name.
pub fn braced(value: &str) -> String {
    let mut braced = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('$') {
        braced.push_str(&rest[..at]);
        let digits = rest[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            braced.extend(["${", &rest[at + 1..=at + digits], "}"]);
        } else {
            braced.push('$');
        }
        rest = &rest[at + 1 + digits..];
    }
    braced.push_str(rest);
    braced
}

#[cfg(test)]
mod tests {
    use super::super::file::OneOrMany;
    use super::*;

    fn offered(name: &str, params: &[&str], matched: &str) -> Result<Vec<String>, String> {
        let params = OneOrMany(params.iter().map(|param| (*param).to_owned()).collect());
        Fix::new(&Action { name: name.to_owned(), params }).map(|fix| fix.suggestions(matched))
    }

    #[test]
    fn each_action_offers_what_it_says() {
        let cases: &[(&str, &[&str], &str, &[&str])] = &[
            ("replace", &["use", "apply"], "utilize", &["use", "apply"]),
            ("remove", &[], "very", &[""]),
            ("edit", &["regex", "(Foo), bar", "$1s"], "Foo, bar", &["Foos"]),
            ("edit", &["replace", "-", "–"], "a-b", &["a–b"]),
            ("edit", &["remove", "(s)"], "hosts(s)", &["hosts"]),
            ("edit", &["trim", "'"], "'so'", &["so"]),
            ("edit", &["trim_left", "#"], "#tag#", &["tag#"]),
            ("edit", &["trim_right", "."], "etc..", &["etc"]),
            ("edit", &["truncate", " "], "the the", &["the"]),
            ("edit", &["split", "/", "1"], "and/or", &["or"]),
            ("edit", &["split", "/", "9"], "and/or", &["and/or"]),
            ("convert", &["simple"], "someName-ofA thing", &["some name of a thing"]),
            ("suggest", &["spellings"], "x", &[]),
            ("", &[], "x", &[]),
        ];
        for (name, params, matched, wanted) in cases {
            let found = offered(name, params, matched).unwrap();
            assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), *wanted, "{name} {params:?}");
        }
    }

    #[test]
    fn an_unknown_action_is_refused() {
        assert!(offered("paint", &[], "x").unwrap_err().contains("paint"));
        assert!(offered("convert", &["snake"], "x").is_err());
        assert!(offered("edit", &["regex", "("], "x").is_err());
        assert!(offered("edit", &["split", "/", "one"], "x").is_err());
    }
}
