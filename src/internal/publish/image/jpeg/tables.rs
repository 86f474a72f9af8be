//! Comes in: the parts of a JPEG file in their order, and which tables each scan needs. Goes out: the file without the tables that none needs.
//! Must never: keep a table that is never used, or that another replaced before it was: no picture shows what stands in it.

use super::scans::Needed;
use super::{DHT, DQT, DRI};
use crate::internal::publish::image::Fault;

/// A file in the making.
#[derive(Default)]
pub(super) struct Tables {
    parts: Vec<Part>,
    /// Where the newest table of each number stands: for steps, then for codes of flat and of detailed parts.
    newest: [[Option<Place>; 4]; 3],
    /// Where the newest distance of restarts stands.
    restarts: Option<Place>,
}

enum Part {
    Kept(Vec<u8>),
    /// A segment of tables, and for each whether a scan needs it.
    Tables(u8, Vec<(Vec<u8>, bool)>),
}

/// A part, and a table in it.
type Place = (usize, usize);

const STEPS: usize = 0;
const CODES: usize = 1;

impl Tables {
    /// Whether nothing stands behind the start mark yet.
    pub(super) fn is_at_start(&self) -> bool {
        self.parts.len() == 1
    }

    /// Adds what goes out as it is.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.parts.push(Part::Kept(bytes.to_vec()));
    }

    /// Adds a segment of quantisation tables.
    pub(super) fn quantization(&mut self, data: &[u8]) -> Result<(), Fault> {
        let tables = split(data, |head, _| (head >> 4 <= 1).then_some(if head >> 4 == 0 { 64 } else { 128 })).ok_or(Fault::Damaged)?;
        self.add(DQT, tables, |_| STEPS);
        Ok(())
    }

    /// Adds a segment of code tables: sixteen counts, and as many values as they add up to.
    pub(super) fn codes(&mut self, data: &[u8]) -> Result<(), Fault> {
        let length = |head: u8, behind: &[u8]| {
            let values: usize = behind.first_chunk::<16>()?.iter().map(|count| usize::from(*count)).sum();
            (values <= 256 && head >> 4 <= 1).then_some(16 + values)
        };
        let tables = split(data, length).ok_or(Fault::Damaged)?;
        self.add(DHT, tables, |head| CODES + usize::from(head >> 4));
        Ok(())
    }

    /// Adds the distance of restart marks.
    pub(super) fn restarts(&mut self, distance: &[u8]) {
        self.restarts = Some((self.parts.len(), 0));
        self.parts.push(Part::Tables(DRI, vec![(distance.to_vec(), false)]));
    }

    /// Notes what a scan that comes now needs.
    pub(super) fn needed_by(&mut self, needed: &Needed) {
        let [steps, flat, detailed] = &self.newest;
        let of = |newest: &[Option<Place>; 4], numbers: &[usize]| -> Vec<Place> {
            numbers.iter().filter_map(|number| newest.get(*number).copied().flatten()).collect()
        };
        let places = [of(steps, &needed.steps), of(flat, &needed.flat), of(detailed, &needed.detailed)].concat();
        for (part, table) in places.into_iter().chain(self.restarts) {
            if let Some(Part::Tables(_, tables)) = self.parts.get_mut(part) {
                tables.iter_mut().skip(table).take(1).for_each(|(_, needed)| *needed = true);
            }
        }
    }

    /// The file.
    pub(super) fn written(self) -> Vec<u8> {
        let mut out = Vec::new();
        for part in self.parts {
            match part {
                Part::Kept(bytes) => out.extend(bytes),
                Part::Tables(marker, tables) => {
                    let kept: Vec<u8> = tables.into_iter().filter(|(_, needed)| *needed).flat_map(|(table, _)| table).collect();
                    // Never longer than the segment that it is a part of.
                    if let Some(length) = u16::try_from(kept.len() + 2).ok().filter(|_| !kept.is_empty()) {
                        out.extend([0xFF, marker]);
                        out.extend(length.to_be_bytes());
                        out.extend(kept);
                    }
                }
            }
        }
        out
    }

    fn add(&mut self, marker: u8, tables: Vec<Vec<u8>>, class: impl Fn(u8) -> usize) {
        for (at, table) in tables.iter().enumerate() {
            let head = table.first().copied().unwrap_or_default();
            self.newest[class(head)][usize::from(head & 3)] = Some((self.parts.len(), at));
        }
        self.parts.push(Part::Tables(marker, tables.into_iter().map(|table| (table, false)).collect()));
    }
}

/// A segment as its tables, each with its head; nothing if anything is left over. `length` is what stands behind the head.
fn split(mut data: &[u8], length: impl Fn(u8, &[u8]) -> Option<usize>) -> Option<Vec<Vec<u8>>> {
    let mut tables = Vec::new();
    while let Some((head, behind)) = data.split_first() {
        let length = length(*head, behind).filter(|_| head & 15 <= 3)?;
        let (table, behind) = data.split_at_checked(1 + length)?;
        tables.push(table.to_vec());
        data = behind;
    }
    Some(tables)
}
