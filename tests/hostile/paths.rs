//! Names that lead elsewhere, in every place where someone may write one: ids, aliases, pictures, the theme, files that the config names.
//! Nothing outside the site's folder is published, shown or written, and no name goes out that another system reads otherwise.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::support::binary::{allclear, command, run};
use crate::support::folder::CONFIG;
use crate::support::{BASE, Folder, NOW, content_example};

/// Devices of Windows, whatever stands behind the dot and however they are written.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "com1", "com0", "lpt9"];

/// Ways to a file named `secret` with some ending, in a folder beside the site's and elsewhere.
const WAYS: &[&str] = &[
    "../BESIDE/secret",
    "./../BESIDE/secret",
    "images/../../BESIDE/secret",
    "../../../../../../../../../../ABSOLUTE/secret",
    "/ABSOLUTE/secret",
    "//ABSOLUTE/secret",
    "file:///ABSOLUTE/secret",
    "..%2FBESIDE%2Fsecret",
    "%2e%2e/BESIDE/secret",
    "%2FABSOLUTE%2Fsecret",
    "..\\BESIDE\\secret",
    "C:\\secret",
    "C:secret",
    "\\\\?\\C:\\secret",
    "//localhost/secret",
    "~/secret",
    "link/secret",
    "secret%00",
    "secret.",
    "secret ",
    "nul",
    "/dev/zero",
    "/proc/self/environ",
    ".",
    "..",
    "",
];

/// Someone else's folder, with files that are fine in themselves.
struct Outside(tempfile::TempDir);

impl Outside {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::copy(content_example().join("postmortems/images/check-in-delay.png"), folder.path().join("secret.png")).unwrap();
        fs::write(folder.path().join("secret.toml"), "plum = \"jam0123456789\"\n").unwrap();
        fs::write(folder.path().join("secret.yml"), "plum: jam0123456789\n").unwrap();
        Self(folder)
    }

    /// The ways to it from a folder beside it, to a file with that ending; and a name that is too long.
    fn ways(&self, ending: &str) -> Vec<String> {
        let absolute = self.0.path().to_str().unwrap().trim_start_matches('/');
        let name = self.0.path().file_name().unwrap().to_str().unwrap();
        let way = |way: &&str| {
            let way = way.replace("BESIDE", name).replace("ABSOLUTE", absolute);
            if way.ends_with("secret") { way + ending } else { way }
        };
        WAYS.iter().map(way).chain([format!("{}{ending}", "x".repeat(5000))]).collect()
    }

    /// A site with a link into it in both places where pictures are looked for.
    fn beside(&self, site: Folder) -> Folder {
        for place in ["link", "postmortems/link"] {
            symlink(self.0.path(), site.at(place)).unwrap();
        }
        site
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[test]
fn no_picture_is_taken_from_outside() {
    let outside = Outside::new();
    for way in outside.ways(".png") {
        // From the folder of the document, one deeper than that of the site.
        let way = if way.starts_with(['.', '%']) { format!("../{way}") } else { way };
        let text = BASE.replacen("We are sorry", &format!("![A chart](<{}>)\n\nWe are sorry", way.replace('\\', "\\\\")), 1);
        let built = outside.beside(Folder::with(&text)).keep_going();
        let pictures = built.files.iter().flatten().filter(|(path, _)| path.starts_with("assets/2026-03-14-slow-search/")).count();
        let told = built.found("public/image") || built.found("leak/hidden-content");
        assert!(pictures == 0 && told, "{way}: {}", built.human);
    }
    for (way, key) in outside.ways(".png").into_iter().zip(["logo", "preview"].into_iter().cycle()) {
        let config = CONFIG.replacen("[site]\n", &format!("[site]\n{key} = {}\n", quoted(&way)), 1);
        let refusal = outside.beside(Folder::with(BASE)).file("allclear.toml", config).refusal();
        assert!(refusal.contains(key) && refusal.contains("help:"), "{key} = {way}: {refusal}");
    }
}

#[test]
fn no_id_leads_elsewhere() {
    let names = ["../x", "/x", "a/b", "a\\b", "..", ".", "a.b", "a.", "a ", "C:x", "~", "a\u{0}b", "a%2fb", "\u{202e}x", ""];
    let long = "x".repeat(300);
    for name in names.iter().chain(DEVICES).chain([&long.as_str()]) {
        let text = BASE.replacen("id: 2026-03-14-slow-search", &format!("id: {}", quoted(name)), 1);
        let built = Folder::with(&text).build();
        // What nobody can see is found before it is known to be no id.
        let told = built.found("document/id") || built.found("leak/hidden-content");
        assert!(told && built.status != 0, "{name:?}: {}", built.human);
        let config = CONFIG.replacen("id = \"search\"", &format!("id = {}", quoted(name)), 1);
        assert!(Folder::with(BASE).file("allclear.toml", config).refusal().contains("id"), "{name:?}");
    }
    for file in ["nul.md", "com1.md", "a b.md", "a\\b.md", "c:x.md", "a..md"] {
        let built = Folder::new().document(file, BASE.replacen("id: 2026-03-14-slow-search\n", "", 1)).build();
        assert!(built.found("document/id") && built.status == 1, "{file}: {}", built.human);
    }
}

#[test]
fn no_alias_leads_elsewhere() {
    let plain = [
        "/../x/",
        "/x/../../y/",
        "/.git/config/",
        "/a//b/",
        "/a\\b/",
        "/C:/x/",
        "/a%2f..%2fb/",
        "/a./",
        "/a /",
        "~/x",
        "/a\u{0}/",
        "/",
        "",
    ];
    let devices = DEVICES.iter().flat_map(|device| [format!("/{device}/"), format!("/old/{}.html", device.to_uppercase())]);
    for alias in plain.into_iter().map(str::to_owned).chain(devices).chain([format!("/{}/", "x".repeat(300))]) {
        let text = BASE.replacen("  impact: partial", &format!("  impact: partial\n  aliases: [{}]", quoted(&alias)), 1);
        let built = Folder::with(&text).build();
        assert!(built.found("document/alias") && built.status == 1, "{alias:?}: {}", built.human);
    }
}

#[test]
fn no_file_of_the_theme_leads_elsewhere() {
    let outside = Outside::new();
    for name in ["nul", "NUL.txt", "Com1.tar.gz", "a.", "a ", "c:x", "a\\b", "aux.d/x"] {
        let refusal = Folder::with(BASE).file(&format!("theme/static/{name}"), "x").refusal();
        assert!(refusal.contains(name) && refusal.contains("help:"), "{name}: {refusal}");
    }
    for (link, target) in [("static/x.png", "secret.png"), ("locales/en.toml", "secret.toml"), ("static/all", "")] {
        let site = Folder::with(BASE).file("theme/static/own.txt", "x").file("theme/locales/own.txt", "");
        fs::remove_file(site.at("theme/locales/own.txt")).unwrap();
        symlink(outside.0.path().join(target), site.at("theme").join(link)).unwrap();
        assert!(site.refusal().contains("link"), "{link}");
    }
}

#[test]
fn the_baseline_is_written_in_the_folder_and_nowhere_else() {
    let outside = Outside::new();
    let before = fs::read(outside.0.path().join("secret.toml")).unwrap();
    let with = |path: &str| Folder::with(BASE).file("allclear.toml", format!("{CONFIG}\n[wording]\nbaseline = {}\n", quoted(path)));
    for way in outside.ways(".toml").into_iter().filter(|way| !way.starts_with("link/")) {
        let site = with(&way);
        if way.contains(['%', '\\', '~', ':']) || way.len() > 5000 {
            // A strange name in the folder itself, on the systems that this program runs on.
            let _ = run(write_baseline(&mut command(), site.path()));
            continue;
        }
        assert!(site.refusal().contains("baseline"), "{way}");
    }
    let site = with("known.toml");
    symlink(outside.0.path().join("secret.toml"), site.at("known.toml")).unwrap();
    run(write_baseline(&mut command(), site.path())).ends_with(2).complains("help:").hides("jam0123456789");
    let site = outside.beside(with("link/secret.toml"));
    run(write_baseline(&mut command(), site.path())).ends_with(2).complains("help:").hides("jam0123456789");
    assert_eq!(fs::read(outside.0.path().join("secret.toml")).unwrap(), before);
    assert_eq!(fs::read_dir(outside.0.path()).unwrap().count(), 3);
}

fn write_baseline<'c>(command: &'c mut std::process::Command, site: &Path) -> &'c mut std::process::Command {
    command.arg("check").arg(site).args(["--write-baseline", "--now", NOW])
}

#[test]
fn what_a_file_holds_that_is_no_rule_file_is_not_shown() {
    let outside = Outside::new();
    let folder = outside.0.path().to_str().unwrap();
    for (table, key, value) in [
        ("leaks", "exceptions", quoted(&format!("{folder}/secret.toml"))),
        ("leaks", "gitleaks", format!("[{}]", quoted(&format!("{folder}/secret.toml")))),
        ("wording", "styles", format!("[{}]", quoted(folder))),
        ("leaks", "exceptions", quoted("/dev/zero")),
        ("leaks", "gitleaks", "[\"/dev/zero\"]".to_owned()),
        ("wording", "styles", "[\"/dev/zero\"]".to_owned()),
    ] {
        let site = Folder::with(BASE).file("allclear.toml", format!("{CONFIG}\n[{table}]\n{key} = {value}\n"));
        let ended = allclear(["check", site.path().to_str().unwrap(), "--now", NOW]).ends_with(2);
        ended.complains("help:").hides("jam0123456789");
    }
}
