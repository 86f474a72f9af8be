//! All that can ever leave. An auditor reads this one folder.
//!
//! Comes in: what `internal::publish` clears, field by field. Goes out: views for templates, and data for outputs.
//! No type here has a bare `String`: free text is [`PublicText`] or [`PublicHtml`], and both are made only with a
//! clearance token that publish alone can make. Nothing here can be deserialized.

mod component;
pub(crate) mod history;
mod id;
mod incident;
mod index;
mod key;
#[cfg(test)]
pub(crate) mod sample;
mod shared;
mod site;
mod text;
mod update;
pub mod view;

pub use component::{Component, ComponentState};
pub use history::{Day, History, Overall, Uptime};
pub use id::{Id, SitePath};
pub use incident::{Affected, Asset, Impact, ImpactSpan, Incident, Kind, Postmortem, Window};
pub use index::{Index, Months};
pub use key::Key;
pub use shared::{SharedBytes, SharedIncident};
pub use site::{Host, Logo, Security, Site, UptimeWeights};
pub use text::{Anchored, Heading, Prose, PublicHtml, PublicText};
pub use update::{Change, Correction, Phase, Update};
