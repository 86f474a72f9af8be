//! Each kind of rule on whole files.

use super::Folder;

#[test]
fn conditional_wants_a_definition_in_this_block_or_an_earlier_one() {
    let rule = "extends: conditional\nmessage: \"'%s' is not explained\"\nfirst: '\\b([A-Z]{3,5})\\b'\n\
                second: '([A-Z]{3,5}): (?:\\b[A-Z][a-z]+ )+|(?:\\b[A-Z][a-z]+ )+\\(([A-Z]{3,5})\\)'\nexceptions: [ADD]\n";
    let page = "The SLO: Service Level Objective is a promise\nto us. The SLO holds.\n\nAn RTO is lost. ADD it.\n\n\
                The Recovery Time Objective ([RTO](https://a.example)) counts. The RTO again.\n";
    assert_eq!(Folder::style(&[("Defined.yml", rule)], page).told(), ["4:4:S.Defined:'RTO' is not explained"]);
}

#[test]
fn conditional_does_not_ignore_case_even_if_it_says_so() {
    let rule = "extends: conditional\nmessage: \"%s\"\nignorecase: true\nfirst: '\\bSLO\\b'\nsecond: 'Objective \\((SLO)\\)'\n";
    assert_eq!(Folder::style(&[("Defined.yml", rule)], "An slo, an SLO.\n").told(), ["1:12:S.Defined:SLO"]);
}

#[test]
fn occurrence_counts_block_by_block() {
    let rules = [
        ("Commas.yml", "extends: occurrence\nmessage: \"%s commas\"\nscope: sentence\nmax: 2\ntoken: ','\n"),
        ("Short.yml", "extends: occurrence\nmessage: \"only %d words\"\nscope: raw\nmin: 50\ntoken: '\\b\\w+\\b'\n"),
        ("Intro.yml", "extends: occurrence\nmessage: no introduction\nscope: heading\nmin: 1\ntoken: Introduction\n"),
        ("Long.yml", "extends: occurrence\nmessage: too long\nscope: heading & ~heading.h1\nmax: 20\ntoken: .\n"),
    ];
    let page = "# Queues\n\nOne, two, three, four. Five, six.\n\n## `A long name in code`, and then some\n";
    let found = Folder::style(&rules, page).told();
    assert_eq!(found, ["1:1:S.Intro:no introduction", "1:3:S.Short:only 15 words", "3:4:S.Commas:3 commas", "5:25:S.Long:too long"]);
}

#[test]
fn existence_and_substitution_point_at_the_bytes_they_found() {
    let rules = [
        ("Spacing.yml", "extends: existence\nmessage: \"'%s'\"\nnonword: true\ntokens: ['[a-z][.?!,][A-Z]', ' {2,}']\n"),
        ("Before.yml", "extends: existence\nmessage: audit\ntokens: ['(?<!quarterly )audi[a-z]*']\n"),
        (
            "Terms.yml",
            "extends: substitution\nmessage: Use '%s', not '%s'\naction: {name: replace}\nswap: {'(?:note|copy) ?book': pad|writing pad}\n",
        ),
        (
            "Names.yml",
            "extends: substitution\nmessage: Use %s, not %s\nignorecase: true\naction: {name: replace}\nswap: {javascript: JavaScript}\n",
        ),
        (
            "Folder.yml",
            "extends: substitution\nmessage: Use %s\nscope: raw\nignorecase: true\ncapitalize: true\naction: {name: replace}\nswap: {'go in ?to the (.*) folder': go to the $1 folder}\n",
        ),
    ];
    let page = "My quarterly audit, and an audit.And a *notebook*.\n\nGo into the `/etc/x` folder.\n\nJavascript and JavaScript, or `javascript`.\n";
    assert_eq!(
        Folder::style(&rules, page).told(),
        [
            "1:28:S.Before:audit",
            "1:32:S.Spacing:'t.A'",
            "1:41:S.Terms:Use 'pad' or 'writing pad', not 'notebook'",
            "3:1:S.Folder:Use 'Go to the `/etc/x` folder'",
            "5:1:S.Names:Use 'JavaScript', not Javascript",
        ]
    );
}

#[test]
fn lines_count_one_by_one_in_tokens_and_not_in_raw_parts() {
    let tokens = "extends: existence\nmessage: tokens\nscope: raw\nnonword: true\ntokens: ['^b']\n";
    let raw = "extends: existence\nmessage: raw\nscope: raw\nraw: ['^b']\n";
    assert_eq!(Folder::style(&[("A.yml", tokens), ("B.yml", raw)], "a\nb\n").told(), ["2:1:S.A:tokens"]);
}

#[test]
fn consistency_is_a_matter_of_the_file() {
    let rules = [
        ("Spelling.yml", "extends: consistency\nmessage: \"'%s' too\"\nignorecase: true\neither: {centre: center, colour: color}\n"),
        ("Quotes.yml", "extends: consistency\nmessage: \"%s mixed\"\nnonword: true\neither: {'\"': '[“”]'}\n"),
    ];
    let page = "A centre with a colour.\n\n- A *Center*.\n\nA \"straight\" and a “bent” one.\n";
    assert_eq!(Folder::style(&rules, page).told(), ["3:6:S.Spelling:'Center' too", "5:25:S.Quotes:” mixed"]);
}

#[test]
fn repetition_is_told_at_the_first_of_the_two() {
    let folder = Folder::new(&[
        (".vale.ini", "[*]\nBasedOnStyles = Vale\n"),
        ("page.md", "A plan plan. Plan again, in the *the* end.\n\nIt is so. So it is, 5 5.\n\nThe `x` the `x`, the\nthe end.\n"),
    ]);
    assert_eq!(folder.told(), ["1:3:Vale.Repetition:'plan' is repeated!", "1:29:Vale.Repetition:'the' is repeated!"]);
}

#[test]
fn capitalization_reads_headings_as_people_write_them() {
    let sentence = "extends: capitalization\nmessage: \"'%s'\"\nscope: heading\nmatch: $sentence\nindicators: [':']\nprefix: '^[a-z]\\.\\s'\nexceptions: [Level, Index, Index Node]\n";
    let page = "# Call the `RENAME` verb\n\n## Level 1 section\n\n## find it\n\n## `find` it\n\n## 1 find it\n\n## Find It Now\n\n\
                ## Trace the fault: Overview\n\n## 1. An entry\n\n## a. An entry\n\n## B. an entry of five words\n\n## Index Node in the log\n";
    assert_eq!(Folder::style(&[("Case.yml", sentence)], page).told(), ["5:4:S.Case:'find it'", "11:4:S.Case:'Find It Now'"]);
    let title =
        "extends: capitalization\nmessage: \"'%s' → '%s'\"\nscope: heading\nmatch: $title\nstyle: Chicago\naction: {name: replace}\n";
    let page = "# A walk between houses\n\n## A Walk between Houses\n\n## An In-Depth Look\n";
    assert_eq!(Folder::style(&[("Case.yml", title)], page).told(), ["1:3:S.Case:'A walk between houses' → 'A Walk between Houses'"]);
}

#[test]
fn a_rule_with_cases_for_its_own_tests_loads() {
    let rule = "extends: existence\nmessage: \"%s\"\ntokens: [TODO]\ntests:\n  - text: TODO\n    alerts: 1\n";
    assert_eq!(Folder::style(&[("Todo.yml", rule)], "TODO\n").told(), ["1:1:S.Todo:TODO"]);
}
