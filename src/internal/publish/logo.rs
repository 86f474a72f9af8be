//! The pictures that the config names → cleaned assets with names made from their bytes. Metadata stays behind, as with every image.

use super::{clearance, pictures};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::folder::Folder;
use crate::public::{Asset, Logo, PublicText, SitePath};

const HELP: &str = "name a PNG, JPEG, WebP or SVG inside the site's folder, relative to allclear.toml";

/// The pictures of the site itself.
pub struct Brand {
    /// Beside its name.
    pub logo: Option<Logo>,
    /// For chat tools.
    pub preview: Option<Logo>,
}

/// The pictures that the config names.
///
/// # Errors
/// [`Error::Usage`] if one is no picture that can be published.
pub fn brand(site: &Folder, config: &Config) -> Result<Brand> {
    let one = |key, address: &Option<String>| address.as_deref().map_or(Ok(None), |address| picture(key, address, site, config));
    Ok(Brand { logo: one("logo", &config.site.logo)?, preview: one("preview", &config.site.preview)? })
}

fn picture(key: &str, address: &str, site: &Folder, config: &Config) -> Result<Option<Logo>> {
    let clean = pictures::load(site.root(), address, site).map_err(|message| {
        let (fact, step) = message.split_once("\nhelp: ").unwrap_or((&message, HELP));
        Error::usage(format!("`site.{key}` of allclear.toml is {address:?}: {fact}"), step)
    })?;
    if key == "preview" && matches!(clean.extension, "svg" | "webp") {
        return Err(Error::usage(
            format!("`site.preview` of allclear.toml is {address:?}: many chat tools do not show such a picture"),
            "save it as PNG or JPEG",
        ));
    }
    let base = config.site.url.path().trim_end_matches('/');
    let path = SitePath::new(format!("assets/{key}-{}.{}", pictures::name(&clean.bytes), clean.extension));
    Ok(path.map(|path| Logo {
        src: PublicText::clear(&clearance(), format!("{base}/{path}")),
        width: clean.width,
        height: clean.height,
        asset: Asset { path, bytes: clean.bytes.into() },
    }))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test makes the files that it reads")]
mod tests {
    use super::*;

    #[test]
    fn a_logo_that_is_no_picture_is_refused_with_a_next_step() {
        let folder = tempfile::tempdir().expect("a folder");
        for key in ["logo", "preview"] {
            let text = format!(
                "[site]\ntitle = \"A\"\nurl = \"https://status.example.com\"\n{key} = \"{key}.png\"\n[[components]]\nid = \"api\"\nname = \"API\"\n"
            );
            std::fs::write(folder.path().join("allclear.toml"), text).expect("a config");
            let config = crate::config::load(folder.path()).expect("a config");
            let refused = || brand(&folder.path().into(), &config).err().map_or_else(String::new, |error| error.to_string());
            let fact = format!("`site.{key}` of allclear.toml is \"{key}.png\": there is no such image file");
            assert!(refused().contains(&fact), "{}", refused());
            std::fs::write(folder.path().join(format!("{key}.png")), "words").expect("a file");
            assert!(refused().contains("neither PNG, JPEG, WebP nor SVG"), "{}", refused());
        }
    }
}
