//! The icons at fixed paths: `/icon-192.png`, `/apple-touch-icon.png`, `/favicon.ico` and the like. Comes in: the theme's `static/icons/`.
//! They say nothing about the state: `/favicon.svg` does, and pages name that one. Phones and feed readers ask for these by their names.

use super::{Job, Key, Output};
use crate::error::Result;
use crate::public::Index;
use crate::render::Renderer;

/// The theme's icons.
pub struct Icons;

impl Output for Icons {
    fn name(&self) -> &'static str {
        "icons"
    }

    fn jobs<'a>(&self, _: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        renderer.icons().map(|(name, bytes)| Job::at(name, Key::of([bytes]), || Ok(bytes.to_vec()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::Artifact;
    use crate::outputs::tests::made;
    use crate::public::sample;
    use crate::render::Theme;

    #[test]
    fn every_icon_lies_at_the_root_is_small_and_holds_nothing_but_pixels() {
        let theme = Theme::embedded();
        let renderer = Renderer::new(&theme, theme.locale("en").unwrap()).unwrap();
        let icons = made(&Icons, &sample::history(), &renderer).unwrap();
        let names: Vec<&str> = icons.iter().map(|icon| icon.path.as_str()).collect();
        assert_eq!(names, ["apple-touch-icon.png", "favicon.ico", "icon-192.png", "icon-512.png"]);
        for Artifact { path, bytes } in &icons {
            assert!(bytes.len() < 6000, "{path}");
            let holds = |kind: &[u8]| bytes.windows(4).any(|window| window == kind);
            assert!(holds(b"IHDR") && ![b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME"].iter().any(|kind| holds(*kind)), "{path}");
        }
    }
}
