//! A pattern as the steps of a walk through a text. Comes in: a pattern, then texts. Goes out: the match that an engine finds first.
//! Compiling a pattern costs as much as walking it over a hundred texts, and most patterns of a small site are asked of fewer.
//! Must never: differ from the engines. What it cannot follow it leaves to them, and so does a walk that takes too long.

use std::ops::Range;

use fancy_regex::{Assertion, Expr};

use super::letters::Letters;
use super::steps::{Step, Steps};

/// A pattern that is not compiled.
#[derive(Debug)]
pub struct Walk {
    steps: Vec<Step>,
    /// For each byte, whether a match can begin with it.
    first: Box<[bool; 256]>,
    /// The most bytes of a match, if there is such a number and no match depends on more than what stands beside it.
    longest: Option<usize>,
    /// How many groups it has.
    groups: usize,
}

/// The walk took too many steps on a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tired;

/// Where to go on when a way leads nowhere.
enum Back {
    /// Another branch.
    Branch(usize, usize),
    /// A run of letters that may be shorter: the step behind it, where it ends, and where it ends at the earliest.
    Run(usize, usize, usize),
}

/// Steps that a walk over one text may take: more than an honest text needs, and fewer than compiling costs a few times over.
const MOST: usize = 200_000;

impl Walk {
    /// The steps of a pattern; `None` if it says what only an engine can follow, or can match nothing at all.
    pub fn of(pattern: &str) -> Option<Self> {
        // A brace behind a repetition is a letter to this parser, and another repetition to the engine's.
        if ["?{", "*{", "+{", "}{"].iter().any(|two| pattern.contains(two)) {
            return None;
        }
        let tree = Expr::parse_tree(pattern).ok()?;
        let Steps { order: steps, least, longest } = Steps::of(&tree.expr)?;
        if least == 0 {
            return None;
        }
        Some(Self { first: beginnings(&steps), steps, longest, groups: groups(&tree.expr) })
    }

    /// How many groups it has.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// The most bytes of a match, if there is such a number and no match depends on more than what stands beside it.
    pub fn longest(&self) -> Option<usize> {
        self.longest
    }

    /// Whether it knows all letters of a text: the only ones beyond ASCII that equal ASCII ones when case does not matter are left out.
    pub fn knows(text: &str) -> bool {
        text.is_ascii() || !text.contains(['\u{17f}', '\u{212a}'])
    }

    /// The first match that begins there or later, and how many steps that took.
    pub fn find(&self, text: &str, from: usize, taken: &mut usize) -> Result<Option<Range<usize>>, Tired> {
        let bytes = text.as_bytes();
        let mut backs = Vec::new();
        let most = taken.saturating_add(MOST);
        for (at, byte) in bytes.iter().enumerate().skip(from) {
            if self.first[usize::from(*byte)] && text.is_char_boundary(at) {
                backs.clear();
                if let Some(end) = self.end(text, 0, at, &mut backs, taken, most)? {
                    return Ok(Some(at..end));
                }
            }
        }
        *taken += bytes.len().saturating_sub(from) / 16;
        Ok(None)
    }

    /// Where the match ends that begins at a step and a place.
    fn end(
        &self,
        text: &str,
        mut step: usize,
        mut at: usize,
        backs: &mut Vec<Back>,
        taken: &mut usize,
        most: usize,
    ) -> Result<Option<usize>, Tired> {
        loop {
            *taken += 1;
            if *taken > most {
                return Err(Tired);
            }
            let next = match &self.steps[step] {
                Step::Found => return Ok(Some(at)),
                Step::Word(word) => word.ends(text.as_bytes(), at).map(|end| (step + 1, end)),
                Step::Letter(letters) => {
                    letter(text, at).filter(|letter| letters.hold(*letter)).map(|letter| (step + 1, at + letter.len_utf8()))
                }
                Step::Run { letters, least, most } => run(text, at, letters, *least, *most).map(|(shortest, end)| {
                    if shortest < end {
                        backs.push(Back::Run(step + 1, end, shortest));
                    }
                    (step + 1, end)
                }),
                Step::Place(place) => holds(*place, text, at).then_some((step + 1, at)),
                Step::Go(to) => Some((*to, at)),
                Step::Either(one, other) => {
                    if self.may_begin(*one, text.as_bytes(), at) {
                        backs.push(Back::Branch(*other, at));
                        Some((*one, at))
                    } else {
                        Some((*other, at))
                    }
                }
                Step::Look { wanted, back, behind } => {
                    let from = back.map_or(Some(at), |letters| before(text, at, letters));
                    let there = match from {
                        Some(from) => self.end(text, step + 1, from, &mut Vec::new(), taken, most)?.is_some(),
                        None => false,
                    };
                    (there == *wanted).then_some((*behind, at))
                }
            };
            match next.or_else(|| again(text, backs)) {
                Some(next) => (step, at) = next,
                None => return Ok(None),
            }
        }
    }

    /// Whether a step may be gone there; surely not only if its word cannot begin.
    fn may_begin(&self, step: usize, text: &[u8], at: usize) -> bool {
        match &self.steps[step] {
            Step::Word(word) => text.get(at).is_some_and(|byte| word.begins_with(*byte)),
            _ => true,
        }
    }
}

fn groups(expr: &Expr) -> usize {
    match expr {
        Expr::Group(inner) => 1 + groups(inner),
        Expr::Concat(parts) | Expr::Alt(parts) => parts.iter().map(groups).sum(),
        Expr::LookAround(inner, _) | Expr::Repeat { child: inner, .. } => groups(inner),
        _ => 0,
    }
}

/// The last way that was left open.
fn again(text: &str, backs: &mut Vec<Back>) -> Option<(usize, usize)> {
    match backs.pop()? {
        Back::Branch(step, at) => Some((step, at)),
        Back::Run(step, end, shortest) => {
            let end = text.floor_char_boundary(end - 1);
            if shortest < end {
                backs.push(Back::Run(step, end, shortest));
            }
            Some((step, end))
        }
    }
}

fn letter(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        Some(_) => text[at..].chars().next(),
        None => None,
    }
}

/// Where a run ends at the earliest, and at the latest.
fn run(text: &str, at: usize, letters: &Letters, least: usize, most: usize) -> Option<(usize, usize)> {
    let (mut count, mut end, mut shortest) = (0, at, at);
    while count < most {
        let Some(letter) = letter(text, end).filter(|letter| letters.hold(*letter)) else { break };
        end += letter.len_utf8();
        count += 1;
        if count == least {
            shortest = end;
        }
    }
    (count >= least).then_some((shortest, end))
}

/// The place that many characters earlier.
fn before(text: &str, at: usize, characters: usize) -> Option<usize> {
    match characters.checked_sub(1) {
        None => Some(at),
        Some(last) => text[..at].char_indices().rev().nth(last).map(|(at, _)| at),
    }
}

fn holds(place: Assertion, text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    match place {
        Assertion::StartText => at == 0,
        Assertion::EndText => at == bytes.len(),
        Assertion::StartLine { .. } => at == 0 || bytes[at - 1] == b'\n',
        Assertion::EndLine { .. } => bytes.get(at).is_none_or(|byte| *byte == b'\n'),
        _ => {
            let before = match at.checked_sub(1).map(|before| bytes[before]) {
                Some(byte) if byte.is_ascii() => Some(char::from(byte)),
                Some(_) => text[..at].chars().next_back(),
                None => None,
            };
            let word = |letter: Option<char>| letter.is_some_and(super::letters::is_of_word);
            word(before) != word(letter(text, at))
        }
    }
}

/// The bytes that the ways from the first step can begin with.
fn beginnings(steps: &[Step]) -> Box<[bool; 256]> {
    let mut first = Box::new([false; 256]);
    let mut seen = vec![false; steps.len()];
    let mut open = vec![0];
    while let Some(step) = open.pop() {
        if std::mem::replace(&mut seen[step], true) {
            continue;
        }
        match &steps[step] {
            Step::Word(word) => (0..=u8::MAX).filter(|byte| word.begins_with(*byte)).for_each(|byte| first[usize::from(byte)] = true),
            Step::Letter(letters) => letters.begin(&mut first),
            Step::Run { letters, least, .. } => {
                letters.begin(&mut first);
                open.extend((*least == 0).then_some(step + 1));
            }
            Step::Place(_) => open.push(step + 1),
            Step::Go(to) | Step::Look { behind: to, .. } => open.push(*to),
            Step::Either(one, other) => open.extend([*one, *other]),
            Step::Found => first.fill(true),
        }
    }
    first
}

#[cfg(test)]
mod tests;
