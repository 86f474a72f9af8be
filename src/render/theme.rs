//! Templates, static files and locales: those in the binary, and single files of a site in place of them.
//! Comes in: the site's `theme/` folder. Goes out: a theme in memory. Never reads through a link that leads out of the folder.

use std::collections::BTreeMap;
use std::path::Path;

use rust_embed::RustEmbed;

use super::Locale;
use super::locale::chain;
use crate::error::{Error, Result};
use crate::folder::{self, Kind};
use crate::public::SitePath;

/// The theme in the binary.
#[derive(RustEmbed)]
#[folder = "theme/"]
struct Embedded;

/// A site's folder for its own theme files.
const FOLDER: &str = "theme";
/// Where the words of the interface are.
const LOCALES: &str = "locales/";
/// The language that has every word.
const ENGLISH: &str = "en";
/// The file that states the contract.
const MANIFEST: &str = "theme.toml";

/// A theme in memory: file names relative to the theme folder → bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    files: BTreeMap<String, Vec<u8>>,
}

impl Theme {
    /// The theme that comes with the program.
    pub fn embedded() -> Self {
        let files = Embedded::iter().filter_map(|name| Some((name.to_string(), Embedded::get(&name)?.data.into_owned())));
        Self { files: files.collect() }
    }

    /// The embedded theme with a site's own files in place of those of the same name.
    pub fn load(site: impl Into<folder::Folder>) -> Result<Self> {
        let site = site.into();
        let mut theme = Self::embedded();
        let folder = site.join(FOLDER);
        match site.symlink_metadata(&folder) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(theme),
            Err(error) => return Err(Error::io("read", &folder)(error)),
        }
        let real = site.canonicalize(site.root()).map_err(Error::io("read", site.root()))?;
        let root = site.canonicalize(&folder).map_err(Error::io("read", &folder))?;
        if root != real.join(FOLDER) {
            return Err(refused("", "the folder is a link", "put the theme's files into the folder itself"));
        }
        let mut own = BTreeMap::new();
        gather(&site, &root, "", &mut own)?;
        check_contract(&own)?;
        theme.files.extend(own);
        Ok(theme)
    }

    /// The words of the interface in a language. `de-AT` is looked for as such, then as `de`; a site's own file comes before the
    /// program's of that name. What is missing in all of them is English.
    pub fn locale(&self, language: &str) -> Result<Locale> {
        let english = embedded_locale(ENGLISH)?;
        let mut tags = chain(language);
        if !tags.iter().any(|tag| self.files.contains_key(&locale_file(tag))) {
            return Err(self.unspoken(language));
        }
        tags.retain(|tag| tag != ENGLISH);
        tags.push(ENGLISH.to_owned());
        let mut layers = Vec::new();
        for tag in tags {
            let file = locale_file(&tag);
            let Some(text) = self.locale_text(&tag)? else { continue };
            let own = Locale::parse(&file, &tag, text)?;
            own.check(&file, &english)?;
            layers.extend([own, embedded_locale(&tag)?]);
        }
        Ok(layers.into_iter().rfold(english, |behind, locale| locale.or(behind)))
    }

    fn unspoken(&self, language: &str) -> Error {
        let known = self.languages().collect::<Vec<_>>().join(", ");
        Error::usage(
            format!("`language = {language:?}` of allclear.toml: the interface has no words in this language; it has {known}"),
            format!(
                "write one of these, or bring the words in theme/{}: it holds the keys of the English one, and what it lacks is shown in English",
                locale_file(language)
            ),
        )
    }

    /// The tags of the languages there are, sorted.
    pub(super) fn languages(&self) -> impl Iterator<Item = &str> {
        self.files.keys().filter_map(|file| file.strip_prefix(LOCALES)?.strip_suffix(".toml"))
    }

    /// The text of a locale file; nothing if there is none.
    pub(super) fn locale_text(&self, tag: &str) -> Result<Option<&str>> {
        self.text(&locale_file(tag))
    }

    /// Template names with their text, sorted.
    pub(super) fn templates(&self) -> Result<Vec<(&str, &str)>> {
        let names = self.files.keys().filter_map(|file| Some((file, file.strip_prefix("templates/")?)));
        names.map(|(file, name)| Ok((name, self.text(file)?.unwrap_or_default()))).collect()
    }

    /// Static files by name, sorted.
    pub(super) fn statics(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().filter_map(|(file, bytes)| Some((file.strip_prefix("static/")?, bytes.as_slice())))
    }

    fn text(&self, file: &str) -> Result<Option<&str>> {
        let Some(bytes) = self.files.get(file) else { return Ok(None) };
        std::str::from_utf8(bytes).map(Some).map_err(|_| refused(file, "it is not UTF-8", "save it as UTF-8"))
    }
}

fn locale_file(tag: &str) -> String {
    format!("{LOCALES}{tag}.toml")
}

/// The words in the binary; none if it does not have the language.
fn embedded_locale(tag: &str) -> Result<Locale> {
    let file = locale_file(tag);
    let text = Embedded::get(&file).map(|file| file.data.into_owned()).unwrap_or_default();
    Locale::parse(&file, tag, &String::from_utf8_lossy(&text))
}

fn refused(file: &str, reason: &str, help: &str) -> Error {
    Error::Theme {
        file: if file.is_empty() { FOLDER.to_owned() } else { file.to_owned() },
        reason: reason.to_owned(),
        help: help.to_owned(),
    }
}

/// Reads a folder and those below it. Names with a leading dot and Markdown notes are left alone.
fn gather(site: &folder::Folder, root: &Path, below: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    let folder = root.join(below);
    for path in site.list(&folder).map_err(Error::io("list", &folder))? {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return Err(refused(below, "the name of a file in it is not UTF-8", "rename the file"));
        };
        let file = if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") };
        let notes = Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
        if name.starts_with('.') || notes {
            continue;
        }
        if site.symlink_metadata(&path).map_err(Error::io("read", &path))? == Kind::Folder {
            gather(site, root, &file, files)?;
            continue;
        }
        check_place(site, root, &path, &file)?;
        if let Some(twin) = files.keys().find(|other| other.to_lowercase() == file.to_lowercase()) {
            let help = "rename one of them: on some disks and hosts the two are one file";
            return Err(refused(twin.max(&file), "another file of the theme has this name but for capital letters", help));
        }
        files.insert(file, site.read_inside(&path).map_err(Error::io("read", &path))?);
    }
    Ok(())
}

/// Refuses links that leave the folder, what is no file, and files that no part of the program would read.
fn check_place(site: &folder::Folder, root: &Path, path: &Path, file: &str) -> Result<()> {
    let real = site.canonicalize(path).map_err(Error::io("read", path))?;
    if !real.starts_with(root) {
        return Err(refused(file, "it is a link to a file outside the theme folder", "put a copy of the file in its place"));
    }
    if !site.is_file(&real) {
        return Err(refused(file, "it is no file", "put a file in its place, or remove it"));
    }
    if SitePath::new(file).is_none() {
        return Err(refused(file, "some systems read its name otherwise", "write letters, digits, - and a short ending"));
    }
    let extension =
        |folder: &str, wanted: &str| file.strip_prefix(folder).is_some_and(|name| name.ends_with(wanted) && !name.contains('/'));
    let known = file == MANIFEST || extension("templates/", ".html") || extension(LOCALES, ".toml") || file.starts_with("static/");
    let help = "templates are templates/NAME.html, languages locales/NAME.toml, everything else is in static/";
    if known { Ok(()) } else { Err(refused(file, "it is no part of a theme", help)) }
}

/// Whoever replaces a template says for which contract it was written.
fn check_contract(own: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    let ours = contract(&Embedded::get(MANIFEST).map(|file| file.data.into_owned()).unwrap_or_default())?;
    let Some(bytes) = own.get(MANIFEST) else {
        let Some(template) = own.keys().find(|file| file.starts_with("templates/")) else { return Ok(()) };
        let help = format!("add theme/{MANIFEST} with the line `contract = {ours}`, and compare the template with the current one");
        return Err(refused(template, "the theme does not say for which contract its templates were written", &help));
    };
    let theirs = contract(bytes)?;
    if theirs == ours {
        return Ok(());
    }
    let reason = format!("it is written for contract {theirs}, this program has contract {ours}");
    Err(refused(MANIFEST, &reason, "compare the theme's templates with the current ones, then change the number"))
}

/// The version of what templates are given. It grows when a view loses or renames a field.
fn contract(bytes: &[u8]) -> Result<i64> {
    let broken = |reason: &str| refused(MANIFEST, reason, "write one line: `contract = 1`");
    let text = std::str::from_utf8(bytes).map_err(|_| broken("it is not UTF-8"))?;
    let table: toml::Table = toml::from_str(text).map_err(|error| broken(error.message()))?;
    table.get("contract").and_then(toml::Value::as_integer).ok_or_else(|| broken("it states no contract"))
}

#[cfg(test)]
mod tests;
