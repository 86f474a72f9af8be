//! A labelled value → the people in it. Comes in: a folded text. Goes out: full names.
//! Prose is full of capitals, so only lists of people and what stands behind a role count.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern;
use super::person::People;

/// The people of a list: each run of two or more capitalised words.
pub fn listed(text: &str) -> impl Iterator<Item = String> {
    static NAME: LazyLock<Regex> = pattern!(
        r"\p{Lu}[\p{L}'-]*\p{L}(?: (?:van|von|der|den|de|del|della|di|da|dos|du|la|le|al|el|bin|ibn|ben|ter|ten|\p{Lu}\.))*(?: \p{Lu}[\p{L}'-]*\p{L}){1,2}"
    );
    // The same for ASCII alone: it is compiled in a fraction of the time.
    static PLAIN: LazyLock<Regex> = pattern!(
        r"[A-Z][A-Za-z'-]*[A-Za-z](?: (?:van|von|der|den|de|del|della|di|da|dos|du|la|le|al|el|bin|ibn|ben|ter|ten|[A-Z]\.))*(?: [A-Z][A-Za-z'-]*[A-Za-z]){1,2}"
    );
    let name: &'static Regex = if text.is_ascii() { &PLAIN } else { &NAME };
    name.find_iter(text).flat_map(|found| People::read(found.as_str()).names).map(|name| name.join(" "))
}

/// Single names and handles, if a value is nothing else: `Dana`, `Dana, @lee`. In a longer one every capital would be somebody.
pub fn alone(text: &str) -> People {
    const MOST: usize = 4;
    let text = text.trim_matches([' ', '|', '*', '_', '\t']);
    let mut words = text.split([' ', ',', ';', '/', '&']).filter(|word| !word.is_empty());
    let short = words.clone().count() <= MOST;
    let known = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c == '@') || word == "and";
    if short && words.all(known) { People::read(text) } else { People::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_read_from_lists() {
        let list = "- Dana Whitfield (IC)\n- Incident Commander: Mia van Dyke\n| Lee Aoki | scribe |\n- the search team\n";
        assert_eq!(listed(list).collect::<Vec<_>>(), ["Dana Whitfield", "Mia van Dyke", "Lee Aoki"]);
    }

    #[test]
    fn a_name_alone_counts_only_where_nothing_else_stands() {
        assert_eq!(alone("** Dana").singles, ["Dana"]);
        assert_eq!(alone(" Dana, @lee |").handles, ["lee"]);
        for nobody in ["we do not know", "Search Team", "On-call restarted it", "TBD"] {
            assert_eq!(alone(nobody), People::default(), "{nobody}");
        }
    }
}
