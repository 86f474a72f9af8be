//! Comes in: the address that a site will be served at, and a link in one of its files. Goes out: where the link leads.
//! Must never: take a link into the site for one that leads outside.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use url::Url;

/// The address that a site will be served at.
pub(super) struct Root {
    /// With a slash at the end.
    url: Url,
    /// Scheme and host, as an address on that host begins.
    origin: String,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place<'t> {
    /// To a file of the site.
    Inside(Inside<'t>),
    /// Away.
    Away(Away),
    /// Nowhere, and why.
    Dead(&'static str),
}

/// A place in the site, if it has such a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Inside<'t> {
    /// A file's path, or a folder's with or without a slash at its end; empty for the site's own.
    pub(super) path: Cow<'t, str>,
    /// The id that the file has to have, if it has any.
    pub(super) id: Option<Cow<'t, str>>,
}

/// A place outside the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Away {
    /// On the host of the site, or not for a browser to load.
    Harmless,
    /// On another host.
    OtherHost,
}

impl Root {
    /// That of a site.
    pub(super) fn new(address: &Url) -> Self {
        let mut url = address.clone();
        url.set_query(None);
        url.set_fragment(None);
        if !url.path().ends_with('/') {
            url.set_path(&format!("{}/", url.path()));
        }
        Self { origin: url.origin().ascii_serialization(), url }
    }

    /// Where a link in a file leads.
    pub(super) fn resolve<'t>(&self, page: &'t str, target: &'t str) -> Place<'t> {
        self.plain(page, target).unwrap_or_else(|| self.parsed(page, target))
    }

    /// The address that a link in a file leads to, if that is away.
    pub(super) fn away(&self, page: &str, target: &str) -> Option<Url> {
        self.url(page, target).filter(|url| !(self.is_own_host(url) && self.below(url.path()).is_some()))
    }

    fn url(&self, page: &str, target: &str) -> Option<Url> {
        let mut url = self.url.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(page.split('/'));
        }
        url.join(target).ok()
    }

    /// The same by parsing the address, as a browser does.
    fn parsed(&self, page: &str, target: &str) -> Place<'static> {
        let Some(url) = self.url(page, target) else { return Place::Dead("this is no address") };
        let own = self.is_own_host(&url);
        let Some(below) = self.below(url.path()).filter(|_| own) else {
            return Place::Away(if own || !matches!(url.scheme(), "http" | "https") { Away::Harmless } else { Away::OtherHost });
        };
        let Ok(below) = percent_decode_str(below).decode_utf8() else { return Place::Dead("its path is no text") };
        let fragment = url.fragment().map(|fragment| percent_decode_str(fragment).decode_utf8_lossy());
        let id = fragment.as_deref().and_then(|fragment| fragment.split(":~:").next());
        Place::Inside(inside(Cow::Owned(below.into_owned()), id.map(|id| Cow::Owned(id.to_owned()))))
    }

    /// The same without parsing, for an address in which nothing has to be decoded, resolved or written in another way.
    fn plain<'t>(&self, page: &'t str, target: &'t str) -> Option<Place<'t>> {
        if !matches!(self.url.scheme(), "http" | "https") {
            return None;
        }
        let path = match target.strip_prefix(self.origin.as_str()) {
            Some(path) if path.starts_with('/') => path,
            Some(_) => return None,
            None => target,
        };
        let (path, id) = path.split_once('#').map_or((path, None), |(path, id)| (path, Some(id)));
        if !id.is_none_or(|id| id.bytes().all(is_plain)) {
            return None;
        }
        let id = id.map(Cow::Borrowed);
        if path.is_empty() && id.is_some() {
            return is_plain_path(page).then(|| Place::Inside(inside(Cow::Borrowed(page), id)));
        }
        if !path.starts_with('/') || !is_plain_path(&path[1..]) {
            return if is_other_host(target, self.url.host_str()?) { Some(Place::Away(Away::OtherHost)) } else { None };
        }
        Some(self.below(path).map_or(Place::Away(Away::Harmless), |below| Place::Inside(inside(Cow::Borrowed(below), id))))
    }

    /// Whether an address is on the site's own host, inside the site or beside it.
    fn is_own_host(&self, url: &Url) -> bool {
        let port = |url: &Url| url.port_or_known_default().filter(|port| !matches!(port, 80 | 443));
        matches!(url.scheme(), "http" | "https") && url.host() == self.url.host() && port(url) == port(&self.url)
    }

    /// The part of a path below the site's own; `None` if it is not there.
    fn below<'b>(&self, path: &'b str) -> Option<&'b str> {
        let root = self.url.path();
        path.strip_prefix(root).or_else(|| (path == root.trim_end_matches('/')).then_some(""))
    }
}

/// The names that a file may have to which a path leads. Every host leads from a folder's name without a slash to the folder.
pub(super) fn names(path: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let is_folder = path.is_empty() || path.ends_with('/');
    let file = (!is_folder).then_some(Cow::Borrowed(path));
    let slash = if is_folder { "" } else { "/" };
    file.into_iter().chain(std::iter::once_with(move || Cow::Owned(format!("{path}{slash}index.html"))))
}

/// A place below the site's address. Every page has a top.
fn inside<'t>(below: Cow<'t, str>, id: Option<Cow<'t, str>>) -> Inside<'t> {
    Inside { path: below, id: id.filter(|id| !matches!(id.as_ref(), "" | "top")) }
}

/// Bytes that mean the same in every part of an address.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

/// Whether a path, without the slash before it, is one that a parser leaves as it is.
fn is_plain_path(path: &str) -> bool {
    path.bytes().all(|byte| is_plain(byte) || byte == b'/') && !path.starts_with(['/', '.']) && !path.contains("/.")
}

/// Whether an address is on the web and on another host for certain: one with a plain name.
fn is_other_host(target: &str, own: &str) -> bool {
    let Some(rest) = target.strip_prefix("https://").or_else(|| target.strip_prefix("http://")) else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_name = |label: &str| {
        label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && label.starts_with(|first: char| first.is_ascii_lowercase())
            && !label.starts_with("xn--")
            && !label.ends_with('-')
            && label.len() < 64
    };
    host != own && host.len() < 254 && host.contains('.') && host.split('.').all(is_name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pieces of addresses, good and bad.
    const PIECES: [&str; 40] = [
        "/",
        "/",
        "#",
        "?",
        "a",
        "b-1",
        "incidents/",
        "index.html",
        ".",
        "..",
        "/.",
        "%61",
        "%2F",
        "%00",
        "é",
        " ",
        "\\",
        "top",
        ":~:text=x",
        "x_y~z",
        "https://status.example.com",
        "https://status.example.com/",
        "http://status.example.com",
        "https://STATUS.example.com",
        "//status.example.com/",
        "https://status.example.com:443/",
        "https://status.example.com:8443/",
        "https://user@status.example.com/",
        "https://",
        "https://other.example/",
        "https://1.2.3.4/",
        "https://1.2.3.999/",
        "https://xn--a.example/",
        "https://a..example/",
        "https://a.example\\@status.example.com/",
        "mailto:a@example.com",
        "webcal://status.example.com/a.ics",
        "javascript:x",
        "\n",
        "status",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]

        #[test]
        fn an_address_leads_to_the_same_place_without_being_parsed(
            pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..5),
            page in proptest::sample::select(&["index.html", "a/index.html", "a b/c.html", "feed.xml"][..]),
            site in proptest::sample::select(&["https://status.example.com", "https://status.example.com/status/", "http://status.example.com:8080/a"][..]),
        ) {
            let root = Root::new(&Url::parse(site).unwrap());
            let target = pieces.concat();
            let target = target.trim();
            if let Some(place) = root.plain(page, target) {
                prop_assert_eq!(place, root.parsed(page, target), "{:?}", target);
            }
        }
    }

    #[test]
    fn most_links_are_not_parsed() {
        let root = Root::new(&Url::parse("https://status.example.com").unwrap());
        for target in
            ["/", "/feed.xml", "#postmortem", "/incidents/a-1/#update-1", "https://status.example.com/api/x.json", "https://schema.org/"]
        {
            assert!(root.plain("index.html", target).is_some(), "{target}");
        }
    }
}
