//! Comes in: a request. Goes out: a file of the site as its host would send it, with the reload script in pages.
//! Must never: answer under another name than this machine's own, or to another web site, whatever the headers that it passes on allow.

use std::sync::mpsc::Sender;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use percent_encoding::percent_decode_str;

use super::live::{Current, Live};
use super::watch::Wake;
use super::{Headers, Mode};
use crate::outputs::headers::content_type;
use crate::public::SitePath;

const SCRIPT: &str = include_str!("reload.js");
const SCRIPT_PATH: &str = "/__allclear/reload.js";
const EVENTS_PATH: &str = "/__allclear/events";
/// How long a browser waits for news before it asks again.
const PATIENCE: Duration = Duration::from_secs(25);

const FAILED: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>No site yet</title><body><main><h1>No site yet</h1>\
    <p>It is being built, or an error stopped the build: the terminal says which.</p></main></body></html>";

/// The service behind the listener.
pub(super) fn service(live: Live, mode: Mode, sender: Sender<Wake>) -> Router {
    Router::new().fallback(move |request: Request| {
        let (live, sender) = (live.clone(), sender.clone());
        let (asked, _) = request.into_parts();
        async move {
            let mut response = answer(&live, mode, &sender, &asked).await;
            if mode == Mode::Drafts {
                response.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex"));
            }
            response
        }
    })
}

async fn answer(live: &Live, mode: Mode, sender: &Sender<Wake>, asked: &Parts) -> Response {
    if is_of_another_site(&asked.headers) {
        return plain(StatusCode::FORBIDDEN, "this preview answers to its own pages only\n");
    }
    if !is_this_machine(&asked.headers, &asked.uri) {
        return plain(StatusCode::MISDIRECTED_REQUEST, "this preview answers to localhost and 127.0.0.1 only\n");
    }
    if !matches!(asked.method, Method::GET | Method::HEAD) {
        let mut refused = plain(StatusCode::METHOD_NOT_ALLOWED, "this is a preview of files\n");
        refused.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refused;
    }
    let mut response = match asked.uri.path() {
        SCRIPT_PATH if mode.reloads() => sent(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT.into()),
        EVENTS_PATH if mode.reloads() => events(live, &asked.uri).await,
        _ => page(&live.current(), mode, sender, asked),
    };
    if mode != Mode::Customer {
        // Nobody else may read or keep what is not published yet.
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response.headers_mut().insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    }
    if asked.method == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    response
}

/// Whether the browser asked for this machine by its own name. A foreign name that leads here would let its owner read the site.
fn is_this_machine(headers: &HeaderMap, uri: &Uri) -> bool {
    let host =
        headers.get(header::HOST).and_then(|host| host.to_str().ok()).or_else(|| uri.authority().map(axum::http::uri::Authority::as_str));
    let name = host.map(|host| match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    });
    name.is_some_and(|name| ["localhost", "127.0.0.1", "[::1]"].iter().any(|own| name.eq_ignore_ascii_case(own)))
}

/// Whether a page of another origin asks, other than by a link that somebody follows. The site's own headers let every origin read its
/// feeds: once they are public, not before.
fn is_of_another_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let own = text("host").map(|host| format!("http://{host}"));
    let foreign = text("origin").is_some_and(|origin| own.as_deref().is_none_or(|own| !own.eq_ignore_ascii_case(origin)));
    let embedded = text("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"));
    foreign || (embedded && text("sec-fetch-mode") != Some("navigate"))
}

/// Answers when there is another site than the one that the page shows.
async fn events(live: &Live, uri: &Uri) -> Response {
    let seen = uri.query().and_then(|query| query.strip_prefix("seen=")).unwrap_or_default();
    match tokio::time::timeout(PATIENCE, live.other_than(seen)).await {
        Ok(version) => sent(StatusCode::OK, "text/plain; charset=utf-8", version.into_bytes()),
        Err(_) => plain(StatusCode::NO_CONTENT, ""),
    }
}

fn page(current: &Current, mode: Mode, sender: &Sender<Wake>, asked: &Parts) -> Response {
    let uri = &asked.uri;
    let Some(headers) = &current.headers else {
        return html(StatusCode::SERVICE_UNAVAILABLE, FAILED.as_bytes(), current, mode);
    };
    let (path, base) = (uri.path(), current.base.as_str());
    let moved = |to: &str| redirect(&uri.query().map_or_else(|| to.to_owned(), |query| format!("{to}?{query}")));
    if path == base || (path == "/" && !base.is_empty()) {
        return moved(&format!("{base}/"));
    }
    let below = path.strip_prefix(base).and_then(|path| path.strip_prefix('/')).map(|path| percent_decode_str(path).decode_utf8_lossy());
    let Some(below) = below else { return missing(current, headers, mode) };
    let name = if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below.to_string() };
    let Some((file, bytes)) = SitePath::new(name).and_then(|name| current.files.get_key_value(&name)) else {
        let is_folder = SitePath::new(format!("{below}/index.html")).is_some_and(|index| current.files.contains_key(&index));
        return if is_folder { moved(&format!("{path}/")) } else { missing(current, headers, mode) };
    };
    let kind = content_type(file.as_str());
    let is_page = kind.starts_with("text/html");
    if is_page && asked.method == Method::GET {
        // Without a listener the server is about to end.
        let _ = sender.send(Wake::Asked(file.clone()));
    }
    let mut response = if is_page { html(StatusCode::OK, bytes, current, mode) } else { sent(StatusCode::OK, kind, bytes.to_vec()) };
    add_headers(&mut response, headers(&format!("/{below}")), mode);
    response
}

fn missing(current: &Current, headers: &Headers, mode: Mode) -> Response {
    match SitePath::new("404.html").and_then(|path| current.files.get(&path)) {
        Some(bytes) => {
            let mut response = html(StatusCode::NOT_FOUND, bytes, current, mode);
            add_headers(&mut response, headers("/404.html"), mode);
            response
        }
        None => plain(StatusCode::NOT_FOUND, "no such file\n"),
    }
}

/// A page, with the reload script at its end unless it is as customers get it.
fn html(status: StatusCode, bytes: &[u8], current: &Current, mode: Mode) -> Response {
    const KIND: &str = "text/html; charset=utf-8";
    if !mode.reloads() {
        return sent(status, KIND, bytes.to_vec());
    }
    let script = format!("<script src=\"{SCRIPT_PATH}?seen={}\"></script>", current.version());
    let end = bytes.windows(7).rposition(|tag| tag.eq_ignore_ascii_case(b"</body>")).unwrap_or(bytes.len());
    let (before, behind) = bytes.split_at(end);
    sent(status, KIND, [before, script.as_bytes(), behind].concat())
}

/// The headers of the real host; for authors without those that open the site to others or bind the name `localhost` to TLS, and with
/// a policy that lets the reload script run.
fn add_headers(response: &mut Response, list: Vec<(String, String)>, mode: Mode) {
    for (name, value) in list {
        let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) else { continue };
        if mode == Mode::Customer {
            response.headers_mut().insert(name, value);
            continue;
        }
        if name == header::STRICT_TRANSPORT_SECURITY || name == header::CONTENT_LENGTH || name.as_str().starts_with("access-control-") {
            continue;
        }
        let policy = value.to_str().ok().filter(|_| name == header::CONTENT_SECURITY_POLICY).map(relaxed);
        let value = policy.and_then(|policy| HeaderValue::try_from(policy).ok()).unwrap_or(value);
        response.headers_mut().insert(name, value);
    }
}

/// A content policy that lets the reload script run and ask.
fn relaxed(policy: &str) -> String {
    let directives: Vec<(&str, &str)> = policy
        .split(';')
        .map(str::trim)
        .filter(|one| !one.is_empty() && *one != "upgrade-insecure-requests")
        .map(|one| one.split_once(' ').unwrap_or((one, "")))
        .collect();
    let find = |name: &str| directives.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| *value);
    let needed = ["script-src", "connect-src"].map(|name| {
        let sources = find(name).or_else(|| find("default-src")).unwrap_or("*");
        let others = sources.split_ascii_whitespace().filter(|source| !matches!(*source, "'none'" | "'self'"));
        format!("{name} {}", std::iter::once("'self'").chain(others).collect::<Vec<_>>().join(" "))
    });
    let rest = directives.iter().filter(|(name, _)| !matches!(name.to_ascii_lowercase().as_str(), "script-src" | "connect-src"));
    rest.map(|(name, value)| format!("{name} {value}").trim().to_owned()).chain(needed).collect::<Vec<_>>().join("; ")
}

fn redirect(to: &str) -> Response {
    let mut response = plain(StatusCode::PERMANENT_REDIRECT, "");
    if let Ok(to) = HeaderValue::try_from(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

fn plain(status: StatusCode, text: &str) -> Response {
    sent(status, "text/plain; charset=utf-8", text.into())
}

fn sent(status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response {
    let length = HeaderValue::from(bytes.len());
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if status != StatusCode::NO_CONTENT {
        response.headers_mut().insert(header::CONTENT_LENGTH, length);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strict_policy_is_opened_for_the_reload_script_and_nothing_else() {
        assert_eq!(
            relaxed("default-src 'none'; style-src 'self'; script-src 'none'; upgrade-insecure-requests"),
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'"
        );
        assert_eq!(
            relaxed("default-src 'self' https://x.example"),
            "default-src 'self' https://x.example; script-src 'self' https://x.example; connect-src 'self' https://x.example"
        );
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let asked = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::try_from(host).unwrap());
            is_this_machine(&headers, &Uri::from_static("/"))
        };
        for own in ["localhost", "LOCALHOST:4000", "127.0.0.1:4000", "127.0.0.1", "[::1]:4000", "[::1]"] {
            assert!(asked(own), "{own}");
        }
        for foreign in ["evil.example", "localhost.evil.example:4000", "127.0.0.1.evil.example", "10.0.0.1:4000", "[::2]:4000", ""] {
            assert!(!asked(foreign), "{foreign}");
        }
        assert!(!is_this_machine(&HeaderMap::new(), &Uri::from_static("/")));
    }

    #[test]
    fn other_web_sites_are_not_answered() {
        let asked = |list: &[(&'static str, &'static str)]| {
            let all = list.iter().chain(&[("host", "localhost:4000")]);
            is_of_another_site(&all.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect())
        };
        for own in [
            &[][..],
            &[("origin", "http://localhost:4000")],
            &[("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors")],
            &[("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")],
            // Somebody follows a link in a chat.
            &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")],
        ] {
            assert!(!asked(own), "{own:?}");
        }
        for foreign in [
            &[("origin", "https://evil.example")][..],
            &[("origin", "null")],
            &[("origin", "http://localhost:5000"), ("sec-fetch-site", "same-site"), ("sec-fetch-mode", "cors")],
            &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")],
        ] {
            assert!(asked(foreign), "{foreign:?}");
        }
    }
}
