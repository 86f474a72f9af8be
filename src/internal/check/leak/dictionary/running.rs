//! Running text → hosts, machines, tickets, links, addresses, channels and handles. Comes in: internal text, as it stands or folded.
//! Goes out: values. Names of people are none of them: prose is full of capitals.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::super::value::Kind;
use super::super::{host, pattern, words};
use super::telling::telling;
use super::{Dictionary, Origin, Reading, fold};

impl Dictionary<'_> {
    /// Everything that can be read from running text, word by word: what the patterns here match has no blank in it.
    pub(super) fn text(&mut self, text: &str, origin: &Origin) {
        let folded = if text.is_ascii() { Cow::Borrowed(text) } else { fold(text) };
        telling(&folded).for_each(|word| self.once(Reading::Word, word, origin, Self::word));
    }

    /// A folded word, its links and addresses first: what they are made of is no value of its own.
    pub(super) fn word(&mut self, text: &str, origin: &Origin) {
        static EMAIL: LazyLock<Regex> =
            pattern!(r"(?i)[a-z0-9](?:[a-z0-9._%+-]*[a-z0-9_])?@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z-]*[a-z]");
        static URL: LazyLock<Regex> = pattern!(r#"(?i)\b[a-z][a-z0-9+.-]*://[^\s<>"'`\\)\]}|]+"#);
        tickets(text).for_each(|ticket| self.add(Kind::Ticket, ticket, origin));
        // A pattern whose mark is nowhere need not run.
        if !text.contains("://") && !text.contains('@') {
            return self.words(text, origin);
        }
        let mut rest = text.to_owned();
        for found in Some(&URL).filter(|_| text.contains("://")).iter().flat_map(|pattern| pattern.find_iter(text)) {
            self.url(found.as_str(), origin);
            rest.replace_range(found.range(), &" ".repeat(found.len()));
        }
        if rest.contains('@') {
            for found in EMAIL.find_iter(&rest.clone()) {
                self.email(found.as_str(), origin);
                rest.replace_range(found.range(), &" ".repeat(found.len()));
            }
        }
        self.words(&rest, origin);
    }

    fn words(&mut self, text: &str, origin: &Origin) {
        static HOST: LazyLock<Regex> =
            pattern!(r"(?i)\b(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?(?::[0-9]{2,5}\b)?");
        static LABEL: LazyLock<Regex> =
            pattern!(r"(?i)(?:^|[^a-z0-9_.#@/-])([a-z][a-z0-9]*(?:[-_][a-z0-9]+)*[-_][a-z]*[0-9]{1,4}[a-z]?)(?:$|[^a-z0-9_-])");
        static CHANNEL: LazyLock<Regex> = pattern!(r"(?i)(?:^|[^a-z0-9/&(]|[^\]]\()(#[a-z0-9]+(?:[-_][a-z0-9]+)+)");
        static HANDLE: LazyLock<Regex> =
            pattern!(r"(?:^|[^\p{L}\p{N}_./@-])@(\p{L}[\p{L}\p{N}]*(?:[._-][\p{L}\p{N}]+)*)(?:$|[^\p{L}\p{N}_/])");
        let with = |mark: char, pattern: &'static LazyLock<Regex>| Some(pattern).filter(|_| text.contains(mark));
        for found in with('.', &HOST).iter().flat_map(|pattern| pattern.find_iter(text)) {
            let (name, port) = found.as_str().split_once(':').map_or((found.as_str(), false), |(name, _)| (name, true));
            if port || host::looks_public(name) || host::is_private(name, host::Standing::Word) {
                self.host(name, origin);
            }
        }
        let marked = Some(&LABEL).filter(|_| text.contains(['-', '_']));
        for found in marked.iter().flat_map(|pattern| each(pattern, text)).filter(|label| is_machine(label)) {
            self.add(Kind::Label, found, origin);
        }
        with('#', &CHANNEL).iter().flat_map(|pattern| each(pattern, text)).for_each(|channel| self.channel(channel, origin));
        with('@', &HANDLE).iter().flat_map(|pattern| each(pattern, text)).for_each(|handle| self.handle(handle, origin));
    }

    fn url(&mut self, found: &str, origin: &Origin) {
        let trimmed = found.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~']);
        let Ok(url) = trimmed.parse::<url::Url>() else { return };
        let Some(name) = url.host_str().map(str::to_lowercase) else { return };
        if self.permits.page(&name, url.path()) {
            return;
        }
        self.host(&name, origin);
        let whole = trimmed.split_once("://").map_or("", |(_, rest)| rest);
        let whole = whole.split('#').next().unwrap_or_default().trim_end_matches('/');
        if whole.contains('/') && !host::is_reserved_for_standards(&name) {
            self.add(Kind::Url, whole, origin);
        }
    }

    fn email(&mut self, address: &str, origin: &Origin) {
        let Some((local, domain)) = address.split_once('@') else { return };
        if self.permits.email(address) || matches!(local, "git" | "hg" | "svn") || domain.parse::<std::net::IpAddr>().is_ok() {
            return;
        }
        self.add(Kind::Email, address, origin);
        if local.contains('.') {
            self.add(Kind::LocalPart, local, origin);
        }
    }

    fn host(&mut self, name: &str, origin: &Origin) {
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

    pub(super) fn channel(&mut self, name: &str, origin: &Origin) {
        if name.contains(['-', '_']) && !name.contains(char::is_whitespace) {
            self.add(Kind::Channel, name, origin);
        }
    }

    pub(super) fn handle(&mut self, handle: &str, origin: &Origin) {
        if !words::COMMON.contains(handle.to_lowercase().as_str()) && !words::ROLES.contains(handle.to_lowercase().as_str()) {
            self.add(Kind::Handle, handle, origin);
        }
    }
}

fn each<'t>(pattern: &'static Regex, text: &'t str) -> impl Iterator<Item = &'t str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let found = pattern.captures_at(text, at)?.get(1)?;
        at = found.end();
        Some(found.as_str())
    })
}

pub(super) fn tickets(text: &str) -> impl Iterator<Item = &str> {
    static TICKET: LazyLock<Regex> = pattern!(r"(?:^|[^A-Za-z0-9_-])([A-Z][A-Z0-9]+-[0-9]+)(?:$|[^A-Za-z0-9_-]|-(?:$|[^A-Za-z0-9]))");
    let marked = Some(&TICKET).filter(|_| text.contains('-'));
    let tickets = marked.into_iter().flat_map(move |pattern| each(pattern, text));
    tickets.filter(|ticket| ticket.rsplit_once('-').is_some_and(|(key, _)| !words::NO_TICKETS.contains(key)))
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
