//! JPEG files with something in every segment, table and scan that nobody sees.

use super::*;

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
        assert_eq!(clean, super::super::clean(&clean.bytes).unwrap(), "a clean picture stays as it is");
        let plain = decoded(image);
        assert!(plain.ends_with(&clean.bytes[clean.bytes.len() - 40..]), "the pixels are the same");
        // The first application segment is an encoder's JFIF only where nothing stands before it.
        assert_eq!(super::super::clean(&plain).unwrap().bytes, plain, "an encoder's plain picture has nothing to lose");
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
