//! A public title, its facts and a first update → a new document: the one that `allclear new` begins, filled in where something is known.
//! Must never: take the place of a document that is there, or write a word that nobody gave.

use std::path::Path;

use unicode_normalization::UnicodeNormalization as _;

use super::find::{Reading, page};
use super::{Prepared, Target, body, by_hand, component, minute, phases, same, told};
use crate::clock::Time;
use crate::config::Config;
use crate::diagnostic::{Source, SourceId};
use crate::error::{Error, Result};
use crate::internal::approve::Amended;
use crate::internal::edit::{self, Entry, Unsafe, scalar};
use crate::internal::read::{self, entries};
use crate::public::{Id, Impact, Phase};

/// The longest slug that is made of a title.
const LONGEST_SLUG: usize = 60;

/// The longest title, in characters.
const LONGEST_TITLE: usize = 200;

/// What a new document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FreshKind {
    /// Something is going wrong.
    Incident {
        /// The worst of it.
        impact: Impact,
        /// Since when; without it, from now on.
        started: Option<Time>,
    },
    /// Planned work.
    Maintenance {
        /// When it begins.
        from: Time,
        /// When it is to be over.
        until: Time,
    },
}

/// A new document.
pub(crate) struct Fresh<'a> {
    /// Its id; without it, the day and the title.
    pub(crate) id: Option<&'a str>,
    /// Its public title.
    pub(crate) title: &'a str,
    /// What it is about.
    pub(crate) kind: FreshKind,
    /// Components by id or name, with the impact of each where one is given.
    pub(crate) components: &'a [(String, Option<Impact>)],
    /// Who leads, and who helps. Internal.
    pub(crate) people: &'a [String],
    /// The phase of the first update.
    pub(crate) phase: Phase,
    /// The clock.
    pub(crate) now: Time,
}

impl Fresh<'_> {
    fn is_maintenance(&self) -> bool {
        matches!(self.kind, FreshKind::Maintenance { .. })
    }

    /// The day that stands in its id.
    fn day(&self) -> Time {
        match self.kind {
            FreshKind::Incident { started, .. } => started.unwrap_or(self.now),
            FreshKind::Maintenance { from, .. } => from,
        }
    }
}

/// Where a new document would stand, if nothing stands there.
pub(crate) fn place(site: &Path, config: &Config, fresh: &Fresh<'_>) -> Result<Target> {
    let title = fresh.title.trim();
    if title.is_empty() || title.chars().any(char::is_control) || title.chars().count() > LONGEST_TITLE {
        return Err(Error::usage(
            format!("the title is empty, longer than {LONGEST_TITLE} characters, or not on one line"),
            "say in a few words what customers notice: \"Slow search\"",
        ));
    }
    let id = match fresh.id {
        Some(id) => id.to_owned(),
        None => format!("{}-{}", fresh.day().format("%Y-%m-%d"), slug(title)?),
    };
    if !Id::is_valid(&id) {
        return Err(Error::usage(format!("{id:?} cannot be an id"), "use a-z, 0-9 and -, for example --id 2026-03-14-slow-search"));
    }
    let path = format!("postmortems/{id}.md");
    if Reading::of(site, config)?.takes(&id, &page(&id, fresh.is_maintenance())) || site.join(&path).symlink_metadata().is_ok() {
        return Err(Error::usage(
            format!("{id} exists already"),
            format!("add to it with `allclear update {id}`, or give the new document another --id"),
        ));
    }
    phases::of_kind(fresh.phase, fresh.is_maintenance())?;
    if fresh.phase.is_final() {
        return Err(Error::usage("a document does not begin with its end", "begin it with another phase, then use `allclear resolve`"));
    }
    Ok(Target { page: page(&id, fresh.is_maintenance()), id, path, maintenance: fresh.is_maintenance() })
}

/// A new document with its first update.
pub(crate) fn compose(site: &Path, config: &Config, fresh: &Fresh<'_>, text: &str) -> Result<Prepared> {
    let target = place(site, config, fresh)?;
    let body = body(text)?;
    let at = match fresh.kind {
        FreshKind::Incident { started: Some(started), .. } if started > minute(fresh.now) => fresh.now,
        _ => minute(fresh.now),
    };
    let source = Source::new(target.path.clone(), filled(fresh, &target.id, at, config)?);
    let entry = Entry { at, phase: entries::name(fresh.phase), affects: None, text: &body, zone: config.site.time_zone };
    let refused = |reason| by_hand(&target.path, reason, &entry);
    let unread = Unsafe("what was given cannot be written into it");
    let draft = read::read(&source, SourceId(0), config, &mut Vec::new()).ok_or_else(|| refused(unread))?;
    let added = edit::add(source.text(), &draft.updates, &entry).map_err(refused)?;
    let mut text = source.text().to_owned();
    text.insert_str(added.at, &added.text);
    let amended = Source::new(source.path(), text);
    let wanted = same::Wanted { before: &draft, source: &source, entry: &entry, phase: fresh.phase, affects: &[], resolved: None, config };
    let titled = draft.public.as_ref().and_then(|public| public.title.as_ref());
    if titled.is_none_or(|title| title.value.expose_internal() != fresh.title.trim()) || !wanted.is(&amended) {
        return Err(refused(Unsafe("the update or the title would not be read as it is meant")));
    }
    let inserted = 0..amended.text().len();
    let amended = Amended { path: target.path.clone(), text: amended.text().to_owned(), alone: true };
    let is_telling = !fresh.people.is_empty();
    Ok(Prepared { target, before: None, amended, is_telling, inserted, phase: fresh.phase, at })
}

/// The document that `allclear new` begins, with all that is known.
fn filled(fresh: &Fresh<'_>, id: &str, at: Time, config: &Config) -> Result<String> {
    let template = match fresh.kind {
        FreshKind::Incident { .. } => include_str!("../../cli/init_files/new-incident.md"),
        FreshKind::Maintenance { .. } => include_str!("../../cli/init_files/new-maintenance.md"),
    };
    let mut values = vec![("  title:", scalar(fresh.title.trim()))];
    match fresh.kind {
        FreshKind::Incident { impact, started } => {
            values.push(("  impact:", impact.key().to_owned()));
            values.push(("  started:", told(started.unwrap_or(at))));
        }
        FreshKind::Maintenance { from, until } => {
            values.push(("  scheduled_for:", told(from)));
            values.push(("  scheduled_until:", told(until)));
        }
    }
    values.push(("  components:", components(fresh, config)?));
    let list = |names: &[String]| format!("[{}]", names.iter().map(|name| scalar(name.trim())).collect::<Vec<_>>().join(", "));
    match fresh.people {
        [] => {}
        [owner, ..] if fresh.is_maintenance() => values.push(("owner:", scalar(owner.trim()))),
        [commander, responders @ ..] => {
            values.push(("commander:", scalar(commander.trim())));
            values.push(("responders:", list(responders)));
        }
    }
    let text = template.replace("ID", id).replace("TODAY", &fresh.day().format("%Y-%m-%d").to_string());
    Ok(text.split_inclusive('\n').map(|line| with_value(line, &values)).collect())
}

/// A line of the template with its value in the place of its prompt.
fn with_value(line: &str, values: &[(&str, String)]) -> String {
    let value = values.iter().find(|(key, value)| line.starts_with(key) && !value.is_empty());
    value.map_or_else(|| line.to_owned(), |(key, value)| format!("{key} {value}\n"))
}

/// `[search, api]`, or `{ search: partial, api: degraded }` where one has an impact of its own.
fn components(fresh: &Fresh<'_>, config: &Config) -> Result<String> {
    let general = if let FreshKind::Incident { impact, .. } = fresh.kind { impact } else { Impact::None };
    let ids: Vec<(&str, Option<Impact>)> =
        fresh.components.iter().map(|(name, impact)| Ok((component(name, config)?, *impact))).collect::<Result<_>>()?;
    let each = ids.iter().any(|(_, impact)| impact.is_some());
    let written = |(id, impact): &(&str, Option<Impact>)| match impact {
        _ if !each => scalar(id),
        impact => format!("{}: {}", scalar(id), impact.unwrap_or(general).key()),
    };
    let list = ids.iter().map(written).collect::<Vec<_>>().join(", ");
    Ok(if each { format!("{{ {list} }}") } else { format!("[{list}]") })
}

/// A title as a part of an address: letters without their accents, digits, and hyphens.
fn slug(title: &str) -> Result<String> {
    let mut slug = String::new();
    for letter in title.nfkd().flat_map(char::to_lowercase).filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
        match letter {
            'a'..='z' | '0'..='9' => slug.push(letter),
            // An apostrophe joins: "can't" is one word.
            '\'' | '’' => {}
            _ if !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    let cut = if slug.len() > LONGEST_SLUG { slug[..LONGEST_SLUG].rfind('-').unwrap_or(LONGEST_SLUG) } else { slug.len() };
    let slug = slug[..cut].trim_matches('-');
    if slug.is_empty() {
        return Err(Error::usage(
            "the title has no letters that an address can have",
            "give the document a name: --id 2026-03-14-slow-search",
        ));
    }
    Ok(slug.to_owned())
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_title_becomes_an_address() {
        for (title, wanted) in [
            ("Slow search", "slow-search"),
            ("  Château: can't log in (EU)!", "chateau-cant-log-in-eu"),
            (
                "A title of very many words that nobody would ever want to see in an address",
                "a-title-of-very-many-words-that-nobody-would-ever-want-to",
            ),
        ] {
            assert_eq!(slug(title).as_deref().ok(), Some(wanted));
        }
        assert!(slug("検索が遅い").is_err() && slug("!").is_err());
    }
}
