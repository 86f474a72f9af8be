//! What templates say. Comes in: the locale, a template. Goes out: `t(…)` for the engine, and the template with the words in it that are
//! the same on every page: each of them would be asked for ten thousand times.
//! Must never: say something else than a call of `t` at that place would.

use std::borrow::Cow;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _};
use tera::{Kwargs, State, TeraResult, Value};

use super::{Locale, highlight};

/// The words of the interface, ready for templates.
pub(super) struct Spoken {
    locale: Arc<Locale>,
    /// By key, those that no count chooses.
    texts: HashMap<String, Text>,
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

    /// The text with its blanks filled. Arguments are escaped unless they are markup of a template, and never read for blanks themselves.
    fn filled(&self, arguments: &Kwargs, state: &State) -> TeraResult<Value> {
        if let Some(whole) = &self.whole {
            return Ok(whole.clone());
        }
        let mut said = String::with_capacity(128);
        for (words, blank) in &self.pieces {
            said.push_str(words);
            let Some(blank) = blank else { continue };
            let value: &Value = arguments.must_get(blank)?;
            match value.as_str().filter(|_| value.is_safe()) {
                Some(markup) => said.push_str(markup),
                None => said.push_str(&state.escape_if_needed(value)?),
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
        Self { locale, texts }
    }

    /// `t(key="front.documents", count=3)`: the words of a key, each blank `{count}` filled with the argument of that name.
    pub(super) fn say(&self, arguments: &Kwargs, state: &State) -> TeraResult<Value> {
        let key: &str = arguments.must_get("key")?;
        let count: Option<i128> = arguments.get("count")?;
        if let Some(text) = self.texts.get(key).filter(|_| count.is_none()) {
            return text.filled(arguments, state);
        }
        let text = self.locale.text(key, count).ok_or_else(|| tera::Error::message(format!("the locale has no text {key:?}")))?;
        let text = Text::of(text).ok_or_else(|| tera::Error::message(format!("{key:?} of the locale lacks a }}")))?;
        text.filled(arguments, state)
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

/// A call that asks for no more than a key, as templates write it.
const OPENING: &str = "{{ t(key=\"";
const CLOSING: &str = ") }}";

#[cfg(test)]
mod tests {
    use super::*;
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
