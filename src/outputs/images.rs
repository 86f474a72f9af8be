//! The images of public texts, and those of the site itself. Comes in: what publish has cleaned and named. Goes out: the same bytes at the same path.

use std::collections::BTreeMap;

use super::{Job, Output};
use crate::error::Result;
use crate::public::{Asset, History, Index};
use crate::render::Renderer;

/// Every image of every incident, the logo, and the picture for previews.
pub struct Images;

impl Output for Images {
    fn name(&self) -> &'static str {
        "images"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, _: &'a Renderer) -> Result<Vec<Job<'a>>> {
        Ok(files(index.history))
    }
}

/// An image shown twice is one file. Two images with one name stay two, and [`Site`](super::Site) refuses them.
fn files(history: &History) -> Vec<Job<'_>> {
    let brand = history.site.logo.iter().chain(&history.site.preview).map(|picture| &picture.asset);
    let all = history.all().flat_map(|incident| &incident.assets).chain(brand);
    let unique: BTreeMap<_, _> = all.map(|Asset { path, bytes }| ((path, bytes.key()), bytes)).collect();
    unique.into_iter().map(|((path, key), bytes)| Job::new(path.clone(), key, || Ok(bytes.to_vec()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::{SitePath, sample};

    fn image(path: &str, bytes: &[u8]) -> Asset {
        Asset { path: SitePath::new(path).expect("a path"), bytes: bytes.to_vec().into() }
    }

    #[test]
    fn an_image_lands_at_its_path_unchanged_and_once() {
        let mut history = sample::history();
        history.incidents[0].assets = vec![image("incidents/a/2.png", b"\x89PNG two"), image("incidents/a/1.png", b"\x89PNG one")];
        history.incidents[1].assets = vec![image("incidents/a/1.png", b"\x89PNG one")];
        let files: Vec<_> = files(&history).into_iter().map(|file| (file.path.to_string(), file.make().expect("bytes"))).collect();
        assert_eq!(
            files,
            [("incidents/a/1.png".to_owned(), b"\x89PNG one".to_vec()), ("incidents/a/2.png".to_owned(), b"\x89PNG two".to_vec())]
        );
    }

    #[test]
    fn two_images_that_claim_one_name_are_not_silently_one() {
        let mut history = sample::history();
        history.incidents[0].assets = vec![image("incidents/a/1.png", b"one"), image("incidents/a/1.png", b"other")];
        assert_eq!(files(&history).len(), 2);
    }

    #[test]
    fn no_images_make_no_files() {
        assert!(files(&sample::history()).is_empty());
    }
}
