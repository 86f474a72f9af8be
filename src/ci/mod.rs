//! Ready-made files for CI. Comes in: a name and what the file has to be told. Goes out: the text, ready to commit.
//! Must never: take a value that a shell or YAML could read as more than a name.

mod blanks;
mod list;

pub use blanks::Blanks;
pub use list::{ALL, ReadyMade};

use crate::error::{Error, Result};

/// The file of a name.
///
/// # Errors
/// If there is none; with the names that there are.
pub fn find(name: &str) -> Result<&'static ReadyMade> {
    ALL.iter().find(|file| file.name == name).ok_or_else(|| {
        let names: Vec<&str> = ALL.iter().map(|file| file.name).collect();
        Error::usage(format!("there is no ready-made file {name:?}"), format!("the names are {}", names.join(", ")))
    })
}

impl ReadyMade {
    /// The file with its parts in their places and its blanks filled in.
    ///
    /// # Errors
    /// If a value was given that this file has no place for.
    pub fn text(&self, blanks: &Blanks) -> Result<String> {
        blanks.fill(self.name, &list::assembled(self.template))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_blank_and_no_part_is_left_open() {
        for file in ALL {
            let text = file.text(&Blanks::default()).unwrap();
            let open = text
                .lines()
                .find(|line| line.contains("@include") || line.contains("@site@") || line.contains("@image@") || line.contains("@branch@"));
            assert_eq!(open, None, "{}", file.name);
            assert!(text.ends_with('\n') && !text.contains('\t') && !text.contains(" \n"), "{}", file.name);
        }
    }

    #[test]
    fn every_part_is_used() {
        for (name, _) in list::PARTS {
            let mark = format!("@include {name}@");
            let users = ALL.iter().map(|file| file.template).chain(list::PARTS.iter().map(|(_, text)| *text));
            assert!(users.filter(|text| text.contains(&mark)).count() > 0, "{name}");
        }
    }

    #[test]
    fn an_unknown_name_is_told_the_known_ones() {
        let error = find("jenkins").unwrap_err().to_string();
        assert!(error.contains("\"jenkins\"") && error.contains("github, "), "{error}");
    }
}
