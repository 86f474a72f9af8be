//! Comes in: cleared HTML. Goes out: the same words with an anchor at every heading, and the highest headings as a list.
//! Adds nothing but ids, made of a-z, 0-9 and hyphens; it never makes text public that was not.

use std::collections::BTreeMap;

use serde::Serialize;

use super::PublicHtml;

/// The longest anchor, its prefix left out.
const LONGEST: usize = 60;

/// HTML with an anchor at every heading.
#[derive(Debug, Serialize)]
pub struct Anchored {
    /// The HTML.
    pub html: PublicHtml,
    /// The headings of the highest level that occurs, in order.
    pub headings: Vec<Heading>,
}

/// A heading and where it is.
#[derive(Debug, Serialize)]
pub struct Heading {
    anchor: Anchor,
    /// Its words, without markup.
    words: PublicHtml,
}

/// The id of a heading.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
struct Anchor(String);

impl PublicHtml {
    /// Gives every heading an id that begins with a prefix. Two headings of one wording get two ids.
    pub fn anchored(&self, prefix: &str) -> Anchored {
        let mut html = String::with_capacity(self.0.len() + 256);
        let mut taken = BTreeMap::new();
        let mut found: Vec<(u8, Heading)> = Vec::new();
        let mut rest = self.as_str();
        while let Some((before, level, words, after)) = heading(rest) {
            let plain = without_tags(words);
            let anchor = free(&mut taken, &format!("{prefix}{}", slug(&plain)));
            let (opening, closing) = tags(level);
            for piece in [before, &opening[..opening.len() - 1], " id=\"", &anchor.0, "\">", words, closing] {
                html.push_str(piece);
            }
            found.push((level, Heading { anchor, words: PublicHtml(plain.into_boxed_str()) }));
            rest = after;
        }
        html.push_str(rest);
        let highest = found.iter().map(|(level, _)| *level).min();
        let headings = found.into_iter().filter(|(level, _)| Some(*level) == highest).map(|(_, heading)| heading).collect();
        Anchored { html: PublicHtml(html.into_boxed_str()), headings }
    }
}

/// The first heading: what stands before it, its level, what is in it, what stands behind it. Rendered Markdown writes its tags
/// bare, and a `<` of an author is escaped.
fn heading(html: &str) -> Option<(&str, u8, &str, &str)> {
    let opening = |(at, _): (usize, &str)| match html.as_bytes().get(at + 2..at + 4) {
        Some([level @ b'1'..=b'6', b'>']) => Some((at, level - b'0')),
        _ => None,
    };
    let (at, level) = html.match_indices("<h").find_map(opening)?;
    let (before, behind) = (&html[..at], &html[at + "<h1>".len()..]);
    let (words, after) = behind.split_once(tags(level).1)?;
    Some((before, level, words, after))
}

/// The tags around a heading.
fn tags(level: u8) -> (&'static str, &'static str) {
    match level {
        1 => ("<h1>", "</h1>"),
        2 => ("<h2>", "</h2>"),
        3 => ("<h3>", "</h3>"),
        4 => ("<h4>", "</h4>"),
        5 => ("<h5>", "</h5>"),
        _ => ("<h6>", "</h6>"),
    }
}

fn without_tags(html: &str) -> String {
    let mut words = String::new();
    for (number, piece) in html.split('<').enumerate() {
        words.push_str(if number == 0 { piece } else { piece.split_once('>').map_or("", |(_, words)| words) });
    }
    words.trim().to_owned()
}

/// `What we changed` → `what-we-changed`. Of other scripts nothing is left: then it is a part.
fn slug(words: &str) -> String {
    let mut slug = String::new();
    for character in words.chars() {
        if slug.len() >= LONGEST {
            break;
        }
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "part".to_owned() } else { slug.to_owned() }
}

/// An anchor that no heading has, and from now on that heading. Each knows the first number that may be free behind it: a hundred
/// thousand headings of one wording are told apart in one step each.
fn free(taken: &mut BTreeMap<Anchor, usize>, wanted: &str) -> Anchor {
    let mut anchor = Anchor(wanted.to_owned());
    let mut number = taken.get(&anchor).copied().unwrap_or(2);
    while taken.contains_key(&anchor) {
        anchor = Anchor(format!("{wanted}-{number}"));
        number += 1;
    }
    taken.insert(Anchor(wanted.to_owned()), number);
    taken.entry(anchor.clone()).or_insert(2);
    anchor
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::internal::Clearance;

    fn anchored(html: &str) -> (String, Vec<(String, String)>) {
        let Anchored { html, headings } = PublicHtml::clear(&Clearance::for_tests(), html.to_owned()).anchored("postmortem-");
        (html.0.into_string(), headings.into_iter().map(|heading| (heading.anchor.0, heading.words.0.into_string())).collect())
    }

    #[test]
    fn headings_get_anchors_and_the_highest_are_listed() {
        let (html, headings) = anchored("<p>a</p>\n<h3>What <em>we</em> changed</h3>\n<h4>Later</h4>\n<p>b</p>");
        assert_eq!(
            html,
            "<p>a</p>\n<h3 id=\"postmortem-what-we-changed\">What <em>we</em> changed</h3>\n<h4 id=\"postmortem-later\">Later</h4>\n<p>b</p>"
        );
        assert_eq!(headings, [("postmortem-what-we-changed".to_owned(), "What we changed".to_owned())]);
    }

    #[test]
    fn no_two_headings_share_an_anchor() {
        let (_, headings) = anchored("<h3>Next</h3><h3>Next</h3><h3>Next 2</h3><h3>次に</h3><h3>…</h3>");
        let ids: BTreeSet<_> = headings.iter().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), 5, "{headings:?}");
        assert_eq!(headings[3].0, "postmortem-part");
    }

    #[test]
    fn what_an_author_escaped_stays_words() {
        let (html, headings) = anchored("<h3>A &lt;script&gt; &quot;x&quot;</h3><p>&lt;h3&gt;no&lt;/h3&gt;</p>");
        assert!(html.starts_with("<h3 id=\"postmortem-a-lt-script-gt-quot-x-quot\">"), "{html}");
        assert_eq!(headings[0].1, "A &lt;script&gt; &quot;x&quot;");
        assert_eq!(headings.len(), 1);
    }
}
