//! Comes in: a site's folder. Goes out: the site as it will be once all that is written is agreed on, marked on every page.
//! Must never: be written. A [`Preview`] holds no verified site, which is the one thing that [`crate::write`] takes.

mod mark;

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diagnostic::{Finding, Level, Report};
use crate::error::Result;
use crate::internal::{self, Pending};
use crate::keep::InMemory;
use crate::outputs::headers::Policy;
use crate::pipeline::{self, Eyes, Order, Outcome};
use crate::public::SitePath;
use crate::verify::Verified;

/// The wish to see what is not public yet. Its field is private to this file, and [`preview`] makes the only one: no build, check or
/// comparison can have it.
pub(crate) struct Wish(());

/// A site with drafts in it.
pub struct Preview {
    /// Its files, unless an error left no site at all.
    pub files: Option<BTreeMap<SitePath, Vec<u8>>>,
    /// Everything that was found.
    pub report: Report,
    /// The config that was used.
    pub config: Config,
    /// What the headers of its files depend on.
    pub policy: Policy,
    /// Documents read.
    pub documents: usize,
    /// Documents shown, drafts among them.
    pub shown: usize,
    /// What is not public yet, by path of its document.
    pub drafts: Vec<DraftPage>,
    /// The document behind each page that comes of one alone. For the terminal: where documents lie is internal.
    pub documents_by_page: BTreeMap<SitePath, String>,
}

static_assertions::assert_not_impl_any!(Preview: Into<Verified>, AsRef<Verified>, std::ops::Deref);

/// A document with something in it that is not public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftPage {
    /// Its path below the site's folder.
    pub path: String,
    /// The path of its page from the site's root; `None` if the id in it is what leaks.
    pub page: Option<String>,
    /// What the page is called; `None` if the preview does not show the draft.
    pub title: Option<String>,
    /// Whether customers have that page already, without the draft.
    pub public: bool,
    /// Why it is not public.
    pub why: String,
}

impl DraftPage {
    /// Whether its page shows anything: the draft, or what customers have. At the address of any other stands why it does not.
    pub fn is_shown(&self) -> bool {
        self.title.is_some() || self.public
    }

    /// The file of its page: `/incidents/ID/` → `incidents/ID/index.html`.
    fn file(&self) -> Option<SitePath> {
        SitePath::new(format!("{}index.html", self.page.as_ref()?.trim_start_matches('/')))
    }
}

/// Builds the site with what is not public yet: every document with a `public:` block, as if it was agreed on and its times had come.
///
/// # Errors
/// If the site's folder, its config or its theme is unusable.
pub fn preview(order: &Order) -> Result<Preview> {
    let wish = Wish(());
    let outcome =
        pipeline::flow(&Order { keep_going: true, ..order.clone() }, Eyes { wish: Some(&wish), ..Eyes::default() }, &mut InMemory)?;
    let (mut documents_by_page, policy) = (outcome.documents_by_page(), outcome.policy());
    let drafts = drafts(&outcome);
    let absent = drafts.iter().filter(|draft| !draft.is_shown());
    documents_by_page.extend(absent.filter_map(|draft| Some((draft.file()?, draft.path.clone()))));
    let Outcome { site, report, config, documents, published, .. } = outcome;
    let base = config.site.url.path().trim_end_matches('/').to_owned();
    let files = site.map(|site| {
        let mut files = mark::marked(&site, &base, &drafts);
        for draft in drafts.iter().filter(|draft| !draft.is_shown()) {
            let facts = |finding: &Finding| internal::may_bar(&finding.rule) || finding.rule.starts_with("public/");
            let stands = |finding: &Finding| facts(finding) || finding.level == Level::Error;
            let against = report.part(|finding, path| path == draft.path && stands(finding)).lines();
            if let Some(path) = draft.file() {
                files.entry(path).or_insert_with(|| mark::absent(draft, &against, &base));
            }
        }
        files
    });
    Ok(Preview { files, report, config, policy, documents, shown: published, drafts, documents_by_page })
}

fn drafts(outcome: &Outcome) -> Vec<DraftPage> {
    let draft = |pending: &Pending| {
        let Pending { source, page, public, why, shown } = pending;
        // What was found in the finished site may have taken it out again.
        let found = outcome.history.all().find(|incident| incident.page() == *page);
        let incident = found.filter(|_| *shown);
        let why = if *shown && incident.is_none() { "an error keeps it out of previews too" } else { why };
        DraftPage {
            path: outcome.report.sources().get(*source).path().to_owned(),
            // An id that leaks is masked in reports, and named nowhere else either.
            page: Some(page.clone()).filter(|page| incident.is_some() || !outcome.report.masks(page)),
            title: incident.map(|incident| incident.title.to_string()),
            public: *public && found.is_some(),
            why: why.to_owned(),
        }
    };
    let mut drafts: Vec<DraftPage> = outcome.pending.iter().map(draft).collect();
    drafts.sort_by(|a, b| a.path.cmp(&b.path));
    drafts
}
