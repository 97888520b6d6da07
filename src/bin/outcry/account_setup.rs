//! Which account letters are sent from, where flags and configuration leave it open; setting one up, changing it
//! and taking it out. A secret is never written anywhere; an account names a command that prints it, or the user is
//! asked.

use outcry::address::{Email, Mailbox};
use outcry::settings::Account;
use outcry::smtp::presets::{self, Auth, Preset};
use outcry::smtp::{Server, ServerUrl, Tls};
use outcry::text::for_sentence;
use toml_edit::{Table, value};

use crate::app::App;
use crate::args::{AddArgs, LineArgs};
use crate::failure::{Exit, Failure};
use crate::input::toml_file;
use crate::terminal::prompts::{self, Choice};

/// Adds an account; on a terminal, asks for what is missing.
pub fn add(app: &mut App, mut args: AddArgs) -> Result<(), Failure> {
    check_name(app, &args.name).map_err(|problem| {
        Failure::usage(format!("{problem}; nothing was written"))
            .hint("choose another name; `outcry account list` shows your accounts")
    })?;
    let presets = presets::all().map_err(|error| Failure::config(error.to_string()))?;
    let preset = find(&presets, &args)?;
    if app.ask.possible() {
        complete_account(app, &mut args, &presets, preset)?;
    } else {
        let missing = missing(&args, preset);
        if !missing.is_empty() {
            let hint = "give these flags, or run this on a terminal to be asked; nothing was written".to_owned();
            return Err(Failure { exit: Exit::Usage, problems: missing, hints: vec![hint] });
        }
    }
    let table = table(&args);
    let file = toml_file::configuration(app.sources.config_file.as_deref(), |document| {
        toml_file::add_table(document, &["account", &args.name], table)
    })
    .map_err(|failure| Failure { exit: Exit::Usage, ..failure })?;
    app.sources.read_config_if_any()?;
    app.report.say(&format!("Added account {} to {}", args.name, for_sentence(&file.display().to_string())));
    if let Some(note) = app.sources.config.accounts.get(&args.name).and_then(|account| account.note.as_ref()) {
        app.report.note(note);
    }
    Ok(())
}

/// Changes what is given of an account; on a terminal without flags, asks what is to be changed.
pub fn edit(app: &mut App, mut args: AddArgs) -> Result<(), Failure> {
    let name = args.name.clone();
    let Some(account) = app.sources.config.accounts.get(&name) else { return Err(unknown(app, &name)) };
    let presets = presets::all().map_err(|error| Failure::config(error.to_string()))?;
    find(&presets, &args)?;
    let mut changed =
        if args.password_command.is_some() || args.token_command.is_some() { Changed::Secret } else { Changed::Other };
    if table(&args).is_empty() {
        if !app.ask.possible() {
            return Err(Failure::usage(format!("nothing to change in account {name}; nothing was written"))
                .hint("give --preset, --host, --port, --tls, --user, --from, --password-command or --token-command"));
        }
        changed = ask_what_to_change(app, &mut args, account, &presets)?;
    }
    let given = table(&args);
    let file = toml_file::configuration(app.sources.config_file.as_deref(), |document| {
        let path = ["account", name.as_str()];
        let keys = path.iter().try_fold(document.as_item_mut(), |place, name| place.get_mut(name));
        let keys = keys.and_then(toml_edit::Item::as_table_like_mut).ok_or_else(|| format!("{name} is not a table"))?;
        // One server takes the place of another, and one way to get the secret that of the one before.
        let server: &[&str] = match (&args.preset, &args.host) {
            (Some(_), _) => &["host", "port", "tls"],
            (None, Some(_)) => &["preset", "port", "tls"],
            (None, None) => &[],
        };
        let secret: &[&str] = if changed == Changed::Secret { &["password_command", "token_command"] } else { &[] };
        for key in server.iter().chain(secret).filter(|key| !given.contains_key(key)) {
            keys.remove(key);
        }
        for (key, item) in &given {
            if let Some(value) = item.as_value() {
                toml_file::set(keys, key, value.clone());
            }
        }
        Ok(())
    })
    .map_err(|failure| Failure { exit: Exit::Usage, ..failure })?;
    app.sources.read_config_if_any()?;
    app.report.say(&format!("Changed account {name} in {}", for_sentence(&file.display().to_string())));
    app.report.say(&format!("To test the account, run: outcry account check --account {name}"));
    Ok(())
}

/// What of an account was asked for anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Changed {
    /// How the secret is got; without a command, the user is asked each time.
    Secret,
    /// Anything else.
    Other,
}

fn ask_what_to_change(
    app: &App,
    args: &mut AddArgs,
    account: &Account,
    presets: &[Preset],
) -> Result<Changed, Failure> {
    let server = &account.server;
    let user = account.user.as_deref().unwrap_or("none");
    let items = [
        format!("The address the letters come from  ({})", account.from),
        format!("The user name to log in with  ({user})"),
        "How outcry gets the password".to_owned(),
        format!("The server  ({}:{})", server.host(), server.port()),
    ];
    match app.ask.choose("What is to be changed?", &items)? {
        Choice::Picked(0) => {
            let from = |from: &str| from.parse::<Mailbox>().map(|_| from.to_owned()).map_err(|error| error.to_string());
            args.from = Some(app.ask.checked("Address the letters come from", from)?);
        }
        Choice::Picked(1) => args.user = Some(app.ask.checked("User name to log in with", user_name)?),
        Choice::Picked(2) => {
            secret(app, args, None)?;
            return Ok(Changed::Secret);
        }
        Choice::Picked(_) => {
            complete_server(app, args, presets, None)?;
        }
        Choice::Stop => return Err(prompts::stopped()),
    }
    Ok(Changed::Other)
}

/// Takes an account out of the configuration.
pub fn remove(app: &mut App, name: &str) -> Result<(), Failure> {
    if !app.sources.config.accounts.contains_key(name) {
        return Err(unknown(app, name));
    }
    let file = toml_file::configuration(app.sources.config_file.as_deref(), |document| {
        toml_file::remove_table(document, &["account", name])
    })?;
    app.report.say(&format!("Removed account {name} from {}", for_sentence(&file.display().to_string())));
    Ok(())
}

/// The preset that was named, if one was.
fn find<'p>(presets: &'p [Preset], args: &AddArgs) -> Result<Option<&'p Preset>, Failure> {
    let Some(id) = &args.preset else { return Ok(None) };
    let preset = presets.iter().find(|preset| preset.id == *id).ok_or_else(|| {
        Failure::usage(format!("unknown preset \"{}\" in --preset", for_sentence(id)))
            .hint("`outcry account list` shows all presets")
    })?;
    Ok(Some(preset))
}

fn unknown(app: &App, name: &str) -> Failure {
    let names: Vec<&str> = app.sources.config.accounts.keys().map(String::as_str).collect();
    let known =
        if names.is_empty() { "there is none".to_owned() } else { format!("your accounts: {}", names.join(", ")) };
    Failure::usage(format!("unknown account \"{}\"; {known}; nothing was changed", for_sentence(name)))
}

fn check_name(app: &App, name: &str) -> Result<(), String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || name.len() > 64 || name.starts_with('-') || !name.chars().all(fits) {
        return Err(format!(
            "invalid account name \"{}\": use at most 64 letters, digits, - and _, not beginning with -",
            for_sentence(name)
        ));
    }
    if app.sources.config.accounts.contains_key(name) {
        return Err(format!("account \"{name}\" exists already"));
    }
    Ok(())
}

/// Only a server on this machine may go without a login.
fn needs_user(args: &AddArgs) -> bool {
    let own = |host: &String| Server::new(host, 25, Tls::None).is_ok_and(|server| server.is_loopback());
    args.user.is_none() && (args.preset.is_some() || !args.host.as_ref().is_some_and(own))
}

fn missing(args: &AddArgs, preset: Option<&Preset>) -> Vec<String> {
    let mut missing = Vec::new();
    match (preset, &args.host) {
        (None, None) => {
            missing.push("--preset NAME, or --host HOST, is missing: the mail provider or its server".to_owned());
        }
        (Some(preset), None) if preset.host.is_none() => {
            missing.push(format!("--host HOST is missing: each customer of {} has a server of their own", preset.id));
        }
        _ => {}
    }
    if needs_user(args) {
        missing.push("--user USER is missing: the name to log in with".to_owned());
    }
    if args.from.is_none() {
        missing.push("--from ADDRESS is missing: the address the letters come from".to_owned());
    }
    missing
}

/// Asks for the provider or its server, as far as flags leave them open. Returns the preset.
fn complete_server<'p>(
    app: &App,
    args: &mut AddArgs,
    presets: &'p [Preset],
    mut preset: Option<&'p Preset>,
) -> Result<Option<&'p Preset>, Failure> {
    if preset.is_none() && args.host.is_none() {
        let mut items = vec!["Another provider; I know the name of its server".to_owned()];
        items.extend(presets.iter().map(|preset| {
            let host = preset.host.as_deref().unwrap_or("server of your own");
            format!("{}  ({host})", preset.id)
        }));
        match app.ask.choose("Which mail provider?", &items)? {
            Choice::Picked(0) => {}
            Choice::Picked(index) => preset = presets.get(index - 1),
            Choice::Stop => return Err(prompts::stopped()),
        }
        args.preset = preset.map(|preset| preset.id.clone());
    }
    if let Some(note) = preset.and_then(|preset| preset.note.as_ref()) {
        prompts::say(&format!("Note: {note}"));
    }
    if args.host.is_none() && preset.is_none_or(|preset| preset.host.is_none()) {
        let host = app.ask.checked("The provider's server for sending mail, such as mail.union.org", |host| {
            Server::new(host, 465, Tls::Implicit).map(|_| host.to_owned()).map_err(|error| error.to_string())
        })?;
        args.host = Some(host);
        if preset.is_none() && args.tls.is_none() {
            let items = ["TLS from the start, port 465; choose this if you do not know", "STARTTLS, port 587"];
            match app.ask.choose("How is the connection encrypted?", &items)? {
                Choice::Picked(0) => {}
                Choice::Picked(_) => args.tls = Some("starttls".to_owned()),
                Choice::Stop => return Err(prompts::stopped()),
            }
        }
    }
    Ok(preset)
}

fn complete_account(app: &App, args: &mut AddArgs, presets: &[Preset], preset: Option<&Preset>) -> Result<(), Failure> {
    let preset = complete_server(app, args, presets, preset)?;
    if needs_user(args) {
        args.user = Some(app.ask.checked("User name to log in with, often the whole e-mail address", user_name)?);
    }
    if args.from.is_none() {
        let usual = args.user.clone().filter(|user| user.parse::<Email>().is_ok());
        let hint = usual.as_ref().map(|user| format!(" (Enter: {user})")).unwrap_or_default();
        let question =
            format!("Address the letters come from, with a name if you like: Branch <branch@union.org>{hint}");
        let from = app.ask.checked(&question, |from| {
            let from = if from.is_empty() { usual.as_deref().unwrap_or_default() } else { from };
            from.parse::<Mailbox>().map(|_| from.to_owned()).map_err(|error| error.to_string())
        })?;
        args.from = Some(from);
    }
    if args.user.is_some() && args.password_command.is_none() && args.token_command.is_none() {
        secret(app, args, preset)?;
    }
    Ok(())
}

fn user_name(raw: &str) -> Result<String, String> {
    match raw {
        "" => Err("a user name is needed, often the whole e-mail address".to_owned()),
        user => outcry::text::line(user, 200).map_err(|error| error.to_string()),
    }
}

fn secret(app: &App, args: &mut AddArgs, preset: Option<&Preset>) -> Result<(), Failure> {
    let command = |question: &str| {
        app.ask.checked(question, |command| match command {
            "" => Err("a command is needed".to_owned()),
            command => Ok(command.to_owned()),
        })
    };
    if preset.is_some_and(|preset| preset.auth == [Auth::Oauth2]) {
        args.token_command =
            Some(command("This provider accepts only tokens. Command that prints an OAuth 2.0 token")?);
        return Ok(());
    }
    let items = ["Ask me each time", "Run a command that prints it, such as that of a password manager"];
    prompts::say("outcry never stores the password itself.");
    match app.ask.choose("How does outcry get the password?", &items)? {
        Choice::Picked(0) => Ok(()),
        Choice::Picked(_) => {
            args.password_command = Some(command("Command that prints the password, such as: pass show mail/branch")?);
            Ok(())
        }
        Choice::Stop => Err(prompts::stopped()),
    }
}

fn table(args: &AddArgs) -> Table {
    let mut table = Table::new();
    let mut set = |key: &str, text: &Option<String>| {
        if let Some(text) = text {
            table.insert(key, value(text));
        }
    };
    set("preset", &args.preset);
    set("host", &args.host);
    set("tls", &args.tls);
    set("user", &args.user);
    set("password_command", &args.password_command);
    set("token_command", &args.token_command);
    set("from", &args.from);
    if let Some(port) = args.port {
        table.insert("port", value(i64::from(port)));
    }
    table
}

/// On a terminal: settles which account is meant when flags and configuration leave it open.
pub fn complete(app: &mut App, line: &mut LineArgs) -> Result<(), Failure> {
    if !app.ask.possible() || line.account.is_some() {
        return Ok(());
    }
    match (&line.server, &line.from) {
        (Some(_), Some(_)) => return Ok(()),
        (Some(_), None) => {
            let parse = |raw: &str| raw.parse::<Mailbox>().map(|_| raw.to_owned()).map_err(|error| error.to_string());
            line.from = Some(app.ask.checked("Address the letters come from", parse)?);
            return Ok(());
        }
        (None, Some(_)) => {
            let parse = |raw: &str| raw.parse::<ServerUrl>().map(|_| raw.to_owned()).map_err(|error| error.to_string());
            line.server = Some(app.ask.checked("Server to send through, such as smtps://user@mail.union.org", parse)?);
            return Ok(());
        }
        (None, None) => {}
    }
    let names: Vec<String> = app.sources.config.accounts.keys().cloned().collect();
    line.account = match names.as_slice() {
        [] => Some(first(app)?),
        [only] => Some(only.clone()),
        _ => {
            let items: Vec<String> = app
                .sources
                .config
                .accounts
                .iter()
                .map(|(name, account)| format!("{name}  ({})", account.from))
                .collect();
            match app.ask.choose("Send from which account?", &items)? {
                Choice::Picked(index) => names.get(index).cloned(),
                Choice::Stop => return Err(prompts::stopped()),
            }
        }
    };
    Ok(())
}

/// Sets up the first account, if the user likes, and returns its name.
fn first(app: &mut App) -> Result<String, Failure> {
    prompts::say("You have no account to send from yet.");
    if !app.ask.consent("Set up an account now?")? {
        return Err(Failure::usage("no account to send from; nothing was sent").hint(
            "to add one, run: outcry account add NAME; to make drafts for your own mail program: outcry write … -f eml -o FOLDER/",
        ));
    }
    let name = app.ask.checked("A short name for the account, such as branch", |name| {
        check_name(app, name).map(|()| name.to_owned())
    })?;
    let args = AddArgs {
        name: name.clone(),
        preset: None,
        host: None,
        port: None,
        tls: None,
        user: None,
        from: None,
        password_command: None,
        token_command: None,
    };
    add(app, args)?;
    Ok(name)
}
