//! A report in the shape of a compiler's messages: level and rule, the fact, path with line and column, the excerpt, the next step.

use annotate_snippets::{AnnotationKind, Level as Title, Renderer, Snippet, renderer::DecorStyle};

use super::masks::Masks;
use super::{Finding, Level, Report, Source};

/// Longer lines are shown in part, around the place.
const LONGEST_EXCERPT: usize = 160;

pub(super) fn render<'f>(report: &Report, findings: impl IntoIterator<Item = &'f Finding>, masks: &Masks, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() }.decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for finding in findings {
        text.push_str(&one(report, finding, masks, &renderer));
        text.push_str("\n\n");
    }
    text
}

fn one(report: &Report, finding: &Finding, masks: &Masks, renderer: &Renderer) -> String {
    let source = report.sources().get(finding.source);
    let message = masks.message(&finding.message);
    let help = masks.message(&finding.help);
    let level = match finding.level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Suggestion => Title::NOTE.with_name("suggestion"),
        Level::Hint => Title::NOTE.with_name("hint"),
    };
    let title = level.primary_title(message.as_str()).id(finding.rule.as_str());
    let excerpt = finding.span.clone().map(|span| Excerpt::of(source, finding, span, masks));
    let place = excerpt.as_ref().map(|excerpt| {
        Snippet::source(excerpt.text.as_str())
            .line_start(excerpt.line)
            .path(excerpt.path.as_str())
            .annotation(AnnotationKind::Primary.span(excerpt.mark.clone()))
    });
    let group = match place {
        Some(place) => title.element(place),
        None => title.element(annotate_snippets::Origin::path(source.path())),
    };
    let group = if help.is_empty() { group } else { group.element(Title::HELP.message(help.as_str())) };
    let text = renderer.render(&[group]);
    match &excerpt {
        Some(Excerpt { path, line, shown_column, column, .. }) if shown_column != column => {
            text.replacen(&format!("{path}:{line}:{shown_column}"), &format!("{path}:{line}:{column}"), 1)
        }
        _ => text,
    }
}

/// The first line of a finding's place, masked, with the place in it.
struct Excerpt {
    path: String,
    text: String,
    line: usize,
    /// The column in the excerpt, which of a long line is only a part.
    shown_column: usize,
    /// The column in the source.
    column: usize,
    mark: std::ops::Range<usize>,
}

impl Excerpt {
    fn of(source: &Source, finding: &Finding, span: std::ops::Range<usize>, masks: &Masks) -> Self {
        let (line, column) = source.position(span.start);
        let range = source.line(line);
        let mut start = range.start;
        let mut end = range.end;
        let from = source.floor(span.start.clamp(start, end));
        let to = source.floor(span.end.clamp(from, end));
        if end - start > LONGEST_EXCERPT {
            start = source.floor(from.saturating_sub(LONGEST_EXCERPT / 2).max(start));
            end = source.floor((from + LONGEST_EXCERPT / 2).min(end)).max(from);
        }
        let to = to.min(end);
        let before = masks.excerpt(finding.source, source, start..from);
        let marked = masks.excerpt(finding.source, source, from..to);
        let after = masks.excerpt(finding.source, source, to..end);
        let mark = before.len()..before.len() + marked.len();
        let shown_column = before.chars().count() + 1;
        Self { path: source.path().to_owned(), text: format!("{before}{marked}{after}"), line, shown_column, column, mark }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Finding, Format, Level, Report, Source, Sources};

    #[test]
    fn the_column_of_a_long_line_is_that_of_the_source() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("postmortems/a.md", format!("{}word", "x ".repeat(200))));
        let finding = Finding::new("wording/a", Level::Error, id, 400..404, "a fact");
        let text = Report::new(sources, vec![finding]).render(Format::Human, false, true);
        assert!(text.contains("postmortems/a.md:1:401"), "{text}");
    }
}
