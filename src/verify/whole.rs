//! Comes in: what was read in every file of a site. Goes out: nothing, or findings about the files with something wrong in them, which
//! are read again for the places.
//! Must never: let a file pass that was in doubt and cannot be read again.

use foldhash::HashMap;
use rayon::prelude::*;

use super::address::{Away, Place, names};
use super::reader::{Read, Reader, contains};
use super::reading::{self, Link, Reading};
use super::{DEAD_LINK, Fault, Faulty, Refused, Sound, UNSAFE_MARKUP, picture};
use crate::diagnostic::Sources;
use crate::public::SitePath;

impl Reader {
    /// Whether a site of these files is sound: no leak and no fault in any, and no link inside it that leads nowhere.
    /// `bytes_of` gives the bytes of a file once more, if there is something to report about it.
    ///
    /// # Errors
    /// [`Refused`] with all findings. The files that they are about are added to `sources` as `site/PATH`.
    pub fn conclude<'r, B>(
        &self,
        reads: impl IntoIterator<Item = (&'r SitePath, &'r Read)>,
        bytes_of: B,
        sources: &mut Sources,
    ) -> Result<Sound, Refused>
    where
        B: Fn(&SitePath) -> Option<Vec<u8>> + Sync,
    {
        let files: HashMap<&str, (&SitePath, &Read)> = reads.into_iter().map(|(path, read)| (path.as_str(), (path, read))).collect();
        let files = Files(files);
        let dead = self.places().which(|path, id| files.why_dead(path, id).is_some());
        let leads_nowhere = |read: &Read| read.wanted.iter().any(|place| dead.get(*place as usize) != Some(&false));
        let mut faulty: Vec<(&SitePath, &Read)> =
            files.0.values().filter(|(_, read)| read.doubtful || !read.leaks.is_empty() || leads_nowhere(read)).copied().collect();
        if faulty.is_empty() {
            return Ok(Sound::found());
        }
        faulty.sort_unstable_by_key(|(path, _)| *path);
        let examined: Vec<Examined> = faulty
            .par_iter()
            .map(|(path, read)| {
                let in_doubt = read.doubtful || leads_nowhere(read);
                let bytes = in_doubt.then(|| bytes_of(path)).flatten();
                self.examine(path, read, bytes.as_deref(), &files)
            })
            .collect();
        let (mut findings, mut dead) = (Vec::new(), Vec::new());
        for Examined { faulty, astray } in examined {
            findings.extend(faulty.into_iter().flat_map(|faulty| faulty.findings(sources)));
            dead.extend(astray);
        }
        Err(Refused { findings, dead })
    }

    /// Everything wrong with one file. A file with a leak is not asked for more: a message about its links could repeat the leak.
    fn examine(&self, path: &SitePath, read: &Read, bytes: Option<&[u8]>, files: &Files<'_>) -> Examined {
        let reading = bytes.map(|bytes| Reading::of(path, bytes)).unwrap_or_default();
        let (mut faults, mut astray) = (Vec::new(), Vec::new());
        faults.extend(reading.faults.iter().map(unsafe_markup));
        for link in &reading.links {
            if let Some(fault) = self.why_not(path, link, files) {
                if fault.rule == DEAD_LINK {
                    astray.push((path.clone(), link.target.trim().to_owned()));
                }
                faults.push(fault);
            }
        }
        if !read.leaks.is_empty() {
            return Examined { faulty: read.leaks.clone(), astray };
        }
        // A drawing with a script in it has one fault, not two.
        if faults.is_empty() {
            faults.extend(bytes.and_then(|bytes| picture::fault(path, bytes)));
        }
        if faults.is_empty() {
            faults.push(unclear(path));
        }
        // Bytes that are no text have no lines and no excerpt.
        let text = bytes.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok()).unwrap_or_default();
        Examined { faulty: vec![Faulty { path: format!("site/{path}"), text, faults }], astray }
    }

    /// What is wrong with a link.
    fn why_not(&self, path: &SitePath, link: &Link, files: &Files<'_>) -> Option<Fault> {
        let target = link.target.trim();
        let fault = |rule: &str, message: String, help: &str| {
            Some(Fault { rule: rule.to_owned(), span: link.how.span.clone(), message, help: help.to_owned() })
        };
        let why = match self.root.resolve(path.as_str(), target) {
            Place::Dead(why) => why,
            Place::Inside(place) => files.why_dead(&place.path, place.id.as_deref())?,
            Place::Away(Away::OtherHost) if link.how.loads => {
                return fault(
                    UNSAFE_MARKUP,
                    format!("{path} loads {target:?} from another host"),
                    "put a copy of the file into theme/static and load that: a status page has to stand when others fall",
                );
            }
            Place::Away(_) => return None,
        };
        fault(
            DEAD_LINK,
            format!("{path} links to {target:?}: {why}"),
            "correct the link in the theme, or the alias or page it should lead to",
        )
    }
}

/// All files of a site by path.
struct Files<'r>(HashMap<&'r str, (&'r SitePath, &'r Read)>);

impl Files<'_> {
    /// Why a place inside the site does not exist.
    fn why_dead(&self, path: &str, id: Option<&str>) -> Option<&'static str> {
        let Some((_, file)) = names(path).find_map(|name| self.0.get(name.as_ref())) else { return Some("the site has no such file") };
        match (&file.ids, id) {
            (Some(ids), Some(id)) if !contains(ids, id) => Some("the page has no such id"),
            _ => None,
        }
    }
}

/// What was found in a file that was read again.
struct Examined {
    faulty: Vec<Faulty>,
    /// The links in it that lead nowhere.
    astray: Vec<(SitePath, String)>,
}

fn unsafe_markup(fault: &reading::Fault) -> Fault {
    Fault { rule: UNSAFE_MARKUP.to_owned(), span: fault.span.clone(), message: fault.message.clone(), help: fault.help.to_owned() }
}

/// The fault of a file that did not pass, and cannot be read again, or passes then.
fn unclear(path: &SitePath) -> Fault {
    Fault {
        rule: UNSAFE_MARKUP.to_owned(),
        span: None,
        message: format!("{path} holds a link or markup that does not pass, and could not be read twice alike"),
        help: "build again; if it stays, report it".to_owned(),
    }
}
