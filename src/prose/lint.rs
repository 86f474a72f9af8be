//! One file and its rules → alerts. Each is told once per place; a rule's limit holds for the file.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::alert::Alert;
use super::block::{Block, Text};
use super::markdown::{self, Ignored};
use super::rule::{GaveUp, Hit, Memory, Pattern, TextRule, Vocabulary};
use super::settings::{Choice, Settings};
use super::switches::Switches;
use super::walker::{Piece, prose};
use crate::diagnostic::{Level, Source};

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Markup is understood.
    Markdown,
    /// Paragraphs and sentences, no markup.
    Text,
    /// One block.
    Lines,
}

/// The alerts of a file, sorted by place and rule.
pub fn lint(text: &str, reading: Reading, rules: &[Arc<TextRule>], settings: &Settings, choice: &Choice<'_>) -> Vec<Alert> {
    let source = Source::new("", text.replace("\r\n", "\n").replace('\r', "\n"));
    let mut linter = Linter {
        source: &source,
        vocabulary: &settings.vocabulary,
        rules: rules.iter().map(|rule| (rule.as_ref(), Memory::default())).collect(),
        switches: vec![(0, Switches::default())],
        seen: BTreeSet::new(),
        given_up: BTreeSet::new(),
        told: BTreeMap::new(),
        alerts: Vec::new(),
    };
    let (pieces, summary) = linter.pieces(reading, settings, choice);
    for piece in &pieces {
        if let Piece::Comment(comment, at) = piece {
            linter.obey(comment, *at, &choice.styles);
        }
    }
    for piece in &pieces {
        if let Piece::Block(block) = piece {
            linter.block(block);
        }
    }
    linter.reset();
    linter.block(&Block::new("summary.md", summary));
    linter.block(&markdown::plain(source.text(), "raw.md"));
    let mut alerts = linter.alerts;
    alerts.sort_by(|a, b| (a.line, a.column, &a.check).cmp(&(b.line, b.column, &b.check)));
    alerts
}

struct Linter<'l> {
    source: &'l Source,
    vocabulary: &'l Vocabulary,
    rules: Vec<(&'l TextRule, Memory)>,
    /// The switches from each byte of the file on, in order.
    switches: Vec<(usize, Switches)>,
    /// Line, column and rule of every alert.
    seen: BTreeSet<(usize, usize, String)>,
    /// Rules whose patterns took too long on a text of this file.
    given_up: BTreeSet<String>,
    /// How many alerts a rule has.
    told: BTreeMap<String, usize>,
    alerts: Vec<Alert>,
}

impl Linter<'_> {
    fn pieces(&mut self, reading: Reading, settings: &Settings, choice: &Choice<'_>) -> (Vec<Piece>, Text) {
        let text = self.source.text();
        match reading {
            Reading::Markdown => {
                let ignored = Ignored { tokens: self.places(&choice.tokens), blocks: self.places(&choice.blocks) };
                markdown::read(text, &settings.layout, &ignored)
            }
            Reading::Text => {
                let whole = Text::plain(text, 0);
                (prose(&whole, ".txt").into_iter().map(Piece::Block).collect(), whole)
            }
            Reading::Lines => (vec![Piece::Block(markdown::plain(text, "text.md"))], Text::default()),
        }
    }

    /// Where patterns of the config match. One that gives up is an alert of its own.
    fn places(&mut self, patterns: &[&Pattern]) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        for pattern in patterns {
            let found = pattern.first_groups(self.source.text());
            places.extend(found.unwrap_or_else(|GaveUp| {
                let message = "a pattern under TokenIgnores or BlockIgnores gave up on this file".to_owned();
                self.alerts.push(Alert::bare("Vale.Ignores", message));
                Vec::new()
            }));
        }
        places
    }

    fn obey(&mut self, comment: &str, at: usize, styles: &[String]) {
        let mut switches = self.switches.last().map(|(_, last)| last.clone()).unwrap_or_default();
        if switches.obey(comment, styles) {
            self.switches.push((at, switches));
        }
    }

    /// Switches of single rules and styles do not reach the file as a whole; what is off at its end is off for all of it.
    fn reset(&mut self) {
        let mut last = self.switches.pop().map(|(_, last)| last).unwrap_or_default();
        last.reset();
        self.switches = vec![(0, last)];
    }

    /// The switches at a byte of the file.
    fn switches(&self, at: usize) -> &Switches {
        let next = self.switches.partition_point(|(from, _)| *from <= at);
        &self.switches[next.max(1) - 1].1
    }

    /// Whether a rule is off in all of a block.
    fn is_off(&self, rule: &str, block: &Block) -> bool {
        let source = block.text.source(&(0..block.text.shown.len()));
        let first = self.switches.partition_point(|(from, _)| *from < source.start);
        let inside = self.switches[first..].iter().take_while(|(from, _)| *from < source.end);
        self.switches(source.start).mutes(rule) && inside.into_iter().all(|(_, switches)| switches.mutes(rule))
    }

    fn block(&mut self, block: &Block) {
        if block.text.shown.is_empty() {
            return;
        }
        let mut rules = std::mem::take(&mut self.rules);
        for (rule, memory) in &mut rules {
            if self.given_up.contains(&rule.code) || self.is_off(&rule.code, block) || !rule.selector.selects(&block.name, &block.around) {
                continue;
            }
            if let Ok(hits) = rule.hits(&block.text.shown, self.vocabulary, memory) {
                hits.into_iter().for_each(|hit| self.hit(rule, block, hit));
            } else {
                // It would take as long on the next text.
                self.given_up.insert(rule.code.clone());
                let message = format!("the pattern of {} gave up on this text", rule.code);
                let hit = Hit { range: 0..block.text.shown.len(), message, suggestions: Vec::new(), whole_file: false };
                self.place(rule, Level::Error, block, hit);
            }
        }
        self.rules = rules;
    }

    fn hit(&mut self, rule: &TextRule, block: &Block, hit: Hit) {
        let switches = self.switches(block.text.source(&hit.range).start);
        if !switches.mutes(&rule.code) && !switches.mutes_match(&rule.code, &block.text.shown[hit.range.clone()]) {
            self.place(rule, rule.level, block, hit);
        }
    }

    fn place(&mut self, rule: &TextRule, level: Level, block: &Block, hit: Hit) {
        let span = if hit.whole_file { 0..0 } else { block.text.source(&hit.range) };
        let (line, column) = if hit.whole_file { (1, 1) } else { self.source.position(span.start) };
        let told = self.told.entry(rule.code.clone()).or_default();
        if rule.limit > 0 && *told >= rule.limit || !self.seen.insert((line, column, rule.code.clone())) {
            return;
        }
        *told += 1;
        let on_line = self.source.text()[span.clone()].lines().next().unwrap_or_default().chars().count();
        let matched = &block.text.shown[hit.range.clone()];
        self.alerts.push(Alert::new(rule, level, line, column..=column + on_line.saturating_sub(1), matched, hit));
    }
}

#[cfg(test)]
mod tests;
