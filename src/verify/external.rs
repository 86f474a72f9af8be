//! Comes in: a site. Goes out: its links to other hosts.
//! Must never: ask anybody unless [`follow`] is called.

use url::Url;

use super::address::{Place, SiteMap};
use crate::outputs::Site;
use crate::public::SitePath;

/// A link that leads away, with the first page that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalLink {
    /// Where it leads.
    pub url: Url,
    /// The first page that has it.
    pub page: SitePath,
}

/// The links from pages to other hosts, sorted and each once. `address` is the site's own.
pub fn external_links(site: &Site, address: &Url) -> Vec<ExternalLink> {
    let map = SiteMap::new(address, site.files());
    let mut links: Vec<ExternalLink> = Vec::new();
    for (path, page) in map.pages() {
        for link in page.iter().flat_map(|page| &page.links).filter(|link| link.follows) {
            if let Place::Outside(mut url) = map.resolve(path, link.target.trim())
                && matches!(url.scheme(), "http" | "https")
            {
                url.set_fragment(None);
                links.push(ExternalLink { url, page: (*path).clone() });
            }
        }
    }
    links.sort_by(|a, b| (a.url.as_str(), &a.page).cmp(&(b.url.as_str(), &b.page)));
    links.dedup_by(|later, first| later.url == first.url);
    links
}
