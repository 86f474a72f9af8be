//! Names as long as file systems take them, and names that differ in capital letters only, which are one on some disks and hosts.

use std::collections::BTreeMap;

use super::{Place, build, names, which};
use crate::support::folder::CONFIG;
use crate::support::{BASE, Folder, NOW, binary, build_dir, content_example, pictures, tree};

/// Names of 255 bytes that end so, of one byte and of two bytes a character.
fn longest(ending: &str) -> [String; 2] {
    let room = 255 - ending.len();
    [format!("{}{ending}", "x".repeat(room)), format!("{}{}{ending}", "x".repeat(room % 2), "é".repeat(room / 2))]
}

#[test]
fn a_folder_with_the_longest_name_is_built_and_deployed_into() {
    for name in longest("") {
        assert_eq!(name.len(), 255);
        let place = Place::new();
        let out = place.dir.path().join(&name);
        let built = [false, true].map(|newer| {
            binary::run(&mut build(place.sites.source(newer), &out)).ends_with(0);
            tree::read(&out)
        });
        assert_ne!(built[0], built[1]);
        std::fs::remove_dir_all(&out).unwrap();
        for from in [&place.sites.older, &place.sites.newer] {
            binary::run(binary::command().arg("deploy").arg(from).arg(&out)).ends_with(0);
        }
        which(&crate::deploy::sites::folder_site(&out), &[&place.sites.newer_files], "deployed");
        assert_eq!(names(place.dir.path()), [name], "something was left");
    }
}

#[test]
fn folders_whose_long_names_begin_alike_do_not_meet() {
    let place = Place::new();
    let outs = ["1", "2"].map(|ending| place.dir.path().join(&longest(ending)[0]));
    let wholes = [false, true].map(|newer| place.after(place.build(newer)));
    for _ in 0..3 {
        let builds = [false, true].map(|newer| super::quiet(build(place.sites.source(newer), &outs[usize::from(newer)])).spawn().unwrap());
        assert!(builds.into_iter().all(|mut build| build.wait().unwrap().success()));
        outs.iter().zip(&wholes).for_each(|(out, whole)| assert_eq!(which(&tree::read(out), &[whole], "alike"), 0));
        outs.iter().for_each(|out| std::fs::remove_dir_all(out).unwrap());
    }
}

#[test]
fn documents_images_and_files_of_the_theme_may_have_the_longest_names() {
    for (document, image) in longest(".md").into_iter().zip(longest(".png")) {
        let shown = BASE
            .replacen("status: reviewed", "status: in review", 1)
            .replace("We are sorry", &format!("![The share of slow searches]({image})\n\nWe are sorry"));
        let asset = &longest(".svg")[0];
        let site = Folder::new()
            .file(&format!("postmortems/{document}"), shown)
            .file(&format!("postmortems/{image}"), pictures::real("chart.png"))
            .file(&format!("theme/static/{asset}"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        let mut approve = binary::command();
        approve.args(["approve", "2026-03-14-slow-search", "--by", "Ines Duarte", "--now", NOW, "--site"]).arg(site.path());

        binary::run(&mut approve).ends_with(0);

        let place = Place::new();
        let built = place.after(build(site.path(), &place.out()));
        assert!(built.keys().any(|path| path.starts_with("assets/2026-03-14-slow-search/")), "{:?}", built.keys());
        assert!(built.keys().any(|path| path.starts_with("assets/xxxx")), "{:?}", built.keys());
        assert_eq!(names(&site.at("postmortems")).len(), 2, "something was left beside {document}");
    }
}

#[test]
fn the_longest_ids_are_built_and_one_letter_more_is_a_finding() {
    let id = "a".repeat(100);
    let component = "c".repeat(100);
    let config = CONFIG.replace("id = \"search\"", &format!("id = \"{component}\""));
    let document = BASE.replace("components: [search]", &format!("components: [{component}]"));
    let site = Folder::with(&document.replacen("2026-03-14-slow-search", &id, 1)).file("allclear.toml", config);
    let place = Place::new();
    let built = place.after(build(site.path(), &place.out()));
    for path in [format!("incidents/{id}/index.html"), format!("components/{component}/index.html")] {
        assert!(built.contains_key(&path), "{path} is missing");
    }
    site.write("postmortems/2026-03-14-slow-search.md", document.replacen("2026-03-14-slow-search", &format!("{id}a"), 1));
    binary::run(&mut build(site.path(), &place.out())).ends_with(1);
    assert_eq!(place.tree(), built);
}

/// No two paths of a site are one where capital letters do not count, no segment is longer than a name may be.
#[track_caller]
fn assert_portable<'a>(paths: impl Iterator<Item = &'a String>) {
    let mut folded: BTreeMap<String, &String> = BTreeMap::new();
    for path in paths {
        assert!(path.split('/').all(|name| name.len() <= 255), "{path}");
        // A folder too: two that are one would mix what lies in them.
        for (at, _) in path.match_indices('/').chain([(path.len(), "")]) {
            let part = &path[..at];
            let first = folded.entry(part.to_lowercase()).or_insert(path);
            assert_eq!(&first[..at], part, "{first} and {path} are one on some disks");
        }
    }
}

#[test]
fn no_two_files_of_a_site_differ_in_capital_letters_only() {
    let aliases = BASE.replace("  published:", "  aliases: [/Old/Name/, /2025/Slow.html]\n  published:");
    let site = Folder::with(&aliases).file("theme/static/Logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    assert_portable(site.build().site().keys());
    assert_portable(build_dir(&content_example(), NOW, true).site().keys());
}

#[test]
fn documents_aliases_and_files_of_the_theme_that_differ_so_are_refused() {
    let twins = Folder::new()
        .document("Slow.md", BASE.replacen("id: 2026-03-14-slow-search\n", "", 1))
        .document("more/slow.md", BASE.replacen("id: 2026-03-14-slow-search\n", "", 1));
    assert!(!twins.build().errors().is_empty(), "{:?}", twins.build().rules());

    let alias = |alias: &str| Folder::with(&BASE.replace("  published:", &format!("  aliases: [{alias}]\n  published:")));
    for taken in ["/History/", "/Incidents/2026-03-14-slow-search/", "/API/v2/summary.html"] {
        assert!(alias(taken).build().found("public/alias-taken"), "{taken}");
    }
    assert!(alias("/old/name/, /Old/Name/").build().found("public/alias-taken"));

    let theme = Folder::with(BASE).file("theme/static/logo.svg", "<svg/>").file("theme/static/Logo.svg", "<svg/>");
    assert!(theme.refusal().contains("but for capital letters"), "{}", theme.refusal());
}

#[test]
fn a_file_that_changes_its_capital_letters_has_the_new_ones() {
    let named = |name: &str| Folder::with(BASE).file(&format!("theme/static/{name}"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let (place, www) = (Place::new(), Place::new());
    for more in [&[][..], &["--in-place"]] {
        for name in ["Logo.svg", "logo.svg"] {
            binary::run(&mut build(named(name).path(), &place.out())).ends_with(0);
            let mut deploy = binary::command();
            binary::run(deploy.arg("deploy").arg(place.out()).arg(www.out()).args(more)).ends_with(0);
            for out in [place.out(), www.out()] {
                let logos: Vec<String> =
                    tree::read(&out).into_keys().filter(|path| path.to_lowercase().starts_with("assets/logo-")).collect();
                assert!(logos.len() == 1 && logos[0].starts_with(&format!("assets/{}-", &name[..4])), "{name}: {logos:?}");
            }
        }
    }
}
