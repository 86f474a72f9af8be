//! Rule files → rules that can run: extended, checked, with their allowlists. Comes in: what a file says. Goes out: rules and faults.
//! What a file allows, it allows its own rules; the rules of this program are not its to silence.

use std::path::Path;
use std::sync::Arc;

use toml::Spanned;

use super::file::{self, Extend, File, Written};
use super::pattern::Pattern;
use super::rule::{Allowlist, Required, Rule, Target};
use crate::internal::check::wording::Problem;

/// How many files may extend each other, as in gitleaks.
const DEEPEST: usize = 2;

/// The rules of one file and of what it extends.
#[derive(Default)]
pub struct RuleSet {
    /// In the order of the file, then of what it extends.
    pub rules: Vec<Rule>,
}

/// A rule and what it asks for by name, until all names are known.
struct Read {
    rule: Rule,
    required: Vec<file::Required>,
    /// Where its line is, for faults.
    at: std::ops::Range<usize>,
    /// Neither a pattern nor a path: it changes a rule that is elsewhere.
    is_change: bool,
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
        let written = Written { path: "rules.toml", text };
        let layer = layer(&written, None, 0, false)?;
        assembled(layer, &written)
    }

    /// A team's. `shown` is its name in messages.
    pub fn of_team(path: &Path, shown: &str) -> Result<Self, Vec<Problem>> {
        let text = file::text(path, shown).map_err(|problem| vec![problem])?;
        let written = Written { path: shown, text: &text };
        let layer = layer(&written, path.parent(), 0, true)?;
        assembled(layer, &written)
    }
}

/// Reads a file and all that it extends.
fn layer(written: &Written<'_>, folder: Option<&Path>, depth: usize, whole: bool) -> Result<Layer, Vec<Problem>> {
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
        match read(rule, written, whole) {
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
                match allowlist(list, written) {
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
    folder: Option<&Path>,
    depth: usize,
    whole: bool,
) -> Result<Layer, Vec<Problem>> {
    let fault = |message: &str, help: &str| vec![written.fault(&extend.span(), message, help)];
    let Extend { use_default, path, .. } = extend.get_ref();
    let empty = Layer { rules: Vec::new(), everywhere: Vec::new(), targeted: Vec::new(), use_default: *use_default };
    let Some(name) = path else { return Ok(empty) };
    if *use_default {
        return Err(fault("`extend` has both `path` and `useDefault`", "take `useDefault` out: the rules of this program always run"));
    }
    if depth + 1 > DEEPEST {
        return Err(fault("rule files extend each other more than twice", "put the rules into one file"));
    }
    let path = folder.unwrap_or(Path::new("")).join(name);
    let text = file::text(&path, name).map_err(|problem| vec![problem])?;
    layer(&Written { path: name, text: &text }, path.parent(), depth + 1, whole)
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

impl Read {
    /// Takes over what a rule of the same name says in the file that extends this one's.
    fn change(&mut self, by: Self) {
        let Rule { id: _, fact: _, pattern, secret_group, entropy, keywords, allowlists, required: _, reported, whole: _ } = by.rule;
        let rule = &mut self.rule;
        if secret_group != 0 {
            rule.secret_group = secret_group;
        }
        if entropy != 0.0 {
            rule.entropy = entropy;
        }
        // A rule without keywords always runs, and one with a new pattern is not kept from running by the words of the old.
        if pattern.is_some() && keywords.is_empty() {
            rule.keywords.clear();
        } else if !rule.keywords.is_empty() {
            rule.keywords.extend(keywords);
        }
        if pattern.is_some() {
            rule.pattern = pattern;
        }
        rule.allowlists.extend(allowlists);
        rule.reported &= reported;
        self.required.extend(by.required);
        self.is_change &= by.is_change;
    }
}

/// One of `[[rules]]`.
fn read(rule: &Spanned<file::Rule>, written: &Written<'_>, whole: bool) -> Result<Read, Problem> {
    let at = rule.span();
    let rule = rule.get_ref();
    let fault = |message: &str, help: &str| written.fault(&at, message, help);
    if rule.id.trim().is_empty() {
        return Err(fault("a rule has no `id`", "give it an `id`"));
    }
    let pattern = rule.regex.as_ref().map(|regex| pattern(regex, written)).transpose()?;
    // A path says in which files of a repository a rule looks. Here are none, and the rule looks everywhere.
    rule.path.as_ref().map(|path| self::pattern(path, written)).transpose()?;
    if pattern.as_ref().is_some_and(|pattern| pattern.groups() < rule.secret_group) {
        return Err(fault("`secretGroup` is more than the groups of `regex`", "put the secret into a group, or correct the number"));
    }
    if !rule.entropy.is_finite() || rule.entropy < 0.0 {
        return Err(fault("`entropy` is no number of bits", "write a number such as 3.5"));
    }
    let allowlists = rule.allowlists(written)?;
    if let Some(list) = allowlists.iter().find(|list| !list.get_ref().target_rules.is_empty()) {
        return Err(written.fault(&list.span(), "an allowlist of a rule has `targetRules`", "take them out: it is for this rule"));
    }
    let allowlists = allowlists.into_iter().map(|list| allowlist(list, written)).collect::<Result<_, _>>()?;
    // An automaton that folds ASCII alone would miss other capitals: such a rule always runs.
    let keyed = rule.keywords.iter().all(|word| word.is_ascii() && !word.is_empty());
    let read = Rule {
        id: rule.id.clone(),
        fact: fact(rule, whole),
        pattern,
        secret_group: rule.secret_group,
        entropy: rule.entropy,
        keywords: if keyed { rule.keywords.iter().map(|word| word.to_lowercase()).collect() } else { Vec::new() },
        allowlists,
        required: Vec::new(),
        reported: !rule.skip_report,
        whole,
    };
    let required = rule.required.iter().map(|one| file::Required { id: one.id.clone(), ..*one }).collect();
    Ok(Read { rule: read, required, at, is_change: rule.regex.is_none() && rule.path.is_none() })
}

/// What a finding says. A description of a team's own may be long, and may break lines.
fn fact(rule: &file::Rule, team: bool) -> String {
    if !team {
        return format!("public text holds {}", rule.description);
    }
    let name: String = rule.id.chars().filter(|c| !c.is_control()).take(80).collect();
    format!("public text holds what the gitleaks rule {name} finds")
}

fn pattern(regex: &Spanned<String>, written: &Written<'_>) -> Result<Pattern, Problem> {
    Pattern::read(regex.get_ref()).map_err(|fault| {
        let help = "write it as Go's regular expressions are written; what cannot be understood is not passed over";
        written.fault(&regex.span(), format!("this pattern cannot be used: {fault}"), help)
    })
}

fn allowlist(list: &Spanned<file::Allowlist>, written: &Written<'_>) -> Result<Arc<Allowlist>, Problem> {
    let at = list.span();
    let file::Allowlist { condition, commits, paths, regexes, regex_target, stopwords, .. } = list.get_ref();
    let all = match condition.to_lowercase().as_str() {
        "" | "or" | "||" => false,
        "and" | "&&" => true,
        _ => return Err(written.fault(&at, "`condition` is neither OR nor AND", "write condition = \"OR\" or condition = \"AND\"")),
    };
    let target = match regex_target.as_str() {
        "" | "secret" => Target::Secret,
        "match" => Target::Match,
        "line" => Target::Line,
        _ => return Err(written.fault(&at, "`regexTarget` is none of secret, match, line", "write one of the three")),
    };
    if commits.is_empty() && paths.is_empty() && regexes.is_empty() && stopwords.is_empty() {
        return Err(written.fault(&at, "this allowlist allows nothing", "give it `regexes` or `stopwords`, or take it out"));
    }
    if stopwords.iter().any(|word| word.is_empty()) {
        return Err(written.fault(&at, "an empty stop word allows everything", "take it out"));
    }
    for path in paths {
        pattern(path, written)?;
    }
    Ok(Arc::new(Allowlist {
        all,
        elsewhere: !commits.is_empty() || !paths.is_empty(),
        target,
        regexes: regexes.iter().map(|regex| pattern(regex, written)).collect::<Result<_, _>>()?,
        stopwords: stopwords.iter().map(|word| word.to_lowercase()).collect(),
    }))
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
