//! Arguments that take a name which only the program knows: a campaign's, an office's, an account's.

use clap::{Arg, Command, ValueEnum};

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Names {
    Campaigns,
    Offices,
    Accounts,
    Profiles,
    Layouts,
}

/// An argument that takes such a name.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The words of its command, such as `campaigns show`.
    pub command: String,
    pub place: Place,
    pub names: Names,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Behind `--flag`.
    Flag(String),
    /// So many words behind the command, from 1.
    Word(usize),
}

impl Names {
    fn of(command: &str, argument: &Arg) -> Option<Self> {
        let is_new = matches!(command, "campaigns new" | "campaigns add" | "account add" | "recipients add");
        match argument.get_id().as_str() {
            "id" | "name" if is_new => None,
            "id" if command.starts_with("recipients ") => Some(Self::Offices),
            "id" | "target" if command.starts_with("campaigns ") => Some(Self::Campaigns),
            "name" if command.starts_with("account ") => Some(Self::Accounts),
            "campaign" | "trust_campaign" => Some(Self::Campaigns),
            "to" | "except" | "copy_to" | "accept_stale" | "office" => Some(Self::Offices),
            "account" => Some(Self::Accounts),
            "profile" => Some(Self::Profiles),
            "layout" => Some(Self::Layouts),
            _ => None,
        }
    }
}

/// All of them, in the order of the commands.
pub fn arguments(program: &Command) -> Vec<Named> {
    let mut found = Vec::new();
    below(program, "", &mut found);
    found
}

fn below(command: &Command, words: &str, found: &mut Vec<Named>) {
    let mut positionals = 0;
    for argument in command.get_arguments() {
        positionals += usize::from(argument.is_positional());
        let Some(names) = Names::of(words, argument) else { continue };
        let place = match argument.get_long() {
            Some(flag) => Place::Flag(flag.to_owned()),
            None => Place::Word(argument.get_index().unwrap_or(positionals)),
        };
        found.push(Named { command: words.to_owned(), place, names });
    }
    for sub in command.get_subcommands() {
        below(sub, format!("{words} {}", sub.get_name()).trim_start(), found);
    }
}
