//! Draft → Checked. A registry of rules; each is one small `.rs` file or one data file, and its code is its path.
//! Comes in: drafts. Goes out: findings, and drafts without a blocking one. Rules never change a draft.

pub mod baseline;
mod completeness;
pub mod decision;
pub mod exceptions;
pub mod leak;
pub mod lifecycle;
mod list;
mod overrides;
mod permissions;
mod public;
pub mod registry;
pub mod seal;
pub mod wording;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use foldhash::{HashSet, HashSetExt as _};
use unicode_normalization::UnicodeNormalization as _;

use self::baseline::{Baseline, Snapshot};
use self::decision::Decision;
use self::exceptions::Exceptions;
use self::leak::since::{Added, Fingerprint, Salt};
use self::leak::{Leaks, Secrets};
use self::permissions::Permissions;
use self::registry::{Subject, pieces};
use self::wording::Wording;
use super::read::draft::{Draft, Status};
use super::read::rules;
use crate::clock::Time;
use crate::config::Config;
use crate::diagnostic::{Finding, Level, Source, SourceId, Sources, Span, Suppressed};
use crate::error::Result;
use crate::folder::Folder;
use crate::preview::Wish;
use crate::prose;

pub use leak::Tripwire;
pub use list::docs;

/// A draft in which no gate found anything that blocks it. Made only by [`Gates::check`], and for a preview by [`Checked::foreseen`].
pub struct Checked<'a> {
    draft: &'a Draft,
    decision: Decision,
}

impl<'a> Checked<'a> {
    /// The draft as it will go out once it is agreed on, unless a finding bars it: for a preview alone, which has a [`Wish`].
    pub fn foreseen(draft: &'a Draft, barred: bool, wish: &Wish) -> Option<Self> {
        (!barred).then(|| Self { draft, decision: Decision::foreseen(draft, wish) })
    }

    /// The draft.
    pub fn draft(&self) -> &'a Draft {
        self.draft
    }

    /// Which of its pieces go out.
    pub fn decision(&self) -> Decision {
        self.decision
    }
}

/// The gates with all that they look things up in.
pub struct Gates<'a> {
    config: &'a Config,
    site: Folder,
    now: Time,
    wording: Wording,
    leaks: Arc<Leaks>,
    /// Whether that is the one of the last build.
    same_leaks: bool,
    exceptions: Exceptions,
    baseline: Baseline,
    permissions: Permissions,
    /// What exceptions and the baseline let pass.
    suppressed: Mutex<Vec<Suppressed>>,
}

impl<'a> Gates<'a> {
    /// Prepares the gates for a site's drafts. Documents in `unread` publish nothing, but what they hold is internal too.
    /// `kept` is the leak gate of an earlier build, of which everything that it was made of is as it was.
    ///
    /// # Errors
    /// [`crate::error::Error::Config`] if a style, an override or the file with exceptions is unusable.
    pub fn new(
        config: &'a Config,
        site: &Folder,
        drafts: &[(&Draft, &Source)],
        unread: &[(SourceId, &Source)],
        now: Time,
        kept: Option<Arc<Leaks>>,
    ) -> Result<Self> {
        let (wording, mut problems) = Wording::load(config, site);
        problems.extend(overrides::problems(config, site));
        let exceptions = Exceptions::load(config, site, now).unwrap_or_else(|problem| {
            problems.push(problem);
            Exceptions::default()
        });
        let baseline = Baseline::load(config, site, !unread.is_empty()).unwrap_or_else(|problem| {
            problems.push(problem);
            Baseline::default()
        });
        let (secrets, faults) = Secrets::load(&config.leaks.gitleaks, site);
        problems.extend(faults);
        if !problems.is_empty() {
            return Err(prose::unusable(&problems));
        }
        Ok(Self {
            config,
            site: site.clone(),
            now,
            wording,
            same_leaks: kept.is_some(),
            leaks: kept.unwrap_or_else(|| Arc::new(Leaks::new(config, drafts, unread, secrets))),
            exceptions,
            baseline,
            permissions: Permissions::new(config),
            suppressed: Mutex::default(),
        })
    }

    /// The scan of finished files that follows from the internal half of all documents. Made when all documents were checked: what
    /// exceptions let pass in them may stand in the site.
    pub fn tripwire(&self) -> Tripwire {
        self.leaks.tripwire(&self.exceptions.passed())
    }

    /// What is to be said of the exceptions, the baseline and the allow-lists, once all documents were checked.
    pub fn permissions(&self, site: &Folder, sources: &mut Sources) -> Vec<Finding> {
        let mut findings = self.exceptions.findings(sources);
        findings.extend(self.baseline.findings(site, sources));
        findings.extend(self.permissions.findings(site, sources));
        findings
    }

    /// What was let pass in all documents that were checked, and the baseline as it would be written now.
    pub fn let_pass(&self) -> (Vec<Suppressed>, Option<Snapshot>) {
        (self.suppressed.lock().map(|all| all.clone()).unwrap_or_default(), self.baseline.snapshot())
    }

    /// When the exceptions that hold now end: from then on, what they let pass is found.
    pub fn lapses(&self) -> Vec<Time> {
        self.exceptions.lapses()
    }

    /// All findings about one draft. Words that can never go out are not judged.
    pub fn findings(&self, draft: &Draft, source: &Source) -> Vec<Finding> {
        let pieces = pieces(draft, source);
        let subject = Subject { draft, source, config: self.config, now: self.now, pieces: &pieces };
        let mut findings = Vec::new();
        if draft.public.is_none() && draft.publish {
            findings.push(rules::NO_PUBLIC_BLOCK.found(
                draft.source,
                None,
                "this document has no `public:` block, so nothing of it is published",
            ));
        }
        if draft.is_foreign() {
            return findings;
        }
        for (_, check) in list::RULES {
            check(&subject, &mut findings);
        }
        completeness::missing::check(&subject, &mut findings);
        if draft.publish && draft.public.is_some() {
            self.permissions.look(draft, &pieces);
            findings.extend(self.gated(&subject));
        }
        seal::check(&subject, &self.site, &self.leaks, &mut findings);
        findings
    }

    /// What the two gates find, but for what exceptions and the baseline let pass.
    fn gated(&self, subject: &Subject<'_>) -> Vec<Finding> {
        let mut suppressed = Vec::new();
        self.exceptions.see(subject);
        let leaks = self.leaks.check(subject);
        let hidden: Vec<Span> = leaks.iter().filter_map(|finding| finding.span.clone()).collect();
        let words = self.exceptions.sift(self.wording.check(subject), subject, &self.leaks, &mut suppressed);
        let mut found = self.baseline.sift(words, subject, &hidden, &mut suppressed);
        found.extend(self.exceptions.sift(leaks, subject, &self.leaks, &mut suppressed));
        // A lock that a panic left behind tells less of what passed; what failed is told elsewhere.
        if let Ok(mut all) = self.suppressed.lock() {
            all.extend(suppressed.into_iter().map(|one| Suppressed { finding: cap(one.finding, subject.draft), ..one }));
        }
        found
    }

    /// What the words in a picture give away, told at the place that shows it. No exception covers them: they stand in no line of the
    /// document.
    pub fn words_of_picture(&self, draft: &Draft, words: &[String], place: usize) -> Vec<Finding> {
        self.leaks.words_of_picture(draft, words, place)
    }

    /// Whether the leak gate is that of the last build, and knows no other value.
    pub fn has_same_leaks(&self) -> bool {
        self.same_leaks
    }

    /// The leak gate, to be kept.
    pub fn leaks(&self) -> Arc<Leaks> {
        Arc::clone(&self.leaks)
    }

    /// Whether what is found in one document depends on what is found in others: exceptions and a baseline are used up.
    pub fn keep_count(&self) -> bool {
        !self.exceptions.is_empty() || !self.baseline.is_empty()
    }

    /// What may be kept of all internal halves, to tell later what is new in them.
    pub fn fingerprint(&self, salts: &BTreeMap<SourceId, Salt>) -> Fingerprint {
        self.leaks.fingerprint(|source| salts.get(&source).copied().unwrap_or_default())
    }

    /// What is new in the internal halves since that was kept.
    pub fn added_since(&self, old: &Fingerprint, salts: &BTreeMap<SourceId, Salt>) -> Added {
        self.leaks.added_since(old, |source| salts.get(&source).copied().unwrap_or_default())
    }

    /// Whether new values could be found in a draft that is otherwise as it was. What it needs of the allow-lists counts as needed.
    pub fn may_concern(&self, draft: &Draft, source: &Source, added: &Added) -> bool {
        if !draft.publish || draft.public.is_none() || added.is_empty() && self.permissions.is_empty() {
            return false;
        }
        let pieces = pieces(draft, source);
        self.permissions.look(draft, &pieces);
        let subject = Subject { draft, source, config: self.config, now: self.now, pieces: &pieces };
        Leaks::spoken(&subject).iter().any(|text| added.may_concern(text))
    }

    /// What is told of a draft because of what stands in others; [`Gates::tells_anew`] knows it among its findings.
    pub fn told_anew(&self, draft: &Draft) -> Vec<Finding> {
        let told = draft.publish && draft.public.is_some() && !draft.is_foreign();
        self.leaks.unprotected(draft).filter(|_| told).map(|finding| cap(finding, draft)).collect()
    }

    /// Whether a finding is told because of what stands in other documents.
    pub fn tells_anew(finding: &Finding) -> bool {
        finding.rule == leak::UNPROTECTED
    }

    /// The draft, if none of its findings blocks it.
    pub fn check<'d>(&self, draft: &'d Draft, findings: &[Finding]) -> Option<Checked<'d>> {
        let blocked = findings.iter().any(|finding| finding.source == draft.source && finding.level == Level::Error);
        (!blocked).then(|| Checked { draft, decision: Decision::of(draft, self.now) })
    }
}

/// Lowers findings about words that do not go out yet: what a draft's message still lacks is a hint, in review it is a warning.
/// Titles, summaries and status updates go out whatever the status, so findings about them stay as they are.
pub fn cap(finding: Finding, draft: &Draft) -> Finding {
    let most = match draft.status.value {
        Status::Draft => Level::Hint,
        Status::InReview => Level::Warning,
        Status::Reviewed | Status::Closed => return finding,
    };
    let Some(span) = &finding.span else { return finding };
    let message = draft.message.iter().map(|section| section.heading.start..section.content.end);
    let corrections = draft.corrections.iter().map(|correction| correction.heading.start..correction.content.end);
    if message.chain(corrections).any(|range| range.contains(&span.start)) { finding.at_most(most) } else { finding }
}

/// Documents with equal ids, after NFKC and case folding.
pub fn duplicate_ids(drafts: &[Box<Draft>], sources: &Sources) -> Vec<Finding> {
    let is_folded = |id: &str| id.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    let fold = |id: &str| id.nfkc().flat_map(char::to_lowercase).collect::<String>();
    // Nearly always all of them are plain, and no two the same.
    let mut seen = HashSet::with_capacity(drafts.len());
    if drafts.iter().all(|draft| is_folded(&draft.id.value) && seen.insert(draft.id.value.as_str())) {
        return Vec::new();
    }
    let mut by_id: BTreeMap<String, Vec<&Draft>> = BTreeMap::new();
    for draft in drafts {
        by_id.entry(fold(&draft.id.value)).or_default().push(draft);
    }
    let mut findings = Vec::new();
    for twins in by_id.values().filter(|twins| twins.len() > 1) {
        for draft in twins {
            let others: BTreeSet<&str> =
                twins.iter().filter(|other| other.source != draft.source).map(|other| sources.get(other.source).path()).collect();
            let others = others.into_iter().collect::<Vec<_>>().join(", ");
            let span = (!draft.id.span.is_empty()).then(|| draft.id.span.clone());
            findings.push(rules::DUPLICATE_ID.found(draft.source, span, format!("this id is also that of {others}")));
        }
    }
    findings
}
