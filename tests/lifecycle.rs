//! What is published when: each row of the contract's table, on a document that is complete otherwise.

use crate::support::{BASE, Built, Folder, tree};

const ID: &str = "2026-03-14-slow-search";
const UPDATE: &str = "Searches answer at their usual speed again.";
const MESSAGE: &str = "A scheduled rebuild of the search index ran at the busiest hour.";
const CORRECTION: &str = "The share was one in six.";

/// The complete document with a correction, changed in one place.
#[track_caller]
fn edited(from: &str, to: &str) -> String {
    let text = format!("{BASE}\n\n## Corrections\n\n### 2026-03-19 10:00 UTC\n{CORRECTION}\n");
    assert!(text.contains(from), "the document has no {from:?}");
    text.replacen(from, to, 1)
}

fn build(document: &str) -> Built {
    Folder::with(document).build()
}

#[track_caller]
fn assert_goes_out(built: &Built, update: bool, message: bool) {
    assert!(built.errors().is_empty(), "{}", built.human);
    assert_eq!(built.says(UPDATE), update, "updates");
    assert_eq!(built.says(MESSAGE), message, "message");
    assert_eq!(built.says(CORRECTION), message, "correction");
    assert_eq!(built.has_page(ID), update || message, "page");
}

/// The bytes of the site equal those of a site that never had the document: no count, no gap, no date gives it away.
#[track_caller]
fn assert_not_even_a_count(document: &str) {
    let other = BASE.replace(ID, "2026-03-02-other").replace("03-14", "03-02");
    let without = Folder::new().document("other.md", &other).build();
    let with = Folder::new().document("other.md", &other).document("a/withheld.md", document).build();
    assert!(without.has_page("2026-03-02-other"));
    assert_eq!(tree::difference(without.site(), with.site()), None);
}

#[test]
fn reviewed_and_closed_send_out_everything_and_look_the_same() {
    let reviewed = build(&edited("", ""));
    let closed = build(&edited("status: reviewed", "status: closed"));

    assert_goes_out(&reviewed, true, true);
    assert_eq!(tree::difference(reviewed.site(), closed.site()), None);
}

#[test]
fn updates_go_out_whatever_the_status_and_the_message_waits() {
    for status in ["draft", "in review", "In_Review", "IN-REVIEW"] {
        assert_goes_out(&build(&edited("status: reviewed", &format!("status: {status}"))), true, false);
    }
    assert_goes_out(&build(&edited("status: reviewed\n", "")), true, false);
}

#[test]
fn the_message_goes_out_at_the_second_of_its_date() {
    let site = Folder::with(&edited("published: 2026-03-18T16:00:00Z", "published: 2026-03-24T09:00:00Z"));

    assert_goes_out(&site.build_at("2026-03-24T08:59:59Z"), true, false);
    assert_goes_out(&site.build_at("2026-03-24T09:00:00Z"), true, true);
}

#[test]
fn without_a_date_the_message_is_not_out() {
    let built = build(&edited("  published: 2026-03-18T16:00:00Z\n", ""));

    assert_goes_out(&built, true, false);
    assert!(built.found("lifecycle/published-missing"), "{}", built.human);
}

#[test]
fn a_message_alone_is_enough() {
    let start = BASE.find("## Status updates").unwrap();
    let end = BASE.find("## External message").unwrap();
    let text = format!("{}{}", &BASE[..start], &BASE[end..]);

    let built = build(&text);

    assert!(built.has_page(ID) && built.says(MESSAGE) && !built.says(UPDATE), "{}", built.human);
}

#[test]
fn a_message_that_says_nothing_is_no_message() {
    let (head, _) = BASE.split_at(BASE.find("Search results were slow").unwrap());
    for nothing in ["", "N/A\n", "none\n", "None.\n", "<!-- to be written -->\n"] {
        let built = build(&format!("{head}{nothing}"));
        assert!(built.has_page(ID) && !built.says("N/A"), "{}", built.human);
        assert!(!built.text("postmortems/index.html").contains(ID), "{nothing:?} is listed as a post-mortem");
    }
}

#[test]
fn a_placeholder_is_an_error_once_it_would_go_out() {
    let (head, _) = BASE.split_at(BASE.find("Search results were slow").unwrap());
    for placeholder in ["TBD\n", "TODO\n", "_What did customers notice?_\n"] {
        let text = format!("{head}{placeholder}");
        assert_eq!(build(&text).status, 1, "{placeholder:?}");
        assert_eq!(build(&text.replace("status: reviewed", "status: draft")).status, 0, "{placeholder:?} in a draft");
    }
}

#[test]
fn what_is_withheld_leaves_no_trace() {
    assert_not_even_a_count(&edited("status: reviewed", "status: reviewed\nkind: near miss"));
    assert_not_even_a_count(&edited("status: reviewed", "status: closed\nkind: Near-Miss"));
    assert_not_even_a_count(&edited("status: reviewed", "status: reviewed\npublish: false"));
    assert_not_even_a_count(&edited("public:\n", "intern:\n"));
    assert_not_even_a_count("# Notes\n\nNothing here is public.\n");
}

#[test]
fn a_block_without_a_piece_leaves_no_trace_and_is_a_warning() {
    let start = BASE.find("## Status updates").unwrap();
    let bare = &BASE[..start];

    assert_not_even_a_count(bare);
    assert!(build(bare).found("lifecycle/nothing-published"), "{}", build(bare).human);
}

#[test]
fn an_update_of_the_future_waits_for_its_time() {
    let site = Folder::with(&edited("### 2026-03-14 11:42 UTC — Resolved", "### 2026-03-21 11:42 UTC — Update"));
    let built = site.build();
    assert!(built.has_page(ID), "the rest of the document is out");
    assert!(!built.says(UPDATE));
}

#[test]
fn an_error_stops_all_or_withholds_its_document_alone() {
    let running = BASE.replace(ID, "running").replace("status: reviewed", "status: draft");
    let bad = edited("components: [search]", "components: [fax]");
    let site = Folder::new().document("running.md", &running).document("bad.md", bad);

    let whole = site.build();
    let rest = site.keep_going();

    assert!(whole.files.is_none() && whole.status == 1);
    assert!(rest.has_page("running") && !rest.has_page(ID));
    assert_eq!(rest.status, 1, "a withheld document is still a failure");
    let only = Folder::new().document("running.md", &running).build();
    assert_eq!(tree::difference(only.site(), rest.site()), None);
}

#[test]
fn a_leak_ends_with_three() {
    let built = build(&edited("We are sorry", "The node 10.20.30.40 was full. We are sorry"));

    assert!(built.files.is_none());
    assert_eq!(built.status, 3, "{}", built.human);
    assert!(!built.human.contains("10.20.30.40") && !built.json.contains("10.20.30.40"), "the report shows the leak");
}

#[test]
fn maintenance_is_announced_and_is_no_incident() {
    let text = "---\nid: upgrade\nkind: maintenance\npublic:\n  title: Database upgrade\n  components: [api]\n  \
                scheduled_for: 2026-04-01T22:00:00Z\n  scheduled_until: 2026-04-01T23:00:00Z\n---\n## Status updates\n\
                ### 2026-03-19 12:00 UTC — Scheduled\nThe API answers with an error for up to five minutes.\n";

    let built = build(text);

    assert!(built.has_page("upgrade"), "{}", built.human);
    assert!(built.text("index.html").contains("Database upgrade"));
    let summary: serde_json::Value = serde_json::from_str(built.text("api/v2/summary.json")).unwrap();
    assert_eq!(summary["status"]["indicator"], "none");
    assert_eq!(summary["scheduled_maintenances"].as_array().unwrap().len(), 1);
}
