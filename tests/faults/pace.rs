//! Moments at which a command is killed: spread over the time that it takes here, and over the part of it in which it writes.

use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use super::quiet;

/// Numbers that look random and are the same in every run: `SplitMix64`.
pub struct Dice(pub u64);

impl Dice {
    /// A share of a whole.
    pub fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// How long a command takes: all of it, and from when it begins to write to a stage.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    pub whole: Duration,
    pub writing: Duration,
}

impl Pace {
    /// Watches a command that nothing disturbs.
    pub fn of(command: Command, stage: &Path) -> Self {
        let begin = Instant::now();
        let mut child = quiet(command).spawn().unwrap();
        wait_for(stage, &mut child);
        let writes = Instant::now();
        assert!(child.wait().unwrap().success());
        Self { whole: begin.elapsed(), writing: writes.elapsed() }
    }

    /// The shorter of two, so that few moments come too late.
    pub fn min(self, other: Self) -> Self {
        Self { whole: self.whole.min(other.whole), writing: self.writing.min(other.writing) }
    }

    /// Kills a command after a share of its time, or of its time of writing; whether it was still there to be killed.
    pub fn kills(self, command: Command, stage: &Path, share: f64, writing: bool) -> bool {
        let begin = Instant::now();
        let mut child = quiet(command).spawn().unwrap();
        if writing {
            wait_for(stage, &mut child);
            sleep_until(Instant::now() + self.writing.mul_f64(share));
        } else {
            sleep_until(begin + self.whole.mul_f64(share));
        }
        child.kill().unwrap();
        child.wait().unwrap().signal() == Some(9)
    }
}

/// Waits for a stage, or for the end of who makes it.
fn wait_for(stage: &Path, child: &mut Child) {
    while std::fs::symlink_metadata(stage).is_err() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
}

fn sleep_until(moment: Instant) {
    std::thread::sleep(moment.saturating_duration_since(Instant::now()));
}
