//! A value of a people field → names, handles and addresses. Comes in: `Dana Whitfield <dana@…>`, `@dana`, `Search team`.
//! Goes out: who may be meant. A team or a role is nobody.

use std::sync::LazyLock;

use regex::Regex;

use super::{pattern, words};

/// Words in front of a family name that belong to it.
const PARTICLES: &[&str] =
    &["van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "al", "el", "bin", "ibn", "ben", "ter", "ten"];
const TITLES: &[&str] = &["mr", "mrs", "ms", "mx", "dr", "prof", "sir", "jr", "sr", "ii", "iii"];

/// A single name below this length is in too many words.
const SHORTEST_NAME: usize = 3;

/// What a people field says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct People {
    /// Names of at least two words, as written.
    pub names: Vec<Vec<String>>,
    /// Names of one word.
    pub singles: Vec<String>,
    /// Handles, without `@`.
    pub handles: Vec<String>,
}

impl People {
    /// Reads one value. Addresses are read with the rest of the internal text.
    pub fn read(value: &str) -> Self {
        static ASIDE: LazyLock<Regex> = pattern!(r"\([^)]*\)|\[[^\]]*\]|<[^>]*>|\S+@\S+\.\S+");
        let mut people = Self::default();
        let bare = ASIDE.replace_all(value, " ");
        let parts: Vec<&str> = bare.split([',', ';', '/', '&', '+', '|']).flat_map(|part| part.split(" and ")).map(str::trim).collect();
        // `Whitfield, Dana`: nobody's given name is followed by a comma and one more word but in such a list.
        if let [last, first] = parts[..]
            && bare.contains(',')
            && is_word(last)
            && is_word(first)
        {
            people.names.push(vec![first.to_owned(), last.to_owned()]);
        }
        for part in parts {
            people.one(part);
        }
        people
    }

    fn one(&mut self, part: &str) {
        let mut tokens: Vec<&str> = part.split_whitespace().map(|token| token.trim_matches(['.', ':', '*', '_', '"', '\''])).collect();
        tokens.retain(|token| !token.is_empty() && !TITLES.contains(&token.to_lowercase().as_str()));
        if tokens.is_empty() || tokens.iter().any(|token| words::ROLES.contains(token.to_lowercase().as_str())) {
            return;
        }
        let (handles, names): (Vec<&str>, Vec<&str>) = tokens.iter().partition(|token| token.starts_with('@'));
        self.handles.extend(handles.iter().map(|handle| handle.trim_start_matches('@').to_owned()).filter(|handle| handle.len() > 1));
        match names[..] {
            [name] if is_handle(name) => self.handles.push(name.to_owned()),
            [name] if is_single(name) => self.singles.push(name.to_owned()),
            [] | [_] => {}
            _ => {
                // Half of a double name is a name: `García` of `García-López`.
                let halves = names.iter().filter(|name| name.contains('-')).flat_map(|name| name.split('-'));
                let singles = names.iter().copied().chain(halves).filter(|name| is_single(name));
                self.singles.extend(singles.map(str::to_owned));
                self.names.push(names.iter().map(|name| (*name).to_owned()).collect());
            }
        }
    }
}

/// All ways to write a full name that are searched: case, diacritics and blanks are folded elsewhere.
pub fn written(name: &[String]) -> Vec<String> {
    let [first, .., _] = name else { return Vec::new() };
    let family =
        name.iter().skip(1).position(|token| PARTICLES.contains(&token.to_lowercase().as_str())).map_or(name.len() - 1, |at| at + 1);
    let last = name[family..].join(" ");
    let mut forms =
        vec![name.join(" "), format!("{first} {last}"), format!("{last}, {first}"), format!("{last},{first}"), format!("{last} {first}")];
    let plain = |text: &str| text.replace(' ', "");
    forms.extend(['.', '_', '-', '+'].map(|joint| format!("{}{joint}{}", plain(first), plain(&last))));
    if let Some(initial) = first.chars().next().filter(|_| last.chars().count() >= SHORTEST_NAME && !is_ambiguous(&last)) {
        forms.extend([format!("{initial}. {last}"), format!("{initial}.{last}")]);
    }
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// Whether a name is a word too.
pub fn is_ambiguous(name: &str) -> bool {
    words::AMBIGUOUS.contains(name.to_lowercase().as_str())
}

fn is_word(text: &str) -> bool {
    text.chars().count() > 1
        && text.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
        && text.starts_with(char::is_uppercase)
}

/// `dwhitfield`, `dana.w`, `dana-w`: small letters, or marks that no name has.
fn is_handle(token: &str) -> bool {
    token.is_ascii()
        && token.len() > 2
        && !token.starts_with(|c: char| c.is_ascii_uppercase())
        && token.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

fn is_single(token: &str) -> bool {
    token.chars().filter(|c| c.is_alphabetic()).count() >= SHORTEST_NAME
        && token.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        && !PARTICLES.contains(&token.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_a_full_name_and_single_ones() {
        let people = People::read("Dr. Dana Whitfield (SRE) <dana@fern.example>");
        assert_eq!(people.names, [["Dana", "Whitfield"]]);
        assert_eq!(people.singles, ["Dana", "Whitfield"]);
    }

    #[test]
    fn a_list_is_several_people_and_a_turned_name_is_one() {
        assert_eq!(People::read("Priya Nair, Tom Becker and Lee Aoki").names.len(), 3);
        assert!(People::read("Whitfield, Dana").names.contains(&vec!["Dana".to_owned(), "Whitfield".to_owned()]));
    }

    #[test]
    fn handles_are_known_by_their_shape_and_teams_are_nobody() {
        assert_eq!(People::read("@dana").handles, ["dana"]);
        assert_eq!(People::read("dwhitfield").handles, ["dwhitfield"]);
        for team in ["Search team", "SRE", "on-call", "TBD", ""] {
            assert_eq!(People::read(team), People::default(), "{team}");
        }
    }

    #[test]
    fn half_of_a_double_name_is_a_name() {
        assert_eq!(People::read("Maria García-López").singles, ["Maria", "García-López", "García", "López"]);
    }

    #[test]
    fn particles_stay_with_the_family_name() {
        let forms = written(&["Mia".to_owned(), "van".to_owned(), "Dyke".to_owned()]);
        assert!(forms.contains(&"van Dyke, Mia".to_owned()) && forms.contains(&"M. van Dyke".to_owned()), "{forms:?}");
    }
}
