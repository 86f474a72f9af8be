//! The config of a company that does not exist.

use crate::config::{ComponentConfig, Config, LeaksConfig, Lifecycle, Severities, SiteConfig, WordingConfig, raw};
use crate::diagnostic::Level;

/// A config with one entry in every list of `[leaks]`.
pub fn config() -> Config {
    let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let component = |id: &str, name: &str| ComponentConfig {
        id: id.to_owned(),
        name: name.to_owned(),
        group: None,
        description: None,
        since: None,
        retired: None,
    };
    Config {
        security: None,
        site: SiteConfig {
            title: "Fernwood Status".to_owned(),
            url: "https://status.fernwood.example/".parse().expect("a URL"),
            description: Some("How Fernwood is doing".to_owned()),
            language: "en".to_owned(),
            time_zone: None,
            support_url: Some("https://help.fernwood.example/contact".parse().expect("a URL")),
            logo: None,
            preview: None,
            accent: None,
            feed_authority: "status.fernwood.example,2026".to_owned(),
        },
        components: vec![component("search", "Search"), component("api", "API")],
        severities: Severities { names: list(&["P1", "P2"]), aliases: std::collections::BTreeMap::new() },
        lifecycle: Lifecycle { enforce: false, require_seal: false, require: raw::Require::default() },
        wording: WordingConfig {
            styles: Vec::new(),
            profile: raw::Profile::Default,
            audience: raw::Audience::General,
            level: Level::Hint,
            vocabulary: Vec::new(),
            baseline: None,
            rules: std::collections::BTreeMap::new(),
        },
        leaks: LeaksConfig {
            project_keys: list(&["SRCH"]),
            internal_domains: list(&["corp.example.net"]),
            public_hosts: list(&[
                "status.fernwood.example",
                "help.fernwood.example",
                "*.status.example.com",
                "status.example.com",
                "github.com/fernwood-public",
            ]),
            public_emails: list(&["support@example.com"]),
            public_names: list(&["Ada Public"]),
            public_terms: list(&["Grace Engine"]),
            exceptions: None,
            gitleaks: Vec::new(),
            rules: std::collections::BTreeMap::new(),
        },
        uptime: raw::Uptime::default(),
        history: raw::History::default(),
        output: raw::Output::default(),
        links: raw::Links::default(),
    }
}
