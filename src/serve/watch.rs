//! Comes in: what the system says about files. Goes out: one wake for each burst of changes that could matter to a build.
//! Must never: wake for what a build itself writes, which would never end.

use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::error::{Error, Result};
use crate::public::SitePath;

/// How long it has to be quiet before a burst is over.
const QUIET: Duration = Duration::from_millis(10);
/// How long a burst may last.
const LONGEST: Duration = Duration::from_secs(2);

/// Why the server goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wake {
    /// A source changed.
    Changed,
    /// A browser asked for a page.
    Asked(SitePath),
    /// Someone wants it to end.
    Stop,
}

/// Watches a folder with everything in it.
pub(super) fn start(root: &Path, ignored: &[PathBuf], sender: Sender<Wake>) -> Result<RecommendedWatcher> {
    let root = std::fs::canonicalize(root).map_err(Error::io("watch", root))?;
    // The folder may not exist yet: its place does.
    let real = |path: &PathBuf| {
        let parent = path.parent().and_then(|parent| std::fs::canonicalize(parent).ok());
        std::fs::canonicalize(path).ok().or_else(|| Some(parent?.join(path.file_name()?))).unwrap_or_else(|| path.clone())
    };
    let ignored: Vec<PathBuf> = ignored.iter().map(real).collect();
    let cannot = |error: notify::Error| {
        Error::usage(
            format!("cannot watch {}: {error}", root.display()),
            "raise the system's limit of watched files (on Linux fs.inotify.max_user_watches), or use `allclear build`",
        )
    };
    let folder = root.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| matters(&event, &folder, &ignored)) {
            // Without a listener the server is about to end.
            let _ = sender.send(Wake::Changed);
        }
    })
    .map_err(cannot)?;
    watcher.watch(&root, RecursiveMode::Recursive).map_err(cannot)?;
    Ok(watcher)
}

/// Waits for a change and for the end of its burst, or for the end. Pages that are asked for meanwhile are handed on.
pub(super) fn wait(wakes: &Receiver<Wake>, asked: &mut dyn FnMut(&SitePath)) -> Wake {
    loop {
        match wakes.recv() {
            Ok(Wake::Changed) => break,
            Ok(Wake::Asked(page)) => asked(&page),
            Ok(Wake::Stop) | Err(_) => return Wake::Stop,
        }
    }
    let begin = Instant::now();
    let mut last = begin;
    while begin.elapsed() < LONGEST {
        match wakes.recv_timeout(QUIET.saturating_sub(last.elapsed())) {
            Ok(Wake::Changed) => last = Instant::now(),
            // A burst is of changes: browsers do not make it longer.
            Ok(Wake::Asked(page)) => asked(&page),
            Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => return Wake::Stop,
            Err(RecvTimeoutError::Timeout) => break,
        }
    }
    Wake::Changed
}

fn matters(event: &Event, root: &Path, ignored: &[PathBuf]) -> bool {
    // Reading is no change. An event that lost its path could be anything.
    !event.kind.is_access() && (event.paths.is_empty() || event.paths.iter().any(|path| is_source(path, root, ignored)))
}

fn is_source(path: &Path, root: &Path, ignored: &[PathBuf]) -> bool {
    let Ok(below) = path.strip_prefix(root) else { return false };
    let hidden = |part: Component<'_>| part.as_os_str().to_string_lossy().starts_with('.');
    !below.components().any(hidden) && !ignored.iter().any(|folder| path.starts_with(folder)) && !is_of_editor(path)
}

/// Names that editors use for copies and probes.
fn is_of_editor(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with('#') || name == "4913" || ["~", ".swp", ".swx", ".swo", ".tmp", ".bak"].iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_wake_and_everything_else_does_not() {
        let wakes = |path: &str| is_source(Path::new(path), Path::new("/site"), &[PathBuf::from("/site/public")]);
        for source in ["/site/allclear.toml", "/site/postmortems/2026/a.md", "/site/theme/static/x.css", "/site/publication/a.md"] {
            assert!(wakes(source), "{source}");
        }
        for other in [
            "/site/public/index.html",
            "/site/.allclear/links.json",
            "/site/.public.allclear-stage/a",
            "/site/.git/index",
            "/site/postmortems/.a.md.swp",
            "/site/postmortems/a.md~",
            "/site/postmortems/4913",
            "/site/postmortems/#a.md#",
            "/elsewhere/a.md",
        ] {
            assert!(!wakes(other), "{other}");
        }
    }

    #[test]
    fn a_burst_is_one_wake() {
        let (sender, wakes) = std::sync::mpsc::channel();
        for _ in 0..10 {
            sender.send(Wake::Changed).unwrap();
        }
        sender.send(Wake::Asked(SitePath::new("index.html").unwrap())).unwrap();
        let mut pages = Vec::new();
        assert_eq!(wait(&wakes, &mut |page| pages.push(page.to_string())), Wake::Changed);
        assert_eq!(pages, ["index.html"]);
        assert!(wakes.try_recv().is_err());
        sender.send(Wake::Changed).unwrap();
        sender.send(Wake::Stop).unwrap();
        assert_eq!(wait(&wakes, &mut |_| {}), Wake::Stop);
    }
}
