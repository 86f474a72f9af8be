//! The internal half of all documents → the values that must not stand in public text.
//! Comes in: drafts with their sources. Goes out: values with their kinds and origins. Permitted values never enter.

mod running;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use self::running::tickets;
use super::labels::{self, Meaning};
use super::permits::Permits;
use super::person::People;
use super::value::{Kind, Value};
use super::view::{Text as _, View};
use super::{code, customer, decode, fold, person, roster, words};
use crate::diagnostic::{Source, SourceId, Span};
use crate::internal::read::draft::{Canonical, Draft, InternalField};
use crate::internal::text::InternalText;

/// A value below this length is in too many words.
const SHORTEST: usize = 4;

/// Documents that one thread reads at a time.
const TOGETHER: usize = 32;

/// Front matter keys that a message may name. Any other key may be internal itself.
const KNOWN_KEYS: &[&str] = &[
    "title",
    "owner",
    "owners",
    "author",
    "authors",
    "commander",
    "scribe",
    "responders",
    "reviewers",
    "attendees",
    "moderator",
    "facilitator",
    "meeting",
    "recording",
    "channel",
    "tickets",
    "ticket",
    "severity",
    "no_message",
    "approved",
    "services",
    "service",
    "customers",
    "accounts",
    "repos",
    "flags",
    "dashboards",
    "unknown_because",
];

/// Where a value comes from.
#[derive(Clone, Copy)]
struct Origin<'a> {
    source: SourceId,
    place: &'a str,
    /// Whether what stands there can be nothing else.
    sure: bool,
}

impl<'a> Origin<'a> {
    fn new(draft: &Draft, place: &'a str) -> Self {
        Self { source: draft.source, place, sure: true }
    }
}

/// Everyday words that a document declares as names of its own, by document, each with its place.
pub type Unprotected = BTreeMap<SourceId, Vec<Span>>;

/// The values of all documents.
pub struct Dictionary<'a> {
    permits: &'a Permits,
    /// Ids of documents with a public block: they are in public paths by contract.
    ids: Arc<BTreeSet<String>>,
    values: BTreeMap<(Kind, String), Value>,
    unprotected: Unprotected,
}

/// The keys of tickets that the documents declare: `SRCH` of `SRCH-812`.
pub fn ticket_keys(documents: &[(&Draft, &Source)]) -> BTreeSet<String> {
    let declared = documents.iter().flat_map(|(draft, _)| {
        let fields = draft.fields.iter().filter(|field| field.key.starts_with("ticket")).map(|field| field.value.value.expose_internal());
        fields.chain(draft.actions.iter().filter_map(|action| action.ticket.as_ref()).map(InternalText::expose_internal))
    });
    declared.flat_map(tickets).filter_map(|ticket| ticket.rsplit_once('-').map(|(key, _)| key.to_owned())).collect()
}

impl<'a> Dictionary<'a> {
    /// Reads every document.
    pub fn new(permits: &'a Permits, documents: &[(&Draft, &Source)], unread: &[(SourceId, &Source)]) -> Self {
        let public = documents.iter().filter(|(draft, _)| draft.public.is_some());
        let ids: Arc<BTreeSet<String>> = Arc::new(public.map(|(draft, _)| draft.id.value.to_lowercase()).collect());
        let empty = || Self { permits, ids: Arc::clone(&ids), values: BTreeMap::new(), unprotected: Unprotected::new() };
        let of = |documents: &[(&Draft, &Source)]| {
            let mut dictionary = empty();
            documents.iter().for_each(|(draft, source)| dictionary.document(draft, source));
            dictionary
        };
        let parts: Vec<Self> = documents.par_chunks(TOGETHER).map(of).collect();
        let mut dictionary = parts.into_iter().fold(empty(), Self::joined);
        for (id, source) in unread {
            dictionary.prose(source.text(), &Origin { source: *id, place: "the internal text", sure: true });
        }
        dictionary
    }

    /// With what later documents say: a value stands where the first of them has it.
    fn joined(mut self, later: Self) -> Self {
        for (key, value) in later.values {
            match self.values.entry(key) {
                Entry::Vacant(place) => {
                    place.insert(value);
                }
                Entry::Occupied(mut known) => {
                    known.get_mut().sure |= value.sure;
                    known.get_mut().sources.extend(value.sources);
                }
            }
        }
        for (source, places) in later.unprotected {
            self.unprotected.entry(source).or_default().extend(places);
        }
        self
    }

    /// The values, the same ones in the same order for the same documents; and what no search can protect.
    pub fn into_parts(self) -> (Vec<Value>, Unprotected) {
        (self.values.into_values().collect(), self.unprotected)
    }

    fn document(&mut self, draft: &Draft, source: &Source) {
        for person in &draft.people {
            self.people(person.name.value.expose_internal(), &Origin::new(draft, &place(&person.role)));
        }
        for owner in draft.actions.iter().filter_map(|action| action.owner.as_ref()) {
            self.people(owner.expose_internal(), &Origin::new(draft, "an action item"));
        }
        for field in &draft.fields {
            let from = place(&field.key);
            if field.key == "channel" || field.key.starts_with("channels") {
                let name = field.value.value.expose_internal().trim().trim_start_matches('#');
                self.channel(&format!("#{name}"), &Origin::new(draft, &from));
            }
            self.field(field, &Origin::new(draft, &from));
        }
        self.text(draft.title.as_ref().map_or("", |title| title.value.expose_internal()), &Origin::new(draft, "`title`"));
        for action in &draft.actions {
            let texts = [Some(&action.text), action.owner.as_ref(), action.ticket.as_ref()];
            texts.into_iter().flatten().for_each(|text| self.text(text.expose_internal(), &Origin::new(draft, "an action item")));
        }
        for range in &draft.internal_ranges {
            self.prose(source.text().get(range.clone()).unwrap_or_default(), &Origin::new(draft, "the internal text"));
        }
        for section in draft.sections.iter().filter(|section| section.canonical == Some(Canonical::People)) {
            let list = fold_lines(source.text().get(section.whole.clone()).unwrap_or_default());
            roster::listed(&list).for_each(|name| self.named(&name, &Origin::new(draft, "the internal text")));
        }
    }

    fn field(&mut self, field: &InternalField, origin: &Origin<'_>) {
        let value = field.value.value.expose_internal();
        match labels::meaning(&field.key) {
            Some(Meaning::Person) => self.people(value, origin),
            Some(meaning @ (Meaning::CodeName | Meaning::Customer)) => {
                if !self.things(meaning, &fold(value), origin) {
                    self.unprotected.entry(origin.source).or_default().push(field.value.span.clone());
                }
            }
            Some(Meaning::Amount) | None => {}
        }
        self.text(value, origin);
    }

    /// Running text with whom and what it names behind a label.
    fn prose(&mut self, text: &str, origin: &Origin<'_>) {
        let unsure = Origin { sure: false, ..*origin };
        for (meaning, value) in labels::labelled(&fold_lines(text)) {
            match meaning {
                Meaning::Person => {
                    roster::listed(value).for_each(|name| self.named(&name, origin));
                    self.everyone(&roster::alone(value), &unsure);
                }
                Meaning::CodeName | Meaning::Customer => {
                    self.things(meaning, value, &unsure);
                }
                Meaning::Amount => {}
            }
        }
        self.text(text, origin);
    }

    /// Names of the service's parts or of customers. False if one of them is too common to be looked for.
    fn things(&mut self, meaning: Meaning, value: &str, origin: &Origin<'_>) -> bool {
        let parts = value.split([',', ';', '|']).map(|part| part.trim_matches(|c: char| c.is_whitespace() || "*_`\"'.".contains(c)));
        let mut protected = true;
        for part in parts.filter(|part| !part.is_empty() && !part.contains("://") && !self.permits.is_said(&part.to_lowercase())) {
            if meaning == Meaning::Customer && customer::is_name(part) && (origin.sure || customer::is_capitalised(part)) {
                self.add(Kind::Customer, part, origin);
                customer::first_word(part)
                    .into_iter()
                    .for_each(|first| self.add(Kind::Customer, first, &Origin { sure: false, ..*origin }));
            } else if code::is_name(part) && code::is_everyday(part) {
                protected = false;
            } else if code::is_name(part) && (code::is_distinct(part) && !part.contains(' ') || origin.sure && meaning == Meaning::CodeName)
            {
                self.add(Kind::CodeName, part, origin);
                let repository = part.rsplit_once('/').map(|(_, name)| name).filter(|name| code::is_distinct(name));
                repository.into_iter().for_each(|name| self.add(Kind::CodeName, name, origin));
            }
        }
        protected
    }

    fn named(&mut self, name: &str, origin: &Origin<'_>) {
        if !self.permits.is_named(name) {
            self.add(Kind::FullName, name, origin);
        }
    }

    fn people(&mut self, value: &str, origin: &Origin<'_>) {
        self.everyone(&People::read(&fold(value)), origin);
        if let Some(spelled) = person::spelled_out(value) {
            self.everyone(&People::read(&fold(&spelled)), origin);
        }
    }

    fn everyone(&mut self, people: &People, origin: &Origin<'_>) {
        // Whoever may be named may be named in part.
        let full = people.names.iter().map(|name| name.join(" "));
        if full.chain(people.singles.iter().cloned()).any(|name| self.permits.is_named(&name)) {
            return;
        }
        people.names.iter().for_each(|name| self.add(Kind::FullName, &name.join(" "), origin));
        people.names.iter().filter_map(|name| person::initials(name)).for_each(|letters| self.add(Kind::Initials, &letters, origin));
        people.singles.iter().for_each(|name| self.add(Kind::SingleName, name, origin));
        people.handles.iter().for_each(|handle| self.handle(handle, origin));
    }

    fn add(&mut self, kind: Kind, text: &str, origin: &Origin<'_>) {
        let shortest = if matches!(kind, Kind::SingleName | Kind::Initials) { 3 } else { SHORTEST };
        let folded = text.to_lowercase();
        let plain = folded.trim_start_matches('#');
        let short = folded.is_ascii() && folded.len() < shortest;
        let common = words::COMMON.contains(plain) && kind != Kind::FullName;
        let said = if kind == Kind::FullName { self.permits.is_title(plain) } else { self.permits.is_said(plain) };
        if short || common || self.ids.contains(plain) || said {
            return;
        }
        let value = self.values.entry((kind, folded)).or_insert_with(|| Value {
            kind,
            text: text.to_owned(),
            sure: false,
            sources: BTreeSet::new(),
            place: origin.place.to_owned(),
            forms: kind.forms(text),
        });
        value.sure |= origin.sure;
        value.sources.insert(origin.source);
    }
}

/// Where a key's value stands, in words that give nothing away.
fn place(key: &str) -> String {
    let root = key.split(['.', '[']).next().unwrap_or_default();
    if KNOWN_KEYS.contains(&root) { format!("`{root}`") } else { "the internal front matter".to_owned() }
}

fn fold(text: &str) -> String {
    let view = View::verbatim(text);
    let plain = decode::plain(&view).unwrap_or(view);
    fold::folded(&plain).unwrap_or(plain).text().to_owned()
}

/// Folded, but with its lines: they part one person from the next.
fn fold_lines(text: &str) -> String {
    text.lines().map(fold).collect::<Vec<_>>().join("\n")
}
