//! `.allclear-deploy`: what deploys put into a place, kept there as text, one file a line. It is what makes the place ours.
//! Must never: name a path outside its place, or pass for whole when it was cut short (a withdrawn page would stay).

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::outputs::headers;
use crate::public::SitePath;

/// The state's name in its place.
pub(super) const NAME: &str = ".allclear-deploy";

const HEADER: &str = "allclear-deploy 1, files: ";
const SITE: &str = "site: ";
const UNDER_WAY: &str = "under way: ";
/// Stands for the digest of a file that a deploy was about to put there.
const OPEN: &str = "?";

/// What a file is: its bytes and the headers that they are stored with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Digest(String);

impl Digest {
    /// Of a file.
    pub(super) fn of(path: &SitePath, bytes: &[u8]) -> Self {
        let mut hash = Sha256::new();
        for part in [content_type(path), &cache_control(path).unwrap_or_default()] {
            hash.update(part);
            hash.update(b"\n");
        }
        hash.update(bytes);
        Self(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Of its text.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let hex = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        hex.then(|| Self(text.to_owned()))
    }

    /// Its text.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The type that a file is stored with.
pub(super) fn content_type(path: &SitePath) -> &'static str {
    headers::content_type(path.as_str())
}

/// How long a file may be kept, if the header model says so.
pub(super) fn cache_control(path: &SitePath) -> Option<String> {
    let all = headers::for_path(headers::Policy::default(), path.as_str());
    all.into_iter().find(|(name, _)| *name == "Cache-Control").map(|(_, value)| value.into_owned())
}

/// What is in a place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct State {
    /// The address of the site.
    pub(super) site: Option<String>,
    /// The deploy that is under way, and how often it gave a sign of life.
    pub(super) run: Option<String>,
    /// Files with what they are; those without may be old, new or missing.
    pub(super) files: BTreeMap<SitePath, Option<Digest>>,
}

impl State {
    /// Reads a state; `None` if it is none of this version, was cut short, or names anything but paths inside its place.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n').peekable();
        let count: usize = lines.next()?.strip_prefix(HEADER)?.parse().ok()?;
        let mut header = |name: &str| lines.next_if(|line| line.starts_with(name)).map(|line| line[name.len()..].to_owned());
        let (site, run) = (header(SITE), header(UNDER_WAY));
        let files: BTreeMap<_, _> = lines.map(entry).collect::<Option<_>>()?;
        (files.len() == count).then_some(Self { site, run, files })
    }

    /// The state as text.
    pub(super) fn render(&self) -> String {
        let mut text = format!("{HEADER}{}\n", self.files.len());
        for (name, value) in [(SITE, &self.site), (UNDER_WAY, &self.run)] {
            text.extend(value.iter().flat_map(|value| [name, value, "\n"]));
        }
        for (path, digest) in &self.files {
            let digest = digest.as_ref().map_or(OPEN, Digest::as_str);
            text.extend([digest, " ", path.as_str(), "\n"]);
        }
        text
    }
}

fn entry(line: &str) -> Option<(SitePath, Option<Digest>)> {
    let (digest, path) = line.split_once(' ')?;
    let path = SitePath::new(path).filter(can_list)?;
    if digest == OPEN { Some((path, None)) } else { Some((path, Some(Digest::parse(digest)?))) }
}

/// Whether a path can stand on one line, and is none that deploys keep for themselves.
pub(super) fn can_list(path: &SitePath) -> bool {
    !path.as_str().starts_with(NAME) && !path.as_str().contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).unwrap()
    }

    fn state() -> State {
        let files = [(path("a b/index.html"), Some(Digest::of(&path("a b/index.html"), b"x"))), (path("feed.xml"), None)];
        State { site: Some("https://status.example.com/".into()), run: Some("0123456789abcdef 3".into()), files: files.into() }
    }

    #[test]
    fn a_state_survives_the_way_to_text_and_back() {
        for state in [State::default(), state(), State { run: None, ..state() }, State { site: None, ..state() }] {
            assert_eq!(State::parse(&state.render()), Some(state));
        }
    }

    #[test]
    fn a_state_cut_at_any_byte_is_none() {
        let whole = state().render();
        for cut in 0..whole.len() {
            assert_eq!(State::parse(&whole[..cut]), None, "cut at {cut}");
        }
    }

    #[test]
    fn a_hostile_line_makes_it_none() {
        for line in
            ["? ../x", "? /etc/passwd", "? a//b", "? ", "?", "0 a", "a.html", "? .allclear-deploy", "? .allclear-deploy.lock", "? a\rb"]
        {
            assert_eq!(State::parse(&format!("allclear-deploy 1, files: 1\n{line}\n")), None, "{line:?}");
        }
    }

    #[test]
    fn a_file_is_another_one_when_its_bytes_or_its_headers_are() {
        let of = |name: &str, bytes: &[u8]| Digest::of(&path(name), bytes);
        assert_eq!(of("a.html", b"x"), of("b.html", b"x"));
        assert_ne!(of("a.html", b"x"), of("a.html", b"y"));
        assert_ne!(of("a.html", b"x"), of("a.txt", b"x"));
        assert_ne!(of("robots.txt", b"x"), of("other.txt", b"x"), "one of them may be kept for an hour");
    }
}
