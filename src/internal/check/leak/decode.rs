//! View → view: what a reader, a browser or a program would make of the bytes.
//! Each step gives `None` when it changes nothing, so that unchanged text is never scanned twice.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memchr_iter;
use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::fold::{Mapped, Sink, clusters};
use super::pattern;
use super::view::Text;

/// Characters that no reader sees: zero-width, soft hyphen, joiners, bidi controls, variation selectors.
pub fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Compatibility forms composed, invisible characters gone.
pub fn plain<V: Text>(view: &V) -> Option<V> {
    if view.text().is_ascii() {
        return None;
    }
    let mut out = Mapped::of(view);
    let changed = clusters(view.text(), &mut out, |cluster, out| out.extend(cluster.chars().filter(|c| !is_invisible(*c)).nfkc()));
    changed.then_some(out.made)
}

/// A blank where characters stand that nobody sees: they keep two words apart without one. Most texts have none.
pub fn parted<V: Text>(view: &V) -> Option<V> {
    let text = view.text();
    if text.is_ascii() {
        return None;
    }
    let mut characters = text.char_indices().peekable();
    let runs = std::iter::from_fn(move || {
        let (start, first) = characters.find(|(_, character)| is_invisible(*character))?;
        let mut end = start + first.len_utf8();
        while let Some((at, next)) = characters.next_if(|(_, next)| is_invisible(*next)) {
            end = at + next.len_utf8();
        }
        Some((start..end, " ".into()))
    });
    replaced(view, runs)
}

/// Character references: `&#100;`, `&#x64;`, `&eacute;`; as in a browser, some need no semicolon.
pub fn entities<V: Text>(view: &V) -> Option<V> {
    let text = view.text();
    let found = memchr_iter(b'&', text.as_bytes()).filter_map(|at| {
        let (character, length) = reference(&text[at..])?;
        Some((at..at + length, character))
    });
    replaced(view, found)
}

/// What some bytes stand for, and how many they are.
type Stood = (Cow<'static, str>, usize);

/// The text of the reference that stands at the start, and its length.
fn reference(text: &str) -> Option<Stood> {
    let body = &text.as_bytes()[1..];
    let digits =
        |from: usize, most: usize, is_digit: fn(&u8) -> bool| body[from..].iter().take(most).take_while(|byte| is_digit(byte)).count();
    let end = |from: usize| 1 + from + usize::from(body.get(from) == Some(&b';'));
    let numbered = |start: usize, count: usize, base: u32| {
        let number = text.get(1 + start..1 + start + count).filter(|digits| !digits.is_empty())?;
        let character = u32::from_str_radix(number, base).ok().and_then(char::from_u32)?;
        Some((Cow::Owned(character.to_string()), end(start + count)))
    };
    match body {
        [b'#', b'x' | b'X', ..] => numbered(2, digits(2, 6, u8::is_ascii_hexdigit), 16),
        [b'#', ..] => numbered(1, digits(1, 7, u8::is_ascii_digit), 10),
        [b'a'..=b'z' | b'A'..=b'Z', ..] => {
            let name = digits(0, 32, u8::is_ascii_alphanumeric);
            let end = end(name);
            let text = match &text[1..=name] {
                "amp" => "&".into(),
                "lt" => "<".into(),
                "gt" => ">".into(),
                "quot" => "\"".into(),
                "apos" => "'".into(),
                _ => named(&text[..end])?.into(),
            };
            (name > 1).then_some((text, end))
        }
        _ => None,
    }
}

/// The rarer names, as a browser reads them.
fn named(reference: &str) -> Option<String> {
    html5gum::Tokenizer::new(reference).find_map(|token| match token {
        Ok(html5gum::Token::String(text)) => String::from_utf8(text.value.0).ok().filter(|text| text != reference),
        _ => None,
    })
}

/// `%64%61`.
pub fn percent<V: Text>(view: &V) -> Option<V> {
    static ESCAPES: LazyLock<Regex> = pattern!(r"(?:%[0-9a-fA-F]{2})+");
    if !view.text().contains('%') {
        return None;
    }
    replace(view, &ESCAPES, |run| percent_encoding::percent_decode_str(run).decode_utf8().ok().map(std::borrow::Cow::into_owned))
}

/// Backslash escapes of JSON, JavaScript and iCalendar.
pub fn escapes<V: Text>(view: &V) -> Option<V> {
    let bytes = view.text().as_bytes();
    let mut behind = 0;
    let found = memchr_iter(b'\\', bytes).filter_map(|at| {
        // The backslash of a backslash.
        if at < behind {
            return None;
        }
        let (text, length) = escape(&view.text()[at..])?;
        behind = at + length;
        Some((at..behind, text))
    });
    replaced(view, found)
}

/// The text of the escape that stands at the start, and its length.
fn escape(text: &str) -> Option<Stood> {
    static LONG: LazyLock<Regex> = pattern!(r"^(?:(?:\\u[0-9a-fA-F]{4})+|\\u\{[0-9a-fA-F]{1,6}\}|\\x[0-9a-fA-F]{2})");
    let short = |text: &'static str| Some((Cow::Borrowed(text), 2));
    match text.as_bytes().get(1)? {
        // As whoever reads the value has it.
        b'n' | b'r' | b'N' => short("\n"),
        b't' => short("\t"),
        b',' => short(","),
        b';' => short(";"),
        b'"' => short("\""),
        b'\'' => short("'"),
        b'/' => short("/"),
        b'\\' => short("\\"),
        b'u' | b'x' => {
            let run = LONG.find(text)?.as_str();
            Some((Cow::Owned(numbered(run)?), run.len()))
        }
        _ => None,
    }
}

/// `\u0064\u0061`, `\u{64}` and `\x64`.
fn numbered(run: &str) -> Option<String> {
    let character = |digits: &str| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).map(String::from);
    match run.as_bytes()[1] {
        b'u' if run.ends_with('}') => character(&run[3..run.len() - 1]),
        b'u' => {
            let units = run.split("\\u").filter_map(|unit| u16::from_str_radix(unit, 16).ok());
            Some(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
        }
        _ => character(&run[2..]),
    }
}

/// Escapes of style sheets: `\e9 `.
pub fn styled<V: Text>(view: &V) -> Option<V> {
    static ESCAPES: LazyLock<Regex> = pattern!(r"\\[0-9a-fA-F]{1,6}[ \t\n]?");
    if !view.text().contains('\\') {
        return None;
    }
    replace(view, &ESCAPES, |escape| u32::from_str_radix(escape[1..].trim_end(), 16).ok().and_then(char::from_u32).map(String::from))
}

/// Folded lines of iCalendar, joined.
pub fn unfolded<V: Text>(view: &V) -> Option<V> {
    static FOLD: LazyLock<Regex> = pattern!(r"\r?\n[ \t]");
    replace(view, &FOLD, |_| Some(String::new()))
}

/// Marks of Markdown gone, where they stand in a text that is not read as Markdown: a value split by them is whole again.
pub fn unmarked<V: Text>(view: &V) -> Option<V> {
    static MARKS: LazyLock<Regex> = pattern!(r"\*+|`+|~~|\\[!-/:-@\[-`{-~]");
    if !view.text().contains(['*', '`', '~', '\\']) {
        return None;
    }
    replace(view, &MARKS, |mark| Some(mark.strip_prefix('\\').unwrap_or_default().to_owned()))
}

/// A path without the ending of its file, and each name in it, on lines of their own.
pub fn names<V: Text>(view: &V) -> V {
    static ENDING: LazyLock<Regex> = pattern!(r"(?i)\.(?:png|jpe?g|webp|svg|gif|pdf|txt|md|html?|json|csv|log|zip)(?:[?#].*)?$");
    let text = view.text();
    let stem = ENDING.find(text).map_or(text.len(), |ending| ending.start());
    let mut out = V::empty();
    out.copy(view, 0..stem);
    // What is a whole address has been read as such.
    if !text.contains("://") {
        let borders: Vec<usize> = text[..stem].match_indices('/').map(|(at, _)| at).collect();
        let starts = std::iter::once(0).chain(borders.iter().map(|at| at + 1));
        for (start, end) in starts.zip(borders.iter().copied().chain([stem])) {
            out.decoded("\n", 0..0);
            out.copy(view, start..end);
        }
    }
    out
}

fn replace<V: Text>(view: &V, pattern: &Regex, with: impl Fn(&str) -> Option<String>) -> Option<V> {
    let changed = pattern.find_iter(view.text()).filter_map(|found| {
        let text = with(found.as_str()).filter(|text| text != found.as_str())?;
        Some((found.range(), text.into()))
    });
    replaced(view, changed)
}

/// The view with another text for each of some parts; `None` if there are none.
fn replaced<V: Text>(view: &V, parts: impl Iterator<Item = (Range<usize>, Cow<'static, str>)>) -> Option<V> {
    let mut out = Mapped::of(view);
    let mut kept = 0;
    for (part, text) in parts {
        out.keep(kept..part.start);
        kept = part.end;
        out.put(&text, part);
    }
    out.keep(kept..view.text().len());
    (kept > 0).then_some(out.made)
}

#[cfg(test)]
mod tests {
    use super::super::fold::folded;
    use super::super::view::View;
    use super::*;

    fn reading(step: impl Fn(&View) -> Option<View>, text: &str) -> Option<String> {
        step(&View::verbatim(text)).map(|view| view.text().to_owned())
    }

    #[test]
    fn each_step_reads_its_own_encoding() {
        assert_eq!(reading(plain, "ca\u{200b}na\u{ad}ry"), Some("canary".to_owned()));
        assert_eq!(reading(plain, "ｃａｎａｒｙ"), Some("canary".to_owned()));
        assert_eq!(reading(parted, "Lee\u{200b}\u{2060}Aoki"), Some("Lee Aoki".to_owned()));
        assert_eq!(reading(entities, "D&#97;n&#x61; &eacute;&amp;"), Some("Dana é&".to_owned()));
        assert_eq!(reading(percent, "Dana%20Whit%66ield"), Some("Dana Whitfield".to_owned()));
        assert_eq!(reading(escapes, r"D\u0061na\/x \ud83d\ude00"), Some("Dana/x 😀".to_owned()));
        assert_eq!(reading(escapes, r"D\u{61}na \u{110000}"), Some(r"Dana \u{110000}".to_owned()));
        assert_eq!(reading(folded, "José  Müller\nØrsted"), Some("Jose Muller Orsted".to_owned()));
        assert_eq!(reading(styled, r"Jos\e9  M\fc ller \2c x"), Some("José Müller ,x".to_owned()));
        assert_eq!(reading(entities, "10&period;0&#46;0&#x2e1"), Some("10.0.0\u{2e1}".to_owned()));
        assert_eq!(reading(entities, "a &ltb&gt c"), Some("a <b> c".to_owned()));
        assert_eq!(reading(unmarked, r"10.**0**.0\.1 and `x`"), Some("10.0.0.1 and x".to_owned()));
        assert_eq!(reading(|view| Some(names(view)), "shots/db1.corp.png"), Some("shots/db1.corp\nshots\ndb1.corp".to_owned()));
        assert_eq!(reading(unfolded, "Whit\r\n field"), Some("Whitfield".to_owned()));
    }

    proptest::proptest! {
        #[test]
        fn references_and_escapes_are_those_of_a_pattern(text in r"([&\\]?[#uxXn{}]{0,3}[0-9a-fA-F]{0,8}[;}]?(amp|lt|é|eacute|\\\\|,)?){0,8}") {
            let reference = r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};?)";
            let escape = r#"(?:\\u[0-9a-fA-F]{4})+|\\u\{[0-9a-fA-F]{1,6}\}|\\x[0-9a-fA-F]{2}|\\[nrtN,;"'/\\]"#;
            let found = |pattern: &str, one: fn(&str) -> Option<Stood>| {
                let replaced = |found: regex::Match<'_>| {
                    let (text, length) = one(found.as_str())?;
                    assert_eq!(length, found.len(), "{found:?} of {text:?}");
                    Some((found.range(), text.into_owned()))
                };
                Regex::new(pattern).expect("a pattern").find_iter(&text).filter_map(replaced).collect::<Vec<_>>()
            };
            let applied = |parts: Vec<(Range<usize>, String)>| {
                let mut made = text.clone();
                parts.into_iter().rev().for_each(|(range, with)| made.replace_range(range, &with));
                made
            };
            let made = |view: Option<View>| view.map_or_else(|| text.clone(), |view| view.text().to_owned());
            proptest::prop_assert_eq!(made(entities(&View::verbatim(&text))), applied(found(reference, super::reference)));
            proptest::prop_assert_eq!(made(escapes(&View::verbatim(&text))), applied(found(escape, super::escape)));
        }
    }

    #[test]
    fn text_that_says_itself_is_not_read_twice() {
        for step in [plain, parted, entities, percent, escapes, styled, folded, unfolded, unmarked] {
            assert_eq!(reading(step, "plain words & 100 % of them"), None);
        }
    }
}
