//! One internal value: what kind it is, how it may be written in public text, and what must stand around it there.

use super::{code, customer, person};
use crate::diagnostic::SourceId;

/// What an internal value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A person's given and family name.
    FullName,
    /// A given or family name alone.
    SingleName,
    /// The first letters of a name of three words or more.
    Initials,
    /// A name that a person goes by in a tool.
    Handle,
    /// A mail address.
    Email,
    /// What stands before the `@` of one.
    LocalPart,
    /// A fully qualified host.
    Host,
    /// A machine's name without its domain.
    Label,
    /// A ticket.
    Ticket,
    /// An address of a page, without scheme, fragment and final slash.
    Url,
    /// A chat channel, with its `#`.
    Channel,
    /// The name of a service, a repository, a flag.
    CodeName,
    /// The name of a customer.
    Customer,
}

/// Front matter keys that a message may name. Any other key may be internal itself.
const KNOWN_KEYS: &[&str] = &[
    "title",
    "owner",
    "owners",
    "author",
    "authors",
    "commander",
    "scribe",
    "responders",
    "reviewers",
    "attendees",
    "moderator",
    "facilitator",
    "meeting",
    "recording",
    "channel",
    "tickets",
    "ticket",
    "severity",
    "no_message",
    "approved",
    "services",
    "service",
    "customers",
    "accounts",
    "repos",
    "flags",
    "dashboards",
    "unknown_because",
];

/// Where a value stands internally. Its words give nothing away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A key of the front matter that a message may name.
    Key(&'static str),
    /// Any other key.
    FrontMatter,
    /// An action item.
    ActionItem,
    /// The body.
    Text,
}

impl Place {
    /// That of a key's value.
    pub fn of_key(key: &str) -> Self {
        let root = key.split(['.', '[']).next().unwrap_or_default();
        KNOWN_KEYS.iter().find(|known| **known == root).map_or(Self::FrontMatter, |known| Self::Key(known))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Key(key) => write!(f, "`{key}`"),
            Self::FrontMatter => f.write_str("the internal front matter"),
            Self::ActionItem => f.write_str("an action item"),
            Self::Text => f.write_str("the internal text"),
        }
    }
}

/// A value of the internal half.
#[derive(Clone)]
pub struct Value {
    /// What it is.
    pub kind: Kind,
    /// As written, folded but for case.
    pub text: Box<str>,
    /// Whether its place leaves no doubt about what it is.
    pub sure: bool,
    /// The documents it stands in, sorted.
    pub sources: Vec<SourceId>,
    /// The one that says how it is written and where it stands.
    pub first: SourceId,
    /// Where in that.
    pub place: Place,
    /// The ways to write it that are searched, while the index is made: there are many.
    pub forms: Vec<String>,
}

impl Value {
    /// Whether it stands in that document.
    pub fn is_of(&self, source: SourceId) -> bool {
        self.sources.binary_search(&source).is_ok()
    }

    /// Whether it can be told in a finished file, where a word of a theme is no name.
    pub fn may_tell(&self) -> bool {
        match self.kind {
            Kind::SingleName | Kind::Initials => false,
            Kind::CodeName => self.sure,
            Kind::Customer => self.sure && self.text.contains(' '),
            _ => true,
        }
    }
}

impl Kind {
    /// The rule that reports it.
    pub fn rule(self) -> &'static str {
        match self {
            Self::FullName | Self::SingleName | Self::Initials => "leak/internal-name",
            Self::Handle => "leak/internal-handle",
            Self::Email | Self::LocalPart => "leak/internal-email",
            Self::Host | Self::Label => "leak/internal-host",
            Self::Ticket => "leak/internal-ticket",
            Self::Url => "leak/internal-url",
            Self::Channel => "leak/internal-channel",
            Self::CodeName => "leak/internal-codename",
            Self::Customer => "leak/internal-customer",
        }
    }

    /// The kind in words.
    pub fn noun(self) -> &'static str {
        match self {
            Self::FullName | Self::SingleName => "a name",
            Self::Initials => "the initials of a name",
            Self::Handle => "a handle",
            Self::Email => "a mail address",
            Self::LocalPart => "the name part of a mail address",
            Self::Host => "a host",
            Self::Label => "a machine's name",
            Self::Ticket => "a ticket",
            Self::Url => "a link",
            Self::Channel => "a chat channel",
            Self::CodeName => "an internal name of a part of the service",
            Self::Customer => "a customer",
        }
    }

    /// The more specific of two kinds about the same bytes has the higher rank.
    pub fn rank(self) -> u8 {
        match self {
            Self::Initials => 108,
            Self::CodeName => 109,
            Self::SingleName => 110,
            Self::Handle => 111,
            Self::Label | Self::Ticket | Self::Customer => 112,
            Self::LocalPart => 113,
            Self::FullName => 114,
            Self::Host => 115,
            Self::Channel => 116,
            Self::Email => 117,
            Self::Url => 118,
        }
    }

    /// All ways to write a value of this kind. Letters of ASCII match in any case.
    pub fn forms(self, text: &str) -> Vec<String> {
        let mut forms = match self {
            Self::FullName => person::written(&text.split(' ').map(str::to_owned).collect::<Vec<_>>()),
            Self::Handle if !is_distinct(text) => vec![format!("@{text}")],
            Self::Label => {
                // With a blank or nothing for the hyphen, only a number keeps it from being plain words.
                let marked = ["-", "_"].map(|joint| text.replace(['-', '_'], joint));
                let spoken = has_digit(text).then(|| text.replace(['-', '_'], " "));
                let joined = Some(text.replace(['-', '_'], "")).filter(|joined| has_digit(text) && joined.len() >= SHORTEST_JOINED);
                marked.into_iter().chain(spoken).chain(joined).collect()
            }
            // A short number counts something: `web 2`.
            Self::Ticket if text.rsplit('-').next().is_some_and(|number| number.len() > 2) => {
                ["-", " ", "_", ""].map(|joint| text.replace('-', joint)).to_vec()
            }
            Self::CodeName => code::written(text),
            Self::Customer => customer::written(text),
            Self::Channel if has_digit(text) => vec![text.to_owned(), text.trim_start_matches('#').to_owned()],
            _ => vec![text.to_owned()],
        };
        if matches!(self, Self::FullName | Self::SingleName) {
            let drawn: Vec<String> = forms.iter().filter_map(|form| person::drawn_in(form)).collect();
            forms.extend(drawn);
            let bare: Vec<String> = forms.iter().filter(|form| form.contains('\'')).map(|form| form.replace('\'', "")).collect();
            forms.extend(bare);
        }
        // The automaton folds the case of ASCII alone.
        let cased: Vec<String> =
            forms.iter().filter(|form| !form.is_ascii()).flat_map(|form| [form.to_lowercase(), form.to_uppercase()]).collect();
        forms.extend(cased);
        forms.sort_unstable();
        forms.dedup();
        forms
    }

    /// Whether what stands around a match leaves it a word of its own.
    pub fn stands_alone(self, before: Option<char>, after: &str, matched: &str) -> bool {
        let next = after.chars().next();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let either = |c: Option<char>, marks: &str| letter(c) || c.is_some_and(|c| marks.contains(c));
        let goes_on = next == Some('.') && after.chars().nth(1).is_some_and(char::is_alphanumeric);
        let numbered = next == Some('-') && after.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        match self {
            // Writing without letter case has no blanks between words either.
            Self::FullName | Self::SingleName | Self::CodeName | Self::Customer if person::is_caseless(matched) => true,
            Self::FullName | Self::SingleName | Self::Initials | Self::Customer => !letter(before) && !letter(next),
            Self::Handle => !either(before, "_-") && !either(next, "_-") && (matched.starts_with('@') || before != Some('.')),
            Self::Email => !either(before, "._%+-") && !either(next, "-_") && !goes_on,
            Self::LocalPart => !either(before, "._-") && !either(next, "_-") && !goes_on,
            Self::Host => !either(before, "_-") && !either(next, "_-") && !goes_on,
            Self::Label if has_digit(matched) => !letter(before) && !letter(next),
            Self::Label | Self::CodeName => !either(before, "_-") && !either(next, "_-"),
            Self::Ticket => !letter(before) && !letter(next) && !numbered,
            Self::Url => {
                let rest = after.strip_prefix('/').unwrap_or(after).chars().next();
                !either(before, ".-_@") && !either(rest, "/-_?=&%~+:@") && !goes_on
            }
            Self::Channel => !either(before, "/&=") && !either(next, "_-"),
        }
    }
}

/// A machine without marks is no word from this length on: `dbprod03`.
const SHORTEST_JOINED: usize = 6;

/// A handle that can be told from a plain word: with a mark or digit in it.
fn is_distinct(handle: &str) -> bool {
    handle.contains(['.', '_', '-']) || has_digit(handle)
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

impl std::fmt::Debug for Value {
    /// The kind and a length: never the value.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Value({:?}, {} characters)", self.kind, self.text.chars().count())
    }
}
