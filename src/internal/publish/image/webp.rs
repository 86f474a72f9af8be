//! Comes in: a WebP file. Goes out: its pixels, transparency and frames, in a file that is written anew.
//! Must never: keep a profile, EXIF, XMP, an unknown chunk, a byte that pads, or one behind the end.

use super::{Clean, Fault, check_size, exif};

const VP8: [u8; 4] = *b"VP8 ";
const VP8L: [u8; 4] = *b"VP8L";
const ALPH: [u8; 4] = *b"ALPH";
const HAS_ALPHA: u8 = 0x10;
const IS_ANIMATED: u8 = 0x02;
/// The mark of a lossy key frame, behind three bytes of its own head.
const KEY_FRAME: [u8; 3] = [0x9D, 0x01, 0x2A];
/// The mark of lossless pixels.
const LOSSLESS: u8 = 0x2F;

/// Coded pixels, perhaps with a layer of transparency.
#[derive(Default)]
struct Picture<'a> {
    layer: Option<&'a [u8]>,
    pixels: Option<Pixels<'a>>,
}

#[derive(Clone, Copy)]
struct Pixels<'a> {
    kind: [u8; 4],
    data: &'a [u8],
    width: u32,
    height: u32,
    transparent: bool,
}

#[derive(Default)]
struct Parts<'a> {
    canvas: Option<(u32, u32)>,
    still: Picture<'a>,
    animation: Option<[u8; 6]>,
    frames: Vec<(&'a [u8; 16], Picture<'a>)>,
}

/// Rebuilds a file.
pub(super) fn clean(bytes: &[u8]) -> Result<Clean, Fault> {
    let mut rest = body(bytes)?;
    let mut parts = Parts::default();
    let mut first = true;
    while let Some((kind, data)) = take_chunk(&mut rest)? {
        parts.take(kind, data, first)?;
        first = false;
    }
    let ((width, height), chunks) = parts.written()?;
    let mut out = Vec::new();
    push(&mut out, *b"RIFF", &[b"WEBP".as_slice(), &chunks].concat());
    Ok(Clean { bytes: out, extension: "webp", width, height, words: Vec::new() })
}

/// What the file's own head counts to it. What stands behind is never looked at.
fn body(bytes: &[u8]) -> Result<&[u8], Fault> {
    let (head, rest) = bytes.split_first_chunk::<12>().ok_or(Fault::CutShort)?;
    if !head.starts_with(b"RIFF") || !head.ends_with(b"WEBP") {
        return Err(Fault::Unknown);
    }
    let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
    rest.get(..length.checked_sub(4).ok_or(Fault::Damaged)?).ok_or(Fault::CutShort)
}

type Chunk<'a> = ([u8; 4], &'a [u8]);

fn take_chunk<'a>(rest: &mut &'a [u8]) -> Result<Option<Chunk<'a>>, Fault> {
    if rest.is_empty() {
        return Ok(None);
    }
    let (head, behind) = rest.split_first_chunk::<8>().ok_or(Fault::CutShort)?;
    let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
    let (data, behind) = behind.split_at_checked(length).ok_or(Fault::CutShort)?;
    // Some programs leave out the byte that pads the last chunk.
    *rest = behind.get(length % 2..).unwrap_or_default();
    Ok(Some(([head[0], head[1], head[2], head[3]], data)))
}

impl<'a> Parts<'a> {
    fn take(&mut self, kind: [u8; 4], data: &'a [u8], first: bool) -> Result<(), Fault> {
        match &kind {
            b"VP8X" => {
                let data: &[u8; 10] = data.try_into().map_err(|_| Fault::Damaged)?;
                if !first {
                    return Err(Fault::Damaged);
                }
                self.canvas = Some((three(data[4..7].as_ref())? + 1, three(data[7..10].as_ref())? + 1));
            }
            b"ANIM" if self.animation.is_some() || !self.frames.is_empty() => return Err(Fault::Damaged),
            b"ANIM" => self.animation = Some(data.try_into().map_err(|_| Fault::Damaged)?),
            b"ANMF" => {
                let (head, mut rest) = data.split_first_chunk::<16>().ok_or(Fault::Damaged)?;
                let mut picture = Picture::default();
                while let Some((kind, data)) = take_chunk(&mut rest)? {
                    picture.take(kind, data)?;
                }
                self.frames.push((head, picture));
            }
            b"EXIF" if exif::turns(data.strip_prefix(b"Exif\0\0").unwrap_or(data)) => return Err(Fault::Turned),
            _ => self.still.take(kind, data)?,
        }
        Ok(())
    }

    /// Size and chunks.
    fn written(self) -> Result<((u32, u32), Vec<u8>), Fault> {
        let Self { canvas, still, animation, frames } = self;
        let mut chunks = Vec::new();
        if let (Some(animation), false) = (animation, frames.is_empty()) {
            let canvas = canvas.filter(|_| still.pixels.is_none() && still.layer.is_none()).ok_or(Fault::Damaged)?;
            check_size(canvas.0, canvas.1)?;
            let mut transparent = false;
            let mut written = Vec::new();
            for (head, picture) in frames {
                transparent |= picture.is_transparent();
                push(&mut written, *b"ANMF", &frame(head, &picture, canvas)?);
            }
            push(&mut chunks, *b"VP8X", &extended(IS_ANIMATED | if transparent { HAS_ALPHA } else { 0 }, canvas));
            push(&mut chunks, *b"ANIM", &animation);
            chunks.extend(written);
            return Ok((canvas, chunks));
        }
        if animation.is_some() || !frames.is_empty() {
            return Err(Fault::Damaged);
        }
        let size = still.pixels.map(|pixels| (pixels.width, pixels.height)).ok_or(Fault::CutShort)?;
        if canvas.is_some_and(|canvas| canvas != size) {
            return Err(Fault::Damaged);
        }
        // The short form of the format has no place for anything but pixels.
        if still.layer.is_some() {
            push(&mut chunks, *b"VP8X", &extended(HAS_ALPHA, size));
        }
        still.write(&mut chunks)?;
        Ok((size, chunks))
    }
}

impl<'a> Picture<'a> {
    fn take(&mut self, kind: [u8; 4], data: &'a [u8]) -> Result<(), Fault> {
        match kind {
            ALPH | VP8 | VP8L if self.pixels.is_some() => return Err(Fault::Damaged),
            ALPH if self.layer.is_some() => return Err(Fault::Damaged),
            ALPH => self.layer = Some(data),
            VP8 => self.pixels = Some(lossy(data)?),
            // Lossless pixels bring their own transparency.
            VP8L => (self.layer, self.pixels) = (None, Some(lossless(data)?)),
            _ => {}
        }
        Ok(())
    }

    fn is_transparent(&self) -> bool {
        self.layer.is_some() || self.pixels.is_some_and(|pixels| pixels.transparent)
    }

    fn write(&self, out: &mut Vec<u8>) -> Result<(), Fault> {
        let Pixels { kind, data, width, height, transparent: _ } = self.pixels.ok_or(Fault::Damaged)?;
        if let Some((head, layer)) = self.layer.map(|layer| layer.split_first().ok_or(Fault::Damaged)).transpose()? {
            let needed = u64::from(width) * u64::from(height);
            match (head & 0b11, layer.len() as u64) {
                (0, length) if length > needed => return Err(Fault::Surplus),
                (0, length) if length < needed => return Err(Fault::CutShort),
                (0, _) => {}
                (1, length) if length > 0 => {}
                _ => return Err(Fault::Damaged),
            }
            push(out, ALPH, &[&[head & 0x3F], layer].concat());
        }
        push(out, kind, data);
        Ok(())
    }
}

/// A frame of an animation: place, size and time as they were, and no bit that means nothing.
fn frame(head: &[u8; 16], picture: &Picture<'_>, canvas: (u32, u32)) -> Result<Vec<u8>, Fault> {
    let pixels = picture.pixels.ok_or(Fault::Damaged)?;
    let (x, y) = (2 * three(&head[..3])?, 2 * three(&head[3..6])?);
    let (width, height) = (three(&head[6..9])? + 1, three(&head[9..12])? + 1);
    if (width, height) != (pixels.width, pixels.height) || x + width > canvas.0 || y + height > canvas.1 {
        return Err(Fault::Damaged);
    }
    let mut out = head.to_vec();
    out[15] &= 0b11;
    picture.write(&mut out)?;
    Ok(out)
}

fn lossy(data: &[u8]) -> Result<Pixels<'_>, Fault> {
    let head = data.first_chunk::<10>().ok_or(Fault::CutShort)?;
    let tag = three(&head[..3])?;
    let (hidden, version, shown, part) = (tag & 1, tag >> 1 & 0b111, tag >> 4 & 1, tag >> 5);
    if hidden != 0 || version > 3 || shown != 1 || head[3..6] != KEY_FRAME {
        return Err(Fault::Damaged);
    }
    if data.len() - head.len() < part as usize {
        return Err(Fault::CutShort);
    }
    let side = |at: usize| u32::from(u16::from_le_bytes([head[at], head[at + 1]]) & 0x3FFF);
    let (width, height) = (side(6), side(8));
    check_size(width, height)?;
    Ok(Pixels { kind: VP8, data, width, height, transparent: false })
}

fn lossless(data: &[u8]) -> Result<Pixels<'_>, Fault> {
    let [mark, a, b, c, d, _, ..] = *data else { return Err(Fault::CutShort) };
    let bits = u32::from_le_bytes([a, b, c, d]);
    if mark != LOSSLESS || bits >> 29 != 0 {
        return Err(Fault::Damaged);
    }
    let (width, height) = ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
    check_size(width, height)?;
    Ok(Pixels { kind: VP8L, data, width, height, transparent: bits >> 28 & 1 == 1 })
}

/// The head of the long form.
fn extended(flags: u8, (width, height): (u32, u32)) -> Vec<u8> {
    let three = |side: u32| (side - 1).to_le_bytes()[..3].to_vec();
    [vec![flags, 0, 0, 0], three(width), three(height)].concat()
}

fn three(bytes: &[u8]) -> Result<u32, Fault> {
    match bytes {
        [a, b, c] => Ok(u32::from_le_bytes([*a, *b, *c, 0])),
        _ => Err(Fault::Damaged),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a chunk is never longer than the input, which may have 16 MB")]
fn push(out: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    out.extend(kind);
    out.extend((data.len() as u32).to_le_bytes());
    out.extend(data);
    out.extend(std::iter::repeat_n(0, data.len() % 2));
}
