//! The model: each path has what it needs and nothing twice. Each file says what the model says. Real servers are asked in tests/outside.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::model::{Rule, rules};
use super::pattern::matches;
use super::*;
use crate::outputs::tests::made;
use crate::public::sample;

const ALL: Policy = Policy { scripts: true, fonts: true, hsts: true };

fn value(path: &str, name: &str) -> Option<Cow<'static, str>> {
    for_path(Policy::default(), path).into_iter().find(|(given, _)| *given == name).map(|(_, value)| value)
}

/// Every pattern with its blanks filled in, in several ways.
fn paths() -> Vec<String> {
    let words =
        ["a", "2026", "2026-03", "v2/status.json", "feed.xml", "badge.svg", "a.ics", "index.html", "", "api", "assets/x", "a/b/", "2026/"];
    let filled = |pattern: &str, word: &str| {
        [":id", ":period", ":year", "*"].iter().fold(pattern.to_owned(), |text, blank| text.replace(blank, word))
    };
    let patterns: Vec<&str> = rules(ALL).iter().flat_map(Rule::all).collect();
    words.iter().flat_map(|word| patterns.iter().map(|pattern| filled(pattern, word)).collect::<Vec<_>>()).collect()
}

fn assert_unique(path: &str, names: &[&str]) {
    let unique: BTreeSet<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
    assert_eq!(unique.len(), names.len(), "{path}: {names:?}");
}

#[test]
fn no_path_gets_one_header_twice() {
    for path in paths() {
        let headers = for_path(ALL, &path);
        assert_unique(&path, &headers.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }
}

#[test]
fn hosts_that_ignore_a_slash_at_the_end_see_no_header_twice_either() {
    let rules = rules(ALL);
    for path in paths() {
        let given = path.trim_end_matches('/');
        let meant = |rule: &&Rule| rule.patterns.iter().any(|pattern| matches(pattern.trim_end_matches('/'), given));
        assert_unique(&path, &rules.iter().filter(meant).flat_map(|rule| &rule.headers).map(|(name, _)| *name).collect::<Vec<_>>());
    }
}

#[test]
fn each_kind_of_file_has_its_cache_class() {
    let pages = [
        "/",
        "index.html",
        "incidents/2026-03-14-slow-search/index.html",
        "maintenance/2026-03-25-database-upgrade/index.html",
        "/history/",
        "/history/2026/",
        "/history/2026-03/",
        "/postmortems/",
        "/components/search/",
        "/components/search/2026/",
        "/subscribe/",
        "404.html",
    ];
    for page in pages {
        assert_eq!(value(page, "Cache-Control").as_deref(), Some("public, max-age=0, must-revalidate"), "{page}");
        assert_eq!(value(page, "Access-Control-Allow-Origin"), None, "{page}");
    }
    let data = [
        "api/v2/summary.json",
        "api/incidents/a.json",
        "api/history/2026.json",
        "api/schema/incident.json",
        "feed.xml",
        "feed.atom",
        "feed.json",
        "feeds.opml",
        "history.rss",
        "history.atom",
        "postmortems/feed.json",
        "components/search/feed.atom",
        "badge.svg",
        "badge.json",
        "components/search/badge.svg",
        "components/search/badge.json",
        "calendar.ics",
        "maintenance/2026-03-25-database-upgrade.ics",
        "favicon.svg",
    ];
    for file in data {
        assert_eq!(value(file, "Cache-Control").as_deref(), Some("public, max-age=60"), "{file}");
        assert_eq!(value(file, "Access-Control-Allow-Origin").as_deref(), Some("*"), "{file}");
        assert_eq!(value(file, "Cross-Origin-Resource-Policy").as_deref(), Some("cross-origin"), "{file}");
    }
    for file in ["site.webmanifest", "robots.txt", "sitemap.xml", ".well-known/security.txt", "favicon.ico", "icon-512.png"] {
        assert_eq!(value(file, "Cache-Control").as_deref(), Some("public, max-age=3600"), "{file}");
        assert_eq!(value(file, "Access-Control-Allow-Origin"), None, "{file}");
    }
    assert_eq!(value("assets/site.3f9a.css", "Cache-Control").as_deref(), Some("public, max-age=31536000, immutable"));
}

#[test]
fn the_policy_allows_what_the_site_uses_and_nothing_else() {
    for path in paths() {
        let policy = value(&path, "Content-Security-Policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; ") && policy.ends_with("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!["unsafe", "script-src", "font-src"].iter().any(|word| policy.contains(word)), "{path}: {policy}");
        assert_eq!(value(&path, "X-Content-Type-Options").as_deref(), Some("nosniff"));
        assert_eq!(value(&path, "Strict-Transport-Security"), None);
    }
    let all = for_path(ALL, "/");
    assert!(all[0].1.contains("; script-src 'self'; font-src 'self'; "), "{}", all[0].1);
    assert!(all.contains(&("Strict-Transport-Security", "max-age=31536000".into())));
}

#[test]
fn lines_say_what_the_model_says_below_the_path_of_the_site() {
    let text = lines::text(&rules(ALL), "/status");
    assert!(text.starts_with("/status/*\n  Content-Security-Policy: default-src 'none'; "));
    assert!(text.contains("\n/status/feed.xml\n  Cache-Control: public, max-age=60\n  Access-Control-Allow-Origin: *\n"));
    assert!(text.lines().all(|line| line.starts_with("/status/") || line.starts_with("  ")));
    assert!(!text.contains(":year") && !text.contains(".ics\n  Cache-Control: public, max-age=60\n  Access-Control-Allow-Origin: *\n\n"));
}

#[test]
fn lines_keep_within_what_hosts_read() {
    let text = lines::text(&rules(ALL), "");
    assert!(text.lines().filter(|line| line.starts_with('/')).count() <= 100);
    assert!(text.lines().all(|line| line.len() <= 2000));
}

#[test]
fn netlify_reads_the_same_from_tables_as_from_lines() {
    let parsed: toml::Table = toml::from_str(&netlify::text(&rules(ALL), "/status")).unwrap();
    let mut told = String::new();
    for table in parsed["headers"].as_array().unwrap() {
        told.push_str(&format!("{}\n", table["for"].as_str().unwrap()));
        let mut values: Vec<_> = table["values"].as_table().unwrap().iter().collect();
        values.sort_by_key(|(name, _)| name.to_owned());
        values.iter().for_each(|(name, value)| told.push_str(&format!("  {name}: {}\n", value.as_str().unwrap())));
    }
    let sorted = rules(ALL).into_iter().map(|mut rule| {
        rule.headers.sort_by_key(|(name, _)| *name);
        rule
    });
    assert_eq!(told, lines::text(&sorted.collect::<Vec<_>>(), "/status"));
}

#[test]
fn vercel_is_told_every_pattern_with_its_groups() {
    let parsed: serde_json::Value = serde_json::from_str(&vercel::text(&rules(ALL), "")).unwrap();
    let sources: Vec<&str> = parsed["headers"].as_array().unwrap().iter().filter_map(|entry| entry["source"].as_str()).collect();
    assert_eq!(sources.len(), rules(ALL).iter().flat_map(Rule::all).count());
    for source in ["/(.*)", "/", r"/feed\.xml", "/components/([a-z0-9-]+)/([0-9]+)/", r"/maintenance/([a-z0-9-]+)\.ics", "/assets/(.*)"] {
        let source = source.replace(r"\-", "-");
        assert!(sources.contains(&source.as_str()), "{source}: {sources:?}");
    }
    assert_eq!(parsed["trailingSlash"], true);
}

#[test]
fn every_location_of_nginx_says_all_of_its_headers() {
    let text = nginx::text(&rules(ALL), "");
    let locations: Vec<&str> = text.split("\nlocation ").skip(1).collect();
    assert_eq!(locations.len(), rules(ALL).len() - 1);
    for location in locations {
        assert!(location.contains("add_header Content-Security-Policy") && location.contains("add_header Cache-Control"), "{location}");
    }
    let below = nginx::text(&rules(ALL), "/status");
    assert!(below.contains("\nlocation /status/ {\n") && below.contains("error_page 404 /status/404.html;"), "{below}");
    assert_eq!(below.matches('{').count(), below.matches('}').count());
}

#[test]
fn no_host_keeps_an_error_as_long_as_a_file() {
    let apache = apache::text(&rules(ALL), "");
    assert!(apache.contains("\nHeader always set X-Content-Type-Options \"nosniff\"\n") && !apache.contains("always set Cache-Control"));
    assert!(!nginx::text(&rules(ALL), "").contains("add_header Cache-Control \"public, max-age=31536000, immutable\" always"));
    assert!(caddy::text(&rules(ALL), "").contains("header -Cache-Control"));
}

#[test]
fn only_the_files_that_the_config_names_are_written() {
    let renderer = Renderer::new(&crate::render::Theme::embedded(), crate::render::Theme::embedded().locale("en").unwrap()).unwrap();
    let written = |hosts: Vec<Host>| {
        let mut history = sample::history();
        history.site.hosts = hosts;
        made(&Headers, &history, &renderer).unwrap().iter().map(|file| file.path.to_string()).collect::<Vec<_>>()
    };
    assert!(written(vec![]).is_empty());
    let all = [Host::Headers, Host::Netlify, Host::Vercel, Host::Nginx, Host::Caddy, Host::Apache];
    assert_eq!(
        written(all.to_vec()),
        ["_headers", "netlify.toml", "vercel.json", "_hosting/nginx.conf", "_hosting/Caddyfile", ".htaccess"]
    );
}
