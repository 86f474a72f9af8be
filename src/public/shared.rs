//! An incident, and bytes of a file, that several builds of one process share: what did not change is neither copied nor asked for its key
//! again. Must never: keep the key of what was changed.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use super::{Incident, Key};

/// An incident, cheap to clone. Whoever changes one changes a copy of its own.
#[derive(Debug, Clone)]
pub struct SharedIncident(Arc<Keyed>);

#[derive(Debug)]
struct Keyed {
    incident: Incident,
    key: OnceLock<Key>,
}

impl SharedIncident {
    /// A digest of all that it says.
    pub fn key(&self) -> serde_json::Result<Key> {
        if let Some(key) = self.0.key.get() {
            return Ok(*key);
        }
        let key = Key::of_value("incident", &self.0.incident)?;
        Ok(*self.0.key.get_or_init(|| key))
    }
}

impl From<Incident> for SharedIncident {
    fn from(incident: Incident) -> Self {
        Self(Arc::new(Keyed { incident, key: OnceLock::new() }))
    }
}

impl Clone for Keyed {
    fn clone(&self) -> Self {
        Self { incident: self.incident.clone(), key: OnceLock::new() }
    }
}

impl Deref for SharedIncident {
    type Target = Incident;

    fn deref(&self) -> &Incident {
        &self.0.incident
    }
}

impl DerefMut for SharedIncident {
    fn deref_mut(&mut self) -> &mut Incident {
        let keyed = Arc::make_mut(&mut self.0);
        keyed.key = OnceLock::new();
        &mut keyed.incident
    }
}

impl Serialize for SharedIncident {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.incident.serialize(serializer)
    }
}

/// Bytes of a file, cheap to clone.
#[derive(Debug, Clone)]
pub struct SharedBytes(Arc<(Vec<u8>, OnceLock<Key>)>);

impl SharedBytes {
    /// A digest of them.
    pub fn key(&self) -> Key {
        let (bytes, key) = &*self.0;
        *key.get_or_init(|| Key::of([bytes.as_slice()]))
    }
}

impl From<Vec<u8>> for SharedBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new((bytes, OnceLock::new())))
    }
}

impl Deref for SharedBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0.0
    }
}

#[cfg(test)]
mod tests {
    use crate::public::{Impact, sample};

    #[test]
    fn a_key_follows_what_it_is_of_and_a_copy_is_its_own() {
        let one = sample::history().incidents.remove(0);
        let (mut other, key) = (one.clone(), one.key().unwrap());
        other.impact = if one.impact == Impact::Full { Impact::None } else { Impact::Full };
        assert_ne!(other.key().unwrap(), key);
        assert_eq!(one.key().unwrap(), key);
        other.impact = one.impact;
        assert_eq!(other.key().unwrap(), key);
    }
}
