//! What the pages of the archive depend on. Comes in: such a page. Goes out: its key, made of those of the incidents that it lists: to write
//! down every line of every list would take as long as to make the page. A new field does not compile until someone decides about it.

use super::{ComponentYearPage, MonthItems, MonthPage, YearPage};
use crate::public::view::{Listing, View as _};
use crate::public::{Incident, Index, Key};

impl Listing for YearPage<'_> {
    fn key(&self, index: &Index<'_>) -> serde_json::Result<Key> {
        let Self { head, year, count, months, links, newer, older, components } = self;
        index.key(Self::TEMPLATE, listed(months), &(head, year, count, frames(months), links, newer, older, components))
    }
}

impl Listing for MonthPage<'_> {
    fn key(&self, index: &Index<'_>) -> serde_json::Result<Key> {
        let Self { head, year, year_href, month, newer, older, components } = self;
        let months = std::slice::from_ref(month);
        index.key(Self::TEMPLATE, listed(months), &(head, year, year_href, frames(months), newer, older, components))
    }
}

impl Listing for ComponentYearPage<'_> {
    fn key(&self, index: &Index<'_>) -> serde_json::Result<Key> {
        let Self { head, name, href, year, year_href, count, months, years, components } = self;
        index.key(Self::TEMPLATE, listed(months), &(head, name, href, year, year_href, count, frames(months), years, components))
    }
}

/// The incidents of all months in their order.
fn listed<'m>(months: &'m [MonthItems<'_>]) -> impl Iterator<Item = &'m Incident> {
    months.iter().flat_map(|month| month.items.incidents())
}

/// What is said of months beside their incidents: name and address follow from the month, and how many incidents there are says where the
/// next one begins.
fn frames(months: &[MonthItems<'_>]) -> Vec<(i32, u32, usize)> {
    months.iter().map(|MonthItems { year, month, iso: _, href: _, items }| (*year, *month, items.incidents().count())).collect()
}
