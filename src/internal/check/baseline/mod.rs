//! The wording baseline: findings that an old archive holds already → not reported until their sentence changes.
//! Comes in: what the wording rules find in words. Leaks, facts, lifecycle and completeness never come here, so it cannot hold them back.
//! Must never: hold a word of a document, or hold back what could not be read.

mod file;
mod fingerprint;

use std::collections::BTreeMap;
use std::sync::Mutex;

use self::file::Known;
use super::registry::Subject;
use super::wording::{Problem, Wording};
use crate::config::{self, Config};
use crate::diagnostic::{Finding, Level, RuleDoc, Source, Sources, Span, Suppressed, Suppression};
use crate::folder::Folder;

const STALE: &str = "baseline/stale";
const MISSING: &str = "baseline/missing";
const HELP: &str = "`wording.baseline` names a file that `allclear check --write-baseline` writes; name another one, or take this one away";
const MERGED: &str = "take either version, then run `allclear check --write-baseline` and look at what it adds";

/// The baseline of a site, and what this run found for the next one.
#[derive(Default)]
pub struct Baseline {
    /// Relative to the site's folder; empty if the config names none.
    path: String,
    /// The file; `None` if it does not exist yet.
    text: Option<String>,
    known: Known,
    /// Documents whose wording was judged, with all that was found.
    found: Mutex<Known>,
    /// Documents that could not be read: whether their entries still match is not known.
    some_unread: bool,
}

/// The baseline that a text is, written again.
#[cfg(feature = "fuzzing")]
pub fn rewritten(text: &str) -> Option<String> {
    file::read(text).ok().map(|known| file::written(&known))
}

/// A baseline as it would be written now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Relative to the site's folder.
    pub path: String,
    /// The file.
    pub text: String,
    /// How many findings it holds back.
    pub findings: usize,
    /// In how many documents.
    pub documents: usize,
}

impl Baseline {
    /// Whether the config names no file.
    pub fn is_empty(&self) -> bool {
        self.path.is_empty()
    }

    /// Reads the file that the config names, if it names one. One that is not there holds nothing back.
    pub fn load(config: &Config, site: &Folder, some_unread: bool) -> Result<Self, Problem> {
        let Some(path) = &config.wording.baseline else { return Ok(Self::default()) };
        let problem = |line: Option<usize>, message: &str| Problem::new(path, line, message, HELP);
        let bare = Self { path: path.clone(), some_unread, ..Self::default() };
        let bytes = match site.read(&site.join(path)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(bare),
            Err(_) => return Err(problem(None, "the baseline cannot be read")),
        };
        let text = String::from_utf8(bytes).map_err(|_| problem(None, "the baseline is not UTF-8"))?;
        if let Some(at) = text.lines().position(|line| line.starts_with("<<<<<<< ")) {
            return Err(Problem::new(path, at + 1, "two versions of the baseline stand in one file", MERGED));
        }
        let known = file::read(&text).map_err(|(line, message)| problem(line, message))?;
        Ok(Self { text: Some(text), known, ..bare })
    }

    /// The wording findings about a document but for those that are known. `hidden` are the places of leaks.
    pub fn sift(&self, findings: Vec<Finding>, subject: &Subject<'_>, hidden: &[Span], held: &mut Vec<Suppressed>) -> Vec<Finding> {
        if self.path.is_empty() {
            return findings;
        }
        let document = &subject.draft.id.value;
        let mut left = self.known.get(document).cloned().unwrap_or_default();
        let mut found: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        let mut told = Vec::new();
        for finding in findings {
            let Some(hash) = known_by(subject, &finding, hidden) else {
                told.push(finding);
                continue;
            };
            let entry = left.get_mut(&finding.rule).and_then(|rule| rule.get_mut(&hash)).filter(|count| **count > 0);
            *found.entry(finding.rule.clone()).or_default().entry(hash).or_insert(0) += 1;
            match entry {
                Some(count) => {
                    *count -= 1;
                    held.push(Suppressed { finding, by: Suppression::Baseline, justification: format!("known in {}", self.path) });
                }
                None => told.push(finding),
            }
        }
        // A lock that a panic left behind remembers less: the next baseline holds less back.
        if let Ok(mut all) = self.found.lock() {
            all.insert(document.clone(), found);
        }
        told
    }

    /// The file as it would be written now, once all documents were checked; `None` if the config names none.
    pub fn snapshot(&self) -> Option<Snapshot> {
        let mut all = self.found.lock().map(|found| found.clone()).unwrap_or_default();
        if self.some_unread {
            for (document, rules) in &self.known {
                all.entry(document.clone()).or_insert_with(|| rules.clone());
            }
        }
        all.retain(|_, rules| !rules.is_empty());
        let findings = all.values().map(file::count).sum();
        let documents = all.len();
        (!self.path.is_empty()).then(|| Snapshot { path: self.path.clone(), text: file::written(&all), findings, documents })
    }

    /// What is to be said of the baseline, once all documents were checked.
    pub fn findings(&self, site: &Folder, sources: &mut Sources) -> Vec<Finding> {
        let Some(text) = &self.text else { return self.missing(site, sources) };
        let found = self.found.lock().map(|found| found.clone()).unwrap_or_default();
        let stale: Vec<(&String, usize)> = self
            .known
            .iter()
            .filter(|(document, _)| !self.some_unread || found.contains_key(*document))
            .map(|(document, rules)| (document, stale(rules, found.get(document))))
            .filter(|(_, count)| *count > 0)
            .collect();
        if stale.is_empty() {
            return Vec::new();
        }
        let source = sources.add(Source::new(&*self.path, &**text));
        let tell = |(document, count): (&String, usize)| {
            let head = file::head(document);
            let span = text.find(&head).map(|at| at..at + head.len());
            let entries = if count == 1 { "1 entry matches" } else { &format!("{count} entries match") };
            Finding::new(STALE, Level::Warning, source, span, format!("{entries} nothing in this document any more"))
                .help("drop what is not needed with `allclear check --write-baseline`, and look at what it adds")
        };
        stale.into_iter().map(tell).collect()
    }

    fn missing(&self, site: &Folder, sources: &mut Sources) -> Vec<Finding> {
        if self.path.is_empty() {
            return Vec::new();
        }
        let (text, span) = config::value_at(site, "wording", "baseline").map_or((String::new(), None), |(text, span)| (text, Some(span)));
        let source = sources.add(Source::new(config::FILE, text));
        let finding = Finding::new(MISSING, Level::Warning, source, span, "the baseline does not exist, and holds nothing back");
        vec![finding.help("write it with `allclear check --write-baseline`, or take the key out")]
    }
}

/// How many entries of a document match nothing.
fn stale(known: &BTreeMap<String, BTreeMap<String, usize>>, found: Option<&BTreeMap<String, BTreeMap<String, usize>>>) -> usize {
    let there = |rule: &str, hash: &str| found.and_then(|rules| rules.get(rule)?.get(hash)).copied().unwrap_or(0);
    known.iter().flat_map(|(rule, hashes)| hashes.iter().map(move |(hash, count)| count.saturating_sub(there(rule, hash)))).sum()
}

/// The hash that a finding is known by, if a baseline may hold it back at all.
fn known_by(subject: &Subject<'_>, finding: &Finding, hidden: &[Span]) -> Option<String> {
    let span = finding.span.as_ref().filter(|_| !finding.is_leak() && Wording::is_about_words(finding))?;
    let span = subject.source.floor(span.start)..subject.source.floor(span.end);
    let piece = subject.pieces.iter().find(|piece| piece.span.start <= span.start && span.end <= piece.span.end)?;
    Some(fingerprint::fingerprint(&finding.rule, &subject.draft.id.value, subject.source.text(), &piece.span, &span, hidden))
}

/// The rules of this folder.
pub fn docs() -> Vec<RuleDoc> {
    let rule = RuleDoc::without_samples;
    vec![
        rule(
            MISSING,
            Level::Warning,
            "a baseline that the config names and that is not there",
            "Without the file every wording finding is reported, and the path may be misspelt. Write the file once, look at it, and commit it.",
        ),
        rule(
            STALE,
            Level::Warning,
            "entries of the baseline that match nothing",
            "The sentences have changed, or the documents are gone. What is left behind would hold the same words back if they came back by \
             mistake: a baseline should only ever shrink.",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_missing_is_counted_as_stale() {
        let of = |count| BTreeMap::from([("wording/a".to_owned(), BTreeMap::from([("x".to_owned(), count)]))]);
        assert_eq!(stale(&of(3), Some(&of(1))), 2);
        assert_eq!(stale(&of(1), Some(&of(3))), 0);
        assert_eq!(stale(&of(2), None), 2);
    }
}
