//! The picture that the config names → a cleaned asset with a name made from its bytes. Metadata stays behind, as with every image.

use std::path::Path;

use super::{clearance, pictures};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::public::{Asset, Logo, PublicText, SitePath};

const HELP: &str = "name a PNG or JPEG inside the site's folder, relative to allclear.toml";

/// The logo of the site, if the config names one.
///
/// # Errors
/// [`Error::Usage`] if it is no picture that can be published.
pub fn logo(site: &Path, config: &Config) -> Result<Option<Logo>> {
    let Some(address) = &config.site.logo else { return Ok(None) };
    let clean = pictures::load(site, address, site).map_err(|message| {
        let (fact, step) = message.split_once("\nhelp: ").unwrap_or((&message, HELP));
        Error::usage(format!("`site.logo` of allclear.toml: {fact}"), step)
    })?;
    let base = config.site.url.path().trim_end_matches('/');
    let path = SitePath::new(format!("assets/logo-{}.{}", pictures::name(&clean.bytes), clean.extension));
    Ok(path.map(|path| Logo {
        src: PublicText::clear(&clearance(), format!("{base}/{path}")),
        width: clean.width,
        height: clean.height,
        asset: Asset { path, bytes: clean.bytes },
    }))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test makes the files that it reads")]
mod tests {
    use super::*;

    #[test]
    fn a_logo_that_is_no_picture_is_refused_with_a_next_step() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "[site]\ntitle = \"A\"\nurl = \"https://status.example.com\"\nlogo = \"logo.png\"\n[[components]]\nid = \"api\"\nname = \"API\"\n";
        std::fs::write(folder.path().join("allclear.toml"), text).expect("a config");
        let config = crate::config::load(folder.path()).expect("a config");
        let refused = |word: &str| logo(folder.path(), &config).err().is_some_and(|error| error.to_string().contains(word));
        assert!(refused("there is no such image file"));
        std::fs::write(folder.path().join("logo.png"), "words").expect("a file");
        assert!(refused("neither PNG nor JPEG"));
    }
}
