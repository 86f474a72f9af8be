//! Raw values → a valid [`Config`]. Comes in: a file whose keys and types are right. Every problem is collected with its place.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::raw::{self, Raw, Setting};
use super::schema::Problem;
use super::visible;
use super::{ComponentConfig, Config, LeaksConfig, Lifecycle, SecurityConfig, Severities, SiteConfig, WordingConfig};
use crate::diagnostic::Level;
use crate::folder::Folder;
use crate::public::Id;

/// Checks the values of a file whose keys and types are right.
pub(super) struct Checker<'a> {
    pub(super) table: &'a Spanned<DeTable<'a>>,
    pub(super) problems: Vec<Problem>,
    pub(super) site: &'a Folder,
}

impl Checker<'_> {
    pub(super) fn say(&mut self, place: &[&str], message: impl Into<String>, help: impl Into<String>) {
        let span = self.span(place);
        self.problems.push(Problem { span, message: message.into(), help: help.into() });
    }

    /// The bytes of a value; numbers step into lists.
    fn span(&self, place: &[&str]) -> Range<usize> {
        let mut span = 0..0;
        let mut at: Option<&DeTable<'_>> = Some(self.table.get_ref());
        let mut list: Option<&toml::de::DeArray<'_>> = None;
        for step in place {
            let value = match (list.take(), at) {
                (Some(list), _) => step.parse::<usize>().ok().and_then(|index| list.get(index)),
                (None, Some(table)) => table.get(*step),
                _ => None,
            };
            let Some(value) = value else { return span };
            span = value.span();
            at = if let DeValue::Table(table) = value.get_ref() { Some(table) } else { None };
            list = if let DeValue::Array(array) = value.get_ref() { Some(array) } else { None };
        }
        span
    }

    pub(super) fn config(&mut self, raw: Raw) -> Option<Config> {
        let Raw { site, components, severities, lifecycle, wording, leaks, uptime, history, output, links, security } = raw;
        let site = self.site(site);
        let components = self.components(components);
        let severities = self.severities(severities);
        let lifecycle = self.lifecycle(lifecycle, &severities);
        let wording = self.wording(wording);
        for (name, weight) in [("full", uptime.full), ("partial", uptime.partial), ("degraded", uptime.degraded)] {
            if !(0.0..=1.0).contains(&weight) {
                self.say(
                    &["uptime", name],
                    format!("`uptime.{name}` is not between 0 and 1"),
                    "write the share of its time that counts as downtime, such as 0.3",
                );
            }
        }
        if history.page_size == 0 {
            self.say(&["history", "page_size"], "`history.page_size` is 0", "write 1 or more");
        }
        let security = security.and_then(|security| self.security(security));
        let site = site?;
        let leaks = self.leaks(leaks, &site, security.as_ref());
        Some(Config { site, components, severities, lifecycle, wording, leaks, uptime, history, output, links, security })
    }

    fn url(&mut self, text: &str, key: &str) -> Option<url::Url> {
        let help = "write an address such as https://status.example.com";
        match url::Url::parse(text) {
            Ok(url)
                if matches!(url.scheme(), "http" | "https")
                    && url.host_str().is_some()
                    && url.query().is_none()
                    && url.fragment().is_none()
                    && url.username().is_empty()
                    && url.password().is_none() =>
            {
                if key == "url" && !is_plain_path(url.path()) {
                    self.say(
                        &["site", key],
                        "`site.url` has a path with more than letters, digits and -._~ between its slashes",
                        "write a path such as https://example.com/status: the files for hosts read other characters in ways of their own",
                    );
                }
                Some(url)
            }
            Ok(url) if key == "support_url" && url.scheme() == "mailto" => Some(url),
            _ => {
                self.say(&["site", key], format!("`site.{key}` is no address of a site"), help);
                None
            }
        }
    }

    fn site(&mut self, raw: raw::Site) -> Option<SiteConfig> {
        let raw::Site { title, url, description, language, time_zone, support_url, logo, preview, accent, feed_authority } = raw;
        if title.trim().is_empty() {
            self.say(&["site", "title"], "`site.title` is empty", "write title = \"Acme status\"");
        }
        self.visible(&["site", "title"], Some(&title));
        self.visible(&["site", "description"], description.as_ref());
        let url = self.url(&url, "url");
        let support_url = support_url.and_then(|text| self.url(&text, "support_url"));
        let zone = time_zone.as_deref().and_then(|name| {
            let zone = name.parse::<chrono_tz::Tz>();
            if zone.is_err() {
                self.say(&["site", "time_zone"], "`site.time_zone` is no IANA zone", "write a name such as UTC or Europe/Berlin");
            }
            zone.ok()
        });
        let hex =
            |accent: &&String| accent.len() == 7 && accent.starts_with('#') && accent[1..].bytes().all(|byte| byte.is_ascii_hexdigit());
        if accent.as_ref().is_some_and(|accent| !hex(&accent)) {
            self.say(&["site", "accent"], "`site.accent` is no colour", "write six hex digits, as in \"#2a5bd7\"");
        }
        if language.is_empty() || !language.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            self.say(&["site", "language"], "`site.language` is no language tag", "write a tag such as en or pt-BR");
        }
        let authority = |text: &&String| {
            text.split_once(',').is_some_and(|(host, date)| {
                !host.is_empty()
                    && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._@".contains(&b))
                    && date.len() >= 4
                    && date.bytes().all(|b| b.is_ascii_digit() || b == b'-')
            })
        };
        if feed_authority.as_ref().is_some_and(|text| !authority(&text)) {
            self.say(
                &["site", "feed_authority"],
                "`site.feed_authority` is not `HOST,YEAR`",
                "write a host that was yours and the year of it, as in \"status.example.com,2026\", and never change it",
            );
        }
        let url = url?;
        // 2026 is when this default was chosen; it must never depend on the clock.
        let feed_authority = feed_authority.unwrap_or_else(|| format!("{},2026", url.host_str().unwrap_or_default()));
        Some(SiteConfig { title, url, description, language, time_zone: zone, support_url, logo, preview, accent, feed_authority })
    }

    fn components(&mut self, raw: Vec<raw::Component>) -> Vec<ComponentConfig> {
        if raw.is_empty() {
            self.say(
                &["components"],
                "there is no component",
                "name one part of your service:\n[[components]]\nid = \"api\"\nname = \"API\"",
            );
        }
        let mut seen = BTreeSet::new();
        let mut components = Vec::new();
        for (at, raw::Component { id, name, group, description, since, retired }) in raw.into_iter().enumerate() {
            let index = at.to_string();
            if !Id::is_valid(&id) {
                self.say(
                    &["components", &index, "id"],
                    "this id holds more than a-z, 0-9 and -, or is a device of Windows such as con",
                    "write an id such as \"search-api\"",
                );
            }
            if !seen.insert(id.clone()) {
                self.say(&["components", &index, "id"], "two components have this id", "give one of the two another id");
            }
            if name.trim().is_empty() {
                self.say(&["components", &index, "name"], "this name is empty", "write the name that customers know it by");
            }
            for (key, text) in [("name", Some(&name)), ("group", group.as_ref()), ("description", description.as_ref())] {
                self.visible(&["components", &index, key], text);
            }
            let since = since.and_then(|raw::Day(date)| self.date(&date, &["components", &index, "since"]));
            let retired = retired.and_then(|raw::Day(date)| self.date(&date, &["components", &index, "retired"]));
            if since.zip(retired).is_some_and(|(since, retired)| retired < since) {
                self.say(&["components", &index, "retired"], "`retired` lies before `since`", "correct one of the two");
            }
            components.push(ComponentConfig { id, name, group, description, since, retired });
        }
        components
    }

    /// What customers will read has to be readable: one line, and nothing that turns or hides words.
    fn visible(&mut self, place: &[&str], text: Option<&String>) {
        if text.is_some_and(|text| !visible::is_plain(text)) {
            self.say(place, "this text holds a line break or a character that cannot be seen", "write it again, in one line");
        }
    }

    fn date(&mut self, date: &str, place: &[&str]) -> Option<NaiveDate> {
        let day = NaiveDate::parse_from_str(date, "%Y-%m-%d").ok();
        if day.is_none() {
            self.say(place, "this is no day", "write a day, as in 2025-01-31");
        }
        day
    }

    fn severities(&mut self, raw: raw::Severities) -> Severities {
        let raw::Severities { names, aliases } = raw;
        let mut found = BTreeMap::new();
        for (alias, name) in aliases {
            if names.contains(&name) {
                found.insert(Severities::key(&alias), name);
            } else {
                self.say(
                    &["severities", "aliases", &alias],
                    format!("`{name}` is not on the scale"),
                    format!("the scale is {}", names.join(", ")),
                );
            }
        }
        Severities { names, aliases: found }
    }

    fn lifecycle(&mut self, raw: raw::Lifecycle, severities: &Severities) -> Lifecycle {
        let raw::Lifecycle { enforce, require_seal, require } = raw;
        for name in require.0.keys().filter(|name| *name != "default" && severities.find(name).is_none()) {
            self.say(
                &["lifecycle", "require", name],
                format!("`{name}` is no severity"),
                format!("write default, or one of {}", severities.names.join(", ")),
            );
        }
        // `sev1` in the config and `P1` in a document are the same severity.
        let require = require.0.into_iter().map(|(name, needed)| (severities.find(&name).unwrap_or(name), needed)).collect();
        Lifecycle { enforce, require_seal, require: raw::Require(require) }
    }

    fn wording(&mut self, raw: raw::Wording) -> WordingConfig {
        let raw::Wording { styles, profile, audience, level, vocabulary, baseline, rules } = raw;
        let implied = if profile == raw::Profile::Technical { raw::Audience::Technical } else { raw::Audience::General };
        let audience = audience.unwrap_or(implied);
        let folders = styles.iter().map(|style| self.site.join(style)).collect::<Vec<_>>();
        for (at, style) in styles.iter().enumerate().filter(|(at, _)| !self.site.is_dir(&folders[*at])) {
            self.say(
                &["wording", "styles", &at.to_string()],
                format!("{style} is no folder"),
                "name a folder with Vale rules, relative to allclear.toml",
            );
        }
        if baseline.as_deref().is_some_and(|path| !is_own_toml(path)) {
            self.say(
                &["wording", "baseline"],
                "`wording.baseline` is no name of a file for it",
                "write a path inside the site's folder that ends in .toml, such as \"wording-baseline.toml\"",
            );
        }
        WordingConfig { styles: folders, profile, audience, level, vocabulary, baseline, rules: settings("wording", rules) }
    }

    fn leaks(&mut self, raw: raw::Leaks, site: &SiteConfig, security: Option<&SecurityConfig>) -> LeaksConfig {
        let raw::Leaks {
            project_keys,
            internal_domains,
            public_hosts,
            public_emails,
            public_names,
            public_terms,
            exceptions,
            gitleaks,
            rules,
        } = raw;
        if exceptions.as_ref().is_some_and(|path| !self.site.is_file(&self.site.join(path))) {
            self.say(&["leaks", "exceptions"], "there is no such file", "name a file with exceptions, relative to allclear.toml");
        }
        for (at, _) in gitleaks.iter().enumerate().filter(|(_, path)| !self.site.is_file(&self.site.join(path))) {
            let help = "name a rule file in the format of gitleaks, relative to allclear.toml";
            self.say(&["leaks", "gitleaks", &at.to_string()], "there is no such file", help);
        }
        let lower = |list: Vec<String>| list.into_iter().map(|text| text.trim().to_lowercase()).collect::<Vec<_>>();
        let own =
            [Some(&site.url), site.support_url.as_ref()].into_iter().flatten().filter_map(|url| url.host_str().map(str::to_lowercase));
        let mut hosts = lower(public_hosts);
        hosts.extend(own);
        hosts.extend(security.into_iter().flat_map(SecurityConfig::hosts));
        let mut emails = lower(public_emails);
        emails.extend(security.into_iter().flat_map(SecurityConfig::emails));
        let zones = lower(internal_domains).into_iter().map(|zone| zone.trim_start_matches("*.").trim_matches('.').to_owned()).collect();
        LeaksConfig {
            project_keys,
            internal_domains: zones,
            public_hosts: hosts,
            public_emails: emails,
            public_names,
            public_terms,
            exceptions,
            gitleaks,
            rules: settings("leak", rules),
        }
    }
}

/// Whether every kind of host takes a path for itself: `;`, `$`, `*`, `:` and `%` mean something to some, and two slashes are another host
/// to a browser.
fn is_plain_path(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().all(plain) && !path.contains("//")
}

/// Whether the program may write that file: below the site's folder, and not the config.
fn is_own_toml(path: &str) -> bool {
    let parts = Path::new(path).components();
    Path::new(path).extension().is_some_and(|end| end == "toml")
        && path != super::FILE
        && parts.into_iter().all(|part| matches!(part, std::path::Component::Normal(_)))
}

/// Overrides by full rule code: a bare name belongs to the group.
fn settings(group: &str, rules: BTreeMap<String, Setting>) -> BTreeMap<String, Option<Level>> {
    let level = |setting| match setting {
        Setting::Off => None,
        Setting::Hint => Some(Level::Hint),
        Setting::Suggestion => Some(Level::Suggestion),
        Setting::Warning => Some(Level::Warning),
        Setting::Error => Some(Level::Error),
    };
    rules.into_iter().map(|(name, setting)| (if name.contains('/') { name } else { format!("{group}/{name}") }, level(setting))).collect()
}
