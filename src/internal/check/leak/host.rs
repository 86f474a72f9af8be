//! What a host's name says about where it can be reached. Comes in: a name as written. Goes out: public, reserved, private or no host.
//! A dotted word is taken for a host only where one must be meant: the trap is `Node.js`, `config.yml` and `com.example.Retry`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::pattern;
use super::words;

/// Endings that only private networks use.
const PRIVATE_ENDINGS: &[&str] =
    &["internal", "corp", "lan", "local", "localdomain", "home", "intra", "intranet", "private", "svc", "consul", "home.arpa", "localhost"];

/// How a name stands in its text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Behind a scheme or before a port: it is a host.
    Address,
    /// A word among words.
    Word,
}

/// Whether only a private network knows this host.
pub fn is_private(name: &str, standing: Standing) -> bool {
    let host = name.trim_end_matches('.').to_lowercase();
    if is_reserved(&host) || is_reserved_for_standards(&host) || is_number(&host) {
        return false;
    }
    let last = host.rsplit('.').next().unwrap_or_default();
    if !host.contains('.') {
        // Everybody has a `localhost`.
        return standing == Standing::Address && host != "localhost";
    }
    if PRIVATE_ENDINGS.iter().any(|ending| host.strip_suffix(ending).is_some_and(|rest| rest.ends_with('.'))) {
        // `.env.local` is a file; `Thread.local` and the like are classes.
        return standing == Standing::Address || !is_file_or_class(name);
    }
    // `ssh.go:3032` is a line of a program.
    !has_public_suffix(&host) && !words::FILE_ENDINGS.contains(last) && (standing == Standing::Address || is_numbered_machine(name))
}

/// Whether a label ends the names of private networks, in any case.
pub fn is_private_ending(label: &[u8]) -> bool {
    let known = |ending: &&str| ending.len() >= label.len() && ending.as_bytes()[ending.len() - label.len()..].eq_ignore_ascii_case(label);
    // Nearly every label begins with another letter, or is a number.
    label.first().is_some_and(|first| b"iclhpsa".contains(&(first | 0x20))) && PRIVATE_ENDINGS.iter().any(known)
}

/// Names set aside for examples and tests.
pub fn is_reserved(host: &str) -> bool {
    let zone = |zone: &str| host == zone || host.strip_suffix(zone).is_some_and(|rest| rest.ends_with('.'));
    ["example", "test", "invalid", "example.com", "example.org", "example.net"].into_iter().any(zone)
}

/// The names of examples themselves; hosts below them are somebody's.
pub fn is_sample(host: &str) -> bool {
    let bare = host.strip_prefix("www.").unwrap_or(host);
    matches!(bare, "example.com" | "example.org" | "example.net" | "localhost") || is_reserved_for_standards(host)
}

/// The host of a manual's sample: `your-team.chat.example`, `YOUR_HOST`.
pub fn is_manuals(host: &str) -> bool {
    let first = host.split(['.', ':']).next().unwrap_or_default();
    let shouted = first.contains('_') && first.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let yours = first.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("your-") || start.eq_ignore_ascii_case("your_"));
    yours || shouted
}

/// Hosts whose addresses are names in formats: they stand in every feed.
pub fn is_reserved_for_standards(host: &str) -> bool {
    ["w3.org", "schema.org", "purl.org", "sitemaps.org", "jsonfeed.org"]
        .iter()
        .any(|zone| host == *zone || host.ends_with(&format!(".{zone}")))
}

/// Whether a dotted word can be taken for a public host: a known ending, and not that of a file.
pub fn looks_public(name: &str) -> bool {
    let host = name.to_lowercase();
    let last = host.rsplit('.').next().unwrap_or_default();
    psl::domain_str(&host).is_some()
        && has_public_suffix(&host)
        && !words::FILE_ENDINGS.contains(last)
        && name.rsplit('.').next().is_some_and(same_case)
}

/// Whether the ending is on the public suffix list.
pub fn has_public_suffix(host: &str) -> bool {
    psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known())
}

/// Whether a well-known public platform runs the host.
pub fn is_platform(host: &str) -> bool {
    let zones = std::iter::successors(Some(host), |host| host.split_once('.').map(|(_, rest)| rest));
    let platforms: &BTreeSet<&str> = &words::PLATFORMS;
    zones.into_iter().any(|zone| platforms.contains(zone))
}

fn is_number(host: &str) -> bool {
    host.split('.').all(|label| label.bytes().all(|byte| byte.is_ascii_digit()))
}

fn same_case(label: &str) -> bool {
    label.chars().all(|c| !c.is_uppercase()) || label.chars().all(|c| !c.is_lowercase())
}

fn is_file_or_class(name: &str) -> bool {
    name.starts_with('.') || name.split('.').any(|label| !same_case(label))
}

/// `es-data-7.rack2.fern`: an ending that nobody registered, but the shape of a machine's name.
fn is_numbered_machine(name: &str) -> bool {
    static MACHINE: LazyLock<regex::Regex> = pattern!(r"^(?:[a-z][a-z0-9]*-)+[a-z]*[0-9]{1,4}$");
    let mut labels = name.split('.');
    let first = labels.next().is_some_and(|label| MACHINE.is_match(label));
    let plain = name.split('.').skip(1).all(|label| label.starts_with(|c: char| c.is_ascii_lowercase()));
    let last = name.rsplit('.').next().unwrap_or_default();
    first && plain && last.len() > 1 && last.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_hosts_are_known_by_their_endings() {
        for name in ["db.corp", "es-data-7.prod.internal", "x.home.arpa", "vault.service.consul", "es-data-7.rack2.fern"] {
            assert!(is_private(name, Standing::Word), "{name}");
        }
        assert!(is_private("wiki", Standing::Address));
        assert!(is_private("build.fernwood", Standing::Address));
    }

    #[test]
    fn the_last_label_of_a_private_name_is_known() {
        for ending in PRIVATE_ENDINGS {
            assert!(is_private_ending(ending.rsplit('.').next().unwrap().to_uppercase().as_bytes()), "{ending}");
        }
        assert!(!is_private_ending(b"json") && !is_private_ending(b"") && !is_private_ending(b"css"));
    }

    #[test]
    fn words_with_dots_are_no_hosts() {
        for name in [
            "Node.js",
            "config.yml",
            "com.example.Retry",
            "java.util.list",
            "log4j-core-2.jar",
            "es-data-7.go",
            "github.com",
            "1.2.3.4",
            "Thread.local",
        ] {
            assert!(!is_private(name, Standing::Word), "{name}");
        }
        for name in ["docs.example", "db.example.com", "a.test", "www.w3.org", "localhost", "ssh.go"] {
            assert!(!is_private(name, Standing::Address), "{name}");
        }
    }

    #[test]
    fn platforms_cover_their_subdomains() {
        assert!(is_platform("gist.github.com"));
        assert!(!is_platform("notgithub.com"));
    }
}
