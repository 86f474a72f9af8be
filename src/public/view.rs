//! What templates can see: purpose-built structs, sealed in this file, so that no other type can ever reach a template.

use serde::Serialize;

mod sealed {
    pub trait Sealed {}
}

/// The data of one template. Implemented in this module only.
pub trait View: sealed::Sealed + Serialize {
    /// The template's name: `incident.html`.
    const TEMPLATE: &'static str;
}
