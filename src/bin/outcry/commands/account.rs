//! `outcry account`: add, change, remove, list and try the accounts letters are sent from.

use outcry::settings::{Account, SecretSource};
use outcry::smtp::Tls;
use outcry::smtp::presets::{self, Auth, Preset};

use crate::account_setup;
use crate::app::App;
use crate::args::{AccountCommand, LineArgs};
use crate::failure::{Exit, Failure};
use crate::input::credentials::{self, Tried, account};

pub fn run(app: &mut App, command: &AccountCommand) -> Result<(), Failure> {
    match command {
        AccountCommand::Add(args) => {
            account_setup::add(app, args.clone())?;
            app.report.say(&format!("To test the account, run: outcry account check --account {}", args.name));
            Ok(())
        }
        AccountCommand::Edit(args) => account_setup::edit(app, args.clone()),
        AccountCommand::Remove { name } => account_setup::remove(app, name),
        AccountCommand::List => list(app),
        AccountCommand::Check { line } => check(app, line),
    }
}

fn list(app: &App) -> Result<(), Failure> {
    let mut entries: Vec<String> = app
        .sources
        .config
        .accounts
        .iter()
        .map(|(name, account)| format!("account {name}\n  {}\n", described(account)))
        .collect();
    if entries.is_empty() {
        entries.push("no account yet; to add one, run: outcry account add NAME\n".to_owned());
    }
    let presets = presets::all().map_err(|error| Failure::config(error.to_string()))?;
    entries.extend(presets.iter().map(|preset| {
        let host = preset.host.as_deref().unwrap_or("HOST");
        let auth: Vec<&str> = preset.auth.iter().map(|auth| auth_word(*auth)).collect();
        let note = preset.note.as_ref().map(|note| format!("  {note}\n")).unwrap_or_default();
        format!(
            "preset {}\n  {host}:{}, {}; {}\n  limits: {}\n{note}  read on {} at {}\n",
            preset.id,
            preset.port,
            tls_words(preset.tls),
            auth.join(" or "),
            limits(preset),
            preset.date,
            preset.source
        )
    }));
    app.report.result(&entries.join("\n"))
}

fn described(account: &Account) -> String {
    let server = &account.server;
    let login = match (&account.user, &account.secret) {
        (None, _) => "no login".to_owned(),
        // A command may hold the secret itself, so it is not shown.
        (Some(user), SecretSource::PasswordCommand(_)) => format!("user {user}, a command prints the password"),
        (Some(user), SecretSource::TokenCommand(_)) => format!("user {user}, a command prints the token"),
        (Some(user), SecretSource::Ask) => format!("user {user}, outcry asks for the password"),
    };
    let limits = [(account.per_minute, "minute"), (account.per_day, "day")];
    format!(
        "{}:{}, {}\n  from {}\n  {login}\n  limits: {}",
        server.host(),
        server.port(),
        tls_words(server.tls()),
        account.from,
        listed(limits.into_iter().filter_map(|(limit, unit)| Some(format!("{} letters a {unit}", limit?))))
    )
}

fn limits(preset: &Preset) -> String {
    let limits = [
        (preset.per_minute, "letters a minute"),
        (preset.per_hour, "letters an hour"),
        (preset.per_day, "letters a day"),
        (preset.recipients_per_day, "recipients a day"),
        (preset.recipients_per_mail, "recipients of one letter"),
    ];
    listed(limits.into_iter().filter_map(|(limit, unit)| Some(format!("{} {unit}", limit?))))
}

fn listed(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { "none known".to_owned() } else { parts.join(", ") }
}

fn auth_word(auth: Auth) -> &'static str {
    match auth {
        Auth::Password => "password",
        Auth::AppPassword => "app password",
        Auth::Oauth2 => "OAuth 2.0 token",
    }
}

fn tls_words(tls: Tls) -> &'static str {
    match tls {
        Tls::Implicit => "TLS from the start",
        Tls::StartTls => "STARTTLS",
        Tls::None => "no encryption",
    }
}

/// Does what sending does, up to the text of a letter.
fn check(app: &App, line: &LineArgs) -> Result<(), Failure> {
    let mut missing = Vec::new();
    // A connection can be tried without knowing who sends.
    let is_anonymous = line.server.is_some() && line.from.is_none();
    let anybody = || "nobody@localhost.test".to_owned();
    let line = LineArgs { from: line.from.clone().or_else(|| is_anonymous.then(anybody)), ..line.clone() };
    let Some(account) = account(&app.sources, &line, &mut missing)? else {
        return Err(Failure { exit: Exit::Usage, problems: missing, hints: Vec::new() });
    };
    let from = (!is_anonymous).then_some(&account.from.email);
    let Tried { logged_in } = credentials::try_out(&account, from, &app.ask)?;
    let how = if logged_in { "logged in" } else { "connected without a login" };
    let takes = from.map(|from| format!("; takes letters from {from}")).unwrap_or_default();
    let server = &account.server;
    app.report.result(&format!("ok\t{}:{}\t{how}{takes}; nothing was sent\n", server.host(), server.port()))?;
    if let Some(note) = &account.note {
        app.report.note(note);
    }
    Ok(())
}
