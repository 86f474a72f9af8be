//! Vocabularies: `config/vocabularies/NAME/accept.txt` and `reject.txt` below the styles, one pattern a line, `#` for comments.

use std::path::Path;

/// The words of all vocabularies.
#[derive(Debug, Default)]
pub struct Words {
    /// Right as they are.
    pub accepted: Vec<String>,
    /// Never to be used.
    pub rejected: Vec<String>,
}

impl Words {
    /// Adds a vocabulary; what an earlier one says of a word counts no more. The error is one line.
    pub fn load(&mut self, styles: Option<&Path>, name: &str) -> Result<(), String> {
        let styles = styles.ok_or_else(|| format!("the vocabulary {name} needs a StylesPath"))?;
        let folders = [styles.join("config").join("vocabularies").join(name), styles.join("Vocab").join(name)];
        let folder = folders.iter().find(|folder| folder.is_dir()).ok_or_else(|| format!("there is no vocabulary {name}"))?;
        for (file, accepts) in [("accept.txt", true), ("reject.txt", false)] {
            let path = folder.join(file);
            if !path.exists() {
                continue;
            }
            let text = std::fs::read_to_string(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
            for word in text.lines().map(str::trim).filter(|word| !word.is_empty() && !word.starts_with('#')) {
                self.accepted.retain(|known| known != word);
                self.rejected.retain(|known| known != word);
                if accepts { &mut self.accepted } else { &mut self.rejected }.push(word.to_owned());
            }
        }
        Ok(())
    }
}
