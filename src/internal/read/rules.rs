//! The rules about the shape of a document, as data: what reading finds.

use crate::diagnostic::Level;
use crate::internal::check::registry::{
    Rule,
    Shown::{Document, Edit},
};

/// `document/no-front-matter`: a document without front matter.
pub const NO_FRONT_MATTER: Rule = Rule {
    code: "document/no-front-matter",
    level: Level::Hint,
    summary: "a document without front matter",
    why: "Allclear publishes only what is public by name. A document without a `public:` block has nothing by that name, so it stays private.",
    help: "begin the file with `---`, a `public:` block, and `---`; `allclear new` writes one",
    good: &[Edit("", "")],
    bad: &[Document("# Notes\n\nNothing here is public.\n")],
};

/// `document/no-public-block`: a document without a `public:` block.
pub const NO_PUBLIC_BLOCK: Rule = Rule {
    code: "document/no-public-block",
    level: Level::Hint,
    summary: "a document without a `public:` block",
    why: "Without that block nothing of the document is published, not even a count. That is right for notes and near misses.",
    help: "add a `public:` block with `title`, `impact` and `started` when customers are to read of it",
    good: &[Edit("", "")],
    bad: &[Edit(
        "public:\n  title: Slow search results\n  impact: partial\n  components: [search]\n  started: 2026-03-14T09:58:00Z\n  resolved: 2026-03-14T11:42:00Z\n  published: 2026-03-18T16:00:00Z\n",
        "",
    )],
};

/// `document/front-matter`: front matter that cannot be read.
pub const FRONT_MATTER: Rule = Rule {
    code: "document/front-matter",
    level: Level::Error,
    summary: "front matter that cannot be read",
    why: "A document whose front matter is unreadable has no status and no public block, so nothing of it may go out.",
    help: "mend the front matter",
    good: &[Edit("", "")],
    bad: &[Edit("severity: P1", "severity: P1\nseverity: P2")],
};

/// `document/key-typo`: a key one typo away from a known one.
pub const KEY_TYPO: Rule = Rule {
    code: "document/key-typo",
    level: Level::Warning,
    summary: "a key one typo away from a known one",
    why: "Unknown keys are kept as internal values and never published. One that is nearly a known key was probably meant to be it.",
    help: "use the known key, or a name that is further from it",
    good: &[Edit("", "")],
    bad: &[Edit("scribe: Lee Aoki", "scrybe: Lee Aoki"), Edit("scribe: Lee Aoki", "Scribe: Lee Aoki")],
};

/// `document/id`: an id that cannot be a permalink.
pub const ID: Rule = Rule {
    code: "document/id",
    level: Level::Error,
    summary: "an id that cannot be a permalink",
    why: "The id is the address of the page and the identity in every feed. It has 1 to 100 characters of a-z, 0-9 and -, a letter or digit at both ends. It is never repaired silently: a repaired id would change when the rule does.",
    help: "write an id such as 2026-03-14-slow-search",
    good: &[Edit("", "")],
    bad: &[Edit("id: 2026-03-14-slow-search", "id: 2026/03/14")],
};

/// `document/duplicate-id`: two documents with one id.
pub const DUPLICATE_ID: Rule = Rule {
    code: "document/duplicate-id",
    level: Level::Error,
    summary: "two documents with one id",
    why: "Two pages cannot have one address, and a feed reader would take two incidents for one.",
    help: "give one of the two another id",
    good: &[],
    bad: &[],
};

/// `document/gate-value`: a status, kind or publish value that is not known.
pub const GATE_VALUE: Rule = Rule {
    code: "document/gate-value",
    level: Level::Error,
    summary: "a status, kind or publish value that is not known",
    why: "These three decide what goes out. A value that is not known is never taken for one that is.",
    help: "write one of the known values",
    good: &[Edit("", "")],
    bad: &[Edit("status: reviewed", "status: done"), Edit("severity: P1", "severity: P1\npublish:")],
};

/// `document/severity`: a severity that is not on the configured scale.
pub const SEVERITY: Rule = Rule {
    code: "document/severity",
    level: Level::Warning,
    summary: "a severity that is not on the configured scale",
    why: "Which sections a document needs may depend on its severity. It is never published.",
    help: "use a name of the scale, or add an alias to `[severities]`",
    good: &[Edit("", "")],
    bad: &[Edit("severity: P1", "severity: terrible")],
};

/// `document/internal-time`: an internal time that cannot be read.
pub const INTERNAL_TIME: Rule = Rule {
    code: "document/internal-time",
    level: Level::Warning,
    summary: "an internal time that cannot be read",
    why: "The lifecycle looks at these times. They are never published.",
    help: "write it as 2026-03-14T10:05:00Z or 2026-03-14 10:05 UTC",
    good: &[Edit("", "")],
    bad: &[Edit("detected: 2026-03-14T10:02:00Z", "detected: 10 o'clock")],
};

/// `document/time`: a public time that cannot be read, or has no zone.
pub const TIME: Rule = Rule {
    code: "document/time",
    level: Level::Error,
    summary: "a public time that cannot be read, or has no zone",
    why: "Readers sit in every zone, so a time without one says nothing. A missing zone is never guessed.",
    help: "write it as 2026-03-14T10:05:00Z or 2026-03-14 10:05 UTC",
    good: &[Edit("", "")],
    bad: &[Edit("started: 2026-03-14T09:58:00Z", "started: 2026-03-14 09:58")],
};

/// `document/public-key`: a key that `public:` does not have.
pub const PUBLIC_KEY: Rule = Rule {
    code: "document/public-key",
    level: Level::Error,
    summary: "a key that `public:` does not have",
    why: "The `public:` block is the only front matter that customers can ever see, so every key in it must mean something. A typo here would silently publish less than was meant.",
    help: "use one of its keys",
    good: &[Edit("", "")],
    bad: &[Edit("  impact: partial", "  impcat: partial")],
};

/// `document/public-value`: a value in `public:` of the wrong kind.
pub const PUBLIC_VALUE: Rule = Rule {
    code: "document/public-value",
    level: Level::Error,
    summary: "a value in `public:` of the wrong kind",
    why: "What customers see is never guessed from a value that does not fit.",
    help: "write a value of the right kind",
    good: &[Edit("", "")],
    bad: &[Edit("impact: partial", "impact: terrible")],
};

/// `document/alias`: an alias that is no path of the site.
pub const ALIAS: Rule = Rule {
    code: "document/alias",
    level: Level::Error,
    summary: "an alias that is no path of the site",
    why: "An alias becomes a page that leads to the incident, so it must be a plain path.",
    help: "write a path such as /incidents/old-name/",
    good: &[Edit("", "")],
    bad: &[Edit("  impact: partial", "  impact: partial\n  aliases: [\"../x\"]")],
};

/// `document/nearly-public`: a heading close to a public section's name, but not equal.
pub const NEARLY_PUBLIC: Rule = Rule {
    code: "document/nearly-public",
    level: Level::Warning,
    summary: "a heading close to a public section's name, but not equal",
    why: "Public sections are found by exact name: a wrong match leaks, a miss only withholds. This one was withheld.",
    help: "name it exactly External message, Status updates or Corrections, or call it something else",
    good: &[Edit("", "")],
    bad: &[Edit("## External message", "## External message (draft)")],
};

/// `document/section-twice`: a public section that stands twice.
pub const SECTION_TWICE: Rule = Rule {
    code: "document/section-twice",
    level: Level::Error,
    summary: "a public section that stands twice",
    why: "It is unclear which of the two was agreed on.",
    help: "keep one of the two",
    good: &[Edit("", "")],
    bad: &[Edit("## External message", "## Customer message\nSearch was slow.\n\n## External message")],
};

/// `document/section-nested`: a public section inside another.
pub const SECTION_NESTED: Rule = Rule {
    code: "document/section-nested",
    level: Level::Error,
    summary: "a public section inside another",
    why: "It is unclear to which of the two its words belong.",
    help: "give its heading the same level as the other",
    good: &[Edit("", "")],
    bad: &[Edit("We are sorry", "### Corrections\n#### 2026-03-19 09:00 UTC\nIt was 104 minutes.\n\nWe are sorry")],
};

/// `document/heading-hidden`: a public section's heading inside a code block, quote, list, comment or HTML.
pub const HEADING_HIDDEN: Rule = Rule {
    code: "document/heading-hidden",
    level: Level::Warning,
    summary: "a public section's heading inside a code block, quote, list, comment or HTML",
    why: "Only headings at the top level of the document open a section. What stands below this one is withheld.",
    help: "move the heading to the top level; if a code fence above it was never closed, close it",
    good: &[Edit("", "")],
    bad: &[Edit("The reindex had no limit.", "> ## External message\n\nThe reindex had no limit.")],
};

/// `document/heading-inside`: a heading that would end the section inside a quote, list, code, comment or HTML.
pub const HEADING_INSIDE: Rule = Rule {
    code: "document/heading-inside",
    level: Level::Error,
    summary: "a heading of the section's own or a higher level inside a quote, list, code, comment or HTML",
    why: "At the top level it would end the public section. Inside a quote, list, code block, comment or HTML it does not, so what follows might be public by accident: often a mark above it was never closed.",
    help: "close the mark above it, leave a blank line before it, use a deeper heading level, or move it out",
    good: &[Edit("", "")],
    bad: &[Edit("We are sorry", "> ## Notes\n> More.\n\nWe are sorry")],
};

/// `document/hashes`: hashes without a blank behind them.
pub const HASHES: Rule = Rule {
    code: "document/hashes",
    level: Level::Error,
    summary: "hashes without a blank behind them",
    why: "Many renderers take such a line for a heading; here it is text. If it was meant to end the public section, what follows is public by accident.",
    help: "put a blank behind the hashes, or a backslash before them",
    good: &[Edit("", "")],
    bad: &[Edit("We are sorry", "##Notes\n\nWe are sorry")],
};

/// `document/internal-heading`: a heading or bold line of the internal vocabulary inside a public section.
pub const INTERNAL_HEADING: Rule = Rule {
    code: "document/internal-heading",
    level: Level::Error,
    summary: "a heading or bold line of the internal vocabulary inside a public section",
    why: "A line such as *Root cause* or *Timeline* usually opens an internal section. Here it stands below a public one, and would be published.",
    help: "give it a heading of the level that ends the section, or other words, such as *What happened*",
    good: &[Edit("", "")],
    bad: &[Edit("We are sorry", "### Root cause\n\nWe are sorry")],
};

/// `document/left-open`: a code fence, comment or HTML block that is still open where a public section ends.
pub const LEFT_OPEN: Rule = Rule {
    code: "document/left-open",
    level: Level::Error,
    summary: "a code fence, comment or HTML block that is still open where a public section ends",
    why: "An open mark swallows the headings that follow, and with them the internal sections below.",
    help: "close it",
    good: &[Edit("", "")],
    bad: &[Edit("We are sorry", "```\nWe are sorry")],
};

/// `document/entry-text`: text outside a dated entry.
pub const ENTRY_TEXT: Rule = Rule {
    code: "document/entry-text",
    level: Level::Error,
    summary: "text outside a dated entry",
    why: "An update without a time and a phase cannot be placed, and would be lost.",
    help: "put it below a heading such as `### 2026-03-14 10:05 UTC — Investigating`",
    good: &[Edit("", "")],
    bad: &[Edit("## Status updates", "## Status updates\nSearch is slow.")],
};

/// `document/update-heading`: an update's heading that is not `<time> — <phase>`.
pub const UPDATE_HEADING: Rule = Rule {
    code: "document/update-heading",
    level: Level::Error,
    summary: "an update's heading that is not `<time> — <phase>`",
    why: "The time and the phase of an update are what readers, feeds and programs go by.",
    help: "write a heading such as `### 2026-03-14 10:05 UTC — Investigating`; phases are Investigating, Identified, Monitoring, Update, Resolved, and for maintenance Scheduled, In progress, Verifying, Completed",
    good: &[Edit("", "")],
    bad: &[Edit("10:05 UTC — Investigating", "10:05 UTC — Looking")],
};

/// `document/update-empty`: an update without words.
pub const UPDATE_EMPTY: Rule = Rule {
    code: "document/update-empty",
    level: Level::Warning,
    summary: "an update without words",
    why: "A reader who sees only a phase learns nothing about the effect.",
    help: "say what customers notice, and when the next update comes",
    good: &[Edit("", "")],
    bad: &[Edit("Searches answer at their usual speed again.", "")],
};

/// `document/affects`: an `Affects:` item that is not a component with an impact.
pub const AFFECTS: Rule = Rule {
    code: "document/affects",
    level: Level::Error,
    summary: "an `Affects:` item that is not a component with an impact",
    why: "It changes the state of components from that moment on, so it must be exact.",
    help: "write `Affects: Search (partial), API (degraded)` with impacts degraded, partial, full or none",
    good: &[Edit("", "")],
    bad: &[Edit("Search results are slow for", "Affects: Search (slow)\n\nSearch results are slow for")],
};

/// `document/link-outside`: a link that leads out of the site's folder.
pub const LINK_OUTSIDE: Rule = Rule {
    code: "document/link-outside",
    level: Level::Error,
    summary: "a link that leads out of the site's folder",
    why: "What lies outside the folder was not handed to Allclear. Following it could publish anything.",
    help: "put the file itself into the folder",
    good: &[],
    bad: &[],
};

/// `document/not-a-file`: something named like a document that is no file.
pub const NOT_A_FILE: Rule = Rule {
    code: "document/not-a-file",
    level: Level::Error,
    summary: "something named like a document that is no file",
    why: "Only plain files are read.",
    help: "put a plain file there, or rename it",
    good: &[],
    bad: &[],
};

/// `document/too-large`: a document larger than 16 MB.
pub const TOO_LARGE: Rule = Rule {
    code: "document/too-large",
    level: Level::Error,
    summary: "a document larger than 16 MB",
    why: "No post-mortem is that long; it is probably a log or a picture.",
    help: "move attachments out of the document",
    good: &[],
    bad: &[],
};

/// `document/not-utf8`: a document that is not UTF-8.
pub const NOT_UTF8: Rule = Rule {
    code: "document/not-utf8",
    level: Level::Error,
    summary: "a document that is not UTF-8",
    why: "Text in an unknown encoding cannot be checked for leaks, so nothing of it may go out.",
    help: "save the file as UTF-8",
    good: &[],
    bad: &[],
};

/// All of them.
pub const ALL: &[&Rule] = &[
    &NO_FRONT_MATTER,
    &NO_PUBLIC_BLOCK,
    &FRONT_MATTER,
    &KEY_TYPO,
    &ID,
    &DUPLICATE_ID,
    &GATE_VALUE,
    &SEVERITY,
    &INTERNAL_TIME,
    &TIME,
    &PUBLIC_KEY,
    &PUBLIC_VALUE,
    &ALIAS,
    &NEARLY_PUBLIC,
    &SECTION_TWICE,
    &SECTION_NESTED,
    &HEADING_HIDDEN,
    &HEADING_INSIDE,
    &HASHES,
    &INTERNAL_HEADING,
    &LEFT_OPEN,
    &ENTRY_TEXT,
    &UPDATE_HEADING,
    &UPDATE_EMPTY,
    &AFFECTS,
    &LINK_OUTSIDE,
    &NOT_A_FILE,
    &TOO_LARGE,
    &NOT_UTF8,
];
