//! Allclear turns reviewed post-mortems with an external message into a public status site with incident history and feeds.
//!
//! ```text
//! SourceFile ─read─▶ Draft ─check─▶ Checked ─publish─▶ Incident ─collect─▶ History ─outputs─▶ Site ─verify─▶ Verified ─write─▶ Written
//! └────────────────── internal ───────────────────┘    └──── public ─────┘    └─ render ─┘
//! ```
//!
//! One sentence to remember: `Deserialize` lives left of the wall (and in config), `Serialize` right of it; no type has both.

mod advice;
pub mod approve;
mod authors;
pub mod baseline;
pub mod build;
mod cache;
pub mod ci;
pub mod clock;
pub mod close;
pub mod config;
pub mod deploy;
pub mod diagnostic;
pub mod diff;
mod digest;
pub mod error;
pub mod folder;
pub mod git;
mod inspect;
mod internal;
pub mod keep;
pub mod links;
pub mod live;
mod login;
pub mod outputs;
pub mod pipeline;
pub mod preview;
pub mod prose;
pub mod public;
pub mod published;
pub mod queue;
pub mod render;
pub mod resident;
pub mod serve;
mod stream;
pub mod timings;
pub mod upcoming;
pub mod verify;
pub mod write;

#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub use internal::fuzzing;

/// What every rule says of itself, in the order of their codes: the text behind `allclear explain`.
pub fn rules() -> Vec<diagnostic::RuleDoc> {
    let mut rules = internal::rules();
    rules.extend(verify::rules());
    rules.push(links::rule());
    rules.extend(published::rules());
    rules.extend(advice::rules());
    rules.sort_by(|a, b| a.code.cmp(&b.code));
    rules
}

/// The wording rules as a folder for Vale and editors: path below it → text.
pub fn exported_rules() -> std::collections::BTreeMap<String, String> {
    internal::exported_rules()
}
