//! A whole document: its sections, its findings, its report.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| allclear::fuzzing::document(text));
