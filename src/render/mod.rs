//! Tools without decisions: the only door to Tera, the theme, Markdown to HTML, and highlighting.

/// Turns views into pages with the theme.
pub struct Renderer;
