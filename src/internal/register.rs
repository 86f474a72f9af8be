//! Which document stands behind an id that is public already. Comes in: all drafts. Goes out: answers about single ids and paths.
//! Must never: list what it knows. The id of a document that publishes nothing is internal.

use std::collections::{BTreeMap, BTreeSet};

use super::read::draft::Draft;
use super::read::public::alias_path;
use crate::diagnostic::SourceId;

/// Answers questions about ids and paths that the asker knows.
#[derive(Default)]
pub(crate) struct Register {
    standings: BTreeMap<String, Standing>,
    aliases: BTreeSet<String>,
}

/// Where a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Its source, for findings.
    pub(crate) source: SourceId,
    /// Whether it says `publish: false`: what it published is taken back on purpose.
    pub(crate) withdrawn: bool,
}

impl Register {
    /// Of all documents that could be read, published or not.
    pub(super) fn of(drafts: &[Box<Draft>]) -> Self {
        let standing = |draft: &Draft| Standing { source: draft.source, withdrawn: !draft.publish };
        let standings = drafts.iter().map(|draft| (draft.id.value.clone(), standing(draft))).collect();
        let aliases = drafts.iter().filter_map(|draft| draft.public.as_ref()).flat_map(|public| &public.aliases);
        Self { standings, aliases: aliases.filter_map(|alias| alias_path(&alias.value)).collect() }
    }

    /// The document of an id.
    pub(crate) fn standing(&self, id: &str) -> Option<Standing> {
        self.standings.get(id).copied()
    }

    /// Whether a document, published or not, claims a file of the site as its former path.
    pub(crate) fn claims(&self, file: &str) -> bool {
        self.aliases.contains(file)
    }
}
