//! All findings of a run with the sources they point into, ready to be shown.
//! What a leak finding found is masked in every format, and so are its words in the messages of other findings.

use super::entry::entries;
use super::masks::{self, Masks};
use super::{Finding, Level, Part, RuleDoc, Sources, Suppressed, Suppression};
use super::{github, gitlab, human, json, junit, markdown, rdjson, sarif, vale_json, vale_line};

/// How a report is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Like a compiler's messages.
    #[default]
    Human,
    /// An array of objects.
    Json,
    /// Workflow commands of GitHub Actions.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit's XML.
    Junit,
    /// Reviewdog's diagnostics.
    Rdjson,
    /// Vale's JSON.
    ValeJson,
    /// Vale's lines.
    ValeLine,
    /// A table for the summary of a CI job.
    Markdown,
}

/// All findings of a run, sorted by path and place.
#[derive(Debug, Default)]
pub struct Report {
    sources: Sources,
    findings: Vec<Finding>,
    suppressed: Vec<Suppressed>,
    /// Findings that are not told of. What leaks among them found stays masked.
    untold: Vec<Finding>,
    tells_suppressed: bool,
    folder: String,
    rules: Vec<RuleDoc>,
}

/// Paths of findings that are not about a file of the site's folder begin with one of these.
const NOT_ON_DISK: [&str; 2] = ["site/", "published/"];

impl Report {
    /// Sorts the findings by path, place, and rule, and drops repeats.
    pub fn new(sources: Sources, mut findings: Vec<Finding>) -> Self {
        findings.sort_by_cached_key(|finding| order(&sources, finding));
        findings.dedup();
        Self { sources, findings, ..Self::default() }
    }

    /// The same report with findings that something lets pass.
    #[must_use]
    pub fn beside(mut self, mut suppressed: Vec<Suppressed>) -> Self {
        suppressed.sort_by_cached_key(|one| order(&self.sources, &one.finding));
        suppressed.dedup();
        self.suppressed = suppressed;
        self
    }

    /// The same report with more findings; their sources are added on the way.
    #[must_use]
    pub fn with(self, more: impl FnOnce(&mut Sources) -> Vec<Finding>) -> Self {
        let Self { mut sources, mut findings, suppressed, untold, tells_suppressed, folder, rules } = self;
        findings.extend(more(&mut sources));
        Self { untold, tells_suppressed, folder, rules, ..Self::new(sources, findings).beside(suppressed) }
    }

    /// The same report without the findings at these places of [`Report::findings`]. What those found stays masked.
    #[must_use]
    pub(crate) fn without(mut self, places: &std::collections::BTreeSet<usize>) -> Self {
        let mut place = 0..;
        let (untold, findings) =
            std::mem::take(&mut self.findings).into_iter().partition(|_| place.next().is_some_and(|at| places.contains(&at)));
        self.findings = findings;
        self.untold.extend::<Vec<Finding>>(untold);
        self
    }

    /// What leak findings found, as their sources write it. Never to be shown.
    pub(crate) fn evidence(&self) -> std::collections::BTreeSet<&str> {
        masks::evidence(self)
    }

    /// The same report of some findings alone, each asked for with the path of its source. What any leak found stays masked.
    #[must_use]
    pub fn only(mut self, meant: impl Fn(&Finding, &str) -> bool) -> Self {
        let Self { sources, findings, untold, .. } = &mut self;
        let (kept, left) = std::mem::take(findings).into_iter().partition(|finding| meant(finding, sources.get(finding.source).path()));
        *findings = kept;
        untold.extend(Vec::into_iter(left).filter(Finding::is_leak));
        self
    }

    /// Some findings of it, each asked for with the path of its source, to be shown as the whole would be.
    pub fn part(&self, meant: impl Fn(&Finding, &str) -> bool) -> Part<'_> {
        Part::new(self, meant)
    }

    /// Whether a text holds words that the report masks.
    pub fn masks(&self, text: &str) -> bool {
        Masks::of(self).message(text) != text
    }

    /// The same report with every finding as an error: of what binds somebody, whatever it weighs otherwise.
    #[must_use]
    pub fn as_errors(mut self) -> Self {
        self.findings.iter_mut().for_each(|finding| finding.level = Level::Error);
        self
    }

    /// The same report, whose SARIF also tells what something lets pass. Not every reader of SARIF heeds that it is suppressed.
    #[must_use]
    pub fn telling_suppressed(mut self) -> Self {
        self.tells_suppressed = true;
        self
    }

    /// What something lets pass, in the order of the findings.
    pub fn suppressed(&self) -> &[Suppressed] {
        &self.suppressed
    }

    /// How many findings the baseline holds back.
    pub fn held_back(&self) -> usize {
        self.suppressed.iter().filter(|one| one.by == Suppression::Baseline).count()
    }

    /// Findings, told of or not, and what something lets pass.
    pub(super) fn all(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(self.suppressed.iter().map(|one| &one.finding)).chain(&self.untold)
    }

    /// The findings, sorted.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether it is what [`Report::new`] made of sources and findings, and nothing beside.
    pub(crate) fn is_plain(&self) -> bool {
        self.suppressed.is_empty() && self.untold.is_empty() && self.rules.is_empty() && self.folder.is_empty() && !self.tells_suppressed
    }

    /// The sources that the findings point into.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The same report with what formats for other tools say beyond findings: the site's folder as seen from where the tool
    /// stands (empty if it stands there), and what the rules say of themselves.
    #[must_use]
    pub fn told_to_tools(mut self, folder: impl Into<String>, rules: Vec<RuleDoc>) -> Self {
        self.folder = folder.into();
        self.rules = rules;
        self
    }

    /// A path of a source as seen from where the tool stands.
    pub(super) fn seen(&self, path: &str) -> String {
        let stays = self.folder.is_empty() || NOT_ON_DISK.iter().any(|start| path.starts_with(start));
        if stays { path.to_owned() } else { format!("{}/{path}", self.folder) }
    }

    /// What a rule says of itself.
    pub(super) fn rule(&self, code: &str) -> Option<&RuleDoc> {
        self.rules.iter().find(|rule| rule.code == code)
    }

    /// How many findings have that level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level).count()
    }

    /// `3 errors, 1 warning; the baseline holds back 12`, or `no findings`.
    pub fn counts(&self) -> String {
        let told = counts(&self.findings);
        match self.held_back() {
            0 => told,
            held => format!("{told}; the baseline holds back {held}"),
        }
    }

    /// Whether a leak is among the findings that fail a run.
    pub fn leaks(&self, failing: Level) -> bool {
        self.findings.iter().any(|finding| finding.is_leak() && finding.level >= failing)
    }

    /// 0 clean, 1 findings at or above the failing level, 3 a leak among them.
    pub fn exit_status(&self, failing: Level) -> u8 {
        if self.leaks(failing) { 3 } else { u8::from(self.findings.iter().any(|finding| finding.level >= failing)) }
    }

    /// The report for a person on a terminal, who has the documents: lines of their internal half are shown, what leaked is not
    /// unless it is revealed.
    pub fn on_terminal(&self, color: bool, reveal: bool) -> String {
        human::render(self, &self.findings, &if reveal { Masks::none() } else { Masks::of_leaks(self) }, color)
    }

    /// The report as text, which may end in a log. `color` adds terminal colours; `reveal` shows all that is masked otherwise (only
    /// ever for a person on a terminal).
    pub fn render(&self, format: Format, color: bool, reveal: bool) -> String {
        let masks = if reveal { Masks::none() } else { Masks::of(self) };
        if format == Format::Human {
            return human::render(self, &self.findings, &masks, color);
        }
        let (entries, suppressed) = entries(self, &masks);
        match format {
            Format::Human | Format::Json => json::render(&entries),
            Format::Github => github::render(&entries),
            Format::Gitlab => gitlab::render(&entries),
            Format::Sarif => sarif::render(self, entries, if self.tells_suppressed { suppressed } else { Vec::new() }),
            Format::Junit => junit::render(self, &entries),
            Format::Rdjson => rdjson::render(&entries),
            Format::ValeJson => vale_json::render(&entries),
            Format::ValeLine => vale_line::render(&entries),
            Format::Markdown => markdown::render(self, &entries),
        }
    }
}

/// `3 errors, 1 warning`, or `no findings`.
pub(super) fn counts<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> String {
    let levels: Vec<Level> = findings.into_iter().map(|finding| finding.level).collect();
    let count = |level: Level| levels.iter().filter(|one| **one == level).count();
    let counted = [Level::Error, Level::Warning, Level::Suggestion, Level::Hint].map(|level| (count(level), level.name()));
    let counted = counted.into_iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = counted.map(|(count, name)| format!("{count} {name}{}", if count == 1 { "" } else { "s" })).collect();
    if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
}

/// Findings stand in the order of their files, and in a file in that of their places.
pub(super) fn order(sources: &Sources, finding: &Finding) -> (String, usize, String, String) {
    let start = finding.span.as_ref().map_or(0, |span| span.start);
    (sources.get(finding.source).path().to_owned(), start, finding.rule.clone(), finding.message.clone())
}
