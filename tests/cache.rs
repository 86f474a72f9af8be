//! A build that remembers the last one gives what a build without memory gives: the same files, and the same report.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use allclear::build::{Built, build};
use allclear::clock;
use allclear::diagnostic::Format;
use allclear::pipeline::Order;
use allclear::resident::Resident;
use proptest::prelude::*;

use crate::support::folder::{self, BASE, Folder, NOW};

/// One thing that happens between two builds.
#[derive(Debug, Clone)]
enum Edit {
    /// A sentence of a message.
    Message(usize, u8),
    /// A sentence of an internal section.
    Internal(usize, u8),
    /// An internal half comes to hold words that another document shows.
    Overheard(usize, usize),
    /// A document that was not there, or is there no more.
    Document(usize),
    /// A document with an error in it.
    Error(usize),
    /// Another name for its file.
    Rename(usize),
    /// The title of the site.
    Title(u8),
    /// A file of the theme.
    Theme(u8),
    /// A file that lets a finding pass.
    Exceptions(bool),
    /// The clock, in hours from the usual one.
    Clock(i64),
    /// Whether a document with an error is withheld alone.
    KeepGoing(bool),
    /// The cache is cut short.
    Cut(u8),
    /// A byte of the cache is another.
    Flip(u16),
    /// The cache is that of another moment.
    Old,
    /// A file of OUT has other bytes of the same length.
    Tamper(usize),
    /// A file of OUT is gone.
    Lose(usize),
    /// Nothing at all.
    Nothing,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        3 => (0..3_usize, any::<u8>()).prop_map(|(at, word)| Edit::Message(at, word)),
        3 => (0..3_usize, any::<u8>()).prop_map(|(at, word)| Edit::Internal(at, word)),
        1 => (0..3_usize, 0..3_usize).prop_map(|(at, other)| Edit::Overheard(at, other)),
        1 => (0..4_usize).prop_map(Edit::Document),
        1 => (0..3_usize).prop_map(Edit::Error),
        1 => (0..3_usize).prop_map(Edit::Rename),
        1 => any::<u8>().prop_map(Edit::Title),
        1 => any::<u8>().prop_map(Edit::Theme),
        1 => any::<bool>().prop_map(Edit::Exceptions),
        2 => (-90..90_i64).prop_map(Edit::Clock),
        1 => any::<bool>().prop_map(Edit::KeepGoing),
        1 => any::<u8>().prop_map(Edit::Cut),
        1 => any::<u16>().prop_map(Edit::Flip),
        1 => Just(Edit::Old),
        1 => (0..60_usize).prop_map(Edit::Tamper),
        1 => (0..60_usize).prop_map(Edit::Lose),
        2 => Just(Edit::Nothing),
    ];
    proptest::collection::vec(edit, 1..7)
}

/// A site, and what was done to it.
struct Story {
    folder: Folder,
    documents: BTreeMap<usize, (String, String)>,
    now: String,
    keep_going: bool,
    old: Option<Vec<u8>>,
    /// A preview of the same site, which stays in memory.
    resident: RefCell<Resident>,
}

const NAMES: [&str; 4] = ["2026-03-14-slow-search", "2026-03-15-late-mail", "2026-03-16-lost-orders", "2026-03-17-slow-pages"];

impl Story {
    fn new() -> Self {
        let mut story = Self {
            folder: Folder::new(),
            documents: BTreeMap::new(),
            now: NOW.to_owned(),
            keep_going: true,
            old: None,
            resident: RefCell::default(),
        };
        (0..3).for_each(|at| story.put(at, &document(at)));
        story
    }

    fn put(&mut self, at: usize, text: &str) {
        let name = self.documents.get(&at).map_or_else(|| format!("{}.md", NAMES[at]), |(name, _)| name.clone());
        self.folder.write(&format!("postmortems/{name}"), text);
        self.documents.insert(at, (name, text.to_owned()));
    }

    fn change(&mut self, at: usize, change: impl FnOnce(&str) -> String) {
        if let Some((_, text)) = self.documents.get(&at) {
            let text = change(text);
            self.put(at, &text);
        }
    }

    fn out(&self) -> PathBuf {
        self.folder.at("public")
    }

    fn cache(&self) -> PathBuf {
        self.folder.at(".allclear/build")
    }

    fn edit(&mut self, edit: &Edit) {
        match edit {
            Edit::Message(at, word) => self.change(*at, |text| told(text, "## External message", *word)),
            Edit::Internal(at, word) => self.change(*at, |text| told(text, "## Root cause", *word)),
            Edit::Overheard(at, other) => self.change(*at, |text| {
                text.replace(
                    "## Root cause\n",
                    &format!("## Root cause\n\nSeen by Zelda Quandt{other} on zq-node-{other} while {}.\n", NAMES[*other]),
                )
            }),
            Edit::Document(at) => match self.documents.remove(at) {
                Some((name, _)) => fs::remove_file(self.folder.at(&format!("postmortems/{name}"))).unwrap(),
                None => self.put(*at, &document(*at)),
            },
            Edit::Error(at) => self.change(*at, |text| text.replace("impact: ", "impact: unheard-of-")),
            Edit::Rename(at) => {
                if let Some((name, text)) = self.documents.get_mut(at) {
                    fs::remove_file(self.folder.at(&format!("postmortems/{name}"))).unwrap();
                    *name = format!("late/{name}");
                    self.folder.write(&format!("postmortems/{name}"), text);
                }
            }
            Edit::Title(word) => self.folder.write("allclear.toml", folder::CONFIG.replace("Example status", &format!("Example {word}"))),
            Edit::Theme(word) => self.folder.write("theme/static/more.css", format!("p {{ margin: {word}px }}\n")),
            Edit::Exceptions(there) => {
                let more = if *there { "\n[leaks]\nexceptions = \"exceptions.toml\"\n" } else { "" };
                self.folder.write("allclear.toml", format!("{}{more}", folder::CONFIG));
                self.folder.write("exceptions.toml", "");
            }
            Edit::Clock(hours) => {
                let usual = clock::now(Some(NOW)).unwrap();
                self.now = (usual + chrono::TimeDelta::hours(*hours)).to_rfc3339();
            }
            Edit::KeepGoing(keeps) => self.keep_going = *keeps,
            Edit::Cut(to) => self.damage(|bytes| bytes.truncate(usize::from(*to) * bytes.len() / 256)),
            Edit::Flip(at) => self.damage(|bytes| {
                let at = usize::from(*at) % bytes.len().max(1);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1;
                }
            }),
            Edit::Old => {
                let now = fs::read(self.cache()).ok();
                if let Some(old) = std::mem::replace(&mut self.old, now) {
                    fs::write(self.cache(), old).unwrap();
                }
            }
            Edit::Tamper(at) => self.with_file(*at, |path| {
                let bytes: Vec<u8> = fs::read(path).unwrap().iter().rev().copied().collect();
                fs::write(path, bytes).unwrap();
            }),
            Edit::Lose(at) => self.with_file(*at, |path| fs::remove_file(path).unwrap()),
            Edit::Nothing => {}
        }
    }

    fn damage(&self, change: impl FnOnce(&mut Vec<u8>)) {
        if let Ok(mut bytes) = fs::read(self.cache()) {
            change(&mut bytes);
            fs::write(self.cache(), bytes).unwrap();
        }
    }

    fn with_file(&self, at: usize, change: impl FnOnce(&Path)) {
        let files: Vec<String> = files(&self.out()).into_keys().filter(|path| path != ".allclear-site").collect();
        if let Some(path) = files.get(at % files.len().max(1)) {
            change(&self.out().join(path));
        }
    }

    fn order(&self) -> Order {
        Order { site: self.folder.path().into(), now: clock::now(Some(&self.now)).unwrap(), keep_going: self.keep_going }
    }

    /// Builds with what is remembered, and compares with a build in memory that remembers nothing.
    fn build(&self) -> Result<Built, TestCaseError> {
        let built = build(&self.order(), &self.out()).unwrap();
        let afresh = folder::build_dir(self.folder.path(), &self.now, self.keep_going);
        prop_assert_eq!(built.report.render(Format::Human, false, false), afresh.human);
        prop_assert_eq!(built.report.render(Format::Json, false, false), afresh.json);
        prop_assert_eq!(built.written.is_some(), afresh.files.is_some());
        let resident = self.resident.borrow_mut().build(&self.order()).unwrap();
        prop_assert_eq!(resident.report.render(Format::Json, false, false), built.report.render(Format::Json, false, false));
        let shown =
            resident.site.map(|site| site.files().map(|(path, bytes)| (path.to_string(), bytes.to_vec())).collect::<BTreeMap<_, _>>());
        prop_assert!(shown == afresh.files, "a preview that stays in memory shows something else");
        if let Some(expected) = afresh.files {
            let mut stands = files(&self.out());
            stands.remove(".allclear-site");
            let (stands, expected): (Vec<_>, Vec<_>) = (stands.into_iter().collect(), expected.into_iter().collect());
            prop_assert!(stands == expected, "OUT differs from a build without memory");
        }
        Ok(built)
    }
}

fn document(at: usize) -> String {
    BASE.replace("2026-03-14-slow-search", NAMES[at])
}

/// The text with a paragraph more below a heading, in place of the one that was told before.
fn told(text: &str, heading: &str, word: u8) -> String {
    let lines = text.lines().filter(|line| !line.starts_with("It concerned "));
    let mut told = String::new();
    for line in lines {
        told.push_str(line);
        told.push('\n');
        if line == heading {
            told.push_str(&format!("\nIt concerned {word} of our customers.\n"));
        }
    }
    told
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, below: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = format!("{below}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), files);
            } else {
                drop(files.insert(name, fs::read(entry.path()).unwrap()));
            }
        }
    }
    let mut all = BTreeMap::new();
    walk(folder, "", &mut all);
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_build_with_memory_is_one_without_after_any_edits(edits in edits()) {
        let mut story = Story::new();
        story.build()?;
        for edit in &edits {
            story.edit(edit);
            story.build()?;
            // And once more, with nothing in between.
            let again = story.build()?;
            prop_assert!(again.written.is_none_or(|written| written.is_nothing()));
        }
    }
}

/// A build puts a text down once it was judged; that a link in it leads nowhere shows only in the finished site.
#[test]
fn a_dead_link_is_told_with_its_line_though_the_text_was_put_down() {
    const LINK: &str = "[more](https://status.example.com/nowhere/)";
    let mut story = Story::new();
    story.change(0, |text| {
        let long = "Nobody saw more of it than this.\n".repeat(400);
        let text = text.replace("## Root cause\n", &format!("## Root cause\n\n{long}"));
        told(&text, "## External message", 1).replace("It concerned", &format!("See {LINK}. It concerned"))
    });
    let report = story.build().unwrap().report.render(Format::Human, false, false);
    let line = fs::read_to_string(story.folder.at("postmortems/2026-03-14-slow-search.md")).unwrap();
    let line = line.lines().position(|line| line.contains(LINK)).unwrap() + 1;
    assert!(report.contains("site/dead-link") && report.contains(&format!("2026-03-14-slow-search.md:{line}:")), "{report}");
    assert!(report.contains(LINK), "the line itself is shown: {report}");
}

#[test]
fn a_file_that_stood_for_long_is_read_again_once_anything_of_it_changed() {
    const DRAWING: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="4" height="4"/></svg>"#;
    let mut story = Story::new();
    story.folder.write("postmortems/chart.svg", DRAWING);
    story.change(0, |text| told(text, "## External message", 1).replace("It concerned", "![Requests](chart.svg)\n\nIt concerned"));
    story.build().unwrap();
    // What changed a moment ago is not known by its times: only from now on they are trusted.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    (0..2).for_each(|_| drop(story.build().unwrap()));
    for (path, old, new) in [
        ("postmortems/2026-03-14-slow-search.md", "concerned 1 of", "concerned 2 of"),
        ("postmortems/chart.svg", "width=\"4\"", "width=\"5\""),
    ] {
        // As long as before, and with the time of the old content.
        let (path, modified) = (story.folder.at(path), fs::metadata(story.folder.at(path)).unwrap().modified().unwrap());
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old));
        fs::write(&path, text.replace(old, new)).unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
        story.build().unwrap();
    }
}

#[test]
fn a_build_of_what_did_not_change_reads_and_compares_and_does_nothing_else() {
    let story = Story::new();
    let first = story.build().unwrap();
    assert!(first.timings.stages().iter().any(|stage| stage.name == "render"));
    let again = story.build().unwrap();
    let stages: Vec<&str> = again.timings.stages().iter().map(|stage| stage.name).collect();
    assert_eq!(stages, ["claim", "read", "compare"]);
    assert_eq!((again.documents, again.published), (first.documents, first.published));
    assert!(again.written.is_some_and(|written| written.is_nothing() && written.unchanged > 0));
}

#[test]
fn a_cache_that_was_carried_elsewhere_is_not_trusted() {
    let story = Story::new();
    story.build().unwrap();
    let copy = story.folder.at(".allclear/copy");
    fs::copy(story.cache(), &copy).unwrap();
    fs::rename(copy, story.cache()).unwrap();
    let again = story.build().unwrap();
    assert!(again.timings.stages().iter().any(|stage| stage.name == "render"), "the same bytes in another file are not the cache");
}

#[test]
fn the_cache_holds_no_word_of_a_document() {
    let story = Story::new();
    story.build().unwrap();
    let bytes = fs::read(story.cache()).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    for line in story.documents[&0].1.lines().filter(|line| line.len() > 40) {
        assert!(!text.contains(line), "{line}");
    }
    assert_eq!(fs::read_to_string(story.folder.at(".allclear/.gitignore")).unwrap(), "*\n");
}

#[test]
fn a_site_that_cannot_be_remembered_is_built_all_the_same() {
    let story = Story::new();
    story.folder.write(".allclear", "a file in the way");
    story.build().unwrap();
    story.build().unwrap();
    assert_eq!(fs::read_to_string(story.folder.at(".allclear")).unwrap(), "a file in the way");
}
