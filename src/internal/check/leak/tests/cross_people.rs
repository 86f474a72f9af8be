//! People: whoever a document names in a field, a column, behind a label or with an `@` is found in public text, however it is written.

use super::site::{Site, body, elsewhere, front};

#[test]
fn every_field_of_people_is_read() {
    for line in [
        "owner: Dana Whitfield",
        "commander: Dana Whitfield",
        "scribe: Dana Whitfield",
        "responders: [Lee Aoki, Dana Whitfield]",
        "reviewers: Lee Aoki, Dana Whitfield",
        "attendees:\n  - { name: Dana Whitfield, role: notes }",
        "moderator: Dana Whitfield",
        "authors: [Dana Whitfield]",
        "approved_by: Dana Whitfield",
        "approved: { by: Dana Whitfield, at: 2026-01-02 }",
        "team: { owner: Dana Whitfield }",
    ] {
        assert_eq!(front(line, "We thank Dana Whitfield."), ["internal-name: Dana Whitfield"], "{line}");
        assert_eq!(front(line, "We thank Dana."), ["internal-name: Dana"], "{line}");
    }
}

#[test]
fn owner_columns_of_any_table_and_labelled_lines_are_read() {
    for text in [
        "## Risks\n\n| Risk | Owner |\n| --- | :-: |\n| disks | Dana Whitfield |\n",
        "## Who did what\n\nWhen | Who | What\n--- | --- | ---\n10:02 | Dana Whitfield | restarted it\n",
        "- **Incident commander:** Dana Whitfield\n",
        "| Scribe | Dana Whitfield |\n",
        "## Action items\n\n- Add an alert (owner: Dana Whitfield, OPS-1)\n",
    ] {
        assert_eq!(body(text, "We thank Dana Whitfield."), ["internal-name: Dana Whitfield"], "{text}");
    }
}

#[test]
fn a_name_alone_behind_a_label_is_a_warning() {
    assert_eq!(body("Scribe: Dana\n", "We thank Dana."), ["internal-name?: Dana"]);
    assert_eq!(body("| Task | Owner |\n|---|---|\n| disks | Dana, @leeaoki |\n", "Ask @leeaoki."), ["internal-handle: @leeaoki"]);
    for nobody in ["Owner: Search team\n", "Lead: we do not know who\n", "| Task | Owner |\n|---|---|\n| disks | Operations |\n"] {
        assert_eq!(body(nobody, "We and the Search team thank the Operations people who know."), [""; 0], "{nobody}");
    }
}

#[test]
fn handles_of_prose_are_read_in_any_script() {
    assert_eq!(body("Paged @dana-w and @юлия_к.", "We thank dana-w and @юлия_к."), ["internal-handle: dana-w", "internal-handle: юлия_к"]);
}

#[test]
fn a_name_hides_nowhere_in_the_markup() {
    for (message, found) in [
        ("We thank Dana W. for it.", "Dana"),
        ("We thank D. Whitfield for it.", "D. Whitfield"),
        ("Write to whitfield.dana@ our domain.", "whitfield.dana"),
        ("We thank DANA\nWHITFIELD for it.", "DANA\nWHITFIELD"),
        ("See [it](https://help.fernwood.example/x \"by Dana Whitfield\").", "Dana Whitfield"),
        ("See ![Dana Whitfield at work](images/a.png).", "Dana Whitfield"),
        ("See ![a screen](images/DanaWhitfield.png).", "DanaWhitfield"),
        ("See ![a screen](images/dana_whitfield-2.png).", "dana_whitfield"),
        ("We thank Dana (Dee) Wh\u{ad}itfield.", "Dana"),
        ("| a |\n| --- |\n| Dana Whitfield's |", "Dana Whitfield"),
        ("> by \u{201c}Whitfield,\u{a0}Dana\u{201d}", "Whitfield,\u{a0}Dana"),
    ] {
        let said = front("owner: Dana Whitfield", message);
        assert!(said.contains(&format!("internal-name: {found}")), "{message}: {said:?}");
    }
}

#[test]
fn a_nickname_is_a_name() {
    assert_eq!(front("owner: Dana (Dee) Whitfield", "We thank Dee."), ["internal-name: Dee"]);
    assert_eq!(front("owner: Dana Whitfield (Scribe)", "A scribe wrote it down."), [""; 0]);
}

#[test]
fn an_alias_is_a_public_path() {
    let site = |path: &str| Site::new().with("---\nowner: Dana Whitfield\n---\n## External message\nAll is well.\n").alias(path).said();
    assert_eq!(site("/old/dana-whitfield/"), ["internal-name: "]);
    assert_eq!(site("/old/all-is-well/"), [""; 0]);
}

#[test]
fn initials_count_from_three_on_and_only_as_they_are_written() {
    assert_eq!(front("owner: Mia van Dyke", "Thanks to MVD for it."), ["internal-name?: MVD"]);
    assert_eq!(front("owner: Mia van Dyke", "The mvd format is new."), [""; 0]);
    assert_eq!(elsewhere("owner: Mia van Dyke", "The MVD format is new."), [""; 0]);
    assert_eq!(front("owner: Dana Whitfield", "The DW format is new."), [""; 0]);
    assert_eq!(front("owner: Ada Pia Ingram", "The API was slow."), [""; 0]);
}

#[test]
fn diacritics_are_folded_and_spelled_out() {
    for (internal, public) in [
        ("Jörg Müller", "Joerg Mueller"),
        ("Joerg Mueller", "Jörg Müller"),
        ("Jörg Müller", "Jorg Muller"),
        ("Søren Ågård", "Soren Agard"),
        ("Mu\u{308}ller, Jo\u{308}rg", "Jörg Müller"),
    ] {
        let line = format!("responders: [\"{internal}\"]");
        for said in [front(&line, &format!("We thank {public} for it.")), elsewhere(&line, &format!("We thank {public} for it."))] {
            assert_eq!(said, [format!("internal-name: {public}")], "{internal}");
        }
    }
    assert_eq!(elsewhere("owner: Jörg Müller", "It was Mueller's idea."), ["internal-name: Mueller"]);
}

#[test]
fn scripts_without_capitals_or_blanks_have_names_too() {
    assert_eq!(front("owner: 山田太郎", "担当は山田太郎です。"), ["internal-name: 山田太郎"]);
    assert_eq!(front("owner: 山田 太郎", "担当は山田太郎です。"), ["internal-name: 山田太郎"]);
    assert_eq!(elsewhere("owner: Юлия Кузнецова", "Спасибо, Юлия Кузнецова!"), ["internal-name: Юлия Кузнецова"]);
    assert_eq!(front("owner: Юлия Кузнец", "Это Кузнецк."), [""; 0], "a name within a word is none");
}

#[test]
fn a_product_with_somebodys_name_is_nobody() {
    assert_eq!(elsewhere("owner: Travis Loki", "Builds on Travis CI and the Grafana Loki store failed."), [""; 0]);
    assert_eq!(elsewhere("owner: Travis Loki", "Builds by Travis failed."), ["internal-name: Travis"]);
}

#[test]
fn whoever_may_be_named_may_be_named_in_part() {
    assert_eq!(front("approved: { by: Ada Public }", "Ada signs this."), [""; 0]);
}
