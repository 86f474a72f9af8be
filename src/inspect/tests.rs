//! Files as a theme or an output may bring them: bare ones pass, whatever is added to them does not.

use super::{Flaw, Kind, flaw};

fn real(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/pictures/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a picture")
}

#[test]
fn pictures_of_real_programs_hold_more_than_a_picture() {
    for name in [
        "chart.png",
        "photo.jpg",
        "progressive.jpg",
        "cmyk.jpg",
        "lossy.webp",
        "lossless.webp",
        "layered.webp",
        "moving.webp",
        "plotted.svg",
        "graph.svg",
    ] {
        assert_eq!(flaw(name, &real(name)), Some(Flaw::Surplus), "{name}");
    }
}

#[test]
fn what_nobody_can_check_does_not_pass_whatever_its_name() {
    for (name, kind) in [("page.pdf", Kind::Pdf), ("moving.gif", Kind::Gif)] {
        for path in [name, "static/style.css", "a.png", "a", "a.txt"] {
            let found = flaw(path, &real(name));
            assert_eq!(found, Some(Flaw::Unreadable(kind)), "{path}");
        }
    }
    assert_eq!(flaw("a.svgz", b"\x1F\x8B\x08"), Some(Flaw::Unreadable(Kind::Packed)));
    assert_eq!(flaw("a.png", b"words"), Some(Flaw::Unreadable(Kind::Png)));
    assert_eq!(flaw("a.heic", b"words"), Some(Flaw::Unreadable(Kind::Heic)));
    assert_eq!(flaw("a.jpg", &real("chart.png")), Some(Flaw::Misnamed));
    assert_eq!(flaw("a.svg", &real("chart.png")), Some(Flaw::Misnamed));
}

#[test]
fn files_that_are_no_pictures_are_left_to_others() {
    for (path, bytes) in [
        ("index.html", b"<!doctype html>".as_slice()),
        ("incidents/a/index.html", b"<!doctype html><title>Files that begin with %PDF-1.7 do not open</title>"),
        ("feed.json", b"{\"title\": \"Files that begin with %PDF-1.7 do not open\"}"),
        ("feed.xml", b"<?xml version='1.0'?><rss/>"),
        ("style.css", b"BMW { color: red }"),
        ("a.woff2", b"wOF2"),
        ("robots.txt", b""),
        ("_headers", b"/*"),
    ] {
        assert_eq!(flaw(path, bytes), None, "{path}");
    }
}

#[test]
fn a_drawing_has_no_notes_no_editor_and_no_way_out() {
    let with = |inner: &str| {
        let text = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:e="http://e.example">{inner}</svg>"#
        );
        flaw("logo.svg", text.as_bytes())
    };
    for inner in [
        "",
        "<title>State</title><g><path d='M0 0'/></g>",
        "<use xlink:href='#a'/>",
        "<text xml:space='preserve'>x</text>",
        "<g fill='url( #a)'/>",
        "<style>g{fill:url('#a')}</style>",
    ] {
        assert_eq!(with(inner), None, "{inner}");
    }
    for inner in [
        "<metadata/>",
        "<!-- x -->",
        "<?x y?>",
        "<e:view/>",
        "<g e:label='x'/>",
        "<script/>",
        "<g onclick='x'/>",
        "<image href='a.png'/>",
        "<use href='a.svg#b'/>",
        "<foreignObject/>",
        "<animateColor/>",
        "<g xml:base='https://elsewhere.example/'/>",
        "<g fill='url(https://elsewhere.example/a#b)'/>",
        "<g style='fill: URL( \"https://elsewhere.example/a\")'/>",
        "<style>@import 'https://elsewhere.example/a.css';</style>",
        "<style><![CDATA[g { fill: u\\72l(x) }]]></style>",
        "<style>g { fill: u&#114;l(x) }</style>",
        "<style>g{}<!-- x -->@import 'x'</style>",
        "<g>",
        "<x:g/>",
    ] {
        assert_eq!(with(inner), Some(Flaw::Surplus), "{inner}");
    }
    assert_eq!(flaw("logo.svg", b"<!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg'/>"), Some(Flaw::Surplus));
    assert_eq!(flaw("logo.svg", b"words"), Some(Flaw::Surplus));
}

#[test]
fn an_icon_is_bare_when_its_pictures_are_and_nothing_lies_between() {
    let png = {
        let file = real("chart.png");
        // Header, pixels and end alone.
        let mut out = file[..8].to_vec();
        let mut rest = &file[8..];
        while rest.len() >= 12 {
            let length = u32::from_be_bytes([rest[0], rest[1], rest[2], rest[3]]) as usize + 12;
            if [b"IHDR", b"IDAT", b"IEND"].iter().any(|kind| rest[4..8] == **kind) {
                out.extend(&rest[..length]);
            }
            rest = &rest[length..];
        }
        out
    };
    assert_eq!(flaw("a.png", &png), None);
    let icon = |image: &[u8], gap: &[u8]| {
        let mut out = vec![0, 0, 1, 0, 1, 0, 96, 64, 0, 0, 1, 0, 32, 0];
        out.extend(u32::try_from(image.len()).expect("a small file").to_le_bytes());
        out.extend((22 + u32::try_from(gap.len()).expect("a small gap")).to_le_bytes());
        [&out, gap, image].concat()
    };
    assert_eq!(flaw("favicon.ico", &icon(&png, b"")), None);
    // Two by two pixels in 16 colours: head, colours, rows of four bytes, and as many of a mask.
    let bitmap =
        [&40_u32.to_le_bytes()[..], &2_u32.to_le_bytes(), &4_u32.to_le_bytes(), &[1, 0, 4, 0], &[0; 24], &[7; 64 + 8 + 8]].concat();
    assert_eq!(flaw("favicon.ico", &icon(&bitmap, b"")), None);
    for (file, what) in [([bitmap.clone(), b"words".to_vec()].concat(), "behind its mask"), (bitmap[..100].to_vec(), "cut short")] {
        assert_eq!(flaw("favicon.ico", &icon(&file, b"")), Some(Flaw::Surplus), "{what}");
    }
    for file in [icon(&png, b"x"), [icon(&png, b""), b"x".to_vec()].concat(), icon(&real("chart.png"), b""), icon(b"words", b"")] {
        assert_eq!(flaw("favicon.ico", &file), Some(Flaw::Surplus));
    }
}

#[test]
fn a_drawing_with_more_attributes_than_anyone_writes_is_not_read_to_the_end() {
    let many: String = (0..500_000).map(|n| format!("a{n}='' ")).collect();
    let drawing = format!("<svg xmlns='http://www.w3.org/2000/svg'><g {many}/></svg>");
    assert_eq!(flaw("logo.svg", drawing.as_bytes()), Some(Flaw::Surplus));
}

#[test]
fn nothing_stands_behind_the_packed_pixels_of_a_png() {
    let of = |behind: &[u8]| {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut packed, &[0, 1, 2, 3]).expect("packed");
        let pixels = [packed.finish().expect("packed"), behind.to_vec()].concat();
        let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, data) in [(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0][..]), (b"IDAT", &pixels), (b"IEND", &[])] {
            out.extend(u32::try_from(data.len()).expect("a small chunk").to_be_bytes());
            out.extend([kind.as_slice(), data].concat());
            out.extend(crc32fast::hash(&[kind.as_slice(), data].concat()).to_be_bytes());
        }
        flaw("a.png", &out)
    };
    assert_eq!(of(b""), None);
    assert_eq!(of(b"words"), Some(Flaw::Surplus));
}
