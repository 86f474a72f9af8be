//! A draft → the canonical text of all that customers would see of it, whenever it goes out, and its digest.
//! Independent of clock, config, theme and look. The digest reads words, not white space: what changes no word changes no digest.

use std::collections::BTreeSet;
use std::ops::Range;

use chrono::SecondsFormat;
use sha2::{Digest as _, Sha256};

use super::words;
use crate::clock::Time;
use crate::diagnostic::Source;
use crate::folder::Folder;
use crate::internal::publish::pictures;
use crate::internal::read::draft::{Draft, DraftKind, PublicBlock};
use crate::internal::read::public::alias_path;
use crate::public::{Impact, Phase};

/// The first line. A later version that projects in another way has another one, and still reads this.
const VERSION: &str = "# allclear seal v1";

/// What a digest begins with.
const KIND: &str = "sha256:";

/// The canonical public text of a document.
pub struct Projection {
    text: String,
}

impl Projection {
    /// Of a draft; `None` if it has no public block.
    pub fn of(draft: &Draft, source: &Source, site: &Folder) -> Option<Self> {
        let public = draft.public.as_ref()?;
        let mut work = Work { draft, source, site, text: format!("{VERSION}\n") };
        work.block(public);
        work.entries();
        Some(Self { text: work.text })
    }

    /// As it was kept.
    pub fn kept(text: String) -> Self {
        Self { text }
    }

    /// The text, a label before each part.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many pictures it names.
    pub fn images(&self) -> usize {
        self.text.matches(&format!(" <image {KIND}")).count()
    }

    /// `sha256:` and 64 digits.
    pub fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        for word in self.text.split_whitespace() {
            hasher.update(word);
            hasher.update(" ");
        }
        let hex: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{KIND}{hex}")
    }

    /// Whether a text can be a digest.
    pub fn is_digest(text: &str) -> bool {
        text.strip_prefix(KIND).is_some_and(|hex| hex.len() == 64 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
    }
}

struct Work<'a> {
    draft: &'a Draft,
    source: &'a Source,
    site: &'a Folder,
    text: String,
}

impl Work<'_> {
    fn block(&mut self, public: &PublicBlock) {
        // Everything in the block is decided about here: a new field does not compile until somebody says whether it is sealed.
        let PublicBlock {
            span: _,
            unreadable: _,
            title,
            impact,
            components,
            started,
            resolved,
            published,
            scheduled_for,
            scheduled_until,
            summary,
            aliases,
            seal: _,
        } = public;
        let whole = impact.as_ref().map_or(Impact::None, |impact| impact.value);
        self.field("id", Some(self.draft.id.value.clone()));
        self.field("kind", Some(if self.draft.kind == DraftKind::Maintenance { "maintenance" } else { "incident" }.to_owned()));
        self.field("title", title.as_ref().map(|title| title.value.expose_internal().to_owned()));
        self.field("impact", impact.as_ref().map(|impact| impact.value.key().to_owned()));
        self.field("components", affected(components.iter().map(|(name, declared)| (name.value.as_str(), declared.unwrap_or(whole)))));
        for (name, time) in [
            ("started", started),
            ("resolved", resolved),
            ("published", published),
            ("scheduled for", scheduled_for),
            ("scheduled until", scheduled_until),
        ] {
            self.field(name, time.as_ref().map(|time| moment(time.value)));
        }
        self.field("summary", summary.as_ref().map(|summary| summary.value.expose_internal().to_owned()));
        let aliases: BTreeSet<String> = aliases.iter().filter_map(|alias| alias_path(&alias.value)).collect();
        self.field("aliases", (!aliases.is_empty()).then(|| aliases.into_iter().collect::<Vec<_>>().join(" ")));
    }

    fn entries(&mut self) {
        let mut updates: Vec<_> = self.draft.updates.iter().collect();
        updates.sort_by_key(|update| update.at);
        for update in updates {
            self.label(&format!("update {} {}", moment(update.at), phase(update.phase)));
            self.field("affects", affected(update.affects.iter().map(|(name, impact)| (name.value.as_str(), *impact))));
            self.piece(&update.content);
        }
        if let Some(message) = &self.draft.message {
            self.label("message");
            self.piece(&message.content);
        }
        let mut corrections: Vec<_> = self.draft.corrections.iter().collect();
        corrections.sort_by_key(|correction| correction.at);
        for correction in corrections {
            self.label(&format!("correction {}", moment(correction.at)));
            self.piece(&correction.content);
        }
    }

    fn field(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value {
            self.text.push_str(&format!("# {name}: {}\n", told(&value)));
        }
    }

    fn label(&mut self, label: &str) {
        self.text.push_str(&format!("\n# {label}\n"));
    }

    fn piece(&mut self, content: &Range<usize>) {
        let folder = self.site.join(&self.draft.path);
        let folder = folder.parent().unwrap_or(self.site.root());
        let image = |address: &str| match pictures::read(folder, address, self.site) {
            Ok(bytes) => format!("{KIND}{}", Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
            Err(_) => "missing".to_owned(),
        };
        for line in words::lines(&self.source.text()[content.clone()], image) {
            self.text.push_str(&told(&line));
            self.text.push('\n');
        }
    }
}

/// Words on one line. A mark of a label is escaped, so that no text can pass for one.
fn told(text: &str) -> String {
    let word = |word: &str| if word.starts_with(['#', '\\']) { format!("\\{word}") } else { word.to_owned() };
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// Components with their impact, in an order of their own.
fn affected<'a>(components: impl Iterator<Item = (&'a str, Impact)>) -> Option<String> {
    let shown: BTreeSet<String> = components.map(|(name, impact)| format!("{} ({})", name.trim().to_lowercase(), impact.key())).collect();
    (!shown.is_empty()).then(|| shown.into_iter().collect::<Vec<_>>().join(", "))
}

fn moment(time: Time) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn phase(phase: Phase) -> String {
    phase.key().replace('_', " ")
}
