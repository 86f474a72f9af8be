//! What is wrong with a finished site because of an address in a document → findings at that place.
//! Comes in: addresses of the finished site. Must never: show more of a document than such an address.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Finding, Level, SourceId, Sources};
use crate::public::{History, Id, Incident, SitePath};
use crate::verify::DEAD_LINK;

/// The published incidents with the documents they come from.
pub struct Authors<'a> {
    /// The incidents.
    pub history: &'a History,
    /// The source of each, by id.
    pub origins: &'a BTreeMap<Id, SourceId>,
    /// The sources.
    pub sources: &'a Sources,
}

impl Authors<'_> {
    /// The documents whose pages have these links, as far as reports need no more of them than some lines: they must be read again.
    pub fn put_down(&self, dead: &[(SitePath, String)]) -> BTreeSet<SourceId> {
        let sources = dead.iter().filter_map(|(page, _)| self.origins.get(&self.incident(page)?.id)).copied();
        sources.filter(|source| self.sources.get(*source).put_down()).collect()
    }

    fn incident(&self, page: &SitePath) -> Option<&Incident> {
        let (_, rest) = page.as_str().split_once('/').filter(|(folder, _)| ["incidents", "maintenance"].contains(folder))?;
        self.history.all().find(|incident| rest.strip_suffix("/index.html") == Some(incident.id.as_str()))
    }

    /// The links to nowhere that stand on incident pages and in their documents.
    pub fn dead_links(&self, dead: &[(SitePath, String)]) -> Vec<(Id, Finding)> {
        let found = dead.iter().filter_map(|(page, target)| {
            let incident = self.incident(page)?;
            let source = *self.origins.get(&incident.id)?;
            let at = self.sources.get(source).text().find(target)?;
            let finding = Finding::new(DEAD_LINK, Level::Error, source, at..at + target.len(), "this link leads to no page of this site")
                .help("correct the address, or take the link out: customers would find nothing there");
            Some((incident.id.clone(), finding))
        });
        found.collect()
    }

    /// The incidents whose own page has a fault, or whose author wrote one of these links.
    pub fn faulty(&self, astray: &[(Id, Finding)]) -> BTreeSet<Id> {
        let pages: Vec<&str> = self.sources.iter().filter_map(|(_, source)| source.path().strip_prefix("site")).collect();
        let own = self.history.all().filter(|incident| pages.iter().any(|page| page.starts_with(&incident.page())));
        own.map(|incident| incident.id.clone()).chain(astray.iter().map(|(id, _)| id.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;
    use crate::public::sample;

    #[test]
    fn an_address_is_found_where_its_author_wrote_it() {
        let history = sample::history();
        let id = history.incidents[0].id.clone();
        let mut sources = Sources::default();
        let text = "[here](https://status.example.com/nowhere)\n";
        let origins = BTreeMap::from([(id.clone(), sources.add(Source::new("postmortems/a.md", text)))]);
        let authors = Authors { history: &history, origins: &origins, sources: &sources };

        let page = |path: &str| SitePath::new(path).expect("a path");
        let nowhere = "https://status.example.com/nowhere".to_owned();
        let dead = [(page(&format!("incidents/{id}/index.html")), nowhere.clone()), (page("feed.xml"), nowhere.clone())];
        let found = authors.dead_links(&dead);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1.span.clone().map(|span| &text[span]), Some(nowhere.as_str()));
        assert_eq!(authors.faulty(&found).into_iter().collect::<Vec<_>>(), [id]);
    }
}
