//! Word lists, one word a line in `words/`. Data, not code: a word that misleads a rule is added to its file.

use std::collections::BTreeSet;
use std::sync::LazyLock;

type List = LazyLock<BTreeSet<&'static str>>;

/// Names that are also words: found, but only as a warning.
pub static AMBIGUOUS: List = LazyLock::new(|| lines(include_str!("words/ambiguous-names.txt")));
/// Words that no handle and no label of a machine can protect.
pub static COMMON: List = LazyLock::new(|| lines(include_str!("words/common.txt")));
/// Words that make a value a team or a role rather than a person.
pub static ROLES: List = LazyLock::new(|| lines(include_str!("words/roles.txt")));
/// Keys of standards and abbreviations that look like tickets.
pub static NO_TICKETS: List = LazyLock::new(|| lines(include_str!("words/no-tickets.txt")));
/// Words before a number that count, rather than name a machine.
pub static COUNTERS: List = LazyLock::new(|| lines(include_str!("words/counters.txt")));
/// Endings of files, some of them top-level domains.
pub static FILE_ENDINGS: List = LazyLock::new(|| lines(include_str!("words/file-endings.txt")));
/// Public platforms: their hosts are nobody's secret.
pub static PLATFORMS: List = LazyLock::new(|| lines(include_str!("words/platforms.txt")));
/// Owners at code hosts whose repositories are everybody's.
pub static PUBLIC_OWNERS: List = LazyLock::new(|| lines(include_str!("words/public-owners.txt")));
/// Parts of a code host's addresses where an owner would stand.
pub static CODE_HOST_PAGES: List = LazyLock::new(|| lines(include_str!("words/code-host-pages.txt")));
/// Country codes of telephone numbers.
pub static CALLING_CODES: List = LazyLock::new(|| lines(include_str!("words/calling-codes.txt")));

/// Words that no name of a service can protect, beside the common ones.
pub static SERVICES: List = LazyLock::new(|| lines(include_str!("words/services.txt")));
/// Names of products that hold a word that may be somebody's name.
pub static PRODUCTS: List = LazyLock::new(|| lines(include_str!("words/products.txt")));
/// Keys, labels and columns with the kind of their values: `repos codename`.
pub static KEYS: List = LazyLock::new(|| lines(include_str!("words/keys.txt")));

fn lines(text: &'static str) -> BTreeSet<&'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}
