//! What a preview shows of a document before it is public. Comes in: a draft, whether something bars it, and a preview's [`Wish`].
//! Goes out: the incident as it will be, marked, and why it is not out. Must never: show a draft with a leak, or one whose public and
//! internal halves are not clearly apart; or be asked by anything that writes: it has no wish.

use std::collections::{BTreeMap, BTreeSet};

use super::check::Checked;
use super::check::decision::Decision;
use super::publish::{self, Press};
use super::read::draft::{Draft, DraftKind, Status};
use crate::clock::Time;
use crate::diagnostic::{Finding, Level, Source, SourceId};
use crate::preview::Wish;
use crate::public::Incident;

/// A document with something in it that is not out. For the mark of its page and for the terminal, never for an output.
pub(crate) struct Pending {
    /// The document.
    pub(crate) source: SourceId,
    /// The path of its page from the site's root.
    pub(crate) page: String,
    /// Whether customers have that page already, without what is pending.
    pub(crate) public: bool,
    /// Why it is not out, in words that hold nothing of the document but its times.
    pub(crate) why: String,
    /// Whether the preview shows it.
    pub(crate) shown: bool,
}

/// A document as it will be.
pub struct Foreseen {
    /// What is told of it.
    pub pending: Pending,
    /// It, unless something bars it.
    pub incident: Option<Incident>,
    /// What publishing it found.
    pub findings: Vec<Finding>,
}

/// Errors about words, facts and agreement, which an author has to see on the page. Those of every other group bar a document, so that
/// a new one does until somebody decides about it.
const SHOWN: [&str; 5] = ["completeness/", "lifecycle/", "public/", "seal/", "wording/"];

/// Whether a finding bars its document even from a preview: a leak, or doubt about what is public. Asked of findings as they are before
/// the document's status lowers them.
pub fn bars(finding: &Finding) -> bool {
    finding.level == Level::Error && may_bar(&finding.rule)
}

/// Whether findings of a rule can bar a document.
pub(crate) fn may_bar(rule: &str) -> bool {
    !SHOWN.iter().any(|group| rule.starts_with(group))
}

/// The rules of those findings that bar their documents, by document.
#[derive(Default)]
pub struct Barred(BTreeMap<SourceId, BTreeSet<String>>);

impl Barred {
    /// Adds findings.
    pub fn note<'f>(&mut self, findings: impl IntoIterator<Item = &'f Finding>) {
        for finding in findings.into_iter().filter(|finding| bars(finding)) {
            self.0.entry(finding.source).or_default().insert(finding.rule.clone());
        }
    }

    /// The rules that bar a document, some of its findings among them.
    pub fn rules(&self, source: SourceId, findings: &[Finding]) -> BTreeSet<String> {
        let known = self.0.get(&source).into_iter().flatten().cloned();
        known.chain(findings.iter().filter(|finding| bars(finding)).map(|finding| finding.rule.clone())).collect()
    }
}

/// What stands against a draft.
pub struct Against {
    /// The rules whose findings bar it even from a preview.
    pub barred: BTreeSet<String>,
    /// Whether an error withholds it.
    pub blocked: bool,
    /// Whether something of it is out.
    pub out: bool,
    /// Whether its `public:` block is too incomplete to make a page of it. Found by [`foresee`].
    pub lacking: bool,
}

/// The draft as it will be; `None` if all of it is out, or it is never to be.
pub fn foresee(draft: &Draft, source: &Source, mut against: Against, press: &Press<'_>, wish: &Wish) -> Option<Foreseen> {
    if draft.public.is_none() || !draft.publish || draft.kind == DraftKind::NearMiss {
        return None;
    }
    let (now_out, later) = (Decision::of(draft, press.now), Decision::foreseen(draft, wish));
    if against.out && is_complete(draft, now_out, later, press.now) {
        return None;
    }
    let mut findings = Vec::new();
    let checked = Checked::foreseen(draft, !against.barred.is_empty(), wish);
    let incident = checked.and_then(|checked| publish::publish(&checked, source, press, &mut findings));
    // What the words of a drawing give away is seen only now.
    against.barred.extend(findings.iter().filter(|finding| bars(finding)).map(|finding| finding.rule.clone()));
    let incident = incident.filter(|_| against.barred.is_empty());
    against.lacking = incident.is_none() && against.barred.is_empty() && later.anything();
    let folder = if draft.kind == DraftKind::Maintenance { "maintenance" } else { "incidents" };
    let pending = Pending {
        source: draft.source,
        page: format!("/{folder}/{}/", draft.id.value),
        public: against.out,
        why: why(draft, &against, (now_out, later), press.now),
        shown: incident.is_some(),
    };
    Some(Foreseen { pending, incident, findings })
}

fn is_complete(draft: &Draft, now_out: Decision, later: Decision, now: Time) -> bool {
    let updates = draft.updates.iter().map(|update| update.at);
    let corrections = draft.corrections.iter().filter(|_| later.message).map(|correction| correction.at);
    (now_out.updates, now_out.message) == (later.updates, later.message) && updates.chain(corrections).all(|at| at <= now)
}

/// Why something is not out: the gate that it waits at, in the order in which an author meets them.
fn why(draft: &Draft, against: &Against, (now_out, later): (Decision, Decision), now: Time) -> String {
    let told = |time: Time| time.format("%Y-%m-%d %H:%M UTC").to_string();
    let mut reasons: Vec<String> = Vec::new();
    if !later.anything() {
        reasons.push("it has neither a status update nor a message yet".to_owned());
    }
    if against.lacking {
        reasons.push("its `public:` block lacks what a page needs".to_owned());
    }
    if !against.barred.is_empty() {
        let rules: Vec<&str> = against.barred.iter().map(String::as_str).collect();
        reasons.push(format!("{} keeps it out of previews too", rules.join(" and ")));
    } else if against.blocked {
        reasons.push("an error withholds it".to_owned());
    }
    let published = draft.public.as_ref().and_then(|public| public.published.as_ref());
    if later.message && !now_out.message {
        reasons.push(match (draft.status.value, published) {
            (Status::Draft, _) => "its status is draft".to_owned(),
            (Status::InReview, _) => "its status is in review".to_owned(),
            (_, None) => "it has no `published`".to_owned(),
            (_, Some(published)) => format!("its message waits until {}", told(published.value)),
        });
    }
    let to_come = draft.updates.iter().map(|update| update.at).filter(|at| *at > now).min();
    reasons.extend(to_come.map(|at| format!("an update waits until {}", told(at))));
    let to_come = draft.corrections.iter().map(|correction| correction.at).filter(|at| later.message && *at > now).min();
    reasons.extend(to_come.map(|at| format!("a correction waits until {}", told(at))));
    if reasons.is_empty() { "an error withholds it".to_owned() } else { reasons.join("; ") }
}
