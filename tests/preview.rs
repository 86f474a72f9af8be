//! What an author sees before anyone else: drafts marked on every page and written nowhere, or exactly what customers will get.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::binary::command;
use crate::support::{BASE, Folder, NOW, allclear, content_example, tree};

/// A name, an edit of the complete document that keeps it or its message in, and why it is not public.
const WAITING: &[(&str, &str, &str, &str)] = &[
    ("draft", "status: reviewed", "status: draft", "its status is draft"),
    ("review", "status: reviewed", "status: in review", "its status is in review"),
    ("embargo", "published: 2026-03-18T16:00:00Z", "published: 2026-03-25T16:00:00Z", "its message waits until 2026-03-25 16:00 UTC"),
    ("dateless", "  published: 2026-03-18T16:00:00Z\n", "", "it has no `published`"),
    ("worded", "We are sorry", "There was an outage. We are sorry", "an error withholds it"),
    ("strange", "components: [search]", "components: [fax]", "an error withholds it"),
    (
        "to-come",
        "## External message",
        "### 2026-03-21 08:00 UTC — Update\nMore is to come.\n\n## External message",
        "an update waits until 2026-03-21 08:00 UTC",
    ),
];

/// The complete document under another id, edited.
fn edited(id: &str, from: &str, to: &str) -> String {
    assert!(BASE.contains(from), "{id}: nothing to change");
    BASE.replace("2026-03-14-slow-search", id).replacen(from, to, 1)
}

#[test]
fn what_is_not_public_yet_is_shown_as_it_will_be_and_says_so_on_every_page() {
    let mut site = Folder::new();
    for (id, from, to, _) in WAITING {
        site = site.document(&format!("2026/{id}.md"), edited(id, from, to));
    }
    let site = site.document("public.md", BASE);

    let seen = site.preview();

    assert_eq!(seen.drafts.len(), WAITING.len(), "{:?}", seen.drafts);
    for (id, _, _, why) in WAITING {
        let path = format!("postmortems/2026/{id}.md");
        let page = seen.text(&format!("incidents/{id}/index.html"));
        assert_eq!(seen.draft(&path).why, *why, "{id}");
        assert!(page.contains("<strong>Draft: not public</strong>"), "{id}: {page}");
        assert!(page.contains("<bdi>Draft: Slow search results</bdi>") && page.contains(&path), "{id}: {page}");
        assert!(page.contains("We are sorry that you waited for results."), "{id} lacks its message");
        assert!(seen.text("index.html").contains(&format!("href=\"/incidents/{id}/\">Draft: Slow search results</a> <code>{path}</code>")));
    }
    assert!(seen.text("incidents/to-come/index.html").contains("More is to come."));
    assert!(seen.text("incidents/dateless/index.html").contains("Published <time datetime=\"2026-03-20T12:00:00Z\""));
    for (path, bytes) in seen.files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
        assert!(page.contains("not public</strong>") && page.contains("/__allclear/preview.css"), "{path}");
    }
    // A page that customers have is as it is for them, but for the mark; in feeds and data the title says it.
    assert!(!seen.text("incidents/2026-03-14-slow-search/index.html").contains("Draft: Slow"));
    for data in ["feed.xml", "feed.json", "history.atom", "api/incidents/draft.json", "api/v2/incidents.json", "postmortems/index.html"] {
        assert!(seen.text(data).contains("Draft: Slow search results"), "{data}");
    }
}

#[test]
fn what_is_public_but_in_part_says_which_part_is_not() {
    let site = Folder::with(&BASE.replace("status: reviewed", "status: in review"));
    let page = site.preview().text("incidents/2026-03-14-slow-search/index.html").to_owned();
    assert!(page.contains("Customers have this page without what is still a draft"), "{page}");
    let whole = BASE.replace("## Status updates", "## Notes").replace("status: reviewed", "status: in review");
    let page = Folder::with(&whole).preview().text("incidents/2026-03-14-slow-search/index.html").to_owned();
    assert!(page.contains("Customers do not have this page."), "{page}");
}

#[test]
fn a_site_where_all_is_public_has_no_drafts_and_the_same_data() {
    let site = Folder::with(BASE);
    let (built, seen) = (site.build(), site.preview());
    assert_eq!(seen.drafts, []);
    for (path, bytes) in built.site().iter().filter(|(path, _)| !path.ends_with(".html")) {
        assert_eq!(seen.files.get(path), Some(bytes), "{path}");
    }
    assert!(seen.text("index.html").contains("Preview with drafts: not public"));
}

#[test]
fn an_approval_that_is_missing_is_no_reason_to_hide_a_draft() {
    let config = format!("{}\n[lifecycle]\nrequire_seal = true\n", crate::support::folder::CONFIG);
    let seen = Folder::with(BASE).file("allclear.toml", config).preview();
    assert_eq!(seen.draft("postmortems/2026-03-14-slow-search.md").why, "an error withholds it");
    assert!(seen.text("incidents/2026-03-14-slow-search/index.html").contains("We are sorry"));
}

#[test]
fn a_draft_with_a_leak_or_in_doubt_is_not_shown_and_its_address_says_why() {
    let bad = [
        ("leak", "We are sorry", "The host 10.20.30.40 was full. We are sorry", "leak/private-ipv4"),
        ("heading", "We are sorry", "**Root cause**\n\nWe are sorry", "document/internal-heading"),
        ("fence", "We are sorry", "```\nWe are sorry", "document/left-open"),
        ("key", "  impact: partial", "  impact: partial\n  region: north", "document/public-key"),
        ("picture", "We are sorry", "![A page](page.svg) We are sorry", "leak/private-ipv4"),
    ];
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>10.20.30.40</text></svg>";
    for status in ["status: draft", "status: in review", "status: reviewed"] {
        let mut site = Folder::new().document("page.svg", drawing);
        for (id, from, to, _) in bad {
            site = site.document(
                &format!("{id}.md"),
                edited(id, from, to).replace("status: reviewed", status).replace("## Status updates", "## Notes"),
            );
        }
        let seen = site.preview();
        for (id, .., rule) in bad {
            let page = seen.text(&format!("incidents/{id}/index.html"));
            assert!(page.contains("This draft is not shown") && page.contains(rule), "{status}, {id}: {page}");
            assert!(page.contains(&format!("postmortems/{id}.md:")) && page.contains("noindex"), "{status}, {id}: {page}");
            assert!(seen.draft(&format!("postmortems/{id}.md")).why.contains(rule), "{status}, {id}: {:?}", seen.drafts);
        }
        for (path, bytes) in &seen.files {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains("10.20.30.40") && !text.contains("We are sorry"), "{status}: {path}");
        }
    }
}

#[test]
fn an_id_that_leaks_is_named_on_no_page() {
    let text = BASE.replace("2026-03-14-slow-search", "es-data-7-down").replace("status: reviewed", "status: draft");
    let seen = Folder::new().document("slow.md", text.replace("severity: P1", "severity: P1\nhosts: [es-data-7]")).preview();
    assert_eq!(seen.draft("postmortems/slow.md").page, None, "{}", seen.human);
    for (path, bytes) in &seen.files {
        assert!(!path.contains("es-data-7") && !String::from_utf8_lossy(bytes).contains("es-data-7"), "{path}");
    }
}

#[test]
fn what_is_never_to_be_public_is_no_draft() {
    let never = [
        ("near", "status: reviewed", "status: draft\nkind: near miss"),
        ("kept", "status: reviewed", "status: draft\npublish: false"),
        ("notes", "public:\n", "intern:\n"),
    ];
    let mut site = Folder::new();
    for (id, from, to) in never {
        site = site.document(&format!("{id}.md"), edited(id, from, to));
    }
    let seen = site.preview();
    assert_eq!(seen.drafts, []);
    assert!(never.iter().all(|(id, ..)| !seen.files.contains_key(&format!("incidents/{id}/index.html"))));
}

#[test]
fn a_draft_without_words_says_so() {
    let text = BASE.split("## Status updates").next().unwrap().replace("status: reviewed", "status: draft");
    let seen = Folder::with(&text).preview();
    let page = seen.text("incidents/2026-03-14-slow-search/index.html");
    assert!(page.contains("it has neither a status update nor a message yet"), "{page}");
}

#[test]
fn a_draft_that_lacks_a_title_says_what_is_missing() {
    let text = BASE.replace("  title: Slow search results\n", "").replace("status: reviewed", "status: draft");
    let seen = Folder::with(&text.replace("## Status updates", "## Notes")).preview();
    let page = seen.text("incidents/2026-03-14-slow-search/index.html");
    assert!(page.contains("its `public:` block lacks what a page needs") && page.contains("public/required"), "{page}");
    assert!(!page.contains("reindex filled the heap"), "the internal title stands in");
}

#[test]
fn customers_and_drafts_are_two_things() {
    let run = allclear(["serve", "--drafts", "--as-customer"]).ends_with(2);
    assert!(run.stderr.contains("--drafts") && run.stderr.contains("--as-customer"), "{}", run.stderr);
}

#[test]
fn the_server_lists_drafts_names_what_stands_behind_a_page_and_writes_nothing() {
    let site = Folder::new()
        .document("a.md", edited("a", "status: reviewed", "status: draft").replace("We are sorry", "There was an outage. We are sorry"))
        .document("b.md", edited("b", "We are sorry", "The host 10.20.30.40 was full. We are sorry"));
    let before = tree::read(site.path());
    let server = Served::start(&site, &["--drafts"]);

    server.says("2 drafts, which nobody but you can see:\n");
    server.says(&format!("  {}/incidents/a/ ← postmortems/a.md: its status is draft\n", server.address));
    server.says(&format!(
        "  {}/incidents/b/ ← postmortems/b.md: not shown: leak/private-ipv4 keeps it out of previews too\n",
        server.address
    ));
    let page = server.get("/incidents/a/");
    assert!(page.contains("x-robots-tag: noindex") && page.contains("Draft: not public") && page.contains("reload.js"), "{page}");
    assert!(server.get("/__allclear/preview.css").contains("content-type: text/css"));
    server.says("GET /incidents/a/ ← postmortems/a.md: 1 hint\nhint[wording/outage-unless-full]");
    server.get("/");
    server.says("GET / ← postmortems/a.md, postmortems/b.md: ");
    server.get("/incidents/a/");
    site.write("postmortems/a.md", edited("a", "status: reviewed", "status: draft"));
    server.until(|| !server.get("/incidents/a/").contains("outage"));
    server.says("GET /incidents/a/ ← postmortems/a.md: no findings\n");

    let said = server.stop();
    assert_eq!(said.matches("GET /incidents/a/ ").count(), 2, "{said}");
    assert!(!said.contains("10.20.30.40"), "{said}");
    let after = tree::read(site.path());
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>(), "something was written");
}

#[test]
fn customers_get_the_bytes_that_a_build_writes_with_the_headers_that_it_asks_for() {
    let site = Folder::with(BASE).document("draft.md", edited("draft", "status: reviewed", "status: in review"));
    let out = tempfile::tempdir().unwrap();
    let public = out.path().join("public");
    allclear(["build".as_ref(), site.path().as_os_str(), "--out".as_ref(), public.as_os_str(), "--now".as_ref(), NOW.as_ref()])
        .ends_with(0);
    let server = Served::start(&site, &["--as-customer"]);

    let built = tree::read(&public);
    let headers = String::from_utf8(built["_headers"].clone()).unwrap();
    let policy = headers.lines().find_map(|line| line.trim().strip_prefix("Content-Security-Policy: ")).unwrap();
    for (path, bytes) in built.iter().filter(|(path, _)| *path != ".allclear-site") {
        let answer = server.bytes(&format!("/{}", path.strip_suffix("index.html").unwrap_or(path)));
        let end = answer.windows(4).position(|part| part == b"\r\n\r\n").unwrap();
        assert_eq!(&answer[end + 4..], bytes.as_slice(), "{path}");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        assert!(head.contains(&format!("content-security-policy: {policy}")), "{path}: {head}");
        assert!(!head.contains("no-store") && !head.contains("x-robots-tag"), "{path}: {head}");
    }
    assert!(server.get("/feed.atom").contains("access-control-allow-origin: *"));
    assert!(server.get("/assets/").contains(" 404 ") && server.get("/__allclear/events").contains(" 404 "));
    server.says("GET /incidents/2026-03-14-slow-search/ ← postmortems/2026-03-14-slow-search.md: no findings\n");
    let foreign = server
        .ask(&format!("GET /feed.atom HTTP/1.1\r\nHost: {}\r\nOrigin: https://evil.example\r\nConnection: close\r\n\r\n", server.host()));
    assert!(foreign.starts_with(b"HTTP/1.1 403"), "{}", String::from_utf8_lossy(&foreign));
}

#[test]
fn a_config_that_breaks_while_serving_keeps_the_last_good_site() {
    let site = Folder::with(BASE);
    let server = Served::start(&site, &[]);
    site.write("allclear.toml", "[site]\n");
    server.says("allclear.toml:");
    assert!(server.get("/").contains("Example status"));
    assert!(!server.said.lock().unwrap().contains("error: error"));
    site.write("allclear.toml", crate::support::folder::CONFIG.replace("Example status", "Mended status"));
    server.until(|| server.get("/").contains("Mended status"));
}

#[test]
fn a_folder_that_goes_and_comes_back_is_served_again() {
    let site = Folder::with(BASE);
    let server = Served::start(&site, &[]);
    std::fs::remove_dir_all(site.at("postmortems")).unwrap();
    server.until(|| server.get("/incidents/2026-03-14-slow-search/").contains(" 404 "));
    site.write("postmortems/2026-03-14-slow-search.md", BASE);
    server.until(|| server.get("/incidents/2026-03-14-slow-search/").contains(" 200 "));

    let away = site.path().with_extension("away");
    std::fs::rename(site.path(), &away).unwrap();
    server.says("error: ");
    assert!(server.get("/").contains("Example status"), "the last good site is gone");
    std::fs::rename(&away, site.path()).unwrap();
    site.write("allclear.toml", crate::support::folder::CONFIG.replace("Example status", "Mended status"));
    server.until(|| server.get("/").contains("Mended status"));
}

#[test]
fn the_example_has_two_messages_that_wait() {
    let site = Folder::new();
    tree::write(&tree::read(&content_example()), site.path());
    let seen = site.preview();
    let why: Vec<&str> = seen.drafts.iter().map(|draft| draft.why.as_str()).collect();
    assert_eq!(why, ["its status is in review", "its message waits until 2026-03-24 09:00 UTC"]);
}

/// The program as it serves a folder, ended with the story.
struct Served {
    child: Child,
    address: String,
    said: Arc<Mutex<String>>,
}

impl Served {
    fn start(site: &Folder, options: &[&str]) -> Self {
        let mut command = command();
        command.arg("serve").arg(site.path()).args(["--now", NOW, "--port", "0"]).args(options);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn({
            let said = Arc::clone(&said);
            move || {
                let mut line = String::new();
                while lines.read_line(&mut line).is_ok_and(|read| read > 0) {
                    said.lock().unwrap().push_str(&std::mem::take(&mut line));
                }
            }
        });
        let mut server = Self { child, address: String::new(), said };
        server.says("until Ctrl-C");
        let said = server.said.lock().unwrap().clone();
        let address = said.split_once("serving ").unwrap().1.split_once("/ until").unwrap().0;
        address.clone_into(&mut server.address);
        server
    }

    fn host(&self) -> &str {
        self.address.trim_start_matches("http://")
    }

    fn ask(&self, request: &str) -> Vec<u8> {
        let mut socket = TcpStream::connect(self.host()).unwrap();
        socket.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).unwrap();
        answer
    }

    fn bytes(&self, path: &str) -> Vec<u8> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.host()))
    }

    fn get(&self, path: &str) -> String {
        String::from_utf8_lossy(&self.bytes(path)).into_owned()
    }

    fn until(&self, fact: impl Fn() -> bool) {
        for _ in 0..1500 {
            if fact() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it never happened:\n{}", self.said.lock().unwrap());
    }

    /// Waits until it said that.
    #[track_caller]
    fn says(&self, text: &str) {
        self.until(|| self.said.lock().unwrap().contains(text));
    }

    /// Ends it, and tells what it said.
    fn stop(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.said.lock().unwrap().clone()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
