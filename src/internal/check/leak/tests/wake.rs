//! No text that a pattern matches leaves it asleep: texts are made from each pattern itself, and from pieces of everything.

use proptest::prelude::*;
use regex_syntax::hir::{Class, Hir, HirKind};

use super::config::config;
use crate::internal::check::leak::detector::{DETECTORS, Detector, asked};
use crate::internal::check::leak::permits::Permits;

/// Numbers without an order that one would notice (Knuth, The Art of Computer Programming 2, 3.3.4).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

/// A text that the pattern matches, but for what it says about borders.
fn made(hir: &Hir, dice: &mut Dice, out: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(std::str::from_utf8(&literal.0).unwrap()),
        HirKind::Class(Class::Unicode(class)) => {
            // Mostly of ASCII, as texts are.
            let plain: Vec<_> = class.ranges().iter().filter(|range| range.start().is_ascii() && !range.start().is_control()).collect();
            let ranges: Vec<_> = if plain.is_empty() || dice.below(20) == 0 { class.ranges().iter().collect() } else { plain };
            let range = ranges[dice.below(ranges.len())];
            let (start, end) = (u32::from(range.start()), u32::from(range.end()));
            let end = if range.start() < '\u{7f}' { end.min(0x7e) } else { end };
            let offset = u32::try_from(dice.below((end - start + 1) as usize)).unwrap();
            out.push(char::from_u32(start + offset).unwrap_or(range.start()));
        }
        HirKind::Class(Class::Bytes(_)) => unreachable!("patterns are of characters"),
        HirKind::Repetition(repeated) => {
            let most = repeated.max.map_or(repeated.min + 4, |max| max.min(repeated.min + 4));
            let times = repeated.min as usize + dice.below((most - repeated.min + 1) as usize);
            (0..times).for_each(|_| made(&repeated.sub, dice, out));
        }
        HirKind::Capture(group) => made(&group.sub, dice, out),
        HirKind::Concat(parts) => parts.iter().for_each(|part| made(part, dice, out)),
        HirKind::Alternation(ways) => made(&ways[dice.below(ways.len())], dice, out),
    }
}

#[test]
fn what_a_pattern_finds_wakes_it() {
    let permits = Permits::new(&config(), []);
    let (mut asleep, mut idle) = (Vec::new(), Vec::new());
    for (number, source) in DETECTORS.iter().flat_map(Detector::sources).enumerate() {
        let hir = regex_syntax::parse(&source).unwrap();
        let mut dice = Dice(number as u64);
        let mut hits = 0;
        for _ in 0..400 {
            let mut text = String::from(["", "see ", "<p>", "(", "\n", "x, "][dice.below(6)]);
            made(&hir, &mut dice, &mut text);
            text.push_str(["", " then.", "</p>", ")", "\n", ", x"][dice.below(6)]);
            let (finds, awake) = asked(&text, number, &permits);
            hits += usize::from(finds);
            if finds && !awake {
                asleep.push((source.clone(), text));
                break;
            }
        }
        if hits == 0 {
            idle.push(source);
        }
    }
    assert!(asleep.is_empty(), "{asleep:#?}");
    // A private zone, a known key and the like are not made by chance.
    assert!(idle.len() < 10, "{idle:#?}");
}

#[test]
fn nothing_is_found_asleep_in_pieces_of_samples() {
    let permits = Permits::new(&config(), []);
    let pieces: Vec<&str> = DETECTORS.iter().flat_map(|detector| detector.good.iter().chain(&detector.bad)).map(String::as_str).collect();
    let patterns = DETECTORS.iter().flat_map(Detector::sources).count();
    proptest!(ProptestConfig::with_cases(300), |(picked in proptest::collection::vec((0..pieces.len(), 0_usize..40, 0_usize..40), 1..4))| {
        let cut = |(piece, from, rest): &(usize, usize, usize)| -> String {
            let length = pieces[*piece].chars().count();
            pieces[*piece].chars().skip(*from % length.max(1)).take(length.saturating_sub(*rest % length.max(1))).collect()
        };
        let text: String = picked.iter().map(cut).collect();
        for number in 0..patterns {
            let (finds, awake) = asked(&text, number, &permits);
            prop_assert!(!finds || awake, "pattern {number}: {text:?}");
        }
    });
}
