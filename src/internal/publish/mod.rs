//! Checked → public incident, field by field.

pub mod image;

/// The right to make public text. Only this module can make one.
pub(crate) struct Clearance(());

#[cfg(test)]
impl Clearance {
    /// A token for unit tests of the public half. Does not exist in the program.
    pub(crate) fn for_tests() -> Self {
        Self(())
    }
}
