//! Paths as the rules write them: `:name` is one segment, `:year` digits, `:id.ics` a segment with that ending, `*` anything.
//! Goes out: whether a path is meant, and the same as a regular expression that nginx, Caddy, Apache and Vercel read alike.

/// Whether a path from the site's root is meant.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    if let Some((before, behind)) = pattern.split_once('*') {
        return path.len() >= before.len() + behind.len() && path.starts_with(before) && path.ends_with(behind);
    }
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if is_segment(wanted, given) => {}
            _ => return false,
        }
    }
}

fn is_segment(wanted: &str, given: &str) -> bool {
    let Some(name) = wanted.strip_prefix(':') else { return wanted == given };
    match name.split_once('.') {
        Some((_, ending)) => given.strip_suffix(ending).and_then(|stem| stem.strip_suffix('.')).is_some_and(|stem| !stem.is_empty()),
        None if name == "year" => !given.is_empty() && given.bytes().all(|byte| byte.is_ascii_digit()),
        None => !given.is_empty(),
    }
}

/// The pattern below a base path as a regular expression without anchors. `group` opens a group: `(?:` or `(`.
/// No braces, which mean something else to Caddy and nginx.
pub(super) fn expression(base: &str, pattern: &str, group: &str) -> String {
    let segment = |segment: &str| match segment.strip_prefix(':') {
        Some("year") => format!("{group}[0-9]+)"),
        Some(name) => {
            let ending = name.split_once('.').map_or(String::new(), |(_, ending)| format!(r"\.{ending}"));
            format!("{group}[a-z0-9-]+){ending}")
        }
        None => regex::escape(segment).replace(r"\*", &format!("{group}.*)")),
    };
    regex::escape(base) + &pattern.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// Several patterns as one anchored expression. A folder is also meant by its `index.html`, which some hosts ask for themselves.
pub(super) fn any_of<'a>(base: &str, patterns: impl Iterator<Item = &'a str>) -> String {
    let one = |pattern: &str| {
        let index = if pattern.ends_with('/') { r"(?:index\.html)?" } else { "" };
        expression("", pattern, "(?:") + index
    };
    format!("^{}(?:{})$", regex::escape(base), patterns.map(one).collect::<Vec<_>>().join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expression_means_what_the_pattern_means() {
        let patterns = ["/", "/feed.xml", "/components/:id/", "/components/:id/:year/", "/maintenance/:id.ics", "/api/*"];
        let paths = [
            ("/", Some(0)),
            ("/feed.xml", Some(1)),
            ("/feedsxml", None),
            ("/components/search-api/", Some(2)),
            ("/components/search-api/2026/", Some(3)),
            ("/components/search-api/feed.xml", None),
            ("/maintenance/a-1.ics", Some(4)),
            ("/maintenance/a-1/", None),
            ("/maintenance/.ics", None),
            ("/api/v2/summary.json", Some(5)),
            ("/apiary", None),
        ];
        for (path, wanted) in paths {
            for (at, pattern) in patterns.iter().enumerate() {
                let expression = regex::Regex::new(&any_of("/my.site", [*pattern].into_iter())).unwrap();
                assert_eq!(matches(pattern, path), wanted == Some(at), "{pattern} {path}");
                assert_eq!(expression.is_match(&format!("/my.site{path}")), wanted == Some(at), "{pattern} {path}");
                assert!(!expression.is_match(path) && !expression.is_match(&format!("/my-site{path}")), "{pattern} {path}");
            }
        }
    }

    #[test]
    fn a_folder_is_meant_by_its_index_too() {
        let expression = regex::Regex::new(&any_of("", ["/history/"].into_iter())).unwrap();
        assert!(
            expression.is_match("/history/") && expression.is_match("/history/index.html") && !expression.is_match("/history/index-html")
        );
    }
}
