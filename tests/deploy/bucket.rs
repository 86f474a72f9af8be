//! Deploying to a bucket of a real server, and what readers find there whenever a deploy is cut. `tests/s3/run` runs these.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use super::proxy::{Fate, Proxy};
use super::reader;
use super::server::{BUCKET, KEY, SECRET, Server, Store, head};
use super::sites::Sites;
use crate::support::binary;
use crate::support::tree::Tree;

/// The state that lies beside the objects.
const STATE: &str = ".allclear-deploy";

/// A bucket with a proxy before it.
pub struct Story {
    pub store: Store,
    pub server: Server,
    pub proxy: Proxy,
    pub sites: &'static Sites,
}

impl Story {
    pub fn new() -> Self {
        let store = Store::new();
        let server = Server::start(store.path(), true);
        let proxy = Proxy::before(server.port);
        Self { store, server, proxy, sites: Sites::get() }
    }

    /// A deploy, not yet run.
    pub fn command(&self, out: &Path, to: &str, more: &[&str]) -> Command {
        command(self.proxy.port, out, to, more)
    }

    pub fn deploy(&self, out: &Path, to: &str, more: &[&str]) -> binary::Run {
        binary::run(&mut self.command(out, to, more)).hides(SECRET)
    }
}

/// A deploy through a port, with the right keys and nothing else of this machine's settings.
pub fn command(port: u16, out: &Path, to: &str, more: &[&str]) -> Command {
    let mut command = binary::command();
    command.env_clear().env("AWS_ACCESS_KEY_ID", KEY).env("AWS_SECRET_ACCESS_KEY", SECRET);
    command.arg("deploy").arg(out).arg(to).args(["--endpoint", &format!("http://127.0.0.1:{port}")]).args(more);
    command
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn objects_have_the_types_and_times_of_the_header_model() {
    let story = Story::new();
    let run = story.deploy(&story.sites.newer, "s3://site/status", &[]).ends_with(0);
    assert_eq!(story.store.served("status/"), story.sites.newer_files);
    assert!(run.stdout.contains("s3://site/status: ") && run.stdout.contains("https://status.example.com/"), "{}", run.stdout);
    let everybody = Server::start(story.store.path(), false);
    let style = story.sites.newer_files.keys().find(|path| path.starts_with("assets/style")).unwrap();
    for (path, kind, time) in [
        ("index.html", "text/html; charset=utf-8", "public, max-age=0, must-revalidate"),
        ("incidents/2026-03-09-slow-search/index.html", "text/html; charset=utf-8", "public, max-age=0, must-revalidate"),
        (style, "text/css; charset=utf-8", "public, max-age=31536000, immutable"),
        ("feed.atom", "application/atom+xml; charset=utf-8", "public, max-age=60"),
        ("api/v2/summary.json", "application/json", "public, max-age=60"),
        ("calendar.ics", "text/calendar; charset=utf-8", "public, max-age=60"),
        ("robots.txt", "text/plain; charset=utf-8", "public, max-age=3600"),
        ("favicon.svg", "image/svg+xml", "public, max-age=60"),
    ] {
        let head = head(everybody.port, &format!("status/{path}"));
        assert!(head.contains(&format!("content-type: {kind}\r\n")), "{path}: {head}");
        assert!(head.contains(&format!("cache-control: {time}\r\n")), "{path}: {head}");
        assert!(!head.contains("content-encoding"), "{path}: {head}");
    }
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn assets_come_first_then_pages_then_feeds_and_the_api_and_deletions_last() {
    let story = Story::new();
    story.deploy(&story.sites.older, "s3://site", &[]).ends_with(0);
    story.proxy.pass();
    story.deploy(&story.sites.newer, "s3://site", &[]).ends_with(0);

    let turn = |path: &str| match path {
        path if path.starts_with("assets/") || path.starts_with("favicon") => 0,
        path if path.ends_with(".html") => 1,
        _ => 2,
    };
    let puts = story.proxy.done("PUT", "");
    assert_eq!((puts.first().unwrap().as_str(), puts.last().unwrap().as_str()), (STATE, STATE));
    let turns: Vec<i32> = puts[1..puts.len() - 1].iter().map(|path| turn(path)).collect();
    assert!(turns.is_sorted() && turns.contains(&0) && turns.contains(&1) && turns.contains(&2), "{puts:?}");
    let pages: Vec<&String> = puts.iter().filter(|path| path.ends_with(".html")).collect();
    assert_eq!(*pages[0], "incidents/2026-03-09-slow-search/index.html", "a page that nobody links to yet comes first");
    assert_eq!(*pages[pages.len() - 1], "index.html");
    let log = story.proxy.log();
    let last_put = log.iter().rposition(|request| request.method == "PUT" && !request.path.ends_with(STATE)).unwrap();
    let first_removed = log.iter().position(|request| request.method == "DELETE").unwrap();
    assert!(last_put < first_removed, "something was removed before all was there");
    let removed = story.proxy.done("DELETE", "");
    assert!(removed.last().unwrap().starts_with("assets/"), "{removed:?}");
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn what_did_not_change_is_not_sent_again() {
    let story = Story::new();
    story.deploy(&story.sites.older, "s3://site", &[]).ends_with(0);
    story.proxy.pass();
    let run = story.deploy(&story.sites.older, "s3://site", &[]).ends_with(0);
    assert!(run.stdout.contains("0 files new, 0 changed, 0 removed"), "{}", run.stdout);
    assert!(story.proxy.log().iter().all(|request| request.method == "GET"), "{:?}", story.proxy.log());

    let before = story.store.save();
    story.proxy.pass();
    story.deploy(&story.sites.close, "s3://site", &["--dry-run"]).ends_with(0);
    assert!(story.proxy.log().iter().all(|request| request.method == "GET"), "{:?}", story.proxy.log());
    assert_eq!(story.store.save(), before);

    story.proxy.pass();
    story.deploy(&story.sites.close, "s3://site", &[]).ends_with(0);
    let (older, close) = (&story.sites.older_files, &story.sites.close_files);
    let mut sent: Vec<String> = story.proxy.done("PUT", "").into_iter().filter(|path| path != STATE).collect();
    sent.sort();
    assert_eq!(
        sent,
        close.iter().filter(|(path, bytes)| older.get(*path) != Some(bytes)).map(|(path, _)| path.clone()).collect::<Vec<_>>()
    );

    std::fs::remove_file(story.store.object("feed.xml")).unwrap();
    story.deploy(&story.sites.close, "s3://site", &[]).ends_with(0);
    assert_eq!(story.store.served(""), *close, "an object that somebody removed did not come back");
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn a_bucket_that_is_not_ours_is_refused_and_its_objects_stay() {
    let story = Story::new();
    story.store.put("photos/cat.txt", "a cat");
    let refused = |to: &str, words: &str| {
        let before = story.store.objects();
        story.deploy(&story.sites.older, to, &[]).ends_with(2).complains(words).complains("help: ");
        assert_eq!(story.store.objects(), before, "{words}");
    };
    refused("s3://site", "is not empty, and no deploy made it");
    refused("s3://site/photos", "is not empty, and no deploy made it");
    story.deploy(&story.sites.older, "s3://site/status", &[]).ends_with(0);
    story.store.put("status/CNAME", "mine");
    story.store.put("status2/index.html", "mine");
    story.deploy(&story.sites.newer, "s3://site/status/", &[]).ends_with(0);

    let mut below = story.store.served("status/");
    assert_eq!(below.remove("CNAME").unwrap(), b"mine");
    assert_eq!(below, story.sites.newer_files);
    assert_eq!(story.store.served("status2/").len() + story.store.served("photos/").len(), 2);

    let page = "status/incidents/2026-03-02-slow-search/index.html";
    story.store.put(page, "somebody put a page where the older site has one");
    let before = story.store.objects();
    let run = story.deploy(&story.sites.older, "s3://site/status", &[]).ends_with(2);
    run.complains("needs the place of incidents/2026-03-02-slow-search/index.html").complains("help: ");
    assert_eq!(story.store.objects(), before);

    story.store.put("other/.allclear-deploy", "allclear-deploy 1, files: 0\nsite: https://other.example/\n");
    refused("s3://site/other", "holds the site of https://other.example/");
    story.store.put("other/.allclear-deploy", "allclear-deploy 1, files: 3\n");
    refused("s3://site/other", "is damaged");
}

/// How a deploy may be cut at a request.
#[derive(Debug, Clone, Copy)]
enum Cut {
    Before,
    InBody,
    Behind,
}

/// Cuts a deploy at every request from the first to the last, and after each lets a reader look and the next deploy complete it.
fn cut_everywhere(from: Option<&str>, to: &str, cut: Cut, at_once: &str) {
    let story = Story::new();
    let sites = story.sites;
    let site = |name: &str| match name {
        "older" => (&sites.older, &sites.older_files),
        "newer" => (&sites.newer, &sites.newer_files),
        _ => (&sites.close, &sites.close_files),
    };
    let (out, wanted) = site(to);
    if let Some(from) = from {
        story.deploy(site(from).0, "s3://site", &[]).ends_with(0);
    }
    let versions: Vec<&Tree> = from.map(|from| site(from).1).into_iter().chain([wanted]).collect();
    let before = story.store.save();
    story.proxy.pass();
    story.deploy(out, "s3://site", &["--at-once", at_once]).ends_with(0);
    let (total, whole) = (story.proxy.log().len(), story.store.objects());
    for at in 0..total {
        let when = format!("{cut:?} request {at} of {total}");
        story.store.restore(&before);
        story.proxy.decide(move |number, _| match cut {
            _ if number < at => Fate::Pass,
            Cut::InBody if number == at => Fate::CutBody,
            Cut::Behind if number == at => Fate::CutAnswer,
            _ => Fate::Cut,
        });
        let run = story.deploy(out, "s3://site", &["--retries", "0", "--at-once", at_once]).ends_with(2).complains("help: ");
        assert!(run.stderr.contains("the connection to") || run.stderr.contains("cannot be reached"), "{when}: {}", run.stderr);
        reader::finds_a_working_site(&story.store.served(""), &versions, &when);
        let sent = story.proxy.done("PUT", "");

        story.proxy.pass();
        story.deploy(out, "s3://site", &["--stale-after", "0"]).ends_with(0);

        assert_eq!(story.store.objects(), whole, "{when}");
        let twice: Vec<String> = story.proxy.done("PUT", "").into_iter().filter(|path| path != STATE && sent.contains(path)).collect();
        assert_eq!(twice, Vec::<String>::new(), "{when}: sent a second time");
    }
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn a_deploy_cut_before_any_request_leaves_a_working_site() {
    cut_everywhere(Some("older"), "close", Cut::Before, "1");
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn a_deploy_cut_in_any_body_leaves_a_working_site() {
    cut_everywhere(Some("older"), "close", Cut::InBody, "1");
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn a_deploy_cut_before_any_answer_leaves_a_working_site() {
    cut_everywhere(Some("older"), "close", Cut::Behind, "1");
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn a_deploy_of_many_files_at_once_leaves_a_working_site_wherever_it_is_cut() {
    cut_everywhere(Some("close"), "older", Cut::Before, "16");
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn new_colours_never_leave_a_page_without_its_style() {
    cut_everywhere(Some("older"), "newer", Cut::Before, "1");
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn a_first_deploy_that_is_cut_shows_nothing_or_a_working_site() {
    cut_everywhere(None, "older", Cut::Before, "1");
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn one_lost_answer_anywhere_is_no_reason_to_fail() {
    let story = Story::new();
    story.deploy(&story.sites.older, "s3://site", &[]).ends_with(0);
    let before = story.store.save();
    story.proxy.pass();
    story.deploy(&story.sites.close, "s3://site", &["--at-once", "1"]).ends_with(0);
    let (total, whole) = (story.proxy.log().len(), story.store.objects());
    for at in 0..total {
        story.store.restore(&before);
        story.proxy.decide(move |number, _| if number == at { Fate::CutAnswer } else { Fate::Pass });
        story.deploy(&story.sites.close, "s3://site", &["--at-once", "1"]).ends_with(0);
        assert_eq!(story.store.objects(), whole, "the answer to request {at} was lost");
    }
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn two_deploys_at_once_follow_one_another() {
    for _ in 0..4 {
        let story = Story::new();
        let start = |out: &Path| story.command(out, "s3://site", &[]).stdout(std::process::Stdio::null()).spawn().unwrap();
        let deploys = [start(&story.sites.older), start(&story.sites.newer)];
        for mut deploy in deploys {
            assert_eq!(deploy.wait().unwrap().code(), Some(0));
        }
        let served = story.store.served("");
        assert!(served == story.sites.older_files || served == story.sites.newer_files, "two sites were mixed");
        assert!(!String::from_utf8(story.store.objects()[STATE].clone()).unwrap().contains("under way"));
    }
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn a_killed_deploy_is_waited_for_and_then_taken_over() {
    let story = Story::new();
    story.proxy.decide(|number, _| if number < 10 { Fate::Pass } else { Fate::Cut });
    story.deploy(&story.sites.older, "s3://site", &["--retries", "0"]).ends_with(2);
    assert!(String::from_utf8(story.store.objects()[STATE].clone()).unwrap().contains("under way"));
    story.proxy.pass();
    let run = story.deploy(&story.sites.newer, "s3://site", &["--stale-after", "1"]).ends_with(0);
    run.complains("another deploy is under way there; waiting for it");
    assert_eq!(story.store.served(""), story.sites.newer_files);
}

#[test]
#[ignore = "needs an S3 server: tests/s3/run"]
fn a_deploy_that_was_taken_over_stops() {
    let story = Story::new();
    story.deploy(&story.sites.older, "s3://site", &[]).ends_with(0);
    let (port, newer) = (story.server.port, Arc::new(story.sites.newer.clone()));
    // The first is at its last request when somebody loses patience.
    story.proxy.decide(move |number, request| {
        if number > 3 && request.method == "PUT" && request.path == format!("/{BUCKET}/{STATE}") {
            binary::run(&mut command(port, &newer, "s3://site", &["--stale-after", "0"])).ends_with(0);
        }
        Fate::Pass
    });
    let run = story.deploy(&story.sites.close, "s3://site", &[]).ends_with(2);
    run.complains("another deploy took over s3://site").complains("help: ");
    assert_eq!(story.store.served(""), story.sites.newer_files);
}
