//! How long the stages of a build took. Comes in: work, with the name of its stage. Goes out: wall time by stage, in the order they began.
//! Must never: change what is built. It is shown, and never asserted.

use std::fmt;
use std::time::{Duration, Instant};

/// What a stage is for: the gates are compared with rendering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Reads, publishes, verifies links or writes.
    Rest,
    /// Judges documents or finished bytes.
    Gates,
    /// Makes the files of the site.
    Rendering,
}

/// One stage of a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub part: Part,
    /// Wall time, all its runs together.
    pub took: Duration,
}

/// The stages so far.
#[derive(Debug, Default)]
pub struct Timings {
    stages: Vec<Stage>,
}

impl Timings {
    /// Does the work, and adds its time to the stage.
    pub fn measure<T>(&mut self, name: &'static str, part: Part, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = work();
        let took = begun.elapsed();
        match self.stages.iter_mut().find(|stage| stage.name == name) {
            Some(stage) => stage.took += took,
            None => self.stages.push(Stage { name, part, took }),
        }
        done
    }

    /// The stages, in the order they began.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// The wall time of all stages.
    pub fn total(&self) -> Duration {
        self.stages.iter().map(|stage| stage.took).sum()
    }

    /// The wall time of all stages of a part.
    pub fn of(&self, part: Part) -> Duration {
        self.stages.iter().filter(|stage| stage.part == part).map(|stage| stage.took).sum()
    }
}

/// A line for each stage, and what the gates take beside rendering.
impl fmt::Display for Timings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Stage { name, part, took } in &self.stages {
            let gate = if *part == Part::Gates { "  gate" } else { "" };
            writeln!(f, "{name:<10}{:>10.1} ms{gate}", milliseconds(*took))?;
        }
        let (gates, rendering) = (milliseconds(self.of(Part::Gates)), milliseconds(self.of(Part::Rendering)));
        writeln!(f, "{:<10}{gates:>10.1} ms  {:.2} times rendering", "gates", gates / rendering.max(f64::MIN_POSITIVE))?;
        write!(f, "{:<10}{:>10.1} ms", "all", milliseconds(self.total()))
    }
}

fn milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_that_runs_twice_is_one_line() {
        let mut timings = Timings::default();
        assert_eq!(timings.measure("read", Part::Rest, || 7), 7);
        timings.measure("scan", Part::Gates, || std::thread::sleep(Duration::from_millis(2)));
        let once = timings.of(Part::Gates);
        timings.measure("scan", Part::Gates, || std::thread::sleep(Duration::from_millis(2)));
        let names: Vec<&str> = timings.stages().iter().map(|stage| stage.name).collect();
        assert_eq!(names, ["read", "scan"]);
        assert!(timings.of(Part::Gates) > once, "its runs are added up");
        assert_eq!(timings.of(Part::Rendering), Duration::ZERO);
    }
}
