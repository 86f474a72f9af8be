//! What templates can see: purpose-built structs, sealed in this folder, so that no other type can ever reach a template.
//! Each is built from the public history alone. Free text is borrowed from it; the rest are the newtypes of `value.rs`.

mod archive;
mod bars;
mod card;
mod component;
mod front;
mod head;
mod incident;
mod linked;
mod part;
mod place;
mod plain;
mod postmortems;
mod subscribe;
mod value;

use serde::Serialize;

pub use archive::{ComponentYearPage, HistoryPage, MonthPage, YearPage};
pub use bars::{Bar, Bars, Shape};
pub use card::Card;
pub use component::ComponentPage;
pub use front::FrontPage;
pub use head::Head;
pub use incident::IncidentPage;
pub use linked::LinkedData;
use part::Items;
pub use part::{Item, Planned, Said, Story};
pub use place::Place;
pub use plain::{NotFoundPage, RedirectPage};
pub use postmortems::{PostmortemsPage, PostmortemsYearPage};
pub use subscribe::SubscribePage;
pub use value::{Address, Date, Factor, Key, Link, Moment, Percent, Period, Span};

mod sealed {
    pub trait Sealed {}
}

/// The data of one template. Implemented in this module only.
pub trait View: sealed::Sealed + Serialize {
    /// The template's name: `incident.html`.
    const TEMPLATE: &'static str;

    /// Where the page lies.
    fn place(&self) -> &Place;
}

/// A view of a list. It says itself what it depends on: to write down every line would take as long as to make the page.
pub trait Listing: View {
    /// Its key, made of those of the incidents that it lists.
    fn key(&self, index: &super::Index<'_>) -> serde_json::Result<super::Key>;
}

/// Names a view's template and seals it. Every view has a `head`.
macro_rules! views {
    ($($view:ident => $template:literal,)+) => {
        $(
            impl sealed::Sealed for $view<'_> {}
            impl View for $view<'_> {
                const TEMPLATE: &'static str = $template;

                fn place(&self) -> &Place {
                    self.head.place()
                }
            }
        )+

        /// Every template that a view names: the theme's contract.
        pub const TEMPLATES: &[&str] = &[$($template),+];
    };
}

views! {
    FrontPage => "front.html",
    IncidentPage => "incident.html",
    HistoryPage => "history.html",
    YearPage => "year.html",
    MonthPage => "month.html",
    ComponentPage => "component.html",
    ComponentYearPage => "component-year.html",
    PostmortemsPage => "postmortems.html",
    PostmortemsYearPage => "postmortems-year.html",
    SubscribePage => "subscribe.html",
    NotFoundPage => "404.html",
    RedirectPage => "redirect.html",
}
