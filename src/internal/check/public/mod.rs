//! The facts that customers would read. Always binding.

pub mod components_missing;
pub mod end_missing;
pub mod future;
pub mod impact_disagrees;
pub mod implausible_time;
pub mod order;
pub mod phase;
pub mod placeholder;
pub mod required;
pub mod unknown_component;
pub mod updates_order;
