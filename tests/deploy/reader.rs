//! A reader of a site that was cut in the middle of a deploy: follows what pages show, links between pages, and what feeds tell of.

use std::collections::BTreeSet;

use regex::Regex;
use url::Url;

use crate::support::tree::Tree;

const ADDRESS: &str = "https://status.example.com/";

/// Asserts that what is served works: every file whole and from one of two sites, every page with what it shows, every page that a reader
/// can get to there, and every page that a feed or the sitemap tells of.
#[track_caller]
pub fn finds_a_working_site(served: &Tree, sites: &[&Tree], when: &str) {
    for (path, bytes) in served {
        assert!(sites.iter().any(|site| site.get(path) == Some(bytes)), "{when}: {path} is not whole");
    }
    for path in served.keys().filter(|path| path.ends_with(".html")) {
        for target in links(served, path).into_iter().filter(|target| is_shown(target)) {
            assert!(served.contains_key(&target), "{when}: {path} shows {target}, which is not there");
        }
    }
    walk(served, when);
    for path in served.keys().filter(|path| path.ends_with("feed.json")) {
        let feed: serde_json::Value = serde_json::from_slice(&served[path]).unwrap();
        for entry in feed["items"].as_array().unwrap() {
            let page = file_of(&Url::parse(entry["url"].as_str().unwrap()).unwrap()).unwrap();
            assert!(served.contains_key(&page), "{when}: {path} tells of {page}, which is not there");
        }
    }
    if let Some(map) = served.get("sitemap.xml") {
        for found in Regex::new("<loc>([^<]+)</loc>").unwrap().captures_iter(std::str::from_utf8(map).unwrap()) {
            let page = file_of(&Url::parse(&found[1]).unwrap()).unwrap();
            assert!(served.contains_key(&page), "{when}: the sitemap has {page}, which is not there");
        }
    }
}

/// From the front page to every page that can be reached.
#[track_caller]
fn walk(served: &Tree, when: &str) {
    if !served.contains_key("index.html") {
        return;
    }
    let mut seen = BTreeSet::from(["index.html".to_owned()]);
    let mut open = vec!["index.html".to_owned()];
    while let Some(page) = open.pop() {
        for target in links(served, &page).into_iter().filter(|target| target.ends_with(".html")) {
            assert!(served.contains_key(&target), "{when}: {page} leads to {target}, which is not there");
            if seen.insert(target.clone()) {
                open.push(target);
            }
        }
    }
    assert!(seen.len() > 3, "{when}: the front page leads nowhere: {seen:?}");
}

/// The files of the site that a page names.
fn links(served: &Tree, page: &str) -> Vec<String> {
    let text = std::str::from_utf8(&served[page]).unwrap();
    let base = Url::parse(ADDRESS).unwrap().join(page).unwrap();
    let named = Regex::new(r#"(?:href|src)="([^"]+)""#).unwrap();
    named.captures_iter(text).filter_map(|found| file_of(&base.join(&found[1]).ok()?)).collect()
}

/// The file behind an address of the site.
fn file_of(url: &Url) -> Option<String> {
    let path = url.as_str().starts_with(ADDRESS).then(|| url.path().trim_start_matches('/').to_owned())?;
    Some(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path })
}

fn is_shown(path: &str) -> bool {
    [".css", ".js", ".png", ".jpg", ".ico", ".webmanifest"].iter().any(|ending| path.ends_with(ending)) || path == "favicon.svg"
}

#[test]
fn the_reader_sees_what_is_missing() {
    let sites = super::sites::Sites::get();
    let whole = &sites.newer_files;
    finds_a_working_site(whole, &[whole], "whole");
    let shown = |path: &str| path.starts_with("assets/style") || path.starts_with("assets/2026") || path == "favicon.svg";
    let missed: Vec<&String> = whole.keys().filter(|path| path.ends_with(".html") && *path != "404.html" || shown(path)).collect();
    assert!(missed.len() > 12, "{missed:?}");
    for path in missed {
        let mut cut = whole.clone();
        cut.remove(path);
        let seen = std::panic::catch_unwind(|| finds_a_working_site(&cut, &[whole], "cut")).is_err();
        assert!(seen, "nobody missed {path}");
    }
}
