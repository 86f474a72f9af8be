//! How wide a text is in the badge's font. Comes in: a text. Goes out: its width in pixels.
//! Must never: come out too small, for then the badge would cut its words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_width::UnicodeWidthChar;

/// The size of the font in pixels.
pub const SIZE: f64 = 11.0;

/// Advance widths of Verdana in thousandths of its size, from the space to the tilde.
const LATIN: [u16; 95] = [
    352, 394, 459, 818, 636, 1076, 727, 269, 454, 454, 636, 818, 364, 454, 364, 454, 636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 454,
    454, 818, 818, 818, 545, 1000, 684, 686, 698, 771, 632, 575, 775, 751, 421, 455, 693, 557, 843, 748, 787, 603, 787, 695, 684, 616, 732,
    684, 989, 685, 615, 685, 454, 454, 454, 818, 636, 636, 601, 623, 521, 623, 596, 352, 623, 633, 274, 344, 592, 274, 973, 633, 607, 623,
    623, 427, 521, 394, 633, 592, 818, 592, 592, 525, 635, 454, 635, 818,
];

/// The width of a text.
pub struct Width {
    /// In pixels, rounded up.
    pub pixels: u32,
    /// Whether every character of it is in the table: only then may a viewer be told to fit the text into it.
    pub is_exact: bool,
}

/// Measures a text: letters with marks as the letter below them, unknown scripts generously.
pub fn of(text: &str) -> Width {
    let (mut thousandths, mut is_exact) = (0_u32, true);
    for character in text.nfd().filter(|character| !is_combining_mark(*character)) {
        let known = (character as usize).checked_sub(' ' as usize).and_then(|index| LATIN.get(index));
        is_exact &= known.is_some();
        thousandths = thousandths.saturating_add(known.map_or_else(|| generous(character), |width| u32::from(*width)));
    }
    Width { pixels: pixels(thousandths), is_exact }
}

/// Thousandths for a character that is not in the table: what the widest of the usual fonts take, and a little more.
fn generous(character: char) -> u32 {
    match (character.width(), character) {
        (None | Some(0), _) => 0,
        (_, '\u{1f000}'..='\u{1faff}') => 1400,
        (Some(2..), _) => 1000,
        (_, 'Ж' | 'М' | 'Ф' | 'Ш' | 'Щ' | 'Ы' | 'Ю' | '\u{633}'..='\u{636}') => 1100,
        (_, 'ж' | 'м' | 'ф' | 'ш' | 'щ' | 'ы' | 'ю') => 950,
        (_, '\u{590}'..='\u{6ff}') => 700,
        _ if character.is_lowercase() => 700,
        _ => 850,
    }
}

fn pixels(thousandths: u32) -> u32 {
    thousandths.saturating_mul(11).div_ceil(1000)
}
