//! A pattern → letters of which some must stand in every match, so that most patterns need not run on most texts.
//! Must never: miss a match. Where nothing is sure, it says so, and the pattern always runs.

use std::cell::OnceCell;
use std::ops::Range;

use fancy_regex::{Assertion, Expr};
use regex_syntax::hir::{Class, HirKind};

use super::spotter::Spotter;

/// Letters that stand in a match.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Needle {
    /// In small letters, unless their case counts. Empty for any letter beyond ASCII.
    word: String,
    /// Whether a word begins with them.
    begins: bool,
    /// Whether a word ends with them.
    ends: bool,
    /// Whether their case counts.
    exact: bool,
}

/// Shorter letters stand in most texts: then those beside them are looked at, too.
const RARE: usize = 3;

/// Needles of which at least one stands in every match. `None` if nothing is sure.
pub fn needles(pattern: &str) -> Option<Vec<Needle>> {
    let tree = Expr::parse_tree(pattern).ok()?;
    let mut needles = of(&tree.expr, false, false)?;
    needles.sort();
    needles.dedup();
    Some(needles)
}

/// The least number of capitals from A to Z that stand in a row in every match; 0 if none is sure.
pub fn capitals(pattern: &str) -> usize {
    Expr::parse_tree(pattern).map_or(0, |tree| capitals_of(&tree.expr))
}

fn capitals_of(expr: &Expr) -> usize {
    match expr {
        Expr::Repeat { child, lo, .. } => match &**child {
            Expr::Delegate { inner, casei: false, .. } if inner == "[A-Z]" => *lo,
            _ if *lo > 0 => capitals_of(child),
            _ => 0,
        },
        Expr::Concat(parts) => parts.iter().map(capitals_of).max().unwrap_or(0),
        Expr::Alt(branches) => branches.iter().map(capitals_of).min().unwrap_or(0),
        Expr::Group(inner) | Expr::AtomicGroup(inner) => capitals_of(inner),
        _ => 0,
    }
}

/// The needles of an expression, and whether a word's border is on either side of it.
fn of(expr: &Expr, begins: bool, ends: bool) -> Option<Vec<Needle>> {
    match expr {
        Expr::Literal { .. } => Wordings::of(expr)?.needles(begins, ends),
        Expr::Delegate { .. } => match Wordings::of(expr) {
            Some(wordings) => wordings.needles(begins, ends),
            None => beyond_ascii(expr),
        },
        Expr::Concat(parts) => {
            // What a part needs is the same however its neighbours are read.
            let inner: Vec<OnceCell<Option<Vec<Needle>>>> = vec![OnceCell::new(); parts.len()];
            let plain = in_a_row(parts, begins, ends, &inner, &|part| matches!(part, Expr::Literal { .. }));
            if shortest(plain.as_deref()) >= RARE {
                return plain;
            }
            let wider = in_a_row(parts, begins, ends, &inner, &|_| true);
            if shortest(wider.as_deref()) > shortest(plain.as_deref()) { wider } else { plain }
        }
        Expr::Alt(branches) => {
            let needles: Option<Vec<Vec<Needle>>> = branches.iter().map(|branch| of(branch, begins, ends)).collect();
            needles.map(|needles| needles.concat())
        }
        Expr::Group(inner) | Expr::AtomicGroup(inner) => of(inner, begins, ends),
        Expr::Repeat { child, lo, .. } if *lo > 0 => of(child, false, false),
        _ => None,
    }
}

/// The length of the shortest of them.
fn shortest(needles: Option<&[Needle]>) -> usize {
    needles.into_iter().flatten().map(|needle| needle.word.len()).min().unwrap_or(0)
}

/// What the best of the parts needs: neighbours that are worth reading as one are one word, and longer words are rarer.
/// `inner` keeps what each part needs by itself.
fn in_a_row(
    parts: &[Expr],
    begins: bool,
    ends: bool,
    inner: &[OnceCell<Option<Vec<Needle>>>],
    read: &dyn Fn(&Expr) -> bool,
) -> Option<Vec<Needle>> {
    let border = |part: Option<&Expr>, outer: bool| part.map_or(outer, |part| matches!(part, Expr::Assertion(Assertion::WordBoundary)));
    let before = |place: usize| border(place.checked_sub(1).and_then(|before| parts.get(before)), begins);
    let mut known: Vec<Vec<Needle>> = Vec::new();
    let mut run: Option<(usize, Wordings)> = None;
    for (place, part) in parts.iter().enumerate() {
        let wordings = if read(part) { Wordings::of(part) } else { None };
        let longer = run.as_ref().zip(wordings.as_ref()).and_then(|((_, run), more)| run.followed_by(more));
        if let (Some((first, _)), Some(longer)) = (&run, longer) {
            run = Some((*first, longer));
            continue;
        }
        if let Some((first, done)) = run.take() {
            // What is read in another run is beside no border.
            known.extend(done.needles(before(first), border(Some(part), ends)));
        }
        match wordings {
            Some(wordings) => run = Some((place, wordings)),
            None => known.extend(inner[place].get_or_init(|| of(part, before(place), border(parts.get(place + 1), ends))).clone()),
        }
    }
    if let Some((first, done)) = run {
        known.extend(done.needles(before(first), ends));
    }
    known.into_iter().max_by_key(|needles| (shortest(Some(needles)), std::cmp::Reverse(needles.len())))
}

/// All texts that an expression matches, if they are few and their case is known.
struct Wordings {
    texts: Vec<String>,
    exact: bool,
}

impl Wordings {
    /// More of them are not worth it.
    const MOST: usize = 16;

    fn of(expr: &Expr) -> Option<Self> {
        let wordings = match expr {
            Expr::Empty => Self { texts: vec![String::new()], exact: true },
            Expr::Literal { val, casei } => Self { texts: vec![val.clone()], exact: !casei },
            Expr::Delegate { inner, casei, .. } => Self { texts: letters(inner)?, exact: !casei },
            Expr::Concat(parts) => parts.iter().try_fold(Self { texts: vec![String::new()], exact: true }, |done, part| {
                Self::of(part).and_then(|more| done.followed_by(&more))
            })?,
            Expr::Alt(branches) => {
                let all: Vec<Self> = branches.iter().map(Self::of).collect::<Option<_>>()?;
                let exact = all.iter().all(|one| one.exact);
                Self { texts: all.into_iter().flat_map(|one| one.texts).collect(), exact }
            }
            Expr::Group(inner) | Expr::AtomicGroup(inner) => Self::of(inner)?,
            Expr::Repeat { child, lo: 0, hi: 1, .. } => {
                let mut wordings = Self::of(child)?;
                wordings.texts.push(String::new());
                wordings
            }
            _ => return None,
        };
        // Letters beyond ASCII may have a case that this does not know; other characters have none.
        let known = |c: char| c.is_ascii() || !c.is_alphabetic();
        (wordings.texts.len() <= Self::MOST && wordings.texts.iter().all(|text| text.chars().all(known))).then_some(wordings)
    }

    /// Each of them, and behind it each of the others.
    fn followed_by(&self, more: &Self) -> Option<Self> {
        let texts = self.texts.iter().flat_map(|text| more.texts.iter().map(move |next| format!("{text}{next}")));
        let few = self.texts.len() * more.texts.len() <= Self::MOST;
        few.then(|| Self { texts: texts.collect(), exact: self.exact && more.exact })
    }

    /// As needles; `None` if one of them is empty.
    fn needles(&self, begins: bool, ends: bool) -> Option<Vec<Needle>> {
        // A border beside a blank is the beginning or end of another word.
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let needle = |text: &String| {
            let (begins, ends) = (begins && letter(text.chars().next()), ends && letter(text.chars().next_back()));
            let word = if self.exact { text.clone() } else { text.to_ascii_lowercase() };
            (!text.is_empty()).then_some(Needle { word, begins, ends, exact: self.exact })
        };
        self.texts.iter().map(needle).collect()
    }
}

/// The characters of a class, if they are few.
fn letters(class: &str) -> Option<Vec<String>> {
    const MOST: u32 = 8;
    if !class.starts_with('[') {
        return None;
    }
    match regex_syntax::parse(class).ok()?.kind() {
        HirKind::Literal(literal) => Some(vec![std::str::from_utf8(&literal.0).ok()?.to_owned()]),
        HirKind::Class(Class::Unicode(class)) => {
            let size: u32 = class.iter().map(|range| u32::from(range.end()) - u32::from(range.start()) + 1).fold(0, u32::saturating_add);
            (size <= MOST).then(|| class.iter().flat_map(|range| range.start()..=range.end()).map(String::from).collect())
        }
        _ => None,
    }
}

/// Any letter beyond ASCII, if a class has no other.
fn beyond_ascii(expr: &Expr) -> Option<Vec<Needle>> {
    let Expr::Delegate { inner, casei: false, .. } = expr else { return None };
    let hir = inner.starts_with('[').then(|| regex_syntax::parse(inner).ok()).flatten()?;
    let HirKind::Class(Class::Unicode(class)) = hir.kind() else { return None };
    let beyond = class.iter().next().is_some_and(|first| !first.start().is_ascii());
    beyond.then(|| vec![Needle { word: String::new(), begins: false, ends: false, exact: true }])
}

/// The patterns of a list that a text can concern, found in one pass over the text.
#[derive(Debug)]
pub struct Sieve {
    spotter: Spotter,
    /// Word of the spotter → its borders, and place in the list.
    owner: Vec<(Needle, usize)>,
    /// Places in the list whose patterns always run.
    always: Vec<bool>,
    /// Places whose patterns run where a letter beyond ASCII stands.
    beyond: Vec<usize>,
}

impl Needle {
    /// Letters wherever they stand, in any case.
    pub fn anywhere(word: &str) -> Self {
        Self { word: word.to_ascii_lowercase(), begins: false, ends: false, exact: false }
    }
}

impl Sieve {
    /// A sieve for patterns with these needles.
    pub fn new(list: impl IntoIterator<Item = Option<Vec<Needle>>>) -> Self {
        let (mut owner, mut always, mut beyond): (Vec<(Needle, usize)>, _, _) = (Vec::new(), Vec::new(), Vec::new());
        for (place, needles) in list.into_iter().enumerate() {
            always.push(needles.is_none());
            for needle in needles.into_iter().flatten() {
                if needle.word.is_empty() {
                    beyond.push(place);
                    continue;
                }
                owner.push((needle, place));
            }
        }
        let spotter = Spotter::new(owner.iter().map(|(needle, _)| needle.word.as_str()));
        Self { spotter, owner, always, beyond }
    }

    /// Tells of each place of the list whose pattern can match in the text, and of the bytes in which all its needles stand. Of patterns
    /// that have none, these are all.
    pub fn each_concerned(&self, text: &str, mut tell: impl FnMut(usize, Range<usize>)) {
        let all = 0..text.len();
        let mut near: Vec<Option<Range<usize>>> = self.always.iter().map(|always| always.then(|| all.clone())).collect();
        // The only letters beyond ASCII that are equal to ASCII ones when case does not matter.
        if !text.is_ascii() && text.contains(['\u{17f}', '\u{212a}']) {
            near.fill(Some(all));
        } else {
            if !text.is_ascii() {
                self.beyond.iter().for_each(|place| near[*place] = Some(all.clone()));
            }
            self.spot(text, &mut near);
        }
        near.into_iter().enumerate().filter_map(|(place, near)| Some((place, near?))).for_each(|(place, near)| tell(place, near));
    }

    /// Notes where needles stand.
    fn spot(&self, text: &str, near: &mut [Option<Range<usize>>]) {
        let bytes = text.as_bytes();
        // A letter beyond ASCII may be part of a word or not: only ASCII is sure.
        let goes_on = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        self.spotter.each(text, |number, start| {
            let (needle, place) = &self.owner[number];
            let found = start..start + needle.word.len();
            if near[*place].as_ref().is_some_and(|near| near.start <= found.start && found.end <= near.end) {
                return;
            }
            let before = needle.begins && goes_on(start.checked_sub(1).and_then(|at| bytes.get(at)));
            let behind = needle.ends && goes_on(bytes.get(found.end));
            let case = !needle.exact || bytes[found.clone()] == *needle.word.as_bytes();
            if !before && !behind && case {
                let wider = near[*place].as_ref().map_or(found.clone(), |near| near.start.min(found.start)..near.end.max(found.end));
                near[*place] = Some(wider);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Sieve {
        /// For each place of the list, whether its pattern can match in the text.
        fn concerned(&self, text: &str) -> Vec<bool> {
            let mut concerned = vec![false; self.always.len()];
            self.each_concerned(text, |place, _| concerned[place] = true);
            concerned
        }
    }

    fn sure(pattern: &str) -> Vec<String> {
        let shown = |needle: Needle| {
            let border = |holds: bool| if holds { "|" } else { "" };
            format!("{}{}{}", border(needle.begins), needle.word, border(needle.ends))
        };
        needles(pattern).unwrap_or_default().into_iter().map(shown).collect()
    }

    #[test]
    fn one_word_of_every_branch_is_needed() {
        assert_eq!(sure(r"(?i)(?m)\b(?:Down[- ]?time|went down|is (?:all )?down)\b"), ["down|", "time|", "|went down|"]);
        assert_eq!(sure(r"\b(?:log-?in)\b"), ["|log"]);
        assert_eq!(sure(r"(?:a|an) (?:engineer|operator)s? (?:who )?forgot"), ["engineer", "operator"]);
        assert_eq!(sure(r"(?i)\bI\b|\bP[0-4]"), ["|i|", "|p0", "|p1", "|p2", "|p3", "|p4"]);
    }

    #[test]
    fn letters_that_stand_everywhere_are_read_with_their_neighbours() {
        assert_eq!(sure(r"\bI['’](?:m|ve)\b"), ["|I'm|", "|I've|", "|I’m|", "|I’ve|"]);
        assert_eq!(sure(r"[:;]-?[)D]"), [":)", ":-)", ":-D", ":D", ";)", ";-)", ";-D", ";D"]);
        assert_eq!(sure(r"\b[45][xX]\b"), ["|4X|", "|4x|", "|5X|", "|5x|"]);
        assert_eq!(sure("[☀-⚟]|oops"), ["", "oops"]);
        assert_eq!(needles("[^a]"), None, "most of them are beyond ASCII, and some are not");
        let sieve = Sieve::new([needles(r"\bP[0-4]\b"), needles("[☀-⚟]")]);
        assert_eq!(sieve.concerned("a P1"), [true, false]);
        assert_eq!(sieve.concerned("a p1 page"), [false, false], "case counts");
        assert_eq!(sieve.concerned("a p1 — page"), [false, true]);
    }

    #[test]
    fn capitals_in_a_row_are_counted() {
        assert_eq!(capitals(r"(?<![\w./-])([A-Z]{3,6})(?!\w)"), 3);
        assert_eq!(capitals(r"(?:\b[\w-]+ \(([A-Z]{3,6})s?\)|\b([A-Z]{2,6})s? \()"), 2);
        assert_eq!(capitals(r"(?i)[A-Z]{3}|x"), 0);
        assert_eq!(capitals(r"(?i)[A-Z]{3}"), 0);
    }

    proptest::proptest! {
        #[test]
        fn no_match_is_missed(text in "[a-zA-Z0-9IiPpSsLlOoXx:;)('’ /.☀Kéſ!-]{0,24}") {
            let patterns = [
                r"(?m)\b(?:I['’](?:m|ve|d|ll)|I (?:am|was|do))\b",
                r"(?m)\b(?:[pP](?:50|9)(?: latency)?|[QRT]PS|[45][xX][xX](?: errors?)?|SL[OI]s?|(?i:p) ?[0-4])\b",
                r"(?i)(?m)\b(?:[sp][ol]s?|i|li?o)\b",
                r"(?m)(?:[☀-⚟]|(?:^|\s)[:;]-?[()DP](?:[\s.,]|$)|!+)",
                r"[A-Z]{3}|x?[ab]?p",
            ];
            let sieve = Sieve::new(patterns.iter().map(|pattern| needles(pattern)));
            let concerned = sieve.concerned(&text);
            for (place, pattern) in patterns.iter().enumerate() {
                proptest::prop_assert!(concerned[place] || !regex::Regex::new(pattern).unwrap().is_match(&text), "{pattern} on {text:?}");
            }
        }
    }

    #[test]
    fn what_need_not_be_there_is_not_needed() {
        assert_eq!(sure(r"(?:outage)?s"), ["s"]);
        assert_eq!(sure(r"\d+/\d+"), ["/"]);
        assert_eq!(sure(r"\b \b"), [" "], "a blank has no border of its own");
        assert_eq!(needles(r"[a-z]+"), None);
        assert_eq!(needles(r"outage|[0-9]+"), None);
        assert_eq!(needles(r"(?<=full )(?!x)\w"), None);
        assert_eq!(sure("größe"), ["gr"], "letters beyond ASCII have a case that this does not know");
        assert_eq!(needles("ö"), None);
        assert_eq!(needles("("), None, "a broken pattern is somebody else's to tell");
    }

    #[test]
    fn a_sieve_lets_pass_whatever_could_match() {
        let sieve = Sieve::new([needles("(?i)outage"), needles(r"\d+"), needles("(?i)disk")]);
        assert_eq!(sieve.concerned("An Outage."), [true, true, false]);
        assert_eq!(sieve.concerned("All fine."), [false, true, false]);
        let bounded = Sieve::new([needles(r"(?i)\bI\b"), needles(r"(?i)\bp[0-9]")]);
        assert_eq!(bounded.concerned("It is a P1"), [false, true]);
        assert_eq!(bounded.concerned("éi and up1"), [true, false]);
        assert_eq!(sieve.concerned("di\u{17f}\u{212a}"), [true, true, true], "case folding knows these two letters");
    }
}
