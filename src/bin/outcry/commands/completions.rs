//! `outcry completions`: what a shell offers at the Tab key. The words of the command line are in the script; names of
//! campaigns, offices and accounts the script asks of the program, with `--names`.

use std::collections::BTreeMap;

use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;
use outcry::campaign::Campaign;

use crate::app::App;
use crate::args::Cli;
use crate::args::names::{Named, Names, Place, arguments};
use crate::failure::Failure;
use crate::output::paper::layouts;

/// The script for a shell.
pub fn script(shell: Shell) -> Vec<u8> {
    let mut program = Cli::command();
    program.build();
    let named = arguments(&program);
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut program, "outcry", &mut script);
    let script = String::from_utf8_lossy(&script);
    let asks_first = |function: &str, call: &str| {
        let begins = "_outcry() {\n";
        // The names come first: for the script that clap makes, they are words like any other.
        let (before, rest) = script.split_once(begins).unwrap_or(("", &script));
        format!("{before}{function}\n{begins}    {call}\n{rest}")
    };
    match shell {
        Shell::Bash => asks_first(&bash(&named), "_outcry_names \"$1\" && return 0"),
        Shell::Zsh => asks_first(&zsh(&named), "_outcry_names && return 0"),
        Shell::Fish => format!("{script}{}", fish(&named)),
        _ => script.into_owned(),
    }
    .into_bytes()
}

/// Prints names for a shell, one a line. A name that a shell would read as more than a word is left out.
pub fn names(app: &App, names: Names) -> Result<(), Failure> {
    let mut found: Vec<String> = match names {
        Names::Campaigns => Campaign::list(&app.sources.folders)?.into_keys().collect(),
        Names::Offices => offices(app)?,
        Names::Accounts => app.sources.config.accounts.keys().cloned().collect(),
        Names::Profiles => app.sources.config.profiles.keys().cloned().collect(),
        Names::Layouts => layouts(),
    };
    found.retain(|name| name.chars().all(|c| c.is_alphanumeric() || "-_.@+".contains(c)));
    found.sort();
    found.dedup();
    app.report.result(&found.into_iter().map(|name| name + "\n").collect::<String>())
}

/// The offices of the registry, and those that campaigns bring.
fn offices(app: &App) -> Result<Vec<String>, Failure> {
    let mut ids: Vec<String> = app.sources.registry.offices().map(|office| office.id.clone()).collect();
    for id in Campaign::list(&app.sources.folders)?.into_keys() {
        // One that cannot be used brings nothing.
        if let Ok(campaign) = Campaign::load(&id, &app.sources.folders) {
            ids.extend(campaign.offices.ids().map(str::to_owned));
        }
    }
    Ok(ids)
}

/// Patterns of a shell's `case`, by what they ask for: flags, and words of the line so far with their number before.
fn patterns(named: &[Named]) -> [String; 2] {
    let mut flags: BTreeMap<Names, Vec<String>> = BTreeMap::new();
    let mut words: BTreeMap<Names, Vec<String>> = BTreeMap::new();
    for Named { command, place, names } in named {
        let (patterns, pattern) = match place {
            Place::Flag(flag) => (&mut flags, format!("--{flag}")),
            Place::Word(at) => (&mut words, format!("\"{} {command}\"*", command.split(' ').count() + at)),
        };
        let patterns = patterns.entry(*names).or_default();
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    [flags, words].map(|patterns| {
        let line = |(names, patterns): (&Names, &Vec<String>)| {
            format!("        {}) names={} ;;\n", patterns.join("|"), word(*names))
        };
        patterns.iter().map(line).collect()
    })
}

fn word(names: Names) -> String {
    names.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn bash(named: &[Named]) -> String {
    let [flags, words] = patterns(named);
    format!(
        "_outcry_names() {{
    local current=\"${{COMP_WORDS[COMP_CWORD]}}\" before=\"${{COMP_WORDS[COMP_CWORD-1]}}\" names=\"\"
    if [[ \"$current\" == \"=\" ]]; then current=\"\"; fi
    if [[ \"$before\" == \"=\" ]]; then before=\"${{COMP_WORDS[COMP_CWORD-2]}}\"; fi
    case \"$before\" in
{flags}    esac
    if [[ -z \"$names\" && \"$current\" != -* && \"$before\" != -* ]]; then
        case \"$COMP_CWORD ${{COMP_WORDS[*]:1:COMP_CWORD-1}}\" in
{words}        esac
    fi
    [[ -n \"$names\" ]] || return 1
    COMPREPLY=($(compgen -W \"$(\"$1\" completions --names \"$names\" 2>/dev/null)\" -- \"$current\"))
    return 0
}}
"
    )
}

fn zsh(named: &[Named]) -> String {
    let [flags, words] = patterns(named);
    format!(
        "_outcry_names() {{
    local before=\"${{words[CURRENT-1]}}\" names=\"\"
    if [[ \"${{words[CURRENT]}}\" == --*=* ]]; then
        before=\"${{words[CURRENT]%%=*}}\"
    fi
    case \"$before\" in
{flags}    esac
    if [[ -z \"$names\" && \"${{words[CURRENT]}}\" != -* && \"$before\" != -* ]]; then
        case \"$((CURRENT-1)) ${{(j: :)words[2,CURRENT-1]}}\" in
{words}        esac
    fi
    [[ -n \"$names\" ]] || return 1
    [[ \"${{words[CURRENT]}}\" == --*=* ]] && compset -P '*='
    compadd -- ${{(f)\"$(${{words[1]}} completions --names $names 2>/dev/null)\"}}
    return 0
}}
"
    )
}

fn fish(named: &[Named]) -> String {
    let line = |Named { command, place, names }: &Named| {
        let (first, rest) = command.split_once(' ').unwrap_or((command, ""));
        let below = if rest.is_empty() { String::new() } else { format!("; and __fish_seen_subcommand_from {rest}") };
        let what = match place {
            Place::Flag(flag) => format!("-l {flag} -r "),
            Place::Word(_) => String::new(),
        };
        format!(
            "complete -c outcry -n \"__fish_outcry_using_subcommand {first}{below}\" {what}-f -a \"(outcry completions \
             --names {} 2>/dev/null)\"\n",
            word(*names)
        )
    };
    named.iter().map(line).collect()
}
