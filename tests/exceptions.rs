//! The file with exceptions: what it lets pass, what it never does, and what is said of entries that nobody needs.

use allclear::diagnostic::Level;
use sha2::{Digest as _, Sha256};

use crate::support::folder::CONFIG;
use crate::support::{BASE, Built, Folder};

const SALT: &str = "a salt for this site alone";

/// A site whose message ends with a sentence, and its exceptions.
fn site(sentence: &str, exceptions: &str) -> Folder {
    Folder::with(&format!("{BASE}\n{sentence}\n"))
        .file("allclear.toml", format!("{CONFIG}\n[leaks]\nexceptions = \"exceptions.toml\"\n"))
        .file("exceptions.toml", format!("salt = \"{SALT}\"\n\n{exceptions}"))
}

/// An entry for the document of the stories.
fn entry(rule: &str, what: &str) -> String {
    let document = "2026-03-14-slow-search";
    format!(
        "[[exception]]\nrule = \"{rule}\"\ndocument = \"{document}\"\n{what}\nreason = \"agreed\"\nby = \"Dana Whitfield\"\nexpires = 2026-06-01\n\n"
    )
}

fn hash(text: &str) -> String {
    let digest: String = Sha256::digest(format!("{SALT}{text}")).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("hash = \"sha256:{digest}\"")
}

/// Asserts that a build has one finding of that rule and level, and nothing else.
#[track_caller]
fn only(built: &Built, rule: &str, level: Level) {
    let found: Vec<(&str, Level)> = built.findings.iter().map(|(rule, level, _)| (rule.as_str(), *level)).collect();
    assert_eq!(found, [(rule, level)], "{}", built.human);
}

#[test]
fn what_is_excepted_passes_the_gate_and_the_scan_of_the_finished_site() {
    for what in ["quote = \"10.20.30.40\"".to_owned(), hash("10.20.30.40")] {
        let sentence = "A printer at 10.20.30.40 was slow.";
        assert!(site(sentence, "").build().found("leak/private-ipv4"));

        let built = site(sentence, &entry("leak/private-ipv4", &what)).build();

        assert_eq!(built.findings, [], "{}", built.human);
        assert!(built.says("10.20.30.40"), "it is published");
    }
}

#[test]
fn a_value_of_the_internal_half_may_be_excepted() {
    let document = BASE.replace("A reindex ran", "On es-data-7, a reindex ran");
    let site = site("The machine es-data-7 is known to all.", &entry("leak/internal-host", "quote = \"es-data-7\""));
    site.write("postmortems/2026-03-14-slow-search.md", format!("{document}\nThe machine es-data-7 is known to all.\n"));

    let built = site.build();

    assert_eq!(built.findings, [], "{}", built.human);
    assert!(built.says("es-data-7"));
}

#[test]
fn a_word_may_be_excepted_by_the_path_of_its_document_and_without_an_end() {
    let entry = entry("wording/outage-unless-full", "quote = \"outage\"")
        .replace("\"2026-03-14-slow-search\"", "\"postmortems/2026-03-14-slow-search.md\"")
        .replace("expires = 2026-06-01\n", "");

    let built = site("This outage was short.", &entry).build();

    assert_eq!(built.findings, [], "{}", built.human);
}

#[test]
fn a_pattern_names_documents_by_id_or_by_path() {
    let sentence = "A printer at 10.20.30.40 was slow.";
    let good = entry("leak/private-ipv4", "quote = \"10.20.30.40\"");
    for (pattern, passes) in [
        ("2026-03-*", true),
        ("2026-03-1?-slow-search", true),
        ("postmortems/2026*.md", true),
        ("**/2026-03-14*", true),
        ("2025-*", false),
        ("2026-03-14-slow-searc?x", false),
        ("*/2026*", true),
        ("2026", false),
        ("*.2026-*", false),
    ] {
        let built = site(sentence, &good.replace("2026-03-14-slow-search", pattern)).build();
        assert_eq!(!built.found("leak/private-ipv4"), passes, "{pattern}: {}", built.human);
        assert_eq!(built.found("exceptions/unused"), !passes, "{pattern}: {}", built.human);
    }
}

#[test]
fn an_exception_holds_for_its_document_its_rule_and_its_words_alone() {
    let good = entry("leak/private-ipv4", "quote = \"10.20.30.40\"");
    for (from, to) in [("2026-03-14-slow-search", "another"), ("private-ipv4", "email"), ("10.20.30.40", "10.20.30.4")] {
        let built = site("A printer at 10.20.30.40 was slow.", &good.replace(from, to)).build();
        assert_eq!(built.rules(), ["exceptions/unused", "leak/private-ipv4"], "{from}: {}", built.human);
        assert_eq!(built.status, 3);
    }
}

#[test]
fn the_same_words_in_another_document_are_found() {
    let second = BASE.replace("2026-03-14-slow-search", "2026-03-15-again") + "\nA printer at 10.20.30.40 was slow.\n";
    let site = site("A printer at 10.20.30.40 was slow.", &entry("leak/private-ipv4", "quote = \"10.20.30.40\""));

    let built = site.document("2026-03-15-again.md", second).build();

    only(&built, "leak/private-ipv4", Level::Error);
    assert!(built.human.contains("2026-03-15-again.md"), "{}", built.human);
}

#[test]
fn an_entry_that_is_over_or_not_needed_is_told_and_lets_nothing_pass() {
    let sentence = "A printer at 10.20.30.40 was slow.";
    let good = entry("leak/private-ipv4", "quote = \"10.20.30.40\"");

    let lapsed = site(sentence, &good.replace("2026-06-01", "2026-03-19")).build();
    let last_day = site(sentence, &good.replace("2026-06-01", "2026-03-20")).build();
    let unused = site("A printer was slow.", &good).build();

    assert_eq!(lapsed.rules(), ["exceptions/lapsed", "leak/private-ipv4"], "{}", lapsed.human);
    assert_eq!(last_day.findings, [], "{}", last_day.human);
    only(&unused, "exceptions/unused", Level::Warning);
    assert_eq!(unused.status, 0);
}

#[test]
fn an_entry_that_cannot_hold_is_an_error_that_says_why() {
    let good = entry("leak/private-ipv4", "quote = \"10.20.30.40\"");
    let faults = [
        ("quote = \"10.20.30.40\"", "", "either `quote` or `hash`"),
        ("quote = \"10.20.30.40\"", "quote = \" \"", "either `quote` or `hash`"),
        ("quote = \"10.20.30.40\"", "hash = \"10.20.30.40\"", "`hash` is not"),
        ("reason = \"agreed\"", "reason = \" \"", "`reason` is empty"),
        ("reason = \"agreed\"", "reason = \"\u{200b}\u{2060}\"", "`reason` is empty"),
        ("by = \"Dana Whitfield\"", "by = \"\u{3164}\"", "`by` is empty"),
        ("reason = \"agreed\"\n", "", "missing field `reason`"),
        ("by = ", "Dana_Whitfield = ", "a key that is not known"),
        ("2026-06-01", "2026-06-01T23:00:00Z", "is no day"),
        ("leak/private-ipv4", "leak/hidden-content", "takes no exception"),
        ("by = ", "from = ", "unknown field `from`"),
        ("by = \"Dana Whitfield\"", "by = 7", "wrong kind"),
        ("expires = 2026-06-01\n", "", "needs `expires`"),
        ("2026-06-01", "2026-12-01", "more than 180 days ahead"),
        ("2026-06-01", "10:00:00", "is no day"),
        ("leak/private-ipv4", "lifecycle/meeting-held", "no wording rule and no leak rule"),
        ("leak/private-ipv4", "leak/private-ip", "no wording rule and no leak rule"),
        ("leak/private-ipv4", "wording/outages", "no wording rule and no leak rule"),
        ("leak/private-ipv4", "10.20.30.40", "no wording rule and no leak rule"),
        ("\"2026-03-14-slow-search\"", "\"*\"", "means all documents"),
        ("\"2026-03-14-slow-search\"", "\"postmortems/**/*.md\"", "means all documents"),
        ("leak/private-ipv4", "leak/secret", "takes no exception"),
    ];
    for (from, to, says) in faults {
        let built = site("A printer was slow.", &good.replace(from, to)).build();
        only(&built, "exceptions/malformed", Level::Error);
        assert!(built.human.contains(says), "no {says:?} in {}", built.human);
        assert_eq!(built.status, 1);
        assert!(!built.human.contains("10.20.30.40") && !built.human.contains("Whitfield"), "{}", built.human);
    }
}

#[test]
fn secrets_and_full_names_take_no_exception() {
    let key = "AKIAQ7RT2MPLX4VN6ZKD";
    let secret = site(&format!("It used {key} then."), &entry("leak/secret", &format!("quote = \"{key}\""))).build();
    assert_eq!(secret.rules(), ["exceptions/malformed", "leak/secret"], "{}", secret.human);

    let name = entry("leak/internal-name", "quote = \"Dana Whitfield\"");
    let named = site("We thank Dana Whitfield for it.", &name).build();
    assert_eq!(named.rules(), ["exceptions/unused", "leak/internal-name"], "{}", named.human);

    let single = site("We thank Whitfield for it.", &entry("leak/internal-name", "quote = \"Whitfield\"")).build();
    assert_eq!(single.findings, [], "{}", single.human);
}

#[test]
fn what_takes_no_exception_is_found_inside_what_does() {
    let nothing: &[&str] = &[];
    let found: &[&str] = &["exceptions/unused", "leak/internal-url"];
    for (hidden, rules) in [("runbook", nothing), ("ghp_a8Kd02mXq71LpZr5TyWe93BnVc64Hs0JfUiO", found), ("dana.whitfield", found)] {
        let link = format!("https://wiki.example.net/{hidden}");
        let document = BASE.replace("A reindex ran", &format!("See {link}. A reindex ran"));
        let site = site("", &entry("leak/internal-url", &format!("quote = \"{link}\"")));
        site.write("postmortems/2026-03-14-slow-search.md", format!("{document}\nSee {link} there.\n"));

        let built = site.keep_going();

        assert_eq!(built.rules(), rules, "{hidden}: {}", built.human);
        assert_eq!(built.says(hidden), rules.is_empty());
    }
}

#[test]
fn what_stands_inside_a_quote_needs_an_entry_of_its_own() {
    let link = "https://app.datadoghq.com/dashboard/abc?u=ops7@corp.example.org";
    let whole = entry("leak/dashboard-url", &format!("quote = \"{link}\""));
    let mail = entry("leak/email", "quote = \"ops7@corp.example.org\"");
    let sentence = format!("See {link} there.");

    let alone = site(&sentence, &whole).build();
    assert_eq!(alone.rules(), ["exceptions/unused", "leak/dashboard-url"], "{}", alone.human);
    assert!(alone.human.contains("inside its quote stands what leak/email finds"), "{}", alone.human);
    let both = site(&sentence, &format!("{whole}{mail}")).build();
    assert_eq!(both.findings, [], "{}", both.human);
}

#[test]
fn of_the_file_a_report_shows_the_heads_of_entries_alone() {
    let text = entry("leak/private-ipv4", "quote = \"10.20.30.40\"").replace("[[exception]]", "[[ exception ]] # for Dana");
    let built = site("A printer was slow.", &text).build();
    only(&built, "exceptions/unused", Level::Warning);
    assert!(built.human.contains("3 | [[ exception ]]") && !built.human.contains("Dana"), "{}", built.human);
}

#[test]
fn the_same_entry_twice_is_one_too_many() {
    let good = entry("leak/private-ipv4", "quote = \"10.20.30.40\"");
    let by_path = good.replace("\"2026-03-14-slow-search\"", "\"postmortems/2026-03-14-slow-search.md\"");
    for second in [&good, &by_path] {
        let built = site("A printer at 10.20.30.40 was slow.", &format!("{good}{second}")).build();
        only(&built, "exceptions/unused", Level::Warning);
    }
}

#[test]
fn a_salt_that_hides_nothing_is_refused() {
    for salt in [" ".repeat(16), "a".repeat(16), "short".to_owned()] {
        let site = site("A printer at 10.20.30.40 was slow.", &entry("leak/private-ipv4", &hash("10.20.30.40")));
        let text = std::fs::read_to_string(site.at("exceptions.toml")).unwrap();
        let built = site.file("exceptions.toml", text.replace(SALT, &salt)).build();
        assert_eq!(built.rules(), ["exceptions/malformed", "leak/private-ipv4"], "{}", built.human);
    }
}

#[test]
fn no_report_repeats_what_was_put_into_the_wrong_place() {
    for (from, to) in [("2026-03-14-slow-search", "Dana Whitfield"), ("leak/private-ipv4", "Dana Whitfield"), ("reason", "danawhitfieldo")]
    {
        let built = site("", &entry("leak/private-ipv4", "quote = \"10.20.30.40\"").replace(from, to)).build();
        assert!(!built.human.to_lowercase().replace(' ', "").contains("danawhitfield"), "{}", built.human);
    }
}

#[test]
fn a_file_that_cannot_be_read_stops_everything() {
    let missing = site("", "");
    std::fs::remove_file(missing.at("exceptions.toml")).unwrap();
    assert!(missing.refusal().contains("there is no such file"), "{}", missing.refusal());
    for text in ["salt = 7", "[[exception]\n", "exceptions = []"] {
        let broken = site("", "").file("exceptions.toml", text).refusal();
        assert!(broken.contains("exceptions.toml:1: the file with exceptions cannot be understood"), "{broken}");
    }
}

#[test]
fn an_exception_for_nearly_all_documents_is_told() {
    let sentence = "A printer at 10.20.30.40 was slow.";
    let good = entry("leak/private-ipv4", "quote = \"10.20.30.40\"");
    for (pattern, wide) in
        [("2*", true), ("postmortems/2*.md", true), ("202?-*", true), ("*-*s*", true), ("2026-03-*", false), ("*-slow-search", false)]
    {
        let built = site(sentence, &good.replace("2026-03-14-slow-search", pattern)).build();
        assert_eq!(built.found("exceptions/wide"), wide, "{pattern}: {}", built.human);
        assert!(!built.found("leak/private-ipv4") && !built.human.contains("10.20.30.40"), "{}", built.human);
    }
    let site = site(sentence, &good.replace("2026-03-14-slow-search", "2026-03-*"));
    for day in 15..=24 {
        let id = format!("2026-03-{day}-again");
        site.write(&format!("postmortems/{id}.md"), BASE.replace("2026-03-14-slow-search", &id));
    }
    let built = site.build();
    only(&built, "exceptions/wide", Level::Warning);
    assert!(built.human.contains("is for 11 of 11 documents"), "{}", built.human);
}

#[test]
fn entries_in_one_line_hold_or_are_told_without_their_words() {
    let inline = |quote: &str, day: &str| {
        let one = format!(
            "{{ rule = \"leak/private-ipv4\", document = \"2026-03-14-slow-search\", quote = \"{quote}\", reason = \"agreed\", by = \"Dana\", expires = {day} }}"
        );
        format!("exception = [{one}, {}]\n", one.replace(quote, "10.9.8.7"))
    };
    let built = site("A printer at 10.20.30.40 was slow.", &inline("10.20.30.40", "2026-06-01")).build();
    only(&built, "exceptions/unused", Level::Warning);
    let lapsed = site("A printer was slow.", &inline("10.20.30.40", "2026-01-01")).build();
    only(&lapsed, "exceptions/lapsed", Level::Warning);
    for report in [built.human, lapsed.human] {
        assert!(!report.contains("10.20.30.40") && !report.contains("10.9.8.7") && !report.contains("agreed"), "{report}");
    }
}

#[test]
fn a_full_name_in_a_script_that_writes_it_in_one_word_takes_none() {
    let document = BASE.replace("owner: Dana Whitfield", "owner: 王小明");
    let site = site("", &entry("leak/internal-name", "quote = \"王小明\""));
    site.write("postmortems/2026-03-14-slow-search.md", format!("{document}\nAsk 王小明 about it.\n"));

    let built = site.build();

    assert!(built.found("leak/internal-name") && built.found("exceptions/unused"), "{}", built.human);
}
