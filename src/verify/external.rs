//! Comes in: a site, or its links to other hosts. Goes out: those links, and which of them lead nowhere.
//! Must never: ask anybody unless `follow` is called, or remember anything but addresses that answered.

use std::collections::BTreeMap;

use rayon::prelude::*;
use url::Url;

use super::address::Root;
use super::reading::Reading;
use crate::public::SitePath;

#[cfg(feature = "links")]
pub use following::{Broken, follow};

/// A link that leads away, with the first page that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalLink {
    /// Where it leads.
    pub url: Url,
    /// The first page that has it.
    pub page: SitePath,
}

/// The links from pages to other hosts, sorted and each once. `address` is the site's own.
pub fn external_links(site: &BTreeMap<SitePath, Vec<u8>>, address: &Url) -> Vec<ExternalLink> {
    let root = Root::new(address);
    let links_of = |(path, bytes): (&SitePath, &Vec<u8>)| -> Vec<ExternalLink> {
        let followed = Reading::of(path, bytes).links.into_iter().filter(|link| link.how.follows);
        let away = followed.filter_map(|link| root.away(path.as_str(), link.target.trim()));
        let web = away.filter(|url| matches!(url.scheme(), "http" | "https"));
        web.map(|mut url| {
            url.set_fragment(None);
            ExternalLink { url, page: path.clone() }
        })
        .collect()
    };
    let mut links: Vec<ExternalLink> = site.par_iter().flat_map_iter(links_of).collect();
    links.sort_by(|a, b| (a.url.as_str(), &a.page).cmp(&(b.url.as_str(), &b.page)));
    links.dedup_by(|later, first| later.url == first.url);
    links
}

/// The one place that knows lychee.
#[cfg(feature = "links")]
mod following {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;
    use std::sync::Arc;
    use std::time::Duration;

    use lychee_lib::{Client, ClientBuilder, ErrorKind, Status};
    use tokio::sync::Semaphore;
    use tokio::task::JoinSet;
    use url::Url;

    use crate::clock::Time;
    use crate::config::raw::Links;
    use crate::error::{Error, Result};

    /// How many links are followed at once.
    const AT_ONCE: usize = 24;
    /// The pause before the first further try; it doubles each time.
    const PAUSE: Duration = Duration::from_millis(500);
    /// The version of the cache's format.
    const VERSION: u64 = 1;

    /// A link that leads nowhere.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Broken {
        /// The link.
        pub url: Url,
        /// What happened, in lower case.
        pub why: String,
    }

    /// Follows links, each once, and says which are broken, sorted. `progress` is told how many of how many are done.
    /// Links that answered within `config.cache_hours` before `now` are not asked again; `cache` is the file that remembers them.
    ///
    /// # Errors
    /// If no client can be made or the cache cannot be written. A cache that cannot be read is ignored.
    pub fn follow(links: Vec<Url>, config: &Links, cache: &Path, now: Time, progress: &dyn Fn(usize, usize)) -> Result<Vec<Broken>> {
        let cannot = |source: std::io::Error| Error::usage(format!("cannot follow links: {source}"), "leave `--links` out");
        let mut answered = read_cache(cache, config, now);
        let all: BTreeSet<Url> = links.into_iter().filter(|url| !is_excluded(url, &config.exclude_hosts)).collect();
        let total = all.len();
        let mut open: Vec<Url> = all.into_iter().filter(|url| !answered.contains_key(url.as_str())).collect();
        progress(total - open.len(), total);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(cannot)?;
        let mut broken = Vec::new();
        for round in 0..=config.retries {
            if open.is_empty() {
                break;
            }
            // A new client each round: lychee remembers answers for as long as one lives, failures included.
            let client = Arc::new(client(config)?);
            let done = total - open.len();
            let answers = runtime.block_on(ask_all(client, open, |count| progress(done + count, total)));
            open = Vec::new();
            for (url, status) in answers {
                match verdict(&status, config) {
                    Verdict::Fine => drop(answered.insert(url.into(), now.timestamp())),
                    Verdict::NotAsked => {}
                    Verdict::Passing(_) if round < config.retries => open.push(url),
                    Verdict::Passing(why) | Verdict::Broken(why) => broken.push(Broken { url, why }),
                }
            }
            if !open.is_empty() {
                std::thread::sleep(PAUSE * 2_u32.saturating_pow(u32::try_from(round).unwrap_or(u32::MAX)).min(16));
            }
        }
        write_cache(cache, &answered)?;
        broken.sort_by(|a, b| a.url.cmp(&b.url));
        Ok(broken)
    }

    enum Verdict {
        Fine,
        /// Lychee never asks some hosts, those of examples among them.
        NotAsked,
        /// Might go away with another try.
        Passing(String),
        Broken(String),
    }

    fn client(config: &Links) -> Result<Client> {
        let client = ClientBuilder::builder()
            .timeout(Some(Duration::from_secs(config.timeout)))
            .max_retries(0_u64)
            .user_agent(concat!("allclear/", env!("CARGO_PKG_VERSION")))
            .build()
            .client();
        client.map_err(|error| Error::usage(format!("cannot follow links: {error}"), "leave `--links` out"))
    }

    async fn ask_all(client: Arc<Client>, links: Vec<Url>, mut done: impl FnMut(usize)) -> Vec<(Url, Status)> {
        let gate = Arc::new(Semaphore::new(AT_ONCE));
        let mut asking = JoinSet::new();
        for url in links {
            let (client, gate) = (Arc::clone(&client), Arc::clone(&gate));
            asking.spawn(async move {
                let _held = gate.acquire_owned().await;
                let status = match client.check(url.as_str()).await {
                    Ok(response) => response.into_body().status,
                    Err(error) => Status::Error(error),
                };
                (url, status)
            });
        }
        let mut answers = Vec::new();
        while let Some(answer) = asking.join_next().await {
            // A task fails only by a panic inside lychee; its link is then neither fine nor broken.
            answers.extend(answer);
            done(answers.len());
        }
        answers
    }

    fn verdict(status: &Status, config: &Links) -> Verdict {
        match status {
            Status::Ok(_) => Verdict::Fine,
            Status::Excluded | Status::Unsupported(_) | Status::Cached(_) | Status::UnknownMailStatus(_) => Verdict::NotAsked,
            Status::Timeout(_) => Verdict::Passing(format!("no answer within {} seconds", config.timeout)),
            Status::Error(ErrorKind::RejectedStatusCode(code)) | Status::UnknownStatusCode(code) => {
                let why = format!("the answer is {code}");
                if code.is_server_error() || matches!(code.as_u16(), 408 | 429) { Verdict::Passing(why) } else { Verdict::Broken(why) }
            }
            Status::Error(_) => Verdict::Passing("the host cannot be reached".to_owned()),
            Status::RequestError(error) => Verdict::Broken(format!("this cannot be asked: {error}")),
        }
    }

    fn is_excluded(url: &Url, hosts: &[String]) -> bool {
        let Some(host) = url.host_str() else { return true };
        hosts.iter().any(|excluded| match excluded.strip_prefix("*.") {
            Some(parent) => host.strip_suffix(&parent.to_lowercase()).is_some_and(|rest| rest.ends_with('.')),
            None => host.eq_ignore_ascii_case(excluded),
        })
    }

    /// Addresses with the second that they last answered, the stale ones left out. Anything unexpected makes it empty.
    fn read_cache(path: &Path, config: &Links, now: Time) -> BTreeMap<String, i64> {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let cache: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let known = cache.get("answered").and_then(serde_json::Value::as_object);
        let known = known.filter(|_| cache.get("version").and_then(serde_json::Value::as_u64) == Some(VERSION));
        let age = i64::try_from(config.cache_hours.saturating_mul(3600)).unwrap_or(i64::MAX);
        let fresh = now.timestamp().saturating_sub(age)..=now.timestamp();
        let entries = known.into_iter().flatten().filter_map(|(url, second)| Some((url.clone(), second.as_i64()?)));
        entries.filter(|(_, second)| age > 0 && fresh.contains(second)).collect()
    }

    #[expect(clippy::disallowed_methods, reason = "the cache of links is one of the places that a build may write to")]
    fn write_cache(path: &Path, answered: &BTreeMap<String, i64>) -> Result<()> {
        let text = serde_json::json!({ "version": VERSION, "answered": answered }).to_string();
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
        // One that is half written is ignored by the next run, so there is no need for more than a plain write.
        std::fs::write(path, text).map_err(Error::io("write", path))
    }
}

#[cfg(all(test, feature = "links"))]
mod tests;
