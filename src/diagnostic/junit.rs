//! A report as JUnit's XML: a suite for each file, in it a case for each rule that found something, failed if that is an error.
//! A file without a finding has one case that passed: no case at all would read as if nothing had been checked.

use std::collections::BTreeMap;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::entry::{Entry, one_line};
use super::{Level, Report};

/// Rule → what it found, for one file.
type Suite<'e, 'r> = BTreeMap<&'r str, Vec<&'e Entry<'r>>>;

pub(super) fn render(report: &Report, entries: &[Entry<'_>]) -> String {
    let mut suites: BTreeMap<String, Suite<'_, '_>> = BTreeMap::new();
    for (_, source) in report.sources().iter() {
        suites.entry(report.seen(source.path())).or_default();
    }
    for entry in entries {
        suites.entry(entry.file.clone()).or_default().entry(entry.rule).or_default().push(entry);
    }
    if suites.is_empty() {
        suites.insert(report.seen(crate::config::FILE), Suite::new());
    }
    // Nothing at all is no XML, and passes nowhere.
    document(&suites).ok().and_then(|bytes| String::from_utf8(bytes).ok()).map_or_else(String::new, |text| text + "\n")
}

fn document(suites: &BTreeMap<String, Suite<'_, '_>>) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let (tests, failures) = suites.values().map(counts).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let root = writer.create_element("testsuites").with_attribute(("name", "allclear check"));
    root.with_attributes([("tests", &*tests.to_string()), ("failures", &failures.to_string()), ("errors", "0")])
        .write_inner_content(|writer| suites.iter().try_for_each(|(file, suite)| write_suite(writer, file, suite)))?;
    Ok(writer.into_inner())
}

/// How many cases a suite has, and how many of them failed.
fn counts(suite: &Suite<'_, '_>) -> (usize, usize) {
    (suite.len().max(1), suite.values().filter(|found| failed(found)).count())
}

fn failed(found: &[&Entry<'_>]) -> bool {
    found.iter().any(|entry| entry.level == Level::Error)
}

fn write_suite(writer: &mut Writer<Vec<u8>>, file: &str, suite: &Suite<'_, '_>) -> io::Result<()> {
    let (tests, failures) = counts(suite);
    let file = attribute(file);
    let element = writer.create_element("testsuite").with_attribute(("name", &*file));
    element
        .with_attributes([("tests", &*tests.to_string()), ("failures", &failures.to_string()), ("errors", "0"), ("skipped", "0")])
        .write_inner_content(|writer| {
            if suite.is_empty() {
                let case = writer.create_element("testcase").with_attribute(("name", "no findings"));
                case.with_attributes([("classname", &*file), ("file", &*file)]).write_empty()?;
            }
            suite.iter().try_for_each(|(rule, found)| write_case(writer, &file, rule, found))
        })?;
    Ok(())
}

fn write_case(writer: &mut Writer<Vec<u8>>, file: &str, rule: &str, found: &[&Entry<'_>]) -> io::Result<()> {
    let lines: String = found.iter().map(|entry| told(entry)).collect();
    let text = legal(lines.trim_end());
    let case = writer.create_element("testcase").with_attribute(("name", &*attribute(rule)));
    case.with_attributes([("classname", file), ("file", file)]).write_inner_content(|writer| {
        // Advice is said, and the case passes: the exit status of `check` says the same.
        let element = match found.iter().find(|entry| entry.level == Level::Error) {
            Some(first) => {
                let message = attribute(&first.message);
                writer.create_element("failure").with_attributes([("type", first.level.name()), ("message", &*message)])
            }
            None => writer.create_element("system-out"),
        };
        element.write_text_content(BytesText::new(&text))?;
        Ok(())
    })?;
    Ok(())
}

fn told(entry: &Entry<'_>) -> String {
    let start = entry.start();
    format!("{}:{}:{}: {}: {}\n", entry.file, start.line, start.column, entry.level.name(), entry.told())
}

/// Line breaks of an attribute would become spaces in the reader: they are spaces at once.
fn attribute(text: &str) -> String {
    legal(&one_line(text))
}

/// A text with every character replaced that XML cannot hold, not even escaped.
fn legal(text: &str) -> String {
    let held = |c: char| matches!(c, '\t' | '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().map(|c| if held(c) { c } else { '\u{fffd}' }).collect()
}
