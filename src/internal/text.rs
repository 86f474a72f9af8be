//! Text that must not get out. It cannot be printed, compared with public text by accident, or serialized.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

/// A text of the internal half. No `Display`, no `Serialize`, no `Deref`; `Debug` prints a length.
#[derive(Clone)]
pub struct InternalText {
    /// Its own, or that of several: a document has dozens of short ones. Boxed, so that each is two words long.
    shared: Arc<Box<str>>,
    part: Range<u32>,
}

impl InternalText {
    /// Wraps a text that was read from a source. One of four gigabytes, which no source may have, would be none.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        let shared = Arc::new(text.into());
        let part = 0..u32::try_from(shared.len()).unwrap_or(0);
        Self { shared, part }
    }

    /// The text itself, for the gates and for publish, which clears it field by field. The long name is there to be seen in review.
    pub fn expose_internal(&self) -> &str {
        self.shared.get(self.part.start as usize..self.part.end as usize).unwrap_or_default()
    }

    /// Puts several texts into one piece of memory; none of them becomes another text.
    pub fn gather(texts: &mut [&mut Self]) {
        let whole: String = texts.iter().map(|text| text.expose_internal()).collect();
        if u32::try_from(whole.len()).is_err() {
            return;
        }
        let shared = Arc::new(whole.into_boxed_str());
        let mut at = 0;
        for text in texts {
            let end = at + (text.part.end - text.part.start);
            **text = Self { shared: Arc::clone(&shared), part: at..end };
            at = end;
        }
    }
}

impl PartialEq for InternalText {
    fn eq(&self, other: &Self) -> bool {
        self.expose_internal() == other.expose_internal()
    }
}

impl Eq for InternalText {}

impl PartialOrd for InternalText {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for InternalText {
    fn cmp(&self, other: &Self) -> Ordering {
        self.expose_internal().cmp(other.expose_internal())
    }
}

impl Hash for InternalText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.expose_internal().hash(state);
    }
}

impl std::fmt::Debug for InternalText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "InternalText({} characters)", self.expose_internal().chars().count())
    }
}

static_assertions::assert_not_impl_any!(InternalText: std::fmt::Display, serde::Serialize, std::ops::Deref);

#[cfg(test)]
mod tests {
    use super::InternalText;

    #[test]
    fn texts_that_are_gathered_stay_what_they_are() {
        let words = ["", "café", "a", "", "zürich"];
        let mut texts: Vec<InternalText> = words.into_iter().map(InternalText::new).collect();
        InternalText::gather(&mut texts.iter_mut().collect::<Vec<_>>());
        assert_eq!(texts.iter().map(InternalText::expose_internal).collect::<Vec<_>>(), words);
        assert!(texts.windows(2).all(|pair| std::sync::Arc::ptr_eq(&pair[0].shared, &pair[1].shared)));
        assert_eq!(texts[1], InternalText::new("café"));
    }
}
