//! A site below a path of its host: every link of every page, feed and document begins with that path.

use super::{Doc, api, feed, is_well_formed, site};
use crate::support::{Built, Folder};

const BASE: &str = "/acme/status";

fn below() -> Folder {
    let incident = Doc::incident("slow", "Search is slow", "2026-03-20T11:00:00Z")
        .with("impact", "partial")
        .with("components", "[search]")
        .with("aliases", "[/old/slow/]")
        .said("2026-03-20T11:00:00Z", "Investigating", "Searches are slow, see [the list](https://docs.example.com/a?b=1&c=2).");
    let told = Doc::incident("told", "Search was slow", "2026-03-10T11:00:00Z")
        .with("resolved", "2026-03-10T12:00:00Z")
        .with("published", "2026-03-12T12:00:00Z")
        .with("impact", "partial")
        .told("Search results were slow for one request in five.[^1]\n\n[^1]: Between 11:00 and 12:00 UTC.");
    let window = Doc::window("work", "Database upgrade", "2026-03-25T10:00:00Z", "2026-03-25T11:00:00Z").said(
        "2026-03-19T10:00:00Z",
        "Scheduled",
        "We move to a newer version.",
    );
    let folder = site([&incident, &told, &window]);
    let config = std::fs::read_to_string(folder.at("allclear.toml")).unwrap();
    folder.file("allclear.toml", config.replace("https://status.example.com", &format!("https://example.com{BASE}/")))
}

/// The values of all `href`, `src` and `content` of a page that are addresses.
fn addresses(page: &str) -> Vec<String> {
    use html5gum::{Token, Tokenizer};
    let mut found = Vec::new();
    for token in Tokenizer::new(page) {
        let Ok(Token::StartTag(tag)) = token else { continue };
        for name in ["href", "src", "content", "action", "srcset", "data"] {
            let value = tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(&value.value).into_owned());
            let plain = matches!(name, "href" | "src");
            found.extend(value.filter(|value| plain || value.starts_with('/') || value.contains("://")));
        }
    }
    found
}

fn pages(built: &Built) -> impl Iterator<Item = (&String, String)> {
    let pages = built.site().iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, bytes)| (path, String::from_utf8(bytes.clone()).unwrap()))
}

#[test]
fn every_link_of_a_page_is_below_the_path() {
    let built = below().build();

    assert_eq!(built.status, 0, "{}", built.human);
    is_well_formed(&built);
    let mut seen = 0;
    for (path, page) in pages(&built) {
        for address in addresses(&page) {
            let own = address.strip_prefix("https://example.com").unwrap_or(&address);
            let foreign = own.contains("://") || own.starts_with("mailto:") || own.starts_with('#');
            assert!(foreign || own.starts_with(&format!("{BASE}/")) || own.contains(&format!("example.com{BASE}")), "{path}: {address}");
            let target = own.strip_prefix(&format!("{BASE}/")).map(|target| target.split(['#', '?']).next().unwrap_or_default());
            if let Some(target) = target {
                let file = if target.is_empty() || target.ends_with('/') { format!("{target}index.html") } else { target.to_owned() };
                assert!(built.site().contains_key(&file), "{path}: {address} leads nowhere");
                seen += 1;
            }
        }
        let canonical = page.split_once("rel=\"canonical\" href=\"").map(|(_, rest)| rest.split('"').next().unwrap().to_owned());
        let folder = path.strip_suffix("index.html").filter(|folder| !folder.starts_with("old/"));
        if let (Some(canonical), Some(folder)) = (canonical, folder) {
            assert_eq!(canonical, format!("https://example.com{BASE}/{folder}"));
        }
    }
    assert!(seen > 50, "only {seen} links");
}

#[test]
fn feeds_and_the_api_name_whole_addresses() {
    let built = below().build();
    let page = |kind: &str, id: &str| format!("https://example.com{BASE}/{kind}/{id}/");

    for path in ["feed.xml", "feed.atom", "history.rss", "history.atom"] {
        for entry in feed(&built, path).entries {
            let link = &entry.links[0].href;
            assert!(link.starts_with(&format!("https://example.com{BASE}/")), "{path}: {link}");
            assert!(!built.text(path).contains("href=\"#") && !built.text(path).contains("href=&quot;#"), "{path}: a link into nowhere");
        }
    }
    assert_eq!(api(&built, "summary")["page"]["url"], format!("https://example.com{BASE}"));
    assert_eq!(api(&built, "incidents/unresolved")["incidents"][0]["shortlink"], page("incidents", "slow"));
    assert_eq!(api(&built, "scheduled-maintenances")["scheduled_maintenances"][0]["shortlink"], page("maintenance", "work"));
    let sitemap = built.text("sitemap.xml");
    assert!(sitemap.contains(&page("incidents", "slow")) && !sitemap.contains("example.com/incidents"));
    assert!(built.text("old/slow/index.html").contains(&page("incidents", "slow")));
}

#[test]
fn the_same_site_at_the_root_differs_in_its_addresses_only() {
    let folder = below();
    let here = folder.build();
    let config = std::fs::read_to_string(folder.at("allclear.toml")).unwrap();
    let root = folder.file("allclear.toml", config.replace(&format!("https://example.com{BASE}/"), "https://example.com")).build();

    assert_eq!(here.site().keys().collect::<Vec<_>>(), root.site().keys().collect::<Vec<_>>());
    for (path, page) in pages(&root).filter(|(path, _)| !path.starts_with("old/")) {
        let folder = page.replace("://example.com", &format!("://example.com{BASE}"));
        let moved = folder.replace("href=\"/", &format!("href=\"{BASE}/")).replace("src=\"/", &format!("src=\"{BASE}/"));
        // The page of addresses may say more: where programs look for the API.
        let missing = moved.lines().find(|line| !here.text(path).lines().any(|other| other == *line));
        assert_eq!(missing, None, "{path}");
    }
}
