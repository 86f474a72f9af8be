//! Comes in: pages that browsers asked for, and what there is to say of each. Goes out: lines for the terminal, once until they change.
//! Must never: print what a browser sent. Only pages that the site has are named, by their own paths.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use super::live::Current;
use crate::public::SitePath;

/// What there is to say of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where it comes from, and how much was found: `postmortems/a.md: 2 warnings`.
    pub about: String,
    /// What was found, as whole lines; may be empty.
    pub findings: String,
}

/// What there is to say of a page, told its file and its bytes.
pub type Notes = Box<dyn Fn(&SitePath, &[u8]) -> Option<Note>>;

/// A page that is not public, for the list that is told when the server starts and whenever it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unpublished {
    /// The path of its page from the site's root; `None` if it is not shown.
    pub page: Option<String>,
    /// Where it comes from, and why it is not public.
    pub about: String,
}

/// What was told already.
#[derive(Default)]
pub(super) struct Told {
    pages: BTreeMap<SitePath, Note>,
    unpublished: Vec<Unpublished>,
    address: Option<String>,
}

impl Told {
    /// The line of a page that was asked for, with its findings; nothing if that was told.
    pub(super) fn page(&mut self, file: &SitePath, current: &Current, notes: &Notes) -> Option<String> {
        let note = notes(file, current.files.get(file)?)?;
        if self.pages.get(file) == Some(&note) {
            return None;
        }
        let page = file.as_str().strip_suffix("index.html").unwrap_or(file.as_str());
        let text = format!("GET {}/{page} ← {}\n{}", current.base, plain(&note.about), note.findings);
        self.pages.insert(file.clone(), note);
        Some(text)
    }

    /// Where the site is served, once until that changes.
    pub(super) fn address(&mut self, address: SocketAddr, base: Option<&str>) -> Option<String> {
        let told = format!("http://{address}{}/", base.unwrap_or_default());
        if self.address.as_ref() == Some(&told) || (base.is_none() && self.address.is_some()) {
            return None;
        }
        self.address = Some(told.clone());
        Some(format!("serving {told} until Ctrl-C\n"))
    }

    /// The list of what is not public, once until it changes.
    pub(super) fn unpublished(&mut self, list: Vec<Unpublished>, address: SocketAddr, base: &str) -> Option<String> {
        if self.unpublished == list {
            return None;
        }
        let line = |one: &Unpublished| {
            let page = one.page.as_ref().map_or_else(|| "not shown".to_owned(), |page| format!("http://{address}{base}{page}"));
            format!("  {page} ← {}\n", plain(&one.about))
        };
        let lines: String = list.iter().map(line).collect();
        let head = match list.len() {
            0 => "there are no drafts any more\n".to_owned(),
            1 => "1 draft, which nobody but you can see:\n".to_owned(),
            more => format!("{more} drafts, which nobody but you can see:\n"),
        };
        self.unpublished = list;
        Some(head + &lines)
    }
}

/// A line for a terminal: the name of a file may hold what moves its cursor.
fn plain(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_told_of_until_nothing_new_is_to_be_said() {
        let file = SitePath::new("incidents/a/index.html").unwrap();
        let current =
            Current { files: BTreeMap::from([(file.clone(), b"page".as_slice().into())]), base: "/status".into(), ..Current::default() };
        let says = |count: u8| -> Notes {
            Box::new(move |_, _| Some(Note { about: format!("a\u{1b}[2J.md: {count}"), findings: "found\n".into() }))
        };
        let mut told = Told::default();
        assert_eq!(told.page(&file, &current, &says(1)).as_deref(), Some("GET /status/incidents/a/ ← a\u{fffd}[2J.md: 1\nfound\n"));
        assert_eq!(told.page(&file, &current, &says(1)), None);
        assert!(told.page(&file, &current, &says(2)).is_some());
        assert_eq!(told.page(&SitePath::new("feed.xml").unwrap(), &current, &says(1)), None);
    }

    #[test]
    fn the_list_of_drafts_is_told_when_it_changes() {
        let address: SocketAddr = "127.0.0.1:4000".parse().unwrap();
        let one = |page: Option<&str>| vec![Unpublished { page: page.map(str::to_owned), about: "a.md: its status is draft".into() }];
        let mut told = Told::default();
        assert_eq!(told.unpublished(Vec::new(), address, ""), None);
        let text = told.unpublished(one(Some("/incidents/a/")), address, "").unwrap();
        assert!(text.contains("  http://127.0.0.1:4000/incidents/a/ ← a.md: its status is draft\n"), "{text}");
        assert_eq!(told.unpublished(one(Some("/incidents/a/")), address, ""), None);
        assert!(told.unpublished(one(None), address, "").unwrap().contains("  not shown ← a.md"));
        assert_eq!(told.unpublished(Vec::new(), address, "").as_deref(), Some("there are no drafts any more\n"));
    }
}
