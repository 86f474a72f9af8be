//! Markdown → HTML that a sanitiser leaves as it is, of bounded length, with passages that lead back into the text.

#![no_main]

#[path = "../../tests/hostile/sanitiser.rs"]
mod sanitiser;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let html = sanitiser::rendered(text);
    assert!(html.len() <= 400 * text.len() + (1 << 20), "HTML is no longer than a multiple of the text");
    assert!(sanitiser::changes(&html).is_none(), "a sanitiser finds nothing to take away");
    allclear::fuzzing::passages(text);
});
