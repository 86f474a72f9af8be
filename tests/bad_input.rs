//! Bad input gets a located finding or one error with a next step: never a panic, a partial site or a silent skip.

use std::fs;
use std::os::unix::fs::symlink;

use crate::support::folder::CONFIG;
use crate::support::{BASE, Folder, allclear, binary, content_example};

/// A fault of one document: an edit of the complete one, the rule that finds it, and words of the message.
struct Fault {
    name: &'static str,
    from: &'static str,
    to: &'static str,
    rule: &'static str,
    words: &'static str,
}

const fn fault(name: &'static str, from: &'static str, to: &'static str, rule: &'static str, words: &'static str) -> Fault {
    Fault { name, from, to, rule, words }
}

const ID: &str = "id: 2026-03-14-slow-search";
const STARTED: &str = "started: 2026-03-14T09:58:00Z";
const SORRY: &str = "We are sorry";

const FAULTS: &[Fault] = &[
    fault("an id with a slash", ID, "id: 2026/slow", "document/id", "id"),
    fault("an id with dots", ID, "id: ../slow", "document/id", "id"),
    fault("an id with a dot", ID, "id: slow.search", "document/id", "id"),
    fault("an id with an upper case letter", ID, "id: Slow", "document/id", "id"),
    fault("an id that ends with a hyphen", ID, "id: slow-", "document/id", "id"),
    fault("an id that is a list", ID, "id: [slow]", "document/id", "id"),
    fault("an unknown component", "components: [search]", "components: [fax]", "public/unknown-component", ""),
    fault("a component with a slash", "components: [search]", "components: [\"../search\"]", "public/unknown-component", ""),
    fault("an end before the start", "resolved: 2026-03-14T11:42:00Z", "resolved: 2026-03-14T08:42:00Z", "public/order", ""),
    fault("an impossible day", STARTED, "started: 2026-02-30T09:58:00Z", "document/time", "time"),
    fault("an impossible hour", STARTED, "started: 2026-03-14T25:58:00Z", "document/time", "time"),
    fault("a missing zone", STARTED, "started: 2026-03-14 09:58", "document/time", "zone"),
    fault("a missing zone in an update", "10:05 UTC — Investigating", "10:05 — Investigating", "document/time", "zone"),
    fault("an unknown zone", STARTED, "started: 2026-03-14 09:58 XYZT", "document/time", ""),
    fault("a time that is a word", STARTED, "started: yesterday", "document/time", ""),
    fault("publish: yes", "status: reviewed", "status: reviewed\npublish: yes", "document/gate-value", "publish"),
    fault("publish: \"false\" with a typo", "status: reviewed", "status: reviewed\npublish: flase", "document/gate-value", "publish"),
    fault("an unknown status", "status: reviewed", "status: reviewd", "document/gate-value", "status"),
    fault("an unknown kind", "status: reviewed", "status: reviewed\nkind: near-mis", "document/gate-value", "kind"),
    fault("no public title", "  title: Slow search results\n", "", "public/required", "title"),
    fault("no start", "  started: 2026-03-14T09:58:00Z\n", "", "public/required", "started"),
    fault("an unknown public key", "  impact: partial", "  impact: partial\n  visibility: all", "document/public-key", "visibility"),
    fault("an unknown impact", "impact: partial", "impact: huge", "document/public-value", "impact"),
    fault("front matter that is not closed", "---\n## Summary", "## Summary", "document/front-matter", "never closed"),
    fault("a key that stands twice", "severity: P1", "severity: P1\nseverity: P2", "document/front-matter", "twice"),
    fault("front matter that is a list", "id: 2026-03-14-slow-search\n", "- x\n", "document/front-matter", ""),
    fault("an open fence", SORRY, "```\nWe are sorry", "document/left-open", ""),
    fault("an open comment", SORRY, "<!-- We are sorry", "document/left-open", ""),
    fault("a heading of the internal half in the message", SORRY, "### Root cause\n\nWe are sorry", "document/internal-heading", ""),
    fault("hashes without a blank", SORRY, "##Notes\n\nWe are sorry", "document/hashes", ""),
    fault("a heading in a quote that would end the section", SORRY, "> ## Notes\n\nWe are sorry", "document/heading-inside", ""),
    fault("an image outside", SORRY, "![A chart](../../secret.png)\n\nWe are sorry", "public/image", ""),
    fault("an image by its whole path", SORRY, "![A chart](/etc/hostname.png)\n\nWe are sorry", "public/image", ""),
    fault("an image that is missing", SORRY, "![A chart](chart.png)\n\nWe are sorry", "public/image", ""),
    fault("an image that is none", SORRY, "![A chart](not-an-image.png)\n\nWe are sorry", "public/image", ""),
    fault("a drawing without a size", SORRY, "![A chart](chart.svg)\n\nWe are sorry", "public/image", ""),
    fault("an image in a folder's place", SORRY, "![A chart](folder.png)\n\nWe are sorry", "public/image", ""),
    fault("an image of another host", SORRY, "![A chart](https://img.example/a.png)\n\nWe are sorry", "public/image", ""),
    fault("an alias that climbs", "  impact: partial", "  impact: partial\n  aliases: [/../x/]", "document/alias", ""),
    fault("a section twice", "## Root cause", "## Customer message\nAnother one.\n\n## Root cause", "document/section-twice", ""),
    fault("text outside an entry", "## Status updates", "## Status updates\nSearch is slow.", "document/entry-text", ""),
    fault("an update without a phase", "10:05 UTC — Investigating", "10:05 UTC", "document/update-heading", ""),
];

#[test]
fn every_fault_of_a_document_is_located_and_named() {
    for Fault { name, from, to, rule, words } in FAULTS {
        assert!(BASE.contains(from), "{name}: the document has no {from:?}");
        let site = Folder::with(&BASE.replacen(from, to, 1))
            .document("not-an-image.png", "just words")
            .document("chart.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
            .document("folder.png/inner", "x");

        let built = site.build();

        let found = built.errors().into_iter().any(|(code, _, message)| code == rule && message.contains(words));
        assert!(found, "{name}: no {rule} with {words:?} among\n{}", built.human);
        assert_eq!(built.status, 1, "{name}");
        assert!(built.files.is_none(), "{name}: something was built");
        assert!(!site.keep_going().has_page("2026-03-14-slow-search"), "{name}: the document went out");
        assert!(built.human.contains("postmortems/2026-03-14-slow-search.md"), "{name}: no place\n{}", built.human);
        assert!(built.human.contains("help:"), "{name}: no next step\n{}", built.human);
    }
}

#[test]
fn what_is_odd_but_clear_is_read() {
    let crlf = BASE.replace('\n', "\r\n");
    let closing = BASE.replace("## External message", "## External message ##").replace("## Status updates", "## **Status updates:** ##");
    let quoted: String = {
        let at = BASE.find("Search results were slow").unwrap();
        let (head, message) = BASE.split_at(at);
        head.to_owned() + &message.lines().map(|line| format!("> {line}\n")).collect::<String>()
    };
    let inner =
        BASE.replace("## External message", "## Messaging\n\n### External message").replace("## Status updates", "## 4. Status updates");
    let rule = BASE.replace("We are sorry", "---\n\nWe are sorry");
    let underlined = BASE.replace("## External message", "External message\n----------------");
    let cases = [
        ("CRLF", crlf.clone()),
        ("a BOM", format!("\u{feff}{BASE}")),
        ("a BOM and CRLF", format!("\u{feff}{crlf}")),
        ("closing hashes and emphasis", closing),
        ("a message in a quote", quoted),
        ("a third-level heading inside Messaging", inner),
        ("a rule in the body", rule),
        ("an underlined heading", underlined),
        ("upper case", BASE.replace("## External message", "## EXTERNAL MESSAGE")),
        ("another name", BASE.replace("## External message", "## Status page message")),
    ];
    let plain = Folder::with(BASE).build();
    for (name, text) in cases {
        let built = Folder::with(&text).build();
        assert!(built.errors().is_empty(), "{name}: {}", built.human);
        assert!(built.says("It now runs at night"), "{name}: the message is not out\n{}", built.human);
        assert!(built.says("Searches answer at their usual speed again"), "{name}: the updates are not out\n{}", built.human);
        let page = |built: &crate::support::Built| built.text("api/v2/incidents.json").len();
        assert_eq!(page(&built), page(&plain), "{name}: the API tells another story");
    }
}

#[test]
fn internal_sections_behind_the_message_stay_inside() {
    for heading in ["## Root cause", "# Notes", "Notes\n-----", "## Corrections (draft)", "## Internal message"] {
        let built = Folder::with(&format!("{BASE}\n\n{heading}\n\nPlum jam in the server room.\n")).keep_going();
        assert!(!built.says("Plum jam"), "{heading}");
    }
    let nested =
        BASE.replace("## External message", "### External message").replace("## Status updates", "# Messages\n\n## Status updates");
    let built = Folder::with(&format!("{nested}\n\n### Notes\n\nPlum jam in the server room.\n")).keep_going();
    assert!(!built.says("Plum jam"));
}

#[test]
fn two_documents_of_one_id_are_both_refused() {
    let site = Folder::with(BASE).document("copy/other.md", BASE);

    let built = site.build();

    assert_eq!(built.errors().iter().filter(|(rule, ..)| rule == "document/duplicate-id").count(), 2, "{}", built.human);
    assert!(!site.keep_going().has_page("2026-03-14-slow-search"));
}

#[test]
fn an_alias_that_is_another_page_is_refused_before_two_outputs_meet() {
    let other = BASE.replace("2026-03-14-slow-search", "other");
    let alias = |path: &str| BASE.replace("  impact: partial", &format!("  impact: partial\n  aliases: [{path}]"));
    for path in
        ["/history/", "/incidents/other/", "/incidents/2026-03-14-slow-search/", "/index.html", "/feed.xml/", "/api/v2/", "/404.html"]
    {
        let site = Folder::with(&alias(path)).document("other.md", &other);
        let built = site.build();
        assert!(built.found("public/alias-taken") && built.status == 1, "{path}: {}", built.human);
        assert!(site.keep_going().has_page("other"), "{path}: the other document is withheld too");
    }
    let twice = Folder::with(&alias("/old/")).document("other.md", alias("/old/").replace("2026-03-14-slow-search", "other")).build();
    assert_eq!(twice.errors().len(), 2, "{}", twice.human);
    let fine = Folder::with(&alias("/incidents/old-name/")).document("other.md", &other).build();
    assert!(fine.site().contains_key("incidents/old-name/index.html"), "{}", fine.human);
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let built = Folder::new().document("latin.md", b"---\nid: x\n---\n\nS\xe9verine\n").build();
    assert!(built.found("document/not-utf8"), "{}", built.human);
    assert!(built.human.contains("line 5"), "{}", built.human);

    let built = Folder::new().document("wide.md", BASE.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()).build();
    assert_eq!(built.status, 1, "{}", built.human);
}

#[test]
fn a_file_of_a_hundred_megabytes_is_refused_without_being_read() {
    let site = Folder::with(BASE).document("log.md", "");
    fs::File::options().write(true).open(site.at("postmortems/log.md")).unwrap().set_len(100 << 20).unwrap();

    let built = site.build();

    assert!(built.found("document/too-large") && built.human.contains("100 MB"), "{}", built.human);
    assert!(site.keep_going().has_page("2026-03-14-slow-search"));
}

#[test]
fn links_out_of_the_folder_are_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.md"), BASE.replace("2026-03-14-slow-search", "secret")).unwrap();
    fs::copy(content_example().join("postmortems/images/check-in-delay.png"), outside.path().join("secret.png")).unwrap();
    let site = Folder::with(&BASE.replace("We are sorry", "![A chart](chart.png)\n\nWe are sorry"));
    symlink(outside.path().join("secret.md"), site.at("postmortems/secret.md")).unwrap();
    symlink(outside.path(), site.at("postmortems/folder")).unwrap();
    symlink(outside.path().join("secret.png"), site.at("postmortems/chart.png")).unwrap();
    symlink(site.at("postmortems"), site.at("postmortems/loop")).unwrap();

    let built = site.build();
    let rest = site.keep_going();

    assert_eq!(built.errors().iter().filter(|(rule, ..)| rule == "document/link-outside").count(), 2, "{}", built.human);
    assert!(built.found("public/image"), "{}", built.human);
    assert!(rest.site().keys().all(|path| !path.contains("secret")));
}

#[test]
fn a_folder_of_links_to_itself_ends() {
    let site = Folder::with(BASE);
    symlink(site.at("postmortems"), site.at("postmortems/a")).unwrap();
    symlink(site.at("postmortems"), site.at("postmortems/b")).unwrap();

    assert_ne!(site.keep_going().status, 2);
}

#[test]
fn a_config_that_is_missing_or_broken_ends_with_two() {
    let empty = tempfile::tempdir().unwrap();
    let dir = empty.path().to_str().unwrap();
    for command in ["check", "build"] {
        allclear([command, dir]).ends_with(2).complains("allclear.toml").complains("allclear init");
        allclear([command, &format!("{dir}/nowhere")]).ends_with(2).complains("help:");
    }
    assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0);

    let cases = [
        ("title = \"Example status\"", "titel = \"Example status\"", "did you mean `title`"),
        ("[site]", "[site", "TOML"),
        ("url = \"https://status.example.com\"", "url = \"status\"", "site.url"),
        ("title = \"Example status\"", "title = 3", "site.title"),
        ("id = \"api\"", "id = \"search\"", "two components"),
        ("id = \"api\"", "id = \"../api\"", "id"),
        ("[site]", "[leeks]\nx = 1\n[site]", "did you mean `leaks`"),
        ("[site]", "[wording]\nstyles = [\"nowhere\"]\n[site]", "nowhere"),
        ("[site]", "[wording.rules]\noutage-unles-full = \"off\"\n[site]", "outage-unless-full"),
    ];
    for (from, to, words) in cases {
        assert!(CONFIG.contains(from));
        let site = Folder::with(BASE).file("allclear.toml", CONFIG.replacen(from, to, 1));
        let run = allclear(["build", site.path().to_str().unwrap()]).ends_with(2).complains(words).complains("help:");
        assert!(run.stderr.contains("allclear.toml"), "{to}: no file in {}", run.stderr);
        assert!(!site.at("public").exists());
    }
}

#[test]
fn the_config_of_the_working_folder_is_called_by_its_name() {
    let here = |config: &str| {
        let site = Folder::new().file("allclear.toml", config).file("house/bad.yml", "extends: spelling\nmessage: no\n");
        binary::run(binary::command().current_dir(site.path()).arg("check")).ends_with(2).hides("./")
    };

    let empty = tempfile::tempdir().unwrap();
    binary::run(binary::command().current_dir(empty.path()).arg("check")).ends_with(2).complains("error: allclear.toml does not exist");
    // Whoever stands at the top of a repository is told where its site is.
    for folder in ["notes", "status"] {
        fs::create_dir(empty.path().join(folder)).unwrap();
    }
    fs::write(empty.path().join("status/allclear.toml"), CONFIG).unwrap();
    let lost = binary::run(binary::command().current_dir(empty.path()).args(["update", "We look into it."])).ends_with(2);
    lost.complains("error: allclear.toml does not exist").complains("help: name the site's folder, or run the command there: status\n");
    here(&format!("{CONFIG}[leeks]\n")).complains("--> allclear.toml:");
    here(&format!("{CONFIG}[wording]\nstyles = [\"nowhere\"]\n")).complains("nowhere is no folder");
    here(&format!("{CONFIG}[wording]\nstyles = [\"house\"]\n")).complains("error: house/bad.yml:1: rules of kind `spelling`");
}

#[test]
fn every_problem_of_a_config_is_told_at_once() {
    let site = Folder::new().file("allclear.toml", "[site]\ntitel = \"A\"\nurl = 3\n[leeks]\nx = 1\n");

    let message = site.refusal();

    for words in ["titel", "url", "leeks", "components", ":2:", ":3:", ":4:"] {
        assert!(message.contains(words), "no {words:?} in\n{message}");
    }
}

#[test]
fn a_clock_that_is_none_ends_with_two() {
    let site = Folder::with(BASE);
    let dir = site.path().to_str().unwrap();
    allclear(["build", dir, "--now", "yesterday"]).ends_with(2).complains("--now").complains("help:");
    binary::run(binary::command().args(["build", dir]).env("SOURCE_DATE_EPOCH", "soon")).ends_with(2).complains("SOURCE_DATE_EPOCH");
}

#[test]
fn no_stream_and_no_format_shows_what_a_leak_found() {
    let secrets = ["10.20.30.40", "dana.whitfield@example.org", "es-data-7.corp.example", "WORK-812", "Whitfield"];
    let line =
        format!("The node {} of {} is {}, see {} by Dana {}. We are sorry", secrets[0], secrets[1], secrets[2], secrets[3], secrets[4]);
    let config = format!("{CONFIG}\n[leaks]\nproject_keys = [\"WORK\"]\ninternal_domains = [\"corp.example\"]\n");
    let site = Folder::with(&BASE.replace("We are sorry", &line)).file("allclear.toml", config);
    let dir = site.path().to_str().unwrap();
    let out = site.at("public");

    let runs = [
        allclear(["check", dir, "--now", crate::support::NOW]),
        allclear(["check", dir, "--format", "json", "--now", crate::support::NOW]),
        allclear(["build", dir, "--now", crate::support::NOW]),
        allclear(["build", dir, "--keep-going", "--out", out.to_str().unwrap(), "--now", crate::support::NOW]),
    ];

    for run in runs {
        let mut run = run.ends_with(3);
        for secret in secrets {
            run = run.hides(secret);
        }
    }
    assert!(!out.join("incidents/2026-03-14-slow-search").exists());
    allclear(["check", dir, "--reveal"]).ends_with(2).complains("terminal").hides("10.20.30.40");
}

#[test]
fn an_alias_never_takes_the_place_of_a_file_of_the_site() {
    let hosts = "\n[output]\nheaders = [\"headers\", \"netlify\", \"vercel\", \"nginx\", \"caddy\", \"apache\"]\n";
    let with = |aliases: &str| {
        let text = BASE.replace("status: reviewed", "status: reviewed\nkind: maintenance").replace("  impact: partial\n", "");
        let text = text.replace("  started: 2026-03-14T09:58:00Z\n  resolved: 2026-03-14T11:42:00Z\n", &format!("{WINDOW}{aliases}"));
        let text = text.replace("— Investigating", "— In progress").replace("— Resolved", "— Completed");
        Folder::with(&text).file("allclear.toml", format!("{CONFIG}{hosts}"))
    };
    let site = with("").build();
    let paths: std::collections::BTreeSet<String> = site
        .site()
        .keys()
        .filter(|path| !path.starts_with("incidents/") && !path.starts_with("maintenance/") && !path.starts_with('.'))
        .map(|path| path.split('/').next().unwrap().to_owned())
        .chain(site.site().keys().filter(|path| path.ends_with(".ics")).cloned())
        .collect();
    assert!(paths.contains("vercel.json") && paths.contains("maintenance/2026-03-14-slow-search.ics"), "{paths:?}");

    let built =
        with(&format!("  aliases: [{}]\n", paths.iter().map(|path| format!("\"/{path}\"")).collect::<Vec<_>>().join(", "))).keep_going();

    let refused = built.findings.iter().filter(|(rule, ..)| rule == "public/alias-taken").count();
    assert_eq!(refused, paths.len(), "{paths:?}\n{}", built.human);
}

const WINDOW: &str = "  scheduled_for: 2026-03-14T09:58:00Z\n  scheduled_until: 2026-03-14T11:42:00Z\n";
