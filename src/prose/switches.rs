//! In-text control: comments that switch rules off and on from there on.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::rule::constant;

static MATCHES: LazyLock<Regex> = LazyLock::new(|| constant(r"^vale (.+\..+?)(\[.+\]) = (YES|NO)$"));
static RULE: LazyLock<Regex> = LazyLock::new(|| constant(r"^vale (.+\..+|[^.]+) = (YES|NO|on|off)$"));
static STYLES: LazyLock<Regex> = LazyLock::new(|| constant(r"^vale styles? = (.*)$"));

/// What the comments of a file have switched so far.
#[derive(Debug, Default, Clone)]
pub struct Switches {
    all: bool,
    /// Style, rule, or rule and match → whether it is off.
    off: BTreeMap<String, bool>,
}

impl Switches {
    /// Obeys a comment, if it is one of ours, and says whether it is. `styles` are those of the file.
    pub fn obey(&mut self, comment: &str, styles: &[String]) -> bool {
        let comment = comment.trim();
        if comment == "vale off" || comment == "vale on" {
            self.all = comment == "vale off";
        } else if let Some(found) = MATCHES.captures(comment) {
            let matches: Vec<String> = serde_json::from_str(&found[2]).unwrap_or_default();
            for text in matches {
                self.off.insert(format!("{}[{text}]", &found[1]), &found[3] == "NO");
            }
        } else if let Some(found) = STYLES.captures(comment) {
            self.off.extend(styles.iter().map(|style| (style.clone(), true)));
            self.off.extend(found[1].split(',').map(|style| (style.trim().to_owned(), false)));
        } else if let Some(found) = RULE.captures(comment) {
            self.off.insert(found[1].to_owned(), matches!(&found[2], "NO" | "off"));
        } else {
            return false;
        }
        true
    }

    /// Whether a rule is off here.
    pub fn mutes(&self, rule: &str) -> bool {
        let is_off = |key: &str| self.off.get(key).copied().unwrap_or(false);
        self.all || is_off(rule.split('.').next().unwrap_or_default()) || is_off(rule)
    }

    /// Whether a rule is silent about that match here.
    pub fn mutes_match(&self, rule: &str, matched: &str) -> bool {
        self.off.get(&format!("{rule}[{matched}]")).copied().unwrap_or(false)
    }

    /// Switches of single rules and styles do not reach the file as a whole.
    pub fn reset(&mut self) {
        self.off.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_switches_what_it_names() {
        let styles = ["A".to_owned(), "B".to_owned()];
        let after = |comments: &[&str]| {
            let mut switches = Switches::default();
            for comment in comments {
                switches.obey(comment, &styles);
            }
            let mutes = ["A.One", "A.Two", "B.One"].map(|rule| switches.mutes(rule));
            (mutes, switches.mutes_match("A.One", "act test"))
        };
        let cases: &[(&[&str], [bool; 3], bool)] = &[
            (&["vale off"], [true, true, true], false),
            (&["vale off", "vale on"], [false, false, false], false),
            (&["vale A.One = NO"], [true, false, false], false),
            (&["vale A.One = NO", " vale A.One = YES "], [false, false, false], false),
            (&["vale A.One = off"], [true, false, false], false),
            (&["vale A = NO"], [true, true, false], false),
            (&["vale style = B"], [true, true, false], false),
            (&["vale styles = A, B"], [false, false, false], false),
            (&["vale A.One[\"act test\", \"other\"] = NO"], [false, false, false], true),
            (&["vale A.One[\"act test\"] = NO", "vale A.One[\"act test\"] = YES"], [false, false, false], false),
            (&["vale A.One = MAYBE", "vale", "not for vale off"], [false, false, false], false),
        ];
        for (comments, mutes, one) in cases {
            assert_eq!(after(comments), (*mutes, *one), "{comments:?}");
        }
    }

    #[test]
    fn only_off_reaches_the_file_as_a_whole() {
        let mut switches = Switches::default();
        switches.obey("vale A.One = NO", &[]);
        switches.reset();
        assert!(!switches.mutes("A.One"));
        switches.obey("vale off", &[]);
        switches.reset();
        assert!(switches.mutes("A.One"));
    }
}
