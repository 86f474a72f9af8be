//! The order of uploads. Comes in: a path, and whether it is new. Goes out: when it is its turn.
//! Must never: let a page come before what it shows, or a feed before the pages that it tells of.

use crate::outputs::headers::content_type;
use crate::public::SitePath;

/// A turn: everything of one is done before the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// What pages load by themselves.
    Asset,
    /// Pages that nobody links to yet.
    NewPage,
    /// Pages that may link to those.
    Page,
    /// The front page: what is not there before it is not asked for.
    Front,
    /// Feeds, the API, lists of pages.
    Data,
}

impl Step {
    /// All, in their order.
    pub(super) const ALL: [Self; 5] = [Self::Asset, Self::NewPage, Self::Page, Self::Front, Self::Data];

    /// The turn of a file.
    pub(super) fn of(path: &SitePath, new: bool) -> Self {
        let (path, kind) = (path.as_str(), content_type(path.as_str()));
        if path == "index.html" {
            Self::Front
        } else if kind.starts_with("text/html") {
            if new { Self::NewPage } else { Self::Page }
        } else if path.starts_with("assets/") || is_icon(path, kind) {
            Self::Asset
        } else {
            Self::Data
        }
    }
}

/// Icons and the manifest lie at the root. Badges are pictures too, but say the state to others, as the API does.
fn is_icon(path: &str, kind: &str) -> bool {
    !path.ends_with("badge.svg") && (kind.starts_with("image/") || kind == "application/manifest+json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pages_show_comes_before_them_and_what_tells_of_them_behind() {
        let wanted = [
            ("assets/style-0.css", Step::Asset),
            ("assets/a/b.png", Step::Asset),
            ("favicon.svg", Step::Asset),
            ("site.webmanifest", Step::Asset),
            ("incidents/a/index.html", Step::Page),
            ("404.html", Step::Page),
            ("index.html", Step::Front),
            ("badge.svg", Step::Data),
            ("feed.xml", Step::Data),
            ("components/a/feed.json", Step::Data),
            ("api/v2/summary.json", Step::Data),
            ("sitemap.xml", Step::Data),
            ("_headers", Step::Data),
        ];
        for (path, step) in wanted {
            assert_eq!(Step::of(&SitePath::new(path).unwrap(), false), step, "{path}");
        }
        assert_eq!(Step::of(&SitePath::new("incidents/a/index.html").unwrap(), true), Step::NewPage);
        assert_eq!(Step::of(&SitePath::new("index.html").unwrap(), true), Step::Front);
    }
}
