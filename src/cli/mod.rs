//! Arguments → one call of the library → an exit status. One file per command; only `terminal` prints.

mod approve;
mod build;
mod check;
mod ci;
mod close;
mod completions;
mod deploy;
mod diff;
mod editor;
mod explain;
mod init;
mod maintenance;
mod new;
mod next_change;
mod open;
mod posting;
mod progress;
mod prose;
mod queue;
mod resolve;
mod rules;
mod serve;
mod status;
mod terminal;
mod update;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Turns reviewed post-mortems into a public status site.
///
/// Exit status: 0 clean, 1 findings, 3 a leak, 2 a problem with the arguments, the config or the machine.
#[derive(Parser)]
#[command(name = "allclear", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Init(init::Args),
    New(new::Args),
    Open(open::Args),
    Update(update::Args),
    Resolve(resolve::Args),
    Maintenance(maintenance::Args),
    Check(check::Args),
    Diff(diff::Args),
    Build(build::Args),
    Serve(serve::Args),
    Deploy(deploy::Args),
    Approve(approve::Args),
    Close(close::Args),
    Queue(queue::Args),
    Status(status::Args),
    NextChange(next_change::Args),
    Prose(prose::Args),
    Explain(explain::Args),
    Rules(rules::Args),
    Ci(ci::Args),
    Completions(completions::Args),
}

/// Runs the command of this process.
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| terminal::complain(&bug(panic.location()))));
    std::panic::catch_unwind(run).unwrap_or(ExitCode::from(2))
}

/// What is told of a fault of the program: where, and never with which words. Those may be a document's.
fn bug(location: Option<&std::panic::Location<'_>>) -> String {
    let place = location.map_or_else(|| "an unknown place".to_owned(), |location| format!("{}:{}", location.file(), location.line()));
    format!("the program has a fault at {place}; nothing was published\nhelp: report this place, and what the command was")
}

fn run() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli.command {
        Command::Init(args) => init::run(&args),
        Command::New(args) => new::run(&args),
        Command::Open(args) => open::run(&args),
        Command::Update(args) => update::run(&args),
        Command::Resolve(args) => resolve::run(&args),
        Command::Maintenance(args) => maintenance::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Build(args) => build::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Deploy(args) => deploy::run(&args),
        Command::Approve(args) => approve::run(&args),
        Command::Close(args) => close::run(&args),
        Command::Queue(args) => queue::run(&args),
        Command::Status(args) => status::run(&args),
        Command::NextChange(args) => next_change::run(&args),
        Command::Prose(args) => prose::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Ci(args) => ci::run(&args),
        Command::Completions(args) => completions::run(&args),
    };
    match result {
        Ok(0) if terminal::is_lost() => ExitCode::from(2),
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            // The problems of a config come as a report whose every block says "error" itself.
            match error.downcast_ref::<allclear::error::Error>() {
                Some(allclear::error::Error::Config { report }) if report.starts_with("error") => terminal::note(report),
                _ => terminal::complain(&error.to_string()),
            }
            ExitCode::from(2)
        }
    }
}

/// What a command gives back: its exit status, or why it could not run.
type Status = anyhow::Result<u8>;

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    static TOLD: Mutex<String> = Mutex::new(String::new());

    #[test]
    fn a_fault_of_the_program_shows_no_word_of_a_document() {
        std::panic::set_hook(Box::new(|panic| *TOLD.lock().expect("no other panic") = super::bug(panic.location())));
        let text = String::from("Dana é did it");
        let caught = std::panic::catch_unwind(|| text[..6].len());
        let _ = std::panic::take_hook();

        let told = TOLD.lock().expect("no other panic").clone();
        assert!(caught.is_err() && told.contains("src/cli/mod.rs:"), "{told}");
        assert!(!told.contains("Dana"), "{told}");
    }
}
