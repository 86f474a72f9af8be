//! A history as it grew: whatever was said, in whatever order, no entry that a reader has is ever touched again.

use proptest::prelude::*;

use super::*;

/// The history as it was public at a moment.
fn until(whole: &History, now: Time) -> History {
    let mut incidents = whole.incidents.clone();
    for incident in &mut incidents {
        incident.updates.retain(|update| update.at <= now);
        incident.postmortem = incident.postmortem.take().filter(|message| message.published <= now);
        incident.corrections.retain(|correction| correction.at <= now);
        incident.resolved = incident.resolved.filter(|resolved| *resolved <= now);
    }
    incidents.retain(|incident| !trail_is_empty(incident));
    History::new(whole.site.clone(), whole.components.clone(), incidents, now)
}

fn trail_is_empty(incident: &Incident) -> bool {
    incident.updates.is_empty() && incident.postmortem.is_none()
}

/// Every moment at which something became public, in order.
fn moments(history: &History) -> Vec<Time> {
    let mut moments: Vec<Time> =
        history.all().flat_map(|incident| crate::outputs::trail::steps(incident).into_iter().map(|step| step.at())).collect();
    moments.sort_unstable();
    moments.dedup();
    moments
}

/// Asserts that the later feeds hold all entries of the earlier ones, unless they are full.
fn assert_kept(before: &History, after: &History, renderer: &Renderer) {
    let old = made(&UpdateFeeds, before, renderer).expect("feeds");
    let new = made(&UpdateFeeds, after, renderer).expect("feeds");
    assert_eq!(old.len(), new.len());
    for (old, new) in old.iter().zip(&new) {
        let kept = written(new);
        for entry in written(old) {
            assert!(kept.contains(&entry) || kept.len() >= 50, "{} lost or changed {entry}", new.path);
        }
    }
}

#[test]
fn the_sample_as_it_grew() {
    let whole = history();
    let renderer = renderer("en");
    let states: Vec<History> = moments(&whole).into_iter().map(|now| until(&whole, now)).collect();
    assert!(states.len() > 8);
    for pair in states.windows(2) {
        assert_kept(&pair[0], &pair[1], &renderer);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_history_as_it_grew(said in proptest::collection::vec((0..3_usize, 0..20_000_i64, 0..5_usize), 1..40)) {
        let phases = [Phase::Investigating, Phase::Identified, Phase::Monitoring, Phase::Update, Phase::Resolved];
        let mut whole = history();
        whole.incidents.retain(|incident| incident.kind == Kind::Incident);
        let count = whole.incidents.len();
        for (which, minutes, phase) in said {
            let at = time("2026-01-01T00:00:00Z") + chrono::TimeDelta::minutes(minutes);
            let updates = &mut whole.incidents[which % count].updates;
            if updates.iter().all(|update| update.at != at) {
                updates.push(update(at, phases[phase]));
                updates.sort_by_key(|update| update.at);
            }
        }
        let renderer = renderer("en");
        let moments = moments(&whole);
        for pair in moments.chunks(4).map(|chunk| until(&whole, chunk[0])).collect::<Vec<_>>().windows(2) {
            assert_kept(&pair[0], &pair[1], &renderer);
        }
    }
}
