//! What the bytes of a file depend on, as a digest. Comes in: what is public. Whoever holds the bytes of an equal key need not make them
//! again. Must never: stay equal while the bytes change.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::digest::first_half;

/// A digest of everything in a history that the bytes of a file depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub [u8; 16]);

impl Key {
    /// The key of parts, in their order and each with its length: `["ab", "c"]` is not `["a", "bc"]`.
    pub fn of<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        Self(first_half(digest))
    }

    /// The key of what a file is made of, under the name of the maker: two makers may say different things of one value.
    pub fn of_value(maker: &str, value: &impl Serialize) -> serde_json::Result<Self> {
        Ok(Self::of([maker.as_bytes(), &serde_json::to_vec(value)?]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_knows_where_its_parts_end() {
        let of = |parts: [&str; 2]| Key::of(parts.map(str::as_bytes));
        assert_eq!(of(["ab", "c"]), of(["ab", "c"]));
        assert_ne!(of(["ab", "c"]), of(["a", "bc"]));
        assert_ne!(of(["ab", "c"]), of(["c", "ab"]));
    }
}
