//! View → view: what a reader, a browser or a program would make of the bytes.
//! Each step gives `None` when it changes nothing, so that unchanged text is never scanned twice.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use super::pattern;
use super::view::View;

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
pub fn plain(view: &View) -> Option<View> {
    if view.text().is_ascii() {
        return None;
    }
    let mut out = Mapped::of(view);
    let changed = clusters(view.text(), &mut out, |cluster, out| out.extend(cluster.chars().filter(|c| !is_invisible(*c)).nfkc()));
    changed.then_some(out.made)
}

/// A blank where characters stand that nobody sees: they keep two words apart without one. Most texts have none.
pub fn parted(view: &View) -> Option<View> {
    let text = view.text();
    if text.is_ascii() {
        return None;
    }
    let mut out = View::empty();
    let mut kept = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((start, first)) = characters.next() {
        if first.is_ascii() || !is_invisible(first) {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some((at, next)) = characters.next_if(|(_, next)| is_invisible(*next)) {
            end = at + next.len_utf8();
        }
        out.copy(view, kept..start);
        out.decoded(" ", view.source(start..end));
        kept = end;
    }
    if kept == 0 {
        return None;
    }
    out.copy(view, kept..text.len());
    Some(out)
}

/// What names are compared in: no diacritics, one kind of hyphen and apostrophe, single blanks. Case stays.
pub fn folded(view: &View) -> Option<View> {
    let mut out = Mapped::of(view);
    let folded = clusters(view.text(), &mut out, fold).then_some(out.made);
    let from = folded.as_ref().unwrap_or(view);
    let mut out = Mapped::of(from);
    if blanks(from.text(), &mut out) { Some(out.made) } else { folded }
}

/// The same without the way back, several times faster: for texts in which most likely nothing is found.
pub fn folded_text(text: &str) -> Cow<'_, str> {
    let mut out = Flat::of(text);
    let folded = if clusters(text, &mut out, fold) { Cow::Owned(out.made) } else { Cow::Borrowed(text) };
    let mut out = Flat::of(&folded);
    if blanks(&folded, &mut out) { Cow::Owned(out.made) } else { folded }
}

fn fold(cluster: &str, out: &mut String) {
    for character in cluster.nfkd().filter(|c| !is_combining_mark(*c) && !is_invisible(*c)) {
        match character {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            '\u{2018}' | '\u{2019}' | '\u{2bc}' => out.push('\''),
            // Blanks that Unicode does not make one of.
            '\u{85}' | '\u{1680}' | '\u{2028}' | '\u{2029}' | '\u{2800}' => out.push(' '),
            'ø' => out.push('o'),
            'Ø' => out.push('O'),
            'ł' => out.push('l'),
            'Ł' => out.push('L'),
            'đ' => out.push('d'),
            'Đ' => out.push('D'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'Æ' => out.push_str("Ae"),
            'œ' => out.push_str("oe"),
            other => out.push(other),
        }
    }
}

/// Where a changed text goes.
trait Sink {
    /// A part that stays as it is.
    fn keep(&mut self, part: Range<usize>);
    /// What stands for a part.
    fn put(&mut self, text: &str, part: Range<usize>);
}

/// A view with the way back.
struct Mapped<'v> {
    from: &'v View,
    made: View,
}

impl<'v> Mapped<'v> {
    fn of(from: &'v View) -> Self {
        Self { from, made: View::empty() }
    }
}

impl Sink for Mapped<'_> {
    fn keep(&mut self, part: Range<usize>) {
        self.made.copy(self.from, part);
    }

    fn put(&mut self, text: &str, part: Range<usize>) {
        self.made.decoded(text, self.from.source(part));
    }
}

/// Only the text.
struct Flat<'t> {
    from: &'t str,
    made: String,
}

impl<'t> Flat<'t> {
    fn of(from: &'t str) -> Self {
        Self { from, made: String::new() }
    }
}

impl Sink for Flat<'_> {
    fn keep(&mut self, part: Range<usize>) {
        self.made.push_str(&self.from[part]);
    }

    fn put(&mut self, text: &str, _: Range<usize>) {
        self.made.push_str(text);
    }
}

/// Runs of white space as one blank. Whether there were any but single blanks; nothing is kept if not.
fn blanks(text: &str, out: &mut impl Sink) -> bool {
    let bytes = text.as_bytes();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| matches!(byte, b'\t'..=b'\r' | b' ')) {
        let start = at + found;
        let rest = text[start..].trim_start();
        at = text.len() - rest.len();
        if bytes[start] != b' ' || at > start + 1 {
            out.keep(kept..start);
            out.put(" ", start..at);
            kept = at;
        }
    }
    if kept > 0 {
        out.keep(kept..text.len());
    }
    kept > 0
}

/// Maps each base character with its marks; ASCII stays as it is. Whether that changed anything; nothing is kept if not.
fn clusters(text: &str, out: &mut impl Sink, map: impl Fn(&str, &mut String)) -> bool {
    let bytes = text.as_bytes();
    let (mut kept, mut at) = (0, 0);
    let mut mapped = String::new();
    while let Some(found) = bytes[at..].iter().position(|byte| !byte.is_ascii()) {
        let is_mark = |c: &char| canonical_combining_class(*c) != 0;
        let mut start = at + found;
        let first = text[start..].chars().next().unwrap_or_default();
        // A mark belongs to the letter before it.
        if is_mark(&first) && found > 0 {
            start -= 1;
        }
        let base = text[start..].chars().next().map_or(0, char::len_utf8);
        let marks: usize = text[start + base..].chars().take_while(is_mark).map(char::len_utf8).sum();
        at = start + base + marks;
        mapped.clear();
        map(&text[start..at], &mut mapped);
        if mapped != text[start..at] {
            out.keep(kept..start);
            out.put(&mapped, start..at);
            kept = at;
        }
    }
    if kept > 0 {
        out.keep(kept..text.len());
    }
    kept > 0
}

/// Character references: `&#100;`, `&#x64;`, `&eacute;`; as in a browser, some need no semicolon.
pub fn entities(view: &View) -> Option<View> {
    static REFERENCE: LazyLock<Regex> = pattern!(r"&(?:#([0-9]{1,7});?|#[xX]([0-9a-fA-F]{1,6});?|[A-Za-z][A-Za-z0-9]{1,31};?)");
    if !view.text().contains('&') {
        return None;
    }
    replace(view, &REFERENCE, |reference| {
        let digits = reference.trim_start_matches(['&', '#']).trim_end_matches(';');
        if let Some(hex) = digits.strip_prefix(['x', 'X']).filter(|_| reference.starts_with("&#")) {
            return u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).map(String::from);
        }
        if reference.starts_with("&#") {
            return digits.parse().ok().and_then(char::from_u32).map(String::from);
        }
        match digits {
            "amp" => Some("&".to_owned()),
            "lt" => Some("<".to_owned()),
            "gt" => Some(">".to_owned()),
            "quot" => Some("\"".to_owned()),
            "apos" => Some("'".to_owned()),
            _ => named(reference),
        }
    })
}

/// The rarer names, as a browser reads them.
fn named(reference: &str) -> Option<String> {
    html5gum::Tokenizer::new(reference).find_map(|token| match token {
        Ok(html5gum::Token::String(text)) => String::from_utf8(text.value.0).ok().filter(|text| text != reference),
        _ => None,
    })
}

/// `%64%61`.
pub fn percent(view: &View) -> Option<View> {
    static ESCAPES: LazyLock<Regex> = pattern!(r"(?:%[0-9a-fA-F]{2})+");
    if !view.text().contains('%') {
        return None;
    }
    replace(view, &ESCAPES, |run| percent_encoding::percent_decode_str(run).decode_utf8().ok().map(std::borrow::Cow::into_owned))
}

/// Backslash escapes of JSON, JavaScript and iCalendar.
pub fn escapes(view: &View) -> Option<View> {
    static ESCAPES: LazyLock<Regex> = pattern!(r#"(?:\\u[0-9a-fA-F]{4})+|\\u\{[0-9a-fA-F]{1,6}\}|\\x[0-9a-fA-F]{2}|\\[nrtN,;"'/\\]"#);
    if !view.text().contains('\\') {
        return None;
    }
    replace(view, &ESCAPES, |run| match run.as_bytes().get(1) {
        Some(b'u') if run.ends_with('}') => u32::from_str_radix(&run[3..run.len() - 1], 16).ok().and_then(char::from_u32).map(String::from),
        Some(b'u') => {
            let units: Vec<u16> = run.split("\\u").filter_map(|unit| u16::from_str_radix(unit, 16).ok()).collect();
            Some(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
        }
        Some(b'x') => u32::from_str_radix(&run[2..], 16).ok().and_then(char::from_u32).map(String::from),
        Some(b'n' | b'r' | b't' | b'N') => Some(" ".to_owned()),
        _ => Some(run[1..].to_owned()),
    })
}

/// Escapes of style sheets: `\e9 `.
pub fn styled(view: &View) -> Option<View> {
    static ESCAPES: LazyLock<Regex> = pattern!(r"\\[0-9a-fA-F]{1,6}[ \t\n]?");
    if !view.text().contains('\\') {
        return None;
    }
    replace(view, &ESCAPES, |escape| u32::from_str_radix(escape[1..].trim_end(), 16).ok().and_then(char::from_u32).map(String::from))
}

/// Folded lines of iCalendar, joined.
pub fn unfolded(view: &View) -> Option<View> {
    static FOLD: LazyLock<Regex> = pattern!(r"\r?\n[ \t]");
    replace(view, &FOLD, |_| Some(String::new()))
}

/// Marks of Markdown gone, where they stand in a text that is not read as Markdown: a value split by them is whole again.
pub fn unmarked(view: &View) -> Option<View> {
    static MARKS: LazyLock<Regex> = pattern!(r"\*+|`+|~~|\\[!-/:-@\[-`{-~]");
    if !view.text().contains(['*', '`', '~', '\\']) {
        return None;
    }
    replace(view, &MARKS, |mark| Some(mark.strip_prefix('\\').unwrap_or_default().to_owned()))
}

/// A path without the ending of its file, and each name in it, on lines of their own.
pub fn names(view: &View) -> View {
    static ENDING: LazyLock<Regex> = pattern!(r"(?i)\.(?:png|jpe?g|webp|svg|gif|pdf|txt|md|html?|json|csv|log|zip)(?:[?#].*)?$");
    let text = view.text();
    let stem = ENDING.find(text).map_or(text.len(), |ending| ending.start());
    let mut out = View::empty();
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

fn replace(view: &View, pattern: &Regex, with: impl Fn(&str) -> Option<String>) -> Option<View> {
    let mut out = View::empty();
    let mut kept = 0;
    for found in pattern.find_iter(view.text()) {
        let Some(text) = with(found.as_str()).filter(|text| text != found.as_str()) else { continue };
        out.copy(view, kept..found.start());
        out.decoded(&text, view.source(found.range()));
        kept = found.end();
    }
    if kept == 0 {
        return None;
    }
    out.copy(view, kept..view.text().len());
    Some(out)
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn a_text_is_folded_the_same_with_and_without_the_way_back() {
        for text in [
            "José  Müller\nØrsted",
            "e\u{301}\u{327} a\u{301}",
            "\u{301}x",
            "plain words",
            "a\u{2003}\n b \t",
            "é",
            "\n",
            "Da\u{200b}na\u{a0}\u{a0}W",
        ] {
            let view = View::verbatim(text);
            let folded = folded(&view).map_or_else(|| text.to_owned(), |view| view.text().to_owned());
            assert_eq!(folded_text(text), folded, "{text:?}");
        }
        assert_eq!(folded_text("e\u{301}\u{327} \n a\u{301}b"), "e ab");
    }

    #[test]
    fn text_that_says_itself_is_not_read_twice() {
        for step in [plain, parted, entities, percent, escapes, styled, folded, unfolded, unmarked] {
            assert_eq!(reading(step, "plain words & 100 % of them"), None);
        }
    }
}
