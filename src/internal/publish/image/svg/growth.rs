//! Comes in: parts with the parts that they refer to. Goes out: whether the drawing stays small when every reference is followed.
//! Must never: follow a circle.

use std::collections::BTreeMap;

use crate::internal::publish::image::Fault;

/// Parts within parts, references followed.
const DEEPEST: usize = 32;
/// Elements in all, references followed.
const MOST: u64 = 1_000_000;

#[derive(Default)]
struct Part {
    elements: u64,
    refers: Vec<usize>,
}

/// What each named part holds. The whole drawing is a part without a name.
#[derive(Default)]
pub(super) struct Growth {
    open: Vec<Option<usize>>,
    whole: Part,
    parts: BTreeMap<usize, Part>,
}

impl Growth {
    /// An element begins; its name if it has one.
    pub(super) fn enter(&mut self, name: Option<usize>) {
        self.open.push(name);
        self.each(|part| part.elements += 1);
    }

    /// It ends.
    pub(super) fn leave(&mut self) {
        self.open.pop();
    }

    /// It refers to a part.
    pub(super) fn refers(&mut self, name: usize) {
        self.each(|part| part.refers.push(name));
    }

    /// Follows all references.
    pub(super) fn check(&self) -> Result<(), Fault> {
        let size = self.size(&self.whole, 0, &mut BTreeMap::new());
        size.filter(|size| *size <= MOST).map(|_| ()).ok_or(Fault::Grows)
    }

    fn each(&mut self, change: impl Fn(&mut Part)) {
        change(&mut self.whole);
        for name in self.open.iter().flatten() {
            change(self.parts.entry(*name).or_default());
        }
    }

    /// Nothing for a part that is too deep, or within itself. Sizes that are known are not counted again.
    fn size(&self, part: &Part, depth: usize, known: &mut BTreeMap<usize, u64>) -> Option<u64> {
        if depth > DEEPEST {
            return None;
        }
        let mut size = part.elements;
        for name in &part.refers {
            let inner = match (known.get(name), self.parts.get(name)) {
                (Some(inner), _) => *inner,
                (None, None) => 0,
                (None, Some(inner)) => self.size(inner, depth + 1, known)?,
            };
            known.insert(*name, inner);
            size = size.saturating_add(inner);
        }
        Some(size)
    }
}
