//! A real server on a free port, asked through a raw socket.
#![expect(clippy::disallowed_methods, reason = "tests write into folders of their own")]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::{Arc, Mutex};

use super::*;

/// What a socket got back.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().filter_map(|line| line.split_once(": ")).find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

fn ask(address: SocketAddr, request: &str) -> Answer {
    let mut socket = TcpStream::connect(address).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    socket.write_all(request.as_bytes()).unwrap();
    let mut text = String::new();
    socket.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    Answer { status: head[9..12].parse().unwrap(), head: head.to_owned(), body: body.to_owned() }
}

fn get(address: SocketAddr, path: &str) -> Answer {
    ask(address, &format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", address.port()))
}

/// A site's folder with one document; the built page shows the document.
fn folder(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.md"), text).unwrap();
    folder
}

fn build(root: &Path, base: &str) -> Built {
    let text = std::fs::read_to_string(root.join("a.md")).unwrap();
    if text.contains("broken") {
        return Built::Failed { report: "error: broken\n".into() };
    }
    let page = format!("<html><body><p>{text}</p></body></html>");
    let files = [
        ("index.html", page.as_str()),
        ("incidents/a/index.html", "<p>incident"),
        ("404.html", "<p>lost</body>"),
        ("feed.atom", "<feed/>"),
        ("a b.txt", "blank"),
    ];
    let files = files.into_iter().map(|(path, text)| (SitePath::new(path).unwrap(), text.as_bytes().into())).collect();
    Built::Site {
        files,
        base: base.into(),
        headers: Arc::new(headers),
        telling: Box::new(move || Telling {
            report: format!("built {text}\n"),
            notes: Box::new(move |file, _| {
                let is_incident = file.as_str().starts_with("incidents/");
                is_incident.then(|| Note { about: format!("a.md: {text}"), findings: "what was found\n".into() })
            }),
            unpublished: vec![Unpublished { page: Some("/incidents/a/".into()), about: "a.md: draft".into() }],
        }),
    }
}

fn headers(path: &str) -> Vec<(String, String)> {
    let list = [
        ("Content-Security-Policy", "default-src 'none'; script-src 'none'"),
        ("X-Path", path),
        ("Strict-Transport-Security", "max-age=1"),
        ("Access-Control-Allow-Origin", "*"),
    ];
    list.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

/// Runs a server while `story` asks it things. What it reported is returned.
fn with_server(root: &Path, base: &'static str, story: impl FnOnce(SocketAddr, &Mutex<String>)) -> String {
    with_mode(Mode::Author, root, base, story)
}

fn with_mode(mode: Mode, root: &Path, base: &'static str, story: impl FnOnce(SocketAddr, &Mutex<String>)) -> String {
    let options = Options { root: root.to_path_buf(), ignored: vec![root.join("public")], port: Some(0), mode };
    let server = Server::bind(&options).unwrap();
    let (address, sender) = (server.address(), server.sender.clone());
    let reported = Mutex::new(String::new());
    std::thread::scope(|scope| {
        let reported = &reported;
        let running = scope.spawn(move || server.run(|| build(root, base), &mut |text| reported.lock().unwrap().push_str(text)));
        until(|| reported.lock().unwrap().contains("serving http"));
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| story(address, reported)));
        sender.send(Wake::Stop).unwrap();
        running.join().unwrap().unwrap();
        told.unwrap();
    });
    reported.into_inner().unwrap()
}

fn until(mut fact: impl FnMut() -> bool) {
    for _ in 0..1000 {
        if fact() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("it never happened");
}

/// The version in a page's reload script.
fn version(page: &str) -> &str {
    page.split_once("?seen=").unwrap().1.split('"').next().unwrap()
}

#[test]
fn pages_come_as_their_host_would_send_them() {
    let folder = folder("one");
    with_server(folder.path(), "", |address, _| {
        let page = get(address, "/");
        assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
        assert!(page.body.contains("<p>one</p><script src=\"/__allclear/reload.js?seen="), "{}", page.body);
        assert!(page.body.ends_with("</script></body></html>"));
        assert_eq!(page.header("x-path"), Some("/"));
        assert_eq!(page.header("content-security-policy"), Some("default-src 'none'; script-src 'self'; connect-src 'self'"));
        assert_eq!((page.header("strict-transport-security"), page.header("access-control-allow-origin")), (None, None));
        assert_eq!((page.header("cache-control"), page.header("cross-origin-resource-policy")), (Some("no-store"), Some("same-origin")));
        assert_eq!(get(address, "/incidents/a/").body.matches("<script").count(), 1);
        assert_eq!(get(address, "/feed.atom").header("content-type"), Some("application/atom+xml; charset=utf-8"));
        assert_eq!(get(address, "/a%20b.txt").body, "blank");
        assert!(get(address, "/__allclear/reload.js").body.contains("location.reload"));
    });
}

#[test]
fn paths_without_a_slash_lead_to_their_folder_and_others_to_the_lost_page() {
    let folder = folder("one");
    with_server(folder.path(), "", |address, _| {
        let moved = get(address, "/incidents/a?x=1");
        assert_eq!((moved.status, moved.header("location")), (308, Some("/incidents/a/?x=1")));
        for lost in ["/nowhere", "/incidents/", "/../a.md", "/%2e%2e/a.md", "/incidents/a/../../../a.md", "//evil.example", "/a.md"] {
            let answer = get(address, lost);
            assert_eq!(answer.status, 404, "{lost}");
            assert!(answer.body.starts_with("<p>lost<script"), "{lost}: {}", answer.body);
        }
    });
}

#[test]
fn heads_have_no_body_and_other_methods_and_names_are_refused() {
    let folder = folder("one");
    with_server(folder.path(), "", |address, _| {
        let head = ask(address, "HEAD /feed.atom HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        assert_eq!((head.status, head.header("content-length"), head.body.as_str()), (200, Some("7"), ""));
        let post = ask(address, "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        assert_eq!((post.status, post.header("allow")), (405, Some("GET, HEAD")));
        let rebound = ask(address, "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        assert_eq!(rebound.status, 421);
        assert!(!rebound.body.contains("one"));
        assert!(address.ip().is_loopback());
    });
}

#[test]
fn a_site_below_a_path_is_served_below_it() {
    let folder = folder("one");
    let reported = with_server(folder.path(), "/status", |address, _| {
        for away in ["/", "/status"] {
            let moved = get(address, away);
            assert_eq!((moved.status, moved.header("location")), (308, Some("/status/")), "{away}");
        }
        assert_eq!(get(address, "/status/").header("x-path"), Some("/"));
        assert_eq!(get(address, "/status/incidents/a").header("location"), Some("/status/incidents/a/"));
        assert_eq!((get(address, "/feed.atom").status, get(address, "/statusfeed.atom").status), (404, 404));
    });
    assert!(reported.contains("/status/ until Ctrl-C"), "{reported}");
}

#[test]
fn a_changed_source_reaches_a_browser_that_waits() {
    let folder = folder("one");
    with_server(folder.path(), "", |address, _| {
        let first = get(address, "/").body;
        let waiting = std::thread::spawn({
            let seen = version(&first).to_owned();
            move || get(address, &format!("/__allclear/events?seen={seen}"))
        });
        std::thread::sleep(Duration::from_millis(50));
        std::fs::write(folder.path().join("a.md"), "two").unwrap();
        let news = waiting.join().unwrap();
        assert_eq!(news.status, 200);
        until(|| get(address, "/").body.contains("<p>two</p>"));
        assert_ne!(news.body, version(&first));
        // A page of an older run does not wait at all.
        assert_eq!(get(address, "/__allclear/events?seen=1-1").status, 200);
    });
}

#[test]
fn a_failing_build_keeps_the_last_good_site() {
    let folder = folder("good");
    let reported = with_server(folder.path(), "", |address, reported| {
        let before = get(address, "/").body;
        std::fs::write(folder.path().join("a.md"), "broken").unwrap();
        until(|| reported.lock().unwrap().contains("error: broken"));
        assert_eq!(get(address, "/").body, before);
    });
    assert_eq!(reported.matches("serving http").count(), 1);
}

#[test]
fn without_any_good_build_there_is_a_plain_page_that_waits_for_one() {
    let folder = folder("broken");
    with_server(folder.path(), "", |address, _| {
        let page = get(address, "/anything");
        assert_eq!(page.status, 503);
        assert!(page.body.contains("terminal") && page.body.contains("reload.js") && !page.body.contains("broken"));
        std::fs::write(folder.path().join("a.md"), "mended").unwrap();
        assert_eq!(get(address, &format!("/__allclear/events?seen={}", version(&page.body))).status, 200);
        until(|| get(address, "/").body.contains("mended"));
    });
}

#[test]
fn what_a_build_writes_does_not_start_another() {
    let folder = folder("one");
    std::fs::create_dir_all(folder.path().join("public")).unwrap();
    std::fs::create_dir_all(folder.path().join(".allclear")).unwrap();
    let reported = with_server(folder.path(), "", |_, _| {
        std::fs::write(folder.path().join("public/index.html"), "x").unwrap();
        std::fs::write(folder.path().join(".allclear/links.json"), "x").unwrap();
        std::fs::write(folder.path().join(".a.md.swp"), "x").unwrap();
        std::thread::sleep(Duration::from_millis(300));
    });
    assert_eq!(reported.matches("built").count(), 1, "{reported}");
}

#[test]
fn a_port_that_is_taken_is_an_error_when_asked_for_and_passed_over_when_not() {
    let (held, address) = port::listen(None).unwrap();
    let (_, next) = port::listen(None).unwrap();
    assert!(next.port() > address.port());
    let Err(error) = port::listen(Some(address.port())) else { panic!("the port is free") };
    assert!(error.to_string().contains("--port"), "{error}");
    drop(held);
}

#[test]
fn customers_get_the_bytes_and_headers_of_the_host_and_nothing_else() {
    let folder = folder("one");
    with_mode(Mode::Customer, folder.path(), "", |address, _| {
        let page = get(address, "/");
        assert_eq!(page.body, "<html><body><p>one</p></body></html>");
        assert_eq!(page.header("content-security-policy"), Some("default-src 'none'; script-src 'none'"));
        assert_eq!((page.header("strict-transport-security"), page.header("access-control-allow-origin")), (Some("max-age=1"), Some("*")));
        assert_eq!((page.header("cache-control"), page.header("cross-origin-resource-policy")), (None, None));
        let lost = get(address, "/nowhere/");
        assert_eq!((lost.status, lost.body.as_str(), lost.header("x-path")), (404, "<p>lost</body>", Some("/404.html")));
        for own in ["/__allclear/reload.js", "/__allclear/events?seen="] {
            assert_eq!(get(address, own).status, 404, "{own}");
        }
        let host = format!("Host: localhost:{}", address.port());
        let foreign = format!("GET /feed.atom HTTP/1.1\r\n{host}\r\nOrigin: https://evil.example\r\nConnection: close\r\n\r\n");
        assert_eq!(ask(address, &foreign).status, 403);
    });
}

#[test]
fn no_answer_of_a_preview_of_drafts_is_to_be_indexed() {
    let folder = folder("one");
    with_mode(Mode::Drafts, folder.path(), "", |address, _| {
        for path in ["/", "/feed.atom", "/incidents/a", "/nowhere/", "/__allclear/reload.js"] {
            assert_eq!(get(address, path).header("x-robots-tag"), Some("noindex"), "{path}");
        }
        let refused = ask(address, "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assert_eq!((refused.status, refused.header("x-robots-tag")), (405, Some("noindex")));
    });
    with_server(folder.path(), "", |address, _| assert_eq!(get(address, "/").header("x-robots-tag"), None));
}

#[test]
fn the_terminal_names_the_source_of_a_page_once_until_something_changes() {
    let folder = folder("one");
    let reported = with_mode(Mode::Drafts, folder.path(), "/status", |address, reported| {
        let told = |text: &str| reported.lock().unwrap().matches(text).count();
        for _ in 0..3 {
            assert_eq!(get(address, "/status/incidents/a/").status, 200);
        }
        get(address, "/status/");
        until(|| told("GET /status/incidents/a/ ← a.md: one\nwhat was found\n") == 1);
        std::fs::write(folder.path().join("a.md"), "two").unwrap();
        until(|| get(address, "/status/").body.contains("two"));
        get(address, "/status/incidents/a/");
        until(|| told("GET /status/incidents/a/ ← a.md: two\n") == 1);
    });
    assert_eq!(reported.matches("GET ").count(), 2, "{reported}");
    assert_eq!(reported.matches("1 draft, which nobody but you can see:\n  http://127.0.0.1:").count(), 1, "{reported}");
    assert!(reported.contains("/status/incidents/a/ ← a.md: draft\n"), "{reported}");
}

#[test]
fn two_hundred_quick_saves_end_in_the_last_one() {
    let folder = folder("one");
    let reported = with_server(folder.path(), "", |address, _| {
        for save in 1..=200 {
            std::fs::write(folder.path().join("a.md"), format!("save {save} of 200")).unwrap();
        }
        until(|| get(address, "/").body.contains("save 200 of 200"));
    });
    assert!(reported.matches("built").count() < 100, "{reported}");
}
