//! Pictures of the four formats, with marks in every place that a format has for words. The places are named to whoever makes the marks.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::root;

/// What makes a mark for a place.
pub type Mark<'a> = dyn FnMut(&str) -> String + 'a;

/// The endings of the four formats.
pub const ENDINGS: [&str; 4] = ["png", "jpg", "webp", "svg"];

/// A file of an ordinary program, from `tests/pictures`.
pub fn real(name: &str) -> Vec<u8> {
    std::fs::read(root().join("tests/pictures").join(name)).unwrap()
}

/// A picture of the format of that ending, marked.
pub fn marked(ending: &str, mark: &mut Mark<'_>) -> Vec<u8> {
    match ending {
        "png" => png(mark),
        "jpg" => jpeg(mark),
        "webp" => webp(mark),
        "svg" => svg(mark),
        _ => panic!("no format ends in {ending}"),
    }
}

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// Text chunks of every kind, packed ones too, and bytes behind the end.
fn png(mark: &mut Mark<'_>) -> Vec<u8> {
    let image = real("chart.png");
    let mut out = image[..33].to_vec();
    let mut chunk = |kind: &[u8; 4], data: &[u8]| {
        out.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        out.extend(kind);
        out.extend(data);
        out.extend(crc32fast::hash(&[&kind[..], data].concat()).to_be_bytes());
    };
    for (kind, before) in [(b"tEXt", &b"Author\0"[..]), (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0"), (b"eXIf", b"MM\0*"), (b"prVt", b"")] {
        chunk(kind, &[before, mark(&format!("a {} chunk", String::from_utf8_lossy(kind))).as_bytes()].concat());
    }
    for (kind, before) in [(b"zTXt", &b"Author\0\0"[..]), (b"iCCP", b"profile\0\0"), (b"iTXt", b"Title\0\x01\0\0\0")] {
        chunk(kind, &[before, &packed(&mark(&format!("a packed {} chunk", String::from_utf8_lossy(kind))))].concat());
    }
    out.extend(&image[33..]);
    out.extend(mark("bytes behind a PNG").as_bytes());
    out
}

/// Comments and application segments, and bytes behind the end.
fn jpeg(mark: &mut Mark<'_>) -> Vec<u8> {
    let image = real("photo.jpg");
    let mut out = image[..2].to_vec();
    for (marker, before) in [
        (0xFE_u8, &b""[..]),
        (0xE1, b"Exif\0\0MM\0*"),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0"),
        (0xE2, b"ICC_PROFILE\0\x01\x01"),
        (0xED, b"Photoshop 3.0\08BIM"),
        (0xE0, b"JFXX\0\x10"),
        (0xEF, b""),
    ] {
        let data = [before, mark(&format!("a JPEG segment {marker:x} {}", before.len())).as_bytes()].concat();
        out.extend([0xFF, marker]);
        out.extend(u16::try_from(data.len() + 2).unwrap().to_be_bytes());
        out.extend(data);
    }
    out.extend(&image[2..]);
    out.extend(mark("bytes behind a JPEG").as_bytes());
    out
}

/// A profile, EXIF, XMP, an unknown chunk, and bytes behind the end.
fn webp(mark: &mut Mark<'_>) -> Vec<u8> {
    let image = real("lossy.webp");
    let mut list = Vec::new();
    let mut chunk = |kind: &[u8; 4], data: &[u8]| {
        list.extend(kind);
        list.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        list.extend(data);
        list.extend(vec![0; data.len() % 2]);
    };
    let at = image.windows(4).position(|part| part == b"VP8 ").unwrap();
    let length = u32::from_le_bytes(image[at + 4..at + 8].try_into().unwrap()) as usize;
    chunk(b"VP8X", &image[20..30]);
    chunk(b"ICCP", mark("a WebP profile").as_bytes());
    chunk(b"note", mark("a WebP chunk of nobody").as_bytes());
    chunk(b"VP8 ", &image[at + 8..at + 8 + length]);
    chunk(b"EXIF", &[b"MM\0*\0\0\0\0", mark("WebP EXIF").as_bytes()].concat());
    chunk(b"XMP ", format!("<x:xmpmeta>{}</x:xmpmeta>", mark("WebP XMP")).as_bytes());
    let size = u32::try_from(list.len() + 4).unwrap().to_le_bytes();
    [b"RIFF", &size[..], b"WEBP", &list, mark("bytes behind a WebP").as_bytes()].concat()
}

/// Everything that drawing programs write beside a drawing.
fn svg(mark: &mut Mark<'_>) -> Vec<u8> {
    let template = r##"<?xml version="1.0"?><!-- «an SVG comment» --><?«an SVG instruction» x?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:e="http://«an editor's address».example/"
  e:docname="«an editor's attribute»" data-x="«an SVG data attribute»" content="«the source of a drawing»" width="96" height="64">
<title>«an SVG title»</title><desc>«an SVG description»</desc><metadata><e:by>«SVG metadata»</e:by></metadata>
<e:view>«an editor's element»</e:view><style>.«an SVG class» { fill: #c82828; -e-note: "«an editor's style»" } /* «a comment in a style» */</style>
<defs><rect id="«the name of a part»" width="16" height="36"/></defs>
<g id="«the name of a layer»" e:label="«the label of a layer»" aria-label="«a spoken label»">words «between elements»
<a href="https://«the link of a drawing».example/" xlink:title="«the title of a drawing's link»"><rect class="CLASS" x="8" y="20" width="16" height="36"/></a>
<use xlink:href="#PART" x="36" y="8"/></g></svg>"##;
    let mut text = String::new();
    let (mut class, mut part) = (String::new(), String::new());
    for (index, piece) in template.split(['«', '»']).enumerate() {
        if index % 2 == 0 {
            text.push_str(piece);
            continue;
        }
        let word = mark(piece);
        match piece {
            "an SVG class" => class.clone_from(&word),
            "the name of a part" => part.clone_from(&word),
            _ => {}
        }
        text.push_str(&word);
    }
    text.replace("CLASS", &class).replace("PART", &part).into_bytes()
}
