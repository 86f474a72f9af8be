//! The gate as a whole: samples, levels, context, styles, positions.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::clock::Time;
use crate::config::{LeaksConfig, Lifecycle, Severities, SiteConfig, WordingConfig, raw};
use crate::diagnostic::{Sample, Source, SourceId};
use crate::internal::check::registry::pieces;
use crate::internal::read::draft::{Draft, DraftKind, DraftUpdate, PublicBlock, PublicSection, Spanned, Status};
use crate::internal::text::InternalText;
use crate::public::{Impact, Phase};

/// A document made by hand: the reader is another module's business.
struct Document {
    text: String,
    draft: Draft,
    config: Config,
}

impl Document {
    fn new(impact: Impact) -> Self {
        let block = PublicBlock {
            span: 0..0,
            title: None,
            impact: Some(Spanned::new(impact, 0..0)),
            components: Vec::new(),
            started: None,
            resolved: None,
            published: None,
            scheduled_for: None,
            scheduled_until: None,
            summary: None,
            aliases: Vec::new(),
            seal: None,
        };
        let draft = Draft {
            source: SourceId(0),
            path: "postmortems/a.md".to_owned(),
            id: Spanned::new("a".to_owned(), 0..0),
            title: None,
            status: Spanned::new(Status::Reviewed, 0..0),
            kind: DraftKind::Incident,
            severity: None,
            publish: true,
            no_message: None,
            people: Vec::new(),
            detected: None,
            meeting_scheduled: None,
            meeting_held: None,
            fields: Vec::new(),
            public: Some(block),
            message: None,
            updates: Vec::new(),
            corrections: Vec::new(),
            sections: Vec::new(),
            actions: Vec::new(),
            internal_ranges: Vec::new(),
            front_matter: 0..0,
        };
        Self { text: String::new(), draft, config: config() }
    }

    fn partial() -> Self {
        Self::new(Impact::Partial)
    }

    fn add(&mut self, text: &str) -> std::ops::Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        let end = self.text.len();
        self.text.push_str("\n\n");
        start..end
    }

    fn title(mut self, title: &str) -> Self {
        let span = self.add(title);
        if let Some(public) = &mut self.draft.public {
            public.title = Some(Spanned::new(InternalText::new(title), span));
        }
        self
    }

    fn message(mut self, message: &str) -> Self {
        let content = self.add(message);
        self.draft.message = Some(PublicSection { heading: content.start..content.start, content });
        self
    }

    fn update(mut self, phase: Phase, text: &str) -> Self {
        let content = self.add(text);
        let at = Time::from_timestamp(60 * i64::try_from(content.start).unwrap(), 0).unwrap();
        self.draft.updates.push(DraftUpdate { heading: content.start..content.start, at, phase, affects: Vec::new(), content });
        self
    }

    fn affects(mut self, impact: Impact) -> Self {
        self.draft.updates.last_mut().unwrap().affects.push((Spanned::new("search".to_owned(), 0..0), impact));
        self
    }

    fn component(mut self, impact: Impact) -> Self {
        self.draft.public.as_mut().unwrap().components.push((Spanned::new("search".to_owned(), 0..0), Some(impact)));
        self
    }

    fn kind(mut self, kind: DraftKind) -> Self {
        self.draft.kind = kind;
        self
    }

    fn wording(mut self, change: impl FnOnce(&mut WordingConfig)) -> Self {
        change(&mut self.config.wording);
        self
    }

    fn findings(&self) -> Vec<Finding> {
        let (wording, problems) = Wording::load(&self.config);
        assert_eq!(problems, []);
        let source = Source::new("postmortems/a.md", self.text.as_str());
        let pieces = pieces(&self.draft, &source);
        wording.check(&Subject { draft: &self.draft, source: &source, config: &self.config, now: Time::default(), pieces: &pieces })
    }

    fn codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = self.findings().into_iter().map(|finding| finding.rule).collect();
        codes.dedup();
        codes
    }

    fn finds(&self, name: &str) -> bool {
        self.codes().contains(&format!("wording/{name}"))
    }
}

fn config() -> Config {
    Config {
        site: SiteConfig {
            title: "Meridian status".to_owned(),
            url: url::Url::parse("https://status.example.com").unwrap(),
            description: None,
            language: "en".to_owned(),
            time_zone: None,
            support_url: None,
            logo: None,
            accent: None,
            feed_authority: "status.example.com,2026".to_owned(),
        },
        components: Vec::new(),
        severities: Severities { names: Vec::new(), aliases: BTreeMap::new() },
        lifecycle: Lifecycle { enforce: false, require_seal: false, require: raw::Require::default() },
        wording: WordingConfig {
            styles: Vec::new(),
            profile: raw::Profile::Default,
            level: Level::Hint,
            vocabulary: Vec::new(),
            rules: BTreeMap::new(),
        },
        leaks: LeaksConfig::default(),
        uptime: raw::Uptime::default(),
        history: raw::History::default(),
        output: raw::Output::default(),
        links: raw::Links::default(),
    }
}

/// Samples are shown with every rule switched on.
fn shown(text: &str) -> Document {
    Document::partial().message(text).wording(|wording| {
        wording.rules.insert("wording/single-root-cause".to_owned(), Some(Level::Suggestion));
    })
}

/// Every sample that is not found by exactly the wanted rules.
fn astray(samples: fn(&RuleDoc) -> (&[Sample], Vec<String>)) -> Vec<String> {
    let mut astray = Vec::new();
    for doc in Wording::docs() {
        let (samples, wanted) = samples(&doc);
        for sample in samples {
            let Sample::Message(text) = sample else { continue };
            let found = shown(text).codes();
            if found != wanted {
                astray.push(format!("{}: {text:?} is found by {found:?}", doc.code));
            }
        }
    }
    astray
}

#[test]
fn a_bad_sample_is_found_by_its_rule_and_no_other() {
    assert_eq!(astray(|doc| (&doc.bad, vec![doc.code.clone()])), Vec::<String>::new());
}

#[test]
fn a_good_sample_is_fine_for_every_rule() {
    assert_eq!(astray(|doc| (&doc.good, Vec::new())), Vec::<String>::new());
}

#[test]
fn docs_are_in_code_order_and_codes_are_known() {
    let docs = Wording::docs();
    assert!(docs.len() >= 30);
    assert!(docs.is_sorted_by(|a, b| a.code < b.code));
    for doc in &docs {
        assert!(Wording::known(&doc.code) && Wording::known(doc.code.trim_start_matches("wording/")), "{}", doc.code);
        assert!(!doc.summary.is_empty() && !doc.why.is_empty() && doc.good.len() >= 2 && doc.bad.len() >= 2, "{}", doc.code);
    }
    assert!(!Wording::known("wording/outage") && !Wording::known("leak/outage-unless-full"));
}

#[test]
fn an_outage_is_one_where_something_did_not_work_at_all() {
    let said = |document: Document| document.message("We are sorry for the outage.").finds("outage-unless-full");
    assert!(said(Document::partial()));
    assert!(said(Document::new(Impact::Degraded)));
    assert!(!said(Document::new(Impact::Full)));
    assert!(!said(Document::partial().component(Impact::Full)));
    assert!(!said(Document::partial().update(Phase::Identified, "Search fails.").affects(Impact::Full)));
    assert!(Document::partial().title("Search outages").finds("outage-unless-full"), "the title is read too");
}

#[test]
fn a_finding_says_what_to_write_and_how_to_go_on() {
    let findings = Document::partial().message("A partial outage of search.").findings();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].level, Level::Error);
    assert_eq!(
        findings[0].message,
        "'partial disruption' or 'service degradation' fits the declared impact, 'partial outage' says that nothing worked"
    );
    assert_eq!(findings[0].help, "name what did not work, or declare `impact: full` if nothing did");
}

#[test]
fn places_are_exact_bytes_of_the_source() {
    let document = Document::partial()
        .title("Größere Störung")
        .message("Für *Kürze*: the — `outage` — **out**age.\n\n> - ¡the \u{1F680}outage ends\\!");
    let findings = document.findings();
    let found: Vec<&str> = findings
        .iter()
        .filter(|finding| finding.rule.ends_with("outage-unless-full"))
        .map(|finding| &document.text[finding.span.clone().unwrap()])
        .collect();
    assert_eq!(found, ["out**age", "outage"], "inline code is no prose; markup inside a word is");
}

#[test]
fn code_comments_and_addresses_are_not_read() {
    let text = "See <https://example.com/outage> and [the page](https://example.com/outage).\n\n<!-- outage -->\n\n    outage\n\nAt https://example.com/outage too.";
    assert_eq!(Document::partial().message(text).codes(), Vec::<String>::new());
}

#[test]
fn live_updates_may_say_today_and_guess() {
    let text = "We believe that search is currently slow. Next update by 10:35 UTC.";
    assert_eq!(Document::partial().update(Phase::Investigating, text).codes(), Vec::<String>::new());
    assert!(Document::partial().message("Search was slow yesterday.").finds("relative-time"));
    assert!(Document::partial().update(Phase::Resolved, "Search was slow yesterday.").finds("relative-time"));
}

#[test]
fn only_the_newest_update_of_an_open_incident_owes_the_next_one() {
    let open = || Document::partial().update(Phase::Investigating, "Search is slow.");
    assert!(open().finds("next-update"));
    assert!(!open().update(Phase::Identified, "The disk is full. Next update by 10:35 UTC.").finds("next-update"));
    assert!(open().update(Phase::Identified, "We will update this page soon-ish.").finds("next-update"));
    assert!(!open().update(Phase::Resolved, "Search is fast again.").finds("next-update"));
    assert!(!Document::partial().update(Phase::Scheduled, "A move of servers.").finds("next-update"));
    assert!(!open().update(Phase::Monitoring, "We will report again within one hour.").finds("next-update"));
}

#[test]
fn a_zone_may_be_said_once_for_a_list() {
    let list = "- 10:05 UTC it began\n- 10:40 it ended";
    assert!(!Document::partial().message(list).finds("time-without-zone"));
    assert!(Document::partial().message("- 10:05 it began\n- 10:40 it ended").finds("time-without-zone"));
    assert!(!Document::partial().message("From 10:05-10:40 UTC").finds("time-without-zone"));
    assert!(Document::partial().message("From 10:05-10:40").finds("time-without-zone"));
    assert!(!Document::partial().message("At 2026-03-14T10:05:00+01:00 on host:10:80").finds("time-without-zone"));
}

#[test]
fn levels_come_from_the_rule_then_the_profile_then_the_config() {
    let level = |change: &dyn Fn(&mut WordingConfig)| {
        let document = Document::partial().message("We should have tested it.").wording(|wording| change(wording));
        document.findings().first().map(|finding| finding.level)
    };
    let code = || "wording/should-have".to_owned();
    assert_eq!(level(&|_| {}), Some(Level::Warning));
    assert_eq!(level(&|wording| wording.profile = raw::Profile::Strict), Some(Level::Error));
    assert_eq!(
        level(&|wording| {
            wording.profile = raw::Profile::Strict;
            wording.rules.insert(code(), Some(Level::Hint));
        }),
        Some(Level::Hint)
    );
    assert_eq!(level(&|wording| drop(wording.rules.insert(code(), None))), None);
    assert_eq!(level(&|wording| wording.level = Level::Error), None, "below the floor");
}

#[test]
fn engineers_may_read_jargon() {
    let document = |profile| Document::partial().message("The p99 rose in one pod.").wording(|wording| wording.profile = profile);
    assert_eq!(document(raw::Profile::Default).codes(), ["wording/jargon-infra", "wording/jargon-metric"]);
    assert_eq!(document(raw::Profile::Technical).codes(), Vec::<String>::new());
}

#[test]
fn maintenance_may_be_down() {
    let text = "Reports are down from 10:05 to 10:40 UTC; you may experience errors.";
    assert!(Document::partial().message(text).finds("downtime-unless-full"));
    assert_eq!(Document::partial().kind(DraftKind::Maintenance).message(text).codes(), Vec::<String>::new());
}

#[test]
fn the_vocabulary_is_left_alone() {
    let document = Document::partial().message("Pod Tracker was slow. A pod was slow.").wording(|wording| {
        wording.vocabulary.push("Pod Tracker".to_owned());
    });
    assert_eq!(document.findings().len(), 1);
}

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
fn write(path: &Path, text: &str) {
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
    let (_, problems) = Wording::load(&config);
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
    b.yml:4: not a rule: unknown field `mood`, expected one of extends, message, description, level, scope, link, limit, action, ignorecase, nonword, exceptions, vocab, tokens, raw, append, swap, capitalize
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
    let findings = with_style(&folder).message(&"x".repeat(200)).findings();
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
    assert_eq!(Wording::load(&config).1[0].message, "two rules are called wording/should-have");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_text_makes_the_gate_panic(text in "(?s).{0,120}", words in proptest::collection::vec("outage|was|down|10:05|\\*|`|ü|🌀|!|\\[|\\]\\(|>|- |\n|<|&amp;|\\\\", 0..30)) {
        for text in [text, words.join(""), words.join(" ")] {
            let document = Document::partial().title(&text).message(&text).update(Phase::Update, &text);
            for finding in document.findings() {
                let span = finding.span.unwrap();
                prop_assert!(document.text.get(span).is_some());
            }
        }
    }
}
