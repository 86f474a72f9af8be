//! A word of its own in every internal place of a source; none of them in any byte of the site.
//! The words are those of `canaries/*`: `«a place»` becomes a canary that carries that name.

use std::collections::BTreeMap;

use crate::support::canary::Canaries;
use crate::support::{BASE, Built, Folder, NOW, allclear, pictures};

const YAML: &str = include_str!("canaries/yaml.md");
const TOML: &str = include_str!("canaries/toml.md");
const WINDOW: &str = include_str!("canaries/window.md");
const CONFIG: &str = include_str!("canaries/config.toml");

#[test]
fn no_internal_word_reaches_any_byte_of_the_site() {
    let mut canaries = Canaries::default();
    let site = source(&mut canaries);

    let built = site.build();

    assert!(built.has_page("quiet-search") && built.has_page("quiet-api"), "{}", built.human);
    for ending in pictures::ENDINGS {
        let shown = built.site().keys().find(|path| path.starts_with("assets/quiet-search/") && path.ends_with(ending));
        let path = shown.unwrap_or_else(|| panic!("no {ending} is shown"));
        assert!(built.text("incidents/quiet-search/index.html").contains(path), "the page shows its {ending}");
        assert!(built.text("postmortems/feed.json").contains(path), "the feed shows its {ending}");
    }
    assert!(built.says("ended at 11:42 UTC, not at 11:40 UTC"), "the correction is shown");
    for path in EVERY_KIND {
        assert!(built.site().contains_key(*path), "there is no {path}: nothing is shown of it");
    }
    assert!(canaries.len() > 165, "only {} canaries were put out", canaries.len());
    assert_silent(&canaries, &built);
}

#[test]
fn no_word_of_a_withheld_document_reaches_any_byte_of_the_site() {
    let mut canaries = Canaries::default();
    let mut site = source(&mut canaries);
    for (index, (name, from, to)) in WITHHELD.iter().enumerate() {
        let text = BASE
            .replace("2026-03-14-slow-search", &format!("withheld-{index}"))
            .replace("Search results were slow", "«message» Search results were slow")
            .replacen(from, to, 1);
        assert!(BASE.contains(from), "{name}: nothing to change");
        let public_parts = if name.starts_with("only the message:") {
            text
        } else {
            text.replace("title: Slow search results", "title: Slow search results of «public title»")
                .replace("Search results are slow for", "«update» Search results are slow for")
                .replace("components: [search]", "components: [search]\n  summary: Searches of «public summary» were slow.")
        };
        let text = canaries.fill(&public_parts.replace("«message»", &format!("«{name}: message»")));
        let folder = canaries.word(&format!("{name}: folder"));
        site = site.document(&format!("{folder}/withheld-{index}.md"), text);
    }

    let built = site.keep_going();

    assert!(built.has_page("quiet-search") && built.has_page("withheld-0"), "{}", built.human);
    assert!(!built.errors().is_empty(), "the erroneous documents have no error");
    assert_silent(&canaries, &built);
}

/// A message that is to be seen in a preview.
const DRAFTED: &str = "window: a message that is a draft";
/// Where documents lie, which the marks of a preview say.
const LIES: &[&str] = &["a file's name", "a folder", "a folder in a folder"];

#[test]
fn no_internal_word_reaches_a_preview_of_drafts() {
    let mut canaries = Canaries::default();
    let site = source_as(&mut canaries, |text| text.replace("status: reviewed", "status: draft").replace("\"closed\"", "\"in review\""));

    let seen = site.preview();

    assert!(seen.text("incidents/quiet-search/index.html").contains("id=\"postmortem\""), "{}", seen.human);
    assert!(seen.drafts.iter().filter(|draft| draft.title.is_some()).count() >= 2, "{:?}", seen.drafts);
    // The mark of a page says where its document lies; nothing else may.
    let canaries = canaries.without(&[DRAFTED]);
    let (all, others) = (canaries.finder(), canaries.without(LIES).finder());
    for (path, bytes) in &seen.files {
        let finder = if path.ends_with(".html") { &others } else { &all };
        let found = finder.find(path, bytes);
        assert!(found.is_empty(), "{path}: {found:?}");
    }
}

#[test]
fn no_word_of_what_is_never_to_be_public_or_in_doubt_reaches_a_preview_of_drafts() {
    let mut canaries = Canaries::default();
    let mut site = source(&mut canaries);
    // A wrong word, fact or date is to be seen where it stands.
    let shown = |name: &str| name.starts_with("only the message:") || name == "an unknown component";
    for (index, (name, from, to)) in WITHHELD.iter().enumerate().filter(|(_, (name, ..))| !shown(name)) {
        let text = BASE
            .replace("2026-03-14-slow-search", &format!("withheld-{index}"))
            .replace("Search results were slow", &format!("«{name}: message» Search results were slow"))
            .replacen(from, to, 1)
            .replace("title: Slow search results", &format!("title: Slow search results of «{name}: title»"))
            .replace("Search results are slow for", &format!("«{name}: update» Search results are slow for"));
        site = site.document(&format!("withheld-{index}.md"), canaries.fill(&text));
    }

    let seen = site.preview();

    let finder = canaries.without(&[DRAFTED]).without(LIES).finder();
    for (path, bytes) in &seen.files {
        let found = finder.find(path, bytes);
        assert!(found.is_empty(), "{path}: {found:?}");
    }
    assert!(seen.drafts.iter().any(|draft| draft.why.contains("leak/private-ipv4")), "{:?}", seen.drafts);
}

/// One file of each kind that a build can write.
const EVERY_KIND: &[&str] = &[
    "index.html",
    "feed.xml",
    "feed.atom",
    "feed.json",
    "components/search/feed.json",
    "postmortems/feed.xml",
    "history.rss",
    "history.atom",
    "feeds.opml",
    "api/v2/summary.json",
    "api/incidents/quiet-window.json",
    "api/history/2026.json",
    "api/schema/incident.json",
    "calendar.ics",
    "maintenance/quiet-window.ics",
    "maintenance/quiet-window/index.html",
    "badge.svg",
    "badge.json",
    "components/api/badge.svg",
    "sitemap.xml",
    "robots.txt",
    "site.webmanifest",
    ".well-known/security.txt",
    "favicon.svg",
    "_headers",
    "netlify.toml",
    "vercel.json",
    "_hosting/nginx.conf",
    "_hosting/Caddyfile",
    ".htaccess",
    "404.html",
    "subscribe/index.html",
];

#[test]
fn no_internal_word_of_the_config_stands_in_a_report() {
    let mut canaries = Canaries::default();
    let site = source(&mut canaries);

    let built = site.build();

    let of_config = canaries.of("config: ");
    let finder = of_config.finder();
    assert!(built.found("site/security-expires") && built.found("site/accent-contrast"), "{}", built.human);
    for report in [&built.human, &built.json] {
        assert!(finder.find("report", report.as_bytes()).is_empty(), "{report}");
    }
}

#[test]
fn no_internal_word_stands_in_a_report_for_programs() {
    let mut canaries = Canaries::default();
    let site = source(&mut canaries);
    // Findings of every gate, each beside internal words: a picture that hides something, a leak, a word, a fact.
    let bad = canaries.fill(
        &BASE
            .replace("We are sorry", "![A page](«bad: a picture».svg) The host 10.20.30.40 had an outage. We are sorry")
            .replace("## Root cause", "## Root cause\nFound by «bad: a name in the cause», see https://«bad: a host».example/.\n"),
    );
    let name = bad.split("![A page](").nth(1).unwrap().split(')').next().unwrap().to_owned();
    let drawing =
        canaries.fill("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><g display='none'>«bad: a hidden layer»</g></svg>");
    let drawn = BASE.replace("We are sorry", "![A page](page.svg) We are sorry").replace("2026-03-14-slow-search", "drawn");
    let site = site.document("bad.md", &bad).document(&name, drawing).document("drawn.md", drawn).document(
        "page.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>10.9.8.</text><text>7</text><text>dana@corp.example</text></svg>",
    );
    // A report names the file that a finding is about, and what stands in a picture's place is as the author wrote it.
    let named = ["a file's name", "a folder", "a folder in a folder", "bad: a picture"];
    let finder = canaries.without(&named).finder();
    // The format of Vale quotes what a finding is about: of raw HTML in a public section, the HTML.
    let quoted = ["a class of raw html", "an attribute of raw html", "an attribute of a block"];
    let of_vale = canaries.without(&[&named[..], &quoted].concat()).finder();

    for format in ["json", "sarif", "github", "gitlab", "junit", "rdjson", "vale-json", "vale-line"] {
        let run = allclear(["check", site.path().to_str().unwrap(), "--now", NOW, "--format", format]).ends_with(3);
        assert!(run.stdout.contains("wording/outage-unless-full") || run.stdout.contains("outage"), "{}", run.stdout);
        let found = if format == "vale-json" { &of_vale } else { &finder }.find("report", run.stdout.as_bytes());
        assert!(found.is_empty(), "{format}: {found:?}");
        for secret in ["10.20.30.40", "10.9.8.", "dana@corp"] {
            assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "{format}: {secret}");
        }
    }
    let human = allclear(["check", site.path().to_str().unwrap(), "--now", NOW]).ends_with(3);
    for secret in ["10.20.30.40", "10.9.8.", "dana@"] {
        assert!(!human.stdout.contains(secret) && !human.stderr.contains(secret), "{}", human.stdout);
    }
    assert!(human.stdout.contains("the words in this picture") || human.stderr.contains("the words in this picture"), "{}", human.stdout);
}

#[test]
fn no_internal_word_stands_in_what_a_comparison_tells() {
    let mut canaries = Canaries::default();
    let site = source(&mut canaries);
    let before = tempfile::tempdir().unwrap();
    let public = before.path().join("public");
    let (site_path, public_path) = (site.path().to_str().unwrap(), public.to_str().unwrap());
    allclear(["build", site_path, "--out", public_path, "--now", NOW]).ends_with(0);
    let window = site.at("postmortems/window.md");
    let text = std::fs::read_to_string(&window).unwrap();
    std::fs::write(&window, text.replace("for some minutes", "for an hour").replace("Search index moves", "The index moves")).unwrap();

    for format in ["human", "json"] {
        let run = allclear(["check", site_path, "--now", NOW, "--format", format, "--published", public_path]).ends_with(1);
        let found: Vec<&str> = run.stdout.lines().filter(|line| line.contains("entry-changed")).collect();
        assert!(!found.is_empty(), "{}", run.stdout);
        let finder = canaries.finder();
        // Findings about a document may show its lines; what a comparison found never shows any.
        for line in found {
            assert!(finder.find("report", line.as_bytes()).is_empty() && !line.contains("for an hour"), "{line}");
        }
    }
}

/// A name, and an edit of the complete document that withholds it.
const WITHHELD: &[(&str, &str, &str)] = &[
    ("only the message: draft", "status: reviewed", "status: draft"),
    ("only the message: in review", "status: reviewed", "status: in review"),
    ("only the message: under embargo", "published: 2026-03-18T16:00:00Z", "published: 2026-03-25T16:00:00Z"),
    ("only the message: no date", "  published: 2026-03-18T16:00:00Z\n", ""),
    ("near miss", "status: reviewed", "status: reviewed\nkind: near miss"),
    ("publish: false", "status: reviewed", "status: reviewed\npublish: false"),
    ("no public block", "public:\n", "intern:\n"),
    ("an unknown status", "status: reviewed", "status: done"),
    ("an unknown publish", "status: reviewed", "status: reviewed\npublish: yes"),
    ("an unknown key of the public block", "  impact: partial", "  impact: partial\n  region: north"),
    ("an unknown component", "components: [search]", "components: [fax]"),
    ("a private address", "We are sorry", "The host 10.20.30.40 was full. We are sorry"),
    ("an open fence", "We are sorry", "```\nWe are sorry"),
    ("an internal heading", "We are sorry", "**Root cause**\n\nWe are sorry"),
    ("broken front matter", "severity: P1", "severity: P1\nseverity: P2"),
    ("front matter left open", "---\n## Summary", "## Summary"),
    ("a section twice", "## Root cause", "## Customer message\nAnother one.\n\n## Root cause"),
];

/// The site of `canaries/*`, with canaries in the names of its files, its folders and in its pictures.
pub fn source(canaries: &mut Canaries) -> Folder {
    source_as(canaries, str::to_owned)
}

/// The same with its documents changed.
fn source_as(canaries: &mut Canaries, change: impl Fn(&str) -> String) -> Folder {
    let config = canaries.fill(CONFIG);
    let before = canaries.len();
    let yaml = canaries.fill(&change(YAML));
    let toml = canaries.fill(&change(TOML));
    let folder = canaries.word("a folder");
    let inner = canaries.word("a folder in a folder");
    let file = canaries.word("a file's name");
    assert!(canaries.len() > before);
    let mut site = Folder::new()
        .file("allclear.toml", &config)
        .document(&format!("{folder}/{inner}/{file}.md"), &yaml)
        .document(&format!("{folder}/TOML {file}.md"), toml)
        .document(&format!("{folder}/.{}.md", canaries.word("a hidden file")), BASE)
        .document(&format!("{folder}/{}.txt", canaries.word("a file of another kind")), canaries.word("words of another kind"));
    let window = canaries.fill(WINDOW);
    site = site.document("window.md", window);
    for key in ["logo", "preview"] {
        let name = config.lines().find_map(|line| line.strip_prefix(&format!("{key} = \""))?.split('"').next()).unwrap().to_owned();
        site = site.file(&name, picture("png", canaries));
    }
    for name in image_names(&yaml) {
        let ending = name.rsplit_once('.').unwrap().1;
        site = site.document(&format!("{folder}/{inner}/{name}"), picture(ending, canaries));
    }
    site
}

fn picture(ending: &str, canaries: &mut Canaries) -> Vec<u8> {
    pictures::marked(ending, &mut |place| canaries.word(place))
}

fn image_names(text: &str) -> Vec<String> {
    text.split("](").skip(1).filter(|rest| rest.starts_with("images/")).map(|rest| rest[..rest.find(')').unwrap()].to_owned()).collect()
}

#[track_caller]
fn assert_silent(canaries: &Canaries, built: &Built) {
    let finder = canaries.finder();
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, bytes) in built.site() {
        for place in finder.find(path, bytes) {
            found.entry(place).or_default().push(path);
        }
    }
    assert!(found.is_empty(), "internal words are in the site: {found:#?}");
}

#[test]
fn a_public_word_is_found_in_the_site() {
    // The other tests show nothing unless the same search finds what really is there.
    let mut canaries = Canaries::default();
    let word = canaries.word("public title");
    let built = Folder::with(&BASE.replace("title: Slow search results", &format!("title: Slow {word} results"))).build();

    let finder = canaries.finder();

    let places = built.site().iter().filter(|(path, bytes)| !finder.find(path, bytes).is_empty());
    assert!(places.count() >= 6, "front page, incident, history, two feeds, API");
}
