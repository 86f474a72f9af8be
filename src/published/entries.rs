//! Entries of an earlier build beside those of this one → faults. Each entry once, however many feeds carry it, and a cause that touches
//! every entry once instead of once for each.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{Field, Format, Said};
use super::{CONFIG, Case, ENTRY_CHANGED, ENTRY_VANISHED, Fate, Fault, Place};

/// From so many entries on, a change of all of them has one cause.
const MANY: usize = 3;

/// The faults of all entries.
pub(super) fn faults(case: &Case<'_>, now: &[Said]) -> Vec<Fault> {
    let mut new: BTreeMap<(Format, &str), &Said> = BTreeMap::new();
    new.extend(now.iter().map(|said| ((said.format, said.id.as_str()), said)));
    let ids: BTreeSet<&str> = now.iter().map(|said| said.id.as_str()).collect();
    let mut changed: BTreeMap<&str, BTreeSet<Field>> = BTreeMap::new();
    let mut vanished: BTreeSet<&str> = BTreeSet::new();
    for old in &case.earlier.entries {
        if let Some(new) = new.get(&(old.format, old.id.as_str())) {
            let promised = old.differs(new).into_iter().filter(|field| Name::of(&old.id).promises(*field));
            changed.entry(&old.id).or_default().extend(promised);
        } else if !ids.contains(old.id.as_str()) {
            vanished.insert(&old.id);
        }
    }
    let mut faults = all_at_once(&mut changed);
    faults.extend(changed.iter().filter(|(_, fields)| !fields.is_empty()).map(|(id, fields)| entry_changed(case, id, fields)));
    faults.extend(gone(case, &vanished));
    faults
}

/// An id of a feed entry, taken apart: `tag:AUTHORITY:incident/ID/update/UPDATE`.
struct Name<'a> {
    authority: Option<&'a str>,
    incident: Option<&'a str>,
    /// The step; `None` for the incident as a whole.
    step: Option<&'a str>,
}

impl<'a> Name<'a> {
    fn of(id: &'a str) -> Self {
        let parts = id.strip_prefix("tag:").and_then(|rest| rest.split_once(':'));
        let (authority, path) = parts.unzip();
        let rest = path.and_then(|path| path.strip_prefix("incident/"));
        let (incident, step) = rest.map_or((None, None), |rest| match rest.split_once('/') {
            Some((incident, step)) => (Some(incident), Some(step)),
            None => (Some(rest), None),
        });
        Self { authority, incident, step }
    }

    /// Whether a field of the entry never changes. An incident's whole story grows; only where it leads stays.
    fn promises(&self, field: Field) -> bool {
        self.step.is_some() || field == Field::Link
    }
}

/// Takes out the fields that changed in every entry that has them, one fault each.
fn all_at_once(changed: &mut BTreeMap<&str, BTreeSet<Field>>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for field in Field::ALL {
        let with: Vec<&str> = changed.keys().copied().filter(|id| Name::of(id).promises(field)).collect();
        if with.len() < MANY || !with.iter().all(|id| changed[id].contains(&field)) {
            continue;
        }
        changed.values_mut().for_each(|fields| fields.retain(|kept| *kept != field));
        faults.push(Fault {
            rule: ENTRY_CHANGED,
            place: Place::Path(CONFIG.to_owned()),
            message: format!("the {} of all {} published feed entries would change", field.name(), with.len()),
            help: format!("{}; if it is meant, compare with the new build from then on", cause(field)),
        });
    }
    faults
}

/// What changes a field everywhere.
fn cause(field: Field) -> &'static str {
    match field {
        Field::Title => "look at `language` of `[site]`, and at your own locale file: its words for phases stand in titles",
        Field::Link => "look at `url` of `[site]`: chat tools that know entries by their link post all of them again",
        Field::Date | Field::Summary | Field::Text => "look at the version of the program, and at `url` of `[site]`",
    }
}

fn entry_changed(case: &Case<'_>, id: &str, fields: &BTreeSet<Field>) -> Fault {
    let fields: Vec<&str> = fields.iter().map(|field| field.name()).collect();
    let name = Name::of(id);
    let entry = match name.step {
        Some(step) => format!("the published entry {}", step.escape_debug()),
        None => "the published history entry".to_owned(),
    };
    let document = name.incident.map(|incident| case.fate(incident));
    let place = match document {
        Some(Fate::Public(_, Some(source))) => Place::Document(source),
        _ => Place::Path(case.earlier.name.clone()),
    };
    Fault {
        rule: ENTRY_CHANGED,
        place,
        message: format!("{entry} would change: its {}", listed(&fields)),
        help: "put back what was published, and write what is new as another update or under *Corrections*".to_owned(),
    }
}

/// Faults about ids that are nowhere any more.
fn gone(case: &Case<'_>, vanished: &BTreeSet<&str>) -> Vec<Fault> {
    let ours = case.history.site.feed_authority.as_str();
    let mut foreign: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let mut whole: BTreeMap<&str, usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for id in vanished {
        let name = Name::of(id);
        let (Some(incident), true) = (name.incident, name.authority == Some(ours)) else {
            *foreign.entry(name.authority).or_default() += 1;
            continue;
        };
        match (case.fate(incident), name.step) {
            (Fate::Public(_, source), Some(step)) => faults.push(step_gone(case, source, step)),
            (Fate::Silent(_) | Fate::Gone, _) => *whole.entry(incident).or_default() += 1,
            (Fate::Settled | Fate::Public(..), _) => {}
        }
    }
    // Where the page is gone too, its finding says enough.
    let page_is_gone = |incident: &str| {
        let kept = ["incidents", "maintenance"].map(|folder| format!("{folder}/{incident}/index.html"));
        case.earlier.files.is_some() && !kept.iter().any(|page| case.files.contains(page.as_str()))
    };
    whole.retain(|incident, _| !page_is_gone(incident));
    faults.extend(whole.into_iter().map(|(incident, count)| incident_gone(case, incident, count)));
    faults.extend(foreign.into_iter().map(|(authority, count)| other_authority(authority, ours, count)));
    faults
}

fn step_gone(case: &Case<'_>, source: Option<crate::diagnostic::SourceId>, step: &str) -> Fault {
    Fault {
        rule: ENTRY_VANISHED,
        place: source.map_or_else(|| Place::Path(case.earlier.name.clone()), Place::Document),
        message: format!("the published entry {} would be gone", step.escape_debug()),
        help: "put it back with the time it had, and say what was wrong in another update or under *Corrections*".to_owned(),
    }
}

fn incident_gone(case: &Case<'_>, incident: &str, count: usize) -> Fault {
    let (place, why) = match case.fate(incident) {
        Fate::Silent(source) => (Place::Document(source), "this document publishes nothing now"),
        _ => (Place::Path(case.earlier.name.clone()), "no document has this id"),
    };
    Fault {
        rule: ENTRY_VANISHED,
        place,
        message: format!("{} of {} would be gone: {why}", entries(count), incident.escape_debug()),
        help: "publish it again under its id, or say `publish: false` in it to withdraw it on purpose".to_owned(),
    }
}

fn other_authority(authority: Option<&str>, ours: &str, count: usize) -> Fault {
    let count = entries(count);
    let (message, help) = match authority {
        Some(theirs) if theirs != ours => {
            let theirs = theirs.escape_debug();
            let message = format!("{count} would be gone: ids began with `tag:{theirs}:`, and now begin with `tag:{ours}:`");
            (message, format!("set `feed_authority = \"{theirs}\"` in `[site]`: it is frozen for good, also when the site moves"))
        }
        _ => (
            format!("{count} would be gone: their ids are none of this program"),
            "compare with a feed that `allclear build` wrote".to_owned(),
        ),
    };
    Fault { rule: ENTRY_VANISHED, place: Place::Path(CONFIG.to_owned()), message, help }
}

fn entries(count: usize) -> String {
    if count == 1 { "one published entry".to_owned() } else { format!("{count} published entries") }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
