//! What a ready-made file has to be told. Comes in: names as a person gives them. Goes out: a text with them in their places.
//! Must never: let through a character that means something to a shell, to YAML or to git.

use crate::error::{Error, Result};

/// The values for the blanks of a file; each has a default.
#[derive(Debug, Default, Clone)]
pub struct Blanks {
    /// The folder with allclear.toml, from the root of the repository. Default: `.`.
    pub site: Option<String>,
    /// The branch whose merges are published. Default: `main`.
    pub branch: Option<String>,
    /// The image that jobs run in. Default: a name that leads nowhere.
    pub image: Option<String>,
}

/// A name that stands for "fill this in": the top-level domain is reserved, so that it can never be anyone's.
const NOWHERE: &str = "registry.example/allclear-ci:0.1.0";

impl Blanks {
    /// Whether an image is still to be filled in by hand.
    pub fn leaves_image_open(&self, text: &str) -> bool {
        self.image.is_none() && text.contains(NOWHERE)
    }

    pub(super) fn fill(&self, file: &str, template: &str) -> Result<String> {
        let blanks = [
            ("site", &self.site, ".", "a folder below the root of the repository", ""),
            ("branch", &self.branch, "main", "a branch", ""),
            ("image", &self.image, NOWHERE, "the name of an image", ":@"),
        ];
        let mut text = template.to_owned();
        for (option, given, default, what, also) in blanks {
            let mark = format!("@{option}@");
            if let Some(value) = given {
                if !text.contains(&mark) {
                    return Err(Error::usage(format!("the file {file} has no place for --{option}"), format!("leave --{option} out")));
                }
                if !is_plain(value, also) {
                    return Err(Error::usage(
                        format!("--{option} {value:?} is not {what}"),
                        format!("write it with letters, digits and . _ - /{}, without .. and not with - or / at its begin", spaced(also)),
                    ));
                }
            }
            text = text.replace(&mark, given.as_deref().unwrap_or(default));
        }
        Ok(text)
    }
}

fn spaced(marks: &str) -> String {
    marks.chars().map(|mark| format!(" {mark}")).collect()
}

/// A name that is the same to a shell, to YAML between quotes, and to git; and that leads out of no folder.
fn is_plain(value: &str, also: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c) || also.contains(c);
    !value.is_empty() && value.chars().all(known) && !value.starts_with(['-', '/']) && value.split('/').all(|part| part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(site: &str, image: &str) -> Result<String> {
        let blanks = Blanks { site: Some(site.to_owned()), image: Some(image.to_owned()), branch: None };
        blanks.fill("sample", "site: \"@site@\"\nimage: \"@image@\"\nbranch: \"@branch@\"\n")
    }

    #[test]
    fn given_names_and_defaults_stand_in_their_places() {
        assert_eq!(
            filled("docs/status", "registry.example/team/allclear@sha256:0a").unwrap(),
            "site: \"docs/status\"\nimage: \"registry.example/team/allclear@sha256:0a\"\nbranch: \"main\"\n"
        );
    }

    #[test]
    fn what_could_be_more_than_a_name_is_refused() {
        for value in
            ["", "a b", "$(id)", "a\"b", "a\nb", "`id`", "../up", "a/../b", "-rf", "/etc", "a;b", "${{ github.token }}", "é", "a:b"]
        {
            let error = filled(value, "image").unwrap_err().to_string();
            assert!(error.contains("--site") && error.contains("help:"), "{error}");
        }
        assert!(filled(".", "image@sha256:0a b").is_err());
    }

    #[test]
    fn a_value_without_a_place_is_refused() {
        let blanks = Blanks { image: Some("image".to_owned()), ..Blanks::default() };
        assert!(blanks.fill("sample", "site: @site@\n").unwrap_err().to_string().contains("no place for --image"));
    }
}
