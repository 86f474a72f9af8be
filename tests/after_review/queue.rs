//! What waits: for review, for its time, for text, for somebody to keep a promise. Never an internal word.

use serde_json::{Value, json};

use super::{IN_REVIEW, NO_END, OPEN, ask, edited, object, other};
use crate::support::folder::CONFIG;
use crate::support::{Folder, NOW, allclear, tree};

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
        "held-back (postmortems/c.md)\n    held back by an error: see `allclear check`\n",
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
        "It is slow.\n### 2026-03-14 10:30 UTC — Update\nStill slow.",
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
