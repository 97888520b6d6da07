//! `outcry send`: letters to mail servers, with a preview, consent, and the exact fate of each. The
//! outbox says which are missing, so the same command again sends nothing twice.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use outcry::address::{Email, Reserved};
use outcry::campaign::{Campaign, Stop};
use outcry::deliver::{Fate, Letters, Line, Stopped, deliver};
use outcry::letter::Letter;
use outcry::outbox::{Key, View};
use outcry::registry::{Contact, Office, Status};
use outcry::render::mail::{Alternative, Mail, Posting};
use outcry::settings::Account;
use outcry::smtp::{ClientName, Login, Timeouts, Trust};
use outcry::text::for_sentence;

use crate::App;
use crate::account;
use crate::args::{LineArgs, SendArgs};
use crate::ask;
use crate::failure::{Exit, Failure};
use crate::fates::{self, Kept, Shape, Tally};
use crate::job::{Plan, Ready, copies, signatory};
use crate::line;
use crate::oneline::{self, Again};
use crate::reach::{self, Way};
use crate::recall::{self, Due, Memory, Past, Repeat};
use crate::write::instead;

/// How long `--wait` goes on trying (RFC 5321 section 4.5.4.1: four to five days).
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(5 * 24);

pub fn run(app: &mut App, args: &SendArgs) -> Result<Exit, Failure> {
    let campaign = Campaign::load(&args.campaign, &app.sources.folders)?;
    let test_to = args.test_to.as_deref().map(|raw| address("--test-to", raw)).transpose()?;
    if test_to.is_none() {
        refuse_when_over(&campaign, app.environment.today)?;
    }
    let copies = copies(&campaign, &args.to)?;
    let plan = Plan::new(&app.sources, campaign, &args.to)?;
    let mut line_args = args.line.clone();
    account::complete(app, &mut line_args)?;
    let answers = plan.answers(&app.sources, &args.who)?;
    let mut missing = Vec::new();
    let account = line::account(&app.sources, &line_args, &mut missing)?;
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
        repeat: if args.again { Repeat::All } else { Repeat::Nothing },
        patience: if args.wait { Patience::Wait } else { Patience::Once },
        shape: if args.json { Shape::Json } else { Shape::Lines },
        go_on: go_on(app, args),
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
    pub repeat: Repeat,
    pub patience: Patience,
    pub shape: Shape,
    /// The line that goes on where this run ends.
    pub go_on: String,
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

/// The line that sends what is missing. A command for a password may hold it, so it is not shown.
fn go_on(app: &App, args: &SendArgs) -> String {
    let hidden = args.line.password_command.as_ref().map(|_| "…".to_owned());
    let line = LineArgs { password_command: hidden, ..args.line.clone() };
    oneline::send(&app.global, &SendArgs { again: false, line, ..args.clone() })
}

/// What is done about letters that wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// Nothing: the next run tries again.
    Once,
    /// With `--wait`.
    Wait,
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
    if by_mail.is_empty() {
        return Err(all_by_hand(&by_hand, options));
    }
    let mut memory = match options.consent {
        _ if options.test_to.is_some() => Memory::None,
        Consent::DryRun => Memory::Seen(View::open(&recall::path(app)?)?),
        Consent::Given | Consent::Ask => Memory::Held(recall::hold(app)?),
    };
    let (due, past) = memory.part(&by_mail, options.repeat)?;
    if !trial {
        refuse_reserved(&due, options)?;
    }
    let posting = Posting {
        account: options.account.from.clone(),
        date: if trial { app.environment.now } else { app.environment.clock },
        alternative: options.alternative,
        test_to: options.test_to.clone(),
    };
    let mails: Vec<Mail> = due.iter().map(|due| due.mail(&posting)).collect::<Result<_, _>>()?;
    let stale = if options.test_to.is_some() {
        Vec::new()
    } else {
        stale(&due, if trial { app.environment.today } else { app.environment.clock_today })
    };
    accept_stale(app, &stale, options)?;

    let mut tally = Tally::default();
    for past in &past {
        tally.past(past.entry.state);
    }
    if mails.is_empty() {
        // A full or closed screen must not change what the exit code says.
        let _told = tell_past(app, options, &past)
            .and_then(|()| fates::tell_by_hand(app, options.shape, options.again, &by_hand));
        app.report.say(&tally.words(""));
        if tally.doubt == 0 {
            app.report.say("Nothing is left to send. --again sends once more what was sent, refused or given up.");
        }
        return Ok(tally.exit());
    }
    say_what_waited(app, &due, &mails);
    if options.consent != Consent::Given {
        for mail in &mails {
            match options.consent {
                Consent::Ask => app.report.show(&fates::preview(mail, &shown_stale(&stale, mail))),
                _ => app.report.say(&fates::preview(mail, &shown_stale(&stale, mail))),
            }
        }
    }
    let count = letters_word(mails.len());
    let server = &options.account.server;
    match options.consent {
        Consent::DryRun => {
            tell_past(app, options, &past)?;
            mails.iter().try_for_each(|mail| fates::would_send(app, options.shape, mail))?;
            fates::tell_by_hand(app, options.shape, options.again, &by_hand)?;
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

    let login = line::login(&options.account, &app.ask)?;
    // Nor must it end a delivery.
    let _told = tell_past(app, options, &past);
    let exit = hand_over(app, options, &mut memory, &due, &mails, login.as_ref(), tally);
    // These offices wait for a letter on paper, whatever became of the others.
    let _told = fates::tell_by_hand(app, options.shape, options.again, &by_hand);
    exit
}

fn all_by_hand(by_hand: &[&Letter<'_>], options: &Options<'_>) -> Failure {
    let mut failure = Failure::data("none of these offices has an e-mail address for letters; nothing was sent");
    failure.hints = by_hand
        .iter()
        .flat_map(|letter| {
            let doing = format!("{}: {}", letter.office.id, instead(letter, options.again));
            let why = reach::barred(letter.office, Way::Mail);
            why.map(|why| format!("{}: {why}", letter.office.id)).chain([doing])
        })
        .collect();
    failure
}

fn tell_past(app: &App, options: &Options<'_>, past: &[Past<'_>]) -> Result<(), Failure> {
    past.iter().try_for_each(|past| {
        fates::explain_past(app, &past.letter.office.id, &past.entry);
        fates::tell_past(app, options.shape, past)
    })
}

/// To run the command again is to wish that what waits is tried now.
fn say_what_waited(app: &App, due: &[Due<'_>], mails: &[Mail]) {
    for (due, mail) in due.iter().zip(mails) {
        let Some(entry) = due.waiting().filter(|entry| entry.attempts > 0) else { continue };
        let early = entry
            .next_try
            .filter(|next| *next > app.environment.now)
            .map(|next| format!("; the server may want more time, until {}", app.environment.local(next)));
        app.report.say(&format!(
            "{}: waiting, last tried {}, {} so far; it is tried now{}.",
            mail.office,
            app.environment.local(entry.changed),
            if entry.attempts == 1 { "once".to_owned() } else { format!("{} times", entry.attempts) },
            early.unwrap_or_default()
        ));
        if entry.stamp.as_ref().is_some_and(|stamp| stamp.message_id != mail.message_id) {
            app.report.say(&format!(
                "{}: it is not the same mail as before, so it gets a Date and a Message-ID of its own.",
                mail.office
            ));
        }
    }
}

/// Sends what is due, as often as the user's patience allows, and tells what became of it.
fn hand_over(
    app: &App,
    options: &Options<'_>,
    memory: &mut Memory,
    due: &[Due<'_>],
    mails: &[Mail],
    login: Option<&Login>,
    mut tally: Tally,
) -> Result<Exit, Failure> {
    let (name, trust, timeouts) = (ClientName::default(), Trust::system(), Timeouts::default());
    let line = Line { server: &options.account.server, name: &name, login, trust: &trust, timeouts: &timeouts };
    let then = if options.account.server.is_loopback() { app.environment.now } else { app.environment.clock };
    let clock = || app.environment.since(then);
    let mut pending: Vec<(&Mail, Option<Key>)> = mails.iter().zip(due).map(|(mail, due)| (mail, due.key)).collect();
    put_on_the_list(memory, due, then)?;
    let began = clock();
    let mut settled: Vec<(&Mail, Fate)> = Vec::with_capacity(mails.len());
    let stopped = ask::while_delivering(|| {
        loop {
            let mut later: Vec<(&Mail, Fate)> = Vec::new();
            let stopped = round(&line, memory, &pending, &clock, |mail, fate| {
                match fate {
                    Fate::Waiting { .. } | Fate::Untried(_) if options.patience == Patience::Wait => {
                        return later.push((mail, fate));
                    }
                    _ => {}
                }
                // A full or closed screen must not end a delivery: what is known is also in the exit code.
                let _told = fates::tell(app, options.shape, mail, &fate);
                settled.push((mail, fate));
            });
            let goes_on = matches!(stopped, None | Some(Stopped::ForNow(_)));
            let next = later.iter().filter_map(|(_, fate)| match fate {
                Fate::Waiting { next_try, .. } => Some(*next_try),
                _ => None,
            });
            let next = next.min().filter(|next| goes_on && next.duration_since(began) < LONGEST_WAIT);
            let woken = next.is_some_and(|next| {
                app.report.say(&format!(
                    "Waiting until {} with {}. Ctrl-C stops; this goes on: {}",
                    app.environment.local(next),
                    letters_word(later.len()),
                    options.go_on
                ));
                ask::while_resting(|| sleep_until(next, &clock, &ask::stop_asked))
            });
            if !woken {
                for (mail, fate) in later {
                    let _told = fates::tell(app, options.shape, mail, &fate);
                    settled.push((mail, fate));
                }
                return if next.is_some() { Some(Stopped::Asked) } else { stopped };
            }
            pending.retain(|(mail, _)| later.iter().any(|(waiting, _)| std::ptr::eq(*mail, *waiting)));
        }
    });
    let account_refused = matches!(stopped, Some(Stopped::Account(_)));
    let key =
        |mail: &Mail| due.iter().zip(mails).find(|(_, other)| std::ptr::eq(mail, *other)).and_then(|(due, _)| due.key);
    for (mail, fate) in &settled {
        tally.fate(fate);
        // What holds for the account is said once, below.
        if !(account_refused && matches!(fate, Fate::Waiting { .. } | Fate::Untried(_))) {
            let key = key(mail).map(|key| key.short());
            fates::explain(app, mail, fate, key.as_deref().map_or(Kept::Nowhere, Kept::Under));
        }
    }
    app.report.say(&tally.words(if options.test_to.is_some() { " as a test" } else { "" }));
    if tally.waiting > 0 && options.test_to.is_none() {
        app.report.say(&format!("What is not sent yet goes out with: {}", options.go_on));
    }
    match stopped {
        Some(Stopped::Account(reason)) => Err(Failure::config(format!("{}: {reason}", options.account.server.host()))
            .hint("see `outcry account check`; letters that were not sent can be sent with the same command")),
        Some(Stopped::Outbox(error)) => Err(Failure::outbox_lost(&error)),
        Some(Stopped::Asked) => Ok(Exit::Interrupted),
        Some(Stopped::ForNow(_)) | None => Ok(tally.exit()),
    }
}

/// Each letter that is due stands in the outbox as waiting before the first one is tried.
fn put_on_the_list(memory: &mut Memory, due: &[Due<'_>], now: Timestamp) -> Result<(), Failure> {
    let Memory::Held(outbox) = memory else { return Ok(()) };
    let keys = |due: &Due<'_>| due.key.filter(|_| due.is_repeated());
    outbox.repeat(&due.iter().filter_map(keys).collect::<Vec<_>>(), now)?;
    let listed = |due: &Due<'_>| Some((due.key?, due.letter.campaign.to_owned(), due.letter.office.id.clone()));
    Ok(outbox.enlist(&due.iter().filter_map(listed).collect::<Vec<_>>(), now)?)
}

/// Tries each letter once.
fn round<'m>(
    line: &Line<'_>,
    memory: &mut Memory,
    pending: &[(&'m Mail, Option<Key>)],
    clock: &dyn Fn() -> Timestamp,
    tell: impl FnMut(&'m Mail, Fate),
) -> Option<Stopped> {
    match memory {
        Memory::Held(outbox) => {
            let mails: Vec<(&Mail, Key)> = pending.iter().filter_map(|(mail, key)| Some((*mail, (*key)?))).collect();
            deliver(line, Letters::Recorded(outbox, &mails), clock, &ask::stop_asked, tell)
        }
        Memory::None | Memory::Seen(_) => {
            let mails: Vec<&Mail> = pending.iter().map(|(mail, _)| *mail).collect();
            deliver(line, Letters::Trial(&mails), clock, &ask::stop_asked, tell)
        }
    }
}

/// Sleeps until a moment; not to its end, if `stop` says so.
fn sleep_until(moment: Timestamp, clock: &dyn Fn() -> Timestamp, stop: &dyn Fn() -> bool) -> bool {
    const NAP: Duration = Duration::from_millis(100);
    while clock() < moment {
        if stop() {
            return false;
        }
        std::thread::sleep(NAP);
    }
    !stop()
}

pub fn letters_word(count: usize) -> String {
    if count == 1 { "1 letter".to_owned() } else { format!("{count} letters") }
}

/// Refuses addresses that exist only in documents and trials: a copy there is lost.
fn refuse_reserved(due: &[Due<'_>], options: &Options<'_>) -> Result<(), Failure> {
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
        for letter in due.iter().map(|due| due.letter) {
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

fn stale(due: &[Due<'_>], today: jiff::civil::Date) -> Vec<Stale> {
    let mut stale = Vec::new();
    for office in due.iter().map(|due| due.letter.office) {
        for channel in office.for_letters().chain(office.for_copies()) {
            if let (Contact::Email(email), Some(since)) = (&channel.contact, reach::since(channel, today)) {
                let (office, email) = (office.id.clone(), email.clone());
                stale.push(Stale { office, email, since, source: reach::source(channel) });
            }
        }
    }
    stale
}

/// What a preview says of the stale addresses among those of a mail.
fn shown_stale(stale: &[Stale], mail: &Mail) -> Vec<String> {
    let of_mail = stale.iter().filter(|stale| stale.office == mail.office);
    of_mail.map(|stale| format!("Stale: {} was {}", stale.email, stale.since)).collect()
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
