//! Comes in: the pixels of a PNG file. Goes out: the same picture without the colours that nobody sees: below full transparency, and those
//! of a palette that no pixel has.
//! Must never: change what is seen.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use super::Header;
use crate::internal::publish::image::Fault;

/// The pixels without colours below full transparency: people erase a part of a screenshot, and many programs keep what was there.
/// Nothing if there are none.
pub(super) fn without_covered(header: &Header, packed: &[u8]) -> Result<Option<Vec<u8>>, Fault> {
    let depth = usize::from(header.depth / 8);
    let colors = depth * if header.color == 6 { 3 } else { 1 };
    let pixel = colors + depth;
    let covered = |pixel: &[u8]| pixel[colors..].iter().all(|byte| *byte == 0) && pixel[..colors].iter().any(|byte| *byte != 0);
    let mut any = false;
    each_row(header, packed, |row| any |= row.now.chunks_exact(pixel).any(covered))?;
    if !any {
        return Ok(None);
    }
    let mut out = ZlibEncoder::new(Vec::new(), Compression::default());
    let mut above = Vec::new();
    let mut written = Ok(());
    each_row(header, packed, |row| {
        let mut now = row.now.to_vec();
        now.chunks_exact_mut(pixel).filter(|pixel| covered(pixel)).for_each(|pixel| pixel.fill(0));
        if row.is_first {
            above = vec![0; now.len()];
        }
        let mut line = vec![row.filter];
        line.extend((0..now.len()).map(|at| now[at].wrapping_sub(foretold(row.filter, &now, &above, at, pixel))));
        if written.is_ok() {
            written = out.write_all(&line);
        }
        above = now;
    })?;
    written.and_then(|()| out.finish()).map(Some).map_err(|_| Fault::Damaged)
}

/// The palette without what no pixel shows: black stands in the place of a colour that is missing.
pub(super) fn seen_palette(header: &Header, packed: &[u8], palette: &[u8], transparency: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut seen = [false; 256];
    let per_byte = 8 / usize::from(header.depth);
    let mask = u8::MAX >> (8 - header.depth);
    each_row(header, packed, |row| {
        for at in 0..row.width {
            let shift = 8 - header.depth * u8::try_from(at % per_byte + 1).unwrap_or(8);
            seen[usize::from(row.now[at / per_byte] >> shift & mask)] = true;
        }
    })?;
    let last = seen.iter().rposition(|seen| *seen).unwrap_or(0);
    let covered = |at: usize| transparency.get(at) == Some(&0);
    let color = |(at, color): (usize, &[u8])| if seen[at] && !covered(at) { color.to_vec() } else { vec![0; 3] };
    Ok(palette.chunks_exact(3).enumerate().take(last + 1).flat_map(color).collect())
}

/// A row of bytes as they are, without a filter.
struct Row<'a> {
    /// The first of a picture, or of a pass: nothing stands above it.
    is_first: bool,
    /// How it was filtered.
    filter: u8,
    /// In pixels.
    width: usize,
    now: &'a [u8],
}

fn each_row(header: &Header, packed: &[u8], mut see: impl FnMut(&Row<'_>)) -> Result<(), Fault> {
    let mut reader = ZlibDecoder::new(packed);
    let bits = header.bits();
    let pixel = (bits / 8).max(1);
    for (width, height) in header.passes() {
        let (width, height) = (width as usize, height as usize);
        if width == 0 {
            continue;
        }
        let mut above = vec![0; (width * bits).div_ceil(8)];
        for line in 0..height {
            let mut filter = [0];
            let mut now = vec![0; above.len()];
            reader.read_exact(&mut filter).and_then(|()| reader.read_exact(&mut now)).map_err(|_| Fault::Damaged)?;
            let [filter] = filter;
            if filter > 4 {
                return Err(Fault::Damaged);
            }
            for at in 0..now.len() {
                now[at] = now[at].wrapping_add(foretold(filter, &now, &above, at, pixel));
            }
            see(&Row { is_first: line == 0, filter, width, now: &now });
            above = now;
        }
    }
    Ok(())
}

/// What a filter foretells of a byte from those to the left of it and above it.
fn foretold(filter: u8, now: &[u8], above: &[u8], at: usize, pixel: usize) -> u8 {
    let left = at.checked_sub(pixel).map_or(0, |before| now[before]);
    let corner = at.checked_sub(pixel).map_or(0, |before| above[before]);
    match filter {
        1 => left,
        2 => above[at],
        3 => left.midpoint(above[at]),
        4 => paeth(left, above[at], corner),
        _ => 0,
    }
}

/// The neighbour that is nearest to left + above - corner.
fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let to_left = above.abs_diff(corner);
    let to_above = left.abs_diff(corner);
    let to_corner = (i16::from(left) + i16::from(above) - 2 * i16::from(corner)).unsigned_abs();
    if to_left <= to_above && u16::from(to_left) <= to_corner {
        left
    } else if u16::from(to_above) <= to_corner {
        above
    } else {
        corner
    }
}
