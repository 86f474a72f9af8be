//! Secrets in an author's text and in finished files: found in every writing, marked as a whole, and never compiled for without need.

use std::time::Instant;

use base64::Engine as _;

use super::super::{SHIPPED, Secrets};
use super::samples::made;
use crate::internal::check::leak::detector::Reach;
use crate::internal::check::leak::tests::site::Site;

fn token() -> String {
    made("glpat-{alnum:20}")
}

#[test]
fn a_secret_is_found_however_it_is_written() {
    let token = token();
    let packed = base64::engine::general_purpose::STANDARD.encode(format!("it was {token} once"));
    let hex: String = format!("it was {token}").bytes().map(|byte| format!("{byte:02x}")).collect();
    let references: String = token.bytes().map(|byte| format!("&#{byte};")).collect();
    let percent: String = token.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let escaped: String = token.bytes().map(|byte| format!("\\u{byte:04x}")).collect();
    let split = token.replace("pat", "p\u{200b}at");
    for written in [&token, &packed, &hex, &references, &percent, &escaped, &split] {
        let said = Site::new().beside("Nothing.", &format!("The token {written} was in use.")).said();
        assert!(said.iter().any(|said| said.starts_with(&format!("secret: {written}"))), "{written}: {said:?}");
    }
}

#[test]
fn a_secret_in_a_finished_file_trips_the_wire() {
    let tripwire = Site::new().beside("Nothing.", "Nothing.").leaks().tripwire(&[token()]);
    let half = token();
    let (left, right) = half.split_at(9);
    for page in [format!("<p>It was {half}.</p>"), format!("<p>It was {left}<b>{right}</b>.</p>"), format!("let key = '{half}';")] {
        for path in ["index.html", "feed.xml", "a.js"] {
            let trips = tripwire.scan(path, page.as_bytes());
            // A script is read as it stands.
            let cut = path == "a.js" && page.contains("<b>");
            assert_eq!(trips.iter().any(|trip| trip.rule == "leak/secret"), !cut, "{path}: {page}");
        }
    }
}

#[test]
fn a_key_of_many_lines_is_marked_to_its_end() {
    let key = made("-----BEGIN EC PRIVATE KEY-----\n{b64:64}\n{b64:64}\n{b64:36}\n-----END EC PRIVATE KEY-----");
    let said = Site::new().beside("Nothing.", &format!("```\n{key}\n```")).said();
    assert!(said.contains(&format!("secret: {key}")), "{said:?}");
}

#[test]
fn a_key_without_an_end_is_marked_as_far_as_it_goes() {
    let said = Site::new().beside("Nothing.", "It held `-----BEGIN EC PRIVATE KEY----- MHcCAQ-x` then.").said();
    assert!(said[0].starts_with("secret: -----BEGIN EC PRIVATE KEY----- MHcCAQ-x"), "{said:?}");
    let many = "-----BEGIN PRIVATE KEY----- a ".repeat(20_000);
    assert_eq!(Secrets::default().found(&many, Reach::Text).len(), 20_000, "each is read once");
}

#[test]
fn neighbours_are_all_found() {
    let (one, two) = (made("ghp_{alnum:36}"), made("AKIA{b32:16}"));
    let hits = Secrets::default().found(&format!("{one},{two} {two}"), Reach::Text);
    assert_eq!(hits.len(), 3);
}

#[test]
fn what_manuals_print_is_clean() {
    for text in [
        "Send `Authorization: Bearer YOUR_TOKEN`.",
        "Write `api_key = \"<your-key-2>\"` and `password: $PASSWORD_1`.",
        "Write `token: ${{ secrets.TOKEN_2 }}` there.",
        "The manual says AKIAIOSFODNN7EXAMPLE and wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY, aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY.",
        "Put ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx there, or sk-YOUR_KEY_YOUR_KEY_YOUR_KEY_YOUR_KEY_1.",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 is the checksum of the key 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08.",
        "The key change: we now check certificates 30 days before they expire.",
        "Token refreshes failed between 09:58 and 11:42 UTC on 2026-03-14.",
        "The secret to a good report: say what happened, in 200 words or fewer.",
    ] {
        let said = Site::new().beside("Nothing.", text).said();
        assert!(!said.iter().any(|said| said.starts_with("secret")), "{text}: {said:?}");
    }
}

#[test]
fn a_clean_site_compiles_hardly_anything() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content-example/postmortems");
    let own = crate::internal::check::leak::secrets::rule_set::RuleSet::shipped(include_str!("../rules.toml"));
    let secrets = Secrets::new(vec![std::sync::Arc::new(own.expect("our own rules"))]);
    for entry in std::fs::read_dir(folder).expect("the example").filter_map(Result::ok).filter(|entry| entry.path().is_file()) {
        let text = std::fs::read_to_string(entry.path()).expect("a document");
        secrets.found(&text, Reach::Text);
    }
    assert!(secrets.compiled() <= 8, "{} of {}", secrets.compiled(), SHIPPED.rules.len());
}

#[test]
#[ignore = "a measurement"]
#[expect(clippy::print_stdout, reason = "it says what it measured")]
fn what_a_thousand_clean_messages_cost() {
    let message = "Search results were slow for about one in five requests between 09:58 and 11:42 UTC. A change to how we \
                   store search data used more memory than planned. We have added memory, and an alarm that tells us before it runs out. \
                   We are sorry for the searches that you waited for.\n\n";
    let messages: Vec<String> = (0..1000).map(|at| format!("{}Message {at}.", message.repeat(4))).collect();
    let permits = crate::internal::check::leak::permits::Permits::new(&crate::internal::check::leak::tests::config::config(), []);
    let start = Instant::now();
    let secrets = Secrets::default();
    println!("loading: {:?}", start.elapsed());
    for round in ["first", "second"] {
        let start = Instant::now();
        let hits: usize =
            messages.iter().map(|text| crate::internal::check::leak::detector::found(text, Reach::Text, &permits).len()).sum();
        println!("{round}: detectors {:?}, {hits} hits", start.elapsed());
        let start = Instant::now();
        let hits: usize = messages.iter().map(|text| secrets.found(text, Reach::Text).len()).sum();
        println!("{round}: secrets {:?}, {hits} hits, {} compiled", start.elapsed(), secrets.compiled());
    }
}
