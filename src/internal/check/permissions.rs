//! `leaks.public_*` → findings about entries that nothing public needs any more. Comes in: the config's own list, the public texts of all
//! documents, the theme. Goes out: the place of each. No report shows what an entry says.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};

use super::registry::Piece;
use crate::config::{self, Config, Item};
use crate::diagnostic::{Finding, Level, RuleDoc, Source, Sources};
use crate::folder::{Folder, Kind};
use crate::internal::read::draft::Draft;

const UNUSED: &str = "site/unused-permission";
const LISTS: &[&str] = &["public_hosts", "public_emails", "public_names", "public_terms"];

/// Parts of a name that are shorter say nothing.
const SHORTEST_NAME: usize = 3;
/// Folders of a theme below that depth are no theme.
const DEEPEST: usize = 8;

/// Every entry, with whether something public holds it.
pub struct Permissions {
    entries: Vec<Entry>,
    /// Pattern → entry.
    owner: Vec<usize>,
    automaton: Option<AhoCorasick>,
    /// Without a document nothing can need anything yet.
    looked: AtomicBool,
}

struct Entry {
    list: &'static str,
    text: String,
    used: AtomicBool,
}

impl Permissions {
    /// The entries of the config.
    pub fn new(config: &Config) -> Self {
        let leaks = &config.leaks;
        let lists = [&leaks.public_hosts, &leaks.public_emails, &leaks.public_names, &leaks.public_terms];
        let entry = |(list, text): (&'static str, &String)| Entry { list, text: text.clone(), used: AtomicBool::new(false) };
        let entries: Vec<Entry> =
            LISTS.iter().zip(lists).flat_map(|(list, texts)| texts.iter().map(|text| (*list, text))).map(entry).collect();
        let mut patterns = Vec::new();
        let mut owner = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            let words = patterns_of(entry);
            owner.extend(std::iter::repeat_n(at, words.len()));
            patterns.extend(words);
        }
        // Without an automaton nothing is known to be unused.
        let automaton = AhoCorasickBuilder::new().ascii_case_insensitive(true).build(&patterns).ok();
        let permissions = Self { entries, owner, automaton, looked: AtomicBool::new(false) };
        own_texts(config).for_each(|text| permissions.read(&text));
        permissions
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Looks for entries in the public texts of a document, and in its paths.
    pub fn look(&self, draft: &Draft, pieces: &[Piece]) {
        self.looked.store(true, Ordering::Relaxed);
        // An entry that was needed once stays so.
        if self.unused().next().is_none() {
            return;
        }
        let aliases = draft.public.iter().flat_map(|block| &block.aliases);
        for path in std::iter::once(&draft.id).chain(aliases) {
            self.read(&path.value);
            self.read(&path.value.replace(['-', '/'], " "));
        }
        pieces.iter().flat_map(|piece| &piece.passages).for_each(|passage| self.read(&passage.text));
    }

    fn read(&self, text: &str) {
        let Some(automaton) = &self.automaton else { return };
        for found in automaton.find_overlapping_iter(text) {
            let entry = &self.entries[self.owner[found.pattern().as_usize()]];
            let (before, after) = (text.get(..found.start()), text.get(found.end()..));
            if before.zip(after).is_some_and(|(before, after)| entry.stands(before, after)) {
                entry.used.store(true, Ordering::Relaxed);
            }
        }
    }

    /// What is to be said, once all documents were looked at.
    pub fn findings(&self, site: &Folder, sources: &mut Sources) -> Vec<Finding> {
        let looked = self.looked.load(Ordering::Relaxed) && self.automaton.is_some();
        if !looked || self.unused().next().is_none() {
            return Vec::new();
        }
        theme(site, &site.join("theme"), 0, &mut |text| self.read(text));
        let mut findings = Vec::new();
        for list in LISTS {
            let unused = |item: &Item| self.unused().any(|entry| entry.list == *list && entry.text == lower(list, &item.value));
            for Item { span, shown, .. } in config::items_at(site, "leaks", list).into_iter().filter(unused) {
                let source = sources.add(Source::new(config::FILE, shown));
                let fact = format!("no public text of any document holds this entry of `leaks.{list}`");
                findings.push(Finding::new(UNUSED, Level::Warning, source, span, fact).help(HELP));
            }
        }
        findings
    }

    fn unused(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.used.load(Ordering::Relaxed))
    }
}

const HELP: &str =
    "take it out: a permission that nobody needs lets the next one pass unseen; it can come back with the text that needs it";

impl Entry {
    /// Whether what stands around a match leaves it an entry of its own.
    fn stands(&self, before: &str, after: &str) -> bool {
        let word = |c: Option<char>, marks: &str| c.is_some_and(|c| c.is_alphanumeric() || marks.contains(c));
        let marks = if self.list == "public_hosts" { "-" } else { "" };
        let below = self.text.starts_with('*') || !(self.list == "public_hosts" && before.ends_with('.'));
        let mut rest = after.chars();
        let next = rest.next();
        let goes_on = self.list == "public_hosts" && next == Some('.') && word(rest.next(), "");
        let open = self.text.starts_with('*') || !word(before.chars().next_back(), marks);
        open && below && !word(next, marks) && !goes_on
    }
}

/// What is looked for. Whoever is named in part is named.
fn patterns_of(entry: &Entry) -> Vec<String> {
    let text = entry.text.trim();
    match entry.list {
        "public_hosts" => vec![text.trim_start_matches('*').to_owned()],
        "public_names" => {
            let parts = text.split_whitespace().filter(|part| part.chars().count() >= SHORTEST_NAME);
            std::iter::once(text).chain(parts).map(str::to_owned).collect()
        }
        _ => vec![text.to_owned()],
    }
}

/// Hosts and addresses are kept in small letters.
fn lower(list: &str, item: &str) -> String {
    if matches!(list, "public_hosts" | "public_emails") { item.trim().to_lowercase() } else { item.to_owned() }
}

/// The texts of the config that pages show.
fn own_texts(config: &Config) -> impl Iterator<Item = String> {
    let site = &config.site;
    let urls = std::iter::once(&site.url).chain(&site.support_url).map(ToString::to_string);
    let security = config.security.iter().flat_map(|security| {
        let pages = [&security.policy, &security.encryption, &security.acknowledgments, &security.hiring].into_iter().flatten();
        security.contact.iter().chain(pages).map(ToString::to_string).collect::<Vec<_>>()
    });
    let words = std::iter::once(site.title.clone()).chain(site.description.clone());
    let components = config.components.iter().flat_map(|component| {
        let more = [&component.group, &component.description].into_iter().flatten().cloned();
        std::iter::once(component.name.clone()).chain(more).collect::<Vec<_>>()
    });
    urls.chain(security).chain(words).chain(components)
}

/// The texts of a theme of one's own. What cannot be read there is told elsewhere.
fn theme(site: &Folder, folder: &Path, depth: usize, read: &mut impl FnMut(&str)) {
    for path in site.list(folder).into_iter().flatten() {
        match site.symlink_metadata(&path) {
            Ok(Kind::Folder) if depth < DEEPEST => theme(site, &path, depth + 1, read),
            Ok(Kind::File) => {
                if let Ok(text) = site.read_to_string(&path) {
                    read(&text);
                }
            }
            _ => {}
        }
    }
}

/// What the rule says of itself.
pub fn docs() -> Vec<RuleDoc> {
    vec![RuleDoc::without_samples(
        UNUSED,
        Level::Warning,
        "an entry of `public_hosts`, `public_emails`, `public_names` or `public_terms` that nothing needs",
        "A permission outlives the text that needed it, and then lets the next one pass unseen. An entry counts as used if a public text of \
         any document holds it, a draft's included, or the config's own words and addresses, or a file of `theme/`; a person is named by a \
         part of the name, too. A site without documents is not told.",
    )]
}
