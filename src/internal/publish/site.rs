//! The config's public part → what the site says of itself. Nothing of `[leaks]`, `[wording]`, `[lifecycle]` or `[severities]` crosses.

use std::collections::BTreeSet;

use super::clearance;
use super::logo::Brand;
use crate::config::raw::HeaderFile;
use crate::config::{ComponentConfig, Config, SecurityConfig, SiteConfig};
use crate::public::{Component, Host, Id, PublicText, Security, Site, UptimeWeights};

/// The site as its readers see it; its pictures were read and cleaned before.
pub fn site(config: &Config, brand: Brand) -> Site {
    let token = clearance();
    let clear = |text: &str| PublicText::clear(&token, text.trim());
    let SiteConfig { title, url, description, language, time_zone, support_url, logo: _, preview: _, accent, feed_authority } =
        &config.site;
    let base = url.path().trim_end_matches('/');
    let origin = url.origin().ascii_serialization();
    Site {
        title: clear(title),
        description: description.as_deref().map(clear),
        url: clear(&format!("{origin}{base}")),
        base: clear(base),
        host: clear(url.host_str().unwrap_or_default()),
        language: clear(language),
        time_zone: clear(time_zone.map_or("UTC", |zone| zone.name())),
        support_url: support_url.as_ref().map(|url| clear(url.as_str())),
        logo: brand.logo,
        preview: brand.preview,
        accent: accent.as_deref().map(clear),
        feed_authority: clear(feed_authority),
        weights: UptimeWeights { full: config.uptime.full, partial: config.uptime.partial, degraded: config.uptime.degraded },
        front_page_days: config.history.front_page_days,
        page_size: config.history.page_size,
        local_times: config.output.local_times,
        hosts: hosts(&config.output.headers),
        hsts: config.output.hsts,
        security: config.security.as_ref().map(security),
    }
}

/// Each host once, in a fixed order.
fn hosts(files: &[HeaderFile]) -> Vec<Host> {
    let host = |file: &HeaderFile| match file {
        HeaderFile::Headers => Host::Headers,
        HeaderFile::Netlify => Host::Netlify,
        HeaderFile::Vercel => Host::Vercel,
        HeaderFile::Nginx => Host::Nginx,
        HeaderFile::Caddy => Host::Caddy,
        HeaderFile::Apache => Host::Apache,
    };
    files.iter().map(host).collect::<BTreeSet<_>>().into_iter().collect()
}

fn security(config: &SecurityConfig) -> Security {
    let token = clearance();
    let address = |url: &url::Url| PublicText::clear(&token, url.as_str());
    let SecurityConfig { contact, expires, policy, encryption, acknowledgments, preferred_languages, hiring } = config;
    Security {
        contact: contact.iter().map(address).collect(),
        expires: *expires,
        encryption: encryption.as_ref().map(address),
        acknowledgments: acknowledgments.as_ref().map(address),
        preferred_languages: preferred_languages.iter().map(|tag| PublicText::clear(&token, tag)).collect(),
        policy: policy.as_ref().map(address),
        hiring: hiring.as_ref().map(address),
    }
}

/// The catalogue in the order of the config.
pub fn components(config: &Config) -> Vec<Component> {
    let token = clearance();
    let clear = |text: &str| PublicText::clear(&token, text.trim());
    let component = |raw: &ComponentConfig| {
        let ComponentConfig { id, name, group, description, since, retired } = raw;
        let (group, description) = (group.as_deref().map(clear), description.as_deref().map(clear));
        Some(Component { id: Id::clear(&token, id)?, name: clear(name), group, description, since: *since, retired: *retired })
    };
    config.components.iter().filter_map(component).collect()
}
