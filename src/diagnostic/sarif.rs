//! A report as SARIF 2.1.0, for code hosts that keep findings as alerts. Columns count code points, and the log says so.
//! An alert is followed from run to run by its fingerprint. There is no snippet: it would show the line of a leak.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::entry::{Entry, Place};
use super::sarif_log::{
    ArtifactLocation, Configuration, Driver, Help, Location, Log, Message, PhysicalLocation, Region, ReportingDescriptor, Result,
    RuleProperties, Run, Tool,
};
use super::{Level, Report, RuleDoc, json};

/// What a path of a URI holds as it is; a colon in its first part would make a scheme of it.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(super) fn render(report: &Report, entries: &[Entry<'_>]) -> String {
    let mut codes: Vec<&str> = entries.iter().map(|entry| entry.rule).collect();
    codes.sort_unstable();
    codes.dedup();
    let places: BTreeMap<&str, usize> = codes.iter().enumerate().map(|(at, code)| (*code, at)).collect();
    let rules = codes.iter().map(|code| descriptor(code, report.rule(code))).collect();
    let driver = Driver { name: "Allclear", semantic_version: env!("CARGO_PKG_VERSION"), rules };
    let results = entries.iter().map(|entry| result(entry, places[entry.rule])).collect();
    json::text(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results }],
    })
}

fn descriptor<'a>(code: &'a str, doc: Option<&'a RuleDoc>) -> ReportingDescriptor<'a> {
    let (group, name) = code.split_once('/').unwrap_or(("", code));
    let leak = group == "leak";
    // Where hosts rank security alerts by a number; a warning is about something that may be honest.
    let severe = doc.is_none_or(|doc| doc.level == Level::Error);
    ReportingDescriptor {
        id: code,
        name,
        short_description: doc.map(|doc| Message { text: doc.summary.clone() }),
        full_description: doc.map(|doc| Message { text: doc.why.clone() }),
        help: doc.map(|doc| Help {
            text: format!("{}\n\n`allclear explain {code}` shows samples.", doc.why),
            markdown: format!("{}\n\n`allclear explain {code}` shows samples.", doc.why),
        }),
        default_configuration: doc.map(|doc| Configuration { level: level(doc.level) }),
        properties: RuleProperties {
            tags: if leak { vec![group, "security"] } else { vec![group] },
            security_severity: leak.then_some(if severe { "8.0" } else { "5.0" }),
        },
    }
}

fn result<'a>(entry: &'a Entry<'_>, rule_index: usize) -> Result<'a> {
    let uri = utf8_percent_encode(&entry.file, PATH).to_string();
    let artifact_location = ArtifactLocation { uri };
    Result {
        rule_id: entry.rule,
        rule_index,
        level: level(entry.level),
        message: Message { text: entry.told() },
        locations: [Location { physical_location: PhysicalLocation { artifact_location, region: entry.place.map(region) } }],
        partial_fingerprints: BTreeMap::from([("allclear/v1", entry.fingerprint.as_str())]),
    }
}

fn region(place: Place) -> Region {
    Region { start_line: place.start.line, start_column: place.start.column, end_line: place.end.line, end_column: place.end.column }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Suggestion | Level::Hint => "note",
    }
}
