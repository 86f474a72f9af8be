//! Comes in: an EXIF block. Goes out: whether it turns the picture.
//! Must never: trust an offset in it.

/// The tag that turns a picture.
const ORIENTATION: u16 = 0x0112;

/// Whether a TIFF structure asks viewers to rotate or mirror the picture. One that cannot be read asks for nothing.
pub(super) fn turns(tiff: &[u8]) -> bool {
    orientation(tiff).is_some_and(|value| (2..=8).contains(&value))
}

fn orientation(tiff: &[u8]) -> Option<u16> {
    let big = match tiff.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair = [*tiff.get(at)?, *tiff.get(at.checked_add(1)?)?];
        Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    let long = |at: usize| {
        let (first, second) = (u32::from(short(at)?), u32::from(short(at.checked_add(2)?)?));
        usize::try_from(if big { first << 16 | second } else { second << 16 | first }).ok()
    };
    let directory = long(4)?;
    let entries = directory.checked_add(2)?;
    (0..usize::from(short(directory)?))
        .map(|index| entries.checked_add(index * 12))
        // A count may be larger than the block: it ends where the block does.
        .map_while(|entry| Some((entry?, short(entry?)?)))
        .find(|(_, tag)| *tag == ORIENTATION)
        .and_then(|(entry, _)| short(entry.checked_add(8)?))
}
