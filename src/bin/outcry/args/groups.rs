//! The commands in groups, in the order in which they are used, at the top of `outcry --help`.

use clap::Command;

const GROUPS: &[(&str, &[&str])] = &[
    ("Letters", &["write", "send", "guide", "page", "leaflet", "joint"]),
    ("What they are made from", &["campaigns", "recipients", "lists"]),
    ("What became of them", &["outbox"]),
    ("Setting up", &["account", "doctor"]),
];
/// The group of what is in no other.
const HELP: &str = "Help";

/// Columns of the help: clap breaks the lines of what it lays out by itself only.
const COLUMNS: usize = 80;

/// A text in lines of so many columns, the later ones indented.
fn wrapped(text: &str, columns: usize, indent: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join(&format!("\n{:indent$}", ""))
}

/// The same command line with its commands in groups.
pub fn with_groups(program: Command) -> Command {
    let all: Vec<(String, String)> = program
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .map(|command| {
            (command.get_name().to_owned(), command.get_about().map(ToString::to_string).unwrap_or_default())
        })
        .chain([("help".to_owned(), "Show this, or the help of a command".to_owned())])
        .collect();
    let width = all.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let is_grouped = |name: &str| GROUPS.iter().any(|(_, names)| names.contains(&name));
    let mut groups = String::new();
    let mut group = |heading: &str, of_group: Vec<&(String, String)>| {
        if !of_group.is_empty() {
            let indent = width + 4;
            let lines = of_group
                .into_iter()
                .map(|(name, about)| format!("  {name:width$}  {}\n", wrapped(about, COLUMNS - indent, indent)));
            groups.push_str(&format!("{heading}:\n{}\n", lines.collect::<String>()));
        }
    };
    for (heading, names) in GROUPS {
        group(heading, names.iter().filter_map(|name| all.iter().find(|(known, _)| known == name)).collect());
    }
    group(HELP, all.iter().filter(|(name, _)| !is_grouped(name)).collect());
    program.help_template(format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{groups}Options:\n{{options}}{{after-help}}"
    ))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Cli;

    #[test]
    fn every_command_is_in_the_help_once() {
        let mut program = with_groups(Cli::command());
        let help = program.render_help().to_string();
        for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
            let line = format!("\n  {} ", command.get_name());
            assert_eq!(help.matches(&line).count(), 1, "{}\n{help}", command.get_name());
        }
        assert!(help.lines().all(|line| line.starts_with("      ") || line.chars().count() <= 100), "{help}");
        let at = |words: &str| help.find(words).unwrap();
        assert!(at("  write") < at("  campaigns") && at("  campaigns") < at("  account"), "{help}");
    }
}
