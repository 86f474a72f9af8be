//! Folders of the user's own rules: what is read, and what is told about those that cannot be.

use std::path::Path;

use super::super::*;
use super::document::{Document, config};

fn style(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let style = folder.path().join("House");
    std::fs::create_dir(&style).unwrap();
    for (name, text) in files {
        write(&style.join(name), text);
    }
    folder
}

#[expect(clippy::disallowed_methods, reason = "a fixture in a temporary folder")]
pub fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}

fn with_style(folder: &tempfile::TempDir) -> Document {
    let path = folder.path().join("House");
    Document::partial().wording(|wording| wording.styles.push(path))
}

#[test]
fn a_style_of_your_own_is_read_with_its_levels_and_context() {
    let folder = style(&[
        (
            "we-care.yml",
            "extends: existence\nmessage: \"'%s' is empty\"\nlevel: error\nlimit: 1\nlink: https://example.com/we-care\ntokens: [we care]\n",
        ),
        ("heading.extra.yml", "extends: existence\nmessage: m\nscope: heading\ntokens: [Ouch]\n"),
        ("late.yml", "extends: existence\nmessage: late\ntokens: [Ouch]\n"),
        ("context.toml", "[late]\nonly_if.part = ['title']\n"),
        ("notes.yaml", "not a rule"),
    ]);
    let document = with_style(&folder).message("we care, we care\n\n# Ouch\n\nOuch");
    let findings = document.findings();
    let told: Vec<_> = findings.iter().map(|finding| (finding.rule.as_str(), finding.level, finding.message.as_str())).collect();
    assert_eq!(told, [("House/heading", Level::Warning, "m"), ("House/we-care", Level::Error, "'we care' is empty")]);
    assert_eq!(findings[1].help, "see https://example.com/we-care");
}

#[test]
fn what_is_wrong_with_a_style_is_told_with_its_place() {
    let folder = style(&[
        ("a.yml", "message: m\nextends: spelling\n"),
        ("b.yml", "extends: existence\nmessage: m\ntokens: [a]\nmood: bad\n"),
        ("c.yml", "extends: existence\nmessage: m\ntokens: ['(a']\n"),
        ("d.yml", "extends: existence\nmessage: m\nswap: {a: b}\n"),
        ("e.yml", "extends: existence\nmessage: m\nscope: raw\ntokens: [a]\n"),
        ("f.yml", "extends: existence\nmessage: m\nlevel: fatal\ntokens: [a]\n"),
        ("g.yml", "message: m\n"),
        ("h.yml", "message: [\n"),
        ("context.toml", "[nothing]\nskip_if.full_outage = true\n"),
    ]);
    let mut config = config();
    config.wording.styles = vec![folder.path().join("House"), folder.path().join("Gone")];
    config.wording.rules.insert("House/nothing".to_owned(), None);
    let (_, problems) = Wording::load(&config, &crate::folder::Folder::disk("."));
    let told: Vec<String> = problems
        .iter()
        .map(|problem| {
            assert!(!problem.help.is_empty() && !problem.message.contains('\n'), "{problem:?}");
            let name = problem.path.rsplit('/').next().unwrap();
            format!("{name}:{}: {}", problem.line.map_or_else(|| "-".to_owned(), |line| line.to_string()), problem.message)
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    a.yml:2: rules of kind `spelling` are not supported
    b.yml:4: not a rule: unknown field `mood`, expected one of extends, message, description, level, scope, link, limit, action, ignorecase, nonword, exceptions, vocab, tokens, raw, append, swap, capitalize, token, max, min, alpha, first, second, either, match, style, indicators, threshold, prefix, tests
    c.yml:-: the rule cannot be used: Parsing error at position 14: Opening parenthesis without closing parenthesis
    d.yml:3: `swap` is a key of substitution rules, and this one extends existence
    e.yml:3: the scope `raw` is not supported
    f.yml:3: `fatal` is not a level
    g.yml:-: the rule does not say what it extends
    h.yml:1: not a rule: unclosed bracket '['
    context.toml:-: there is no rule House/nothing
    Gone:-: the style cannot be read: No such file or directory (os error 2)
    allclear.toml:-: [wording.rules] names House/nothing, and there is no such rule
    ");
}

#[test]
fn scalars_of_any_kind_are_text_and_the_last_of_two_keys_counts() {
    let folder = style(&[("numbers.yml", "extends: existence\nmessage: m\ntokens:\n  - 24\n  - yes\nlevel: error\nlevel: suggestion\n")]);
    let findings = with_style(&folder).message("24 and yes").findings();
    assert_eq!(findings.iter().map(|finding| finding.level).collect::<Vec<_>>(), [Level::Suggestion; 2]);
}

#[test]
fn a_pattern_that_gives_up_is_an_error() {
    let folder = style(&[("slow.yml", "extends: existence\nmessage: m\nnonword: true\ntokens: ['(?:x+x+)+(?=y)z']\nlevel: suggestion\n")]);
    let findings = with_style(&folder).message(&format!("{}z", "x".repeat(200))).findings();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].level, Level::Error);
    assert!(findings[0].message.contains("gave up"));
}

#[test]
fn a_style_cannot_take_a_built_in_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wording");
    std::fs::create_dir(&path).unwrap();
    write(&path.join("should-have.yml"), "extends: existence\nmessage: m\ntokens: [a]\n");
    let mut config = config();
    config.wording.styles.push(path);
    assert_eq!(Wording::load(&config, &crate::folder::Folder::disk(".")).1[0].message, "two rules are called wording/should-have");
}
