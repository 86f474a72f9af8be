//! Two states of a site → what customers would newly see, see changed, or no longer see by going from one to the other.
//! Both are built in memory for one clock. Must never: write, or hand out a word that a leak finding of either side is about.

mod findings;
mod hidden;
mod html;
mod human;
mod incidents;
mod json;
mod layout;
mod markdown;
mod page;
mod private;
mod rendered;
mod side;
mod surroundings;
mod words;

use crate::clock::Time;
use crate::diagnostic::{Level, Report};
use crate::error::{Error, Result};
use crate::published::{self, Earlier};
use hidden::Hidden;
use rendered::Rendered;
pub use side::State;
use side::{Frame, Side};
pub use words::{Hunk, Line, Mark, Piece, Words};

/// What becomes public by a change.
#[derive(Debug)]
pub struct Diff {
    /// What was, as it was asked for.
    base: String,
    /// What would be, as it was asked for; `None` is the work tree.
    head: Option<String>,
    /// The clock of both.
    now: Time,
    /// What is to be known of how they were built.
    notes: Vec<String>,
    /// Whether a byte of the public site differs.
    public_change: bool,
    incidents: Vec<IncidentChange>,
    components: Vec<ComponentChange>,
    feed_entries: Vec<EntryChange>,
    redirects: Vec<Redirect>,
    others: Others,
    private: Vec<Private>,
    /// The findings that are new, and no other.
    report: Report,
}

/// What became of something public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Added,
    Changed,
    Removed,
}

/// An incident or a maintenance window whose page is not what it was.
#[derive(Debug)]
struct IncidentChange {
    id: String,
    /// Its document, below the site's folder.
    path: String,
    /// Its page, or the one that it had.
    page: String,
    /// The page that it had, if it moves.
    moved_from: Option<String>,
    change: Change,
    /// Whether an error takes it away, and not a decision.
    withheld: bool,
    words: Words,
    links: Set,
    pictures: Set,
    /// The page as it was, and as it would be.
    pages: [Rendered; 2],
}

/// What a set of addresses gained and lost.
#[derive(Debug, Default)]
struct Set {
    added: Vec<String>,
    removed: Vec<String>,
}

/// A component that customers see in another state, under another name, newly or no longer.
#[derive(Debug)]
struct ComponentChange {
    id: String,
    before: Option<Shown>,
    after: Option<Shown>,
}

/// What customers see of a component.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    name: String,
    /// The key of its state: `operational`, `degraded` …
    state: &'static str,
    /// The state in words.
    label: String,
}

/// An entry of the feeds.
#[derive(Debug)]
struct EntryChange {
    id: String,
    incident: String,
    change: Change,
}

/// A former path that leads to a page.
#[derive(Debug)]
struct Redirect {
    from: String,
    to: String,
    change: Change,
}

/// Files that change with the config, the theme or the words of the interface, whatever the documents say.
#[derive(Debug, Default)]
struct Others {
    pages: Vec<String>,
    files: Vec<String>,
}

/// A document that publishes nothing, or not its message.
#[derive(Debug)]
struct Private {
    path: String,
    reason: String,
    /// Whether the change touches it.
    touched: bool,
    /// Whether the rest of it is public.
    message_alone: bool,
}

/// How a diff is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For a terminal or a log.
    Human,
    /// For a comment on a merge request.
    Markdown,
    /// For programs.
    Json,
    /// A page with both sides beside each other.
    Html,
}

/// Builds both states and compares them.
///
/// # Errors
/// Those of [`crate::pipeline::run`] for `head`, and if it has no site. A `base` that cannot be built is noted, and counts as a site without pages.
pub fn compare(base: &State, head: &State, now: Time) -> Result<Diff> {
    let mut notes = Vec::new();
    if head.folder.is_none() {
        let head = head.name.as_deref().unwrap_or_default();
        let help = "name the site's folder inside the repository as --site; to take a site off the net, remove it from its host";
        return Err(Error::usage(format!("{head} has no site: there is no allclear.toml in that folder"), help));
    }
    let base = Side::before(base, now, &mut notes)?;
    let mut head = Side::build(head, now)?;
    if base.files().is_some() {
        let earlier = Earlier::of(base.outcome());
        head = head.with(|outcome| published::compare(outcome, &earlier))?;
    }
    let hidden = Hidden::of(base.outcome().map(|outcome| &outcome.report).into_iter().chain(head.outcome().map(|outcome| &outcome.report)));
    let frame = Frame::new(&base, &head, &hidden);
    if head.files().is_none() {
        notes.push("the new state cannot be built as a whole, so the public site stays as it is until the errors are mended".to_owned());
    }
    let incidents = incidents::changes(&frame);
    let components = surroundings::components(&frame);
    let feed_entries = surroundings::feed_entries(&frame)?;
    let redirects = surroundings::redirects(&frame);
    let silent = incidents.is_empty() && components.is_empty() && feed_entries.is_empty() && redirects.is_empty();
    let others = surroundings::others(&frame, &incidents, silent);
    let private = private::all(&frame);
    let (public_change, base_name, head_name) =
        (frame.differs(), base.name().unwrap_or_default().to_owned(), head.name().map(str::to_owned));
    let report = findings::new(base.outcome(), head);
    Ok(Diff {
        base: base_name,
        head: head_name,
        now,
        notes,
        public_change,
        incidents,
        components,
        feed_entries,
        redirects,
        others,
        private,
        report,
    })
}

impl Diff {
    /// The diff as text. `color` adds terminal colours.
    pub fn render(&self, format: Format, color: bool) -> String {
        match format {
            Format::Human => human::render(self, color),
            Format::Markdown => markdown::render(self),
            Format::Json => json::render(self),
            Format::Html => html::render(self),
        }
    }

    /// That of `check`, of the findings that are new: 0 without an error, 1 with one, 3 with a leak.
    pub fn exit_status(&self) -> u8 {
        self.report.exit_status(Level::Error)
    }

    /// Whether nothing that anyone outside can read would differ, and nothing is in the way.
    fn is_quiet(&self) -> bool {
        !self.public_change && self.exit_status() == 0
    }

    fn count(&self, change: Change) -> usize {
        self.incidents.iter().filter(|incident| incident.change == change).count()
    }

    /// What was compared, in one line.
    fn told_sides(&self) -> String {
        let head = self.head.as_deref().map_or_else(|| "the work tree".to_owned(), layout::plain);
        format!("from {} to {head}, both as of {}", layout::plain(&self.base), layout::time(self.now))
    }

    /// The changes counted, in one line.
    fn told_counts(&self) -> String {
        if self.is_quiet() {
            return NOTHING.to_owned();
        }
        let pages = [(Change::Added, "new"), (Change::Changed, "changed"), (Change::Removed, "gone")]
            .map(|(change, word)| (self.count(change), word));
        let told: Vec<String> = pages.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
        let told = match (told.is_empty(), self.public_change) {
            (false, _) => format!("pages of incidents: {}", told.join(", ")),
            (true, true) => "no page of an incident changes, other files do".to_owned(),
            (true, false) => "no public byte changes".to_owned(),
        };
        format!("{told}; new findings: {}", self.report.counts().replace("no findings", "none"))
    }
}

/// Said exactly when it is so.
const NOTHING: &str = "Nothing public changes.";

impl Change {
    const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }

    const fn sign(self) -> char {
        match self {
            Self::Added => '+',
            Self::Changed => '~',
            Self::Removed => '-',
        }
    }

    /// What became of something that was and is there, or not.
    fn of<T: PartialEq>(before: Option<T>, after: Option<T>) -> Option<Self> {
        match (before, after) {
            (None, Some(_)) => Some(Self::Added),
            (Some(_), None) => Some(Self::Removed),
            (before, after) => (before != after).then_some(Self::Changed),
        }
    }
}

impl Others {
    /// `24 other pages and 2 files change: config, theme or words of the site`.
    fn told(&self) -> Option<String> {
        let many = |count: usize, name: &str| format!("{count} {name}{}", if count == 1 { "" } else { "s" });
        let (pages, files) = (self.pages.len(), self.files.len());
        let what = match (pages, files) {
            (0, 0) => return None,
            (pages, 0) => many(pages, "other page"),
            (0, files) => many(files, "other file"),
            (pages, files) => format!("{} and {}", many(pages, "other page"), many(files, "file")),
        };
        let verb = if pages + files == 1 { "changes" } else { "change" };
        Some(format!("{what} {verb}: config, theme or words of the site"))
    }
}
