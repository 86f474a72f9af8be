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
