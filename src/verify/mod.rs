//! Comes in: finished files, one by one, then word that there are no more. Goes out: word that all are sound, or findings that name the file.
//! Must never: let a byte pass that it has not read again, or show what a tripwire found.

mod address;
mod css;
mod egress;
pub mod external;
mod json;
mod markup;
mod picture;
mod plain;
mod reader;
mod reading;
mod strict;
mod verified;
mod whole;

use std::ops::Range;

use crate::diagnostic::{Finding, Level, RuleDoc, Source, Sources};
use crate::public::SitePath;

pub use reader::{Gist, Read, Reader};
pub(crate) use reader::{Leaks, Places};
pub use verified::{Readings, Sound, Verified};

/// A place that a tripwire found: the code of the leak rule, and the bytes.
pub type Trip = (String, Range<usize>);

/// The rule about links that lead nowhere.
pub const DEAD_LINK: &str = "site/dead-link";
/// The rule about markup that a site never needs.
const UNSAFE_MARKUP: &str = "site/unsafe-markup";

/// Why a site is no verified one.
pub struct Refused {
    /// Everything that was found, each an error about a finished file.
    pub findings: Vec<Finding>,
    /// The links inside the site that lead nowhere: the page and the address, as they stand in it.
    pub dead: Vec<(SitePath, String)>,
}

/// A finished file with something wrong in it.
#[derive(Clone)]
struct Faulty {
    /// Its path as reports show it.
    path: String,
    text: String,
    faults: Vec<Fault>,
}

/// One thing that is wrong.
#[derive(Clone)]
struct Fault {
    rule: String,
    span: Option<Range<usize>>,
    message: String,
    help: String,
}

impl Faulty {
    fn findings(self, sources: &mut Sources) -> Vec<Finding> {
        let source = sources.add(Source::new(self.path, self.text));
        self.faults
            .into_iter()
            .map(|fault| Finding::new(&fault.rule, Level::Error, source, fault.span, fault.message).help(fault.help))
            .collect()
    }
}

/// What the rules about finished files say of themselves.
pub fn rules() -> Vec<RuleDoc> {
    let rule = |code, summary, why| RuleDoc::without_samples(code, Level::Error, summary, why);
    vec![
        rule(
            DEAD_LINK,
            "a link inside the site that leads to no file, or to no such place in it",
            "Customers follow these links while something is broken. Every address of the site itself, in pages, feeds, styles and the API, \
             has to lead to a file of the same build, and a fragment to an id in it.",
        ),
        rule(
            UNSAFE_MARKUP,
            "markup that a status page never needs and that could carry something in or out",
            "Inline scripts and styles, event attributes, comments, `javascript:` and `data:` addresses, and files loaded from other hosts do \
             not pass. They come from a changed theme: move scripts and styles into files of theme/static. `<script type=\"application/ld+json\">` \
             and `<script src>` are fine.",
        ),
        picture::rule(),
    ]
}

#[cfg(test)]
mod tests;
