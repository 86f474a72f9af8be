//! Machines, services, repositories, flags, customers, tickets and sums: what a document declares is found, what is an everyday word is said so.

use super::site::{Site, body, elsewhere, front};
use crate::diagnostic::Level;

#[test]
fn machines_are_found_in_every_writing() {
    for written in ["db-prod-03", "DB-PROD-03", "db_prod_03", "db prod 03", "dbprod03", "db\u{2011}prod\u{2011}03"] {
        let said = body("We drained db-prod-03 first.", &format!("Then {written} failed."));
        assert_eq!(said, [format!("internal-host: {written}")], "{written}");
    }
    for other in ["db-prod-030", "db prod 3", "dbprod034", "a db in prod"] {
        let said = body("We drained db-prod-03 first.", &format!("Then {other} failed."));
        assert!(said.iter().all(|said| !said.starts_with("internal")), "{said:?}");
    }
}

#[test]
fn the_first_label_of_a_host_counts_with_a_hyphen() {
    for written in ["cart-core", "CART_CORE"] {
        assert_eq!(body("See cart-core.fernwood.net", &format!("The {written} was slow.")), [format!("internal-host: {written}")]);
    }
}

#[test]
fn tickets_are_found_without_their_hyphen() {
    for written in ["OPS-812", "ops 812", "OPS812", "ops_812"] {
        let said = front("tickets: [OPS-812]", &format!("Fixed by {written} today."));
        assert_eq!(said, [format!("internal-ticket: {written}")], "{written}");
    }
}

#[test]
fn declared_names_of_the_service_are_found_in_every_document() {
    for (line, written) in [
        ("services: [plover]", "Plover"),
        ("services: [billing-plover]", "Billing Plover"),
        ("services: [BillingPlover]", "billing_plover"),
        ("repos: [fern/rota-engine]", "rota-engine"),
        ("repository: fern/plover", "fern/plover"),
        ("feature_flags:\n  - name: new-rota-flow\n    on: true", "new rota flow"),
        ("dashboards: [Heap of plover]", "heap of Plover"),
        ("hosts: [plover]", "PLOVER"),
    ] {
        for said in [front(line, &format!("Then {written} was slow.")), elsewhere(line, &format!("Then {written} was slow."))] {
            assert_eq!(said, [format!("internal-codename: {written}")], "{line}");
        }
    }
    assert_eq!(front("services: [plover]", "Plovers and plover-like birds."), [""; 0]);
    assert_eq!(front("services: [phoenix]", "Our phoenix was slow."), ["internal-codename?: phoenix"]);
}

#[test]
fn in_prose_only_what_can_be_told_from_words_is_a_name_of_the_service() {
    assert_eq!(body("Services: plover, billing-plover", "The plover and billing-plover."), ["internal-codename: billing-plover"]);
}

#[test]
fn everyday_names_are_not_looked_for_and_said_to_be_so() {
    let site =
        Site::new().whole("services: [checkout, plover, ab]\ncomponent: search", "Nothing.", "## External message\nThe checkout was slow.");
    let findings = site.findings();
    assert_eq!(site.said(), ["unprotected-name?: checkout", "unprotected-name?: ab"]);
    for finding in findings {
        assert_eq!(finding.level, Level::Hint);
        assert!(!finding.message.contains("checkout") && !finding.help.is_empty());
    }
    assert_eq!(front("services: [search]", "The search was slow."), [""; 0], "what customers see as a component is public");
}

#[test]
fn customers_are_found_with_and_without_what_the_law_adds() {
    let line = "customers: [Pellworth & Daughters Ltd, Stadtpflege Immenrode gGmbH]";
    for written in ["Pellworth & Daughters", "Pellworth and Daughters", "Stadtpflege Immenrode", "PELLWORTH & DAUGHTERS LTD"] {
        for said in [front(line, &format!("It hit {written}.")), elsewhere(line, &format!("It hit {written}."))] {
            assert_eq!(said, [format!("internal-customer: {written}")], "{written}");
        }
    }
    assert_eq!(front(line, "It hit people at Pellworth."), ["internal-customer?: Pellworth"]);
    assert_eq!(front("customers: [118 organisations, all of Europe, most]", "All of Europe and most of 118 organisations."), [""; 0]);
    assert_eq!(front("accounts: [acct_5d20c7e19b]", "It hit acct 5d20c7e19b."), ["internal-codename: acct 5d20c7e19b"]);
    assert_eq!(
        front("contracts: [Harbour Framework 2026]", "Under the Harbour Framework 2026."),
        ["internal-customer: Harbour Framework 2026"]
    );
}

#[test]
fn sums_and_team_sizes_are_warnings() {
    assert_eq!(body("Refunds: $48,000.", "It cost USD 48k."), ["internal-number?: USD 48k"]);
    assert_eq!(front("cost: 48000", "It cost 48,000.00 pounds."), ["internal-number?: 48,000.00 pounds"]);
    assert_eq!(front("cost: 48000", "We lost 48,000."), ["internal-number?: 48,000"]);
    assert_eq!(body("We are 14 engineers.", "All 14 engineers met."), ["internal-number?: 14 engineers"]);
    for fine in ["It cost $20.", "It hit 1,240 customers for 48 minutes, from 10:05 to 10:53 UTC, 5 % of all."] {
        assert_eq!(
            body("Refunds: $48,000. 1,240 customers had 48 minutes without it (10:05 to 10:53 UTC). That is 5 % of them.", fine),
            [""; 0]
        );
    }
    let said_first = "## Status updates\n### 2026-01-01 10:00 UTC — Update\nEach gets $50.\n## External message\nEach gets $50.";
    assert_eq!(Site::new().whole("", "We promised $50.", said_first).said(), [""; 0]);
    let mut site = Site::new().whole("", "We promised $50.", "## External message\nEach gets $50.");
    site.config.leaks.rules = [("leak/internal-number".to_owned(), None)].into();
    assert_eq!(site.said(), [""; 0]);
}

#[test]
fn the_scan_of_finished_files_knows_names_that_nobody_writes_by_chance() {
    let front = "services: [billing-plover, plover]\ncustomers: [Pellworth & Daughters Ltd]\nowner: Mia van Dyke";
    let tripwire = Site::new().whole(front, "Scribe: Dana", "").leaks().tripwire(&[]);
    let rules = |text: &str| tripwire.scan("index.html", text.as_bytes()).into_iter().map(|trip| trip.rule).collect::<Vec<_>>();
    assert_eq!(rules("<p>Then billing-plover failed</p>"), ["leak/internal-codename"]);
    assert_eq!(rules("<a href=\"/x/pellworth-daughters\">x</a>"), ["leak/internal-customer"]);
    assert_eq!(rules("<p>Pellworth &amp; Daughters</p>"), ["leak/internal-customer"]);
    assert_eq!(rules("<p class=\"plover billing-plover\">Dana saw a plover at Pellworth, MVD</p>"), [""; 0]);
}

#[test]
fn no_message_says_a_value() {
    let front = "services: [billing-plover, web]\ncustomers: [Pellworth Ltd]\nowner: Mia van Dyke\ncost: 48000";
    let site = Site::new().whole(front, "Nothing.", "## External message\nbilling-plover at Pellworth Ltd, MVD, van Dyke, 48,000.");
    let findings = site.findings();
    assert_eq!(findings.len(), 6, "{:?}", site.said());
    for finding in findings {
        for value in ["plover", "Pellworth", "Dyke", "MVD", "48", "web"] {
            assert!(!finding.message.contains(value) && !finding.help.contains(value), "{}", finding.message);
        }
    }
}

#[test]
fn the_sites_own_domain_is_public_and_nothing_else_below_it() {
    let said = |host: &str| {
        let mut site = Site::new();
        site.config.site.url = "https://status.fernwood.net/".parse().unwrap();
        site.config.site.support_url = Some("https://fernwood.helpdesk.net/".parse().unwrap());
        site.config.leaks.public_hosts.push("docs.fernwood-code.net".to_owned());
        let message = format!("## External message\nSign-in at {host} was slow.");
        site.whole("", &format!("The cause was {host}, see there."), &message).said()
    };
    for public in ["fernwood.net", "www.fernwood.net", "status.fernwood.net", "docs.fernwood-code.net"] {
        assert_eq!(said(public), Vec::<String>::new(), "{public}");
    }
    // The domain above a listed host may be somebody else's, and hold much that is not public.
    for internal in ["admin.fernwood.net", "helpdesk.net", "fernwood-code.net"] {
        assert_eq!(said(internal), [format!("internal-host: {internal}")], "{internal}");
    }
}
