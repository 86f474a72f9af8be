//! `allclear deploy`: put a built site where it is served from.

use std::path::PathBuf;
use std::time::Duration;

use allclear::deploy::{Deployed, Order, Progress, deploy};
use allclear::public::SitePath;
use indicatif::HumanBytes;

use super::{Status, progress, terminal};

/// Put a built site where it is served from: a folder, or S3-compatible storage.
///
/// A folder is exchanged in one step, as `build` does it; one that cannot be, such as a mount point, is gone through as a bucket is. To a
/// bucket only what changed is uploaded, with its type and how long it may be kept: first what pages show, then pages, then feeds and the
/// API. What is gone is removed last. A deploy that was cut leaves a working site, and the next one goes on. Credentials, region and
/// endpoint come from the AWS_ variables of the environment.
#[derive(clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag, and none follows from another")]
pub struct Args {
    /// The folder that `build` wrote.
    out: PathBuf,
    /// A folder, `s3://BUCKET` or `s3://BUCKET/PREFIX`.
    to: String,
    /// Say what would be done, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// Replace the files of a folder one by one, and keep the folder itself: for one that another system has mounted, as a container may.
    #[arg(long)]
    in_place: bool,
    /// The address of the storage, if it is not AWS. Default: `AWS_ENDPOINT_URL_S3`, else `AWS_ENDPOINT_URL`.
    #[arg(long, value_name = "URL", overrides_with = "endpoint")]
    endpoint: Option<String>,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Take over from another deploy to the bucket that gave no sign of life for that long. 0: at once.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    stale_after: u64,
    /// The site that is there was known by another address.
    #[arg(long)]
    moved: bool,
    /// Go without the guard against two deploys at once, for storage that cannot write on a condition.
    #[arg(long)]
    unguarded: bool,
    /// How many files are under way at once.
    #[arg(long, value_name = "NUMBER", default_value_t = 16, value_parser = clap::value_parser!(u8).range(1..=64))]
    at_once: u8,
    /// How often a request that failed is tried again.
    #[arg(long, value_name = "NUMBER", default_value_t = 6, value_parser = clap::value_parser!(u8).range(0..=20))]
    retries: u8,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people.
    Human,
    /// One JSON object.
    Json,
}

/// Deploys, and tells what changed.
pub fn run(args: &Args) -> Status {
    let order = Order {
        out: args.out.clone(),
        to: args.to.clone(),
        dry_run: args.dry_run,
        in_place: args.in_place,
        endpoint: args.endpoint.clone(),
        stale_after: Duration::from_secs(args.stale_after),
        moved: args.moved,
        unguarded: args.unguarded,
        at_once: args.at_once.into(),
        retries: args.retries.into(),
    };
    let bar = progress::bar("deploying");
    let deployed = deploy(&order, &|now| match now {
        Progress::Waiting => bar.suspend(|| terminal::note("another deploy is under way there; waiting for it")),
        Progress::Done(done, of) => {
            bar.set_length(of as u64);
            bar.set_position(done as u64);
        }
    });
    bar.finish_and_clear();
    let deployed = deployed?;
    terminal::print(&match args.format {
        Format::Human => told(&deployed, args.dry_run),
        Format::Json => json(&deployed, args.dry_run),
    });
    Ok(0)
}

fn told(deployed: &Deployed, dry_run: bool) -> String {
    let Deployed { to, site, added, replaced, removed, unchanged, bytes } = deployed;
    let mut text = String::new();
    if dry_run {
        for (sign, paths) in [('+', added), ('~', replaced), ('-', removed)] {
            text.extend(paths.iter().map(|path| format!("{sign} {path}\n")));
        }
    }
    let would = if dry_run { "would be " } else { "" };
    text.push_str(&format!(
        "{to}: {} {would}new, {} changed, {} removed; {unchanged} unchanged; {} {would}uploaded\n",
        terminal::many(added.len(), "file"),
        replaced.len(),
        removed.len(),
        HumanBytes(*bytes),
    ));
    text.extend(site.iter().map(|site| format!("{site}\n")));
    text
}

fn json(deployed: &Deployed, dry_run: bool) -> String {
    let Deployed { to, site, added, replaced, removed, unchanged, bytes } = deployed;
    let paths = |paths: &[SitePath]| paths.iter().map(|path| path.as_str().to_owned()).collect::<Vec<_>>();
    let value = serde_json::json!({
        "schema": 1,
        "to": to,
        "site": site,
        "dry_run": dry_run,
        "added": paths(added),
        "replaced": paths(replaced),
        "removed": paths(removed),
        "unchanged": unchanged,
        "bytes": bytes,
    });
    format!("{value:#}\n")
}
