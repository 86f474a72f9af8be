//! The shapes of what is remembered. Mirrors, so that no type of the flow can be read from a file.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;

use chrono::DateTime;
use serde::{Deserialize, Serialize};

use crate::clock::Time;
use crate::diagnostic::{Finding, Level, Report, Source, SourceId, Sources};
use crate::digest::Digest;
use crate::folder::Folder;
use crate::folder::seen::Answers;
use crate::internal::{Fingerprint, Recall};
use crate::write::Identity;

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
    /// What stood there then, by path and in the order of the paths.
    pub(crate) files: Vec<(String, Known)>,
    /// The places that those files lead to, by number.
    pub(crate) places: Vec<String>,
    /// What the gates found, if it can be of use.
    pub(crate) judged: Option<Judged>,
}

/// A file of the site.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Known {
    /// The file on disk.
    pub(crate) identity: Identity,
    /// What it was made of.
    pub(crate) key: Digest,
    /// Its ids, each between two NUL; `None` for a format without any.
    pub(crate) ids: Option<String>,
    /// The places that it leads to, by number.
    pub(crate) wanted: Vec<u32>,
}

/// What the gates found, for documents in which the next build may find the same.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Judged {
    /// In seconds and nanoseconds since 1970, in their order.
    moments: Vec<(i64, u32)>,
    fingerprint: Vec<u8>,
    documents: Vec<(String, Digest, Vec<ToldFinding>)>,
}

impl Judged {
    /// What is kept of a build.
    pub(crate) fn of(recall: &Recall) -> Self {
        let documents = recall.documents.iter().map(|(path, (digest, findings))| {
            (path.to_string(), *digest, findings.iter().filter_map(|finding| ToldFinding::of(finding, 0)).collect())
        });
        let moments = recall.moments.iter().map(|moment| (moment.timestamp(), moment.timestamp_subsec_nanos())).collect();
        Self { moments, fingerprint: recall.fingerprint.to_bytes(), documents: documents.collect() }
    }

    /// The same for the next build, of a build with that clock; `None` if it is damaged.
    pub(crate) fn recall(self, now: Time) -> Option<Recall> {
        let documents = self.documents.into_iter().map(|(path, digest, findings)| {
            let findings = findings.into_iter().map(|told| told.finding(SourceId(0))).collect::<Option<_>>()?;
            Some((path.into(), (digest, findings)))
        });
        let fingerprint = Fingerprint::from_bytes(&self.fingerprint)?;
        let moments = self.moments.into_iter().map(|(seconds, nanoseconds)| DateTime::from_timestamp(seconds, nanoseconds));
        let moments: BTreeSet<Time> = moments.collect::<Option<_>>()?;
        Some(Recall { now, moments, fingerprint, documents: documents.collect::<Option<_>>()? })
    }
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

impl ToldFinding {
    fn of(finding: &Finding, source: usize) -> Option<Self> {
        let Finding { rule, level, source: _, span, message, help, suggestions } = finding.clone();
        let level = LEVELS.iter().position(|known| *known == level).and_then(|at| u8::try_from(at).ok())?;
        Some(Self { rule, level, source, span, message, help, suggestions })
    }

    fn finding(self, source: SourceId) -> Option<Finding> {
        let Self { rule, level, source: _, span, message, help, suggestions } = self;
        Some(Finding { rule, level: *LEVELS.get(usize::from(level))?, source, span, message, help, suggestions })
    }
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
                told.sources.push((source.path().to_owned(), source.internal().collect()));
                told.sources.len() - 1
            });
            told.findings.push(ToldFinding::of(finding, place)?);
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
            let source = *places.get(told.source)?;
            told.finding(source)
        });
        Some(Report::new(read, findings.collect::<Option<_>>()?))
    }
}
