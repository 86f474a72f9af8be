//! The JSON Schema of `allclear.toml`, made from the raw types, and a walk of a parsed file along it:
//! unknown keys, missing keys and wrong types, all of them, each with its place.

use std::ops::Range;
use std::sync::LazyLock;

use serde_json::Value as Json;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::raw::Raw;

/// The JSON Schema of `allclear.toml`.
pub fn json_schema() -> &'static Json {
    static SCHEMA: LazyLock<Json> = LazyLock::new(|| schemars::schema_for!(Raw).to_value());
    &SCHEMA
}

/// A problem of the config file.
pub struct Problem {
    /// Where.
    pub span: Range<usize>,
    /// The fact.
    pub message: String,
    /// The next step.
    pub help: String,
}

/// Every unknown key, missing key and wrong type in a file.
pub fn problems(table: &Spanned<DeTable<'_>>) -> Vec<Problem> {
    let mut walk = Walk { root: json_schema(), problems: Vec::new() };
    walk.table(table.get_ref(), walk.root, "", 0..0);
    walk.problems
}

struct Walk {
    root: &'static Json,
    problems: Vec<Problem>,
}

impl Walk {
    fn say(&mut self, span: Range<usize>, message: String, help: String) {
        self.problems.push(Problem { span, message, help });
    }

    /// A schema with references and the "or nothing" of optional values resolved.
    fn resolve(&self, schema: &'static Json) -> &'static Json {
        if let Some(name) = schema["$ref"].as_str() {
            return self.root.pointer(name.trim_start_matches('#')).map_or(schema, |target| self.resolve(target));
        }
        let some = schema["anyOf"].as_array().and_then(|any| any.iter().find(|option| option["type"] != "null"));
        some.map_or(schema, |option| self.resolve(option))
    }

    fn table(&mut self, table: &DeTable<'_>, schema: &'static Json, path: &str, span: Range<usize>) {
        let schema = self.resolve(schema);
        let properties = schema["properties"].as_object();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let inner = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            let known = properties
                .and_then(|properties| properties.get(name))
                .or_else(|| schema.get("additionalProperties").filter(|any| any.is_object()));
            if let Some(known) = known {
                self.value(value, known, &inner);
            } else {
                let names: Vec<&str> = properties.into_iter().flat_map(|properties| properties.keys().map(String::as_str)).collect();
                let near = names
                    .iter()
                    .map(|known| (strsim::osa_distance(name, known), *known))
                    .filter(|(distance, known)| *distance <= 1.max(known.len() / 3))
                    .min();
                let help =
                    near.map_or_else(|| format!("the keys here are {}", names.join(", ")), |(_, known)| format!("did you mean `{known}`?"));
                let place = if path.is_empty() { "the file".to_owned() } else { format!("`[{path}]`") };
                self.say(key.span(), format!("{place} has no key `{name}`"), help);
            }
        }
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str);
        for name in required.filter(|name| !table.keys().any(|key| key.get_ref() == *name)) {
            let full = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            self.say(span.clone(), format!("`{full}` is missing"), example(&full));
        }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, schema: &'static Json, path: &str) {
        let schema = self.resolve(schema);
        let span = value.span();
        match (value.get_ref(), kind(schema)) {
            (DeValue::Table(table), "object") => self.table(table, schema, path, span),
            (DeValue::Array(items), "array") => items.iter().for_each(|item| self.value(item, &schema["items"], path)),
            (DeValue::String(text), "string") => {
                let words = words(schema);
                if !words.is_empty() && !words.contains(&text.as_ref()) {
                    self.say(span, format!("`{path}` is none of {}", words.join(", ")), "write one of these".to_owned());
                }
            }
            (DeValue::Datetime(_), "string") if ["since", "retired", "expires"].iter().any(|key| path.ends_with(key)) => {}
            (DeValue::Boolean(_), "boolean") | (DeValue::Integer(_), "integer" | "number") | (DeValue::Float(_), "number") => {}
            (_, wanted) => self.say(span, format!("`{path}` is not {}", article(wanted)), example(path)),
        }
    }
}

/// The type that a schema asks for; "or null" left out.
fn kind(schema: &'static Json) -> &'static str {
    match &schema["type"] {
        Json::String(kind) => kind,
        Json::Array(kinds) => kinds.iter().filter_map(Json::as_str).find(|kind| *kind != "null").unwrap_or("string"),
        _ => "string",
    }
}

/// The words that a string may be, if the schema lists them.
fn words(schema: &'static Json) -> Vec<&'static str> {
    let plain = schema["enum"].as_array().into_iter().flatten().filter_map(Json::as_str);
    let described = schema["oneOf"].as_array().into_iter().flatten().flat_map(|option| {
        let listed = option["enum"].as_array().into_iter().flatten().filter_map(Json::as_str);
        option["const"].as_str().into_iter().chain(listed)
    });
    plain.chain(described).collect()
}

fn article(kind: &str) -> &'static str {
    match kind {
        "object" => "a table",
        "array" => "a list",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        _ => "a text",
    }
}

fn example(path: &str) -> String {
    match path {
        "site" => "begin the file with [site], and give it a title and a url".to_owned(),
        "site.title" => "write title = \"Acme status\"".to_owned(),
        "site.url" => "write url = \"https://status.example.com\"".to_owned(),
        "components" => "name one part of your service:\n[[components]]\nid = \"api\"\nname = \"API\"".to_owned(),
        "components.id" => "write id = \"api\": a-z, 0-9 and -".to_owned(),
        "components.name" => "write name = \"API\"".to_owned(),
        "security.contact" => "write contact = [\"mailto:security@example.com\"]".to_owned(),
        "security.expires" => "write the day until which the addresses hold, within a year: expires = 2027-01-31".to_owned(),
        _ => "see `allclear init`, whose config explains every key".to_owned(),
    }
}
