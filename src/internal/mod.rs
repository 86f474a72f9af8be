//! ── The private half ──
//!
//! Comes in: source files. Goes out: cleared incidents, findings, and a tripwire for the finished bytes.
//! Nothing below can be named outside this folder: `read` and `check` are private, and their types implement no `Serialize`.

mod check;
mod publish;
mod read;
mod text;

use std::collections::BTreeMap;
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

/// All that leaves the private half.
pub(crate) struct Intake {
    /// The published incidents with the site and the catalogue.
    pub(crate) history: History,
    /// The source of each published incident, by id.
    pub(crate) origins: BTreeMap<Id, SourceId>,
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
    let (published, tripwire) = gates(site, config, now, &drafts, &sources, &mut findings)?;
    let documents = ids.len();
    let origins = published.iter().map(|(source, incident)| (incident.id.clone(), *source)).collect();
    let incidents = published.into_iter().map(|(_, incident)| incident).collect();
    let history = History::new(publish::site(config, publish::logo(site, config)?), publish::components(config), incidents, now);
    Ok(Intake { history, origins, sources, findings, tripwire, documents })
}

/// check → publish, spread over the cores; the order of the findings is that of the drafts.
fn gates(
    site: &Path,
    config: &Config,
    now: Time,
    drafts: &[Draft],
    sources: &Sources,
    findings: &mut Vec<Finding>,
) -> Result<(Vec<(SourceId, Incident)>, Tripwire)> {
    let pairs: Vec<(&Draft, &Source)> = drafts.iter().map(|draft| (draft, sources.get(draft.source))).collect();
    let gates = Gates::new(config, &pairs, now)?;
    let base = config.site.url.path().trim_end_matches('/').to_owned();
    let press = Press { config, site, base: &base, now };
    let before: Vec<Vec<Finding>> =
        drafts.iter().map(|draft| findings.iter().filter(|finding| finding.source == draft.source).cloned().collect()).collect();
    let results: Vec<(Vec<Finding>, Option<Incident>)> = pairs
        .par_iter()
        .zip(before)
        .map(|((draft, source), before)| {
            let mut found: Vec<Finding> = gates.findings(draft, source).into_iter().map(|finding| cap(finding, draft)).collect();
            let known: Vec<Finding> = before.into_iter().chain(found.iter().cloned()).collect();
            let mut shown = Vec::new();
            let incident = gates.check(draft, source, &known).and_then(|checked| publish::publish(&checked, source, &press, &mut shown));
            let withheld = shown.iter().any(|finding| finding.level == Level::Error);
            found.extend(shown);
            (found, incident.filter(|_| !withheld))
        })
        .collect();
    let mut incidents = Vec::new();
    for (draft, (found, incident)) in drafts.iter().zip(results) {
        findings.extend(found);
        incidents.extend(incident.map(|incident| (draft.source, incident)));
    }
    Ok((incidents, gates.tripwire()))
}

/// What every rule says of itself, in the order of their codes.
pub(crate) fn rules() -> Vec<RuleDoc> {
    check::docs()
}
