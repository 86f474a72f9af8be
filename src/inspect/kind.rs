//! Comes in: first bytes, or a name. Goes out: what kind of file that is, for pictures and for what people take for pictures.
//! Must never: believe a name where the bytes say something else.

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Shown.
    Png,
    /// Shown.
    Jpeg,
    /// Shown.
    WebP,
    /// Shown as the icon of a site.
    Ico,
    /// Text that begins with a mark: an SVG, or a page.
    Markup,
    /// A picture, perhaps moving.
    Gif,
    /// A photograph of a telephone.
    Heic,
    /// A picture that few programs write.
    Avif,
    /// The picture of an old program.
    Bitmap,
    /// A scan.
    Tiff,
    /// A picture that few browsers show.
    JpegXl,
    /// A document.
    Pdf,
    /// Anything that was packed: `.svgz`, `.zip`, an office document.
    Packed,
    /// Anything else.
    Other,
}

/// First bytes, from which byte on, and what begins so.
const SIGNATURES: [(usize, &[u8], Kind); 21] = [
    (0, b"\x89PNG\r\n\x1a\n", Kind::Png),
    (0, b"\xFF\xD8\xFF", Kind::Jpeg),
    (8, b"WEBP", Kind::WebP),
    (0, b"\0\0\x01\0", Kind::Ico),
    (0, b"GIF8", Kind::Gif),
    (4, b"ftypavi", Kind::Avif),
    (4, b"ftyphei", Kind::Heic),
    (4, b"ftyphev", Kind::Heic),
    (4, b"ftypmif1", Kind::Heic),
    (4, b"ftypmsf1", Kind::Heic),
    (0, b"BM", Kind::Bitmap),
    (0, b"II*\0", Kind::Tiff),
    (0, b"MM\0*", Kind::Tiff),
    (0, b"II+\0", Kind::Tiff),
    (0, b"MM\0+", Kind::Tiff),
    (0, b"\xFF\x0A", Kind::JpegXl),
    (0, b"\0\0\0\x0CJXL ", Kind::JpegXl),
    (0, b"\x1F\x8B", Kind::Packed),
    (0, b"PK\x03\x04", Kind::Packed),
    (0, b"7z\xBC\xAF\x27\x1C", Kind::Packed),
    (0, b"Rar!", Kind::Packed),
];

/// Endings of names, and what they promise.
const ENDINGS: [(&str, Kind); 21] = [
    ("png", Kind::Png),
    ("apng", Kind::Png),
    ("jpg", Kind::Jpeg),
    ("jpeg", Kind::Jpeg),
    ("jpe", Kind::Jpeg),
    ("jfif", Kind::Jpeg),
    ("webp", Kind::WebP),
    ("svg", Kind::Markup),
    ("ico", Kind::Ico),
    ("gif", Kind::Gif),
    ("heic", Kind::Heic),
    ("heif", Kind::Heic),
    ("avif", Kind::Avif),
    ("bmp", Kind::Bitmap),
    ("tif", Kind::Tiff),
    ("tiff", Kind::Tiff),
    ("jxl", Kind::JpegXl),
    ("pdf", Kind::Pdf),
    ("svgz", Kind::Packed),
    ("docx", Kind::Packed),
    ("pptx", Kind::Packed),
];

/// Readers of PDF files look for their mark within that many bytes.
const PDF_WITHIN: usize = 1024;

impl Kind {
    /// By the first bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let begins = |(at, mark, _): &&(usize, &[u8], Self)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(mark));
        if let Some((_, _, kind)) = SIGNATURES.iter().find(begins) {
            // Two letters begin many texts; the head of a bitmap is binary.
            let text = *kind == Self::Bitmap && bytes.get(6..10) != Some(&[0; 4]);
            return if text { Self::Other } else { *kind };
        }
        let start = &bytes[..bytes.len().min(PDF_WITHIN)];
        if start.windows(5).any(|five| five == b"%PDF-") {
            return Self::Pdf;
        }
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
        if text.starts_with(b"<") { Self::Markup } else { Self::Other }
    }

    /// By the ending of a name; nothing for one that promises no picture.
    pub fn promised_by(path: &str) -> Option<Self> {
        let (_, ending) = path.rsplit_once('.')?;
        ENDINGS.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known)).map(|(_, kind)| *kind)
    }

    /// Whether its parts can be told from each other, so that it may be shown.
    pub fn is_shown(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::WebP | Self::Ico | Self::Markup)
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "a PNG file",
            Self::Jpeg => "a JPEG file",
            Self::WebP => "a WebP file",
            Self::Ico => "an icon file",
            Self::Markup => "an SVG file",
            Self::Gif => "a GIF file",
            Self::Heic => "a HEIC file",
            Self::Avif => "an AVIF file",
            Self::Bitmap => "a BMP file",
            Self::Tiff => "a TIFF file",
            Self::JpegXl => "a JPEG XL file",
            Self::Pdf => "a PDF file",
            Self::Packed => "a packed file",
            Self::Other => "a file of unknown kind",
        }
    }
}
