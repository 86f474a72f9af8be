//! An incident's public words in the order in which they became public: comes in an incident, go out its steps.
//! Every output that tells the story tells it from here, so that no two of them can disagree.

use crate::clock::Time;
use crate::public::{Correction, Incident, Postmortem, Prose, Site, Update};

/// One thing that was said in public about an incident.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    /// A status update.
    Update(&'a Update),
    /// The external message.
    Postmortem(&'a Postmortem),
    /// A correction of either.
    Correction(&'a Correction),
}

/// The steps of an incident, oldest first; those of one moment as update, message, correction.
pub fn steps(incident: &Incident) -> Vec<Step<'_>> {
    let mut steps: Vec<_> = all(incident).collect();
    steps.sort_by_key(Step::at);
    steps
}

/// The same in no order.
pub fn all(incident: &Incident) -> impl Iterator<Item = Step<'_>> {
    let updates = incident.updates.iter().map(Step::Update);
    let message = incident.postmortem.iter().map(Step::Postmortem);
    updates.chain(message).chain(incident.corrections.iter().map(Step::Correction))
}

/// The address of an incident's page.
pub fn page(site: &Site, incident: &Incident) -> String {
    format!("{}{}", site.url, incident.page())
}

impl<'a> Step<'a> {
    /// When it was said.
    pub fn at(&self) -> Time {
        match self {
            Self::Update(update) => update.at,
            Self::Postmortem(message) => message.published,
            Self::Correction(correction) => correction.at,
        }
    }

    /// What was said.
    pub fn body(&self) -> &'a Prose {
        match self {
            Self::Update(update) => &update.body,
            Self::Postmortem(message) => &message.body,
            Self::Correction(correction) => &correction.body,
        }
    }

    /// Its identity within the incident, parts joined by `separator`: `update/ID` in feeds, `update-ID` as the anchor on the page.
    pub fn name(&self, separator: char) -> String {
        match self {
            Self::Update(update) => format!("update{separator}{}", update.id),
            Self::Postmortem(_) => "postmortem".to_owned(),
            Self::Correction(correction) => format!("correction{separator}{}", correction.id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::sample;

    #[test]
    fn an_incident_is_told_in_the_order_in_which_it_was_said() {
        let history = sample::history();
        let incident = history.all().find(|incident| incident.postmortem.is_some()).expect("one with a message");
        let names: Vec<_> = steps(incident).iter().map(|step| step.name('-')).collect();
        assert_eq!(
            names,
            ["update-20260314t1005z", "update-20260314t1030z", "update-20260314t1142z", "postmortem", "correction-20260319t0900z"]
        );
    }

    #[test]
    fn a_message_of_the_same_moment_comes_behind_the_update() {
        let history = sample::history();
        let mut incident = history.all().find(|incident| incident.postmortem.is_some()).expect("one with a message").clone();
        let last = incident.updates.last().expect("an update").at;
        incident.postmortem.as_mut().expect("a message").published = last;
        let names: Vec<_> = steps(&incident).iter().map(|step| step.name('/')).collect();
        assert_eq!(names[2..4], ["update/20260314t1142z", "postmortem"]);
    }
}
