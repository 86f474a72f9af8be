//! The objects of the Statuspage API v2, field by field and in its order. Serialize only.
//! No field of our own: some clients build objects with exactly these fields and fail on any other.

use chrono::SecondsFormat;
use serde::{Serialize, Serializer};

use crate::clock::Time;
use crate::public::{Id, PublicText};

/// One of the eight documents: the page, and the parts that it has.
#[derive(Serialize)]
pub struct Document<'a> {
    pub page: &'a Page<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub components: Option<&'a [Component<'a>]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incidents: Option<Vec<&'a Incident<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheduled_maintenances: Option<Vec<&'a Maintenance<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

#[derive(Serialize)]
pub struct Page<'a> {
    pub id: String,
    pub name: &'a PublicText,
    pub url: &'a PublicText,
    pub time_zone: &'a PublicText,
    pub updated_at: Stamp,
}

#[derive(Serialize, Clone, Copy)]
pub struct Status {
    pub indicator: &'static str,
    pub description: &'static str,
}

/// A component, or a group of them: only groups have `components`.
#[derive(Serialize, Clone)]
pub struct Component<'a> {
    pub id: String,
    pub name: &'a PublicText,
    pub status: &'static str,
    pub created_at: Stamp,
    pub updated_at: Stamp,
    pub position: usize,
    pub description: Option<&'a PublicText>,
    pub showcase: bool,
    pub start_date: Option<String>,
    pub group_id: Option<String>,
    pub page_id: String,
    pub group: bool,
    pub only_show_if_degraded: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub components: Option<Vec<&'a Id>>,
}

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are the API's")]
pub struct Incident<'a> {
    pub id: &'a Id,
    pub name: &'a PublicText,
    pub status: &'static str,
    pub created_at: Stamp,
    pub updated_at: Stamp,
    pub monitoring_at: Option<Stamp>,
    pub resolved_at: Option<Stamp>,
    pub impact: &'static str,
    pub shortlink: String,
    pub started_at: Stamp,
    pub page_id: String,
    pub incident_updates: Vec<IncidentUpdate<'a>>,
    pub components: Vec<&'a Component<'a>>,
}

#[derive(Serialize)]
pub struct Maintenance<'a> {
    #[serde(flatten)]
    pub incident: Incident<'a>,
    pub scheduled_for: Stamp,
    pub scheduled_until: Stamp,
}

#[derive(Serialize)]
pub struct IncidentUpdate<'a> {
    pub id: String,
    pub status: &'static str,
    pub body: String,
    pub incident_id: &'a Id,
    pub created_at: Stamp,
    pub updated_at: Stamp,
    pub display_at: Stamp,
    pub affected_components: Option<Vec<AffectedComponent<'a>>>,
    pub deliver_notifications: bool,
    pub custom_tweet: Option<String>,
    pub tweet_id: Option<String>,
}

#[derive(Serialize)]
pub struct AffectedComponent<'a> {
    pub code: &'a Id,
    pub name: String,
    pub old_status: &'static str,
    pub new_status: &'static str,
}

/// A moment with milliseconds and `Z`: `2026-03-04T09:12:44.000Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp(pub Time);

impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}
