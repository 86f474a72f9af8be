//! A site's folder that a story fills, and what a build makes of it. The build runs in the library, in memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use allclear::clock;
use allclear::diagnostic::{Format, Level};
use allclear::error::Error;
use allclear::pipeline::{self, Order};
use allclear::preview::{self, DraftPage};

/// The clock of the stories: two days after the message of [`BASE`] is published.
pub const NOW: &str = "2026-03-20T12:00:00Z";

/// A complete document without a finding, the one that the rules' own samples are made from.
pub const BASE: &str = include_str!("../../src/internal/check/base.md");

/// The components that [`BASE`] and the stories speak of.
pub const CONFIG: &str = r#"[site]
title = "Example status"
url = "https://status.example.com"

[[components]]
id = "search"
name = "Search"

[[components]]
id = "api"
name = "API"
"#;

/// A site's folder of its own, gone when the story ends.
pub struct Folder {
    dir: tempfile::TempDir,
}

impl Folder {
    /// A site with two components and no document.
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }.file("allclear.toml", CONFIG)
    }

    /// A site with one document.
    pub fn with(document: &str) -> Self {
        Self::new().document("2026-03-14-slow-search.md", document)
    }

    /// Puts a file below `postmortems/`.
    pub fn document(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        self.file(&format!("postmortems/{name}"), text)
    }

    /// Puts a file into the folder.
    pub fn file(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.write(path, bytes);
        self
    }

    /// Writes a file of the folder again.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// A path in the folder.
    pub fn at(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Builds as `build` does.
    pub fn build(&self) -> Built {
        build_dir(self.path(), NOW, false)
    }

    /// Builds as `build --now TIME` does.
    pub fn build_at(&self, now: &str) -> Built {
        build_dir(self.path(), now, false)
    }

    /// Builds as `build --keep-going` does.
    pub fn keep_going(&self) -> Built {
        build_dir(self.path(), NOW, true)
    }

    /// Looks ahead as `serve --drafts` does.
    pub fn preview(&self) -> Previewed {
        let order = Order { site: self.path().into(), now: clock::now(Some(NOW)).unwrap(), keep_going: true };
        let made = preview::preview(&order).unwrap_or_else(|error| panic!("the preview could not begin: {error}"));
        let files = made.files.unwrap_or_else(|| panic!("nothing is to be seen:\n{}", made.report.render(Format::Human, false, false)));
        let files = files.into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
        Previewed { files, drafts: made.drafts, human: made.report.render(Format::Human, false, false) }
    }

    /// The message of a build that cannot begin: a config or a theme that is unusable.
    pub fn refusal(&self) -> String {
        run(self.path(), NOW, false).expect_err("the build was not refused").to_string()
    }
}

/// What is to be seen before it is public.
#[derive(Debug)]
pub struct Previewed {
    /// Path → bytes.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What of it is not public.
    pub drafts: Vec<DraftPage>,
    /// The report as a person reads it.
    pub human: String,
}

impl Previewed {
    /// A file as text.
    #[track_caller]
    pub fn text(&self, path: &str) -> &str {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("there is no {path} among {:?}", self.files.keys()));
        std::str::from_utf8(bytes).unwrap()
    }

    /// The draft of a document.
    #[track_caller]
    pub fn draft(&self, path: &str) -> &DraftPage {
        self.drafts.iter().find(|draft| draft.path == path).unwrap_or_else(|| panic!("{path} is no draft among {:?}", self.drafts))
    }
}

/// What a build came to, in memory.
#[derive(Debug)]
pub struct Built {
    /// Path → bytes; `None` if an error stopped the build.
    pub files: Option<BTreeMap<String, Vec<u8>>>,
    /// The rule, level and message of every finding.
    pub findings: Vec<(String, Level, String)>,
    /// The report as a person reads it.
    pub human: String,
    /// The report as a program reads it.
    pub json: String,
    /// The exit status that `build` ends with.
    pub status: u8,
}

impl Built {
    /// The files of a build that must have succeeded.
    #[track_caller]
    pub fn site(&self) -> &BTreeMap<String, Vec<u8>> {
        self.files.as_ref().unwrap_or_else(|| panic!("nothing was built:\n{}", self.human))
    }

    /// A file as text.
    #[track_caller]
    pub fn text(&self, path: &str) -> &str {
        let bytes = self.site().get(path).unwrap_or_else(|| panic!("there is no {path} among {:?}", self.site().keys()));
        std::str::from_utf8(bytes).unwrap()
    }

    /// Whether the page of an incident was built.
    pub fn has_page(&self, id: &str) -> bool {
        self.site().contains_key(&format!("incidents/{id}/index.html")) || self.site().contains_key(&format!("maintenance/{id}/index.html"))
    }

    /// Whether a text stands anywhere in the site.
    pub fn says(&self, text: &str) -> bool {
        self.site().values().any(|bytes| String::from_utf8_lossy(bytes).contains(text))
    }

    /// The codes of the rules that found something, sorted, each once.
    pub fn rules(&self) -> Vec<&str> {
        let mut rules: Vec<&str> = self.findings.iter().map(|(rule, ..)| rule.as_str()).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }

    /// Whether a rule found something.
    pub fn found(&self, rule: &str) -> bool {
        self.findings.iter().any(|(code, ..)| code == rule)
    }

    /// The findings that stop a build.
    pub fn errors(&self) -> Vec<&(String, Level, String)> {
        self.findings.iter().filter(|(_, level, _)| *level == Level::Error).collect()
    }
}

fn run(dir: &Path, now: &str, keep_going: bool) -> Result<Built, Error> {
    let order = Order { site: dir.into(), now: clock::now(Some(now)).unwrap(), keep_going };
    let outcome = pipeline::run(&order)?;
    let files = outcome.site.map(|site| site.files().map(|(path, bytes)| (path.to_string(), bytes.clone())).collect());
    let findings = outcome.report.findings();
    Ok(Built {
        files,
        findings: findings.iter().map(|finding| (finding.rule.clone(), finding.level, finding.message.clone())).collect(),
        human: outcome.report.render(Format::Human, false, false),
        json: outcome.report.render(Format::Json, false, false),
        status: outcome.report.exit_status(Level::Error),
    })
}

/// Builds any folder through the library.
#[track_caller]
pub fn build_dir(dir: &Path, now: &str, keep_going: bool) -> Built {
    run(dir, now, keep_going).unwrap_or_else(|error| panic!("the build could not begin: {error}"))
}
