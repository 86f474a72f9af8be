//! What the cross-check rules say of themselves: one data file per rule in `cross/`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::diagnostic::{Level, RuleDoc, Sample};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    #[serde(skip)]
    code: String,
    summary: String,
    why: String,
    help: String,
    good: Vec<Beside>,
    bad: Vec<Beside>,
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

const FILES: &[(&str, &str)] =
    pages!["internal-name", "internal-handle", "internal-email", "internal-host", "internal-ticket", "internal-url", "internal-channel"];

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

/// The cross-check rules in the order of the reference.
pub fn docs() -> Vec<RuleDoc> {
    let sample = |beside: &Beside| Sample::Beside { message: beside.message.clone(), internal: beside.internal.clone() };
    let doc = |page: &Page| RuleDoc {
        code: page.code.clone(),
        level: Level::Error,
        summary: page.summary.clone(),
        why: format!("{} What to do: {}.", page.why, page.help),
        good: page.good.iter().map(sample).collect(),
        bad: page.bad.iter().map(sample).collect(),
    };
    PAGES.iter().map(doc).collect()
}
