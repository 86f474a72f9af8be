//! `exceptions.toml` → findings that are let pass, each for a reason, by a person, in one document, mostly until a day.
//! An entry that lapsed, does not hold or is used by nothing is a finding. No report shows what an entry quotes.

mod entry;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use chrono::NaiveDate;
use serde::Deserialize;

use self::entry::{Entry, takes_none};
use super::leak::Leaks;
use super::registry::Subject;
use super::wording::Problem;
use crate::clock::Time;
use crate::config::Config;
use crate::diagnostic::{Finding, Level, RuleDoc, RuleGroup, Source, Sources, Suppressed, Suppression};
use crate::folder::Folder;
use crate::internal::moments;

const MALFORMED: &str = "exceptions/malformed";
const LAPSED: &str = "exceptions/lapsed";
const UNUSED: &str = "exceptions/unused";
const WIDE: &str = "exceptions/wide";

/// Where there are fewer documents, half of them may well be one story.
const MANY_DOCUMENTS: usize = 10;

/// Nobody reads more than a megabyte of exceptions again.
const LARGEST: u64 = 1 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    salt: Option<String>,
    #[serde(default)]
    exception: Vec<toml::Spanned<toml::Table>>,
}

/// All exceptions of a site.
#[derive(Default)]
pub struct Exceptions {
    path: String,
    /// The file with all but the heads of its entries blank.
    text: String,
    holding: Vec<Holding>,
    findings: Vec<Told>,
    /// How many documents were looked at.
    documents: AtomicUsize,
    /// What was let pass in documents: it may stand in finished files, too.
    passed: Mutex<BTreeSet<String>>,
}

/// An entry that holds.
struct Holding {
    entry: Entry,
    at: usize,
    used: AtomicBool,
    /// How many documents it is about.
    documents: AtomicUsize,
    /// Another rule that finds something in what it quotes.
    inside: OnceLock<&'static str>,
}

impl Holding {
    fn is_about(&self, Subject { draft, source, .. }: &Subject<'_>) -> bool {
        self.entry.is_about(&draft.id.value, source.path())
    }

    fn also_found(&self, rule: &'static str) {
        // The first is enough to say; which one it is does not depend on the order of documents, since the words are the same.
        let _ = self.inside.set(rule);
    }

    /// Why it is too wide, among so many documents.
    fn excess(&self, all: usize) -> Option<String> {
        let rule = &self.entry.rule;
        let about = self.documents.load(Ordering::Relaxed);
        if self.entry.is_wide() {
            return Some(format!("this exception to {rule} is for nearly all documents, by its pattern"));
        }
        let most = self.entry.is_pattern() && all >= MANY_DOCUMENTS && about * 2 > all;
        most.then(|| format!("this exception to {rule} is for {about} of {all} documents"))
    }

    /// Why it is used by nothing.
    fn idle(&self) -> String {
        let rule = &self.entry.rule;
        match self.inside.get() {
            Some(inside) => format!("this exception to {rule} lets nothing pass: inside its quote stands what {inside} finds"),
            None => format!("nothing needs this exception to {rule}"),
        }
    }
}

/// What is wrong with an entry.
struct Told {
    rule: &'static str,
    level: Level,
    at: usize,
    fact: String,
    help: &'static str,
}

impl Exceptions {
    /// Whether the config names no file.
    pub fn is_empty(&self) -> bool {
        self.path.is_empty()
    }

    /// Reads the file that the config names, if it names one.
    pub fn load(config: &Config, site: &Folder, now: Time) -> Result<Self, Problem> {
        let Some(path) = &config.leaks.exceptions else { return Ok(Self::default()) };
        let problem = |line: Option<usize>, message: &str, help: &str| Problem::new(path, line, message, help);
        let size = site.metadata(&site.join(path)).map_or(0, |(_, size)| size);
        if size > LARGEST {
            return Err(problem(None, "the file with exceptions is larger than a megabyte", "take out what is not needed any more"));
        }
        let text = site.read_to_string(&site.join(path)).map_err(|_| {
            problem(None, "the file with exceptions cannot be read", "`leaks.exceptions` names a text file relative to allclear.toml")
        })?;
        Self::of_text(path, text.strip_prefix('\u{feff}').unwrap_or(&text), now)
    }

    /// Reads the text of the file.
    pub fn of_text(path: &str, text: &str, now: Time) -> Result<Self, Problem> {
        let problem = |line: Option<usize>, message: &str, help: &str| Problem::new(path, line, message, help);
        let file: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| text[..span.start].matches('\n').count() + 1);
            problem(
                line,
                "the file with exceptions cannot be understood",
                "it holds a `salt`, if hashes are used, and `[[exception]]` tables",
            )
        })?;
        let mut exceptions = Self { path: path.to_owned(), text: heads(text), ..Self::default() };
        let today = now.date_naive();
        for table in file.exception {
            let at = text[..table.span().start].rfind('\n').map_or(0, |end| end + 1);
            match Entry::read(table.into_inner(), file.salt.as_deref(), today, can_be_excepted) {
                Ok(entry) => exceptions.add(entry, at, today),
                Err(fault) => exceptions.findings.push(Told {
                    rule: MALFORMED,
                    level: Level::Error,
                    at,
                    fact: format!("this exception does not hold: {fault}"),
                    help: "an entry has `rule`, `document`, `quote` or `hash`, `reason`, `by`, and for leaks `expires`; mend it or take it out",
                }),
            }
        }
        Ok(exceptions)
    }

    fn add(&mut self, entry: Entry, at: usize, today: NaiveDate) {
        match entry.lapsed(today) {
            Some(last) => self.findings.push(Told {
                rule: LAPSED,
                level: Level::Warning,
                at,
                fact: format!("this exception to {} ended with {last}", entry.rule),
                help: "change the text, or look at it again and write a later day; then take out what is not needed",
            }),
            None => self.holding.push(Holding {
                entry,
                at,
                used: AtomicBool::new(false),
                documents: AtomicUsize::new(0),
                inside: OnceLock::new(),
            }),
        }
    }

    /// Notes a document, whether or not anything is found in it.
    pub fn see(&self, subject: &Subject<'_>) {
        self.documents.fetch_add(1, Ordering::Relaxed);
        for holding in self.holding.iter().filter(|holding| holding.entry.is_pattern() && holding.is_about(subject)) {
            holding.documents.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The findings about a document but for those that are let pass.
    pub fn sift(&self, findings: Vec<Finding>, subject: &Subject<'_>, leaks: &Leaks, passed: &mut Vec<Suppressed>) -> Vec<Finding> {
        let mut told = Vec::new();
        for finding in findings {
            match self.lets_pass(&finding, subject, leaks) {
                Some(justification) => passed.push(Suppressed { finding, by: Suppression::Exception, justification }),
                None => told.push(finding),
            }
        }
        told
    }

    /// Why a finding is let pass, if it is. A finding may cover more than its rule says: a link, and the token in it.
    fn lets_pass(&self, finding: &Finding, subject: &Subject<'_>, leaks: &Leaks) -> Option<String> {
        let Subject { draft, source, .. } = *subject;
        let span = finding.span.as_ref()?;
        let text = &source.text()[source.floor(span.start)..source.floor(span.end)];
        let holding = self.holding.iter().find(|holding| holding.entry.means(&finding.rule, text) && holding.is_about(subject))?;
        let inside = leaks.inside(text, draft);
        let own = |rule: &str, words: &str| self.holding.iter().find(|other| other.entry.means(rule, words) && other.is_about(subject));
        let mut used = vec![holding];
        for hit in &inside {
            // Rules that saw the same words said so in one finding: nobody has agreed to what the others saw.
            let Some(other) = own(hit.rule, text.get(hit.span.clone()).unwrap_or(text)) else {
                holding.also_found(hit.rule);
                return None;
            };
            used.push(other);
        }
        if leaks.found_in(text, draft, takes_none) {
            return None;
        }
        used.into_iter().for_each(|holding| holding.used.store(true, Ordering::Relaxed));
        let reason = &holding.entry.reason;
        if finding.is_leak() {
            // A lock that a panic left behind keeps its values out: the scan of the finished site then finds them.
            if let Ok(mut passed) = self.passed.lock() {
                passed.insert(text.to_owned());
            }
        }
        // A reason is written for colleagues, and a report may travel.
        let tells = leaks.found_in(reason, draft, |_, _| true);
        Some(if tells { format!("the reason stands in {}", self.path) } else { reason.clone() })
    }

    /// When those that hold now end.
    pub fn lapses(&self) -> Vec<Time> {
        self.holding.iter().filter_map(|holding| moments::end_of(holding.entry.last_day()?)).collect()
    }

    /// What was let pass in all documents that were checked.
    pub fn passed(&self) -> Vec<String> {
        self.passed.lock().map(|passed| passed.iter().cloned().collect()).unwrap_or_default()
    }

    /// What is to be said of the entries, once all documents were checked.
    pub fn findings(&self, sources: &mut Sources) -> Vec<Finding> {
        let unused = self.holding.iter().filter(|holding| !holding.used.load(Ordering::Relaxed)).map(|holding| Told {
            rule: UNUSED,
            level: Level::Warning,
            at: holding.at,
            fact: holding.idle(),
            help: "take it out: a permission that nobody needs lets the next one pass unseen",
        });
        let all = self.documents.load(Ordering::Relaxed);
        let wide = self.holding.iter().filter_map(|holding| Some((holding, holding.excess(all)?))).map(|(holding, fact)| Told {
            rule: WIDE,
            level: Level::Warning,
            at: holding.at,
            fact,
            help: "name one document, or a pattern for few; what is public everywhere is named in allclear.toml",
        });
        let told: Vec<Told> = unused.chain(wide).collect();
        let all: Vec<&Told> = self.findings.iter().chain(&told).collect();
        if all.is_empty() {
            return Vec::new();
        }
        let source = sources.add(Source::new(&*self.path, &*self.text));
        let end = |at: usize| at + self.text[at..].lines().next().unwrap_or_default().trim_end().len();
        all.into_iter()
            .map(|Told { rule, level, at, fact, help }| Finding::new(rule, *level, source, *at..end(*at), fact.clone()).help(*help))
            .collect()
    }
}

/// The text with nothing left in it but lines that are the head of an entry: others hold what must not be shown.
fn heads(text: &str) -> String {
    let blank = |text: &str| text.chars().map(|c| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) }).collect::<String>();
    let line = |line: &str| {
        let (head, rest) = line.split_at(line.find('#').unwrap_or(line.len()));
        let words: String = head.split_whitespace().collect();
        if words == "[[exception]]" { format!("{head}{}", blank(rest)) } else { blank(line) }
    };
    text.split_inclusive('\n').map(line).collect()
}

/// Findings of the two gates can be excepted; those about shape, facts and lifecycle say what cannot be shown as it is. A rule of
/// another group may be one of the team's own styles.
fn can_be_excepted(rule: &str) -> bool {
    let Some((group, name)) = rule.split_once('/') else { return false };
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let ours = RuleGroup::all().iter().any(|ours| ours.name == group);
    let gate = matches!(group, "leak" | "wording") && super::docs().iter().any(|doc| doc.code == rule);
    gate || !ours && plain(group) && plain(name)
}

/// What these rules say of themselves.
pub fn docs() -> Vec<RuleDoc> {
    let rule = RuleDoc::without_samples;
    vec![
        rule(
            LAPSED,
            Level::Warning,
            "an exception whose last day is over",
            "An exception is somebody's word for a time. When the time is over, what it let pass is found again, so that somebody looks at it again.",
        ),
        rule(
            MALFORMED,
            Level::Error,
            "an exception that cannot hold",
            "An entry that is not understood lets nothing pass, and its author has to know. It needs a rule, a document, the quote or its salted \
             hash, a reason and a name; to a leak rule, a last day at most 180 days ahead as well. Secrets take no exception, and neither do full \
             names: people who may be named belong in `leaks.public_names`.",
        ),
        rule(
            UNUSED,
            Level::Warning,
            "an exception that nothing needs",
            "The text has changed, or the entry never matched: the quote has to be what the finding marks, letter by letter. An entry that is left \
             behind would let the same words pass when they come back by mistake.",
        ),
        rule(
            WIDE,
            Level::Warning,
            "an exception for most documents",
            "An exception is for what is right in one document and wrong in all others. A pattern such as `2*`, or one that more than half of \
             the documents fit, lets the same words pass in documents that nobody thought of, and in all that are still to be written.",
        ),
    ]
}
