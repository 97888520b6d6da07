//! The line letters go over: which account is meant, and how to log in. A secret stays in memory.

use std::process::Command;

use outcry::address::Mailbox;
use outcry::settings::{Account, SecretSource};
use outcry::smtp::{Login, Secret, ServerUrl};
use outcry::text::for_sentence;
use zeroize::Zeroizing;

use crate::args::LineArgs;
use crate::ask::Ask;
use crate::failure::Failure;
use crate::job::Sources;

/// The account named by flags or configuration. What is missing is added to `missing`.
pub fn account(sources: &Sources, line: &LineArgs, missing: &mut Vec<String>) -> Result<Option<Account>, Failure> {
    if let Some(name) = &line.account {
        let known: Vec<&str> = sources.config.accounts.keys().map(String::as_str).collect();
        return sources.config.accounts.get(name).cloned().map(Some).ok_or_else(|| {
            let failure = Failure::config(format!("there is no account \"{name}\" in the configuration"));
            if known.is_empty() {
                failure.hint(format!("add it with `outcry account add {name}`"))
            } else {
                failure.hint(format!("there are: {}", known.join(", ")))
            }
        });
    }
    if line.server.is_none() && line.from.is_none() {
        let mut accounts = sources.config.accounts.values();
        if let (Some(only), None) = (accounts.next(), accounts.next()) {
            return Ok(Some(only.clone()));
        }
    }
    let server = match &line.server {
        None => {
            missing.push("--account NAME, or --server URL, is missing: where the letters are handed over".to_owned());
            None
        }
        Some(url) => Some(url.parse::<ServerUrl>().map_err(|error| Failure::usage(format!("--server: {error}")))?),
    };
    let from = match &line.from {
        None if line.server.is_none() => None,
        None => {
            missing.push("--from ADDRESS is missing: the address the letters come from".to_owned());
            None
        }
        Some(raw) => Some(
            raw.parse::<Mailbox>()
                .map_err(|error| Failure::usage(format!("--from \"{}\": {error}", for_sentence(raw))))?,
        ),
    };
    let (Some(ServerUrl { server, user }), Some(from)) = (server, from) else { return Ok(None) };
    let secret = line.password_command.clone().map_or(SecretSource::Ask, SecretSource::PasswordCommand);
    if user.is_none() && secret != SecretSource::Ask {
        return Err(Failure::usage("--password-command needs a user: --server smtps://user@host"));
    }
    Ok(Some(Account {
        server,
        user,
        secret,
        from,
        per_minute: None,
        per_hour: None,
        per_day: None,
        recipients_per_day: None,
        connections: None,
        note: None,
    }))
}

/// Gets the secret of an account, from its command or from the user.
pub fn login(account: &Account, ask: &Ask) -> Result<Option<Login>, Failure> {
    let Some(user) = &account.user else { return Ok(None) };
    let secret = match &account.secret {
        SecretSource::PasswordCommand(command) => Secret::Password(printed_secret(command)?),
        SecretSource::TokenCommand(command) => Secret::Token(printed_secret(command)?),
        SecretSource::Ask if ask.possible() => {
            Secret::Password(ask.secret(&format!("Password for {user} at {}", account.server.host()))?)
        }
        SecretSource::Ask => {
            return Err(Failure::config(format!(
                "the password for {user} is missing, and there is no terminal to ask on"
            ))
            .hint("give --password-command, or password_command in the account"));
        }
    };
    Login::new(user.clone(), secret).map(Some).map_err(|error| Failure::config(error.to_string()))
}

/// The first line a command prints. Neither it nor the command's output is ever shown.
fn printed_secret(command: &str) -> Result<Zeroizing<String>, Failure> {
    let shell = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let run = Command::new(shell.0).arg(shell.1).arg(command).stderr(std::process::Stdio::inherit()).output();
    let output =
        run.map_err(|error| Failure::config(format!("the command for the secret could not be started: {error}")))?;
    let printed = Zeroizing::new(output.stdout);
    if !output.status.success() {
        return Err(Failure::config(format!("the command for the secret ended with {}", output.status)));
    }
    let text =
        std::str::from_utf8(&printed).map_err(|_| Failure::config("the command for the secret printed no text"))?;
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(Zeroizing::new(line.to_owned())),
        _ => Err(Failure::config("the command for the secret printed nothing")),
    }
}
