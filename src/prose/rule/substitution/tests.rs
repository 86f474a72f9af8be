//! What is found, and what is said instead.

use super::*;

fn found(rule: &str, text: &str) -> Vec<String> {
    let file = RuleFile::read("Style/rule.yml", &format!("extends: substitution\nmessage: \"'%s' for '%s'\"\n{rule}")).unwrap();
    let hits = Substitution::new(&file).unwrap().hits(text, &Vocabulary::default()).unwrap();
    hits.into_iter().map(|hit| hit.message).collect()
}

#[test]
fn the_longest_key_wins_and_ties_keep_their_order() {
    let rule = "swap:\n  down: not working\n  down time: hours\n";
    assert_eq!(found(rule, "the down time, now down"), ["'hours' for 'down time'", "'not working' for 'down'"]);
    assert_eq!(found("swap:\n  'd.wn': first\n  down: second\n", "down"), ["'first' for 'down'"]);
}

#[test]
fn of_many_keys_the_one_that_matched_is_told() {
    let words: String = (0..1500).map(|number| format!("  word{number}: other{number}\n")).collect();
    let rule = format!("ignorecase: true\nswap:\n{words}  'w[aeiou]rd7\\d?': pattern\n  \u{17f}ort: kind\n");
    assert_eq!(
        found(&rule, "Word1499, word12 and WORD70"),
        ["'other1499' for 'Word1499'", "'other12' for 'word12'", "'pattern' for 'WORD70'"]
    );
    assert_eq!(found(&rule, "sort"), ["'kind' for 'sort'"], "a long s is an s where case does not matter");
}

#[test]
fn own_groups_of_a_key_do_not_shift_the_others() {
    let rule = "swap:\n  '(?:a|b)(c|d)': one\n  '(?P<x>e)f': two\n  '[(]g': three\n  plain: four\n";
    assert_eq!(found(&format!("{rule}nonword: true"), "ac ef (g plain").len(), 4);
    assert_eq!(found(rule, "ef plain"), ["'two' for 'ef'", "'four' for 'plain'"]);
}

#[test]
fn a_value_may_use_the_groups_of_its_key() {
    assert_eq!(found(r"swap: {'man-(hour|day)s': 'work${1}'}", "man-hours"), ["'workhour' for 'man-hours'"]);
    assert_eq!(found(r"swap: {'(\w+)-down': '$1s'}", "slow-down"), ["'slows' for 'slow-down'"]);
}

#[test]
fn text_that_is_already_right_is_no_finding() {
    assert!(found("swap: {'(?i)github': GitHub}", "GitHub").is_empty());
    assert_eq!(found("swap: {'(?i)github': GitHub}", "Github"), ["'GitHub' for 'Github'"]);
    assert!(found("swap: {'power outages?': 'power outages?'}", "power outages").is_empty(), "a value is read as a pattern");
    assert_eq!(found("swap: {'v ?2(?:\\.0)?': V 2.0}\nignorecase: true", "v 2.0, V 2.0"), ["'V 2.0' for 'v 2.0'"]);
}

#[test]
fn alternatives_become_suggestions_with_their_own_quotes() {
    let rule = "swap: {outage: incident|disruption}\nignorecase: true\naction: {name: replace}\n";
    assert_eq!(found(rule, "An outage"), ["'incident' or 'disruption' for 'outage'"]);
    assert_eq!(found(&format!("{rule}capitalize: true\n"), "Outage"), ["'Incident' or 'Disruption' for 'Outage'"]);
    assert_eq!(found("swap: {outage: incident|disruption}", "outage"), ["'incident|disruption' for 'outage'"]);
}

#[test]
fn with_an_action_a_value_is_text_and_no_pattern() {
    let rule = "nonword: true\naction: {name: replace}\nswap: {',{2,}': ',|...'}";
    assert_eq!(found(rule, "one,, two,,,"), ["',' or '...' for ',,'", "',' or '...' for ',,,'"]);
    assert_eq!(found("action: {name: replace}\nswap: {obvious: ''}", "obvious"), ["'' for 'obvious'".replacen("''", "", 1)]);
    assert_eq!(found("action: {name: replace}\nswap: {pipe: 'a\\|b|c'}", "pipe"), ["'a|b' or 'c' for 'pipe'"]);
    assert!(found("action: {name: replace}\nswap: {'[Cc]olor': color|Color}", "Color color").is_empty());
}

#[test]
fn what_is_told_is_what_stands_there() {
    assert_eq!(found("nonword: true\nswap: {'\\bvs\\s': versus}", "this vs that"), ["'versus' for 'vs '"]);
    assert_eq!(
        found("capitalize: true\nswap: {'(?i)mankind': people}", "Mankind, mankind"),
        ["'People' for 'Mankind'", "'people' for 'mankind'"]
    );
    assert!(found(r"swap: {'(\w+)\.': '$1\.'}", "end.x").is_empty(), "a filled value is a pattern");
}

#[test]
fn exceptions_hold() {
    assert!(found("swap: {'(?:power )?outage': incident}\nexceptions: [power]", "power outage").is_empty());
}

#[test]
fn a_key_that_refers_back_is_refused() {
    let file = RuleFile::read("a.yml", "extends: substitution\nmessage: m\nswap: {'(a)\\1': b}").unwrap();
    assert!(Substitution::new(&file).unwrap_err().contains("refers back"));
}
