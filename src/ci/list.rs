//! Every ready-made file, and the parts that several of them share: all are files below `src/ci/files/` and dot files of the repository.

/// A file that a team commits as it is printed.
#[derive(Debug)]
pub struct ReadyMade {
    /// What it is asked for by.
    pub name: &'static str,
    /// Where it belongs.
    pub path: &'static str,
    /// What it does, in a line.
    pub about: &'static str,
    /// The text, with blanks and the names of parts.
    pub(super) template: &'static str,
}

/// All, in the order of the list that is printed.
pub const ALL: &[ReadyMade] = &[
    ReadyMade {
        name: "github",
        path: ".github/workflows/status.yml",
        about: "workflow: check and diff on pull requests, build and deploy on merge and by the clock",
        template: include_str!("files/github.yml"),
    },
    ReadyMade {
        name: "github-action",
        path: ".github/actions/allclear/action.yml",
        about: "composite action: the check and diff alone, for a workflow of your own",
        template: include_str!("files/github-action.yml"),
    },
    ReadyMade {
        name: "gitlab",
        path: ".gitlab-ci.yml",
        about: "pipeline: check and diff on merge requests, build and deploy on merge and by the clock",
        template: include_str!("files/gitlab.yml"),
    },
    ReadyMade {
        name: "gitlab-component",
        path: "templates/allclear.yml",
        about: "the same as a component with inputs, for a project of components",
        template: include_str!("files/gitlab-component.yml"),
    },
    ReadyMade {
        name: "hook",
        path: "hooks/post-receive",
        about: "hook of a bare repository: check, diff, build and deploy on every push",
        template: include_str!("files/post-receive"),
    },
    ReadyMade {
        name: "pre-commit",
        path: ".pre-commit-config.yaml",
        about: "pre-commit: check before a commit, diff before a push",
        template: include_str!("files/pre-commit.yml"),
    },
    ReadyMade {
        name: "pre-commit-hooks",
        path: ".pre-commit-hooks.yaml",
        about: "what the repository with the source of Allclear offers to pre-commit",
        template: include_str!("../../.pre-commit-hooks.yaml"),
    },
    ReadyMade {
        name: "dockerfile",
        path: ".docker/Dockerfile",
        about: "images from the source of Allclear: the program alone, and `ci` for jobs",
        template: include_str!("../../.docker/Dockerfile"),
    },
];

/// Text that several files have in common: name → text.
pub(super) const PARTS: &[(&str, &str)] = &[
    ("github-check.sh", include_str!("files/parts/github-check.sh")),
    ("github-comment.sh", include_str!("files/parts/github-comment.sh")),
    ("github-diff.sh", include_str!("files/parts/github-diff.sh")),
    ("github-due.sh", include_str!("files/parts/github-due.sh")),
    ("gitlab-check.sh", include_str!("files/parts/gitlab-check.sh")),
    ("gitlab-diff.sh", include_str!("files/parts/gitlab-diff.sh")),
    ("gitlab-jobs.yml", include_str!("files/parts/gitlab-jobs.yml")),
    ("gitlab-publish.sh", include_str!("files/parts/gitlab-publish.sh")),
];

/// A template with each `@include NAME@` replaced by that part, as deep as the mark stands.
pub(super) fn assembled(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    for line in template.lines() {
        let indent = &line[..line.len() - line.trim_start().len()];
        let name = line.trim().strip_prefix("@include ").and_then(|rest| rest.strip_suffix('@'));
        match name.and_then(|name| PARTS.iter().find(|(part, _)| *part == name)) {
            None => text.push_str(&format!("{line}\n")),
            Some((_, part)) => {
                let part = assembled(part);
                part.lines().for_each(|line| text.push_str(&if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}\n") }));
            }
        }
    }
    text
}
