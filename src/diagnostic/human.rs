//! A report in the shape of a compiler's messages: level and rule, the fact, path with line and column, the excerpt, the next step.

use std::collections::{BTreeMap, BTreeSet};

use annotate_snippets::{AnnotationKind, Level as Title, Renderer, Snippet, renderer::DecorStyle};
use rayon::prelude::*;

use super::masks::Masks;
use super::{Finding, Level, Report, Source, SourceId};

/// Longer lines are shown in part, around the place.
const LONGEST_EXCERPT: usize = 160;
/// What one rule finds beyond these on one line is only counted: a minified file is one line, and can have a finding at every word.
const MOST_OF_A_LINE: usize = 20;

pub(super) fn render<'f>(report: &Report, findings: impl IntoIterator<Item = &'f Finding>, masks: &Masks, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() }.decor_style(DecorStyle::Ascii);
    let findings: Vec<&Finding> = findings.into_iter().collect();
    // A text is searched for its lines when its first place is asked for.
    let sources: BTreeSet<SourceId> = findings.iter().filter(|finding| finding.span.is_some()).map(|finding| finding.source).collect();
    sources.into_par_iter().for_each(|id| _ = report.sources().get(id).position(0));
    // Findings stand in the order of their places, and of one line those of several rules may take turns.
    let place =
        |finding: &Finding| (finding.source, finding.span.as_ref().map(|span| report.sources().get(finding.source).position(span.start).0));
    let lines: Vec<&[&Finding]> = findings.chunk_by(|a, b| a.span.is_some() && place(a) == place(b)).collect();
    let shown = lines.into_par_iter().map(|line| {
        let mut text = String::new();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in line {
            let count = counts.entry(&finding.rule).or_default();
            *count += 1;
            if *count <= MOST_OF_A_LINE {
                text.push_str(&one(report, finding, masks, &renderer));
                text.push_str("\n\n");
            }
        }
        let (source, number) = place(line[0]);
        for (rule, more) in
            counts.into_iter().filter_map(|(rule, count)| Some((rule, count.checked_sub(MOST_OF_A_LINE)?))).filter(|(_, more)| *more > 0)
        {
            let (path, number) = (report.sources().get(source).path(), number.unwrap_or(1));
            text.push_str(&format!("{path}:{number}: {more} more of {rule} on this line\n\n"));
        }
        text
    });
    shown.collect::<Vec<String>>().concat()
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
    fn a_line_with_a_finding_at_every_word_is_not_shown_for_each() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("postmortems/a.md", format!("ü{}\nlast", "word ".repeat(60_000))));
        let at = |word: usize| 2 + 5 * word..6 + 5 * word;
        let of = |rule: &str, word| Finding::new(rule, Level::Error, id, at(word), "a fact");
        let mut findings: Vec<Finding> = (0..60_000).map(|word| of("wording/a", word)).collect();
        findings.extend([
            of("wording/b", 3),
            of("leak/c", 59_999),
            Finding::new("wording/a", Level::Error, id, 300_003..300_007, "a fact"),
        ]);
        let report = Report::new(sources, findings);
        let text = report.render(Format::Human, false, false);
        assert_eq!(text.matches("[wording/a]").count(), 20 + 1);
        assert!(text.contains("postmortems/a.md:1: 59980 more of wording/a on this line\n"), "{}", &text[text.len() - 900..]);
        assert!(text.contains("[wording/b]") && text.contains("[leak/c]") && text.contains("postmortems/a.md:1:299997"), "{text}");
        assert!(text.contains("postmortems/a.md:2:1") && text.len() < 40_000, "{} bytes", text.len());
        assert_eq!(report.counts(), "60003 errors");
    }

    #[test]
    fn the_column_of_a_long_line_is_that_of_the_source() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("postmortems/a.md", format!("{}word", "x ".repeat(200))));
        let finding = Finding::new("wording/a", Level::Error, id, 400..404, "a fact");
        let text = Report::new(sources, vec![finding]).render(Format::Human, false, true);
        assert!(text.contains("postmortems/a.md:1:401"), "{text}");
    }
}
