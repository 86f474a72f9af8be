//! Published incidents → findings about aliases that are the path of something else. Two outputs may never claim one path.
//! Withheld documents are not looked at: what they hold must not decide about what others may publish.

use std::collections::BTreeMap;

use super::rules::ALIAS_TAKEN;
use crate::diagnostic::Finding;
use crate::internal::read::draft::Draft;
use crate::internal::read::public::alias_path;
use crate::public::Incident;

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

/// Every alias that is an own path of the site, the page of an incident, or an alias of another incident.
pub fn taken(published: &[(&Draft, Incident)]) -> Vec<Finding> {
    let mut claims: BTreeMap<String, usize> = BTreeMap::new();
    for (draft, incident) in published {
        *claims.entry(file(&incident.page())).or_default() += 1;
        // The calendar file of a window: an alias of that name would be a folder in its place.
        *claims.entry(file(&format!("{}.ics/", incident.page().trim_end_matches('/')))).or_default() += 1;
        for path in aliases(draft).map(|(_, path)| path) {
            *claims.entry(path).or_default() += 1;
        }
    }
    let is_taken = |path: &str| {
        let first = path.split('/').next().unwrap_or_default();
        let folder = format!("{path}/");
        OWN.contains(&first) || claims.get(path).is_some_and(|count| *count > 1) || claims.keys().any(|other| other.starts_with(&folder))
    };
    let mut findings = Vec::new();
    for (draft, _) in published {
        for (span, _) in aliases(draft).filter(|(_, path)| is_taken(path)) {
            findings.push(ALIAS_TAKEN.found(draft.source, span, "this path belongs to another page"));
        }
    }
    findings
}

/// The aliases of a draft with their places, as files of the site, in lower case: on some disks and hosts two names that differ in case
/// only are one file. All other paths of the site are of lower case.
fn aliases(draft: &Draft) -> impl Iterator<Item = (std::ops::Range<usize>, String)> + '_ {
    let aliases = draft.public.iter().flat_map(|public| &public.aliases);
    aliases.filter_map(|alias| Some((alias.span.clone(), alias_path(&alias.value)?.to_ascii_lowercase())))
}

fn file(page: &str) -> String {
    format!("{}index.html", page.trim_start_matches('/'))
}
