//! `.allclear-site`: the list of what the last build wrote. Comes in and goes out as text, sorted, one path a line.
//! Must never: name a path outside its folder, or pass for whole when it was cut short (a withdrawn page would stay).

use std::collections::BTreeSet;

use crate::public::SitePath;

/// The list's name in the folder it describes.
pub(super) const NAME: &str = ".allclear-site";

/// The same as a path of the site.
pub(super) fn path() -> Option<SitePath> {
    SitePath::new(NAME)
}

const HEADER: &str = "allclear-site 1";

/// The paths that the last build wrote.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest(BTreeSet<SitePath>);

impl Manifest {
    /// The list of these paths.
    pub(super) fn new(paths: impl IntoIterator<Item = SitePath>) -> Self {
        Self(paths.into_iter().collect())
    }

    /// Reads a list; `None` if it is no list of this version, is cut short, or names anything but paths inside its folder.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (header, rest) = text.split_once('\n')?;
        let count: usize = header.strip_prefix(HEADER)?.strip_prefix(", files: ")?.parse().ok()?;
        let body = rest.strip_suffix('\n').or_else(|| rest.is_empty().then_some(""))?;
        let lines = body.split('\n').filter(|_| !body.is_empty());
        let paths: BTreeSet<SitePath> = lines.map(|line| SitePath::new(line).filter(can_list)).collect::<Option<_>>()?;
        (paths.len() == count).then_some(Self(paths))
    }

    /// The list as text.
    pub(super) fn render(&self) -> String {
        let mut text = format!("{HEADER}, files: {}\n", self.0.len());
        for path in &self.0 {
            text.push_str(path.as_str());
            text.push('\n');
        }
        text
    }

    /// Whether the last build wrote this path.
    pub(super) fn contains(&self, path: &str) -> bool {
        self.0.contains(path)
    }

    /// The paths, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &SitePath> {
        self.0.iter()
    }
}

/// Whether a path can stand on one line and is not the list itself.
pub(super) fn can_list(path: &SitePath) -> bool {
    path.as_str() != NAME && !path.as_str().contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> SitePath {
        SitePath::new(text).unwrap()
    }

    #[test]
    fn a_list_survives_the_way_to_text_and_back() {
        for paths in [vec![], vec![path("index.html")], vec![path("b/index.html"), path("a.html")]] {
            let list = Manifest::new(paths);
            assert_eq!(Manifest::parse(&list.render()), Some(list));
        }
    }

    #[test]
    fn its_lines_are_sorted_below_one_that_names_the_version() {
        let list = Manifest::new([path("b.html"), path("a.html")]);
        assert_eq!(list.render(), "allclear-site 1, files: 2\na.html\nb.html\n");
    }

    #[test]
    fn a_list_cut_at_any_byte_is_none() {
        let whole = Manifest::new([path("a.html"), path("b/c.html"), path("d.xml")]).render();
        for cut in 0..whole.len() {
            assert_eq!(Manifest::parse(&whole[..cut]), None, "cut at {cut}");
        }
    }

    #[test]
    fn a_hostile_line_makes_it_none() {
        for line in ["../x", "/etc/passwd", "a/../../x", "a//b", "", ".", "c:\\x", NAME, "a\rb"] {
            assert_eq!(Manifest::parse(&format!("allclear-site 1, files: 1\n{line}\n")), None, "{line:?}");
        }
    }
}
