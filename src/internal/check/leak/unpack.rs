//! View → view: what is packed in long runs of base64 or hex digits. Comes in: a reading. Goes out: the texts in its runs.

use std::ops::Range;

use super::view::Text;
use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Fewer digits than this are a word of some kind.
const SHORTEST_RUN: usize = 24;

/// The texts inside long runs of base64 or hex digits, each on a line of its own.
pub fn packed<V: Text>(view: &V) -> Option<V> {
    let mut out = V::empty();
    for (text, range) in texts(view.text()) {
        out.decoded(&text, view.source(range));
        out.decoded("\n", 0..0);
    }
    (!out.text().is_empty()).then_some(out)
}

/// Whether there is any.
pub fn is_packed(text: &str) -> bool {
    texts(text).next().is_some()
}

/// The texts, each with the run that it was packed in.
fn texts(text: &str) -> impl Iterator<Item = (String, Range<usize>)> {
    runs(text).flat_map(move |run| {
        let digits = &text[run.clone()];
        let base64 = parts(digits).map(move |part| (from_base64(&digits[part.clone()]), part));
        let hex = hex(digits).map(move |part| (from_hex(&digits[part.clone()]), part));
        base64.chain(hex).filter_map(move |(text, part)| Some((text?, run.start + part.start..run.start + part.end)))
    })
}

/// Long runs of hex digits in a run.
fn hex(run: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    run.as_bytes().split(|byte| !byte.is_ascii_hexdigit()).filter_map(move |digits| {
        let range = start..start + digits.len();
        start = range.end + 1;
        (digits.len() >= SHORTEST_RUN).then_some(range)
    })
}

/// Whether a byte is a digit of base64, in either of its alphabets.
static IS_DIGIT: [bool; 256] = {
    let mut is_digit = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        is_digit[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'_' | b'-');
        byte += 1;
    }
    is_digit
};

/// Runs of digits of base64 with what fills them up. A long run has a digit at every so many bytes: of most texts no other byte is looked at.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    const STEP: usize = SHORTEST_RUN - 2;
    let bytes = text.as_bytes();
    let is_digit = |byte: &u8| IS_DIGIT[usize::from(*byte)];
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(probe) = bytes.get(from + STEP - 1) {
            let probed = from + STEP - 1;
            if !is_digit(probe) {
                from = probed + 1;
                continue;
            }
            let start = bytes[from..probed].iter().rposition(|byte| !is_digit(byte)).map_or(from, |last| from + last + 1);
            let end = bytes[probed..].iter().position(|byte| !is_digit(byte)).map_or(bytes.len(), |length| probed + length);
            from = end;
            let filling = bytes[end..].iter().take(2).take_while(|byte| **byte == b'=').count();
            if end - start >= STEP && end + filling - start >= SHORTEST_RUN {
                return Some(start..end + filling);
            }
        }
        None
    })
}

/// What of a run may be base64: all of it, and what stands between marks that the alphabet has, but that paths and names have too.
fn parts(run: &str) -> impl Iterator<Item = Range<usize>> {
    let of = move |marks: &'static [u8]| {
        let mut start = 0;
        run.as_bytes().split(|byte| marks.contains(byte)).filter_map(move |part| {
            let range = start..start + part.len();
            start = range.end + 1;
            (part.len() >= SHORTEST_RUN && part.len() < run.len()).then_some(range)
        })
    };
    let bytes = run.as_bytes();
    let is_between = move |part: &Range<usize>| {
        let is_slash = |at: usize| bytes.get(at).is_none_or(|byte| *byte == b'/');
        (part.start == 0 || is_slash(part.start - 1)) && is_slash(part.end)
    };
    std::iter::once(0..run.len()).chain(of(b"/")).chain(of(b"/-_+").filter(move |part| !is_between(part)))
}

fn from_base64(digits: &str) -> Option<String> {
    const LENIENT: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
    static STANDARD: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, LENIENT);
    static URL_SAFE: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::URL_SAFE, LENIENT);
    let digits = digits.trim_end_matches('=');
    let whole = if digits.len() % 4 == 1 { &digits[..digits.len() - 1] } else { digits };
    let engine = if whole.contains(['-', '_']) { &URL_SAFE } else { &STANDARD };
    readable(engine.decode(whole).ok()?)
}

fn from_hex(digits: &str) -> Option<String> {
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let pairs = digits.as_bytes().chunks_exact(2);
    readable(pairs.map(|pair| Some(value(pair[0])? << 4 | value(pair[1])?)).collect::<Option<Vec<u8>>>()?)
}

/// Text, if it is some: nearly every run of letters decodes to bytes, but hardly ever to clean text.
fn readable(bytes: Vec<u8>) -> Option<String> {
    let text = String::from_utf8(bytes).ok()?;
    text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t')).then_some(text)
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::super::view::View;
    use super::*;

    fn inner(text: &str) -> Option<String> {
        packed(&View::verbatim(text)).map(|view| view.text().to_owned())
    }

    #[test]
    fn long_runs_are_unpacked() {
        assert_eq!(inner("x=RGFuYSBXaGl0ZmllbGQgd2FzIGhlcmU="), Some("Dana Whitfield was here\n".to_owned()));
        assert_eq!(inner("x=TWFyYSBRdWlsbGZlYXRoZXI="), Some("Mara Quillfeather\n".to_owned()), "the filling counts");
        assert_eq!(inner("0x44616e6120576869746669656c64"), Some("Dana Whitfield\n".to_owned()));
        assert_eq!(inner("help/RGFuYSBXaGl0ZmllbGQgd2FzIGhlcmU"), Some("Dana Whitfield was here\n".to_owned()));
        assert_eq!(inner("sha256-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"), None);
    }

    proptest::proptest! {
        #[test]
        fn runs_are_those_of_a_pattern(text in "([A-Za-z0-9+/_-]{0,40}[ =.\u{e9}]{1,3}){0,8}") {
            let pattern = Regex::new(r"[A-Za-z0-9+/_-]{22,}={0,2}").expect("a pattern");
            let expected: Vec<Range<usize>> = pattern.find_iter(&text).map(|run| run.range()).filter(|run| run.len() >= SHORTEST_RUN).collect();
            proptest::prop_assert_eq!(runs(&text).collect::<Vec<_>>(), expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn a_run_has_every_part_once(run in "([A-Za-z0-9]{20,30}[/_+-]?){0,4}") {
            let all: Vec<Range<usize>> = parts(&run).collect();
            let mut once = all.clone();
            once.sort_by_key(|part| (part.start, part.end));
            once.dedup();
            proptest::prop_assert_eq!(once.len(), all.len());
            for marks in [&['/'] as &[char], &['/', '-', '_', '+']] {
                for part in run.split(marks).filter(|part| part.len() >= SHORTEST_RUN) {
                    let start = part.as_ptr() as usize - run.as_ptr() as usize;
                    proptest::prop_assert!(all.contains(&(start..start + part.len())), "{}", part);
                }
            }
        }
    }

    #[test]
    fn all_digits_of_a_run_are_covered() {
        let text = "x=RGFuYSBXaGl0ZmllbGQgd2FzIGhlcmU= and 44616e6120576869746669656c64";
        let view = packed(&View::verbatim(text)).expect("two runs");
        let names: Vec<_> = view.text().match_indices("Dana").map(|(at, name)| &text[view.source(at..at + name.len())]).collect();
        assert_eq!(names, ["RGFuYSBXaGl0ZmllbGQgd2FzIGhlcmU=", "44616e6120576869746669656c64"]);
    }
}
