//! The suite: one binary, so that it links once. `cargo test` runs all that needs no other program; `tests/run` runs the rest too.
//! Each module is one promise of the product, told as stories; `support` builds the sites that they are about.

#![allow(clippy::disallowed_methods, reason = "tests make the files and the environment that they are about")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "the names are ours")]

mod support;

mod after_review;
mod agreement;
mod api;
mod approve;
mod architecture;
mod bad_input;
mod baseline;
mod cache;
mod canaries;
mod ci;
mod commands;
mod content_example;
mod deploy;
mod determinism;
mod diff;
mod docs;
mod edge;
mod exceptions;
mod faults;
mod feeds;
mod hostile;
mod lifecycle;
mod live;
mod locales;
mod non_interference;
mod output_folder;
mod permissions;
mod pictures;
mod preview;
mod programs;
mod prose;
mod published;
mod reading;
mod registry;
mod reports;
mod revisions;
mod secrets;
mod supply_chain;
mod theme;
mod weight;
mod wording;
