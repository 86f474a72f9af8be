//! `/.well-known/security.txt`, RFC 9116, if the config says where to report a weakness. Comes in: addresses that the config has checked.
//! Must never: depend on the clock. `check` says when the file is about to expire.

use chrono::SecondsFormat;

use super::{Artifact, Job, Output};
use crate::error::Result;
use crate::public::{Index, PublicText, Security, Site};
use crate::render::Renderer;

const PATH: &str = ".well-known/security.txt";

/// `security.txt`.
pub struct SecurityTxt;

impl Output for SecurityTxt {
    fn name(&self) -> &'static str {
        "security.txt"
    }

    fn jobs<'a>(&self, index: &'a Index<'a>, _: &'a Renderer) -> Result<Vec<Job<'a>>> {
        let site = &index.history.site;
        site.security.iter().map(|security| Ok(Job::made(Artifact::new(PATH, text(security, site))?))).collect()
    }
}

/// The fields, each on its line. Those of pages that are not there are left out.
fn text(security: &Security, site: &Site) -> String {
    let Security { contact, expires, encryption, acknowledgments, preferred_languages, policy, hiring } = security;
    let mut lines: Vec<String> = contact.iter().map(|address| format!("Contact: {address}")).collect();
    lines.push(format!("Expires: {}", expires.to_rfc3339_opts(SecondsFormat::Secs, true)));
    let optional = |name: &str, value: &Option<PublicText>| value.as_ref().map(|value| format!("{name}: {value}"));
    lines.extend(optional("Encryption", encryption));
    lines.extend(optional("Acknowledgments", acknowledgments));
    if !preferred_languages.is_empty() {
        let tags: Vec<&str> = preferred_languages.iter().map(PublicText::as_str).collect();
        lines.push(format!("Preferred-Languages: {}", tags.join(", ")));
    }
    lines.push(format!("Canonical: {}/{PATH}", site.url));
    lines.extend(optional("Policy", policy));
    lines.extend(optional("Hiring", hiring));
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::sample;

    fn security() -> Security {
        Security {
            contact: vec![sample::text("mailto:security@acme.example"), sample::text("https://acme.example/report")],
            expires: sample::time("2027-01-31T23:59:59Z"),
            encryption: None,
            acknowledgments: None,
            preferred_languages: vec![sample::text("en"), sample::text("de")],
            policy: Some(sample::text("https://acme.example/policy")),
            hiring: None,
        }
    }

    #[test]
    fn each_field_has_its_line_and_the_preferred_contact_comes_first() {
        assert_eq!(
            text(&security(), &sample::site()),
            "Contact: mailto:security@acme.example\nContact: https://acme.example/report\nExpires: 2027-01-31T23:59:59Z\n\
             Preferred-Languages: en, de\nCanonical: https://status.acme.example/.well-known/security.txt\nPolicy: https://acme.example/policy\n"
        );
    }
}
