//! `outcry send`: letters to mail servers, with a preview, consent, and the exact fate of each.

use std::collections::BTreeSet;
use std::process::Command;

use outcry::address::{Email, Mailbox, Reserved};
use outcry::campaign::{Campaign, Stop};
use outcry::deliver::{Fate, Line, Stopped, deliver};
use outcry::letter::Letter;
use outcry::registry::{Contact, Office, Status};
use outcry::render::mail::{Alternative, Mail, Posting, mail};
use outcry::settings::{Account, SecretSource};
use outcry::smtp::{ClientName, Login, Role, Secret, ServerUrl, Timeouts, Trust};
use outcry::text::for_sentence;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::App;
use crate::account;
use crate::args::{LineArgs, SendArgs};
use crate::ask::{self, Ask};
use crate::failure::{Exit, Failure};
use crate::job::{Plan, Ready, Sources, copies, signatory};
use crate::oneline::Again;
use crate::reach::{self, Way};
use crate::write::instead;

pub fn run(app: &mut App, args: &SendArgs) -> Result<Exit, Failure> {
    let campaign = Campaign::load(&args.campaign, &app.sources.folders)?;
    let test_to = args.test_to.as_deref().map(|raw| address("--test-to", raw)).transpose()?;
    if test_to.is_none() {
        refuse_when_over(&campaign, app.environment.today)?;
    }
    let copies = copies(&campaign, &args.to)?;
    let plan = Plan::new(&app.sources, campaign, &args.to)?;
    let mut line = args.line.clone();
    account::complete(app, &mut line)?;
    let answers = app.sources.answers(&args.who)?;
    let mut missing = Vec::new();
    let account = account(&app.sources, &line, &mut missing)?;
    if !args.yes && !args.dry_run && !app.ask.possible() {
        missing.push("--yes is missing: without a terminal nobody can be asked before sending".to_owned());
    }
    let signatory = signatory(&plan, answers, &app.ask, missing)?;
    let account = account.ok_or_else(|| Failure::usage("no account to send from"))?;
    if test_to.is_none() && !account.server.is_loopback() {
        // A day fixed by SOURCE_DATE_EPOCH makes output reproducible; it opens no campaign again.
        refuse_when_over(&plan.campaign, app.environment.clock_today)?;
    }
    let (offices, notes) = plan.offices(&signatory)?;
    accepted_ones_exist(&plan, &args.accept_stale)?;
    if test_to.is_none() {
        refuse_closed(&offices, app.environment.today)?;
    }
    let ready = Ready { plan: &plan, signatory: &signatory, offices, copies: &copies, today: app.environment.today };
    let letters = ready.letters()?;
    for note in notes {
        app.report.say(&format!("Note: {note}"));
    }
    let options = Options {
        account,
        alternative: if args.html { Alternative::Html } else { Alternative::None },
        test_to,
        accept_stale: args.accept_stale.clone(),
        consent: match (args.dry_run, args.yes) {
            (true, _) => Consent::DryRun,
            (false, true) => Consent::Given,
            (false, false) => Consent::Ask,
        },
        json: args.json,
        again: Again { global: &app.global, who: &args.who, to: &args.to },
    };
    post(app, &letters, &options)
}

/// How letters are sent, once it is clear which.
pub struct Options<'a> {
    pub account: Account,
    pub alternative: Alternative,
    pub test_to: Option<Email>,
    pub accept_stale: Vec<String>,
    pub consent: Consent,
    pub json: bool,
    /// For the lines that make a letter by hand.
    pub again: Again<'a>,
}

/// Whether the user agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Nothing is to be sent.
    DryRun,
    /// With `--yes`.
    Given,
    /// Not yet.
    Ask,
}

/// Refuses to send for a campaign that is over.
pub fn refuse_when_over(campaign: &Campaign, today: jiff::civil::Date) -> Result<(), Failure> {
    let Some(stop) = campaign.stop(today) else { return Ok(()) };
    let why = match stop {
        Stop::Status(status) => format!("campaign {} is {}", campaign.id, status.word()),
        Stop::Deadline(day) => {
            format!("campaign {} asked for letters until {day}, and that day has passed", campaign.id)
        }
    };
    let note = campaign.status_note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
    Err(Failure::data(format!("{why}{note}; nothing was sent")).hint(
        "`outcry write` still makes the letter, and --test-to ADDRESS sends it to one address of yours as a trial",
    ))
}

/// Refuses offices that are no more: what is known of them is of another time.
fn refuse_closed(offices: &[&Office], today: jiff::civil::Date) -> Result<(), Failure> {
    let closed: Vec<&&Office> = offices.iter().filter(|office| !office.is_open(Some(today))).collect();
    if closed.is_empty() {
        return Ok(());
    }
    let why = |office: &Office| match (office.status, office.valid_until) {
        (Status::Active | Status::Moved, Some(until)) => format!("what is known of it held until {until}"),
        (Status::Active | Status::Moved, None) => "what is known of it holds from a later day on".to_owned(),
        (status, _) => format!("it is {}", status.word()),
    };
    let problems = closed.iter().map(|office| format!("{}: {}; nothing was sent", office.id, why(office))).collect();
    let flags: Vec<String> = closed.iter().map(|office| format!("--except {}", office.id)).collect();
    Err(Failure { exit: Exit::Data, problems, hints: vec![format!("leave it out with {}", flags.join(" "))] })
}

/// A mistyped id after --accept-stale would accept nothing and say nothing.
fn accepted_ones_exist(plan: &Plan, accepted: &[String]) -> Result<(), Failure> {
    let unknown = accepted.iter().filter(|id| plan.registry.get(id).is_none());
    let problems: Vec<String> =
        unknown.map(|id| format!("--accept-stale {}: no registry has this office", for_sentence(id))).collect();
    if problems.is_empty() { Ok(()) } else { Err(Failure { exit: Exit::Usage, problems, hints: Vec::new() }) }
}

/// Checks, shows, asks and sends finished letters.
pub fn post(app: &App, letters: &[Letter<'_>], options: &Options<'_>) -> Result<Exit, Failure> {
    let trial = options.account.server.is_loopback();
    let (by_mail, by_hand): (Vec<_>, Vec<_>) = letters.iter().partition(|letter| !letter.office.emails().is_empty());
    if !trial {
        refuse_reserved(&by_mail, options)?;
    }
    let posting = Posting {
        account: options.account.from.clone(),
        date: if trial { app.environment.now } else { app.environment.clock },
        alternative: options.alternative,
        test_to: options.test_to.clone(),
    };
    let mails: Vec<Mail> = by_mail
        .iter()
        .map(|letter| mail(letter, &posting))
        .collect::<Result<_, _>>()
        .map_err(|error| Failure::data(format!("{error}; nothing was sent")))?;
    let stale = if options.test_to.is_some() {
        Vec::new()
    } else {
        stale(&by_mail, if trial { app.environment.today } else { app.environment.clock_today })
    };
    accept_stale(app, &stale, options)?;

    if mails.is_empty() {
        let mut failure = Failure::data("none of these offices has an e-mail address for letters; nothing was sent");
        failure.hints = by_hand
            .iter()
            .flat_map(|letter| {
                let doing = format!("{}: {}", letter.office.id, instead(letter, options.again));
                let why = reach::barred(letter.office, Way::Mail);
                why.map(|why| format!("{}: {why}", letter.office.id)).chain([doing])
            })
            .collect();
        return Err(failure);
    }
    if options.consent != Consent::Given {
        for mail in &mails {
            match options.consent {
                Consent::Ask => app.report.show(&preview(mail, &stale)),
                _ => app.report.say(&preview(mail, &stale)),
            }
        }
    }
    let count = letters_word(mails.len());
    let server = &options.account.server;
    match options.consent {
        Consent::DryRun => {
            for mail in &mails {
                tell(app, options, mail, &Told { outcome: "would send", reason: String::new(), refused: Vec::new() })?;
            }
            tell_by_hand(app, options, &by_hand)?;
            app.report.say(&format!("Dry run: would send {count} through {}. Nothing was sent.", server.host()));
            return Ok(Exit::Done);
        }
        Consent::Given => {}
        Consent::Ask => {
            if !app.ask.consent(&format!("Send {count} through {}?", server.host()))? {
                app.report.say("Nothing was sent.");
                return Ok(Exit::Done);
            }
        }
    }

    let login = login(&options.account, &app.ask)?;
    let exit = hand_over(app, options, &mails, login.as_ref());
    // These offices wait for a letter on paper, whatever became of the others.
    tell_by_hand(app, options, &by_hand)?;
    exit
}

fn hand_over(app: &App, options: &Options<'_>, mails: &[Mail], login: Option<&Login>) -> Result<Exit, Failure> {
    let (name, trust, timeouts) = (ClientName::default(), Trust::system(), Timeouts::default());
    let line = Line { server: &options.account.server, name: &name, login, trust: &trust, timeouts: &timeouts };
    let mut fates: Vec<(&Mail, Fate)> = Vec::with_capacity(mails.len());
    let stopped = ask::while_delivering(|| {
        deliver(&line, mails, &ask::stop_asked, |mail, fate| {
            // A full or closed screen must not end a delivery: what is known is also in the exit code.
            let _told = tell(app, options, mail, &told(&fate));
            fates.push((mail, fate));
        })
    });
    let account_refused = matches!(stopped, Some(Stopped::Account(_)));
    for (mail, fate) in &fates {
        // What holds for the account is said once, below.
        if !(account_refused && matches!(fate, Fate::Waiting(_))) {
            explain(app, mail, fate);
        }
    }
    let count = |matches: fn(&Fate) -> bool| fates.iter().filter(|(_, fate)| matches(fate)).count();
    let (sent, refused) = (count(|f| matches!(f, Fate::Sent { .. })), count(|f| matches!(f, Fate::Refused(_))));
    let (waiting, doubt) = (count(|f| matches!(f, Fate::Waiting(_))), count(|f| matches!(f, Fate::InDoubt(_))));
    let marked = if options.test_to.is_some() { " as a test" } else { "" };
    app.report.say(&format!("{sent} sent{marked}, {refused} refused, {waiting} not sent yet, {doubt} in doubt."));
    match stopped {
        Some(Stopped::Account(reason)) => {
            return Err(Failure::config(format!("{}: {reason}", options.account.server.host()))
                .hint("see `outcry account check`; letters that were not sent can be sent with the same command"));
        }
        Some(Stopped::Asked) => return Ok(Exit::Interrupted),
        Some(Stopped::ForNow(_)) | None => {}
    }
    Ok(if waiting + doubt > 0 {
        Exit::Waiting
    } else if refused > 0 {
        Exit::Refused
    } else {
        Exit::Done
    })
}

/// The fate of a letter, as it is printed.
#[derive(Debug, Clone)]
struct Told {
    outcome: &'static str,
    reason: String,
    refused: Vec<String>,
}

fn told(fate: &Fate) -> Told {
    let plain = |outcome, reason: &str| Told { outcome, reason: reason.to_owned(), refused: Vec::new() };
    match fate {
        Fate::Sent { reply, refused } => Told {
            outcome: "sent",
            reason: reply.to_string(),
            refused: refused.iter().map(|(email, ..)| email.to_string()).collect(),
        },
        Fate::Refused(reason) => plain("refused", reason),
        Fate::Waiting(reason) => plain("not sent yet", reason),
        Fate::InDoubt(reason) => plain("in doubt", reason),
    }
}

#[derive(Serialize)]
struct JsonFate<'a> {
    office: &'a str,
    outcome: &'a str,
    to: Vec<String>,
    copies: Vec<String>,
    refused_recipients: &'a [String],
    message_id: &'a str,
    reason: &'a str,
}

fn tell(app: &App, options: &Options<'_>, mail: &Mail, told: &Told) -> Result<(), Failure> {
    if options.json {
        let strings = |emails: &[Email]| emails.iter().map(ToString::to_string).collect();
        let fate = JsonFate {
            office: &mail.office,
            outcome: told.outcome,
            to: strings(&mail.to),
            copies: strings(&mail.copies),
            refused_recipients: &told.refused,
            message_id: &mail.message_id,
            reason: &told.reason,
        };
        let line = serde_json::to_string(&fate).map_err(|error| Failure::data(error.to_string()))?;
        return app.report.result(&format!("{line}\n"));
    }
    let reason = if told.reason.is_empty() { String::new() } else { format!(": {}", told.reason) };
    let refused = |email: &&Email| told.refused.iter().any(|refused| *refused == email.to_string());
    let to: Vec<Email> = mail.to.iter().filter(|email| !refused(email)).cloned().collect();
    app.report.result(&format!("{}\t{}\t{}{reason}\n", told.outcome, mail.office, joined(&to)))
}

fn tell_by_hand(app: &App, options: &Options<'_>, letters: &[&Letter<'_>]) -> Result<(), Failure> {
    for letter in letters {
        let reason = format!("{} {}", no_email(letter.office), instead(letter, options.again));
        if options.json {
            let fate = JsonFate {
                office: &letter.office.id,
                outcome: "by hand",
                to: Vec::new(),
                copies: Vec::new(),
                refused_recipients: &[],
                message_id: "",
                reason: &reason,
            };
            let line = serde_json::to_string(&fate).map_err(|error| Failure::data(error.to_string()))?;
            app.report.result(&format!("{line}\n"))?;
        } else {
            app.report.result(&format!("by hand\t{}\t{reason}\n", letter.office.id))?;
        }
    }
    Ok(())
}

/// Why no letter can be e-mailed to an office.
fn no_email(office: &Office) -> String {
    let barred: Vec<String> = reach::barred(office, Way::Mail).collect();
    if barred.is_empty() { "no e-mail address for letters is known.".to_owned() } else { barred.join(" ") }
}

/// What must not be missed about a letter's fate, and what to do next.
fn explain(app: &App, mail: &Mail, fate: &Fate) {
    match fate {
        Fate::Sent { refused, .. } => {
            for (email, role, reply) in refused {
                let what = match role {
                    Role::Office => "another address of the office was refused",
                    Role::Copy => "the letter was sent, but this copy was refused",
                };
                app.report.warn(&format!("{}: {what}: {email}: {reply}", mail.office));
            }
        }
        Fate::InDoubt(reason) => app.report.warn(&format!(
            "{}: in doubt: {reason}. The server may have the letter. Do not send it again before you \
              have looked in the copy mailbox for the mail with the Message-ID {}.",
            mail.office, mail.message_id
        )),
        Fate::Refused(reason) => {
            app.report.warn(&format!("{}: refused, nobody has this letter: {reason}", mail.office));
        }
        Fate::Waiting(reason) => app.report.warn(&format!(
            "{}: not sent, nobody has this letter: {reason}. Try again later with --to {}.",
            mail.office, mail.office
        )),
    }
}

/// The mail as its readers will see it.
fn preview(mail: &Mail, stale: &[Stale]) -> String {
    let mut text = format!("From: {}\n", mail.from);
    if let Some(reply_to) = &mail.reply_to {
        text.push_str(&format!("Reply-To: {reply_to}\n"));
    }
    text.push_str(&format!("To: {}\n", joined(&mail.to)));
    if !mail.copies.is_empty() {
        text.push_str(&format!("Cc: {}\n", joined(&mail.copies)));
    }
    for stale in stale.iter().filter(|stale| stale.office == mail.office) {
        text.push_str(&format!("Stale: {} was {}\n", stale.email, stale.since));
    }
    text.push_str(&format!("Subject: {}\n\n{}{}\n", mail.subject, mail.text, "-".repeat(72)));
    text
}

fn joined(emails: &[Email]) -> String {
    emails.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

pub fn letters_word(count: usize) -> String {
    if count == 1 { "1 letter".to_owned() } else { format!("{count} letters") }
}

/// Refuses addresses that exist only in documents and trials: a copy there is lost.
fn refuse_reserved(letters: &[&Letter<'_>], options: &Options<'_>) -> Result<(), Failure> {
    let mut problems = Vec::new();
    let mut check = |what: &str, email: &Email| {
        let kind = match email.reserved() {
            None => return,
            Some(Reserved::StandIn) => "only stands in for a real address",
            Some(Reserved::Testing) => "is for trials on this machine",
        };
        let problem = format!("{what} {email} {kind}; nothing was sent");
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    };
    check("the sender", &options.account.from.email);
    if let Some(test) = &options.test_to {
        check("--test-to", test);
    } else {
        for letter in letters {
            letter.office.emails().iter().for_each(|email| check(&format!("{}:", letter.office.id), email));
            letter.copies.iter().for_each(|email| check("the copy address", email));
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    let about_copies = problems.iter().any(|problem| problem.contains("the copy address"));
    let hint = if about_copies {
        "ask the campaign for its address and give --copy-to ADDRESS, or put it into copy_to in campaign.toml"
    } else {
        "give a real address in its place; a trial goes to a server on this machine, such as smtp://127.0.0.1:2525"
    };
    Err(Failure { exit: Exit::Data, problems, hints: vec![hint.to_owned()] })
}

/// An e-mail address of an office that no one confirmed within twelve months.
struct Stale {
    office: String,
    email: Email,
    since: String,
    source: String,
}

fn stale(letters: &[&Letter<'_>], today: jiff::civil::Date) -> Vec<Stale> {
    let mut stale = Vec::new();
    for office in letters.iter().map(|letter| letter.office) {
        for channel in office.for_letters().chain(office.for_copies()) {
            if let (Contact::Email(email), Some(since)) = (&channel.contact, reach::since(channel, today)) {
                let (office, email) = (office.id.clone(), email.clone());
                stale.push(Stale { office, email, since, source: reach::source(channel) });
            }
        }
    }
    stale
}

/// Shows stale addresses. Each office must be accepted by name, with a flag or at the question.
fn accept_stale(app: &App, stale: &[Stale], options: &Options<'_>) -> Result<(), Failure> {
    let is_accepted = |stale: &&Stale| options.accept_stale.contains(&stale.office);
    for stale in stale {
        let word = if is_accepted(&stale) { "accepted stale address" } else { "stale address" };
        app.report.warn(&format!("{word}: {}: {} was {}{}", stale.office, stale.email, stale.since, stale.source));
    }
    let open: BTreeSet<&str> =
        stale.iter().filter(|stale| !is_accepted(stale)).map(|stale| stale.office.as_str()).collect();
    if open.is_empty() {
        return Ok(());
    }
    let flags: Vec<String> = open.iter().map(|office| format!("--accept-stale {office}")).collect();
    if options.consent == Consent::DryRun {
        app.report.say(&format!("To send, confirm them at their source, then give {}.", flags.join(" ")));
        return Ok(());
    }
    if options.consent == Consent::Ask {
        for office in open {
            if !app.ask.consent(&format!("Send to {office} although its address is not confirmed?"))? {
                return Err(Failure::data(format!("{office} was not accepted; nothing was sent"))
                    .hint(format!("leave it out with --except {office}")));
            }
        }
        return Ok(());
    }
    Err(Failure::data(
        "addresses that no one confirmed within twelve months are not used by themselves; nothing was sent",
    )
    .hint(format!("confirm them at their source, then give {}", flags.join(" ")))
    .hint("`outcry recipients confirm OFFICE ADDRESS` notes what you confirmed; for a year no flag is needed then"))
}

fn address(flag: &str, raw: &str) -> Result<Email, Failure> {
    raw.parse().map_err(|error| Failure::usage(format!("{flag} \"{}\": {error}", for_sentence(raw))))
}

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
    Ok(Some(Account { server, user, secret, from, per_minute: None, per_day: None, note: None }))
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
