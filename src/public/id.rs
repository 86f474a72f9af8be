//! Identities and places: ids that never change, and paths inside the site.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::internal::Clearance;

/// The id of an incident, a component or an update: `a-z`, `0-9` and `-`, a letter or digit at both ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Id(String);

impl Id {
    /// The longest id, in characters.
    pub const LONGEST: usize = 100;

    /// Whether a text can be an id.
    pub fn is_valid(text: &str) -> bool {
        let border = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        text.len() <= Self::LONGEST
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && border(text.as_bytes().first())
            && border(text.as_bytes().last())
            && !is_device(text)
    }

    /// Clears a valid id; `None` for anything else. Only publish has a token.
    pub(crate) fn clear(_: &Clearance, text: &str) -> Option<Self> {
        Self::is_valid(text).then(|| Self(text.to_owned()))
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether Windows takes a name for a device, whatever its ending: a site with it could not be copied there.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let numbered = |port: &str| {
        stem.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(port)) && matches!(stem.as_bytes().get(3..), Some([b'0'..=b'9']))
    };
    ["con", "prn", "aux", "nul"].iter().any(|device| stem.eq_ignore_ascii_case(device)) || numbered("com") || numbered("lpt")
}

/// A file's path inside the site: relative, forward slashes, no empty, `.` or `..` segment, and none that some system reads otherwise.
/// `incidents/ID/index.html`. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// A path, if it is one.
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        let fine = |segment: &str| {
            !segment.is_empty() && !segment.ends_with(['.', ' ']) && !segment.contains(['\\', '\0', ':']) && !is_device(segment)
        };
        text.split('/').all(fine).then(|| Self(text.into()))
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// So that a map of paths can be asked for a folder, which is none.
impl std::borrow::Borrow<str> for SitePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for SitePath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl std::fmt::Display for SitePath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
