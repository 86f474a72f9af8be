//! Comes in: a PNG file. Goes out: header, palette, transparency, pixels and end, with fresh checksums.
//! Must never: keep data behind the pixels: neither chunks, nor bytes behind the end, nor rows that the header does not count; nor a colour
//! that nobody sees.

mod unseen;

use flate2::{Decompress, FlushDecompress, Status};

use super::{Clean, Fault, check_size, exif};

/// The first bytes of every PNG file.
pub(super) const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
/// The chunks that are kept. Colour profiles are not: pictures are read as sRGB.
const KEPT: [[u8; 4]; 5] = [*b"IHDR", *b"PLTE", *b"tRNS", *b"IDAT", *b"IEND"];
/// The most bytes that pixels may take when unpacked.
const LARGEST_PICTURE: u64 = 512 * 1024 * 1024;
/// Width and height of the first pixel, and steps to the next, of each pass of an interlaced picture.
const PASSES: [(u32, u32, u32, u32); 7] =
    [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

struct Header {
    width: u32,
    height: u32,
    depth: u8,
    color: u8,
    interlaced: bool,
}

#[derive(Default)]
struct Parts<'a> {
    header: Option<Header>,
    palette: Option<&'a [u8]>,
    transparency: Option<&'a [u8]>,
    pixels: Vec<u8>,
}

/// Rebuilds a file.
pub(super) fn clean(bytes: &[u8]) -> Result<Clean, Fault> {
    let mut parts = Parts::default();
    let mut rest = bytes.get(SIGNATURE.len()..).unwrap_or_default();
    while !take_chunk(&mut rest, &mut parts)? {}
    let Parts { header, palette, transparency, mut pixels } = parts;
    let header = header.ok_or(Fault::Damaged)?;
    pixels.truncate(packed_length(&pixels, header.unpacked_length()?)?);

    if matches!(header.color, 4 | 6) {
        pixels = unseen::without_covered(&header, &pixels)?.unwrap_or(pixels);
    }

    let mut out = SIGNATURE.to_vec();
    push(&mut out, *b"IHDR", &header.bytes());
    // A palette beside true colours is a suggestion that no decoder needs.
    let palette = palette.filter(|_| header.color == 3);
    if (header.color == 3) != palette.is_some() {
        return Err(Fault::Damaged);
    }
    let transparency = transparency.filter(|_| matches!(header.color, 0 | 2 | 3)).unwrap_or_default();
    let fits = match header.color {
        0 => matches!(transparency.len(), 0 | 2),
        2 => matches!(transparency.len(), 0 | 6),
        _ => transparency.len() <= palette.map_or(0, |palette| palette.len() / 3),
    };
    if !fits {
        return Err(Fault::Damaged);
    }
    let mut kept = transparency;
    if let Some(palette) = palette {
        let seen = unseen::seen_palette(&header, &pixels, palette, transparency)?;
        kept = &transparency[..transparency.len().min(seen.len() / 3)];
        push(&mut out, *b"PLTE", &seen);
    }
    if !kept.is_empty() {
        push(&mut out, *b"tRNS", kept);
    }
    push(&mut out, *b"IDAT", &pixels);
    push(&mut out, *b"IEND", &[]);
    Ok(Clean { bytes: out, extension: "png", width: header.width, height: header.height, words: Vec::new() })
}

/// Reads one chunk; true for the last one. What stands behind that is never looked at.
fn take_chunk<'a>(rest: &mut &'a [u8], parts: &mut Parts<'a>) -> Result<bool, Fault> {
    let (head, behind) = rest.split_first_chunk::<8>().ok_or(Fault::CutShort)?;
    let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
    let kind = [head[4], head[5], head[6], head[7]];
    let (data, behind) = behind.split_at_checked(length).ok_or(Fault::CutShort)?;
    let (sum, behind) = behind.split_first_chunk::<4>().ok_or(Fault::CutShort)?;
    *rest = behind;
    let kept = KEPT.contains(&kind);
    if kept && u32::from_be_bytes(*sum) != checksum(kind, data) {
        return Err(Fault::Damaged);
    }
    if parts.header.is_none() && kind != *b"IHDR" {
        return Err(Fault::Damaged);
    }
    match &kind {
        b"IHDR" if parts.header.is_some() => return Err(Fault::Damaged),
        b"IHDR" => parts.header = Some(Header::read(data)?),
        b"PLTE" => {
            let fits =
                parts.palette.is_none() && parts.pixels.is_empty() && data.len().is_multiple_of(3) && (3..=768).contains(&data.len());
            parts.palette = Some(data).filter(|_| fits);
            fits.then_some(()).ok_or(Fault::Damaged)?;
        }
        b"tRNS" if parts.transparency.is_some() || !parts.pixels.is_empty() => return Err(Fault::Damaged),
        b"tRNS" => parts.transparency = Some(data),
        b"IDAT" => parts.pixels.extend_from_slice(data),
        b"IEND" => return Ok(true),
        b"eXIf" if exif::turns(data) => return Err(Fault::Turned),
        // A capital first letter says that the picture cannot be shown without this chunk.
        _ if kind[0].is_ascii_uppercase() => return Err(Fault::Unsupported),
        _ => {}
    }
    Ok(false)
}

impl Header {
    fn read(data: &[u8]) -> Result<Self, Fault> {
        let data: &[u8; 13] = data.try_into().map_err(|_| Fault::Damaged)?;
        let [w0, w1, w2, w3, h0, h1, h2, h3, depth, color, packing, filter, interlace] = *data;
        let (width, height) = (u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]));
        check_size(width, height)?;
        let fits = matches!((color, depth), (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) | (2 | 4 | 6, 8 | 16));
        if !fits || packing != 0 || filter != 0 || interlace > 1 {
            return Err(Fault::Damaged);
        }
        Ok(Self { width, height, depth, color, interlaced: interlace == 1 })
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = [self.width.to_be_bytes(), self.height.to_be_bytes()].concat();
        bytes.extend([self.depth, self.color, 0, 0, u8::from(self.interlaced)]);
        bytes
    }

    /// Bits of a pixel.
    fn bits(&self) -> usize {
        let channels = match self.color {
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 1,
        };
        channels * usize::from(self.depth)
    }

    /// Width and height of the picture, or of each pass of an interlaced one.
    fn passes(&self) -> Vec<(u32, u32)> {
        let steps = |side: u32, first: u32, step: u32| side.saturating_sub(first).div_ceil(step);
        let pass = |(x, y, dx, dy): &(u32, u32, u32, u32)| (steps(self.width, *x, *dx), steps(self.height, *y, *dy));
        if self.interlaced { PASSES.iter().map(pass).collect() } else { vec![(self.width, self.height)] }
    }

    /// How many bytes the unpacked pixels have, each row with its filter byte.
    fn unpacked_length(&self) -> Result<u64, Fault> {
        let rows = |(width, height): (u32, u32)| match width {
            0 => 0,
            _ => (u64::from(width) * self.bits() as u64).div_ceil(8).saturating_add(1) * u64::from(height),
        };
        let length = self.passes().into_iter().map(rows).sum();
        if length <= LARGEST_PICTURE { Ok(length) } else { Err(Fault::Dimensions) }
    }
}

/// Unpacks the pixels to see where they end: a decoder stops there, and whatever stands behind would go out unseen.
fn packed_length(packed: &[u8], expected: u64) -> Result<usize, Fault> {
    let mut reader = Decompress::new(true);
    let mut scratch = vec![0; 64 * 1024];
    loop {
        let read = usize::try_from(reader.total_in()).map_err(|_| Fault::Damaged)?;
        let before = (reader.total_in(), reader.total_out());
        let rest = packed.get(read..).unwrap_or_default();
        let status = reader.decompress(rest, &mut scratch, FlushDecompress::None).map_err(|_| Fault::Damaged)?;
        if reader.total_out() > expected {
            return Err(Fault::Surplus);
        }
        match status {
            Status::StreamEnd if reader.total_out() == expected => return usize::try_from(reader.total_in()).map_err(|_| Fault::Damaged),
            Status::StreamEnd => return Err(Fault::Damaged),
            Status::Ok | Status::BufError if before == (reader.total_in(), reader.total_out()) => return Err(Fault::CutShort),
            Status::Ok | Status::BufError => {}
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a chunk is never longer than the input, which may have 16 MB")]
fn push(out: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    out.extend((data.len() as u32).to_be_bytes());
    out.extend(kind);
    out.extend(data);
    out.extend(checksum(kind, data).to_be_bytes());
}

fn checksum(kind: [u8; 4], data: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&kind);
    sum.update(data);
    sum.finalize()
}
