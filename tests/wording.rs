//! The wording gate as a team meets it: on the first day, in a whole document, and as rules for an editor.

use std::fs;

use allclear::diagnostic::Level;

use crate::support::{Folder, allclear};

const CONFIG: &str = "[site]\ntitle = \"Meridian status\"\nurl = \"https://status.meridian.example\"\n\n[[components]]\nid = \"search\"\nname = \"Search\"\n";

/// A reviewed document with that message, and more lines of front matter before and in its public block.
fn site(config: &str, internal: &str, message: &str) -> Folder {
    let document = format!(
        "---\nid: slow-search\nstatus: reviewed\nmeeting: {{ held: 2026-03-17T15:00:00Z }}\n{internal}public:\n  title: Slow search results\n  \
         impact: partial\n  components: [search]\n  started: 2026-03-14T09:58:00Z\n  resolved: 2026-03-14T11:42:00Z\n  \
         published: 2026-03-18T16:00:00Z\n---\n## External message\n{message}\n"
    );
    Folder::new().file("allclear.toml", format!("{CONFIG}{config}")).document("slow-search.md", document)
}

fn wording(config: &str, internal: &str, message: &str) -> Vec<(String, Level)> {
    let findings = site(config, internal, message).keep_going().findings;
    findings.into_iter().filter(|(rule, ..)| rule.starts_with("wording/")).map(|(rule, level, _)| (rule, level)).collect()
}

#[test]
fn a_team_with_a_three_line_template_gets_its_first_page_today() {
    let built = site("", "", "Search was slow this morning.\nWe restarted a server.\nWe are sorry.").build();

    assert_eq!(built.errors(), Vec::<&(String, Level, String)>::new());
    assert!(built.has_page("slow-search"));
}

#[test]
fn what_init_writes_has_no_finding_above_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("site");
    allclear(["init", dir.to_str().unwrap()]).ends_with(0);

    let check = allclear(["check", dir.to_str().unwrap(), "--format", "json"]).ends_with(0);

    let findings: Vec<serde_json::Value> = serde_json::from_str(&check.stdout).unwrap();
    let loud: Vec<_> = findings.iter().filter(|finding| finding["level"] != "hint").collect();
    assert!(loud.is_empty(), "{loud:#?}");
}

#[test]
fn a_number_that_cannot_be_known_is_excused_by_its_reason() {
    let vague = "Search was slow.";
    let found = |internal: &str| wording("", internal, vague).iter().any(|(rule, _)| rule == "wording/impact-quantified");

    assert!(found(""));
    assert!(found("unknown_because: \"\"\n"), "no reason is no excuse");
    assert!(!found("unknown_because: the logs of that hour are gone\n"));
    let site = site("", "unknown_because: the logs of that hour are gone\n", vague).build();
    assert!(!site.says("logs of that hour"), "the reason is internal");
}

#[test]
fn strict_wants_a_whole_post_mortem() {
    let message = "Search was slow for one request in five.";
    let strict = wording("[wording]\nprofile = \"strict\"\n", "", message);

    assert_eq!(wording("", "", message), []);
    for rule in ["wording/admits-failure", "wording/data-statement", "wording/sections-present"] {
        assert!(strict.contains(&(rule.to_owned(), Level::Error)), "{rule} in {strict:?}");
    }
}

#[test]
fn engineers_read_jargon_whatever_the_profile() {
    let found = |config: &str| wording(config, "", "One request in five failed in every pod.").len();

    assert_eq!(found(""), 1);
    assert_eq!(found("[wording]\nprofile = \"technical\"\n"), 0);
    assert_eq!(found("[wording]\naudience = \"technical\"\n"), 0);
    assert_eq!(found("[wording]\nprofile = \"technical\"\naudience = \"general\"\n"), 1);
}

#[test]
fn no_comment_in_a_document_switches_a_rule_off() {
    let message =
        "<!-- vale off -->\n<!-- vale wording.rest-assured = NO -->\nRest assured, one request in five works again.\n<!-- vale on -->";

    assert!(wording("", "", message).iter().any(|(rule, _)| rule == "wording/rest-assured"));
}

#[test]
fn exported_rules_check_any_markdown() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("editor");
    let told = allclear(["rules", "export", dir.to_str().unwrap()]).ends_with(0).stdout;
    let page = folder.path().join("page.md");
    fs::write(&page, "Rest assured, it will not happen again.\n").unwrap();

    let config = dir.join(".vale.ini");
    let found = allclear(["prose", "--config", config.to_str().unwrap(), page.to_str().unwrap()]).ends_with(1).stdout;

    assert!(told.contains("46 rules"), "{told}");
    assert!(found.contains(":1:1:Incident.rest-assured:") && found.contains(":1:18:Incident.absolute-promise:"), "{found}");
}

#[test]
fn an_export_replaces_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_str().unwrap();
    fs::write(folder.path().join(".vale.ini"), "StylesPath = mine\n").unwrap();

    allclear(["rules", "export", dir]).ends_with(2).complains("is there already").complains("name another folder");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something was written");
    assert_eq!(fs::read_to_string(folder.path().join(".vale.ini")).unwrap(), "StylesPath = mine\n");

    fs::remove_file(folder.path().join(".vale.ini")).unwrap();
    allclear(["rules", "export", dir]).ends_with(0);
    fs::remove_file(folder.path().join("styles/Incident/rest-assured.yml")).unwrap();
    fs::write(folder.path().join("styles/Incident/ours.yml"), "extends: existence\nmessage: m\ntokens: [x]\n").unwrap();
    let again = allclear(["rules", "export", dir]).ends_with(0).stdout;
    assert!(again.contains("1 file written"), "what is as it was stays, what is gone comes back: {again}");
    assert!(folder.path().join("styles/Incident/ours.yml").exists(), "a rule of the team's own stays");

    fs::write(folder.path().join("styles/Incident/rest-assured.yml"), "# changed\n").unwrap();
    allclear(["rules", "export", dir]).ends_with(2).complains("rest-assured.yml");
    allclear(["rules", "export", folder.path().join(".vale.ini").to_str().unwrap()]).ends_with(2).complains("is no folder");
}

#[cfg(unix)]
#[test]
fn an_export_writes_through_no_link_and_waits_for_no_pipe() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let dir = folder.path().to_str().unwrap();
    let config = folder.path().join(".vale.ini");
    for target in ["nowhere.ini", "kept.ini"] {
        fs::write(other.path().join("kept.ini"), "StylesPath = mine\n").unwrap();
        std::os::unix::fs::symlink(other.path().join(target), &config).unwrap();
        allclear(["rules", "export", dir]).ends_with(2).complains("is there already");
        fs::remove_file(&config).unwrap();
    }
    assert!(std::process::Command::new("mkfifo").arg(&config).status().unwrap().success());
    allclear(["rules", "export", dir]).ends_with(2).complains("is there already");
    fs::remove_file(&config).unwrap();
    std::os::unix::fs::symlink(other.path(), folder.path().join("styles")).unwrap();
    allclear(["rules", "export", dir]).ends_with(2).complains("styles is a link");

    let names: Vec<_> = fs::read_dir(other.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["kept.ini"], "nothing was written elsewhere");
    assert!(!config.exists(), "and nothing here");
}
