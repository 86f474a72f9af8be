//! Rule files → rules that can run: extended, checked, with their allowlists. Comes in: what a file says. Goes out: rules and faults.
//! What a file allows, it allows its own rules; the rules of this program are not its to silence.

use std::path::Path;
use std::sync::Arc;

use toml::Spanned;

use super::entry::{self, Read};
use super::file::{self, Extend, File, Written};
use super::rule::{Allowlist, Required, Rule};
use crate::folder::Folder;
use crate::internal::check::wording::Problem;

/// How many files may extend each other, as in gitleaks.
const DEEPEST: usize = 2;

/// The rules of one file and of what it extends.
#[derive(Default)]
pub struct RuleSet {
    /// In the order of the file, then of what it extends.
    pub rules: Vec<Rule>,
}

/// One file, read.
struct Layer {
    rules: Vec<Read>,
    everywhere: Vec<Arc<Allowlist>>,
    targeted: Vec<(String, Arc<Allowlist>)>,
    use_default: bool,
}

impl RuleSet {
    /// This program's own.
    pub fn shipped(text: &str) -> Result<Self, Vec<Problem>> {
        Self::read(&Written { path: "rules.toml", text, ours: true })
    }

    /// Those of a file that extends no other.
    pub fn read(written: &Written<'_>) -> Result<Self, Vec<Problem>> {
        assembled(layer(written, None, 0, false)?, written)
    }

    /// Those of a text that extends no file.
    #[cfg(feature = "fuzzing")]
    pub fn of_text(text: &str) -> Result<Self, Vec<Problem>> {
        let written = Written { path: "rules.toml", text, ours: false };
        assembled(layer(&written, None, 0, true)?, &written)
    }

    /// A team's. `shown` is its name in messages.
    pub fn of_team(site: &Folder, path: &Path, shown: &str) -> Result<Self, Vec<Problem>> {
        let text = file::text(site, path, shown).map_err(|problem| vec![problem])?;
        let written = Written { path: shown, text: &text, ours: false };
        let layer = layer(&written, path.parent().map(|folder| (site, folder)), 0, true)?;
        assembled(layer, &written)
    }
}

/// Reads a file and all that it extends.
fn layer(written: &Written<'_>, folder: Option<(&Folder, &Path)>, depth: usize, whole: bool) -> Result<Layer, Vec<Problem>> {
    let file = written.parsed().map_err(|problem| vec![problem])?;
    let mut problems = Vec::new();
    let mut layer = Layer { rules: Vec::new(), everywhere: Vec::new(), targeted: Vec::new(), use_default: false };
    own(&file, written, whole, &mut layer, &mut problems);
    if let Some(extend) = &file.extend {
        match extended(extend, written, folder, depth, whole) {
            Ok(base) => layer.extend(base, extend.get_ref()),
            Err(more) => problems.extend(more),
        }
    }
    if problems.is_empty() { Ok(layer) } else { Err(problems) }
}

/// What the file itself says.
fn own(file: &File, written: &Written<'_>, whole: bool, layer: &mut Layer, problems: &mut Vec<Problem>) {
    for rule in &file.rules {
        match entry::rule(rule, written, whole) {
            Ok(read) if layer.rules.iter().any(|known| known.rule.id == read.rule.id) => {
                problems.push(written.fault(&rule.span(), "two rules have this `id`", "give one of the two another `id`"));
            }
            Ok(read) => layer.rules.push(read),
            Err(problem) => problems.push(problem),
        }
    }
    match file.allowlists(written) {
        Err(problem) => problems.push(problem),
        Ok(lists) => {
            for list in lists {
                match entry::allowlist(list, written) {
                    Ok(read) if list.get_ref().target_rules.is_empty() => layer.everywhere.push(read),
                    Ok(read) => layer.targeted.extend(list.get_ref().target_rules.iter().map(|id| (id.clone(), Arc::clone(&read)))),
                    Err(problem) => problems.push(problem),
                }
            }
        }
    }
}

fn extended(
    extend: &Spanned<Extend>,
    written: &Written<'_>,
    folder: Option<(&Folder, &Path)>,
    depth: usize,
    whole: bool,
) -> Result<Layer, Vec<Problem>> {
    let fault = |message: &str, help: &str| vec![written.fault(&extend.span(), message, help)];
    let Extend { use_default, path, .. } = extend.get_ref();
    let empty = Layer { rules: Vec::new(), everywhere: Vec::new(), targeted: Vec::new(), use_default: *use_default };
    let (Some(name), Some((site, folder))) = (path, folder) else { return Ok(empty) };
    if *use_default {
        return Err(fault("`extend` has both `path` and `useDefault`", "take `useDefault` out: the rules of this program always run"));
    }
    if depth + 1 > DEEPEST {
        return Err(fault("rule files extend each other more than twice", "put the rules into one file"));
    }
    let path = folder.join(name);
    let text = file::text(site, &path, name).map_err(|problem| vec![problem])?;
    layer(&Written { path: name, text: &text, ours: false }, path.parent().map(|folder| (site, folder)), depth + 1, whole)
}

impl Layer {
    /// Adds what the file extends: its rules with the changes that the file makes to them, and its allowlists.
    fn extend(&mut self, base: Self, extend: &Extend) {
        for mut below in base.rules.into_iter().filter(|read| !extend.disabled_rules.contains(&read.rule.id)) {
            match self.rules.iter_mut().find(|read| read.rule.id == below.rule.id) {
                Some(own) => {
                    std::mem::swap(own, &mut below);
                    own.change(below);
                }
                None => self.rules.push(below),
            }
        }
        self.everywhere.extend(base.everywhere);
        self.targeted.extend(base.targeted);
        self.use_default |= base.use_default;
    }
}

/// Gives each rule what it asked for by name.
fn assembled(layer: Layer, written: &Written<'_>) -> Result<RuleSet, Vec<Problem>> {
    let Layer { mut rules, everywhere, targeted, use_default } = layer;
    let mut problems = Vec::new();
    let unknown = |at: &std::ops::Range<usize>, what: &str| {
        written.fault(at, format!("{what} names a rule that is not in this file"), "correct the `id`, or write the rule")
    };
    for read in rules.iter().filter(|read| read.is_change && !use_default) {
        problems.push(written.fault(&read.at, "a rule has neither `regex` nor `path`", "give it a `regex`, or take it out"));
    }
    for (id, list) in targeted {
        match rules.iter_mut().find(|read| read.rule.id == id) {
            Some(read) => read.rule.allowlists.push(list),
            // It is for one of the scanner's own rules, which this program does not have.
            None if use_default => {}
            None => problems.push(unknown(&(0..0), "`targetRules`")),
        }
    }
    let place = |id: &str| rules.iter().position(|read| read.rule.id == id);
    let mut required: Vec<Vec<Required>> = Vec::new();
    for read in &rules {
        let mut list = Vec::new();
        for one in &read.required {
            match place(&one.id) {
                // A rule about files can never match: to wait for it would be to look away.
                Some(rule) if rules[rule].rule.pattern.is_none() => {}
                Some(rule) => list.push(Required { rule, lines: one.within_lines, columns: one.within_columns }),
                None => problems.push(unknown(&read.at, "`required`")),
            }
        }
        required.push(list);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let finish = |(read, required): (Read, Vec<Required>)| {
        let mut rule = Rule { required, ..read.rule };
        rule.allowlists.extend(everywhere.iter().cloned());
        rule
    };
    Ok(RuleSet { rules: rules.into_iter().zip(required).map(finish).collect() })
}
