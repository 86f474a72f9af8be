//! Comes in: the bytes of an attached picture. Goes out: the same picture, rebuilt from an allow-list of its parts.
//! Must never: let a byte pass that no decoder needs, or fail in any way but with a [`Fault`].

mod exif;
mod jpeg;
mod png;

use img_parts::{jpeg::Jpeg, png::Png};

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 16 * 1024 * 1024;
/// The largest width and height, in pixels.
pub const LARGEST_SIDE: u32 = 16_384;

/// A picture without anything but its pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean {
    /// The rebuilt file.
    pub bytes: Vec<u8>,
    /// `png` or `jpg`, by what the bytes are, whatever the file was named.
    pub extension: &'static str,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// Why a picture cannot be published. Says nothing of what is in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Neither PNG nor JPEG.
    Unknown,
    /// Over [`LARGEST_FILE`].
    TooLarge,
    /// A side of zero, or over [`LARGEST_SIDE`], or more pixels than a browser can hold.
    Dimensions,
    /// Its parts contradict the format.
    Damaged,
    /// It ends before its end mark.
    CutShort,
    /// A kind of PNG or JPEG that browsers do not show.
    Unsupported,
    /// Its metadata turn it, and metadata are removed.
    Turned,
    /// It holds more data than its pixels need.
    Surplus,
}

impl Fault {
    /// The fact, in lower case.
    pub fn fact(self) -> &'static str {
        match self {
            Self::Unknown => "this picture is neither PNG nor JPEG",
            Self::TooLarge => "this picture is larger than 16 MB",
            Self::Dimensions => "this picture has no width or height, or far too many pixels",
            Self::Damaged => "this picture is damaged",
            Self::CutShort => "this picture is cut short",
            Self::Unsupported => "this picture is of a kind that browsers do not show",
            Self::Turned => "this picture is turned by its metadata, which are not published",
            Self::Surplus => "this picture holds more data than its pixels need, perhaps parts that were cropped away",
        }
    }

    /// The next step.
    pub fn help(self) -> &'static str {
        match self {
            Self::Unknown => "save it as PNG or JPEG",
            Self::TooLarge | Self::Dimensions => "save it smaller, at most 16384 pixels wide and high",
            Self::Damaged | Self::CutShort | Self::Surplus => "open it in an image editor and save it anew",
            Self::Unsupported => "save it as an ordinary PNG or JPEG",
            Self::Turned => "rotate it in an image editor and save it, so that its pixels stand upright",
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\nhelp: {}", self.fact(), self.help())
    }
}

/// Rebuilds a picture from what a decoder needs.
///
/// # Errors
/// A [`Fault`] if it is no picture that can be published.
pub fn clean(bytes: &[u8]) -> Result<Clean, Fault> {
    if bytes.len() > LARGEST_FILE {
        return Err(Fault::TooLarge);
    }
    let clean = if bytes.starts_with(&png::SIGNATURE) {
        png::clean(bytes)?
    } else if bytes.starts_with(&jpeg::START) {
        jpeg::clean(bytes)?
    } else {
        return Err(Fault::Unknown);
    };
    if reopened(&clean) { Ok(clean) } else { Err(Fault::Damaged) }
}

/// Reads the result with a parser that is not ours: it has the same size, and nothing but allowed parts.
fn reopened(clean: &Clean) -> bool {
    let bytes = clean.bytes.clone().into();
    let size = if clean.extension == "png" {
        let Ok(image) = Png::from_bytes(bytes) else { return false };
        let allowed = image.chunks().iter().all(|chunk| png::KEPT.contains(&chunk.kind()));
        image.dimensions().filter(|_| allowed)
    } else {
        let Ok(image) = Jpeg::from_bytes(bytes) else { return false };
        let allowed = image.segments().iter().all(|segment| jpeg::is_kept(segment.marker()));
        image.dimensions().filter(|_| allowed).map(|(width, height)| (u32::from(width), u32::from(height)))
    };
    size == Some((clean.width, clean.height))
}

/// Whether both sides can be shown.
fn check_size(width: u32, height: u32) -> Result<(), Fault> {
    let fine = |side: u32| (1..=LARGEST_SIDE).contains(&side);
    if fine(width) && fine(height) { Ok(()) } else { Err(Fault::Dimensions) }
}

#[cfg(test)]
mod tests;
