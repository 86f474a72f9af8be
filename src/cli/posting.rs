//! What `open`, `update`, `resolve` and `maintenance` have in common: where the text comes from, the step with git, and what is told.

use std::io::Read as _;
use std::path::PathBuf;

use allclear::clock::{self, Time};
use allclear::diagnostic::{Level, Report};
use allclear::git::{Commit, Sent};
use allclear::live::{self, Place, Verdict, Written};
use allclear::public::{Impact, Phase};

use super::editor::Words;
use super::{Status, terminal};

/// The options of every command that posts.
#[derive(clap::Args)]
pub struct Common {
    /// The text of the update; - reads it from standard input. Without it, your editor opens.
    #[arg(long, short, value_name = "TEXT")]
    message: Option<String>,
    /// The folder with allclear.toml.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,
    /// The clock, as RFC 3339. Default: `SOURCE_DATE_EPOCH`, else now.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Commit the document, and nothing else.
    #[arg(long)]
    commit: bool,
    /// Commit it, and push the branch to its upstream.
    #[arg(long)]
    push: bool,
}

/// The longest text that is read from standard input, in bytes.
const LONGEST: u64 = 1 << 20;

impl Common {
    /// The clock.
    pub fn now(&self) -> anyhow::Result<Time> {
        Ok(clock::now(self.now.as_deref())?)
    }

    /// A time that somebody wrote.
    pub fn moment(&self, text: Option<&String>) -> anyhow::Result<Option<Time>> {
        Ok(text.map(|text| live::moment(&self.site, text)).transpose()?)
    }

    /// Asks git, takes the text, posts it, and tells what came of it. `name` is what the commit is called before the phase.
    pub fn run(
        &self,
        place: &Place,
        name: &str,
        prompt: &str,
        text: Option<&str>,
        post: impl FnOnce(&str) -> anyhow::Result<(Verdict, Report)>,
    ) -> Status {
        let prepared = || (self.commit || self.push).then(|| Commit::prepare(&self.site, &place.document)).transpose();
        let mut commit = prepared()?;
        let (text, edited) = self.words(place, prompt, text)?;
        if edited.is_some() {
            // Somebody may have changed the document while this was being written.
            commit = prepared().inspect_err(|_| keep(edited.as_ref()))?;
        }
        if text.trim().is_empty() {
            anyhow::bail!("the text is empty, and nothing was written\nhelp: say what customers notice, and when the next update comes");
        }
        let (verdict, report) = post(&text).inspect_err(|_| keep(edited.as_ref()))?;
        terminal::tell(&terminal::render(&report));
        match verdict {
            Verdict::Refused => {
                keep(edited.as_ref());
                terminal::note(&format!(
                    "{}; nothing was written\nhelp: say it in other words, and run the command again",
                    report.counts()
                ));
                Ok(report.exit_status(Level::Error))
            }
            Verdict::Written(written) => {
                edited.iter().for_each(Words::done);
                self.sent(&written, commit.as_ref(), name)
            }
        }
    }

    /// The given text, standard input, or the editor.
    fn words(&self, place: &Place, prompt: &str, text: Option<&str>) -> anyhow::Result<(String, Option<Words>)> {
        match text.or(self.message.as_deref()) {
            Some("-") => Ok((standard_input()?, None)),
            Some(text) => Ok((text.to_owned(), None)),
            None => {
                let edited = Words::write(&self.site, &place.id, &format!("{prompt}, for {}\n{HOW}", place.address))?;
                Ok((edited.text.clone(), Some(edited)))
            }
        }
    }

    /// The step with git, and what is public now.
    fn sent(&self, written: &Written, commit: Option<&Commit>, name: &str) -> Status {
        let say = |when: &str| terminal::print(&self.told(written, when));
        let Some(commit) = commit else {
            say("not yet: commit it and push it; it goes out when that is built");
            return Ok(0);
        };
        let message = format!("{name} {}: {}", written.place.id, live::phase_name(written.phase));
        let made = commit.make(&message).inspect_err(|_| say("not yet: it is written, and not committed"))?;
        let here = format!("committed to {} as {made}", commit.branch());
        if !self.push {
            say(&format!("not yet: {here}; `{} push` sends it, and it goes out when that is built", commit.git()));
            return Ok(0);
        }
        let Sent { upstream, earlier } = commit.push().inspect_err(|_| say(&format!("not yet: {here}, and not sent")))?;
        let along = if earlier > 0 { format!(" with {}", terminal::many(earlier, "earlier commit")) } else { String::new() };
        say(&format!("{here}, and sent to {upstream}{along}; it goes out when {upstream} is built"));
        Ok(0)
    }

    /// What is public now, and where; the document's path stands alone on the first line.
    fn told(&self, written: &Written, when: &str) -> String {
        let Written { place, phase, at, withheld } = written;
        let at = at.format("%Y-%m-%d %H:%M UTC");
        let public = match withheld {
            0 => "this update, and what the `public:` block says".to_owned(),
            errors => format!(
                "nothing of this document, until {} that stood in it before {} mended; `allclear check` shows them",
                terminal::many(*errors, "error"),
                if *errors == 1 { "is" } else { "are" }
            ),
        };
        format!(
            "{}\n\n  said      {}, {at}\n  public    {public}\n  where     {}\n  when      {when}\n",
            terminal::seen(&self.site, &place.document),
            live::phase_name(*phase),
            place.address
        )
    }
}

const HOW: &str = "\nSay what customers notice, since when, how many of them, and when the next update comes.\nLines that begin with # are dropped. An empty text cancels, and nothing is written.";

fn keep(edited: Option<&Words>) {
    if let Some(edited) = edited {
        terminal::note(&format!("note: your text is kept in {}; the editor begins with it next time", edited.path().display()));
    }
}

fn standard_input() -> anyhow::Result<String> {
    let mut text = String::new();
    match std::io::stdin().take(LONGEST + 1).read_to_string(&mut text) {
        // A part of it would say something else.
        Ok(length) if length as u64 > LONGEST => {
            anyhow::bail!(
                "the text on standard input is longer than 1 MiB, and nothing was written\nhelp: an update is a few sentences; give those"
            )
        }
        Ok(_) => Ok(text),
        Err(error) => anyhow::bail!("standard input cannot be read: {error}\nhelp: write the text behind the command, as UTF-8"),
    }
}

/// `degraded`, `partial`, `full` or `none`.
pub fn impact(text: &str) -> Result<Impact, String> {
    let known = [Impact::None, Impact::Degraded, Impact::Partial, Impact::Full];
    known
        .into_iter()
        .find(|impact| text.trim().eq_ignore_ascii_case(impact.key()))
        .ok_or_else(|| "use degraded, partial, full or none".to_owned())
}

/// A phase, in any case; blank, hyphen and underscore are alike.
pub fn phase(text: &str) -> Result<Phase, String> {
    live::phase(text).ok_or_else(|| {
        "use investigating, identified, monitoring, update or resolved; for maintenance scheduled, in-progress, verifying, update or completed".to_owned()
    })
}

/// `search=partial`, or `search` where the impact is that of the whole.
pub fn component(text: &str) -> Result<(String, Option<Impact>), String> {
    match text.rsplit_once('=') {
        Some((name, given)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), Some(impact(given)?))),
        None if !text.trim().is_empty() => Ok((text.trim().to_owned(), None)),
        _ => Err("name a component, as in search or search=partial".to_owned()),
    }
}

/// `search=partial`.
pub fn affected(text: &str) -> Result<(String, Impact), String> {
    match component(text)? {
        (name, Some(impact)) => Ok((name, impact)),
        (name, None) => Err(format!("say how hard it is hit, as in {name}=partial")),
    }
}
