//! A folder of the site that becomes a link to somebody else's and back, again and again, while sites are built: nothing of there is
//! published, whenever it is looked at.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use allclear::clock;
use allclear::pipeline::{self, Order};
use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::support::pictures;
use crate::support::{BASE, Folder, NOW, content_example};

/// Exchanges two names until it is dropped.
fn while_swapped(one: &Path, other: &Path, then: impl FnOnce()) {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).unwrap();
                std::thread::yield_now();
            }
        });
        then();
        done.store(true, Ordering::Relaxed);
    });
}

/// Builds a site often, and returns how often something went out.
fn built(site: &Folder, secret: &[u8], times: usize) -> usize {
    let mut out = 0;
    for _ in 0..times {
        let order = Order { site: site.path().into(), now: clock::now(Some(NOW)).unwrap(), keep_going: true };
        // What is not there, or is no longer what it was, ends a build or is a finding: both are fine.
        let Ok(outcome) = pipeline::run(&order) else { continue };
        let Some(verified) = outcome.site else { continue };
        for (path, bytes) in verified.files() {
            let found = bytes.windows(secret.len()).any(|window| window == secret);
            assert!(!found, "{path} holds what lies outside");
        }
        out += 1;
    }
    out
}

#[test]
fn a_folder_that_becomes_a_link_leads_nobody_out() {
    let outside = tempfile::tempdir().unwrap();
    let secret = BASE.replace("2026-03-14-slow-search", "2026-03-15-other").replace("Slow search results", "Plum jam everywhere");
    fs::write(outside.path().join("other.md"), secret).unwrap();
    let picture = fs::read(content_example().join("postmortems/images/check-in-delay.png")).unwrap();
    fs::write(outside.path().join("chart.png"), &picture).unwrap();
    // What of a picture is left when it is cleaned are its pixels.
    let pixels = picture[picture.len() / 2..][..64].to_vec();
    fs::write(outside.path().join("style.txt"), "Plum jam everywhere").unwrap();

    for (folder, file, secret) in [
        ("postmortems/more", "other.md", &b"Plum jam"[..]),
        ("postmortems/images", "chart.png", pixels.as_slice()),
        ("theme/static/more", "style.txt", &b"Plum jam"[..]),
    ] {
        let text = BASE.replacen("We are sorry", "![A chart](images/chart.png)\n\nWe are sorry", 1);
        let own = BASE.replace("2026-03-14-slow-search", "2026-03-15-own");
        let site = Folder::with(&text)
            .file("postmortems/images/chart.png", pictures::real("chart.png"))
            .file(&format!("{folder}/README.txt"), "x");
        let site = if file == "other.md" { site.file("postmortems/more/other.md", own) } else { site };
        let site = if file == "style.txt" { site.file("theme/static/more/style.txt", "x") } else { site };
        symlink(outside.path(), site.at("link")).unwrap();
        assert_eq!(built(&site, secret, 1), 1, "{folder}: the site is not built even while nothing is changed");
        // How many of them find the folder as it was is chance.
        while_swapped(&site.at(folder), &site.at("link"), || {
            built(&site, secret, 20);
        });
    }
}
