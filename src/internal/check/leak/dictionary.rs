//! The internal half of all documents → the values that must not stand in public text.
//! Comes in: drafts with their sources. Goes out: values with their kinds and origins. Permitted values never enter.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::permits::Permits;
use super::person::People;
use super::value::{Kind, Value};
use super::view::View;
use super::{decode, host, pattern, roster, words};
use crate::diagnostic::{Source, SourceId};
use crate::internal::read::draft::{Canonical, Draft};
use crate::internal::text::InternalText;

/// A value below this length is in too many words.
const SHORTEST: usize = 4;

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
    "unknown_because",
];

/// Where a value comes from.
struct Origin<'a> {
    source: SourceId,
    place: &'a str,
}

impl<'a> Origin<'a> {
    fn new(draft: &Draft, place: &'a str) -> Self {
        Self { source: draft.source, place }
    }
}

/// The values of all documents.
pub struct Dictionary<'a> {
    permits: &'a Permits,
    /// Ids of documents with a public block: they are in public paths by contract.
    ids: BTreeSet<String>,
    values: BTreeMap<(Kind, String), Value>,
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
        let ids = public.map(|(draft, _)| draft.id.value.to_lowercase()).collect();
        let mut dictionary = Self { permits, ids, values: BTreeMap::new() };
        for (draft, source) in documents {
            dictionary.document(draft, source);
        }
        for (id, source) in unread {
            dictionary.prose(source.text(), &Origin { source: *id, place: "the internal text" });
        }
        dictionary
    }

    /// The values, the same ones in the same order for the same documents.
    pub fn into_values(self) -> Vec<Value> {
        self.values.into_values().collect()
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
            self.text(field.value.value.expose_internal(), &Origin::new(draft, &from));
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

    /// Running text with the people whom it names by what they did.
    fn prose(&mut self, text: &str, origin: &Origin<'_>) {
        roster::labelled(&fold_lines(text)).for_each(|name| self.named(&name, origin));
        self.text(text, origin);
    }

    fn named(&mut self, name: &str, origin: &Origin<'_>) {
        if !self.permits.is_named(name) {
            self.add(Kind::FullName, name, origin);
        }
    }

    fn people(&mut self, value: &str, origin: &Origin<'_>) {
        let people = People::read(&fold(value));
        // Whoever may be named may be named in part.
        if people.names.iter().any(|name| self.permits.is_named(&name.join(" "))) || self.permits.is_named(value) {
            return;
        }
        people.names.iter().for_each(|name| self.add(Kind::FullName, &name.join(" "), origin));
        people.singles.iter().for_each(|name| self.add(Kind::SingleName, name, origin));
        people.handles.iter().for_each(|handle| self.handle(handle, origin));
    }

    /// Everything that can be read from running text, links and addresses first: what they are made of is no value of its own.
    fn text(&mut self, text: &str, origin: &Origin<'_>) {
        static EMAIL: LazyLock<Regex> =
            pattern!(r"(?i)[a-z0-9](?:[a-z0-9._%+-]*[a-z0-9_])?@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z-]*[a-z]");
        static URL: LazyLock<Regex> = pattern!(r#"(?i)\b[a-z][a-z0-9+.-]*://[^\s<>"'`\\)\]}|]+"#);
        let text = fold(text);
        tickets(&text).for_each(|ticket| self.add(Kind::Ticket, ticket, origin));
        let mut rest = text.clone();
        for found in URL.find_iter(&text) {
            self.url(found.as_str(), origin);
            rest.replace_range(found.range(), &" ".repeat(found.len()));
        }
        for found in EMAIL.find_iter(&rest.clone()) {
            self.email(found.as_str(), origin);
            rest.replace_range(found.range(), &" ".repeat(found.len()));
        }
        self.words(&rest, origin);
    }

    fn words(&mut self, text: &str, origin: &Origin<'_>) {
        static HOST: LazyLock<Regex> =
            pattern!(r"(?i)\b(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?(?::[0-9]{2,5}\b)?");
        static LABEL: LazyLock<Regex> =
            pattern!(r"(?i)(?:^|[^a-z0-9_.#@/-])([a-z][a-z0-9]*(?:[-_][a-z0-9]+)*[-_][a-z]*[0-9]{1,4}[a-z]?)(?:$|[^a-z0-9_-])");
        static CHANNEL: LazyLock<Regex> = pattern!(r"(?i)(?:^|[^a-z0-9/&(]|[^\]]\()(#[a-z0-9]+(?:[-_][a-z0-9]+)+)");
        static HANDLE: LazyLock<Regex> = pattern!(r"(?i)(?:^|[^a-z0-9_./@-])@([a-z][a-z0-9]*(?:[._-][a-z0-9]+)*)(?:$|[^a-z0-9_/])");
        for found in HOST.find_iter(text) {
            let (name, port) = found.as_str().split_once(':').map_or((found.as_str(), false), |(name, _)| (name, true));
            if port || host::looks_public(name) || host::is_private(name, host::Standing::Word) {
                self.host(name, origin);
            }
        }
        for found in each(&LABEL, text).filter(|label| is_machine(label)) {
            self.add(Kind::Label, found, origin);
        }
        each(&CHANNEL, text).for_each(|channel| self.channel(channel, origin));
        each(&HANDLE, text).for_each(|handle| self.handle(handle, origin));
    }

    fn url(&mut self, found: &str, origin: &Origin<'_>) {
        let trimmed = found.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~']);
        let Ok(url) = trimmed.parse::<url::Url>() else { return };
        let Some(name) = url.host_str().map(str::to_lowercase) else { return };
        if self.permits.host(&name) {
            return;
        }
        self.host(&name, origin);
        let whole = trimmed.split_once("://").map_or("", |(_, rest)| rest);
        let whole = whole.split('#').next().unwrap_or_default().trim_end_matches('/');
        if whole.contains('/') && !host::is_reserved_for_standards(&name) {
            self.add(Kind::Url, whole, origin);
        }
    }

    fn email(&mut self, address: &str, origin: &Origin<'_>) {
        let Some((local, domain)) = address.split_once('@') else { return };
        if self.permits.email(address) || matches!(local, "git" | "hg" | "svn") || domain.parse::<std::net::IpAddr>().is_ok() {
            return;
        }
        self.add(Kind::Email, address, origin);
        if local.contains('.') {
            self.add(Kind::LocalPart, local, origin);
        }
    }

    fn host(&mut self, name: &str, origin: &Origin<'_>) {
        let name = name.trim_end_matches('.').to_lowercase();
        let number = name.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
        if number || host::is_platform(&name) || host::is_sample(&name) || self.permits.host(&name) {
            return;
        }
        let first = name.split('.').next().unwrap_or_default();
        let numbered = first.bytes().filter(u8::is_ascii_digit).count() > 1 && first.bytes().any(|byte| byte.is_ascii_alphabetic());
        if first.contains('-') || numbered {
            self.add(Kind::Label, first, origin);
        }
        if name.contains('.') {
            self.add(Kind::Host, &name, origin);
        }
    }

    fn channel(&mut self, name: &str, origin: &Origin<'_>) {
        if name.contains(['-', '_']) && !name.contains(char::is_whitespace) {
            self.add(Kind::Channel, name, origin);
        }
    }

    fn handle(&mut self, handle: &str, origin: &Origin<'_>) {
        if !words::COMMON.contains(handle.to_lowercase().as_str()) && !words::ROLES.contains(handle.to_lowercase().as_str()) {
            self.add(Kind::Handle, handle, origin);
        }
    }

    fn add(&mut self, kind: Kind, text: &str, origin: &Origin<'_>) {
        let shortest = if kind == Kind::SingleName { 3 } else { SHORTEST };
        let folded = text.to_lowercase();
        let plain = folded.trim_start_matches('#');
        let short = folded.is_ascii() && folded.len() < shortest;
        let common = words::COMMON.contains(plain) && kind != Kind::FullName;
        if short || common || self.ids.contains(plain) || self.permits.is_said(plain) {
            return;
        }
        let value = self.values.entry((kind, folded)).or_insert_with(|| Value {
            kind,
            text: text.to_owned(),
            sources: BTreeSet::new(),
            place: origin.place.to_owned(),
            forms: kind.forms(text),
        });
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
    decode::folded(&plain).unwrap_or(plain).text().to_owned()
}

/// Folded, but with its lines: they part one person from the next.
fn fold_lines(text: &str) -> String {
    text.lines().map(fold).collect::<Vec<_>>().join("\n")
}

fn each<'t>(pattern: &'static Regex, text: &'t str) -> impl Iterator<Item = &'t str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let found = pattern.captures_at(text, at)?.get(1)?;
        at = found.end();
        Some(found.as_str())
    })
}

fn tickets(text: &str) -> impl Iterator<Item = &str> {
    static TICKET: LazyLock<Regex> = pattern!(r"(?:^|[^A-Za-z0-9_-])([A-Z][A-Z0-9]+-[0-9]+)(?:$|[^A-Za-z0-9_-]|-(?:$|[^A-Za-z0-9]))");
    each(&TICKET, text).filter(|ticket| ticket.rsplit_once('-').is_some_and(|(key, _)| !words::NO_TICKETS.contains(key)))
}

/// A machine's name, not `phase-2`, `us-east-1`, `api-v2` or a ticket.
fn is_machine(label: &str) -> bool {
    static REGION: LazyLock<Regex> = pattern!(
        r"(?i)^(?:[a-z]{2,12}-)?(?:gov-)?(?:north|south|east|west|central|northeast|southeast|northwest|southwest)[a-z]*-?[0-9][a-z]?$"
    );
    let (head, tail) = label.rsplit_once(['-', '_']).unwrap_or((label, ""));
    let first = head.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let counted = words::COUNTERS.contains(first.as_str()) || words::COUNTERS.contains(head.to_lowercase().as_str());
    let shouted = !label.bytes().any(|byte| byte.is_ascii_lowercase()) && !head.contains(['-', '_']);
    !counted && !shouted && !tail.starts_with(['v', 'V']) && !REGION.is_match(label)
}
