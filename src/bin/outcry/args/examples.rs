//! An example for each command, shown at the end of its help and of its page in the manual.

use clap::Command;

/// Commands by their words, each with lines that work as they stand once the names in them are your own.
const EXAMPLES: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "outcry campaigns list",
            "outcry write kazakhstan-2011-arrest-threat --name \"Jo Smith\" --country GB",
            "outcry send my-campaign --profile branch --account branch --dry-run",
        ],
    ),
    (
        "write",
        &[
            "outcry write my-campaign --name \"Jo Smith\" --country GB",
            "outcry write my-campaign --profile branch -o letters/",
            "outcry write my-campaign --signatories members.csv --dry-run",
        ],
    ),
    (
        "send",
        &[
            "outcry send my-campaign --name \"Jo Smith\" --country GB --account branch",
            "outcry send my-campaign --signatories members.csv --account branch --dry-run",
            "outcry send my-campaign --joint signed.csv --country GB --account branch --dry-run",
        ],
    ),
    ("guide", &["outcry guide my-campaign --name \"Jo Smith\" --country GB"]),
    ("page", &["outcry page my-campaign -o my-campaign.html --url https://campaign.example/letter"]),
    (
        "leaflet",
        &[
            "outcry leaflet my-campaign --url https://union.example/ada -o leaflet.pdf",
            "outcry leaflet my-campaign --blank 50 --to kz-mfa -o letters.pdf",
        ],
    ),
    (
        "joint",
        &[
            "outcry joint my-campaign --signatories signed.csv --country GB -o joint.pdf",
            "outcry joint my-campaign --sheets 20 -o sheets.pdf",
        ],
    ),
    ("campaigns", &["outcry campaigns list"]),
    ("campaigns list", &["outcry campaigns list --json"]),
    ("campaigns show", &["outcry campaigns show kazakhstan-2011-arrest-threat"]),
    ("campaigns new", &["outcry campaigns new harbour --example", "outcry campaigns new pier --from appeal.txt"]),
    ("campaigns check", &["outcry campaigns check my-campaign"]),
    ("campaigns close", &["outcry campaigns close my-campaign --as won --note \"All are free.\""]),
    ("campaigns extend", &["outcry campaigns extend my-campaign --until 2027-03-31"]),
    ("campaigns correct", &["outcry campaigns correct my-campaign --what \"The name of the court\""]),
    ("campaigns pack", &["outcry campaigns pack my-campaign -o my-campaign.zip"]),
    ("campaigns schema", &["outcry campaigns schema campaign", "outcry campaigns schema -o schemas/"]),
    ("campaigns add", &["outcry campaigns add my-campaign-v2.zip", "outcry campaigns add - --yes"]),
    ("recipients", &["outcry recipients list court kazakhstan"]),
    (
        "recipients list",
        &["outcry recipients list justice turkey", "outcry recipients list --country KZ --channel email"],
    ),
    ("recipients show", &["outcry recipients show kz-mfa"]),
    ("recipients embassy", &["outcry recipients embassy KZ GB"]),
    ("recipients add", &["outcry recipients add", "outcry recipients add --paste block.txt"]),
    ("recipients confirm", &["outcry recipients confirm kz-mfa email=press@office.example"]),
    ("recipients reject", &["outcry recipients reject kz-mfa email=old@office.example --reason \"it bounces\""]),
    ("recipients check", &["outcry recipients check recipients.toml"]),
    ("lists", &["outcry lists check members.csv my-campaign"]),
    ("lists check", &["outcry lists check members.csv my-campaign --all-consented"]),
    ("outbox", &["outcry outbox status"]),
    ("outbox status", &["outcry outbox status --json"]),
    ("outbox list", &["outcry outbox list --state in-doubt"]),
    ("outbox settle", &["outcry outbox settle 1a2b3c4d --sent"]),
    ("outbox reconcile", &["outcry outbox reconcile Copies.mbox"]),
    ("outbox forget", &["outcry outbox forget --campaign my-campaign"]),
    ("outbox export", &["outcry outbox export --json"]),
    ("account", &["outcry account list"]),
    (
        "account add",
        &["outcry account add branch --preset gmail --user branch@union.example --from branch@union.example"],
    ),
    ("account edit", &["outcry account edit branch --from \"Our Branch <branch@union.example>\""]),
    ("account remove", &["outcry account remove branch"]),
    ("account list", &["outcry account list"]),
    ("account check", &["outcry account check --account branch"]),
    ("doctor", &["outcry doctor"]),
    ("completions", &["outcry completions bash > ~/.local/share/bash-completion/completions/outcry"]),
    ("man", &["outcry man write | man -l -"]),
];

/// The same command line with the examples in it.
pub fn with_examples(command: Command) -> Command {
    EXAMPLES.iter().fold(command, |command, (words, lines)| {
        let words: Vec<&str> = words.split_ascii_whitespace().collect();
        let heading = if lines.len() == 1 { "Example:" } else { "Examples:" };
        let lines: Vec<String> = lines.iter().map(|line| format!("  {line}")).collect();
        at(command, &words, &format!("{heading}\n{}", lines.join("\n")))
    })
}

fn at(command: Command, words: &[&'static str], example: &str) -> Command {
    match words {
        [] => command.after_help(example.to_owned()),
        [word, rest @ ..] => command.mut_subcommand(word, |below| at(below, rest, example)),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Cli;

    fn each(command: &Command, words: &str, found: &mut Vec<String>) {
        found.push(words.to_owned());
        for below in command.get_subcommands() {
            each(below, format!("{words} {}", below.get_name()).trim_start(), found);
        }
    }

    #[test]
    fn every_command_has_an_example_that_can_be_typed() {
        let mut commands = Vec::new();
        each(&Cli::command(), "", &mut commands);
        commands.sort();
        let mut with_example: Vec<&str> = EXAMPLES.iter().map(|(words, _)| *words).collect();
        with_example.sort_unstable();
        assert_eq!(commands, with_example);
        for line in EXAMPLES.iter().flat_map(|(_, lines)| *lines) {
            let typed = line.split_once(" > ").map_or(*line, |(typed, _)| typed);
            let typed = typed.split_once(" | ").map_or(typed, |(typed, _)| typed);
            let words = shlex(typed);
            let parsed = Cli::command().try_get_matches_from(&words);
            assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
        }
    }

    /// Words parted by spaces, held together by quotation marks.
    fn shlex(line: &str) -> Vec<String> {
        let parts = line.split('"').enumerate().flat_map(|(at, part)| match at % 2 {
            0 => part.split_ascii_whitespace().collect(),
            _ => vec![part],
        });
        parts.map(str::to_owned).collect()
    }
}
