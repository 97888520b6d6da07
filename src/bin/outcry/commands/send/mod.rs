//! `outcry send`: letters to mail servers, for one signatory or every row of a list, with a plan, consent,
//! and the exact fate of each. The outbox says which are missing, so the same command again sends
//! nothing twice.
//!
//! ```text
//! survey     the first pass: checks every row, composes every letter, puts them on the outbox's list
//! to_send    what that pass finds: what goes out, what waits, what is known of earlier runs
//! guards     what stands against sending: campaigns that are over, offices that are closed, stale addresses
//! plan       what would be sent, how fast (`pace`), and how long that takes
//! attach     the mail of a letter, with the letter on paper attached where that is asked for
//! joint      the letter that all of a list sign together, and what has changed on that list
//! paper      letters for offices without e-mail, written down and handed over
//! own_copies the copies that signatories of a list get of their own letters
//! delivery   hands the letters over, in rounds (`producer`, `composed_cache`), and reports what became of them
//! log        what is kept of letters that are under way
//! send_run   everything a run is made of
//! ```

mod attach;
mod composed_cache;
mod delivery;
mod guards;
mod joint;
mod log;
mod own_copies;
mod pace;
mod paper;
mod plan;
mod producer;
mod send_run;
mod survey;
mod to_send;

use std::collections::HashMap;
use std::path::Path;

use outcry::address::Email;
use outcry::campaign::Campaign;
use outcry::deliver::REFUSALS_MOST;
use outcry::letter::Details;
use outcry::mac::AddressDigest;
use outcry::mailing::Recipients;
use outcry::outbox::View;
use outcry::render::joint::SortBy;
use outcry::render::mail::{Alternative, OwnCopy, Posting};
use outcry::signatory::Signatory;
use outcry::text::for_sentence;

use crate::account_setup;
use crate::app::App;
use crate::args::command_line;
use crate::args::{DetailArgs, EditArgs, LineArgs, Make, SendArgs, WhoArgs};
use crate::failure::{Exit, Failure};
use crate::input::credentials;
use crate::input::edited;
use crate::input::history::{self, Memory};
use crate::input::signers::Signers;
use crate::input::sources::{CopyLetters, Ready, copies, offices};
use crate::messages::outcomes::{self, Shape};
use crate::messages::own_copies::with_copies;
use crate::messages::standing::Thing;
use crate::messages::{counted, letters};
use crate::output::details::details;
use crate::output::editing::in_editor;
use crate::output::files::failed_beside;
use crate::output::paper::Sheets;
use crate::output::stationery::{Look, Whose};
use crate::precheck::{self, refuse_missing};
use crate::signatures::{Signatures, SignedList, all_undersigned, to_known_embassy};
pub use guards::refuse_when_over;
use joint::{Joint, changed_words};
use send_run::{Consent, NOTHING, SendRun};
use to_send::{Shown, ToSend};

pub fn run(app: &mut App, args: &SendArgs) -> Result<Exit, Failure> {
    let mut args = Box::new(args.clone());
    loop {
        match run_once(app, &args)? {
            Ran::Ended(exit) => return Ok(exit),
            Ran::Without(fewer) => args = fewer,
        }
    }
}

/// How a run went.
enum Ran {
    Ended(Exit),
    /// Some offices shall be left out: it has to be begun anew with these.
    Without(Box<SendArgs>),
}

fn run_once(app: &mut App, args: &SendArgs) -> Result<Ran, Failure> {
    attach::refuse_look_without_paper(args)?;
    let campaign = Campaign::load(&args.campaign, &app.sources.folders)?;
    let test_to = args.test_to.as_deref().map(|raw| address("--test-to", raw)).transpose()?;
    let thing = if args.joint.is_some() { Thing::JointLetter } else { Thing::Letters };
    if test_to.is_none() {
        refuse_when_over(&campaign, app.environment.today, thing)?;
        guards::refuse_when_overtaken(&campaign, &app.sources.folders)?;
    }
    let (to, no_embassy) = match &args.joint {
        Some(_) => to_known_embassy(&app.sources, &campaign, (&args.to, &args.who))?,
        None => (args.to.clone(), None),
    };
    let copies = copies(&campaign, &to)?;
    let recipients = app.sources.recipients(campaign, &to, &args.who)?;
    let mut line_args = args.line.clone();
    account_setup::complete(app, &mut line_args)?;
    let app = &*app;
    let mut missing = Vec::new();
    let account = credentials::account(&app.sources, &line_args, &mut missing)?;
    let consent = match (args.dry_run, args.yes || args.expect.is_some() || args.expect_new.is_some()) {
        (true, _) => Consent::DryRun,
        (false, true) => Consent::Given,
        (false, false) => Consent::Ask,
    };
    if consent == Consent::Ask && !app.ask.possible() {
        let flags = if args.list.signatories.is_some() { "--expect N, or --yes, is" } else { "--yes is" };
        missing.push(format!("{flags} missing: without a terminal, outcry cannot ask before sending"));
    }
    let (mut signers, signatures) = who_signs(app, args, &recipients, missing)?;
    let signatures = signatures.map(|mut signatures| {
        signatures.notes.extend(no_embassy.map(|none| none.to_owned().into()));
        signatures
    });
    let (list, who) = match &signatures {
        Some(Signatures { read_by: (list, kind), .. }) => {
            (list.clone(), WhoArgs { kind: kind.clone(), ..args.who.clone() })
        }
        None => signers.read_by(&args.list, &args.who),
    };
    let mut args = SendArgs { who, list, line: line_args, ..args.clone() };
    let account = account.ok_or_else(|| Failure::usage("no account to send from"))?;
    if test_to.is_none() && !account.server.is_loopback() {
        // A day fixed by SOURCE_DATE_EPOCH makes output reproducible; it opens no campaign again.
        refuse_when_over(&recipients.campaign, app.environment.clock_today, thing)?;
    }
    guards::accepted_ones_exist(&recipients, &args.accept_stale)?;
    let wanted_pace = pace::wanted(&args.pace)?;
    let whose = if signers.list().is_some() { Whose::Others } else { Whose::Own };
    let (look, details) = match &signatures {
        // It bears nothing of whoever sends it.
        Some(_) => (Look::default(), Details::NONE.clone()),
        None => (
            Look::new(&app.sources, &args.who, &args.look, whose)?,
            details(&app.sources, &args.who, &DetailArgs::default(), whose)?,
        ),
    };
    if let Some(signatory) = signers.one().filter(|_| args.edit.edit) {
        args.edit = edited_by(app, &args.edit, (&recipients, signatory), (&copies, &details))?;
    }
    let args = &args;
    let edited = edited::given(&args.edit, &recipients)?;
    look.refuse_second_signature_without(details.second.as_ref())?;
    let sheets = attach::typesets(args)
        .then(|| Sheets::new(&look, Make::Letters { single_sided: false }, &app.environment))
        .transpose()?;
    let trial = account.server.is_loopback();
    let memory = match consent {
        _ if test_to.is_some() => Memory::None,
        Consent::DryRun => Memory::Seen(View::open(&app.outbox_path()?)?.map(Box::new)),
        Consent::Given | Consent::Ask => Memory::Held(Box::new(app.open_outbox()?)),
    };
    let joint = signatures.map(|signatures| Joint::new(signatures, memory.view()));
    let posting = Posting {
        account: account.from.clone(),
        date: if trial { app.environment.now } else { app.environment.clock },
        alternative: if args.html { Alternative::Html } else { Alternative::None },
        // On a list each gets one mail for all their letters.
        own_copy: if args.copy_me && signers.list().is_none() { OwnCopy::Cc } else { OwnCopy::None },
        test_to,
        key: memory.mail_key()?,
    };
    let send_run = SendRun {
        app,
        args,
        recipients: &recipients,
        copies: &copies,
        account,
        posting,
        look,
        details,
        joint,
        edited,
        sheets,
        consent,
        wanted_pace,
        shape: if args.json { Shape::Json } else { Shape::Lines },
        go_on: go_on(app, args),
        now: if trial { app.environment.now } else { app.environment.clock },
    };
    send_run.run(&mut signers, memory)
}

/// Who signs, and of a joint letter the list of those who do.
fn who_signs(
    app: &App,
    args: &SendArgs,
    recipients: &Recipients,
    missing: Vec<String>,
) -> Result<(Signers, Option<Signatures>), Failure> {
    if let Some(file) = &args.joint {
        let (all, signatures) = read_joint(app, args, recipients, file, missing)?;
        return Ok((Signers::One(Box::new(all), Vec::new()), Some(signatures)));
    }
    let signers = precheck::signers(app, recipients, (&args.list, &args.who), missing, NOTHING)?;
    if signers.one().is_some_and(|signatory| signatory.email.is_none()) && args.copy_me {
        return Err(Failure::usage("--copy-me needs an address to send the copy to")
            .hint("give --email ADDRESS, or put it into the profile"));
    }
    Ok((signers, None))
}

/// Reads the list of those who sign. They all are the signatory of the letter.
fn read_joint(
    app: &App,
    args: &SendArgs,
    recipients: &Recipients,
    file: &Path,
    missing: Vec<String>,
) -> Result<(Signatory, Signatures), Failure> {
    refuse_missing(missing)?;
    let (all, language) = all_undersigned(recipients, app.sources.country(&args.who)?)?;
    let list = SignedList {
        file,
        list: &args.list,
        kind: args.who.kind.as_deref(),
        order: SortBy::Name,
        since: None,
        failed_beside: &failed_beside(None),
        nothing: NOTHING,
    };
    Ok((all, list.read(app, recipients, language)?))
}

/// Lets a person edit the text of their letters before anything is shown or put on the list.
fn edited_by(
    app: &App,
    edit: &EditArgs,
    (recipients, signatory): (&Recipients, &Signatory),
    (copies, details): (&[Email], &Details),
) -> Result<EditArgs, Failure> {
    let (offices, _) = offices(recipients, signatory, CopyLetters::WithoutEmail)?;
    let today = app.environment.today;
    in_editor(app, edit, &Ready { recipients, signatory, offices, copies, today, details, edited: None })
}

/// What came of showing and asking.
enum Agreed {
    Send(Box<ToSend>),
    Nothing,
    /// Offices are left out, so that everything is to be shown anew.
    Without(Box<SendArgs>),
}

/// What the outbox knows of earlier runs, whoever's letters they were.
#[derive(Default)]
struct Past {
    /// Letters and recipients of the account in the last 24 hours.
    used: (u64, u64),
    /// Offices that refused whatever came, with the addresses at which they did.
    refusing: HashMap<String, Vec<AddressDigest>>,
}

impl SendRun<'_> {
    fn run(&self, signers: &mut Signers, memory: Memory) -> Result<Ran, Failure> {
        let (agreed, mut outbox) = match memory {
            Memory::Held(mut outbox) => {
                let past = self.past(signers, outbox.view())?;
                let listing = history::Ledger::Listing(Box::new(outbox.list(self.now)?));
                (self.agree(signers, listing, &past)?, Some(outbox))
            }
            Memory::Seen(view) => {
                let seen = |view| history::Ledger::Seen { view, met: 0 };
                let ledger = view.as_deref().map_or(history::Ledger::Nowhere, seen);
                let past = view.as_deref().map_or(Ok(Past::default()), |view| self.past(signers, view))?;
                (self.agree(signers, ledger, &past)?, None)
            }
            Memory::None => (self.agree(signers, history::Ledger::Nowhere, &Past::default())?, None),
        };
        match agreed {
            Agreed::Send(survey) => delivery::run(self, signers, *survey, outbox.as_deref_mut()).map(Ran::Ended),
            Agreed::Nothing => Ok(Ran::Ended(Exit::Done)),
            Agreed::Without(args) => Ok(Ran::Without(args)),
        }
    }

    fn past(&self, signers: &Signers, view: &View) -> Result<Past, Failure> {
        let asks_anew = matches!(self.repeat(), history::Repeat::All | history::Repeat::Refused);
        // One letter more tells of the office; a list more is what a server takes for abuse.
        let refusing =
            if signers.list().is_some() && !asks_anew { view.refusing(REFUSALS_MOST)? } else { HashMap::new() };
        Ok(Past { used: self.used(view)?, refusing })
    }

    /// Checks, shows and asks. What is to be sent stands on the list then.
    fn agree(&self, signers: &mut Signers, mut ledger: history::Ledger<'_>, past: &Past) -> Result<Agreed, Failure> {
        let app = self.app;
        let mut survey = ToSend::of(self, signers, &mut ledger)?;
        survey.count_unmet(self, signers, &ledger)?;
        survey.hold_back(self, &past.refusing);
        survey.judge(self, signers)?;
        let about_look = self.look.note.iter().filter(|_| self.sheets.is_some());
        let about_list = self.joint.iter().flat_map(|joint| &joint.notes);
        survey.checked.note(about_list.cloned());
        survey.checked.note(about_look.cloned());
        app.say_notices(&survey.checked.notes);
        if survey.by_mail() == 0 {
            return Err(survey.all_by_hand(self));
        }
        if self.posting.test_to.is_none() {
            guards::refuse_closed(self, &survey, app.environment.today)?;
        }
        if !self.account.server.is_loopback() {
            guards::refuse_reserved(self, &survey)?;
        }
        self.count_is_expected(&survey)?;
        self.new_ones_are_expected(&survey)?;
        guards::accept_overlays(self, &survey)?;
        let stale = guards::stale(self, &survey);
        if let Some(fewer) = self.without(&survey, guards::accept(self, &stale)?)? {
            return Ok(Agreed::Without(fewer));
        }
        if signers.list().is_some() || self.joint.is_some() {
            // What a person agrees to is shown even when told to be quiet.
            let text = plan::words(self, &survey, past.used);
            if self.consent == Consent::Ask { app.report.show(&text) } else { app.report.say(&text) }
        }
        survey.say_older(self);
        for changed in changed_words(&survey.changed, self.repeat()) {
            app.report.say(&changed);
        }
        survey.say_what_waited(self);
        if self.consent != Consent::Given {
            for Shown { mail, text } in &survey.shown {
                let preview = outcomes::preview(mail, text, &guards::shown(&stale, mail));
                if self.consent == Consent::Ask { app.report.show(&preview) } else { app.report.say(&preview) }
            }
        }
        let (due, copies) = (survey.due(), survey.copies.due);
        if self.consent == Consent::Ask && due + copies > 0 {
            let question = format!("Send {} through {}?", with_copies(due, copies), self.account.server.host());
            if !app.ask.consent(&question)? {
                app.report.say("Nothing was sent.");
                return Ok(Agreed::Nothing);
            }
        }
        if let (Some(path), true) = (self.paper(), survey.paper() > 0 && self.consent != Consent::DryRun) {
            paper::refuse_in_the_way(path, survey.paper())?;
        }
        survey.keep_failed(self)?;
        ledger.keep()?;
        Ok(Agreed::Send(Box::new(survey)))
    }

    /// The same run without offices that were not accepted, if there are any.
    fn without(&self, survey: &ToSend, said: guards::Stale) -> Result<Option<Box<SendArgs>>, Failure> {
        if said.left_out.is_empty() {
            return Ok(None);
        }
        let left = survey
            .offices
            .iter()
            .filter(|(id, toll)| toll.due + toll.paper > 0 && !said.left_out.iter().any(|out| out == id));
        if left.count() == 0 {
            let flags: Vec<String> = said.left_out.iter().map(|office| format!("--accept-stale {office}")).collect();
            return Err(Failure::data(format!(
                "{} was not accepted, and no other office is left; nothing was sent",
                said.left_out.join(", ")
            ))
            .hint(format!("confirm the address at its source, then give {}", flags.join(" "))));
        }
        self.app.report.say(&format!("Left out: {}.", said.left_out.join(", ")));
        let mut fewer = self.args.clone();
        fewer.to.except.extend(said.left_out);
        fewer.accept_stale.extend(said.accepted);
        Ok(Some(Box::new(fewer)))
    }

    fn count_is_expected(&self, survey: &ToSend) -> Result<(), Failure> {
        match self.args.expect {
            Some(expected) if expected != survey.letters() => {
                let paper = survey.letters().saturating_sub(survey.by_mail());
                let parts = if paper > 0 {
                    format!(" ({} by e-mail, {paper} on paper)", survey.by_mail())
                } else {
                    String::new()
                };
                Err(Failure::data(format!(
                    "--expect {expected} does not match: this command makes {}{parts}; {NOTHING}",
                    letters(survey.letters())
                ))
                .hint("`--dry-run` shows this count first; it includes letters that were sent before"))
            }
            _ => Ok(()),
        }
    }

    /// Whether as many letters are new as `--expect-new` says. Nobody can tell to whom the letters of former formats
    /// belong that no row is the one of: where a row was corrected since, its letter would be sent twice.
    fn new_ones_are_expected(&self, survey: &ToSend) -> Result<(), Failure> {
        let ToSend { new, unmet, .. } = survey;
        let new_letters = counted(*new, "new letter");
        match self.args.expect_new {
            Some(expected) if expected != *new => Err(Failure::data(format!(
                "--expect-new {expected} does not match: this list makes {new_letters}; {NOTHING}"
            ))
            .hint("`--dry-run` shows this count first; letters that the outbox knows are not new")),
            None if *new > 0 && *unmet > 0 && self.consent != Consent::DryRun => Err(Failure::data(format!(
                "--expect-new is missing: this list makes {new_letters}, and {} that an earlier version of outcry \
                 recorded for the same offices belong to no row of it; {NOTHING}",
                letters(*unmet)
            ))
            .hint(format!(
                "a row that was corrected since looks new, and its letter would be sent twice; if all the new letters \
                 are right, give --expect-new {new}"
            ))),
            _ => Ok(()),
        }
    }
}

/// The line that sends what is missing. A command for a password may hold it, so it is not shown.
fn go_on(app: &App, args: &SendArgs) -> String {
    let hidden = args.line.password_command.as_ref().map(|_| "…".to_owned());
    let line = LineArgs { password_command: hidden, ..args.line.clone() };
    command_line::send(&app.global, &SendArgs { again: None, line, ..args.clone() })
}

fn address(flag: &str, raw: &str) -> Result<Email, Failure> {
    raw.parse().map_err(|error| Failure::usage(format!("invalid value \"{}\" for {flag}: {error}", for_sentence(raw))))
}
