//! What an earlier build wrote or others hand in: RSS, Atom, JSON Feed, lists of files, the baseline, exceptions.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| allclear::fuzzing::kept(bytes));
