//! Comes in: a JPEG file. Goes out: frame, tables and scans; the two marks that colours depend on are written anew.
//! Must never: keep a comment, an application segment as it was, a thumbnail, or a byte behind the end.

use super::{Clean, Fault, check_size, exif};

const SOF0: u8 = 0xC0;
const SOF2: u8 = 0xC2;
const DHT: u8 = 0xC4;
const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const DQT: u8 = 0xDB;
const DRI: u8 = 0xDD;
const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP14: u8 = 0xEE;
const COMMENT: u8 = 0xFE;

struct Writer {
    out: Vec<u8>,
    size: Option<(u16, u16)>,
    scans: usize,
}

/// Rebuilds a file.
pub(super) fn clean(bytes: &[u8]) -> Result<Clean, Fault> {
    let mut writer = Writer { out: vec![0xFF, SOI], size: None, scans: 0 };
    let mut rest = bytes.get(2..).unwrap_or_default();
    loop {
        let marker = take_marker(&mut rest)?;
        if marker == EOI {
            break;
        }
        let data = take_segment(&mut rest)?;
        writer.segment(marker, data)?;
        if marker == SOS {
            writer.scan(take_scan(&mut rest))?;
        }
    }
    let Writer { mut out, size, scans } = writer;
    let (width, height) = size.filter(|_| scans > 0).ok_or(Fault::Damaged)?;
    out.extend([0xFF, EOI]);
    Ok(Clean { bytes: out, extension: "jpg", width: u32::from(width), height: u32::from(height), words: Vec::new() })
}

/// The next mark. Any number of fill bytes may stand before it, nothing else.
fn take_marker(rest: &mut &[u8]) -> Result<u8, Fault> {
    let (lead, behind) = rest.split_first().ok_or(Fault::CutShort)?;
    if *lead != 0xFF {
        return Err(Fault::Damaged);
    }
    let fill = behind.iter().take_while(|byte| **byte == 0xFF).count();
    let (marker, behind) = behind[fill..].split_first().ok_or(Fault::CutShort)?;
    *rest = behind;
    Ok(*marker)
}

fn take_segment<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], Fault> {
    let (length, _) = rest.split_first_chunk::<2>().ok_or(Fault::CutShort)?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (segment, behind) = rest.split_at_checked(length).ok_or(Fault::CutShort)?;
    *rest = behind;
    segment.get(2..).ok_or(Fault::Damaged)
}

/// The coded pixels of a scan: up to the first mark that is neither an escaped byte nor a restart.
fn take_scan<'a>(rest: &mut &'a [u8]) -> &'a [u8] {
    let belongs = |pair: &[u8]| pair[0] != 0xFF || matches!(pair[1], 0x00 | 0xD0..=0xD7);
    let end = rest.windows(2).position(|pair| !belongs(pair)).unwrap_or(rest.len());
    let (scan, behind) = rest.split_at(end);
    *rest = behind;
    scan
}

impl Writer {
    fn segment(&mut self, marker: u8, data: &[u8]) -> Result<(), Fault> {
        match marker {
            APP0 if data.starts_with(b"JFIF\0") && self.out.len() == 2 => self.jfif(data),
            APP1 if data.strip_prefix(b"Exif\0\0").is_some_and(exif::turns) => Err(Fault::Turned),
            APP14 if data.starts_with(b"Adobe") && data.len() >= 12 => self.adobe(data[11]),
            // Application segments and comments: everything that a person or a camera wrote.
            APP0..=0xEF | COMMENT => Ok(()),
            SOF0..=SOF2 => self.frame(marker, data),
            SOS => {
                let fits = self.size.is_some()
                    && data.first().is_some_and(|count| (1..=4).contains(count) && data.len() == 4 + 2 * usize::from(*count));
                self.keep_if(fits, marker, data)
            }
            DRI => self.keep_if(data.len() == 2, marker, data),
            DQT => self.keep_if(are_quantization_tables(data), marker, data),
            DHT => self.keep_if(are_code_tables(data), marker, data),
            _ => Err(Fault::Unsupported),
        }
    }

    /// Density as it was, without the thumbnail.
    fn jfif(&mut self, data: &[u8]) -> Result<(), Fault> {
        let density = data.get(7..12).ok_or(Fault::Damaged)?;
        let segment = [b"JFIF\0\x01\x01".as_slice(), density, &[0, 0]].concat();
        self.keep_if(density[0] <= 2, APP0, &segment)
    }

    /// The colour transform, without which reds and blues change places.
    fn adobe(&mut self, transform: u8) -> Result<(), Fault> {
        self.keep_if(transform <= 2, APP14, &[b"Adobe\0\x64\0\0\0\0".as_slice(), &[transform]].concat())
    }

    fn frame(&mut self, marker: u8, data: &[u8]) -> Result<(), Fault> {
        let [precision, h0, h1, w0, w1, channels, ..] = *data else { return Err(Fault::Damaged) };
        if self.size.is_some() || data.len() != 6 + 3 * usize::from(channels) {
            return Err(Fault::Damaged);
        }
        if precision != 8 || !matches!(channels, 1 | 3 | 4) {
            return Err(Fault::Unsupported);
        }
        let (width, height) = (u16::from_be_bytes([w0, w1]), u16::from_be_bytes([h0, h1]));
        check_size(width.into(), height.into())?;
        self.size = Some((width, height));
        self.keep_if(true, marker, data)
    }

    fn scan(&mut self, coded: &[u8]) -> Result<(), Fault> {
        if coded.is_empty() {
            return Err(Fault::Damaged);
        }
        self.scans += 1;
        self.out.extend(coded);
        Ok(())
    }

    fn keep_if(&mut self, fits: bool, marker: u8, data: &[u8]) -> Result<(), Fault> {
        let length = u16::try_from(data.len() + 2).ok().filter(|_| fits).ok_or(Fault::Damaged)?;
        self.out.extend([0xFF, marker]);
        self.out.extend(length.to_be_bytes());
        self.out.extend(data);
        Ok(())
    }
}

/// Whether a segment is nothing but whole tables of 64 bytes or words.
fn are_quantization_tables(mut data: &[u8]) -> bool {
    while let Some((head, behind)) = data.split_first() {
        let length = if head >> 4 == 0 { 64 } else { 128 };
        let Some((_, behind)) = behind.split_at_checked(length).filter(|_| head >> 4 <= 1 && head & 15 <= 3) else { return false };
        data = behind;
    }
    true
}

/// Whether a segment is nothing but whole tables: sixteen counts, and as many values as they add up to.
fn are_code_tables(mut data: &[u8]) -> bool {
    while let Some((head, behind)) = data.split_first() {
        let Some((counts, behind)) = behind.split_first_chunk::<16>() else { return false };
        let values: usize = counts.iter().map(|count| usize::from(*count)).sum();
        let Some((_, behind)) = behind.split_at_checked(values).filter(|_| values <= 256 && head >> 4 <= 1 && head & 15 <= 3) else {
            return false;
        };
        data = behind;
    }
    true
}
