//! Sections of status updates and corrections.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| allclear::fuzzing::updates(text));
