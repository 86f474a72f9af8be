//! Every rule of ours finds its bad samples and is silent about its good ones; a team's file means what it means to gitleaks, or is refused.

mod files;
mod samples;
mod texts;

use super::{Reach, Secrets};
use crate::internal::check::leak::cross::Index;
use crate::internal::check::leak::detector::Hit;
use crate::internal::check::leak::permits::Permits;
use crate::internal::check::leak::tests::config::config;
use crate::internal::check::leak::view::{Flat, Text as _};

impl Secrets {
    /// What all rules find in a text that wakes them.
    fn found(&self, text: &str, reach: Reach) -> Vec<Hit> {
        let permits = Permits::new(&config(), []);
        let awake = Index::new(Vec::new(), self, &permits).woken(&Flat::verbatim(text), reach, &permits, self);
        self.scan(text, &awake.secrets, reach)
    }
}
