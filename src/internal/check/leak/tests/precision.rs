//! The precision figure: clean messages, full of what looks like a leak and is none, and how many of them the gate says anything about.
//! To see the figure: `cargo test --lib precision -- --nocapture`.

#![allow(clippy::print_stdout, reason = "a measure is there to be read")]

use rayon::prelude::*;

use super::site::Site;

/// Messages that may be published as they are, each separated from the next by a line of `%%`.
pub fn clean_messages() -> Vec<String> {
    include_str!("clean.md").split("\n%%\n").map(|message| message.trim().to_owned()).collect()
}

#[test]
fn at_most_one_message_in_two_hundred_is_a_false_alarm() {
    let messages = clean_messages();
    assert!(messages.len() >= 200, "{} messages", messages.len());
    let alarms: Vec<Vec<String>> = messages.par_iter().map(|message| alarms(message)).filter(|alarms| !alarms.is_empty()).collect();
    println!("{} of {} clean messages raise an alarm: {alarms:#?}", alarms.len(), messages.len());
    assert!(alarms.len() * 200 <= messages.len(), "{alarms:#?}");
}

#[test]
fn the_messages_differ() {
    let mut messages = clean_messages();
    messages.sort();
    messages.dedup();
    assert_eq!(messages.len(), clean_messages().len());
}

/// Errors and warnings about a message of a team that keeps an internal half, and has named what is public.
fn alarms(message: &str) -> Vec<String> {
    let mut site = Site::new().beside("", message).with(include_str!("recall.md"));
    site.config.leaks.public_hosts.push("docs.example.com".to_owned());
    site.said()
}
