//! The command line: what is typed becomes work, and work becomes an exit code.

mod account_setup;
mod app;
mod args;
mod commands;
mod failure;
mod input;
mod list_setup;
mod messages;
mod output;
mod precheck;
mod terminal;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use outcry::text::for_sentence;

use app::App;
use args::{Cli, Command, RecipientsCommand, with_examples};
use commands::{account, campaigns, doctor, guide, lists, outbox, recipients, send, write};
use failure::{Exit, Failure};
use input::sources::Sources;
use terminal::environment::Environment;
use terminal::prompts::{self, Prompts};
use terminal::report::{self, Report};

fn main() -> ExitCode {
    let cli = match parsed() {
        Ok(cli) => cli,
        Err(shown) => return show(&shown),
    };
    let environment = Environment::look();
    let report = Report::new(&environment, cli.global.quiet, cli.global.color);
    if environment.can_ask || matches!(cli.command, Some(Command::Send(_))) {
        prompts::listen_for_interrupt();
    }
    let exit = match run(cli, environment, report.clone()) {
        Ok(exit) => match report.unwritten() {
            Some(failure) => {
                report.failure(&failure);
                if exit == Exit::Done { failure.exit } else { exit }
            }
            None => exit,
        },
        Err(failure) => {
            report.failure(&failure);
            failure.exit
        }
    };
    prompts::leave_words();
    ExitCode::from(exit as u8)
}

/// What was typed, or what clap has to say of it.
fn parsed() -> Result<Cli, clap::Error> {
    let mut command = with_examples(Cli::command());
    let matches = command.clone().try_get_matches()?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

/// Shows what was asked of the command line itself, or what is wrong with it.
fn show(shown: &clap::Error) -> ExitCode {
    let written = shown.print().and_then(|()| io::stdout().flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let failure = report::unwritten(&error.to_string());
            let _best_effort = writeln!(io::stderr(), "{failure}");
            ExitCode::from(failure.exit as u8)
        }
        _ => ExitCode::from(u8::try_from(shown.exit_code()).unwrap_or(Exit::Usage as u8)),
    }
}

fn run(cli: Cli, environment: Environment, report: Report) -> Result<Exit, Failure> {
    // These need nothing of the user's files and help when those are broken.
    let page = match &cli.command {
        Some(Command::Completions { shell }) => Some(completions(*shell)),
        Some(Command::Man { command }) => Some(manual(command)?),
        _ => None,
    };
    if let Some(Command::Recipients(RecipientsCommand::Check { file, all, json })) = &cli.command {
        return recipients::check(&report, &cli.global, &environment, file.as_deref(), *all, *json);
    }
    if let Some(page) = page {
        report.result(&String::from_utf8_lossy(&page))?;
        return Ok(Exit::Done);
    }
    let begins_registry = matches!(
        cli.command,
        Some(Command::Recipients(
            RecipientsCommand::Add(_) | RecipientsCommand::Confirm { .. } | RecipientsCommand::Reject { .. }
        ))
    );
    let mut app = App {
        report,
        ask: Prompts::new(&environment, cli.global.no_input),
        sources: Sources::load(&cli.global, &environment, begins_registry)?,
        global: cli.global,
        environment,
    };
    if let Some(warning) = &app.sources.config_warning {
        app.report.warn(warning);
    }
    for unknown in &app.sources.unknown_kinds {
        app.report.warn(&messages::unknown_kind(unknown));
    }
    for missing in app.sources.registry.left_out() {
        app.report.warn(&format!("{missing}; it is left out"));
    }
    match cli.command {
        Some(Command::Write(args)) => write::run(&app, &args).map(|()| Exit::Done),
        Some(Command::Send(args)) => send::run(&mut app, &args),
        Some(Command::Campaigns(command)) => campaigns::run(&app, &command),
        Some(Command::Recipients(command)) => recipients::run(&mut app, &command),
        Some(Command::Lists(command)) => lists::run(&app, &command).map(|()| Exit::Done),
        Some(Command::Outbox(command)) => outbox::run(&app, &command),
        Some(Command::Account(command)) => account::run(&mut app, &command).map(|()| Exit::Done),
        Some(Command::Doctor { json }) => doctor::run(&app, json),
        Some(Command::Completions { .. } | Command::Man { .. }) => Ok(Exit::Done),
        None => guide::run(&mut app),
    }
}

fn completions(shell: clap_complete::Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "outcry", &mut script);
    script
}

/// The page of the manual about a command; about the program where no words follow.
fn manual(words: &[String]) -> Result<Vec<u8>, Failure> {
    let mut all = with_examples(Cli::command());
    all.build();
    let mut command = &all;
    for word in words {
        command = command.find_subcommand(word).ok_or_else(|| {
            Failure::usage(format!("there is no command \"{}\"", for_sentence(&words.join(" "))))
                .hint("`outcry help` lists the commands")
        })?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone())
        .render(&mut page)
        .map_err(|error| Failure::data(format!("the manual could not be written: {error}")))?;
    Ok(page)
}
