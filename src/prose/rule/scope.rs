//! Scope selectors. A list is OR, `&` is AND, `~` is NOT; a part matches when all that its dots separate occurs in the block's name.

/// Which blocks a rule reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector(Vec<Vec<Term>>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    wanted: bool,
    parts: Vec<String>,
}

/// The words that a selector may be made of. Behind `frontmatter` any key may stand.
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
    "header",
    "cell",
    "caption",
    "figure",
    "paragraph",
    "sentence",
    "attr",
    "alt",
    "link",
    "strong",
    "emphasis",
    "code",
    "raw",
    "summary",
    "frontmatter",
    "md",
];

/// The blocks that hold a file as a whole. What is not something else never selects them.
const WHOLE: &[&str] = &["raw", "summary"];

impl Selector {
    /// Reads the `scope` of a rule; without one it is `text`. The error is a scope outside the subset.
    pub fn new(scopes: &[String]) -> Result<Self, String> {
        if scopes.is_empty() {
            return Self::new(&["text".to_owned()]);
        }
        let term = |text: &str| {
            let text = text.trim();
            let (wanted, name) = text.strip_prefix('~').map_or((true, text), |name| (false, name.trim_start()));
            let parts: Vec<String> = name.split('.').map(str::to_owned).collect();
            let field = parts.iter().any(|part| part == "frontmatter");
            let known = parts.iter().all(|part| PARTS.contains(&part.as_str()) || field && !part.is_empty());
            if known { Ok(Term { wanted, parts }) } else { Err(text.to_owned()) }
        };
        scopes.iter().map(|scope| scope.split('&').map(term).collect()).collect::<Result<_, _>>().map(Self)
    }

    /// Whether blocks are read that have that name, and that stand in blocks of that name (mostly the same).
    pub fn selects(&self, own: &str, around: &str) -> bool {
        // Most rules read texts, and most blocks are texts.
        if let [terms] = self.0.as_slice()
            && let [Term { wanted: true, parts }] = terms.as_slice()
            && let [part] = parts.as_slice()
            && own.strip_prefix(part.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        {
            return true;
        }
        let has = |name: &str, term: &Term| term.parts.iter().all(|part| name.split('.').any(|own| own == part));
        let whole = own.split('.').any(|part| WHOLE.contains(&part));
        self.0.iter().any(|terms| terms.iter().all(|term| if term.wanted { has(own, term) } else { !has(around, term) && !whole }))
    }

    /// The first part that is not among those that a reader of texts has.
    pub fn outside(&self, parts: &[&str]) -> Option<&str> {
        self.0.iter().flatten().flat_map(|term| &term.parts).map(String::as_str).find(|part| !parts.contains(part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selector(scopes: &[&str]) -> Selector {
        Selector::new(&scopes.iter().map(|scope| (*scope).to_owned()).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn selectors_combine() {
        let cases: &[(&[&str], &str, bool)] = &[
            (&[], "text.md", true),
            (&[], "text.list.md", true),
            (&[], "sentence.md", false),
            (&[], "raw.md", false),
            (&["heading.h2"], "text.heading.h2.md", true),
            (&["heading.h2"], "text.heading.h3.md", false),
            (&["list", "table.cell"], "text.table.cell.md", true),
            (&["text & ~heading"], "text.heading.h1.md", false),
            (&["text & ~heading"], "text.list.md", true),
            (&["~heading"], "text.md", true),
            (&["~heading"], "raw.md", false),
            (&["~ heading & ~list"], "text.list.md", false),
            (&["raw"], "raw.md", true),
            (&["frontmatter.title"], "text.frontmatter.title.md", true),
            (&["~frontmatter"], "text.frontmatter.title.md", false),
        ];
        for (scopes, name, wanted) in cases {
            assert_eq!(selector(scopes).selects(name, name), *wanted, "{scopes:?} on {name}");
        }
    }

    #[test]
    fn not_looks_at_what_is_around() {
        assert!(!selector(&["link & ~heading"]).selects("link", "text.heading.h2.link.md"));
        assert!(selector(&["link & ~heading"]).selects("link", "text.list.link.md"));
        assert!(!selector(&["heading"]).selects("link", "text.heading.h2.link.md"));
    }

    #[test]
    fn a_scope_outside_the_subset_is_named() {
        assert_eq!(Selector::new(&["comment.line".to_owned()]), Err("comment.line".to_owned()));
        assert_eq!(Selector::new(&["text & ~heading.h7".to_owned()]), Err("~heading.h7".to_owned()));
        assert_eq!(selector(&["raw"]).outside(&["text"]), Some("raw"));
    }
}
