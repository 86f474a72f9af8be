//! What a page is about, for previews and search engines. Comes in: what the page shows. Goes out: a card, and the same as linked data.

use serde::Serialize;

use super::{Key, LinkedData, Moment, linked};
use crate::public::{Component, History, Incident, PublicText};

/// What a page is about.
#[derive(Debug, Serialize)]
pub struct Card<'a> {
    /// `website` or `article`.
    kind: Key,
    /// Its title without that of the site; the page's own title without one.
    title: Option<&'a PublicText>,
    published: Option<Moment>,
    modified: Option<Moment>,
}

impl Default for Card<'_> {
    fn default() -> Self {
        Self { kind: Key::new("website"), title: None, published: None, modified: None }
    }
}

impl<'a> Card<'a> {
    /// That of the front page.
    pub(super) fn front(history: &'a History) -> (Self, Option<LinkedData>) {
        (Self { title: Some(&history.site.title), ..Self::default() }, linked::front(&history.site))
    }

    /// That of an incident or a maintenance window.
    pub(super) fn incident(history: &'a History, incident: &'a Incident) -> (Self, Option<LinkedData>) {
        let card = Self {
            kind: Key::new("article"),
            title: Some(&incident.title),
            published: Some(incident.first_word().into()),
            modified: Some(incident.last_change().into()),
        };
        (card, linked::incident(&history.site, incident))
    }

    /// That of a component.
    pub(super) fn component(history: &'a History, component: &'a Component) -> (Self, Option<LinkedData>) {
        (Self { title: Some(&component.name), ..Self::default() }, linked::component(&history.site, component))
    }
}
