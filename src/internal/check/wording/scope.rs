//! Vale's scope selectors on our passages. A list is OR, `&` is AND, `~` is NOT.
//! A sentence is a paragraph here: no rule of the built-in set asks for less. `raw`, `summary` and front matter are refused.

use crate::internal::read::prose::Scope;

/// Which passages a rule reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector(Vec<Vec<Term>>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    wanted: bool,
    parts: Vec<String>,
}

/// The words that a selector may be made of.
const PARTS: &[&str] = &[
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

impl Selector {
    /// Reads the `scope` of a rule; without one it is `text`. The error is a scope outside the subset.
    pub fn new(scopes: &[String]) -> Result<Self, String> {
        if scopes.is_empty() {
            return Self::new(&["text".to_owned()]);
        }
        let term = |text: &str| {
            let text = text.trim();
            let (wanted, name) = text.strip_prefix('~').map_or((true, text), |name| (false, name));
            let parts: Vec<String> = name.split('.').map(str::to_owned).collect();
            let known = parts.iter().all(|part| PARTS.contains(&part.as_str()));
            if known { Ok(Term { wanted, parts }) } else { Err(text.to_owned()) }
        };
        scopes.iter().map(|scope| scope.split('&').map(term).collect()).collect::<Result<_, _>>().map(Self)
    }

    /// Whether passages of that scope are read.
    pub fn selects(&self, scope: Scope) -> bool {
        let own = parts(scope);
        self.0.iter().any(|terms| terms.iter().all(|term| term.wanted == term.parts.iter().all(|part| own.contains(&part.as_str()))))
    }
}

/// A passage's own parts, as in Vale's dotted names.
fn parts(scope: Scope) -> &'static [&'static str] {
    match scope {
        Scope::Field => &["text"],
        Scope::Heading(level) => {
            const LEVELS: [&[&str]; 6] = [
                &["text", "heading", "h1", "md"],
                &["text", "heading", "h2", "md"],
                &["text", "heading", "h3", "md"],
                &["text", "heading", "h4", "md"],
                &["text", "heading", "h5", "md"],
                &["text", "heading", "h6", "md"],
            ];
            LEVELS[usize::from(level.clamp(1, 6)) - 1]
        }
        Scope::Paragraph => &["text", "paragraph", "sentence", "md"],
        Scope::List => &["text", "list", "md"],
        Scope::Quote => &["text", "blockquote", "md"],
        Scope::Table => &["text", "table", "cell", "md"],
        Scope::Alt => &["text", "attr", "alt", "md"],
        Scope::Code | Scope::Target => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selector(scopes: &[&str]) -> Selector {
        Selector::new(&scopes.iter().map(|scope| (*scope).to_owned()).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn text_is_the_default_and_reads_all_prose_but_no_code() {
        let text = selector(&[]);
        for scope in [Scope::Field, Scope::Heading(2), Scope::Paragraph, Scope::List, Scope::Quote, Scope::Table, Scope::Alt] {
            assert!(text.selects(scope), "{scope:?}");
        }
        assert!(!text.selects(Scope::Code) && !text.selects(Scope::Target));
    }

    #[test]
    fn selectors_combine() {
        assert!(selector(&["heading.h2"]).selects(Scope::Heading(2)));
        assert!(!selector(&["heading.h2"]).selects(Scope::Heading(3)));
        assert!(selector(&["list", "table.cell"]).selects(Scope::Table));
        assert!(!selector(&["text & ~heading"]).selects(Scope::Heading(1)));
        assert!(selector(&["text & ~heading"]).selects(Scope::List));
    }

    #[test]
    fn a_scope_outside_the_subset_is_named() {
        assert_eq!(Selector::new(&["raw".to_owned()]), Err("raw".to_owned()));
        assert_eq!(Selector::new(&["text & ~summary".to_owned()]), Err("~summary".to_owned()));
    }
}
