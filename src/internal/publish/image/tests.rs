//! Pictures with something to hide in every place that a format has for it.
#![expect(clippy::cast_possible_truncation, reason = "the lengths of the samples are known")]

use base64::Engine as _;
use flate2::write::ZlibEncoder;
use proptest::prelude::*;
use std::io::Write as _;

use super::*;

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
    let mut out = png::SIGNATURE.to_vec();
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
fn nothing_but_pixels_is_left_of_a_png() {
    let (head, pixels) = small();
    let text = [b"Comment\0".as_slice(), MARK].concat();
    let file = png_of(&[
        (b"IHDR", &head),
        (b"gAMA", &[0, 1, 2, 3]),
        (b"iCCP", &text),
        (b"tEXt", &text),
        (b"zTXt", &text),
        (b"iTXt", &text),
        (b"tIME", &[7, 234, 3, 14, 10, 2, 0]),
        (b"eXIf", &exif(1, true)),
        (b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]),
        (b"fcTL", MARK),
        (b"PLTE", b"PLANTE"),
        (b"IDAT", &pixels[..4]),
        (b"IDAT", &pixels[4..]),
        (b"fdAT", MARK),
        (b"prVt", MARK),
        (b"IEND", &[]),
    ]);
    let file = [file, MARK.to_vec()].concat();

    let clean = clean(&file).unwrap();

    assert!(holds_mark(&file) && !holds_mark(&clean.bytes));
    assert_eq!((clean.width, clean.height, clean.extension), (2, 2, "png"));
    assert_eq!(clean.bytes, png_of(&[(b"IHDR", &head), (b"IDAT", &pixels), (b"IEND", &[])]));
}

#[test]
fn palette_and_transparency_stay_where_a_decoder_needs_them() {
    let head = header(2, 1, 3, 0);
    let pixels = packed(&[0, 0, 1]);
    let file = png_of(&[(b"IHDR", &head), (b"PLTE", &[1, 2, 3, 4, 5, 6]), (b"tRNS", &[9]), (b"IDAT", &pixels), (b"IEND", &[])]);
    assert_eq!(clean(&file).unwrap().bytes, file);
    let short = png_of(&[(b"IHDR", &head), (b"PLTE", &[1, 2, 3]), (b"IDAT", &pixels), (b"IEND", &[])]);
    assert_eq!(clean(&short).unwrap().bytes, short, "a decoder shows black for a colour that is missing");
    let without = png_of(&[(b"IHDR", &head), (b"IDAT", &pixels), (b"IEND", &[])]);
    assert_eq!(clean(&without), Err(Fault::Damaged));
    let more = png_of(&[(b"IHDR", &head), (b"PLTE", &[1, 2, 3]), (b"tRNS", MARK), (b"IDAT", &pixels), (b"IEND", &[])]);
    assert_eq!(clean(&more), Err(Fault::Damaged));
}

#[test]
fn a_palette_tells_the_colours_that_are_seen_and_no_other() {
    let colors = |first: &[u8]| [first, b"PLANTED-es-data-7 and more of it ..."].concat();
    for (depth, row) in [(8, vec![0, 0, 1]), (4, vec![0, 0x01]), (2, vec![0, 0b0001_0000]), (1, vec![0, 0b0100_0000])] {
        let head = [&2_u32.to_be_bytes()[..], &1_u32.to_be_bytes(), &[depth, 3, 0, 0, 0]].concat();
        let pixels = packed(&row);
        let file = png_of(&[
            (b"IHDR", &head),
            (b"PLTE", &colors(&[1, 2, 3, 4, 5, 6])),
            (b"tRNS", &[9, 8, 7, 6]),
            (b"IDAT", &pixels),
            (b"IEND", &[]),
        ]);
        let left = png_of(&[(b"IHDR", &head), (b"PLTE", &[1, 2, 3, 4, 5, 6]), (b"tRNS", &[9, 8]), (b"IDAT", &pixels), (b"IEND", &[])]);
        assert_eq!(clean(&file).unwrap().bytes, left, "{depth}");
    }
    let head = header(2, 1, 3, 0);
    let pixels = packed(&[0, 3, 1]);
    let file = png_of(&[(b"IHDR", &head), (b"PLTE", b"PLANTED-data"), (b"tRNS", &[1, 0, 1, 1]), (b"IDAT", &pixels), (b"IEND", &[])]);
    let left =
        png_of(&[(b"IHDR", &head), (b"PLTE", b"\0\0\0\0\0\0\0\0\0ata"), (b"tRNS", &[1, 0, 1, 1]), (b"IDAT", &pixels), (b"IEND", &[])]);
    assert_eq!(clean(&file).unwrap().bytes, left, "neither one that no pixel has, nor one below full transparency");
}

#[test]
fn what_was_erased_from_a_picture_is_not_below_it_any_more() {
    // Two rows of three pixels in colour with transparency, through each filter; the middle one is erased.
    let erased: [u8; 24] = *b"abc\xFFPLA\0ghi\x80jkl\xFFNTE\0pqr\x01";
    let seen: [u8; 24] = *b"abc\xFF\0\0\0\0ghi\x80jkl\xFF\0\0\0\0pqr\x01";
    for interlaced in [0, 1] {
        for filter in 0..=4_u8 {
            let height = if interlaced == 1 { 1 } else { 2 };
            let file = |pixels: &[u8; 24]| {
                // A single row of three is three passes of one pixel each: of the first, the fifth and every second.
                let rows = if interlaced == 1 {
                    [pixels[..4].to_vec(), pixels[8..12].to_vec(), pixels[4..8].to_vec()].to_vec()
                } else {
                    pixels.chunks(12).map(<[u8]>::to_vec).collect()
                };
                let width = rows[0].len();
                let mut above = vec![0; width];
                let mut lines = Vec::new();
                for now in rows {
                    lines.push(filter);
                    lines.extend((0..width).map(|at| {
                        let at_left = |row: &[u8]| if at < 4 { 0_i32 } else { i32::from(row[at - 4]) };
                        let none = vec![0; width];
                        let top = if interlaced == 1 { &none } else { &above };
                        let (a, b, c) = (at_left(&now), i32::from(top[at]), at_left(top));
                        let nearest = [a, b, c].into_iter().min_by_key(|side| (a + b - c - side).abs()).unwrap();
                        u8::try_from((i32::from(now[at]) - [0, a, b, i32::midpoint(a, b), nearest][usize::from(filter)]).rem_euclid(256))
                            .unwrap()
                    }));
                    above = now;
                }
                png_of(&[(b"IHDR", &header(3, height, 6, interlaced)), (b"IDAT", &packed(&lines)), (b"IEND", &[])])
            };
            assert_eq!(clean(&file(&erased)).unwrap().bytes, file(&seen), "{interlaced} {filter}");
            assert_eq!(clean(&file(&seen)).unwrap().bytes, file(&seen), "nothing is packed anew without need");
        }
    }
    let deep = |hidden: &[u8; 2]| [b"\0ab\xFF\xFF".as_slice(), hidden, b"\0\0cd\0\x01"].concat();
    let head = [&3_u32.to_be_bytes()[..], &1_u32.to_be_bytes(), &[16, 4, 0, 0, 0]].concat();
    let file = |hidden| png_of(&[(b"IHDR", &head), (b"IDAT", &packed(&deep(hidden))), (b"IEND", &[])]);
    assert_eq!(clean(&file(b"PL")).unwrap().bytes, file(b"\0\0"), "grey of 16 bits");
    let filter = packed(&[5, 1, 2, 3, 4]);
    assert_eq!(clean(&png_of(&[(b"IHDR", &header(1, 1, 6, 0)), (b"IDAT", &filter), (b"IEND", &[])])), Err(Fault::Damaged));
}

#[test]
fn an_interlaced_png_is_counted_pass_by_pass() {
    // Three by three in grey: passes of 1x1, 1x0, 1x0 (no rows), 1x1, 2x1, 1x2 and 3x1 pixels.
    let rows: Vec<u8> = [vec![0, 1], vec![0, 1], vec![0, 1, 1], vec![0, 1, 0, 1], vec![0, 1, 1, 1]].concat();
    let file = png_of(&[(b"IHDR", &header(3, 3, 0, 1)), (b"IDAT", &packed(&rows)), (b"IEND", &[])]);
    assert_eq!(clean(&file).unwrap().bytes, file);
}

#[test]
fn data_behind_the_pixels_does_not_pass() {
    let (head, pixels) = small();
    // Behind the end of the packed stream: cut off.
    let behind = png_of(&[(b"IHDR", &head), (b"IDAT", &[pixels.clone(), MARK.to_vec()].concat()), (b"IEND", &[])]);
    assert!(!holds_mark(&clean(&behind).unwrap().bytes));
    // Inside it, as rows that the header does not count: a cropped screenshot.
    let rows = packed(&[0; 14 + 7]);
    assert_eq!(clean(&png_of(&[(b"IHDR", &head), (b"IDAT", &rows), (b"IEND", &[])])), Err(Fault::Surplus));
}

#[test]
fn broken_pngs_are_faults() {
    let (head, pixels) = small();
    let whole = png_of(&[(b"IHDR", &head), (b"IDAT", &pixels), (b"IEND", &[])]);
    assert!(clean(&whole).is_ok());
    for cut in 0..whole.len() {
        assert!(clean(&whole[..cut]).is_err(), "cut at {cut}");
    }
    let mut flipped = whole.clone();
    flipped[20] ^= 1;
    assert_eq!(clean(&flipped), Err(Fault::Damaged));
    let critical = png_of(&[(b"IHDR", &head), (b"XyZz", MARK), (b"IDAT", &pixels), (b"IEND", &[])]);
    assert_eq!(clean(&critical), Err(Fault::Unsupported));
    for (width, height) in [(0, 1), (1, 0), (16_385, 1), (u32::MAX, u32::MAX)] {
        let file = png_of(&[(b"IHDR", &header(width, height, 2, 0)), (b"IDAT", &pixels), (b"IEND", &[])]);
        assert_eq!(clean(&file), Err(Fault::Dimensions));
    }
}

#[test]
fn nothing_but_pixels_is_left_of_a_jpeg() {
    let app1 = [b"Exif\0\0".to_vec(), exif(1, false)].concat();
    let xmp = [b"http://ns.adobe.com/xap/1.0/\0".as_slice(), MARK].concat();
    let icc = [b"ICC_PROFILE\0\x01\x01".as_slice(), MARK].concat();
    let iptc = [b"Photoshop 3.0\0".as_slice(), MARK].concat();
    let jfxx = [b"JFXX\0\x13".as_slice(), MARK].concat();
    let mpf = [b"MPF\0".as_slice(), MARK].concat();
    let segments: Vec<(u8, &[u8])> =
        vec![(0xE1, &app1), (0xE1, &xmp), (0xE2, &icc), (0xE2, &mpf), (0xED, &iptc), (0xE0, &jfxx), (0xEF, MARK), (0xFE, MARK)];
    for image in [BASELINE, PROGRESSIVE, CMYK] {
        let mut file = jpeg_with(image, &segments);
        file.extend(MARK);
        // Between two scans too.
        let last_scan = file.windows(2).rposition(|pair| pair == [0xFF, 0xDA]).unwrap();
        let comment = [&[0xFF, 0xFE, 0, 2 + MARK.len() as u8], MARK].concat();
        file.splice(last_scan..last_scan, comment);

        let clean = clean(&file).unwrap();

        assert!(!holds_mark(&clean.bytes));
        assert_eq!((clean.width, clean.height, clean.extension), (16, 8, "jpg"));
        assert_eq!(clean, super::clean(&clean.bytes).unwrap(), "a clean picture stays as it is");
        let plain = decoded(image);
        assert!(plain.ends_with(&clean.bytes[clean.bytes.len() - 40..]), "the pixels are the same");
        // The first application segment is an encoder's JFIF only where nothing stands before it.
        assert_eq!(super::clean(&plain).unwrap().bytes, plain, "an encoder's plain picture has nothing to lose");
    }
}

#[test]
fn a_thumbnail_in_the_first_segment_goes() {
    let image = decoded(BASELINE);
    let thumbnail = [b"JFIF\0\x01\x02\x01\0\x48\0\x48\x02\x01".as_slice(), b"PLANTE"].concat();
    // The encoder's own segment of 18 bytes is replaced.
    let mut file = image[..2].to_vec();
    file.extend([0xFF, 0xE0, 0, thumbnail.len() as u8 + 2]);
    file.extend(&thumbnail);
    file.extend(&image[20..]);
    let clean = clean(&file).unwrap();
    assert!(!clean.bytes.windows(6).any(|part| part == b"PLANTE"));
    assert_eq!(&clean.bytes[2..20], b"\xFF\xE0\0\x10JFIF\0\x01\x01\x01\0\x48\0\x48\0\0");
}

#[test]
fn hidden_bytes_in_tables_are_faults() {
    for (marker, data) in
        [(0xDB, [vec![0; 65], MARK.to_vec()].concat()), (0xC4, [vec![0; 17], MARK.to_vec()].concat()), (0xDD, MARK.to_vec())]
    {
        assert_eq!(clean(&jpeg_with(BASELINE, &[(marker, &data)])), Err(Fault::Damaged), "{marker:x}");
    }
    assert_eq!(clean(&jpeg_with(BASELINE, &[(0xC9, MARK)])), Err(Fault::Unsupported));
}

/// Pairs of a mark and what stands in its segment; pixels without a mark.
fn segments(image: &[u8]) -> Vec<(u8, &[u8])> {
    let mut parts = Vec::new();
    let mut rest = &image[2..];
    while rest[1] != 0xD9 {
        let length = usize::from(u16::from_be_bytes([rest[2], rest[3]])) + 2;
        parts.push((rest[1], &rest[4..length]));
        let scan = if rest[1] == 0xDA {
            rest[length..].windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7))
        } else {
            None
        };
        rest = &rest[length..];
        if let Some(end) = scan {
            parts.push((0, &rest[..end]));
            rest = &rest[end..];
        }
    }
    parts
}

fn jpeg_of(parts: &[(u8, &[u8])]) -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8];
    for (marker, data) in parts {
        if *marker != 0 {
            out.extend([0xFF, *marker]);
            out.extend((data.len() as u16 + 2).to_be_bytes());
        }
        out.extend(*data);
    }
    [out, vec![0xFF, 0xD9]].concat()
}

#[test]
fn tables_that_no_pixel_needs_go() {
    let steps = |head: u8| [&[head], &MARK.repeat(4)[..64]].concat();
    let long_steps = [&[0x11], &MARK.repeat(8)[..128]].concat();
    let codes = |head: u8| [&[head], &[0, 17][..], &[0; 14], MARK].concat();
    for image in [BASELINE, PROGRESSIVE, CMYK] {
        let plain = decoded(image);
        let parts = segments(&plain);
        assert_eq!(jpeg_of(&parts), plain);
        for (marker, table) in [
            (0xDB, steps(0)),
            (0xDB, steps(1)),
            (0xDB, steps(3)),
            (0xDB, [steps(2), steps(3)].concat()),
            (0xDB, long_steps.clone()),
            (0xC4, codes(0x00)),
            (0xC4, codes(0x11)),
            (0xC4, [codes(0x03), codes(0x13)].concat()),
            (0xDD, b"PL".to_vec()),
        ] {
            // Before all others, which replace it, or with a number that nothing has.
            let mut with = parts.clone();
            with.insert(0, (marker, &table));
            let last = with.len();
            with.insert(last, (marker, &table));
            let cleaned = clean(&jpeg_of(&with));
            // A distance of restarts is not replaced, and the pixels do not restart.
            if marker == 0xDD {
                continue;
            }
            assert!(!holds_mark(&cleaned.as_ref().unwrap().bytes), "{marker:x} {}", table[0]);
        }
    }
    let plain = decoded(BASELINE);
    let mut parts = segments(&plain);
    for pair in std::iter::once([0, 0].as_slice()).chain(MARK.chunks_exact(2)) {
        parts.insert(1, (0xDD, pair));
    }
    let cleaned = clean(&jpeg_of(&parts)).unwrap().bytes;
    assert_eq!(cleaned.len(), plain.len() + 6, "one distance is left");
}

#[test]
fn a_picture_below_a_picture_is_a_fault() {
    for image in [BASELINE, PROGRESSIVE, CMYK] {
        let plain = decoded(image);
        let parts = segments(&plain);
        let scan = parts.iter().position(|(marker, _)| *marker == 0xDA).unwrap();
        let mut twice = parts.clone();
        twice.splice(scan..scan, [parts[scan], (0, MARK)]);
        assert_eq!(clean(&jpeg_of(&twice)), Err(Fault::Surplus));
        let mut foreign = parts.clone();
        let head: Vec<u8> = foreign[scan].1.iter().enumerate().map(|(at, byte)| if at == 1 { 0x77 } else { *byte }).collect();
        foreign[scan].1 = &head;
        assert_eq!(clean(&jpeg_of(&foreign)), Err(Fault::Damaged), "a scan of a channel that is not there");
    }
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

/// Blocks that count more entries than they have, in as many segments as fit into a few megabytes.
#[test]
fn a_block_that_lies_about_its_length_is_read_to_its_end_alone() {
    let lying = [b"Exif\0\0MM\0\x2A\0\0\0\x08\xFF\xFF".as_slice(), MARK].concat();
    let segments: Vec<(u8, &[u8])> = vec![(0xE1, &lying); 100_000];
    let clean = clean(&jpeg_with(BASELINE, &segments)).unwrap();
    assert_eq!(clean.bytes, decoded(BASELINE));
}

#[test]
fn broken_jpegs_are_faults() {
    for image in [BASELINE, PROGRESSIVE, CMYK] {
        let whole = decoded(image);
        for cut in 0..whole.len() {
            assert!(clean(&whole[..cut]).is_err(), "cut at {cut}");
        }
    }
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
        let start: &[u8] = [png::SIGNATURE.as_slice(), b"\xFF\xD8\xFF", b"RIFF\xFF\0\0\0WEBP", b"<svg xmlns=\"http://www.w3.org/2000/svg\" ", &[]][kind];
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
