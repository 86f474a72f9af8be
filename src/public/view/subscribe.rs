//! Every way to follow the site, with addresses to copy. What an address is for is said by the template and its words.

use chrono::Datelike;
use serde::Serialize;

use super::{Address, Head, Link, Place};
use crate::public::{History, PublicText};

/// The page about feeds, calendar, API and badges.
#[derive(Debug, Serialize)]
pub struct SubscribePage<'a> {
    pub(super) head: Head<'a>,
    components: Vec<Followed<'a>>,
    /// The calendar, as programs want it that add it by themselves.
    webcal: Address,
    /// The newest incident's data, as an example.
    incident: Option<Address>,
    incident_href: Option<Link>,
    /// The newest year's data, as an example.
    year: Option<Address>,
    year_href: Option<Link>,
    /// Whether the site lies below its host's root, where some clients of the API do not look.
    below_root: bool,
}

/// A component that can be followed alone.
#[derive(Debug, Serialize)]
struct Followed<'a> {
    name: &'a PublicText,
    href: Link,
    address: Address,
}

impl<'a> SubscribePage<'a> {
    /// The page of a site.
    pub fn new(history: &'a History) -> Self {
        let year_of = |incident: &crate::public::Incident| Place::year_data(incident.started.year());
        let newest = history.all().find(|incident| !incident.is_upcoming(history.now));
        let followed = |component: &'a crate::public::Component| {
            let place = Place::component(&component.id);
            Followed { name: &component.name, href: Link::new(&history.site, &place), address: Address::new(&history.site, &place) }
        };
        Self {
            head: Head::new(history, Place::subscribe()),
            components: history.current_components().map(followed).collect(),
            webcal: Address::webcal(&history.site, &Place::calendar()),
            incident: newest.map(|incident| Address::new(&history.site, &Place::incident_data(&incident.id))),
            incident_href: newest.map(|incident| Link::new(&history.site, &Place::incident_data(&incident.id))),
            year: newest.map(|incident| Address::new(&history.site, &year_of(incident))),
            year_href: newest.map(|incident| Link::new(&history.site, &year_of(incident))),
            below_root: !history.site.base.as_str().is_empty(),
        }
    }
}
