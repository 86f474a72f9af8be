//! ── The private half ──
//!
//! Comes in: source files. Goes out: cleared incidents, findings, and a tripwire for the finished bytes.
//! Nothing below can be named outside this folder: `read` and `check` are private, and their types implement no `Serialize`.

mod check;
mod publish;
mod read;
mod register;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use self::check::{Gates, cap, duplicate_ids};
use self::publish::Press;
use self::read::draft::Draft;
use crate::clock::Time;
use crate::config::Config;
use crate::diagnostic::{Finding, Level, RuleDoc, Source, SourceId, Sources};
use crate::error::Result;
use crate::public::{History, Id, Incident};

pub(crate) use check::Tripwire;
pub(crate) use publish::Clearance;
#[cfg(test)]
pub(crate) use read::prose::dialect;
pub(crate) use register::{Register, Standing};

/// All that leaves the private half.
pub(crate) struct Intake {
    /// The published incidents with the site and the catalogue.
    pub(crate) history: History,
    /// The source of each published incident, by id.
    pub(crate) origins: BTreeMap<Id, SourceId>,
    /// Answers which document stands behind an id that is public already. For reports only.
    pub(crate) register: Register,
    /// The sources that findings point into. For reports only.
    pub(crate) sources: Sources,
    /// What the gates found.
    pub(crate) findings: Vec<Finding>,
    /// What must not stand in any finished byte.
    pub(crate) tripwire: Tripwire,
    /// How many documents there are, published or not. For messages to the author only; never for an output.
    pub(crate) documents: usize,
}

/// read → check → publish. Documents with an error are withheld; whether that stops the build is the caller's decision.
pub(crate) fn intake(site: &Path, config: &Config, now: Time) -> Result<Intake> {
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    let ids = read::documents(site, &mut sources, &mut findings)?;
    let read: Vec<(Option<Draft>, Vec<Finding>)> = ids
        .par_iter()
        .map(|id| {
            let mut found = Vec::new();
            let draft = read::read(sources.get(*id), *id, config, &mut found);
            (draft, found)
        })
        .collect();
    let mut drafts = Vec::new();
    for (draft, mut found) in read {
        match &draft {
            Some(draft) if draft.is_foreign() => {
                found.retain(|finding| finding.level == Level::Error || finding.rule == read::KEY_TYPO.code);
                findings.extend(found);
            }
            Some(draft) => findings.extend(found.into_iter().map(|finding| cap(finding, draft))),
            None => findings.extend(found),
        }
        drafts.extend(draft);
    }
    findings.extend(duplicate_ids(&drafts, &sources));
    let documents = ids.len();
    let read: BTreeSet<SourceId> = drafts.iter().map(|draft| draft.source).collect();
    let unread: Vec<SourceId> = ids.into_iter().filter(|id| !read.contains(id)).collect();
    let (published, tripwire) = gates(site, config, now, &drafts, &unread, &mut sources, &mut findings)?;
    let origins = published.iter().map(|(source, incident)| (incident.id.clone(), *source)).collect();
    let incidents = published.into_iter().map(|(_, incident)| incident).collect();
    let history = History::new(publish::site(config, publish::brand(site, config)?), publish::components(config), incidents, now);
    let register = Register::of(&drafts);
    Ok(Intake { history, origins, register, sources, findings, tripwire, documents })
}

/// check → publish, spread over the cores; the order of the findings is that of the drafts.
fn gates(
    site: &Path,
    config: &Config,
    now: Time,
    drafts: &[Draft],
    unread: &[SourceId],
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
) -> Result<(Vec<(SourceId, Incident)>, Tripwire)> {
    let pairs: Vec<(&Draft, &Source)> = drafts.iter().map(|draft| (draft, sources.get(draft.source))).collect();
    let unread: Vec<(SourceId, &Source)> = unread.iter().map(|id| (*id, sources.get(*id))).collect();
    let gates = Gates::new(config, site, &pairs, &unread, now)?;
    let base = config.site.url.path().trim_end_matches('/').to_owned();
    let press = Press { config, site, base: &base, now };
    let mut before: BTreeMap<SourceId, Vec<Finding>> = BTreeMap::new();
    for finding in findings.iter() {
        before.entry(finding.source).or_default().push(finding.clone());
    }
    let results: Vec<(Vec<Finding>, Option<Incident>)> = pairs
        .par_iter()
        .map(|(draft, source)| {
            let mut found: Vec<Finding> = gates.findings(draft, source).into_iter().map(|finding| cap(finding, draft)).collect();
            let known: Vec<Finding> = before.get(&draft.source).into_iter().flatten().chain(&found).cloned().collect();
            let mut shown = Vec::new();
            let incident = gates.check(draft, source, &known).and_then(|checked| publish::publish(&checked, source, &press, &mut shown));
            let withheld = shown.iter().any(|finding| finding.level == Level::Error);
            found.extend(shown);
            (found, incident.filter(|_| !withheld))
        })
        .collect();
    let mut published = Vec::new();
    for ((found, incident), (draft, _)) in results.into_iter().zip(pairs) {
        findings.extend(found);
        published.extend(incident.map(|incident| (draft, incident)));
    }
    let taken = publish::aliases::taken(&published);
    published.retain(|(draft, _)| taken.iter().all(|finding| finding.source != draft.source));
    findings.extend(taken);
    findings.extend(gates.exceptions(sources));
    Ok((published.into_iter().map(|(draft, incident)| (draft.source, incident)).collect(), gates.tripwire()))
}

/// What every rule says of itself, in the order of their codes.
pub(crate) fn rules() -> Vec<RuleDoc> {
    check::docs()
}

/// The wording rules as a folder for Vale and editors: path below it → text.
pub(crate) fn exported_rules() -> BTreeMap<String, String> {
    check::wording::export()
}

#[cfg(test)]
mod tests;
