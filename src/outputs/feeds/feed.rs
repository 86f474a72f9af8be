//! A feed before it has a format. `rss`, `atom` and `json` write the same [`Feed`], so that a reader gets the same entries from each.
//! Nothing here knows the time: a feed is as old as its newest entry.

use crate::clock::Time;
use crate::public::Site;

/// A feed.
pub struct Feed<'a> {
    /// The site it belongs to.
    pub site: &'a Site,
    /// Its identity below the site's authority: `updates`.
    pub name: String,
    /// Its title in a list of subscriptions.
    pub title: String,
    /// The page that tells the same to people: a path from the site's root, `/`.
    pub page: String,
    /// Its entries, in the order in which readers get them.
    pub entries: Vec<Entry>,
}

/// One entry of a feed.
pub struct Entry {
    /// Its identity, for ever.
    pub id: String,
    /// Where to read it. Distinct for every entry of the update feeds, because some chat bots tell entries apart by it.
    pub link: String,
    /// Plain text.
    pub title: String,
    /// When its first word became public.
    pub published: Time,
    /// When its newest word became public.
    pub updated: Time,
    /// One paragraph of plain text, where the whole is longer than a chat window wants.
    pub summary: Option<String>,
    /// The whole, with absolute links.
    pub html: String,
    /// Component names and impacts; none of them blank.
    pub categories: Vec<String>,
}

impl Feed<'_> {
    /// The feed's identity.
    pub fn id(&self) -> String {
        tag(self.site, &self.name)
    }

    /// The address of its page.
    pub fn home(&self) -> String {
        format!("{}{}", self.site.url, self.page)
    }

    /// When its newest word became public; the epoch for an empty feed.
    pub fn updated(&self) -> Time {
        self.entries.iter().map(|entry| entry.updated).max().unwrap_or_default()
    }
}

/// An identity that outlives titles, addresses and builds (RFC 4151).
pub fn tag(site: &Site, name: &str) -> String {
    format!("tag:{}:{name}", site.feed_authority)
}
