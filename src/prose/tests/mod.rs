//! The families of Vale's own published scenarios, in our words: what a person has in a folder, and what is told about it.

mod blocks;
mod config;
mod hostile;
mod kinds;

use std::path::PathBuf;

use super::{Order, Outcome, lint};

/// A folder that goes away with the test.
struct Folder(tempfile::TempDir);

impl Folder {
    /// Files by path.
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        files.iter().for_each(|(path, text)| folder.write(path, text.as_bytes()));
        folder
    }

    /// A page, the rules of style `S` as `NAME.yml` and text, and a config that is based on it.
    fn style(rules: &[(&str, &str)], page: &str) -> Self {
        let folder =
            Self::new(&[(".vale.ini", "StylesPath = styles\nMinAlertLevel = suggestion\n[*]\nBasedOnStyles = S\n"), ("page.md", page)]);
        rules.iter().for_each(|(name, text)| folder.write(&format!("styles/S/{name}"), text.as_bytes()));
        folder
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::io::Write::write_all(&mut std::fs::File::create(path).unwrap(), bytes).unwrap();
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn lint(&self, paths: &[&str]) -> Result<Outcome, String> {
        self.order(Order { paths: paths.iter().map(|path| self.path(path)).collect(), ..Order::default() })
    }

    /// The same with more to say; the config is the folder's.
    fn order(&self, order: Order) -> Result<Outcome, String> {
        lint(&Order { config: order.config.or(Some(self.0.path().to_owned())), ..order }).map_err(|error| error.to_string())
    }

    /// Lines with paths below the folder.
    fn lines(&self, outcome: &Outcome) -> Vec<String> {
        let prefix = format!("{}/", self.0.path().display());
        outcome.lines().lines().map(|line| line.replace(&prefix, "")).collect()
    }

    /// The lines about `page.md`, without its name.
    fn told(&self) -> Vec<String> {
        self.lines(&self.lint(&["page.md"]).unwrap()).iter().map(|line| line.replacen("page.md:", "", 1)).collect()
    }

    /// The lines of a whole folder.
    fn all(&self) -> Vec<String> {
        self.lines(&self.lint(&[""]).unwrap())
    }
}
