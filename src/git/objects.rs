//! Objects of a repository, one after the other, from one process of git. Comes in: the name of an object. Goes out: its bytes.
//! Must never: fetch what is not here, or keep more of a large object than was asked for.

use std::io::{BufRead as _, BufReader, Error, Read as _, Result, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Mutex, OnceLock};

use super::Repository;
use crate::error;

/// The objects of a repository. The process ends with it.
pub(super) struct Objects {
    process: Mutex<Option<Process>>,
    /// The first thing that git could not hand over.
    fault: OnceLock<String>,
}

struct Process {
    child: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Objects {
    pub(super) fn open(repository: &Repository) -> error::Result<Self> {
        let mut git = repository.reading();
        git.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = git.spawn().map_err(|error| super::missing(&error))?;
        let answers = child.stdout.take().ok_or_else(|| super::missing(&Error::other("it has no output")))?;
        let process = Process { questions: child.stdin.take(), answers: BufReader::new(answers), child };
        Ok(Self { process: Mutex::new(Some(process)), fault: OnceLock::new() })
    }

    /// The first bytes of an object, no more than `most`, and how many it has.
    pub(super) fn get(&self, name: &str, most: u64) -> Result<(Vec<u8>, u64)> {
        let mut process = self.process.lock().map_err(|_| Error::other("git was left in the middle of an answer"))?;
        let answer = process.as_mut().ok_or_else(|| Error::other("git has stopped")).and_then(|process| process.ask(name, most));
        if let Ok(Some(found)) = answer {
            return Ok(found);
        }
        let fact = match &answer {
            Ok(_) => format!("the repository here does not have the object {name}"),
            Err(error) => {
                // What comes next would be the rest of another answer.
                *process = None;
                format!("git did not hand over the object {name}: {error}")
            }
        };
        let _ = self.fault.set(fact.clone());
        Err(Error::other(fact))
    }

    /// Fails if an object was asked for in vain: what passed over it has built from less than the revision holds.
    pub(super) fn whole(&self) -> error::Result<()> {
        let Some(fact) = self.fault.get() else { return Ok(()) };
        Err(error::Error::usage(
            fact,
            "a clone made with --filter lacks files, and none are fetched here: clone without it, or run `git fetch --refetch --no-filter`; \
             `git fsck` tells whether the repository is damaged",
        ))
    }
}

impl Process {
    /// The bytes of an object; `None` if it is not here.
    fn ask(&mut self, name: &str, most: u64) -> Result<Option<(Vec<u8>, u64)>> {
        let questions = self.questions.as_mut().ok_or_else(|| Error::other("it has no input"))?;
        writeln!(questions, "{name}")?;
        questions.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        let mut words = head.split_whitespace().skip(1);
        let (kind, size) = (words.next(), words.next().and_then(|size| size.parse::<u64>().ok()));
        let size = match (kind, size) {
            (Some("missing"), None) => return Ok(None),
            (Some("blob" | "tree"), Some(size)) => size,
            _ => return Err(Error::other("its answer cannot be understood")),
        };
        let mut bytes = Vec::new();
        self.answers.by_ref().take(size.min(most)).read_to_end(&mut bytes)?;
        let rest = size.saturating_sub(most).saturating_add(1);
        let passed = std::io::copy(&mut self.answers.by_ref().take(rest), &mut std::io::sink())?;
        if bytes.len() as u64 != size.min(most) || passed != rest {
            return Err(Error::other("its answer ends too early"));
        }
        Ok(Some((bytes, size)))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Without questions left, git ends by itself; it is waited for, so that no dead process stays behind.
        drop(self.questions.take());
        let _ = std::io::copy(&mut self.answers, &mut std::io::sink());
        let _ = self.child.wait();
    }
}
