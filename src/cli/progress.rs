//! A sign of life for work that takes longer than a second, on a terminal only.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::ProgressBar;

use super::terminal;

/// Work that takes less is not worth a word.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows a message with a spinner as long as it lives.
pub struct Spinner {
    done: Sender<()>,
    thread: Option<JoinHandle<()>>,
}

impl Spinner {
    /// Begins to wait.
    pub fn start(message: &'static str) -> Option<Self> {
        if !terminal::is_error_terminal() {
            return None;
        }
        let (done, wait) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let bar = ProgressBar::new_spinner().with_message(message);
                bar.enable_steady_tick(Duration::from_millis(100));
                let _ = wait.recv();
                bar.finish_and_clear();
            }
        });
        Some(Self { done, thread: Some(thread) })
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        let _ = self.done.send(());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A bar that counts, hidden where nobody watches.
pub fn bar(message: &'static str) -> ProgressBar {
    if !terminal::is_error_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        indicatif::ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}").unwrap_or_else(|_| indicatif::ProgressStyle::default_bar());
    ProgressBar::new(0).with_message(message).with_style(style)
}
