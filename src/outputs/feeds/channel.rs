//! Which feeds of updates there are. Comes in: the catalogue. Goes out: one [`Channel`] for the site, one for each component, retired
//! ones too, and one for post-mortems. A channel chooses among entries; it never changes one.

use super::feed::Feed;
use super::updates::{self, Told};
use crate::outputs::trail::Step;
use crate::public::view::Place;
use crate::public::{History, Id, Site};
use crate::render::Locale;

/// A feed of updates before it is filled.
pub struct Channel<'a> {
    /// Its identity below the site's authority.
    name: String,
    /// Its title in a list of subscriptions.
    pub title: String,
    /// The page that tells the same to people. The feed lies beside it.
    pub page: String,
    /// What it holds.
    pub choice: Choice<'a>,
}

/// What a channel holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice<'a> {
    /// Everything.
    All,
    /// What is said about incidents that affect a component, from their first word on.
    Component(&'a Id),
    /// Post-mortems and corrections.
    Postmortems,
}

/// The channels in the order of a list for readers: the site, the components as in the config, post-mortems.
pub fn channels<'a>(history: &'a History, locale: &Locale) -> Vec<Channel<'a>> {
    let channel = |name: String, title: &str, page: Place, choice| Channel {
        name,
        title: full_title(&history.site, title, locale),
        page: page.to_string(),
        choice,
    };
    let site = channel("updates".to_owned(), &locale.say("feed.updates", &[]), Place::front(), Choice::All);
    let components = history.components.iter().map(|component| {
        let title = locale.say("feed.component", &[("name", component.name.as_str())]);
        channel(format!("component/{}", component.id), &title, Place::component(&component.id), Choice::Component(&component.id))
    });
    let messages = channel("postmortems".to_owned(), &locale.say("feed.postmortems", &[]), Place::postmortems(), Choice::Postmortems);
    std::iter::once(site).chain(components).chain([messages]).collect()
}

/// A feed's title in a list of subscriptions to many sites.
pub fn full_title(site: &Site, title: &str, locale: &Locale) -> String {
    locale.say("feed.full", &[("site", site.title.as_str()), ("title", title)])
}

impl Channel<'_> {
    /// Its file, without an ending: `components/search/feed`.
    pub fn stem(&self) -> String {
        format!("{}feed", self.page.trim_start_matches('/'))
    }

    /// The channel with its entries.
    pub fn fill<'t>(&self, history: &'t History, told: &[Told<'_>], locale: &Locale) -> Feed<'t> {
        let entries = told.iter().map(|told| updates::entry(history, told, locale)).collect();
        Feed { site: &history.site, name: self.name.clone(), title: self.title.clone(), page: self.page.clone(), entries }
    }
}

impl Choice<'_> {
    /// Whether it holds a step.
    pub fn takes(self, Told { incident, step }: &Told<'_>) -> bool {
        match self {
            Self::All => true,
            Self::Component(id) => incident.affects(id),
            Self::Postmortems => matches!(step, Step::Postmortem(_) | Step::Correction(_)),
        }
    }
}
