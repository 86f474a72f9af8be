//! A page has to arrive when little else does: what the example's pages weigh on the wire, their stylesheet included.

use std::io::Write;

use crate::support::{NOW, build_dir, content_example};

/// The first flight of a connection: ten packets.
const FRONT: usize = 14 * 1024;
const INCIDENT: usize = 10 * 1024;
const SCRIPT: usize = 2 * 1024;

fn zipped(bytes: &[u8]) -> usize {
    let mut zip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap().len()
}

#[test]
fn pages_stay_light() {
    let built = build_dir(&content_example(), NOW, false);
    let sheet = built.site().iter().find(|(path, _)| path.starts_with("assets/style-")).unwrap().1;
    let style = zipped(sheet);

    let front = zipped(&built.site()["index.html"]) + style;
    let incidents = built.site().iter().filter(|(path, _)| path.starts_with("incidents/") && path.ends_with(".html"));
    let heaviest = incidents.map(|(path, page)| (zipped(page) + style, path)).max().unwrap();

    assert!(front <= FRONT, "the front page has {front} bytes with its style");
    assert!(heaviest.0 <= INCIDENT, "{} has {} bytes with its style", heaviest.1, heaviest.0);
}

#[test]
fn the_only_script_is_small() {
    let built = build_dir(&content_example(), NOW, false);
    let scripts: Vec<_> = built.site().iter().filter(|(path, _)| path.ends_with(".js")).collect();
    assert_eq!(scripts.len(), 1, "{:?}", scripts.iter().map(|(path, _)| path).collect::<Vec<_>>());
    assert!(scripts[0].1.len() <= SCRIPT, "{} bytes", scripts[0].1.len());
}
