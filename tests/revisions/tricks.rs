//! No path of a commit leads to the disk, and no setting of a repository makes git run anything.

use std::os::unix::fs::{PermissionsExt as _, symlink};

use super::*;

/// A document with a picture of that address.
fn showing(address: &str) -> String {
    BASE.replace("## External message\n", &format!("## External message\n\n![A chart]({address})\n"))
}

#[test]
fn a_picture_outside_the_repository_is_never_read() {
    let story = Story::new();
    let repository = story.at("repository");
    fs::create_dir(&repository).unwrap();
    git_in(&repository, &["init", "--quiet", "--initial-branch=main"]);
    let canary = fs::read(root().join("tests/pictures/chart.png")).unwrap();
    story.write("canary.png", &canary);
    for address in
        ["../../canary.png", "../../../../../../../../../../etc/hostname", "link.png", "folder/canary.png", "..%2F..%2Fcanary.png"]
    {
        story.write("repository/allclear.toml", CONFIG);
        story.write("repository/postmortems/2026-03-14-slow-search.md", showing(address));
        let _ = symlink("../../canary.png", repository.join("postmortems/link.png"));
        let _ = symlink("../..", repository.join("postmortems/folder"));
        git_in(&repository, &["add", "--all"]);
        git_in(&repository, &["commit", "--quiet", "--message", "x"]);
        let folder = Folder::revision(&Repository::open(&repository).unwrap(), "HEAD", Path::new("")).unwrap().folder.unwrap();

        let seen = build(&folder);

        assert!(seen.report.contains("this image lies outside the site's folder"), "{address}: {}", seen.report);
        assert!(
            !seen.files.is_some_and(|files| files.keys().any(|path| path.ends_with(".png") && path.contains("slow-search"))),
            "{address}"
        );
    }
}

#[test]
fn links_are_followed_inside_and_refused_when_they_lead_out() {
    let story = Story::with_site();
    story.write("chart.png", fs::read(root().join("tests/pictures/chart.png")).unwrap());
    symlink("../chart.png", story.at("postmortems/inside.png")).unwrap();
    symlink("/etc/hostname", story.at("postmortems/outside.md")).unwrap();
    symlink("/etc", story.at("postmortems/more")).unwrap();
    symlink("round.md", story.at("postmortems/round.md")).unwrap();
    symlink("gone", story.at("postmortems/gone.md")).unwrap();
    symlink("..", story.at("postmortems/up")).unwrap();
    story.write("postmortems/2026-03-14-slow-search.md", showing("inside.png"));
    story.commit("links");
    let disk = build(&Folder::disk(story.path()));
    for told in ["postmortems/outside.md", "postmortems/more", "postmortems/round.md", "postmortems/gone.md"] {
        assert!(disk.report.contains(told), "{told}: {}", disk.report);
    }
    assert_eq!(disk.report.matches("this link leads out of the site's folder").count(), 4);

    assert_same(&disk, &build(&story.folder("HEAD")));
}

#[test]
fn a_folder_that_is_a_link_is_treated_as_on_disk() {
    let inside = Story::new();
    inside.site("");
    fs::rename(inside.at("postmortems"), inside.at("texts")).unwrap();
    symlink("texts", inside.at("postmortems")).unwrap();
    inside.commit("a link");
    let disk = build(&Folder::disk(inside.path()));
    assert!(disk.files.as_ref().is_some_and(|files| files.contains_key("incidents/2026-03-14-slow-search/index.html")));
    assert_same(&disk, &build(&inside.folder("HEAD")));

    let outside = Story::with_site();
    fs::remove_dir_all(outside.at("postmortems")).unwrap();
    symlink(inside.at("texts"), outside.at("postmortems")).unwrap();
    outside.commit("a link that leads out");
    assert_same(&build(&Folder::disk(outside.path())), &build(&outside.folder("HEAD")));

    let theme = Story::with_site();
    symlink("postmortems", theme.at("theme")).unwrap();
    theme.commit("a link");
    let words = |folder: &Folder| try_build(folder).unwrap_err().to_string();
    assert_eq!(words(&Folder::disk(theme.path())), words(&theme.folder("HEAD")));
}

#[test]
fn files_that_the_config_names_are_those_of_the_commit() {
    let story = Story::with_site();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("House.yml"), "extends: existence\nmessage: \"CANARY\"\ntokens: [search]\n").unwrap();
    story.write("allclear.toml", format!("{CONFIG}\n[wording]\nstyles = [{:?}]\n", elsewhere.path()));
    story.commit("a style on this machine");
    let refusal = try_build(&story.folder("HEAD")).unwrap_err().to_string();
    assert!(refusal.contains("it lies outside the repository") && !refusal.contains("CANARY"), "{refusal}");

    for (key, file) in
        [("exceptions", "\"/etc/hostname\""), ("gitleaks", "[\"/etc/hostname\"]"), ("exceptions", "\"../../../../../../etc/hostname\"")]
    {
        story.write("allclear.toml", format!("{CONFIG}\n[leaks]\n{key} = {file}\n"));
        story.commit("a file of this machine");
        let refusal = try_build(&story.folder("HEAD")).unwrap_err().to_string();
        assert!(refusal.contains("there is no such file"), "{refusal}");
    }
}

#[test]
fn exceptions_baseline_seals_and_theme_come_from_the_commit() {
    let story = Story::with_site();
    story.write("exceptions.toml", "[[exception]]\nrule = \"wording/none\"\ndocument = \"x\"\nquote = \"x\"\nreason = \"x\"\nby = \"x\"\n");
    story.write("words.toml", "[documents]\n");
    story.write("rules.toml", "[[rules]]\nid = \"acme\"\nregex = 'acme_[a-z]{8}'\n");
    story.write("theme/static/brand.txt", "a brand");
    story.write("theme/locales/en.toml", fs::read(root().join("theme/locales/en.toml")).unwrap());
    story.write("seals/2026-03-14-slow-search.txt", "# allclear seal v1\n");
    let own = "[leaks]\nexceptions = \"exceptions.toml\"\ngitleaks = [\"rules.toml\"]\npublic_terms = [\"brand\", \"unused\"]\n";
    story.write("allclear.toml", format!("{CONFIG}\n{own}"));
    let zeros = "0".repeat(64);
    story.write("postmortems/2026-03-14-slow-search.md", BASE.replace("public:\n", &format!("public:\n  seal: sha256:{zeros}\n")));
    story.commit("all that a site's folder can hold");
    let disk = build(&Folder::disk(story.path()));
    for told in ["seal/broken", "exception", "unused"] {
        assert!(disk.report.contains(told), "{told}: {}", disk.report);
    }
    let folder = story.folder("HEAD");
    let site = tree::read(story.path());
    for name in site.keys().filter(|name| !name.starts_with(".git/")) {
        fs::remove_file(story.at(name)).unwrap();
    }

    assert_same(&disk, &build(&folder));
}

#[test]
fn nothing_that_a_repository_sets_is_run() {
    let story = Story::with_site();
    let trap = story.at("trap.sh");
    fs::write(&trap, format!("#!/bin/sh\ntouch {}\ncat\n", story.at("sprung").display())).unwrap();
    fs::set_permissions(&trap, fs::Permissions::from_mode(0o755)).unwrap();
    story.write(".gitattributes", "* diff=trap filter=trap\n");
    story.commit("attributes");
    let trap = trap.to_str().unwrap();
    for key in
        ["core.fsmonitor", "core.pager", "diff.trap.textconv", "diff.external", "filter.trap.smudge", "filter.trap.clean", "pager.cat-file"]
    {
        story.git(&["config", key, trap]);
    }
    for hook in ["post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman"] {
        fs::create_dir_all(story.at(".git/hooks")).unwrap();
        fs::copy(trap, story.at(&format!(".git/hooks/{hook}"))).unwrap();
    }

    assert!(build(&story.folder("HEAD")).files.is_some());

    assert!(!story.at("sprung").exists());
}

#[test]
fn a_replaced_commit_is_read_as_it_was_made() {
    let story = Story::with_site();
    let honest = build(&story.folder("HEAD"));
    let file = story.git(&["rev-parse", "HEAD:postmortems/2026-03-14-slow-search.md"]);
    story.write("other.md", BASE.replace("Slow search", "Fast search"));
    let other = story.git(&["hash-object", "-w", "other.md"]);
    story.git(&["replace", &file, &other]);

    assert_same(&honest, &build(&story.folder("HEAD")));
}
