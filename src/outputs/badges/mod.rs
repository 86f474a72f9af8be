//! Badges. Comes in: the public history. Goes out: `badge.svg` and `badge.json` of the site and of every component; the JSON is what
//! Shields.io reads from an address. A retired component keeps its badge, which says so: it stands in pages that nobody can mend.

mod svg;
#[cfg(test)]
mod tests;
mod width;

use std::path::Path;

use serde::Serialize;

use super::{Artifact, Job, Output};
use crate::error::{Error, Result};
use crate::public::{Component, ComponentState, History, Index};
use crate::render::{Locale, Renderer};

/// `badge.svg`, `badge.json`, `components/ID/badge.svg` and `components/ID/badge.json`.
pub struct Badges;

/// What a badge says.
struct Badge {
    /// Whose state it is, in a word or two.
    label: String,
    /// The state in words.
    message: String,
    /// The whole of it as a sentence, for those who cannot see it.
    title: String,
    mark: &'static Mark,
    right_to_left: bool,
}

/// How a state looks: never by colour alone.
struct Mark {
    /// Behind white text: a contrast of more than 4.5:1.
    color: &'static str,
    /// White on the colour, in a square of 16.
    shape: &'static str,
}

/// The shapes of the states, the best first, in the order of [`ComponentState`].
const MARKS: [Mark; 5] = [
    Mark { color: "#1d7044", shape: "M1 8.6 3.2 6.4 6.2 9.4 12.8 2.8 15 5 6.2 13.8z" },
    Mark { color: "#3f5ba9", shape: "M4.2 1h7.6L15.6 8l-3.8 7H4.2L.4 8zM8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6z" },
    Mark { color: "#855700", shape: "M8 1 15.5 15H.5zM7 6v5h2V6zM7 12v2h2v-2z" },
    Mark { color: "#a9450a", shape: "M8 0l8 8-8 8-8-8zM8 3.4v9.2L12.6 8z" },
    Mark { color: "#b3162b", shape: "M3.2 1 8 5.8 12.8 1 15 3.2 10.2 8 15 12.8 12.8 15 8 10.2 3.2 15 1 12.8 5.8 8 1 3.2z" },
];

const RETIRED: Mark = Mark { color: "#565f68", shape: "M2 6.5h12v3H2z" };

/// The document that Shields.io draws a badge from.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Endpoint<'a> {
    schema_version: u32,
    label: &'a str,
    message: &'a str,
    color: &'static str,
}

impl Output for Badges {
    fn name(&self) -> &'static str {
        "badges"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, renderer: &'a Renderer) -> Result<Vec<Job<'a>>> {
        let history = index.history;
        let mut artifacts = Vec::from(files("", &of_site(history, renderer.locale()))?);
        for component in &history.components {
            artifacts.extend(files(&format!("components/{}/", component.id), &of_component(history, renderer.locale(), component))?);
        }
        Ok(artifacts.into_iter().map(Job::made).collect())
    }
}

fn of_site(history: &History, locale: &Locale) -> Badge {
    let state = history.overall().state();
    badge(locale, &locale.say("badge.label", &[]), history.site.title.as_str(), &word(state), mark(state))
}

fn of_component(history: &History, locale: &Locale, component: &Component) -> Badge {
    let name = component.name.as_str();
    if history.current_components().all(|current| current.id != component.id) {
        return badge(locale, name, name, "badge.retired", &RETIRED);
    }
    let state = history.state(&component.id);
    badge(locale, name, name, &word(state), mark(state))
}

fn badge(locale: &Locale, label: &str, name: &str, word: &str, mark: &'static Mark) -> Badge {
    let message = legal(&locale.say(word, &[]));
    Badge {
        label: legal(label),
        title: legal(&locale.say("badge.title", &[("name", name), ("state", &message)])),
        message,
        mark,
        right_to_left: locale.text("direction", None) == Some("rtl"),
    }
}

/// The key of a state's word.
fn word(state: ComponentState) -> String {
    format!("state.{}", state.key())
}

fn mark(state: ComponentState) -> &'static Mark {
    let [operational, maintenance, degraded, partial, full] = &MARKS;
    match state {
        ComponentState::Operational => operational,
        ComponentState::Maintenance => maintenance,
        ComponentState::Degraded => degraded,
        ComponentState::Partial => partial,
        ComponentState::Full => full,
    }
}

/// One line of the characters that XML can hold.
fn legal(text: &str) -> String {
    let held = |character: &char| !character.is_control() && !matches!(character, '\u{fffe}' | '\u{ffff}');
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(held).collect()
}

fn files(folder: &str, badge: &Badge) -> Result<[Artifact; 2]> {
    let path = |kind: &str| format!("{folder}badge.{kind}");
    let unwritten = |kind: &str, fault: std::io::Error| Error::io("write the badge", Path::new(&path(kind)))(fault);
    let drawing = svg::draw(badge).map_err(|fault| unwritten("svg", fault))?;
    let endpoint = Endpoint { schema_version: 1, label: &badge.label, message: &badge.message, color: badge.mark.color };
    let json = serde_json::to_vec(&endpoint).map_err(|fault| unwritten("json", fault.into()))?;
    Ok([Artifact::new(path("svg"), drawing)?, Artifact::new(path("json"), json)?])
}
