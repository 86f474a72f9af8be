//! The whole build on one screen. Comes in: a site's folder. Goes out: a verified site in memory, and the report.
//! Nothing is written here; [`crate::write`] does that, and only when the caller asks.

use std::path::PathBuf;

use crate::clock::Time;
use crate::config::{self, Config};
use crate::diagnostic::{Level, Report, Sources};
use crate::error::Result;
use crate::internal;
use crate::outputs::Site;
use crate::public::History;
use crate::render::{Renderer, Theme};
use crate::verify::{self, Verified};

/// What to build.
#[derive(Debug, Clone)]
pub struct Order {
    /// The folder with `allclear.toml`.
    pub site: PathBuf,
    /// The clock.
    pub now: Time,
    /// Whether an error withholds its document alone, instead of stopping the whole build.
    pub keep_going: bool,
}

/// What came of it.
pub struct Outcome {
    /// The site, unless an error stopped the build.
    pub site: Option<Verified>,
    /// Everything that was found.
    pub report: Report,
    /// The config that was used.
    pub config: Config,
    /// Documents read.
    pub documents: usize,
    /// Documents published.
    pub published: usize,
}

/// read → check → publish → collect → outputs → verify.
pub fn run(order: &Order) -> Result<Outcome> {
    let config = config::load(&order.site)?;
    let renderer = renderer(&order.site, &config)?;
    let internal::Intake { history, mut sources, mut findings, tripwire, documents } = internal::intake(&order.site, &config, order.now)?;
    let mut published = history.incidents.len();
    // The site is finished and verified even if an error will stop it, so that `check` and `build` find the same.
    let stopped = !order.keep_going && findings.iter().any(|finding| finding.level == Level::Error);
    let scan = |path: &str, bytes: &[u8]| tripwire.scan(path, bytes).into_iter().map(|trip| (trip.rule, trip.span)).collect();
    let mut finish = |history: &History, sources: &mut Sources| -> Result<Option<Verified>> {
        match verify::verify(Site::collect(history, &renderer)?, &config.site.url, scan, sources) {
            Ok(site) => Ok(Some(site)),
            Err(faults) => {
                findings.extend(faults);
                Ok(None)
            }
        }
    };
    let mut site = finish(&history, &mut sources)?;
    if site.is_none() && order.keep_going {
        let history = without_faulty(history, &sources);
        published = history.incidents.len();
        site = finish(&history, &mut sources)?;
    }
    let site = site.filter(|_| !stopped);
    Ok(Outcome { site, report: Report::new(sources, findings), config, documents, published })
}

/// The history without the incidents whose own page is faulty: one document must not block the update of another.
fn without_faulty(mut history: History, sources: &Sources) -> History {
    let faulty: Vec<&str> = sources.iter().filter_map(|(_, source)| source.path().strip_prefix("site")).collect();
    history.incidents.retain(|incident| !faulty.iter().any(|path| path.starts_with(&incident.page())));
    history
}

fn renderer(site: &std::path::Path, config: &Config) -> Result<Renderer> {
    let theme = Theme::load(site)?;
    let locale = theme.locale(&config.site.language)?;
    Renderer::new(&theme, locale)
}
