//! Approving: a document is set free and sealed, and one changed public word asks for another look.

use std::fs;

use crate::support::binary::{Run, command, run};
use crate::support::folder::CONFIG;
use crate::support::folder::NOW;
use crate::support::{BASE, Folder, allclear, tree};

const ID: &str = "2026-03-14-slow-search";
const DOCUMENT: &str = "postmortems/2026-03-14-slow-search.md";
const KEPT: &str = "seals/2026-03-14-slow-search.txt";

/// A document that is ready for its approval.
fn ready() -> String {
    BASE.replace("status: reviewed", "status: in review").replace("  published: 2026-03-18T16:00:00Z\n", "")
}

fn approve(site: &Folder) -> Run {
    allclear(["approve", ID, "--site", site.path().to_str().unwrap(), "--by", "Ines Duarte", "--now", NOW])
}

fn build(site: &Folder) -> Run {
    crate::support::binary::build(site.path(), &site.at("public"))
}

fn text(site: &Folder, path: &str) -> String {
    fs::read_to_string(site.at(path)).unwrap()
}

/// Replaces words of the document, which must be there.
fn change(site: &Folder, from: &str, to: &str) {
    let document = text(site, DOCUMENT);
    assert!(document.contains(from), "no {from:?} in\n{document}");
    site.write(DOCUMENT, document.replacen(from, to, 1));
}

fn published(site: &Folder, words: &str) -> bool {
    text(site, &format!("public/incidents/{ID}/index.html")).contains(words)
}

#[test]
fn an_approved_message_goes_out_until_one_word_of_it_changes() {
    let site = Folder::with(&ready());
    build(&site).ends_with(0);
    assert!(!published(&site, "We are sorry"), "it is not approved yet");

    let run = approve(&site).ends_with(0);
    for words in [
        "is approved and sealed",
        "2026-03-20 12:00 UTC",
        "https://status.example.com/incidents/2026-03-14-slow-search/",
        "2 status updates",
        // As they are seen from here, to be committed from here.
        site.at(DOCUMENT).to_str().unwrap(),
        site.at(KEPT).to_str().unwrap(),
    ] {
        assert!(run.stdout.contains(words), "no {words:?} in\n{}", run.stdout);
    }
    build(&site).ends_with(0);
    assert!(published(&site, "We are sorry that you waited"));

    change(&site, "one request in five, from", "one request in nine, from");
    build(&site)
        .ends_with(1)
        .complains("seal/broken")
        .complains("message: “five,” became “nine,”")
        .complains("allclear approve 2026-03-14-slow-search");
    assert!(published(&site, "one request in five, from"), "the last good site is as it was");

    approve(&site).ends_with(0);
    build(&site).ends_with(0);
    assert!(published(&site, "one request in nine, from"));
}

#[test]
fn whoever_approves_last_is_named() {
    for (from, to, last) in [
        ("severity: P1", "severity: P1\napproved_by: a committee", "approved: { by: Lee Aoki, at: 2026-03-21T12:00:00Z }\n"),
        (
            "severity: P1",
            "severity: P1\napproved:\n  by: Dana Whitfield # in the meeting\n  at: 2026-03-01",
            "approved:\n  by: Lee Aoki # in the meeting\n  at: 2026-03-21T12:00:00Z\n",
        ),
    ] {
        let site = Folder::with(&ready().replacen(from, to, 1));
        approve(&site).ends_with(0);
        change(&site, "one request in five, from", "one request in nine, from");

        allclear(["approve", ID, "--site", site.path().to_str().unwrap(), "--by", "Lee Aoki", "--now", "2026-03-21T12:00:00Z"])
            .ends_with(0);

        let document = text(&site, DOCUMENT);
        assert!(document.contains(last) && !document.contains("Ines"), "{document}");
        assert!(document.contains("published: 2026-03-20T12:00:00Z"), "what is out stays out: {document}");
        assert!(site.build().errors().is_empty());
    }
}

#[test]
fn the_document_says_who_and_when_and_every_other_byte_stays() {
    let site = Folder::with(&ready());

    approve(&site).ends_with(0);

    let seal = text(&site, DOCUMENT).lines().find_map(|line| line.strip_prefix("  seal: ").map(str::to_owned)).unwrap();
    assert!(seal.starts_with("sha256:") && seal.len() == 71, "{seal}");
    let wanted = ready()
        .replace("status: in review", "status: reviewed")
        .replace(
            "detected: 2026-03-14T10:02:00Z\n",
            "detected: 2026-03-14T10:02:00Z\napproved: { by: Ines Duarte, at: 2026-03-20T12:00:00Z }\n",
        )
        .replace(
            "  resolved: 2026-03-14T11:42:00Z\n",
            &format!("  resolved: 2026-03-14T11:42:00Z\n  published: 2026-03-20T12:00:00Z\n  seal: {seal}\n"),
        );
    assert_eq!(text(&site, DOCUMENT), wanted);
    assert!(text(&site, KEPT).contains("# published: 2026-03-20T12:00:00Z\n"), "{}", text(&site, KEPT));
}

#[test]
fn what_was_approved_is_kept_as_it_is() {
    for (from, to) in [("status: in review", "status: closed"), ("status: in review", "status: reviewed")] {
        let embargoed = ready()
            .replacen(from, to, 1)
            .replace("  impact: partial\n", "  impact: partial\n  published: 2026-04-01T08:00:00Z # embargo\n");
        let site = Folder::with(&embargoed);

        let run = approve(&site).ends_with(0);

        assert!(run.stdout.contains("with the first build from 2026-04-01 08:00 UTC on"), "{}", run.stdout);
        assert!(text(&site, DOCUMENT).contains(to) && text(&site, DOCUMENT).contains("published: 2026-04-01T08:00:00Z # embargo"));
    }
}

#[test]
fn approving_again_changes_nothing_and_says_so() {
    let site = Folder::with(&ready());
    approve(&site).ends_with(0);
    let before = (text(&site, DOCUMENT), text(&site, KEPT));

    let dir = site.path().to_str().unwrap();
    let run = allclear(["approve", ID, "--site", dir, "--by", "Lee Aoki", "--now", "2026-03-21T12:00:00Z"]).ends_with(0);

    assert!(run.stdout.contains("nothing was written"), "{}", run.stdout);
    assert_eq!((text(&site, DOCUMENT), text(&site, KEPT)), before);
    fs::remove_file(site.at(KEPT)).unwrap();
    let check = allclear(["check", dir, "--now", NOW]).ends_with(0);
    assert!(check.stdout.contains("seal/text-missing"), "{}", check.stdout);
    assert!(approve(&site).ends_with(0).stdout.contains("only the text of its seal was written again"));
    assert_eq!((text(&site, DOCUMENT), text(&site, KEPT)), before);
}

#[test]
fn what_changes_no_public_word_breaks_no_seal() {
    let site = Folder::with(&ready());
    approve(&site).ends_with(0);
    change(&site, "We are sorry that you waited for results.", "<!-- said in the meeting -->\nWe are sorry that\nyou  waited for results.");
    change(&site, "The reindex had no limit.", "The reindex had no limit at all.");
    change(&site, "severity: P1", "severity: P2");
    site.write(DOCUMENT, text(&site, DOCUMENT).replace('\n', "\r\n"));
    site.write(KEPT, text(&site, KEPT).replace('\n', "\r\n"));

    let built = site.build();

    assert!(built.findings.is_empty(), "{}", built.human);
}

#[test]
fn every_public_change_breaks_the_seal_and_says_where() {
    let picture = include_bytes!("../content-example/postmortems/images/check-in-delay.png");
    let document = ready()
        .replace("We are sorry", "![The share of slow searches](share.png)\n\nSee [the notes](https://docs.example.com/a). We are sorry");
    let site = Folder::with(&document).file("postmortems/share.png", picture);
    assert!(approve(&site).ends_with(0).stdout.contains("1 picture"));
    let sealed = text(&site, DOCUMENT);
    for (from, to, told) in [
        ("title: Slow search results", "title: Slow results", "title: “search” was taken out"),
        ("  impact: partial", "  impact: degraded", "impact: “partial” became “degraded”"),
        (
            "published: 2026-03-20T12:00:00Z",
            "published: 2026-03-19T12:00:00Z",
            "published: “2026-03-20T12:00:00Z” became “2026-03-19T12:00:00Z”",
        ),
        ("usual speed again", "usual speed", "update 2026-03-14T11:42:00Z resolved: “speed again.” became “speed.”"),
        (
            "## External",
            "### 2026-03-14 12:00 UTC — Update\nIt is slow again.\n\n## External",
            "“update 2026-03-14T12:00:00Z update It is slow again.” was added",
        ),
        (
            "https://docs.example.com/a",
            "https://docs.example.com/b",
            "message: “<https://docs.example.com/a>.” became “<https://docs.example.com/b>.”",
        ),
    ] {
        assert!(sealed.contains(from), "{from}");
        site.write(DOCUMENT, sealed.replacen(from, to, 1));
        let built = site.build();
        assert_eq!(built.status, 1, "{from}: {}", built.human);
        assert!(
            built.findings.iter().any(|(rule, _, message)| rule == "seal/broken" && message.contains(told)),
            "{told}: {:?}",
            built.findings
        );
    }
    site.write(DOCUMENT, &sealed);
    assert_eq!(site.build().status, 0);
    let mut other = picture.to_vec();
    other.extend_from_slice(b"behind the end");
    site.write("postmortems/share.png", other);
    assert!(site.build().found("seal/broken"), "another picture is not what was approved");
}

#[test]
fn a_broken_seal_withholds_its_document_alone() {
    let other = BASE.replace("2026-03-14-slow-search", "2026-03-15-other");
    let site = Folder::with(&ready()).document("2026-03-15-other.md", other);
    approve(&site).ends_with(0);
    change(&site, "We are sorry", "We are very sorry");

    let built = site.keep_going();

    assert_eq!(built.status, 1);
    assert!(built.has_page("2026-03-15-other") && !built.has_page(ID));
}

#[test]
fn a_site_can_ask_for_seals() {
    let config = format!("{CONFIG}\n[lifecycle]\nrequire_seal = true\n");
    let site = Folder::with(BASE).file("allclear.toml", config);
    let built = site.build();
    assert!(built.files.is_none() && built.rules() == ["seal/missing"], "{}", built.human);

    for (from, to) in [("status: reviewed", "status: in review"), ("  published: 2026-03-18T16:00:00Z\n", "")] {
        site.write(DOCUMENT, BASE.replacen(from, to, 1));
        let built = site.build();
        assert!(!built.found("seal/missing") && built.has_page(ID), "updates alone need no seal: {}", built.human);
    }

    site.write(DOCUMENT, BASE);
    approve(&site).ends_with(0);
    assert!(site.build().findings.is_empty());
}

#[test]
fn a_seal_without_its_text_still_stands() {
    let site = Folder::with(&ready());
    approve(&site).ends_with(0);
    change(&site, "We are sorry", "We are very sorry");
    fs::remove_file(site.at(KEPT)).unwrap();
    assert!(
        site.build().human.contains("which of them changed cannot be shown: seals/2026-03-14-slow-search.txt is missing"),
        "{}",
        site.build().human
    );
    site.write(KEPT, "# allclear seal v1\nSecret words of somebody else.\n");
    let built = site.build();
    assert!(built.found("seal/broken") && built.human.contains("holds another text") && !built.human.contains("Secret"), "{}", built.human);
    change(&site, "  seal: sha256:", "  seal: sha1:");
    assert!(site.build().human.contains("this is no seal"), "{}", site.build().human);
}

#[test]
fn a_word_that_the_leak_gate_finds_is_shown_in_no_part_of_the_difference() {
    let named = ready().replace("We are sorry", "Mia Smith wrote this. We are sorry");
    let site = Folder::with(&named);
    approve(&site).ends_with(0);

    let dir = site.path().to_str().unwrap().to_owned();
    let sealed = text(&site, DOCUMENT);
    for name in ["Priya Nair", "Priya\nNair", "Pri&#121;a **Na**ir", "Mia Nair", "Priya <!-- x -->Nair"] {
        site.write(DOCUMENT, sealed.replacen("Mia Smith", name, 1));
        for format in ["human", "json", "github", "sarif", "junit", "rdjson", "vale-line"] {
            let run = allclear(["check", &dir, "--now", NOW, "--format", format]).ends_with(3).hides("Nair").hides("Na**ir");
            assert!(run.stdout.contains("became") && run.stdout.contains("••••"), "{name}: {}", run.stdout);
        }
    }
    site.write(DOCUMENT, sealed.replacen("Mia Smith", "Priya\nNair", 1));

    // What was approved before somebody was known to be internal is not shown either.
    change(&site, "Priya\nNair", "Somebody");
    change(&site, "responders: [Priya Nair]", "responders: [Priya Nair, Mia Smith]");
    let run = allclear(["check", &dir, "--now", NOW]).ends_with(1).hides("Smith");
    assert!(run.stdout.contains("“••• •••••” became “Somebody”"), "{}", run.stdout);
}

#[test]
fn findings_refuse_and_nothing_is_written() {
    for (from, to, status, rule) in [
        ("We are sorry", "Priya Nair says we are sorry", 3, "leak/internal-name"),
        ("We are sorry", "Ines Duarte says we are sorry", 3, "leak/internal-name"),
        ("Search results were slow for", "There was an outage for", 1, "wording/outage-unless-full"),
        ("We are sorry", "See [it](https://status.example.com/nowhere/). We are sorry", 1, "site/dead-link"),
        ("components: [search]", "components: [nothing]", 1, "public/unknown-component"),
        ("We are sorry", "![A picture](missing.png) We are sorry", 1, "public/image"),
    ] {
        let document = ready().replacen(from, to, 1);
        assert_ne!(document, ready());
        for embargo in ["", "  published: 2026-04-01T08:00:00Z\n"] {
            let document = document.replace("  started:", &format!("{embargo}  started:"));
            let site = Folder::with(&document);
            let run = approve(&site).ends_with(status).complains(rule).complains("nothing was written");
            run.hides("Priya Nair").hides("Ines Duarte");
            assert_eq!(text(&site, DOCUMENT), document);
            assert!(!site.at("seals").exists());
        }
    }
}

#[test]
fn what_cannot_be_approved_is_refused_and_untouched() {
    let with = |from: &str, to: &str| ready().replacen(from, to, 1);
    for (document, words) in [
        (with("severity: P1", "severity: P1\nkind: near miss"), "near miss"),
        (with("severity: P1", "severity: P1\npublish: false"), "kept private"),
        (with("public:", "not_public:"), "no `public:` block"),
        (with("## External message", "## Notes"), "no external message"),
        (ready().split("## External message").next().unwrap().to_owned() + "## External message\nTBD\n", "a placeholder"),
        (with("  impact: partial", "  impact: partial\n  published: 2026-04-01 08:00"), "cannot be read"),
        (with("severity: P1", "severity: P1\napproved: yes"), "by hand"),
        (with("status: in review", "status: &s in review\nphase: *s"), "by hand"),
        (with("id: 2026-03-14-slow-search", "id: 2026-03-14-slow-serch"), "did you mean 2026-03-14-slow-serch"),
    ] {
        let site = Folder::with(&document);
        approve(&site).ends_with(2).complains(words).complains("help:");
        assert_eq!(text(&site, DOCUMENT), document);
        assert!(!site.at("seals").exists());
    }
    let twins = Folder::with(&ready()).document("other.md", ready());
    approve(&twins).ends_with(2).complains("postmortems/2026-03-14-slow-search.md and postmortems/other.md");
    for id in ["../allclear", "nothing-near", "A B", ""] {
        allclear(["approve", "--site", twins.path().to_str().unwrap(), "--by", "Lee", "--", id])
            .ends_with(2)
            .complains("no document has the id");
    }
}

#[test]
fn front_matter_of_every_kind_is_sealed_and_builds() {
    let toml = "+++\nid = \"2026-03-14-slow-search\"\nstatus = \"in review\" # soon\nresponders = [\"Priya Nair\"]\n\n[public]\ntitle = \"Slow search\"\nimpact = \"partial\"\ncomponents = [\"search\"]\nstarted = 2026-03-14T09:58:00Z\nresolved = 2026-03-14T11:42:00Z\n+++\n";
    let flow = "---\nid: 2026-03-14-slow-search\npublic: { title: \"Slow search\", impact: partial, components: [search], started: 2026-03-14T09:58:00Z, resolved: 2026-03-14T11:42:00Z } # all of it\n---\n";
    let body = &BASE[BASE.find("## Status updates").unwrap()..];
    for head in [toml, flow] {
        for ending in ["\n", "\r\n"] {
            let document = format!("\u{feff}{head}{body}").trim_end().replace('\n', ending);
            let site = Folder::with(&document);

            approve(&site).ends_with(0);

            let sealed = text(&site, DOCUMENT);
            let built = site.build();
            assert!(built.errors().is_empty() && built.says("We are sorry that you waited"), "{}", built.human);
            assert!(sealed.starts_with('\u{feff}') && sealed.ends_with(&body.trim_end().replace('\n', ending)));
            assert_eq!(
                sealed.matches('\n').count() - sealed.matches("\r\n").count(),
                if ending == "\n" { sealed.matches('\n').count() } else { 0 }
            );
            assert!(sealed.contains("# soon") || sealed.contains("} # all of it"));
        }
    }
}

#[test]
fn the_name_comes_from_git_or_has_to_be_given() {
    let site = Folder::with(&ready());
    let alone = |home: &str| {
        let mut command = command();
        command.args(["approve", ID, "--site", site.path().to_str().unwrap(), "--now", NOW]);
        command.env("HOME", home).env("XDG_CONFIG_HOME", home).env("GIT_CONFIG_NOSYSTEM", "1").env_remove("GIT_CONFIG_GLOBAL");
        run(&mut command)
    };
    let home = tempfile::tempdir().unwrap();
    alone(home.path().to_str().unwrap()).ends_with(2).complains("--by NAME");
    allclear(["approve", ID, "--site", "nowhere"]).ends_with(2).complains("nowhere is no folder");
    assert_eq!(text(&site, DOCUMENT), ready());
    for name in ["", "  ", "Two\nlines"] {
        allclear(["approve", ID, "--site", site.path().to_str().unwrap(), "--by", name]).ends_with(2).complains("--by NAME");
    }

    fs::write(home.path().join(".gitconfig"), "[user]\n\tname = Zoë O'Neil\n").unwrap();
    let run = alone(home.path().to_str().unwrap()).ends_with(0).hides("Zoë");

    assert!(run.stdout.contains("is approved"));
    assert!(text(&site, DOCUMENT).contains("approved: { by: \"Zoë O'Neil\", at: 2026-03-20T12:00:00Z }"), "{}", text(&site, DOCUMENT));
}

#[test]
fn nothing_of_an_approval_but_the_message_is_published() {
    let site = Folder::with(&ready());
    approve(&site).ends_with(0);
    let built = site.build();

    let seal = text(&site, DOCUMENT).lines().find_map(|line| line.strip_prefix("  seal: sha256:").map(str::to_owned)).unwrap();
    for words in ["Ines", "Duarte", &seal, &seal[..12]] {
        assert!(!built.says(words), "{words}");
    }
    assert_eq!(approve_files(&site), [DOCUMENT, KEPT]);
}

/// The files below the site's folder but its config.
fn approve_files(site: &Folder) -> Vec<String> {
    tree::read(site.path()).into_keys().filter(|path| path != "allclear.toml").collect()
}
