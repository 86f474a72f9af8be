//! Names of customers that a document declares. Comes in: one as written. Goes out: the ways to write it.
//! `118 organisations` and `all customers` are nobody.

use super::words;

/// What a company's law adds to its name.
const LEGAL: &[&str] = &[
    "ab",
    "ag",
    "aps",
    "as",
    "asa",
    "bv",
    "cic",
    "co",
    "corp",
    "corporation",
    "ev",
    "ggmbh",
    "gmbh",
    "inc",
    "incorporated",
    "kg",
    "limited",
    "llc",
    "llp",
    "ltd",
    "nv",
    "oy",
    "oyj",
    "plc",
    "pte",
    "pty",
    "sa",
    "sarl",
    "sas",
    "se",
    "spa",
    "srl",
];
/// Words that make a value a number of customers, or a kind of them.
const GROUPS: &[&str] = &[
    "accounts",
    "affected",
    "clients",
    "companies",
    "enterprise",
    "every",
    "few",
    "free",
    "most",
    "organisations",
    "organizations",
    "other",
    "others",
    "paid",
    "paying",
    "plan",
    "premium",
    "several",
    "some",
    "tenants",
    "tier",
    "trial",
    "users",
];
const MOST_WORDS: usize = 6;
/// The first word of a name stands for the customer from this length on.
const SHORTEST_FIRST: usize = 5;

/// Whether a value names somebody.
pub fn is_name(text: &str) -> bool {
    let tokens = || text.split_whitespace().map(bare);
    let group =
        |token: String| GROUPS.contains(&token.as_str()) || words::ROLES.contains(token.as_str()) || words::COMMON.contains(token.as_str());
    let capital = text.starts_with(char::is_uppercase) || super::person::is_caseless(text);
    capital && tokens().count() <= MOST_WORDS && !text.contains(['@', '?', ':']) && !tokens().any(group)
}

/// Whether each word is written as one of a name: running text behind a label begins with a capital, too.
pub fn is_capitalised(text: &str) -> bool {
    const JOINTS: &[&str] =
        &["&", "a", "and", "da", "de", "del", "der", "des", "di", "du", "for", "la", "le", "of", "the", "und", "van", "von", "y"];
    let name = |token: &str| !token.starts_with(char::is_lowercase) || JOINTS.contains(&token) || LEGAL.contains(&bare(token).as_str());
    text.split_whitespace().all(name)
}

/// The first word of a longer name, if it can stand for the whole.
pub fn first_word(text: &str) -> Option<&str> {
    let (first, _) = text.split_once(' ')?;
    let lower = first.to_lowercase();
    let telling = first.chars().count() >= SHORTEST_FIRST && first.chars().all(char::is_alphabetic);
    let known =
        words::AMBIGUOUS.contains(lower.as_str()) || words::SERVICES.contains(lower.as_str()) || words::COMMON.contains(lower.as_str());
    (telling && !known).then_some(first)
}

/// The ways to write it: with and without what the law adds, and as an address would.
pub fn written(text: &str) -> Vec<String> {
    let mut forms = vec![text.to_owned()];
    let mut tokens: Vec<&str> = text.split_whitespace().collect();
    while tokens.len() > 1 && tokens.last().is_some_and(|last| LEGAL.contains(&bare(last).as_str())) {
        tokens.pop();
    }
    let short = tokens.join(" ").trim_end_matches(',').to_owned();
    forms.extend([short.replace(" & ", " and "), short.replace(" and ", " & ")]);
    let words: Vec<&str> = short.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.len() > 1 {
        forms.extend(["-", "_"].map(|joint| words.join(joint)));
    }
    forms.push(short);
    forms
}

fn bare(token: &str) -> String {
    token.to_lowercase().replace(['.', ','], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_is_known_without_what_the_law_adds() {
        let forms = written("Pellworth & Daughters Ltd.");
        for form in ["Pellworth & Daughters", "Pellworth and Daughters", "Pellworth-Daughters"] {
            assert!(forms.contains(&form.to_owned()), "{forms:?}");
        }
        assert_eq!(first_word("Pellworth & Daughters"), Some("Pellworth"));
        assert_eq!((first_word("Stone Ltd"), first_word("Pellworth")), (None, None));
    }

    #[test]
    fn numbers_and_groups_name_nobody() {
        for text in ["118 organisations", "all customers", "EU customers", "Enterprise tier", "Unknown", "most"] {
            assert!(!is_name(text), "{text}");
        }
        assert!(!is_capitalised("Could not sign in") && is_capitalised("Bank of Immenrode gGmbH"));
        assert!(is_name("Stadtpflege Immenrode gGmbH") && is_name("Fernwood"));
    }
}
