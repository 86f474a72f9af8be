//! The tree of a pattern → the steps of its walk, in the order in which an engine would try them.

use fancy_regex::{Assertion, Expr, LookAround};

use super::letters::{Letters, Word};

/// One step.
#[derive(Debug)]
pub enum Step {
    /// Letters in a row.
    Word(Word),
    /// One character.
    Letter(Letters),
    /// As many characters as there are, and then fewer.
    Run {
        /// Which.
        letters: Letters,
        /// How many at least.
        least: usize,
        /// How many at most.
        most: usize,
    },
    /// A place between characters.
    Place(Assertion),
    /// On to another step.
    Go(usize),
    /// The one way, and if that leads nowhere, the other.
    Either(usize, usize),
    /// What the steps behind it find from here, or that many characters earlier, must be there or must not; then on to another step.
    Look {
        /// Whether it must be there.
        wanted: bool,
        /// How many characters earlier.
        back: Option<usize>,
        /// The other step.
        behind: usize,
    },
    /// The end.
    Found,
}

/// The steps of a pattern, with the least and the most bytes of a match.
pub struct Steps {
    /// In the order in which an engine would try them.
    pub order: Vec<Step>,
    /// The least.
    pub least: usize,
    /// The most; `None` if there is no such number, or if a match depends on more than what stands beside it.
    pub longest: Option<usize>,
}

/// More steps are an engine's: that many copies of what is repeated would fill the memory.
const MOST: usize = 20_000;

/// The bytes of a match.
#[derive(Clone, Copy)]
struct Length {
    least: usize,
    most: Option<usize>,
}

impl Steps {
    /// The steps of a tree; `None` if it says what only an engine can follow.
    pub fn of(tree: &Expr) -> Option<Self> {
        let mut steps = Vec::new();
        let length = add(tree, &mut steps)?;
        steps.push(Step::Found);
        // A look around leaves the reach of a match open.
        let looks = steps.iter().any(|step| matches!(step, Step::Look { .. }));
        Some(Self { order: steps, least: length.least, longest: length.most.filter(|_| !looks) })
    }
}

fn add(expr: &Expr, steps: &mut Vec<Step>) -> Option<Length> {
    if steps.len() > MOST {
        return None;
    }
    let nothing = Length { least: 0, most: Some(0) };
    Some(match expr {
        Expr::Empty => nothing,
        Expr::Literal { val, casei } => {
            steps.push(Step::Word(Word::of(val, *casei)?));
            // Two letters beyond ASCII equal one of ASCII, and have up to three bytes.
            Length { least: 1, most: Some(val.len() * 3) }
        }
        Expr::Any { .. } | Expr::Delegate { .. } => {
            steps.push(Step::Letter(letters(expr)?));
            Length { least: 1, most: Some(char::MAX.len_utf8()) }
        }
        Expr::Assertion(
            place @ (Assertion::StartText
            | Assertion::EndText
            | Assertion::StartLine { crlf: false }
            | Assertion::EndLine { crlf: false }
            | Assertion::WordBoundary),
        ) => {
            steps.push(Step::Place(*place));
            nothing
        }
        Expr::Concat(parts) => row(parts, steps)?,
        Expr::Alt(branches) => either(branches, steps)?,
        Expr::Group(inner) => add(inner, steps)?,
        Expr::Repeat { child, lo, hi, greedy: true } => repeat(child, *lo, *hi, steps)?,
        Expr::LookAround(inner, look) => {
            look_around(inner, *look, steps)?;
            nothing
        }
        _ => return None,
    })
}

fn letters(expr: &Expr) -> Option<Letters> {
    match expr {
        Expr::Any { newline } => Some(Letters::any(*newline)),
        Expr::Delegate { inner, casei, .. } => Letters::of(inner, *casei),
        _ => None,
    }
}

/// One part behind the other. Letters that are neighbours become one word.
fn row(parts: &[Expr], steps: &mut Vec<Step>) -> Option<Length> {
    let mut length = Length { least: 0, most: Some(0) };
    let mut word: Option<Word> = None;
    for part in parts {
        if let Expr::Literal { val, casei } = part {
            let more = Word::of(val, *casei)?;
            length = length.and(Length { least: 1, most: Some(val.len() * 3) });
            word = match word.take() {
                None => Some(more),
                Some(mut known) => match known.join(more) {
                    Ok(()) => Some(known),
                    Err(more) => {
                        steps.push(Step::Word(known));
                        Some(more)
                    }
                },
            };
            continue;
        }
        steps.extend(word.take().map(Step::Word));
        length = length.and(add(part, steps)?);
    }
    steps.extend(word.map(Step::Word));
    Some(length)
}

fn either(branches: &[Expr], steps: &mut Vec<Step>) -> Option<Length> {
    let mut lengths = Vec::new();
    let mut ends = Vec::new();
    for (number, branch) in branches.iter().enumerate() {
        let last = number + 1 == branches.len();
        let fork = steps.len();
        if !last {
            steps.push(Step::Either(fork + 1, 0));
        }
        lengths.push(add(branch, steps)?);
        if !last {
            ends.push(steps.len());
            steps.push(Step::Go(0));
            steps[fork] = Step::Either(fork + 1, steps.len());
        }
    }
    let end = steps.len();
    ends.into_iter().for_each(|at| steps[at] = Step::Go(end));
    let least = lengths.iter().map(|length| length.least).min()?;
    let most = lengths.iter().map(|length| length.most).collect::<Option<Vec<_>>>();
    Some(Length { least, most: most.and_then(|most| most.into_iter().max()) })
}

fn repeat(child: &Expr, least: usize, most: usize, steps: &mut Vec<Step>) -> Option<Length> {
    if let Some(letters) = letters(child) {
        steps.push(Step::Run { letters, least, most });
        let bytes = most.checked_mul(char::MAX.len_utf8()).filter(|_| most < usize::MAX);
        return Some(Length { least, most: bytes });
    }
    if least > MOST {
        return None;
    }
    let mut length = Length { least: 0, most: Some(0) };
    for _ in 0..least {
        length = length.and(add(child, steps)?);
    }
    let before = steps.len();
    if most == usize::MAX {
        steps.push(Step::Either(before + 1, 0));
        // What may be nothing could be repeated for ever.
        add(child, steps).filter(|one| one.least > 0)?;
        steps.push(Step::Go(before));
        steps[before] = Step::Either(before + 1, steps.len());
        return Some(Length { least: length.least, most: None });
    }
    let mut forks = Vec::new();
    for _ in least..most {
        forks.push(steps.len());
        steps.push(Step::Found);
        let one = add(child, steps).filter(|one| one.least > 0)?;
        length = Length { least: length.least, most: length.and(one).most };
    }
    let end = steps.len();
    forks.into_iter().for_each(|at| steps[at] = Step::Either(at + 1, end));
    Some(length)
}

fn look_around(inner: &Expr, look: LookAround, steps: &mut Vec<Step>) -> Option<()> {
    let behind = matches!(look, LookAround::LookBehind | LookAround::LookBehindNeg);
    let back = if behind { Some(characters(inner)?) } else { None };
    let at = steps.len();
    steps.push(Step::Found);
    add(inner, steps)?;
    steps.push(Step::Found);
    let wanted = matches!(look, LookAround::LookAhead | LookAround::LookBehind);
    steps[at] = Step::Look { wanted, back, behind: steps.len() };
    Some(())
}

/// How many characters an expression matches, if that is one number.
fn characters(expr: &Expr) -> Option<usize> {
    match expr {
        Expr::Empty => Some(0),
        Expr::Literal { val, .. } => Some(val.chars().count()),
        Expr::Delegate { .. } => Some(1),
        Expr::Concat(parts) => parts.iter().map(characters).sum(),
        Expr::Alt(branches) => {
            let mut lengths = branches.iter().map(characters);
            let first = lengths.next()??;
            lengths.all(|length| length == Some(first)).then_some(first)
        }
        Expr::Group(inner) => characters(inner),
        _ => None,
    }
}

impl Length {
    fn and(self, next: Self) -> Self {
        Self { least: self.least + next.least, most: self.most.zip(next.most).map(|(one, other)| one + other) }
    }
}
