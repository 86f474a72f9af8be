//! `allclear.toml`: `raw` mirrors the file, [`Config`] is valid. All problems are reported at once.

mod checker;
mod load;
pub mod raw;
mod schema;
mod security;
mod shown;
mod visible;

#[cfg(feature = "fuzzing")]
pub(crate) use load::of_text;
pub use load::{FILE, Item, items_at, line_of, load, value_at};
pub use schema::json_schema;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::clock::Time;
use crate::diagnostic::Level;

/// A valid configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// `[site]`.
    pub site: SiteConfig,
    /// `[[components]]`, in file order.
    pub components: Vec<ComponentConfig>,
    /// `[severities]`.
    pub severities: Severities,
    /// `[lifecycle]`.
    pub lifecycle: Lifecycle,
    /// `[wording]`.
    pub wording: WordingConfig,
    /// `[leaks]`.
    pub leaks: LeaksConfig,
    /// `[uptime]`.
    pub uptime: raw::Uptime,
    /// `[history]`.
    pub history: raw::History,
    /// `[output]`.
    pub output: raw::Output,
    /// `[links]`.
    pub links: raw::Links,
    /// `[security]`, if it is there.
    pub security: Option<SecurityConfig>,
}

/// `[security]`, valid. All of it is public.
#[derive(Debug, Clone)]
pub struct SecurityConfig {
    /// Where to write to; at least one.
    pub contact: Vec<url::Url>,
    /// Until when it holds.
    pub expires: Time,
    /// The policy.
    pub policy: Option<url::Url>,
    /// A key for encrypted reports.
    pub encryption: Option<url::Url>,
    /// Thanks to those who reported.
    pub acknowledgments: Option<url::Url>,
    /// Language tags.
    pub preferred_languages: Vec<String>,
    /// Open positions.
    pub hiring: Option<url::Url>,
}

/// `[site]`, valid.
#[derive(Debug, Clone)]
pub struct SiteConfig {
    /// Its name.
    pub title: String,
    /// Where it lives: http(s), no query, no fragment.
    pub url: url::Url,
    /// One sentence about it.
    pub description: Option<String>,
    /// Language tag.
    pub language: String,
    /// The zone of times without one, if set.
    pub time_zone: Option<chrono_tz::Tz>,
    /// Where readers find help.
    pub support_url: Option<url::Url>,
    /// A picture of the brand, relative to the site's folder.
    pub logo: Option<String>,
    /// A picture for previews in chat tools, relative to the site's folder.
    pub preview: Option<String>,
    /// `#rrggbb`.
    pub accent: Option<String>,
    /// `HOST,YEAR`.
    pub feed_authority: String,
}

/// One of `[[components]]`, valid.
#[derive(Debug, Clone)]
pub struct ComponentConfig {
    /// Its id; valid and unique.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its group.
    pub group: Option<String>,
    /// One sentence.
    pub description: Option<String>,
    /// First day.
    pub since: Option<NaiveDate>,
    /// Day it was retired.
    pub retired: Option<NaiveDate>,
}

/// `[severities]`: internal only.
#[derive(Debug, Clone)]
pub struct Severities {
    /// The scale, the worst first.
    pub names: Vec<String>,
    /// Other words for them; keys in lower case without `-`, `_` and blanks.
    pub aliases: BTreeMap<String, String>,
}

impl Severities {
    /// The name on the scale that a word stands for, whatever its case, hyphens and blanks.
    pub fn find(&self, word: &str) -> Option<String> {
        let key = Self::key(word);
        let named = self.names.iter().find(|name| Self::key(name) == key).or_else(|| self.aliases.get(&key));
        named.or_else(|| self.common(&key)).cloned()
    }

    /// The name that a word which teams commonly use stands for: `sev1` and `S1` by their number, `critical` by its rank.
    fn common(&self, key: &str) -> Option<&String> {
        const WORDS: [[&str; 2]; 4] = [["critical", "blocker"], ["major", "high"], ["moderate", "medium"], ["minor", "low"]];
        let number = |key: &str| {
            let digits = key.trim_start_matches(|c: char| c.is_ascii_alphabetic()).to_owned();
            let prefix = key.strip_suffix(digits.as_str()).unwrap_or_default();
            ["severity", "sev", "s", "priority", "prio", "p"].contains(&prefix).then(|| digits.parse::<usize>().ok()).flatten()
        };
        if let Some(wanted) = number(key) {
            return self.names.iter().find(|name| number(&Self::key(name)) == Some(wanted));
        }
        self.names.get(WORDS.iter().position(|words| words.contains(&key))?)
    }

    /// A word as aliases are looked up.
    pub fn key(word: &str) -> String {
        word.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).flat_map(char::to_lowercase).collect()
    }
}

/// `[lifecycle]`, valid.
#[derive(Debug, Clone)]
pub struct Lifecycle {
    /// Whether what is missing internally is an error.
    pub enforce: bool,
    /// Whether a message needs a seal.
    pub require_seal: bool,
    /// What each status needs, per severity.
    pub require: raw::Require,
}

/// `[wording]`, valid.
#[derive(Debug, Clone)]
pub struct WordingConfig {
    /// Folders with Vale styles, absolute, in order.
    pub styles: Vec<std::path::PathBuf>,
    /// The chosen profile.
    pub profile: raw::Profile,
    /// Who reads.
    pub audience: raw::Audience,
    /// The least level that is reported.
    pub level: Level,
    /// Words that are right as they are.
    pub vocabulary: Vec<String>,
    /// The file with wording findings that are known, relative to the config.
    pub baseline: Option<String>,
    /// Rule code (`wording/NAME` or `STYLE/NAME`) → level, or `None` for off.
    pub rules: BTreeMap<String, Option<Level>>,
}

/// `[leaks]`, valid. Nothing of it reaches an output.
#[derive(Debug, Clone, Default)]
pub struct LeaksConfig {
    /// Prefixes of ticket keys: `SRCH`.
    pub project_keys: Vec<String>,
    /// Private zones: `corp.example.com`, without a leading `*.` or dot, lower case.
    pub internal_domains: Vec<String>,
    /// Hosts that may be named, lower case; those of `site.url`, `site.support_url` and `[security]` are among them. `*.example.com` covers sub-domains.
    pub public_hosts: Vec<String>,
    /// Addresses that may be named, lower case.
    pub public_emails: Vec<String>,
    /// People who may be named.
    pub public_names: Vec<String>,
    /// Words that are no names and no hosts here.
    pub public_terms: Vec<String>,
    /// The file with exceptions, relative to the config.
    pub exceptions: Option<String>,
    /// Rule files in the format of gitleaks, relative to the config.
    pub gitleaks: Vec<String>,
    /// Rule code → level, or `None` for off; only rules of class W are here.
    pub rules: BTreeMap<String, Option<Level>>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Severities;

    fn scale(names: &[&str]) -> Severities {
        Severities { names: names.iter().map(|name| (*name).to_owned()).collect(), aliases: BTreeMap::new() }
    }

    #[test]
    fn common_words_for_severities_need_no_alias() {
        let scale = scale(&["P1", "P2", "P3"]);
        for word in ["P1", "p1", "sev1", "SEV-1", "Sev 1", "S1", "critical"] {
            assert_eq!(scale.find(word).as_deref(), Some("P1"), "{word}");
        }
        assert_eq!(scale.find("major").as_deref(), Some("P2"));
        for word in ["P9", "sev", "1", "low", "important", ""] {
            assert_eq!(scale.find(word), None, "{word}");
        }
    }

    #[test]
    fn a_scale_that_begins_at_0_keeps_its_numbers() {
        assert_eq!(scale(&["SEV0", "SEV1"]).find("S1").as_deref(), Some("SEV1"));
    }
}
