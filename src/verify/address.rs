//! Comes in: the site's address and its files. Goes out: for any link in a file, where it leads.
//! Must never: take a link into the site for one that leads outside.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use rayon::prelude::*;
use url::Url;

use super::reading::Reading;
use crate::public::SitePath;

/// All files of a site with what was read in them.
pub(super) struct SiteMap<'a> {
    /// The site's address with a slash at the end.
    root: Url,
    pages: BTreeMap<&'a SitePath, Option<Reading>>,
}

/// Where a link leads.
pub(super) enum Place {
    /// To a file of the site, and to an id in it if it names one.
    Inside,
    /// Away.
    Outside(Url),
    /// Nowhere, and why.
    Dead(String),
}

impl<'a> SiteMap<'a> {
    /// Reads every file.
    pub(super) fn new(address: &Url, files: &'a BTreeMap<SitePath, Vec<u8>>) -> Self {
        let mut root = address.clone();
        root.set_query(None);
        root.set_fragment(None);
        if !root.path().ends_with('/') {
            root.set_path(&format!("{}/", root.path()));
        }
        let pages = files.par_iter().map(|(path, bytes)| (path, Reading::of(path, bytes))).collect();
        Self { root, pages }
    }

    /// What was read.
    pub(super) fn pages(&self) -> &BTreeMap<&'a SitePath, Option<Reading>> {
        &self.pages
    }

    /// What was read in one file, if it can hold links.
    pub(super) fn page(&self, path: &SitePath) -> Option<&Reading> {
        self.pages.get(path)?.as_ref()
    }

    /// Where a link in a file leads.
    pub(super) fn resolve(&self, page: &SitePath, target: &str) -> Place {
        let Ok(url) = self.url_of(page).join(target) else { return Place::Dead("this is no address".to_owned()) };
        let Some(below) = self.below(&url) else { return Place::Outside(url) };
        let Ok(below) = percent_decode_str(below).decode_utf8() else { return Place::Dead("its path is no text".to_owned()) };
        match self.find(&below) {
            None => Place::Dead("the site has no such file".to_owned()),
            Some(page) => check_fragment(page.as_ref(), &url),
        }
    }

    /// Whether an address is on the site's own host, inside the site or beside it.
    pub(super) fn is_own_host(&self, url: &Url) -> bool {
        let port = |url: &Url| url.port_or_known_default().filter(|port| !matches!(port, 80 | 443));
        matches!(url.scheme(), "http" | "https") && url.host() == self.root.host() && port(url) == port(&self.root)
    }

    fn url_of(&self, page: &SitePath) -> Url {
        let mut url = self.root.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(page.as_str().split('/'));
        }
        url
    }

    /// The path of an address below the site's own; `None` if it is not there.
    fn below<'b>(&self, url: &'b Url) -> Option<&'b str> {
        let root = self.root.path();
        let inside = url.path().strip_prefix(root).or_else(|| (url.path() == root.trim_end_matches('/')).then_some(""));
        inside.filter(|_| self.is_own_host(url))
    }

    fn find(&self, below: &str) -> Option<&Option<Reading>> {
        let folder = below.is_empty() || below.ends_with('/');
        // Every host leads from a folder's name without a slash to the folder.
        let names = if folder { vec![format!("{below}index.html")] } else { vec![below.to_owned(), format!("{below}/index.html")] };
        names.into_iter().filter_map(SitePath::new).find_map(|path| self.pages.get(&path))
    }
}

fn check_fragment(page: Option<&Reading>, url: &Url) -> Place {
    let Some(ids) = page.and_then(|page| page.ids.as_ref()) else { return Place::Inside };
    let name = url.fragment().map(|fragment| percent_decode_str(fragment).decode_utf8_lossy());
    match name.as_deref().map(|name| name.split(":~:").next().unwrap_or_default()) {
        None | Some("" | "top") => Place::Inside,
        Some(name) if ids.contains(name) => Place::Inside,
        Some(_) => Place::Dead("the page has no such id".to_owned()),
    }
}
