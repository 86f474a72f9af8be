//! A value of a people field → names, handles and addresses. Comes in: `Dana Whitfield <dana@…>`, `@dana`, `Search team`.
//! Goes out: who may be meant. A team or a role is nobody.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::{pattern, words};

/// Words in front of a family name that belong to it.
const PARTICLES: &[&str] =
    &["van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "al", "el", "bin", "ibn", "ben", "ter", "ten"];
const TITLES: &[&str] = &["mr", "mrs", "ms", "mx", "dr", "prof", "sir", "jr", "sr", "ii", "iii"];

/// A single name below this length is in too many words.
const SHORTEST_NAME: usize = 3;

/// An account that is a letter and a family name is no word if the family name is that long.
const SHORTEST_ACCOUNT: usize = 6;

/// Two names without anything between them are no word from this length on.
const SHORTEST_JOINED: usize = 8;

/// Names of scripts without capitals are shorter than that.
const LONGEST_UNPARTED: usize = 8;

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
        // `Dana (Dee) Whitfield`, `Dana "Dee" Whitfield`: what stands behind a whole name is a role.
        static NICKNAME: LazyLock<Regex> = pattern!(r#"\p{L} +[("']+(\p{Lu}\p{Ll}+)[)"']+ +\p{Lu}"#);
        let mut people = Self::default();
        // A pattern whose mark is nowhere need not run.
        let nickname = Some(&NICKNAME).filter(|_| value.contains(['(', '"', '\'']));
        let nicknames = nickname
            .into_iter()
            .flat_map(|nickname| nickname.captures_iter(value))
            .filter_map(|found| found.get(1))
            .map(|name| name.as_str());
        people.singles.extend(nicknames.filter(|name| is_single(name) && !is_role(name)).map(str::to_owned));
        let bare = if value.contains(['(', '[', '<', '@']) { ASIDE.replace_all(value, " ") } else { value.into() };
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
        if tokens.is_empty() || tokens.iter().any(|token| is_role(token)) {
            return;
        }
        let (handles, names): (Vec<&str>, Vec<&str>) = tokens.iter().partition(|token| token.starts_with('@'));
        self.handles.extend(handles.iter().map(|handle| handle.trim_start_matches('@').to_owned()).filter(|handle| handle.len() > 1));
        match names[..] {
            [name] if is_handle(name) => self.handles.push(name.to_owned()),
            // A script without capitals writes both names in one word.
            [name] if is_caseless(name) && name.chars().count() >= SHORTEST_NAME => self.names.push(vec![name.to_owned()]),
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
    let [first, .., _] = name else { return name.iter().flat_map(|word| parted(word)).collect() };
    let family =
        name.iter().skip(1).position(|token| PARTICLES.contains(&token.to_lowercase().as_str())).map_or(name.len() - 1, |at| at + 1);
    let last = name[family..].join(" ");
    let mut forms =
        vec![name.join(" "), format!("{first} {last}"), format!("{last}, {first}"), format!("{last},{first}"), format!("{last} {first}")];
    let plain = |text: &str| text.replace(' ', "");
    let (given, surname) = (plain(first), plain(&last));
    forms.extend(
        [".", "_", "-", "+"].into_iter().flat_map(|joint| [format!("{given}{joint}{surname}"), format!("{surname}{joint}{given}")]),
    );
    // An address has a mark between all words of `Jan van der Berg`.
    forms.extend([".", "_", "-", "+"].map(|joint| name.join(joint)));
    let together = [format!("{given}{surname}"), format!("{surname}{given}")];
    forms.extend(together.into_iter().filter(|form| is_caseless(form) || form.len() >= SHORTEST_JOINED));
    let initial = first.chars().next().unwrap_or_default();
    if last.chars().count() >= SHORTEST_NAME && !is_ambiguous(&last) && !is_caseless(&last) {
        forms.extend([format!("{initial}. {last}"), format!("{initial}.{last}"), format!("{last}, {initial}.")]);
        // `dwhitfield`, as a mailbox or an account is called. A shorter one would be a word.
        forms.extend((surname.len() >= SHORTEST_ACCOUNT).then(|| format!("{initial}{surname}")));
    }
    if given.chars().count() >= SHORTEST_NAME && !is_ambiguous(first) && !is_caseless(first) {
        forms.extend(surname.chars().next().map(|letter| format!("{given}.{letter}")));
    }
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// A name of a script without capitals, and the same with a blank somewhere: nothing says where the family name ends.
fn parted(word: &str) -> Vec<String> {
    let borders = word.char_indices().skip(1).map(|(at, _)| format!("{} {}", &word[..at], &word[at..]));
    std::iter::once(word.to_owned()).chain(borders.take(LONGEST_UNPARTED)).collect()
}

/// The first letters of a name of three words or more: with two, half the alphabet would be somebody.
pub fn initials(name: &[String]) -> Option<String> {
    let letters: String = name.iter().filter_map(|token| token.chars().next()).flat_map(char::to_uppercase).collect();
    let known = words::NO_TICKETS.contains(letters.as_str()) || words::COMMON.contains(letters.to_lowercase().as_str());
    (name.len() >= 3 && !known && letters.chars().all(char::is_uppercase)).then_some(letters)
}

/// A name with the letters that German and Nordic names lose in an address: `Mueller` for `Müller`.
pub fn spelled_out(name: &str) -> Option<String> {
    let out = |c: char| match c {
        'ä' => "ae",
        'ö' | 'ø' => "oe",
        'ü' => "ue",
        'å' => "aa",
        'Ä' => "Ae",
        'Ö' | 'Ø' => "Oe",
        'Ü' => "Ue",
        'Å' => "Aa",
        _ => "",
    };
    let composed: String = name.nfc().collect();
    let spelled: String =
        composed.chars().map(|c| Some(out(c)).filter(|out| !out.is_empty()).map_or(c.to_string(), str::to_owned)).collect();
    (spelled != composed).then_some(spelled)
}

/// The other way round: `Muller`, as `Müller` is folded, for `Mueller`.
pub fn drawn_in(name: &str) -> Option<String> {
    let drawn = ["ae", "oe", "ue"].iter().fold(name.to_owned(), |name, pair| name.replace(pair, &pair[..1]));
    (drawn != name && drawn.len() >= SHORTEST_ACCOUNT - 1).then_some(drawn)
}

/// Whether a text is in a script without capitals.
pub fn is_caseless(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| !c.is_uppercase() && !c.is_lowercase()) && text.chars().any(char::is_alphabetic)
}

fn is_role(token: &str) -> bool {
    words::ROLES.contains(token.to_lowercase().as_str())
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
    fn a_nickname_stands_within_a_name_and_a_role_behind_it() {
        assert!(People::read("Dana (Dee) Whitfield").singles.contains(&"Dee".to_owned()));
        assert!(People::read("Dana \"Dee\" Whitfield").singles.contains(&"Dee".to_owned()));
        assert_eq!(People::read("Dana Whitfield (Scribing)").singles, ["Dana", "Whitfield"]);
    }

    #[test]
    fn initials_are_of_three_words_and_no_common_abbreviation() {
        let of = |name: &str| initials(&name.split(' ').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(of("Mia van Dyke").as_deref(), Some("MVD"));
        assert_eq!(of("Dana Whitfield"), None);
        assert_eq!(of("Ada Pia Ingram"), None, "API is something else");
    }

    #[test]
    fn letters_with_dots_are_spelled_in_two_ways() {
        assert_eq!(spelled_out("Jörg Müller").as_deref(), Some("Joerg Mueller"));
        assert_eq!(spelled_out("Mu\u{308}ller").as_deref(), Some("Mueller"));
        assert_eq!(drawn_in("Mueller").as_deref(), Some("Muller"));
        assert_eq!((spelled_out("Whitfield"), drawn_in("Sue")), (None, None));
    }

    #[test]
    fn particles_stay_with_the_family_name() {
        let forms = written(&["Mia".to_owned(), "van".to_owned(), "Dyke".to_owned()]);
        assert!(forms.contains(&"van Dyke, Mia".to_owned()) && forms.contains(&"M. van Dyke".to_owned()), "{forms:?}");
        assert!(forms.contains(&"Mia.van.Dyke".to_owned()) && forms.contains(&"Mia-van-Dyke".to_owned()), "{forms:?}");
    }

    #[test]
    fn a_name_of_one_word_may_be_written_as_two() {
        let forms = written(&["山田太郎".to_owned()]);
        assert!(forms.contains(&"山田太郎".to_owned()) && forms.contains(&"山田 太郎".to_owned()), "{forms:?}");
    }
}
