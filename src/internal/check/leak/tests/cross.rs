//! The cross-check: what stands in an internal half must not stand in a public one, of any document.

use super::site::Site;
use crate::diagnostic::{Level, Sample};
use crate::internal::check::leak::Leaks;

fn said(internal: &str, message: &str) -> Vec<String> {
    Site::new().beside(internal, message).said()
}

/// What a message says when the internal half is that of another document.
fn said_elsewhere(front: &str, message: &str) -> Vec<String> {
    Site::new().beside("", message).with(&format!("---\n{front}\n---\nNothing.\n")).said()
}

fn said_with(front: &str, message: &str) -> Vec<String> {
    Site::new().with(&format!("---\n{front}\n---\nNothing.\n## External message\n{message}\n")).said()
}

#[test]
fn every_rule_finds_its_bad_samples_and_no_good_one() {
    for doc in Leaks::docs() {
        let found = |message: &str, internal: &str| {
            let site = Site::new().whole("", &format!("## Follow-ups\n{internal}"), &format!("## External message\n{message}"));
            site.findings().iter().any(|f| f.rule == doc.code && f.level == doc.level)
        };
        for sample in &doc.bad {
            if let Sample::Beside { message, internal } = sample {
                assert!(found(message, internal), "{} misses {message}", doc.code);
            }
        }
        for sample in &doc.good {
            if let Sample::Beside { message, internal } = sample {
                assert!(!found(message, internal), "{} finds {message}", doc.code);
            }
        }
        assert!(doc.good.len() >= 2 && doc.bad.len() >= 2, "{}", doc.code);
        assert!(!doc.summary.is_empty() && !doc.why.is_empty(), "{}", doc.code);
    }
}

#[test]
fn a_full_name_is_found_in_every_way_to_write_it() {
    let front = "owner: Dana Whitfield";
    for written in [
        "Dana Whitfield",
        "DANA WHITFIELD",
        "dana whitfield",
        "Whitfield, Dana",
        "D. Whitfield",
        "dana.whitfield",
        "Dana\nWhitfield",
        "Dána Whitfíeld",
        "Dana\u{a0}Whitfield",
        "whitfield.dana",
        "dwhitfield",
        "DanaWhitfield",
        "Whitfield, D.",
    ] {
        for found in [said_with(front, &format!("We and {written} met.")), said_elsewhere(front, &format!("We and {written} met."))] {
            assert_eq!(found, [format!("internal-name: {written}")], "{written}");
        }
    }
    assert_eq!(said_with(front, "It was **Dana** _Whitfield_'s idea."), ["internal-name: Dana** _Whitfield"]);
}

#[test]
fn a_name_is_found_when_what_nobody_sees_stands_for_its_blank() {
    for hidden in
        ["\u{ad}", "\u{34f}", "\u{200c}", "\u{200d}", "\u{fe0f}", "\u{180b}", "\u{fff0}", "\u{1bca0}", "&zwnj;", "%E2%80%8D", "\u{2800}"]
    {
        let message = format!("We and Lee{hidden}Aoki met.");
        assert_eq!(said_elsewhere("owner: Lee Aoki", &message), [format!("internal-name: Lee{hidden}Aoki")], "{}", hidden.escape_unicode());
    }
    // Within a word it stands for nothing, and both may be true of one text.
    assert_eq!(said_elsewhere("owner: Lee Aoki", "We and L\u{200d}ee Ao\u{ad}ki met.").len(), 1);
}

#[test]
fn a_single_name_counts_in_its_own_document_and_in_mid_sentence_elsewhere() {
    let front = "responders: Dana Whitfield";
    assert_eq!(said_with(front, "Dana's change was taken back."), ["internal-name: Dana"]);
    assert_eq!(said_with(front, "It was whitfield who saw it."), ["internal-name: whitfield"]);
    assert_eq!(said_elsewhere(front, "A change of Whitfield's was taken back."), ["internal-name: Whitfield"]);
    assert!(said_elsewhere(front, "Dana is a word at the start here.").is_empty());
    assert!(said_elsewhere(front, "The dana is a kind of fish.").is_empty());
}

#[test]
fn a_name_that_is_a_word_is_a_warning_and_a_month_is_none() {
    let front = "scribe: May Long";
    assert_eq!(said_with(front, "We asked May to look."), ["internal-name?: May"]);
    assert_eq!(said_elsewhere(front, "We asked May to look."), ["internal-name?: May"]);
    assert!(said_with(front, "It lasted from 14 May to May 16, and in May it was slow. It may take long.").is_empty());
    assert_eq!(said_with(front, "We thank May Long."), ["internal-name: May Long"]);
    assert!(said_elsewhere(front, "Long waits were seen.").is_empty());
}

#[test]
fn permitted_names_and_terms_pass() {
    assert!(said_with("owner: Ada Public", "Ada Public, for all of us. Ada signs.").is_empty());
    assert!(said_with("owner: Grace Hopperton", "The Grace Engine was slow.").is_empty());
    assert!(said_with("owner: Tom Search", "Search was slow on Fernwood.").is_empty());
    assert!(said_with("owner: Search team", "Our search team met.").is_empty());
}

#[test]
fn a_sentence_of_the_config_permits_no_name() {
    let mut site = Site::new().whole("owner: Mara Quillfeather", "", "## External message\nWe and Mara Quillfeather met.");
    site.config.components[0].description = Some("Built by Mara Quillfeather".to_owned());
    assert_eq!(site.said(), ["internal-name: Mara Quillfeather"]);
    site.config.components[0].name = "Mara Quillfeather".to_owned();
    assert!(site.said().is_empty(), "what a component is called is public");
}

#[test]
fn handles_and_addresses_are_found_with_their_parts() {
    assert_eq!(said("Paged @dana-w at once.", "Thanks to dana-w!"), ["internal-handle: dana-w"]);
    assert_eq!(said("Paged @dwhitfield.", "Thanks to @dwhitfield for it."), ["internal-handle: @dwhitfield"]);
    assert!(said("Ask @here and @oncall.", "We are here and on call.").is_empty());
    assert_eq!(said("Mail d.w@corp-fern.net", "Mail D.W@corp-fern.net today."), ["internal-email: D.W@corp-fern.net"]);
    assert_eq!(said("Mail dana.whit@corp-fern.net", "It was dana.whit again."), ["internal-email: dana.whit"]);
    assert!(said("Mail support@example.com", "Mail support@example.com today.").is_empty());
}

#[test]
fn hosts_and_machines_are_found_in_their_variants() {
    assert_eq!(said_with("title: es-data-7 heap exhaustion", "A node, es-data-7, failed."), ["internal-host: es-data-7"]);
    for written in ["ES_DATA_7", "es data 7", "es\u{2011}data\u{2011}7", "`es-data-7`.core"] {
        assert_eq!(said("Drained es-data-7 first.", &format!("Node {written} failed.")).len(), 1, "{written}");
    }
    assert_eq!(said("See cart-core.fernwood.net", "The cart-core was slow."), ["internal-host: cart-core"]);
    assert_eq!(said("See https://pad.fernwood.net/x", "Open pad.fernwood.net now."), ["internal-host: pad.fernwood.net"]);
    let others = said("Drained es-data-7 first.", "The table es-data-70 was slow.");
    assert!(others.iter().all(|said| !said.starts_with("internal")), "{others:?}");
    assert!(
        said(
            "See status.fernwood.example and github.com, phase-2, us-east-1, api-v2.",
            "Open status.fernwood.example or github.com: phase-2, us-east-1, api-v2."
        )
        .is_empty()
    );
}

#[test]
fn tickets_links_and_channels_are_found() {
    assert_eq!(said_with("tickets: OPS-4711", "Fixed by OPS-4711."), ["internal-ticket: OPS-4711"]);
    assert!(said("Hash SHA-256, text UTF-8, date ISO-8601.", "Hash SHA-256, text UTF-8, date ISO-8601.").is_empty());
    let pull = "https://github.com/rust-lang/rust/pull/81";
    assert_eq!(said(&format!("See {pull}."), &format!("See <{pull}/#files>.")).len(), 1);
    assert!(said(&format!("See {pull}."), "See https://github.com/rust-lang/rust/pull/812.").is_empty());
    assert_eq!(said_with("channel: inc-2026-03-14", "We met in #inc-2026-03-14."), ["internal-channel: #inc-2026-03-14"]);
}

#[test]
fn a_link_target_and_a_code_block_are_public_text_too() {
    assert_eq!(said_with("owner: Dana Whitfield", "[us](https://fern.example/dana-whitfield)").len(), 1);
    assert_eq!(said_with("owner: Dana Whitfield", "```\ndana whitfield\n```").len(), 1);
}

#[test]
fn encodings_hide_nothing() {
    for written in
        ["Dana%20Whitfield", "D&#97;na Whitfield", "Da\u{200b}na Whitfield", "RGFuYSBXaGl0ZmllbGQgd2FzIGhlcmU=", r"Dana\u0020Whitfield"]
    {
        let found = said_with("owner: Dana Whitfield", &format!("See [it](/x?q={written}) here."));
        assert!(found.iter().any(|said| said.starts_with("internal-name:")), "{written}: {found:?}");
    }
}

#[test]
fn the_id_is_a_public_path() {
    let site = Site::new().beside("Drained es-data-7 first; owner @dana-w.", "All is well.").id("2026-03-14-es-data-7-down");
    assert_eq!(site.said(), ["internal-host: "]);
    assert!(Site::new().beside("This is inc-42.", "All is well.").id("inc-42").said().is_empty());
}

#[test]
fn messages_say_the_place_and_never_the_value() {
    let site = Site::new().with("---\nresponders: Dana Whitfield\ncustomer_fern: es-data-7.core.fern.net\n---\n## External message\nDana Whitfield and es-data-7.core.fern.net.\n");
    let findings = site.findings();
    assert_eq!(findings[0].message, "public text holds a name from `responders` of this document");
    assert_eq!(findings[1].message, "public text holds a host from the internal front matter of this document");
    for finding in findings {
        assert!(!finding.message.contains("Dana") && !finding.help.contains("es-data") && !finding.help.is_empty());
    }
}

#[test]
fn the_most_specific_rule_speaks() {
    let site = |message: &str| said("The ticket is SRCH-812.", message);
    assert_eq!(site("See https://fern.atlassian.net/browse/SRCH-9."), ["tracker-url: https://fern.atlassian.net/browse/SRCH-9."]);
    assert_eq!(site("Mail dana@mail.internal now."), ["email: dana@mail.internal"]);
    assert_eq!(site("The box ci.corp.example.net is slow."), ["own-private-domain: ci.corp.example.net"]);
    assert_eq!(site("Call cart.shop.svc.cluster.local now."), ["k8s-service-dns: cart.shop.svc.cluster.local"]);
    assert_eq!(
        site("See https://fern.atlassian.net/browse/SRCH-812 now."),
        ["internal-ticket: https://fern.atlassian.net/browse/SRCH-812"]
    );
}

#[test]
fn the_config_weighs_class_w_alone() {
    let mut site = Site::new().beside("", "The machine db-prod-03 at 10.1.2.3 was full.");
    assert_eq!(site.said(), ["hostname-role-number?: db-prod-03", "private-ipv4: 10.1.2.3"]);
    site.config.leaks.rules =
        [("leak/hostname-role-number", None), ("leak/private-ipv4", None)].map(|(code, level)| (code.to_owned(), level)).into();
    assert_eq!(site.said(), ["private-ipv4: 10.1.2.3"]);
    site.config.leaks.rules = [("leak/hostname-role-number".to_owned(), Some(Level::Error))].into();
    assert_eq!(site.said().len(), 2);
    assert!(Leaks::class_w("leak/file-path") && !Leaks::class_w("leak/secret") && !Leaks::class_w("leak/internal-name"));
}

#[test]
fn what_a_document_without_readable_front_matter_holds_is_internal_too() {
    let site = Site::new().beside("", "We restarted frob-7.fernwood.io, says Dana Whitfield.");
    let site = site.unreadable("---\nowner: [\n---\nScribe: Dana Whitfield\n\nfrob-7.fernwood.io was full.\n");
    assert_eq!(site.said(), ["internal-host: frob-7.fernwood.io", "internal-name: Dana Whitfield"]);
}

#[test]
fn names_and_tickets_are_known_without_their_marks() {
    assert_eq!(said_with("owner: Pat O'Brien", "It was PAT OBRIEN."), ["internal-name: PAT OBRIEN"]);
    assert_eq!(said_with("owner: Maria Garcia-Lopez", "It was Garcia."), ["internal-name: Garcia"]);
    assert_eq!(said("See FERN-812.", "See fern 812."), ["internal-ticket: fern 812"]);
    assert!(said("See WEB-2.", "We run web 2 and more.").is_empty());
}
