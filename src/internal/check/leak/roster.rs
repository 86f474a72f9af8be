//! Internal prose → the people whom it lists. Comes in: a folded text. Goes out: full names.
//! Prose is full of capitals, so only lists of people and lines that say what somebody did count: `Incident commander: Dana Whitfield`.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern;
use super::person::People;
use crate::internal::read::fields::PEOPLE;

/// The people of a list: each run of two or more capitalised words.
pub fn listed(text: &str) -> impl Iterator<Item = String> {
    static NAME: LazyLock<Regex> = pattern!(
        r"\p{Lu}[\p{L}'-]*\p{L}(?: (?:van|von|der|den|de|del|della|di|da|dos|du|la|le|al|el|bin|ibn|ben|ter|ten|\p{Lu}\.))*(?: \p{Lu}[\p{L}'-]*\p{L}){1,2}"
    );
    NAME.find_iter(text).flat_map(|found| People::read(found.as_str()).names).map(|name| name.join(" "))
}

/// The people behind the names of roles: `**Scribe:** Dana Whitfield`, `| Scribe | Dana Whitfield |`.
pub fn labelled(text: &str) -> impl Iterator<Item = String> {
    static LINE: LazyLock<Regex> = pattern!(r"(?m)^[\t >|*_+-]*([A-Za-z][A-Za-z' -]{1,30}?)[\t *_]*[:|](.+)$");
    let roles = LINE.captures_iter(text).filter_map(|line| {
        let role = line.get(1)?.as_str().to_lowercase().replace([' ', '-'], "_").replace('\'', "");
        PEOPLE.contains(&role.as_str()).then(|| line.get(2).map_or("", |rest| rest.as_str()))
    });
    roles.flat_map(listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_read_from_lists_and_labels() {
        let list = "- Dana Whitfield (IC)\n- Incident Commander: Mia van Dyke\n| Lee Aoki | scribe |\n- the search team\n";
        assert_eq!(listed(list).collect::<Vec<_>>(), ["Dana Whitfield", "Mia van Dyke", "Lee Aoki"]);
        for line in ["**Scribe:** Lee Aoki", "- Authors: Lee Aoki, on-call", "| Owner | Lee Aoki |", "Incident commander: Lee Aoki"] {
            assert_eq!(labelled(line).collect::<Vec<_>>(), ["Lee Aoki"], "{line}");
        }
    }

    #[test]
    fn other_lines_and_teams_name_nobody() {
        for line in ["Impact: Search Results were slow", "Owner: Search Team", "Lead: we do not know", "Note: Lee Aoki"] {
            assert_eq!(labelled(line).count(), 0, "{line}");
        }
    }
}
