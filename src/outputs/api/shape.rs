//! The documents of our own API, field by field. Serialize only; the published JSON Schemas are made from these types and their
//! comments, so every comment here is public. A field is never absent: what there is none of is `null` or an empty list.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::clock::{Time, written};
use crate::public::{Id, Impact, Kind, Phase, PublicText};

/// The version of the format. It grows when a field leaves or changes its meaning; a new field does not change it.
pub const VERSION: u32 = 1;

/// An incident or a maintenance window, with everything about it that is public.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Incident")]
pub struct OneIncident<'a> {
    /// The version of the format.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    #[serde(flatten)]
    pub incident: Incident<'a>,
}

/// Every incident and maintenance window that began, or will begin, in one year by UTC. The newest start first; a long year goes on
/// in further documents, and none is left out.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "History of a year")]
pub struct OneYear<'a> {
    /// The version of the format.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    /// The year.
    pub year: i32,
    /// Its incidents and maintenance windows.
    pub incidents: Vec<Listed<'a>>,
    /// The address of the document with older ones of the same year; null in the last.
    #[schemars(extend("format" = "uri"))]
    pub next: Option<String>,
}

/// What a list says of an incident or a maintenance window. Its own document says everything.
#[derive(Serialize, JsonSchema)]
pub struct Listed<'a> {
    /// Its name in every address. Never changes.
    #[schemars(with = "String", pattern("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"), length(max = 100))]
    pub id: &'a Id,
    /// Incident or maintenance.
    pub kind: Kind,
    /// What customers notice. Does not change when it ends.
    #[schemars(with = "String")]
    pub title: &'a PublicText,
    /// The worst it was, for any component or as a whole.
    pub impact: Impact,
    /// The phase it is in.
    pub phase: Phase,
    /// When it began; of maintenance, the planned start.
    pub started: Moment,
    /// When it ended; null exactly while it has not.
    pub resolved: Option<Moment>,
    /// When the newest word about it became public.
    pub changed: Moment,
    /// The address of its page.
    #[schemars(extend("format" = "uri"))]
    pub url: String,
    /// The address of its own document.
    #[schemars(extend("format" = "uri"))]
    pub json_url: String,
}

/// The years that have a document of their own, the newest first.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Years of the history")]
pub struct Years {
    /// The version of the format.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    /// The years.
    pub years: Vec<YearLink>,
}

/// A year and where its document is.
#[derive(Serialize, JsonSchema)]
pub struct YearLink {
    /// The year.
    pub year: i32,
    /// How many incidents and maintenance windows it has.
    pub incidents: usize,
    /// The address of its first document.
    #[schemars(extend("format" = "uri"))]
    pub url: String,
}

/// An incident or a maintenance window.
#[derive(Serialize, JsonSchema)]
pub struct Incident<'a> {
    /// Its name in every address. Never changes.
    #[schemars(with = "String", pattern("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"), length(max = 100))]
    pub id: &'a Id,
    /// Incident or maintenance.
    pub kind: Kind,
    /// What customers notice. Does not change when it ends.
    #[schemars(with = "String")]
    pub title: &'a PublicText,
    /// One sentence about the whole of it.
    #[schemars(with = "Option<String>")]
    pub summary: Option<&'a PublicText>,
    /// The worst it was, for any component or as a whole.
    pub impact: Impact,
    /// The phase it is in.
    pub phase: Phase,
    /// When it began; of maintenance, the planned start.
    pub started: Moment,
    /// When it ended; null exactly while it has not.
    pub resolved: Option<Moment>,
    /// The planned window of maintenance; null for an incident.
    pub window: Option<Window>,
    /// The components that it concerns.
    pub components: Vec<Share<'a>>,
    /// What was said while it ran, the oldest first.
    pub updates: Vec<Update<'a>>,
    /// What was said when it was understood.
    pub postmortem: Option<Postmortem<'a>>,
    /// What was put right afterwards, the oldest first.
    pub corrections: Vec<Correction<'a>>,
    /// When the first word about it became public.
    pub published: Moment,
    /// When the newest word about it became public.
    pub changed: Moment,
    /// The address of its page.
    #[schemars(extend("format" = "uri"))]
    pub url: String,
    /// The address of its own document.
    #[schemars(extend("format" = "uri"))]
    pub json_url: String,
    /// The address of its calendar file; null for an incident.
    #[schemars(extend("format" = "uri"))]
    pub calendar_url: Option<String>,
}

/// A planned window.
#[derive(Serialize, JsonSchema)]
pub struct Window {
    /// Planned start.
    pub scheduled_for: Moment,
    /// Planned end.
    pub scheduled_until: Moment,
}

/// A component's share.
#[derive(Serialize, JsonSchema)]
pub struct Share<'a> {
    /// The component's name in every address.
    #[schemars(with = "String")]
    pub id: &'a Id,
    /// The component's name.
    #[schemars(with = "String")]
    pub name: &'a PublicText,
    /// The group that it is shown in.
    #[schemars(with = "Option<String>")]
    pub group: Option<&'a PublicText>,
    /// The address of the component's page.
    #[schemars(extend("format" = "uri"))]
    pub url: String,
    /// The impact on it over time, without gaps or overlaps. Empty for maintenance that changes nothing.
    pub spans: Vec<Span>,
}

/// One impact from a moment until another.
#[derive(Serialize, JsonSchema)]
pub struct Span {
    /// How hard.
    pub impact: Impact,
    /// From when.
    pub from: Moment,
    /// Until when, exclusive; null while it lasts.
    pub until: Option<Moment>,
}

/// An update.
#[derive(Serialize, JsonSchema)]
pub struct Update<'a> {
    /// Its name within the incident. Never changes.
    #[schemars(with = "String")]
    pub id: &'a Id,
    /// When it was said.
    pub at: Moment,
    /// The phase that it declares; `update` declares none.
    pub phase: Phase,
    /// Component impacts that it changes.
    pub changes: Vec<Change<'a>>,
    #[serde(flatten)]
    pub words: Words<'a>,
}

/// A component's impact in this incident before and after an update.
#[derive(Serialize, JsonSchema)]
pub struct Change<'a> {
    /// The component's id.
    #[schemars(with = "String")]
    pub component: &'a Id,
    /// Until then.
    pub before: Impact,
    /// From then on.
    pub after: Impact,
}

/// The post-mortem.
#[derive(Serialize, JsonSchema)]
pub struct Postmortem<'a> {
    /// From when it was public.
    pub published: Moment,
    #[serde(flatten)]
    pub words: Words<'a>,
}

/// A correction of what was said before, which stays as it was.
#[derive(Serialize, JsonSchema)]
pub struct Correction<'a> {
    /// Its name within the incident. Never changes.
    #[schemars(with = "String")]
    pub id: &'a Id,
    /// When it was made.
    pub at: Moment,
    #[serde(flatten)]
    pub words: Words<'a>,
}

/// One text in two shapes, and where it stands.
#[derive(Serialize, JsonSchema)]
pub struct Words<'a> {
    /// As HTML with whole addresses: no script, no style.
    pub content_html: String,
    /// The same words without markup, paragraphs parted by an empty line.
    #[schemars(with = "String")]
    pub content_text: &'a PublicText,
    /// Where it stands on the page.
    #[schemars(extend("format" = "uri"))]
    pub url: String,
}

/// A moment in UTC to the second, RFC 3339: `2026-03-14T09:58:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment(pub Time);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&written(self.0))
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A moment in UTC to the second.",
            "type": "string",
            "format": "date-time",
            "pattern": "Z$",
        })
    }
}
