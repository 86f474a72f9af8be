//! Small sites with one thing wrong each.

use url::Url;

use super::external::external_links;
use super::{Read, Reader, Readings, Refused, Trip, Verified, rules};
use crate::diagnostic::{Finding, Format, Level, Report, Sources};
use crate::outputs::{Artifact, Site};
use crate::public::SitePath;

fn site(files: &[(&str, &str)]) -> Site {
    let mut site = Site::default();
    for (path, text) in files {
        site.add(Artifact::new(*path, text.as_bytes()).unwrap()).unwrap();
    }
    site
}

/// Reads every file of a site, then asks about the whole.
fn verify<T>(site: Site, address: &Url, tripwire: T, sources: &mut Sources) -> Result<Verified, Refused>
where
    T: Fn(&str, &[u8]) -> Vec<Trip> + Sync,
{
    let reader = Reader::new(address);
    let reads: Vec<Read> = site.files().iter().map(|(path, bytes)| reader.read(path, bytes, &tripwire)).collect();
    let sound = reader.conclude(site.files().keys().zip(&reads), |path| site.files().get(path).cloned(), sources)?;
    Ok(Verified::new(sound, site.into_files(), Readings::default()))
}

fn silent(_: &str, _: &[u8]) -> Vec<Trip> {
    Vec::new()
}

fn root() -> Url {
    Url::parse("https://status.example.com").unwrap()
}

/// Verifies a site at an address: rule and message of each finding, in order.
fn findings_at(address: &str, files: &[(&str, &str)]) -> Vec<String> {
    let found = verify(site(files), &Url::parse(address).unwrap(), silent, &mut Sources::default());
    found
        .err()
        .map(|refused| refused.findings)
        .unwrap_or_default()
        .iter()
        .map(|finding: &Finding| format!("{}: {}", finding.rule, finding.message))
        .collect()
}

fn findings(files: &[(&str, &str)]) -> Vec<String> {
    findings_at("https://status.example.com", files)
}

/// A page with a piece of markup, beside a feed, a page of its own with an id, and a picture.
fn with(markup: &str) -> Vec<String> {
    let page = format!("<!doctype html><html lang=en><title>T</title><body id=body>{markup}</body></html>");
    let mut found = findings(&[
        ("index.html", &page),
        ("incidents/a/index.html", "<p id=\"update-1\">x<a name=old></a>"),
        ("feed.xml", "<rss/>"),
        ("a b.bin", "x"),
    ]);
    found.dedup();
    found
}

#[test]
fn a_sound_site_is_verified_as_it_is() {
    let page = r##"<!doctype html><link rel="stylesheet" href="/static/site.css"><script src="static/site.js"></script>
        <script type="application/ld+json">{"@type": "WebPage"}</script><meta property="og:url" content="https://status.example.com/">
        <h1 id="top-of-page">x</h1><a href="#top-of-page">up</a><a href="#">up</a><a href="#top">up</a><a href="?q">again</a>
        <a href="/">home</a><a href="incidents/a">a</a><a href="https://status.example.com/incidents/a/#u">a</a>
        <a href="mailto:help@example.com">mail</a><a href="tel:+1">call</a><a href="webcal://status.example.com/calendar.ics">cal</a>
        <a href="https://elsewhere.example/x#y">out</a><img src="a%20b.bin" srcset="a%20b.bin 1x, /a%20b.bin 2x" alt="">"##;
    let files = [
        ("index.html", page),
        ("incidents/a/index.html", r#"<p id="u"><a href="../../">home</a> <a href="./#u">here</a>"#),
        ("static/site.css", "@import \"more.css\"; body { background: url('../a b.bin') }"),
        ("static/more.css", ""),
        ("static/site.js", ""),
        ("a b.bin", "\u{0}"),
        ("calendar.ics", "URL:https://status.example.com/incid\r\n ents/a/\r\n"),
        (
            "feed.xml",
            "<rss><channel><title>a &amp; b</title><link>https://status.example.com/</link><item><description>&lt;a href=\"https://status.example.com/incidents/a/#u\"&gt;x&lt;/a&gt;</description></item></channel></rss>",
        ),
        ("api/v2/summary.json", r#"{"page": {"url": "https://status.example.com", "x": ["https://elsewhere.example/"]}}"#),
        ("site.webmanifest", r#"{"start_url": ".", "icons": [{"src": "a b.bin"}]}"#),
        ("robots.txt", "Sitemap: https://status.example.com/feed.xml\n"),
    ];
    let Ok(verified) = verify(site(&files), &root(), silent, &mut Sources::default()) else { panic!("{:?}", findings(&files)) };
    assert_eq!(verified.files().count(), files.len());
    assert!(verified.files().all(|(path, bytes)| files.contains(&(path.as_str(), std::str::from_utf8(bytes).unwrap()))));
}

#[test]
fn dead_links_are_found_wherever_an_address_can_stand() {
    for markup in [
        r#"<a href="/nowhere/">x</a>"#,
        r#"<a href="nowhere">x</a>"#,
        r#"<a href="https://status.example.com/nowhere">x</a>"#,
        r#"<a href="http://status.example.com/nowhere">x</a>"#,
        r#"<a href="//status.example.com/nowhere">x</a>"#,
        r#"<a href="HTTPS://STATUS.example.com:443/nowhere">x</a>"#,
        r#"<a href="/incidents/%61/nowhere">x</a>"#,
        r#"<a href="/incidents/%ff/">x</a>"#,
        r#"<a href="/incidents/a/index.html/">x</a>"#,
        r#"<a href="https://[">x</a>"#,
        r#"<img src="nowhere.png">"#,
        r#"<img src="a%20b.bin" srcset="/a%20b.bin 1x, nowhere.png 2x">"#,
        r#"<video poster="nowhere.png"></video>"#,
        r#"<link rel="alternate" href="/nowhere.xml">"#,
        r#"<meta http-equiv="refresh" content="0; url=/nowhere/">"#,
        r#"<meta http-equiv=Refresh content="0;URL='/nowhere/'">"#,
        r#"<meta property="og:image" content="https://status.example.com/nowhere.png">"#,
        r#"<script type="application/ld+json">{"url": "https://status.example.com/nowhere/"}</script>"#,
        r##"<svg><use xlink:href="#nowhere"/></svg>"##,
        r#"<form action="/nowhere"></form>"#,
    ] {
        let found = with(markup);
        assert_eq!(found.len(), 1, "{markup}: {found:?}");
        assert!(found[0].starts_with("site/dead-link: index.html links to "), "{found:?}");
    }
}

#[test]
fn a_fragment_has_to_be_an_id_of_its_page() {
    assert!(
        with(r#"<a href="/incidents/a/#update-1">x</a><a href="incidents/a/#old">x</a><a href="/incidents/a/#update-1:~:text=x">x</a>"#)
            .is_empty()
    );
    assert!(with(r#"<a href="/feed.xml#anything">x</a>"#).is_empty());
    let found = with(r#"<a href="/incidents/a/#update-2">x</a>"#);
    assert_eq!(found, ["site/dead-link: index.html links to \"/incidents/a/#update-2\": the page has no such id"]);
}

#[test]
fn dead_links_are_found_in_every_format() {
    for (path, text) in [
        ("site.css", "a { background: url(nowhere.png) }"),
        ("site.css", "@import 'nowhere.css';"),
        ("logo.svg", r#"<svg><image href="nowhere.png"/></svg>"#),
        ("feed.xml", "<rss><channel><link>https://status.example.com/nowhere</link></channel></rss>"),
        ("feeds.opml", r#"<opml><body><outline xmlUrl="https://status.example.com/nowhere"/></body></opml>"#),
        ("feed.xml", "<?xml-stylesheet type=\"text/xsl\" href=\"/nowhere.xsl\"?><rss/>"),
        ("feed.atom", r#"<feed><link rel="self" href="https://status.example.com/nowhere"/></feed>"#),
        ("feed.atom", "<feed><content type=\"html\">&lt;a href=\"https://status.example.com/nowhere\"&gt;x&lt;/a&gt;</content></feed>"),
        ("feed.rss", "<rss><content:encoded><![CDATA[<a href=\"https://status.example.com/nowhere\">x</a>]]></content:encoded></rss>"),
        ("sitemap.xml", "<urlset><url><loc>https://status.example.com/nowhere</loc></url></urlset>"),
        ("feed.json", r#"{"items": [{"url": "https://status.example.com/nowhere"}]}"#),
        ("feed.json", r#"{"items": [{"content_html": "<a href='https://status.example.com/nowhere'>x</a>"}]}"#),
        ("site.webmanifest", r#"{"icons": [{"src": "nowhere.png"}]}"#),
        ("calendar.ics", "URL:https://status.example.com/nowh\r\n ere\r\n"),
        ("robots.txt", "Sitemap: https://status.example.com/nowhere.xml"),
    ] {
        let found = findings(&[("index.html", "<p>x"), (path, text)]);
        assert_eq!(found.len(), 1, "{path} {text}: {found:?}");
        assert!(found[0].starts_with(&format!("site/dead-link: {path} links to ")), "{found:?}");
    }
}

#[test]
fn a_site_below_a_path_knows_what_is_its_own() {
    let page = |target: &str| {
        findings_at("https://example.com/status", &[("index.html", &format!("<a href=\"{target}\">x</a>")), ("a/index.html", "<p id=b>")])
    };
    for fine in ["/status", "/status/", "/status/a/#b", "a/", "https://example.com/status/a", "/help", "/statuspage", "../other"] {
        assert!(page(fine).is_empty(), "{fine}: {:?}", page(fine));
    }
    for dead in ["/status/b", "b/", "/status/a/#c", "https://example.com/status/nowhere"] {
        assert_eq!(page(dead).len(), 1, "{dead}");
    }
}

#[test]
fn markup_that_no_site_needs_does_not_pass() {
    for markup in [
        "<script>alert(1)</script>",
        "<script type=module>import 'x'</script>",
        "<script type=\"application/ld+json\">{\"name\": \"cut short</script>",
        "<style>p { color: red }</style>",
        "<p style=\"color: red\">x",
        "<p onclick=\"x()\">x",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\" java\nscript:alert(1)\">x</a>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<a href=\"data:text/html,x\">x</a>",
        "<img src=\"data:image/png;base64,AA==\">",
        "<a href=\"file:///home/dana/notes\">x</a>",
        "<a href=\"vscode://x\">x</a>",
        "<meta http-equiv=refresh content=\"0; url=javascript:x\">",
        "<base href=\"/\">",
        "<iframe srcdoc=\"x\"></iframe>",
        "<!-- es-data-7 -->",
        "<!--[if IE]> x <![endif]-->",
        "<?php x ?>",
        "<script src=\"https://cdn.example.net/x.js\"></script>",
        "<link rel=\"preload stylesheet\" href=\"https://cdn.example.net/x.css\">",
        "<img src=\"//cdn.example.net/x.png\">",
        "<img src=\"a%20b.bin\" srcset=\"https://cdn.example.net/x.png 2x\">",
    ] {
        let found = with(markup);
        assert_eq!(found.len(), 1, "{markup}: {found:?}");
        assert!(found[0].starts_with("site/unsafe-markup: "), "{found:?}");
    }
    assert_eq!(findings(&[("logo.svg", "<?xml version='1.0'?><svg><!-- /home/dana --><script>x</script></svg>")]).len(), 2);
    assert_eq!(findings(&[("site.css", "p { background: url(https://cdn.example.net/x.png) }")]).len(), 1);
    assert_eq!(findings(&[("feed.json", r#"{"content_html": "<p onclick=x>"}"#)]).len(), 1);
    assert_eq!(findings(&[("feed.atom", "<content>&lt;script&gt;x&lt;/script&gt;</content>")]).len(), 1);
    assert_eq!(findings(&[("feed.json", "{")]).len(), 1);
    assert_eq!(findings(&[("feed.xml", "<description><![CDATA[<script>x</script>]]></description>")]).len(), 1);
    assert_eq!(findings(&[("feed.xml", "<description>A<![CDATA[b]]>c<![CDATA[<p onclick=x>]]></description>")]).len(), 1);
    assert_eq!(findings(&[("feed.atom", "<summary type=\"html\">&lt;script&gt;x&lt;/script&gt;</summary>")]).len(), 1);
}

#[test]
fn a_finding_points_at_its_place_in_the_finished_file() {
    let mut sources = Sources::default();
    let text = "<p>x</p>\n<p><a href=\"/nowhere\">x</a></p>";
    let found = verify(site(&[("a/index.html", text)]), &root(), silent, &mut sources).err().unwrap().findings;
    let report = Report::new(sources, found);
    let shown = report.render(Format::Human, false, false);
    assert!(shown.contains("site/a/index.html:2:7"), "{shown}");
    assert!(shown.contains("error[site/dead-link]"), "{shown}");
}

#[test]
fn a_file_that_cannot_be_read_again_does_not_pass() {
    let path = SitePath::new("index.html").unwrap();
    for text in ["<a href=\"/nowhere\">x</a>", "<script>x</script>", "<img src=\"https://cdn.example.net/x.png\">"] {
        let reader = Reader::new(&root());
        let read = reader.read(&path, text.as_bytes(), &silent);
        for again in [None, Some(b"<p>x</p>".to_vec()), Some(text.as_bytes().to_vec())] {
            let refused = reader.conclude([(&path, &read)], |_| again.clone(), &mut Sources::default()).err();
            assert_eq!(refused.map(|refused| refused.findings.len()), Some(1), "{text}");
        }
    }
}

#[test]
fn what_is_kept_of_a_page_is_small() {
    let links: String =
        (0..200).map(|_| "<a href=\"/feed.xml\">x</a><a href=\"#a\">x</a><a href=\"https://elsewhere.example/\">x</a>").collect();
    let read = Reader::new(&root()).read(&SitePath::new("index.html").unwrap(), format!("<p id=\"a\">x</p>{links}").as_bytes(), &silent);
    assert_eq!((read.wanted.len(), read.ids.as_deref()), (1, Some("\0a\0")), "a link is kept once, and none to the page itself");
}

fn wire(_: &str, bytes: &[u8]) -> Vec<Trip> {
    let text = String::from_utf8_lossy(bytes);
    text.match_indices("es-data-7").map(|(at, found)| ("leak/host".to_owned(), at..at + found.len())).collect()
}

#[test]
fn a_leak_is_found_in_every_format_and_never_shown() {
    let files = [
        ("index.html", "<p>es-data-7 <a href=\"/es-data-7\">x</a>"),
        ("api/x.json", "{\"x\": \"es-data-7\"}"),
        ("incidents/es-data-7/index.html", "<p>fine <a href=/nowhere/es-data-7>x</a>"),
        ("other.html", "<p>fine"),
    ];
    let mut sources = Sources::default();
    let found = verify(site(&files), &root(), wire, &mut sources).err().unwrap().findings;
    assert!(found.iter().all(|finding| finding.is_leak() && finding.level == Level::Error), "{found:?}");
    let report = Report::new(sources, found);
    for format in [Format::Human, Format::Json] {
        let shown = report.render(format, false, false);
        assert!(!shown.contains("es-data-7"), "{shown}");
        for path in ["site/index.html", "site/api/x.json", "site/incidents/•••••••••/index.html"] {
            assert!(shown.contains(path), "{path} is not in {shown}");
        }
    }
    assert_eq!(report.exit_status(Level::Error), 3);
}

#[test]
fn a_leak_in_bytes_that_are_no_text_has_no_excerpt() {
    let mut whole = Site::default();
    whole.add(Artifact::new("a.png", [b"\xFF\xFE es-data-7".as_slice(), &[0x80]].concat()).unwrap()).unwrap();
    let mut sources = Sources::default();
    let found = verify(whole, &root(), wire, &mut sources).err().unwrap().findings;
    assert_eq!((found.len(), found[0].span.clone()), (1, None));
    assert!(!Report::new(sources, found).render(Format::Human, false, false).contains("es-data-7"));
}

#[test]
fn a_rule_of_another_group_cannot_unmask_a_leak() {
    let mut sources = Sources::default();
    let odd = |_: &str, bytes: &[u8]| if bytes.len() > 20 { vec![("canary".to_owned(), 3..12)] } else { Vec::new() };
    let found = verify(site(&[("index.html", "<p>es-data-7 and more text")]), &root(), odd, &mut sources).err().unwrap().findings;
    assert_eq!(found[0].rule, "leak/canary");
    assert!(!Report::new(sources, found).render(Format::Human, false, false).contains("es-data-7"));
}

#[test]
fn findings_come_in_the_order_of_paths() {
    let names: Vec<String> = (0..40).map(|number| format!("p{number:02}.html")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "<a href=nowhere>x</a>")).collect();
    let mut sources = Sources::default();
    let found = verify(site(&files), &root(), silent, &mut sources).err().unwrap().findings;
    let paths: Vec<String> = found.iter().map(|finding| sources.get(finding.source).path().to_owned()).collect();
    assert_eq!(paths, names.iter().map(|name| format!("site/{name}")).collect::<Vec<_>>());
}

#[test]
fn links_to_other_hosts_are_listed_once_with_their_first_page() {
    let site = site(&[
        (
            "a.html",
            "<a href=\"https://b.example/x#y\">x</a><a href=mailto:x@example.com>x</a><a href=/>x</a><img src=https://img.example/>",
        ),
        ("b.html", "<a href=https://b.example/x>x</a><a href=//a.example>x</a>"),
        ("feed.xml", "<link>https://c.example/</link>"),
    ]);
    let links = external_links(site.files(), &root());
    let shown: Vec<(&str, &str)> = links.iter().map(|link| (link.url.as_str(), link.page.as_str())).collect();
    assert_eq!(shown, [("https://a.example/", "b.html"), ("https://b.example/x", "a.html")]);
}

#[test]
fn every_rule_is_explained() {
    for rule in rules() {
        assert!(rule.code.starts_with("site/") && rule.why.len() > 80 && !rule.summary.is_empty());
    }
}

#[test]
fn words_about_markup_in_a_feed_are_no_markup() {
    for (path, feed) in [
        ("feed.xml", "<description><![CDATA[The &lt;script&gt; of our widget &lt;!-- did not load.]]></description>"),
        ("feed.xml", "<content:encoded><![CDATA[<p>The <code>&lt;script src=x&gt;</code> tag</p>]]></content:encoded>"),
        ("feed.xml", "<description>&amp;lt;script&amp;gt;</description>"),
        ("feed.atom", "<summary>The &lt;script&gt; of our widget did not load.</summary>"),
        ("feed.atom", "<title>The &lt;script&gt; tag</title>"),
        ("feed.xml", "<title><![CDATA[The <script> tag]]></title>"),
    ] {
        assert!(findings(&[(path, feed)]).is_empty(), "{feed}");
    }
}
