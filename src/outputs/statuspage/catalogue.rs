//! The catalogue → component objects, each group in front of its components. Retired components are not in it, so that every id
//! that an incident names can be found in `components.json`.

use chrono::NaiveTime;
use sha2::{Digest, Sha256};

use super::shape::{Component, Stamp};
use crate::clock::Time;
use crate::public::{self, ComponentState, History, Index, PublicText};

/// The component objects of all documents.
pub fn catalogue<'a>(index: &Index<'a>, page_id: &str) -> Vec<Component<'a>> {
    let history = index.history;
    let current: Vec<_> = history.current_components().collect();
    let mut objects = Vec::new();
    let mut position = 0;
    for (place, component) in current.iter().enumerate() {
        let Some(group) = &component.group else {
            position += 1;
            objects.push(object(index, page_id, component, None, position));
            continue;
        };
        if current[..place].iter().any(|earlier| earlier.group.as_ref() == Some(group)) {
            continue;
        }
        position += 1;
        let members: Vec<_> = current.iter().copied().filter(|member| member.group.as_ref() == Some(group)).collect();
        let id = group_id(history, group);
        let children: Vec<_> =
            (1..).zip(&members).map(|(number, member)| object(index, page_id, member, Some(id.clone()), number)).collect();
        objects.push(group_object(history, page_id, group, id, position, &members, &children));
        objects.extend(children);
    }
    objects
}

/// A component's name where it stands alone: with its group in front.
pub fn full_name(component: &public::Component) -> String {
    match &component.group {
        Some(group) => format!("{group} - {}", component.name),
        None => component.name.to_string(),
    }
}

/// `a-z`, `0-9` and single hyphens made from any text; empty if it has none of them.
pub fn slug(text: &str) -> String {
    let words = text.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}

fn object<'a>(
    index: &Index<'_>,
    page_id: &str,
    component: &'a public::Component,
    group_id: Option<String>,
    position: usize,
) -> Component<'a> {
    let (history, incidents) = (index.history, index.of_component(&component.id));
    let oldest = incidents.iter().map(|incident| incident.started.min(incident.first_word())).min();
    let created: Time = component.since.map(|since| since.and_time(NaiveTime::MIN).and_utc()).or(oldest).unwrap_or_default();
    let touched = incidents.iter().map(|incident| incident.last_change()).max();
    Component {
        id: component.id.to_string(),
        name: &component.name,
        status: history.state(&component.id).statuspage(),
        created_at: Stamp(created),
        updated_at: Stamp(touched.unwrap_or(created).max(created)),
        position,
        description: component.description.as_ref(),
        showcase: true,
        start_date: component.since.map(|since| since.format("%Y-%m-%d").to_string()),
        group_id,
        page_id: page_id.to_owned(),
        group: false,
        only_show_if_degraded: false,
        components: None,
    }
}

fn group_object<'a>(
    history: &History,
    page_id: &str,
    name: &'a PublicText,
    id: String,
    position: usize,
    members: &[&'a public::Component],
    children: &[Component<'a>],
) -> Component<'a> {
    let epoch = Stamp(Time::default());
    let worst = members.iter().map(|member| history.state(&member.id)).max().unwrap_or(ComponentState::Operational);
    Component {
        id,
        name,
        status: worst.statuspage(),
        created_at: children.iter().map(|child| child.created_at).min().unwrap_or(epoch),
        updated_at: children.iter().map(|child| child.updated_at).max().unwrap_or(epoch),
        position,
        description: None,
        showcase: false,
        start_date: None,
        group_id: None,
        page_id: page_id.to_owned(),
        group: true,
        only_show_if_degraded: false,
        components: Some(members.iter().map(|member| &member.id).collect()),
    }
}

/// `group-` and the name's slug. Where that is empty, or another group or a component has it, a digest of the name goes behind it:
/// not a number, which would pass to another group when the config is put in another order.
fn group_id(history: &History, group: &PublicText) -> String {
    let plain = |group: &PublicText| format!("group-{}", slug(group.as_str()));
    let id = plain(group);
    let taken = id == "group-"
        || history.components.iter().any(|component| {
            component.id.as_str() == id || component.group.as_ref().is_some_and(|other| other != group && plain(other) == id)
        });
    if !taken {
        return id;
    }
    let digest: [u8; 32] = Sha256::digest(group.as_str()).into();
    let short = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
    format!("{}-{short:08x}", id.trim_end_matches('-'))
}
