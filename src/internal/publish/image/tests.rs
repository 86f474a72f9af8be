//! Pictures with something to hide in every place that a format has for it.
#![expect(clippy::cast_possible_truncation, reason = "the lengths of the samples are known")]

use base64::Engine as _;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;
use std::io::Write as _;

use super::*;

mod jpeg;
mod png;
mod webp;

const MARK: &[u8] = b"PLANTED-es-data-7";

/// 16 by 8 pixels each, saved by an ordinary encoder.
const BASELINE: &str = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAIABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAXEAEAAwAAAAAAAAAAAAAAAAAAAwVi/8QAFQEBAQAAAAAAAAAAAAAAAAAAAgP/xAAYEQADAQEAAAAAAAAAAAAAAAAAAgMEUf/aAAwDAQACEQMRAD8Amirsq4q7IA9WJZbv0//Z";
const PROGRESSIVE: &str = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wgARCAAIABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUAQEAAAAAAAAAAAAAAAAAAAAC/9oADAMBAAIQAxAAAAGVgj//xAAWEAADAAAAAAAAAAAAAAAAAAAAAQP/2gAIAQEAAQUCUxTP/8QAFxEAAwEAAAAAAAAAAAAAAAAAAAECA//aAAgBAwEBPwHK2f/EABYRAQEBAAAAAAAAAAAAAAAAAAEAAv/aAAgBAgEBPwF03//EABQQAQAAAAAAAAAAAAAAAAAAABD/2gAIAQEABj8CP//EABUQAQEAAAAAAAAAAAAAAAAAAABh/9oACAEBAAE/IYIP/9oADAMBAAIAAwAAABCP/8QAFREBAQAAAAAAAAAAAAAAAAAAAFH/2gAIAQMBAT8Qrf/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQIBAT8Qb//EABQQAQAAAAAAAAAAAAAAAAAAABD/2gAIAQEAAT8QNv/Z";
const CMYK: &str = "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAoHB4jHhkoIyEjLSsoMDxkQTw3Nzx7WF1JZJGAmZaPgIyKoLTmw6Cq2q2KjMj/y9ru9f///5vB////+v/m/f/4/8AAFAgACAAQBEMRAE0RAFkRAEsRAP/EABcAAQEBAQAAAAAAAAAAAAAAAAAFAgT/xAAYEAEAAwEAAAAAAAAAAAAAAAAABBVBYv/aAA4EQwBNAFkASwAAPwDhi4xWciysxcKzkH//2Q==";

fn decoded(text: &str) -> Vec<u8> {
    base64::engine::general_purpose::STANDARD.decode(text).unwrap()
}

fn holds_mark(bytes: &[u8]) -> bool {
    bytes.windows(7).any(|part| part == b"PLANTED")
}

/// A PNG file of these chunks.
fn png_of(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut out = super::png::SIGNATURE.to_vec();
    for (kind, data) in chunks {
        out.extend((data.len() as u32).to_be_bytes());
        out.extend(*kind);
        out.extend(*data);
        out.extend(crc32fast::hash(&[kind.as_slice(), data].concat()).to_be_bytes());
    }
    out
}

fn header(width: u32, height: u32, color: u8, interlaced: u8) -> Vec<u8> {
    [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, color, 0, 0, interlaced]].concat()
}

fn packed(rows: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(rows).unwrap();
    encoder.finish().unwrap()
}

/// Two by two pixels in true colour.
fn small() -> (Vec<u8>, Vec<u8>) {
    (header(2, 2, 2, 0), packed(&[0, 1, 2, 3, 4, 5, 6, 0, 7, 8, 9, 10, 11, 12]))
}

/// A JPEG file with segments put in behind its start mark.
fn jpeg_with(image: &str, segments: &[(u8, &[u8])]) -> Vec<u8> {
    let image = decoded(image);
    let mut out = image[..2].to_vec();
    for (marker, data) in segments {
        out.extend([0xFF, *marker]);
        out.extend((data.len() as u16 + 2).to_be_bytes());
        out.extend(*data);
    }
    out.extend(&image[2..]);
    out
}

fn exif(orientation: u16, big: bool) -> Vec<u8> {
    let short = |value: u16| if big { value.to_be_bytes() } else { value.to_le_bytes() };
    let long = |value: u32| if big { value.to_be_bytes() } else { value.to_le_bytes() };
    let mut tiff = if big { b"MM".to_vec() } else { b"II".to_vec() };
    tiff.extend(short(42));
    tiff.extend(long(8));
    tiff.extend(short(2));
    for (tag, kind, value) in [(0x0100, 3, 16), (0x0112, 3, orientation)] {
        tiff.extend(short(tag));
        tiff.extend(short(kind));
        tiff.extend(long(1));
        tiff.extend(short(value));
        tiff.extend([0, 0]);
    }
    tiff.extend(MARK);
    tiff
}

#[test]
fn a_turned_picture_is_a_fault_that_says_what_to_do() {
    for big in [true, false] {
        for orientation in 0..=9 {
            let app1 = [b"Exif\0\0".to_vec(), exif(orientation, big)].concat();
            let expected = (2..=8).contains(&orientation);
            assert_eq!(clean(&jpeg_with(BASELINE, &[(0xE1, &app1)])) == Err(Fault::Turned), expected, "{orientation}");
            let (head, pixels) = small();
            let file = png_of(&[(b"IHDR", &head), (b"eXIf", &exif(orientation, big)), (b"IDAT", &pixels), (b"IEND", &[])]);
            assert_eq!(clean(&file) == Err(Fault::Turned), expected, "{orientation}");
        }
    }
    assert!(Fault::Turned.to_string().contains("rotate it"));
}

#[test]
fn other_formats_are_named_by_what_they_are_whatever_they_are_called() {
    let mut bitmap = b"BM\x9a\0\0\0\0\0\0\0\x36".to_vec();
    bitmap.extend([0; 20]);
    for (bytes, name, step) in [
        (b"GIF89a".as_slice(), "a GIF file", "WebP if it has to move"),
        (b"%PDF-1.7", "a PDF file", "put its words into the text"),
        (b"\xEF\xBB\xBF\n%PDF-1.4", "a PDF file", "PNG"),
        (b"<!DOCTYPE html>\n%PDF-1.4", "a PDF file", "PNG"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "a HEIC file", "JPEG"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "an AVIF file", "PNG"),
        (b"II*\0\x08\0\0\0", "a TIFF file", "PNG"),
        (&bitmap, "a BMP file", "PNG"),
        (b"\0\0\x01\0\x01\0", "an icon file", "PNG"),
        (b"\x1F\x8B\x08\0", "a packed file", "unpack it"),
        (b"PK\x03\x04", "a packed file", "unpack it"),
    ] {
        let fault = clean(bytes).unwrap_err();
        let text = fault.to_string();
        assert!(matches!(fault, Fault::Foreign(_)) && text.contains(name) && text.contains(step), "{text}");
    }
    for bytes in [b"".as_slice(), b"BMW is a car", b"words", b"<!DOCTYPE html><title>x</title>", b"<a/>"] {
        assert_eq!(clean(bytes).unwrap_err(), Fault::Unknown);
    }
    assert_eq!(clean(&vec![0; LARGEST_FILE + 1]), Err(Fault::TooLarge));
}

/// Files of ordinary programs, each with planted words wherever its format has a place for them; `make` beside them made them.
fn real(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/pictures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn nothing_planted_is_left_of_files_of_real_programs() {
    for (name, extension, size) in [
        ("chart.png", "png", (96, 64)),
        ("photo.jpg", "jpg", (96, 64)),
        ("progressive.jpg", "jpg", (96, 64)),
        ("cmyk.jpg", "jpg", (96, 64)),
        ("lossy.webp", "webp", (96, 64)),
        ("lossless.webp", "webp", (96, 64)),
        ("layered.webp", "webp", (96, 64)),
        ("moving.webp", "webp", (96, 64)),
        ("plotted.svg", "svg", (288, 192)),
        ("graph.svg", "svg", (339, 59)),
    ] {
        let file = real(name);
        let clean = clean(&file).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert!(holds_mark(&file) && !holds_mark(&clean.bytes), "{name}");
        assert!(clean.words.iter().all(|words| !words.contains("PLANTED")), "{name}");
        assert_eq!((clean.width, clean.height, clean.extension), (size.0, size.1, extension), "{name}");
        assert!(super::clean(&clean.bytes).as_ref() == Ok(&clean), "{name}: a clean picture stays as it is");
        // A style of a drawing is said again at each element that it is about.
        assert!(extension == "svg" || clean.bytes.len() + 1000 < file.len(), "{name}");
    }
    assert_eq!(clean(&real("turned.webp")), Err(Fault::Turned));
    assert_eq!(clean(&real("moving.gif")), Err(Fault::Foreign(Kind::Gif)));
    assert_eq!(clean(&real("page.pdf")), Err(Fault::Foreign(Kind::Pdf)));
}

#[test]
fn a_file_of_two_kinds_is_the_picture_alone_or_nothing() {
    let page = b"<script>PLANTED</script>";
    let archive = b"PK\x03\x04PLANTED";
    for name in ["chart.png", "photo.jpg", "lossy.webp"] {
        for behind in [page.as_slice(), archive, b"%PDF-1.7 PLANTED"] {
            let clean = clean(&[real(name), behind.to_vec()].concat()).unwrap();
            assert!(!holds_mark(&clean.bytes) && Kind::of(&clean.bytes) == Kind::promised_by(name).unwrap(), "{name}");
        }
    }
    for mut drawing in [real("plotted.svg"), real("graph.svg")] {
        drawing.extend(page);
        assert!(clean(&drawing).is_err());
    }
    for picture in ["chart.png", "photo.jpg"] {
        assert!(clean(&[b"GIF89a".to_vec(), real(picture)].concat()).is_err());
        assert!(clean(&[page.to_vec(), real(picture)].concat()).is_err());
    }
    for name in ["lossy.webp", "chart.png", "photo.jpg"] {
        let file = real(name);
        assert!((0..file.len()).step_by(97).all(|cut| clean(&file[..cut]).is_err()), "{name}");
    }
}

fn samples() -> Vec<Vec<u8>> {
    let (head, pixels) = small();
    let png = png_of(&[(b"IHDR", &head), (b"tEXt", MARK), (b"IDAT", &pixels), (b"IEND", &[])]);
    let app1 = [b"Exif\0\0".to_vec(), exif(1, false)].concat();
    let jpegs = [BASELINE, PROGRESSIVE, CMYK].map(|image| jpeg_with(image, &[(0xE1, &app1), (0xFE, MARK)]));
    let webps = ["lossy.webp", "lossless.webp", "layered.webp", "moving.webp"].map(real);
    let drawing = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><style>.a{fill:red}</style><g id='b' class='a'><text>x &amp; y</text></g><use href='#b'/></svg>".to_vec();
    std::iter::once(png).chain(jpegs).chain(webps).chain([drawing]).collect()
}

proptest! {
    #[test]
    fn any_bytes_are_a_picture_or_a_fault(kind in 0..5_usize, bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let start: &[u8] = [super::png::SIGNATURE.as_slice(), b"\xFF\xD8\xFF", b"RIFF\xFF\0\0\0WEBP", b"<svg xmlns=\"http://www.w3.org/2000/svg\" ", &[]][kind];
        let _ = clean(&[start, &bytes].concat());
    }

    #[test]
    fn a_mutated_picture_is_clean_or_a_fault(which in 0..9_usize, edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..6)) {
        let mut bytes = samples().swap_remove(which);
        for (at, value, edit) in edits {
            let at = at.index(bytes.len());
            match edit {
                0 => bytes[at] = value,
                1 => bytes.insert(at, value),
                _ => { bytes.remove(at); }
            }
        }
        if let Ok(cleaned) = clean(&bytes) {
            let again = clean(&cleaned.bytes);
            prop_assert_eq!(Ok(cleaned), again);
        }
    }
}
