//! HTML that leaves its page. Comes in: cleared HTML whose links start at the host or at the page. Goes out: the same HTML with
//! whole addresses, because a feed reader has no page to start from. No other byte changes.

use html5gum::{DefaultEmitter, Token, Tokenizer};

use crate::public::Site;

/// The attributes that hold addresses in what Markdown renders to.
const ADDRESSES: [&[u8]; 2] = [b"href", b"src"];

/// Makes links and images absolute: those of the host with the site's origin, those within the page with the page's address.
pub fn absolute(html: &str, site: &Site, page: &str) -> String {
    if !may_lack(html) {
        return html.to_owned();
    }
    let url = site.url.as_str();
    let origin = url.strip_suffix(site.base.as_str()).unwrap_or(url);
    let mut out = String::with_capacity(html.len());
    let mut done = 0;
    for (at, prefix) in incomplete(html, origin, page) {
        out.push_str(&html[done..at]);
        out.push_str(prefix);
        done = at;
    }
    out.push_str(&html[done..]);
    out
}

/// Escapes plain text for use as HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Whether an attribute may begin with an address of the host or of the page, as it is or spelled as a reference: every value stands
/// behind a sign of equality, white space and a quote at most. A superset of what [`incomplete`] finds.
fn may_lack(html: &str) -> bool {
    let bytes = html.as_bytes();
    memchr::memchr_iter(b'=', bytes).any(|at| {
        let value = bytes[at + 1..].trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        matches!(value.first(), Some(b'/' | b'#' | b'&'))
    })
}

/// Where which prefix is missing, in the order of the text.
fn incomplete<'a>(html: &str, origin: &'a str, page: &'a str) -> Vec<(usize, &'a str)> {
    let mut missing = Vec::new();
    for token in Tokenizer::new_with_emitter(html, DefaultEmitter::<usize>::new_with_span()) {
        let Ok(token) = token;
        let Token::StartTag(tag) = token else { continue };
        for value in ADDRESSES.iter().filter_map(|name| tag.attributes.get(*name)) {
            let prefix = match value.as_slice() {
                [b'/', b'/', ..] => continue,
                [b'/', ..] => origin,
                [b'#', ..] => page,
                _ => continue,
            };
            let quote = html.get(value.span.start..value.span.end).and_then(|attribute| attribute.find(['"', '\'']));
            missing.extend(quote.map(|quote| (value.span.start + quote + 1, prefix)));
        }
    }
    missing.sort_unstable();
    missing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::sample;

    fn below_a_path() -> Site {
        Site { url: sample::text("https://example.com/status"), base: sample::text("/status"), ..sample::site() }
    }

    #[test]
    fn an_image_of_the_site_gets_the_host_once_and_the_path_once() {
        let html = r##"<p>é <img src="/status/incidents/a/b.png" alt="A &quot;graph&quot;" /> and <a href="#fn-1">1</a></p>"##;
        assert_eq!(
            absolute(html, &below_a_path(), "https://example.com/status/incidents/a/"),
            r#"<p>é <img src="https://example.com/status/incidents/a/b.png" alt="A &quot;graph&quot;" /> and <a href="https://example.com/status/incidents/a/#fn-1">1</a></p>"#
        );
    }

    #[test]
    fn lines_of_any_system_move_no_link() {
        let html = "<pre>a\r\nb\r\n\u{1f600}</pre>\r\n<p>\r\n<img\r\n alt='' src='/a.png'></p>";
        assert_eq!(absolute(html, &sample::site(), ""), html.replace("/a.png", "https://status.acme.example/a.png"));
    }

    #[test]
    fn whole_addresses_and_words_that_look_like_markup_stay() {
        for html in [
            r#"<a href="https://docs.example/a?b=1&amp;c=2">docs</a>"#,
            r#"<a href="mailto:help@example.com">mail</a>"#,
            r#"<img src="//cdn.example/a.png" />"#,
            r#"<code>&lt;img src="/a.png"&gt;</code>"#,
            "5 < 6",
            "",
        ] {
            assert_eq!(absolute(html, &sample::site(), "https://status.acme.example/incidents/a/"), html);
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn nothing_that_lacks_a_prefix_is_passed_over(
            pieces in proptest::collection::vec(
                proptest::sample::select(vec!["<a ", "<img ", "href", "src", "=", " ", "\"", "'", "/", "#", "&#47;", "&sol;", "\n", "\t", "a", ">", "</a>"]),
                0..24,
            )
        ) {
            let html = pieces.concat();
            proptest::prop_assert!(may_lack(&html) || incomplete(&html, "https://a.example", "https://a.example/b/").is_empty(), "{html}");
        }
    }
}
