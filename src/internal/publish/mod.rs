//! Checked → public incident, field by field. Comes in: a checked draft. Goes out: an incident, and findings about what cannot be shown.
//! The clearance token is made here and nowhere else.

pub mod aliases;
pub mod image;
mod impact;
mod incident;
mod logo;
pub mod pictures;
pub mod rules;
mod site;

pub use incident::{Press, publish};
pub use logo::brand;
pub use site::{components, site};

/// The right to make public text. Only this module can make one.
pub(crate) struct Clearance(());

/// The one token of a run.
fn clearance() -> Clearance {
    Clearance(())
}

#[cfg(test)]
impl Clearance {
    /// A token for unit tests of the public half. Does not exist in the program.
    pub(crate) fn for_tests() -> Self {
        Self(())
    }
}
