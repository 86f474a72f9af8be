//! The file `allclear.toml` → a valid [`Config`]. Every problem is collected; nothing is guessed.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::Config;
use super::checker::Checker;
use super::raw::Raw;
use super::schema::{self, Problem};
use super::shown::shown;
use crate::diagnostic::{Finding, Format, Level, Report, Source, Sources};
use crate::error::{Error, Result};
use crate::folder::Folder;

/// The name of the config file.
pub const FILE: &str = "allclear.toml";

/// Reads and checks the config of a site's folder.
///
/// # Errors
/// [`Error::Config`] with every problem, each with its line.
pub fn load(site: impl Into<Folder>) -> Result<Config> {
    let site = site.into();
    let path = site.join(FILE);
    if !site.is_dir(site.root()) {
        return Err(Error::usage(
            format!("{} is no folder", site.root().display()),
            "name the folder that holds allclear.toml, or make one with `allclear init DIR`",
        ));
    }
    if !site.exists(&path) {
        return Err(Error::usage(format!("{} does not exist", path.strip_prefix(".").unwrap_or(&path).display()), instead(&site)));
    }
    let bytes = site.read(&path).map_err(Error::io("read", &path))?;
    let Ok(text) = String::from_utf8(bytes) else {
        return Err(Error::usage(format!("{} is not UTF-8", path.display()), "save the file as UTF-8"));
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    parse(text, &site).map_err(|problems| report(&path, text, problems))
}

/// What to do without a config file: whoever stands at the top of a repository means the site in one of its folders.
fn instead(site: &Folder) -> String {
    let mut sites = site.list(site.root()).unwrap_or_default();
    sites.retain(|path| site.is_file(&path.join(FILE)));
    sites.sort();
    let shown = |path: &PathBuf| path.strip_prefix(".").unwrap_or(path).display().to_string();
    match sites.as_slice() {
        [] => format!("make a site with `allclear init {}`", site.root().display()),
        sites => format!("name the site's folder, or run the command there: {}", sites.iter().map(shown).collect::<Vec<_>>().join(", ")),
    }
}

/// The line of the config file where one of these keys of a table stands, for problems that are found after loading.
pub fn line_of(site: &Folder, table: &[&str], keys: &[&str]) -> Option<usize> {
    let text = site.read_to_string(&site.join(FILE)).ok()?;
    let parsed = DeTable::parse(&text).ok()?;
    let mut at = parsed.get_ref();
    for name in table {
        at = at.get(*name)?.get_ref().as_table()?;
    }
    let (key, _) = at.iter().find(|(key, _)| keys.contains(&key.get_ref().as_ref()))?;
    Some(text[..key.span().start].matches('\n').count() + 1)
}

/// The config file up to a value, with nothing left in it but that value and its key, and the bytes of the value: for findings about
/// what is valid but worth a word. What stands before is blank, so that no report can show another line or a comment.
pub fn value_at(site: &Folder, table: &str, key: &str) -> Option<(String, Range<usize>)> {
    let text = site.read_to_string(&site.join(FILE)).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let parsed = DeTable::parse(text).ok()?;
    let (name, value) = parsed.get_ref().get(table)?.get_ref().as_table()?.get_key_value(key)?;
    let kept = name.span().start..value.span().end;
    let blank = |(at, character): (usize, char)| match character {
        '\n' => "\n".to_owned(),
        _ if kept.contains(&at) => character.to_string(),
        _ => " ".repeat(character.len_utf8()),
    };
    Some((text[..kept.end].char_indices().map(blank).collect(), value.span()))
}

/// One text of a list in the config file.
pub struct Item {
    /// The text.
    pub value: String,
    /// Its bytes.
    pub span: Range<usize>,
    /// The file up to it, blank, with asterisks in its place: what a config permits is no public text by itself, so no report shows it.
    pub shown: String,
}

/// The texts of a list in the config file.
pub fn items_at(site: &Folder, table: &str, key: &str) -> Vec<Item> {
    let Ok(text) = site.read_to_string(&site.join(FILE)) else { return Vec::new() };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let Ok(parsed) = DeTable::parse(text) else { return Vec::new() };
    let list = parsed.get_ref().get(table).and_then(|table| table.get_ref().as_table()?.get(key)?.get_ref().as_array());
    let item = |(value, span): (&str, Range<usize>)| {
        let mark = |(at, c): (usize, char)| match c {
            '\n' => "\n".to_owned(),
            _ => (if span.contains(&at) { "*" } else { " " }).repeat(c.len_utf8()),
        };
        let shown = text[..span.end].char_indices().map(mark).collect();
        Item { value: value.to_owned(), span, shown }
    };
    list.into_iter().flatten().filter_map(|item| Some((item.get_ref().as_str()?, item.span()))).map(item).collect()
}

/// What a text says as the config of a site without files.
#[cfg(feature = "fuzzing")]
pub(crate) fn of_text(text: &str) -> Result<Config> {
    parse(text, &Folder::disk("no-such-folder")).map_err(|problems| report(Path::new(FILE), text, problems))
}

fn report(path: &Path, text: &str, problems: Vec<Problem>) -> Error {
    let mut sources = Sources::default();
    let path = path.strip_prefix(".").unwrap_or(path);
    let id = sources.add(Source::new(path.display().to_string(), shown(text)));
    let findings = problems
        .into_iter()
        .map(|problem| Finding::new("config", Level::Error, id, problem.span, problem.message).help(problem.help))
        .collect();
    let report = Report::new(sources, findings).render(Format::Human, false, true);
    Error::Config { report: report.trim_end().to_owned() }
}

/// Checks a config text.
fn parse(text: &str, site: &Folder) -> std::result::Result<Config, Vec<Problem>> {
    let (table, faults) = DeTable::parse_recoverable(text);
    if !faults.is_empty() {
        return Err(faults
            .iter()
            .map(|fault| {
                problem(
                    fault.span().unwrap_or(0..0),
                    format!("this is no valid TOML: {}", fault.message().lines().next().unwrap_or_default()),
                    "see https://toml.io for the syntax",
                )
            })
            .collect());
    }
    let mut problems = schema::problems(&table);
    let raw: Raw = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            if problems.is_empty() {
                problems.push(problem(
                    error.span().unwrap_or(0..0),
                    error.message().to_owned(),
                    "see `allclear init`, whose config explains every key",
                ));
            }
            return Err(problems);
        }
    };
    let mut checker = Checker { table: &table, problems, site };
    let config = checker.config(raw);
    match config {
        Some(config) if checker.problems.is_empty() => Ok(config),
        _ => Err(checker.problems),
    }
}

fn problem(span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Problem {
    Problem { span, message: message.into(), help: help.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: &str = "[site]\ntitle = \"A\"\nurl = \"https://status.example.com/x/\"\n[[components]]\nid = \"api\"\nname = \"API\"\nsince = 2025-01-31\n";

    fn problems(text: &str) -> Vec<String> {
        parse(text, &Folder::disk("."))
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|p| format!("{} {} | {}", text[..p.span.start].matches('\n').count() + 1, p.message, p.help))
            .collect()
    }

    #[test]
    fn a_key_is_found_by_its_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = std::fs::File::create(folder.path().join(FILE));
        std::io::Write::write_all(
            &mut file.expect("a file"),
            format!("{FINE}[wording.rules]\n# why\n\"wording/x\" = \"off\"\n").as_bytes(),
        )
        .expect("written");
        assert_eq!(line_of(&folder.path().into(), &["wording", "rules"], &["x", "wording/x"]), Some(10));
        assert_eq!(line_of(&folder.path().into(), &["wording", "rules"], &["y"]), None);
        assert_eq!(line_of(&folder.path().into(), &["leaks", "rules"], &["x"]), None);
    }

    #[test]
    fn three_keys_are_enough() {
        let config = parse(FINE, &Folder::disk(".")).map_err(|p| p.into_iter().map(|p| p.message).collect::<Vec<_>>()).expect("a config");
        assert_eq!(config.site.feed_authority, "status.example.com,2026");
        assert_eq!(config.leaks.public_hosts, ["status.example.com"]);
        assert!(config.components[0].since.is_some());
    }

    #[test]
    fn no_problem_shows_what_is_not_for_a_log() {
        let text = format!("{FINE}[leaks]\nproject_keys = \"ACME\" # Dana's\n[uptime]\nfull = 3 # says Dana\n");
        let problems = parse(&text, &Folder::disk(".")).expect_err("two problems");
        let told = report(Path::new("allclear.toml"), &text, problems).to_string();
        assert!(told.contains("project_keys = \"****\"") && !told.contains("ACME") && !told.contains("Dana"), "{told}");
    }

    #[test]
    fn every_problem_is_reported_at_once() {
        let text = "[site]\ntitel = \"A\"\nurl = 3\n[[components]]\nid = \"api\"\n[leeks]\nx = 1\n[wording]\nlevel = \"loud\"\n";
        let found = problems(text).join("\n");
        for part in [
            "2 `[site]` has no key `titel` | did you mean `title`?",
            "3 `site.url` is not a text",
            "`site.title` is missing",
            "`components.name` is missing",
            "6 the file has no key `leeks` | did you mean `leaks`?",
            "`wording.level` is none of hint, suggestion, warning, error",
        ] {
            assert!(found.contains(part), "{part}\n--\n{found}");
        }
    }

    #[test]
    fn an_unknown_key_does_not_hide_a_wrong_value() {
        let found = problems(&FINE.replace("[site]", "[site]\ncolour = 1\naccent = \"red\"")).join("\n");
        assert!(found.contains("no key `colour`") && found.contains("`site.accent` is no colour"), "{found}");
    }

    #[test]
    fn a_day_may_stand_in_quotes() {
        let quoted = FINE.replace("since = 2025-01-31", "since = \"2025-01-31\"\nretired = 2026-01-31");
        assert_eq!(problems(&quoted), [""; 0]);
        let wrong = FINE.replace("since = 2025-01-31", "since = \"2025-02-30\"");
        assert_eq!(problems(&wrong), ["7 this is no day | write a day, as in 2025-01-31"]);
        let reversed = FINE.replace("since = 2025-01-31", "since = 2025-01-31\nretired = 2024-01-31");
        assert_eq!(problems(&reversed), ["8 `retired` lies before `since` | correct one of the two"]);
    }

    #[test]
    fn a_text_that_cannot_be_read_is_refused_where_it_stands() {
        let turned = FINE.replace("name = \"API\"", "name = \"A\\u202ePI\"\ngroup = \"a\\nb\"");
        let help = "this text holds a line break or a character that cannot be seen | write it again, in one line";
        assert_eq!(problems(&turned), [format!("6 {help}"), format!("7 {help}")]);
    }

    #[test]
    fn a_path_that_a_host_would_read_otherwise_is_refused() {
        let found = |path: &str| problems(&FINE.replace("https://status.example.com/x/", &format!("https://status.example.com{path}")));
        for path in ["", "/", "/status", "/a-b/c_d.e~1/"] {
            assert_eq!(found(path), [""; 0], "{path}");
        }
        for path in ["/a;b", "/a$b", "/*", "/:id", "/a'b", "/a%0ab", "/straße", "/a b", "/a(b)|c", "//evil.example", "/a//b", "/a//"] {
            let told = found(path);
            assert!(told.len() == 1 && told[0].starts_with("3 `site.url` has a path with more than letters"), "{path}: {told:?}");
        }
    }

    #[test]
    fn an_address_never_holds_a_password() {
        let url = FINE.replace("https://status", "https://:hidden@status");
        assert_eq!(problems(&url).len(), 1);
        let support = FINE.replace("[site]", "[site]\nsupport_url = \"https://:hidden@help.example.com\"");
        assert_eq!(problems(&support).len(), 1);
        let security = format!("{FINE}[security]\nexpires = 2027-01-31\ncontact = [\"https://:hidden@help.example.com\"]\n");
        assert_eq!(problems(&security).len(), 1);
    }

    #[test]
    fn values_are_checked_too() {
        let text = "[site]\ntitle = \" \"\nurl = \"ftp://x\"\naccent = \"red\"\ntime_zone = \"Mars\"\n[[components]]\nid = \"A B\"\nname = \"API\"\n[[components]]\nid = \"api\"\nname = \"API\"\nsince = 2025-01-31T10:00:00Z\n[uptime]\npartial = 3\n";
        let found = problems(text);
        assert_eq!(found.len(), 7, "{found:#?}");
        assert!(found.iter().any(|line| line.starts_with("7 ")), "{found:#?}");
    }
}
