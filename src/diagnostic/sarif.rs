//! A report as SARIF 2.1.0, for code hosts that keep findings as alerts. Columns count code points, and the log says so.
//! An alert is followed from run to run by its fingerprint. There is no snippet: it would show the line of a leak.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::entry::{Entry, Place};
use super::sarif_log::{
    ArtifactLocation, Configuration, Driver, Help, Invocation, Location, Log, Message, PhysicalLocation, Region, ReportingDescriptor,
    Result, RuleProperties, Run, Suppression, Tool,
};
use super::{Level, Report, RuleDoc, json};

/// What a path of a URI holds as it is; a colon in its first part would make a scheme of it.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Code hosts refuse a log with more results. GitHub shows 5,000 of them, the severest first.
const MOST_RESULTS: usize = 25_000;

pub(super) fn render(report: &Report, entries: Vec<Entry<'_>>, suppressed: Vec<Entry<'_>>) -> String {
    let all = entries.into_iter().chain(suppressed).collect();
    let (entries, left_out) = severest(all, MOST_RESULTS);
    let mut codes: Vec<&str> = entries.iter().map(|entry| entry.rule).collect();
    codes.sort_unstable();
    codes.dedup();
    let places: BTreeMap<&str, usize> = codes.iter().enumerate().map(|(at, code)| (*code, at)).collect();
    let rules = codes.iter().map(|code| descriptor(code, report.rule(code))).collect();
    let driver = Driver { name: "Allclear", semantic_version: env!("CARGO_PKG_VERSION"), rules };
    let results = entries.iter().map(|entry| result(entry, places[entry.rule])).collect();
    let invocations = (left_out > 0).then(|| [Invocation::telling(format!("{left_out} lighter findings were left out"))]);
    json::text(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run { tool: Tool { driver }, invocations, column_kind: "unicodeCodePoints", results }],
    })
}

/// As many entries as a log may have, in their order, and how many are left out: what is let pass first, then the lightest.
fn severest(entries: Vec<Entry<'_>>, most: usize) -> (Vec<Entry<'_>>, usize) {
    let left_out = entries.len().saturating_sub(most);
    if left_out == 0 {
        return (entries, 0);
    }
    let mut ranked: Vec<(usize, Entry<'_>)> = entries.into_iter().enumerate().collect();
    ranked.sort_by_key(|(_, entry)| Reverse((entry.justification.is_none(), entry.level, entry.leak)));
    ranked.truncate(most);
    ranked.sort_by_key(|(at, _)| *at);
    (ranked.into_iter().map(|(_, entry)| entry).collect(), left_out)
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
        // There is no address of the reference that stays: the whole page goes along.
        help: doc.map(|doc| Help { text: doc.text(), markdown: doc.markdown() }),
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
        // An empty list says that nothing lets it pass; either all results have one, or none.
        suppressions: entry.justification.iter().map(|why| Suppression::accepted(why)).collect(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::entry::entries;
    use crate::diagnostic::masks::Masks;
    use crate::diagnostic::{Finding, Source, Sources, Suppressed, Suppression};

    #[test]
    fn a_log_that_is_too_long_leaves_out_the_lightest() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a.md", "one two three four"));
        let levels = [Level::Hint, Level::Error, Level::Warning];
        let mut findings: Vec<Finding> =
            levels.into_iter().enumerate().map(|(at, level)| Finding::new("wording/a", level, id, at..at + 1, "a fact")).collect();
        findings.push(Finding::new("leak/b", Level::Error, id, 9..10, "a fact"));
        let passed = Finding::new("leak/c", Level::Error, id, 12..13, "a fact");
        let passed = Suppressed { finding: passed, by: Suppression::Exception, justification: "agreed".to_owned() };
        let report = Report::new(sources, findings).beside(vec![passed]);
        let kept = |most: usize| {
            let (told, suppressed) = entries(&report, &Masks::default());
            let (kept, left_out) = severest(told.into_iter().chain(suppressed).collect(), most);
            (kept.iter().map(|entry| (entry.rule, entry.level)).collect::<Vec<_>>(), left_out)
        };

        let all = [("wording/a", Level::Hint), ("wording/a", Level::Error), ("wording/a", Level::Warning), ("leak/b", Level::Error)];
        assert_eq!(kept(4), (all.to_vec(), 1), "what is let pass goes first");
        assert_eq!(kept(2), (vec![("wording/a", Level::Error), ("leak/b", Level::Error)], 3));
        assert_eq!(kept(1), (vec![("leak/b", Level::Error)], 4));
    }
}
