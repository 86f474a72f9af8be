//! What a text has, seen while it is read once: it saves running the patterns that cannot match.
//! Comes in: a text, one telling byte of it after the other, and the config's permits. Goes out: answers to "is this pattern worth running?".
//! Must never: miss a text that a pattern matches. What is worth running and matches nothing costs time only.

use serde::Deserialize;

use super::around::Around;
use super::host;
use super::permits::Permits;

/// Something that a pattern cannot match without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trait {
    /// `1.2.3.4`.
    DottedQuad,
    /// Two colons as an address of IPv6 has them: `::`, `0:0:`, or one behind digits that begin with an `f`.
    Colons,
    /// `3c:52:…`, six times.
    PairedDigits,
    /// `://`.
    Scheme,
    /// That, before anything but a host that may be named, or is part of a format's name.
    Address,
    /// `db.fern:80`.
    Port,
    /// `db.corp`, or `es-7.fern`: a dot before an ending of private networks, or behind a numbered machine.
    PrivateWord,
    /// A private zone of the config.
    OwnZone,
    /// `-x7k2p`: the end of a pod's name.
    PodTail,
    /// `-0a1b2c3d`: eight digits of base 16 behind a hyphen.
    HexTail,
    /// `web-1`, `web-a1`, `web1`: a digit right behind a letter, or between them a mark or a mark and a letter.
    NumberedName,
    /// `:europe-west1:`.
    NumberedRegion,
    /// A ticket of a known project.
    KnownKey,
    /// `AB-1`.
    NumberedKey,
    /// `U0` and seven more capitals or digits.
    ChatId,
    /// Forty digits of base 16 in a row.
    LongHash,
    /// Twelve digits, hyphens and blanks not counted.
    ManyDigits,
    /// `x:81`, as behind a file of a program.
    FileLine,
    /// `x(`: a call.
    Call,
    /// `x@y`.
    At,
    /// `0a1b2c3d-0a1b-`.
    Uuid,
    /// A byte beyond ASCII.
    BeyondAscii,
    /// That, or a control character.
    Unprintable,
}

/// The traits of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traits(u32);

/// Which bytes are worth a look at what stands around them.
pub const TELLING: [bool; 256] = {
    let mut telling = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "there are as many places as bytes")]
        let plain = byte as u8;
        let control = plain < 0x20 && !matches!(plain, b'\t' | b'\n' | b'\x0c' | b'\r');
        telling[byte] = plain >= 0x7f || control || matches!(plain, b'.' | b':' | b'-' | b'_' | b'(' | b'@' | b'0'..=b'9');
        byte += 1;
    }
    telling
};

impl Traits {
    /// Whether the text has it.
    pub fn has(self, wanted: Trait) -> bool {
        self.0 & (1 << wanted as u32) != 0
    }

    /// Notes that the text has it.
    pub fn set(&mut self, seen: Trait) {
        self.0 |= 1 << seen as u32;
    }

    /// All but some.
    pub fn but(some: impl Iterator<Item = Trait>) -> Self {
        let mut them = Self::default();
        some.for_each(|one| them.set(one));
        Self(!them.0)
    }

    /// Those that others do not have.
    pub fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    /// Adds all of others.
    pub fn join(&mut self, others: Self) {
        self.0 |= others.0;
    }

    fn note(&mut self, seen: Trait, holds: impl FnOnce() -> bool) {
        if !self.has(seen) && holds() {
            self.set(seen);
        }
    }

    /// Looks at a telling byte and what stands around it.
    pub fn look(&mut self, bytes: &[u8], at: usize, permits: &Permits) {
        let around = Around { bytes, at };
        match bytes[at] {
            b'.' => self.dot(&around),
            b':' => self.colon(&around, permits),
            b'-' => {
                self.mark(&around);
                self.hyphen(&around, permits);
            }
            b'_' => self.mark(&around),
            b'(' => self.note(Trait::Call, || {
                around.before(1).is_some_and(|byte| byte.is_ascii_alphanumeric() || b"_$<>".contains(&byte) || !byte.is_ascii())
            }),
            b'@' => self.note(Trait::At, || {
                let before = around.before(1).is_some_and(|byte| !(byte.is_ascii_whitespace() || b"/?#@\"'<>".contains(&byte)));
                before && around.after(1).is_some_and(|byte| !(byte.is_ascii_whitespace() || b"\"'<>`)".contains(&byte)))
            }),
            b'0'..=b'9' => self.digit(&around),
            byte => {
                self.set(Trait::Unprintable);
                self.note(Trait::BeyondAscii, || !byte.is_ascii());
            }
        }
    }

    fn dot(&mut self, around: &Around<'_>) {
        if around.is_digit(1) && around.before(1).is_some_and(|byte| byte.is_ascii_digit()) {
            self.note(Trait::DottedQuad, || around.is_quad());
        }
        self.note(Trait::PrivateWord, || {
            let label = around.ahead(|byte| byte.is_ascii_alphanumeric());
            host::is_private_ending(label)
                || label.first().is_some_and(u8::is_ascii_alphabetic) && around.is_behind_machine() && !around.is_file(label)
        });
    }

    fn colon(&mut self, around: &Around<'_>, permits: &Permits) {
        // Of most, nothing stands beside them that would mean anything.
        let before = around.before(1).is_some_and(|byte| byte.is_ascii_hexdigit());
        if !before && !around.after(1).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/')) {
            return;
        }
        if around.bytes[around.at..].starts_with(b"://") {
            self.set(Trait::Scheme);
            self.note(Trait::Address, || !around.is_public_address(permits));
        }
        self.note(Trait::Colons, || {
            let digits = around.behind(|byte| byte.is_ascii_hexdigit());
            around.after(1) == Some(b':')
                || digits.len() <= 4 && digits.first().is_some_and(|byte| matches!(byte, b'f' | b'F'))
                || !digits.is_empty() && digits.iter().all(|byte| *byte == b'0') && around.is_zero_ahead()
        });
        if around.is_digit(1) {
            self.note(Trait::FileLine, || around.before(1).is_some_and(|byte| byte.is_ascii_lowercase()));
            self.note(Trait::Port, || {
                let name = around.behind(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
                around.is_digit(2) && name.contains(&b'.')
            });
        }
        self.pairs(around, b':');
        self.note(Trait::NumberedRegion, || {
            let rest = &around.bytes[around.at + 1..];
            let letters = |from: &[u8]| from.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let first = letters(rest);
            let second = rest.get(first + 1..).map_or(0, letters);
            first > 0 && rest.get(first) == Some(&b'-') && rest.get(first + 1 + second).is_some_and(u8::is_ascii_digit)
        });
    }

    fn hyphen(&mut self, around: &Around<'_>, permits: &Permits) {
        let rest = &around.bytes[around.at + 1..];
        self.note(Trait::HexTail, || rest.len() >= 8 && rest[..8].iter().all(u8::is_ascii_hexdigit));
        self.note(Trait::PodTail, || {
            let tail = |byte: &u8| b"bcdfghjklmnpqrstvwxz2456789".contains(byte);
            let ends = |byte: &u8| !matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
            rest.len() >= 5 && rest[..5].iter().all(tail) && rest.get(5).is_none_or(ends)
        });
        if around.is_digit(1) {
            let key = || around.behind(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
            self.note(Trait::NumberedKey, || key().iter().any(u8::is_ascii_uppercase));
            self.note(Trait::KnownKey, || std::str::from_utf8(key()).is_ok_and(|key| permits.known_key(key)));
        }
        self.pairs(around, b'-');
        self.note(Trait::Uuid, || {
            let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_hexdigit);
            let front = around.at.checked_sub(8).is_some_and(|start| digits(&around.bytes[start..around.at]));
            front && rest.len() >= 5 && digits(&rest[..4]) && rest[4] == b'-'
        });
    }

    /// Six pairs of digits, of which the first ends before this mark.
    fn pairs(&mut self, around: &Around<'_>, mark: u8) {
        self.note(Trait::PairedDigits, || {
            let Some(row) = around.at.checked_sub(2).and_then(|start| around.bytes.get(start..start + 17)) else { return false };
            row.iter().enumerate().all(|(at, byte)| if at % 3 == 2 { *byte == mark } else { byte.is_ascii_hexdigit() })
        });
    }

    /// A hyphen or underscore.
    fn mark(&mut self, around: &Around<'_>) {
        self.note(Trait::NumberedName, || {
            let numbered = around.is_digit(1) || around.after(1).is_some_and(|byte| byte.is_ascii_alphabetic()) && around.is_digit(2);
            numbered && around.before(1).is_some_and(|byte| byte.is_ascii_alphabetic())
        });
    }

    fn digit(&mut self, around: &Around<'_>) {
        let before = around.before(1);
        if before.is_some_and(|byte| byte.is_ascii_digit()) {
            return;
        }
        self.note(Trait::NumberedName, || before.is_some_and(|byte| byte.is_ascii_alphabetic()));
        self.note(Trait::ChatId, || {
            let rest = around.bytes.get(around.at + 1..around.at + 8);
            around.bytes[around.at] == b'0'
                && before.is_some_and(|byte| b"UCWTDG".contains(&byte))
                && rest.is_some_and(|rest| rest.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()))
        });
        self.note(Trait::ManyDigits, || {
            let row = around.bytes[around.at..].iter().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b' '));
            row.filter(|byte| byte.is_ascii_digit()).take(12).count() == 12
        });
        self.note(Trait::LongHash, || {
            let hex = |byte: u8| byte.is_ascii_hexdigit();
            around.behind(hex).len() + 1 + around.ahead(hex).len() >= 40
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::config::config;
    use super::*;

    fn of(text: &str) -> Traits {
        let permits = Permits::new(&config(), []);
        let mut traits = Traits::default();
        let bytes = text.as_bytes();
        (0..bytes.len()).filter(|at| TELLING[usize::from(bytes[*at])]).for_each(|at| traits.look(bytes, at, &permits));
        traits
    }

    #[test]
    fn each_trait_is_seen() {
        for (text, wanted) in [
            ("10.0.0.1", Trait::DottedQuad),
            ("[::1]", Trait::Colons),
            ("fd12:3456:789a:1:", Trait::Colons),
            ("0:0:0:0:0:ffff:", Trait::Colons),
            ("3c:52:82:1a:b2:c3", Trait::PairedDigits),
            ("http://wiki", Trait::Address),
            ("https://help.fernwood.example?x=@wiki", Trait::Address),
            ("https://status.fernwood.example/", Trait::Scheme),
            ("db.fern:80", Trait::Port),
            ("db.Corp", Trait::PrivateWord),
            ("es-data-7.rack2.fern", Trait::PrivateWord),
            ("cart-7f9c-x7k2p.", Trait::PodTail),
            ("i-0a1b2c3d", Trait::HexTail),
            ("web-one-a1", Trait::NumberedName),
            ("web1", Trait::NumberedName),
            ("fern-prod:europe-west1:orders", Trait::NumberedRegion),
            ("SRCH-1", Trait::KnownKey),
            ("AB-1", Trait::NumberedKey),
            ("U012ABCDE", Trait::ChatId),
            ("0123456789abcdef0123456789abcdef01234567", Trait::LongHash),
            ("1234-5678 9012", Trait::ManyDigits),
            ("cart.py:812", Trait::FileLine),
            ("Cart.add(x", Trait::Call),
            ("a@b", Trait::At),
            ("0a1b2c3d-0a1b-0", Trait::Uuid),
            ("é", Trait::BeyondAscii),
            ("\u{1b}", Trait::Unprintable),
        ] {
            assert!(of(text).has(wanted), "{text}: {wanted:?}");
        }
    }

    #[test]
    fn prose_and_its_own_addresses_have_none() {
        assert_eq!(of("Search was slow for 20 minutes, and then it was not. Sorry!"), Traits::default());
        let page = of("It began at 2026-03-14 10:02:45, see https://status.fernwood.example/incidents/2026-03-14-slow-search/ for more.");
        let mut scheme = Traits::default();
        scheme.set(Trait::Scheme);
        assert_eq!(page, scheme);
        assert_eq!(of("See https://developer.fernwood.com/limits or https://en.wikipedia.org/wiki/Outage."), scheme);
    }

    #[test]
    fn a_host_that_only_begins_as_a_public_one_is_none() {
        // A long s is a letter of a name where case is ignored.
        for text in
            ["https://help.fernwood.comſ.corp/x", "https://help.fernwood.com.corp/x", "https://help.fernwood.com@wiki/x", "https://-/x"]
        {
            assert!(of(text).has(Trait::Address), "{text}");
        }
    }
}
