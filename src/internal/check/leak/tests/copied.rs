//! Copied prose: what was copied from the internal half is found, what was public first or is marked as a quote is not.

use super::site::Site;
use crate::diagnostic::Level;

const CAUSE: &str = "The heap of one node was exhausted after the reindex, so the coordinator timed out on every fourth query, and nobody was \
                     paged for twenty minutes because the alert had been silenced by hand the week before.";

fn site(internal: &str, public: &str) -> Site {
    Site::new().whole("", internal, public)
}

fn message(internal: &str, message: &str) -> Site {
    site(internal, &format!("## External message\n{message}"))
}

#[test]
fn a_copied_sentence_is_an_error_with_both_places() {
    let site = message(
        &format!("## Root cause\n\n{CAUSE}"),
        "We are sorry. The **heap** of one node was\nexhausted after the reindex, so the coordinator timed out!",
    );

    let findings = site.findings();

    assert_eq!(site.said(), ["copied-prose: The **heap** of one node was\nexhausted after the reindex, so the coordinator timed out"]);
    assert_eq!(
        findings[0].message,
        "public text repeats 15 words from line 8 of this document; with what else is repeated, 40 % of that internal text"
    );
}

#[test]
fn twelve_words_of_a_long_section_are_a_warning_and_eleven_are_none() {
    let more = (0..80).map(|at| format!("word{at}")).collect::<Vec<_>>().join(" ");
    let internal = format!("## Root cause\n\n{CAUSE}\n\n{more}");
    assert_eq!(
        message(&internal, "We know that the heap of one node was exhausted after the reindex so the system stopped.").said(),
        ["copied-prose?: the heap of one node was exhausted after the reindex so the"]
    );
    assert_eq!(message(&internal, "We know the heap of one node was exhausted after the reindex so that it stopped.").said(), [""; 0]);
}

#[test]
fn many_short_runs_are_a_copy_too() {
    let public = "The heap of one node was exhausted after it. The coordinator timed out on every fourth query, sadly. Nobody was paged for \
                  twenty minutes because the mail was late.";
    let levels: Vec<Level> = message(&format!("## Root cause\n\n{CAUSE}"), public).findings().iter().map(|finding| finding.level).collect();
    assert_eq!(levels, [Level::Error; 3]);
}

#[test]
fn a_value_of_the_front_matter_is_internal_text_too() {
    let site = Site::new().whole(&format!("notes: \"{CAUSE}\""), "Nothing.", &format!("## External message\n{CAUSE}"));
    assert_eq!(site.said(), [format!("copied-prose: {}", CAUSE.trim_end_matches('.'))]);
}

#[test]
fn the_public_title_and_corrections_are_read_as_well() {
    let public = format!("## Corrections\n### 2026-01-02 10:00 UTC\n{CAUSE}");
    assert_eq!(site(&format!("## Root cause\n\n{CAUSE}"), &public).said().len(), 1);
}

#[test]
fn an_update_was_public_before_the_timeline_quoted_it() {
    let told = "Search results come late for about one in five requests, and we are looking into what keeps the machines busy.";
    let updates = format!("## Status updates\n### 2026-01-01 10:00 UTC — Investigating\n{told}\n");
    let timeline = format!("## Timeline\n\n- 10:00 we posted: {told}");
    assert_eq!(site(&timeline, &updates).said(), [""; 0]);
    assert_eq!(site(&timeline, &format!("{updates}## External message\n{told}")).said(), [""; 0], "the message quotes it as well");
    let cause = format!("## Root cause\n\n{told}");
    assert_eq!(site(&cause, &updates).said().len(), 1, "a cause is written for colleagues");
}

#[test]
fn a_block_quote_that_is_announced_is_a_quote() {
    let internal = format!("## Communication\n\nFrom the external message:\n\n> {CAUSE}");
    assert_eq!(message(&internal, CAUSE).said(), [""; 0]);
    let chat = format!("## Communication\n\nFrom the chat:\n\n> {CAUSE}");
    assert_eq!(message(&chat, CAUSE).said().len(), 1);
    let after = format!("## Communication\n\nFrom the external message:\n\n> Something else.\n\n{CAUSE}");
    assert_eq!(message(&after, CAUSE).said().len(), 1, "the quote ends where the block ends");
}

#[test]
fn comments_and_other_documents_are_not_compared() {
    let other =
        Site::new().whole("", "Nothing.", &format!("## External message\n{CAUSE}")).whole("", &format!("## Root cause\n\n{CAUSE}"), "");
    assert_eq!(other.said(), [""; 0]);
}

#[test]
fn a_script_without_blanks_is_compared_by_its_characters() {
    let cause = "検索ノードのヒープが再索引のあと枯渇し調整役が応答しなくなった";
    assert_eq!(message(&format!("## Root cause\n\n{cause}。"), cause).said(), [format!("copied-prose: {cause}")]);
}

#[test]
fn a_message_names_no_word_of_what_it_found() {
    for finding in message(&format!("## Root cause\n\n{CAUSE}"), CAUSE).findings() {
        assert!(["heap", "reindex", "paged"].iter().all(|word| !finding.message.contains(word) && !finding.help.contains(word)));
    }
}

#[test]
fn a_text_that_repeats_itself_takes_no_longer_than_its_length() {
    let internal = "a b ".repeat(20_000);
    assert_eq!(message(&format!("## Root cause\n\n{internal}"), &"a b ".repeat(20_000)).said().len(), 1);
}
