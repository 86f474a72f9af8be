//! Comes in: a PNG, JPEG, WebP or icon file. Goes out: whether it is made of allowed parts, from its first byte to its last.
//! Must never: take a part on trust that the reading crate skips: what it writes back has to be the file, byte for byte.

use std::io::Read as _;

use flate2::bufread::ZlibDecoder;
use img_parts::Bytes;
use img_parts::jpeg::{Jpeg, JpegSegment};
use img_parts::png::Png;
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;

/// Chunks of a picture, and the small ones of fixed length that say how to read its colours and how large it is.
const PNG_PARTS: [([u8; 4], Option<usize>); 9] = [
    (*b"IHDR", Some(13)),
    (*b"PLTE", None),
    (*b"tRNS", None),
    (*b"IDAT", None),
    (*b"IEND", Some(0)),
    (*b"sRGB", Some(1)),
    (*b"gAMA", Some(4)),
    (*b"cHRM", Some(32)),
    (*b"pHYs", Some(9)),
];
const JPEG_START: [u8; 2] = [0xFF, 0xD8];
const JPEG_END: [u8; 2] = [0xFF, 0xD9];
/// Far more than any program writes; each costs a walk through the file.
const MOST_SCANS: usize = 200;
/// More bytes of pixels than any picture of a site has, unpacked.
const MOST_UNPACKED: u64 = 1024 * 1024 * 1024;
/// `ANMF`: place, size, time and flags of a frame, before its own chunks.
const FRAME_HEAD: usize = 16;

/// Whether a PNG file is bare.
pub(super) fn png(bytes: &[u8]) -> bool {
    let Ok(image) = Png::from_bytes(Bytes::copy_from_slice(bytes)) else { return false };
    let allowed = image.chunks().iter().all(|chunk| {
        PNG_PARTS.iter().any(|(kind, length)| *kind == chunk.kind() && length.is_none_or(|length| length == chunk.contents().len()))
    });
    let sized = image.dimensions().is_some_and(|(width, height)| width > 0 && height > 0);
    let pixels: Vec<u8> =
        image.chunks().iter().filter(|chunk| chunk.kind() == *b"IDAT").flat_map(|chunk| chunk.contents().to_vec()).collect();
    allowed && sized && *image.encoder().bytes() == *bytes && ends_with_its_stream(&pixels)
}

/// Whether packed bytes are one stream, and nothing behind it.
fn ends_with_its_stream(mut packed: &[u8]) -> bool {
    let stream = ZlibDecoder::new(&mut packed);
    std::io::copy(&mut stream.take(MOST_UNPACKED), &mut std::io::sink()).is_ok_and(|length| length > 0 && length < MOST_UNPACKED)
        && packed.is_empty()
}

/// Whether a JPEG file is bare. The crate stops at the first scan; the rest is handed to it again, scan by scan.
pub(super) fn jpeg(bytes: &[u8]) -> bool {
    if !Jpeg::from_bytes(Bytes::copy_from_slice(bytes)).is_ok_and(|image| image.dimensions().is_some()) {
        return false;
    }
    let Some(mut rest) = bytes.strip_prefix(&JPEG_START) else { return false };
    for _ in 0..MOST_SCANS {
        let part = [&JPEG_START, rest].concat();
        let Ok(image) = Jpeg::from_bytes(Bytes::from(part)) else { return false };
        if !image.segments().iter().all(is_part) {
            return false;
        }
        let heads: usize = image.segments().iter().map(JpegSegment::len).sum();
        let heads_alone: Vec<u8> = image.segments().iter().flat_map(segment_bytes).collect();
        // What the crate skipped between segments would be missing here.
        let Some(behind) = rest.strip_prefix(heads_alone.as_slice()).filter(|_| heads == heads_alone.len()) else { return false };
        let marks = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7);
        let Some(end) = behind.windows(2).position(marks) else { return false };
        rest = &behind[end..];
        if rest == JPEG_END {
            return true;
        }
    }
    false
}

fn segment_bytes(segment: &JpegSegment) -> Vec<u8> {
    let length = u16::try_from(segment.contents().len() + 2).unwrap_or(u16::MAX);
    [&[0xFF, segment.marker()], &length.to_be_bytes()[..], segment.contents()].concat()
}

/// Frames, tables, scans, restarts; density without a thumbnail; the colour transform.
fn is_part(segment: &JpegSegment) -> bool {
    match segment.marker() {
        0xC0..=0xC2 | 0xC4 | 0xDA | 0xDB | 0xDD => true,
        0xE0 => segment.contents().starts_with(b"JFIF\0") && segment.contents().len() == 14,
        0xEE => segment.contents().starts_with(b"Adobe") && segment.contents().len() == 12,
        _ => false,
    }
}

/// Whether a WebP file is bare.
pub(super) fn webp(bytes: &[u8]) -> bool {
    let Ok(image) = WebP::from_bytes(Bytes::copy_from_slice(bytes)) else { return false };
    // Flags of parts that are not there would be a promise of metadata.
    let honest = image
        .chunk_by_id(*b"VP8X")
        .is_none_or(|head| head.content().data().is_some_and(|data| data.len() == 10 && data[0] & !0x12 == 0 && data[1..4] == [0; 3]));
    let sized = image.dimensions().is_some();
    let allowed = image.chunks().iter().all(|chunk| match (&chunk.id(), chunk.content()) {
        (b"VP8 " | b"VP8L" | b"VP8X" | b"ALPH" | b"ANIM", RiffContent::Data(_)) => true,
        (b"ANMF", RiffContent::Data(data)) => frame(data),
        _ => false,
    });
    honest && sized && allowed && *image.encoder().bytes() == *bytes
}

/// Whether a frame of an animation has its own parts alone. It is read as a list of the same shape.
fn frame(data: &[u8]) -> bool {
    let Some(inner) = data.get(FRAME_HEAD..) else { return false };
    let Ok(length) = u32::try_from(inner.len() + 4) else { return false };
    let list = [b"RIFF", &length.to_le_bytes()[..], b"ANMF", inner].concat();
    let Ok(chunk) = RiffChunk::from_bytes(Bytes::copy_from_slice(&list)) else { return false };
    let parts = chunk.content().list().is_some_and(|(_, parts)| parts.iter().all(|part| matches!(&part.id(), b"VP8 " | b"VP8L" | b"ALPH")));
    parts && *chunk.encoder().bytes() == *list
}

/// Whether an icon file is a list of bare PNG files, or of bitmaps, which have no place for words, one behind the other.
pub(super) fn ico(bytes: &[u8]) -> bool {
    let short = |at: usize| bytes.get(at..at + 2).map(|pair| usize::from(u16::from_le_bytes([pair[0], pair[1]])));
    let long = |at: usize| Some(short(at)? | short(at + 2)? << 16);
    let Some(count) = short(4).filter(|count| (1..=32).contains(count)) else { return false };
    let mut next = 6 + 16 * count;
    for entry in (0..count).map(|index| 6 + 16 * index) {
        let (Some(length), Some(start)) = (long(entry + 8), long(entry + 12)) else { return false };
        let Some(image) = start.checked_add(length).and_then(|end| bytes.get(start..end)) else { return false };
        if start != next || !(bitmap(image) || png(image)) {
            return false;
        }
        next = start + length;
    }
    next == bytes.len()
}

/// Whether a bitmap of an icon is as long as its head says: colours, pixels, and a mask of one bit a pixel, which only pictures with
/// transparency of their own may lack.
fn bitmap(image: &[u8]) -> bool {
    let long = |at: usize| image.get(at..at + 4).map(|four| u64::from(u32::from_le_bytes([four[0], four[1], four[2], four[3]])));
    let (Some(40), Some(width), Some(double), Some(planes), Some(packing), Some(colors)) =
        (long(0), long(4), long(8), long(12), long(16), long(32))
    else {
        return false;
    };
    let (height, depth) = (double / 2, planes >> 16);
    if packing != 0 || !(1..=1024).contains(&width) || !(1..=1024).contains(&height) || !matches!(depth, 1 | 4 | 8 | 24 | 32) {
        return false;
    }
    let all = if depth <= 8 { 1 << depth } else { 0 };
    let palette = 4 * if colors == 0 { all } else { colors };
    let rows = |bits: u64| (width * bits).div_ceil(32) * 4 * height;
    let pixels = 40 + palette + rows(depth);
    let length = image.len() as u64;
    colors <= all && (length == pixels + rows(1) || depth == 32 && length == pixels)
}
