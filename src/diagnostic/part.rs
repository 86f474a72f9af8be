//! Some findings of a report, shown as all of it is. Comes in: a report, and which findings are meant. Goes out: counts and text.
//! Must never: show what a finding masks that is no part of it.

use super::masks::Masks;
use super::report::counts;
use super::{Finding, Report, human};

/// Some findings of a report.
pub struct Part<'a> {
    report: &'a Report,
    findings: Vec<&'a Finding>,
}

impl<'a> Part<'a> {
    pub(super) fn new(report: &'a Report, meant: impl Fn(&Finding, &str) -> bool) -> Self {
        let findings = report.findings().iter().filter(|finding| meant(finding, report.sources().get(finding.source).path()));
        Self { report, findings: findings.collect() }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// `3 errors, 1 warning`, or `no findings`.
    pub fn counts(&self) -> String {
        counts(self.findings.iter().copied())
    }

    /// As [`Report::on_terminal`].
    pub fn on_terminal(&self, color: bool) -> String {
        self.shown(Masks::of_leaks, color)
    }

    /// As [`Report::render`] for people.
    pub fn render(&self, color: bool) -> String {
        self.shown(Masks::of, color)
    }

    /// One line each, masked, without a word of the source: where it is, the rule, the fact.
    pub fn lines(&self) -> Vec<String> {
        let masks = Masks::of(self.report);
        let line = |finding: &&Finding| {
            let source = self.report.sources().get(finding.source);
            let place = finding.span.as_ref().map_or_else(String::new, |span| format!(":{}", source.position(span.start).0));
            format!("{}{place}: {}: {}", source.path(), finding.rule, masks.message(&finding.message))
        };
        self.findings.iter().map(line).collect()
    }

    fn shown(&self, masks: impl Fn(&Report) -> Masks, color: bool) -> String {
        if self.is_empty() { String::new() } else { human::render(self.report, self.findings.iter().copied(), &masks(self.report), color) }
    }
}
