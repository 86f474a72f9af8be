//! What a config says of which file, and what a person says instead.

use super::super::{Level, Order};
use super::Folder;

const VERY: &str = "extends: existence\nmessage: \"'%s'\"\nignorecase: true\ntokens: [very]\n";
const IS: &str = "extends: existence\nmessage: \"'%s'\"\nlevel: suggestion\ntokens: [is]\n";

/// Two styles, two pages, a folder that is passed over, and the config.
fn folder(config: &str) -> Folder {
    Folder::new(&[
        (".vale.ini", config),
        ("styles/S/Very.yml", VERY),
        ("styles/T/Is.yml", IS),
        ("a.md", "This is very good.\n"),
        ("b.txt", "It is.\n\nVery.\n"),
        ("c.py", "# very\n"),
        ("node_modules/d.md", "very\n"),
        (".hidden/e.md", "very\n"),
    ])
}

#[test]
fn sections_choose_by_file() {
    let top = "StylesPath = styles\nMinAlertLevel = suggestion\n";
    let cases: &[(&str, &[&str])] = &[
        ("[*.md]\nBasedOnStyles = S\n", &["a.md:1:9:S.Very:'very'"]),
        ("[*.py]\nBasedOnStyles = S\n", &[]),
        ("[*]\nBasedOnStyles = S\n[*.txt]\nBasedOnStyles = T\n", &["a.md:1:9:S.Very:'very'", "b.txt:1:4:T.Is:'is'"]),
        (
            "[*]\nBasedOnStyles = S, T\nS.Very = NO\n[*b.txt]\nS.Very = YES\n",
            &["a.md:1:6:T.Is:'is'", "b.txt:1:4:T.Is:'is'", "b.txt:3:1:S.Very:'Very'"],
        ),
        ("[*.{md,py}]\nT.Is = YES\n", &["a.md:1:6:T.Is:'is'"]),
    ];
    for (sections, wanted) in cases {
        assert_eq!(folder(&format!("{top}{sections}")).all(), *wanted, "{sections}");
    }
}

#[test]
fn the_floor_is_warning_unless_someone_says_otherwise() {
    let config = "StylesPath = styles\n[*.md]\nBasedOnStyles = S, T\n";
    let told = |config: &str, floor| {
        let folder = folder(config);
        let order = Order { paths: vec![folder.path("a.md")], floor, ..Order::default() };
        let outcome = folder.order(order).unwrap();
        (folder.lines(&outcome).len(), outcome.has_errors())
    };
    assert_eq!(told(config, None), (1, false));
    assert_eq!(told(&format!("MinAlertLevel = error\n{config}"), None), (0, false));
    assert_eq!(told(&format!("MinAlertLevel = error\n{config}S.Very = error\n"), None), (1, true), "a level of the config counts");
    assert_eq!(told(config, Some(Level::Suggestion)), (2, false));
    assert_eq!(told(config, Some(Level::Error)), (0, false));
}

#[test]
fn formats_and_extensions_say_what_a_file_is() {
    let config = "StylesPath = styles\n[formats]\nmdx = md\n[*]\nBasedOnStyles = S\n";
    let folder = Folder::new(&[(".vale.ini", config), ("styles/S/Very.yml", VERY), ("a.mdx", "`very` very\n"), ("b.xyz", "`very` very\n")]);
    assert_eq!(folder.all(), ["a.mdx:1:8:S.Very:'very'"]);
    let named = |extension: Option<&str>| {
        let order = Order { paths: vec![folder.path("b.xyz")], extension: extension.map(str::to_owned), ..Order::default() };
        folder.order(order).map(|outcome| folder.lines(&outcome))
    };
    assert_eq!(named(Some(".md")).unwrap(), ["b.xyz:1:8:S.Very:'very'"]);
    assert_eq!(named(Some("txt")).unwrap().len(), 2);
    assert!(named(None).unwrap_err().contains("--ext"));
}

#[test]
fn a_text_may_come_without_a_file() {
    let folder = folder("StylesPath = styles\n[*.md]\nBasedOnStyles = S\n");
    let piped = |extension: Option<&str>| {
        let order = Order { piped: Some("`very` very".to_owned()), extension: extension.map(str::to_owned), ..Order::default() };
        folder.order(order).unwrap().lines()
    };
    assert_eq!(piped(Some(".md")), "stdin.md:1:8:S.Very:'very'\n");
    assert_eq!(piped(None), "", "stdin.txt is in no section");
}

#[test]
fn a_rule_is_called_by_its_style_and_its_file_up_to_the_first_dot() {
    let folder = Folder::style(&[("Very.old.yml", VERY), ("More.yaml", VERY), ("sub/Deep.yml", VERY), ("README.md", "very")], "very\n");
    assert_eq!(folder.told(), ["1:1:S.Deep:'very'", "1:1:S.Very:'very'"]);
}

#[test]
fn vocabularies_spare_words_and_make_rules() {
    let config = "StylesPath = styles\nVocab = Base\n[*]\nBasedOnStyles = Vale, S\n";
    let quotes = "extends: existence\nmessage: inside\nnonword: true\ntokens: ['\"[^\"]+\"[.,]']\n";
    let folder = Folder::new(&[
        (".vale.ini", config),
        ("styles/config/vocabularies/Base/accept.txt", "# names\n[Oo]bserver\nPLuG\n(?i)Hubble\n[qQ]u.*\\b\n"),
        ("styles/config/vocabularies/Base/reject.txt", "Old Name\n"),
        ("styles/S/Quotes.yml", quotes),
        ("page.md", "An oBserver, an Observer, a plug.\n\nThe Old Name of HUBBLE and Query.\n\nIn \"PLuG\", and \"so\".\n"),
    ]);
    assert_eq!(
        folder.told(),
        [
            "1:4:Vale.Terms:Use '[Oo]bserver' instead of 'oBserver'.",
            "1:29:Vale.Terms:Use 'PLuG' instead of 'plug'.",
            "3:5:Vale.Avoid:Avoid using 'Old Name'.",
            "5:4:S.Quotes:inside",
            "5:16:S.Quotes:inside",
        ]
    );
}

#[test]
fn a_phrase_of_the_vocabulary_excuses_each_of_its_words() {
    let config = "StylesPath = styles\nVocab = Base\n[*]\nBasedOnStyles = S\n";
    let acronym = "extends: conditional\nmessage: \"%s\"\nfirst: '\\b[A-Z]{3}\\b'\nsecond: 'never \\((x)\\)'\n";
    let word = "extends: existence\nmessage: \"%s\"\ntokens: [box]\n";
    let folder = Folder::new(&[
        (".vale.ini", config),
        ("styles/config/vocabularies/Base/accept.txt", "ABC box\n"),
        ("styles/S/Acronym.yml", acronym),
        ("styles/S/Word.yml", word),
        ("page.md", "The ABC box.\n\nA box by itself, an ABC too.\n"),
    ]);
    assert_eq!(folder.told(), ["3:3:S.Word:box", "3:21:S.Acronym:ABC"]);
}

#[test]
fn a_word_template_takes_the_place_of_the_borders() {
    let config = "StylesPath = styles\nWordTemplate = \\b(?:%s)s?\\b\n[*]\nBasedOnStyles = S\n";
    let folder = Folder::new(&[
        (".vale.ini", config),
        ("styles/S/A.yml", "extends: existence\nmessage: \"%s\"\ntokens: [issue]\n"),
        ("page.md", "issues\n"),
    ]);
    assert_eq!(folder.told(), ["1:1:S.A:issues"]);
}
