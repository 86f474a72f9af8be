//! One pattern of a rule file: checked when it is read, which is cheap, and compiled when a text first needs it, which is not.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind, Look, LookSet};

use super::dialect;

/// Bytes that a compiled pattern may take. The largest in common use takes a few.
const LARGEST: usize = 32 << 20;

/// A pattern, compiled or not yet.
pub struct Pattern {
    text: String,
    groups: usize,
    regex: OnceLock<Option<Regex>>,
    /// Whether it stays on its line, once that was asked.
    local: OnceLock<bool>,
}

impl Pattern {
    /// Reads a pattern in Go's syntax; a fault says why it is none, and shows nothing of it.
    pub fn read(go: &str) -> Result<Self, String> {
        let text = dialect::translated(go)?;
        let parsed = regex_syntax::Parser::new().parse(&text).map_err(|error| fault(&error))?;
        Ok(Self { groups: parsed.properties().explicit_captures_len(), text, regex: OnceLock::new(), local: OnceLock::new() })
    }

    /// One that is known to be one: it is not even parsed before a text needs it.
    pub fn known(go: &str) -> Result<Self, String> {
        Ok(Self { text: dialect::translated(go)?, groups: 0, regex: OnceLock::new(), local: OnceLock::new() })
    }

    /// How many groups it captures; of a known one nobody asks.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// The compiled pattern; `None` if it is too large.
    pub fn regex(&self) -> Option<&Regex> {
        let compiled = || RegexBuilder::new(&self.text).size_limit(LARGEST).build().ok();
        self.regex.get_or_init(compiled).as_ref()
    }

    /// Whether all that it matches stands on one line, has no quote in it, and is the same whatever stands on other lines.
    pub fn is_local(&self) -> bool {
        let words = LookSet::empty().insert(Look::WordAscii).insert(Look::WordAsciiNegate);
        let stays = |hir: &Hir| hir.properties().look_set().subtract(words).is_empty() && !takes(hir, b"\n\"");
        *self.local.get_or_init(|| regex_syntax::parse(&self.text).is_ok_and(|hir| stays(&hir)))
    }

    /// Whether a text needed it so far.
    #[cfg(test)]
    pub fn is_compiled(&self) -> bool {
        self.regex.get().is_some()
    }
}

/// The parser's words without the pattern, which its own report would repeat.
fn fault(error: &regex_syntax::Error) -> String {
    match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        _ => "it is no regular expression".to_owned(),
    }
}

/// Whether a pattern may take one of some characters.
fn takes(hir: &Hir, some: &[u8]) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => some.iter().any(|byte| literal.0.contains(byte)),
        HirKind::Class(Class::Unicode(class)) => {
            class.ranges().iter().any(|range| some.iter().any(|byte| (range.start()..=range.end()).contains(&char::from(*byte))))
        }
        HirKind::Class(Class::Bytes(_)) => true,
        HirKind::Repetition(repeated) => takes(&repeated.sub, some),
        HirKind::Capture(group) => takes(&group.sub, some),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(|part| takes(part, some)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_stays_on_its_line_or_may_leave_it() {
        let local = |go: &str| Pattern::read(go).expect("a pattern").is_local();
        for go in [r"\b(SK[0-9a-f]{32})\b", "pat[0-9A-Za-z]{14}", r"(?i)key[ \t]?=[^\s\x22]{8}"] {
            assert!(local(go), "{go}");
        }
        for go in [r"key\s=[a-z]{8}", "(?s)a.b", "a[^b]c", "^key", "key$", "a\nb", "a\"b", r"(?:key|[^\s]+)x", "."] {
            assert!(!local(go), "{go}");
        }
    }
}
