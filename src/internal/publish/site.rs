//! The config's public part → what the site says of itself. Nothing of `[leaks]`, `[wording]`, `[lifecycle]` or `[severities]` crosses.

use super::clearance;
use crate::config::raw::HeaderFile;
use crate::config::{ComponentConfig, Config, SiteConfig};
use crate::public::{Component, Id, Logo, PublicText, Site, UptimeWeights};

/// The site as its readers see it; the logo was read and cleaned before.
pub fn site(config: &Config, logo: Option<Logo>) -> Site {
    let token = clearance();
    let clear = |text: &str| PublicText::clear(&token, text.trim());
    let SiteConfig { title, url, description, language, time_zone, support_url, logo: _, accent, feed_authority } = &config.site;
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
        logo,
        accent: accent.as_deref().map(clear),
        feed_authority: clear(feed_authority),
        weights: UptimeWeights { full: config.uptime.full, partial: config.uptime.partial, degraded: config.uptime.degraded },
        front_page_days: config.history.front_page_days,
        page_size: config.history.page_size,
        local_times: config.output.local_times,
        headers: config.output.headers.contains(&HeaderFile::Headers),
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
