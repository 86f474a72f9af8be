//! Images that a public text shows → cleaned assets. A file outside the site's folder, or of another kind, is a finding; so is what the
//! words of a drawing give away: they are as public as the text around it.
//! The output name comes from the incident's id and the image's bytes, never from the source.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::{Press, image, rules};
use crate::diagnostic::Finding;
use crate::folder::{Folder, Kind};
use crate::internal::read::draft::Draft;
use crate::internal::read::prose::dialect;
use crate::public::{Asset, SitePath};
use crate::render::markdown::{self, Image};

/// The images of one document, by the address that the author wrote.
#[derive(Default)]
pub struct Pictures {
    found: BTreeMap<String, Image>,
    assets: BTreeMap<SitePath, Asset>,
}

impl Pictures {
    /// Reads and cleans the images of a public text.
    pub fn gather(&mut self, draft: &Draft, text: &str, content: &Range<usize>, press: &Press<'_>, findings: &mut Vec<Finding>) {
        let Press { site, base, gates, .. } = *press;
        let images = markdown::images(&text[content.clone()], dialect());
        if images.is_empty() {
            return;
        }
        let path = site.join(&draft.path);
        let folder = path.parent().unwrap_or(site.root());
        for (range, address) in images {
            let span = content.start + range.start..content.start + range.end;
            if text[span.clone()].starts_with("![]") {
                findings.push(rules::ALT.found(draft.source, span.clone(), "this image has no words"));
            }
            if self.found.contains_key(&address) {
                continue;
            }
            match load(folder, &address, site) {
                Ok(clean) => {
                    // At a point, not over the reference: nothing in it is a leak.
                    findings.extend(gates.words_of_picture(draft, &clean.words, span.start));
                    self.add(&draft.id.value, address, clean, base);
                }
                Err(message) => {
                    // Faults of the image itself bring a next step of their own.
                    let (fact, step) = message.split_once("\nhelp: ").unwrap_or((&message, rules::IMAGE.help));
                    findings.push(rules::IMAGE.found(draft.source, span, fact).help(step));
                }
            }
        }
    }

    fn add(&mut self, id: &str, address: String, clean: image::Clean, base: &str) {
        let Some(path) = SitePath::new(format!("assets/{id}/{}.{}", name(&clean.bytes), clean.extension)) else { return };
        self.found.insert(address, Image { src: format!("{base}/{path}"), width: clean.width, height: clean.height });
        self.assets.insert(path.clone(), Asset { path, bytes: clean.bytes.into() });
    }

    /// The image of an address.
    pub fn image(&self, address: &str) -> Option<Image> {
        self.found.get(address).cloned()
    }

    /// The files, sorted by path.
    pub fn assets(self) -> Vec<Asset> {
        self.assets.into_values().collect()
    }
}

/// The name of an image: it changes exactly when its bytes do.
pub fn name(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// Larger images are refused, in bytes.
const LARGEST: u64 = 16 << 20;

/// Reads and cleans the image that `address` names from `folder`.
pub fn load(folder: &Path, address: &str, site: &Folder) -> Result<image::Clean, String> {
    image::clean(&read(folder, address, site)?).map_err(|fault| fault.to_string())
}

/// The bytes of the file that `address` names from `folder`, as they are.
pub fn read(folder: &Path, address: &str, site: &Folder) -> Result<Vec<u8>, String> {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    if address.contains("://") || address.starts_with("//") || address.starts_with("data:") {
        return Err("this image lies on another host: a reader's browser would ask that host, and the page depends on it".to_owned());
    }
    let decoded = percent_encoding::percent_decode_str(address).decode_utf8().map_err(|_| "this image has no readable name".to_owned())?;
    if decoded.contains('\0') || Path::new(decoded.as_ref()).is_absolute() {
        return Err("this image is not named relative to its document".to_owned());
    }
    let path = inside(folder, decoded.as_ref(), site)?;
    let (kind, size) = site.metadata(&path).map_err(|_| "this image cannot be read".to_owned())?;
    if kind != Kind::File {
        return Err("this image is no file".to_owned());
    }
    if size > LARGEST {
        return Err("this image is larger than 16 MB".to_owned());
    }
    let bytes = site.read_inside(&path).map_err(|_| "this image cannot be read".to_owned())?;
    if site.is_revision() && bytes.starts_with(LFS_POINTER) {
        return Err(format!("this image is kept in Git LFS: the commit holds a pointer to it, not its bytes\nhelp: {LFS_HELP}"));
    }
    Ok(bytes)
}

/// What a file begins with that stands for one in Git LFS.
const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";
const LFS_HELP: &str = "check the commit out into a folder, where `git lfs pull` brings the bytes, and name that folder instead of the commit; \
                        or keep the site's images in git itself";

/// The file of a relative address, if it lies inside the site's folder and not in a hidden one; links are followed first.
fn inside(folder: &Path, relative: &str, site: &Folder) -> Result<PathBuf, String> {
    let root = site.canonicalize(site.root()).map_err(|_| "the site's folder cannot be read".to_owned())?;
    let path = site.canonicalize(&folder.join(relative)).map_err(|_| "there is no such image file".to_owned())?;
    let below = path.strip_prefix(&root).map_err(|_| "this image lies outside the site's folder".to_owned())?;
    if below.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.')) {
        return Err("this image lies in a hidden folder".to_owned());
    }
    Ok(path)
}
