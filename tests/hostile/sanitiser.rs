//! What a sanitiser with our allow-list makes of rendered Markdown. Shared with the program in `fuzz/` that looks for what it would change.
//! Must never: allow what the renderer does not write.

use std::sync::LazyLock;

use allclear::render::markdown::{Image, Settings, render};
use ammonia::Builder;
use html5gum::{Token, Tokenizer};
use pulldown_cmark::Options;

/// What the renderer writes: each element with its attributes.
const WRITTEN: &[(&str, &[&str])] = &[
    ("a", &["href", "title"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &[]),
    ("del", &[]),
    ("div", &["class", "id", "tabindex"]),
    ("em", &[]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("hr", &[]),
    ("img", &["alt", "height", "loading", "src", "width"]),
    ("li", &[]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &["class", "tabindex"]),
    ("span", &["class"]),
    ("strong", &[]),
    ("sup", &["class"]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["class"]),
    ("th", &["class", "scope"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(WRITTEN.iter().map(|(name, _)| *name).collect())
        .tag_attributes(WRITTEN.iter().map(|(name, keys)| (*name, keys.iter().copied().collect())).collect())
        .generic_attributes(std::collections::HashSet::new())
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(None);
    builder
});

/// Markdown as a public message is rendered. Addresses that begin with `chart` are pictures. A document with a NUL byte is refused before.
pub fn rendered(markdown: &str) -> String {
    let markdown = &markdown.replace('\0', "\u{fffd}");
    let image =
        |address: &str| address.starts_with("chart").then(|| Image { src: "/assets/a/0123456789ab.png".to_owned(), width: 4, height: 3 });
    let dialect = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS;
    render(markdown, &Settings { dialect, unquote: true, top_heading: 3, prefix: "u1-", image: &image }).html
}

/// What the sanitiser makes of HTML, if a browser would read that otherwise. Both are read once, so that it is no matter how a letter or
/// an empty element is written.
pub fn changes(html: &str) -> Option<String> {
    let clean = SANITISER.clean(html).to_string();
    (tokens(&clean) != tokens(html)).then_some(clean)
}

/// Tags with their attributes in order, and the texts between them.
fn tokens(html: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut in_words = false;
    for token in Tokenizer::new(html) {
        let text = match token {
            Ok(Token::StartTag(tag)) => {
                let keys = tag.attributes.iter().map(|(key, value)| format!("{key:?}={:?}", value.value));
                format!("<{:?} {:?}", tag.name, keys.collect::<std::collections::BTreeSet<_>>())
            }
            Ok(Token::EndTag(tag)) => format!("/{:?}", tag.name),
            Ok(Token::String(words)) => {
                let words = String::from_utf8_lossy(&words.value).into_owned();
                match tokens.last_mut() {
                    Some(last) if in_words => last.push_str(&words),
                    _ => tokens.push(words),
                }
                in_words = true;
                continue;
            }
            Ok(Token::Comment(comment)) => format!("!{:?}", comment.value),
            Ok(Token::Doctype(_)) => "!doctype".to_owned(),
            Ok(Token::Error(_)) => continue,
            Err(never) => match never {},
        };
        tokens.push(text);
        in_words = false;
    }
    tokens
}
