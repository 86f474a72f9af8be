//! The wording gate. Comes in: the public texts of a document. Goes out: findings about how they read to a customer.
//! Rules are Vale's YAML (`rules/`, and the user's styles) with their context beside them, and a few in Rust for facts.
//! Nothing here reads the internal half.

mod admits_failure;
mod apology_specific;
mod built_in;
mod context;
mod data_statement;
mod duration;
mod duration_agrees;
mod export;
mod expression;
mod gate_rule;
mod impact_quantified;
mod message;
mod next_update;
mod planned;
mod scope;
mod sections_present;
mod start_and_end;
mod style;
mod time_without_zone;
mod title_states_effect;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use regex::Regex;

use self::built_in::{BuiltIn, STYLE};
pub use self::context::sentence;
use self::context::{Context, Facts};
pub use self::export::export;
use self::expression::Expression;
use self::gate_rule::GateRule;
use self::message::Message;
pub use self::next_update::announcements;
use super::registry::{Part, Rule, Subject};
use crate::config::Config;
use crate::config::raw::Setting;
use crate::diagnostic::{Finding, Level, RuleDoc};
use crate::folder::Folder;
use crate::internal::read::prose::Passage;
pub use crate::prose::rule::Problem;
use crate::prose::rule::{Memory, Selector, Sieve, Vocabulary, constant};
use crate::prose::sentences;

/// A wording rule written in Rust.
struct Native {
    rule: &'static Rule,
    check: fn(&Subject<'_>, Option<&Message<'_>>) -> Vec<Finding>,
}

/// The rules that need facts, in code order.
static NATIVE: &[Native] = &[
    Native { rule: &admits_failure::RULE, check: admits_failure::check },
    Native { rule: &apology_specific::RULE, check: apology_specific::check },
    Native { rule: &data_statement::RULE, check: data_statement::check },
    Native { rule: &duration_agrees::RULE, check: duration_agrees::check },
    Native { rule: &impact_quantified::RULE, check: impact_quantified::check },
    Native { rule: &next_update::RULE, check: next_update::check },
    Native { rule: &sections_present::RULE, check: sections_present::check },
    Native { rule: &start_and_end::RULE, check: start_and_end::check },
    Native { rule: &time_without_zone::RULE, check: time_without_zone::check },
    Native { rule: &title_states_effect::RULE, check: title_states_effect::check },
];

/// Expressions that are asked of whole messages, of which most hold none: they are looked for together with the words of the rules.
static SPOTTED: [&Expression; 3] = [&apology_specific::SORRY, &data_statement::CENTRE, &impact_quantified::UNKNOWN];

/// The rules that are switched on, with their levels.
pub struct Wording {
    rules: Vec<(Arc<GateRule>, Level)>,
    sieve: Sieve,
    natives: Vec<(&'static Native, Level)>,
    vocabulary: Vocabulary,
}

impl Wording {
    /// The rules that a config asks for, and what is wrong with its styles and overrides.
    pub fn load(config: &Config, site: &Folder) -> (Self, Vec<Problem>) {
        let set = BuiltIn::get();
        let mut problems = set.problems.clone();
        let mut rules: Vec<Arc<GateRule>> = set.rules.clone();
        for folder in &config.wording.styles {
            let (more, faults) = style::read(site, folder);
            problems.extend(faults);
            for rule in more {
                if rules.iter().any(|known| known.text.code == rule.text.code) || Self::known(&rule.text.code) {
                    let message = format!("two rules are called {}", rule.text.code);
                    problems.push(Problem::new(&folder.display().to_string(), None, message, "rename the folder or the file"));
                } else {
                    rules.push(rule);
                }
            }
        }
        problems.extend(unknown_overrides(config, &rules));
        let bare = Context::default();
        let natives = NATIVE.iter().filter_map(|native| {
            let name = native.rule.code.rsplit('/').next().unwrap_or_default();
            let context = set.contexts.get(name).unwrap_or(&bare);
            level(config, native.rule.code, native.rule.level, context).map(|level| (native, level))
        });
        let leveled = |rule: Arc<GateRule>| level(config, &rule.text.code, rule.text.level, &rule.context).map(|level| (rule, level));
        let rules: Vec<(Arc<GateRule>, Level)> = rules.into_iter().filter_map(leveled).collect();
        let loaded = Self {
            natives: natives.collect(),
            sieve: Sieve::new(rules.iter().map(|(rule, _)| rule.text.needles()).chain(SPOTTED.iter().map(|one| Some(one.needles())))),
            rules,
            vocabulary: Vocabulary::new(&config.wording.vocabulary),
        };
        (loaded, problems)
    }

    /// What the rules find in the public texts of a document, at the levels that the config gives them.
    pub fn check(&self, subject: &Subject<'_>) -> Vec<Finding> {
        let facts = Facts::of(subject.draft, subject.config);
        let texts = texts(subject);
        let (concerned, may_say) = self.concerned(&texts);
        let mut findings: Vec<Finding> = Vec::new();
        let mut found: Vec<Vec<Finding>> = self.rules.iter().map(|_| Vec::new()).collect();
        // Each document begins at another rule: threads that begin at once do not wait for one another to compile the same patterns.
        let first = subject.draft.source.0.wrapping_mul(APART) % self.rules.len().max(1);
        for place in (first..self.rules.len()).chain(0..first) {
            let (rule, level) = &self.rules[place];
            let texts = concerned[place].iter().filter(|(text, _)| !rule.text.rests(&text.shown));
            found[place] = self.find(rule, *level, subject, facts, texts);
            let limit = if rule.text.limit == 0 { usize::MAX } else { rule.text.limit };
            found[place].truncate(limit);
        }
        findings.extend(found.into_iter().flatten());
        let message = Message::of(subject, facts.kind(), may_say);
        for (native, level) in &self.natives {
            // A check may take a finding more lightly than its rule.
            let lighter = |finding: &Finding| if finding.level < native.rule.level { finding.level.min(*level) } else { *level };
            findings.extend(
                (native.check)(subject, message.as_ref()).into_iter().map(|finding| Finding { level: lighter(&finding), ..finding }),
            );
        }
        findings
    }

    /// For each rule the texts that it can concern, each with the bytes in which all the rule's needles stand; and whether each of
    /// [`SPOTTED`] may stand in any text.
    fn concerned<'t>(&self, texts: &'t [Text<'t>]) -> (Vec<Vec<Near<'t>>>, [bool; SPOTTED.len()]) {
        let mut concerned: Vec<Vec<Near<'_>>> = vec![Vec::new(); self.rules.len()];
        let mut may_say = [false; SPOTTED.len()];
        for text in texts {
            self.sieve.each_concerned(&text.shown, |place, near| match concerned.get_mut(place) {
                Some(texts) => texts.push((text, near)),
                None => may_say[place - self.rules.len()] = true,
            });
            // What is masked for the rules can be an expression's.
            if *text.shown != *text.passage.text {
                may_say.fill(true);
            }
        }
        (concerned, may_say)
    }

    /// The public face of every built-in rule, in code order.
    pub fn docs() -> Vec<RuleDoc> {
        let mut docs: Vec<RuleDoc> = BuiltIn::get().docs().chain(NATIVE.iter().map(|native| native.rule.doc())).collect();
        docs.sort_by(|a, b| a.code.cmp(&b.code));
        docs
    }

    /// Whether a finding is one of a rule about words: not about a fact, and not about a text that a rule could not read.
    pub fn is_about_words(finding: &Finding) -> bool {
        finding.help != GAVE_UP && !NATIVE.iter().any(|native| native.rule.code == finding.rule)
    }

    /// Whether a built-in rule has that code; `wording/` may be left out.
    pub fn known(code: &str) -> bool {
        let name = code.strip_prefix("wording/").unwrap_or(code);
        let is = |code: &str| code.strip_prefix("wording/") == Some(name);
        BuiltIn::get().rules.iter().any(|rule| is(&rule.text.code)) || NATIVE.iter().any(|native| is(native.rule.code))
    }

    fn find<'t>(
        &self,
        rule: &GateRule,
        level: Level,
        subject: &Subject<'_>,
        facts: Facts,
        texts: impl Iterator<Item = &'t Near<'t>>,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut seen = BTreeSet::new();
        let mut told = BTreeSet::new();
        let mut memory = Memory::default();
        for (text, near) in texts.filter(|(text, _)| rule.context.applies(text.part, text.signed, facts)) {
            for block in text.blocks(&rule.text.selector) {
                let shown = &text.shown[block.clone()];
                if rule.text.rests(shown) {
                    continue;
                }
                // Of a sentence it is not known.
                let near = if block.len() == text.shown.len() { near.clone() } else { 0..shown.len() };
                let Ok(hits) = rule.text.hits_near(shown, &near, &self.vocabulary, &mut memory) else {
                    findings.push(gave_up(rule, subject, text));
                    continue;
                };
                for hit in hits.into_iter().filter(|hit| rule.context.stands(shown, &hit.range)) {
                    let span = text.passage.source(block.start + hit.range.start..block.start + hit.range.end);
                    let again = rule.context.once() && !told.insert(shown[hit.range.clone()].to_owned());
                    if !again && seen.insert(span.start) {
                        let level = level.min(rule.context.most(&shown[hit.range]));
                        let finding = Finding::new(&rule.text.code, level, subject.draft.source, span, hit.message);
                        findings.push(finding.help(rule.help.as_str()).suggest(hit.suggestions));
                    }
                }
            }
        }
        findings
    }
}

/// How many rules further the next document begins.
const APART: usize = 17;

const GAVE_UP: &str = "make the pattern simpler: no repetition inside a repetition, less look-around";

/// A pattern that took too long has not been asked: that must not look like a clean text.
fn gave_up(rule: &GateRule, subject: &Subject<'_>, text: &Text<'_>) -> Finding {
    let span = text.passage.source(0..text.shown.len());
    let message = format!("the pattern of {} gave up on this text", rule.text.code);
    Finding::new(&rule.text.code, Level::Error, subject.draft.source, span, message).help(GAVE_UP)
}

/// A text, and the bytes in which all needles of a rule stand.
type Near<'t> = (&'t Text<'t>, Range<usize>);

/// One text as the rules read it: inline code and addresses are masked, so that no word is found in them.
struct Text<'a> {
    part: Part,
    /// Whether a person signed it: the name of one who may be named stands in its last paragraph.
    signed: bool,
    passage: &'a Passage,
    shown: Cow<'a, str>,
}

impl Text<'_> {
    /// What of it a rule reads: all, or its sentences one by one.
    fn blocks(&self, selector: &Selector) -> Vec<Range<usize>> {
        let name = scope::name(self.passage.scope);
        if selector.selects(name, name) {
            std::iter::once(0..self.shown.len()).collect()
        } else if scope::has_sentences(self.passage.scope) && selector.selects(scope::SENTENCE, scope::SENTENCE) {
            sentences(&self.shown)
        } else {
            Vec::new()
        }
    }
}

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)\b(?:https?://|mailto:|www\.)\S+"));

fn texts<'a>(subject: &Subject<'a>) -> Vec<Text<'a>> {
    let prose = |piece: &'a super::registry::Piece| {
        let passages: Vec<&Passage> = piece.passages.iter().filter(|passage| passage.scope.is_prose()).collect();
        let names = &subject.config.leaks.public_names;
        let signed = passages.last().is_some_and(|last| names.iter().any(|name| last.text.contains(name.as_str())));
        passages.into_iter().map(move |passage| Text { part: piece.part, signed, passage, shown: masked(&passage.masked) })
    };
    subject.pieces.iter().flat_map(prose).collect()
}

/// A text with a mark for every byte of an address.
fn masked(text: &str) -> Cow<'_, str> {
    // No address is without one of these pairs.
    let bytes = text.as_bytes();
    let can_be = |at: usize| {
        let before = at.checked_sub(1).map(|at| bytes[at].to_ascii_lowercase());
        matches!((before, bytes[at], bytes.get(at + 1)), (_, b':', Some(b'/')) | (Some(b'o'), b':', _) | (Some(b'w'), b'.', _))
    };
    if !memchr::memchr2_iter(b':', b'.', bytes).any(can_be) {
        return Cow::Borrowed(text);
    }
    ADDRESS.replace_all(text, |found: &regex::Captures<'_>| "*".repeat(found[0].len()))
}

/// A rule's level: its own, then the profile's, then the config's. `None` is off, or below what the config wants to hear.
fn level(config: &Config, code: &str, own: Level, context: &Context) -> Option<Level> {
    let level = match (config.wording.rules.get(code), context.setting(config.wording.profile)) {
        (Some(chosen), _) => *chosen,
        (None, None) => Some(own),
        (None, Some(Setting::Off)) => None,
        (None, Some(Setting::Hint)) => Some(Level::Hint),
        (None, Some(Setting::Suggestion)) => Some(Level::Suggestion),
        (None, Some(Setting::Warning)) => Some(Level::Warning),
        (None, Some(Setting::Error)) => Some(Level::Error),
    };
    level.filter(|level| *level >= config.wording.level)
}

/// Overrides of rules that no loaded style has. Those of the built-in set are the config reader's: it has their lines.
fn unknown_overrides<'a>(config: &'a Config, rules: &'a [Arc<GateRule>]) -> impl Iterator<Item = Problem> + 'a {
    let own = format!("{STYLE}/");
    let unknown =
        config.wording.rules.keys().filter(move |code| !code.starts_with(&own) && !rules.iter().any(|rule| rule.text.code == **code));
    unknown.map(|code| {
        let nearest = rules.iter().max_by(|a, b| strsim::jaro(&a.text.code, code).total_cmp(&strsim::jaro(&b.text.code, code)));
        let help = nearest.map_or_else(String::new, |rule| format!("the nearest name is {}", rule.text.code));
        Problem::new("allclear.toml", None, format!("[wording.rules] names {code}, and there is no such rule"), help)
    })
}
