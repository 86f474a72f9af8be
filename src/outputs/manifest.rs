//! `/site.webmanifest`: what a phone shows when the page is put on its start screen. Comes in: the site and the direction of its language.

use serde::Serialize;

use super::{Artifact, Job, Output};
use crate::error::Result;
use crate::public::{Index, Site};
use crate::render::Renderer;

/// The paper of the stylesheet in light: a manifest knows one colour.
const PAPER: &str = "#fbfaf6";

/// `site.webmanifest`.
pub struct Manifest;

impl Output for Manifest {
    fn name(&self) -> &'static str {
        "manifest"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        let direction = renderer.locale().say("direction", &[]);
        Ok(vec![Job::made(Artifact::new("site.webmanifest", text(&index.history.site, &direction))?)])
    }
}

#[derive(Serialize)]
struct Document<'a> {
    id: String,
    name: &'a str,
    short_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    lang: &'a str,
    dir: &'a str,
    start_url: String,
    scope: String,
    display: &'static str,
    background_color: &'static str,
    theme_color: &'static str,
    icons: Vec<Icon>,
}

#[derive(Serialize)]
struct Icon {
    src: String,
    sizes: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    purpose: &'static str,
}

fn text(site: &Site, direction: &str) -> String {
    let root = format!("{}/", site.base);
    let icon = |name: &str, sizes, kind, purpose| Icon { src: format!("{root}{name}"), sizes, kind, purpose };
    let document = Document {
        id: root.clone(),
        name: site.title.as_str(),
        short_name: site.title.as_str(),
        description: site.description.as_ref().map(crate::public::PublicText::as_str),
        lang: site.language.as_str(),
        dir: direction,
        start_url: root.clone(),
        scope: root.clone(),
        display: "browser",
        background_color: PAPER,
        theme_color: PAPER,
        icons: vec![
            icon("icon-192.png", "192x192", "image/png", "any"),
            icon("icon-512.png", "512x512", "image/png", "any"),
            // Its bars stand within the circle that every mask leaves.
            icon("icon-512.png", "512x512", "image/png", "maskable"),
        ],
    };
    // Texts and lists of texts: there is nothing here that JSON cannot say.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::sample;

    #[test]
    fn the_manifest_stays_below_the_path_of_the_site_and_names_its_direction() {
        let site = Site { base: sample::text("/status"), language: sample::text("ar"), ..sample::site() };
        let manifest: serde_json::Value = serde_json::from_str(&text(&site, "rtl")).unwrap();
        assert_eq!((&manifest["start_url"], &manifest["scope"]), (&"/status/".into(), &"/status/".into()));
        assert_eq!((&manifest["name"], &manifest["dir"], &manifest["lang"]), (&"Acme & Co status".into(), &"rtl".into(), &"ar".into()));
        let icons = manifest["icons"].as_array().unwrap();
        assert!(icons.iter().all(|icon| icon["src"].as_str().is_some_and(|src| src.starts_with("/status/icon-"))), "{icons:?}");
    }
}
