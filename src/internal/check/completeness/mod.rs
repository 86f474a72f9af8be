//! What a complete document has, whatever its message. Advice until the config enforces it.

pub mod impact_numbers;
pub mod missing;
pub mod timeline_moments;
