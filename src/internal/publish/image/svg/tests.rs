//! Drawings with something in them that must not go out, and drawings that must look as they did.

use super::clean;
use crate::internal::publish::image::Fault;

/// A drawing of ten by ten around a piece.
fn around(piece: &str) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:e="http://editor.example/" width="10" height="10">{piece}</svg>"#
    )
}

fn written(piece: &str) -> Result<String, Fault> {
    let whole = String::from_utf8(clean(around(piece).as_bytes())?.bytes).expect("text");
    Ok(whole.trim_start_matches(r#"<svg xmlns="http://www.w3.org/2000/svg" height="10" width="10">"#).trim_end_matches("</svg>").to_owned())
}

fn fault(piece: &str) -> Option<Fault> {
    clean(around(piece).as_bytes()).err()
}

#[test]
fn shapes_stay_and_what_was_noted_beside_them_goes() {
    for (piece, left) in [
        (r#"<rect x="1" y="2.5" width="3em" height="50%"/>"#, r#"<rect height="50%" width="3em" x="1" y="2.5"/>"#),
        ("<!-- PLANTED --><g/><?PLANTED x?>", "<g/>"),
        ("<metadata>PLANTED<e:a>x</e:a></metadata><title>PLANTED</title><desc>PLANTED</desc><g/>", "<g/>"),
        (r#"<e:view PLANTED="1"><g/></e:view><g e:label="PLANTED" data-PLANTED="x" aria-label="PLANTED" xml:lang="de"/>"#, "<g/>"),
        (r#"<a href="https://PLANTED.example" xlink:title="PLANTED"><circle r="1"/></a>"#, r#"<g><circle r="1"/></g>"#),
        ("<g>PLANTED</g>", "<g/>"),
        ("<text>a <![CDATA[<b>]]> &amp; &#x63;</text>", "<text>a &lt;b&gt; &amp; c</text>"),
        (
            r#"<path d="M0 0
        L1,1e-3z"/>"#,
            r#"<path d="M0 0 L1,1e-3z"/>"#,
        ),
    ] {
        assert_eq!(written(piece).as_deref(), Ok(left), "{piece}");
    }
}

#[test]
fn names_become_numbers() {
    let piece = r##"<defs><linearGradient id="PLANTED-1"/><clipPath id="c"/></defs><g id="PLANTED-2" fill="url(#PLANTED-1)"
        clip-path="url('#c')"/><use xlink:href="#PLANTED-2"/><filter id="f"><feFlood result="PLANTED"/><feBlend in="PLANTED" in2="SourceGraphic"/></filter>"##;
    let left = written(piece).expect("a drawing");
    assert!(!left.contains("PLANTED"), "{left}");
    assert!(left.contains(r##"<g clip-path="url(#i1)" fill="url(#i0)" id="i2"/><use href="#i2"/>"##), "{left}");
    assert!(left.contains(r#"<feBlend in="i4" in2="SourceGraphic"/>"#), "{left}");
}

#[test]
fn styles_become_attributes_as_a_browser_would_read_them() {
    let sheet = "<style>* { stroke : red } /* PLANTED */ .a,.b{fill:blue;-inkscape-PLANTED:x} g.a{fill:green} #n { opacity:.5 } .c{fill:gold !important}</style>";
    for (element, left) in [
        ("<g/>", r#"<g stroke="red"/>"#),
        (r#"<g class="b" stroke="black"/>"#, r#"<g fill="blue" stroke="red"/>"#),
        (r#"<g class="b a"/>"#, r#"<g fill="green" stroke="red"/>"#),
        (r#"<g class="a" style="fill:#fff;stroke:none"/>"#, r##"<g fill="#fff" stroke="none"/>"##),
        (r#"<g class="c" style="fill:#fff"/>"#, r#"<g fill="gold" stroke="red"/>"#),
        (r#"<g id="n"/>"#, r#"<g id="i0" opacity=".5" stroke="red"/>"#),
        (
            r#"<g style="font: italic bold 10px/1.2 'A Font', serif"/>"#,
            r#"<g font-family="&apos;A Font&apos;, serif" font-size="10px" font-style="italic" font-weight="bold" stroke="red"/>"#,
        ),
    ] {
        let whole = written(&format!("{sheet}{element}")).expect("a drawing");
        assert!(whole.ends_with(left), "{element}: {whole}");
        assert!(!whole.contains(" style=") && !whole.contains("<style") && !whole.contains("class") && !whole.contains("PLANTED"));
    }
}

#[test]
fn a_function_behind_a_letter_beyond_ascii_is_refused() {
    for value in [" r\u{feff}te(0) translate(4 40)", "é(", "xé rotate(4)"] {
        assert!(fault(&format!("<g transform=\"{value}\"/>")).is_some(), "{value:?}");
    }
    let blank = "<g transform=\"\u{3000}rotate(4)\"/>";
    assert_eq!(written(blank).as_deref(), written("<g transform=\"rotate(4)\"/>").as_deref(), "a blank around it goes");
}

#[test]
fn what_acts_reaches_out_hides_or_grows_is_refused() {
    for (expected, pieces) in [
        (
            Fault::Active,
            vec![
                "<script>alert(1)</script>",
                r#"<g onclick="x()"/>"#,
                r#"<g ONLOAD="x()"/>"#,
                "<foreignObject><p>x</p></foreignObject>",
                r#"<html:p xmlns:html="http://www.w3.org/1999/xhtml">x</html:p>"#,
                r#"<s:script xmlns:s="http://www.w3.org/2000/svg">x</s:script>"#,
                r#"<rect><animate attributeName="x"/></rect>"#,
                r#"<rect><set attributeName="href" to="javascript:x"/></rect>"#,
            ],
        ),
        (
            Fault::Reaches,
            vec![
                r#"<image href="https://elsewhere.example/a.png"/>"#,
                r#"<image href="data:image/png;base64,AAAA"/>"#,
                r#"<use href="other.svg#a"/>"#,
                r#"<use xlink:href="data:image/svg+xml,x"/>"#,
                r#"<linearGradient href="javascript:alert(1)"/>"#,
                "<?xml-stylesheet href='https://elsewhere.example/a.css'?>",
                r#"<filter><feImage href="x"/></filter>"#,
            ],
        ),
        (
            Fault::Styled,
            vec![
                "<style>@import 'https://elsewhere.example/a.css';</style>",
                "<style>@font-face { font-family: a; src: url(data:font/woff2;base64,AA) }</style>",
                "<style>g:hover { fill: red }</style>",
                "<style>g > rect { fill: red }</style>",
                "<style>g { fill: red </style>",
                "<style>g { fill: red } /* open</style>",
                "<style media='print'>g { fill: red }</style>",
                r#"<g style="fill:url(https://elsewhere.example/a)"/>"#,
                r#"<g fill="url(https://elsewhere.example/a#b)"/>"#,
                r#"<g style="fill:u\72l(x)"/>"#,
                r#"<g style="fill:var(--x)"/>"#,
                r#"<g style="animation: a 1s"/>"#,
                r#"<g style="animation-name: a"/>"#,
                r#"<g style="transform: scale(0)"/>"#,
                r#"<g filter="url(#a) expression(1)"/>"#,
            ],
        ),
        (
            Fault::Hidden,
            vec![
                r#"<g display="none"/>"#,
                r#"<g style="display: None"/>"#,
                "<style>.layer{visibility:hidden}</style><g class='layer'/>",
                r#"<text visibility="collapse">x</text>"#,
                r#"<text opacity="0.0">x</text>"#,
                r#"<text style="opacity:0%!important">x</text>"#,
            ],
        ),
        (
            Fault::Grows,
            vec![
                r##"<g id="a"><use href="#a"/></g>"##,
                r##"<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>"##,
                "<text>&unknown;</text>",
                r#"<g fill="&unknown;"/>"#,
            ],
        ),
        (Fault::Unsupported, vec!["<unheard/>", "<svg/>", r#"<g xmlns=""/>"#]),
        (
            Fault::Damaged,
            vec!["<g>", "<g></h>", "<g a='1' a='2'/>", r#"<path d="es-data-7"/>"#, r#"<g id="x" x="PLANTED"/>"#, "<text>&#1;</text>"],
        ),
    ] {
        for piece in pieces {
            assert_eq!(fault(piece), Some(expected), "{piece}");
        }
    }
}

#[test]
fn entities_and_drawings_that_grow_when_read_are_refused() {
    let laughs = r#"<!DOCTYPE svg [<!ENTITY a "PLANTED"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><text>&b;</text></svg>"#;
    assert_eq!(clean(laughs.as_bytes()).err(), Some(Fault::Grows));
    let outside =
        r#"<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]><svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>"#;
    assert_eq!(clean(outside.as_bytes()).err(), Some(Fault::Grows));
    let plain = r#"<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>"#;
    assert_eq!(
        clean(plain.as_bytes()).map(|clean| clean.bytes),
        Ok(br#"<svg xmlns="http://www.w3.org/2000/svg" height="1" width="1"/>"#.to_vec())
    );
    let doubling: String = (1..40).map(|n| format!(r##"<g id="a{n}"><use href="#a{0}"/><use href="#a{0}"/></g>"##, n - 1)).collect();
    assert_eq!(fault(&doubling), Some(Fault::Grows));
    let fills: String =
        (1..28).map(|n| format!(r#"<pattern id="a{n}"><g fill="url(#a{0})"/><g fill="url(#a{0})"/></pattern>"#, n - 1)).collect();
    assert_eq!(fault(&format!("<rect id='a0'/>{fills}")), Some(Fault::Grows));
    assert_eq!(fault(&format!("{}{}", "<g>".repeat(70), "</g>".repeat(70))), Some(Fault::Grows));
    assert_eq!(fault(&format!("<metadata>{}{}</metadata>", "<g>".repeat(70), "</g>".repeat(70))), Some(Fault::Grows));
    assert_eq!(fault(&"<g/>".repeat(100_001)), Some(Fault::Grows));
    let markers = r#"<path id="m" d="M0 0"/>"#.to_owned() + &r##"<use href="#m"/>"##.repeat(5000);
    assert_eq!(fault(&markers), None, "a chart with many points");
}

#[test]
fn every_word_is_handed_to_the_gate_wherever_it_stands() {
    let piece = r#"<defs><text>below</text></defs><text>es-<tspan>data</tspan>-7</text><text x="9999" fill="none" font-family="A Font">ten</text><text>.1.2.3</text>"#;
    let words = clean(around(piece).as_bytes()).expect("a drawing").words;
    for expected in ["below", "es-data-7", "ten", ".1.2.3", "A Font", "below es- data -7 ten .1.2.3"] {
        assert!(words.iter().any(|word| word == expected), "{expected}: {words:?}");
    }
}

#[test]
fn the_size_is_its_own_or_that_of_its_view_box() {
    for (attributes, size) in [
        (r#"width="10" height="20.2""#, Some((10, 21))),
        (r#"width="72pt" height="1in""#, Some((96, 96))),
        (r#"width="10mm" height="1cm""#, Some((38, 38))),
        (r#"viewBox="0 0 30 40""#, Some((30, 40))),
        (r#"width="100%" height="100%" viewBox="-5,-5,30,40""#, Some((30, 40))),
        (r#"width="60" viewBox="0 0 30 40""#, Some((60, 80))),
        (r#"height="80px" viewBox="0 0 30 40""#, Some((60, 80))),
        ("", None),
        (r#"width="10""#, None),
        (r#"width="0" height="5""#, None),
        (r#"width="1e9" height="5""#, None),
        (r#"width="NaN" height="inf""#, None),
        (r#"viewBox="0 0 1e400 1""#, None),
    ] {
        let text = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>"#);
        let found = clean(text.as_bytes()).ok().map(|clean| (clean.width, clean.height));
        assert_eq!(found, size, "{attributes}");
    }
}

#[test]
fn what_is_no_drawing_is_no_picture() {
    for (text, expected) in [
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", Fault::Unknown),
        ("<!DOCTYPE html><p>x", Fault::Unknown),
        ("<svg width='1' height='1'/>", Fault::Unsupported),
        ("<g xmlns='http://www.w3.org/2000/svg'/>", Fault::Unsupported),
        ("<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'>", Fault::CutShort),
        ("<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/><svg xmlns='http://www.w3.org/2000/svg'/>", Fault::Unsupported),
    ] {
        assert_eq!(clean(text.as_bytes()).err(), Some(expected), "{text}");
    }
    assert_eq!(clean(b"<svg \xFF").err(), Some(Fault::Damaged));
}

#[test]
fn no_attribute_has_a_place_for_words_of_ones_own() {
    for name in ["mode", "type", "refX", "orient", "preserveAspectRatio", "gradientUnits", "operator", "edgeMode", "xml:space", "side"] {
        for value in ["PLANTED-es-data-7", "db-prod-03", "none PLANTED", "Dana"] {
            assert_eq!(fault(&format!(r#"<g {name}="{value}"/>"#)), Some(Fault::Damaged), "{name}={value}");
        }
    }
    for name in ["fill", "stroke", "clip-path", "cursor-x", "font-weight", "text-anchor", "transform-origin", "transform", "paint-order"] {
        for value in [
            "PLANTED",
            "'PLANTED'",
            "#PLANTED",
            "rgb(PLANTED)",
            "red PLANTED",
            "PLANTED rgb(0,0,0)",
            "url(#a) PLANTED",
            "#abcdefab12",
            "Ünı",
        ] {
            let left = written(&format!(r#"<g {name}="{value}"/>"#));
            assert!(left.as_ref().is_ok_and(|left| left == "<g/>") || left == Err(Fault::Styled), "{name}={value}: {left:?}");
            let styled = written(&format!(r#"<g style="{name}:{value}"/>"#));
            assert!(styled.as_ref().is_ok_and(|left| !left.contains("PLANTED")) || styled == Err(Fault::Styled), "{styled:?}");
        }
    }
    for (piece, left) in [
        (r##"<g fill="#AbC" stroke="cornflowerBlue" color="currentColor" text-anchor="Middle"/>"##, ""),
        (
            r#"<g transform="translate(1,-2.5) rotate(45deg 3 4) scale(1e-3)" transform-origin="center 50%" stroke-dasharray="5,2.5 3"/>"#,
            "",
        ),
        (
            r#"<g fill="rgb(10%, 20%, 30%)" stroke="hsla(120deg, 1%, 2%, .5)" paint-order="markers stroke fill" font-variant="small-caps"/>"#,
            "",
        ),
        ("<svg/>", "unsupported"),
        (
            r#"<marker refX="center" refY="2.5" orient="auto-start-reverse" preserveAspectRatio="xMidYMid slice" markerUnits="strokeWidth"/>"#,
            "",
        ),
        (r#"<feColorMatrix type="luminanceToAlpha"/><feComposite operator="arithmetic"/><feDisplacementMap xChannelSelector="R"/>"#, ""),
        (r#"<text font-family="'Zilla Slab', Ünıform-2, sans-serif" font-weight="600" text-decoration="underline">x</text>"#, ""),
    ] {
        assert_eq!(written(piece).is_ok(), left.is_empty(), "{piece}: {:?}", written(piece));
    }
}

#[test]
fn letters_that_are_placed_one_by_one_are_read_as_words() {
    let placed: String = "es-data-7".chars().map(|letter| format!("<text x='1'>{letter}</text>")).collect();
    let words = clean(around(&format!("<text>10</text>{placed}<text>20</text>")).as_bytes()).expect("a drawing").words;
    assert!(words.iter().any(|word| word == "es-data-7"), "{words:?}");
}

/// Files of some megabytes that would take hours if anything in them were held against everything else.
#[test]
fn large_drawings_are_read_once_or_refused() {
    let many = |count: usize, piece: &dyn Fn(usize) -> String| (0..count).map(piece).collect::<String>();
    let attributes = format!("<g {}/>", many(500_000, &|n| format!("a{n}='' ")));
    assert_eq!(fault(&attributes), Some(Fault::Grows));
    let prefixes = format!("<g {}>{}</g>", many(150_000, &|n| format!("xmlns:a{n}='x' ")), "<g/>".repeat(90_000));
    assert!(fault(&prefixes).is_some());
    let noted = format!("<metadata><e:x {}/></metadata>", many(500_000, &|n| format!("a{n}='' ")));
    assert_eq!(fault(&noted), Some(Fault::Grows));
    let selectors = format!("<style>{}a{{{}}}</style>", "a,".repeat(500_000), "fill:red;".repeat(300_000));
    assert_eq!(fault(&selectors), Some(Fault::Styled));
    let classes = format!("<style>{}{{fill:red}}</style><g class='{}'/>", ".a".repeat(500_000), "b ".repeat(500_000));
    assert_eq!(fault(&classes), Some(Fault::Styled));
    let looks = format!("<style>{}</style>{}", "*{fill:red;stroke:red;opacity:1;color:red}".repeat(499), "<g/>".repeat(90_000));
    assert_eq!(fault(&looks), Some(Fault::Styled));
    let repeated = format!("<style>g{{{}}}</style>{}", "fill:red;".repeat(300_000), "<g/>".repeat(1000));
    assert_eq!(fault(&repeated), None);
    let outline = format!("<path d='M0 0{}'/>", "L10 10 ".repeat(600_000));
    assert_eq!(fault(&outline), None);
}
