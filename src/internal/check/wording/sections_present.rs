//! The four parts of a post-mortem: what happened, what went wrong, what is done about it, what was learned. A heading names a part, and
//! so does a sentence that says it.

use std::sync::LazyLock;

use regex::Regex;

use super::message::Message;
use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::prose::rule::constant;

/// What the rule says of itself.
pub const RULE: Rule = Rule {
    code: "wording/sections-present",
    level: Level::Error,
    summary: "a message without one of the four parts of a post-mortem",
    why: "What happened, what went wrong, what you do about it, what you learned: these are the four questions of a customer who decides \
          whether to stay. A heading answers one, and so does a sentence. A message of fewer than 60 words is a note and owes none of it, \
          unless the profile is `strict`.",
    help: "add a sentence for each",
    good: &[
        Shown::Edit("", ""),
        Shown::Message(
            "Search was slow for one request in five.\n\n### What went wrong\nThe rebuild of the index ran at the busiest hour of the day, beside every search that people made.\n\n\
             ### What we are doing\nThe rebuild runs at night since 15 March 2026, and it stops by itself when searches slow down.\n\n\
             ### What we learned\nA job that is harmless at night is not harmless at noon, and nothing told us when it had moved there.",
        ),
        Shown::Message("Search was slow for one request in five. We are sorry."),
    ],
    bad: &[
        Shown::Message(
            "Search was slow for one request in five. Pages took up to forty seconds, and exports did not begin. People in every region saw the same, on the site and in the app.\n\n\
             The team worked on it for an hour. The slow part was the rebuild of the index, beside every search that people made in the morning of 14 March 2026, and of 15 March 2026 too.",
        ),
        Shown::Message(
            "Search was slow for one request in five, because a rebuild of the index ran at the busiest hour. The rebuild now runs at night, and it stops by itself when searches slow down.\n\n\
             We are sorry that you waited for results. Pages took up to forty seconds, and exports did not begin. People in every region saw the same, on the site and in the app.",
        ),
    ],
};

/// A part: what it is called in a finding, how its heading reads, and how a sentence gives it away.
struct Section {
    name: &'static str,
    heading: LazyLock<Regex, Compile>,
    sentence: LazyLock<Regex, Compile>,
}

type Compile = Box<dyn FnOnce() -> Regex + Send>;

/// Alternatives between the borders of words, compiled when a message is first asked for them.
fn whole_words(alternatives: &'static str) -> LazyLock<Regex, Compile> {
    LazyLock::new(Box::new(move || constant(&format!(r"(?i)\b(?:{alternatives})\b"))))
}

static SECTIONS: LazyLock<[Section; 4]> = LazyLock::new(|| {
    let section = |name, heading: &'static str, sentence: &'static str| Section {
        name,
        heading: whole_words(heading),
        sentence: whole_words(sentence),
    };
    [
        section(
            "what happened",
            "what happened|summary|impact|overview|timeline",
            concat!(
                r"could not|couldn['’]t|cannot|fail(?:s|ed|ing|ures?)?|slow(?:er|ly|ed)?|late|delay(?:s|ed)?|errors?|(?:un|not )available|(?:is|are|was|were) not \w+ed|did not|didn['’]t|stopped|lost",
                r"|wrong|missing|twice|down|outage|disrupt(?:ed|ion)|degraded|refused|rejected|unable|timed out|broke|interrupted|incorrect",
                r"|time-?outs?|unreachable|unresponsive|offline|crash(?:ed|es|ing)?|hung|stuck|overload\w*|blocked|saturated",
            ),
        ),
        section(
            "what went wrong",
            "what went wrong|why|causes?|root cause|reasons?|contributing factors?|analysis|background|trigger",
            concat!(
                r"because|caused?|causes|causing|due to|led to|reasons?|as a result|resulted|had (?:not|no|never)|which meant|ran out|run out|(?:was|were|is|got) full|expired|exhaust\w*|saturat\w+|exceeded|an? (?:\w+ )?(?:change|update|release|upgrade)",
                r"|configur\w+|mistakes?|bugs?|faults?|defects?|too (?:low|small|many|much|large|long|high)|overload\w*|triggered|introduced|when we|we (?:had|let|left|forgot|missed)|beside|at the busiest",
            ),
        ),
        section(
            "what you do about it",
            "what we (?:are |have |will )?(?:do|doing|did|done|changed|changing|change)|what (?:has )?change[ds]|actions?|next steps|prevention|follow-?ups?|improvements?|resolution|remediation|mitigation|fix|corrective measures",
            concat!(
                r"now|by itself|automatically|since (?:\d+|then)|from now on|from then on|will|no longer|by (?:the end of|\d{1,2} [a-z]+)|we(?: have|['’]ve)?(?: also| since| already)? (?:added|changed|fixed|replaced|moved|raised|removed|corrected|limited|doubled",
                r"|rewrote|rewritten|switched|set|put|increased|reduced|restored|rolled back|reverted|upgraded|introduced|improved|updated|expanded|restarted|repaired|cleaned)|(?:has|have) been (?:added|changed|fixed|replaced|moved|raised|removed|corrected|cleaned|reverted|renewed|rolled back|disabled)|measures",
            ),
        ),
        section(
            "what you learned",
            "what we(?: have)? learn(?:ed|t)|lessons?(?: learn(?:ed|t))?|learnings?|takeaways|conclusions?",
            concat!(
                r"learn(?:ed|t|ing)?|lessons?|taught us|show(?:ed|n) us|reminded us|surprised us|we(?: had)? (?:assumed|believed|thought|expected|counted|relied|underestimated|trusted)",
                r"|we (?:now )?(?:know|understand|see)|we (?:did not|had not|didn['’]t) (?:know|expect|consider|realise|realize|foresee)",
            ),
        ),
    ]
});

/// Names every part that is missing, in one finding.
pub fn check(subject: &Subject<'_>, message: Option<&Message<'_>>) -> Vec<Finding> {
    let Some(message) = message.filter(|message| message.is_post_mortem()) else { return Vec::new() };
    let headings: Vec<&str> = message.headings().collect();
    let told = |section: &&Section| headings.iter().any(|heading| section.heading.is_match(heading)) || message.says(&section.sentence);
    let missing: Vec<&str> = SECTIONS.iter().filter(|section| !told(section)).map(|section| section.name).collect();
    match missing.as_slice() {
        [] => Vec::new(),
        _ => vec![RULE.finding(subject, message.heading.clone(), format!("the message does not say {}", missing.join(", nor ")))],
    }
}
