//! `[security]` → valid fields of `security.txt`. Comes in: what the file says. Goes out: addresses and a time, or problems with their place.

use chrono::{DateTime, NaiveDate, NaiveTime};
use url::Url;

use super::checker::Checker;
use super::{SecurityConfig, raw};
use crate::clock::Time;

/// Schemes of the fields, as RFC 9116 allows them.
const CONTACT: &[&str] = &["mailto", "https", "tel"];
const ENCRYPTION: &[&str] = &["https", "dns", "openpgp4fpr"];
const PAGE: &[&str] = &["https"];

impl Checker<'_> {
    /// The table, if everything in it is right.
    pub(super) fn security(&mut self, raw: raw::Security) -> Option<SecurityConfig> {
        let raw::Security { contact, expires: raw::Day(expires), policy, encryption, acknowledgments, preferred_languages, hiring } = raw;
        if contact.is_empty() {
            self.say(&["security", "contact"], "`security.contact` is empty", "write contact = [\"mailto:security@example.com\"]");
        }
        let contact: Vec<Url> = contact
            .iter()
            .enumerate()
            .filter_map(|(at, text)| self.address(&["security", "contact", &at.to_string()], "contact", text, CONTACT))
            .collect();
        let policy = self.optional("policy", policy.as_deref(), PAGE);
        let encryption = self.optional("encryption", encryption.as_deref(), ENCRYPTION);
        let acknowledgments = self.optional("acknowledgments", acknowledgments.as_deref(), PAGE);
        let hiring = self.optional("hiring", hiring.as_deref(), PAGE);
        for (at, tag) in preferred_languages.iter().enumerate().filter(|(_, tag)| !is_tag(tag)) {
            self.say(
                &["security", "preferred_languages", &at.to_string()],
                format!("{tag:?} is no language tag"),
                "write a tag such as en or pt-BR",
            );
        }
        let time = moment(&expires);
        if time.is_none() {
            self.say(
                &["security", "expires"],
                "`security.expires` is neither a day nor a time",
                "write a day within a year, as in 2027-01-31, or a time with its zone",
            );
        }
        Some(SecurityConfig { contact, expires: time?, policy, encryption, acknowledgments, preferred_languages, hiring })
    }

    fn optional(&mut self, key: &str, text: Option<&str>, schemes: &[&str]) -> Option<Url> {
        self.address(&["security", key], key, text?, schemes)
    }

    fn address(&mut self, place: &[&str], key: &str, text: &str, schemes: &[&str]) -> Option<Url> {
        // A file of lines: what ends a line would begin a field.
        let one_line = !text.contains(|c: char| c.is_control() || c.is_whitespace());
        let anonymous = |url: &Url| url.username().is_empty() && url.password().is_none();
        let url = Url::parse(text).ok().filter(|url| one_line && schemes.contains(&url.scheme()) && anonymous(url));
        if url.is_none() {
            let wanted = schemes.iter().map(|scheme| format!("{scheme}:")).collect::<Vec<_>>().join(" or ");
            self.say(place, format!("`security.{key}` is no address with {wanted}"), example(text, schemes));
        }
        url
    }
}

impl SecurityConfig {
    /// The hosts that it names, in lower case: who writes them here wants them to be known.
    pub fn hosts(&self) -> impl Iterator<Item = String> {
        let pages = [&self.policy, &self.encryption, &self.acknowledgments, &self.hiring].into_iter().flatten();
        self.contact.iter().chain(pages).filter_map(|url| url.host_str().map(str::to_lowercase))
    }

    /// The mail addresses that it names, in lower case.
    pub fn emails(&self) -> impl Iterator<Item = String> {
        self.contact.iter().filter(|url| url.scheme() == "mailto").map(|url| url.path().to_lowercase())
    }
}

fn example(text: &str, schemes: &[&str]) -> String {
    let mail = schemes.contains(&"mailto") && text.contains('@') && !text.contains([':', '/', ' ']);
    if mail { format!("write \"mailto:{text}\"") } else { "write a whole address, as in \"https://example.com/security\"".to_owned() }
}

fn is_tag(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A time with its zone, or the last second of a day in UTC.
fn moment(text: &str) -> Option<Time> {
    let time = DateTime::parse_from_rfc3339(text).map(|time| time.to_utc());
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_time(NaiveTime::MIN).and_utc().checked_add_signed(LAST_SECOND);
    time.ok().or_else(day)
}

const LAST_SECOND: chrono::TimeDelta = chrono::TimeDelta::seconds(24 * 60 * 60 - 1);

#[cfg(test)]
mod tests {
    use crate::config::load;

    #[expect(clippy::disallowed_methods, reason = "the test makes the file that it reads")]
    fn loaded(lines: &str) -> Result<crate::config::Config, String> {
        let folder = tempfile::tempdir().unwrap();
        let site = "[site]\ntitle = \"A\"\nurl = \"https://status.example.com\"\n[[components]]\nid = \"api\"\nname = \"API\"\n";
        std::fs::write(folder.path().join("allclear.toml"), format!("{site}[security]\n{lines}\n")).unwrap();
        load(folder.path()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_contact_and_a_day_are_enough_and_both_are_public() {
        let config = loaded("contact = [\"mailto:Security@example.org\", \"https://report.example.org/\"]\nexpires = 2027-01-31").unwrap();
        assert_eq!(config.security.unwrap().expires.to_rfc3339(), "2027-01-31T23:59:59+00:00");
        assert!(config.leaks.public_emails.contains(&"security@example.org".to_owned()), "{:?}", config.leaks.public_emails);
        assert!(config.leaks.public_hosts.contains(&"report.example.org".to_owned()), "{:?}", config.leaks.public_hosts);
    }

    #[test]
    fn a_time_keeps_its_zone_and_may_stand_without_quotes() {
        for expires in ["2027-01-31T12:00:00+02:00", "\"2027-01-31T10:00:00Z\""] {
            let config = loaded(&format!("contact = [\"tel:+49-30-1\"]\nexpires = {expires}")).unwrap();
            assert_eq!(config.security.unwrap().expires.to_rfc3339(), "2027-01-31T10:00:00+00:00");
        }
    }

    #[test]
    fn whatever_is_wrong_is_told_with_its_line() {
        let wrong =
            "contact = [\"security@example.org\"]\nexpires = \"soon\"\npolicy = \"http://example.org\"\npreferred_languages = [\"en,de\"]";
        let told = loaded(wrong).unwrap_err();
        for part in
            ["allclear.toml:8", "write \"mailto:security@example.org\"", "neither a day nor a time", "`security.policy`", "no language tag"]
        {
            assert!(told.contains(part), "{part}\n--\n{told}");
        }
        assert!(loaded("expires = 2027-01-31").unwrap_err().contains("`security.contact` is missing"));
        assert!(loaded("contact = []\nexpires = 2027-01-31").unwrap_err().contains("`security.contact` is empty"));
    }

    #[test]
    fn no_address_can_begin_a_field_of_its_own() {
        let told = loaded("contact = [\"mailto:a@example.org\\nHiring: https://example.org\"]\nexpires = 2027-01-31").unwrap_err();
        assert!(told.contains("`security.contact` is no address"), "{told}");
    }
}
