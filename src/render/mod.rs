//! Tools without decisions: the only door to Tera, the theme, Markdown to HTML, and highlighting.

pub mod accent;
mod door;
pub mod highlight;
mod locale;
pub mod markdown;
mod plain;
mod spoken;
mod table;
mod theme;

pub use door::Renderer;
pub use locale::Locale;
pub use theme::Theme;
