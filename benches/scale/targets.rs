//! What the figures should be. Comes in: measurements. Goes out: a line for each target that a measured size has a figure for.

use std::time::Duration;

use crate::Measured;
use crate::startup::Startup;
use crate::table::{self, count, kb, mb, ms, ratio, stage};

/// A target, its figure, and whether it is met.
type Line = (String, String, bool);

/// Each target with its figure.
pub fn table(measured: &[Measured], startup: &Startup) -> String {
    let row = |(target, figure, met): Line| vec![target, figure, if met { "met" } else { "**not met**" }.to_owned()];
    table::table("Targets", &["Target", "Figure", ""], lines(measured, startup).into_iter().map(row))
}

/// Those of the sizes that were measured.
fn lines(measured: &[Measured], startup: &Startup) -> Vec<Line> {
    let of = |documents: usize| measured.iter().find(|one| one.documents == documents);
    let mut lines = Vec::new();
    if let Some(one) = of(1_000) {
        lines.extend(at_one_thousand(one));
    }
    if let Some(ten) = of(10_000) {
        lines.extend(at_ten_thousand(ten));
    }
    if let (Some(one), Some(ten)) = (of(1_000), of(10_000)) {
        lines.extend(growth(one, ten));
    }
    if let Some(hundred) = of(100_000) {
        let peak = hundred.clean.build.peak;
        lines.push(("100,000: finishes within 4 GB of memory".into(), mb(peak), peak <= 4_000_000_000));
    }
    for (call, took) in [("`allclear --version`", startup.version), ("`allclear check` of one document", startup.check)] {
        let beyond = took.saturating_sub(startup.empty);
        lines.push((format!("{call}: at most 5 ms beyond an empty program"), ms(beyond), beyond <= Duration::from_millis(5)));
    }
    lines
}

fn at_one_thousand(one: &Measured) -> Vec<Line> {
    let mut lines = Vec::new();
    if let (Some(render), Some(gates)) = (stage(one, "render"), stage(one, "gates")) {
        let figure = gates / render.max(0.001);
        lines.push(("1,000: all gates at most as long as rendering".into(), format!("{figure:.1} times"), figure <= 1.0));
    }
    if let Some(served) = &one.served {
        lines.push(("1,000: save to served at most 50 ms".into(), ms(served.saved), served.saved <= Duration::from_millis(50)));
    }
    lines
}

fn at_ten_thousand(ten: &Measured) -> Vec<Line> {
    let (clean, build) = (&ten.clean, ten.clean.build);
    let times = ratio(build.wall, clean.floor.wall);
    let mut lines = vec![
        ("10,000: clean build at most 3 times the floor (aim 1.5)".into(), format!("{times:.1} times"), times <= 3.0),
        ("10,000: peak memory at most 150 MB".into(), mb(build.peak), build.peak <= 150_000_000),
        ("10,000: largest file but the sitemap at most 500 KB".into(), kb(clean.largest.1), clean.largest.1 <= 500_000),
    ];
    if let Some(next) = &ten.rebuilds {
        let part = |rebuild: Duration| ratio(build.wall, rebuild);
        for (what, rebuild) in [("a public sentence", &next.public), ("an internal line", &next.internal)] {
            let part = part(rebuild.cost.wall);
            lines.push((format!("10,000: rebuild after {what} at most 1/4 of the clean build"), format!("1/{part:.1}"), part >= 4.0));
        }
        let unchanged = part(next.unchanged.cost.wall);
        lines.push(("10,000: rebuild with nothing changed at most 1/15".into(), format!("1/{unchanged:.1}"), unchanged >= 15.0));
        let figure = if next.unchanged.untouched { "nothing touched".into() } else { count(next.unchanged.written as f64) };
        lines.push(("10,000: that rebuild writes nothing".into(), figure, next.unchanged.untouched));
    }
    if let Some(served) = &ten.served {
        lines.push(("10,000: save to served at most 200 ms".into(), ms(served.saved), served.saved <= Duration::from_millis(200)));
    }
    lines
}

/// From a thousand to ten thousand.
fn growth(one: &Measured, ten: &Measured) -> Vec<Line> {
    let (one, ten) = (&one.clean, &ten.clean);
    let cpu = ratio(ten.build.cpu, one.build.cpu);
    let wall = ratio(ten.build.wall, one.build.wall);
    let memory = ten.build.peak as f64 / one.build.peak.max(1) as f64;
    let front = ten.front as f64 / one.front.max(1) as f64;
    vec![
        ("1,000 to 10,000: at most 10.5 times the wall time".into(), format!("{wall:.1} times"), wall <= 10.5),
        ("1,000 to 10,000: at most 10.5 times the CPU time".into(), format!("{cpu:.1} times"), cpu <= 10.5),
        ("1,000 to 10,000: at most 10 times the memory".into(), format!("{memory:.1} times"), memory <= 10.0),
        (
            "1,000 to 10,000: the front page does not grow (10 % for numbers with more digits)".into(),
            format!("{front:.2} times"),
            front <= 1.1,
        ),
    ]
}
