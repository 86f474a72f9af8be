//! The internal half of all documents → the values that must not stand in public text.
//! Comes in: drafts with their sources. Goes out: values with their kinds and origins. Permitted values never enter.

mod running;
mod telling;
mod values;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use foldhash::quality::RandomState;
use rayon::prelude::*;

use self::running::tickets;
use self::values::Values;
use super::labels::{self, Meaning};
use super::permits::Permits;
use super::person::People;
use super::value::{Kind, Place, Value};
use super::view::{Flat, Text as _};
use super::{code, customer, decode, fold, person, roster, words};
use crate::diagnostic::{Source, SourceId, Span};
use crate::internal::read::draft::{Canonical, Draft, InternalField};
use crate::internal::text::InternalText;

/// A value below this length is in too many words.
const SHORTEST: usize = 4;

/// Parts that the documents are read in, for each thread: what a part has read once it need not read again.
const PARTS: usize = 4;

/// Fewer documents are no part.
const FEWEST: usize = 32;

/// What is longer is seldom written twice.
const LONGEST_KEPT: usize = 160;

/// Where a value comes from.
#[derive(Clone, Copy)]
struct Origin {
    source: SourceId,
    place: Place,
    /// Whether what stands there can be nothing else.
    sure: bool,
}

impl Origin {
    fn new(source: SourceId, place: Place) -> Self {
        Self { source, place, sure: true }
    }
}

/// What a text is read as.
#[derive(Clone, Copy)]
enum Reading {
    /// Names, handles and addresses.
    People,
    /// What stands behind a label for people.
    Labelled,
    /// A word of running text.
    Word,
}

/// Texts that were read already, each with the places of its values and whether it is sure of them.
type Known = HashMap<Box<str>, Box<[(usize, bool)]>, RandomState>;

/// Everyday words that a document declares as names of its own, by document, each with its place.
pub type Unprotected = BTreeMap<SourceId, Vec<Span>>;

/// The values of all documents.
pub struct Dictionary<'a> {
    permits: &'a Permits,
    /// Ids of documents with a public block: they are in public paths by contract.
    ids: &'a HashSet<String>,
    values: Values,
    unprotected: Unprotected,
    /// By [`Reading`].
    known: [Known; 3],
    /// What the text at hand was found to hold.
    found: Vec<(usize, bool)>,
}

/// The keys of tickets that the documents declare, `SRCH` of `SRCH-812`, each with the first of them.
pub fn ticket_keys(documents: &[(&Draft, &Source)]) -> BTreeMap<String, SourceId> {
    let mut keys = BTreeMap::new();
    for (draft, _) in documents {
        let fields = draft.fields.iter().filter(|field| field.key.starts_with("ticket")).map(|field| field.value.value.expose_internal());
        let declared = fields.chain(draft.actions.iter().filter_map(|action| action.ticket.as_ref()).map(InternalText::expose_internal));
        for text in declared {
            if is_of(text, &keys) {
                continue;
            }
            for (key, _) in tickets(text).filter_map(|ticket| ticket.rsplit_once('-')) {
                keys.entry(key.to_owned()).or_insert(draft.source);
            }
        }
    }
    keys
}

/// Whether a text is one ticket of a known key, and nothing else.
fn is_of(text: &str, keys: &BTreeMap<String, SourceId>) -> bool {
    let number = |number: &str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('-').is_some_and(|(key, rest)| number(rest) && keys.contains_key(key))
}

/// The values that must not stand in public text, and the names that no search can protect.
pub fn values(permits: &Permits, documents: &[(&Draft, &Source)], unread: &[(SourceId, &Source)]) -> (Vec<Value>, Unprotected) {
    let parts = rayon::current_num_threads() * PARTS;
    values_in(documents.len().div_ceil(parts).max(FEWEST), permits, documents, unread)
}

/// The same, with so many documents to a part.
fn values_in(
    together: usize,
    permits: &Permits,
    documents: &[(&Draft, &Source)],
    unread: &[(SourceId, &Source)],
) -> (Vec<Value>, Unprotected) {
    let public = documents.iter().filter(|(draft, _)| draft.public.is_some());
    let ids: HashSet<String> = public.map(|(draft, _)| draft.id.value.to_lowercase()).collect();
    let of = |documents: &[(&Draft, &Source)]| {
        let mut dictionary = Dictionary::new(permits, &ids);
        documents.iter().for_each(|(draft, source)| dictionary.document(draft, source));
        (dictionary.values, dictionary.unprotected)
    };
    let parts: Vec<(Values, Unprotected)> = documents.par_chunks(together).map(of).collect();
    let mut parts = parts.into_iter();
    let mut all = Dictionary::new(permits, &ids);
    if let Some((values, unprotected)) = parts.next() {
        (all.values, all.unprotected) = (values, unprotected);
    }
    for (values, unprotected) in parts {
        all.values.join(values);
        // No document is in two parts.
        all.unprotected.extend(unprotected);
    }
    // Places of values are those of a part.
    for (id, source) in unread {
        all.prose(source.text(), &Origin::new(*id, Place::Text));
    }
    (all.values.into_sorted(), all.unprotected)
}

impl<'a> Dictionary<'a> {
    fn new(permits: &'a Permits, ids: &'a HashSet<String>) -> Self {
        let (values, unprotected) = (Values::default(), Unprotected::new());
        Self { permits, ids, values, unprotected, known: Default::default(), found: Vec::new() }
    }

    /// Reads a text, unless it was read as the same before: then its values are noted for this document too. What is read here is sure.
    fn once(&mut self, reading: Reading, text: &str, origin: &Origin, read: fn(&mut Self, &str, &Origin)) {
        if let Some(known) = self.known[reading as usize].get(text) {
            for (at, sure) in known {
                self.values.seen(*at, origin.source, *sure);
            }
            return;
        }
        self.found.clear();
        read(self, text, origin);
        if text.len() <= LONGEST_KEPT {
            self.known[reading as usize].insert(text.into(), self.found.as_slice().into());
        }
    }

    fn document(&mut self, draft: &Draft, source: &Source) {
        let from = |place| Origin::new(draft.source, place);
        for person in &draft.people {
            self.people(person.name.value.expose_internal(), &from(Place::of_key(person.role)));
        }
        for owner in draft.actions.iter().filter_map(|action| action.owner.as_ref()) {
            self.people(owner.expose_internal(), &from(Place::ActionItem));
        }
        for field in &draft.fields {
            let origin = from(Place::of_key(&field.key));
            if field.key == "channel" || field.key.starts_with("channels") {
                let name = field.value.value.expose_internal().trim().trim_start_matches('#');
                self.channel(&format!("#{name}"), &origin);
            }
            self.field(field, &origin);
        }
        self.text(draft.title.as_ref().map_or("", |title| title.value.expose_internal()), &from(Place::Key("title")));
        for action in &draft.actions {
            let texts = [Some(&action.text), action.owner.as_ref(), action.ticket.as_ref()];
            texts.into_iter().flatten().for_each(|text| self.text(text.expose_internal(), &from(Place::ActionItem)));
        }
        for range in &draft.internal_ranges {
            self.prose(source.text().get(range.clone()).unwrap_or_default(), &from(Place::Text));
        }
        for section in draft.sections.iter().filter(|section| section.canonical == Some(Canonical::People)) {
            let list = fold_lines(source.text().get(section.whole.clone()).unwrap_or_default());
            roster::listed(&list).for_each(|name| self.named(&name, &from(Place::Text)));
        }
    }

    fn field(&mut self, field: &InternalField, origin: &Origin) {
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
    fn prose(&mut self, text: &str, origin: &Origin) {
        let unsure = Origin { sure: false, ..*origin };
        for (meaning, value) in labels::labelled(text, fold) {
            match meaning {
                Meaning::Person => self.once(Reading::Labelled, &value, origin, Self::labelled),
                Meaning::CodeName | Meaning::Customer => {
                    self.things(meaning, &value, &unsure);
                }
                Meaning::Amount => {}
            }
        }
        self.text(text, origin);
    }

    /// A folded text behind a label for people.
    fn labelled(&mut self, value: &str, origin: &Origin) {
        roster::listed(value).for_each(|name| self.named(&name, origin));
        self.everyone(&roster::alone(value), &Origin { sure: false, ..*origin });
    }

    /// Names of the service's parts or of customers. False if one of them is too common to be looked for.
    fn things(&mut self, meaning: Meaning, value: &str, origin: &Origin) -> bool {
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

    fn named(&mut self, name: &str, origin: &Origin) {
        if !self.permits.is_named(name) {
            self.add(Kind::FullName, name, origin);
        }
    }

    fn people(&mut self, value: &str, origin: &Origin) {
        self.once(Reading::People, value, origin, Self::read_people);
    }

    fn read_people(&mut self, value: &str, origin: &Origin) {
        self.everyone(&People::read(&fold(value)), origin);
        if let Some(spelled) = person::spelled_out(value) {
            self.everyone(&People::read(&fold(&spelled)), origin);
        }
    }

    fn everyone(&mut self, people: &People, origin: &Origin) {
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

    fn add(&mut self, kind: Kind, text: &str, origin: &Origin) {
        let shortest = if matches!(kind, Kind::SingleName | Kind::Initials) { 3 } else { SHORTEST };
        let folded = text.to_lowercase();
        let plain = folded.trim_start_matches('#');
        let short = folded.is_ascii() && folded.len() < shortest;
        let common = words::COMMON.contains(plain) && kind != Kind::FullName;
        let said = if kind == Kind::FullName { self.permits.is_title(plain) } else { self.permits.is_said(plain) };
        if short || common || self.ids.contains(plain) || said {
            return;
        }
        let at = self.values.add(kind, text, folded, origin);
        self.found.push((at, origin.sure));
    }
}

/// As names are compared. Most texts are so already.
fn fold(text: &str) -> Cow<'_, str> {
    let single = |pair: &[u8]| pair[1] != b' ' || pair[0] != b' ';
    if text.is_ascii() && !text.bytes().any(|byte| matches!(byte, b'\t'..=b'\r')) && text.as_bytes().windows(2).all(single) {
        return Cow::Borrowed(text);
    }
    let view = Flat::verbatim(text);
    let plain = decode::plain(&view).unwrap_or(view);
    Cow::Owned(fold::folded(&plain).unwrap_or(plain).text().to_owned())
}

/// Folded, but with its lines: they part one person from the next.
fn fold_lines(text: &str) -> String {
    text.lines().map(fold).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
