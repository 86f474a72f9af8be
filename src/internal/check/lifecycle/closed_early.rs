//! `lifecycle/closed-early`: a post-mortem that is to be closed, and has not come that far. Found by `allclear close` alone.

use crate::clock::Time;
use crate::diagnostic::{Finding, Level, Source};
use crate::internal::check::decision::message_content;
use crate::internal::check::registry::Rule;
use crate::internal::read::content::Content;
use crate::internal::read::draft::{Draft, DraftKind, Status};

/// The rule.
pub const RULE: Rule = Rule {
    code: "lifecycle/closed-early",
    level: Level::Error,
    summary: "a post-mortem that is to be closed, and has not come that far",
    why: "Closed means that nothing is left to do: the document was reviewed, and its message is public. Straight from in review it can be \
          closed only without a message. An embargo has to pass first, because until then the message can still change. Found by \
          `allclear close` alone.",
    help: "take the steps before it first",
    good: &[],
    bad: &[],
};

/// What stands against closing a document that had that status, and that no other rule finds. The draft is read as it would stand.
pub fn check(was: Status, draft: &Draft, source: &Source, now: Time) -> Vec<Finding> {
    let found = |span, message: String, help: &str| RULE.found(draft.source, span, message).help(help);
    let can_go_out = draft.publish && draft.kind != DraftKind::NearMiss;
    let content = if can_go_out { message_content(draft, source) } else { Content::Nothing };
    let published = draft.public.as_ref().and_then(|public| public.published.as_ref()).filter(|published| published.value > now);
    match (was, content) {
        (Status::Draft, _) => vec![found(
            draft.status.span.clone(),
            "the document was a draft, and nobody has reviewed it".to_owned(),
            "set `status: in review`, hold the meeting, and approve its message",
        )],
        (Status::InReview, Content::Words | Content::Placeholder) => vec![found(
            draft.status.span.clone(),
            "the document was in review, and its message is not approved".to_owned(),
            "`allclear approve` sets it reviewed; where no message is owed, take it out and give `no_message: reason`",
        )],
        (Status::Reviewed | Status::Closed, Content::Words) if draft.public.is_none() => {
            let place = draft.message.as_ref().map_or(draft.status.span.clone(), |message| message.heading.clone());
            vec![found(
                place,
                "the message is not public, because there is no `public:` block".to_owned(),
                "add one, or `publish: false` if the document is to stay private",
            )]
        }
        (Status::Reviewed | Status::Closed, Content::Words) => published
            .map(|published| {
                let message = format!("the message is not public before {}", published.value.format("%Y-%m-%d %H:%M UTC"));
                found(published.span.clone(), message, "close the document once that time has come")
            })
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}
