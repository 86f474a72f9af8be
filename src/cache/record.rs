//! The shapes of what is remembered. Mirrors, so that no type of the flow can be read from a file.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::clock::Time;
use crate::diagnostic::{Finding, Level, Report, Source, SourceId, Sources};
use crate::folder::Folder;
use crate::folder::seen::Answers;
use crate::write::Identity;

/// A digest.
pub(crate) type Digest = [u8; 16];

/// One build.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Record {
    /// Its clock.
    pub(crate) now: Time,
    /// Whether documents with an error were withheld alone.
    pub(crate) keep_going: bool,
    /// What it asked of the site's folder beside its documents.
    pub(crate) answers: Answers,
    /// Its documents in their order, each with the digest of its text.
    pub(crate) documents: Vec<(String, Digest)>,
    /// How many documents it counted.
    pub(crate) counted: usize,
    /// How many of them were published.
    pub(crate) published: usize,
    /// What it told.
    pub(crate) told: Told,
    /// Where it wrote.
    pub(crate) out: PathBuf,
    /// What stood there then.
    pub(crate) files: BTreeMap<String, Known>,
}

/// A file of the site.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Known {
    /// The file on disk.
    pub(crate) identity: Identity,
}

/// The findings of a build, with what a report needs of the sources that they point into.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Told {
    sources: Vec<(String, Vec<Range<usize>>)>,
    findings: Vec<ToldFinding>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ToldFinding {
    rule: String,
    level: u8,
    source: usize,
    span: Option<Range<usize>>,
    message: String,
    help: String,
    suggestions: Vec<String>,
}

const LEVELS: [Level; 4] = [Level::Hint, Level::Suggestion, Level::Warning, Level::Error];

impl Told {
    /// What a report says; `None` if it says more than its findings, or of files that are not in the site's folder.
    pub(crate) fn of(report: &Report) -> Option<Self> {
        if !report.is_plain() {
            return None;
        }
        let mut places: BTreeMap<SourceId, usize> = BTreeMap::new();
        let mut told = Self::default();
        for finding in report.findings() {
            let source = report.sources().get(finding.source);
            let place = *places.entry(finding.source).or_insert_with(|| {
                told.sources.push((source.path().to_owned(), source.internal().to_vec()));
                told.sources.len() - 1
            });
            told.findings.push(ToldFinding {
                rule: finding.rule.clone(),
                level: LEVELS.iter().position(|level| *level == finding.level).and_then(|at| u8::try_from(at).ok())?,
                source: place,
                span: finding.span.clone(),
                message: finding.message.clone(),
                help: finding.help.clone(),
                suggestions: finding.suggestions.clone(),
            });
        }
        told.sources.iter().all(|(path, _)| !path.starts_with("site/") && !path.starts_with("published/")).then_some(told)
    }

    /// The report again. Texts are taken from what was read now, else from the folder; `None` if one cannot be had.
    pub(crate) fn report(self, site: &Folder, mut read: Sources) -> Option<Report> {
        let by_path: BTreeMap<String, SourceId> = read.iter().map(|(id, source)| (source.path().to_owned(), id)).collect();
        let mut places = Vec::new();
        for (path, internal) in self.sources {
            let id = match by_path.get(&path) {
                Some(id) => *id,
                None => read.add(Source::new(path.as_str(), site.read_to_string(&site.join(&path)).ok()?)),
            };
            read.withhold(id, internal);
            places.push(id);
        }
        let findings = self.findings.into_iter().map(|told| {
            let ToldFinding { rule, level, source, span, message, help, suggestions } = told;
            let (level, source) = (*LEVELS.get(usize::from(level))?, *places.get(source)?);
            Some(Finding { rule, level, source, span, message, help, suggestions })
        });
        Some(Report::new(read, findings.collect::<Option<_>>()?))
    }
}
