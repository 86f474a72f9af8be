//! JSON-LD in the vocabulary of schema.org. Comes in: what the page shows. Goes out: [`LinkedData`], which stands in a page as it is.
//! Must never: let a text end the script element that it stands in.

use serde::Serialize;

use super::Place;
use crate::clock::{Time, written};
use crate::public::{Component, Incident, Kind, PublicText, Site, Window};

/// The vocabulary. With its slash: without one, what follows would look like a name and a host to a scan for addresses.
const CONTEXT: &str = "https://schema.org/";

/// What a separator of lines or paragraphs begins with in UTF-8, and some other characters too.
const FIRST_OF_SEPARATORS: u8 = 0xE2;

/// JSON that may stand in a script element: no character of markup is in it. Made in this file only, from the types below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct LinkedData(String);

impl LinkedData {
    fn of(graph: &[Thing<'_>]) -> Option<Self> {
        let json = serde_json::to_string(&Document { context: CONTEXT, graph }).ok()?;
        // Most have no mark at all.
        if !json.bytes().any(|byte| matches!(byte, b'<' | b'>' | b'&' | FIRST_OF_SEPARATORS)) {
            return Some(Self(json));
        }
        // Outside of texts JSON has none of these; within them the escape means the same.
        let escaped = |json: String, character: char| json.replace(character, &format!("\\u{:04x}", u32::from(character)));
        Some(Self(['<', '>', '&', '\u{2028}', '\u{2029}'].into_iter().fold(json, escaped)))
    }

    /// The JSON.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The site itself.
pub(super) fn front(site: &Site) -> Option<LinkedData> {
    let website = Thing::WebSite {
        name: &site.title,
        url: address(site, &Place::front()),
        description: site.description.as_ref(),
        in_language: &site.language,
        publisher: publisher(site),
    };
    LinkedData::of(&[website])
}

/// An incident with its trail, a finished post-mortem, or a maintenance window; and the way to it.
pub(super) fn incident(site: &Site, incident: &Incident) -> Option<LinkedData> {
    let place = Place::incident(incident);
    let url = address(site, &place);
    let thing = match (incident.kind, &incident.postmortem, incident.window) {
        (Kind::Maintenance, _, Some(window)) => event(site, incident, window, url),
        (_, Some(message), _) => Thing::TechArticle {
            headline: &incident.title,
            description: incident.summary.as_ref(),
            main_entity_of_page: url.clone(),
            url,
            date_published: moment(message.published),
            date_modified: moment(incident.last_change()),
            in_language: &site.language,
            author: publisher(site),
            publisher: publisher(site),
        },
        (_, None, _) => trail(site, incident, url),
    };
    LinkedData::of(&[thing, way(site, &incident.title, &place)])
}

/// The way to a component.
pub(super) fn component(site: &Site, component: &Component) -> Option<LinkedData> {
    LinkedData::of(&[way(site, &component.name, &Place::component(&component.id))])
}

fn trail<'a>(site: &'a Site, incident: &'a Incident, url: String) -> Thing<'a> {
    let said = incident.updates.iter().rev().map(|update| Thing::BlogPosting {
        url: format!("{url}#update-{}", update.id),
        date_published: moment(update.at),
        article_body: &update.body.text,
    });
    Thing::LiveBlogPosting {
        headline: &incident.title,
        description: incident.summary.as_ref(),
        live_blog_update: said.collect(),
        url,
        date_published: moment(incident.first_word()),
        date_modified: moment(incident.last_change()),
        coverage_start_time: moment(incident.started),
        coverage_end_time: incident.resolved.map(moment),
        in_language: &site.language,
        author: publisher(site),
        publisher: publisher(site),
    }
}

fn event<'a>(site: &'a Site, incident: &'a Incident, window: Window, url: String) -> Thing<'a> {
    Thing::Event {
        name: &incident.title,
        description: incident.summary.as_ref().or_else(|| incident.updates.first().map(|update| &update.body.text)),
        start_date: moment(window.scheduled_for),
        end_date: moment(window.scheduled_until),
        event_status: "https://schema.org/EventScheduled",
        event_attendance_mode: "https://schema.org/OnlineEventAttendanceMode",
        location: Box::new(Thing::VirtualLocation { url: url.clone() }),
        url,
        organizer: publisher(site),
    }
}

fn publisher(site: &Site) -> Box<Thing<'_>> {
    let logo = site.logo.as_ref().map(|logo| format!("{}/{}", site.url, logo.asset.path));
    Box::new(Thing::Organization { name: &site.title, url: address(site, &Place::front()), logo })
}

fn way<'a>(site: &'a Site, name: &'a PublicText, place: &Place) -> Thing<'a> {
    let step = |position, name, place: &Place| Thing::ListItem { position, name, item: address(site, place) };
    Thing::BreadcrumbList { item_list_element: vec![step(1, &site.title, &Place::front()), step(2, name, place)] }
}

fn address(site: &Site, place: &Place) -> String {
    format!("{}{place}", site.url)
}

fn moment(time: Time) -> String {
    written(time)
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: &'a [Thing<'a>],
}

/// Types and properties of schema.org, as far as pages say them.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all_fields = "camelCase")]
enum Thing<'a> {
    WebSite {
        name: &'a PublicText,
        url: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<&'a PublicText>,
        in_language: &'a PublicText,
        publisher: Box<Thing<'a>>,
    },
    Organization {
        name: &'a PublicText,
        url: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        logo: Option<String>,
    },
    TechArticle {
        headline: &'a PublicText,
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<&'a PublicText>,
        url: String,
        main_entity_of_page: String,
        date_published: String,
        date_modified: String,
        in_language: &'a PublicText,
        author: Box<Thing<'a>>,
        publisher: Box<Thing<'a>>,
    },
    LiveBlogPosting {
        headline: &'a PublicText,
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<&'a PublicText>,
        url: String,
        date_published: String,
        date_modified: String,
        coverage_start_time: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        coverage_end_time: Option<String>,
        in_language: &'a PublicText,
        author: Box<Thing<'a>>,
        publisher: Box<Thing<'a>>,
        live_blog_update: Vec<Thing<'a>>,
    },
    BlogPosting {
        url: String,
        date_published: String,
        article_body: &'a PublicText,
    },
    Event {
        name: &'a PublicText,
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<&'a PublicText>,
        url: String,
        start_date: String,
        end_date: String,
        event_status: &'static str,
        event_attendance_mode: &'static str,
        location: Box<Thing<'a>>,
        organizer: Box<Thing<'a>>,
    },
    VirtualLocation {
        url: String,
    },
    BreadcrumbList {
        item_list_element: Vec<Thing<'a>>,
    },
    ListItem {
        position: u32,
        name: &'a PublicText,
        item: String,
    },
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::public::{History, sample};

    fn read(data: Option<LinkedData>) -> Vec<Value> {
        let document: Value = serde_json::from_str(data.unwrap().as_str()).unwrap();
        assert_eq!(document["@context"], CONTEXT);
        document["@graph"].as_array().unwrap().clone()
    }

    fn found<'a>(history: &'a History, id: &str) -> &'a Incident {
        history.all().find(|incident| incident.id.as_str() == id).unwrap()
    }

    #[test]
    fn a_title_cannot_leave_the_script_and_still_says_the_same() {
        let history = sample::history();
        let hostile = "</script><script>alert(1)</script><!-- &amp; \u{2028} \" \\";
        let mut incident = found(&history, "2026-03-14-slow-search").clone();
        incident.title = sample::text(hostile);
        let data = super::incident(&history.site, &incident);
        assert!(!data.as_ref().unwrap().as_str().contains(['<', '>', '&', '\u{2028}']), "{data:?}");
        assert_eq!(read(data)[0]["headline"], hostile);
    }

    #[test]
    fn an_incident_is_a_live_blog_until_it_has_a_post_mortem() {
        let history = sample::history();
        let open = read(super::incident(&history.site, found(&history, "2026-03-20-invoices-late")));
        assert_eq!((&open[0]["@type"], &open[0]["coverageEndTime"]), (&"LiveBlogPosting".into(), &Value::Null));
        assert_eq!(
            open[0]["liveBlogUpdate"][0]["url"],
            "https://status.acme.example/incidents/2026-03-20-invoices-late/#update-20260320t1050z"
        );
        let told = read(super::incident(&history.site, found(&history, "2026-03-14-slow-search")));
        assert_eq!((&told[0]["@type"], &told[0]["datePublished"]), (&"TechArticle".into(), &"2026-03-18T16:00:00Z".into()));
        assert_eq!(told[0]["dateModified"], "2026-03-19T09:00:00Z");
        assert_eq!(told[1]["itemListElement"][1]["item"], "https://status.acme.example/incidents/2026-03-14-slow-search/");
    }

    #[test]
    fn maintenance_is_an_event_in_its_window() {
        let history = sample::history();
        let event = read(super::incident(&history.site, found(&history, "2026-03-25-database-upgrade")));
        assert_eq!(event[0]["@type"], "Event");
        assert_eq!((&event[0]["startDate"], &event[0]["endDate"]), (&"2026-03-25T22:00:00Z".into(), &"2026-03-26T00:00:00Z".into()));
        assert_eq!(event[0]["location"]["@type"], "VirtualLocation");
    }

    #[test]
    fn the_front_page_names_the_site_and_who_publishes_it() {
        let site = read(front(&sample::site()));
        assert_eq!((&site[0]["@type"], &site[0]["name"]), (&"WebSite".into(), &"Acme & Co status".into()));
        assert_eq!(site[0]["publisher"]["@type"], "Organization");
    }
}
