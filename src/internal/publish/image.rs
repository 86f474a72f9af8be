//! Comes in: the bytes of an attached picture. Goes out: the same picture, rebuilt from an allow-list of its parts.
//! Must never: let a byte pass that no decoder needs, or fail in any way but with a [`Fault`].

mod exif;
mod jpeg;
mod png;
mod svg;
mod webp;

use crate::inspect::{self, Kind};

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 16 * 1024 * 1024;
/// The largest width and height, in pixels.
pub const LARGEST_SIDE: u32 = 16_384;

/// A picture without anything but its pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean {
    /// The rebuilt file.
    pub bytes: Vec<u8>,
    /// `png`, `jpg`, `webp` or `svg`, by what the bytes are, whatever the file was named.
    pub extension: &'static str,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// The words that a drawing shows or holds: text that anyone can read, select and search.
    pub words: Vec<String>,
}

/// Why a picture cannot be published. Says nothing of what is in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing that a browser shows as a picture.
    Unknown,
    /// A kind of file that is not published.
    Foreign(Kind),
    /// Over [`LARGEST_FILE`].
    TooLarge,
    /// A side of zero, or over [`LARGEST_SIDE`], or more pixels than a browser can hold.
    Dimensions,
    /// Its parts contradict the format.
    Damaged,
    /// It ends before its end mark.
    CutShort,
    /// A kind of PNG, JPEG or SVG that browsers do not show.
    Unsupported,
    /// Its metadata turn it, and metadata are removed.
    Turned,
    /// It holds more data than its pixels need.
    Surplus,
    /// A drawing that can act: scripts, pages, movement.
    Active,
    /// A drawing that shows something from outside itself.
    Reaches,
    /// A drawing with a part that is not shown.
    Hidden,
    /// A drawing with styles that cannot be followed.
    Styled,
    /// A drawing that grows when it is read.
    Grows,
}

impl Fault {
    /// The fact, in lower case.
    pub fn fact(self) -> String {
        match self {
            Self::Unknown => "this picture is neither PNG, JPEG, WebP nor SVG",
            Self::Foreign(Kind::Pdf) => {
                "this is a PDF file: it can hold attachments, earlier versions, and text below black bars, which nobody can check"
            }
            Self::Foreign(Kind::Packed) => "this is a packed file, and nobody can see what is in it",
            Self::Foreign(kind) => return format!("this is {}, which is not published", kind.name()),
            Self::TooLarge => "this picture is larger than 16 MB",
            Self::Dimensions => "this picture has no width or height, or far too many pixels",
            Self::Damaged => "this picture is damaged",
            Self::CutShort => "this picture is cut short",
            Self::Unsupported => "this picture is of a kind that browsers do not show, or has parts that are not known to be harmless",
            Self::Turned => "this picture is turned by its metadata, which are not published",
            Self::Surplus => "this picture holds more data than its pixels need, perhaps parts that were cropped away",
            Self::Active => "this drawing can act: it holds a script, an event handler, a page or a movement",
            Self::Reaches => "this drawing shows something from outside itself, or a picture within it",
            Self::Hidden => "this drawing has parts that are hidden: everyone who opens the file can read them",
            Self::Styled => "this drawing has styles that cannot be followed one by one",
            Self::Grows => "this drawing is nested too deeply, or grows when it is read",
        }
        .to_owned()
    }

    /// The next step.
    pub fn help(self) -> &'static str {
        match self {
            Self::Unknown => "save it as PNG, JPEG or WebP",
            Self::Foreign(Kind::Pdf) => "save what customers should see as PNG, and put its words into the text",
            Self::Foreign(Kind::Packed) => "unpack it, and save the picture as PNG or SVG",
            Self::Foreign(Kind::Gif) => "save it as PNG, or as WebP if it has to move",
            Self::Foreign(Kind::Heic) => "save it as JPEG",
            Self::Foreign(_) => "save it as PNG",
            Self::TooLarge | Self::Dimensions => "save it smaller, at most 16384 pixels wide and high",
            Self::Damaged | Self::CutShort | Self::Surplus => "open it in an image editor and save it anew",
            Self::Unsupported => "save it as an ordinary PNG or JPEG",
            Self::Turned => "rotate it in an image editor and save it, so that its pixels stand upright",
            Self::Hidden => "delete the hidden layers and save it anew, or save it as PNG",
            Self::Active | Self::Reaches | Self::Styled | Self::Grows => "save it as plain SVG from a drawing program, or as PNG",
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
    let kind = Kind::of(bytes);
    let clean = match kind {
        Kind::Png => png::clean(bytes)?,
        Kind::Jpeg => jpeg::clean(bytes)?,
        Kind::WebP => webp::clean(bytes)?,
        Kind::Markup => svg::clean(bytes)?,
        Kind::Other => return Err(Fault::Unknown),
        _ => return Err(Fault::Foreign(kind)),
    };
    // Read again with a parser that is not ours: nothing but allowed parts.
    if inspect::is_bare(kind, &clean.bytes) { Ok(clean) } else { Err(Fault::Damaged) }
}

/// Whether both sides can be shown.
fn check_size(width: u32, height: u32) -> Result<(), Fault> {
    let fine = |side: u32| (1..=LARGEST_SIDE).contains(&side);
    if fine(width) && fine(height) { Ok(()) } else { Err(Fault::Dimensions) }
}

#[cfg(test)]
mod tests;
