//! A rule in Vale's YAML, and behind `====` a text that it is tried on.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| allclear::fuzzing::vale_rule(text));
