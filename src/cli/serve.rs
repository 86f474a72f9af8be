//! `allclear serve`: a preview on loopback.

use std::path::PathBuf;

use allclear::clock;
use allclear::folder::Folder;
use allclear::outputs::headers::{self, Policy};
use allclear::pipeline::{self, Order, Outcome};
use allclear::serve::{self, Built, Options};

use super::{Status, terminal};

/// Preview the site on this machine, and build it anew on every change. Nothing is written.
#[derive(clap::Args)]
pub struct Args {
    /// The folder with allclear.toml.
    #[arg(default_value = ".")]
    dir: PathBuf,
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
    let options = Options {
        root: args.dir.clone(),
        ignored: vec![args.dir.join("public"), args.dir.join(".allclear")],
        port: args.port,
        // The strictest policy: the preview opens it for its own script, and leaves out what binds a name to TLS.
        headers: std::sync::Arc::new(|path| {
            let headers = headers::for_path(Policy { fonts: true, ..Policy::default() }, path);
            headers.into_iter().map(|(name, value)| (name.to_owned(), value.into_owned())).collect()
        }),
    };
    let build = || match fixed
        .map_or_else(|| clock::now(None), Ok)
        .and_then(|now| pipeline::run(&Order { site: Folder::disk(&args.dir), now, keep_going: true }))
    {
        Ok(outcome) => built(outcome),
        Err(error) => Built::Failed { report: format!("error: {error}\n") },
    };
    serve::serve(&options, build, &mut |text| terminal::tell(text))?;
    Ok(0)
}

fn built(outcome: Outcome) -> Built {
    let Outcome { site, report, config, documents, published, .. } = outcome;
    let findings = terminal::render(&report);
    let line = format!("{findings}{}, {published} published: {}\n", terminal::many(documents, "document"), report.counts());
    match site {
        Some(site) => {
            let files = site.files().map(|(path, bytes)| (path.clone(), bytes.to_vec())).collect();
            Built::Site { files, base: config.site.url.path().trim_end_matches('/').to_owned(), report: line }
        }
        None => Built::Failed { report: line },
    }
}
