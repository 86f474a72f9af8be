//! The tripwire finds internal values in finished files however they are written, and is silent about a theme's own bytes.

use base64::Engine;

use super::site::Site;
use crate::internal::check::leak::Tripwire;
use crate::internal::check::leak::tripwire::TripKind;

const DOCUMENT: &str = "---
title: quokka-data-81 heap exhaustion
owner: Dana Quokkafield
channel: inc-quokka-81
tickets: QUOK-4711
mail: dana.q@quokka-core.net
notes: https://pad.quokka-core.net/p/march-81
---
Nothing more.
";

const VALUES: &[(&str, &str)] = &[
    ("leak/internal-host", "quokka-data-81"),
    ("leak/internal-name", "Dana Quokkafield"),
    ("leak/internal-channel", "#inc-quokka-81"),
    ("leak/internal-ticket", "QUOK-4711"),
    ("leak/internal-email", "dana.q@quokka-core.net"),
    ("leak/internal-url", "https://pad.quokka-core.net/p/march-81"),
];

fn tripwire() -> Tripwire {
    Site::new().with(DOCUMENT).leaks().tripwire(&[])
}

fn rules(path: &str, bytes: &[u8]) -> Vec<String> {
    tripwire().scan(path, bytes).into_iter().map(|trip| trip.rule).collect()
}

type Writing = fn(&str) -> String;

fn references(text: &str) -> String {
    text.bytes().map(|byte| format!("&#{byte};")).collect::<Vec<_>>().concat()
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat()
}

fn escaped(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>().concat()
}

fn split(text: &str) -> String {
    let (left, right) = text.split_at(text.len() / 2);
    format!("{left}<b>{right}</b>")
}

fn packed(text: &str) -> String {
    base64::engine::general_purpose::STANDARD.encode(format!("It was {text} again"))
}

#[test]
fn every_value_is_found_in_every_writing() {
    let writings: [(&str, Writing); 8] = [
        ("raw", str::to_owned),
        ("upper case", |text| text.to_uppercase()),
        ("references", references),
        ("percent", percent),
        ("JSON", escaped),
        ("tags", split),
        ("base64", packed),
        ("JSON in tags", |text| escaped(&split(text))),
    ];
    for (rule, value) in VALUES {
        for (name, write) in writings {
            let written = write(value);
            for page in
                [format!("<p>Seen: {written} today.</p>"), format!("<img alt=\"{written}\">"), format!("{{\"text\":\"a {written} b\"}}")]
            {
                if page.contains("alt=") && name.ends_with("tags") {
                    continue; // A tag within an attribute splits nothing.
                }
                let found = rules("index.html", page.as_bytes());
                assert!(found.iter().any(|found| found == rule), "{rule} as {name} in {page}: {found:?}");
            }
        }
    }
}

#[test]
fn a_trip_points_at_the_bytes_and_says_nothing_else() {
    let page = "<p>We thank <b>Dana</b> Quokkafield.</p>";
    let trips = tripwire().scan("index.html", page.as_bytes());
    assert_eq!(trips.len(), 1);
    assert_eq!(&page[trips[0].span.clone()], "Dana</b> Quokkafield");
    assert_eq!(trips[0].kind, TripKind::Value);
    let shown = format!("{trips:?} {:?}", tripwire());
    assert!(!shown.contains("uokka"), "{shown}");
}

#[test]
fn paths_pictures_and_calendars_are_read() {
    assert_eq!(rules("incidents/quokka-data-81/index.html", b"<p>Fine</p>"), ["leak/internal-host"]);
    assert_eq!(rules("a.png", b"\x89PNG\x00tEXtAuthor\x00Dana Quokkafield\x00\xff"), ["leak/internal-name"]);
    assert_eq!(rules("a.ics", b"SUMMARY:Work of Dana Quok\r\n kafield\r\n"), ["leak/internal-name"]);
    let wide = |unit: fn(u16) -> [u8; 2]| "By Dana Quokkafield.".encode_utf16().flat_map(unit).collect::<Vec<u8>>();
    assert_eq!(rules("a.txt", &wide(u16::to_le_bytes)), ["leak/internal-name"]);
    assert_eq!(rules("a.txt", &[&[0xFE, 0xFF], wide(u16::to_be_bytes).as_slice()].concat()), ["leak/internal-name"]);
    assert_eq!(rules("feed.xml", b"<d><![CDATA[<p>Dana <i>Quokkafield</i></p>]]></d>"), ["leak/internal-name"]);
    assert_eq!(rules("feed.xml", b"<d>&lt;p&gt;Dana &lt;i&gt;Quokkafield&lt;/i&gt;</d>"), ["leak/internal-name"]);
}

#[test]
fn what_nobody_sees_hides_no_name_in_a_finished_file() {
    let tripwire = Site::new().with("---\nowner: Lee Aoki\n---\nNothing more.\n").leaks().tripwire(&[]);
    for name in ["Lee\u{200b}Aoki", "Lee&#8203;Aoki", "Lee&amp;zwnj;Aoki", "L\u{ad}ee Aok\u{200d}i", "Lee%E2%80%8BAoki", "Lee\u{2800}Aoki"]
    {
        for page in [format!("<p>We and {name} met.</p>"), format!("<img alt=\"{name}\">"), format!("{{\"text\":\"{name}\"}}")] {
            assert_eq!(tripwire.scan("index.html", page.as_bytes()).len(), 1, "{}", page.escape_unicode());
        }
    }
}

#[test]
fn shapes_that_are_never_public_trip_too() {
    assert_eq!(rules("index.html", b"<p>At 10.1.2.3 it failed</p>"), ["leak/private-ipv4"]);
    assert_eq!(rules("index.html", b"<a href=\"https://x.slack.com/archives/C012345678/p1\">x</a>"), ["leak/chat-url"]);
}

#[test]
fn addresses_in_style_sheets_and_scripts_trip_and_what_only_looks_like_one_does_not() {
    for (rule, text) in [
        ("leak/private-ipv4", "/* see http://10.1.2.3/x */"),
        ("leak/non-public-host", "fetch('http://store.quokka.internal/api')"),
        ("leak/dashboard-url", "// https://fern.grafana.net/d/abc/search"),
        ("leak/chat-url", "@import \"https://x.slack.com/archives/C012345678/p1\";"),
        ("leak/url-credentials", "const db = 'postgres://app:Xk29fQ@db.fernwood.example/app';"),
        ("leak/cloud-endpoint", "// orders.c9akciq32.eu-west-1.rds.amazonaws.com"),
    ] {
        for path in ["assets/site.css", "assets/site.js", "assets/site.js.map"] {
            assert!(rules(path, text.as_bytes()).iter().any(|found| found == rule), "{path}: {text}: {:?}", rules(path, text.as_bytes()));
        }
    }
    let library = "/*! quokka 1.2.3.4 | (c) Ada Fern <ada@fern.example> | https://github.com/fern/quokka */ \
        this.local=a.home;e.corp.b=10.2.3.4;fetch('https://status.fernwood.example/x?token='+t,'http://localhost:3000')";
    assert_eq!(rules("assets/site.js", library.as_bytes()), Vec::<String>::new());
}

#[test]
fn a_theme_and_an_api_are_silent() {
    let page = r##"<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="stylesheet" href="/assets/site.5f6d7c8b9a.css"
        integrity="sha256-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"><script src="/assets/time.js" defer></script></head>
        <body class="quokka-data-81 col-2"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M10.2.3.4 5"/></svg>
        <time datetime="2026-03-14T09:58:00Z">14 March 2026, 09:58 UTC</time><a href="#past-incidents">Past</a>
        <a href="https://status.fernwood.example/incidents/slow-search/">Slow search</a></body></html>"##;
    let feed = r#"<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>tag:status.fernwood.example,2026:/incidents/slow-search</id>
        <generator uri="https://allclear.example/" version="0.1.0">Allclear</generator><updated>2026-03-18T16:00:00+00:00</updated></feed>"#;
    let api = r#"{"page":{"id":"9f86d081884c7d65","url":"https:\/\/status.fernwood.example","updated_at":"2026-03-18T16:00:00.000Z"},
        "$schema":"https://json-schema.org/draft/2020-12/schema","incidents":[{"shortlink":"https://stspg.io/x","impact":"minor"}]}"#;
    let calendar = "BEGIN:VCALENDAR\r\nPRODID:-//Allclear//0.1.0//EN\r\nUID:status.fernwood.example/maintenance/slow-search\r\nDTSTAMP:20260314T095800Z\r\n";
    let script = "document.addEventListener('x',e=>{const t=e.target.local;Intl.DateTimeFormat().format(new Date(t.dateTime))});";
    let style = "@media (min-width:40em){.quokka-data-81,.mt-4{margin:0 10.2.3.4}}";
    for (path, text) in [
        ("index.html", page),
        ("feed.atom", feed),
        ("api/v2/summary.json", api),
        ("calendar.ics", calendar),
        ("a.js", script),
        ("a.css", style),
    ] {
        assert_eq!(rules(path, text.as_bytes()), Vec::<String>::new(), "{path}");
    }
}

#[test]
fn permitted_values_do_not_trip() {
    let site = Site::new()
        .with("---\nowner: Ada Public\nsee: https://help.fernwood.example/x\nmail: support@example.com\nhost: a.status.example.com\n---\n");
    let page = b"<p>Ada Public, support@example.com, https://help.fernwood.example/x, a.status.example.com</p>";
    assert_eq!(site.leaks().tripwire(&[]).scan("index.html", page), []);
}

/// A value as a new kind of file carries it.
type Carrier = fn(&str) -> String;

const CARRIERS: &[(&str, Carrier)] = &[
    ("feeds.opml", |text| {
        format!("<opml version=\"2.0\"><body><outline text=\"Updates of {text}\" xmlUrl=\"https://a.example/\"/></body></opml>")
    }),
    ("badge.svg", |text| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" aria-label=\"{text} is operational\"><path d=\"M0 0\"/></svg>")
    }),
    ("badge.svg", |text| format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><g><text x=\"1\">{text}</text></g></svg>")),
    ("badge.json", |text| format!("{{\"schemaVersion\":1,\"label\":\"{text}\",\"message\":\"Operational\"}}")),
    ("site.webmanifest", |text| format!("{{\"name\":\"{text}\"}}")),
    ("vercel.json", |text| format!("{{\"headers\":[{{\"source\":\"/{text}/(.*)\"}}]}}")),
    ("netlify.toml", |text| format!("[[headers]]\nfor = \"/{text}/*\"\n")),
    ("_headers", |text| format!("/{text}/*\n  X-Frame-Options: DENY\n")),
    (".htaccess", |text| format!("ErrorDocument 404 \"/{text}/404.html\"\n")),
    ("_hosting/nginx.conf", |text| format!("location \"/{text}/\" {{\n    add_header a \"b\";\n}}\n")),
    ("_hosting/Caddyfile", |text| format!("@allclear path /{text}/*\n")),
    (".well-known/security.txt", |text| format!("Contact: {text}\nExpires: 2027-01-31T23:59:59Z\n")),
    ("robots.txt", |text| format!("Sitemap: {text} \n")),
    ("sitemap.xml", |text| format!("<urlset><url><loc>{text}</loc></url></urlset>")),
    ("index.html", |text| format!("<script type=\"application/ld+json\">{{\"headline\":\"{text} \\u0026 more\"}}</script>")),
    ("index.html", |text| format!("<meta property=\"og:title\" content=\"{text}\">")),
    ("index.html", |text| format!("<title>{text} · Status</title>")),
    ("feed.xml", |text| format!("<rss><d><![CDATA[a ]]]]><![CDATA[> {text}]]></d></rss>")),
    ("api/schema/incident.json", |text| format!("{{\"properties\":{{\"a\":{{\"description\":\"{text}\"}}}}}}")),
    ("assets/feed-1.css", |text| format!(":root{{--heading:\"{text}\"}}")),
];

#[test]
fn every_kind_of_file_is_read() {
    for (rule, value) in VALUES {
        for (path, carry) in CARRIERS {
            // In a style sheet what looks like a machine is a class.
            if path.ends_with("css") && *rule == "leak/internal-host" {
                continue;
            }
            let found = rules(path, carry(value).as_bytes());
            // A link that goes on is another link, to the same host.
            let host = *rule == "leak/internal-url" && found.iter().any(|found| found == "leak/internal-host");
            assert!(host || found.iter().any(|found| found == rule), "{rule} in {path}: {}: {found:?}", carry(value));
        }
    }
}

#[test]
fn a_value_folded_at_any_byte_of_a_calendar_is_whole() {
    for (rule, value) in VALUES {
        let escaped = value.replace(',', "\\,").replace(';', "\\;");
        for at in 0..=escaped.len() {
            for fold in ["\r\n ", "\r\n\t", "\n "] {
                let (left, right) = escaped.split_at(at);
                let text = format!("BEGIN:VEVENT\r\nDESCRIPTION:Work of {left}{fold}{right} is done\r\nEND:VEVENT\r\n");
                for path in ["calendar.ics", "maintenance/a.ics"] {
                    let found = rules(path, text.as_bytes());
                    assert!(found.iter().any(|found| found == rule), "{rule} in {path} folded at {at}: {found:?}");
                }
            }
        }
    }
}

#[test]
fn a_name_spelled_for_a_style_sheet_is_read() {
    let site = Site::new().with("---\nowner: José Müllerquok\n---\nNothing more.\n");
    let found = |text: &str| site.leaks().tripwire(&[]).scan("assets/feed-1.css", text.as_bytes()).len();
    assert_eq!(found(r#":root{--heading:"Feeds of Jos\e9  M\fc llerquok\2c  all"}"#), 1);
    assert_eq!(found(r#":root{--heading:"Feeds of Jos\e9 phine"}"#), 0);
}
