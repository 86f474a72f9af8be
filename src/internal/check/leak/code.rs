//! Names of services, repositories, flags and machines that a document declares. Comes in: one as written.
//! Goes out: the ways to write it, and whether it can be told from plain words at all.

use super::words;

/// Shorter names are in too many words.
const SHORTEST: usize = 4;
/// Without its marks a name is no word from this length on.
const SHORTEST_JOINED: usize = 8;
/// More words than that describe something.
const MOST_WORDS: usize = 4;

/// Whether a value is the name of something rather than a remark about it. What has dots is a host, and is read as one.
pub fn is_name(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_alphanumeric());
    starts && text.chars().any(char::is_alphabetic) && text.split(' ').count() <= MOST_WORDS && !text.contains(['@', '(', '?', ':', '.'])
}

/// Whether it is an everyday word or very short: looked for, it would be found everywhere.
pub fn is_everyday(text: &str) -> bool {
    text.is_ascii() && text.len() < SHORTEST || is_common(&text.to_lowercase())
}

/// Whether a mark, a digit or a capital inside tells it from plain words.
pub fn is_distinct(text: &str) -> bool {
    parts(text).len() > 1 && !text.contains(' ') || text.bytes().any(|byte| byte.is_ascii_digit())
}

/// The ways to write it: with hyphens, underscores, blanks, or nothing between its parts.
pub fn written(text: &str) -> Vec<String> {
    let parts = parts(text);
    let mut forms = vec![text.to_owned()];
    if parts.len() > 1 && !text.contains('/') {
        forms.extend(["-", "_"].map(|joint| parts.join(joint)));
        // `user service` are two plain words, whatever a service is called.
        if !parts.iter().all(|part| is_common(&part.to_lowercase())) {
            forms.push(parts.join(" "));
            forms.extend(Some(parts.concat()).filter(|joined| joined.len() >= SHORTEST_JOINED));
        }
    }
    forms
}

/// The words it is made of: `billing-core` and `BillingCore` have two.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut before = ' ';
    for character in text.chars() {
        let border = !before.is_alphanumeric() || before.is_lowercase() && character.is_uppercase();
        if character.is_alphanumeric() {
            match parts.last_mut() {
                Some(part) if !border => part.push(character),
                _ => parts.push(character.to_string()),
            }
        }
        before = character;
    }
    parts
}

fn is_common(word: &str) -> bool {
    words::COMMON.contains(word) || words::SERVICES.contains(word) || words::ROLES.contains(word) || words::COUNTERS.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_parts_is_written_in_many_ways() {
        for name in ["billing-kestrel", "billing_kestrel", "BillingKestrel", "billing kestrel"] {
            let forms: Vec<String> = written(name).iter().map(|form| form.to_lowercase()).collect();
            for form in ["billing-kestrel", "billing_kestrel", "billing kestrel", "billingkestrel"] {
                assert!(forms.contains(&form.to_owned()), "{name}: {forms:?}");
            }
        }
        assert!(!written("user-service").contains(&"user service".to_owned()), "two plain words");
        assert_eq!(written("fern/engine"), ["fern/engine"]);
    }

    #[test]
    fn everyday_words_and_short_ones_cannot_be_protected() {
        assert!(["search", "Search", "api", "web", "db"].iter().all(|word| is_everyday(word)));
        assert!(["kestrel", "search-core"].iter().all(|word| !is_everyday(word)));
        assert!(is_distinct("search-core") && is_distinct("pg16") && !is_distinct("kestrel") && !is_distinct("the whole fleet"));
    }

    #[test]
    fn a_remark_is_no_name() {
        for text in ["all of them but the oldest", "?", "12", "(none)", "see: below"] {
            assert!(!is_name(text), "{text}");
        }
    }
}
