//! What must hold beyond a pattern for a hit to count: each detector's data names at most one of these.
//! Comes in: a match and the config's permits. Goes out: whether it is a leak.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::Range;
use std::sync::LazyLock;

use ipnet::{Ipv4Net, Ipv6Net};
use regex::Captures;
use serde::Deserialize;

use super::host::{self, Standing};
use super::permits::Permits;
use super::{pattern, words};

/// A check by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// An IPv4 address or network of a private range, and no version number.
    PrivateIpv4,
    /// Any other IPv4 address but those that everyone knows.
    PublicIpv4,
    /// An IPv6 address of a private range.
    PrivateIpv6,
    /// A host that only a private network knows.
    NonPublicHost,
    /// A host in a configured private zone.
    OwnDomain,
    /// Generated blocks at the end of a pod's name.
    PodName,
    /// A machine's name rather than a version of something.
    RoleHost,
    /// A ticket of a configured project.
    KnownKey,
    /// A ticket shape that is no standard.
    KeyShape,
    /// A digit somewhere.
    HasDigit,
    /// A digit behind the first character, or angle brackets.
    HasDigitOrMark,
    /// The group `value` is no sample.
    NotPlaceholder,
    /// An address that is not permitted.
    Email,
}

impl Verdict {
    /// Whether the match is a leak.
    pub fn holds(self, text: &str, found: &Captures<'_>, span: Range<usize>, permits: &Permits) -> bool {
        let hit = &text[span.clone()];
        let group = |name| found.name(name).map_or("", |group| group.as_str());
        match self {
            Self::PrivateIpv4 => ipv4(hit).is_some_and(is_private_v4) && !follows_version(&text[..span.start]),
            Self::PublicIpv4 => ipv4(hit).is_some_and(is_notable_v4) && !follows_version(&text[..span.start]),
            Self::PrivateIpv6 => ipv6(hit).is_some_and(is_private_v6),
            Self::NonPublicHost => {
                let standing = if found.name("word").is_some() { Standing::Word } else { Standing::Address };
                let sample = !hit.contains('.') && hit.bytes().all(|byte| !byte.is_ascii_lowercase());
                !sample && !permits.host(hit) && host::is_private(hit, standing)
            }
            Self::OwnDomain => permits.private_zone(hit) && !permits.host(hit),
            Self::PodName => hit.rsplit('-').nth(1).is_some_and(has_digit),
            Self::RoleHost => !hit.rsplit(['-', '_']).next().is_some_and(|last| last.starts_with(['v', 'V'])),
            Self::KnownKey => permits.known_key(group("key")),
            Self::KeyShape => !words::NO_TICKETS.contains(group("key")),
            Self::HasDigit => has_digit(hit),
            Self::HasDigitOrMark => {
                hit.starts_with('<')
                    || hit.bytes().skip(2).any(|byte| byte.is_ascii_digit()) && hit.bytes().skip(1).any(|b| b.is_ascii_uppercase())
            }
            Self::NotPlaceholder => !is_placeholder(group("value")),
            Self::Email => !permits.email(hit) && is_mailbox(group("local"), group("domain")),
        }
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

fn ipv4(text: &str) -> Option<Ipv4Addr> {
    let (address, prefix) = text.split_once('/').unwrap_or((text, "32"));
    prefix.parse::<u8>().ok().filter(|prefix| *prefix <= 32)?;
    address.parse().ok()
}

fn ipv6(text: &str) -> Option<Ipv6Addr> {
    text.split('/').next()?.parse().ok()
}

fn within(ip: Ipv4Addr, nets: &[(Ipv4Addr, u8)]) -> bool {
    nets.iter().filter_map(|(net, prefix)| Ipv4Net::new(*net, *prefix).ok()).any(|net| net.contains(&ip))
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    const NETS: &[(Ipv4Addr, u8)] = &[
        (Ipv4Addr::new(10, 0, 0, 0), 8),
        (Ipv4Addr::new(172, 16, 0, 0), 12),
        (Ipv4Addr::new(192, 168, 0, 0), 16),
        (Ipv4Addr::new(169, 254, 0, 0), 16),
        (Ipv4Addr::new(100, 64, 0, 0), 10),
        (Ipv4Addr::new(127, 0, 0, 0), 8),
    ];
    within(ip, NETS)
}

/// Public, and not one that is in every manual: resolvers, documentation, multicast.
fn is_notable_v4(ip: Ipv4Addr) -> bool {
    const KNOWN: &[(Ipv4Addr, u8)] = &[
        (Ipv4Addr::UNSPECIFIED, 8),
        (Ipv4Addr::new(1, 1, 1, 1), 32),
        (Ipv4Addr::new(1, 0, 0, 1), 32),
        (Ipv4Addr::new(8, 8, 8, 8), 32),
        (Ipv4Addr::new(8, 8, 4, 4), 32),
        (Ipv4Addr::new(9, 9, 9, 9), 32),
        (Ipv4Addr::new(192, 0, 2, 0), 24),
        (Ipv4Addr::new(198, 51, 100, 0), 24),
        (Ipv4Addr::new(203, 0, 113, 0), 24),
        (Ipv4Addr::new(224, 0, 0, 0), 3),
    ];
    !within(ip, KNOWN) && !is_private_v4(ip)
}

fn is_private_v6(ip: Ipv6Addr) -> bool {
    if let Some(mapped) = ip.to_ipv4_mapped() {
        return is_private_v4(mapped);
    }
    let local = ["fc00::/7", "fe80::/10", "::1/128"];
    local.iter().filter_map(|net| net.parse::<Ipv6Net>().ok()).any(|net| net.contains(&ip))
}

/// `version 10.2.3.4` and `v10.2.3.4` are numbers of a release.
fn follows_version(before: &str) -> bool {
    static VERSION: LazyLock<regex::Regex> = pattern!(r"(?i)(?:^|[^a-z0-9])(?:versions?|ver\.?|releases?|kernel|v)[\s:]{0,2}$");
    let mut start = before.len().saturating_sub(16);
    while !before.is_char_boundary(start) {
        start += 1;
    }
    VERSION.is_match(&before[start..])
}

/// `YOUR_TOKEN`, `<token>`, `$TOKEN`, `USER:PASSWORD@HOST`: what a manual prints.
fn is_placeholder(value: &str) -> bool {
    const WORDS: &[&str] =
        &["your", "example", "placeholder", "changeme", "change_me", "change-me", "xxxx", "****", "....", "redacted", "dummy", "insert"];
    let lower = value.to_lowercase();
    let shouted = !value.bytes().any(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let templated = value.contains(['<', '{', '$', '%', '•']) && !has_digit(value);
    shouted || templated || WORDS.iter().any(|word| lower.contains(word)) || value.starts_with(['$', '<', '{'])
}

/// The trap is `eslint-scope@3.7.2` and `logo@2x.png`; `git@` begins the address of a repository; a long number in front is a message's id.
fn is_mailbox(local: &str, domain: &str) -> bool {
    let domain = domain.to_lowercase();
    let last = domain.rsplit('.').next().unwrap_or_default();
    let file = words::FILE_ENDINGS.contains(last) && !host::has_public_suffix(&domain);
    let message = local.len() >= 32 && local.bytes().filter(|byte| *byte == b'-').count() > 3;
    !file && !message && !matches!(local.to_lowercase().as_str(), "git" | "hg" | "svn") && domain.parse::<IpAddr>().is_err()
}
