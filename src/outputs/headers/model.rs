//! Which path gets which header, as data. Comes in: what the site uses. Goes out: rules for the files of hosts.
//! No path may get one header from two rules: hosts join such values with a comma.

use std::borrow::Cow;

use super::pattern::matches;

/// A header's name and value.
pub type Header = (&'static str, Cow<'static, str>);

/// What of the model depends on the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Policy {
    /// Whether pages load the site's own script.
    pub scripts: bool,
    /// Whether the theme has fonts.
    pub fonts: bool,
    /// Whether browsers are told to use HTTPS only.
    pub hsts: bool,
}

/// Headers for some paths.
pub struct Rule {
    /// Paths from the site's root: `:name` stands for one segment, `*` for anything. The strictest reading of the hosts' own rules.
    pub patterns: &'static [&'static str],
    /// Paths that only hosts with regular expressions can tell from others, since some ignore a slash at the end and know no placeholder
    /// within a segment. Without them such a path has what the first rule and the host itself give it.
    pub precise: &'static [&'static str],
    /// What they get.
    pub headers: Vec<Header>,
}

impl Rule {
    /// All its paths.
    pub fn all(&self) -> impl Iterator<Item = &'static str> {
        self.patterns.iter().chain(self.precise).copied()
    }
}

/// The model. The first rule is about every path; no other two meet in one, and none has a header in common with the first.
pub fn rules(policy: Policy) -> Vec<Rule> {
    let rule = |patterns, precise, headers: &[(&'static str, &'static str)]| Rule {
        patterns,
        precise,
        headers: headers.iter().map(|(name, value)| (*name, Cow::Borrowed(*value))).collect(),
    };
    vec![
        Rule { patterns: &["/*"], precise: &[], headers: everywhere(policy) },
        rule(PAGES, &["/components/:id/:year/"], &[("Cache-Control", "public, max-age=0, must-revalidate")]),
        rule(
            DATA,
            &["/maintenance/:id.ics"],
            &[
                ("Cache-Control", "public, max-age=60"),
                ("Access-Control-Allow-Origin", "*"),
                ("Cross-Origin-Resource-Policy", "cross-origin"),
            ],
        ),
        rule(ROOT_FILES, &[], &[("Cache-Control", "public, max-age=3600")]),
        rule(&["/assets/*"], &[], &[("Cache-Control", "public, max-age=31536000, immutable")]),
    ]
}

/// What every file gets. The policy of content allows what pages use and nothing else; `connect-src` is there for programs that read
/// `robots.txt` and the API from within a page.
fn everywhere(policy: Policy) -> Vec<Header> {
    let mut sources = vec!["default-src 'none'", "style-src 'self'", "img-src 'self'", "connect-src 'self'", "manifest-src 'self'"];
    sources.extend(policy.scripts.then_some("script-src 'self'"));
    sources.extend(policy.fonts.then_some("font-src 'self'"));
    sources.extend(["form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'"]);
    let mut headers: Vec<Header> = vec![
        ("Content-Security-Policy", sources.join("; ").into()),
        ("X-Content-Type-Options", "nosniff".into()),
        ("Referrer-Policy", "no-referrer".into()),
        ("Permissions-Policy", CLOSED.into()),
        ("Cross-Origin-Opener-Policy", "same-origin".into()),
    ];
    // Of this host only, and without the preload list: both of these are decisions about more than this site.
    headers.extend(policy.hsts.then(|| ("Strict-Transport-Security", "max-age=31536000".into())));
    headers
}

const CLOSED: &str = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
                      microphone=(), midi=(), payment=(), usb=()";

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

/// What programs of other origins read, and what changes with the state.
const DATA: &[&str] = &[
    "/api/*",
    "/feed.xml",
    "/feed.atom",
    "/feed.json",
    "/feeds.opml",
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
    "/favicon.svg",
];

/// Files whose names stay while what they hold rarely changes.
const ROOT_FILES: &[&str] = &[
    "/robots.txt",
    "/sitemap.xml",
    "/site.webmanifest",
    "/.well-known/security.txt",
    "/favicon.ico",
    "/apple-touch-icon.png",
    "/icon-192.png",
    "/icon-512.png",
];

/// The headers of a path from the site's root: `/incidents/ID/`, or the file behind it, `incidents/ID/index.html`.
pub fn for_path(policy: Policy, path: &str) -> Vec<Header> {
    let path = format!("/{}", path.trim_start_matches('/'));
    let path = path.strip_suffix("/index.html").map_or(path.clone(), |folder| format!("{folder}/"));
    let matching = rules(policy).into_iter().filter(|rule| rule.all().any(|pattern| matches(pattern, &path)));
    matching.flat_map(|rule| rule.headers).collect()
}
