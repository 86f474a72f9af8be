//! The external links of a finished site → findings about those that lead nowhere. Comes in: a run's outcome. Goes out: the same with more findings.
//! Asks other hosts, so it runs only when a person or a CI job says so.

use crate::diagnostic::{Level, RuleDoc};
#[cfg(feature = "links")]
pub use following::follow;

/// The rule's code.
const BROKEN: &str = "site/broken-link";

#[cfg(feature = "links")]
mod following {
    use std::path::Path;

    use url::Url;

    use super::BROKEN;
    use crate::clock::Time;
    use crate::diagnostic::{Finding, Level, Source, Sources};
    use crate::error::Result;
    use crate::pipeline::Outcome;
    use crate::verify::external;

    /// Follows every external link of the site. `progress` is told how many of how many are done.
    ///
    /// # Errors
    /// If the network client cannot be set up, or the cache cannot be written.
    pub fn follow(outcome: Outcome, site: &Path, now: Time, progress: &dyn Fn(usize, usize)) -> Result<Outcome> {
        let Some(verified) = &outcome.site else { return Ok(outcome) };
        let links = external::external_links(verified.as_map(), &outcome.config.site.url);
        let urls = links.iter().map(|link| link.url.clone()).collect();
        let broken = external::follow(urls, &outcome.config.links, &site.join(".allclear/links.json"), now, progress)?;
        let level = outcome.config.links.level;
        let page = |url: &Url| links.iter().find(|link| link.url == *url).map_or_else(String::new, |link| format!("site/{}", link.page));
        let told = |sources: &mut Sources| {
            broken.iter().map(|external::Broken { url, why }| finding(url, why, &page(url), level, sources)).collect()
        };
        Ok(Outcome { report: outcome.report.with(told), ..outcome })
    }

    /// A finding at the place where a document writes the link, else at the page that shows it.
    fn finding(url: &Url, why: &str, page: &str, level: Level, sources: &mut Sources) -> Finding {
        let written = [url.as_str(), url.as_str().trim_end_matches('/')];
        let place = sources
            .iter()
            .filter(|(_, source)| source.path().starts_with("postmortems/"))
            .find_map(|(id, source)| written.iter().find_map(|link| source.text().find(link).map(|at| (id, at..at + link.len()))));
        let (id, span) = match place {
            Some((id, span)) => (id, Some(span)),
            None => (sources.add(Source::new(page, "")), None),
        };
        Finding::new(BROKEN, level, id, span, format!("this link is broken: {why}"))
            .help("correct or remove it, or name its host in `exclude_hosts` of `[links]` if it refuses programs")
    }
}

/// What the rule says of itself.
pub fn rule() -> RuleDoc {
    RuleDoc::without_samples(
        BROKEN,
        Level::Warning,
        "an external link that leads nowhere",
        "Customers follow it when they look for help. Only `check --links` asks other hosts; their answers are remembered in .allclear/links.json. \
         Its level is `level` of `[links]`.",
    )
}
