//! The mirror of `allclear.toml`. Its JSON Schema is made from these types, and unknown keys and wrong types are found with that schema.
//! Reading passes over unknown keys, so that the values beside them are checked in the same run.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostic::Level;

/// The whole file.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(title = "allclear.toml")]
pub struct Raw {
    /// The site.
    pub site: Site,
    /// The parts of the service that customers know by name. At least one.
    pub components: Vec<Component>,
    /// The severity scale. Internal only.
    #[serde(default)]
    pub severities: Severities,
    /// What each status of a post-mortem needs.
    #[serde(default)]
    pub lifecycle: Lifecycle,
    /// The wording gate.
    #[serde(default)]
    pub wording: Wording,
    /// The leak gate. Nothing of it reaches an output.
    #[serde(default)]
    pub leaks: Leaks,
    /// How much of its time an impact counts as downtime.
    #[serde(default)]
    pub uptime: Uptime,
    /// Lengths of lists.
    #[serde(default)]
    pub history: History,
    /// Files beside the pages.
    #[serde(default)]
    pub output: Output,
    /// `check --links`.
    #[serde(default)]
    pub links: Links,
    /// Where to report a weakness: `security.txt`. Written only if this table is there.
    pub security: Option<Security>,
}

/// The site.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Site {
    /// Its name.
    pub title: String,
    /// Where it lives: `https://status.example.com`.
    pub url: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// Language tag of the interface. Default: `en`.
    #[serde(default = "english")]
    pub language: String,
    /// IANA name of the zone that times without one are read in. Without it, such a time is an error.
    pub time_zone: Option<String>,
    /// Where readers find help.
    pub support_url: Option<String>,
    /// A picture of the brand, relative to the site's folder.
    pub logo: Option<String>,
    /// A PNG or JPEG for previews in chat tools, 1200 by 630 pixels, relative to the site's folder.
    pub preview: Option<String>,
    /// A colour of the brand: `#rrggbb`.
    pub accent: Option<String>,
    /// Frozen identity of the feeds: `status.example.com,2026`. Never change it: every entry would be new to every reader.
    pub feed_authority: Option<String>,
}

/// A component.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Component {
    /// `a-z`, `0-9` and `-`. Never change it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The group it is shown in.
    pub group: Option<String>,
    /// One sentence about it.
    pub description: Option<String>,
    /// The first day it existed: `2025-01-31`.
    #[schemars(with = "Option<String>")]
    pub since: Option<Day>,
    /// The day it was retired. It keeps its history and leaves the front page.
    #[schemars(with = "Option<String>")]
    pub retired: Option<Day>,
}

/// A day as written, with quotes or without.
#[derive(Debug)]
pub struct Day(pub String);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = match toml::Value::deserialize(deserializer)? {
            toml::Value::String(text) => text,
            other => other.to_string(),
        };
        Ok(Self(text))
    }
}

/// The severity scale.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Severities {
    /// The worst first. Default: P1 to P5.
    pub names: Vec<String>,
    /// Other words for them: `sev1 = "P1"`.
    pub aliases: BTreeMap<String, String>,
}

/// What each status needs.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Lifecycle {
    /// Whether what is missing internally is an error. Default: false, it is a warning.
    pub enforce: bool,
    /// Whether a published message needs a seal. Default: false.
    pub require_seal: bool,
    /// Fields and sections per severity.
    pub require: Require,
}

/// Fields and sections that an internal document needs, per severity; `default` is for those not named.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Require(pub BTreeMap<String, Vec<Needed>>);

/// Something an internal document can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the vocabulary")]
pub enum Needed {
    Summary,
    Impact,
    Timeline,
    Cause,
    Actions,
    Commander,
    Scribe,
    Owner,
    Message,
    Lessons,
    Detection,
    Resolution,
}

/// The wording gate.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Wording {
    /// Folders with Vale styles, beside the config.
    pub styles: Vec<String>,
    /// `default`, `strict` or `technical`.
    pub profile: Profile,
    /// Who reads: `general` or `technical`. Default: general, and technical with the profile of that name.
    pub audience: Option<Audience>,
    /// The least level that is reported. Default: hint, all.
    pub level: Level,
    /// Words that are right as they are.
    pub vocabulary: Vec<String>,
    /// The file with wording findings of an old archive that are known, relative to the config: `wording-baseline.toml`.
    pub baseline: Option<String>,
    /// Overrides: rule name → `error`, `warning`, `suggestion`, `hint` or `off`.
    pub rules: BTreeMap<String, Setting>,
}

/// A set of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// For any reader.
    #[default]
    Default,
    /// Warnings are errors, suggestions are warnings.
    Strict,
    /// For readers who are engineers: jargon passes.
    Technical,
}

/// Who reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Anybody.
    General,
    /// Engineers: they know what a pod is.
    Technical,
}

/// A level, or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Setting {
    Off,
    Hint,
    Suggestion,
    Warning,
    Error,
}

/// The leak gate.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Leaks {
    /// Prefixes of ticket keys: `["SRCH"]`.
    pub project_keys: Vec<String>,
    /// Private zones: `["corp.example.com"]`.
    pub internal_domains: Vec<String>,
    /// Hosts that may be named; `*.example.com` covers sub-domains, `code.example.com/acme` the pages of one owner at a code host.
    pub public_hosts: Vec<String>,
    /// Mail addresses that may be named.
    pub public_emails: Vec<String>,
    /// People who may be named.
    pub public_names: Vec<String>,
    /// Words that are no names and no hosts here.
    pub public_terms: Vec<String>,
    /// The file with exceptions, relative to the config.
    pub exceptions: Option<String>,
    /// Files with rules for secrets in the format of gitleaks, relative to the config. They add to the built-in rules.
    pub gitleaks: Vec<String>,
    /// Levels of the rules of class W: rule name → level or `off`.
    pub rules: BTreeMap<String, Setting>,
}

/// How much of its time an impact counts as downtime, 0 to 1.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Uptime {
    /// Full outage. Default: 1.
    pub full: f64,
    /// Partial disruption. Default: 0.3.
    pub partial: f64,
    /// Degraded performance. Default: 0.
    pub degraded: f64,
}

/// Lengths of lists.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct History {
    /// Days of past incidents on the front page. Default: 14.
    pub front_page_days: u32,
    /// Incidents on one page of a list. Default: 50.
    pub page_size: usize,
}

/// Files beside the pages.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Output {
    /// Whether pages bring a small script that adds the reader's local time to each time. Default: true.
    pub local_times: bool,
    /// Header files to write. Default: `["headers"]`, the `_headers` file.
    pub headers: Vec<HeaderFile>,
    /// Whether browsers are told to use HTTPS only for a year (Strict-Transport-Security). Default: false.
    pub hsts: bool,
}

/// A file that tells a host which headers to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum HeaderFile {
    /// `_headers`, as Netlify and Cloudflare read it.
    Headers,
    /// `netlify.toml`.
    Netlify,
    /// `vercel.json`.
    Vercel,
    /// `_hosting/nginx.conf`, to include in a server block.
    Nginx,
    /// `_hosting/Caddyfile`, to import into a site block.
    Caddy,
    /// `.htaccess`, for Apache.
    Apache,
}

/// Where to report a weakness: the fields of `security.txt`, RFC 9116.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Security {
    /// Addresses to write to, the preferred one first: `["mailto:security@example.com"]`. At least one.
    pub contact: Vec<String>,
    /// Until when this holds: a day, or a time as RFC 3339.
    #[schemars(with = "String")]
    pub expires: Day,
    /// The policy: `https:`.
    pub policy: Option<String>,
    /// A key for encrypted reports: `https:`, `dns:` or `openpgp4fpr:`.
    pub encryption: Option<String>,
    /// A page that thanks those who reported: `https:`.
    pub acknowledgments: Option<String>,
    /// Languages of reports that are understood: `["en", "de"]`.
    #[serde(default)]
    pub preferred_languages: Vec<String>,
    /// Open positions: `https:`.
    pub hiring: Option<String>,
}

/// `check --links`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields)]
pub struct Links {
    /// Level of a broken external link. Default: warning.
    pub level: Level,
    /// Seconds to wait for an answer. Default: 20.
    pub timeout: u64,
    /// Further tries after a failure. Default: 2.
    pub retries: u64,
    /// Hosts that are not asked.
    pub exclude_hosts: Vec<String>,
    /// Hours that an answer is remembered in `.allclear/links.json`. Default: 24.
    pub cache_hours: u64,
}

fn english() -> String {
    "en".to_owned()
}

impl Default for Severities {
    fn default() -> Self {
        Self { names: ["P1", "P2", "P3", "P4", "P5"].map(str::to_owned).to_vec(), aliases: BTreeMap::new() }
    }
}

impl Default for Wording {
    fn default() -> Self {
        Self {
            styles: Vec::new(),
            profile: Profile::Default,
            audience: None,
            level: Level::Hint,
            vocabulary: Vec::new(),
            baseline: None,
            rules: BTreeMap::new(),
        }
    }
}

impl Default for Uptime {
    fn default() -> Self {
        Self { full: 1.0, partial: 0.3, degraded: 0.0 }
    }
}

impl Default for History {
    fn default() -> Self {
        Self { front_page_days: 14, page_size: 50 }
    }
}

impl Default for Output {
    fn default() -> Self {
        Self { local_times: true, headers: vec![HeaderFile::Headers], hsts: false }
    }
}

impl Default for Links {
    fn default() -> Self {
        Self { level: Level::Warning, timeout: 20, retries: 2, exclude_hosts: Vec::new(), cache_hours: 24 }
    }
}
