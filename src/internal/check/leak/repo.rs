//! Whose a page at a code host is. Comes in: host and path as written, and the config's permits. Goes out: whether it may be private.
//! It asks nobody: a repository counts as private until the config or a list of ours says that its owner works in the open.

use super::permits::Permits;
use super::{host, words};

/// Whether a page at a code host belongs to an owner that nobody said to be public.
pub fn is_private(name: &str, path: &str, permits: &Permits) -> bool {
    let name = name.to_lowercase();
    let name = name.strip_prefix("www.").unwrap_or(&name);
    let path = path.to_lowercase();
    // Listings of people and organisations, and the interface for programs, have the owner one step further on.
    let owned = ["orgs/", "users/", "repos/"].iter().find_map(|step| path.strip_prefix(step)).unwrap_or(&path);
    let owned = owned.strip_suffix(".git").unwrap_or(owned);
    let owner = owned.split('/').next().unwrap_or_default();
    let known = words::PUBLIC_OWNERS.contains(owner) || words::CODE_HOST_PAGES.contains(owner);
    let manuals = host::is_manuals(owner) || matches!(owner, "example" | "owner" | "org");
    // Snippets and raw files of an owner stand on hosts of their own.
    let main = if name.ends_with(".github.com") || name.ends_with(".githubusercontent.com") { "github.com" } else { name };
    let shared = matches!(main, "github.com" | "gitlab.com" | "bitbucket.org" | "codeberg.org" | "git.sr.ht");
    let public = if shared { known } else { host::is_platform(name) };
    !(public || manuals || permits.page(name, owned) || permits.page(main, owned))
}
