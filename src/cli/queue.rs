//! `allclear queue`: list what waits: for review, for its time, for text, for somebody to keep a promise.

use std::path::PathBuf;

use allclear::clock::{self, Time};
use allclear::queue::{Document, Lack, Pledge, Queue, Standing, queue};
use serde_json::{Value, json};

use super::{Status, terminal};

/// List what waits: for review, for its time, for text, for somebody to keep a promise. Ids, paths and times, and no word of a document.
#[derive(clap::Args)]
pub struct Args {
    /// The folder with allclear.toml.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Shape::Human)]
    format: Shape,
    /// The clock, as RFC 3339. Default: `SOURCE_DATE_EPOCH`, else now.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

/// How a command that only tells is printed.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Shape {
    /// For people.
    Human,
    /// One JSON object.
    Json,
}

/// Lists it. What `check` finds does not fail it.
pub fn run(args: &Args) -> Status {
    let now = clock::now(args.now.as_deref())?;
    let queue = queue(&args.dir, now)?;
    terminal::print(&match args.format {
        Shape::Human => human(&queue),
        Shape::Json => format!("{:#}\n", object(&queue)),
    });
    Ok(0)
}

fn human(queue: &Queue) -> String {
    if queue.is_empty() {
        return "Nothing waits.\n".to_owned();
    }
    let mut text = String::new();
    let mut list = |heading: &str, entries: Vec<(String, String)>| {
        if !entries.is_empty() {
            let gap = if text.is_empty() { "" } else { "\n" };
            text.push_str(&format!("{gap}{heading}\n"));
            entries.iter().for_each(|(place, words)| text.push_str(&format!("  {place}\n    {words}\n")));
        }
    };
    list(
        "Promised, and not there",
        queue.promised.iter().map(|it| (named(&it.document, Some(it.line)), promised(it, queue.now))).collect(),
    );
    list("In review", queue.in_review.iter().map(|it| (named(&it.document, None), meeting(it.scheduled, it.held))).collect());
    list("Waiting for text", queue.waiting_for_text.iter().map(|it| (named(&it.document, None), lacking(it.lack).to_owned())).collect());
    let embargoed = queue.embargoed.iter();
    list("Embargoed", embargoed.map(|it| (named(&it.document, None), embargo(&it.document, it.published))).collect());
    let reviewed = queue.reviewed.iter();
    list("Reviewed", reviewed.map(|it| (named(&it.document, None), kept(&it.document, standing(it.standing)))).collect());
    text
}

fn named(Document { id, path, .. }: &Document, line: Option<usize>) -> String {
    let path: String = path.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    let line = line.map_or_else(String::new, |line| format!(":{line}"));
    format!("{id} ({path}{line})")
}

/// What is said of a message, unless an error holds its document back.
fn kept(document: &Document, words: String) -> String {
    if document.held_back { "held back by an error: see `allclear check`".to_owned() } else { words }
}

fn embargo(document: &Document, published: Time) -> String {
    let unless = if document.held_back { ", once its errors are mended: see `allclear check`" } else { "" };
    format!("public from {} on{unless}", told(published))
}

fn promised(promised: &allclear::queue::Promised, now: Time) -> String {
    let what = match promised.pledge {
        Pledge::Update => "the next update",
        Pledge::Message => "a post-mortem",
    };
    let due = promised.due.map_or_else(|| "no day was named".to_owned(), |due| format!("due {}", told(due)));
    format!("{what}, promised {}: {due}{}", told(promised.said), if promised.is_late(now) { ", and late" } else { "" })
}

fn meeting(scheduled: Option<Time>, held: Option<Time>) -> String {
    match (scheduled, held) {
        (_, Some(held)) => format!("the meeting was held {}: approve it, or close it if it has no message", told(held)),
        (Some(scheduled), None) => format!("the meeting is scheduled for {}", told(scheduled)),
        (None, None) => "no meeting is scheduled".to_owned(),
    }
}

fn lacking(lack: Lack) -> &'static str {
    match lack {
        Lack::Message => "no external message, and no reason why",
        Lack::Words => "a placeholder stands for the external message",
    }
}

fn standing(standing: Standing) -> String {
    match standing {
        Standing::Public(published) => format!("public since {}: close it when all is done", told(published)),
        Standing::Unset => "not public: `published` or the `public:` block is missing".to_owned(),
        Standing::NoMessage => "without a message: close it when all is done".to_owned(),
        Standing::Private => "private: close it when all is done".to_owned(),
    }
}

fn told(time: Time) -> String {
    time.format("%Y-%m-%d %H:%M UTC").to_string()
}

fn object(queue: &Queue) -> Value {
    let Queue { now, in_review, reviewed, embargoed, waiting_for_text, promised } = queue;
    let in_review = in_review
        .iter()
        .map(|it| with(&it.document, json!({ "meeting": { "scheduled": it.scheduled.map(iso), "held": it.held.map(iso) } })));
    let reviewed = reviewed.iter().map(|it| {
        let (state, published) = match it.standing {
            Standing::Public(published) => ("public", Some(iso(published))),
            Standing::Unset => ("unset", None),
            Standing::NoMessage => ("no_message", None),
            Standing::Private => ("private", None),
        };
        with(&it.document, json!({ "message": state, "published": published }))
    });
    let embargoed = embargoed.iter().map(|it| with(&it.document, json!({ "published": iso(it.published) })));
    let waiting = waiting_for_text
        .iter()
        .map(|it| with(&it.document, json!({ "lacks": if it.lack == Lack::Message { "message" } else { "words" } })));
    let promised = promised.iter().map(|it| {
        let what = if it.pledge == Pledge::Update { "update" } else { "post_mortem" };
        let due = it.due.map(iso);
        with(&it.document, json!({ "line": it.line, "what": what, "promised": iso(it.said), "due": due, "late": it.is_late(*now) }))
    });
    json!({
        "schema": 1,
        "now": iso(*now),
        "promised": promised.collect::<Vec<_>>(),
        "in_review": in_review.collect::<Vec<_>>(),
        "waiting_for_text": waiting.collect::<Vec<_>>(),
        "embargoed": embargoed.collect::<Vec<_>>(),
        "reviewed": reviewed.collect::<Vec<_>>(),
    })
}

/// What every entry says of its document, and what it says beside.
fn with(document: &Document, more: Value) -> Value {
    let mut entry = json!({ "id": document.id, "path": document.path, "held_back": document.held_back });
    if let (Value::Object(entry), Value::Object(more)) = (&mut entry, more) {
        entry.extend(more);
    }
    entry
}

fn iso(time: Time) -> String {
    time.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
