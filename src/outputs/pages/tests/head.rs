//! What pages say of themselves to programs: previews, linked data, feeds. Read from finished pages.

use super::{INCIDENT, sample, site};

/// The linked data of a page.
fn linked(page: &str) -> serde_json::Value {
    let (_, rest) = page.split_once("<script type=\"application/ld+json\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn a_title_of_markup_stays_a_title_everywhere_in_the_head() {
    let hostile = "\"></script><script src=x></script><!--";
    let mut history = sample::history();
    let told = history.incidents.iter_mut().find(|incident| incident.postmortem.is_some()).unwrap();
    told.title = sample::text(hostile);
    told.summary = Some(sample::text(hostile));
    history.site.title = sample::text(hostile);
    history.components[0].name = sample::text(hostile);
    for (path, page) in site(&history).into_iter().filter(|(path, _)| path.rsplit_once('.').is_some_and(|(_, ending)| ending == "html")) {
        let scripts = page.matches("<script").count();
        assert!(!page.contains("src=x>") && !page.contains("<!--") && scripts == page.matches("</script>").count(), "{path}");
        if path == INCIDENT {
            let data = linked(&page);
            assert_eq!((&data["@graph"][0]["headline"], &data["@graph"][0]["description"]), (&hostile.into(), &hostile.into()));
        }
    }
}

#[test]
fn a_preview_has_the_bare_title_and_the_times_of_what_was_said() {
    let page = &site(&sample::history())[INCIDENT];
    for tag in [
        "<title>Slow search results &lt;1 in 5&gt; · Acme &amp; Co status</title>",
        "<meta property=\"og:title\" content=\"Slow search results &lt;1 in 5&gt;\">",
        "<meta property=\"og:description\" content=\"One search request in five was slow for 104 minutes.\">",
        "<meta property=\"og:url\" content=\"https://status.acme.example/incidents/2026-03-14-slow-search/\">",
        "<meta property=\"og:type\" content=\"article\">",
        "<meta property=\"article:published_time\" content=\"2026-03-14T10:05:00Z\">",
        "<meta property=\"article:modified_time\" content=\"2026-03-19T09:00:00Z\">",
        "<meta name=\"twitter:card\" content=\"summary\">",
    ] {
        assert!(page.contains(tag), "{tag}\n--\n{page}");
    }
}

#[test]
fn each_page_names_the_feeds_of_the_site_and_those_of_its_part() {
    let site = site(&sample::history());
    let feeds = |page: &str| site[page].matches("rel=\"alternate\"").count();
    assert_eq!((feeds("index.html"), feeds("components/api/index.html"), feeds("postmortems/index.html")), (3, 6, 6));
    assert!(site["components/api/index.html"].contains("title=\"API: Every update, Atom\" href=\"/components/api/feed.atom\""));
    assert!(site[INCIDENT].contains("title=\"Acme &amp; Co status: Every update, JSON Feed\" href=\"/feed.json\""));
}

#[test]
fn a_page_that_leads_nowhere_is_not_previewed() {
    let page = &site(&sample::history())["404.html"];
    assert!(page.contains("content=\"noindex\"") && !page.contains("og:") && !page.contains("ld+json"));
}

#[test]
fn linked_data_says_nothing_that_only_the_clock_changes() {
    let (now, mut later) = (sample::history(), sample::history());
    later.now += chrono::TimeDelta::days(1);
    for page in [INCIDENT, "incidents/2026-03-20-invoices-late/index.html", "components/search/index.html"] {
        assert_eq!(linked(&site(&now)[page]), linked(&site(&later)[page]), "{page}");
    }
}
