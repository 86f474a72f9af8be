//! Pages that only lead elsewhere: the one for unknown paths, and those at former paths.

use serde::Serialize;

use super::{Address, Head, Link, Place};
use crate::public::{History, Incident, PublicText, SitePath};

/// The page for paths that lead nowhere.
#[derive(Debug, Serialize)]
pub struct NotFoundPage<'a> {
    pub(super) head: Head<'a>,
}

impl<'a> NotFoundPage<'a> {
    /// The page of a site.
    pub fn new(history: &'a History) -> Self {
        Self { head: Head::unlisted(history, Place::not_found()) }
    }
}

/// The page at a former path of an incident.
#[derive(Debug, Serialize)]
pub struct RedirectPage<'a> {
    pub(super) head: Head<'a>,
    title: &'a PublicText,
    href: Link,
    target: Address,
}

impl<'a> RedirectPage<'a> {
    /// The page at a former path.
    pub fn new(history: &'a History, incident: &'a Incident, alias: &SitePath) -> Self {
        let place = Place::incident(incident);
        Self {
            head: Head::unlisted(history, Place::alias(alias)),
            title: &incident.title,
            href: Link::new(&history.site, &place),
            target: Address::new(&history.site, &place),
        }
    }
}
