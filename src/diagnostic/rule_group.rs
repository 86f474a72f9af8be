//! What the rules of a group have in common: what they are about, and how one of their findings is rightly allowed.
//! `rule_groups.toml` says it, for single rules too where they differ.

use std::sync::LazyLock;

use toml::{Table, Value};

use super::{Level, RuleDoc};

/// The data file, read once. A test shows that it is well-formed and knows every group.
static GROUPS: LazyLock<Table> = LazyLock::new(|| include_str!("rule_groups.toml").parse().unwrap_or_default());

/// The rules whose codes begin with the same word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleGroup {
    /// The word.
    pub name: &'static str,
    /// What they are about, in Markdown.
    pub about: &'static str,
}

impl RuleGroup {
    /// All groups, by name.
    pub fn all() -> Vec<Self> {
        GROUPS.iter().filter_map(|(name, group)| Some(Self { name, about: group.get("about")?.as_str()? })).collect()
    }
}

impl RuleDoc {
    /// The word that its code begins with.
    pub fn group(&self) -> &str {
        self.code.split('/').next().unwrap_or_default()
    }

    /// Its code without the group.
    pub fn name(&self) -> &str {
        self.code.split_once('/').map_or(&self.code, |(_, name)| name)
    }

    /// How to let it pass where it is wrong, in Markdown; or that nothing does.
    pub fn allow(&self) -> String {
        let text = |value: &'static Value| value.as_str();
        let group = GROUPS.get(self.group());
        let named = |table: &str| group.and_then(|group| group.get(table)?.get(self.name())).and_then(text);
        let own = named("rules").map(str::to_owned);
        let listed = || Some(group?.get("allow_listed")?.as_str()?.replace("PERMIT", named("permits")?));
        // What only looks like a leak has a level of its own to set; what surely is one does not.
        let key = if self.level == Level::Error { "allow" } else { "allow_advice" };
        let shared = || group.and_then(|group| group.get(key).or_else(|| group.get("allow"))).and_then(text);
        own.or_else(listed)
            .or_else(|| shared().map(str::to_owned))
            .unwrap_or_default()
            .replace("NAME", self.name())
            .replace("CODE", &self.code)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_rule_says_how_it_is_allowed_and_every_word_is_about_a_rule() {
        let rules = crate::rules();
        let groups: BTreeSet<&str> = RuleGroup::all().iter().map(|group| group.name).collect();
        assert_eq!(groups, rules.iter().map(RuleDoc::group).collect(), "the groups of rule_groups.toml are those of the rules");
        for rule in &rules {
            assert!(rule.allow().len() > 20 && rule.allow().ends_with('.'), "{} says: {:?}", rule.code, rule.allow());
        }
        for (group, words) in GROUPS.iter() {
            let tables = ["rules", "permits"].into_iter().filter_map(|table| words.get(table)?.as_table());
            for name in tables.flat_map(Table::keys) {
                assert!(rules.iter().any(|rule| rule.code == format!("{group}/{name}")), "there is no rule {group}/{name}");
            }
        }
    }
    #[test]
    fn a_list_that_the_page_of_a_rule_names_stands_in_the_way_to_allow_it() {
        for rule in crate::rules().iter().filter(|rule| rule.group() == "leak") {
            for list in ["public_hosts", "public_emails", "public_names", "public_terms"] {
                let named = rule.why.contains(&format!("`leaks.{list}`"));
                assert!(!named || rule.allow().contains(list), "{}: {list} allows it, and `to allow it` says {}", rule.code, rule.allow());
            }
        }
    }
}
