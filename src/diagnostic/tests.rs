//! Reports made by hand: what each format does with places, words and paths that are hard on it.

use super::{Finding, Format, Level, Report, Source, SourceId, Sources, Suppressed, Suppression};

/// A document, and findings that mark words of it.
fn report(path: &str, text: &str, marks: &[(&str, Level, &str)]) -> Report {
    let mut sources = Sources::default();
    let id = sources.add(Source::new(path, text));
    let findings = marks.iter().map(|(rule, level, word)| finding(id, text, rule, *level, word)).collect();
    Report::new(sources, findings)
}

fn finding(id: SourceId, text: &str, rule: &str, level: Level, word: &str) -> Finding {
    let at = text.find(word).unwrap();
    Finding::new(rule, level, id, at..at + word.len(), "a fact").help("a next step")
}

fn json(report: &Report, format: Format) -> serde_json::Value {
    serde_json::from_str(&report.render(format, false, false)).unwrap()
}

fn result(report: &Report) -> serde_json::Value {
    json(report, Format::Sarif)["runs"][0]["results"][0].clone()
}

fn fingerprints(report: &Report) -> Vec<String> {
    let list = json(report, Format::Gitlab);
    list.as_array().unwrap().iter().map(|entry| entry["fingerprint"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_format_counts_columns_in_its_own_unit() {
    let report = report("a.md", "one\né😀 word", &[("wording/a", Level::Error, "word")]);

    assert_eq!(json(&report, Format::Json)[0]["column"], 4);
    let region = &result(&report)["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startColumn"], &region["endColumn"]), (&4.into(), &8.into()), "code points, as columnKind says");
    assert_eq!(json(&report, Format::Sarif)["runs"][0]["columnKind"], "unicodeCodePoints");
    let range = json(&report, Format::Rdjson)["diagnostics"][0]["location"]["range"].clone();
    assert_eq!((&range["start"]["column"], &range["end"]["column"]), (&8.into(), &12.into()), "bytes, the end behind the last");
    let alert = json(&report, Format::ValeJson)["a.md"][0].clone();
    assert_eq!(alert["Span"], serde_json::json!([4, 7]), "code points, the end at the last");
    assert!(report.render(Format::Github, false, false).contains("line=2,endLine=2,col=4,endColumn=8"));
    assert_eq!(report.render(Format::ValeLine, false, false), "a.md:2:4:wording.a:a fact\n");
}

#[test]
fn a_place_on_several_lines_ends_on_its_last_one() {
    let report = report("a.md", "one\r\ntwo words\r\nthree\r\n", &[("wording/a", Level::Warning, "words\r\nthree\r\n")]);

    let region = result(&report)["locations"][0]["physicalLocation"]["region"].clone();
    assert_eq!(region, serde_json::json!({ "startLine": 2, "startColumn": 5, "endLine": 3, "endColumn": 6 }));
    let github = report.render(Format::Github, false, false);
    assert!(github.starts_with("::warning file=a.md,line=2,endLine=3,title="), "no columns: {github}");
    assert_eq!(json(&report, Format::ValeJson)["a.md"][0]["Match"], "words");
}

#[test]
fn a_finding_about_a_whole_file_opens_it_at_its_beginning() {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("a.md", "text"));
    let report = Report::new(sources, vec![Finding::new("document/a", Level::Hint, id, None, "a fact")]);

    assert_eq!(report.render(Format::Github, false, false), "::notice file=a.md,line=1,title=document/a::a fact\n");
    assert_eq!(report.render(Format::ValeLine, false, false), "a.md:1:1:document.a:a fact\n");
    assert_eq!(json(&report, Format::Gitlab)[0]["location"]["lines"]["begin"], 1);
    assert!(result(&report)["locations"][0]["physicalLocation"].get("region").is_none());
    assert!(json(&report, Format::Rdjson)["diagnostics"][0]["location"].get("range").is_none());
}

#[test]
fn github_gets_one_line_for_each_finding_whatever_it_says() {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("a: b, 5%.md", "text"));
    let told = Finding::new("house/a", Level::Error, id, 0..4, "50%: one,\r\n::warning::two");
    let report = Report::new(sources, vec![told]);

    assert_eq!(
        report.render(Format::Github, false, false),
        "::error file=a%3A b%2C 5%25.md,line=1,endLine=1,col=1,endColumn=5,title=house/a::50%25: one,%0D%0A::warning::two\n"
    );
}

#[test]
fn github_shows_ten_of_a_level_so_leaks_come_first() {
    let report = report(
        "a.md",
        "first second third fourth",
        &[
            ("wording/a", Level::Hint, "first"),
            ("wording/b", Level::Error, "second"),
            ("wording/c", Level::Warning, "third"),
            ("leak/d", Level::Error, "fourth"),
        ],
    );

    let shown = report.render(Format::Github, false, false);

    let order: Vec<&str> = shown.lines().map(|line| line.split("title=").nth(1).unwrap().split("::").next().unwrap()).collect();
    assert_eq!(order, ["leak/d", "wording/b", "wording/c", "wording/a"]);
}

#[test]
fn junit_is_xml_whatever_the_words_are() {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("a&\"<b>.md", "text"));
    let told = Finding::new("house/a", Level::Error, id, 0..4, "a \u{0}\u{1b}[1m <b> ]]> \u{fffe} & \"c\"\nd");
    let report = Report::new(sources, vec![told]);

    let shown = report.render(Format::Junit, false, false);

    let mut reader = quick_xml::Reader::from_str(&shown);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    assert!(shown.chars().all(|c| c == '\n' || (c >= ' ' && c != '\u{fffe}')), "{shown:?}");
    assert!(shown.contains("name=\"a&amp;&quot;&lt;b&gt;.md\"") && shown.contains("\u{fffd}[1m &lt;b&gt; ]]&gt;"), "{shown}");
}

#[test]
fn junit_has_a_passing_case_for_advice_for_clean_files_and_for_nothing_at_all() {
    let mut sources = Sources::default();
    let text = "first second";
    let id = sources.add(Source::new("a.md", text));
    sources.add(Source::new("clean.md", ""));
    let findings = vec![finding(id, text, "wording/a", Level::Warning, "first"), finding(id, text, "wording/b", Level::Error, "second")];

    let shown = Report::new(sources, findings).render(Format::Junit, false, false);

    assert!(shown.contains("<testsuites name=\"allclear check\" tests=\"3\" failures=\"1\" errors=\"0\">"), "{shown}");
    assert!(shown.contains("<system-out>a.md:1:1: warning: a fact; a next step</system-out>"), "{shown}");
    assert!(shown.contains("<testcase name=\"no findings\" classname=\"clean.md\" file=\"clean.md\"/>"), "{shown}");
    let nothing = Report::default().render(Format::Junit, false, false);
    assert!(nothing.contains("tests=\"1\"") && nothing.contains("classname=\"allclear.toml\""), "{nothing}");
}

#[test]
fn a_sarif_path_is_a_uri() {
    let report = report("postmortems/a b/Größe 50%: #1?.md", "text", &[("wording/a", Level::Error, "text")]);

    let uri = &result(&report)["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "postmortems/a%20b/Gr%C3%B6%C3%9Fe%2050%25%3A%20%231%3F.md");
}

#[test]
fn files_are_named_as_seen_from_where_the_tool_stands() {
    let mut sources = Sources::default();
    let ids = ["postmortems/a.md", "site/index.html", "published/feed.xml"].map(|path| sources.add(Source::new(path, "text")));
    let findings = ids.map(|id| Finding::new("site/a", Level::Error, id, 0..4, "a fact")).to_vec();

    let report = Report::new(sources, findings).told_to_tools("status", Vec::new());

    let lines = report.render(Format::ValeLine, false, false);
    assert!(lines.contains("status/postmortems/a.md:1"), "{lines}");
    assert!(lines.contains("\nsite/index.html:1") && lines.contains("published/feed.xml:1"), "these are no files: {lines}");
    assert_eq!(json(&report, Format::Json)[0]["path"], "postmortems/a.md", "relative to the site's folder, always");
}

#[test]
fn a_fingerprint_stays_when_lines_move_and_goes_when_the_words_change() {
    let marks = &[("wording/a", Level::Error, "outage")];
    let before = fingerprints(&report("a.md", "We had an  outage today.", marks));

    assert_eq!(before, fingerprints(&report("a.md", "New.\n\nMore.\n\n  We had an outage today.", marks)));
    assert_ne!(before, fingerprints(&report("a.md", "We had an outage yesterday.", marks)));
    assert_ne!(before, fingerprints(&report("b.md", "We had an outage today.", marks)));
    assert_ne!(before, fingerprints(&report("a.md", "We had an outage today.", &[("wording/b", Level::Error, "outage")])));
}

#[test]
fn no_two_findings_share_a_fingerprint() {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("a.md", "An outage.\nAn outage.\nAn outage.\n"));
    let findings = [3..9, 14..20, 25..31].map(|span| Finding::new("wording/a", Level::Error, id, span, "a fact")).to_vec();

    let mut all = fingerprints(&Report::new(sources, findings));

    all.sort();
    all.dedup();
    assert_eq!(all.len(), 3);
}

#[test]
fn nothing_of_a_report_depends_on_what_leaked() {
    // A fingerprint of a name would let anyone who has a list of names find out which it was.
    let with = |name: &str| {
        let text = format!("{name} rebooted it.\nThe outage: {name}.");
        report("a.md", &text, &[("leak/internal-name", Level::Error, name), ("wording/a", Level::Error, "outage")])
    };
    for format in ALL {
        assert_eq!(with("Dana").render(format, false, false), with("Lena").render(format, false, false), "{format:?}");
    }
    assert_eq!(fingerprints(&with("Dana")), {
        let shown = with("Dana").render(Format::Gitlab, false, true);
        let list: Vec<serde_json::Value> = serde_json::from_str(&shown).unwrap();
        list.iter().map(|entry| entry["fingerprint"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    });
}

#[test]
fn a_leak_as_long_as_a_document_is_masked() {
    let leak = "a.b-c.".repeat(50_000);
    let shown = report("a.md", &leak, &[("leak/a", Level::Error, &leak)]).render(Format::Human, false, false);
    assert!(shown.contains("•••") && !shown.contains("b-c"));
}

#[test]
fn what_is_let_pass_is_told_where_it_is_asked_for_and_nowhere_else() {
    let text = "An outage. Another outage.";
    let told = |suppressed: bool| {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a.md", text));
        let [first, second] = [3..9, 19..25].map(|span| Finding::new("wording/a", Level::Error, id, span, "a fact"));
        let passed = Finding { message: "what passes".to_owned(), ..first.clone() };
        let passed = Suppressed { finding: passed, by: Suppression::Exception, justification: "agreed".to_owned() };
        let report = Report::new(sources, if suppressed { vec![second] } else { vec![first, second] });
        if suppressed { report.beside(vec![passed]) } else { report }
    };

    let log = json(&told(true).telling_suppressed(), Format::Sarif);

    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results[0]["suppressions"], serde_json::json!([]), "all results have the list, or none");
    let accepted = serde_json::json!([{ "kind": "external", "status": "accepted", "justification": "agreed" }]);
    assert_eq!((results.len(), &results[1]["suppressions"]), (2, &accepted));
    let open: Vec<_> = json(&told(false), Format::Sarif)["runs"][0]["results"].as_array().unwrap().clone();
    assert_eq!(open[0]["partialFingerprints"], results[1]["partialFingerprints"], "it is the same alert, open and let pass");
    assert_eq!(open[1]["partialFingerprints"], results[0]["partialFingerprints"], "and so is its twin");
    for format in ALL {
        let shown = told(true).render(format, false, false);
        assert!(shown.contains("a fact") && !shown.contains("agreed") && !shown.contains("what passes"), "{format:?}: {shown}");
    }
}

#[test]
fn a_summary_is_a_table_that_nothing_in_a_document_can_break() {
    let mut sources = Sources::default();
    let text = "first second";
    let id = sources.add(Source::new("a|b.md", text));
    let odd = "a | b\n<img src=x> [x](http://x.example) @all `c` **d** #1 $x$ ~~e~~";
    let findings = vec![
        Finding::new("wording/a", Level::Hint, id, 0..5, odd).help("a next step"),
        Finding::new("leak/b", Level::Error, id, 6..12, "a fact"),
    ];

    let table = Report::new(sources, findings).render(Format::Markdown, false, false);

    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines[0], "### Allclear: 1 error, 1 hint");
    assert!(lines[4].starts_with("| **leak** | leak/b | a\\|b.md&#58;1&#58;7 | a fact |"), "leaks come first: {table}");
    let escaped = "a \\| b &lt;img src\\=x&gt; \\[x\\]\\(http&#58;//x.example\\) &#64;all \\`c\\` \\*\\*d\\*\\* \\#1 \\$x\\$ \\~\\~e\\~\\~";
    assert_eq!(lines[5], format!("| hint | wording/a | a\\|b.md&#58;1&#58;1 | {escaped}\\; a next step |"));
    assert_eq!(Report::default().render(Format::Markdown, false, false), "### Allclear: no findings\n\n");
}

#[test]
fn a_long_summary_is_cut_and_says_so() {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("a.md", "x".repeat(300)));
    let findings = (0..250).map(|at| Finding::new("wording/a", Level::Hint, id, at..at + 1, "a fact")).collect();

    let table = Report::new(sources, findings).render(Format::Markdown, false, false);

    assert_eq!(table.matches("| hint |").count(), 200);
    assert!(table.contains("\nand 50 more"), "{table}");
}

#[test]
fn one_suggestion_can_be_taken_over_and_none_shows_what_leaked() {
    let with = |suggestions: &[&str], leak: bool| {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a.md", "The Dana outage"));
        let suggestions = suggestions.iter().map(|text| (*text).to_owned()).collect();
        let mut findings = vec![Finding::new("wording/a", Level::Error, id, 4..15, "a fact").suggest(suggestions)];
        findings.extend(leak.then(|| Finding::new("leak/b", Level::Error, id, 4..8, "a fact")));
        Report::new(sources, findings)
    };
    let offered = |report: &Report| {
        let list = json(report, Format::Rdjson)["diagnostics"].clone();
        list.as_array().unwrap().iter().find(|one| one["code"]["value"] == "wording/a").unwrap().get("suggestions").cloned()
    };

    let range = serde_json::json!({ "start": { "line": 1, "column": 5 }, "end": { "line": 1, "column": 16 } });
    assert_eq!(offered(&with(&["incident"], false)), Some(serde_json::json!([{ "range": range, "text": "incident" }])));
    assert_eq!(offered(&with(&["incident", "disruption"], false)), None, "a choice is no correction");
    assert_eq!(offered(&with(&["Dana's incident"], true)), None);
    let action = |report: &Report| json(report, Format::ValeJson)["a.md"][0]["Action"].clone();
    let replace = serde_json::json!({ "Name": "replace", "Params": ["incident", "disruption"] });
    assert_eq!(action(&with(&["incident", "disruption"], false)), replace);
    assert_eq!(action(&with(&[""], false)), serde_json::json!({ "Name": "remove", "Params": null }));
    assert_eq!(action(&with(&[], false)), serde_json::json!({ "Name": "", "Params": null }));
}

const ALL: [Format; 10] = [
    Format::Human,
    Format::Json,
    Format::Github,
    Format::Gitlab,
    Format::Sarif,
    Format::Junit,
    Format::Rdjson,
    Format::ValeJson,
    Format::ValeLine,
    Format::Markdown,
];
