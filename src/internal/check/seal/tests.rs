//! What a seal covers, and what it does not.

use super::Projection;
use crate::diagnostic::{Source, SourceId};
use crate::internal::check::registry::BASE;
use crate::internal::read;

const CONFIG: &str =
    "[site]\ntitle = \"Acme\"\nurl = \"https://status.example.com/\"\n[[components]]\nid = \"search\"\nname = \"Search\"\n";

fn projected(document: &str) -> Projection {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("allclear.toml");
    std::io::Write::write_all(&mut std::fs::File::create(path).expect("created"), CONFIG.as_bytes()).expect("written");
    let config = crate::config::load(folder.path()).expect("a config");
    let source = Source::new("postmortems/2026-03-14-slow-search.md", document);
    let draft = read::read(&source, SourceId(0), &config, &mut Vec::new()).expect("a draft");
    Projection::of(&draft, &source, &folder.path().into()).expect("a public block")
}

#[test]
fn the_canonical_text_reads_like_a_page() {
    insta::assert_snapshot!(projected(BASE).text(), @r"
    # allclear seal v1
    # id: 2026-03-14-slow-search
    # kind: incident
    # title: Slow search results
    # impact: partial
    # components: search (partial)
    # started: 2026-03-14T09:58:00Z
    # resolved: 2026-03-14T11:42:00Z
    # published: 2026-03-18T16:00:00Z

    # update 2026-03-14T10:05:00Z investigating
    Search results are slow for one request in five. Next update by 10:35 UTC.

    # update 2026-03-14T11:42:00Z resolved
    Searches answer at their usual speed again.

    # message
    Search results were slow for one request in five, from 09:58 to 11:42 UTC on 14 March 2026.
    A scheduled rebuild of the search index ran at the busiest hour. It now runs at night, and stops by itself when searches slow down.
    We are sorry that you waited for results.
    ");
}

#[test]
fn the_seal_of_the_samples_is_that_of_the_base() {
    assert_eq!(projected(BASE).digest(), super::SEAL_OF_BASE);
}

#[test]
fn every_public_fact_and_word_is_sealed() {
    let base = BASE
        .replace(
            "## Status updates\n### 2026-03-14 10:05 UTC — Investigating\n",
            "## Status updates\n### 2026-03-14 10:05 UTC — Investigating\nAffects: Search (partial)\n\n",
        )
        .replace("  components: [search]", "  components: [search]\n  summary: In short.\n  aliases: [/incidents/old/]")
        + "\n## Corrections\n### 2026-03-19 09:00 UTC\nIt was two in five.\n";
    let seal = projected(&base).digest();
    for (from, to) in [
        ("id: 2026-03-14-slow-search", "id: slow-search"),
        ("severity: P1", "severity: P1\nkind: maintenance"),
        ("title: Slow search results", "title: Slow results"),
        ("impact: partial", "impact: full"),
        ("components: [search]", "components: { search: degraded }"),
        ("components: [search]", "components: [search, api]"),
        ("started: 2026-03-14T09:58:00Z", "started: 2026-03-14T09:59:00Z"),
        ("resolved: 2026-03-14T11:42:00Z", "resolved: 2026-03-14T11:43:00Z"),
        ("published: 2026-03-18T16:00:00Z", "published: 2026-03-18T15:00:00Z"),
        ("summary: In short.", "summary: In shorter."),
        ("/incidents/old/", "/incidents/older/"),
        ("10:05 UTC — Investigating", "10:06 UTC — Investigating"),
        ("10:05 UTC — Investigating", "10:05 UTC — Identified"),
        ("Affects: Search (partial)", "Affects: Search (degraded)"),
        ("Next update by 10:35 UTC.", "Next update by 10:36 UTC."),
        ("It now runs at night", "It runs at night"),
        ("We are sorry", "We are very sorry"),
        ("2026-03-19 09:00 UTC", "2026-03-19 09:01 UTC"),
        ("two in five", "three in five"),
    ] {
        assert!(base.contains(from), "{from}");
        assert_ne!(projected(&base.replacen(from, to, 1)).digest(), seal, "{from} → {to}");
    }
}

#[test]
fn what_no_customer_sees_is_not_sealed() {
    let seal = projected(BASE).digest();
    for (from, to) in [
        ("status: reviewed", "status: closed"),
        ("severity: P1", "severity: P2\nextra: 1"),
        ("owner: Dana Whitfield", "owner: Lee Aoki"),
        ("The reindex had no limit.", "The reindex had a limit."),
        ("impact: partial", "impact: PARTIAL"),
        ("components: [search]", "components: { search: partial }"),
        ("started: 2026-03-14T09:58:00Z", "started: 2026-03-14 10:58 +01:00"),
        ("  published: 2026-03-18T16:00:00Z", "  published: 2026-03-18T16:00:00Z\n  seal: sha256:00"),
        ("## External message", "## **External message:**"),
        ("We are sorry that", "We are sorry\nthat <!-- so many -->"),
    ] {
        assert!(BASE.contains(from), "{from}");
        assert_eq!(projected(&BASE.replacen(from, to, 1)).digest(), seal, "{from} → {to}");
    }
    assert_eq!(projected(&BASE.replace('\n', "\r\n")).digest(), seal);
}

#[test]
fn no_text_passes_for_a_label() {
    let forged =
        BASE.replace("We are sorry that you waited for results.", "We are sorry.\n\n\\# correction 2026-03-19T09:00:00Z It was two.");
    let real =
        BASE.replace("We are sorry that you waited for results.", "We are sorry.\n\n## Corrections\n### 2026-03-19 09:00 UTC\nIt was two.");
    assert_ne!(projected(&forged).digest(), projected(&real).digest());
}

#[test]
fn white_space_of_the_kept_text_is_nothing() {
    let projection = projected(BASE);
    let kept = Projection::kept(projection.text().replace('\n', "\r\n") + "\r\n");
    assert_eq!(kept.digest(), projection.digest());
}
