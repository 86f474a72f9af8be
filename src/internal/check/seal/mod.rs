//! The seal: an agreed message stays word for word what somebody approved, and so does all that stands around it in public.
//! Comes in: a document, its seal, and the text that was sealed. Goes out: findings. No word is shown that the leak gate finds.

mod difference;
mod projection;
mod words;

use std::collections::BTreeSet;
use std::ops::Range;

pub use self::projection::Projection;
use super::decision::has_message;
use super::leak::Leaks;
use super::registry::{Rule, Shown, Subject};
use crate::diagnostic::{Finding, Level};
use crate::folder::Folder;
use crate::internal::read::draft::{Draft, DraftKind, Status};
use crate::public::Id;

/// The seal of the document that the samples are made from: a sample is a constant.
macro_rules! seal_of_base {
    () => {
        "sha256:a3fb2669869be617f015b14868976dd788f31919de6d30b91646fdead71a9d91"
    };
}

/// `seal/missing`: a message that nobody approved, where the config asks for it.
const MISSING: Rule = Rule {
    code: "seal/missing",
    level: Level::Error,
    summary: "a message without a seal, where `lifecycle.require_seal` asks for one",
    why: "The site asks that somebody approves every message before it goes out, and the seal is what says so. Status updates go out without one.",
    help: "`allclear approve ID` checks the document, sets the seal, and says what will be public",
    good: &[Shown::Edit("status: reviewed", "status: in review")],
    bad: &[Shown::Edit("", "")],
};

/// `seal/broken`: public words that are not those that were approved.
const BROKEN: Rule = Rule {
    code: "seal/broken",
    level: Level::Error,
    summary: "public words that are not the ones that were approved",
    why: "A seal covers all that customers would see of a document: title, facts, times, updates, message, corrections and pictures. Whoever \
          changes one word of it, or adds one, asks for another look. White space, line wrap, comments and the style of marks may change.",
    help: "approve it again with `allclear approve ID` when the change is agreed on, or put the approved words back",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit(
        "  published: 2026-03-18T16:00:00Z\n",
        "  published: 2026-03-18T16:00:00Z\n  seal: sha256:0000000000000000000000000000000000000000000000000000000000000000\n",
    )],
};

/// `seal/text-missing`: a seal that holds, without the text that it was set on.
const TEXT_MISSING: Rule = Rule {
    code: "seal/text-missing",
    level: Level::Warning,
    summary: "a seal whose approved text is not kept",
    why: "The text that was approved is kept as `seals/ID.txt` beside the documents: to show which words changed when a seal breaks, and to be \
          read by an auditor. The seal itself holds without it.",
    help: "add the file to the repository, or write it again with `allclear approve ID`",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Edit(
        "  published: 2026-03-18T16:00:00Z\n",
        concat!("  published: 2026-03-18T16:00:00Z\n  seal: ", seal_of_base!(), "\n"),
    )],
};

/// The seal of [`crate::internal::check::registry::BASE`].
#[cfg(test)]
const SEAL_OF_BASE: &str = seal_of_base!();

/// The rules about seals.
pub const RULES: &[&Rule] = &[&BROKEN, &MISSING, &TEXT_MISSING];

/// A larger file is not the text of a seal, in bytes.
const LARGEST: u64 = 64 << 20;

/// Where the approved text of a document is kept, below the site's folder.
pub fn kept_path(id: &str) -> String {
    format!("seals/{id}.txt")
}

/// The approved text of a document as it is kept. Links are followed inside the site's folder only.
pub fn kept(site: &Folder, id: &str) -> Option<Projection> {
    let root = site.canonicalize(site.root()).ok()?;
    let path = site.canonicalize(&root.join(kept_path(id))).ok().filter(|path| path.starts_with(&root) && site.is_file(path))?;
    String::from_utf8(site.read_up_to(&path, LARGEST).ok()?).ok().map(Projection::kept)
}

/// Whether a document can have a seal at all.
fn can_be_public(draft: &Draft) -> bool {
    draft.publish && draft.kind != DraftKind::NearMiss && Id::is_valid(&draft.id.value)
}

/// The words that leak findings about a document are about.
fn evidence(subject: &Subject<'_>, findings: &[Finding]) -> BTreeSet<String> {
    let source = subject.source;
    let leaks = findings.iter().filter(|finding| finding.is_leak() && finding.source == subject.draft.source);
    let spans = leaks.filter_map(|leak| leak.span.clone()).map(|span| &source.text()[source.floor(span.start)..source.floor(span.end)]);
    spans.flat_map(letters).map(|(_, word)| word.to_lowercase()).collect()
}

/// Where one of these words stands in a line.
fn places(line: &str, words: &BTreeSet<String>) -> Vec<Range<usize>> {
    letters(line).filter(|(_, word)| words.contains(&word.to_lowercase())).map(|(at, word)| at..at + word.len()).collect()
}

/// The stretches of letters and digits of a text. Single ones say nothing.
fn letters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().nth(1).is_some());
    words.map(move |word| (word.as_ptr() as usize - start, word))
}

/// What is to be said of a document's seal, once the other gates have said what they found in it.
pub fn check(subject: &Subject<'_>, site: &Folder, leaks: &Leaks, findings: &mut Vec<Finding>) {
    let draft = subject.draft;
    let Some(public) = draft.public.as_ref().filter(|_| can_be_public(draft)) else { return };
    let Some(seal) = &public.seal else {
        let goes_out = draft.status.value >= Status::Reviewed && public.published.is_some() && has_message(draft);
        if subject.config.lifecycle.require_seal && goes_out {
            findings.push(MISSING.finding(subject, public.span.clone(), "nobody has approved this message: its seal is missing"));
        }
        return;
    };
    let broken = |message: String| {
        let help = BROKEN.help.replace("ID", &draft.id.value);
        BROKEN.finding(subject, seal.span.clone(), message).help(help)
    };
    let value = seal.value.expose_internal().trim();
    if !Projection::is_digest(value) {
        findings.push(broken("this is no seal: it is not `sha256:` and 64 digits".to_owned()));
        return;
    }
    let Some(current) = Projection::of(draft, subject.source, site) else { return };
    let kept = kept(site, &draft.id.value);
    let approved = kept.as_ref().filter(|kept| kept.digest() == value);
    let path = kept_path(&draft.id.value);
    match approved {
        _ if current.digest() == value && approved.is_some() => {}
        _ if current.digest() == value => {
            findings.push(TEXT_MISSING.finding(subject, seal.span.clone(), format!("the seal holds, but {path} does not keep its text")));
        }
        Some(approved) => {
            let known = evidence(subject, findings);
            let hidden = |line: &str| [leaks.places(line, draft), places(line, &known)].concat();
            let (before, after) = (difference::Words::of(approved.text(), hidden), difference::Words::of(current.text(), hidden));
            findings.push(broken(format!("these are not the approved words: {}", difference::told(&before, &after))));
        }
        None => {
            let why = if kept.is_some() { "holds another text" } else { "is missing" };
            findings.push(broken(format!("these are not the approved words; which of them changed cannot be shown: {path} {why}")));
        }
    }
}

#[cfg(test)]
mod tests;
