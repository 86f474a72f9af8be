//! The words around the code are true: generated pages equal the program, and every path, type, rule, command and output they name exists.
//! `ALLCLEAR_RENEW=1` writes the generated pages anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use allclear::config;
use allclear::diagnostic::RuleGroup;
use regex::Regex;

/// The clock of every output that a page shows.
const CLOCK: &str = "2026-03-20T12:00:00Z";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The pages with their paths, sorted.
fn pages() -> Vec<(String, String)> {
    let docs = fs::read_dir(root().join("docs")).expect("the folder docs").map(|entry| entry.expect("an entry").file_name());
    let mut paths: Vec<String> = docs
        .map(|name| format!("docs/{}", name.to_string_lossy()))
        .filter(|path| Path::new(path).extension().is_some_and(|end| end == "md"))
        .collect();
    paths.extend(["README.md", "CHANGELOG.md"].map(str::to_owned));
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), read(&path))).collect()
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

/// What stands in backquotes, outside of fenced blocks.
fn code_spans(page: &str) -> Vec<String> {
    let prose = pattern(r"(?ms)^(?:```|~~~~).*?^(?:```|~~~~)$").replace_all(page, "").into_owned();
    pattern(r"`([^`\n]+)`").captures_iter(&prose).map(|found| found[1].to_owned()).collect()
}

/// The fenced block behind `<!-- NAME -->`.
fn marked(page: &str, name: &str) -> String {
    let rest = page.split_once(&format!("<!-- {name} -->\n")).unwrap_or_else(|| panic!("no mark {name}")).1;
    let rest = rest.trim_start_matches('\n');
    let fence: String = rest.chars().take_while(|c| *c == '`').collect();
    let (_, body) = rest.split_once('\n').expect("a fence");
    body.split_once(&format!("\n{fence}\n")).expect("a closing fence").0.to_owned() + "\n"
}

#[expect(clippy::disallowed_methods, reason = "a test writes its own files, and renews the pages when asked to")]
fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
    fs::write(path, text).expect("written");
}

#[expect(clippy::disallowed_methods, reason = "the environment says whether to renew")]
fn same_or_renewed(path: &str, wanted: &str) {
    if std::env::var("ALLCLEAR_RENEW").is_ok() {
        write(&root().join(path), wanted);
    }
    assert!(read(path) == wanted, "{path} is not what the program says of itself; renew it with ALLCLEAR_RENEW=1");
}

// ── generated pages ──

fn reference() -> String {
    let rules = allclear::rules();
    let mut page = String::from(
        "# Rules\n\n<!-- Generated from the rules themselves. Change them there; `ALLCLEAR_RENEW=1 cargo test` writes this page anew. -->\n\n\
         Every rule with its level, its reason, its samples and the way to allow it: what `allclear explain RULE` prints. The samples are the rule's own tests.\n\
         Of a sample that is a whole document, only what makes the difference is shown.\n",
    );
    for RuleGroup { name, about } in RuleGroup::all() {
        let _ = write!(page, "\n## {name}\n\n{about}\n\n| Rule | Level | What it finds |\n| --- | --- | --- |\n");
        for rule in rules.iter().filter(|rule| rule.group() == name) {
            let _ = writeln!(page, "| [`{0}`](#{1}) | {2} | {3} |", rule.code, rule.code.replace('/', ""), rule.level.name(), rule.summary);
        }
        for rule in rules.iter().filter(|rule| rule.group() == name) {
            let _ = write!(page, "\n### {}\n\n{}", rule.code, rule.markdown());
        }
    }
    page
}

#[test]
fn the_rule_reference_is_what_the_rules_say() {
    same_or_renewed("docs/rules.md", &reference());
}

#[test]
fn the_schema_is_what_the_config_says() {
    let schema = serde_json::to_string_pretty(config::json_schema()).expect("a schema");
    same_or_renewed("docs/allclear.schema.json", &format!("{schema}\n"));
}

// ── names ──

#[test]
fn every_path_that_a_page_names_exists() {
    let path = pattern(r"^(?:src|docs|tests|content-example|\.ci|\.clippy)[/.][\w./-]*$");
    for (page, text) in pages() {
        for span in code_spans(&text).iter().filter(|span| path.is_match(span)) {
            assert!(root().join(span).exists(), "{page} names {span}, which does not exist");
        }
    }
}

#[test]
fn every_type_and_constant_that_the_architecture_names_is_defined() {
    let mut defined = BTreeSet::new();
    let definition = pattern(r"\b(?:struct|enum|trait|type|const|static)\s+([A-Z]\w*)");
    for file in sources(&root().join("src")) {
        let text = fs::read_to_string(file).expect("a source");
        defined.extend(definition.captures_iter(&text).map(|found| found[1].to_owned()));
    }
    let foreign = ["Serialize", "Deserialize", "Display", "Deref", "SOURCE_DATE_EPOCH"];
    let name = pattern(r"^&?([A-Z]\w+)(?:::\w+)*$");
    for span in code_spans(&read("docs/architecture.md")) {
        let Some(found) = name.captures(&span) else { continue };
        let word = &found[1];
        assert!(defined.contains(word) || foreign.contains(&word), "docs/architecture.md names {word}, which is not defined in src/");
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            files.extend(sources(&entry));
        } else if entry.extension().is_some_and(|end| end == "rs") {
            files.push(entry);
        }
    }
    files
}

#[test]
fn every_rule_that_a_page_names_exists() {
    let rules: BTreeSet<String> = allclear::rules().into_iter().map(|rule| rule.code).collect();
    let groups: Vec<&str> = RuleGroup::all().iter().map(|group| group.name).collect();
    let code = pattern(&format!(r"\b((?:{})/[a-z0-9]+(?:-[a-z0-9]+)*)(?:\]:|`)", groups.join("|")));
    for (page, text) in pages().into_iter().filter(|(page, _)| page != "docs/architecture.md") {
        for found in code.captures_iter(&text) {
            assert!(rules.contains(&found[1]), "{page} names the rule {}, which does not exist", &found[1]);
        }
    }
}

#[test]
fn every_link_between_pages_leads_somewhere() {
    let link = pattern(r"\]\(([^)\s]+)\)");
    for (page, text) in pages() {
        let folder = root().join(&page).parent().expect("a folder").to_path_buf();
        let text = pattern(r"(?ms)^(?:```|~~~~).*?^(?:```|~~~~)$").replace_all(&text, "").into_owned();
        for target in link.captures_iter(&text).map(|found| found[1].to_owned()).filter(|target| !target.contains("://")) {
            let (file, fragment) = target.split_once('#').unwrap_or((&target, ""));
            let file = if file.is_empty() { root().join(&page) } else { folder.join(file) };
            assert!(file.exists(), "{page} links to {target}, which does not exist");
            if !fragment.is_empty() {
                let headings = fs::read_to_string(&file).expect("a page");
                assert!(
                    headings.lines().filter(|line| line.starts_with('#')).any(|line| anchor(line) == fragment),
                    "{page}: no heading {target}"
                );
            }
        }
    }
}

/// The fragment of a heading, as code hosts make it.
fn anchor(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).map(|c| if c == ' ' { '-' } else { c }).collect()
}

// ── the config ──

#[test]
fn every_config_that_a_page_shows_is_valid() {
    let block = pattern(r"(?ms)^```toml\n(.*?)^```$");
    let mut shown = 0;
    for (page, text) in pages() {
        for found in block.captures_iter(&text).filter(|found| found[1].contains("[site]")) {
            let site = tempfile::tempdir().expect("a folder");
            write(&site.path().join("allclear.toml"), &found[1]);
            assert!(config::load(site.path()).is_ok(), "{page}: {}", config::load(site.path()).expect_err("problems"));
            shown += 1;
        }
    }
    assert!(shown >= 2, "README.md and docs/configuration.md show a whole config each");
}

#[test]
fn every_key_of_the_config_is_described() {
    let page = read("docs/configuration.md");
    let schema = config::json_schema();
    let definitions = schema["$defs"].as_object().into_iter().flatten().map(|(_, definition)| definition);
    for keys in definitions.chain([schema]).filter_map(|definition| definition["properties"].as_object()) {
        for key in keys.keys() {
            assert!(pattern(&format!(r"[`.\[]{key}[`.\]]")).is_match(&page), "docs/configuration.md says nothing of `{key}`");
        }
    }
}

// ── commands and outputs ──

fn allclear(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_allclear"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .output()
        .expect("the program runs");
    (output.status.code().unwrap_or(-1), String::from_utf8(output.stdout).expect("text"))
}

#[test]
fn every_command_is_in_the_table_and_every_command_named_exists() {
    let (_, help) = allclear(root(), &["--help"]);
    let commands: BTreeSet<String> = pattern(r"(?m)^  ([a-z-]+)  +[A-Z]").captures_iter(&help).map(|found| found[1].to_owned()).collect();
    assert!(commands.contains("build"), "{help}");
    let readme = read("README.md");
    for command in commands.iter().filter(|command| *command != "help") {
        assert!(readme.contains(&format!("| `allclear {command}")), "the table of README.md lacks {command}");
    }
    let named = pattern(r"(?m)(?:`|^)allclear ([a-z]+(?:-[a-z]+)*)\b");
    for (page, text) in pages() {
        for found in named.captures_iter(&text) {
            assert!(commands.contains(&found[1]), "{page} names `allclear {}`, which is no command", &found[1]);
        }
    }
}

/// A site with the config and the document of README.md.
fn readme_site() -> tempfile::TempDir {
    let readme = read("README.md");
    let site = tempfile::tempdir().expect("a folder");
    write(&site.path().join("status/allclear.toml"), &marked(&readme, "allclear.toml"));
    write(&site.path().join("status/postmortems/2026-03-16-late-exports.md"), &marked(&readme, "a document"));
    site
}

#[test]
fn the_document_of_the_readme_is_published_without_its_internal_half() {
    let site = readme_site();
    let (status, found) = allclear(site.path(), &["check", "status", "--now", CLOCK]);
    assert_eq!((status, found.as_str()), (0, "1 document, 1 published: no findings\n"));
    let (status, _) = allclear(site.path(), &["build", "status", "--now", CLOCK]);
    assert_eq!(status, 0);
    let page = fs::read_to_string(site.path().join("status/public/incidents/2026-03-16-late-exports/index.html")).expect("the page");
    assert!(page.contains("Late exports") && page.contains("have a queue of their own"));
    for secret in ["exp-4", "Priya", "ACME", "Root cause", "starved", "P2"] {
        assert!(!page.contains(secret), "{secret} got out");
    }
}

#[test]
fn the_readme_shows_what_check_really_says() {
    let readme = read("README.md");
    let site = readme_site();
    let path = site.path().join("status/postmortems/2026-03-16-late-exports.md");
    let text = fs::read_to_string(&path).expect("the document");
    let before = text.split_once("## External message\n").expect("a message").0;
    write(&path, &format!("{before}## External message\n{}", marked(&readme, "a message with four faults")));
    let (status, found) = allclear(site.path(), &["check", "status", "--now", CLOCK]);
    assert_eq!(status, 3);
    assert_eq!(marked(&readme, "what check says").trim_end(), format!("$ allclear check status\n{}", found.trim_end()));
}
