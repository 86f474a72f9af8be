//! A text → all the readings of it that are worth a search: as it stands, then with each encoding undone, one after the other.
//! What is encoded too deeply to be read to its end says so: a gate that gives up is closed.

use super::view::{Text as _, View};
use super::{decode, unpack, untag};

/// Rounds of undoing. An honest text has one, a copied address two.
const MOST_ROUNDS: usize = 4;

/// A bound on hostile texts.
const MOST: usize = 100;

/// Runs of base64 or hex within such runs.
const MOST_PACKED: usize = 3;

/// What a text can be read as.
pub struct Readings {
    /// The readings, the text itself first.
    pub views: Vec<View>,
    /// Whether there is more behind the last of them.
    pub endless: bool,
}

/// Readings of an author's text.
pub fn of_text(text: &str) -> Readings {
    let view = View::verbatim(text);
    if is_bare(text) && unpack::packed(&view).is_none() {
        return Readings { views: vec![view], endless: false };
    }
    followed(view)
}

/// Whether nothing can be undone in a text but what is packed: each step asks for one of these signs, or for what is not ASCII.
fn is_bare(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.is_ascii()
        && memchr::memchr3(b'&', b'%', b'\\', bytes).is_none()
        && memchr::memchr3(b'<', b'*', b'`', bytes).is_none()
        && memchr::memchr(b'~', bytes).is_none()
}

fn followed(view: View) -> Readings {
    let mut readings = Readings { views: Vec::new(), endless: false };
    readings.follow(view, 0);
    readings
}

/// Readings of the target of a link or image: the names in a path stand for themselves too.
pub fn of_target(target: &str) -> Readings {
    let mut readings = of_text(target);
    let names: Vec<View> = readings.views.iter().map(decode::names).collect();
    names.into_iter().for_each(|view| readings.add(view));
    readings
}

impl Readings {
    /// A text and everything behind it, of which so many runs were unpacked already.
    fn follow(&mut self, text: View, packed: usize) {
        let first = self.views.len();
        self.add(text);
        for round in 0.. {
            let before = self.views.len();
            for step in [decode::entities, decode::plain, decode::percent, decode::escapes] {
                if let Some(view) = self.views.last().and_then(step) {
                    self.add(view);
                }
            }
            if self.views.len() == before {
                break;
            }
            self.endless |= round == MOST_ROUNDS;
            if self.endless {
                return;
            }
        }
        for step in [untag::untagged, decode::unmarked] {
            // Markup may have been written as such, and may have been undone to be so.
            let views = [self.views.get(first), self.views.last()].into_iter().flatten().filter_map(step).collect::<Vec<_>>();
            views.into_iter().for_each(|view| self.add(view));
        }
        // What nobody sees may stand within a word, or for the blank between two.
        let apart: Vec<View> = self.views[first.min(self.views.len())..].iter().filter_map(decode::parted).collect();
        apart.into_iter().for_each(|view| self.add(view));
        if packed == 0 {
            self.unpack(first);
        }
    }

    /// What is packed in any of the readings from `first` on.
    fn unpack(&mut self, first: usize) {
        let mut from = first;
        for depth in 1..=MOST_PACKED {
            let inner: Vec<View> = self.views[from..].iter().filter_map(unpack::packed).collect();
            from = self.views.len();
            inner.into_iter().filter(|view| self.is_new(view)).collect::<Vec<_>>().into_iter().for_each(|view| self.follow(view, depth));
        }
        self.endless |= self.views[from..].iter().any(|view| unpack::packed(view).is_some());
    }

    fn add(&mut self, view: View) {
        if self.views.len() >= MOST {
            self.endless = true;
        } else if self.is_new(&view) {
            self.views.push(view);
        }
    }

    fn is_new(&self, view: &View) -> bool {
        self.views.iter().all(|known| known.text() != view.text())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_bare_text_has_one_reading(text in "[ab1%&;#x<>/*`~\\\\.:+= \n\u{e9}\u{200b}-]{0,12}|[a-zA-Z0-9+/_=-]{0,60}") {
            let read = |readings: Readings| (readings.views.iter().map(|view| view.text().to_owned()).collect::<Vec<_>>(), readings.endless);
            prop_assert_eq!(read(of_text(&text)), read(followed(View::verbatim(&text))));
        }
    }

    fn read(text: &str, inner: &str) -> bool {
        of_text(text).views.iter().any(|view| view.text().contains(inner))
    }

    #[test]
    fn nested_encodings_are_undone() {
        assert!(read("%26%23100%3Bana", "dana"));
        assert!(read("%2564%2561na", "dana"));
        assert!(read("RCU2MW5hIFdoaXRmaWVsZCBoZXJl", "Dana Whitfield here"));
        assert!(read("UkdGdVlTQlhhR2wwWm1sbGJHUWdhR1Z5WlE9PQ==", "Dana Whitfield here"));
        assert!(read("da\u{200b}na", "dana"));
    }

    #[test]
    fn a_value_split_by_markup_is_whole() {
        for text in ["10.**0**.0.1", "10.<b>0</b>.0.1", "10.`0`.0.1", "10.&lt;i&gt;0&lt;/i&gt;.0.1", "10.<b>**0**</b>.0.1"] {
            assert!(read(text, "10.0.0.1"), "{text}");
        }
    }

    #[test]
    fn plain_text_has_one_reading() {
        assert_eq!(of_text("Search was slow for 20 minutes.").views.len(), 1);
    }

    #[test]
    fn decoys_hide_nothing() {
        let decoys = "QSBsaW5lIHdpdGhvdXQgbWVhbmluZyA1. ".repeat(200);
        let text = format!("{decoys}RGFuYSBXaGl0ZmllbGQgd2FzIGhlcmU=");
        assert!(read(&text, "Dana Whitfield was here") && !of_text(&text).endless);
    }

    #[test]
    fn what_cannot_be_read_to_its_end_says_so() {
        let deep = (0..9).fold("dana".to_owned(), |text, _| text.replace('%', "%25").replace('n', "%6e"));
        assert!(of_text(&deep).endless);
        assert!(!of_text("100%25 of &amp;amp; C:\\new and 30 % <b>more</b>").endless);
    }
}
