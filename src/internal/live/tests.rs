//! Documents as people write them, with one update more: where it stands, how it is written, and that no other byte changes.

use proptest::prelude::*;

use super::{Post, Prepared, Step, prepare};
use crate::clock::Time;
use crate::config::{self, Config};
use crate::diagnostic::{Source, SourceId};
use crate::error::Result;
use crate::internal::read;
use crate::public::{Impact, Phase};

const CONFIG: &str = "[site]\ntitle = \"A\"\nurl = \"https://status.example.com\"\ntime_zone = \"Europe/Berlin\"\n[[components]]\nid = \"search\"\nname = \"Search\"\n[[components]]\nid = \"api\"\nname = \"API (EU)\"\n";

const FRONT: &str = "---\nid: a\npublic:\n  title: Slow # short\n  impact: partial\n  started: 2026-03-14T09:58:00Z\n---\n";

struct Site {
    folder: tempfile::TempDir,
    config: Config,
}

#[expect(clippy::disallowed_methods, reason = "a site is files")]
impl Site {
    fn with(document: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("allclear.toml"), CONFIG).expect("a config");
        let config = config::load(folder.path()).expect("valid");
        let site = Self { folder, config };
        std::fs::create_dir(site.folder.path().join("postmortems")).expect("a folder");
        site.write(document);
        site
    }

    fn write(&self, document: &str) {
        std::fs::write(self.folder.path().join("postmortems/a.md"), document).expect("a document");
    }

    fn post(&self, step: Step, affects: &[(String, Impact)], text: &str, now: &str) -> Result<Prepared> {
        let post = Post { id: Some("a"), step, at: None, affects, text, now: time(now) };
        prepare(self.folder.path(), &self.config, &post)
    }

    /// The updates that are read of a document: when, the phase, the words.
    fn said(&self, document: &str) -> Vec<(Time, Phase, String)> {
        let source = Source::new("postmortems/a.md", document);
        let draft = read::read(&source, SourceId(0), &self.config, &mut Vec::new()).expect("a draft");
        let words = |range: std::ops::Range<usize>| document[range].trim().replace("\r\n", "\n");
        draft.updates.iter().map(|update| (update.at, update.phase, words(update.content.clone()))).collect()
    }
}

fn time(text: &str) -> Time {
    crate::clock::now(Some(text)).expect("a time")
}

const IDENTIFIED: Step = Step::Phase(Phase::Identified);

/// What becomes of a body when "We know why." is said at 10:30:20 UTC.
#[track_caller]
fn becomes(before: &str, after: &str) {
    let site = Site::with("");
    for (front, end) in [
        (FRONT, "\n"),
        (FRONT, "\r\n"),
        ("+++\nid = \"a\"\n[public]\ntitle = \"Slow\"\nimpact = \"partial\"\nstarted = 2026-03-14T09:58:00Z\n+++\n", "\n"),
    ] {
        let document = |body: &str| format!("{front}{body}").replace('\n', end);
        site.write(&document(before));
        let prepared = site.post(IDENTIFIED, &[], "We know why.", "2026-03-14T10:30:20Z").unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(prepared.amended.text, document(after), "{end:?}");
        assert!(prepared.amended.text[prepared.inserted.clone()].contains("We know why."));
    }
}

#[test]
fn the_newest_stands_last_or_first_as_it_did() {
    becomes(
        "## Status updates\n### 2026-03-14 10:05 UTC — Investigating\nSlow.\n\n## External message\n",
        "## Status updates\n### 2026-03-14 10:05 UTC — Investigating\nSlow.\n\n### 2026-03-14 10:30 UTC — Identified\nWe know why.\n\n## External message\n",
    );
    becomes(
        "## Status updates\n\n### 2026-03-14 10:15 UTC — Update\nSlower.\n\n### 2026-03-14 10:05 UTC — Investigating\nSlow.\n",
        "## Status updates\n\n### 2026-03-14 10:30 UTC — Identified\nWe know why.\n\n### 2026-03-14 10:15 UTC — Update\nSlower.\n\n### 2026-03-14 10:05 UTC — Investigating\nSlow.\n",
    );
}

#[test]
fn headings_keep_their_style() {
    for (old, new) in [
        ("### 2026-03-14T10:05:00Z - investigating", "### 2026-03-14T10:30:00Z - identified"),
        ("##### **2026-03-14 10:05 UTC: INVESTIGATING** ##", "##### **2026-03-14 10:30 UTC: IDENTIFIED** ##"),
        ("### 2026-03-14 11:05 +01:00 · Investigating", "### 2026-03-14 11:30 +01:00 · Identified"),
        ("### 2026-03-14 06:05 America/New_York — Investigating", "### 2026-03-14 06:30 America/New_York — Identified"),
        ("### 2026-03-14 11:05 — Investigating", "### 2026-03-14 11:30 — Identified"),
        ("### 2026-03-14 10:05:30 (UTC) — Investigating", "### 2026-03-14 10:30:00 (UTC) — Identified"),
        ("### 2026-03-14 10:05 *UTC* — Investigating", "### 2026-03-14 10:30 UTC — Identified"),
    ] {
        becomes(
            &format!("# Updates\n\n## Public updates:\n\n{old}\n\nSlow.\n"),
            &format!("# Updates\n\n## Public updates:\n\n{old}\n\nSlow.\n\n{new}\n\nWe know why.\n"),
        );
    }
}

#[test]
fn a_section_is_made_where_there_is_none() {
    let section = "## Status updates\n\n### 2026-03-14 10:30 UTC — Identified\nWe know why.";
    becomes("# Slow\n\n## Summary\nHeap.\n", &format!("# Slow\n\n## Summary\nHeap.\n\n{section}\n"));
    becomes("", &format!("\n{section}\n"));
    becomes("## Summary\nHeap.", &format!("## Summary\nHeap.\n\n{section}"));
    becomes(
        "## Summary\nHeap.\n\n## External message\nSlow.\n",
        &format!("## Summary\nHeap.\n\n{section}\n\n## External message\nSlow.\n"),
    );
    becomes(
        "## Status updates\n<!-- here -->\n\n## Plan\n",
        "## Status updates\n<!-- here -->\n\n### 2026-03-14 10:30 UTC — Identified\nWe know why.\n\n## Plan\n",
    );
}

#[test]
fn an_affects_line_names_components_as_customers_know_them() {
    let site = Site::with(&format!("{FRONT}## Status updates\n### 2026-03-14 10:05 UTC — Investigating\nSlow.\n"));
    let affects = [("search".to_owned(), Impact::Full), ("API (EU)".to_owned(), Impact::None)];
    let prepared = site.post(IDENTIFIED, &affects, "We know why.", "2026-03-14T10:30:00Z").expect("an update");
    let said = &prepared.amended.text[prepared.inserted.clone()];
    assert!(said.contains("— Identified\nAffects: Search (full), api (none)\n\nWe know why."), "{said}");
    let error =
        site.post(IDENTIFIED, &[("serach".to_owned(), Impact::Full)], "x", "2026-03-14T10:30:00Z").err().expect("a refusal").to_string();
    assert!(error.contains("no component is called \"serach\"") && error.contains("search, api"), "{error}");
}

#[test]
fn two_updates_of_one_minute_keep_their_order() {
    let site = Site::with(&format!("{FRONT}## Status updates\n### 2026-03-14 10:30 UTC — Investigating\nSlow.\n"));
    let prepared = site.post(IDENTIFIED, &[], "We know why.", "2026-03-14T10:30:20Z").expect("an update");
    assert!(prepared.amended.text.contains("### 2026-03-14 10:30:20 UTC — Identified"), "{}", prepared.amended.text);
    let refused = site.post(IDENTIFIED, &[], "We know why.", "2026-03-14T10:29:00Z").err().expect("a refusal").to_string();
    assert!(refused.contains("10:29 UTC") && refused.contains("10:30 UTC"), "{refused}");
}

#[test]
fn text_that_would_become_something_else_is_refused() {
    let site = Site::with(&format!(
        "{FRONT}## Status updates\n### 2026-03-14 10:05 UTC — Investigating\nSlow.\n\n## Root cause\nqxjq\n\n## External message\nSorry.\n"
    ));
    for text in [
        "## Root cause\nheap",
        "### 2026-03-14 10:31 UTC — Resolved\nDone.",
        "It is\n\n```\nopen",
        "<!-- open",
        "Done\n---\n",
        "Affects: Search (none)",
        " \n",
        "a\u{7}b",
    ] {
        let error =
            site.post(IDENTIFIED, &[], text, "2026-03-14T10:30:00Z").err().unwrap_or_else(|| panic!("{text:?} was taken")).to_string();
        assert!(error.contains("help:") && !error.contains("qxjq"), "{error}");
    }
    let odd = Site::with(
        "---\nid: a\npublic: &p\n  title: Slow\n  impact: partial\n  started: 2026-03-14T09:58:00Z\n---\n## Status updates\n### 2026-03-14 10:05 UTC — Investigating\nSlow.\n",
    );
    let error = odd.post(Step::End, &[], "Fast.", "2026-03-14T10:30:00Z").err().map(|error| error.to_string());
    assert!(error.is_none_or(|error| error.contains("by hand") && error.contains("resolved: 2026-03-14T10:30:00Z")));
}

#[test]
fn phases_follow_each_other() {
    let after = |said: &str, step: Step| {
        let site = Site::with(&format!("{FRONT}## Status updates\n### 2026-03-14 10:05 UTC — {said}\nSlow.\n"));
        site.post(step, &[], "Words.", "2026-03-14T10:30:00Z").map(|prepared| prepared.phase).map_err(|error| error.to_string())
    };
    for (said, next) in [
        ("Investigating", Phase::Investigating),
        ("Investigating", Phase::Monitoring),
        ("Identified", Phase::Update),
        ("Update", Phase::Investigating),
        ("Monitoring", Phase::Investigating),
        ("Monitoring", Phase::Identified),
    ] {
        assert_eq!(after(said, Step::Phase(next)), Ok(next), "{next:?} after {said}");
    }
    assert_eq!(after("Investigating", Step::End), Ok(Phase::Resolved));
    for (said, step, words) in [
        ("Identified", Step::Phase(Phase::Investigating), "cannot follow Identified"),
        ("Resolved", Step::Phase(Phase::Update), "is over since 2026-03-14 10:05 UTC"),
        ("Resolved", Step::End, "is over since"),
        ("Investigating", Step::Phase(Phase::Verifying), "no phase of an incident"),
    ] {
        let error = after(said, step).expect_err("a refusal");
        assert!(error.contains(words), "{error}");
    }
}

/// A body with updates in one of two orders, between other sections.
fn body() -> impl Strategy<Value = String> {
    let other = prop_oneof![
        Just("## Summary\nHeap é on a machine.\n".to_owned()),
        Just("## Notes\n\n- one\n- two\n\n  more\n".to_owned()),
        Just("Setext\n------\n\n> a quote\n".to_owned()),
        Just("## Code\n```\n# no heading\n```\n".to_owned()),
        Just("<!-- a comment\nof two lines -->\n".to_owned()),
        Just("| a | b |\n| --- | --- |\n| 1 | 2 |\n".to_owned()),
    ];
    let heading =
        prop_oneof![Just("### {} UTC — "), Just("#### {} UTC - "), Just("### {} +00:00: "), Just("### **{} UTC · "), Just("### {} — ")];
    let words = prop_oneof![
        Just("Slow."),
        Just("\nSlow.\n"),
        Just("- a\n- b\n"),
        Just("Slow,\nvery.\n\n[1]: https://example.com\n\n"),
        Just("Slow.  ")
    ];
    (
        proptest::collection::vec(other.clone(), 0..3),
        heading,
        proptest::collection::vec(words, 0..4),
        any::<bool>(),
        proptest::option::of(Just("## External message\nSorry.\n".to_owned())),
        proptest::collection::vec(other, 0..3),
    )
        .prop_map(|(before, heading, updates, reversed, message, behind)| {
            let end = if heading.contains("**") { "Update**" } else { "Update" };
            let mut entries: Vec<String> = updates
                .iter()
                .enumerate()
                .map(|(at, words)| format!("{}{end}\n{words}\n", heading.replace("{}", &format!("2026-03-14 12:{at:02}"))))
                .collect();
            if reversed {
                entries.reverse();
            }
            let section = if entries.is_empty() { String::new() } else { format!("## Status updates\n\n{}", entries.join("\n")) };
            [before.join("\n"), section, message.unwrap_or_default(), behind.join("\n")].join("\n")
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]
    #[test]
    fn an_update_is_added_and_no_other_byte_changes(
        body in body(),
        text in prop_oneof!["[a-z]{1,9}( [a-z]{1,9}){0,9}\\.", Just("One.\n\n- two\n- three".to_owned()), Just("é `code` *x*\nmore".to_owned())],
        crlf: bool,
        open: bool,
        toml: bool,
        end: bool,
    ) {
        let front = if toml { "+++\nid = \"a\"\n[public]\ntitle = \"Slow\"\nimpact = \"partial\"\nstarted = 2026-03-14T09:58:00Z\n+++\n" } else { FRONT };
        let document = format!("{front}{}", if open { body.trim_end() } else { body.as_str() });
        let document = if crlf { document.replace('\n', "\r\n") } else { document };
        let site = Site::with(&document);
        let prepared = site.post(if end { Step::End } else { IDENTIFIED }, &[], &text, "2026-03-14T13:30:00Z");
        // What cannot be done for certain is refused; nothing in these documents is of that kind.
        let prepared = prepared.map_err(|error| TestCaseError::fail(format!("{error}\n{document}")))?;
        let after = prepared.amended.text;
        let mut rest = after.clone();
        rest.replace_range(prepared.inserted.clone(), "");
        let line = if toml { "resolved = 2026-03-14T13:30:00Z" } else { "  resolved: 2026-03-14T13:30:00Z" };
        let rest = if end { rest.replacen(&format!("{line}{}", if crlf { "\r\n" } else { "\n" }), "", 1) } else { rest };
        prop_assert_eq!(&rest, &document);
        let mut wanted = site.said(&document);
        wanted.push((time("2026-03-14T13:30:00Z"), prepared.phase, text));
        let mut said = site.said(&after);
        wanted.sort_by_key(|said| said.0);
        said.sort_by_key(|said| said.0);
        prop_assert_eq!(said, wanted);
        prop_assert_eq!(after.contains('\r') , crlf);
        prop_assert_eq!(after.ends_with('\n'), document.ends_with('\n'));
    }

    #[test]
    fn no_text_makes_it_panic(body in "\\PC{0,60}", text in "\\PC{1,40}") {
        let site = Site::with(&format!("{FRONT}## Status updates\n{body}\n### 2026-03-14 10:05 UTC — Investigating\n{body}\n"));
        let _ = site.post(Step::End, &[], &text, "2026-03-14T13:30:00Z");
    }
}
