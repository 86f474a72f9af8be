//! What was measured, as Markdown. Comes in: measurements. Goes out: the tables of `docs/scaling.md`.

use std::time::Duration;

use crate::Measured;
use crate::rebuild::Rebuild;
use crate::startup::Startup;
use crate::targets;

/// Every table, each below its heading.
pub fn all(measured: &[Measured], startup: &Startup) -> String {
    [
        clean(measured),
        sizes(measured),
        wire(measured),
        stages(measured),
        rebuilds(measured),
        served(measured),
        starts(startup),
        targets::table(measured, startup),
    ]
    .concat()
}

/// A table with its heading; nothing without rows.
pub fn table(heading: &str, columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let columns: Vec<String> = columns.iter().map(|&column| column.to_owned()).collect();
    let rule: Vec<String> = columns.iter().enumerate().map(|(index, _)| if index == 0 { "---" } else { "---:" }.to_owned()).collect();
    let rows: String = rows.map(|row| line(&row)).collect();
    if rows.is_empty() { rows } else { format!("### {heading}\n\n{}{}{rows}\n", line(&columns), line(&rule)) }
}

/// Milliseconds, with a fraction where it says something.
pub fn ms(time: Duration) -> String {
    milliseconds(time.as_secs_f64() * 1000.0)
}

fn milliseconds(ms: f64) -> String {
    if ms < 100.0 { format!("{ms:.1} ms") } else { format!("{} ms", count(ms)) }
}

/// Megabytes.
pub fn mb(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// Kilobytes.
pub fn kb(bytes: u64) -> String {
    format!("{:.1} KB", bytes as f64 / 1e3)
}

/// A whole number with commas.
pub fn count(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How many times the one goes into the other.
pub fn ratio(of: Duration, to: Duration) -> f64 {
    of.as_secs_f64() / to.as_secs_f64().max(1e-9)
}

fn clean(measured: &[Measured]) -> String {
    let columns =
        ["Documents", "Floor, wall", "Build, wall", "Times the floor", "Floor, CPU", "Build, CPU", "CPU per document", "Peak memory"];
    let row = |one: &Measured| {
        let (floor, build) = (one.clean.floor, one.clean.build);
        vec![
            count(one.documents as f64),
            ms(floor.wall),
            ms(build.wall),
            format!("{:.1}", ratio(build.wall, floor.wall)),
            ms(floor.cpu),
            ms(build.cpu),
            format!("{} µs", count(build.cpu.as_secs_f64() * 1e6 / one.documents as f64)),
            mb(build.peak),
        ]
    };
    table("Clean build", &columns, measured.iter().map(row))
}

fn sizes(measured: &[Measured]) -> String {
    let columns = ["Documents", "Files in", "Bytes in", "Files out", "Bytes out", "Out per document", "Front page", "Largest file"];
    let row = |one: &Measured| {
        let (clean, (name, size)) = (&one.clean, &one.clean.largest);
        vec![
            count(one.documents as f64),
            count(clean.inputs.files as f64),
            mb(clean.inputs.bytes),
            count(clean.outputs.files as f64),
            mb(clean.outputs.bytes),
            kb(clean.outputs.bytes / one.documents.max(1) as u64),
            kb(clean.front),
            format!("{} (`{name}`)", kb(*size)),
        ]
    };
    table("What goes in and out", &columns, measured.iter().map(row))
}

fn wire(measured: &[Measured]) -> String {
    let heads: Vec<String> = measured.iter().map(|one| count(one.documents as f64)).collect();
    let columns: Vec<&str> = std::iter::once("File, and as gzip").chain(heads.iter().map(String::as_str)).collect();
    let names = measured.last().map(|one| one.clean.wire.as_slice()).unwrap_or_default();
    let row = |name: &str| {
        let cell = |one: &Measured| {
            let wired = one.clean.wire.iter().find(|wired| wired.0 == name);
            wired.map_or_else(|| "-".to_owned(), |(_, bytes, packed)| format!("{}, {}", kb(*bytes as u64), kb(*packed as u64)))
        };
        std::iter::once(format!("`{name}`")).chain(measured.iter().map(cell)).collect()
    };
    table("On the wire", &columns, names.iter().map(|(name, ..)| row(name)))
}

fn stages(measured: &[Measured]) -> String {
    let heads: Vec<String> = measured.iter().map(|one| count(one.documents as f64)).collect();
    let columns: Vec<&str> = std::iter::once("Stage, wall").chain(heads.iter().map(String::as_str)).collect();
    let names = measured.last().map(|one| one.clean.stages.as_slice()).unwrap_or_default();
    let row = |name: &String| {
        let cell = |one: &Measured| stage(one, name).map_or_else(|| "-".to_owned(), milliseconds);
        std::iter::once(name.clone()).chain(measured.iter().map(cell)).collect()
    };
    table("Stages", &columns, names.iter().map(|(name, _)| row(name)))
}

/// The time of a stage.
pub fn stage(one: &Measured, name: &str) -> Option<f64> {
    one.clean.stages.iter().find(|stage| stage.0 == name).map(|stage| stage.1)
}

fn rebuilds(measured: &[Measured]) -> String {
    let columns = ["Documents", "Changed", "Wall", "Of the clean build", "CPU", "Files written", "Peak memory"];
    let row = |one: &Measured, changed: &str, rebuild: &Rebuild| {
        vec![
            count(one.documents as f64),
            changed.to_owned(),
            ms(rebuild.cost.wall),
            format!("1/{:.1}", ratio(one.clean.build.wall, rebuild.cost.wall)),
            ms(rebuild.cost.cpu),
            if rebuild.untouched { "0, nothing touched".to_owned() } else { count(rebuild.written as f64) },
            mb(rebuild.cost.peak),
        ]
    };
    let rows = measured.iter().filter_map(|one| one.rebuilds.as_ref().map(|three| (one, three))).flat_map(|(one, three)| {
        [("nothing", &three.unchanged), ("a public sentence", &three.public), ("an internal line", &three.internal)]
            .map(|(changed, rebuild)| row(one, changed, rebuild))
    });
    table("The next build", &columns, rows)
}

fn served(measured: &[Measured]) -> String {
    let columns = ["Documents", "Start to first page", "Save to new bytes", "Peak memory"];
    let rows = measured.iter().filter_map(|one| {
        let served = one.served.as_ref()?;
        Some(vec![count(one.documents as f64), ms(served.start), ms(served.saved), mb(served.peak)])
    });
    table("Preview", &columns, rows)
}

fn starts(startup: &Startup) -> String {
    let row = |(call, took): (&str, Duration)| {
        vec![call.to_owned(), ms(took), ms(took.saturating_sub(startup.empty)), format!("{:.1}", ratio(took, startup.empty))]
    };
    let calls = [
        ("`true`, an empty program", startup.empty),
        ("`allclear --version`", startup.version),
        ("`allclear check`, one document", startup.check),
    ];
    table("Start", &["Call", "Wall", "Beyond the empty one", "Times the empty one"], calls.into_iter().map(row))
}
