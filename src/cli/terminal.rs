//! The only place that prints. A reader that went away is no error.

use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use allclear::diagnostic::{Format, Part, Report};

/// Whether something could not be printed: a report that is cut short must not pass for a whole one.
static LOST: AtomicBool = AtomicBool::new(false);

/// Prints to standard output.
pub fn print(text: &str) {
    let mut out = anstream::stdout();
    let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) else { return };
    if error.kind() != ErrorKind::BrokenPipe && !LOST.swap(true, Ordering::Relaxed) {
        complain(&format!(
            "cannot write to standard output: {error}\nhelp: see that there is room where it goes, then run the command again"
        ));
    }
}

/// Whether something that belongs to standard output is missing there.
pub fn is_lost() -> bool {
    LOST.load(Ordering::Relaxed)
}

/// Prints a line to standard error.
pub fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Says that a site has no documents, and how to begin one.
pub fn note_no_documents(dir: &Path) {
    let help = format!("help: write the first with `allclear new NAME --site {}`", dir.display());
    note(&format!("hint: there is no document below {}\n{help}", dir.join("postmortems").display()));
}

/// A path below the site's folder, as it is seen from the folder that the command runs in.
pub fn seen(site: &Path, below: &str) -> String {
    if site == Path::new(".") { below.to_owned() } else { site.join(below).display().to_string() }
}

/// Prints an error with its next step.
pub fn complain(text: &str) {
    note(&format!("error: {text}"));
}

/// Whether a person reads standard output.
pub fn is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// Whether a person reads standard error.
pub fn is_error_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// Whether standard error shows colours.
fn colour(terminal: bool) -> bool {
    terminal && anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never
}

/// Prints lines to standard error as they are.
pub fn tell(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// A report for a person.
pub fn render(report: &Report) -> String {
    let terminal = is_error_terminal();
    if terminal { report.on_terminal(colour(terminal), false) } else { report.render(Format::Human, false, false) }
}

/// A part of a report for a person.
pub fn render_part(part: &Part<'_>) -> String {
    let terminal = is_error_terminal();
    if terminal { part.on_terminal(colour(terminal)) } else { part.render(false) }
}

/// A report on standard output.
pub fn print_report(report: &Report, format: Format, reveal: bool) {
    let person = format == Format::Human && is_terminal();
    print(&if person { report.on_terminal(colour(true), reveal) } else { report.render(format, false, reveal) });
}

/// `1 document`, `2 documents`.
pub fn many(count: usize, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}
