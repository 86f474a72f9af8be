//! The only door to Tera. Comes in: a sealed view. Goes out: the bytes of a page.
//! Templates get a view, the words of the locale and the names of static files; no file, no environment, no address.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};
use tera::{ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use super::spoken::Spoken;
use super::{Locale, Theme, accent, highlight};
use crate::error::{Error, Result};
use crate::public::view::View;
use crate::public::{ComponentState, Site};

/// The stylesheets: the static files that the brand's colour is added to.
const STYLESHEETS: [&str; 2] = ["style.css", FEED_STYLESHEET];
/// The stylesheet of feeds. What it says to people is added from the locale, because XML has no place for it.
const FEED_STYLESHEET: &str = "feed.css";
/// Static files that become the site's icon, one per state.
const STATES: &str = "favicon/";
/// Static files that lie at the root of the site under their own names.
const ICONS: &str = "icons/";

/// Turns views into pages with a theme and a locale.
pub struct Renderer {
    tera: Tera,
    /// As they are written.
    templates: Vec<(String, String)>,
    spoken: Arc<Spoken>,
    statics: Arc<Statics>,
    locale: Arc<Locale>,
}

impl Renderer {
    /// Compiles the templates.
    pub fn new(theme: &Theme, locale: Locale) -> Result<Self> {
        let statics = Arc::new(Statics::of(theme, &locale));
        let locale = Arc::new(locale);
        let templates = theme.templates()?.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect::<Vec<_>>();
        let spoken = Arc::new(Spoken::of(Arc::clone(&locale)));
        let said: Vec<_> = templates.iter().map(|(name, text)| (name, spoken.in_template(text))).collect();
        // What is wrong in a template is told with the text that its author knows.
        let tera = engine(said, &spoken, &statics).or_else(|_| engine(written(&templates), &spoken, &statics));
        Ok(Self { tera: tera.map_err(|error| broken("templates", &error))?, templates, spoken, statics, locale })
    }

    /// The words of the interface, for outputs that are no pages.
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// The page of a view.
    #[expect(clippy::disallowed_methods, reason = "the one place where data reaches a template, and it takes sealed views only")]
    pub fn page<V: View>(&self, view: &V) -> Result<Vec<u8>> {
        let context = tera::Context::from_serialize(view).map_err(|error| broken(V::TEMPLATE, &error))?;
        let page = self.tera.render(V::TEMPLATE, &context).or_else(|_| {
            // The same error, with the text that the template's author knows.
            engine(written(&self.templates), &self.spoken, &self.statics)?.render(V::TEMPLATE, &context)
        });
        page.map(String::into_bytes).map_err(|error| broken(V::TEMPLATE, &error))
    }

    /// The theme's static files with their paths in the site: named after their content, so that they can be kept for ever.
    pub fn assets(&self, site: &Site) -> Vec<(String, Vec<u8>)> {
        let accent = site.accent.as_ref().map(crate::public::PublicText::as_str);
        let files = self.statics.0.iter().filter(|(name, _)| !name.starts_with(STATES) && !name.starts_with(ICONS));
        files.map(|(name, file)| (file.path(name, accent), file.content(name, accent))).collect()
    }

    /// The path of one of them, if the theme has it: `assets/feed-HASH.css`.
    pub fn asset_path(&self, name: &str, site: &Site) -> Option<String> {
        let accent = site.accent.as_ref().map(crate::public::PublicText::as_str);
        self.statics.0.get(name).map(|file| file.path(name, accent))
    }

    /// The theme's icons by the names that they have at the root of the site.
    pub fn icons(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.statics.0.iter().filter_map(|(name, file)| Some((name.strip_prefix(ICONS)?, file.bytes.as_slice())))
    }

    /// The site's icon for a state, if the theme has one. An SVG.
    pub fn icon(&self, state: ComponentState) -> Option<&[u8]> {
        self.statics.0.get(&format!("{STATES}{}.svg", state.key())).map(|file| file.bytes.as_slice())
    }
}

/// A template engine with nothing in it but these templates, the words of the locale and the names of static files.
fn engine<N: AsRef<str>, T: AsRef<str>>(
    templates: impl IntoIterator<Item = (N, T)>,
    spoken: &Arc<Spoken>,
    statics: &Arc<Statics>,
) -> TeraResult<Tera> {
    let mut tera = Tera::new();
    tera.set_escape_fn(highlight::escape_into);
    let (says, tells, statics) = (Arc::clone(spoken), Arc::clone(spoken), Arc::clone(statics));
    tera.register_function("t", move |arguments: Kwargs, state: &State| says.say(&arguments, state));
    tera.register_function("moment", move |arguments: Kwargs, state: &State| tells.moment(&arguments, state));
    tera.register_function("asset", move |arguments: Kwargs, _: &State| statics.name(&arguments));
    tera.add_raw_templates(templates)?;
    Ok(tera)
}

fn written(templates: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    templates.iter().map(|(name, text)| (name.as_str(), text.as_str()))
}

/// Static files by name.
struct Statics(BTreeMap<String, Static>);

/// One static file.
struct Static {
    bytes: Vec<u8>,
    digest: [u8; 32],
    /// The colour that it was first asked for with, and its path: a site has one colour, and every page asks.
    known: OnceLock<(Option<String>, String)>,
}

impl Statics {
    fn of(theme: &Theme, locale: &Locale) -> Self {
        let file = |(name, bytes): (&str, &[u8])| {
            let words = if name == FEED_STYLESHEET { feed_words(locale) } else { String::new() };
            let bytes = [bytes, words.as_bytes()].concat();
            (name.to_owned(), Static { digest: Sha256::digest(&bytes).into(), bytes, known: OnceLock::new() })
        };
        Self(theme.statics().map(file).collect())
    }

    /// `asset(name="style.css", accent=…)`: a file's path in the site.
    fn name(&self, arguments: &Kwargs) -> TeraResult<String> {
        let name: &str = arguments.must_get("name")?;
        let accent = arguments.get::<&Value>("accent")?.and_then(Value::as_str);
        let file = self.0.get(name).ok_or_else(|| tera::Error::message(format!("the theme has no file static/{name}")))?;
        Ok(file.path(name, accent))
    }
}

impl Static {
    /// `assets/NAME-HASH.css`.
    fn path(&self, name: &str, accent: Option<&str>) -> String {
        let (colour, path) = self.known.get_or_init(|| (accent.map(str::to_owned), self.hashed(name, accent)));
        if colour.as_deref() == accent { path.clone() } else { self.hashed(name, accent) }
    }

    fn hashed(&self, name: &str, accent: Option<&str>) -> String {
        let hash = Sha256::new().chain_update(self.digest).chain_update(rules(name, accent)).finalize();
        let hash = hash.iter().take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        match name.rsplit_once('.') {
            Some((stem, extension)) => format!("assets/{}-{hash:08x}.{extension}", cut(stem, extension.len() + 1)),
            None => format!("assets/{}-{hash:08x}", cut(name, 0)),
        }
    }

    fn content(&self, name: &str, accent: Option<&str>) -> Vec<u8> {
        [self.bytes.as_slice(), rules(name, accent).as_bytes()].concat()
    }
}

/// A path whose last name leaves room for a hash and an ending: file systems take names of 255 bytes.
fn cut(stem: &str, ending: usize) -> &str {
    let name = stem.rfind('/').map_or(0, |slash| slash + 1);
    &stem[..stem.floor_char_boundary(name + 246_usize.saturating_sub(ending))]
}

/// What the brand's colour adds to a static file.
fn rules(name: &str, accent: Option<&str>) -> String {
    accent.filter(|_| STYLESHEETS.contains(&name)).and_then(accent::rules).unwrap_or_default()
}

/// What a browser shows above a feed, as custom properties.
fn feed_words(locale: &Locale) -> String {
    let direction = if locale.text("direction", None) == Some("rtl") { "rtl" } else { "ltr" };
    let [heading, lead] = ["feed.style.heading", "feed.style.lead"].map(|key| css_string(&locale.say(key, &[])));
    format!(":root{{--direction:{direction};--heading:{heading};--lead:{lead}}}\n")
}

/// A CSS string in ASCII alone: true in whatever encoding a host claims for it.
fn css_string(text: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || " .,:;!?()-".contains(character);
    let spelled = |character: char| if plain(character) { character.to_string() } else { format!("\\{:x} ", u32::from(character)) };
    format!("\"{}\"", text.chars().map(spelled).collect::<String>())
}

/// Tera's message with its place, and the file if Tera knows it.
fn broken(file: &str, error: &tera::Error) -> Error {
    let file = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => report.filename(),
        _ => file,
    };
    Error::Theme {
        file: format!("templates/{}", file.strip_prefix("templates").unwrap_or(file)).trim_end_matches('/').to_owned(),
        reason: error.to_string().trim_start_matches("error: ").to_owned(),
        help: "mend this place, or remove the file from the site's theme folder to have the original back".to_owned(),
    }
}
