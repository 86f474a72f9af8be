//! `diff`: two states of a site in, what customers would see of the way from one to the other out.
//! Stories about folders stand here and in `diff/`; those about revisions in `diff/revisions.rs`.

mod comment;
mod page;
mod revisions;
mod secrets;

use serde_json::Value;

use crate::support::binary::Run;
use crate::support::folder::CONFIG;
use crate::support::{BASE, Folder, NOW, allclear, root};

const ID: &str = "2026-03-14-slow-search";
const QUIET: &str = "Nothing public changes.";
const FORMATS: [&str; 4] = ["human", "markdown", "json", "html"];

/// A site before and after a change.
struct Story {
    before: Folder,
    after: Folder,
}

impl Story {
    fn of(before: Folder, after: Folder) -> Self {
        Self { before, after }
    }

    /// The site with one incident, and the same with something else in its document.
    fn edit(from: &str, to: &str) -> Self {
        assert!(BASE.contains(from), "{from}");
        Self::of(Folder::with(BASE), Folder::with(&BASE.replace(from, to)))
    }

    fn tell(&self, format: &str) -> Run {
        let paths = [&self.before, &self.after].map(|folder| folder.path().to_str().unwrap());
        allclear(["diff", paths[0], paths[1], "--now", NOW, "--format", format])
    }

    #[track_caller]
    fn human(&self, status: i32) -> String {
        self.tell("human").ends_with(status).stdout
    }

    #[track_caller]
    fn json(&self, status: i32) -> Value {
        let report: Value = serde_json::from_str(&self.tell("json").ends_with(status).stdout).unwrap();
        let schema: Value = serde_json::from_str(&std::fs::read_to_string(root().join("docs/diff.schema.json")).unwrap()).unwrap();
        let faults: Vec<String> = jsonschema::validator_for(&schema)
            .unwrap()
            .iter_errors(&report)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{faults:?}\n{report:#}");
        report
    }
}

fn words(list: &Value) -> String {
    list.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(text: &str, words: &str) {
    assert!(text.contains(words), "no {words:?} in:\n{text}");
}

/// A running incident: the document before its message and its last update.
fn running() -> String {
    let (head, rest) = BASE.split_once("### 2026-03-14 11:42").unwrap();
    let message = rest.split_once("## External message").unwrap().1;
    format!("{head}## External message{message}")
        .replace("  resolved: 2026-03-14T11:42:00Z\n", "")
        .replace("status: reviewed", "status: draft")
}

// ── whether anything changes ──

#[test]
fn an_internal_change_is_quiet_in_every_format() {
    let story = Story::edit("The reindex had no limit.", "The reindex of the second cluster had no limit, says Priya.");
    for format in FORMATS {
        let run = story.tell(format).ends_with(0).hides("second cluster").hides("Priya");
        assert_eq!(run.stdout.contains(QUIET), format != "json", "{format}: {}", run.stdout);
    }
    let report = story.json(0);
    assert_eq!(report["public_change"], false);
    for list in ["incidents", "components", "feed_entries", "redirects", "private", "findings", "notes"] {
        assert_eq!(report[list], serde_json::json!([]), "{list}");
    }
}

#[test]
fn quiet_is_said_only_where_nothing_changes_and_nothing_is_in_the_way() {
    let faulty = running().replace("2026-03-14-slow-search", "other").replace("  impact: partial", "  impact: enormous");
    let story = Story::of(Folder::with(BASE), Folder::with(BASE).document("other.md", &faulty));
    assert_eq!(story.json(1)["public_change"], false);
    for format in FORMATS {
        assert!(!story.tell(format).ends_with(1).stdout.contains(QUIET), "{format}");
    }
    says(&story.human(1), "no public byte changes; new findings: 1 error");

    let retitled = Folder::with(BASE).file("allclear.toml", CONFIG.replace("Example status", "Example state"));
    let story = Story::of(Folder::with(BASE), retitled);
    assert_eq!(story.json(0)["public_change"], true);
    for format in FORMATS {
        assert!(!story.tell(format).ends_with(0).stdout.contains(QUIET), "{format}");
    }
}

// ── words ──

#[test]
fn a_changed_update_is_told_in_the_words_that_customers_read() {
    let story = Story::edit("for one request in five. Next", "for two requests in five. Next");
    let report = story.json(0);
    let incident = &report["incidents"][0];
    assert_eq!(report["incidents"].as_array().unwrap().len(), 1);
    assert_eq!((&incident["id"], &incident["change"]), (&ID.into(), &"changed".into()));
    assert_eq!(incident["path"], format!("postmortems/{ID}.md"));
    assert_eq!(incident["page"], format!("/incidents/{ID}/"));
    assert_eq!((words(&incident["words"]["removed"]), words(&incident["words"]["added"])), ("one request".into(), "two requests".into()));
    assert_eq!(report["feed_entries"][0]["change"], "changed");
    assert_eq!(report["feed_entries"][0]["incident"], ID);
    assert!(report["feed_entries"][0]["id"].as_str().unwrap().ends_with(":incident/2026-03-14-slow-search/update/20260314t1005z"));

    let human = story.human(0);
    says(&human, &format!("changed {ID}\n  /incidents/{ID}/ from postmortems/{ID}.md\n"));
    says(&human, "    Search results are slow for\n  - one request\n  + two requests\n    in five. Next update by 10:35 UTC.\n");
    says(&human, "pages of incidents: 1 changed; new findings: none");
}

#[test]
fn times_impact_alt_texts_and_link_targets_count_and_markup_does_not() {
    let json = |from: &str, to: &str| Story::edit(from, to).json(0)["incidents"][0].clone();
    let changed = json("  resolved: 2026-03-14T11:42:00Z", "  resolved: 2026-03-14T11:42:30Z");
    assert_eq!(changed["change"], "changed");
    let changed = json("  impact: partial", "  impact: degraded");
    says(&words(&changed["words"]["added"]), "Degraded performance");
    let changed = json("We are sorry", "See [the guide](https://docs.example.com/search). We are sorry");
    assert_eq!(words(&changed["words"]["added"]), "See the guide.");
    assert_eq!(changed["links"]["added"], serde_json::json!(["https://docs.example.com/search"]));
    let changed = json("We are sorry", "**We** are sorry");
    assert_eq!((words(&changed["words"]["added"]), words(&changed["words"]["removed"])), (String::new(), String::new()));
    says(&Story::edit("We are sorry", "**We** are sorry").human(0), "its words stay, how they are set changes");
}

#[test]
fn a_summary_that_only_feeds_and_search_engines_show_is_told() {
    let report = Story::edit("  impact:", "  summary: Searches took long.\n  impact:").json(0);
    says(&words(&report["incidents"][0]["words"]["added"]), "Searches took long.");
}

#[test]
fn a_picture_that_comes_or_goes_is_told() {
    let with = |name: &str, color: &str| {
        let picture = format!("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z' fill='{color}'/></svg>");
        Folder::with(&BASE.replace("We are sorry", "![A chart of waits](chart.svg)\n\nWe are sorry")).document(name, picture)
    };
    let report = Story::of(Folder::with(BASE), with("chart.svg", "red")).json(0);
    assert_eq!(words(&report["incidents"][0]["words"]["added"]), "A chart of waits");
    assert!(report["incidents"][0]["pictures"]["added"][0].as_str().unwrap().starts_with(&format!("/assets/{ID}/")), "{report:#}");
    let report = Story::of(with("chart.svg", "red"), with("chart.svg", "blue")).json(0);
    let pictures = &report["incidents"][0]["pictures"];
    assert_eq!((pictures["added"].as_array().unwrap().len(), pictures["removed"].as_array().unwrap().len()), (1, 1));
}

#[test]
fn a_new_incident_is_told_whole_with_its_entries_and_the_state_of_its_component() {
    let story = Story::of(Folder::new(), Folder::with(&running()));
    let report = story.json(0);
    assert_eq!(report["incidents"][0]["change"], "added");
    let added = words(&report["incidents"][0]["words"]["added"]);
    says(&added, "Slow search results");
    says(&added, "Search results are slow for one request in five. Next update by 10:35 UTC.");
    assert_eq!(report["feed_entries"].as_array().unwrap().len(), 1, "its message is private still: {report:#}");
    assert_eq!(report["feed_entries"][0]["change"], "added");
    let search = serde_json::json!([{
        "id": "search",
        "before": {"name": "Search", "state": "operational"},
        "after": {"name": "Search", "state": "partial"},
    }]);
    assert_eq!(report["components"], search);
    says(&story.human(0), "components\n  ~ search: Operational -> Partial disruption\n");

    let resolved = Story::of(Folder::with(&running()), Folder::with(BASE)).json(0);
    assert_eq!(resolved["components"][0]["after"]["state"], "operational");
    assert_eq!(resolved["feed_entries"].as_array().unwrap().len(), 2, "the last update and the message");
}

#[test]
fn a_component_that_is_renamed_comes_or_goes_is_told() {
    let api = "\n[[components]]\nid = \"api\"\nname = \"API\"\n";
    let with = |config: String| Folder::new().file("allclear.toml", config);
    let report = Story::of(Folder::new(), with(CONFIG.replace("\"API\"", "\"Interface\""))).json(0);
    assert_eq!(
        (&report["components"][0]["before"]["name"], &report["components"][0]["after"]["name"]),
        (&"API".into(), &"Interface".into())
    );
    let retired = with(CONFIG.replace(api, &format!("{api}retired = 2026-03-01\n")));
    let report = Story::of(Folder::new(), retired).json(0);
    assert_eq!(report["components"][0]["after"], Value::Null);
    assert_eq!(Story::of(with(CONFIG.replace(api, "")), Folder::new()).json(0)["components"][0]["before"], Value::Null);
}

// ── pages that go ──

#[test]
fn a_page_that_vanishes_is_an_error_and_one_that_is_withdrawn_is_none() {
    let story = Story::of(Folder::with(BASE), Folder::new());
    let report = story.json(1);
    assert_eq!(report["findings"][0]["rule"], "lifecycle/page-vanishes");
    assert_eq!(report["incidents"][0]["change"], "removed");
    assert_eq!(report["incidents"][0]["path"], format!("postmortems/{ID}.md"));
    assert_eq!(report["feed_entries"].as_array().unwrap().len(), 3);
    says(&story.human(1), "error[lifecycle/page-vanishes]");

    let report = Story::edit("status: reviewed", "publish: false\nstatus: reviewed").json(0);
    assert_eq!((&report["incidents"][0]["change"], &report["private"][0]["reason"]), (&"removed".into(), &"publish: false".into()));
    assert_eq!(report["findings"], serde_json::json!([]));
}

#[test]
fn a_former_path_that_leads_on_keeps_a_page_alive() {
    let renamed = BASE.replace(&format!("id: {ID}"), "id: slow-search");
    let gone = Story::of(Folder::with(BASE), Folder::with(&renamed));
    assert_eq!(gone.json(1)["findings"][0]["rule"], "lifecycle/page-vanishes");

    let aliased = renamed.replace("  impact:", &format!("  aliases: [/incidents/{ID}/]\n  impact:"));
    let kept = Story::of(Folder::with(BASE), Folder::with(&aliased));
    let report = kept.json(0);
    let redirect = serde_json::json!([{"from": format!("/incidents/{ID}/"), "to": "/incidents/slow-search/", "change": "added"}]);
    assert_eq!(report["redirects"], redirect);
    says(&kept.human(0), &format!("+ /incidents/{ID}/ leads to /incidents/slow-search/"));
}

#[test]
fn a_page_that_an_error_withholds_is_told_so_with_its_error() {
    let story = Story::edit("  impact: partial", "  impact: enormous");
    let report = story.json(1);
    assert_eq!((&report["incidents"][0]["change"], &report["private"][0]["reason"]), (&"removed".into(), &"withheld by an error".into()));
    let rules: Vec<&str> = report["findings"].as_array().unwrap().iter().filter_map(|one| one["rule"].as_str()).collect();
    assert!(!rules.contains(&"lifecycle/page-vanishes"), "its own error says enough: {rules:?}");
    says(&story.human(1), "an error withholds it");
}

// ── what is not about an incident ──

#[test]
fn what_config_and_theme_change_everywhere_is_one_line() {
    let footer = |text: &str| Folder::with(BASE).file("theme/locales/en.toml", format!("[incident]\nstarted = \"{text}\"\n"));
    let story = Story::of(footer("Began"), footer("Began"));
    assert_eq!(story.json(0)["public_change"], false);

    let retitled = Folder::with(BASE).file("allclear.toml", CONFIG.replace("Example status", "Example state"));
    let story = Story::of(Folder::with(BASE), retitled);
    let report = story.json(0);
    assert_eq!(report["incidents"], serde_json::json!([]), "no word of its page changes");
    let pages = report["others"]["pages"].as_array().unwrap();
    assert!(pages.contains(&"index.html".into()) && pages.contains(&format!("incidents/{ID}/index.html").into()), "{pages:?}");
    let told = format!(
        "{} other pages and {} files change: config, theme or words of the site",
        pages.len(),
        report["others"]["files"].as_array().unwrap().len()
    );
    says(&story.human(0), &told);

    let styled = Folder::with(BASE).file("theme/static/style.css", "body { color: red }");
    assert!(!Story::of(Folder::with(BASE), styled).json(0)["others"]["files"].as_array().unwrap().is_empty());
    // An incident alone changes lists and feeds too, and says why itself.
    let report = Story::of(Folder::new(), Folder::with(BASE)).json(0);
    assert_eq!(report["others"], serde_json::json!({"pages": [], "files": []}));
}

// ── private documents ──

#[test]
fn every_private_document_has_its_reason() {
    let message_alone = {
        let (head, rest) = BASE.split_once("## Status updates").unwrap();
        format!("{head}## External message{}", rest.split_once("## External message").unwrap().1)
    };
    let cases = [
        ("draft", "status: reviewed", "status: draft", "draft"),
        ("in-review", "status: reviewed", "status: in review", "in review"),
        ("embargo", "2026-03-18T16:00:00Z", "2026-03-25T16:00:00Z", "embargo until 2026-03-25T16:00:00Z"),
        ("near-miss", "status: reviewed", "status: reviewed\nkind: near miss", "near miss"),
        ("kept", "status: reviewed", "status: reviewed\npublish: false", "publish: false"),
        ("no-block", "public:\n", "intern:\n", "no public block"),
        ("faulty", "  impact: partial", "  impact: enormous", "withheld by an error"),
        ("broken", "status: reviewed", "status: [", "cannot be read, see its error"),
    ];
    let mut after = Folder::new();
    for (name, from, to, _) in cases {
        after = after.document(
            &format!("{name}.md"),
            message_alone.replace("id: 2026-03-14-slow-search", &format!("id: {name}")).replacen(from, to, 1),
        );
    }
    let (head, _) = message_alone.split_once("## External message").unwrap();
    after = after.document("nothing.md", head.replace(ID, "nothing"));
    let story = Story::of(Folder::new(), after);
    let report = story.json(1);
    let told: std::collections::BTreeMap<&str, &str> =
        report["private"].as_array().unwrap().iter().map(|one| (one["path"].as_str().unwrap(), one["reason"].as_str().unwrap())).collect();
    for (name, .., reason) in cases {
        assert_eq!(told[format!("postmortems/{name}.md").as_str()], reason);
    }
    assert_eq!(told["postmortems/nothing.md"], "nothing to publish");
    assert_eq!(told.len(), cases.len() + 1);
}

#[test]
fn a_message_that_waits_while_its_updates_are_public_has_its_reason_too() {
    let story = Story::of(Folder::with(&running()), Folder::with(&running().replace("We are sorry", "We are very sorry")));
    let human = story.human(0);
    says(&human, &format!("stays private\n  postmortems/{ID}.md: draft, so its message stays private\n"));
    says(&human, QUIET);
    assert_eq!(story.json(0)["private"], serde_json::json!([]), "its page is public");
}

#[test]
fn private_documents_that_the_change_does_not_touch_are_counted() {
    let archive = |folder: Folder| {
        (0..9).fold(folder, |folder, n| {
            folder.document(&format!("old-{n}.md"), BASE.replace(ID, &format!("old-{n}")).replace("public:", "intern:"))
        })
    };
    let story = Story::of(archive(Folder::new()), archive(Folder::new()).document("new.md", running().replace("public:", "intern:")));
    let human = story.human(0);
    says(&human, "stays private\n  postmortems/new.md: no public block\n  9 other documents that this change does not touch");
    says(&story.tell("markdown").ends_with(0).stdout, "<details><summary>9 private documents that this change does not touch</summary>");
    assert_eq!(story.json(0)["private"].as_array().unwrap().len(), 10);
}

// ── findings ──

#[test]
fn only_errors_that_were_not_there_before_count() {
    let faulty = BASE.replace("  impact: partial", "  impact: enormous");
    let moved = faulty.replace("# Summary", "# Summary\nA line more.\n");
    let story = Story::of(Folder::with(&faulty), Folder::with(&moved));
    assert_eq!(story.json(0)["findings"], serde_json::json!([]));
    says(&story.human(0), "note: ");

    let more = moved.replace("We are sorry", "The host 10.20.30.40 was full. We are sorry");
    let story = Story::of(Folder::with(&faulty), Folder::with(&more));
    let report = story.json(3);
    assert_eq!(report["findings"].as_array().unwrap().len(), 1, "{report:#}");
    let keys: Vec<&String> = report["findings"][0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["path", "line", "column", "rule", "level", "message", "help"], "as `check` has them");
    for format in FORMATS {
        story.tell(format).ends_with(3).hides("10.20.30.40");
    }
}

#[test]
fn a_state_that_was_broken_does_not_keep_anyone_from_mending_it() {
    let broken = Folder::with(BASE).file("allclear.toml", "[site]\ntitle = 3\nsecret = \"Zebrafish\"\n");
    let story = Story::of(broken, Folder::with(BASE));
    let report = story.json(0);
    assert_eq!(report["incidents"][0]["change"], "added");
    assert!(report["notes"][0].as_str().unwrap().ends_with("cannot be built, its config or theme is unusable: everything counts as new"));
    story.tell("human").ends_with(0).hides("Zebrafish");
    let speechless = Folder::with(BASE).file("allclear.toml", CONFIG.replace("url =", "language = \"tlh\"\nurl ="));
    assert_eq!(Story::of(speechless, Folder::with(BASE)).json(0)["incidents"][0]["change"], "added");

    let story = Story::of(Folder::with(BASE), Folder::new().file("allclear.toml", "[site]\ntitle = 3\n"));
    let run = story.tell("json").ends_with(2).complains("title");
    assert!(run.stdout.is_empty());
}

#[test]
fn a_state_that_cannot_be_built_as_a_whole_leaves_the_public_site_as_it_is() {
    // What a theme holds is the fault of no document, so that none can be left out.
    let drawn = |folder: Folder| folder.file("theme/static/x.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>");
    let story = Story::of(Folder::with(BASE), drawn(Folder::with(&running())));
    let report = story.json(1);
    assert_eq!((&report["public_change"], &report["incidents"]), (&false.into(), &serde_json::json!([])));
    assert!(report["notes"][0].as_str().unwrap().contains("the public site stays as it is"), "{report:#}");
    assert!(!story.human(1).contains(QUIET));

    let mended = Story::of(drawn(Folder::with(BASE)), Folder::with(BASE)).json(0);
    assert_eq!(mended["incidents"][0]["change"], "added");
    assert!(mended["notes"][0].as_str().unwrap().ends_with("cannot be built as a whole: everything counts as new"));
}

#[test]
fn the_same_states_and_clock_give_the_same_bytes() {
    let story = Story::of(Folder::with(&running()), Folder::with(BASE).document("other.md", BASE.replace(ID, "other")));
    for format in FORMATS {
        assert_eq!(story.tell(format).stdout, story.tell(format).stdout, "{format}");
    }
}

#[test]
fn what_is_no_state_is_refused_with_the_next_step() {
    let site = Folder::new();
    let empty = tempfile::tempdir().unwrap();
    let run = allclear(["diff", empty.path().to_str().unwrap(), site.path().to_str().unwrap()]).ends_with(2);
    run.complains("is no folder with allclear.toml").complains("help: ");
    allclear(["diff", site.path().to_str().unwrap(), site.path().to_str().unwrap(), "--now", "soon"]).ends_with(2).complains("--now");
}
