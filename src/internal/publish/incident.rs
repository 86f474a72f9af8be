//! A checked draft → its public incident. Every field is named here: a new one is a compile error until someone decides about it.

use std::ops::Range;

use super::impact::Course;
use super::pictures::Pictures;
use super::{Clearance, clearance, rules};
use crate::clock::{Time, written};
use crate::config::Config;
use crate::diagnostic::{Finding, Source};
use crate::folder::Folder;
use crate::internal::check::decision::Decision;
use crate::internal::check::{Checked, Gates};
use crate::internal::read::draft::{Draft, DraftKind, DraftUpdate, PublicBlock};
use crate::internal::read::prose::dialect;
use crate::internal::read::public::alias_path;
use crate::public::{Correction, Id, Impact, Incident, Kind, Postmortem, Prose, PublicHtml, PublicText, SitePath, Update, Window};
use crate::render::markdown::{self, Fault, Rendered, Settings};

/// What publishing needs beside the draft.
pub struct Press<'a> {
    /// The gates, for words that are seen only now: those in drawings.
    pub gates: &'a Gates<'a>,
    /// The config.
    pub config: &'a Config,
    /// The site's folder.
    pub site: &'a Folder,
    /// The path part of the site's address.
    pub base: &'a str,
    /// The clock.
    pub now: Time,
}

/// Publishes a draft; `None` if nothing of it goes out.
pub fn publish(checked: &Checked<'_>, source: &Source, press: &Press<'_>, findings: &mut Vec<Finding>) -> Option<Incident> {
    let decision = checked.decision();
    let draft = checked.draft();
    let public = draft.public.as_ref().filter(|_| decision.anything())?;
    let token = clearance();
    let mut work = Work { draft, source, press, token: &token, pictures: Pictures::default(), findings };
    work.incident(public, decision)
}

struct Work<'a> {
    draft: &'a Draft,
    source: &'a Source,
    press: &'a Press<'a>,
    token: &'a Clearance,
    pictures: Pictures,
    findings: &'a mut Vec<Finding>,
}

impl Work<'_> {
    fn incident(&mut self, public: &PublicBlock, decision: Decision) -> Option<Incident> {
        // Everything in the block is decided about here; `components` is read by `Course`.
        let PublicBlock {
            span: _,
            unreadable: _,
            title,
            impact,
            components: _,
            started,
            resolved,
            published,
            scheduled_for,
            scheduled_until,
            summary,
            aliases,
            seal: _,
        } = public;
        let kind = match self.draft.kind {
            DraftKind::Incident => Kind::Incident,
            DraftKind::Maintenance => Kind::Maintenance,
            DraftKind::NearMiss => return None,
        };
        let window = scheduled_for
            .as_ref()
            .zip(scheduled_until.as_ref())
            .map(|(start, end)| Window { scheduled_for: start.value, scheduled_until: end.value });
        let started = started.as_ref().map(|time| time.value).or(window.map(|window| window.scheduled_for))?;
        let impact = impact.as_ref().map_or(Impact::None, |impact| impact.value);
        let out = self.updates_out(decision);
        let ended = out.last().filter(|update| update.phase.is_final()).map(|update| update.at);
        let resolved = resolved.as_ref().map(|time| time.value).filter(|time| decision.reached(*time, self.press.now)).or(ended);

        let mut course = Course::begin(public, started, impact, self.press.config);
        let mut updates: Vec<Update> = Vec::with_capacity(out.len());
        for update in &out {
            let changes = course.update(update, started, self.press.config, self.token);
            let id = self.dated_id(update.at, updates.iter().filter(|other| other.at == update.at).count())?;
            let body = self.prose(&update.content, &format!("{id}-"), false).0;
            updates.push(Update { id, at: update.at, phase: update.phase, body, changes });
        }
        let (postmortem, first) = self.message(decision, published.as_ref().map(|time| time.value)).unzip();
        let corrections = if decision.message { self.corrections(decision)? } else { Vec::new() };
        let declared = summary.as_ref().map(|summary| one_line(summary.value.expose_internal()));
        Some(Incident {
            id: Id::clear(self.token, &self.draft.id.value)?,
            kind,
            title: PublicText::clear(self.token, marked(one_line(title.as_ref()?.value.expose_internal()), decision)),
            impact,
            affected: course.finish(resolved, self.press.config, self.token),
            started,
            resolved,
            window: window.filter(|_| kind == Kind::Maintenance),
            summary: declared.or(first.flatten()).map(|text| PublicText::clear(self.token, text)),
            updates,
            postmortem,
            corrections,
            aliases: aliases.iter().filter_map(|alias| SitePath::new(alias_path(&alias.value)?)).collect(),
            assets: std::mem::take(&mut self.pictures).assets(),
        })
    }

    /// The updates that the clock has reached, in the order of their times; those of one moment in document order.
    fn updates_out(&self, decision: Decision) -> Vec<DraftUpdate> {
        let reached = self.draft.updates.iter().filter(|update| decision.updates && decision.reached(update.at, self.press.now));
        let mut out: Vec<DraftUpdate> = reached.cloned().collect();
        out.sort_by_key(|update| update.at);
        out
    }

    fn message(&mut self, decision: Decision, published: Option<Time>) -> Option<(Postmortem, Option<String>)> {
        let message = self.draft.message.as_ref().filter(|_| decision.message)?;
        let (body, first) = self.prose(&message.content, "message-", true);
        // A preview shows a message that nobody gave a time as if it went out now.
        let published = published.or(decision.ahead.then_some(self.press.now))?;
        Some((Postmortem { published, body }, first))
    }

    fn corrections(&mut self, decision: Decision) -> Option<Vec<Correction>> {
        let reached = self.draft.corrections.iter().filter(|correction| decision.reached(correction.at, self.press.now));
        let mut found: Vec<_> = reached.collect();
        found.sort_by_key(|correction| correction.at);
        let mut corrections: Vec<Correction> = Vec::new();
        for correction in found {
            let id = self.dated_id(correction.at, corrections.iter().filter(|other| other.at == correction.at).count())?;
            let body = self.prose(&correction.content, &format!("correction-{id}-"), false).0;
            corrections.push(Correction { id, at: correction.at, body });
        }
        Some(corrections)
    }

    /// An id made from a time, so that an entry inserted later changes no other id.
    fn dated_id(&self, at: Time, before: usize) -> Option<Id> {
        let mut id = written(at).replace(['-', '+', ':'], "").to_ascii_lowercase();
        if at.timestamp() % 60 == 0 {
            id.replace_range(id.len() - "00z".len().., "z");
        }
        if before > 0 {
            id.push_str(&format!("-{}", before + 1));
        }
        Id::clear(self.token, &id)
    }

    /// A public text, rendered and cleared, with the words of its first paragraph.
    fn prose(&mut self, content: &Range<usize>, prefix: &str, unquote: bool) -> (Prose, Option<String>) {
        let text = self.source.text();
        self.pictures.gather(self.draft, text, content, self.press, self.findings);
        let pictures = &self.pictures;
        let image = |address: &str| pictures.image(address);
        let settings = Settings { dialect: dialect(), unquote, top_heading: 3, prefix, image: &image };
        let Rendered { html, text, first, faults } = markdown::render(&text[content.clone()], &settings);
        for (range, fault) in faults {
            let span = content.start + range.start..content.start + range.end;
            let finding = match fault {
                Fault::RawHtml => rules::RAW_HTML.found(self.draft.source, span, "raw HTML is not published"),
                Fault::Link if leads_to_pdf(&self.source.text()[span.clone()]) => rules::LINK
                    .found(self.draft.source, span, "a PDF file is not published, only the words of this link are: it can hold attachments, earlier versions, and text below black bars")
                    .help("put its words into the text, or save what customers should see as PNG"),
                Fault::Link => rules::LINK.found(self.draft.source, span, "this link is not published, only its words are"),
                Fault::Image => continue,
            };
            self.findings.push(finding);
        }
        (Prose { html: PublicHtml::clear(self.token, html), text: PublicText::clear(self.token, text) }, first)
    }
}

/// Whether a link leads to a file that people take for a page of their own.
fn leads_to_pdf(link: &str) -> bool {
    link.to_ascii_lowercase().contains(".pdf")
}

/// A title that says of itself that it is not public, wherever a preview repeats it: in lists, feeds, calendars and the API.
fn marked(title: String, decision: Decision) -> String {
    if decision.ahead { format!("Draft: {title}") } else { title }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
