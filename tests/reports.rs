//! What `check --format` prints for CI systems, code hosts and editors: `tests/reports/` holds it for the site of `tests/cli/findings.in`.
//! `ALLCLEAR_RENEW=1` writes it anew.

use std::path::Path;

use allclear::clock;
use allclear::diagnostic::{Format, Report};
use allclear::pipeline::{self, Order};
use serde_json::Value;

use crate::support::allclear;
use crate::support::binary::{Run, command, run};
use crate::support::canary::Canaries;
use crate::support::{BASE, Folder, NOW, root};

/// A format's name, the file that shows it, and the format in the library.
const FORMATS: &[(&str, &str, Format)] = &[
    ("human", "human.txt", Format::Human),
    ("json", "report.json", Format::Json),
    ("github", "github.txt", Format::Github),
    ("gitlab", "gitlab.json", Format::Gitlab),
    ("sarif", "sarif.json", Format::Sarif),
    ("junit", "junit.xml", Format::Junit),
    ("rdjson", "rdjson.json", Format::Rdjson),
    ("vale-json", "vale.json", Format::ValeJson),
    ("vale-line", "vale.txt", Format::ValeLine),
];

/// `check DIR --format FORMAT` from inside a folder.
fn check(folder: &Path, dir: &str, format: &str) -> Run {
    run(command().current_dir(folder).args(["check", dir, "--now", NOW, "--format", format]))
}

fn findings() -> std::path::PathBuf {
    root().join("tests/cli/findings.in")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
}

#[test]
fn every_format_is_as_it_was() {
    for (name, file, _) in FORMATS {
        let shown = check(&findings(), "site", name).ends_with(3).stdout;
        let version = format!("\"semanticVersion\": \"{}\"", env!("CARGO_PKG_VERSION"));
        let shown = shown.replace(&version, "\"semanticVersion\": \"0.0.0\"");
        let path = root().join("tests/reports").join(file);
        if std::env::var_os("ALLCLEAR_RENEW").is_some() {
            std::fs::write(path, shown).unwrap();
        } else {
            assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), shown, "{} is not what is printed now", path.display());
        }
    }
}

#[test]
fn standard_output_holds_the_report_alone_and_a_clean_site_is_clean_in_every_format() {
    let site = Folder::with(BASE);
    for (name, ..) in FORMATS {
        let run = check(site.path(), ".", name).ends_with(0);
        assert_eq!(run.stderr, "", "{name}");
        let report = &run.stdout;
        match *name {
            "human" => assert_eq!(report, "1 document, 1 published: no findings\n"),
            "github" | "vale-line" => assert_eq!(report, ""),
            "json" | "gitlab" => assert_eq!(report, "[]\n"),
            "vale-json" => assert_eq!(report, "{}\n"),
            "rdjson" => assert_eq!(json(report)["diagnostics"], Value::Array(Vec::new())),
            "sarif" => assert_eq!(json(report)["runs"][0]["results"], Value::Array(Vec::new()), "closes the alerts of earlier runs"),
            "junit" => assert!(report.contains("tests=\"1\" failures=\"0\"") && report.contains("no findings"), "{report}"),
            other => panic!("{other} has no clean report"),
        }
    }
}

#[test]
fn gitlab_and_reviewdog_can_read_their_reports() {
    for name in ["gitlab", "rdjson"] {
        let schema = std::fs::read_to_string(root().join(format!("tests/reports/schema/{name}.json"))).unwrap();
        let validator = jsonschema::draft202012::new(&json(&schema)).unwrap();

        let report = json(&check(&findings(), "site", name).stdout);

        let faults: Vec<_> = validator.iter_errors(&report).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
        let other = json(&check(&findings(), "site", "vale-json").stdout);
        assert!(!validator.is_valid(&other), "the schema of {name} takes anything");
    }
}

#[test]
fn a_sarif_log_explains_each_rule_that_it_names() {
    let log = json(&check(&findings(), "site", "sarif").stdout);

    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert!(results.len() >= 5 && rules.len() >= 4);
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["properties"]["tags"].as_array().unwrap().len() <= 20 && rule.get("helpUri").is_none());
        assert!(rule["help"]["markdown"].as_str().unwrap().contains("\nTo allow it: "), "{rule}");
        for text in [&rule["shortDescription"]["text"], &rule["fullDescription"]["text"], &rule["help"]["text"]] {
            assert!(text.as_str().is_some_and(|text| text.len() > 10), "{rule}");
        }
        let leak = rule["id"].as_str().unwrap().starts_with("leak/");
        assert_eq!(rule["properties"].get("security-severity").is_some(), leak, "{rule}");
    }
    assert!(!log.to_string().contains("snippet"), "a snippet shows the line of a leak");
}

#[test]
fn a_sarif_log_says_what_an_exception_lets_pass_and_why_if_it_is_asked() {
    let log = |reason: &str, told: bool| {
        let config = format!("{}\n[leaks]\nexceptions = \"exceptions.toml\"\n", crate::support::folder::CONFIG);
        let entry = format!(
            "[[exception]]\nrule = \"leak/private-ipv4\"\ndocument = \"2026-03-*\"\nquote = \"10.20.30.40\"\nreason = \"{reason}\"\n\
             by = \"Sam Okafor\"\nexpires = 2026-06-01\n"
        );
        let site = Folder::with(&format!("{BASE}\nA printer at 10.20.30.40 was slow.\n"));
        let site = site.file("allclear.toml", config).file("exceptions.toml", entry);
        let more: &[&str] = if told { &["--suppressed"] } else { &[] };
        let run = run(command().current_dir(site.path()).args(["check", ".", "--now", NOW, "--format", "sarif"]).args(more));
        run.ends_with(0).hides("10.20.30.40").hides("Okafor").stdout
    };
    let results = |log: &str| json(log)["runs"][0]["results"].clone();

    assert_eq!(results(&log("agreed", false)), Value::Array(Vec::new()), "GitHub would open an alert for it");
    let told = results(&log("the printer of every customer", true));
    assert_eq!(told[0]["ruleId"], "leak/private-ipv4");
    assert_eq!(told[0]["suppressions"][0]["justification"], "the printer of every customer");
    assert_eq!(told[0]["suppressions"][0]["kind"], "external");
    let careful = results(&log("Dana Whitfield said that 10.20.30.40 is fine", true));
    assert_eq!(careful[0]["suppressions"][0]["justification"], "the reason stands in exceptions.toml");
}

#[test]
fn a_summary_is_appended_for_a_job_and_masked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("summary.md");
    std::fs::write(&file, "before\n").unwrap();
    let summary = file.to_str().unwrap();

    let run = run(command().current_dir(findings()).args(["check", "site", "--now", NOW, "--format", "github", "--summary", summary]));

    assert_eq!(run.ends_with(3).stdout, check(&findings(), "site", "github").stdout);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("before\n### Allclear: 5 errors, 1 warning, 1 suggestion\n\n| Level | Rule | Place | Finding |\n"), "{text}");
    assert!(text.contains("| **leak** | leak/private-ipv4 | site/postmortems/leak.md&#58;55&#58;27 |"), "{text}");
    assert!(!text.contains("10.20") && !text.contains("Dana"), "{text}");
    let nowhere = folder.path().join("none/summary.md");
    allclear(["check", findings().join("site").to_str().unwrap(), "--summary", nowhere.to_str().unwrap()])
        .ends_with(2)
        .complains("cannot append");
    allclear(["check", findings().join("site").to_str().unwrap(), "--suppressed"]).ends_with(2).complains("--format sarif");
}

#[test]
fn a_rule_of_a_teams_own_style_is_in_the_log_too() {
    let site = Folder::with(BASE)
        .file("allclear.toml", format!("{}\n[wording]\nstyles = [\"styles/house\"]\n", crate::support::folder::CONFIG))
        .file("styles/house/tone.yml", "extends: existence\nmessage: \"not '%s'\"\nlevel: warning\ntokens: [search]\n");

    let log = json(&check(site.path(), ".", "sarif").ends_with(0).stdout);

    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "house/tone");
    assert_eq!(run["results"][0]["ruleId"], "house/tone");
}

#[test]
fn tools_find_the_files_from_where_they_stand() {
    let site = findings();
    let first = |folder: &Path, dir: &str| {
        let run = check(folder, dir, "vale-line").ends_with(3);
        run.stdout.split(':').next().unwrap().to_owned()
    };
    let absolute = site.join("site");
    let absolute = absolute.to_str().unwrap();

    assert_eq!(first(&site, "site"), "site/postmortems/leak.md");
    assert_eq!(first(&site, "./site/"), "site/postmortems/leak.md");
    assert_eq!(first(&site, absolute), "site/postmortems/leak.md");
    assert_eq!(first(&site.join("site"), "."), "postmortems/leak.md");
    assert_eq!(first(&site.join("site/postmortems"), ".."), "postmortems/leak.md", "not below: relative to the site's folder");
    assert_eq!(first(&root().join("tests"), "../tests/cli/findings.in/site"), "cli/findings.in/site/postmortems/leak.md");
    let json = json(&check(&site, "site", "json").stdout);
    assert_eq!(json[0]["path"], "postmortems/leak.md");
}

#[test]
fn no_format_shows_a_leaked_word() {
    let mut canaries = Canaries::default();
    let report = leaking(&mut canaries);
    let finder = canaries.finder();
    let rules: std::collections::BTreeSet<&str> =
        report.findings().iter().filter(|finding| finding.is_leak()).map(|finding| finding.rule.as_str()).collect();
    assert!(rules.len() >= 6, "hardly anything leaked: {rules:?}");
    assert!(report.findings().iter().any(|finding| finding.rule.starts_with("wording/")), "no other finding beside a leak");

    for (name, _, format) in FORMATS {
        let shown = report.render(*format, false, false);
        assert_eq!(finder.find(name, shown.as_bytes()), Vec::<&str>::new(), "{name}:\n{shown}");
    }
    for format in [Format::Human, Format::ValeJson] {
        assert!(finder.find("", report.render(format, false, true).as_bytes()).len() >= 6, "the search finds what is shown");
    }
}

#[test]
fn no_format_shows_a_word_of_the_internal_half() {
    let mut canaries = Canaries::default();
    let base = BASE
        .replace("scribe: Lee Aoki", "scrybe: «scribe»")
        .replace("detected: 2026-03-14T10:02:00Z", "detected: «detected» # «comment»")
        .replace("status: reviewed", "# «line of comment»\nstatus: reviewed # «remark»")
        .replace("  impact: ", "  impakt: none # «remark in public»\n  impact: ")
        .replace("severity: P1", "severity: «severity»")
        .replace("channel:", "«unknown key»: «unknown value»\nchannel:")
        .replace("## Root cause\n", "## «heading»\n\n«cause»\n\n## Action items\n\n| Action | Owner | Ticket | State |\n| --- | --- | --- | --- |\n| Limit «action» |  | «ticket» | accepted |\n\n## Open questions\n\n- «question»\n\n## Root cause\n\n");
    let base = base + "\nIt was an outage. <!-- «aside» --> <b title=\"«tag»\">An outage</b>.\n\n<div>\nAn outage of «block»\n</div>\n";
    let broken = "---\nowner: «broken owner»\nowner: «second owner»\n---\n\n«broken body»\n";
    let open = "---\nowner: [«open owner»\nstatus: «open status»\n";
    let site = Folder::with(&canaries.fill(&base))
        .document("broken.md", canaries.fill(broken))
        .document("open.md", canaries.fill(open))
        .document("bare.md", canaries.fill("# «bare title»\n\n«bare body»\n"));
    let finder = canaries.finder();
    let order = Order { site: site.path().into(), now: clock::now(Some(NOW)).unwrap(), keep_going: true };
    let report = pipeline::run(&order).unwrap().report.told_to_tools("", allclear::rules());
    let rules: std::collections::BTreeSet<&str> = report.findings().iter().map(|finding| finding.rule.as_str()).collect();
    for rule in
        ["document/front-matter", "document/key-typo", "document/internal-time", "lifecycle/action-owner", "lifecycle/open-questions"]
    {
        assert!(rules.contains(rule), "no {rule} in {rules:?}");
    }

    for (name, _, format) in FORMATS {
        let shown = report.render(*format, false, false);
        assert_eq!(finder.find(name, shown.as_bytes()), Vec::<&str>::new(), "{name}:\n{shown}");
    }
    let person = report.on_terminal(false, false);
    assert!(finder.find("", person.as_bytes()).len() >= 4, "a person has the documents before them: {person}");
    let run = allclear(["check", site.path().to_str().unwrap(), "--now", NOW]);
    assert_eq!(finder.find("", format!("{}{}", run.stdout, run.stderr).as_bytes()), Vec::<&str>::new(), "a log is no terminal");
}

#[test]
fn no_byte_of_any_format_depends_on_what_leaked() {
    let first = leaking(&mut Canaries::default());
    let mut others = Canaries::default();
    for _ in 0..40 {
        others.word("used up");
    }
    let second = leaking(&mut others);

    for (name, _, format) in FORMATS {
        assert_eq!(first.render(*format, false, false), second.render(*format, false, false), "{name}");
    }
}

/// The report about a message that tells much of what is internal.
fn leaking(canaries: &mut Canaries) -> Report {
    let owner = canaries.word("owner");
    let owner = owner[..1].to_uppercase() + &owner[1..];
    let machine = canaries.word("machine") + "-es-7";
    let message = format!(
        "\nAda {owner} saw an outage. {owner} rebooted the heap of {machine}, see http://«host».corp.internal/d/«path».\n\n\
         Ask «local»@«mail».internal, or https://«team».slack.com/archives/«room». The memory of «pod»-prod-db-03 was full at 10.20.30.40.\n\n\
         postgres://«user»:«password»@db.internal/«base» had an issue, {owner} said.\n"
    );
    let internal =
        BASE.replace("Dana Whitfield", &format!("Ada {owner}")).replacen("\n## ", &format!("\n## Cause\n{machine} was full.\n\n## "), 1);
    let site = Folder::with(&canaries.fill(&(internal + &message)));
    let order = Order { site: site.path().into(), now: clock::now(Some(NOW)).unwrap(), keep_going: true };
    pipeline::run(&order).unwrap().report.told_to_tools("", allclear::rules())
}
