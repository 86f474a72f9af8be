//! A rule file in the format of gitleaks, and behind `====` a text that it is tried on.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| allclear::fuzzing::gitleaks(text));
