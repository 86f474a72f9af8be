//! The head of every page: what it says of the site, and of itself to programs. Comes in: the history, a place, a card.

use serde::Serialize;

use super::{Address, Card, Link, LinkedData, Place};
use crate::public::{Component, History, Logo, PublicText, Site};

/// What every page says of the site and of itself.
#[derive(Debug, Serialize)]
pub struct Head<'a> {
    title: &'a PublicText,
    description: Option<&'a PublicText>,
    language: &'a PublicText,
    url: &'a PublicText,
    base: &'a PublicText,
    support: Option<&'a PublicText>,
    logo: Option<Picture<'a>>,
    accent: Option<&'a PublicText>,
    /// Whether the script for local times is wanted.
    local_times: bool,
    canonical: Option<Address>,
    /// The language as previews name it: `en_US`.
    locale: Option<String>,
    card: Card<'a>,
    image: Preview,
    linked: Option<LinkedData>,
    /// Feeds that are narrower than those of the site.
    feeds: Option<Feeds<'a>>,
    #[serde(skip)]
    place: Place,
}

/// An image with its size in pixels.
#[derive(Debug, Serialize)]
struct Picture<'a> {
    src: &'a PublicText,
    width: u32,
    height: u32,
}

/// The picture that chat tools show beside a link.
#[derive(Debug, Serialize)]
struct Preview {
    src: Address,
    width: u32,
    height: u32,
    /// Whether it was made for previews; a logo or an icon is shown small.
    large: bool,
}

/// Where RSS, Atom and JSON Feed of a part lie, and whose they are: a component's, or without a name the post-mortems'.
#[derive(Debug, Serialize)]
struct Feeds<'a> {
    of: Option<&'a PublicText>,
    at: Link,
}

impl<'a> Head<'a> {
    pub(super) fn new(history: &'a History, place: Place) -> Self {
        let site = &history.site;
        Self {
            title: &site.title,
            description: site.description.as_ref(),
            language: &site.language,
            url: &site.url,
            base: &site.base,
            support: site.support_url.as_ref().filter(|url| is_link(url)),
            logo: site.logo.as_ref().map(|Logo { src, width, height, asset: _ }| Picture { src, width: *width, height: *height }),
            accent: site.accent.as_ref(),
            local_times: site.local_times,
            canonical: Some(Address::new(site, &place)),
            locale: locale(site.language.as_str()),
            card: Card::default(),
            image: Preview::of(site),
            linked: None,
            feeds: None,
            place,
        }
    }

    /// For pages that no search engine should list: no address of their own.
    pub(super) fn unlisted(history: &'a History, place: Place) -> Self {
        Self { canonical: None, ..Self::new(history, place) }
    }

    /// The same head with what the page is about.
    pub(super) fn card(self, (card, linked): (Card<'a>, Option<LinkedData>)) -> Self {
        Self { card, linked, ..self }
    }

    /// The same head with the feeds of a component.
    pub(super) fn feeds_of(self, history: &History, component: &'a Component) -> Self {
        let at = Link::new(&history.site, &Place::component(&component.id));
        Self { feeds: Some(Feeds { of: Some(&component.name), at }), ..self }
    }

    /// The same head with the feeds of post-mortems.
    pub(super) fn feeds_of_postmortems(self, history: &History) -> Self {
        Self { feeds: Some(Feeds { of: None, at: Link::new(&history.site, &Place::postmortems()) }), ..self }
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }
}

impl Preview {
    /// The picture of the config; else the logo, else an icon.
    fn of(site: &Site) -> Self {
        let picture = |Logo { asset, width, height, src: _ }: &Logo, large| Self {
            src: Address::of_file(site, &asset.path),
            width: *width,
            height: *height,
            large,
        };
        let own = site.preview.as_ref().map(|preview| picture(preview, true));
        own.or_else(|| site.logo.as_ref().map(|logo| picture(logo, false))).unwrap_or_else(|| Self {
            src: Address::of_icon(site, "icon-512.png"),
            width: 512,
            height: 512,
            large: false,
        })
    }
}

/// Whether an address may stand in a link: nothing that runs in the page.
fn is_link(url: &PublicText) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| url.as_str().starts_with(scheme))
}

/// A language tag with its region, as previews want it. A language without one gets that of most of its readers, or is not named.
fn locale(tag: &str) -> Option<String> {
    const REGIONS: [(&str, &str); 11] = [
        ("en", "US"),
        ("de", "DE"),
        ("fr", "FR"),
        ("es", "ES"),
        ("pt", "PT"),
        ("it", "IT"),
        ("nl", "NL"),
        ("pl", "PL"),
        ("ja", "JP"),
        ("zh", "CN"),
        ("ar", "AR"),
    ];
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    let given = parts.find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic())).map(str::to_ascii_uppercase);
    let region = given.or_else(|| REGIONS.iter().find(|(known, _)| *known == language).map(|(_, region)| (*region).to_owned()));
    region.map(|region| format!("{language}_{region}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::{Asset, SitePath, sample};

    #[test]
    fn a_language_is_named_with_its_region() {
        assert_eq!(locale("en").as_deref(), Some("en_US"));
        assert_eq!(locale("pt-BR").as_deref(), Some("pt_BR"));
        assert_eq!(locale("zh-Hans").as_deref(), Some("zh_CN"));
        assert_eq!(locale("eo"), None);
    }

    #[test]
    fn the_preview_is_the_configured_picture_else_the_logo_else_an_icon() {
        let picture = |name: &str| Logo {
            src: sample::text(&format!("/assets/{name}.png")),
            width: 1200,
            height: 630,
            asset: Asset { path: SitePath::new(format!("assets/{name}.png")).unwrap(), bytes: Vec::new().into() },
        };
        let shown = |site: &Site| {
            let Preview { src, large, .. } = Preview::of(site);
            (serde_json::to_string(&src).unwrap(), large)
        };
        let mut site = sample::site();
        assert_eq!(shown(&site), ("\"https://status.acme.example/icon-512.png\"".to_owned(), false));
        site.logo = Some(picture("logo"));
        assert_eq!(shown(&site), ("\"https://status.acme.example/assets/logo.png\"".to_owned(), false));
        site.preview = Some(picture("preview"));
        assert_eq!(shown(&site), ("\"https://status.acme.example/assets/preview.png\"".to_owned(), true));
    }
}
