//! WebP files, built chunk by chunk around the pixels of real ones.

use super::*;

/// A WebP file of these chunks.
fn webp_of(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let list = list_of(chunks);
    [b"RIFF", &(list.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &list].concat()
}

fn list_of(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (kind, data) in chunks {
        out.extend(*kind);
        out.extend((data.len() as u32).to_le_bytes());
        out.extend(*data);
        // A pad byte that is none: some other program's way to leave a mark.
        out.extend(vec![b'P'; data.len() % 2]);
    }
    out
}

/// The coded pixels of a picture of 96 by 64.
fn pixels(kind: [u8; 4]) -> Vec<u8> {
    let file = clean(&real(if kind == *b"VP8L" { "lossless.webp" } else { "lossy.webp" })).unwrap().bytes;
    let length = u32::from_le_bytes(file[16..20].try_into().unwrap()) as usize;
    file[20..20 + length].to_vec()
}

fn canvas(flags: u8, width: u8, height: u8) -> Vec<u8> {
    vec![flags, 0, 0, 0, width - 1, 0, 0, height - 1, 0, 0]
}

#[test]
fn nothing_but_pixels_is_left_of_a_webp() {
    let (lossy, lossless) = (pixels(*b"VP8 "), pixels(*b"VP8L"));
    for (kind, pixels) in [(b"VP8 ", &lossy), (b"VP8L", &lossless)] {
        let head = canvas(0xFF, 96, 64);
        let file = webp_of(&[
            (b"VP8X", &head),
            (b"ICCP", MARK),
            (b"note", MARK),
            (kind, pixels),
            (b"EXIF", &exif(1, false)),
            (b"XMP ", MARK),
            (b"PLAN", MARK),
        ]);
        let file = [file, MARK.to_vec()].concat();
        let clean = clean(&file).unwrap();
        assert!(holds_mark(&file) && !holds_mark(&clean.bytes));
        let (kinds, length) = (&clean.bytes[12..16], clean.bytes.len());
        assert_eq!((kinds, length), (kind.as_slice(), 20 + pixels.len() + pixels.len() % 2), "the short form, and nothing else");
    }
}

#[test]
fn a_layer_of_transparency_is_kept_and_counted() {
    let (head, lossy) = (canvas(0x10, 96, 64), pixels(*b"VP8 "));
    let with = |layer: &[u8]| clean(&webp_of(&[(b"VP8X", &head), (b"ALPH", layer), (b"VP8 ", &lossy)]));
    let full = [vec![0xC0], vec![255; 96 * 64]].concat();
    let kept = with(&full).unwrap();
    assert_eq!(kept.bytes[12..30], *b"VP8X\x0A\0\0\0\x10\0\0\0\x5F\0\0\x3F\0\0");
    assert_eq!(kept.bytes[30..39], *b"ALPH\x01\x18\0\0\0", "bits that mean nothing are gone");
    assert_eq!(with(&[full.clone(), MARK.to_vec()].concat()), Err(Fault::Surplus));
    assert_eq!(with(&full[..100]), Err(Fault::CutShort));
    assert_eq!(with(&[]), Err(Fault::Damaged));
    assert_eq!(with(&[3, 1]), Err(Fault::Damaged));
}

#[test]
fn frames_are_bare_and_fit() {
    let lossy = pixels(*b"VP8 ");
    let place = |x: u8, flags: u8| [x, 0, 0, 0, 0, 0, 95, 0, 0, 63, 0, 0, 100, 0, 0, flags];
    let frame = |x: u8, chunks: &[(&[u8; 4], &[u8])]| [place(x, 0xFF).to_vec(), list_of(chunks)].concat();
    let (head, animation) = (canvas(0x2E, 96, 64), [0; 6]);
    let with = |frame: &[u8]| clean(&webp_of(&[(b"VP8X", &head), (b"ANIM", &animation), (b"ANMF", frame), (b"XMP ", MARK)]));

    let kept = with(&frame(0, &[(b"note", MARK), (b"VP8 ", &lossy), (b"PLAN", MARK)])).unwrap();

    assert!(!holds_mark(&kept.bytes));
    assert_eq!(kept.bytes[20], 0x02, "an animation without profile, EXIF, XMP or transparency");
    assert_eq!(with(&frame(1, &[(b"VP8 ", &lossy)])), Err(Fault::Damaged), "a frame beyond the edge");
    assert_eq!(with(&frame(0, &[])), Err(Fault::Damaged));
    assert_eq!(with(MARK), Err(Fault::CutShort));
    let still = webp_of(&[(b"VP8X", &head), (b"ANIM", &animation), (b"ANMF", &frame(0, &[(b"VP8 ", &lossy)])), (b"VP8 ", &lossy)]);
    assert_eq!(clean(&still), Err(Fault::Damaged), "an animation and a picture in one");
}

#[test]
fn broken_webps_are_faults() {
    let lossy = pixels(*b"VP8 ");
    for size in [(95, 64), (96, 63)] {
        assert_eq!(clean(&webp_of(&[(b"VP8X", &canvas(0, size.0, size.1)), (b"VP8 ", &lossy)])), Err(Fault::Damaged), "sizes disagree");
    }
    assert_eq!(clean(&webp_of(&[(b"VP8 ", &lossy), (b"VP8 ", &lossy)])), Err(Fault::Damaged));
    assert_eq!(clean(&webp_of(&[(b"VP8 ", &lossy), (b"VP8X", &canvas(0, 96, 64))])), Err(Fault::Damaged));
    assert_eq!(clean(&webp_of(&[(b"EXIF", MARK)])), Err(Fault::CutShort));
    for (at, value) in [(0, lossy[0] | 1), (3, 0), (6, 0)] {
        let mut broken = lossy.clone();
        broken[at] = value;
        if at == 6 {
            broken[7] = 0;
        }
        assert!(matches!(clean(&webp_of(&[(b"VP8 ", &broken)])), Err(Fault::Damaged | Fault::Dimensions)), "{at}");
    }
    for big in [true, false] {
        for lead in [b"".as_slice(), b"Exif\0\0"] {
            let turned = [lead, &exif(8, big)].concat();
            assert_eq!(clean(&webp_of(&[(b"VP8 ", &lossy), (b"EXIF", &turned)])), Err(Fault::Turned));
        }
    }
}
