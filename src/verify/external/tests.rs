//! Servers on loopback that answer in every way that matters, and count how often they are asked.
#![expect(clippy::disallowed_methods, reason = "tests write into folders of their own")]
#![expect(clippy::unwrap_used, reason = "a test; its condition on a feature hides that from the lint")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use url::Url;

use super::*;
use crate::clock::Time;
use crate::config::raw::Links;

type Count = Arc<Mutex<BTreeMap<String, usize>>>;

/// A host that answers by the path it is asked for.
struct Host {
    address: SocketAddr,
    asked: Count,
    folder: tempfile::TempDir,
    _runtime: tokio::runtime::Runtime,
}

impl Host {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let (address, asked) = (listener.local_addr().unwrap(), Count::default());
        let counted = Arc::clone(&asked);
        let service = Router::new().fallback(move |request: Request| {
            let path = request.uri().path().to_owned();
            let count = *counted.lock().unwrap().entry(path.clone()).and_modify(|count| *count += 1).or_insert(1);
            async move { answer(&path, count).await }
        });
        runtime.spawn(async move { axum::serve(listener, service).await.unwrap() });
        Self { address, asked, folder: tempfile::tempdir().unwrap(), _runtime: runtime }
    }

    fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join(".allclear/links.json")
    }

    fn asked(&self, path: &str) -> usize {
        self.asked.lock().unwrap().get(path).copied().unwrap_or_default()
    }

    /// Follows paths of this host: the broken ones with the reason.
    fn follow(&self, paths: &[&str], config: &Links, now: &str) -> Vec<(String, String)> {
        let links = paths.iter().map(|path| self.url(path)).collect();
        let broken = follow(links, config, &self.cache(), at(now), &|_, _| {}).unwrap();
        broken.into_iter().map(|broken| (broken.url.path().to_owned(), broken.why)).collect()
    }
}

async fn answer(path: &str, count: usize) -> Response {
    match path {
        "/gone" => StatusCode::NOT_FOUND.into_response(),
        "/down" => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        "/shaky" if count == 1 => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        "/slow" => {
            tokio::time::sleep(Duration::from_secs(30)).await;
            StatusCode::OK.into_response()
        }
        "/moved" => (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, "/fine")]).into_response(),
        "/moved-away" => (StatusCode::FOUND, [(header::LOCATION, "/gone")]).into_response(),
        _ => StatusCode::OK.into_response(),
    }
}

fn at(text: &str) -> Time {
    chrono::DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn config() -> Links {
    Links { timeout: 1, retries: 1, ..Links::default() }
}

const MONDAY: &str = "2026-03-16T10:00:00Z";
const TUESDAY: &str = "2026-03-17T09:00:00Z";
const WEDNESDAY: &str = "2026-03-18T10:00:00Z";

#[test]
fn broken_links_are_told_from_sound_ones() {
    let host = Host::new();
    let broken = host.follow(&["/fine", "/gone", "/moved", "/moved-away", "/slow", "/down", "/shaky"], &config(), MONDAY);
    let paths: Vec<&str> = broken.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["/down", "/gone", "/moved-away", "/slow"], "{broken:?}");
    assert!(broken[0].1.contains("500") && broken[1].1.contains("404"), "{broken:?}");
    assert_eq!(broken[3].1, "no answer within 1 seconds");
    // What another try cannot mend is not asked twice; what it might is.
    assert_eq!((host.asked("/down"), host.asked("/shaky"), host.asked("/slow"), host.asked("/fine")), (2, 2, 2, 2));
}

#[test]
fn a_second_run_asks_nobody_until_the_answers_are_old() {
    let host = Host::new();
    let once = |now| host.follow(&["/fine", "/gone"], &config(), now);
    assert_eq!(once(MONDAY).len(), 1);
    assert_eq!(once(TUESDAY).len(), 1);
    assert_eq!((host.asked("/fine"), host.asked("/gone")), (1, 2), "a broken link is asked again: someone may have mended it");
    once(WEDNESDAY);
    assert_eq!(host.asked("/fine"), 2);
    // A clock that went back does not believe answers from the future.
    once("2026-03-01T00:00:00Z");
    assert_eq!(host.asked("/fine"), 3);
}

#[test]
fn a_cache_that_is_broken_or_foreign_is_ignored_and_replaced() {
    let host = Host::new();
    let url = host.url("/fine");
    let second = at(MONDAY).timestamp();
    for (round, text) in
        ["", "{", "[1]", "{\"version\": 2, \"answered\": {\"URL\": SECOND}}", "{\"version\": 1, \"answered\": {\"URL\": \"x\"}}"]
            .into_iter()
            .enumerate()
    {
        std::fs::create_dir_all(host.cache().parent().unwrap()).unwrap();
        let text = text.replace("URL", url.as_str()).replace("SECOND", &second.to_string());
        std::fs::write(host.cache(), text).unwrap();
        host.follow(&["/fine"], &config(), MONDAY);
        assert_eq!(host.asked("/fine"), round + 1);
    }
    host.follow(&["/fine"], &config(), MONDAY);
    assert_eq!(host.asked("/fine"), 5);
    let kept = std::fs::read_to_string(host.cache()).unwrap();
    assert_eq!(kept, format!("{{\"version\":1,\"answered\":{{\"{url}\":{second}}}}}"));
}

#[test]
fn an_excluded_host_is_not_asked() {
    let host = Host::new();
    let config = Links { exclude_hosts: vec!["127.0.0.1".into()], ..config() };
    assert!(host.follow(&["/gone"], &config, MONDAY).is_empty());
    assert_eq!(host.asked("/gone"), 0);
}

#[test]
fn a_host_that_is_not_there_is_broken() {
    let host = Host::new();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let link = Url::parse(&format!("http://{free}/")).unwrap();
    let broken = follow(vec![link.clone()], &Links { retries: 0, ..config() }, &host.cache(), at(MONDAY), &|_, _| {}).unwrap();
    assert_eq!(broken[0].url, link);
    assert!(broken[0].why.starts_with("the host cannot be reached"), "{broken:?}");
}

#[test]
fn progress_ends_with_all_of_them() {
    let host = Host::new();
    let told = RefCell::new(Vec::new());
    let links = ["/fine", "/gone", "/fine"].map(|path| host.url(path)).to_vec();
    follow(links, &config(), &host.cache(), at(MONDAY), &|done, total| told.borrow_mut().push((done, total))).unwrap();
    assert_eq!(told.into_inner(), [(0, 2), (1, 2), (2, 2)]);
}
