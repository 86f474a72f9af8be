//! Files as a whole: a folder with a config, styles and pages; what is told about them.

use std::path::Path;

use proptest::prelude::*;

use super::super::{Order, lint as lint_files};

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::io::Write::write_all(&mut std::fs::File::create(path).unwrap(), text.as_bytes()).unwrap();
}

/// A folder with a config that is based on style `S`, the rules of `S`, and one page.
fn folder(config: &str, rules: &[(&str, &str)], page: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join(".vale.ini"), config);
    std::fs::create_dir_all(folder.path().join("styles/S")).unwrap();
    for (name, rule) in rules {
        write(&folder.path().join("styles").join(name), rule);
    }
    write(&folder.path().join("page.md"), page);
    folder
}

fn told(folder: &tempfile::TempDir) -> Result<Vec<String>, String> {
    let order = Order { config: Some(folder.path().join(".vale.ini")), paths: vec![folder.path().join("page.md")], ..Order::default() };
    let outcome = lint_files(&order).map_err(|error| error.to_string())?;
    let prefix = format!("{}/", folder.path().display());
    Ok(outcome.lines().lines().map(|line| line.replace(&prefix, "")).collect())
}

const CONFIG: &str = "StylesPath = styles\nMinAlertLevel = suggestion\n[*.md]\nBasedOnStyles = S\n";
const TODO: &str = "extends: existence\nmessage: \"found '%s'\"\ntokens: [TODO]\n";

#[test]
fn columns_are_code_points_and_lines_are_lines() {
    let page = "# Größe TODO\r\n\r\nÄ *T*ODO and `TODO`,\r\nthen TODO.\r\n\r\n> - TODO\r\n";
    let found = told(&folder(CONFIG, &[("S/Todo.yml", TODO)], page)).unwrap();
    let wanted = ["1:9", "3:4", "4:6", "6:5"].map(|place| format!("page.md:{place}:S.Todo:found 'TODO'"));
    assert_eq!(found, wanted);
    let old = told(&folder(CONFIG, &[("S/Todo.yml", TODO)], "# A\r\rTODO\r")).unwrap();
    assert_eq!(old, ["page.md:3:1:S.Todo:found 'TODO'"]);
}

#[test]
fn comments_reach_from_where_they_stand() {
    let page = "<!-- vale off -->\n\nTODO\n\n<!-- vale on -->\n\nTODO\n\n<!-- vale S.Todo = NO -->\n\nTODO\n\n- TODO\n\n<!-- vale S.Todo = YES -->\n\nTODO\n";
    let raw = "extends: existence\nmessage: raw\nscope: raw\nnonword: true\ntokens: ['13?\\. no such', '- TODO']\n";
    let found = told(&folder(CONFIG, &[("S/Todo.yml", TODO), ("S/Raw.yml", raw)], page)).unwrap();
    assert_eq!(found, ["page.md:7:1:S.Todo:found 'TODO'", "page.md:13:1:S.Raw:raw", "page.md:17:1:S.Todo:found 'TODO'"]);
    let off = told(&folder(CONFIG, &[("S/Raw.yml", raw)], "<!-- vale S.Raw = NO -->\n\n- TODO\n\n<!-- vale off -->")).unwrap();
    assert_eq!(off, Vec::<String>::new(), "what is off at the end is off for the file");
}

#[test]
fn each_scope_reads_what_it_names() {
    let page =
        "---\ntitle: TODO\n---\n# TODO\n\nTODO one. TODO two.\n\n> TODO\n\n- [TODO](x)\n\n| TODO |\n| ---- |\n| TODO |\n\n![TODO](a.png)\n";
    let cases: &[(&str, &[&str])] = &[
        ("text", &["2:8", "4:3", "6:1", "6:11", "8:3", "10:4", "12:3", "14:3", "16:3"]),
        ("heading", &["4:3"]),
        ("heading.h1", &["4:3"]),
        ("heading.h2", &[]),
        ("list", &["10:4"]),
        ("blockquote", &["8:3"]),
        ("table", &["12:3", "14:3"]),
        ("table.header", &["12:3"]),
        ("alt", &["16:3"]),
        ("link", &["10:4"]),
        ("paragraph", &["6:1", "6:11"]),
        ("sentence", &["6:1", "6:11"]),
        ("frontmatter.title", &["2:8"]),
        ("[heading, list]", &["4:3", "10:4"]),
        ("text & ~heading & ~table & ~frontmatter & ~attr", &["6:1", "6:11", "8:3", "10:4"]),
        ("raw", &["2:8", "4:3", "6:1", "6:11", "8:3", "10:4", "12:3", "14:3", "16:3"]),
        ("summary", &["6:1", "6:11", "8:3", "10:4"]),
    ];
    for (scope, wanted) in cases {
        let rule = format!("{TODO}scope: {scope}\n");
        let found = told(&folder(CONFIG, &[("S/Todo.yml", &rule)], page)).unwrap();
        let places: Vec<String> = found.iter().map(|line| line.split(':').skip(1).take(2).collect::<Vec<_>>().join(":")).collect();
        assert_eq!(places, *wanted, "{scope}");
    }
}

#[test]
fn only_a_rule_that_is_on_for_a_file_can_be_wrong() {
    let spelling = "extends: spelling\nmessage: m\n";
    let wrong = told(&folder(CONFIG, &[("S/Spelling.yml", spelling)], "text")).unwrap_err();
    assert!(wrong.contains("Spelling.yml:1") && wrong.contains("spelling") && wrong.contains("help:"), "{wrong}");
    let off = format!("{CONFIG}S.Spelling = NO\n");
    assert_eq!(told(&folder(&off, &[("S/Spelling.yml", spelling)], "text")), Ok(Vec::new()));
    let other = CONFIG.replace("*.md", "*.rst");
    assert_eq!(told(&folder(&other, &[("S/Spelling.yml", spelling)], "text")), Ok(Vec::new()));
    assert!(told(&folder(&CONFIG.replace("= S", "= S, Gone"), &[], "text")).unwrap_err().contains("Gone"));
    assert_eq!(told(&folder(&format!("{CONFIG}S.Gone = YES\nOther.Gone = YES\n"), &[], "text")), Ok(Vec::new()), "as in Vale");
    for rule in ["scope: text.comment\n", "level: loud\n", "pos: NN\n", "swap: {a: b}\n", "tokens: ['(']\n"] {
        assert!(told(&folder(CONFIG, &[("S/A.yml", &format!("{TODO}{rule}"))], "text")).is_err(), "{rule}");
    }
}

#[test]
fn levels_switch_rules_on_and_the_floor_holds() {
    let config = "StylesPath = styles\nMinAlertLevel = warning\n[*]\nBasedOnStyles = S\n";
    let weak = format!("{TODO}level: suggestion\n");
    assert_eq!(told(&folder(config, &[("S/Todo.yml", &weak)], "TODO")), Ok(Vec::new()));
    let raised = told(&folder(&format!("{config}[*.md]\nS.Todo = error\n"), &[("S/Todo.yml", &weak)], "TODO")).unwrap();
    assert_eq!(raised.len(), 1);
    let alone = "StylesPath = styles\n[*.md]\nOther.Todo = error\n";
    assert_eq!(told(&folder(alone, &[("Other/Todo.yml", TODO), ("Other/No.yml", TODO)], "TODO")).unwrap().len(), 1);
}

#[test]
fn the_vocabulary_makes_rules_and_exceptions() {
    let config = "StylesPath = styles\nVocab = Base\n[*]\nBasedOnStyles = Vale, S\n";
    let lower = "extends: capitalization\nmessage: \"'%s'\"\nmatch: $lower\nscope: heading\n";
    let rules = [
        ("config/vocabularies/Base/accept.txt", "MyProduct\nbye bye\n"),
        ("config/vocabularies/Base/reject.txt", "foo(?:bar)?\n"),
        ("S/Lower.yml", lower),
    ];
    let page = "# the MyProduct page\n\n## A page\n\nmyproduct is is foobar. Bye bye. It is. Is it?\n";
    let found = told(&folder(config, &rules, page)).unwrap();
    assert_eq!(
        found,
        [
            "page.md:3:4:S.Lower:'A page'",
            "page.md:5:1:Vale.Terms:Use 'MyProduct' instead of 'myproduct'.",
            "page.md:5:11:Vale.Repetition:'is' is repeated!",
            "page.md:5:17:Vale.Avoid:Avoid using 'foobar'.",
            "page.md:5:25:Vale.Terms:Use 'bye bye' instead of 'Bye bye'."
        ]
    );
}

#[test]
fn of_two_spellings_in_the_vocabulary_the_later_is_right() {
    let config = "StylesPath = styles\nVocab = One, Two\n[*]\nBasedOnStyles = Vale\n";
    let words = [("config/vocabularies/One/accept.txt", "webhook"), ("config/vocabularies/Two/accept.txt", "WebHook")];
    let found = told(&folder(config, &words, "A webhook, a WebHook.")).unwrap();
    assert_eq!(found, ["page.md:1:3:Vale.Terms:Use 'WebHook' instead of 'webhook'."]);
}

#[test]
fn ignored_patterns_are_not_read() {
    let config = format!("{CONFIG}TokenIgnores = (\\$TODO\\$)\nBlockIgnores = (?s)(\\{{% raw %\\}}.*?\\{{% end %\\}})\n");
    let page = "TODO $TODO$ and\n\n{% raw %}\n\nTODO\n\n{% end %}\n\nTODO\n";
    let found = told(&folder(&config, &[("S/Todo.yml", TODO)], page)).unwrap();
    assert_eq!(found, ["page.md:1:1:S.Todo:found 'TODO'", "page.md:9:1:S.Todo:found 'TODO'"]);
}

#[test]
fn a_limit_holds_for_the_file_and_a_place_is_told_once() {
    let limited = format!("{TODO}limit: 2\n");
    assert_eq!(told(&folder(CONFIG, &[("S/Todo.yml", &limited)], "TODO\n\nTODO\n\nTODO\n")).unwrap().len(), 2);
    let both = format!("{TODO}scope: [sentence, paragraph, text]\n");
    assert_eq!(told(&folder(CONFIG, &[("S/Todo.yml", &both)], "A TODO.\n")).unwrap().len(), 1);
}

#[test]
fn an_alert_is_one_line() {
    let rule = "extends: existence\nmessage: \"'%s'\"\nscope: raw\nraw: ['one\\ntwo']\n";
    assert_eq!(told(&folder(CONFIG, &[("S/Raw.yml", rule)], "A\none\ntwo\n")).unwrap(), ["page.md:2:1:S.Raw:'one two'"]);
}

#[test]
fn what_stands_nowhere_is_told_at_the_beginning() {
    let rule = "extends: occurrence\nmessage: \"%s summaries\"\nscope: raw\ntoken: '## Summary'\nmin: 1\n";
    assert_eq!(told(&folder(CONFIG, &[("S/Summary.yml", rule)], "# A\n\nText\n")).unwrap(), ["page.md:1:1:S.Summary:0 summaries"]);
}

#[test]
fn a_pattern_that_gives_up_is_an_alert() {
    let rule = "extends: existence\nmessage: m\nnonword: true\nlevel: warning\ntokens: ['(?:x+x+)+(?=y)z']\n";
    let found = told(&folder(CONFIG, &[("S/Slow.yml", rule)], &format!("{}z", "x".repeat(300)))).unwrap();
    assert_eq!(found, ["page.md:1:1:S.Slow:the pattern of S.Slow gave up on this text"]);
}

#[test]
fn json_is_that_of_vale() {
    let rule = "extends: substitution\nmessage: \"Use '%s', not '%s'\"\nlink: https://a.example\nlevel: error\naction: {name: replace}\nswap: {utilize: use|apply}\n";
    let folder = folder(CONFIG, &[("S/Use.yml", rule)], "We utilize it.");
    let order = Order { config: Some(folder.path().join(".vale.ini")), paths: vec![folder.path().join("page.md")], ..Order::default() };
    let outcome = lint_files(&order).unwrap();
    assert!(outcome.has_errors());
    let json: serde_json::Value = serde_json::from_str(&outcome.json()).unwrap();
    let alert = &json[folder.path().join("page.md").to_str().unwrap()][0];
    let wanted = serde_json::json!({
        "Action": { "Name": "replace", "Params": ["use", "apply"] },
        "Span": [4, 10],
        "Check": "S.Use",
        "Description": "",
        "Link": "https://a.example",
        "Message": "Use 'use' or 'apply', not 'utilize'",
        "Severity": "error",
        "Match": "utilize",
        "Line": 1,
    });
    assert_eq!(*alert, wanted);
}

/// A rule of every kind, so that no kind is spared.
const RULES: &[&str] = &[
    "extends: existence\nmessage: m\nnonword: true\ntokens: ['[a-zé]+']\n",
    "extends: substitution\nmessage: m\nnonword: true\nswap: {'a+': b}\n",
    "extends: occurrence\nmessage: m\ntoken: '.'\nmax: 1\n",
    "extends: repetition\nmessage: m\ntokens: ['\\S+']\n",
    "extends: conditional\nmessage: m\nfirst: '\\w+'\nsecond: '\\((\\w+)\\)'\n",
    "extends: consistency\nmessage: m\nnonword: true\neither: {a: b}\n",
    "extends: capitalization\nmessage: m\nmatch: $title\nscope: [text, sentence, link, strong, emphasis, code, raw]\n",
];

proptest! {
    #[test]
    fn alerts_are_inside_the_file_whatever_it_says(
        page in r"([ab ×🚀é*_`>#|\[\]()!<&;{}.\n\r-]|&amp;|<!-- |-->|<td>|</p>|```|---\n|\n\n- ){0,60}"
    ) {
        let path = std::path::Path::new("r.yml");
        let rules: Vec<_> = RULES
            .iter()
            .enumerate()
            .map(|(at, rule)| std::sync::Arc::new(super::TextRule::read(&format!("S.{at}"), &path.display().to_string(), rule).unwrap()))
            .collect();
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join(".vale.ini"), "[*]\nTokenIgnores = (b+)\nBlockIgnores = (\\{.*\\})\n");
        let settings = super::Settings::read(&folder.path().join(".vale.ini")).unwrap();
        for reading in [super::Reading::Markdown, super::Reading::Text, super::Reading::Lines] {
            let alerts = super::lint(&page, reading, &rules, &settings, &settings.choice("page.md"));
            let text = page.replace("\r\n", "\n").replace('\r', "\n");
            let lines: Vec<&str> = text.split('\n').collect();
            for alert in &alerts {
                let line = lines.get(alert.line - 1).expect("a line of the file");
                prop_assert!(alert.column <= line.chars().count() + 1, "{alert:?} in {line:?}");
            }
        }
    }
}
