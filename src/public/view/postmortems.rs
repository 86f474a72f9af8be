//! Every published post-mortem, the newest first.

use std::cmp::Reverse;

use serde::Serialize;

use super::{Head, Item, Link, Moment, Place};
use crate::public::{History, PublicText};

/// The list of post-mortems.
#[derive(Debug, Serialize)]
pub struct PostmortemsPage<'a> {
    pub(super) head: Head<'a>,
    entries: Vec<Entry<'a>>,
}

/// One post-mortem.
#[derive(Debug, Serialize)]
struct Entry<'a> {
    href: Link,
    title: &'a PublicText,
    published: Moment,
    incident: Item<'a>,
}

impl<'a> PostmortemsPage<'a> {
    /// All that were published.
    pub fn new(history: &'a History) -> Self {
        let mut told: Vec<_> =
            history.incidents.iter().filter_map(|incident| Some((incident, incident.postmortem.as_ref()?.published))).collect();
        told.sort_by_key(|(incident, published)| (Reverse(*published), &incident.id));
        let entry = |(incident, published)| Entry {
            href: Link::new(&history.site, &Place::postmortem(incident)),
            title: &incident.title,
            published: Moment::from(published),
            incident: Item::new(history, incident),
        };
        Self {
            head: Head::new(history, Place::postmortems()).feeds_of_postmortems(history),
            entries: told.into_iter().map(entry).collect(),
        }
    }
}
