//! ── The private half ──
//!
//! Comes in: source files. Goes out: cleared incidents, findings, and a tripwire for the finished bytes.
//! Nothing below can be named outside this folder: `read` and `check` are private, and their types implement no `Serialize`.

mod check;
mod publish;
mod read;
mod text;

pub(crate) use check::leak::{Trip, TripKind, Tripwire};
pub(crate) use publish::Clearance;
