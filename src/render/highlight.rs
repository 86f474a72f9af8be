//! Code → HTML with classes for its parts. The colours are the stylesheet's. Never an inline style, never markup of the code itself.

use std::io::{self, Write};
use std::sync::LazyLock;

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxSet};
use syntect::util::LinesWithEndings;

/// The parts of a grammar that have a class, `hl-comment`: those that the stylesheet colours. A span around anything else is weight that
/// no reader sees, and every copy of a page carries it.
const COLOURED: [&str; 5] = ["comment", "string", "keyword", "storage", "constant"];
/// Longer code is not coloured: some grammars take time that grows faster than the code.
const LONGEST: usize = 100_000;
/// Code with a longer line is not coloured, for the same reason.
const LONGEST_LINE: usize = 4_000;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);
/// The number that each of them has in a scope.
static ATOMS: LazyLock<[Option<u16>; COLOURED.len()]> =
    LazyLock::new(|| COLOURED.map(|name| Scope::new(name).ok().map(|scope| scope.atom_at(0))));

/// Escaped code, its parts in spans with `hl-` classes. Of an unknown language: escaped only.
pub fn classes(code: &str, language: &str) -> String {
    coloured(code, language).unwrap_or_else(|| escape(code))
}

fn coloured(code: &str, language: &str) -> Option<String> {
    if language.is_empty() || code.len() > LONGEST || code.lines().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    let mut state = ParseState::new(SYNTAXES.find_syntax_by_token(language)?);
    let (mut scopes, mut spans) = (ScopeStack::new(), Spans::default());
    for line in LinesWithEndings::from(code) {
        let mut told = 0;
        for (at, change) in state.parse_line(line, &SYNTAXES).ok()? {
            spans.text(line.get(told..at)?);
            told = at;
            scopes.apply_with_hook(&change, |change, _| spans.change(&change)).ok()?;
        }
        spans.text(line.get(told..)?);
    }
    Some(spans.finish())
}

/// Classes of one scope, each as a bit: its place in [`COLOURED`].
type Classes = u8;

/// HTML while it grows.
#[derive(Default)]
struct Spans {
    html: Vec<u8>,
    /// The classes of every scope that the next text is in.
    scopes: Vec<Classes>,
    /// Those of the spans that are open.
    open: Vec<Classes>,
}

impl Spans {
    fn change(&mut self, change: &BasicScopeStackOp) {
        match change {
            BasicScopeStackOp::Push(scope) => self.scopes.push(classes_of(*scope)),
            BasicScopeStackOp::Pop => drop(self.scopes.pop()),
        }
    }

    /// Spans are opened and closed only where text follows, so that two neighbours of one look are one span.
    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let mut wanted: Vec<Classes> = self.scopes.iter().copied().filter(|classes| *classes != 0).collect();
        // A span in one of the same classes changes nothing.
        wanted.dedup();
        let same = self.open.iter().zip(&wanted).take_while(|(open, wanted)| open == wanted).count();
        self.close(same);
        wanted.drain(..same);
        wanted.into_iter().for_each(|classes| self.begin(classes));
        write_escaped(text, &mut self.html);
    }

    fn begin(&mut self, classes: Classes) {
        self.open.push(classes);
        let names = COLOURED.iter().enumerate().filter(|(bit, _)| classes & (1 << bit) != 0);
        let names: Vec<String> = names.map(|(_, name)| format!("hl-{name}")).collect();
        self.html.extend_from_slice(format!("<span class=\"{}\">", names.join(" ")).as_bytes());
    }

    fn close(&mut self, left: usize) {
        while self.open.len() > left {
            self.open.pop();
            self.html.extend_from_slice(b"</span>");
        }
    }

    fn finish(mut self) -> String {
        self.close(0);
        String::from_utf8(self.html).unwrap_or_default()
    }
}

fn classes_of(scope: Scope) -> Classes {
    let has = |atom: &Option<u16>| atom.is_some_and(|atom| (0..scope.len() as usize).any(|at| scope.atom_at(at) == atom));
    ATOMS.iter().enumerate().filter(|(_, atom)| has(atom)).fold(0, |classes, (bit, _)| classes | 1 << bit)
}

/// A text with the marks of HTML escaped, quotes included.
pub fn escape(text: &str) -> String {
    let mut html = Vec::with_capacity(text.len());
    write_escaped(text, &mut html);
    String::from_utf8(html).unwrap_or_default()
}

/// The same for the templates, whose engine would write byte by byte.
///
/// # Errors
/// If the page cannot take it.
pub fn escape_into(text: &str, page: &mut dyn Write) -> io::Result<()> {
    let mut rest = text.as_bytes();
    while let Some((at, written)) = rest.iter().enumerate().find_map(|(at, byte)| Some((at, mark(*byte)?))) {
        page.write_all(&rest[..at])?;
        page.write_all(written)?;
        rest = &rest[at + 1..];
    }
    page.write_all(rest)
}

fn write_escaped(text: &str, html: &mut Vec<u8>) {
    let written = escape_into(text, html);
    debug_assert!(written.is_ok(), "memory takes every byte");
}

/// How a mark of HTML is written where it means itself.
fn mark(byte: u8) -> Option<&'static [u8]> {
    Some(match byte {
        b'&' => b"&amp;",
        b'<' => b"&lt;",
        b'>' => b"&gt;",
        b'"' => b"&quot;",
        b'\'' => b"&#39;",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
