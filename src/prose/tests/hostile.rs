//! Files, rules and configs that nobody means well with: a clear error or a clear alert, and an end.

use std::fmt::Write as _;

use super::Folder;

const WORD: &str = "extends: existence\nmessage: \"%s\"\ntokens: [TODO]\n";

#[test]
fn what_cannot_be_read_is_named() {
    let folder = Folder::style(&[("A.yml", WORD)], "TODO\n");
    folder.write("latin.md", b"caf\xe9 TODO\n");
    folder.write("folder.md/inside.md", b"TODO\n");
    folder.write("empty.md", b"");
    let wrong = folder.lint(&["latin.md"]).unwrap_err();
    assert!(wrong.contains("latin.md is not UTF-8 from byte 3 on") && wrong.contains("help:"), "{wrong}");
    let gone = folder.lint(&["gone.md"]).unwrap_err();
    assert!(gone.contains("gone.md") && gone.contains("help:"), "{gone}");
    assert_eq!(folder.lines(&folder.lint(&["folder.md", "empty.md"]).unwrap()), ["folder.md/inside.md:1:1:S.A:TODO"]);
}

#[test]
fn broken_styles_and_configs_are_named() {
    let escape = "extends: existence\nmessage: \"%s\"\ndescription: \"you\\'re\"\ntokens: [a]\n";
    let cases: &[(&str, &str, &str)] = &[
        (escape, "", "A.yml:3"),
        ("extends: existence\nmessage: m\ntokens: {a: b}\n", "", "A.yml"),
        ("extends: existence\nmessage: m\ntokens: ['a{2']\nlevel: [x]\n", "", "A.yml"),
        ("extends: S.Other\nmessage: m\n", "", "S.Other"),
        ("extends: script\nmessage: m\nscript: x\n", "", "`script`"),
        ("extends: existence\nmessage: m\naction: {name: run}\ntokens: [a]\n", "", "`run`"),
        ("", "", "A.yml"),
        (WORD, "StylesPath = nowhere\n", "nowhere"),
        (WORD, "Vocab = None\n", "None"),
        (WORD, "WordTemplate = x\n", "%s"),
        (WORD, "[*.md\n", "bracket"),
    ];
    for (rule, line, wanted) in cases {
        let folder = Folder::style(&[("A.yml", rule)], "a\n");
        folder.write(".vale.ini", format!("StylesPath = styles\n{line}[*]\nBasedOnStyles = S\n").as_bytes());
        let wrong = folder.lint(&["page.md"]).unwrap_err();
        assert!(wrong.contains(wanted) && wrong.contains("help:"), "{rule:?} {line:?}: {wrong}");
    }
}

#[test]
fn a_repeated_key_counts_as_its_last() {
    let twice = "extends: substitution\nmessage: \"%s\"\nswap:\n  a: one\n  a: two\n";
    let outcome = Folder::style(&[("A.yml", twice)], "a\n").lint(&["page.md"]).unwrap();
    assert!(outcome.lines().ends_with("page.md:1:1:S.A:two\n"), "{}", outcome.lines());
    assert_eq!(outcome.notes, ["S.A repeats a key: the last value counts"]);
}

#[test]
fn a_pattern_that_takes_too_long_says_so_in_every_kind() {
    let slow = "(?:x+x+)+(?=y)z";
    let rules = [
        ("A.yml", format!("extends: existence\nmessage: m\nnonword: true\ntokens: ['{slow}']\n")),
        ("B.yml", format!("extends: substitution\nmessage: m\nnonword: true\nswap: {{'{slow}': a}}\n")),
        ("C.yml", format!("extends: occurrence\nmessage: m\nmax: 1\ntoken: '{slow}'\n")),
        ("D.yml", format!("extends: conditional\nmessage: m\nfirst: '{slow}'\nsecond: (a)\n")),
        ("E.yml", format!("extends: consistency\nmessage: m\nnonword: true\neither: {{'{slow}': a}}\n")),
        ("F.yml", format!("extends: capitalization\nmessage: m\nmatch: '{slow}'\n")),
        ("G.yml", format!("extends: repetition\nmessage: m\ntokens: ['{slow}']\n")),
    ];
    let rules: Vec<(&str, &str)> = rules.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let found = Folder::style(&rules, &format!("{}z", "x".repeat(300))).told();
    assert_eq!(found.len(), rules.len(), "{found:?}");
    assert!(found.iter().all(|line| line.contains("gave up on this text")), "{found:?}");
    let often = Folder::style(&rules[..1], &format!("{}z\n\n", "x".repeat(300)).repeat(50)).told();
    assert_eq!(often.len(), 1, "a rule that gave up is not tried again in the file: {often:?}");
}

#[test]
fn deep_nesting_and_long_lines_come_to_an_end() {
    let deep = format!("{}TODO\n\n{}TODO\n", "> ".repeat(3000), "- ".repeat(3000));
    assert!(!Folder::style(&[("A.yml", WORD)], &deep).told().is_empty());
    let html = format!("{}TODO{}\n", "<div>".repeat(20_000), "</div>".repeat(20_000));
    assert_eq!(Folder::style(&[("A.yml", WORD)], &html).told().len(), 1);
    let open = "*[<!--`![".repeat(20_000);
    Folder::style(&[("A.yml", WORD)], &open).told();
    let long = format!("{}TODO\n", "word ".repeat(400_000));
    assert_eq!(Folder::style(&[("A.yml", WORD)], &long).told(), ["1:2000001:S.A:TODO"]);
}

#[test]
fn many_alerts_and_many_comments_cost_what_they_are_worth() {
    let mut page = String::new();
    for number in 0..3000 {
        let _ = writeln!(page, "<!-- vale S.A = {} -->\n\nTODO é\n", if number % 2 == 0 { "NO" } else { "YES" });
    }
    assert_eq!(Folder::style(&[("A.yml", WORD)], &page).told().len(), 1500);
    let one_line = format!("{}\n", "é TODO ".repeat(5000));
    assert_eq!(Folder::style(&[("A.yml", WORD)], &one_line).told().len(), 5000);
}

#[cfg(unix)]
#[test]
fn links_that_go_round_are_not_followed() {
    let folder = Folder::style(&[("A.yml", WORD)], "TODO\n");
    std::os::unix::fs::symlink(folder.path(""), folder.path("round")).unwrap();
    std::os::unix::fs::symlink(folder.path("styles"), folder.path("styles/S/round")).unwrap();
    assert_eq!(folder.all(), ["page.md:1:1:S.A:TODO"]);
}
