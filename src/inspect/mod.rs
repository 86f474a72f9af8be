//! Comes in: the bytes of a finished file. Goes out: whether a picture holds anything beside itself, read with parsers that are not ours.
//! Must never: change a byte, or say what it found.

mod drawing;
mod kind;
mod raster;

pub use kind::Kind;

/// What is wrong with a file that is a picture, or says that it is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// It holds parts that nobody needs to see it.
    Surplus,
    /// Its name promises another kind of picture than its bytes are.
    Misnamed,
    /// Nobody can say what it holds.
    Unreadable(Kind),
}

/// Examines a file of any kind; files that are no pictures have no flaw.
pub fn flaw(path: &str, bytes: &[u8]) -> Option<Flaw> {
    let promised = Kind::promised_by(path);
    let kind = Kind::of(bytes);
    // Text is told from drawings by the name alone: feeds and pages begin alike.
    // A page may speak of the mark of a PDF file; such a file begins with it, or is binary.
    let speaks = || std::str::from_utf8(bytes).is_ok() && !bytes.trim_ascii_start().starts_with(b"%PDF-");
    let kind = if kind == Kind::Pdf && promised.is_none() && speaks() { Kind::Other } else { kind };
    let kind = if matches!(kind, Kind::Markup | Kind::Other) && promised == Some(Kind::Markup) { Kind::Markup } else { kind };
    match (promised, kind) {
        (None, Kind::Other | Kind::Markup | Kind::Packed) => return None,
        (Some(promised), kind) if kind.is_shown() && promised != kind => return Some(Flaw::Misnamed),
        (Some(promised), Kind::Other | Kind::Markup) if promised != Kind::Markup => return Some(Flaw::Unreadable(promised)),
        _ => {}
    }
    if !kind.is_shown() {
        return Some(Flaw::Unreadable(kind));
    }
    (!is_bare(kind, bytes)).then_some(Flaw::Surplus)
}

/// Whether a picture of that kind consists of allowed parts alone, from its first byte to its last.
pub fn is_bare(kind: Kind, bytes: &[u8]) -> bool {
    match kind {
        Kind::Png => raster::png(bytes),
        Kind::Jpeg => raster::jpeg(bytes),
        Kind::WebP => raster::webp(bytes),
        Kind::Ico => raster::ico(bytes),
        Kind::Markup => drawing::is_bare(bytes),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
