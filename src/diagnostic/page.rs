//! What a rule says of itself → a page: plain for a terminal, Markdown for the reference and for tools.
//! The samples are the rule's own tests. Of one that is a whole document, only what makes the difference is shown.

use super::{RuleDoc, Sample};

impl RuleDoc {
    /// The page as `allclear explain` prints it.
    pub fn text(&self) -> String {
        let mut page = format!("{} ({})\n\n{}\n\nWhy: {}\n", self.code, self.level.name(), capital(&self.summary), self.why);
        for (title, samples) in self.shown() {
            let quoted = |sample: String| sample.lines().map(|line| format!("  | {line}\n")).collect::<String>();
            page.push_str(&format!("\n{title}:\n{}", samples.into_iter().map(quoted).collect::<Vec<_>>().join("\n")));
        }
        page + &format!("\nTo allow it: {}\n", self.allow())
    }

    /// The page as the reference has it, below the rule's heading.
    pub fn markdown(&self) -> String {
        let mut page = format!("Level: {}. Finds {}.\n\n{}\n", self.level.name(), self.summary, self.why);
        for (title, samples) in self.shown() {
            page.push_str(&format!("\n{title}:\n\n~~~~text\n{}\n~~~~\n", samples.join("\n\n")));
        }
        page + &format!("\nTo allow it: {}\n", self.allow())
    }

    /// Its samples as a reader needs them, the bad ones first.
    fn shown(&self) -> Vec<(&'static str, Vec<String>)> {
        let list = |samples: &[Sample]| {
            let shown = samples.iter().filter_map(|sample| shown(sample, &self.good));
            shown.map(|text| text.chars().map(visible).collect::<String>()).collect::<Vec<_>>()
        };
        let lists = [("Found", list(&self.bad)), ("Fine", list(&self.good))];
        lists.into_iter().filter(|(_, samples)| !samples.is_empty()).collect()
    }
}

/// A sample as a reader needs it: of a whole document only what differs from the good one.
fn shown(sample: &Sample, good: &[Sample]) -> Option<String> {
    match sample {
        Sample::Message(text) => Some(text.trim().to_owned()),
        Sample::Beside { message, internal } => Some(format!("{}\n(in the internal half: {})", message.trim(), internal.trim())),
        Sample::Document(text) => match good.first() {
            Some(Sample::Document(good)) if good != text => Some(difference(text, good)),
            Some(_) => None,
            None => (text.lines().count() <= 14).then(|| text.trim().to_owned()),
        },
    }
}

/// The lines that only the first text has; if there are none, those that it lacks.
fn difference(text: &str, good: &str) -> String {
    let only = |one: &str, other: &str| {
        one.lines().filter(|line| !line.trim().is_empty() && !other.lines().any(|there| there == *line)).collect::<Vec<_>>().join("\n")
    };
    let added = only(text, good);
    if added.is_empty() { format!("(without)\n{}", only(good, text)) } else { added }
}

/// A page that shows invisible characters as they are would hide what it shows.
fn visible(character: char) -> String {
    let hidden = character != '\n' && character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    if hidden { format!("<U+{:04X}>", u32::from(character)) } else { character.to_string() }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>() + ".")
}
