//! A team's rule file: what each key of the format means, and what is refused, with its line.

use std::fmt::Write as _;
use std::path::PathBuf;

use proptest::prelude::*;

use super::super::{SHIPPED, Secrets};
use crate::internal::check::leak::detector::Reach;

/// A folder with rule files; `team.toml` is the one that the config names.
struct Files(tempfile::TempDir);

impl Files {
    fn team(text: &str) -> Self {
        Self(tempfile::tempdir().expect("a folder")).and("team.toml", text)
    }

    #[expect(clippy::disallowed_methods, reason = "a test writes its own files")]
    fn and(self, name: &str, text: &str) -> Self {
        std::fs::write(self.0.path().join(name), text).expect("written");
        self
    }

    fn load(&self) -> (Secrets, Vec<String>) {
        let (secrets, problems) = Secrets::load(&["team.toml".to_owned()], &self.0.path().into());
        let told = |line: Option<usize>| line.map_or_else(String::new, |line| format!(":{line}"));
        (secrets, problems.into_iter().map(|p| format!("{}{}: {}", p.path, told(p.line), p.message)).collect())
    }

    /// What the team's rules mark in a text.
    #[track_caller]
    fn marks(&self, text: &str) -> Vec<String> {
        let (secrets, problems) = self.load();
        assert_eq!(problems, [""; 0]);
        let hits = secrets.found(text, Reach::Text);
        hits.into_iter().filter(|hit| hit.fact.contains("gitleaks rule")).map(|hit| text[hit.span].to_owned()).collect()
    }
}

/// A file with one rule for `acme_` and eight small letters.
fn acme(more: &str) -> Files {
    Files::team(&format!("[[rules]]\nid = \"acme\"\nregex = '''acme_([a-z]{{8}})'''\nkeywords = [\"ACME_\"]\n{more}"))
}

const NONE: [&str; 0] = [];

#[test]
fn a_rule_of_the_team_adds_to_ours() {
    let files = acme("tags = [\"ours\"]\ndescription = \"x\"\n");
    assert_eq!(files.marks("It was acme_qwertyui then."), ["acme_qwertyui"]);
    assert_eq!(files.marks("It was ACME_ then."), NONE);

    let hits = files.load().0.found("password=tr0ub4dor-9 acme_qwertyui", Reach::Artifact);
    let facts: Vec<&str> = hits.iter().map(|hit| hit.fact.as_str()).collect();
    assert_eq!(facts, ["public text holds a password or key", "public text holds what the gitleaks rule acme finds"]);
    assert!(hits.iter().all(|hit| hit.rule == "leak/secret"));
}

#[test]
fn a_group_may_be_the_wrong_one_so_the_evidence_is_the_whole_match() {
    let files = Files::team("[[rules]]\nid = \"a\"\nregex = '''(acme|emca)_[a-z]{8}'''\n");
    assert_eq!(files.marks("acme_qwertyui"), ["acme_qwertyui"]);
}

#[test]
fn entropy_is_that_of_the_secret() {
    for (bits, found) in [("2.9", 1), ("3", 0), ("3.1", 0)] {
        assert_eq!(acme(&format!("entropy = {bits}\n")).marks("acme_qwertyui").len(), found, "eight letters have 3 bits: {bits}");
    }
    let second = "[[rules]]\nid = \"b\"\nregex = '''(id)=([a-z]{8})'''\nsecretGroup = 2\nentropy = 2\n";
    assert_eq!(Files::team(second).marks("id=qwertyui id=aaaaaaaa"), ["id=qwertyui"]);
}

#[test]
fn an_allowlist_holds_against_secret_match_or_line() {
    let text = "one acme_qwertyui\ntwo acme_asdfghjk # sample\n";
    let kept = |list: &str| acme(&format!("[[rules.allowlists]]\n{list}\n")).marks(text);
    assert_eq!(kept("regexes = ['^qwe']"), ["acme_asdfghjk"]);
    assert_eq!(kept("regexes = ['^acme_q']"), ["acme_qwertyui", "acme_asdfghjk"]);
    assert_eq!(kept("regexes = ['^acme_q']\nregexTarget = \"match\""), ["acme_asdfghjk"]);
    assert_eq!(kept("regexes = ['# sample$']\nregexTarget = \"line\""), ["acme_qwertyui"]);
    assert_eq!(kept("stopwords = ['WERTY']"), ["acme_asdfghjk"]);
}

#[test]
fn or_wants_one_part_and_and_wants_all() {
    let kept = |list: &str| acme(&format!("[[rules.allowlists]]\n{list}\n")).marks("acme_qwertyui");
    assert_eq!(kept("regexes = ['^q']\nstopwords = ['nothing']"), NONE);
    assert_eq!(kept("condition = \"AND\"\nregexes = ['^q']\nstopwords = ['nothing']"), ["acme_qwertyui"]);
    assert_eq!(kept("condition = \"AND\"\nregexes = ['^q']\nstopwords = ['werty']"), NONE);
}

#[test]
fn paths_and_commits_are_of_a_repository_and_allow_nothing_here() {
    let kept = |list: &str| acme(&format!("[[rules.allowlists]]\n{list}\n")).marks("acme_qwertyui");
    assert_eq!(kept("paths = ['.*']"), ["acme_qwertyui"]);
    assert_eq!(kept("commits = ['0123abc']\ncondition = \"AND\"\nregexes = ['^q']"), ["acme_qwertyui"]);
    let elsewhere = "[[rules]]\nid = \"a\"\nregex = 'acme_[a-z]{8}'\npath = '\\.php$'\n[[rules]]\nid = \"b\"\npath = '\\.p12$'\n";
    assert_eq!(Files::team(elsewhere).marks("acme_qwertyui"), ["acme_qwertyui"]);
}

#[test]
fn an_allowlist_for_all_is_for_all_of_the_file_and_not_for_ours() {
    let lists = [
        "[allowlist]\nregexes = ['.*']\n",
        "[[allowlists]]\nregexes = ['.*']\n",
        "[[allowlists]]\nregexes = ['.*']\ntargetRules = [\"acme\"]\n",
    ];
    for list in lists {
        let files = acme(list);
        assert_eq!(files.marks("acme_qwertyui"), NONE, "{list}");
        assert_eq!(files.load().0.found("password=tr0ub4dor-9", Reach::Text).len(), 1, "{list}");
    }
    let other = acme("[[rules]]\nid = \"b\"\nregex = 'b_[a-z]{8}'\n[[allowlists]]\nregexes = ['.*']\ntargetRules = [\"b\"]\n");
    assert_eq!(other.marks("acme_qwertyui b_qwertyui"), ["acme_qwertyui"]);
}

#[test]
fn a_rule_may_require_another_nearby() {
    let with = |near: &str| {
        acme(&format!(
            "[[rules.required]]\nid = \"user\"\n{near}\n[[rules]]\nid = \"user\"\nregex = 'user=[a-z]+'\nkeywords = [\"never\"]\nskipReport = true\n"
        ))
    };
    let text = "user=dana\n\nacme_qwertyui";
    assert_eq!(with("").marks(text), ["acme_qwertyui"]);
    assert_eq!(with("").marks("acme_qwertyui"), NONE);
    assert_eq!(with("withinLines = 2").marks(text), ["acme_qwertyui"]);
    assert_eq!(with("withinLines = 1").marks(text), NONE);
    assert_eq!(with("withinColumns = 5").marks("user=dana acme_qwertyui"), NONE);
    assert_eq!(with("withinColumns = 10").marks("user=dana acme_qwertyui"), ["acme_qwertyui"]);
}

#[test]
fn a_file_may_extend_another() {
    let base = "[[rules]]\nid = \"acme\"\nregex = 'acme_[a-z]{8}'\n[[rules]]\nid = \"old\"\nregex = 'old_[a-z]{8}'\n[allowlist]\nstopwords = ['zzz']\n";
    let change =
        "[extend]\npath = \"base.toml\"\ndisabledRules = [\"old\"]\n[[rules]]\nid = \"acme\"\n[[rules.allowlists]]\nregexes = ['qqq']\n";
    let files = Files::team(change).and("base.toml", base);
    assert_eq!(files.marks("acme_qwertyui acme_zzzwerty acme_qqqwerty old_qwertyui"), ["acme_qwertyui"]);

    let silence = "[extend]\npath = \"base.toml\"\n[[rules]]\nid = \"acme\"\nskipReport = true\n[[rules.required]]\nid = \"old\"\n";
    assert_eq!(Files::team(silence).and("base.toml", base).marks("acme_qwertyui"), ["acme_qwertyui"]);

    let around = Files::team("[extend]\npath = \"team.toml\"\n");
    assert_eq!(around.load().1, ["team.toml:1: rule files extend each other more than twice"]);
    let both = Files::team("[extend]\npath = \"base.toml\"\nuseDefault = true\n");
    assert_eq!(both.load().1, ["team.toml:1: `extend` has both `path` and `useDefault`"]);
    assert_eq!(Files::team("[extend]\npath = \"gone.toml\"\n").load().1, ["gone.toml: there is no such rule file"]);
}

#[test]
fn use_default_asks_for_rules_that_run_anyway() {
    let own = "[extend]\nuseDefault = true\ndisabledRules = [\"generic-api-key\"]\n[[rules]]\nid = \"jwt\"\n[[rules.allowlists]]\nregexes = ['.*']\n";
    let (secrets, problems) = Files::team(own).load();
    assert_eq!(problems, [""; 0]);
    assert_eq!(secrets.found("password=tr0ub4dor-9", Reach::Text).len(), 1);
}

#[test]
fn what_is_not_understood_is_refused_with_its_line() {
    let rule = "[[rules]]\nid = \"a\"\nregex = 'a'\n";
    let list = |text: &str| format!("{rule}[[rules.allowlists]]\n{text}\n");
    let cases: &[(&str, &str)] = &[
        (&format!("{rule}colour = 1\n"), "team.toml:4: this rule file cannot be understood: unknown field `colour`"),
        (&format!("{rule}tr0ub4dor-and-3 = 1\n"), "team.toml:4: this rule file cannot be understood: it has a key that is not known"),
        ("title = 1\n", "team.toml:1: this rule file cannot be understood: a value or a line"),
        ("[[rules]\n", "team.toml:1: this rule file cannot be understood: a value or a line"),
        ("\n[[rules]]\nregex = 'a'\n", "team.toml:2: a rule has no `id`"),
        ("[[rules]]\nid = \"a\"\n", "team.toml:1: a rule has neither `regex` nor `path`"),
        (&format!("{rule}{rule}"), "team.toml:4: two rules have this `id`"),
        (&format!("{rule}secretGroup = 1\n"), "team.toml:1: `secretGroup` is more than the groups"),
        (&format!("{rule}entropy = -1\n"), "team.toml:1: `entropy` is no number of bits"),
        ("[[rules]]\nid = \"a\"\nregex = '(?=sesame)'\n", "team.toml:3: this pattern cannot be used: look-around"),
        ("[[rules]]\nid = \"a\"\nregex = '(sesame'\n", "team.toml:3: this pattern cannot be used: unclosed group"),
        (&format!("{rule}[[rules.required]]\nid = \"b\"\n"), "team.toml:1: `required` names a rule that is not in this file"),
        (&format!("{rule}[[allowlists]]\nregexes = ['a']\ntargetRules = [\"b\"]\n"), "team.toml:1: `targetRules` names a rule"),
        (&list("description = \"none\""), "team.toml:4: this allowlist allows nothing"),
        (&list("stopwords = ['']"), "team.toml:4: an empty stop word allows everything"),
        (&list("regexes = ['a']\ncondition = \"XOR\""), "team.toml:4: `condition` is neither OR nor AND"),
        (&list("regexes = ['a']\nregexTarget = \"file\""), "team.toml:4: `regexTarget` is none of secret, match, line"),
        (&list("regexes = ['[']"), "team.toml:5: this pattern cannot be used: its brackets are not closed"),
        (
            &format!("{rule}[rules.allowlist]\nregexes = ['a']\n[[rules.allowlists]]\nregexes = ['a']\n"),
            "team.toml:4: `allowlist` and `allowlists`",
        ),
    ];
    let mut wrong = String::new();
    for (text, said) in cases {
        let (_, problems) = Files::team(text).load();
        if problems.len() != 1 || !problems[0].starts_with(said) || problems[0].contains("sesame") {
            let _ = writeln!(wrong, "{text}\n  wanted {said}\n  said   {problems:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_file_that_cannot_be_read_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, problems) = Secrets::load(&["gone.toml".to_owned(), ".".to_owned()], &folder.path().into());
    assert_eq!(problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>(), ["there is no such rule file"; 2]);
    let large = "#".repeat((4 << 20) + 1);
    assert_eq!(Files::team(&large).load().1, ["team.toml: this rule file is larger than 4 MB"]);
    assert_eq!(Files::team("\u{feff}[[rules]]\r\nid = 'a'\r\nregex = 'acme'\r\n").marks("acme"), ["acme"]);
}

#[test]
fn a_keyword_in_letters_that_fold_otherwise_keeps_no_rule_from_running() {
    let files = Files::team("[[rules]]\nid = \"a\"\nregex = '(?i)ключ=[a-z]+'\nkeywords = ['ключ']\n");
    assert_eq!(files.marks("КЛЮЧ=abc").len(), 1);
}

#[test]
fn a_pattern_too_large_to_be_tried_lets_no_text_pass() {
    let files = Files::team("[[rules]]\nid = \"huge\"\nregex = '(?:[\\pL\\pN]{900}){900}'\nkeywords = ['huge']\n");
    assert_eq!(files.marks("a huge word"), ["a huge word"]);
    assert_eq!(files.marks("a word"), NONE);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_pattern_is_read_or_refused(pattern in "([a-c\\[\\]\\\\{}()|*+?^$.,:0-9&~QEbwdspx<>-]|\\PC){0,24}", text in "\\PC{0,40}") {
        let rule = format!("[[rules]]\nid = \"a\"\nregex = {}\n", toml::Value::String(pattern));
        let (secrets, problems) = Files::team(&rule).load();
        prop_assert!(problems.len() < 2);
        for hit in secrets.found(&text, Reach::Text) {
            prop_assert!(text.get(hit.span).is_some_and(|found| !found.is_empty()));
        }
    }
}

/// Names the file by `GITLEAKS_CONFIG`: gitleaks' own, say, which is not ours to keep here.
#[test]
#[ignore = "takes a rule file from outside"]
#[expect(clippy::disallowed_methods, clippy::print_stdout, reason = "the file is the caller's, and it is told what became of it")]
fn a_file_from_outside_loads_and_all_its_patterns_compile() {
    let path = PathBuf::from(std::env::var("GITLEAKS_CONFIG").expect("GITLEAKS_CONFIG names a rule file"));
    let (secrets, problems) = Secrets::load(&[path.display().to_string()], &std::path::Path::new("/").into());
    assert_eq!(problems.len(), 0, "{problems:?}");
    let [_, team] = secrets.sets.as_slice() else { panic!("two sets of rules") };
    let start = std::time::Instant::now();
    let large: Vec<&str> =
        team.rules.iter().filter(|rule| rule.pattern.as_ref().is_some_and(|p| p.regex().is_none())).map(|rule| &*rule.id).collect();
    println!("{} rules beside our {}, compiled in {:?}", team.rules.len(), SHIPPED.rules.len(), start.elapsed());
    assert_eq!(large, NONE);
}
