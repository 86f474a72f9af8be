//! Closing: refused until the conditions of the lifecycle hold, and one word of the document after that.

use std::fs;

use super::{DOCUMENT, ID, close, edited, text};
use crate::support::folder::CONFIG;
use crate::support::{BASE, Folder, NOW, allclear, tree};

#[test]
fn a_reviewed_post_mortem_is_closed_and_every_other_byte_stays() {
    let document = edited("status: reviewed", "status: reviewed   # by the book").replace('\n', "\r\n");
    let site = Folder::with(&document);
    let before = site.build();

    let run = close(&site).ends_with(0);

    let path = site.at(DOCUMENT);
    assert!(run.stdout.starts_with(&format!("{} is closed.", path.display())), "{}", run.stdout);
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
        ("11:42 UTC — Resolved", "11:42 UTC — Monitoring", "lifecycle/closed-early", "public:", 1),
        ("status: reviewed", "status: draft", "lifecycle/closed-early", "status:", 1),
        ("status: reviewed", "status: in review", "lifecycle/closed-early", "status:", 1),
        ("public:\n", "other:\n", "lifecycle/closed-early", "## External message", 1),
        ("Search results were slow for", "There was an outage for", "wording/outage-unless-full", "outage", 1),
        ("We are sorry", "We and 10.0.3.7 are sorry", "leak/private-ipv4", "10.0.3.7", 3),
    ] {
        let document = edited(from, to);
        // What ends with its last update alone is not over without it.
        let document = if to.ends_with("Monitoring") { document.replace("  resolved: 2026-03-14T11:42:00Z\n", "") } else { document };
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
    // What a killed edit left is no obstacle.
    let left = Folder::with(BASE).document(".2026-03-14-slow-search.md.allclear-edit", "");
    close(&left).ends_with(0);
    let broken = Folder::with(BASE).file("allclear.toml", "[site]\n");
    close(&broken).ends_with(2);
    assert_eq!([text(&twins), text(&broken)], [BASE, BASE]);
}

#[test]
fn maintenance_is_closed_once_it_is_over() {
    let window = |more: &str| {
        format!(
            "---\nid: {ID}\ntitle: disks\nkind: maintenance\nstatus: reviewed\nowner: Dana Whitfield\npublic:\n  title: Larger disks\n  components: [api]\n  \
             scheduled_for: 2026-03-20T08:00:00Z\n  scheduled_until: 2026-03-20T12:00:01Z\n---\n## Status updates\n\
             ### 2026-03-19 09:00 UTC — Scheduled\nThe API will be slower for a while.\n{more}"
        )
    };
    let completed = "### 2026-03-20 11:30 UTC — Completed\nThe API is fast again.\n";
    for (document, status) in [
        (window(""), 1),
        (window("").replace("12:00:01Z", "12:00:00Z"), 0),
        (window("### 2026-03-20 08:00 UTC — In progress\nIt goes on. Next update by 12:30 UTC.\n").replace("12:00:01Z", "12:00:00Z"), 1),
        (window(completed), 0),
    ] {
        let site = Folder::with(&document);
        let run = close(&site).ends_with(status);
        assert_eq!(run.stderr.contains("the maintenance is not over"), status == 1, "{}", run.stderr);
    }
}
