//! allclear.toml.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| allclear::fuzzing::config(text));
