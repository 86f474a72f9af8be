//! The brand's colour → rules of the stylesheet, darkened or lightened until text in it can be read on our paper.

/// The paper of the stylesheet in light and in dark: a test there keeps them equal.
const PAPERS: [Colour; 2] = [Colour([0xfb, 0xfa, 0xf6]), Colour([0x13, 0x17, 0x1b])];
/// The least contrast of text, WCAG 2.2 AA, with something to spare for tinted paper.
const LEAST: f64 = 5.0;

/// How a colour of the brand does as text on one paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Shade {
    /// Its contrast as it was given, 1 to 21.
    pub contrast: f64,
    /// What stands in the stylesheet, `#rrggbb`: the colour itself if it can be read.
    pub used: String,
    /// Whether that is another colour.
    pub changed: bool,
}

/// The least contrast that is left as it is.
pub const LEAST_CONTRAST: f64 = LEAST;

/// A colour of the brand on our paper in light and in dark; none for what is no `#rrggbb`.
pub fn shades(accent: &str) -> Option<[Shade; 2]> {
    let accent = Colour::parse(accent)?;
    Some([(PAPERS[0], 0), (PAPERS[1], 255)].map(|(paper, pole)| {
        let used = accent.legible_on(paper, pole);
        Shade { contrast: accent.contrast(paper), used: used.to_string(), changed: used != accent }
    }))
}

/// The rules that set `--accent`, or none for what is no `#rrggbb`.
pub(super) fn rules(accent: &str) -> Option<String> {
    let [light, dark] = shades(accent)?.map(|shade| shade.used);
    Some(format!(
        ":root{{--accent:{light}}}@media(prefers-color-scheme:dark){{:root{{--accent:{dark}}}}}@media print{{:root{{--accent:{light}}}}}\n"
    ))
}

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour([u8; 3]);

impl Colour {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        let channel = |at: usize| digits.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        Some(Self([channel(0)?, channel(2)?, channel(4)?]))
    }

    /// The nearest mix with black (0) or white (255) that can be read on a paper.
    fn legible_on(self, paper: Self, pole: u8) -> Self {
        (0..=20).map(|step| self.mixed(pole, step)).find(|colour| colour.contrast(paper) >= LEAST).unwrap_or(Self([pole; 3]))
    }

    /// This colour with `step` twentieths of a pole.
    fn mixed(self, pole: u8, step: u16) -> Self {
        Self(self.0.map(|channel| u8::try_from((u16::from(channel) * (20 - step) + u16::from(pole) * step) / 20).unwrap_or(pole)))
    }

    /// The contrast ratio of WCAG 2: 1 to 21.
    pub(super) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let part = f64::from(channel) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is() {
        assert!(rules("#1f5f8b").unwrap().starts_with(":root{--accent:#1f5f8b}"));
    }

    #[test]
    fn yellow_on_white_and_navy_on_black_become_legible() {
        for accent in ["#ffff00", "#000080", "#808080", "#000000", "#ffffff"] {
            let accent = Colour::parse(accent).unwrap();
            assert!(accent.legible_on(PAPERS[0], 0).contrast(PAPERS[0]) >= LEAST);
            assert!(accent.legible_on(PAPERS[1], 255).contrast(PAPERS[1]) >= LEAST);
        }
    }

    #[test]
    fn nothing_but_a_colour_reaches_the_stylesheet() {
        for text in ["red", "#12345", "#12345g", "#fff}body{x:y", "#ééé"] {
            assert_eq!(rules(text), None, "{text}");
        }
    }

    #[test]
    fn the_ends_of_the_scale_are_those_of_wcag() {
        let [black, white] = [Colour([0; 3]), Colour([255; 3])];
        assert!((black.contrast(white) - 21.0).abs() < 0.001);
    }
}
