//! Three states of one site, built once for all stories: an incident comes with a picture, one goes, one changes, and the colours too.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::support::tree::{self, Tree};
use crate::support::{BASE, Folder, binary, folder, pictures};

/// Those states: OUT as `build` wrote it, and what readers are to find.
#[cfg_attr(not(feature = "deploy"), expect(dead_code, reason = "only the stories of buckets need the third"))]
pub struct Sites {
    _dir: tempfile::TempDir,
    sources: [Folder; 3],
    pub older: PathBuf,
    pub newer: PathBuf,
    /// As the newer one, with the colours of the older one: few files change.
    pub close: PathBuf,
    pub older_files: Tree,
    pub newer_files: Tree,
    pub close_files: Tree,
}

static SITES: OnceLock<Sites> = OnceLock::new();

impl Sites {
    /// Builds them, the first time.
    pub fn get() -> &'static Self {
        SITES.get_or_init(|| {
            let dir = tempfile::tempdir().unwrap();
            let sources = [older(), newer().file("allclear.toml", coloured()), newer()];
            let outs = ["older", "newer", "close"].map(|name| dir.path().join("outs").join(name).join("public"));
            for (source, out) in sources.iter().zip(&outs) {
                fs::create_dir_all(out.parent().unwrap()).unwrap();
                binary::build(source.path(), out).ends_with(0);
            }
            let [older_files, newer_files, close_files] = outs.each_ref().map(|out| folder_site(out));
            let [older, newer, close] = outs;
            Self { _dir: dir, sources, older, newer, close, older_files, newer_files, close_files }
        })
    }

    /// The folder that the older or the newer site is built from.
    pub fn source(&self, newer: bool) -> &Path {
        self.sources[usize::from(newer)].path()
    }

    pub fn build_older(&self, out: &Path) {
        binary::build(self.sources[0].path(), out).ends_with(0);
    }

    pub fn build_newer(&self, out: &Path) {
        binary::build(self.sources[1].path(), out).ends_with(0);
    }
}

fn other(day: &str) -> String {
    BASE.replace("2026-03-14-slow", &format!("2026-03-{day}-slow"))
        .replace("03-14", &format!("03-{day}"))
        .replace("14 March", &format!("{} March", day.trim_start_matches('0')))
}

fn older() -> Folder {
    Folder::with(BASE).document("going.md", other("02"))
}

fn newer() -> Folder {
    let shown = other("09").replace("We are sorry", "![The share of slow searches](chart.png)\n\nWe are sorry");
    Folder::with(&BASE.replace("usual speed again", "usual speed now"))
        .document("coming.md", shown)
        .file("postmortems/chart.png", pictures::real("chart.png"))
}

fn coloured() -> String {
    folder::CONFIG.replacen("\n\n", "\naccent = \"#17695c\"\n\n", 1)
}

/// What readers find in a folder: everything but what builds and deploys keep there for themselves.
pub fn folder_site(folder: &Path) -> Tree {
    let files = tree::read(folder).into_iter();
    files.filter(|(path, _)| !path.starts_with(".allclear-")).collect()
}
