//! Text that was cleared for customers.

mod outline;

use serde::Serialize;

use crate::internal::Clearance;
pub use outline::{Anchored, Heading};

/// Plain text that customers may read. Made only by publish.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct PublicText(Box<str>);

impl PublicText {
    /// Clears a text. Only publish has a token.
    pub(crate) fn clear(_: &Clearance, text: impl Into<String>) -> Self {
        Self(text.into().into_boxed_str())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for PublicText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// HTML that was rendered from cleared Markdown: no raw HTML of an author, no comment, links to http(s) and mailto only.
/// Images have an absolute path on the site's host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PublicHtml(Box<str>);

impl PublicHtml {
    /// Clears rendered HTML. Only publish has a token.
    pub(crate) fn clear(_: &Clearance, html: String) -> Self {
        Self(html.into_boxed_str())
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One public text in the two shapes that outputs need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Prose {
    /// For pages and feeds.
    pub html: PublicHtml,
    /// The same words without markup, paragraphs parted by a blank line: for the API and summaries.
    pub text: PublicText,
}
