//! Pictures in documents, in the config and in a theme: what goes out is the picture alone, and what cannot be checked stays in.

use crate::support::{BASE, Built, Folder, pictures};

/// A document that shows a file.
fn showing(name: &str) -> String {
    BASE.replace("We are sorry", &format!("![A chart of slow searches]({name})\n\nWe are sorry"))
}

/// A site whose one document shows a file of these bytes.
fn site(name: &str, bytes: impl AsRef<[u8]>) -> Built {
    Folder::with(&showing(name)).document(name, bytes).build()
}

fn drawing(inner: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"60\">{inner}</svg>")
}

#[test]
fn files_of_real_programs_go_out_without_what_was_planted_in_them() {
    for (name, ending, kind) in [
        ("chart.png", ".png", &b"\x89PNG"[..]),
        ("photo.jpg", ".jpg", b"\xFF\xD8"),
        ("progressive.jpg", ".jpg", b"\xFF\xD8"),
        ("cmyk.jpg", ".jpg", b"\xFF\xD8"),
        ("lossy.webp", ".webp", b"RIFF"),
        ("lossless.webp", ".webp", b"RIFF"),
        ("layered.webp", ".webp", b"RIFF"),
        ("moving.webp", ".webp", b"RIFF"),
        ("plotted.svg", ".svg", b"<svg "),
        ("graph.svg", ".svg", b"<svg "),
    ] {
        let built = site(name, pictures::real(name));
        let assets: Vec<_> = built.site().iter().filter(|(path, _)| path.starts_with("assets/2026-")).collect();
        let [(path, bytes)] = assets[..] else { panic!("{name}: {assets:?}") };
        assert!(path.ends_with(ending) && bytes.starts_with(kind), "{name}: {path}");
        assert!(!built.says("PLANTED"), "{name}");
        assert!(built.text("incidents/2026-03-14-slow-search/index.html").contains(&format!("src=\"/{path}\"")), "{name}");
    }
}

#[test]
fn a_file_is_what_its_bytes_are() {
    let built = site("chart.svg", pictures::real("photo.jpg"));
    assert!(built.site().keys().any(|path| path.starts_with("assets/2026-") && path.ends_with(".jpg")));
}

#[test]
fn what_nobody_can_check_is_refused_with_a_way_out() {
    let two = [pictures::real("plotted.svg"), b"<script>x</script>".to_vec()].concat();
    for (name, bytes, fact, step) in [
        ("report.pdf", pictures::real("page.pdf"), "this is a PDF file", "put its words into the text"),
        ("report.png", pictures::real("page.pdf"), "this is a PDF file", "save what customers should see as PNG"),
        ("moving.gif", pictures::real("moving.gif"), "this is a GIF file", "WebP if it has to move"),
        ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), "this is a HEIC file", "save it as JPEG"),
        ("chart.svgz", b"\x1F\x8B\x08\0".to_vec(), "a packed file", "unpack it"),
        ("turned.webp", pictures::real("turned.webp"), "turned by its metadata", "rotate it"),
        ("two.svg", two, "neither PNG, JPEG, WebP nor SVG", "save it as PNG"),
        ("words.txt", b"words".to_vec(), "neither PNG, JPEG, WebP nor SVG", "save it as PNG"),
        ("hidden.svg", drawing("<g display='none'/>").into_bytes(), "parts that are hidden", "delete the hidden layers"),
        ("acting.svg", drawing("<script>x</script>").into_bytes(), "can act", "plain SVG"),
    ] {
        let built = site(name, bytes);
        assert!(built.files.is_none() && built.found("public/image"), "{name}: {}", built.human);
        assert!(built.human.contains(fact) && built.human.contains(step), "{name}: {}", built.human);
    }
}

#[test]
fn a_link_to_a_pdf_file_says_why_it_does_not_go_out() {
    let built = Folder::with(&BASE.replace("We are sorry", "See [the report](report.pdf). We are sorry"))
        .document("report.pdf", pictures::real("page.pdf"))
        .build();
    assert!(built.found("public/link") && built.human.contains("a PDF file is not published"), "{}", built.human);
    assert!(
        built.human.contains("text below black bars")
            && !built.says("report.pdf")
            && !built.site().keys().any(|path| path.ends_with("pdf"))
    );
}

#[test]
fn the_words_of_a_drawing_pass_the_leak_gate_and_are_shown_by_no_report() {
    for (inner, rule) in [
        ("<text>10.20.30.40</text>", "leak/private-ipv4"),
        ("<text><tspan>10.20.</tspan><tspan>30.40</tspan></text>", "leak/private-ipv4"),
        ("<defs><text>ops@corp.example</text></defs>", "leak/email"),
        ("<text x='-500' fill='none'>10.20.30.40</text>", "leak/private-ipv4"),
        ("<text>Priya</text><text>Nair</text>", "leak/internal-name"),
    ] {
        let built = site("chart.svg", drawing(inner));
        assert!(built.files.is_none() && built.status == 3, "{inner}: {}", built.human);
        assert!(built.found(rule), "{inner}: {}", built.human);
        for secret in ["10.20.", "ops@", "Nair"] {
            assert!(!built.human.contains(secret) && !built.json.contains(secret), "{}", built.human);
        }
        let line = built.human.lines().find(|line| line.contains("2026-03-14-slow-search.md:")).unwrap_or_default().to_owned();
        assert!(!line.is_empty() && built.human.contains("the words in this picture"), "{}", built.human);
    }
    let unseen = "<title>10.20.30.40</title><desc>ops@corp.example</desc><metadata>Priya Nair</metadata><text>Seconds</text>";
    let built = site("chart.svg", drawing(unseen));
    assert!(!built.says("10.20.30.40") && built.says(">Seconds<"), "what nobody sees is left out");
}

#[test]
fn a_document_with_a_bad_picture_blocks_no_other() {
    let other = BASE.replace("2026-03-14-slow-search", "other");
    let site = Folder::with(&showing("report.pdf")).document("other.md", other).document("report.pdf", pictures::real("page.pdf"));
    let built = site.keep_going();
    assert!(built.has_page("other") && !built.has_page("2026-03-14-slow-search") && built.status == 1, "{}", built.human);
}

#[test]
fn a_logo_may_be_a_drawing_and_what_it_says_is_scanned_with_the_site() {
    let config = crate::support::folder::CONFIG.replace("[site]", "[site]\nlogo = \"logo.svg\"");
    let site = Folder::with(BASE).file("allclear.toml", config).file("logo.svg", drawing("<!-- PLANTED --><text>Example</text>"));
    let built = site.build();
    assert!(built.text("index.html").contains("/assets/logo-") && !built.says("PLANTED") && built.says("<text>Example</text>"));
    site.write("logo.svg", drawing("<text>db-1.10.20.30.40 at https://10.20.30.40/</text>"));
    let built = site.build();
    assert!(built.files.is_none() && built.status == 3, "{}", built.human);
}

#[test]
fn a_preview_is_of_a_kind_that_chat_tools_show() {
    let config = crate::support::folder::CONFIG.replace("[site]", "[site]\npreview = \"preview.webp\"");
    let site = Folder::with(BASE).file("allclear.toml", config).file("preview.webp", pictures::real("lossy.webp"));
    let refusal = site.refusal();
    assert!(refusal.contains("many chat tools do not show such a picture") && refusal.contains("PNG or JPEG"), "{refusal}");
}

#[test]
fn the_pictures_of_a_theme_are_read_again_too() {
    for name in ["chart.png", "photo.jpg", "progressive.jpg", "lossy.webp", "moving.webp", "plotted.svg", "page.pdf", "moving.gif"] {
        let built = Folder::with(BASE).file(&format!("theme/static/{name}"), pictures::real(name)).build();
        assert!(built.files.is_none() && built.status == 1, "{name}: {}", built.human);
        assert!(built.found("site/picture") || built.found("site/unsafe-markup"), "{name}: {}", built.human);
        assert!(!built.human.contains("PLANTED"), "{}", built.human);
    }
    // Under another name too.
    let built = Folder::with(BASE).file("theme/static/notes.css", pictures::real("chart.png")).build();
    assert!(built.files.is_none() && built.found("site/picture"), "{}", built.human);
    // The cleaned ones pass: a site may take them from what a build made of them.
    for name in ["chart.png", "progressive.jpg", "cmyk.jpg", "layered.webp", "moving.webp", "plotted.svg"] {
        let first = site(name, pictures::real(name));
        let (_, bytes) = first.site().iter().find(|(path, _)| path.starts_with("assets/2026-")).unwrap();
        let built = Folder::with(BASE).file(&format!("theme/static/{name}"), bytes).build();
        assert!(built.errors().is_empty(), "{name}: {}", built.human);
        assert!(built.site().keys().any(|path| path.contains(name.split('.').next().unwrap())), "{name}: {:?}", built.site().keys());
    }
}
