//! The JSON Schemas of our own API. Comes in: the types of the documents. Goes out: one schema for each kind of document, with an
//! absolute `$id`. A new field breaks no reader of an old schema: none of them forbids what it does not know.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::shape::{OneIncident, OneYear, Years};
use crate::public::Site;

/// Path and content of each schema.
pub fn all(site: &Site) -> [(String, Value); 3] {
    [schema::<OneIncident<'_>>(site, "incident"), schema::<OneYear<'_>>(site, "history"), schema::<Years>(site, "years")]
}

fn schema<T: JsonSchema>(site: &Site, name: &str) -> (String, Value) {
    let path = format!("api/schema/{name}.json");
    let made = SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>().to_value();
    let mut schema = Map::new();
    if let Value::Object(mut made) = made {
        // The two names of a schema come first, as a person expects them.
        schema.extend(made.shift_remove_entry("$schema"));
        schema.insert("$id".to_owned(), Value::String(format!("{}/{path}", site.url)));
        schema.extend(made);
    }
    (path, Value::Object(schema))
}
