//! `outcry send`: letters to mail servers, for one signatory or every row of a list, with a plan, consent,
//! and the exact fate of each. The outbox says which are missing, so the same command again sends
//! nothing twice.
//!
//! ```text
//! survey     the first pass: checks every row, composes every letter, puts them on the outbox's list
//! guards     what stands against sending: campaigns that are over, offices that are closed, stale addresses
//! plan       what would be sent, how fast (`pace`), and how long that takes
//! attach     the mail of a letter, with the letter on paper attached where that is asked for
//! paper      letters for offices without e-mail, written down and handed over
//! delivery   hands the letters over, in rounds (`producer`, `composed_cache`), and reports what became of them
//! send_run   everything a run is made of
//! ```

mod attach;
mod composed_cache;
mod delivery;
mod guards;
mod pace;
mod paper;
mod plan;
mod producer;
mod send_run;
mod survey;

use std::collections::HashMap;

use outcry::address::Email;
use outcry::campaign::Campaign;
use outcry::deliver::REFUSALS_MOST;
use outcry::mac::AddressDigest;
use outcry::outbox::View;
use outcry::render::mail::{Alternative, Posting};
use outcry::text::for_sentence;

use crate::account_setup;
use crate::app::App;
use crate::args::command_line;
use crate::args::{LineArgs, SendArgs};
use crate::failure::{Exit, Failure};
use crate::input::credentials;
use crate::input::history::{self, Memory};
use crate::input::signers::Signers;
use crate::input::sources::copies;
use crate::messages::outcomes::{self, Shape};
use crate::messages::{counted, letters};
use crate::output::paper::Sheets;
use crate::output::stationery::{Look, Whose};
use crate::precheck;
pub use guards::refuse_when_over;
use send_run::{Consent, NOTHING, SendRun};
use survey::{Shown, Survey};

pub fn run(app: &mut App, args: &SendArgs) -> Result<Exit, Failure> {
    attach::refuse_look_without_paper(args)?;
    let campaign = Campaign::load(&args.campaign, &app.sources.folders)?;
    let test_to = args.test_to.as_deref().map(|raw| address("--test-to", raw)).transpose()?;
    if test_to.is_none() {
        refuse_when_over(&campaign, app.environment.today)?;
        guards::refuse_when_overtaken(&campaign, &app.sources.folders)?;
    }
    let copies = copies(&campaign, &args.to)?;
    let recipients = app.sources.recipients(campaign, &args.to, &args.who)?;
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
    let mut signers = precheck::signers(app, &recipients, (&args.list, &args.who), missing, NOTHING)?;
    let (list, who) = signers.read_by(&args.list, &args.who);
    let args = &SendArgs { who, list, ..args.clone() };
    let account = account.ok_or_else(|| Failure::usage("no account to send from"))?;
    if test_to.is_none() && !account.server.is_loopback() {
        // A day fixed by SOURCE_DATE_EPOCH makes output reproducible; it opens no campaign again.
        refuse_when_over(&recipients.campaign, app.environment.clock_today)?;
    }
    guards::accepted_ones_exist(&recipients, &args.accept_stale)?;
    let wanted_pace = pace::wanted(&args.pace)?;
    let whose = if signers.list().is_some() { Whose::Others } else { Whose::Own };
    let look = Look::new(&app.sources, &args.who, &args.look, whose)?;
    let sheets = attach::typesets(args).then(|| Sheets::new(&look, None, &app.environment)).transpose()?;
    let trial = account.server.is_loopback();
    let memory = match consent {
        _ if test_to.is_some() => Memory::None,
        Consent::DryRun => Memory::Seen(View::open(&app.outbox_path()?)?.map(Box::new)),
        Consent::Given | Consent::Ask => Memory::Held(Box::new(app.open_outbox()?)),
    };
    let posting = Posting {
        account: account.from.clone(),
        date: if trial { app.environment.now } else { app.environment.clock },
        alternative: if args.html { Alternative::Html } else { Alternative::None },
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
        sheets,
        consent,
        wanted_pace,
        shape: if args.json { Shape::Json } else { Shape::Lines },
        go_on: go_on(app, args),
        now: if trial { app.environment.now } else { app.environment.clock },
    };
    send_run.run(&mut signers, memory)
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
    fn run(&self, signers: &mut Signers, memory: Memory) -> Result<Exit, Failure> {
        match memory {
            Memory::Held(mut outbox) => {
                let past = self.past(signers, outbox.view())?;
                let listing = history::Ledger::Listing(Box::new(outbox.list(self.now)?));
                let Some(survey) = self.agree(signers, listing, &past)? else {
                    return Ok(Exit::Done);
                };
                delivery::run(self, signers, survey, Some(&mut outbox))
            }
            Memory::Seen(view) => {
                let seen = |view| history::Ledger::Seen { view, met: 0 };
                let ledger = view.as_deref().map_or(history::Ledger::Nowhere, seen);
                let past = view.as_deref().map_or(Ok(Past::default()), |view| self.past(signers, view))?;
                match self.agree(signers, ledger, &past)? {
                    Some(survey) => delivery::run(self, signers, survey, None),
                    None => Ok(Exit::Done),
                }
            }
            Memory::None => match self.agree(signers, history::Ledger::Nowhere, &Past::default())? {
                Some(survey) => delivery::run(self, signers, survey, None),
                None => Ok(Exit::Done),
            },
        }
    }

    fn past(&self, signers: &Signers, view: &View) -> Result<Past, Failure> {
        let asks_anew = matches!(self.repeat(), history::Repeat::All | history::Repeat::Refused);
        // One letter more tells of the office; a list more is what a server takes for abuse.
        let refusing =
            if signers.list().is_some() && !asks_anew { view.refusing(REFUSALS_MOST)? } else { HashMap::new() };
        Ok(Past { used: self.used(view)?, refusing })
    }

    /// Checks, shows and asks. When it answers with a survey, the letters stand on the list.
    fn agree(
        &self,
        signers: &mut Signers,
        mut ledger: history::Ledger<'_>,
        past: &Past,
    ) -> Result<Option<Survey>, Failure> {
        let app = self.app;
        let mut survey = Survey::of(self, signers, &mut ledger)?;
        survey.count_unmet(self, signers, &ledger)?;
        survey.hold_back(self, &past.refusing);
        survey.judge(self, signers)?;
        let about_look = self.look.note.iter().filter(|_| self.sheets.is_some());
        for note in survey.checked.notes.iter().chain(about_look) {
            app.report.say(&format!("Note: {note}"));
        }
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
        guards::accept(self, &stale)?;
        if signers.list().is_some() {
            // What a person agrees to is shown even when told to be quiet.
            let text = plan::words(self, &survey, past.used);
            if self.consent == Consent::Ask { app.report.show(&text) } else { app.report.say(&text) }
        }
        survey.say_older(self);
        survey.say_what_waited(self);
        if self.consent != Consent::Given {
            for Shown { mail, text } in &survey.shown {
                let preview = outcomes::preview(mail, text, &guards::shown(&stale, mail));
                if self.consent == Consent::Ask { app.report.show(&preview) } else { app.report.say(&preview) }
            }
        }
        if self.consent == Consent::Ask && survey.due() > 0 {
            let question = format!("Send {} through {}?", letters(survey.due()), self.account.server.host());
            if !app.ask.consent(&question)? {
                app.report.say("Nothing was sent.");
                return Ok(None);
            }
        }
        if let (Some(path), true) = (self.paper(), survey.paper() > 0 && self.consent != Consent::DryRun) {
            paper::refuse_in_the_way(path, survey.paper())?;
        }
        survey.keep_failed(self)?;
        ledger.keep()?;
        Ok(Some(survey))
    }

    fn count_is_expected(&self, survey: &Survey) -> Result<(), Failure> {
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
    fn new_ones_are_expected(&self, survey: &Survey) -> Result<(), Failure> {
        let Survey { new, unmet, .. } = survey;
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
