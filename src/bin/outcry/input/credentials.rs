//! The line letters go over: which account is meant, and how to log in. A secret stays in memory.

use std::io::Read;
use std::path::Path;

use outcry::address::{Email, Mailbox};
use outcry::settings::{Account, SecretSource};
use outcry::smtp::{self, ClientName, Connection, Login, Phase, Secret, ServerUrl, Timeouts, Trouble, Trust};
use outcry::text::{for_sentence, nearest};

use crate::args::LineArgs;
use crate::failure::{Exit, Failure};
use crate::input::secret;
use crate::input::sources::Sources;
use crate::messages::cures::cures;
use crate::terminal::prompts::{self, Prompts};

/// Bytes of a file of certificate authorities that are read; the lists of whole systems have a quarter of it.
const CA_FILE_MOST: u64 = 1024 * 1024;

/// The account named by flags or configuration. What is missing is added to `missing`.
pub fn account(sources: &Sources, line: &LineArgs, missing: &mut Vec<String>) -> Result<Option<Account>, Failure> {
    let from_configuration = |account: &Account| {
        let folder = sources.config_file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let own = account.ca_file.as_ref().map(|file| folder.join(file));
        Account { ca_file: line.ca_file.clone().or(own), ..account.clone() }
    };
    if let Some(name) = &line.account {
        let known: Vec<&str> = sources.config.accounts.keys().map(String::as_str).collect();
        return sources.config.accounts.get(name).map(|account| Some(from_configuration(account))).ok_or_else(|| {
            let failure = Failure::config(format!("unknown account \"{name}\": the configuration has no such account"));
            if let Some(near) = nearest(name, known.iter().copied()) {
                failure.hint(format!("did you mean {near}?"))
            } else if known.is_empty() {
                failure.hint(format!("to add the account, run: outcry account add {name}"))
            } else {
                failure.hint(format!("the configuration has: {}", known.join(", ")))
            }
        });
    }
    if line.server.is_none() && line.from.is_none() {
        let mut accounts = sources.config.accounts.values();
        if let (Some(only), None) = (accounts.next(), accounts.next()) {
            return Ok(Some(from_configuration(only)));
        }
    }
    let server = match &line.server {
        None => {
            missing.push("--account NAME, or --server URL, is missing: where the letters are handed over".to_owned());
            None
        }
        Some(url) => Some(
            url.parse::<ServerUrl>().map_err(|error| Failure::usage(format!("invalid value for --server: {error}")))?,
        ),
    };
    let from =
        match &line.from {
            None if line.server.is_none() => None,
            None => {
                missing.push("--from ADDRESS is missing: the address the letters come from".to_owned());
                None
            }
            Some(raw) => Some(raw.parse::<Mailbox>().map_err(|error| {
                Failure::usage(format!("invalid value \"{}\" for --from: {error}", for_sentence(raw)))
            })?),
        };
    let (Some(ServerUrl { server, user }), Some(from)) = (server, from) else { return Ok(None) };
    let secret = line.password_command.clone().map_or(SecretSource::Ask, SecretSource::PasswordCommand);
    if user.is_none() && secret != SecretSource::Ask {
        return Err(Failure::usage("--password-command requires a user name in --server, such as smtps://user@host"));
    }
    Ok(Some(Account {
        server,
        user,
        secret,
        ca_file: line.ca_file.clone(),
        from,
        per_minute: None,
        per_hour: None,
        per_day: None,
        recipients_per_day: None,
        connections: None,
        note: None,
    }))
}

/// Whose certificates are believed for an account.
pub fn trust(account: &Account) -> Result<Trust, Failure> {
    let Some(file) = &account.ca_file else { return Ok(Trust::system()) };
    let wrong = |error: &dyn std::fmt::Display| {
        let shown = for_sentence(&file.display().to_string());
        Failure::config(format!("certificate file {shown}: {error}")).hint(
            "give the certificate of your organisation's authority in PEM form; `openssl x509 -inform der -in FILE` converts a DER file",
        )
    };
    let mut pem = Vec::new();
    std::fs::File::open(file)
        .and_then(|open| open.take(CA_FILE_MOST).read_to_end(&mut pem))
        .map_err(|error| wrong(&error))?;
    Trust::with_authorities(&pem).map_err(|error| wrong(&error))
}

/// Gets the secret of an account, from its command or from the user.
pub fn login(account: &Account, ask: &Prompts) -> Result<Option<Login>, Failure> {
    let Some(user) = &account.user else { return Ok(None) };
    let whose = || format!("{user} at {}", account.server.host());
    let secret = match &account.secret {
        SecretSource::PasswordCommand(command) => Secret::Password(secret::printed(command, &whose())?),
        SecretSource::TokenCommand(command) => Secret::Token(secret::printed(command, &whose())?),
        SecretSource::Ask if ask.possible() => Secret::Password(ask.secret(&format!("Password for {}", whose()))?),
        SecretSource::Ask => {
            return Err(Failure::config(format!(
                "the password for {user} is missing, and there is no terminal to ask for it"
            ))
            .hint("give --password-command, or set password_command in the account"));
        }
    };
    Login::new(user.clone(), secret).map(Some).map_err(|error| Failure::config(error.to_string()))
}

/// How often a password is asked for.
const PASSWORD_TRIES: usize = 3;

/// Gets the secret of an account, as [`login`] does. One that was typed is tried at once, and asked for again where the
/// server refuses it.
pub fn login_for_sending(account: &Account, trust: &Trust, ask: &Prompts) -> Result<Option<Login>, Failure> {
    let mut tries = 1;
    loop {
        let login = login(account, ask)?;
        // What the last one meets is told with the letters.
        if login.is_none() || !matches!(account.secret, SecretSource::Ask) || tries == PASSWORD_TRIES {
            return Ok(login);
        }
        let (name, timeouts) = (ClientName::default(), Timeouts::default());
        match Connection::open(&account.server, &name, login.as_ref(), trust, &timeouts) {
            Err(failure) if is_wrong_password(&failure) => {
                let host = account.server.host();
                prompts::say(&format!("{host} did not take this password. Nothing was sent yet."));
                failure
                    .trouble()
                    .into_iter()
                    .flat_map(|trouble| cures(trouble, account))
                    .for_each(|cure| prompts::say(&cure));
                tries += 1;
            }
            Ok(connection) => {
                connection.quit();
                return Ok(login);
            }
            Err(_) => return Ok(login),
        }
    }
}

fn is_wrong_password(failure: &smtp::Failure) -> bool {
    failure.phase == Phase::Login
        && failure.is_permanent()
        && matches!(failure.trouble(), Some(Trouble::Login | Trouble::AppPassword))
}

/// What a connection showed.
pub struct Tried {
    pub logged_in: bool,
}

/// Does what sending does, up to the text of a letter. `from` is left out where nobody says who sends.
pub fn try_out(account: &Account, from: Option<&Email>, ask: &Prompts) -> Result<Tried, Failure> {
    let trust = trust(account)?;
    let login = login(account, ask)?;
    let host = account.server.host();
    let opened =
        Connection::open(&account.server, &ClientName::default(), login.as_ref(), &trust, &Timeouts::default());
    let tried = opened.and_then(|mut connection| {
        from.map_or(Ok(()), |from| connection.try_sender(from))?;
        connection.quit();
        Ok(())
    });
    match tried {
        Ok(()) => Ok(Tried { logged_in: login.is_some() }),
        Err(failure) if failure.is_permanent() => {
            let mut failed = Failure::config(format!("{host}: {failure}"));
            failed.hints.extend(failure.trouble().into_iter().flat_map(|trouble| cures(trouble, account)));
            Err(failed)
        }
        Err(failure) => Err(Failure::new(Exit::Waiting, format!("{host}: {failure}"))),
    }
}
