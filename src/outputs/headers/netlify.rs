//! `netlify.toml`: the same paths as in `_headers`, as tables. Netlify reads it at the root of a repository or of a folder that is deployed.

use super::model::Rule;

pub(super) fn text(rules: &[Rule], base: &str) -> String {
    let table = |rule: &Rule, pattern: &str| {
        // No value of ours holds what TOML escapes otherwise than Rust.
        let values = rule.headers.iter().map(|(name, value)| format!("{name} = {value:?}\n")).collect::<String>();
        format!("[[headers]]\nfor = {:?}\n[headers.values]\n{values}", format!("{base}{pattern}"))
    };
    rules.iter().flat_map(|rule| rule.patterns.iter().map(move |pattern| table(rule, pattern))).collect::<Vec<_>>().join("\n")
}
