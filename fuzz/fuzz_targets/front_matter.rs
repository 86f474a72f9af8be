//! Front matter, as YAML and as TOML.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| allclear::fuzzing::front_matter(text));
