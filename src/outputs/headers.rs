//! The HTTP headers of the site as data: [`RULES`]. Goes out: the `_headers` file, and [`for_path`] for the preview server, so that a
//! policy that breaks a page breaks it at home. No path may get one header from two rules: hosts join such values with a comma.

use super::{Artifact, Output};
use crate::error::Result;
use crate::public::{History, Site};
use crate::render::Renderer;

/// A header's name and value.
pub type Header = (&'static str, &'static str);

/// Headers for some paths.
pub struct Rule {
    /// Paths from the site's root: `:name` stands for one segment, `*` for anything. The strictest reading of the hosts' own rules.
    pub patterns: &'static [&'static str],
    /// What they get.
    pub headers: &'static [Header],
}

/// The model. A pattern of one rule meets no pattern of another, but for the first, which has no header in common with any.
pub const RULES: &[Rule] = &[
    Rule {
        patterns: &["/*"],
        headers: &[
            (
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
                 form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
            ),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            (
                "Permissions-Policy",
                "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
                 microphone=(), midi=(), payment=(), usb=()",
            ),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ],
    },
    Rule { patterns: PAGES, headers: &[("Cache-Control", "public, max-age=0, must-revalidate")] },
    Rule {
        patterns: DATA,
        headers: &[
            ("Cache-Control", "public, max-age=60"),
            ("Access-Control-Allow-Origin", "*"),
            ("Cross-Origin-Resource-Policy", "cross-origin"),
        ],
    },
    Rule { patterns: &["/assets/*"], headers: &[("Cache-Control", "public, max-age=31536000, immutable")] },
];

const PAGES: &[&str] = &[
    "/",
    "/404.html",
    "/history/",
    "/history/:period/",
    "/postmortems/",
    "/subscribe/",
    "/components/:id/",
    "/incidents/:id/",
    "/maintenance/:id/",
];

/// What programs of other origins read. Not `/maintenance/ID.ics`: hosts that ignore a slash at the end cannot tell it from the page.
const DATA: &[&str] = &[
    "/api/*",
    "/feed.xml",
    "/feed.atom",
    "/feed.json",
    "/history.rss",
    "/history.atom",
    "/postmortems/feed.xml",
    "/postmortems/feed.atom",
    "/postmortems/feed.json",
    "/components/:id/feed.xml",
    "/components/:id/feed.atom",
    "/components/:id/feed.json",
    "/calendar.ics",
    "/badge.svg",
    "/badge.json",
    "/components/:id/badge.svg",
    "/components/:id/badge.json",
];

/// The headers of a path from the site's root: `/incidents/ID/`, or the file behind it, `incidents/ID/index.html`.
pub fn for_path(path: &str) -> Vec<Header> {
    let path = format!("/{}", path.trim_start_matches('/'));
    let path = path.strip_suffix("/index.html").map_or(path.clone(), |folder| format!("{folder}/"));
    let matching = RULES.iter().filter(|rule| rule.patterns.iter().any(|pattern| matches(pattern, &path)));
    matching.flat_map(|rule| rule.headers).copied().collect()
}

/// `_headers`, as Netlify, Cloudflare and others read it.
pub struct Headers;

impl Output for Headers {
    fn name(&self) -> &'static str {
        "headers"
    }

    fn produce(&self, history: &History, _: &Renderer) -> Result<Vec<Artifact>> {
        let file = history.site.headers.then(|| Artifact::new("_headers", text(&history.site)));
        file.into_iter().collect()
    }
}

fn text(site: &Site) -> String {
    let block = |rule: &Rule, pattern: &str| {
        let headers = rule.headers.iter().map(|(name, value)| format!("  {name}: {value}\n"));
        [format!("{}{pattern}\n", site.base)].into_iter().chain(headers).collect::<String>()
    };
    RULES.iter().flat_map(|rule| rule.patterns.iter().map(move |pattern| block(rule, pattern))).collect()
}

fn matches(pattern: &str, path: &str) -> bool {
    if let Some((before, behind)) = pattern.split_once('*') {
        return path.len() >= before.len() + behind.len() && path.starts_with(before) && path.ends_with(behind);
    }
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(name), Some(segment)) if name.starts_with(':') => {
                if segment.is_empty() {
                    return false;
                }
            }
            (Some(name), Some(segment)) if name == segment => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::public::sample;

    fn value(path: &str, name: &str) -> Option<&'static str> {
        for_path(path).into_iter().find(|(given, _)| *given == name).map(|(_, value)| value)
    }

    /// Every pattern with its blanks filled in, in several ways.
    fn paths() -> Vec<String> {
        let patterns = RULES.iter().flat_map(|rule| rule.patterns);
        let filled = |word: &'static str| move |pattern: &&str| pattern.replace(":id", word).replace(":period", word).replace('*', word);
        let words = ["a", "2026-03", "v2/status.json", "feed.xml", "badge.svg", "a.ics", "index.html", "", "api", "assets/x", "a/b/"];
        words.iter().flat_map(|word| patterns.clone().map(filled(word)).collect::<Vec<_>>()).collect()
    }

    #[test]
    fn no_path_gets_one_header_twice() {
        for path in paths() {
            let names: Vec<_> = for_path(&path).into_iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{path}: {names:?}");
        }
    }

    #[test]
    fn hosts_that_ignore_a_slash_at_the_end_see_no_header_twice_either() {
        for path in paths() {
            let given = path.trim_end_matches('/');
            let rules = RULES.iter().filter(|rule| rule.patterns.iter().any(|pattern| matches(pattern.trim_end_matches('/'), given)));
            let names: Vec<_> = rules.flat_map(|rule| rule.headers).map(|(name, _)| name).collect();
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{path}: {names:?}");
        }
    }

    #[test]
    fn each_kind_of_file_has_its_cache_class() {
        for page in ["/", "index.html", "incidents/2026-03-14-slow-search/index.html", "/history/2026-03/", "404.html"] {
            assert_eq!(value(page, "Cache-Control"), Some("public, max-age=0, must-revalidate"), "{page}");
            assert_eq!(value(page, "Access-Control-Allow-Origin"), None, "{page}");
        }
        for data in ["api/v2/summary.json", "feed.atom", "history.rss", "components/search/badge.svg", "calendar.ics"] {
            assert_eq!(value(data, "Cache-Control"), Some("public, max-age=60"), "{data}");
            assert_eq!(value(data, "Access-Control-Allow-Origin"), Some("*"), "{data}");
            assert_eq!(value(data, "Cross-Origin-Resource-Policy"), Some("cross-origin"), "{data}");
        }
        assert_eq!(value("assets/site.3f9a.css", "Cache-Control"), Some("public, max-age=31536000, immutable"));
    }

    #[test]
    fn every_path_has_the_policy() {
        for path in paths() {
            let policy = value(&path, "Content-Security-Policy").expect("a policy");
            assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{path}");
            assert_eq!(value(&path, "X-Content-Type-Options"), Some("nosniff"));
        }
    }

    #[test]
    fn the_file_says_what_the_model_says_below_the_path_of_the_site() {
        let site = Site { url: sample::text("https://example.com/status"), base: sample::text("/status"), ..sample::site() };
        let text = text(&site);
        assert!(text.starts_with("/status/*\n  Content-Security-Policy: default-src 'none'; "));
        assert!(text.contains("\n/status/feed.xml\n  Cache-Control: public, max-age=60\n  Access-Control-Allow-Origin: *\n"));
        assert!(text.lines().all(|line| line.starts_with("/status/") || line.starts_with("  ")));
    }

    #[test]
    fn the_file_keeps_within_what_hosts_read() {
        let text = text(&sample::site());
        assert!(text.lines().filter(|line| line.starts_with('/')).count() <= 100);
        assert!(text.lines().all(|line| line.len() <= 2000));
    }
}
