//! `lifecycle/closed-early`: a post-mortem that is to be closed, and has not come that far. Found by `allclear close` alone.

use crate::clock::Time;
use crate::diagnostic::{Finding, Level, Span};
use crate::internal::check::decision::message_content;
use crate::internal::check::registry::Rule;
use crate::internal::read::content::Content;
use crate::internal::read::draft::{Draft, DraftKind, PublicBlock, Status};
use crate::public::Phase;

/// The rule.
pub const RULE: Rule = Rule {
    code: "lifecycle/closed-early",
    level: Level::Error,
    summary: "a post-mortem that is to be closed, and has not come that far",
    why: "Closed means that nothing is left to do: what happened is over, the document was reviewed, and its message is public. Straight from in review it can be \
          closed only without a message. An embargo has to pass first, because until then the message can still change. Found by \
          `allclear close` alone.",
    help: "take the steps before it first",
    good: &[],
    bad: &[],
};

/// What stands against closing a document that had that status, and that no other rule finds. The draft is read as it would stand.
pub fn check(was: Status, draft: &Draft, now: Time) -> Vec<Finding> {
    let can_go_out = draft.publish && draft.kind != DraftKind::NearMiss;
    let content = if can_go_out { message_content(draft) } else { Content::Nothing };
    let told = can_go_out && (content == Content::Words || !draft.updates.is_empty());
    let ended = draft.public.as_ref().filter(|_| told).and_then(|public| running(draft, public, now));
    [unreviewed(was, content, draft), unpublished(was, content, draft, now), ended].into_iter().flatten().collect()
}

fn found(draft: &Draft, span: Span, message: impl Into<String>, help: &str) -> Finding {
    RULE.found(draft.source, span, message).help(help)
}

fn unreviewed(was: Status, content: Content, draft: &Draft) -> Option<Finding> {
    let (message, help) = match (was, content) {
        (Status::Draft, _) => {
            ("the document was a draft, and nobody has reviewed it", "set `status: in review`, hold the meeting, and approve its message")
        }
        (Status::InReview, Content::Words | Content::Placeholder) => (
            "the document was in review, and its message is not approved",
            "`allclear approve` sets it reviewed; where no message is owed, take it out and give `no_message: reason`",
        ),
        _ => return None,
    };
    Some(found(draft, draft.status.span.clone(), message, help))
}

fn unpublished(was: Status, content: Content, draft: &Draft, now: Time) -> Option<Finding> {
    if was < Status::Reviewed || content != Content::Words {
        return None;
    }
    let Some(public) = &draft.public else {
        let place = draft.message.as_ref().map_or(draft.status.span.clone(), |message| message.heading.clone());
        let help = "add one, or `publish: false` if the document is to stay private";
        return Some(found(draft, place, "the message is not public, because there is no `public:` block", help));
    };
    let published = public.published.as_ref().filter(|published| published.value > now)?;
    let message = format!("the message is not public before {}", published.value.format("%Y-%m-%d %H:%M UTC"));
    Some(found(draft, published.span.clone(), message, "close the document once that time has come"))
}

/// Customers are told of it, and it is not over.
fn running(draft: &Draft, public: &PublicBlock, now: Time) -> Option<Finding> {
    let newest = draft.updates.iter().filter(|update| update.at <= now && update.phase != Phase::Update).max_by_key(|update| update.at);
    let ended =
        public.resolved.as_ref().is_some_and(|resolved| resolved.value <= now) || newest.is_some_and(|newest| newest.phase.is_final());
    let window = public.scheduled_until.as_ref().filter(|_| draft.kind == DraftKind::Maintenance);
    let begun = newest.is_some_and(|newest| matches!(newest.phase, Phase::InProgress | Phase::Verifying));
    match window {
        _ if ended => None,
        Some(until) if until.value <= now && !begun => None,
        Some(until) => Some(found(
            draft,
            until.span.clone(),
            "the maintenance is not over",
            "close the document once it is, with an update of the phase Completed",
        )),
        None => {
            Some(found(draft, public.span.clone(), "the incident is not over", "add `resolved`, or a last update of the phase Resolved"))
        }
    }
}
