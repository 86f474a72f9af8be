//! `_headers`: a path, and below it its headers. Netlify, Cloudflare and others read it at the root of what they are given.

use super::model::Rule;

pub(super) fn text(rules: &[Rule], base: &str) -> String {
    let block = |rule: &Rule, pattern: &str| {
        let headers = rule.headers.iter().map(|(name, value)| format!("  {name}: {value}\n"));
        [format!("{base}{pattern}\n")].into_iter().chain(headers).collect::<String>()
    };
    rules.iter().flat_map(|rule| rule.patterns.iter().map(move |pattern| block(rule, pattern))).collect()
}
