//! One `[[exception]]` of the file, as written → an entry that holds, or why it cannot.
//! Nothing that it says of an entry holds its quote.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use regex::Regex;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

/// Rules that guard what no reason makes public.
/// What hides characters hides what other rules would see.
const NEVER: [&str; 4] = ["leak/secret", "leak/url-credentials", "leak/connection-string", "leak/hidden-content"];

/// The longest that a leak may stay excepted without another look.
const LONGEST: TimeDelta = TimeDelta::days(180);

/// A salt shorter than this hides a short value from nobody.
const SHORTEST_SALT: usize = 16;

/// A pattern with fewer letters and digits of its own, such as `2*`, means a century of documents.
const FEWEST_LITERAL: usize = 5;

/// Nor does one that repeats itself.
const FEWEST_DIFFERENT: usize = 8;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    rule: String,
    document: String,
    quote: Option<String>,
    hash: Option<String>,
    reason: String,
    by: String,
    expires: Option<toml::value::Datetime>,
}

/// What is let pass, and until when.
pub struct Entry {
    pub rule: String,
    /// The document's id, its path, or a pattern for either.
    pub document: String,
    /// Why, in words for colleagues.
    pub reason: String,
    pattern: Option<Regex>,
    what: What,
    expires: Option<NaiveDate>,
}

enum What {
    Quote(String),
    Hash { salt: String, digest: String },
}

impl Entry {
    /// Reads an entry. `known` says whether a rule is one whose findings can be excepted.
    pub fn read(table: toml::Table, salt: Option<&str>, today: NaiveDate, known: impl Fn(&str) -> bool) -> Result<Self, String> {
        // The words of the parser would repeat the value that it does not understand.
        let written: Written = table.try_into().map_err(|error: toml::de::Error| fault(error.message()))?;
        let Written { rule, document, quote, hash, reason, by, expires } = written;
        for (key, value) in [("rule", &rule), ("document", &document), ("reason", &reason), ("by", &by)] {
            let filled = value.chars().any(is_seen) || key == "document" && value.contains('*');
            if !filled {
                return Err(format!("`{key}` is empty"));
            }
        }
        if NEVER.contains(&rule.as_str()) {
            return Err(format!("{rule} takes no exception: change what leaked, and the text"));
        }
        if !known(&rule) {
            return Err("`rule` is the code of no wording rule and no leak rule".to_owned());
        }
        let expires = expires.map(day).transpose()?;
        if rule.starts_with("leak/") {
            let last = expires.ok_or("an exception to a leak rule needs `expires`")?;
            if last - today > LONGEST {
                return Err(format!("`expires` is more than {} days ahead", LONGEST.num_days()));
            }
        }
        let pattern = pattern(&document)?;
        Ok(Self { what: what(quote, hash, salt)?, rule, document, reason, pattern, expires })
    }

    /// Whether it is about a document.
    pub fn is_about(&self, id: &str, path: &str) -> bool {
        match &self.pattern {
            Some(pattern) => pattern.is_match(id) || pattern.is_match(path),
            None => self.document == id || self.document == path,
        }
    }

    /// Whether it names documents by a pattern.
    pub fn is_pattern(&self) -> bool {
        self.pattern.is_some()
    }

    /// Whether its pattern says so little that nearly every document fits it.
    pub fn is_wide(&self) -> bool {
        self.is_pattern() && named(&self.document).chars().filter(|c| c.is_alphanumeric()).count() < FEWEST_LITERAL
    }

    /// Whether it holds no longer. It holds through its last day.
    pub fn lapsed(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.expires.filter(|last| *last < today)
    }

    /// The last day on which it holds, if it has one.
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.expires
    }

    /// Whether that is what it lets pass.
    pub fn means(&self, rule: &str, text: &str) -> bool {
        self.rule == rule
            && !takes_none(rule, text)
            && match &self.what {
                What::Quote(quote) => quote == text,
                What::Hash { salt, digest } => *digest == hex(&format!("{salt}{text}")),
            }
    }
}

/// The pattern that a document is named by, if it is one: `*` stands for any characters but a slash, `**` for any, `?` for one.
fn pattern(document: &str) -> Result<Option<Regex>, String> {
    if !document.contains(['*', '?']) {
        return Ok(None);
    }
    if !named(document).contains(char::is_alphanumeric) {
        return Err("`document` means all documents: what is public everywhere is named in allclear.toml".to_owned());
    }
    let escaped =
        regex::escape(document).replace(r"\*\*/", "(?:.*/)?").replace(r"\*\*", ".*").replace(r"\*", "[^/]*").replace(r"\?", "[^/]");
    Regex::new(&format!("^{escaped}$")).map(Some).map_err(|_| "`document` is no pattern".to_owned())
}

/// A pattern without what all paths have.
fn named(document: &str) -> &str {
    document.trim_start_matches("postmortems/").trim_end_matches(".md")
}

fn what(quote: Option<String>, hash: Option<String>, salt: Option<&str>) -> Result<What, String> {
    match (quote, hash) {
        (Some(quote), None) if !quote.trim().is_empty() => Ok(What::Quote(quote)),
        (None, Some(hash)) => {
            let digest = hash.strip_prefix("sha256:").filter(|digest| digest.len() == 64).ok_or("`hash` is not `sha256:` and 64 digits")?;
            let salt = salt.filter(|salt| is_salt(salt));
            let salt =
                salt.ok_or_else(|| format!("a hash needs a `salt` at the top of the file, of at least {SHORTEST_SALT} characters, {FEWEST_DIFFERENT} of them different"))?;
            Ok(What::Hash { salt: salt.to_owned(), digest: digest.to_lowercase() })
        }
        _ => Err("it needs either `quote` or `hash`, with something in it".to_owned()),
    }
}

fn is_salt(salt: &str) -> bool {
    let different: BTreeSet<char> = salt.chars().filter(|c| is_seen(*c)).collect();
    salt.chars().count() >= SHORTEST_SALT && different.len() >= FEWEST_DIFFERENT
}

/// Whether a letter or digit can be seen; Unicode has letters that cannot.
fn is_seen(letter: char) -> bool {
    letter.is_alphanumeric() && !matches!(letter, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}')
}

fn day(date: toml::value::Datetime) -> Result<NaiveDate, String> {
    if date.time.is_some() || date.offset.is_some() {
        return Err("`expires` is no day".to_owned());
    }
    let date = date.date.ok_or("`expires` is no day")?;
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()).ok_or_else(|| "`expires` is no day".to_owned())
}

/// The parser's words as far as they name keys alone.
fn fault(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    // A secret that was pasted without quotes is a key, too; a key that was misspelt is short and of small letters.
    let small = |key: &str| key.len() <= 10 && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let key = first.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
    if key.is_some_and(|key| !small(key)) {
        return "it has a key that is not known".to_owned();
    }
    if key.is_some() || first.starts_with("missing field") {
        return first.to_owned();
    }
    "a value is of the wrong kind: all are texts, and `expires` is a day without quotes".to_owned()
}

/// Whether what a rule finds in a text takes no exception.
pub fn takes_none(rule: &str, text: &str) -> bool {
    NEVER.contains(&rule) || rule == "leak/internal-name" && is_full_name(text)
}

/// More than one word, a name in the shape of an address, or one in a script without capitals, which writes both names in one word.
fn is_full_name(text: &str) -> bool {
    let one_word = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'));
    !one_word || text.chars().any(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase())
}

fn hex(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}
