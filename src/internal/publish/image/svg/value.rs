//! Comes in: the value of an attribute. Goes out: the same value, if its kind allows it, with every name in it replaced by a number.
//! Must never: keep an address, or a name that somebody chose.

use std::collections::BTreeMap;

use super::growth::Growth;
use super::vocabulary::{COLOURS, FUNCTIONS, INPUTS, KEYWORDS, WORDS_OF_ATTRIBUTES};
use crate::internal::publish::image::Fault;

/// What values an attribute takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Numbers with units.
    Number,
    /// The letters and numbers of an outline.
    Path,
    /// One or more words of the standard.
    Word,
    /// Colours, words of the standard, and functions of them.
    Look,
    /// Names of fonts, which their makers choose.
    Fonts,
    /// The name of a part.
    Name,
    /// The result of a step of a filter.
    Result,
    /// `#` and the name of a part.
    Reference,
}

/// The longest value, but for outlines and lists of numbers.
const LONGEST: usize = 400;
const OUTLINE: &str = "MmZzLlHhVvCcSsQqTtAaEe+-.,";
const UNITS: [&str; 14] = ["", "e", "px", "pt", "pc", "mm", "cm", "in", "em", "ex", "deg", "rad", "auto", "none"];

/// Names that were met, and their numbers in the order of meeting.
#[derive(Default)]
pub(super) struct Names(BTreeMap<String, usize>);

impl Names {
    /// The number of a name.
    pub(super) fn number(&mut self, name: &str) -> usize {
        let next = self.0.len();
        *self.0.entry(name.to_owned()).or_insert(next)
    }

    fn short(&mut self, name: &str) -> String {
        format!("i{}", self.number(name))
    }
}

/// A value that may be kept.
pub(super) fn checked(kind: Kind, value: &str, names: &mut Names, growth: &mut Growth) -> Result<String, Fault> {
    let all = |fits: &dyn Fn(char) -> bool| value.chars().all(|character| fits(character) || character == ' ');
    let short = value.len() <= LONGEST;
    let fits = match kind {
        Kind::Number => is_numbers(value),
        Kind::Path => all(&|character| character.is_ascii_digit() || OUTLINE.contains(character)),
        Kind::Word => short && value.split(' ').all(|word| WORDS_OF_ATTRIBUTES.contains(word) || is_numbers(word)),
        Kind::Fonts if short && all(&|character| character.is_alphanumeric() || ".,+-'\"_/".contains(character)) => true,
        Kind::Fonts => return Err(Fault::Styled),
        Kind::Look => return look(value, names, growth).filter(|_| short).ok_or(Fault::Styled),
        Kind::Result if INPUTS.contains(&value) => true,
        Kind::Name | Kind::Result => return Ok(names.short(value)),
        Kind::Reference => {
            let name = value.strip_prefix('#').ok_or(Fault::Reaches)?;
            growth.refers(names.number(name));
            return Ok(format!("#{}", names.short(name)));
        }
    };
    if fits { Ok(value.to_owned()) } else { Err(Fault::Damaged) }
}

/// Numbers, and between them nothing but what parts them and units.
fn is_numbers(value: &str) -> bool {
    let apart = |character: char| character.is_ascii_digit() || "+-.,% ".contains(character);
    value.split(apart).all(|word| UNITS.contains(&word.to_ascii_lowercase().as_str()))
}

/// A colour, words of the standard, a function of numbers; an address only if it is a name within the drawing.
fn look(value: &str, names: &mut Names, growth: &mut Growth) -> Option<String> {
    let mut out = String::new();
    let mut rest = value;
    while let Some(at) = rest.find('(') {
        let start = rest[..at].trim_end_matches(|character: char| character.is_ascii_alphanumeric() || character == '-').len();
        let function = &rest[start..at];
        FUNCTIONS.iter().find(|known| **known == function)?;
        let (argument, behind) = rest[at + 1..].split_once(')')?;
        if !are_known(&rest[..start]) {
            return None;
        }
        out.push_str(&rest[..=at]);
        if function == "url" {
            let name = argument.trim().trim_matches(['"', '\'']).strip_prefix('#')?;
            growth.refers(names.number(name));
            out.push_str(&format!("#{}", names.short(name)));
        } else if is_numbers(argument) {
            out.push_str(argument);
        } else {
            return None;
        }
        out.push(')');
        rest = behind;
    }
    out.push_str(rest);
    are_known(rest).then_some(out)
}

/// Whether each word is a number, a colour or a word of the standard: any other could say anything.
fn are_known(words: &str) -> bool {
    let is_color = |word: &str| {
        word.strip_prefix('#').is_some_and(|digits| matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    words.split([' ', ',']).filter(|word| !word.is_empty()).all(|word| {
        let lower = word.to_ascii_lowercase();
        is_numbers(word) || is_color(word) || KEYWORDS.contains(lower.as_str()) || COLOURS.contains(lower.as_str())
    })
}

/// A length in pixels; nothing for one that depends on what is around it.
pub(super) fn pixels(value: &str) -> Option<f64> {
    let end = value.find(|character: char| character.is_ascii_alphabetic() && !"eE".contains(character) || character == '%');
    // `em` and `ex` begin like a power of ten.
    let (number, unit) = value.split_at(end.unwrap_or(value.len()));
    let scale = match unit {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        _ => return None,
    };
    number.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0).map(|number| number * scale)
}
