//! A place to write into, when no text is given: the user's editor, asked for as git asks for it. Goes out: the words without comment lines.
//! Must never: wait where nobody writes, or lose words that somebody wrote.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

/// A text that is being written, kept below the site's folder until it is posted.
pub struct Words {
    path: PathBuf,
    /// What was written.
    pub text: String,
}

impl Words {
    /// Opens the editor on what is kept of an earlier try, with these lines as comments below it.
    pub fn write(site: &Path, id: &str, comments: &str) -> anyhow::Result<Self> {
        let editor = editor()?;
        let folder = site.join(".allclear");
        let path = folder.join(format!("{id}.txt"));
        let comments: String = comments.lines().map(|line| format!("# {line}\n")).collect();
        let fault = |action: &str| {
            format!("cannot {action} {}\nhelp: give the text on the command line, or - to read it from standard input", path.display())
        };
        for place in [&folder, &path] {
            if place.is_symlink() {
                anyhow::bail!("{} is a link, and nothing is written where it leads\nhelp: remove it, then run this again", place.display());
            }
        }
        std::fs::create_dir_all(&folder).with_context(|| fault("write"))?;
        let kept = match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
            read => String::from_utf8(read.with_context(|| fault("read"))?),
        };
        // What an editor saved in another encoding is left to it as it is.
        if let Ok(kept) = kept {
            replace(&path, &format!("{}\n\n{comments}", words(&kept))).with_context(|| fault("write"))?;
        }
        // As git does it: the shell takes options that stand behind the editor's name apart.
        let ended = Command::new("sh").args(["-c", &format!("{editor} \"$@\"")]).arg(&editor).arg(&path).status();
        let ended = ended.with_context(|| format!("the editor {editor:?} cannot be started\nhelp: set VISUAL or EDITOR to another one"))?;
        if !ended.success() {
            anyhow::bail!(
                "the editor {editor:?} ended with an error, and nothing was written\nhelp: set VISUAL or EDITOR, or give the text on the command line"
            );
        }
        let text = String::from_utf8(std::fs::read(&path).with_context(|| fault("read"))?);
        let Ok(text) = text else {
            anyhow::bail!(
                "{} is not UTF-8, and nothing was written\nhelp: run this again, and save it as UTF-8: the editor begins with it",
                path.display()
            );
        };
        let written = Self { path, text: words(&text) };
        if written.text.is_empty() {
            written.done();
        }
        Ok(written)
    }

    /// Where the words are kept.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The words are posted, or there are none: nothing is kept.
    pub fn done(&self) {
        // A file that stays is what the next text begins with, and is seen then.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// A file with these words instead of others, in one step: a full disk loses none of them.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    // One that was left, or a link: it goes, and what it leads to stays.
    let _ = std::fs::remove_file(&beside);
    let written = std::fs::File::create_new(&beside).and_then(|mut file| file.write_all(text.as_bytes()));
    written.and_then(|()| std::fs::rename(&beside, path)).inspect_err(|_| drop(std::fs::remove_file(&beside)))
}

/// A text without comment lines and the blanks around it.
fn words(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// VISUAL on a terminal that can show it, else EDITOR, else vi where somebody sits at a terminal.
fn editor() -> anyhow::Result<String> {
    #[expect(clippy::disallowed_methods, reason = "the editor is the user's, and no input of a site")]
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let dumb = variable("TERM").is_none_or(|terminal| terminal == "dumb");
    let person = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let chosen = variable("VISUAL").filter(|_| !dumb).or_else(|| variable("EDITOR"));
    chosen.or_else(|| (person && !dumb).then(|| "vi".to_owned())).ok_or_else(|| {
        anyhow::anyhow!(
            "no text is given, and no editor is set\nhelp: write the text behind the command, give - to read it from standard input, or set EDITOR"
        )
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn comment_lines_are_dropped() {
        assert_eq!(super::words("\n# Investigating\nSlow.\n#\n\nNext # at 10:35.\n\n# end\n"), "Slow.\n\nNext # at 10:35.");
        assert_eq!(super::words("# only\n\n"), "");
    }
}
