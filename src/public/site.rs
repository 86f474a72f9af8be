//! What the site says of itself: the public part of the config.

use serde::Serialize;

use super::{Asset, PublicText};
use crate::clock::Time;

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
    /// The picture that chat tools show beside a link.
    pub preview: Option<Logo>,
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
    /// The hosts that a file with headers is written for.
    pub hosts: Vec<Host>,
    /// Whether browsers are told to use HTTPS only.
    pub hsts: bool,
    /// Where to report a weakness.
    pub security: Option<Security>,
}

/// A kind of host, by the file in which it reads its headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Host {
    /// `_headers`: Netlify, Cloudflare and others.
    Headers,
    /// `netlify.toml`.
    Netlify,
    /// `vercel.json`.
    Vercel,
    /// A snippet for a server block.
    Nginx,
    /// A snippet for a site block.
    Caddy,
    /// `.htaccess`.
    Apache,
}

/// The fields of `security.txt`.
#[derive(Debug, Clone, Serialize)]
pub struct Security {
    /// Addresses to write to, the preferred one first.
    pub contact: Vec<PublicText>,
    /// Until when it holds.
    pub expires: Time,
    /// The address of a key.
    pub encryption: Option<PublicText>,
    /// The address of a page with thanks.
    pub acknowledgments: Option<PublicText>,
    /// Language tags.
    pub preferred_languages: Vec<PublicText>,
    /// The address of the policy.
    pub policy: Option<PublicText>,
    /// The address of open positions.
    pub hiring: Option<PublicText>,
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
