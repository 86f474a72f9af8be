//! A client's own idea of the API, written from its description and not from our types. Refuses a field too many and one too few.

use serde::{Deserialize, Deserializer};

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct Summary {
    pub(super) page: ClientPage,
    pub(super) components: Vec<ClientComponent>,
    pub(super) incidents: Vec<ClientIncident>,
    pub(super) scheduled_maintenances: Vec<ClientMaintenance>,
    pub(super) status: ClientStatus,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct OfStatus {
    pub(super) page: ClientPage,
    pub(super) status: ClientStatus,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct OfComponents {
    pub(super) page: ClientPage,
    pub(super) components: Vec<ClientComponent>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct OfIncidents {
    pub(super) page: ClientPage,
    pub(super) incidents: Vec<ClientIncident>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct OfMaintenances {
    pub(super) page: ClientPage,
    pub(super) scheduled_maintenances: Vec<ClientMaintenance>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientPage {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) url: String,
    pub(super) time_zone: String,
    pub(super) updated_at: String,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientStatus {
    pub(super) indicator: String,
    pub(super) description: String,
}

#[derive(Deserialize, Debug, PartialEq, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientComponent {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) status: String,
    pub(super) created_at: String,
    pub(super) updated_at: String,
    pub(super) position: u32,
    #[serde(deserialize_with = "present")]
    pub(super) description: Option<String>,
    pub(super) showcase: bool,
    #[serde(deserialize_with = "present")]
    pub(super) start_date: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(super) group_id: Option<String>,
    pub(super) page_id: String,
    pub(super) group: bool,
    pub(super) only_show_if_degraded: bool,
    pub(super) components: Option<Vec<String>>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientIncident {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) status: String,
    pub(super) created_at: String,
    pub(super) updated_at: String,
    #[serde(deserialize_with = "present")]
    pub(super) monitoring_at: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(super) resolved_at: Option<String>,
    pub(super) impact: String,
    pub(super) shortlink: String,
    pub(super) started_at: String,
    pub(super) page_id: String,
    pub(super) incident_updates: Vec<ClientUpdate>,
    pub(super) components: Vec<ClientComponent>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientMaintenance {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) status: String,
    pub(super) created_at: String,
    pub(super) updated_at: String,
    #[serde(deserialize_with = "present")]
    pub(super) monitoring_at: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(super) resolved_at: Option<String>,
    pub(super) impact: String,
    pub(super) shortlink: String,
    pub(super) started_at: String,
    pub(super) page_id: String,
    pub(super) incident_updates: Vec<ClientUpdate>,
    pub(super) components: Vec<ClientComponent>,
    pub(super) scheduled_for: String,
    pub(super) scheduled_until: String,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientUpdate {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) body: String,
    pub(super) incident_id: String,
    pub(super) created_at: String,
    pub(super) updated_at: String,
    pub(super) display_at: String,
    #[serde(deserialize_with = "present")]
    pub(super) affected_components: Option<Vec<ClientAffected>>,
    pub(super) deliver_notifications: bool,
    #[serde(deserialize_with = "present")]
    pub(super) custom_tweet: Option<String>,
    #[serde(deserialize_with = "present")]
    pub(super) tweet_id: Option<String>,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
pub(super) struct ClientAffected {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) old_status: String,
    pub(super) new_status: String,
}

/// Unlike a plain `Option`, fails when the field is missing: clients tell null from absent.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> std::result::Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}
