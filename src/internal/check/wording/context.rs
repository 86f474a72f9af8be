//! `context.toml` beside the rules: where a rule does not apply. Vale refuses unknown keys in a rule file, so this stands apart.
//! Typed keys, no expression language.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::planned;
use crate::config::Config;
use crate::config::raw::{Audience, Profile, Setting};
use crate::diagnostic::Level;
use crate::internal::check::registry::Part;
use crate::internal::read::draft::{Draft, DraftKind};
use crate::prose::rule::constant;
use crate::public::Impact;

/// Where a rule applies.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Context {
    /// It is silent where one of these holds.
    skip_if: SkipIf,
    /// It speaks only where all of these hold.
    only_if: OnlyIf,
    /// Its level in a profile.
    profile: BTreeMap<ProfileName, Setting>,
    /// Whether the same words are told once in a document.
    once: bool,
    /// What it finds, but weighs less.
    lighter: Option<Lighter>,
}

/// Matches that weigh less than the others of their rule: a rule file has one level.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lighter {
    /// No more than that.
    level: Level,
    /// The matches, as patterns for the whole of one, in any case.
    words: Vec<Words>,
}

/// A pattern that a whole match must fit.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
struct Words(Regex);

impl TryFrom<String> for Words {
    type Error = regex::Error;

    fn try_from(pattern: String) -> Result<Self, Self::Error> {
        Regex::new(&format!("(?i)^(?:{pattern})$")).map(Self)
    }
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct SkipIf {
    full_outage: bool,
    impact: Vec<ImpactName>,
    kind: Vec<KindName>,
    phase: Vec<PhaseName>,
    audience: Vec<AudienceName>,
    number_in_sentence: bool,
    signed: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct OnlyIf {
    full_outage: bool,
    impact: Vec<ImpactName>,
    kind: Vec<KindName>,
    phase: Vec<PhaseName>,
    part: Vec<PartName>,
    audience: Vec<AudienceName>,
}

/// Names in files. The types they stand for are public, and those are never read from a file.
macro_rules! names {
    ($($name:ident = $($key:ident)+;)+) => {$(
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum $name { $($key),+ }
    )+};
}

names! {
    ImpactName = None Degraded Partial Full;
    KindName = Incident NearMiss Maintenance;
    PhaseName = Investigating Identified Monitoring Update Resolved Scheduled InProgress Verifying Completed;
    PartName = Title Summary Message Updates Corrections;
    ProfileName = Default Strict Technical;
    AudienceName = General Technical;
}

/// What the rules may know of a document.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    full_outage: bool,
    impact: Option<Impact>,
    kind: DraftKind,
    audience: Audience,
}

impl Facts {
    /// The facts as the document declares them, and who reads it.
    pub fn of(draft: &Draft, config: &Config) -> Self {
        let public = draft.public.as_ref();
        let impact = public.and_then(|public| public.impact.as_ref()).map(|impact| impact.value);
        let declared = public.into_iter().flat_map(|public| &public.components).filter_map(|(_, impact)| *impact);
        let changed = draft.updates.iter().flat_map(|update| &update.affects).map(|(_, impact)| *impact);
        let full_outage = impact.into_iter().chain(declared).chain(changed).any(|impact| impact == Impact::Full);
        Self { full_outage, impact, kind: planned::kind(draft, config), audience: config.wording.audience }
    }

    /// What the document is about, as its readers see it.
    pub fn kind(self) -> DraftKind {
        self.kind
    }
}

impl Context {
    /// Reads a `context.toml`: rule name → context. The error has a line, if it is known, and a reason.
    pub fn read(text: &str) -> Result<BTreeMap<String, Self>, (Option<usize>, String)> {
        toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| text.get(..span.start).unwrap_or_default().matches('\n').count() + 1);
            (line, error.message().lines().next().unwrap_or_default().to_owned())
        })
    }

    /// What a profile sets the rule to, if it does.
    pub fn setting(&self, profile: Profile) -> Option<Setting> {
        let name = match profile {
            Profile::Default => ProfileName::Default,
            Profile::Strict => ProfileName::Strict,
            Profile::Technical => ProfileName::Technical,
        };
        self.profile.get(&name).copied()
    }

    /// Whether the rule reads that part of a document of those facts; `signed` says whether a person's name stands under it.
    pub fn applies(&self, part: Part, signed: bool, facts: Facts) -> bool {
        let (name, phase) = PartName::of(part);
        let (kind, audience) = (KindName::from(facts.kind), AudienceName::from(facts.audience));
        let impact = facts.impact.map(ImpactName::from);
        let skip = &self.skip_if;
        let skipped = skip.full_outage && facts.full_outage
            || skip.signed && signed
            || skip.kind.contains(&kind)
            || skip.audience.contains(&audience)
            || impact.is_some_and(|impact| skip.impact.contains(&impact))
            || phase.is_some_and(|phase| skip.phase.contains(&phase));
        let only = &self.only_if;
        !skipped
            && (facts.full_outage || !only.full_outage)
            && among(&only.part, Some(name))
            && among(&only.kind, Some(kind))
            && among(&only.audience, Some(audience))
            && among(&only.impact, impact)
            && among(&only.phase, phase)
    }

    /// Whether the same words are told once in a document.
    pub fn once(&self) -> bool {
        self.once
    }

    /// Whether it depends on more than the words.
    pub fn needs_facts(&self) -> bool {
        self.skip_if != SkipIf::default() || self.only_if != OnlyIf::default()
    }

    /// What a match may weigh at most.
    pub fn most(&self, matched: &str) -> Level {
        let lighter = self.lighter.as_ref().filter(|lighter| lighter.words.iter().any(|words| words.0.is_match(matched.trim())));
        lighter.map_or(Level::Error, |lighter| lighter.level)
    }

    /// Whether a finding there stands: not if the rule asks for a number and its sentence has one.
    pub fn stands(&self, text: &str, range: &Range<usize>) -> bool {
        !(self.skip_if.number_in_sentence && NUMBER.is_match(sentence(text, range)))
    }
}

/// Whether a list says nothing, or holds that value.
fn among<T: PartialEq>(list: &[T], value: Option<T>) -> bool {
    list.is_empty() || value.is_some_and(|value| list.contains(&value))
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty",
        r"|dozens?|half|thirds?|quarters?|hundreds?|thousands?|millions?)\b"
    ))
});

/// The sentence around a place: from one end mark that a blank follows to the next.
pub fn sentence<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    let end_mark = |(at, character): (usize, char)| {
        let after = at + character.len_utf8();
        (matches!(character, '.' | '!' | '?') && text[after..].chars().next().is_none_or(char::is_whitespace)).then_some(after)
    };
    let start = text[..range.start].char_indices().rev().find_map(end_mark).unwrap_or(0);
    let end = text[range.end..].char_indices().map(|(at, character)| (range.end + at, character)).find_map(end_mark).unwrap_or(text.len());
    &text[start..end]
}

impl PartName {
    fn of(part: Part) -> (Self, Option<PhaseName>) {
        match part {
            Part::Title => (Self::Title, None),
            Part::Summary => (Self::Summary, None),
            Part::Message => (Self::Message, None),
            Part::Correction => (Self::Corrections, None),
            Part::Update(phase) => (Self::Updates, Some(PhaseName::from(phase))),
        }
    }
}

impl From<DraftKind> for KindName {
    fn from(kind: DraftKind) -> Self {
        match kind {
            DraftKind::Incident => Self::Incident,
            DraftKind::NearMiss => Self::NearMiss,
            DraftKind::Maintenance => Self::Maintenance,
        }
    }
}

impl From<Audience> for AudienceName {
    fn from(audience: Audience) -> Self {
        match audience {
            Audience::General => Self::General,
            Audience::Technical => Self::Technical,
        }
    }
}

impl From<crate::public::Phase> for PhaseName {
    fn from(phase: crate::public::Phase) -> Self {
        use crate::public::Phase;
        match phase {
            Phase::Investigating => Self::Investigating,
            Phase::Identified => Self::Identified,
            Phase::Monitoring => Self::Monitoring,
            Phase::Update => Self::Update,
            Phase::Resolved => Self::Resolved,
            Phase::Scheduled => Self::Scheduled,
            Phase::InProgress => Self::InProgress,
            Phase::Verifying => Self::Verifying,
            Phase::Completed => Self::Completed,
        }
    }
}

impl From<Impact> for ImpactName {
    fn from(impact: Impact) -> Self {
        match impact {
            Impact::None => Self::None,
            Impact::Degraded => Self::Degraded,
            Impact::Partial => Self::Partial,
            Impact::Full => Self::Full,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_where_a_blank_follows_the_mark() {
        let text = "First one. About 2.5 % of them. Last";
        let at = text.find("About").unwrap();
        assert_eq!(sentence(text, &(at..at + 5)), " About 2.5 % of them.");
        assert_eq!(sentence(text, &(0..5)), "First one.");
        assert_eq!(sentence("Größe ü. Ä", &(12..14)).trim(), "Ä");
    }

    #[test]
    fn an_unknown_key_is_told_with_its_line() {
        let (line, reason) = Context::read("[a]\nskip_if.moon = true\n").unwrap_err();
        assert_eq!(line, Some(2));
        assert!(reason.contains("moon"), "{reason}");
        for wrong in [
            "skip_if.impact = ['terrible']",
            "only_if.audience = ['everybody']",
            "skip_if.signed = 'yes'",
            "lighter = { level = 'warning', words = ['('] }",
            "lighter = { level = 'loud', words = ['a'] }",
        ] {
            let (line, _) = Context::read(&format!("[a]\n{wrong}\n")).expect_err(wrong);
            assert_eq!(line, Some(2), "{wrong}");
        }
    }
}
