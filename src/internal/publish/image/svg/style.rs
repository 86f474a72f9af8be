//! Comes in: the styles of a drawing. Goes out: what each element looks like, all styles followed.
//! Must never: pass over a rule that it does not understand: the drawing would look different, or hide something.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::tree::{Element, Node};
use super::vocabulary::{UNSAID, look};
use crate::internal::publish::image::Fault;

/// More rules make every element slow.
const MOST_RULES: usize = 500;
/// So do more classes: of an element, or of a rule.
const MOST_CLASSES: usize = 32;
/// Looks that all rules together may give all elements.
const MOST_GIVEN: usize = 4_000_000;

/// The rules of all `style` elements, in order.
pub(super) struct Sheet {
    rules: Vec<Rule>,
    /// Looks that they gave so far.
    given: Cell<usize>,
}

struct Rule {
    element: Option<String>,
    classes: Vec<String>,
    id: Option<String>,
    looks: Vec<Look>,
}

#[derive(Clone)]
struct Look {
    name: &'static str,
    value: String,
    important: bool,
}

impl Sheet {
    /// Of a drawing.
    pub(super) fn of(root: &Element) -> Result<Self, Fault> {
        let mut sheet = Self { rules: Vec::new(), given: Cell::new(0) };
        sheet.gather(root)?;
        Ok(sheet)
    }

    fn gather(&mut self, element: &Element) -> Result<(), Fault> {
        if element.name == "style" {
            if element.attribute("media").is_some_and(|media| !matches!(media, "" | "all" | "screen"))
                || element.attribute("type").is_some_and(|kind| !matches!(kind, "" | "text/css"))
            {
                return Err(Fault::Styled);
            }
            for child in &element.children {
                match child {
                    Node::Text(text) => self.read(text)?,
                    Node::Element(_) => return Err(Fault::Styled),
                }
            }
        }
        element.children.iter().try_for_each(|child| match child {
            Node::Element(child) => self.gather(child),
            Node::Text(_) => Ok(()),
        })
    }

    fn read(&mut self, text: &str) -> Result<(), Fault> {
        let text = without_comments(text)?;
        let mut rest = text.trim();
        while !rest.is_empty() {
            let (selectors, behind) = rest.split_once('{').ok_or(Fault::Styled)?;
            let (body, behind) = behind.split_once('}').ok_or(Fault::Styled)?;
            let looks = declarations(body)?;
            for selector in selectors.split(',') {
                if self.rules.len() == MOST_RULES {
                    return Err(Fault::Styled);
                }
                self.rules.push(Rule { looks: looks.clone(), ..Rule::selecting(selector.trim())? });
            }
            rest = behind.trim();
        }
        Ok(())
    }

    /// What an element looks like: attributes, then rules, the more precise and the later winning, then its own style.
    pub(super) fn looks(&self, element: &Element) -> Result<BTreeMap<&'static str, String>, Fault> {
        let mut said: Vec<((bool, usize), Look)> = Vec::new();
        for (name, value) in &element.attributes {
            if let Some(name) = look(name) {
                said.push(((false, 0), Look { name, value: value.clone(), important: false }));
            }
        }
        let classes: Vec<&str> = element.attribute("class").unwrap_or_default().split(' ').take(MOST_CLASSES + 1).collect();
        if classes.len() > MOST_CLASSES {
            return Err(Fault::Styled);
        }
        for rule in self.rules.iter().filter(|rule| rule.fits(element, &classes)) {
            said.extend(rule.looks.iter().map(|look| ((look.important, 1 + rule.weight()), look.clone())));
        }
        self.given.set(self.given.get() + said.len());
        if self.given.get() > MOST_GIVEN {
            return Err(Fault::Styled);
        }
        let own = element.attribute("style").map_or(Ok(Vec::new()), declarations)?;
        said.extend(own.into_iter().map(|look| ((look.important, usize::MAX), look)));
        said.sort_by_key(|(weight, _)| *weight);
        Ok(said.into_iter().map(|(_, look)| (look.name, look.value)).collect())
    }
}

impl Rule {
    fn selecting(selector: &str) -> Result<Self, Fault> {
        let plain = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
        let end = selector.find(['.', '#']).unwrap_or(selector.len());
        let (element, rest) = selector.split_at(end);
        let element = Some(element).filter(|element| !matches!(*element, "" | "*")).map(str::to_owned);
        let mut rule = Self { element, classes: Vec::new(), id: None, looks: Vec::new() };
        let mut rest = rest;
        while let Some(mark) = rest.chars().next() {
            let name = &rest[1..];
            let end = name.find(['.', '#']).unwrap_or(name.len());
            let (name, behind) = name.split_at(end);
            if name.is_empty() || !name.chars().all(plain) || (mark == '#' && rule.id.is_some()) || rule.classes.len() == MOST_CLASSES {
                return Err(Fault::Styled);
            }
            if mark == '#' {
                rule.id = Some(name.to_owned());
            } else {
                rule.classes.push(name.to_owned());
            }
            rest = behind;
        }
        // Elements within elements, states and the like are not followed.
        let simple = !selector.is_empty() && rule.element.iter().all(|element| element.chars().all(plain));
        if simple { Ok(rule) } else { Err(Fault::Styled) }
    }

    fn fits(&self, element: &Element, classes: &[&str]) -> bool {
        self.element.as_ref().is_none_or(|name| name == element.name)
            && self.classes.iter().all(|class| classes.contains(&class.as_str()))
            && self.id.as_ref().is_none_or(|id| element.attribute("id") == Some(id))
    }

    fn weight(&self) -> usize {
        1_000_000 * usize::from(self.id.is_some()) + 1000 * self.classes.len().min(900) + usize::from(self.element.is_some())
    }
}

fn without_comments(text: &str) -> Result<String, Fault> {
    // Commands, escapes and what is left of a page.
    if text.contains(['@', '\\', '<', '>', '&']) {
        return Err(Fault::Styled);
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        out.push(' ');
        rest = comment.split_once("*/").ok_or(Fault::Styled)?.1;
    }
    out.push_str(rest);
    Ok(out)
}

/// Known looks; those of other programs are left out.
fn declarations(text: &str) -> Result<Vec<Look>, Fault> {
    let text = without_comments(text)?;
    let mut looks = Vec::new();
    for declaration in text.split(';').map(str::trim).filter(|declaration| !declaration.is_empty()) {
        let (name, value) = declaration.split_once(':').ok_or(Fault::Styled)?;
        let name = name.trim().to_ascii_lowercase();
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let important = value.to_ascii_lowercase().ends_with("!important");
        let value = value.split('!').next().unwrap_or_default().trim().to_owned();
        if UNSAID.iter().any(|unsaid| name == *unsaid || (name.starts_with(unsaid) && name[unsaid.len()..].starts_with('-')))
            && look(&name).is_none()
        {
            return Err(Fault::Styled);
        }
        if name == "font" {
            looks.extend(font(&value)?.into_iter().map(|(name, value)| Look { name, value, important }));
        } else if let Some(name) = look(&name) {
            looks.push(Look { name, value, important });
        }
    }
    Ok(last_of_each(looks))
}

/// Of one look said many times, the last.
fn last_of_each(looks: Vec<Look>) -> Vec<Look> {
    let mut last: BTreeMap<(&'static str, bool), usize> = BTreeMap::new();
    for (at, look) in looks.iter().enumerate() {
        last.insert((look.name, look.important), at);
    }
    let kept = |(at, look): (usize, Look)| (last[&(look.name, look.important)] == at).then_some(look);
    looks.into_iter().enumerate().filter_map(kept).collect()
}

/// The parts of `italic bold 10px/1.2 'A Font', sans-serif`.
fn font(value: &str) -> Result<Vec<(&'static str, String)>, Fault> {
    let mut looks = Vec::new();
    let mut words = value.split(' ');
    for word in words.by_ref() {
        match word {
            "normal" => {}
            "italic" | "oblique" => looks.push(("font-style", word.to_owned())),
            "small-caps" => looks.push(("font-variant", word.to_owned())),
            "bold" | "bolder" | "lighter" | "100" | "200" | "300" | "400" | "500" | "600" | "700" | "800" | "900" => {
                looks.push(("font-weight", word.to_owned()));
            }
            _ if word.starts_with(|character: char| character.is_ascii_digit() || character == '.') => {
                looks.push(("font-size", word.split('/').next().unwrap_or_default().to_owned()));
                break;
            }
            _ => return Err(Fault::Styled),
        }
    }
    let family = words.collect::<Vec<_>>().join(" ");
    if family.is_empty() {
        return Err(Fault::Styled);
    }
    looks.push(("font-family", family));
    Ok(looks)
}

/// Refuses what is not shown: everyone who opens the file can read it, and no reviewer saw it.
pub(super) fn check_shown(looks: &BTreeMap<&'static str, String>) -> Result<(), Fault> {
    let is = |name: &str, words: &[&str]| looks.get(name).is_some_and(|value| words.iter().any(|word| value.eq_ignore_ascii_case(word)));
    let clear = looks.get("opacity").is_some_and(|value| value.trim_end_matches('%').parse::<f64>().is_ok_and(|value| value <= 0.0));
    if clear || is("display", &["none"]) || is("visibility", &["hidden", "collapse"]) { Err(Fault::Hidden) } else { Ok(()) }
}
