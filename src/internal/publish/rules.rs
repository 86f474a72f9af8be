//! The rules that publishing finds: what of an author's Markdown cannot be shown.

use crate::diagnostic::Level;
use crate::internal::check::registry::{Rule, Shown::Edit};

/// `public/raw-html`: raw HTML in a public text.
pub const RAW_HTML: Rule = Rule {
    code: "public/raw-html",
    level: Level::Warning,
    summary: "raw HTML in a public text",
    why: "Raw HTML can carry scripts, foreign images and hidden text, so none of it is published: a tag goes with its attributes, a block with its content.",
    help: "write it as Markdown",
    good: &[Edit("", "")],
    bad: &[Edit("We are sorry", "We are <b>sorry</b>")],
};

/// `public/link`: a link to something else than http(s) or mail.
pub const LINK: Rule = Rule {
    code: "public/link",
    level: Level::Warning,
    summary: "a link to something else than http(s) or mail",
    why: "Relative links point into the repository, and other schemes can do more than open a page. The words stay, the link goes.",
    help: "write a whole address, as in https://docs.example.com/limits",
    good: &[Edit("We are sorry", "[We](https://status.example.com/) are sorry")],
    bad: &[Edit("We are sorry", "[We](../runbook.md) are sorry")],
};

/// `public/image`: an image that cannot be published.
pub const IMAGE: Rule = Rule {
    code: "public/image",
    level: Level::Error,
    summary: "an image that cannot be published",
    why: "An image goes out only when it is a PNG, JPEG, WebP or SVG file inside the site's folder, named relative to its document. Everything but the picture is cut away, and the result is read again.",
    help: "name a PNG, JPEG, WebP or SVG inside the site's folder, relative to this document",
    good: &[Edit("", "")],
    bad: &[Edit("We are sorry", "![chart](missing.png)\n\nWe are sorry")],
};

/// `public/alt`: an image without words.
pub const ALT: Rule = Rule {
    code: "public/alt",
    level: Level::Warning,
    summary: "an image without words",
    why: "A reader who cannot see the image, and every feed reader that does not load it, has only these words.",
    help: "say between the brackets what the image shows",
    good: &[Edit("", "")],
    bad: &[Edit("We are sorry", "![](missing.png)\n\nWe are sorry")],
};

/// `public/alias-taken`: an alias that is another page.
pub const ALIAS_TAKEN: Rule = Rule {
    code: "public/alias-taken",
    level: Level::Error,
    summary: "an alias that is the path of another page",
    why: "Two pages cannot have one address.",
    help: "remove the alias, or choose another path",
    good: &[Edit("", "")],
    bad: &[Edit("  impact: partial", "  impact: partial\n  aliases: [/history/]")],
};

/// All of them.
pub const ALL: &[&Rule] = &[&RAW_HTML, &LINK, &IMAGE, &ALT, &ALIAS_TAKEN];
