//! A byte of a text, and what stands around it. Comes in: a place. Goes out: answers about shapes that begin or end there.
//! Must never: look further than [`NEAR`] bytes for what may be as long as a hostile text.

use super::host::Standing;
use super::permits::Permits;
use super::{host, words};

/// A byte and what stands around it.
pub struct Around<'t> {
    /// The text.
    pub bytes: &'t [u8],
    /// Where the byte stands.
    pub at: usize,
}

/// As much of a text as a trait looks at, either way: nothing that a pattern needs is longer, and hostile texts are.
const NEAR: usize = 256;

impl<'t> Around<'t> {
    /// The byte so far before it.
    pub fn before(&self, distance: usize) -> Option<u8> {
        self.at.checked_sub(distance).map(|at| self.bytes[at])
    }

    /// The byte so far behind it.
    pub fn after(&self, distance: usize) -> Option<u8> {
        self.bytes.get(self.at + distance).copied()
    }

    /// Whether the byte so far behind it is a digit.
    pub fn is_digit(&self, distance: usize) -> bool {
        self.after(distance).is_some_and(|byte| byte.is_ascii_digit())
    }

    /// The bytes right before it that are so.
    pub fn behind(&self, so: impl Fn(u8) -> bool) -> &'t [u8] {
        let start = self.at.saturating_sub(NEAR);
        let near = &self.bytes[start..self.at];
        &near[near.iter().rposition(|byte| !so(*byte)).map_or(0, |last| last + 1)..]
    }

    /// The bytes right behind it that are so.
    pub fn ahead(&self, so: impl Fn(u8) -> bool) -> &'t [u8] {
        let end = self.bytes.len().min(self.at + 1 + NEAR);
        let near = &self.bytes[self.at + 1..end];
        &near[..near.iter().position(|byte| !so(*byte)).unwrap_or(near.len())]
    }

    /// Whether a machine's name ends here: parts with hyphens between them, the last of them letters and one to four digits.
    pub fn is_behind_machine(&self) -> bool {
        let name = self.behind(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let Some(hyphen) = name.iter().rposition(|byte| *byte == b'-') else { return false };
        let last = &name[hyphen + 1..];
        let letters = last.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        (1..=4).contains(&(last.len() - letters)) && last[letters..].iter().all(u8::is_ascii_digit) && name[0].is_ascii_alphabetic()
    }

    /// Whether the label behind this dot is the ending of a file.
    pub fn is_file(&self, label: &[u8]) -> bool {
        let rest = &self.bytes[self.at + 1 + label.len()..];
        let ends = rest.first() != Some(&b'.') || !rest.get(1).is_some_and(u8::is_ascii_alphanumeric);
        let ending = std::str::from_utf8(label).map(str::to_ascii_lowercase);
        ends && ending.is_ok_and(|ending| words::FILE_ENDINGS.contains(ending.as_str()))
    }

    /// Whether three more groups of one to three digits follow, with dots between them.
    pub fn is_quad(&self) -> bool {
        let mut rest = &self.bytes[self.at..];
        (0..3).all(|_| {
            let digits = rest.iter().skip(1).take(4).take_while(|byte| byte.is_ascii_digit()).count();
            let group = rest.first() == Some(&b'.') && (1..4).contains(&digits);
            rest = rest.get(1 + digits..).unwrap_or_default();
            group
        })
    }

    /// Whether zeros and a colon follow.
    pub fn is_zero_ahead(&self) -> bool {
        let rest = &self.bytes[self.at + 1..];
        let zeros = rest.iter().take(5).take_while(|byte| **byte == b'0').count();
        zeros > 0 && rest.get(zeros) == Some(&b':')
    }

    /// Whether what stands behind `://` is a host that may be named, and that alone: no name or password before it.
    pub fn is_public_address(&self, permits: &Permits) -> bool {
        let rest = &self.bytes[self.at + 3..];
        let end = rest.iter().take(NEAR).position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'@'));
        let Some(end) = end.or_else(|| (rest.len() < NEAR).then_some(rest.len())) else { return false };
        let host = rest[..end].iter().position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))).unwrap_or(end);
        // A letter beyond ASCII may count as one of the name.
        let ends = rest[host..].first().is_none_or(u8::is_ascii);
        let name = std::str::from_utf8(&rest[..host]).unwrap_or_default().trim_end_matches(['-', '.', '_']);
        let is_known = || permits.host(name) || host::is_manuals(name) || !host::is_private(name, Standing::Address);
        rest.get(end) != Some(&b'@') && ends && !name.is_empty() && is_known()
    }
}
