//! PNG files with something in every chunk, palette and erased pixel.

use super::*;

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
