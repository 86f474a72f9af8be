//! A walk finds what an engine finds: for patterns made of all that it follows, and for every rule that is built in.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::super::engine::Engine;
use super::super::existence::Existence;
use super::super::file::RuleFile;
use super::super::substitution::Substitution;
use super::*;

/// All matches, walked; `None` if that is left to the engine.
fn walked(pattern: &str, text: &str) -> Option<Vec<Range<usize>>> {
    let walk = Walk::of(pattern).filter(|_| Walk::knows(text))?;
    let (mut all, mut from) = (Vec::new(), 0);
    while let Some(found) = walk.find(text, from, &mut 0).ok()? {
        from = found.end;
        all.push(found);
    }
    Some(all)
}

/// Patterns of all that a walk can follow, and of some that it cannot.
fn patterns() -> impl Strategy<Value = String> {
    let letter = "[aAbBk1é’ \n-]|\\\\[wWdDsSb]|\\.|\\^|\\$|\\[[abk]-?\\]|\\[\\^[a1]\\]|\\[\\\\w[b-]?-\\]|\\[’é]|ab|Ab|(?i:a)";
    letter.prop_recursive(4, 24, 4, |inner| {
        let some = proptest::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            some.clone().prop_map(|parts| parts.concat()),
            some.clone().prop_map(|parts| format!("(?:{})", parts.join("|"))),
            some.prop_map(|parts| format!("({})", parts.join("|"))),
            (inner.clone(), "[?*+]|\\{2\\}|\\{0,2\\}|\\{1,3\\}|\\{2,\\}|\\?\\?").prop_map(|(part, often)| format!("(?:{part}){often}")),
            (inner.clone(), "[?*+]|\\{2,3\\}").prop_map(|(part, often)| format!("{part}{often}")),
            (inner, "=|!|<=|<!").prop_map(|(part, look)| format!("(?{look}{part})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn a_walk_finds_what_an_engine_finds(pattern in patterns(), flags in "(\\(\\?[im]\\)){0,2}", text in "[aAbBkK1é’ſ \n-]{0,12}") {
        let pattern = flags + &pattern;
        if let Some(walked) = walked(&pattern, &text) {
            let engine = Engine::new(&pattern).expect("what can be walked can be compiled");
            if let Ok(all) = engine.all(&text) {
                prop_assert_eq!(&walked, &all, "{} in {:?}", pattern, text);
            }
            if let Engine::Linear(regex) = &engine {
                prop_assert_eq!(Walk::of(&pattern).map(|walk| walk.groups()), Some(regex.captures_len() - 1), "{}", pattern);
            }
            let longest = Walk::of(&pattern).and_then(|walk| walk.longest());
            prop_assert!(longest.is_none_or(|longest| walked.iter().all(|found| found.len() <= longest)), "{}", pattern);
        }
    }
}

/// The patterns of all rules that are built in.
fn built_in() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/internal/check/wording/rules");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "yml"));
    files.sort();
    let source = |file: RuleFile| match file.extends.as_str() {
        "existence" => Existence::source(&file).ok(),
        "substitution" => Substitution::source(&file).ok(),
        _ => None,
    };
    files.iter().filter_map(|file| source(RuleFile::read("a.yml", &std::fs::read_to_string(file).unwrap()).unwrap())).collect()
}

#[test]
fn a_walk_finds_what_the_engine_of_every_built_in_rule_finds() {
    let mut runner = TestRunner::deterministic();
    let mut matched = 0;
    let rules = built_in();
    assert!(rules.len() > 30);
    for pattern in &rules {
        let pattern = super::super::dialect::translated(pattern);
        assert!(Walk::of(&pattern).is_some(), "{pattern} has to be compiled");
        let engine = Engine::new(&pattern).unwrap();
        // Texts of the phrases that the pattern is made of, so that many of them match or nearly do.
        let phrases = pattern.split(['|', '(', ')', '[', ']']);
        let phrases = phrases.map(|phrase| phrase.replace(|letter: char| !letter.is_ascii_alphanumeric() && !" -".contains(letter), ""));
        let mut phrases: Vec<String> = phrases.filter(|phrase| phrase.len() > 1).collect();
        phrases.push("word".to_owned());
        let words = proptest::sample::select(phrases);
        let texts = proptest::collection::vec((words, "|[A-Z]", " | |-|, |\\. |’|'|ed |s |\n|é|: |/|[0-9] ?"), 1..8);
        for _ in 0..150 {
            let text: String = texts.new_tree(&mut runner).unwrap().current().into_iter().map(|(a, b, c)| [a, b, c].concat()).collect();
            let walked = walked(&pattern, &text).expect("texts are short");
            assert_eq!(Ok(&walked), engine.all(&text).as_ref(), "{pattern} in {text:?}");
            matched += walked.len();
        }
    }
    assert!(matched > 200, "{matched} matches show something");
}

#[test]
fn what_it_cannot_follow_is_left_to_the_engine() {
    for pattern in [
        r"(a)\1",
        "a*",
        "(?:a?)*b",
        "a+?b",
        "(?i)é",
        "(?>a)b",
        "(?<!a+)b",
        r"a\B",
        "(",
        "[b-a]",
        "(?:a{200}){200}",
        "(?:(?:a{99}){99}){99}",
    ] {
        assert!(Walk::of(pattern).is_none(), "{pattern}");
    }
    assert!(!Walk::knows("\u{212a}ey") && Walk::knows("key, é"));
}

#[test]
fn a_walk_that_goes_astray_ends() {
    let walk = Walk::of("(?:x+x+)+y").unwrap();
    assert_eq!(walk.find(&"x".repeat(200), 0, &mut 0), Err(Tired));
}
