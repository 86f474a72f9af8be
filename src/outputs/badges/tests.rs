//! Badges as a reader of somebody's README sees them: as text, as a drawing, as what Shields makes of them.

use html5gum::{Token, Tokenizer};
use serde_json::Value;

use super::*;
use crate::outputs::tests::made;
use crate::public::sample::{component, history, id, site, text, time};
use crate::public::{Affected, Impact, ImpactSpan, Incident, Kind};
use crate::render::Theme;

fn renderer() -> Renderer {
    let theme = Theme::embedded();
    let locale = theme.locale("en").expect("words");
    Renderer::new(&theme, locale).expect("a theme")
}

fn file(history: &History, path: &str) -> String {
    let files = made(&Badges, history, &renderer()).expect("badges");
    let file = files.into_iter().find(|file| file.path.as_str() == path).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(file.bytes).expect("UTF-8")
}

fn json(history: &History, path: &str) -> Value {
    serde_json::from_str(&file(history, path)).expect("JSON")
}

/// The texts of a drawing, entities decoded, in its order.
fn texts(svg: &str) -> Vec<String> {
    Tokenizer::new(svg)
        .filter_map(|token| match token {
            Ok(Token::String(text)) => Some(String::from_utf8_lossy(&text.value).into_owned()),
            _ => None,
        })
        .collect()
}

/// The value of an attribute at its first occurrence.
fn attribute(svg: &str, name: &str) -> u32 {
    let value = svg.split_once(&format!(" {name}=\"")).expect(name).1.split_once('"').expect("a quote").0;
    value.parse().expect("a number")
}

/// The open incident of the sample, on the billing component, with another impact.
fn hit(impact: Impact) -> History {
    let mut history = history();
    let open = history.incidents.iter_mut().find(|incident| incident.resolved.is_none() && incident.kind == Kind::Incident);
    let open: &mut Incident = open.expect("an open incident");
    let span = ImpactSpan { impact, from: open.started, until: None };
    open.impact = impact;
    open.affected = vec![Affected { component: id("billing"), spans: vec![span] }];
    history
}

#[test]
fn the_site_and_every_component_have_a_badge_and_an_endpoint() {
    let files = made(&Badges, &history(), &renderer()).expect("badges");
    let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "badge.svg",
            "badge.json",
            "components/search/badge.svg",
            "components/search/badge.json",
            "components/api/badge.svg",
            "components/api/badge.json",
            "components/billing/badge.svg",
            "components/billing/badge.json",
        ]
    );
}

#[test]
fn a_badge_says_what_the_front_page_says() {
    let degraded = history();
    assert_eq!(texts(&file(&degraded, "badge.svg")), ["Acme & Co status: Degraded performance", "Status", "Degraded performance"]);
    assert_eq!(texts(&file(&degraded, "components/search/badge.svg")), ["Search: Operational", "Search", "Operational"]);
    // One part that is down is a partial disruption of the whole.
    let down = hit(Impact::Full);
    assert_eq!(json(&down, "badge.json")["message"], "Partial disruption");
    assert_eq!(json(&down, "components/billing/badge.json")["message"], "Full outage");
}

#[test]
fn the_endpoint_is_what_shields_reads() {
    assert_eq!(
        file(&history(), "components/billing/badge.json"),
        r##"{"schemaVersion":1,"label":"Billing","message":"Degraded performance","color":"#855700"}"##
    );
}

#[test]
fn a_retired_component_keeps_a_badge_that_says_so() {
    let mut history = hit(Impact::Full);
    let billing = history.components.iter_mut().find(|component| component.id.as_str() == "billing").expect("it");
    billing.retired = Some(time("2026-03-20T00:00:00Z").date_naive());
    assert_eq!(json(&history, "components/billing/badge.json")["message"], "Retired");
    assert_eq!(texts(&file(&history, "components/billing/badge.svg"))[0], "Billing: Retired");
}

#[test]
fn no_two_states_look_alike_and_white_reads_well_on_all_of_them() {
    let marks: Vec<_> = MARKS.iter().chain([&RETIRED]).collect();
    for (index, mark) in marks.iter().enumerate() {
        assert!(marks[..index].iter().all(|other| other.color != mark.color && other.shape != mark.shape));
        assert!(contrast_with_white(mark.color) >= 4.5, "{}", mark.color);
    }
    assert!(contrast_with_white(svg::LABEL_COLOR) >= 4.5);
}

#[test]
fn names_stand_in_a_drawing_as_text_whatever_they_hold() {
    let mut history = history();
    history.site.title = text("\"A\" & <b onload='x()'>\u{0}\u{1}\n]]>\u{ffff}");
    history.components =
        vec![crate::public::Component { id: id("odd"), name: text("</text><script>alert(1)</script>"), ..component("Odd", None) }];
    let (site, odd) = (file(&history, "badge.svg"), file(&history, "components/odd/badge.svg"));
    assert_eq!(texts(&site)[0], "\"A\" & <b onload='x()'> ]]>: Operational");
    assert_eq!(texts(&odd)[1], "</text><script>alert(1)</script>");
    for svg in [site, odd] {
        assert!(!svg.contains("<script") && !svg.contains("<b ") && !svg.contains(['\u{0}', '\u{1}', '\u{ffff}']), "{svg}");
    }
}

#[test]
fn no_name_is_ever_cut() {
    for name in ["API", "Crème brûlée", "検索サービス", "البحث والتصفح", "Поиск по каталогу", "🚀 Launch", "", &"long ".repeat(60)]
    {
        let measured = width::of(name).pixels;
        let counted = u32::try_from(name.chars().count()).expect("short") * 3;
        assert!(measured >= counted, "{name:?}: {measured} pixels");
        let mut history = history();
        history.components = vec![crate::public::Component { name: text(name), ..component("One", None) }];
        let svg = file(&history, "components/one/badge.svg");
        let message = width::of("Operational").pixels;
        assert!(attribute(&svg, "width") > width::of(name.trim()).pixels + message, "{svg}");
    }
}

#[test]
fn letters_are_as_wide_as_the_font_draws_them() {
    assert_eq!((width::of("Status").pixels, width::of("Status").is_exact), (36, true));
    assert_eq!(width::of("é").pixels, width::of("e").pixels);
    assert!(width::of("Élan").is_exact && !width::of("状態").is_exact);
    assert_eq!(width::of("状態").pixels, 22, "such letters are square");
}

#[test]
fn a_script_that_nobody_measured_is_not_stretched() {
    let mut history = history();
    history.components = vec![crate::public::Component { name: text("検索"), ..component("One", None) }];
    let svg = file(&history, "components/one/badge.svg");
    assert_eq!(svg.matches("textLength").count(), 1, "only the Latin word is fitted");
}

#[test]
fn an_empty_site_is_operational_and_the_clock_leaves_no_trace() {
    let empty = |now: &str| History::new(site(), vec![component("API", None)], vec![], time(now));
    assert_eq!(json(&empty("2026-03-20T12:00:00Z"), "badge.json")["message"], "Operational");
    let files = |now| made(&Badges, &empty(now), &renderer()).expect("badges").into_iter().map(|file| file.bytes).collect::<Vec<_>>();
    assert_eq!(files("2026-03-20T12:00:00Z"), files("2027-01-01T00:00:00Z"));
}

/// The contrast of WCAG 2.
fn contrast_with_white(color: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&color[at..at + 2], 16).expect("hex")) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    1.05 / (0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5) + 0.05)
}
