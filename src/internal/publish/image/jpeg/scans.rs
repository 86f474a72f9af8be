//! Comes in: the head of the frame and of each scan. Goes out: which tables a scan needs, and whether it tells anything new.
//! Must never: pass a scan that paints over what another painted: below a picture there would be an earlier one.

use super::SOF2;
use crate::internal::publish::image::Fault;

/// The tables that a scan needs, by their numbers.
#[derive(Default)]
pub(super) struct Needed {
    /// How coarse the steps of values are.
    pub(super) steps: Vec<usize>,
    /// Codes of the flat parts.
    pub(super) flat: Vec<usize>,
    /// Codes of the detailed parts.
    pub(super) detailed: Vec<usize>,
}

/// What was told so far.
#[derive(Default)]
pub(super) struct Scans {
    progressive: bool,
    channels: Vec<Channel>,
    any: bool,
}

struct Channel {
    id: u8,
    steps: usize,
    /// For each of 64 values, how many of its lowest bits are still to come.
    missing: [Option<u8>; 64],
}

impl Scans {
    /// The frame, of channels with three bytes each.
    pub(super) fn frame(&mut self, marker: u8, channels: &[u8]) {
        self.progressive = marker == SOF2;
        let channel = |bytes: &[u8]| Channel { id: bytes[0], steps: usize::from(bytes[2]), missing: [None; 64] };
        self.channels = channels.chunks_exact(3).map(channel).collect();
    }

    /// Whether there was one.
    pub(super) fn any(&self) -> bool {
        self.any
    }

    /// The next one: channels with two bytes each behind their number, then which values, and which of their bits.
    pub(super) fn take(&mut self, head: &[u8]) -> Result<Needed, Fault> {
        let [_, channels @ .., first, last, bits] = head else { return Err(Fault::Damaged) };
        let (first, last, before, left) = if self.progressive { (*first, *last, bits >> 4, bits & 15) } else { (0, 63, 0, 0) };
        if first > last || last > 63 {
            return Err(Fault::Damaged);
        }
        let mut needed = Needed::default();
        for pair in channels.chunks_exact(2) {
            let channel = self.channels.iter_mut().find(|channel| channel.id == pair[0]).ok_or(Fault::Damaged)?;
            for value in &mut channel.missing[usize::from(first)..=usize::from(last)] {
                let new = value.map_or(before == 0, |missing| before != 0 && left < missing);
                *value = Some(left).filter(|_| new);
                value.ok_or(Fault::Surplus)?;
            }
            needed.steps.push(channel.steps);
            // Bits that come later of flat parts are written without codes.
            needed.flat.extend((first == 0 && before == 0).then_some(usize::from(pair[1] >> 4)));
            needed.detailed.extend((last > 0).then_some(usize::from(pair[1] & 15)));
        }
        self.any = true;
        Ok(needed)
    }
}
