//! After the review: a post-mortem is closed when nothing is left to do, what waits is listed, and the site's next change has a time.

use std::fs;

use allclear::{clock, upcoming};
use serde_json::{Value, json};

use crate::support::binary::{Run, build};
use crate::support::folder::CONFIG;
use crate::support::{BASE, Folder, NOW, allclear, tree};

mod next_change;

const ID: &str = "2026-03-14-slow-search";
const DOCUMENT: &str = "postmortems/2026-03-14-slow-search.md";

/// The complete document, changed in one place.
#[track_caller]
fn edited(from: &str, to: &str) -> String {
    assert!(BASE.contains(from), "the document has no {from:?}");
    BASE.replacen(from, to, 1)
}

fn text(site: &Folder) -> String {
    fs::read_to_string(site.at(DOCUMENT)).unwrap()
}

fn close(site: &Folder) -> Run {
    allclear(["close", ID, "--site", site.path().to_str().unwrap(), "--now", NOW])
}

fn ask(site: &Folder, command: &str, more: &[&str]) -> Run {
    let mut args = vec![command, site.path().to_str().unwrap(), "--now", NOW];
    args.extend(more);
    allclear(args)
}

fn object(site: &Folder, command: &str) -> Value {
    let run = ask(site, command, &["--format", "json"]).ends_with(0);
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stdout))
}

// ── close ──

#[test]
fn a_reviewed_post_mortem_is_closed_and_every_other_byte_stays() {
    let document = edited("status: reviewed", "status: reviewed   # by the book").replace('\n', "\r\n");
    let site = Folder::with(&document);
    let before = site.build();

    let run = close(&site).ends_with(0);

    assert!(run.stdout.contains("postmortems/2026-03-14-slow-search.md is closed."), "{}", run.stdout);
    assert_eq!(text(&site), document.replace("status: reviewed ", "status: closed "));
    assert_eq!(tree::difference(before.site(), site.build().site()), None, "no public byte changes");
}

#[test]
fn a_seal_stays_valid_when_its_document_is_closed() {
    let site = Folder::with(&edited("status: reviewed", "status: in review"))
        .file("allclear.toml", format!("{CONFIG}\n[lifecycle]\nrequire_seal = true\n"));
    allclear(["approve", ID, "--site", site.path().to_str().unwrap(), "--by", "Ines Duarte", "--now", NOW]).ends_with(0);

    close(&site).ends_with(0);

    let built = site.build();
    assert!(text(&site).contains("status: closed\n") && built.findings.is_empty() && built.has_page(ID), "{}", built.human);
}

#[test]
fn each_condition_that_does_not_hold_refuses_with_its_place() {
    for (from, to, rule, place, status) in [
        ("| Priya Nair | WORK-812 |", "| Priya Nair |  |", "lifecycle/action-ticket", "Limit the reindex", 1),
        ("| Priya Nair | WORK-812 |", "|  | WORK-812 |", "lifecycle/action-owner", "Limit the reindex", 1),
        (", held: 2026-03-17T15:00:00Z", "", "lifecycle/meeting-held", "status:", 1),
        ("reviewers: [Sam Okafor]\n", "", "lifecycle/reviewers", "status:", 1),
        ("attendees: [Sam Okafor, Lee Aoki]\n", "", "lifecycle/reviewers", "status:", 1),
        ("## Action items", "## Open questions\n- Why at noon?\n\n## Action items", "lifecycle/open-questions", "## Open questions", 1),
        ("## External message", "## Notes to customers", "lifecycle/message-missing", "status:", 1),
        ("  published: 2026-03-18T16:00:00Z\n", "", "lifecycle/published-missing", "public:", 1),
        ("published: 2026-03-18", "published: 2026-04-18", "lifecycle/closed-early", "published:", 1),
        ("status: reviewed", "status: draft", "lifecycle/closed-early", "status:", 1),
        ("status: reviewed", "status: in review", "lifecycle/closed-early", "status:", 1),
        ("public:\n", "other:\n", "lifecycle/closed-early", "## External message", 1),
        ("Search results were slow for", "There was an outage for", "wording/outage-unless-full", "outage", 1),
        ("We are sorry", "We and 10.0.3.7 are sorry", "leak/private-ipv4", "10.0.3.7", 3),
    ] {
        let document = edited(from, to);
        let site = Folder::with(&document);
        let line = document.lines().position(|line| line.contains(place)).unwrap() + 1;

        let run = close(&site).ends_with(status).complains(&format!("error[{rule}]")).complains("nothing was written").complains("help:");

        run.complains(&format!("--> {DOCUMENT}:{line}:")).hides("10.0.3.7").hides("Why at noon");
        assert_eq!(text(&site), document, "{rule}");
    }
}

#[test]
fn the_conditions_bind_without_enforce_and_only_they_do() {
    let thin = edited("## Timeline", "## Notes").replacen("commander: Sam Okafor\n", "", 1);
    assert!(Folder::with(&thin).build().found("completeness/timeline"), "the document is not complete");
    close(&Folder::with(&thin)).ends_with(0);

    let enforced = Folder::with(&thin).file("allclear.toml", format!("{CONFIG}\n[lifecycle]\nenforce = true\n"));
    close(&enforced).ends_with(1).complains("completeness/timeline").complains("completeness/commander");

    let several = edited("| Priya Nair | WORK-812 |", "|  |  |").replacen(", held: 2026-03-17T15:00:00Z", "", 1);
    close(&Folder::with(&several))
        .ends_with(1)
        .complains("action-ticket")
        .complains("action-owner")
        .complains("meeting-held")
        .complains("3 conditions to meet");
}

#[test]
fn from_in_review_it_closes_only_without_a_message() {
    let in_review = edited("status: reviewed", "status: in review");
    let head = in_review.split("## External message").next().unwrap();
    for (message, reason, status) in [
        ("", "no_message: it was over before anyone looked\n", 0),
        ("## External message\nN/A\n", "no_message: it was over before anyone looked\n", 0),
        ("", "", 1),
        ("## External message\nTBD\n", "no_message: it was over before anyone looked\n", 1),
        ("## External message\nSearch was slow.\n", "no_message: it was over before anyone looked\n", 1),
    ] {
        let site = Folder::with(&format!("{head}{message}").replacen("severity: P1\n", &format!("severity: P1\n{reason}"), 1));
        close(&site).ends_with(status);
        assert_eq!(text(&site).contains("status: closed\n"), status == 0, "{message:?} {reason:?}");
    }
}

#[test]
fn what_is_never_public_waits_for_no_embargo() {
    for private in ["publish: false", "kind: near miss"] {
        let document =
            edited("severity: P1", &format!("severity: P1\n{private}")).replace("published: 2026-03-18", "published: 2026-04-18");
        close(&Folder::with(&document)).ends_with(0);
        close(&Folder::with(&document.replace("status: reviewed", "status: in review"))).ends_with(0);
    }
}

#[test]
fn what_is_closed_already_says_so_and_is_not_written() {
    let document = edited("status: reviewed", "status: closed").replacen("WORK-812", "", 1);
    let site = Folder::with(&document);
    let before = fs::metadata(site.at(DOCUMENT)).unwrap().modified().unwrap();

    let run = close(&site).ends_with(0);

    assert!(run.stdout.contains("is closed already, and nothing was written"), "{}", run.stdout);
    assert_eq!((text(&site), fs::metadata(site.at(DOCUMENT)).unwrap().modified().unwrap()), (document, before));
}

#[test]
fn who_closed_it_is_kept_if_asked_for_and_never_public() {
    let site = Folder::with(BASE);
    let by = |name: &str, now: &str| allclear(["close", ID, "--site", site.path().to_str().unwrap(), "--by", name, "--now", now]);

    by("Ines Duarte", NOW).ends_with(0);
    assert!(text(&site).contains("\nclosed: { by: Ines Duarte, at: 2026-03-20T12:00:00Z }\n"), "{}", text(&site));
    assert!(!site.build().says("Ines"));
    site.write(DOCUMENT, text(&site).replace("We are sorry", "Ines Duarte and all of us are sorry"));
    assert!(site.build().found("leak/internal-name"), "the name is internal");

    // Opened again, and closed by somebody else: a name that stands in the message refuses.
    site.write(DOCUMENT, text(&site).replace("status: closed", "status: reviewed").replace("Ines Duarte and all of us", "We and Lee Moss"));
    by("Lee Moss", "2026-03-21T12:00:00Z").ends_with(3).hides("Lee Moss");
    site.write(DOCUMENT, text(&site).replace("We and Lee Moss", "We"));
    by("Lee Moss", "2026-03-21T12:00:00Z").ends_with(0);
    assert!(text(&site).contains("\nclosed: { by: Lee Moss, at: 2026-03-21T12:00:00Z }\n"), "{}", text(&site));
    by("two\nlines", NOW).ends_with(2).complains("--by");
}

#[test]
fn what_cannot_be_closed_is_refused_and_untouched() {
    for (document, words) in [
        (edited("id: 2026-03-14-slow-search", "id: 2026-03-14-slow-serch"), "did you mean 2026-03-14-slow-serch"),
        (edited("id: 2026-03-14-slow-search", "id: something-else"), "no document has the id"),
        (edited("status: reviewed", "status: &s reviewed\nphase: *s"), "cannot be edited safely"),
        (edited("status: reviewed", "status: [reviewed]"), "cannot be edited safely"),
    ] {
        let site = Folder::with(&document);
        close(&site).ends_with(2).complains(words).complains("help:");
        assert_eq!(text(&site), document);
    }
    let twins = Folder::with(BASE).document("other.md", BASE);
    close(&twins).ends_with(2).complains("postmortems/2026-03-14-slow-search.md and postmortems/other.md");
    let busy = Folder::with(BASE).document(".2026-03-14-slow-search.md.allclear-edit", "");
    close(&busy).ends_with(2).complains("another edit");
    let broken = Folder::with(BASE).file("allclear.toml", "[site]\n");
    close(&broken).ends_with(2);
    assert_eq!([text(&twins), text(&busy), text(&broken)], [BASE, BASE, BASE]);
}

// ── queue ──

/// The document under another id, changed in some places.
fn other(id: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(BASE.replacen(ID, id, 1), |text, (from, to)| {
        assert!(text.contains(from), "{id}: no {from:?}");
        text.replacen(from, to, 1)
    })
}

const OPEN: (&str, &str) = ("  resolved: 2026-03-14T11:42:00Z\n  published: 2026-03-18T16:00:00Z\n", "");
const IN_REVIEW: (&str, &str) = ("status: reviewed", "status: in review");
const NO_END: (&str, &str) = ("### 2026-03-14 11:42 UTC — Resolved\nSearches answer at their usual speed again.\n", "");

#[test]
fn everything_that_waits_is_listed_once_for_each_thing_it_waits_for() {
    let promise = "Searches answer at their usual speed again. We will publish a post-mortem within two business days.";
    let site = Folder::new()
        .document("a.md", other("public", &[]))
        .document("b.md", other("unset", &[("  published: 2026-03-18T16:00:00Z\n", "")]))
        .document("c.md", other("held-back", &[("We are sorry", "WORK-7: we are sorry")]))
        .document("d.md", other("embargoed-late", &[("published: 2026-03-18", "published: 2026-04-18")]))
        .document("e.md", other("embargoed", &[("published: 2026-03-18", "published: 2026-04-01"), ("status: reviewed", "status: closed")]))
        .document("f.md", other("scheduled", &[IN_REVIEW, (", held: 2026-03-17T15:00:00Z", "")]))
        .document("g.md", other("met", &[IN_REVIEW]))
        .document("h.md", other("no-text", &[("## External message", "## Notes")]))
        .document("i.md", other("promised", &[IN_REVIEW, ("Searches answer at their usual speed again.", promise)]))
        .document("j.md", other("no-message", &[("## External message", "## Notes"), ("severity: P1", "severity: P1\nno_message: brief")]))
        .document("k.md", other("running", &[("status: reviewed", "status: draft"), OPEN, NO_END]))
        .document("l.md", other("closed", &[("status: reviewed", "status: closed")]))
        .document("m.md", other("draft", &[("status: reviewed", "status: draft")]))
        .document("n.md", other("near-miss", &[("severity: P1", "severity: P1\nkind: near miss")]))
        .file("allclear.toml", format!("{CONFIG}\n[leaks]\nproject_keys = [\"WORK\"]\n"));

    let queue = object(&site, "queue");

    let entry = |id: &str, name: &str, held_back: bool, more: Value| {
        let mut entry = json!({ "id": id, "path": format!("postmortems/{name}.md"), "held_back": held_back });
        entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        entry
    };
    let held = json!({ "meeting": { "scheduled": "2026-03-17T15:00:00Z", "held": "2026-03-17T15:00:00Z" } });
    assert_eq!(
        queue,
        json!({
            "schema": 1,
            "now": NOW,
            "promised": [
                entry("running", "k", false, json!({ "line": 43, "what": "update", "promised": "2026-03-14T10:05:00Z", "due": "2026-03-14T10:35:00Z", "late": true })),
                entry("promised", "i", false, json!({ "line": 47, "what": "post_mortem", "promised": "2026-03-14T11:42:00Z", "due": "2026-03-18T00:00:00Z", "late": true })),
            ],
            "in_review": [
                entry("met", "g", false, held.clone()),
                entry("promised", "i", false, held.clone()),
                entry("scheduled", "f", false, json!({ "meeting": { "scheduled": "2026-03-17T15:00:00Z", "held": null } })),
            ],
            "waiting_for_text": [entry("no-text", "h", false, json!({ "lacks": "message" }))],
            "embargoed": [
                entry("embargoed", "e", false, json!({ "published": "2026-04-01T16:00:00Z" })),
                entry("embargoed-late", "d", false, json!({ "published": "2026-04-18T16:00:00Z" })),
            ],
            "reviewed": [
                entry("held-back", "c", true, json!({ "message": "public", "published": "2026-03-18T16:00:00Z" })),
                entry("near-miss", "n", false, json!({ "message": "private", "published": null })),
                entry("no-message", "j", false, json!({ "message": "no_message", "published": null })),
                entry("public", "a", false, json!({ "message": "public", "published": "2026-03-18T16:00:00Z" })),
                entry("unset", "b", false, json!({ "message": "unset", "published": null })),
            ],
        }),
        "{queue:#}"
    );
    let human = ask(&site, "queue", &[]).ends_with(0).stdout;
    for words in [
        "running (postmortems/k.md:43)\n    the next update, promised 2026-03-14 10:05 UTC: due 2026-03-14 10:35 UTC, and late\n",
        "scheduled (postmortems/f.md)\n    the meeting is scheduled for 2026-03-17 15:00 UTC\n",
        "embargoed (postmortems/e.md)\n    public from 2026-04-01 16:00 UTC on\n",
        "held-back (postmortems/c.md)\n    public since 2026-03-18 16:00 UTC: close it when all is done, but an error holds it back: see `allclear check`\n",
        "no-text (postmortems/h.md)\n    no external message, and no reason why\n",
    ] {
        assert!(human.contains(words), "no {words:?} in\n{human}");
    }
}

#[test]
fn a_promise_is_listed_until_it_is_kept() {
    let running = |said: &str| {
        let text = other("running", &[("status: reviewed", "status: draft"), OPEN, NO_END]);
        let site = Folder::new().document("a.md", text.replace("Next update by 10:35 UTC.", said));
        object(&site, "queue")["promised"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| format!("{} {} {}", it["what"], it["due"], it["late"]))
            .collect::<Vec<_>>()
    };
    let update = |due: &str| vec![format!("\"update\" \"{due}\" true")];
    let report = |due: &str, late: bool| vec![format!("\"post_mortem\" {due} {late}")];
    assert_eq!(running("We say more within the next hour."), update("2026-03-14T11:05:00Z"));
    assert_eq!(running("Next update on 20 March at 11:59 UTC."), update("2026-03-20T11:59:00Z"));
    for not_late in [
        "Next update on 20 March at 12:00 UTC.",
        "Next update on 21 March.",
        "More soon.",
        "### 2026-03-14 10:30 UTC — Update\nStill slow.",
    ] {
        assert_eq!(running(not_late), [""; 0], "{not_late}");
    }
    assert_eq!(running("A full report will follow by 25 March."), report("\"2026-03-26T00:00:00Z\"", false));
    assert_eq!(running("We’ll share a root cause analysis here."), report("null", false));
    for nothing in ["We will not write a post-mortem.", "There will be no public report.", "Our post-mortem of 2 March is out."] {
        assert_eq!(running(nothing), [""; 0], "{nothing}");
    }

    let told = ("Searches answer at their usual speed again.", "Searches answer again. A post-mortem will follow within 2 days.");
    for (changes, count) in [
        (vec![told], 0),
        (vec![told, ("published: 2026-03-18", "published: 2026-03-28")], 1),
        (
            vec![
                told,
                ("status: reviewed", "status: closed"),
                ("## External message", "## Notes"),
                ("severity: P1", "severity: P1\nno_message: brief"),
            ],
            1,
        ),
        (vec![told, ("## External message", "## Notes"), ("severity: P1", "severity: P1\npublish: false")], 0),
    ] {
        let site = Folder::new().document("a.md", other("a", &changes));
        assert_eq!(object(&site, "queue")["promised"].as_array().unwrap().len(), count, "{changes:?}");
    }
}

#[test]
fn no_list_tells_an_internal_word() {
    let secret = other(
        "secret",
        &[
            ("title: reindex filled the heap", "title: qzxinternal title"),
            ("owner: Dana Whitfield", "owner: Qzxdana Whitfield"),
            ("The reindex had no limit.", "The qzxcluster had no limit."),
            ("severity: P1", "severity: P1\nchannel: \"#qzxroom\""),
            ("We are sorry", "Qzxdana Whitfield is sorry"),
            ("WORK-812", ""),
        ],
    );
    let site = Folder::new()
        .document("a.md", &secret)
        .document("b.md", secret.replace("secret", "embargoed").replace("published: 2026-03-18", "published: 2026-04-18"));
    for args in [["queue", "human"], ["queue", "json"], ["status", "human"], ["status", "json"]] {
        ask(&site, args[0], &["--format", args[1]]).ends_with(0).hides("qzx").hides("Qzx").hides("Whitfield");
    }
    ask(&site, "next-change", &[]).ends_with(0).hides("zx");
    for id in ["secret", "embargoed"] {
        allclear(["close", id, "--site", site.path().to_str().unwrap(), "--now", NOW])
            .ends_with(3)
            .hides("zxdana")
            .hides("zxcluster")
            .hides("zxroom");
    }
}

#[test]
fn what_only_tells_writes_nothing_and_fails_for_no_finding() {
    let empty = Folder::new();
    assert_eq!(ask(&empty, "queue", &[]).ends_with(0).stdout, "Nothing waits.\n");
    let site = Folder::with(&edited("We are sorry", "We and 10.0.3.7 are sorry")).document("notes.md", "no front matter");
    let before = tree::read(site.path());
    for command in ["queue", "status", "next-change"] {
        ask(&site, command, &[]).ends_with(0).hides("10.0.3.7");
        allclear([command, "/nowhere/at/all"]).ends_with(2).complains("help:");
        ask(&site, command, &["--now", "noon"]).ends_with(2);
    }
    assert_eq!(tree::difference(&before, &tree::read(site.path())), None);
    site.write("allclear.toml", "[site]\n");
    for command in ["queue", "status", "next-change"] {
        ask(&site, command, &[]).ends_with(2);
    }
}

// ── status ──

/// An incident that runs, work that is under way, work to come, an embargo, and a document with an error.
fn busy() -> Folder {
    let window = |id: &str, title: &str, from: &str, until: &str| {
        format!(
            "---\nid: {id}\ntitle: {id}\nowner: Dana Whitfield\nkind: maintenance\nstatus: reviewed\npublic:\n  title: {title}\n  components: [api]\n  \
             scheduled_for: {from}\n  scheduled_until: {until}\n---\n## Status updates\n### 2026-03-19 09:00 UTC — Scheduled\nThe API will be slower for a while.\n"
        )
    };
    Folder::new()
        .document(
            "a.md",
            other("slow", &[("status: reviewed", "status: draft"), OPEN, NO_END])
                .replace("2026-03-14T09:58", "2026-03-20T09:58")
                .replace("2026-03-14 10:05", "2026-03-20 10:05"),
        )
        .document("b.md", window("now", "Larger disks", "2026-03-20T11:00:00Z", "2026-03-20T13:00:00Z"))
        .document("c.md", window("later", "New cables", "2026-03-25T11:00:00Z", "2026-03-25T13:00:00Z"))
        .document("d.md", other("embargoed", &[("published: 2026-03-18", "published: 2026-04-18")]))
        .document("e.md", other("broken", &[("  impact: partial", "  impact: huge")]))
}

#[test]
fn status_says_what_the_site_says_and_what_changes_next() {
    let site = busy();

    let human = ask(&site, "status", &[]).ends_with(0).stdout;

    assert_eq!(
        human,
        "Example status at 2026-03-20 12:00 UTC: Partial disruption\n\n\
         Happening now\n  Slow search results\n    Investigating since 2026-03-20 10:05 UTC, began 2026-03-20 09:58 UTC\n    https://status.example.com/incidents/slow/\n\n\
         Components\n  Search: Partial disruption\n  API: Maintenance\n\n\
         Maintenance under way\n  Larger disks\n    In progress, 2026-03-20 11:00 UTC to 2026-03-20 13:00 UTC\n    https://status.example.com/maintenance/now/\n\n\
         Announced maintenance\n  New cables\n    Scheduled, 2026-03-25 11:00 UTC to 2026-03-25 13:00 UTC\n    https://status.example.com/maintenance/later/\n\n\
         Next change: 2026-03-20 13:00 UTC\n  API: from Maintenance to Operational.\n  Larger disks: from In progress to Completed.\n\n\
         Left out, because they have errors; `allclear check` says which:\n  postmortems/e.md\n"
    );
    let status = object(&site, "status");
    assert_eq!(status["state"], "partial");
    assert_eq!(
        status["components"],
        json!([{ "id": "search", "name": "Search", "state": "partial" }, { "id": "api", "name": "API", "state": "maintenance" }])
    );
    assert_eq!(status["incidents"][0]["phase"], "investigating");
    assert_eq!(status["maintenance"].as_array().unwrap().len(), 2);
    assert_eq!(status["left_out"], json!(["postmortems/e.md"]));
    assert_eq!(
        status["next"],
        json!({ "at": "2026-03-20T13:00:00Z", "changes": [
            { "of": "component", "id": "api", "name": "API", "before": "maintenance", "after": "operational" },
            { "of": "incident", "id": "now", "page": "/maintenance/now/", "change": "phase", "before": "in_progress", "after": "completed" },
        ] })
    );
    assert_eq!(ask(&site, "next-change", &[]).ends_with(0).stdout, "2026-03-20T13:00:00Z\n");
}

#[test]
fn status_speaks_the_language_of_the_site_and_agrees_with_its_pages() {
    let site = busy();
    site.write("allclear.toml", CONFIG.replace("[site]\n", "[site]\nlanguage = \"de\"\n"));
    let front = String::from_utf8(site.keep_going().site()["index.html"].clone()).unwrap();

    let human = ask(&site, "status", &[]).ends_with(0).stdout;

    for words in ["Teilweise gestört", "Wartung", "Untersuchung"] {
        let said = human.contains(words);
        assert_eq!(said, front.contains(words), "{words}:\n{human}");
    }
    assert!(!human.contains("Partial disruption") && !human.contains("Investigating"), "{human}");
}

#[test]
fn a_quiet_site_says_so_and_a_page_to_come_is_told_without_its_title() {
    let site = Folder::with(&edited("published: 2026-03-18", "published: 2026-04-18").replace("## Status updates", "## Notes"));
    let human = ask(&site, "status", &[]).ends_with(0).stdout;
    assert!(
        human.starts_with("Example status at 2026-03-20 12:00 UTC: Operational\n\nNo incident is reported for any component.\n"),
        "{human}"
    );
    assert!(human.ends_with("Next change: 2026-04-18 16:00 UTC\n  /incidents/2026-03-14-slow-search/: its page appears.\n"), "{human}");
    assert!(!human.contains("Slow search results"), "{human}");

    let done = ask(&Folder::with(BASE), "status", &[]).ends_with(0).stdout;
    assert!(done.ends_with("Nothing changes by the clock alone.\n"), "{done}");
}

#[test]
fn a_site_whose_config_stops_every_build_is_told_to_fail() {
    let site = Folder::with(BASE).file("exceptions.toml", "[[exception]]\nrule = \"leak/phone\"\n");
    site.write("allclear.toml", format!("{CONFIG}\n[leaks]\nexceptions = \"exceptions.toml\"\n"));
    build(site.path(), &site.at("public")).ends_with(1);
    let human = ask(&site, "status", &[]).ends_with(0).stdout;
    assert!(human.ends_with("\nA build would fail; `allclear check` says why.\n"), "{human}");
    assert_eq!(object(&site, "status")["builds"], false);
}

/// When the site changes next, by the library.
fn next(site: &Folder, now: &str) -> Option<String> {
    let next = upcoming::next_change(site.path(), clock::now(Some(now)).unwrap()).unwrap();
    next.map(|next| next.at.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}
