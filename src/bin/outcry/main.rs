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
mod over;
mod precheck;
mod prefixes;
mod signatures;
mod terminal;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};
use outcry::text::{for_sentence, nearest};

use app::App;
use args::{Cli, Command, RecipientsCommand, with_examples, with_groups};
use commands::{
    account, campaigns, completions, doctor, guide, joint, leaflet, lists, outbox, page, recipients, send, write,
};
use failure::{Exit, Failure};
use input::sources::Sources;
use terminal::environment::Environment;
use terminal::pager;
use terminal::prompts;
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
    prompts::say_how_to_resume();
    ExitCode::from(exit as u8)
}

/// What was typed, or what clap has to say of it. Only a help that is asked for is worth the time its examples take.
fn parsed() -> Result<Cli, clap::Error> {
    let mut command = Cli::command();
    let matches = command.try_get_matches_from_mut(std::env::args_os());
    match matches {
        Err(error)
            if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand) =>
        {
            let matches = with_groups(with_examples(Cli::command())).try_get_matches()?;
            Cli::from_arg_matches(&matches)
        }
        matches => Cli::from_arg_matches(&matches?).map_err(|error| error.format(&mut command)),
    }
}

/// Shows what was asked of the command line itself, or what is wrong with it.
fn show(shown: &clap::Error) -> ExitCode {
    if shown.kind() == ErrorKind::DisplayHelp {
        let environment = Environment::look();
        let help = shown.render();
        let help = if environment.wants_color { help.ansi().to_string() } else { help.to_string() };
        if pager::show(environment.pager.as_ref(), &help) {
            return ExitCode::SUCCESS;
        }
    }
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
        Some(Command::Completions { shell: Some(shell), .. }) => Some(completions::script(*shell)),
        _ => None,
    };
    if let Some(Command::Recipients(RecipientsCommand::Check { file, all, json })) = &cli.command {
        return recipients::check(&report, &cli.global, &environment, file.as_deref(), *all, *json);
    }
    if let Some(Command::Man { command }) = &cli.command {
        report.manual(&manual(command)?)?;
        return Ok(Exit::Done);
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
    let sources = Sources::load(&cli.global, &environment, begins_registry)?;
    let mut app = App::new(environment, report, sources, cli.global);
    if let Some(warning) = &app.sources.config_warning {
        app.report.warn(warning);
    }
    for unknown in &app.sources.unknown_kinds {
        app.report.warn(&messages::unknown_kind(unknown));
    }
    for missing in app.sources.registry.left_out() {
        app.report.warn(&format!("{missing}; it is left out"));
    }
    let mut command = cli.command;
    if let Some(command) = &mut command {
        prefixes::complete(&app, command)?;
    }
    match command {
        Some(Command::Write(args)) => write::run(&app, &args).map(|()| Exit::Done),
        Some(Command::Send(args)) => send::run(&mut app, &args),
        Some(Command::Page(args)) => page::run(&app, &args).map(|()| Exit::Done),
        Some(Command::Joint(args)) => joint::run(&app, &args).map(|()| Exit::Done),
        Some(Command::Leaflet(args)) => leaflet::run(&app, &args).map(|()| Exit::Done),
        Some(Command::Campaigns(command)) => campaigns::run(&app, &command),
        Some(Command::Recipients(command)) => recipients::run(&mut app, &command),
        Some(Command::Lists(command)) => lists::run(&app, &command).map(|()| Exit::Done),
        Some(Command::Outbox(command)) => outbox::run(&app, &command),
        Some(Command::Account(command)) => account::run(&mut app, &command).map(|()| Exit::Done),
        Some(Command::Doctor { json }) => doctor::run(&app, json),
        Some(Command::Completions { names, .. }) => {
            names.map_or(Ok(()), |names| completions::names(&app, names)).map(|()| Exit::Done)
        }
        Some(Command::Man { .. }) => Ok(Exit::Done),
        Some(Command::Guide(args)) => guide::run(&mut app, Some(&args)),
        None => guide::run(&mut app, None),
    }
}

/// The page of the manual about a command; about the program where no words follow.
fn manual(words: &[String]) -> Result<Vec<u8>, Failure> {
    let mut all = with_examples(Cli::command());
    all.build();
    let mut command = &all;
    for word in words {
        command = command.find_subcommand(word).ok_or_else(|| {
            let failure = Failure::usage(format!("there is no command \"{}\"", for_sentence(&words.join(" "))));
            match nearest(word, command.get_subcommands().map(clap::Command::get_name)) {
                Some(near) => failure.hint(format!("did you mean {near}?")),
                None => failure.hint("`outcry help` lists the commands"),
            }
        })?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone())
        .render(&mut page)
        .map_err(|error| Failure::data(format!("the manual could not be written: {error}")))?;
    // What stands behind the help is examples here, line by line.
    let page = String::from_utf8_lossy(&page).into_owned();
    let page = page.replace(".SH EXTRA\nExample:\n", ".SH EXAMPLES\n.nf\n");
    Ok(page.replace(".SH EXTRA\nExamples:\n", ".SH EXAMPLES\n.nf\n").into_bytes())
}
