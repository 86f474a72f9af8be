//! What a text has, seen in one pass: it saves running the patterns that cannot match.
//! Comes in: a text and the config's permits. Goes out: answers to "is this pattern worth running?".

use serde::Deserialize;

use super::permits::Permits;

/// Something that a pattern cannot match without.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trait {
    /// Two dots with digits around them: `1.2.3`.
    DottedNumber,
    /// A dot with a letter or digit before it, and one behind it: `a.b`.
    DottedWord,
    /// That, or an address with a scheme.
    Host,
    /// A digit, and a hyphen or underscore between letters or digits, or a digit right behind a letter: `web-1`, `web1`.
    NumberedName,
    /// A capital letter or digit, a hyphen, a digit: `AB-1`.
    NumberedKey,
    /// Two digits of base 16 twice, with a colon or hyphen between: `3c:52`.
    PairedDigits,
    /// Twelve digits, hyphens and blanks not counted.
    ManyDigits,
    /// A private zone in the config, and [`Trait::DottedWord`].
    OwnZone,
    /// A ticket key in config or documents, and [`Trait::NumberedKey`].
    KnownKey,
}

/// The traits of a text.
#[derive(Clone, Copy, Default)]
pub struct Traits(u16);

impl Traits {
    /// Looks at a text once.
    pub fn of(text: &str, permits: &Permits) -> Self {
        let mut traits = Self::default();
        let bytes = text.as_bytes();
        let (mut digits, mut points, mut joined, mut row) = (false, 0_usize, false, 0_u8);
        for (at, byte) in bytes.iter().enumerate() {
            let around = (at.checked_sub(1).map_or(0, |before| bytes[before]), bytes.get(at + 1).copied().unwrap_or_default());
            digits |= byte.is_ascii_digit();
            row = if byte.is_ascii_digit() { row.saturating_add(1) } else { row * u8::from(matches!(byte, b'-' | b' ')) };
            traits.set(Trait::ManyDigits, row >= 12);
            joined |= byte.is_ascii_digit() && around.0.is_ascii_alphabetic();
            match byte {
                b'.' if around.0.is_ascii_digit() && around.1.is_ascii_digit() => points += 1,
                b'.' => traits.set(Trait::DottedWord, around.0.is_ascii_alphanumeric() && around.1.is_ascii_alphanumeric()),
                b'-' | b'_' | b':' if around.0.is_ascii_alphanumeric() && around.1.is_ascii_alphanumeric() => {
                    joined |= *byte != b':';
                    traits.set(Trait::PairedDigits, around.0.is_ascii_hexdigit() && around.1.is_ascii_hexdigit());
                    traits.set(Trait::NumberedKey, *byte == b'-' && !around.0.is_ascii_lowercase() && around.1.is_ascii_digit());
                }
                _ => {}
            }
        }
        traits.set(Trait::DottedNumber, points > 1);
        traits.set(Trait::DottedWord, points > 0);
        traits.set(Trait::Host, traits.has(Trait::DottedWord) || text.contains("://"));
        traits.set(Trait::NumberedName, digits && joined);
        traits.set(Trait::OwnZone, permits.has_zones() && traits.has(Trait::DottedWord));
        traits.set(Trait::KnownKey, permits.has_keys() && traits.has(Trait::NumberedKey));
        traits
    }

    /// Whether the text has it.
    pub fn has(self, wanted: Trait) -> bool {
        self.0 & (1 << wanted as u16) != 0
    }

    fn set(&mut self, trait_: Trait, holds: bool) {
        self.0 |= u16::from(holds) << trait_ as u16;
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::config::config;
    use super::*;

    #[test]
    fn each_trait_is_seen() {
        let permits = Permits::new(&config(), []);
        for (text, wanted) in [
            ("10.0.0.1", Trait::DottedNumber),
            ("db.corp", Trait::DottedWord),
            ("v1.b", Trait::DottedWord),
            ("http://wiki", Trait::Host),
            ("web-one 1", Trait::NumberedName),
            ("web1", Trait::NumberedName),
            ("AB-1", Trait::NumberedKey),
            ("3c:52", Trait::PairedDigits),
            ("1234-5678 9012", Trait::ManyDigits),
            ("a.b", Trait::OwnZone),
            ("SRCH-1", Trait::KnownKey),
        ] {
            assert!(Traits::of(text, &permits).has(wanted), "{text}: {wanted:?}");
        }
    }

    #[test]
    fn prose_has_none() {
        let permits = Permits::new(&config(), []);
        assert_eq!(Traits::of("Search was slow for 20 minutes, and then it was not. Sorry!", &permits).0, 0);
    }
}
