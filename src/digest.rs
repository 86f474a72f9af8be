//! The one shape of a digest that tells texts, answers and files apart: the first half of a SHA-256.

use sha2::{Digest as _, Sha256};

/// Sixteen bytes: two of a thousand million that are the same are not met by chance.
pub(crate) type Digest = [u8; 16];

/// The digest of what was hashed.
pub(crate) fn first_half(hash: Sha256) -> Digest {
    let mut digest = Digest::default();
    digest.copy_from_slice(&hash.finalize()[..16]);
    digest
}

/// The digest of a text.
pub(crate) fn of_text(text: &str) -> Digest {
    first_half(Sha256::new_with_prefix(text))
}
