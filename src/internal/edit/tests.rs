//! Front matter as people write it, edited: the bytes that change, and that no other does.

use proptest::prelude::*;

use super::{Setting, Unsafe, Written, set};

fn words(text: &str) -> Written {
    Written::Words(text.to_owned())
}

fn setting(table: Option<&'static str>, key: &'static str, value: Written) -> Setting {
    Setting { table, key, value }
}

/// What an approval sets.
fn approval() -> Vec<Setting> {
    vec![
        setting(None, "status", words("reviewed")),
        setting(Some("public"), "published", Written::Time("2026-03-18T16:00:00Z".to_owned())),
        setting(Some("public"), "seal", words("sha256:0af5")),
    ]
}

#[track_caller]
fn becomes(before: &str, after: &str) {
    assert_eq!(set(before, &approval()).as_deref(), Ok(after));
    let crlf = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(set(&crlf(before), &approval()), Ok(crlf(after)), "with CRLF");
    assert_eq!(set(&format!("\u{feff}{before}"), &approval()), Ok(format!("\u{feff}{after}")), "with a BOM");
    let open = before.trim_end_matches('\n');
    assert_eq!(set(open, &approval()).as_deref(), Ok(after.trim_end_matches('\n')), "without a final newline");
}

#[test]
fn block_style() {
    becomes(
        "---\n# notes ü\nstatus: in review   # until Tuesday\nowner: 'Dana'\npublic:\n  title: \"Slow: search\"   # short\n  components:\n    - search\n---\nBody.\n",
        "---\n# notes ü\nstatus: reviewed   # until Tuesday\nowner: 'Dana'\npublic:\n  title: \"Slow: search\"   # short\n  published: 2026-03-18T16:00:00Z\n  seal: sha256:0af5\n  components:\n    - search\n---\nBody.\n",
    );
}

#[test]
fn keys_that_are_there_are_replaced_and_keep_their_quotes_and_comments() {
    becomes(
        "---\n\"status\":   'draft' # a: b\npublic:\n    seal: \"sha256:1\"  # old\n    title: Slow\n    published:   # to be set\n---\n",
        "---\n\"status\":   'reviewed' # a: b\npublic:\n    seal: \"sha256:0af5\"  # old\n    title: Slow\n    published: 2026-03-18T16:00:00Z   # to be set\n---\n",
    );
    becomes(
        "---\npublic:\n  title: Slow\n  published: ~\n  seal: >-\n    sha256:1\n  impact: none\nstatus: |\n  draft\nowner: Dana\n---\n",
        "---\npublic:\n  title: Slow\n  published: 2026-03-18T16:00:00Z\n  seal: sha256:0af5\n  impact: none\nstatus: reviewed\nowner: Dana\n---\n",
    );
}

#[test]
fn flow_style() {
    becomes(
        "---\npublic: { title: \"Slow, or not\", components: [search, api], impact: partial } # public\nid: a\n---\n",
        "---\npublic: { title: \"Slow, or not\", components: [search, api], impact: partial, published: 2026-03-18T16:00:00Z, seal: sha256:0af5 } # public\nid: a\nstatus: reviewed\n---\n",
    );
    becomes(
        "---\npublic: {title: Slow, published: null, seal: 'sha256:1',\n  impact: none}\nstatus: draft\n---\n",
        "---\npublic: {title: Slow, published: 2026-03-18T16:00:00Z, seal: 'sha256:0af5',\n  impact: none}\nstatus: reviewed\n---\n",
    );
    becomes(
        "---\n{ id: a, public: { components: [search] } }\n---\n",
        "---\n{ id: a, status: reviewed, public: { published: 2026-03-18T16:00:00Z, seal: sha256:0af5, components: [search] } }\n---\n",
    );
}

#[test]
fn values_of_many_lines_are_stepped_over() {
    becomes(
        "---\nnotes: |\n  status: draft\n  public:\n\n  end\nlong: one\n  two\nquoted: \"a\n\n  b\"\npublic:\n  summary: >\n    One\n    two.\n  components: [search,\n    api]\n---\n",
        "---\nstatus: reviewed\nnotes: |\n  status: draft\n  public:\n\n  end\nlong: one\n  two\nquoted: \"a\n\n  b\"\npublic:\n  published: 2026-03-18T16:00:00Z\n  seal: sha256:0af5\n  summary: >\n    One\n    two.\n  components: [search,\n    api]\n---\n",
    );
}

#[test]
fn toml() {
    becomes(
        "+++\nid = \"a\" # the id\ntags = [\n  \"x\",\n]\n\n[public]\ntitle = 'Slow'\nstarted = 2026-03-14T09:58:00Z\ncomponents = [\"search\"]\n[meeting]\nheld = 2026-03-17T15:00:00Z\n+++\n",
        "+++\nid = \"a\" # the id\nstatus = \"reviewed\"\ntags = [\n  \"x\",\n]\n\n[public]\ntitle = 'Slow'\nstarted = 2026-03-14T09:58:00Z\npublished = 2026-03-18T16:00:00Z\nseal = \"sha256:0af5\"\ncomponents = [\"search\"]\n[meeting]\nheld = 2026-03-17T15:00:00Z\n+++\n",
    );
    becomes(
        "+++\n[public]\ntitle = \"Slow\"\npublished = \"2026-03-01T00:00:00Z\" # early\nseal = 'sha256:1'\n+++\n",
        "+++\nstatus = \"reviewed\"\n[public]\ntitle = \"Slow\"\npublished = \"2026-03-18T16:00:00Z\" # early\nseal = 'sha256:0af5'\n+++\n",
    );
    becomes(
        "+++\nstatus = \"draft\"\npublic = { title = \"Slow\", impact = \"none\" }\n+++\n",
        "+++\nstatus = \"reviewed\"\npublic = { title = \"Slow\", impact = \"none\", published = 2026-03-18T16:00:00Z, seal = \"sha256:0af5\" }\n+++\n",
    );
    becomes(
        "+++\nstatus = \"draft\"\npublic.title = \"Slow\"\n  public.impact = \"none\" # x\n+++\n",
        "+++\nstatus = \"reviewed\"\npublic.title = \"Slow\"\n  public.impact = \"none\" # x\n  public.published = 2026-03-18T16:00:00Z\n  public.seal = \"sha256:0af5\"\n+++\n",
    );
}

#[test]
fn a_table_and_words_that_need_quotes() {
    let by = |name: &str| {
        let table = Written::Table(vec![("by", words(name)), ("at", Written::Time("2026-03-18T16:00:00Z".to_owned()))]);
        vec![setting(None, "approved", table)]
    };
    for (name, written) in [
        ("Dana Whitfield", "Dana Whitfield"),
        ("Zoë O'Neil", "\"Zoë O'Neil\""),
        ("No", "\"No\""),
        ("7", "\"7\""),
        ("a: b", "\"a: b\""),
        ("D \"W\" \\", "\"D \\\"W\\\" \\\\\""),
        ("x, y }", "\"x, y }\""),
    ] {
        let after = format!("---\nid: a\napproved: {{ by: {written}, at: 2026-03-18T16:00:00Z }}\n---\n");
        assert_eq!(set("---\nid: a\n---\n", &by(name)), Ok(after), "{name}");
    }
    assert_eq!(
        set("+++\nid = \"a\"\n+++\n", &by("Dana")).as_deref(),
        Ok("+++\nid = \"a\"\napproved = { by = \"Dana\", at = 2026-03-18T16:00:00Z }\n+++\n")
    );
}

#[test]
fn what_cannot_be_edited_for_certain_is_refused() {
    for text in [
        "No front matter.\n",
        "---\nstatus: draft\n",
        "---\nstatus: [draft]\npublic:\n  title: Slow\n---\n",
        "---\nstatus: draft\npublic: Slow\n---\n",
        "---\nstatus: draft\n---\n",
        "---\nstatus: &s draft\nphase: *s\npublic:\n  title: Slow\n---\n",
        "---\nstatus: !!str draft\npublic:\n  title: Slow\n---\n",
        "---\nbase: &b\n  title: Slow\npublic: *b\n---\n",
    ] {
        assert!(set(text, &approval()).is_err(), "{text}");
    }
    let Err(Unsafe(reason)) = set("---\nstatus: [draft]\n---\n", &approval()) else { panic!("a refusal") };
    assert!(!reason.contains("draft"));
}

/// Lines of front matter that an edit must leave as they are.
fn other_line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("# a comment: with status: draft".to_owned()),
        Just(String::new()),
        "[a-m]{3,8}".prop_map(|key| format!("x_{key}: a value  # and more")),
        "[a-m]{3,8}".prop_map(|key| format!("x_{key}: \"quoted: é \\\" # no comment\"")),
        "[a-m]{3,8}".prop_map(|key| format!("x_{key}: [one, 'two',\n  three]")),
        "[a-m]{3,8}".prop_map(|key| format!("x_{key}: {{ a: 1, b: {{ c: d }} }}")),
        "[a-m]{3,8}".prop_map(|key| format!("x_{key}: |+\n  published: no\n\n  seal: no\n")),
        "[a-m]{3,8}".prop_map(|key| format!("x_{key}: >-\n   folded\n   text")),
        "[a-m]{3,8}".prop_map(|key| format!("x_{key}:\n- one\n- two: 2\n  three: 3")),
        "[a-m]{3,8}".prop_map(|key| format!("'x_{key}':\n  sub:\n    deep: true")),
    ]
}

proptest! {
    #[test]
    fn an_edit_changes_its_keys_and_no_other_byte(
        before in proptest::collection::vec(other_line(), 0..5),
        inside in proptest::collection::vec("[a-m]{3,8}", 0..3),
        behind in proptest::collection::vec(other_line(), 0..5),
        status in proptest::option::of("(draft|\"in review\"|'draft')( # why)?"),
        crlf: bool,
    ) {
        let mut lines = before;
        lines.extend(status.map(|status| format!("status: {status}")));
        lines.push("public:\n  title: Slow".to_owned());
        lines.extend(inside.iter().map(|key| format!("  x_{key}: y")));
        lines.extend(behind);
        let text = format!("---\n{}\n---\nBody: é\n\nstatus: draft\n", lines.join("\n"));
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        // Keys that stand twice, and the like, are refused as they were before.
        let Ok(edited) = set(&text, &approval()) else { return Ok(()) };
        let ours = |line: &&str| ["status: ", "published: 2026", "seal: sha256"].iter().any(|key| line.trim_start().starts_with(key));
        let head = |text: &str| text.split_once("Body: ").map(|(head, _)| head.to_owned()).unwrap_or_default();
        let rest = |text: &str| head(text).split_inclusive('\n').filter(|line| !ours(line)).map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(rest(&text), rest(&edited));
        prop_assert_eq!(text.split_once("Body: ").map(|(_, body)| body), edited.split_once("Body: ").map(|(_, body)| body));
        // Once set, they are not set again.
        let again = set(&edited, &approval());
        prop_assert_eq!(again.as_deref(), Ok(edited.as_str()));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,40}", toml: bool) {
        let mark = if toml { "+++" } else { "---" };
        let _ = set(&format!("{mark}\n{text}\npublic:\n  title: x\n{mark}\n"), &approval());
        let _ = set(&format!("{mark}\n{text}\n[public]\ntitle = \"x\"\n{mark}\n"), &approval());
    }
}
