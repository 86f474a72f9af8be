//! Comes in: a JPEG file. Goes out: frame, tables and scans; the two marks that colours depend on are written anew.
//! Must never: keep a comment, an application segment as it was, a thumbnail, a table or scan that no pixel needs, or a byte behind the end.

mod scans;
mod tables;

use self::scans::Scans;
use self::tables::Tables;
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
    /// Scans, frame and marks as they go out, and between them the tables, which only go if a scan needs them.
    out: Tables,
    size: Option<(u16, u16)>,
    scans: Scans,
}

/// Rebuilds a file.
pub(super) fn clean(bytes: &[u8]) -> Result<Clean, Fault> {
    let mut writer = Writer { out: Tables::default(), size: None, scans: Scans::default() };
    writer.out.push(&[0xFF, SOI]);
    let mut rest = bytes.get(2..).unwrap_or_default();
    loop {
        let marker = take_marker(&mut rest)?;
        if marker == EOI {
            break;
        }
        let data = take_segment(&mut rest)?;
        writer.segment(marker, data)?;
        if marker == SOS {
            writer.scan(data, take_scan(&mut rest))?;
        }
    }
    let Writer { mut out, size, scans } = writer;
    let (width, height) = size.filter(|_| scans.any()).ok_or(Fault::Damaged)?;
    out.push(&[0xFF, EOI]);
    Ok(Clean { bytes: out.written(), extension: "jpg", width: u32::from(width), height: u32::from(height), words: Vec::new() })
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
            APP0 if data.starts_with(b"JFIF\0") && self.out.is_at_start() => self.jfif(data),
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
            DRI if data.len() == 2 => {
                self.out.restarts(data);
                Ok(())
            }
            DRI => Err(Fault::Damaged),
            DQT => self.out.quantization(data),
            DHT => self.out.codes(data),
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
        self.scans.frame(marker, &data[6..]);
        self.keep_if(true, marker, data)
    }

    fn scan(&mut self, head: &[u8], coded: &[u8]) -> Result<(), Fault> {
        if coded.is_empty() {
            return Err(Fault::Damaged);
        }
        self.out.needed_by(&self.scans.take(head)?);
        self.out.push(coded);
        Ok(())
    }

    fn keep_if(&mut self, fits: bool, marker: u8, data: &[u8]) -> Result<(), Fault> {
        let length = u16::try_from(data.len() + 2).ok().filter(|_| fits).ok_or(Fault::Damaged)?;
        self.out.push(&[&[0xFF, marker], &length.to_be_bytes()[..], data].concat());
        Ok(())
    }
}
