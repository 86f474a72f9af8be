//! Secrets from a message to the end of a build: rules of our own, and those of a team's gitleaks file. No report shows one.

use allclear::diagnostic::Level;

use crate::support::folder::CONFIG;
use crate::support::{BASE, Built, Folder};

/// One rule for the tokens of a company that does not exist.
const RULES: &str = "[[rules]]\nid = \"fernwood-token\"\nregex = '''fern_([a-z0-9]{12})'''\nkeywords = [\"fern_\"]\n";

/// Such a token.
const TOKEN: &str = "fern_q7xw2nb5vlr8";

/// A site whose message ends with a sentence, and its rule file.
fn site(sentence: &str, rules: &str) -> Folder {
    Folder::with(&format!("{BASE}\n{sentence}\n"))
        .file("allclear.toml", format!("{CONFIG}\n[leaks]\ngitleaks = [\"rules/gitleaks.toml\"]\n"))
        .file("rules/gitleaks.toml", rules)
}

/// Asserts that a build was stopped by a secret and shows nothing of it.
#[track_caller]
fn stopped(built: &Built, secret: &str) {
    assert_eq!((built.rules(), built.status), (vec!["leak/secret"], 3), "{}", built.human);
    assert!(built.files.is_none(), "a site was made");
    for report in [&built.human, &built.json] {
        assert!(!report.contains(secret) && !report.contains(&secret[5..]), "{report}");
    }
}

#[test]
fn a_rule_of_the_team_stops_what_ours_do_not_know() {
    let sentence = format!("The job used {TOKEN} until then.");
    let unknown = Folder::with(&format!("{BASE}\n{sentence}\n")).build();
    assert_eq!(unknown.findings, [], "{}", unknown.human);

    let built = site(&sentence, RULES).build();

    stopped(&built, TOKEN);
    assert!(built.human.contains("public text holds what the gitleaks rule fernwood-token finds"), "{}", built.human);
}

#[test]
fn nothing_in_the_teams_file_silences_a_rule_of_ours() {
    let password = "tr0ub4dor-9";
    for silence in
        ["[allowlist]\nregexes = ['.*']\n", "[extend]\nuseDefault = true\ndisabledRules = [\"password-assignment\", \"fernwood-token\"]\n"]
    {
        stopped(&site(&format!("It ran with password={password} then."), &format!("{silence}{RULES}")).build(), password);
    }
}

#[test]
fn no_exception_lets_a_secret_pass() {
    let site = site(&format!("The job used {TOKEN} until then."), RULES);
    let entry = format!(
        "[[exception]]\nrule = \"leak/secret\"\ndocument = \"2026-03-14-slow-search\"\nquote = \"{TOKEN}\"\nreason = \"agreed\"\nby = \"Ada\"\nexpires = 2026-06-01\n"
    );
    site.write("exceptions.toml", entry);
    site.write("allclear.toml", format!("{CONFIG}\n[leaks]\ngitleaks = [\"rules/gitleaks.toml\"]\nexceptions = \"exceptions.toml\"\n"));

    let built = site.build();

    assert_eq!(built.rules(), ["exceptions/malformed", "leak/secret"], "{}", built.human);
    assert!(!built.human.contains(TOKEN) && !built.json.contains(TOKEN));
}

#[test]
fn a_theme_cannot_publish_one_either() {
    let site = site("All is well.", RULES).file("theme/static/note.txt", format!("key: {TOKEN}\n"));

    stopped(&site.build(), TOKEN);
}

#[test]
fn what_only_looks_like_a_secret_is_a_warning() {
    let token: String = ["q7Xw2nB5", "vLr8Ty4K", "d9Zs0Mh3"].concat();

    let built = site(&format!("The token was {token} then."), RULES).build();

    let found: Vec<(&str, Level)> = built.findings.iter().map(|(rule, level, _)| (rule.as_str(), *level)).collect();
    assert_eq!((found, built.status), (vec![("leak/secret", Level::Warning)], 0), "{}", built.human);
    assert!(!built.human.contains(&token) && !built.json.contains(&token), "a warning is masked too");
}

#[test]
fn a_rule_file_that_is_not_understood_stops_the_build_with_its_line() {
    let refused = site("All is well.", &format!("{RULES}colour = \"red\"\n")).refusal();
    assert!(refused.contains("rules/gitleaks.toml:5: this rule file cannot be understood: unknown field `colour`"), "{refused}");

    let refused = site("All is well.", &RULES.replace("fern_(", "(?<=fern_)(")).refusal();
    assert!(refused.contains("rules/gitleaks.toml:3: this pattern cannot be used: look-around"), "{refused}");

    let missing = Folder::new().file("allclear.toml", format!("{CONFIG}\n[leaks]\ngitleaks = [\"gone.toml\"]\n")).refusal();
    assert!(missing.contains("there is no such file") && missing.contains("gitleaks = [\"****.****\"]"), "{missing}");
}
