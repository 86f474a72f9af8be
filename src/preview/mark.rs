//! Verified pages → the same pages, each saying that it is a preview. Comes in: a site, and its drafts. Goes out: its files.
//! Must never: leave a page without its mark, or let a word of a document into markup unescaped.

use std::collections::BTreeMap;

use super::DraftPage;
use crate::outputs::headers::content_type;
use crate::public::SitePath;
use crate::render::highlight::escape;
use crate::verify::Verified;

/// On a page that is a draft, or holds one.
const DRAFT: &str = include_str!("draft.html");
/// On the front page, which lists the drafts behind it.
const FRONT: &str = include_str!("front.html");
/// On every other page.
const SITE: &str = include_str!("site.html");
/// The drafts with their pages.
const INDEX: &str = include_str!("index.html");
/// In the place of a draft that is not shown.
const ABSENT: &str = include_str!("absent.html");

/// Where the stylesheet of the marks lies.
const STYLE: (&str, &str) = ("__allclear/preview.css", include_str!("preview.css"));

/// The files of a site with a mark on every page, and the marks' own stylesheet.
pub(super) fn marked(site: &Verified, base: &str, drafts: &[DraftPage]) -> BTreeMap<SitePath, Vec<u8>> {
    let own: BTreeMap<SitePath, &DraftPage> = drafts.iter().filter_map(|draft| Some((draft.file()?, draft))).collect();
    let everywhere = fill(SITE, &[("base", base), ("count", &counted(drafts.len()))]);
    let front = format!("{FRONT}{}", index(base, drafts));
    let mark = |path: &SitePath| match own.get(path) {
        Some(draft) => about(draft, base),
        None if path.as_str() == "index.html" => front.clone(),
        None => everywhere.clone(),
    };
    let mut files: BTreeMap<SitePath, Vec<u8>> = BTreeMap::new();
    for (path, bytes) in site.files() {
        files.insert(path.clone(), if is_page(path, bytes) { with(bytes, &mark(path), base) } else { bytes.clone() });
    }
    files.extend(SitePath::new(STYLE.0).map(|path| (path, STYLE.1.into())));
    files
}

/// Whether a file is one that browsers show as a page. A former path may have another ending.
fn is_page(path: &SitePath, bytes: &[u8]) -> bool {
    let begins = bytes.trim_ascii_start().get(..14).is_some_and(|begin| begin.eq_ignore_ascii_case(b"<!doctype html"));
    begins || content_type(path.as_str()).starts_with("text/html")
}

/// The page at the address of a draft that is not shown. `against` is what stands against it, masked, and without a line of the document.
pub(super) fn absent(draft: &DraftPage, against: &[String], base: &str) -> Vec<u8> {
    let against: String = against.iter().map(|line| format!("<li><code>{}</code></li>", escape(line))).collect();
    let page = fill(ABSENT, &[("path", &escape(&draft.path)), ("why", &escape(&draft.why)), ("base", base), ("against", &against)]);
    with(page.as_bytes(), &fill(SITE, &[("base", base), ("count", "All drafts")]), base)
}

fn about(draft: &DraftPage, base: &str) -> String {
    let about = match (&draft.title, draft.public) {
        (Some(_), false) => "Customers do not have this page.",
        (Some(_), true) => "Customers have this page without what is still a draft, and without the word in its title.",
        (None, _) => "This page is as customers have it. What is still a draft is not shown.",
    };
    fill(DRAFT, &[("about", about), ("path", &escape(&draft.path)), ("why", &escape(&draft.why)), ("base", base)])
}

/// The drafts with their pages.
fn index(base: &str, drafts: &[DraftPage]) -> String {
    let line = |draft: &DraftPage| {
        let title = escape(draft.title.as_deref().unwrap_or("Not shown"));
        let link = draft.page.as_ref().map(|page| format!("<a href=\"{base}{}\">{title}</a>", escape(page)));
        let (path, why) = (escape(&draft.path), escape(&draft.why));
        format!("<li>{} <code>{path}</code> <span>{why}</span></li>", link.unwrap_or(title))
    };
    fill(INDEX, &[("count", &counted(drafts.len())), ("lines", &drafts.iter().map(line).collect::<String>())])
}

fn counted(drafts: usize) -> String {
    match drafts {
        0 => "No drafts".to_owned(),
        1 => "1 draft".to_owned(),
        more => format!("{more} drafts"),
    }
}

/// A page with its mark: told to robots and loaded in the head, shown at the beginning of the body. A page of a changed theme that names
/// neither gets both at its beginning: a browser makes head and body of them.
fn with(page: &[u8], mark: &str, base: &str) -> Vec<u8> {
    let head = format!("\n<meta name=\"robots\" content=\"noindex\">\n<link rel=\"stylesheet\" href=\"{base}/{}\">", STYLE.0);
    let (at_head, at_body) = (behind_tag(page, b"<head"), behind_tag(page, b"<body"));
    let at_head = at_head.or_else(|| behind_tag(page, b"<!doctype")).unwrap_or(0);
    let at_body = behind_skip_link(page, at_body.unwrap_or(at_head).max(at_head));
    [&page[..at_head], head.as_bytes(), &page[at_head..at_body], b"\n", mark.as_bytes(), &page[at_body..]].concat()
}

/// The byte behind a link that begins the body and leads into the same page: readers with a keyboard expect it first.
fn behind_skip_link(page: &[u8], at: usize) -> usize {
    let rest = page[at..].trim_ascii_start();
    let start = page.len() - rest.len();
    let tag = rest.split(|byte| *byte == b'>').next().unwrap_or_default();
    let leads_down = tag.starts_with(b"<a ") && tag.windows(7).any(|part| part == b"href=\"#");
    let end = rest.windows(4).position(|part| part == b"</a>").filter(|_| leads_down);
    end.map_or(at, |end| start + end + 4)
}

/// The byte behind the first tag of that name.
fn behind_tag(page: &[u8], name: &[u8]) -> Option<usize> {
    let ends = |at: usize| page.get(at + name.len()).is_some_and(|next| next.is_ascii_whitespace() || *next == b'>');
    let start = page.windows(name.len()).enumerate().find(|(at, tag)| tag.eq_ignore_ascii_case(name) && ends(*at))?.0;
    page[start..].iter().position(|byte| *byte == b'>').map(|end| start + end + 1)
}

/// A template with its blanks filled; what is filled in is never read for blanks itself.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
        text.push_str(before);
        text.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(page: &str) -> String {
        String::from_utf8(with(page.as_bytes(), "<aside>mark</aside>", "/status")).unwrap()
    }

    #[test]
    fn every_shape_of_page_gets_its_mark() {
        let usual = text("<!doctype html><html><head lang=en><title>a</title></head><BODY class=\"x\"><p>b</p></BODY></html>");
        assert!(usual.contains("<head lang=en>\n<meta name=\"robots\" content=\"noindex\">"), "{usual}");
        assert!(usual.contains("href=\"/status/__allclear/preview.css\""), "{usual}");
        assert!(usual.contains("<BODY class=\"x\">\n<aside>mark</aside><p>b</p>"), "{usual}");
        let skip = text("<html><head></head><body>\n<a class=\"skip\" href=\"#content\">Skip</a>\n<main></main></body></html>");
        assert!(skip.contains("Skip</a>\n<aside>mark</aside>\n<main>"), "{skip}");
        for bare in ["<!doctype html><title>a</title><p>b", "<p>b", "<header>b</header>", ""] {
            let page = text(bare);
            assert!(page.contains("noindex") && page.contains("<aside>mark</aside>"), "{bare}: {page}");
        }
    }

    #[test]
    fn what_a_document_is_called_is_no_markup() {
        let draft = DraftPage {
            path: "postmortems/<b>{why}.md".into(),
            page: Some("/incidents/a/".into()),
            title: Some("A <i>title</i>".into()),
            public: false,
            why: "its status is draft".into(),
        };
        for page in
            [about(&draft, ""), index("", std::slice::from_ref(&draft)), String::from_utf8(absent(&draft, &["<u>".into()], "")).unwrap()]
        {
            assert!(page.contains("postmortems/&lt;b&gt;{why}.md"), "{page}");
            assert!(!page.contains("<b>") && !page.contains("<i>") && !page.contains("<u>"), "{page}");
        }
    }
}
