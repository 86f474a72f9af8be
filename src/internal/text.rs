//! Text that must not get out. It cannot be printed, compared with public text by accident, or serialized.

/// A text of the internal half. No `Display`, no `Serialize`, no `Deref`; `Debug` prints a length.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InternalText(String);

impl InternalText {
    /// Wraps a text that was read from a source.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the gates and for publish, which clears it field by field. The long name is there to be seen in review.
    pub fn expose_internal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for InternalText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "InternalText({} characters)", self.0.chars().count())
    }
}

static_assertions::assert_not_impl_any!(InternalText: std::fmt::Display, serde::Serialize, std::ops::Deref);
