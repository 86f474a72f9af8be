//! A chart as a PNG of a few kilobytes, as a message shows one.

use std::io::{self, Write as _};

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::dice::Dice;

const WIDTH: usize = 480;
const HEIGHT: usize = 200;

/// Grey bars, one for each of sixty minutes.
pub fn chart(dice: &mut Dice) -> io::Result<Vec<u8>> {
    let bars: Vec<usize> = (0..60).map(|_| dice.between(4, HEIGHT)).collect();
    let mut rows = Vec::with_capacity((WIDTH + 1) * HEIGHT);
    for row in 0..HEIGHT {
        rows.push(0);
        let shade = |column: usize| if HEIGHT - row <= bars[column / 8] { 96 + dice.roll(4) } else { 250 };
        rows.extend((0..WIDTH).map(shade).map(|shade| u8::try_from(shade).unwrap_or(u8::MAX)));
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&rows)?;
    let mut header = [WIDTH, HEIGHT].map(|side| u32::try_from(side).unwrap_or_default().to_be_bytes()).concat();
    header.extend([8, 0, 0, 0, 0]);
    let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", header), (b"IDAT", packed.finish()?), (b"IEND", Vec::new())] {
        picture.extend(u32::try_from(data.len()).map_err(io::Error::other)?.to_be_bytes());
        let chunk = [&kind[..], &data].concat();
        picture.extend(&chunk);
        picture.extend(crc32fast::hash(&chunk).to_be_bytes());
    }
    Ok(picture)
}
