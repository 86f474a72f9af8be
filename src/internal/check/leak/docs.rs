//! What the cross-check rules say of themselves: one data file per rule in `cross/`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::diagnostic::{Level, RuleDoc, Sample};
use crate::internal::check::registry::BASE;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    #[serde(skip)]
    code: String,
    /// Unless it is an error.
    level: Option<String>,
    summary: String,
    why: String,
    help: String,
    #[serde(default)]
    good: Vec<Beside>,
    #[serde(default)]
    bad: Vec<Beside>,
    /// Lines of front matter instead of texts.
    #[serde(default)]
    good_keys: Vec<String>,
    #[serde(default)]
    bad_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Beside {
    message: String,
    internal: String,
}

macro_rules! pages {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("cross/", $name, ".toml")))),*] };
}

const FILES: &[(&str, &str)] = pages![
    "internal-name",
    "internal-handle",
    "internal-email",
    "internal-host",
    "internal-ticket",
    "internal-url",
    "internal-channel",
    "internal-codename",
    "internal-customer",
    "internal-number",
    "copied-prose",
    "unprotected-name",
];

static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let read = |(name, text): &(&str, &str)| {
        let page: Page = toml::from_str(text).expect("a data file of our own is well-formed, as the tests show");
        Page { code: format!("leak/{name}"), ..page }
    };
    FILES.iter().map(read).collect()
});

/// The next step after a finding of a cross-check rule.
pub fn help(rule: &str) -> &'static str {
    PAGES.iter().find(|page| page.code == rule).map_or("", |page| &page.help)
}

/// Whether a rule is no error, so that the config may set its level.
pub fn class_w(rule: &str) -> bool {
    PAGES.iter().any(|page| page.code == rule && page.level() != Level::Error)
}

impl Page {
    fn level(&self) -> Level {
        match self.level.as_deref() {
            Some("warning") => Level::Warning,
            Some("hint") => Level::Hint,
            _ => Level::Error,
        }
    }
}

/// The cross-check rules in the order of the reference.
pub fn docs() -> Vec<RuleDoc> {
    let beside = |beside: &Beside| Sample::Beside { message: beside.message.clone(), internal: beside.internal.clone() };
    let front = |line: &String| Sample::Document(BASE.replacen("\npublic:", &format!("\n{line}\npublic:"), 1));
    let samples = |texts: &[Beside], lines: &[String]| texts.iter().map(beside).chain(lines.iter().map(front)).collect();
    let doc = |page: &Page| RuleDoc {
        code: page.code.clone(),
        level: page.level(),
        summary: page.summary.clone(),
        why: format!("{} What to do: {}.", page.why, page.help),
        good: samples(&page.good, &page.good_keys),
        bad: samples(&page.bad, &page.bad_keys),
    };
    PAGES.iter().map(doc).collect()
}
