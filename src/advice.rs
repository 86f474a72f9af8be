//! What is valid in the config and still worth a word → findings at that place. Comes in: the config and the clock.
//! Must never: show another line of the file than the one it is about, or change a byte of the site.

use chrono::TimeDelta;

use crate::clock::Time;
use crate::config::{self, Config};
use crate::diagnostic::{Finding, Level, RuleDoc, Source, Sources};
use crate::folder::Folder;
use crate::render::accent::{LEAST_CONTRAST, Shade, shades};

const CONTRAST: &str = "site/accent-contrast";
const NOT_AT_ROOT: &str = "site/api-not-at-root";
const EXPIRES: &str = "site/security-expires";
/// How long before its end a `security.txt` is told to be renewed.
const NOTICE: TimeDelta = TimeDelta::days(30);

/// One piece of advice: the key it is about, and what to say.
struct Advice {
    rule: &'static str,
    level: Level,
    key: (&'static str, &'static str),
    fact: String,
    help: String,
}

/// Everything worth a word.
pub fn findings(site: &Folder, config: &Config, now: Time, sources: &mut Sources) -> Vec<Finding> {
    let advice = [not_at_root(config), contrast(config), expires(config, now)];
    advice.into_iter().flatten().map(|advice| finding(advice, site, sources)).collect()
}

fn finding(Advice { rule, level, key: (table, key), fact, help }: Advice, site: &Folder, sources: &mut Sources) -> Finding {
    let (text, span) = config::value_at(site, table, key).map_or((String::new(), None), |(text, span)| (text, Some(span)));
    let source = sources.add(Source::new(config::FILE, text));
    Finding::new(rule, level, source, span, fact).help(help)
}

fn not_at_root(config: &Config) -> Option<Advice> {
    let url = &config.site.url;
    let base = url.path().trim_end_matches('/');
    (!base.is_empty()).then(|| Advice {
        rule: NOT_AT_ROOT,
        level: Level::Warning,
        key: ("site", "url"),
        fact: format!("the v2 API will lie below {base}/ and not at the root of {}", url.host_str().unwrap_or_default()),
        help: "pages and feeds work; for programs that only know a host, give the site a host of its own, or lead /api/v2/ there"
            .to_owned(),
    })
}

/// Dark colours are lightened on dark paper as a matter of course. Worth a word is a colour that changes where most see it.
fn contrast(config: &Config) -> Option<Advice> {
    let accent = config.site.accent.as_deref()?;
    let [light, dark] = shades(accent)?;
    let words = |Shade { contrast, used, changed }: &Shade, paper: &str| {
        let then = if *changed { format!("{used} is used") } else { "it is used as it is".to_owned() };
        format!("{:.1} : 1 on {paper} paper, where {then}", (contrast * 10.0).floor() / 10.0)
    };
    light.changed.then(|| Advice {
        rule: CONTRAST,
        level: Level::Hint,
        key: ("site", "accent"),
        fact: format!("{accent} has a contrast of {}, and {}", words(&light, "light"), words(&dark, "dark")),
        help: format!("nothing has to be done; a darker colour with at least {LEAST_CONTRAST:.1} : 1 would stay your own"),
    })
}

fn expires(config: &Config, now: Time) -> Option<Advice> {
    let expires = config.security.as_ref()?.expires;
    let day = expires.date_naive();
    let fact = if expires <= now {
        format!("security.txt expired on {day}: it may no longer be relied on")
    } else if expires - now <= NOTICE {
        format!("security.txt expires on {day}")
    } else {
        return None;
    };
    let help = "see whether its addresses still hold, then write a later day, at most a year ahead".to_owned();
    Some(Advice { rule: EXPIRES, level: Level::Warning, key: ("security", "expires"), fact, help })
}

/// What these rules say of themselves.
pub fn rules() -> Vec<RuleDoc> {
    let rule = RuleDoc::without_samples;
    vec![
        rule(
            CONTRAST,
            Level::Hint,
            "a `site.accent` that cannot be read as text on light paper",
            "Links and marks in the brand's colour have to be read by everyone, so a colour without enough contrast is darkened on light paper \
             and lightened on dark paper until it has it. The finding says the contrast that was measured, by WCAG 2, and the colours that \
             are used instead. States keep colours of their own.",
        ),
        rule(
            NOT_AT_ROOT,
            Level::Warning,
            "a `site.url` with a path: the v2 API will not lie at the root of its host",
            "Widgets and exporters that speak the Statuspage API are told a host and put /api/v2/ behind it, whatever path the address has. \
             Below a path they find nothing. Pages, feeds, badges and the calendar work there, since they are linked by their whole address. \
             robots.txt and security.txt are read at the root of a host only, too.",
        ),
        rule(
            EXPIRES,
            Level::Warning,
            "a `security.expires` that is past, or less than 30 days ahead",
            "Whoever finds a weakness must not rely on a security.txt that has expired (RFC 9116), and may then tell it elsewhere. The file is \
             written all the same: it says itself until when it holds.",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::sample::time;

    #[expect(clippy::disallowed_methods, reason = "the test makes the file that it reads")]
    fn told(site: &str, rest: &str, now: &str) -> Vec<(String, String)> {
        let folder = tempfile::tempdir().unwrap();
        let text = format!(
            "[leaks]\nproject_keys = [\"ZQX\"]\n[site]\ntitle = \"A\"\n{site} # hidden words\n[[components]]\nid = \"api\"\nname = \"API\"\n{rest}\n"
        );
        std::fs::write(folder.path().join(config::FILE), text).unwrap();
        let mut sources = Sources::default();
        let found = findings(&folder.path().into(), &config::load(folder.path()).unwrap(), time(now), &mut sources);
        for (_, source) in sources.iter() {
            assert!(!source.text().contains("ZQX") && !source.text().contains("hidden") && !source.text().contains("title"));
        }
        let place = |finding: &Finding| sources.get(finding.source).position(finding.span.clone().unwrap().start).0;
        found.iter().map(|finding| (format!("{}:{}", finding.rule, place(finding)), finding.message.clone())).collect()
    }

    const URL: &str = "url = \"https://status.example.com\"";
    const NOW: &str = "2026-03-20T12:00:00Z";

    #[test]
    fn an_ordinary_config_needs_no_word() {
        assert_eq!(told(&format!("accent = \"#17695c\"\n{URL}"), "", NOW), []);
    }

    #[test]
    fn a_site_below_a_path_is_told_where_its_api_will_lie() {
        let found = told("url = \"https://example.com/status/\"", "", NOW);
        assert_eq!(
            found,
            [("site/api-not-at-root:5".to_owned(), "the v2 API will lie below /status/ and not at the root of example.com".to_owned())]
        );
    }

    #[test]
    fn a_pale_accent_is_told_its_contrast_and_what_is_used_instead() {
        let found = told(&format!("{URL}\naccent = \"#ffd400\""), "", NOW);
        let [(place, message)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(place, "site/accent-contrast:6");
        assert!(message.starts_with("#ffd400 has a contrast of 1.3 : 1 on light paper, where #"), "{message}");
        assert!(message.ends_with("on dark paper, where it is used as it is"), "{message}");
    }

    #[test]
    fn a_security_txt_is_to_be_renewed_in_its_last_thirty_days() {
        let security = |now| told(URL, "[security]\ncontact = [\"mailto:a@example.org\"]\nexpires = 2027-01-31", now);
        assert_eq!(security("2027-01-01T00:00:00Z"), []);
        assert_eq!(
            security("2027-01-02T00:00:00Z"),
            [("site/security-expires:11".to_owned(), "security.txt expires on 2027-01-31".to_owned())]
        );
        assert!(security("2027-02-01T00:00:00Z")[0].1.contains("expired on 2027-01-31"));
    }
}
