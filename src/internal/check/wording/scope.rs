//! The names of our passages in Vale's words. Fields and paragraphs are also read sentence by sentence, where a rule asks for that.
//! A rule of the gate cannot ask for `raw`, `summary`, front matter or parts of a line: the gate never sees a whole file.

use crate::internal::read::prose::Scope;

/// What the scope of a gate's rule may be made of.
pub const PARTS: &[&str] = &[
    "text",
    "heading",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "list",
    "blockquote",
    "table",
    "cell",
    "paragraph",
    "sentence",
    "attr",
    "alt",
    "md",
];

/// The name of a sentence.
pub const SENTENCE: &str = "sentence.md";

/// Whether a passage is cut into sentences, for rules that ask for them: running text alone, as in Vale.
pub fn has_sentences(scope: Scope) -> bool {
    matches!(scope, Scope::Field | Scope::Paragraph)
}

/// The name of a passage.
pub fn name(scope: Scope) -> &'static str {
    match scope {
        Scope::Field => "text",
        Scope::Heading(1) => "text.heading.h1.md",
        Scope::Heading(2) => "text.heading.h2.md",
        Scope::Heading(3) => "text.heading.h3.md",
        Scope::Heading(4) => "text.heading.h4.md",
        Scope::Heading(5) => "text.heading.h5.md",
        Scope::Heading(_) => "text.heading.h6.md",
        Scope::Paragraph => "text.paragraph.md",
        Scope::List => "text.list.md",
        Scope::Quote => "text.blockquote.md",
        Scope::Table => "text.table.cell.md",
        Scope::Alt => "text.attr.alt.md",
        Scope::Code | Scope::Target => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prose::rule::Selector;

    #[test]
    fn text_reads_all_prose_but_no_code() {
        let text = Selector::new(&[]).unwrap();
        let selects = |scope: Scope| text.selects(name(scope), name(scope));
        for scope in [Scope::Field, Scope::Heading(2), Scope::Paragraph, Scope::List, Scope::Quote, Scope::Table, Scope::Alt] {
            assert!(selects(scope), "{scope:?}");
        }
        assert!(!selects(Scope::Code) && !selects(Scope::Target));
    }
}
