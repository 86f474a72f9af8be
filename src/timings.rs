//! How long the stages of a build took. Comes in: work, with the name of its stage. Goes out: wall time by stage, in the order they began.
//! Must never: change what is built. It is shown, and never asserted.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
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
    /// Wall time, all its runs together; of a stage that many threads do piece by piece beside others, its share of the wall time.
    pub took: Duration,
}

/// A stage that is done piece by piece, beside others and by many threads at once.
#[derive(Debug)]
pub struct Shared {
    name: &'static str,
    part: Part,
    nanoseconds: AtomicU64,
}

impl Shared {
    /// A stage that took no time yet.
    pub fn new(name: &'static str, part: Part) -> Self {
        Self { name, part, nanoseconds: AtomicU64::new(0) }
    }

    /// Does a piece of the work, and adds its time.
    pub fn measure<T>(&self, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = work();
        let took = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds.fetch_add(took, Ordering::Relaxed);
        done
    }
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
        self.add(name, part, begun.elapsed());
        done
    }

    /// Does work of several stages on that many threads, and shares its wall time out among them by the time that each took of the threads.
    pub fn share<T>(&mut self, stages: &[&Shared], work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = work();
        let wall = begun.elapsed();
        let spent: Vec<u64> = stages.iter().map(|stage| stage.nanoseconds.swap(0, Ordering::Relaxed)).collect();
        let all = spent.iter().sum::<u64>().max(1) as f64;
        for (stage, spent) in stages.iter().zip(spent) {
            self.add(stage.name, stage.part, wall.mul_f64(spent as f64 / all));
        }
        done
    }

    fn add(&mut self, name: &'static str, part: Part, took: Duration) {
        match self.stages.iter_mut().find(|stage| stage.name == name) {
            Some(stage) => stage.took += took,
            None => self.stages.push(Stage { name, part, took }),
        }
    }

    /// Adds the stages of work that was done after this.
    pub(crate) fn append(&mut self, later: Self) {
        later.stages.into_iter().for_each(|Stage { name, part, took }| self.add(name, part, took));
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

    #[test]
    fn stages_that_are_done_side_by_side_share_the_wall_time() {
        let (long, short) = (Shared::new("render", Part::Rendering), Shared::new("scan", Part::Gates));
        let mut timings = Timings::default();
        let begun = Instant::now();
        timings.share(&[&long, &short], || {
            std::thread::scope(|threads| {
                for _ in 0..2 {
                    threads.spawn(|| {
                        long.measure(|| std::thread::sleep(Duration::from_millis(20)));
                        short.measure(|| std::thread::sleep(Duration::from_millis(2)));
                    });
                }
            });
        });
        assert!(timings.total() <= begun.elapsed(), "two threads do not make the time longer");
        assert!(timings.of(Part::Rendering) > timings.of(Part::Gates));
        assert!(timings.of(Part::Gates) > Duration::ZERO);
    }
}
