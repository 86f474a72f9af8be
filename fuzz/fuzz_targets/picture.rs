//! PNG, JPEG, WebP and SVG.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| allclear::fuzzing::picture(bytes));
