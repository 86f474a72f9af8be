//! What a responder gives on the command line → what is written: the text, the line of affected components, their ids.
//! Whatever would be read otherwise than it is meant is refused.

use pulldown_cmark::{Event, Parser};

use crate::config::Config;
use crate::error::{Error, Result};
use crate::public::Impact;

/// A text without blanks around it, with one kind of line ends.
pub fn body(text: &str) -> Result<String> {
    let body = text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
    if !has_words(&body) {
        return Err(Error::usage("the update has no words", "say what customers notice, and when the next update comes"));
    }
    if body.get(..8).is_some_and(|head| head.eq_ignore_ascii_case("affects:")) {
        return Err(Error::usage("the text begins with `Affects:`", "write --affects \"search=partial\" and leave it out of the text"));
    }
    if body.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')) {
        return Err(Error::usage("the text holds a control character", "write it again as plain text"));
    }
    Ok(body)
}

/// Whether a reader sees a word of it: a rule, a comment or the target of a link is none.
fn has_words(body: &str) -> bool {
    let seen = |event| match event {
        Event::Text(text) | Event::Code(text) => text.contains(char::is_alphanumeric),
        _ => false,
    };
    Parser::new(body).any(seen)
}

/// What stands behind `Affects:`.
pub fn affects(affects: &[(String, Impact)], config: &Config) -> Result<Option<String>> {
    let mut written = Vec::new();
    for (name, impact) in affects {
        let id = component(name, config)?;
        let shown = config.components.iter().find(|component| component.id == id).map_or(id, |component| component.name.as_str());
        let shown = if shown.contains(['(', ')', ',', ';', '*', '_']) { id } else { shown };
        written.push(format!("{shown} ({})", impact.key()));
    }
    Ok((!written.is_empty()).then(|| written.join(", ")))
}

/// The id of a component that is given by id or by name.
pub fn component<'c>(name: &str, config: &'c Config) -> Result<&'c str> {
    let catalogue = &config.components;
    let of_id = catalogue.iter().find(|component| component.id == name);
    let found = of_id.or_else(|| catalogue.iter().find(|component| component.name.eq_ignore_ascii_case(name)));
    found.map(|component| component.id.as_str()).ok_or_else(|| {
        let all: Vec<&str> = catalogue.iter().map(|component| component.id.as_str()).collect();
        Error::usage(format!("no component is called {name:?}"), format!("allclear.toml has {}", all.join(", ")))
    })
}
