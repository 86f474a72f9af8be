//! What the config allows in public. Comes in: the config. Goes out: answers to "may this host, address, name or word be public?".
//! The site's own hosts, words and component names are public by being configured.

use std::collections::BTreeSet;

use regex::Regex;

use super::host;
use crate::config::Config;

/// The allow-lists, and the lists of what is private by name.
pub struct Permits {
    hosts: Vec<String>,
    emails: BTreeSet<String>,
    zones: Vec<String>,
    keys: BTreeSet<String>,
    names: BTreeSet<String>,
    terms: Option<Regex>,
    words: String,
    /// Those of them that are names of something, without sentences.
    titles: String,
}

impl Permits {
    /// The permits of a config. `keys` are further ticket keys that the documents use.
    pub fn new(config: &Config, keys: impl IntoIterator<Item = String>) -> Self {
        let leaks = &config.leaks;
        let own_host = config.site.url.host_str().unwrap_or_default().to_lowercase();
        let mut hosts: Vec<String> = leaks.public_hosts.iter().map(|entry| bare(entry).to_owned()).collect();
        for url in std::iter::once(&config.site.url).chain(&config.site.support_url) {
            hosts.extend(url.host_str().map(str::to_lowercase));
        }
        // The site's own name is what customers type. A listed host says nothing about those above it: they may be somebody else's.
        if let Some(apex) = psl::domain_str(&own_host).filter(|apex| !host::is_platform(apex)) {
            hosts.extend([apex.to_owned(), format!("www.{apex}")]);
        }
        let support = config.site.support_url.iter().filter(|url| url.scheme() == "mailto").map(|url| url.path().to_lowercase());
        let words = public_words(config);
        Self {
            hosts,
            emails: leaks.public_emails.iter().map(|address| address.to_lowercase()).chain(support).collect(),
            zones: leaks.internal_domains.clone(),
            keys: leaks.project_keys.iter().cloned().chain(keys).collect(),
            names: leaks.public_names.iter().map(|name| name.trim().to_lowercase()).collect(),
            terms: terms(words.iter().chain(&leaks.public_names)),
            words: words.iter().chain(&sentences(config)).cloned().collect::<Vec<_>>().join("\n").to_lowercase(),
            titles: words.join("\n").to_lowercase(),
        }
    }

    /// Whether a host may be named: listed as it is, or below a listed `*.zone`.
    pub fn host(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.').to_lowercase();
        self.hosts.iter().any(|allowed| match allowed.strip_prefix("*.") {
            Some(zone) => below(&host, zone),
            None => *allowed == host,
        })
    }

    /// Whether a page of a host may be named: the host itself may, or an entry such as `code.example.com/acme` covers its path.
    pub fn page(&self, host: &str, path: &str) -> bool {
        let page = format!("{}/{}", host.trim_end_matches('.'), path.trim_matches('/')).to_lowercase();
        let covers = |entry: &String| page.strip_prefix(entry.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.host(host) || self.hosts.iter().filter(|entry| entry.contains('/')).any(covers)
    }

    /// The private zones of the config, in small letters.
    pub fn zones(&self) -> &[String] {
        &self.zones
    }

    /// Whether an address may be named.
    pub fn email(&self, address: &str) -> bool {
        self.emails.contains(&address.to_lowercase())
    }

    /// Whether a person may be named.
    pub fn is_named(&self, name: &str) -> bool {
        self.names.contains(&name.trim().to_lowercase())
    }

    /// Whether a host lies in a private zone of the config.
    pub fn private_zone(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.').to_lowercase();
        self.zones.iter().any(|zone| host == *zone || below(&host, zone))
    }

    /// Whether a ticket key is known, in exactly that case.
    pub fn known_key(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// The places of public terms and public names in a text.
    pub fn terms_in(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        self.terms.iter().flat_map(|terms| terms.find_iter(text).map(|found| found.range())).collect()
    }

    /// Whether a value is said in the config's public words already.
    pub fn is_said(&self, value: &str) -> bool {
        says(&self.words, value)
    }

    /// Whether a person's name is in the name of something. A sentence of the config names nobody who may be named: `leaks.public_names` does.
    pub fn is_title(&self, name: &str) -> bool {
        says(&self.titles, name)
    }
}

fn says(words: &str, value: &str) -> bool {
    let value = value.to_lowercase();
    words.match_indices(&value).any(|(at, found)| {
        let border = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        border(words[..at].chars().next_back()) && border(words[at + found.len()..].chars().next())
    })
}

/// An entry as it may be pasted: with a scheme before it and a slash behind.
fn bare(entry: &str) -> &str {
    entry.split_once("://").map_or(entry, |(_, rest)| rest).trim_end_matches('/')
}

/// Whether a host lies below a zone, on the border of a label.
fn below(host: &str, zone: &str) -> bool {
    host.strip_suffix(zone).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
}

fn public_words(config: &Config) -> Vec<String> {
    let site = &config.site;
    let mut words = vec![site.title.clone()];
    words.extend(site.title.split_whitespace().filter(|word| word.chars().count() > 3).map(str::to_owned));
    for component in &config.components {
        words.extend([component.id.clone(), component.name.clone()]);
        words.extend(component.group.clone());
    }
    words.extend(config.leaks.public_terms.iter().cloned());
    words
}

fn sentences(config: &Config) -> Vec<String> {
    let descriptions = config.components.iter().map(|component| &component.description);
    std::iter::once(&config.site.description).chain(descriptions).flatten().cloned().collect()
}

/// One pattern for all public terms, the longest first, whole words in any case. Descriptions are sentences and take no part.
fn terms<'a>(words: impl Iterator<Item = &'a String>) -> Option<Regex> {
    let mut terms: Vec<_> = words.map(|word| word.trim()).filter(|word| !word.is_empty() && word.len() <= 100).collect();
    terms.sort_by_key(|term| std::cmp::Reverse(term.len()));
    let list: Vec<_> = terms.iter().map(|term| regex::escape(term)).collect();
    regex::Regex::new(&format!(r"(?i)(?:^|\b)(?:{})(?:$|\b)", list.join("|"))).ok()
}
