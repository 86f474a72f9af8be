//! `allclear serve`: a preview on loopback.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use allclear::clock;
use allclear::config::Config;
use allclear::diagnostic::Report;
use allclear::folder::Folder;
use allclear::outputs::headers::{self, Policy};
use allclear::pipeline::{Order, Outcome};
use allclear::preview::{self, DraftPage, Preview};
use allclear::public::SitePath;
use allclear::resident::{Bytes, Resident};
use allclear::serve::{self, Built, Mode, Note, Notes, Options, Telling, Unpublished};
use allclear::verify::Verified;

use super::{Status, terminal};

/// Preview the site on this machine, and build it anew on every change. Nothing is written.
///
/// Documents with an error are left out. The terminal names the document behind each page that is opened, and what was found in it.
#[derive(clap::Args)]
pub struct Args {
    /// The folder with allclear.toml.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Send exactly the bytes and headers that customers get: pages do not reload by themselves.
    #[arg(long, conflicts_with = "drafts")]
    as_customer: bool,
    /// Also show what is not public yet, marked on every page: drafts, documents in review, embargoes. What has a leak stays out.
    #[arg(long)]
    drafts: bool,
    /// The port on loopback. Default: 4000, or the next that is free.
    #[arg(long)]
    port: Option<u16>,
    /// The clock of the preview, as RFC 3339. Default: now, anew at every build.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

/// Serves until Ctrl-C. Documents with an error are left out of the preview; the terminal says why.
pub fn run(args: &Args) -> Status {
    let fixed = args.now.as_deref().map(|text| clock::now(Some(text))).transpose()?;
    let mode = match (args.as_customer, args.drafts) {
        (true, _) => Mode::Customer,
        (_, true) => Mode::Drafts,
        _ => Mode::Author,
    };
    let options =
        Options { root: args.dir.clone(), ignored: vec![args.dir.join("public"), args.dir.join(".allclear")], port: args.port, mode };
    let told = Rc::new(RefCell::new(String::new()));
    let mut resident = Resident::default();
    let build = || {
        let now = fixed.map_or_else(|| clock::now(None), Ok);
        let order = now.map(|now| Order { site: Folder::disk(&args.dir), now, keep_going: true });
        let made = order.and_then(|order| match mode {
            Mode::Drafts => preview::preview(&order).map(Made::of_drafts),
            Mode::Author | Mode::Customer => resident.build(&order).map(Made::of_site),
        });
        match made {
            Ok(made) => made.built(&told),
            Err(error) => {
                // The problems of a config come as a report whose every block says "error" itself.
                let text = error.to_string();
                let begin = if text.starts_with("error") { "" } else { "error: " };
                Built::Failed { report: format!("{begin}{}\n", text.trim_end()) }
            }
        }
    };
    serve::serve(&options, build, &mut |text| terminal::tell(text))?;
    Ok(0)
}

/// A build of either kind, ready to be served.
struct Made {
    files: Option<BTreeMap<SitePath, Bytes>>,
    base: String,
    policy: Policy,
    /// What there is to tell of it. Made when it is served: that takes longer than to make one page anew.
    said: Box<dyn FnOnce() -> Said>,
}

/// What there is to tell of a build.
struct Said {
    report: Report,
    /// How many documents there are, and what became of them.
    counts: String,
    documents_by_page: BTreeMap<SitePath, String>,
    drafts: Vec<DraftPage>,
}

impl Made {
    fn of_site(outcome: Outcome<Bytes>) -> Self {
        let (policy, base) = (outcome.policy(), base(&outcome.config));
        let (site, rest) = outcome.apart();
        let said = Box::new(move || {
            let documents_by_page = rest.documents_by_page();
            let counts = format!("{}, {} published", terminal::many(rest.documents, "document"), rest.published);
            Said { report: rest.report, counts, documents_by_page, drafts: Vec::new() }
        });
        Self { files: site.map(Verified::into_files), base, policy, said }
    }

    fn of_drafts(made: Preview) -> Self {
        let Preview { files, report, config, policy, documents, shown, drafts, documents_by_page } = made;
        let counts = format!("{}, {shown} shown", terminal::many(documents, "document"));
        let files = files.map(|files| files.into_iter().map(|(path, bytes)| (path, bytes.into())).collect());
        Self { files, base: base(&config), policy, said: Box::new(move || Said { report, counts, documents_by_page, drafts }) }
    }

    /// What the server needs. `told` is what the last build said of what has no page: it is not said twice.
    fn built(self, told: &Rc<RefCell<String>>) -> Built {
        let Self { files, base, policy, said } = self;
        let Some(files) = files else { return Built::Failed { report: said().line(told, false) } };
        let (told, site) = (Rc::clone(told), base.clone());
        let telling = Box::new(move || {
            let said = said();
            let report = said.line(&told, true);
            let Said { report: all, documents_by_page, drafts, .. } = said;
            let behind = Behind { report: all, documents_by_page, base: site };
            let notes: Notes = Box::new(move |file, bytes| Some(behind.note(file, bytes)));
            Telling { report, notes, unpublished: drafts.into_iter().map(unpublished).collect() }
        });
        let headers = Arc::new(move |path: &str| {
            let headers = headers::for_path(policy, path);
            headers.into_iter().map(|(name, value)| (name.to_owned(), value.into_owned())).collect()
        });
        Built::Site { files, base, headers, telling }
    }
}

impl Said {
    /// The lines of a build. What was found in documents that have a page is told when that is opened.
    fn line(&self, told: &RefCell<String>, is_served: bool) -> String {
        let Self { report, counts, documents_by_page, drafts } = self;
        let absent: BTreeSet<&str> = drafts.iter().filter(|draft| !draft.is_shown()).map(|draft| draft.path.as_str()).collect();
        let paged = documents_by_page.values().filter(|path| is_served && !absent.contains(path.as_str()));
        let paged: BTreeSet<&str> = paged.map(String::as_str).collect();
        let has_page = |path: &str| paged.contains(path);
        let pageless = terminal::render_part(&report.part(|_, path| !has_page(path)));
        let rest = if report.part(|_, path| has_page(path)).is_empty() { "" } else { " (those of a page are told when it is opened)" };
        let news = if pageless == *told.borrow() { "" } else { pageless.as_str() };
        let line = format!("{news}{counts}: {}{rest}\n", report.counts());
        told.replace(pageless);
        line
    }
}

/// The path part of the site's address: empty, or `/status`.
fn base(config: &Config) -> String {
    config.site.url.path().trim_end_matches('/').to_owned()
}

fn unpublished(draft: DraftPage) -> Unpublished {
    let DraftPage { path, page, title, public: _, why } = draft;
    let shown = if page.is_some() && title.is_none() { "not shown: " } else { "" };
    Unpublished { page, about: format!("{path}: {shown}{why}") }
}

/// What stands behind the pages of a site.
struct Behind {
    report: Report,
    documents_by_page: BTreeMap<SitePath, String>,
    base: String,
}

/// Documents that are named for a page that comes of several.
const NAMED: usize = 3;

impl Behind {
    /// The document of a page with what was found in it; of a page that comes of several, those that it links to.
    fn note(&self, file: &SitePath, bytes: &[u8]) -> Note {
        let own = self.documents_by_page.get(file);
        let mut documents: BTreeSet<&str> = own.map_or_else(|| self.linked(bytes), |document| BTreeSet::from([document.as_str()]));
        if documents.is_empty() {
            documents.insert("allclear.toml");
        }
        let part = self.report.part(|_, path| documents.contains(path));
        let mut names: Vec<String> = documents.iter().take(NAMED).map(|document| (*document).to_owned()).collect();
        if documents.len() > NAMED {
            names.push(format!("{} more", documents.len() - NAMED));
        }
        let findings = if own.is_some() { terminal::render_part(&part) } else { String::new() };
        Note { about: format!("{}: {}", names.join(", "), part.counts()), findings }
    }

    /// The documents whose pages a page links to.
    fn linked(&self, page: &[u8]) -> BTreeSet<&str> {
        let is_linked = |file: &SitePath| {
            let address = file.as_str().strip_suffix("index.html").unwrap_or(file.as_str());
            let link = format!("href=\"{}/{address}", self.base);
            memchr::memmem::find(page, link.as_bytes()).is_some()
        };
        self.documents_by_page.iter().filter(|(file, _)| is_linked(file)).map(|(_, document)| document.as_str()).collect()
    }
}
