//! `vercel.json`: paths as its own expressions, which know groups. Folders keep their slash, as all links of the site have it.

use serde::Serialize;

use super::model::Rule;
use super::pattern::expression;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    trailing_slash: bool,
    headers: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    source: String,
    headers: Vec<Pair<'a>>,
}

#[derive(Serialize)]
struct Pair<'a> {
    key: &'a str,
    value: &'a str,
}

fn entry<'a>(rule: &'a Rule, base: &str, pattern: &str) -> Entry<'a> {
    let headers = rule.headers.iter().map(|(key, value)| Pair { key, value });
    Entry { source: expression(base, pattern, "("), headers: headers.collect() }
}

pub(super) fn text(rules: &[Rule], base: &str) -> String {
    let entries = |rule| Rule::all(rule).map(move |pattern| entry(rule, base, pattern));
    let headers = rules.iter().flat_map(entries).collect();
    let document = Document { schema: "https://openapi.vercel.sh/vercel.json", trailing_slash: true, headers };
    // Texts and lists of texts: there is nothing here that JSON cannot say.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}
