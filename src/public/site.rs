//! What the site says of itself: the public part of the config.

use serde::Serialize;

use super::{Asset, PublicText};

/// The site as its readers see it.
#[derive(Debug, Clone, Serialize)]
pub struct Site {
    /// Its name.
    pub title: PublicText,
    /// One sentence about it.
    pub description: Option<PublicText>,
    /// Where it lives, without a slash at the end: `https://status.example.com` or `https://example.com/status`.
    pub url: PublicText,
    /// The path part of `url`: empty, or `/status`.
    pub base: PublicText,
    /// The host part of `url`.
    pub host: PublicText,
    /// Language tag of the interface: `en`.
    pub language: PublicText,
    /// IANA name of the zone that times without one are read in: `UTC` by default.
    pub time_zone: PublicText,
    /// Where readers find help.
    pub support_url: Option<PublicText>,
    /// The picture beside its name.
    pub logo: Option<Logo>,
    /// A colour of the brand, `#rrggbb`.
    pub accent: Option<PublicText>,
    /// The frozen authority of feed ids, `HOST,YEAR`.
    pub feed_authority: PublicText,
    /// How much of a day each impact takes from the uptime.
    pub weights: UptimeWeights,
    /// Days of past incidents on the front page.
    pub front_page_days: u32,
    /// Incidents on one page of a list.
    pub page_size: usize,
    /// Whether pages bring the script that adds the reader's local times.
    pub local_times: bool,
    /// Whether a `_headers` file is written.
    pub headers: bool,
}

/// A picture of the brand.
#[derive(Debug, Clone, Serialize)]
pub struct Logo {
    /// Its address on the site's host.
    pub src: PublicText,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// The file.
    pub asset: Asset,
}

/// How much of its time an impact counts as downtime, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct UptimeWeights {
    /// Full outage.
    pub full: f64,
    /// Partial disruption.
    pub partial: f64,
    /// Degraded performance.
    pub degraded: f64,
}
