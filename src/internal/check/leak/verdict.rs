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
use super::placeholder::is_placeholder;
use super::{pattern, phone, repo, words};

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
    /// A repository at a code host, of an owner that is not permitted.
    PrivateRepo,
    /// Digits of base 16 that are neither a number nor a word.
    Commit,
    /// A UUID that stands for something.
    Uuid,
    /// Twelve digits that are no time, and that no word says to count something else.
    AccountNumber,
    /// A telephone number that could ring.
    Phone,
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
                let name = ["url", "port", "word"].into_iter().map(group).find(|name| !name.is_empty()).unwrap_or_default();
                let sample = !name.contains('.') && name.bytes().all(|byte| !byte.is_ascii_lowercase());
                !sample && !permits.host(name) && !host::is_manuals(name) && host::is_private(name, standing)
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
            Self::PrivateRepo => repo::is_private(group("name"), group("path"), permits),
            Self::Commit => has_digit(hit) && hit.bytes().any(|byte| byte.is_ascii_alphabetic()),
            Self::Uuid => hit != "123e4567-e89b-12d3-a456-426614174000" && hit.bytes().any(|byte| byte != b'0' && byte != b'-'),
            Self::AccountNumber => !is_moment(hit) && !follows_counter(&text[..span.start]),
            Self::Phone => phone::can_ring(hit),
        }
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

fn ipv4(text: &str) -> Option<Ipv4Addr> {
    // A machine in a cloud is named by its address: `ip-10-20-3-4`.
    let dotted = text.strip_prefix("ip-").map(|name| name.replace('-', "."));
    let text = dotted.as_deref().unwrap_or(text);
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
        (Ipv4Addr::new(1, 2, 3, 4), 32),
        (Ipv4Addr::new(1, 0, 0, 1), 32),
        (Ipv4Addr::new(8, 8, 8, 8), 32),
        (Ipv4Addr::new(8, 8, 4, 4), 32),
        (Ipv4Addr::new(9, 9, 9, 0), 24),
        (Ipv4Addr::new(149, 112, 112, 112), 32),
        (Ipv4Addr::new(208, 67, 222, 222), 32),
        (Ipv4Addr::new(208, 67, 220, 220), 32),
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

/// `version 10.2.3.4` and `v10.2.3.4` are numbers of a release, `section 10.2.3.4` of a text.
fn follows_version(before: &str) -> bool {
    static VERSION: LazyLock<regex::Regex> = pattern!(
        r"(?i)(?:(?:^|[^a-z0-9])(?:version(?:e[ns]?|s)?|versi[oó]n|versie|ver\.?|releases?|kernel|v|sections?|chapter|clause)|§|wersj[aię]|версия|версии|バージョン|版本|버전)[\s:`]{0,2}$"
    );
    VERSION.is_match(tail(before, 24))
}

/// `order 123456789012`.
fn follows_counter(before: &str) -> bool {
    static COUNTER: LazyLock<regex::Regex> = pattern!(
        r"(?i)(?:^|[^a-z])(?:orders?|invoices?|requests?|references?|ref|cases?|parcels?|tracking|articles?|items?|ean|upc|barcodes?|number|no|nr|id|bytes|#)[.:]?\s{0,2}#?$"
    );
    COUNTER.is_match(tail(before, 24))
}

/// The last bytes of a text, as many as there are up to `most`.
fn tail(text: &str, most: usize) -> &str {
    let mut start = text.len().saturating_sub(most);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// `202603140958` is a time.
fn is_moment(digits: &str) -> bool {
    chrono::NaiveDateTime::parse_from_str(digits, "%Y%m%d%H%M").is_ok_and(|time| (1990..2100).contains(&chrono::Datelike::year(&time)))
}

/// The trap is `eslint-scope@3.7.2` and `logo@2x.png`; `git@` begins the address of a repository; a long number in front is a message's id.
fn is_mailbox(local: &str, domain: &str) -> bool {
    const SAMPLES: &[&str] =
        &["name", "your.name", "you", "user", "username", "someone", "somebody", "jane.doe", "john.doe", "first.last", "me"];
    let domain = domain.to_lowercase();
    let last = domain.rsplit('.').next().unwrap_or_default();
    let sample = host::is_sample(&domain) && SAMPLES.contains(&local.to_lowercase().as_str());
    let file = words::FILE_ENDINGS.contains(last) && !host::has_public_suffix(&domain);
    let message = local.len() >= 32 && local.bytes().filter(|byte| *byte == b'-').count() > 3;
    !sample && !file && !message && !matches!(local.to_lowercase().as_str(), "git" | "hg" | "svn") && domain.parse::<IpAddr>().is_err()
}
