//! What a document needs before its meeting, as a table: one rule for each thing that can be missing.

use crate::config::raw::Needed;
use crate::diagnostic::{Finding, Level};
use crate::internal::check::registry::{Rule, Shown, Subject};
use crate::internal::read::content::Content;
use crate::internal::read::draft::{Canonical, Draft, DraftKind, Status};

/// Where a needed thing is looked for.
enum Place {
    /// A front matter value.
    Field(fn(&Draft) -> bool),
    /// A person with that role.
    Person(&'static [&'static str]),
    /// A section with words.
    Section(&'static [Canonical]),
}

/// A thing that can be missing. `None`: always needed.
struct Item {
    rule: &'static Rule,
    needed: Option<Needed>,
    maintenance: bool,
    place: Place,
}

macro_rules! rule {
    ($name:ident, $code:literal, $summary:literal, $why:literal, $help:literal, $from:literal, $to:literal) => {
        rule!($name, $code, $summary, $why, $help, $from, $to, "", "");
    };
    ($name:ident, $code:literal, $summary:literal, $why:literal, $help:literal, $from:literal, $to:literal, $fine_from:literal, $fine_to:literal) => {
        #[doc = $summary]
        pub const $name: Rule = Rule {
            code: concat!("completeness/", $code),
            level: Level::Warning,
            summary: $summary,
            why: $why,
            help: $help,
            good: &[Shown::Edit($fine_from, $fine_to)],
            bad: &[Shown::Edit($from, $to)],
        };
    };
}

rule!(
    TITLE,
    "title",
    "a document without an internal title",
    "Colleagues find the document by it. It is never published.",
    "add `title`",
    "title: reindex filled the heap\n",
    ""
);
rule!(
    SEVERITY,
    "severity",
    "a document without a severity",
    "What a document needs may depend on it. It is never published.",
    "add `severity`",
    "severity: P1\n",
    ""
);
rule!(
    OWNER,
    "owner",
    "a document without an owner",
    "One person sees to it that the document gets done.",
    "add `owner`",
    "owner: Dana Whitfield\n",
    ""
);
rule!(
    DETECTED,
    "detected",
    "a document that does not say when the incident was detected",
    "The time between start and detection is what better alerts can shorten.",
    "add `detected`",
    "detected: 2026-03-14T10:02:00Z\n",
    ""
);
rule!(
    COMMANDER,
    "commander",
    "a document without a commander",
    "Who led the response is asked in every review.",
    "add `commander`",
    "commander: Sam Okafor\n",
    ""
);
rule!(
    SCRIBE,
    "scribe",
    "a document without a scribe",
    "Who wrote down what happened knows where the timeline comes from.",
    "add `scribe`",
    "scribe: Lee Aoki\n",
    ""
);
rule!(
    SUMMARY,
    "summary",
    "a document without a summary",
    "Two sentences let anyone decide whether to read on.",
    "add a section *Summary*",
    "## Summary\nA reindex ran beside the morning peak.\n",
    ""
);
rule!(
    IMPACT,
    "impact",
    "a document without an impact",
    "The message is weighed against what customers really met.",
    "add a section *Impact* with numbers",
    "## Impact\n20 % of searches, 104 minutes.\n",
    ""
);
rule!(
    TIMELINE,
    "timeline",
    "a document without a timeline",
    "What broke, in which order, and how the team reacted is what the meeting talks about.",
    "add a section *Timeline*",
    "## Timeline",
    "## Notes"
);
rule!(
    CAUSE,
    "cause",
    "a document without a cause",
    "The actions answer it.",
    "add a section *Root cause* or *Contributing factors*",
    "## Root cause\nThe reindex had no limit.\n",
    ""
);
rule!(
    ACTIONS,
    "actions",
    "a document without action items",
    "What changes is the reason for writing the document.",
    "add a section *Action items*",
    "## Action items",
    "## Notes"
);
rule!(
    LESSONS,
    "lessons",
    "a document without lessons",
    "The config asks for them at this severity.",
    "add a section *Lessons learned*",
    "## Action items",
    "## Notes\nThe first alert came after four minutes.\n\n## Action items",
    "## Action items",
    "## Lessons learned\nThe first alert came after four minutes.\n\n## Action items"
);
rule!(
    DETECTION,
    "detection",
    "a document without a word on detection",
    "The config asks for it at this severity.",
    "add a section *Detection*",
    "## Action items",
    "## Notes\nThe first alert came after four minutes.\n\n## Action items",
    "## Action items",
    "## Detection\nThe first alert came after four minutes.\n\n## Action items"
);
rule!(
    RESOLUTION,
    "resolution",
    "a document without a word on the resolution",
    "The config asks for it at this severity.",
    "add a section *Resolution*",
    "## Action items",
    "## Notes\nThe first alert came after four minutes.\n\n## Action items",
    "## Action items",
    "## Resolution\nThe first alert came after four minutes.\n\n## Action items"
);

/// All that a draft still lacks, in one hint.
pub const DRAFT: Rule = Rule {
    code: "completeness/draft",
    level: Level::Hint,
    summary: "what a draft still lacks before its meeting",
    why: "A draft may be as thin as it likes. This is the list of what it needs when it goes into review.",
    help: "write it before the status becomes in review",
    good: &[Shown::Edit("", "")],
    bad: &[Shown::Document("---\nid: a\nstatus: draft\n---\n## Summary\nThe disk was full.\n")],
};

const ITEMS: &[Item] = &[
    Item { rule: &TITLE, needed: None, maintenance: true, place: Place::Field(|draft| draft.title.is_some()) },
    Item {
        rule: &SEVERITY,
        needed: None,
        maintenance: false,
        place: Place::Field(|draft| draft.fields.iter().any(|field| field.key == "severity")),
    },
    Item { rule: &DETECTED, needed: None, maintenance: false, place: Place::Field(|draft| draft.detected.is_some()) },
    Item { rule: &OWNER, needed: Some(Needed::Owner), maintenance: true, place: Place::Person(&["owner", "owners", "author", "authors"]) },
    Item {
        rule: &COMMANDER,
        needed: Some(Needed::Commander),
        maintenance: false,
        place: Place::Person(&["commander", "commanders", "incident_commander"]),
    },
    Item { rule: &SCRIBE, needed: Some(Needed::Scribe), maintenance: false, place: Place::Person(&["scribe", "scribes"]) },
    Item {
        rule: &SUMMARY,
        needed: Some(Needed::Summary),
        maintenance: false,
        place: Place::Section(&[Canonical::Summary, Canonical::WhatHappened]),
    },
    Item { rule: &IMPACT, needed: Some(Needed::Impact), maintenance: false, place: Place::Section(&[Canonical::Impact]) },
    Item { rule: &TIMELINE, needed: Some(Needed::Timeline), maintenance: false, place: Place::Section(&[Canonical::Timeline]) },
    Item { rule: &CAUSE, needed: Some(Needed::Cause), maintenance: false, place: Place::Section(&[Canonical::Cause, Canonical::Trigger]) },
    Item { rule: &ACTIONS, needed: Some(Needed::Actions), maintenance: false, place: Place::Section(&[Canonical::Actions]) },
    Item {
        rule: &LESSONS,
        needed: Some(Needed::Lessons),
        maintenance: false,
        place: Place::Section(&[Canonical::Lessons, Canonical::WentWell, Canonical::WentBadly, Canonical::Lucky]),
    },
    Item { rule: &DETECTION, needed: Some(Needed::Detection), maintenance: false, place: Place::Section(&[Canonical::Detection]) },
    Item { rule: &RESOLUTION, needed: Some(Needed::Resolution), maintenance: false, place: Place::Section(&[Canonical::Resolution]) },
];

/// The rules of the table.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    ITEMS.iter().map(|item| item.rule).chain([&DRAFT])
}

/// Advice on everything that the document's status and severity ask for and that it lacks. A draft gets one hint for all of it.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let draft = subject.draft;
    let asked =
        |item: &&Item| item.needed.is_none_or(|needed| subject.asks(needed)) && (item.maintenance || draft.kind != DraftKind::Maintenance);
    let lacking: Vec<&Item> = ITEMS.iter().filter(asked).filter(|item| !present(&item.place, subject)).collect();
    if draft.status.value == Status::Draft {
        let names: Vec<&str> = lacking.iter().map(|item| item.name()).collect();
        if !names.is_empty() {
            findings.push(DRAFT.finding(subject, None, format!("this draft still lacks: {}", names.join(", "))));
        }
        return;
    }
    findings.extend(lacking.iter().map(|item| subject.advice(item.rule, None, item.message())));
}

impl Item {
    fn name(&self) -> &'static str {
        self.rule.code.trim_start_matches("completeness/")
    }

    fn message(&self) -> String {
        match self.place {
            Place::Section(_) => format!("no section tells the {}", self.name()),
            Place::Field(_) | Place::Person(_) => format!("`{}` is missing", self.name()),
        }
    }
}

fn present(place: &Place, subject: &Subject<'_>) -> bool {
    let draft = subject.draft;
    match place {
        Place::Field(has) => has(draft),
        Place::Person(roles) => draft.people.iter().any(|person| roles.contains(&person.role)),
        Place::Section(names) => {
            let sections = draft.sections.iter().filter(|section| section.canonical.is_some_and(|canonical| names.contains(&canonical)));
            sections.into_iter().any(|section| Content::of(&subject.source.text()[section.whole.clone()]) == Content::Words)
        }
    }
}
