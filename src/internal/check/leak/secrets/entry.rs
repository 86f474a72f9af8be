//! One entry of a rule file → a rule, or an allowlist, that can run. Comes in: what the file says. Goes out: the same, checked, or a fault.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;

use super::file::{self, Written};
use super::pattern::Pattern;
use super::rule::{Allowlist, Rule, Target};
use crate::internal::check::wording::Problem;

/// A rule and what it asks for by name, until all names are known.
pub struct Read {
    /// The rule, without what it requires.
    pub rule: Rule,
    /// What it requires.
    pub required: Vec<file::Required>,
    /// Where it stands, for faults.
    pub at: Range<usize>,
    /// Neither a pattern nor a path: it changes a rule that is elsewhere.
    pub is_change: bool,
}

impl Read {
    /// Takes over what a rule of the same name says in the file that extends this one's. As in gitleaks, such a change neither silences the
    /// rule nor asks for others.
    pub fn change(&mut self, by: Self) {
        let Rule { id: _, fact: _, pattern, secret_group, entropy, keywords, allowlists, required: _, reported: _, whole: _ } = by.rule;
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
        self.is_change &= by.is_change;
    }
}

/// One of `[[rules]]`.
pub fn rule(rule: &Spanned<file::Rule>, written: &Written<'_>, whole: bool) -> Result<Read, Problem> {
    let at = rule.span();
    let rule = rule.get_ref();
    let fault = |message: &str, help: &str| written.fault(&at, message, help);
    if rule.id.trim().is_empty() {
        return Err(fault("a rule has no `id`", "give it an `id`"));
    }
    let pattern = rule.regex.as_ref().map(|regex| pattern(regex, written)).transpose()?;
    // A path says in which files of a repository a rule looks. Here are none, and the rule looks everywhere.
    rule.path.as_ref().map(|path| self::pattern(path, written)).transpose()?;
    if !written.ours && pattern.as_ref().is_some_and(|pattern| pattern.groups() < rule.secret_group) {
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
    let read = if written.ours { Pattern::known } else { Pattern::read };
    read(regex.get_ref()).map_err(|fault| {
        let help = "write it as Go's regular expressions are written; what cannot be understood is not passed over";
        written.fault(&regex.span(), format!("this pattern cannot be used: {fault}"), help)
    })
}

/// An allowlist, of a rule or of all.
pub fn allowlist(list: &Spanned<file::Allowlist>, written: &Written<'_>) -> Result<Arc<Allowlist>, Problem> {
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
    if stopwords.iter().any(String::is_empty) {
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
