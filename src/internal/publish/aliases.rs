//! Published incidents → findings about aliases that are the path of something else. Two outputs may never claim one path.
//! Withheld documents are not looked at: what they hold must not decide about what others may publish.

use std::collections::BTreeMap;

use super::rules::ALIAS_TAKEN;
use crate::diagnostic::{Finding, SourceId, Span};
use crate::internal::read::draft::Draft;
use crate::internal::read::public::alias_path;
use crate::public::SharedIncident;

/// First segments of the site's own paths, whether this site has them or not.
const OWN: &[&str] = &[
    ".well-known",
    "404.html",
    "_headers",
    "_hosting",
    "api",
    "apple-touch-icon.png",
    "assets",
    "badge.json",
    "badge.svg",
    "calendar.ics",
    "components",
    "favicon.ico",
    "favicon.svg",
    "feed.atom",
    "feed.json",
    "feed.xml",
    "feeds.opml",
    "history",
    "history.atom",
    "history.rss",
    "icon-192.png",
    "icon-512.png",
    "index.html",
    "netlify.toml",
    "postmortems",
    "robots.txt",
    "site.webmanifest",
    "sitemap.xml",
    "subscribe",
    "vercel.json",
];

/// The aliases of a draft with their places, as files of the site, in lower case: on some disks and hosts two names that differ in case
/// only are one file. All other paths of the site are of lower case.
pub struct Aliases {
    /// The document.
    pub source: SourceId,
    paths: Vec<(Span, String)>,
}

/// Every alias that is an own path of the site, the page of an incident, or an alias of another incident.
pub fn taken(published: &[(Aliases, SharedIncident)]) -> Vec<Finding> {
    if published.iter().all(|(aliases, _)| aliases.paths.is_empty()) {
        return Vec::new();
    }
    let mut claims: BTreeMap<String, usize> = BTreeMap::new();
    for (aliases, incident) in published {
        *claims.entry(file(&incident.page())).or_default() += 1;
        // The calendar file of a window: an alias of that name would be a folder in its place.
        *claims.entry(file(&format!("{}.ics/", incident.page().trim_end_matches('/')))).or_default() += 1;
        for (_, path) in &aliases.paths {
            *claims.entry(path.clone()).or_default() += 1;
        }
    }
    let is_taken = |path: &str| {
        let first = path.split('/').next().unwrap_or_default();
        let folder = format!("{path}/");
        OWN.contains(&first)
            || claims.get(path).is_some_and(|count| *count > 1)
            || claims.range(folder.clone()..).next().is_some_and(|(other, _)| other.starts_with(&folder))
    };
    let mut findings = Vec::new();
    for (aliases, _) in published {
        for (span, _) in aliases.paths.iter().filter(|(_, path)| is_taken(path)) {
            findings.push(ALIAS_TAKEN.found(aliases.source, span.clone(), "this path belongs to another page"));
        }
    }
    findings
}

impl Aliases {
    /// Those of a draft.
    pub fn of(draft: &Draft) -> Self {
        let aliases = draft.public.iter().flat_map(|public| &public.aliases);
        let paths = aliases.filter_map(|alias| Some((alias.span.clone(), alias_path(&alias.value)?.to_ascii_lowercase())));
        Self { source: draft.source, paths: paths.collect() }
    }

    /// Where they stand.
    pub fn places(&self) -> impl Iterator<Item = Span> + '_ {
        self.paths.iter().map(|(span, _)| span.clone())
    }
}

fn file(page: &str) -> String {
    format!("{}index.html", page.trim_start_matches('/'))
}
