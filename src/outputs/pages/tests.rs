//! The sample history as pages, read as a visitor would.

use std::collections::BTreeMap;

use crate::outputs::{Output, pages};
use crate::public::{History, sample};
use crate::render::{Renderer, Theme};

const PAGES: &[&dyn Output] = &[
    &pages::Front,
    &pages::Incidents,
    &pages::Archive,
    &pages::Components,
    &pages::Postmortems,
    &pages::NotFound,
    &pages::Assets,
];

fn renderer() -> Renderer {
    let theme = Theme::embedded();
    Renderer::new(&theme, theme.locale("en").unwrap()).unwrap()
}

fn site(history: &History) -> BTreeMap<String, String> {
    let renderer = renderer();
    let artifacts = PAGES.iter().flat_map(|output| output.produce(history, &renderer).unwrap());
    artifacts.map(|artifact| (artifact.path.to_string(), String::from_utf8(artifact.bytes).unwrap())).collect()
}

#[test]
#[ignore = "writes pages to look at: PREVIEW=folder"]
#[expect(clippy::disallowed_methods, reason = "a person asked for the files")]
fn preview() {
    let folder = std::path::PathBuf::from(std::env::var("PREVIEW").unwrap());
    for (path, text) in site(&sample::history()) {
        let file = folder.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
}
