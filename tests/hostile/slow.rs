//! Texts and rules that are made to be slow. Each run of the program has to end by itself, long before anyone would stop it, and to say
//! what was wrong if anything was. No time is compared: the limit is a hundred times what an honest machine takes.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::binary::{Run, command};
use crate::support::folder::CONFIG;
use crate::support::{BASE, Folder, NOW};

/// What grows with the square of these inputs takes hours.
const LIMIT: Duration = Duration::from_secs(400);

/// Runs the program, and fails if it does not end.
fn ends(command: &mut Command) -> Run {
    let (out, err) = (tempfile::NamedTempFile::new().unwrap(), tempfile::NamedTempFile::new().unwrap());
    command.stdin(Stdio::null()).stdout(out.reopen().unwrap()).stderr(err.reopen().unwrap());
    let mut child = command.spawn().unwrap();
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if began.elapsed() > LIMIT {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("it did not end within {LIMIT:?}");
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let text = |file: &tempfile::NamedTempFile| String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()).into_owned();
    Run { status: status.code().expect("killed by a signal"), stdout: text(&out), stderr: text(&err) }
}

fn check(site: &Folder) -> Run {
    ends(command().arg("check").arg(site.path()).args(["--now", NOW]))
}

fn build(site: &Folder) -> Run {
    ends(command().arg("build").arg(site.path()).args(["--keep-going", "--now", NOW]))
}

/// The document of the stories with more in its message.
fn saying(more: &str) -> String {
    BASE.replacen("We are sorry", &format!("{more}\n\nWe are sorry"), 1)
}

#[test]
fn a_message_with_a_hundred_thousand_headings_comes_to_an_end() {
    let run = build(&Folder::with(&saying(&"### Slow searches\n\n".repeat(100_000))));
    assert!(run.status < 4, "{}", run.stderr);
}

#[test]
fn lists_in_lists_do_not_make_pages_longer_than_their_text() {
    let site = Folder::with(&saying(&format!("{}x", "- ".repeat(2_000))));
    build(&site).ends_with(0);
    let api = std::fs::metadata(site.at("public/api/v2/incidents.json")).unwrap().len();
    assert!(api < 1 << 20, "4 kB of text became {api} bytes");
}

#[test]
fn a_message_with_a_line_of_ten_megabytes_ends() {
    let site = Folder::with(&saying(&"Searches were slow again ".repeat((10 << 20) / 25)));
    let run = build(&site);
    assert!(run.status < 4, "{}", run.stderr);
    let site = Folder::with(&saying(&"x".repeat(1 << 20)));
    assert!(build(&site).status < 4);
}

#[test]
fn quotes_lists_and_references_without_end_come_to_an_end() {
    let reference = format!("[a]: https://a.example/{}\n\n{}", "x".repeat(20_000), "[a]".repeat(20_000));
    let notes = format!("[^a]\n\n{}", "[^a]: [^a]\n\n".repeat(1_000));
    let table = format!("|a|{0}\n|-|{1}\n{2}", "b|".repeat(2_000), "-|".repeat(2_000), "|x\n".repeat(2_000));
    let steps: String = (0..2_000).map(|depth| format!("{}- x\n", "  ".repeat(depth.min(200)))).collect();
    let code = format!("```js\n{}\n```\n", "((((".repeat(900));
    for (name, text) in [
        ("quotes", format!("{}x", "> ".repeat(3_000))),
        ("lists", format!("{}x", "- ".repeat(3_000))),
        ("steps", steps),
        ("references", reference),
        ("notes", notes),
        ("cells", table),
        ("brackets in code", code),
        ("emphasis", "*a_ ".repeat(30_000)),
        ("links in links", format!("{}x{}", "[".repeat(30_000), "](https://a.example)".repeat(30_000))),
    ] {
        let run = build(&Folder::with(&saying(&text)));
        assert!(run.status < 4, "{name}: {}", run.stderr);
    }
}

#[test]
fn a_style_whose_patterns_backtrack_is_told_of_and_not_waited_for() {
    let config = CONFIG.to_owned() + "\n[wording]\nstyles = [\"house\"]\n";
    let slow = "extends: existence\nmessage: m\nlevel: error\nnonword: true\ntokens: ['(?:x+x+)+(?=y)z']\n";
    let site = Folder::with(&saying(&format!("{}z", "x".repeat(50_000)))).file("allclear.toml", config).file("house/slow.yml", slow);
    let run = check(&site).ends_with(1);
    assert!(run.stdout.contains("error[house/slow]") && run.stdout.contains("gave up on this text"), "{}", run.stdout);
}

#[test]
fn a_style_that_is_too_large_to_run_or_repeats_itself_without_end_is_refused() {
    let config = CONFIG.to_owned() + "\n[wording]\nstyles = [\"house\"]\n";
    let mut bomb = "extends: existence\nmessage: m\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        bomb += &format!("a{level}: &a{level} [{}]\n", [format!("*a{}", level - 1).as_str(); 9].join(", "));
    }
    let large = "extends: existence\nmessage: m\nnonword: true\ntokens: ['((((a{1,1000}){1,1000}){1,1000}){1,1000})']\n";
    let deep = format!("extends: existence\nmessage: m\ntokens: {}x{}\n", "[".repeat(100_000), "]".repeat(100_000));
    let with = |rule: &str| Folder::with(BASE).file("allclear.toml", &config).file("house/rule.yml", rule);
    for rule in [bomb.as_str(), large, &deep] {
        check(&with(rule)).ends_with(2).complains("house/rule.yml").complains("help:");
    }
}

#[test]
fn a_gitleaks_file_that_is_made_to_be_slow_ends() {
    let config = CONFIG.to_owned() + "\n[leaks]\ngitleaks = [\"rules.toml\"]\n";
    let rule = |regex: &str| format!("[[rules]]\nid = \"a\"\ndescription = \"a\"\nregex = '''{regex}'''\n");
    let text = saying(&"x".repeat(1 << 16));
    for regex in ["(x+x+)+y", "(x*)*(x*)*(x*)*y", "(?:x?){500}x{500}y", "((((x{1,100}){1,100}){1,100}){1,100})y"] {
        let site = Folder::with(&text).file("allclear.toml", &config).file("rules.toml", rule(regex));
        assert!(check(&site).status <= 3, "{regex}");
    }
    let many: String = (0..1_000).map(|at| rule(&format!("x{at}y")).replace("\"a\"", &format!("\"a{at}\""))).collect();
    assert!(check(&Folder::with(BASE).file("allclear.toml", &config).file("rules.toml", many)).status <= 3);
}

#[test]
fn a_config_without_end_is_refused() {
    let nested = format!("{CONFIG}\n[wording.rules]\nx = {}1{}\n", "[".repeat(200_000), "]".repeat(200_000));
    let dotted = format!("{CONFIG}\n{} = 1\n", vec!["a"; 100_000].join("."));
    for config in [nested, dotted, format!("{CONFIG}\n# {}\n[leeks]\n", "x".repeat(1 << 20))] {
        check(&Folder::with(BASE).file("allclear.toml", config)).ends_with(2).complains("allclear.toml").complains("help:");
    }
}
