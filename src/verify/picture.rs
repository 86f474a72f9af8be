//! Comes in: a finished file of any kind. Goes out: a fault if it is a picture with more in it than the picture, or nobody can say.
//! Must never: say what it found there.

use super::Fault;
use crate::diagnostic::{Level, RuleDoc};
use crate::inspect::{Flaw, Kind, flaw};
use crate::public::SitePath;

/// The rule about pictures.
const PICTURE: &str = "site/picture";

const SAVE: &str = "save it without metadata, or name it as `logo` or `preview` in allclear.toml: those are cleaned";

/// What is wrong with a picture, whoever made it.
pub(super) fn fault(path: &SitePath, bytes: &[u8]) -> Option<Fault> {
    let (what, help) = match flaw(path.as_str(), bytes)? {
        Flaw::Surplus => ("holds more than a picture: metadata, text, or bytes behind its end".to_owned(), SAVE),
        Flaw::Misnamed => ("is another kind of picture than its name says".to_owned(), "give it the ending of what it is"),
        Flaw::Unreadable(Kind::Pdf) => (
            "is a PDF file, or says so: it can hold attachments, earlier versions, and text below black bars".to_owned(),
            "put its words into a page, or link to where it is kept",
        ),
        Flaw::Unreadable(kind) => {
            (format!("is {}, or says so, and nobody can check what it holds", kind.name()), "save it as PNG, JPEG, WebP or SVG")
        }
    };
    Some(Fault { rule: PICTURE.to_owned(), span: None, message: format!("{path} {what}"), help: help.to_owned() })
}

/// What the rule says of itself.
pub(super) fn rule() -> RuleDoc {
    RuleDoc::without_samples(
        PICTURE,
        Level::Error,
        "a picture that holds more than a picture, or that nobody can check",
        "Cameras, editors and converters write places, names, programs and whole earlier versions into pictures. Those of documents and of \
         the config are cleaned; every picture of the finished site, a theme's too, is read again and has to consist of allowed parts alone: \
         PNG, JPEG, WebP, SVG and icons. PDF, GIF and other kinds do not pass.",
    )
}
