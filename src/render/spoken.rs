//! What templates say. Comes in: the locale, a template. Goes out: `t(…)` for the engine, and the template with the words in it that are
//! the same on every page: each of them would be asked for ten thousand times.
//! Must never: say something else than a call of `t` at that place would.

use std::borrow::Cow;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _};
use tera::value::{Key, Map};
use tera::{Kwargs, State, TeraResult, Value};

use super::{Locale, highlight};

/// The words of the interface, ready for templates.
pub(super) struct Spoken {
    locale: Arc<Locale>,
    /// By key, those that no count chooses.
    texts: HashMap<String, Text>,
    /// The names of the months as they stand in a date.
    months: Vec<Value>,
}

/// A text with its blanks. Its own words are escaped.
struct Text {
    /// Words, each but the last with the name of the blank behind them.
    pieces: Vec<(String, Option<String>)>,
    /// All of it, if there is no blank.
    whole: Option<Value>,
}

impl Text {
    /// Reads a text; `None` if a brace lacks its partner.
    fn of(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((words, behind)) = rest.split_once('{') {
            let (name, after) = behind.split_once('}')?;
            pieces.push((highlight::escape(words), Some(name.to_owned())));
            rest = after;
        }
        let words = highlight::escape(rest);
        let whole = pieces.is_empty().then(|| Value::safe_string(&words));
        pieces.push((words, None));
        Some(Self { pieces, whole })
    }

    /// The text with its blanks filled. What fills them is escaped unless it is markup of a template, and never read for blanks itself.
    fn filled<'v>(&'v self, state: &State, value_of: impl Fn(&'v str) -> TeraResult<&'v Value>) -> TeraResult<Value> {
        if let Some(whole) = &self.whole {
            return Ok(whole.clone());
        }
        let mut said = String::with_capacity(128);
        for (words, blank) in &self.pieces {
            said.push_str(words);
            let Some(blank) = blank else { continue };
            let value = value_of(blank)?;
            match (value.as_str(), value.as_i128()) {
                (Some(markup), _) if value.is_safe() => said.push_str(markup),
                (None, Some(number)) => said.push_str(&number.to_string()),
                _ => said.push_str(&state.escape_if_needed(value)?),
            }
        }
        Ok(Value::safe_string(&said))
    }
}

impl Spoken {
    /// Those of a locale.
    pub(super) fn of(locale: Arc<Locale>) -> Self {
        let mut texts = HashMap::new();
        for key in locale.keys() {
            texts.extend(locale.text(key, None).and_then(Text::of).map(|text| (key.to_owned(), text)));
        }
        let month = |number: u8| texts.get(&format!("time.months.{number}")).and_then(|text: &Text| text.whole.clone());
        let months = (1..=12).map_while(month).collect();
        Self { locale, texts, months }
    }

    /// `t(key="front.documents", count=3)`: the words of a key, each blank `{count}` filled with the argument of that name.
    pub(super) fn say(&self, arguments: &Kwargs, state: &State) -> TeraResult<Value> {
        let key: &str = arguments.must_get("key")?;
        let count: Option<i128> = arguments.get("count")?;
        if let Some(text) = self.texts.get(key).filter(|_| count.is_none()) {
            return text.filled(state, |blank| arguments.must_get(blank));
        }
        let text = self.locale.text(key, count).ok_or_else(|| tera::Error::message(format!("the locale has no text {key:?}")))?;
        let text = Text::of(text).ok_or_else(|| tera::Error::message(format!("{key:?} of the locale lacks a }}")))?;
        text.filled(state, |blank| arguments.must_get(blank))
    }

    /// `moment(at=update.at)`: the day and the time of a moment.
    pub(super) fn moment(&self, arguments: &Kwargs, state: &State) -> TeraResult<Value> {
        let at: &Map = arguments.must_get("at")?;
        let month = part(at, "month")?.as_u64().and_then(|month| self.months.get(usize::try_from(month).ok()?.checked_sub(1)?));
        let month = month.ok_or_else(|| tera::Error::message("a moment of no month"))?;
        let text = self.texts.get(MOMENT).ok_or_else(|| tera::Error::message(format!("the locale has no text {MOMENT:?}")))?;
        text.filled(state, |blank| if blank == "month" { Ok(month) } else { part(at, blank) })
    }

    /// A template with words in place of calls that ask for no more than a key.
    pub(super) fn in_template<'t>(&self, template: &'t str) -> Cow<'t, str> {
        // In a raw block a call is no call.
        if template.contains("endraw") {
            return Cow::Borrowed(template);
        }
        let (mut done, mut from) = (String::new(), 0);
        for (at, _) in template.match_indices(OPENING) {
            let Some((key, behind)) = template[at + OPENING.len()..].split_once('"') else { continue };
            let Some(words) = self.constant(key).filter(|_| behind.starts_with(CLOSING)) else { continue };
            done.push_str(&template[from..at]);
            done.push_str(words);
            from = template.len() - behind.len() + CLOSING.len();
        }
        done.push_str(&template[from..]);
        Cow::Owned(done)
    }

    /// The words of a key that mean the same to the engine, whatever stands beside them: its marks cut blanks away, and begin with a brace.
    fn constant(&self, key: &str) -> Option<&str> {
        let words = self.texts.get(key)?.whole.as_ref()?.as_str()?;
        (!words.is_empty() && words.trim() == words && !words.contains(['{', '}', '\n'])).then_some(words)
    }
}

fn part<'v>(moment: &'v Map, name: &'v str) -> TeraResult<&'v Value> {
    moment.get(&Key::Str(name)).ok_or_else(|| tera::Error::message(format!("a moment without its {name}")))
}

/// The text of a moment.
const MOMENT: &str = "time.moment";
/// A call that asks for no more than a key, as templates write it.
const OPENING: &str = "{{ t(key=\"";
const CLOSING: &str = ") }}";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::sample::time;
    use crate::public::view::Moment;
    use crate::render::Theme;

    fn spoken() -> Spoken {
        Spoken::of(Arc::new(Theme::embedded().locale("en").unwrap()))
    }

    #[test]
    fn words_that_are_the_same_on_every_page_stand_in_the_template() {
        let spoken = spoken();
        assert_eq!(spoken.in_template("<dt>{{ t(key=\"incident.phase\") }}</dt>{{ title }}"), "<dt>Phase</dt>{{ title }}");
        for left in [
            "{{ t(key=\"incident.published\", at=at) }}",
            "{{ t(key=\"phase.\" ~ phase) }}",
            "{{- t(key=\"incident.phase\") -}}",
            "{{ t(key=\"no.such.key\") }}",
            "{{ t(key=\"incident.published\") }}",
            "{{ t(key=\"list_and\") }}",
            "{% raw %}{{ t(key=\"incident.phase\") }}{% endraw %}",
            "{{ t(key=\"incident.phase",
        ] {
            assert_eq!(spoken.in_template(left), left);
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "templates of this test see a moment and no more")]
    fn a_moment_is_said_as_its_parts_are() {
        for language in ["en", "de", "ar", "ja"] {
            let spoken = Arc::new(Spoken::of(Arc::new(Theme::embedded().locale(language).unwrap())));
            let mut tera = tera::Tera::new();
            let (says, tells) = (Arc::clone(&spoken), Arc::clone(&spoken));
            tera.register_function("t", move |arguments: Kwargs, state: &State| says.say(&arguments, state));
            tera.register_function("moment", move |arguments: Kwargs, state: &State| tells.moment(&arguments, state));
            let parts = r#"t(key="time.moment", day=at.day, month=t(key="time.months." ~ at.month), year=at.year, clock=at.clock)"#;
            tera.add_raw_template("a.html", &format!("{{{{ {parts} }}}}|{{{{ moment(at=at) }}}}")).unwrap();
            let mut context = tera::Context::new();
            context.insert_value("at", tera::Value::from_serializable(&Moment::from(time("2026-03-04T05:06:00Z"))));
            let page = tera.render("a.html", &context).unwrap();
            let (parts, whole) = page.split_once('|').unwrap();
            assert_eq!(parts, whole);
            assert!(whole.contains("2026") && whole.contains("05:06"), "{whole}");
        }
    }

    #[test]
    fn every_template_of_the_program_says_the_same_with_its_words_in_it() {
        for language in ["en", "de", "fr", "ar", "ja"] {
            let locale = Arc::new(Theme::embedded().locale(language).unwrap());
            let spoken = Spoken::of(Arc::clone(&locale));
            for key in locale.keys() {
                let Some(words) = spoken.constant(key) else { continue };
                assert_eq!(highlight::escape(&locale.say(key, &[])), words, "{language}: {key}");
            }
        }
    }
}
