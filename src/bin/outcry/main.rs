//! The command line: what is typed becomes work, and work becomes an exit code.

mod account;
mod args;
mod ask;
mod campaigns;
mod configuration;
mod environment;
mod failure;
mod guide;
mod job;
mod oneline;
mod recipients;
mod report;
mod send;
mod write;

use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Command, Global};
use ask::Ask;
use environment::Environment;
use failure::{Exit, Failure};
use job::Sources;
use report::Report;

/// What every command works with.
struct App {
    environment: Environment,
    report: Report,
    ask: Ask,
    sources: Sources,
    /// The flags that every command takes, as typed.
    global: Global,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let environment = Environment::look();
    let report = Report::new(&environment, cli.global.quiet, cli.global.color);
    if environment.can_ask || matches!(cli.command, Some(Command::Send(_))) {
        ask::listen_for_interrupt();
    }
    let exit = run(cli, environment).unwrap_or_else(|failure| {
        report.failure(&failure);
        failure.exit
    });
    ask::leave_words();
    ExitCode::from(exit as u8)
}

fn run(cli: Cli, environment: Environment) -> Result<Exit, Failure> {
    // These need nothing of the user's files and help when those are broken.
    let command = match cli.command {
        Some(Command::Completions { shell }) => {
            clap_complete::generate(shell, &mut Cli::command(), "outcry", &mut std::io::stdout());
            return Ok(Exit::Done);
        }
        Some(Command::Man) => return manual(),
        command => command,
    };
    let mut app = App {
        report: Report::new(&environment, cli.global.quiet, cli.global.color),
        ask: Ask::new(&environment, cli.global.no_input),
        sources: Sources::load(&cli.global, &environment)?,
        global: cli.global,
        environment,
    };
    match command {
        Some(Command::Write(args)) => write::run(&app, &args).map(|()| Exit::Done),
        Some(Command::Send(args)) => send::run(&mut app, &args),
        Some(Command::Campaigns(command)) => campaigns::run(&app, &command),
        Some(Command::Recipients(command)) => recipients::run(&app, &command).map(|()| Exit::Done),
        Some(Command::Account(command)) => account::run(&mut app, &command).map(|()| Exit::Done),
        Some(Command::Completions { .. } | Command::Man) => Ok(Exit::Done),
        None => guide::run(&mut app),
    }
}

/// The manual: the program's own page, then one per command.
fn manual() -> Result<Exit, Failure> {
    let mut page = Vec::new();
    let fail = |error: std::io::Error| Failure::data(format!("the manual could not be written: {error}"));
    clap_mangen::Man::new(Cli::command()).render(&mut page).map_err(fail)?;
    std::io::stdout().write_all(&page).map_err(fail)?;
    Ok(Exit::Done)
}
