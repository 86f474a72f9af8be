//! `check --published`: what was public stays public, and what was said stays as it was said.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::binary::{self, Run};
use crate::support::folder::CONFIG;
use crate::support::{BASE, Folder, NOW, allclear};

const ID: &str = "2026-03-14-slow-search";

/// A site that was built once, with what that build wrote.
struct Public {
    site: Folder,
    out: tempfile::TempDir,
}

impl Public {
    fn of(site: Folder) -> Self {
        let out = tempfile::tempdir().unwrap();
        let public = Self { site, out };
        binary::build(public.site.path(), &public.folder()).ends_with(0);
        public
    }

    /// The site of the story: one incident with two updates and its message.
    fn base() -> Self {
        Self::of(Folder::with(BASE))
    }

    fn folder(&self) -> PathBuf {
        self.out.path().join("public")
    }

    fn document(&self) -> PathBuf {
        self.site.at(&format!("postmortems/{ID}.md"))
    }

    /// Writes the document again, with something else in it.
    fn edit(&self, from: &str, to: &str) -> &Self {
        assert!(BASE.contains(from), "{from}");
        fs::write(self.document(), BASE.replace(from, to)).unwrap();
        self
    }

    fn compared_with(&self, earlier: &Path) -> Run {
        let args =
            ["check".as_ref(), self.site.path().as_os_str(), "--now".as_ref(), NOW.as_ref(), "--published".as_ref(), earlier.as_os_str()];
        allclear(args)
    }

    fn check(&self) -> Run {
        self.compared_with(&self.folder())
    }

    fn check_feed(&self, name: &str) -> Run {
        self.compared_with(&self.folder().join(name))
    }
}

fn count(run: &Run, rule: &str) -> usize {
    run.stdout.matches(&format!("error[{rule}]")).count()
}

#[track_caller]
fn says(run: &Run, words: &str) {
    assert!(run.stdout.contains(words), "no {words:?} in:\n{}", run.stdout);
}

const UPDATE: &str = "Search results are slow for one request in five. Next update by 10:35 UTC.";

#[test]
fn an_unchanged_source_breaks_no_promise() {
    let public = Public::base();
    public.check().ends_with(0);
    for feed in
        ["feed.xml", "feed.atom", "feed.json", "history.rss", "history.atom", "components/search/feed.json", "postmortems/feed.atom"]
    {
        public.check_feed(feed).ends_with(0);
    }
}

#[test]
fn what_is_added_breaks_no_promise() {
    let public = Public::base();
    let later = "Searches answer at their usual speed again.\n\n### 2026-03-14 12:30 UTC — Update\nA few saved searches show old results until 13:00 UTC.\n";
    public.edit("Searches answer at their usual speed again.\n", later).check().ends_with(0);
    let correction = format!("{BASE}\n## Corrections\n### 2026-03-19 09:00 UTC\nWe first wrote 90 minutes; it was 104.\n");
    fs::write(public.document(), correction).unwrap();
    public.check().ends_with(0);
}

#[test]
fn a_changed_entry_is_found_once_at_its_document_and_its_texts_are_not_shown() {
    let public = Public::base();
    public.edit(UPDATE, "Searches of some Zebrafish customers are slow. Next update by 10:35 UTC.");
    for run in [public.check(), public.check_feed("feed.xml"), public.check_feed("feed.atom"), public.check_feed("feed.json")] {
        let run = run.ends_with(1).hides("Zebrafish").hides("one request in five");
        assert_eq!(count(&run, "feed/entry-changed"), 1, "{}", run.stdout);
        says(&run, "the published entry update/20260314t1005z would change: its summary and text");
        says(&run, &format!("postmortems/{ID}.md"));
    }
}

#[test]
fn a_title_that_changes_changes_every_entry_of_its_incident() {
    let public = Public::of(Folder::with(BASE).document("2026-03-10-slow-api.md", BASE.replace(ID, "2026-03-10-slow-api")));
    let run = public.edit("title: Slow search results", "title: Slow results").check().ends_with(1);
    assert_eq!(count(&run, "feed/entry-changed"), 3, "{}", run.stdout);
    says(&run, "the published entry postmortem would change: its title");
}

#[test]
fn an_update_that_is_taken_out_is_missed() {
    let public = Public::base();
    let run = public.edit(&format!("### 2026-03-14 10:05 UTC — Investigating\n{UPDATE}\n"), "").check().ends_with(1);
    assert_eq!(count(&run, "feed/entry-vanished"), 1, "{}", run.stdout);
    says(&run, "the published entry update/20260314t1005z would be gone");
    says(&run, &format!("postmortems/{ID}.md"));
}

#[test]
fn a_status_that_steps_back_takes_the_message_with_it() {
    let public = Public::base();
    let run = public.edit("status: reviewed", "status: in review").check().ends_with(1);
    says(&run, "the published entry postmortem would be gone");
    assert_eq!(count(&run, "lifecycle/page-vanishes"), 0, "the updates keep the page: {}", run.stdout);
}

/// The document without its updates.
fn message_alone() -> String {
    let (head, rest) = BASE.split_once("## Status updates").unwrap();
    format!("{head}## External message{}", rest.split_once("## External message").unwrap().1)
}

#[test]
fn a_page_that_moves_needs_an_alias() {
    let incident = message_alone();
    let planned = "status: reviewed\nkind: maintenance";
    let window = "  scheduled_for: 2026-03-14T09:58:00Z\n  scheduled_until: 2026-03-14T11:42:00Z\n  components:";
    let maintenance =
        incident.replace("status: reviewed", planned).replace("  components:", window).replace("impact: partial", "impact: none");
    let public = Public::of(Folder::with(&incident));
    fs::write(public.document(), &maintenance).unwrap();

    let run = public.check().ends_with(1);
    says(&run, &format!("the page /incidents/{ID}/ is public and would be gone: it moves to /maintenance/{ID}/"));
    assert_eq!((count(&run, "lifecycle/page-vanishes"), count(&run, "feed/entry-vanished")), (1, 0), "{}", run.stdout);

    let alias = format!("  aliases: [/incidents/{ID}/]\n  components:");
    fs::write(public.document(), maintenance.replace("  components:", &alias)).unwrap();
    assert_eq!(count(&public.check(), "lifecycle/page-vanishes"), 0);
}

#[test]
fn a_page_whose_only_words_step_back_is_missed() {
    let message_alone = message_alone();
    let public = Public::of(Folder::with(&message_alone));
    fs::write(public.document(), message_alone.replace("status: reviewed", "status: in review")).unwrap();
    let run = public.check().ends_with(1);
    assert_eq!((count(&run, "lifecycle/page-vanishes"), count(&run, "feed/entry-vanished")), (1, 0), "{}", run.stdout);
    says(&run, &format!("the page /incidents/{ID}/ is public and would be gone: this document publishes nothing now"));
    says(&run, &format!("postmortems/{ID}.md"));
    binary::build(public.site.path(), &public.folder()).ends_with(0);
}

#[test]
fn a_deleted_document_is_missed_and_a_withdrawn_one_is_not() {
    let public = Public::base();
    fs::remove_file(public.document()).unwrap();

    let run = public.check().ends_with(1);
    assert_eq!((count(&run, "lifecycle/page-vanishes"), count(&run, "feed/entry-vanished")), (1, 0), "{}", run.stdout);
    says(&run, &format!("published/incidents/{ID}/index.html"));
    let run = public.check_feed("feed.xml").ends_with(1);
    assert_eq!(count(&run, "feed/entry-vanished"), 1, "{}", run.stdout);
    says(&run, "3 published entries of 2026-03-14-slow-search would be gone: no document has this id");

    public.edit("status: reviewed", "publish: false\nstatus: reviewed");
    for feed in ["", "feed.xml", "feed.atom", "feed.json", "history.rss", "history.atom"] {
        public.check_feed(feed).ends_with(0);
    }
}

#[test]
fn a_renamed_document_keeps_its_id_or_is_missed() {
    let public = Public::base();
    fs::remove_file(public.document()).unwrap();
    let renamed = |text: &str| fs::write(public.site.at("postmortems/2026-03-14-search.md"), text).unwrap();

    renamed(BASE);
    public.check().ends_with(0);

    renamed(&BASE.replace(&format!("id: {ID}\n"), ""));
    let run = public.check().ends_with(1);
    assert_eq!(count(&run, "lifecycle/page-vanishes"), 1, "{}", run.stdout);

    // The page is kept by an alias; the ids of its entries are not.
    renamed(&BASE.replace(&format!("id: {ID}\n"), "").replace("  impact:", &format!("  aliases: [/incidents/{ID}/]\n  impact:")));
    let run = public.check().ends_with(1);
    assert_eq!(count(&run, "lifecycle/page-vanishes"), 0, "{}", run.stdout);
    assert_eq!(count(&run, "feed/entry-vanished"), 1, "{}", run.stdout);
}

#[test]
fn a_former_path_is_a_promise_too() {
    let with = BASE.replace("  impact:", "  aliases: [/news/search/]\n  impact:");
    let public = Public::of(Folder::with(&with));
    fs::write(public.document(), BASE).unwrap();
    says(&public.check().ends_with(1), "the path /news/search/ is public and would lead nowhere");
    fs::write(public.document(), with.replace("status: reviewed", "publish: false\nstatus: reviewed")).unwrap();
    public.check().ends_with(0);
}

#[test]
fn another_authority_is_one_finding_that_names_the_old_one() {
    let public = Public::base();
    let earlier = public.folder();
    let feed = fs::read_to_string(earlier.join("feed.json")).unwrap();
    let old = feed.split("\"id\": \"tag:").nth(1).unwrap().split(":incident").next().unwrap().to_owned();
    public.site.write("allclear.toml", CONFIG.replace("url =", "feed_authority = \"other.example,2020\"\nurl ="));
    let run = public.check().ends_with(1);
    assert_eq!(count(&run, "feed/entry-vanished"), 1, "{}", run.stdout);
    assert_eq!(count(&run, "feed/entry-changed"), 0, "{}", run.stdout);
    says(&run, &format!("set `feed_authority = \"{old}\"` in `[site]`"));
    says(&run, "allclear.toml");
}

#[test]
fn another_address_or_language_is_one_finding_for_each_field_that_it_touches() {
    let public = Public::base();
    let authority = "feed_authority = \"status.example.com,2026\"";
    public.site.write("allclear.toml", CONFIG.replace("url =", &format!("{authority}\nurl =")));
    let public = Public::of(public.site);
    let moved = CONFIG.replace("url = \"https://status.example.com\"", &format!("{authority}\nurl = \"https://status.example.org\""));
    public.site.write("allclear.toml", moved);
    let run = public.check().ends_with(1);
    assert_eq!(count(&run, "feed/entry-changed"), 1, "{}", run.stdout);
    says(&run, "the link of all 4 published feed entries would change");

    public.site.write("allclear.toml", CONFIG.replace("url =", &format!("{authority}\nurl =")));
    public.site.write("theme/locales/en.toml", "[feed]\nentry = \"{title}: {word}\"\n");
    let run = public.check().ends_with(1);
    assert_eq!(count(&run, "feed/entry-changed"), 1, "{}", run.stdout);
    says(&run, "the title of all 3 published feed entries would change");
}

#[test]
fn a_component_is_retired_and_not_deleted() {
    let public = Public::base();
    let api = "\n[[components]]\nid = \"api\"\nname = \"API\"\n";
    public.site.write("allclear.toml", CONFIG.replace(api, ""));
    let run = public.check().ends_with(1);
    assert_eq!(count(&run, "lifecycle/page-vanishes"), 1, "{}", run.stdout);
    says(&run, "the page /components/api/ is public and would be gone, with its feeds and its badge");
    public.site.write("allclear.toml", CONFIG.replace(api, &format!("{api}retired = 2026-03-01\n")));
    public.check().ends_with(0);
}

#[test]
fn entries_that_are_too_old_for_the_feed_are_not_missed() {
    let update = |number: i64| {
        let at = chrono::DateTime::parse_from_rfc3339("2024-01-01T08:00:00Z").unwrap() + chrono::TimeDelta::days(number * 10);
        format!(
            "### {} — Update\nThe search index is still being rebuilt, {number} parts of 90 are done.\n",
            at.format("%Y-%m-%d %H:%M UTC")
        )
    };
    let document = |count: i64| {
        let updates: String = (0..count).map(update).collect();
        let (head, rest) = BASE.split_once("### 2026-03-14 10:05 UTC").unwrap();
        let last = rest.split_once("### 2026-03-14 11:42 UTC").unwrap().1;
        format!("{head}{updates}### 2026-03-14 11:42 UTC{last}").replace("2026-03-14T09:58:00Z", "2024-01-01T07:00:00Z")
    };
    let public = Public::of(Folder::with(&document(50)));
    fs::write(public.document(), document(78)).unwrap();
    let again = Public::of(Folder::with(&document(78)));
    let kept = fs::read_to_string(again.folder().join("feed.json")).unwrap();
    assert!(!kept.contains("20240101t0800z"), "the story needs an entry that fell off");
    let run = public.check().ends_with(0);
    assert_eq!(count(&run, "feed/entry-vanished"), 0, "{}", run.stdout);
}

#[test]
fn a_document_with_an_error_is_not_reported_twice() {
    let public = Public::base();
    let run = public.edit("  impact: partial", "  impact: enormous").check().ends_with(1);
    assert_eq!(count(&run, "lifecycle/page-vanishes") + count(&run, "feed/entry-vanished"), 0, "{}", run.stdout);
}

#[test]
fn a_report_for_programs_has_the_same_findings() {
    let public = Public::base();
    public.edit(UPDATE, "Searches are slow. Next update by 10:35 UTC.");
    let folder = public.folder();
    let args = [
        "check".as_ref(),
        public.site.path().as_os_str(),
        "--format".as_ref(),
        "json".as_ref(),
        "--published".as_ref(),
        folder.as_os_str(),
    ];
    let run = allclear(args).ends_with(1);
    let report: Vec<serde_json::Value> = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report.len(), 1, "{report:?}");
    assert_eq!(report[0]["rule"], "feed/entry-changed");
    assert_eq!(report[0]["path"], format!("postmortems/{ID}.md"));
}

#[test]
fn what_cannot_be_compared_ends_with_two_and_names_the_file() {
    let public = Public::base();
    let folder = public.folder();
    public.compared_with(&folder.join("nowhere")).ends_with(2).complains("nowhere");
    public.check_feed("index.html").ends_with(2).complains("index.html: this feed cannot be compared");
    public.check_feed("api/v2/status.json").ends_with(2).complains("it is JSON, but no JSON Feed");
    public.check_feed("feeds.opml").ends_with(2).complains("it is neither RSS nor Atom nor JSON Feed");
    public
        .compared_with(public.out.path())
        .ends_with(2)
        .complains("holds no .allclear-site")
        .complains("left out names that begin with a dot");

    let whole = fs::read(folder.join("feed.atom")).unwrap();
    for cut in [0, 10, 100, whole.len() / 2, whole.len() - 9] {
        fs::write(folder.join("feed.atom"), &whole[..cut]).unwrap();
        let run = public.check().ends_with(2).complains("feed.atom: this feed cannot be compared");
        assert!(run.stdout.is_empty() && run.stderr.contains("help: "), "cut at {cut}: {}", run.stderr);
    }
    fs::write(folder.join(".allclear-site"), "allclear-site 1, files: 3\nindex.html\n").unwrap();
    public.check().ends_with(2).complains("is no list of a built site, or is cut short");
}

#[test]
#[cfg(unix)]
fn what_is_no_file_is_refused_and_not_waited_for() {
    let public = Public::base();
    let folder = public.folder();
    for name in ["feed.xml", ".allclear-site"] {
        let path = folder.join(name);
        let whole = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        public.check().ends_with(2).complains(name);
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink(name, &path).unwrap();
        public.check().ends_with(2).complains(name);
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
        public.check().ends_with(2).complains(name);
        fs::remove_file(&path).unwrap();
        fs::write(&path, whole).unwrap();
    }
    public.check().ends_with(0);
}

#[test]
fn a_message_about_a_hostile_feed_is_short() {
    let public = Public::base();
    let long = format!("<rss version=\"2.0\"><channel><{}></x></channel></rss>", "q".repeat(100_000));
    fs::write(public.folder().join("feed.xml"), long).unwrap();
    let run = public.check().ends_with(2).complains("feed.xml: this feed cannot be compared");
    assert!(run.stderr.len() < 2000, "{} bytes", run.stderr.len());
}
