//! `outcry send`: letters to mail servers, for one signatory or every row of a list, with a plan, consent,
//! and the exact fate of each. The outbox says which are missing, so the same command again sends
//! nothing twice.
//!
//! ```text
//! survey   checks every row and composes every letter; puts them on the outbox's list; sends nothing
//! trust    what stands against sending: campaigns that are over, offices that are closed, stale addresses
//! plan     what would be sent, how fast, and how long that takes
//! attach   the mail of a letter, with the letter on paper attached where that is asked for
//! paper    letters for offices without e-mail, written down and handed over
//! go       hands the letters over, in rounds, and tells what became of them
//! ```

mod attach;
mod feed;
mod go;
mod paper;
mod plan;
mod stock;
mod survey;
mod trust;

use std::collections::HashMap;

use jiff::Timestamp;
use outcry::address::Email;
use outcry::campaign::Campaign;
use outcry::deliver::REFUSALS_MOST;
use outcry::letter::Letter;
use outcry::mac::AddressDigest;
use outcry::mailing::Recipients;
use outcry::outbox::View;
use outcry::registry::Office;
use outcry::render::mail::{Alternative, Posting};
use outcry::roster::{Fault, Row};
use outcry::settings::Account;
use outcry::signatory::Signatory;
use outcry::text::for_sentence;

use crate::App;
use crate::account;
use crate::args::{LineArgs, SendArgs};
use crate::failure::{Exit, Failure};
use crate::fates::{self, Shape};
use crate::job::{Ready, copies, mixed_domain, offices, signatory};
use crate::line;
use crate::look::{self, Look};
use crate::oneline::{self, Again};
use crate::reach;
use crate::recall::{self, Memory};
use crate::roster::List;
use crate::sheet::Sheets;
use crate::who;
pub use survey::{PastLetter, Tolls};
use survey::{Shown, Survey};
pub use trust::refuse_when_over;

pub fn run(app: &mut App, args: &SendArgs) -> Result<Exit, Failure> {
    attach::refuse_look_without_paper(args)?;
    let campaign = Campaign::load(&args.campaign, &app.sources.folders)?;
    let test_to = args.test_to.as_deref().map(|raw| address("--test-to", raw)).transpose()?;
    if test_to.is_none() {
        refuse_when_over(&campaign, app.environment.today)?;
    }
    let copies = copies(&campaign, &args.to)?;
    let recipients = app.sources.recipients(campaign, &args.to, &args.who)?;
    let mut line_args = args.line.clone();
    account::complete(app, &mut line_args)?;
    let app = &*app;
    let mut missing = Vec::new();
    let account = line::account(&app.sources, &line_args, &mut missing)?;
    let consent = match (args.dry_run, args.yes || args.expect.is_some()) {
        (true, _) => Consent::DryRun,
        (false, true) => Consent::Given,
        (false, false) => Consent::Ask,
    };
    if consent == Consent::Ask && !app.ask.possible() {
        let flags = if args.list.signatories.is_some() { "--expect N, or --yes, is" } else { "--yes is" };
        missing.push(format!("{flags} missing: without a terminal nobody can be asked before sending"));
    }
    let mut signers = match &args.list.signatories {
        Some(file) if missing.is_empty() => Signers::open(app, args, file, &recipients)?,
        Some(_) => {
            let hint = "give these flags, or run this on a terminal to be asked";
            return Err(Failure { exit: Exit::Usage, problems: missing, hints: vec![hint.to_owned()] });
        }
        None => Signers::One(Box::new(signatory(
            &recipients,
            who::answers(&recipients.campaign, &app.sources, &args.who)?,
            &app.ask,
            missing,
        )?)),
    };
    let account = account.ok_or_else(|| Failure::usage("no account to send from"))?;
    if test_to.is_none() && !account.server.is_loopback() {
        // A day fixed by SOURCE_DATE_EPOCH makes output reproducible; it opens no campaign again.
        refuse_when_over(&recipients.campaign, app.environment.clock_today)?;
    }
    trust::accepted_ones_exist(&recipients, &args.accept_stale)?;
    let pace = plan::Flags::read(&args.pace)?;
    let whose = if signers.are_listed() { look::Signers::List } else { look::Signers::One };
    let look = Look::new(&app.sources, &args.who, &args.look, whose)?;
    let sheets = attach::typesets(args).then(|| Sheets::new(&look, None, &app.environment)).transpose()?;
    let trial = account.server.is_loopback();
    let memory = match consent {
        _ if test_to.is_some() => Memory::None,
        Consent::DryRun => Memory::Seen(View::open(&recall::path(app)?)?.map(Box::new)),
        Consent::Given | Consent::Ask => Memory::Held(Box::new(recall::hold(app)?)),
    };
    let posting = Posting {
        account: account.from.clone(),
        date: if trial { app.environment.now } else { app.environment.clock },
        alternative: if args.html { Alternative::Html } else { Alternative::None },
        test_to,
        key: memory.mail_key()?,
    };
    let errand = Errand {
        app,
        args,
        recipients: &recipients,
        copies: &copies,
        account,
        posting,
        look,
        sheets,
        consent,
        pace,
        shape: if args.json { Shape::Json } else { Shape::Lines },
        go_on: go_on(app, args),
        now: if trial { app.environment.now } else { app.environment.clock },
    };
    errand.run(&mut signers, memory)
}

/// Everything a run is made of, once it is clear what is meant.
struct Errand<'a> {
    app: &'a App,
    args: &'a SendArgs,
    recipients: &'a Recipients,
    copies: &'a [Email],
    account: Account,
    posting: Posting,
    look: Look,
    /// The press, where letters are set on paper.
    sheets: Option<Sheets<'a>>,
    consent: Consent,
    pace: plan::Flags,
    shape: Shape,
    /// The line that goes on where this run ends.
    go_on: String,
    /// The moment it began.
    now: Timestamp,
}

/// What the outbox knows of earlier runs, whoever's letters they were.
#[derive(Default)]
struct Past {
    /// Letters and recipients of the account in the last 24 hours.
    used: (u64, u64),
    /// Offices that refused whatever came, with the addresses at which they did.
    refusing: HashMap<String, Vec<AddressDigest>>,
}

/// Whether the user agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Consent {
    /// Nothing is to be sent.
    DryRun,
    /// With `--yes` or `--expect`.
    Given,
    /// Not yet.
    Ask,
}

/// Rows that are worked on together.
const TOGETHER: usize = 256;

/// One who signs, or why a row cannot.
struct Signer {
    row: Option<Row>,
    checked: Result<Signatory, Vec<Fault>>,
}

impl Signer {
    fn number(&self) -> Option<u64> {
        self.row.as_ref().map(|row| row.number)
    }
}

/// Who signs.
enum Signers {
    One(Box<Signatory>),
    List(Box<List>),
}

impl Signers {
    fn open(app: &App, args: &SendArgs, file: &std::path::Path, recipients: &Recipients) -> Result<Self, Failure> {
        let mut list = List::open(app, file, &args.list, &args.who, recipients)?;
        app.report.say(&list.mapping());
        list.header(survey::FAULTS_SHOWN).map_err(|failure| failure.hint(NOTHING))?;
        Ok(Self::List(Box::new(list)))
    }

    /// Some at a time, each with the row it stands in. `from` is the first row that is wanted.
    fn each(&mut self, from: u64, mut then: impl FnMut(Vec<Signer>) -> Result<(), Failure>) -> Result<(), Failure> {
        match self {
            Self::One(signatory) => then(vec![Signer { row: None, checked: Ok((**signatory).clone()) }]),
            Self::List(list) => {
                let mut some = Vec::with_capacity(TOGETHER);
                list.each_from(from, |row, checked| {
                    some.push(Signer { row: Some(row.clone()), checked });
                    if some.len() < TOGETHER { Ok(()) } else { then(std::mem::take(&mut some)) }
                })?;
                if some.is_empty() { Ok(()) } else { then(some) }
            }
        }
    }

    fn are_listed(&self) -> bool {
        matches!(self, Self::List(_))
    }
}

const NOTHING: &str = "nothing was sent";

impl Errand<'_> {
    /// What is odd about the addresses that were typed or that a list holds, as far as it was read.
    fn odd_domains(&self, signers: &Signers) -> Vec<String> {
        let typed = [&self.account.from.email].into_iter().chain(&self.posting.test_to).chain(self.copies);
        let (own, listed) = match signers {
            Signers::One(signatory) => (signatory.email.as_ref(), None),
            Signers::List(list) => (None, list.mixed_domains()),
        };
        typed.chain(own).filter_map(mixed_domain).chain(listed).collect()
    }

    fn run(&self, signers: &mut Signers, memory: Memory) -> Result<Exit, Failure> {
        match memory {
            Memory::Held(mut outbox) => {
                let past = self.past(signers, outbox.view())?;
                let listing = recall::Ledger::Listing(Box::new(outbox.list(self.now)?));
                let Some(survey) = self.agree(signers, listing, &past)? else {
                    return Ok(Exit::Done);
                };
                go::run(self, signers, survey, Some(&mut outbox))
            }
            Memory::Seen(view) => {
                let ledger = view.as_deref().map_or(recall::Ledger::Nowhere, recall::Ledger::Seen);
                let past = view.as_deref().map_or(Ok(Past::default()), |view| self.past(signers, view))?;
                match self.agree(signers, ledger, &past)? {
                    Some(survey) => go::run(self, signers, survey, None),
                    None => Ok(Exit::Done),
                }
            }
            Memory::None => match self.agree(signers, recall::Ledger::Nowhere, &Past::default())? {
                Some(survey) => go::run(self, signers, survey, None),
                None => Ok(Exit::Done),
            },
        }
    }

    fn past(&self, signers: &Signers, view: &View) -> Result<Past, Failure> {
        let asks_anew = self.repeat() != recall::Repeat::Nothing;
        // One letter more tells of the office; a list more is what a server takes for abuse.
        let refusing = if signers.are_listed() && !asks_anew { view.refusing(REFUSALS_MOST)? } else { HashMap::new() };
        Ok(Past { used: self.used(view)?, refusing })
    }

    /// Checks, shows and asks. When it answers with a survey, the letters stand on the list.
    fn agree(
        &self,
        signers: &mut Signers,
        mut ledger: recall::Ledger<'_>,
        past: &Past,
    ) -> Result<Option<Survey>, Failure> {
        let app = self.app;
        let mut survey = Survey::of(self, signers, &mut ledger)?;
        survey.hold_back(self, &past.refusing);
        survey.judge(self, signers)?;
        let about_look = self.look.note.iter().filter(|_| self.sheets.is_some());
        for note in survey.notes.iter().chain(about_look) {
            app.report.say(&format!("Note: {note}"));
        }
        if survey.by_mail() == 0 {
            return Err(survey.all_by_hand(self));
        }
        if self.posting.test_to.is_none() {
            trust::refuse_closed(self, &survey, app.environment.today)?;
        }
        if !self.account.server.is_loopback() {
            trust::refuse_reserved(self, &survey)?;
        }
        self.count_is_expected(&survey)?;
        trust::accept_overlays(self, &survey)?;
        let stale = trust::stale(self, &survey);
        trust::accept(self, &stale)?;
        if signers.are_listed() {
            // What a person agrees to is shown even when told to be quiet.
            let text = plan::words(self, &survey, past.used);
            if self.consent == Consent::Ask { app.report.show(&text) } else { app.report.say(&text) }
        }
        survey.say_what_waited(self);
        if self.consent != Consent::Given {
            for Shown { mail, text } in &survey.shown {
                let preview = fates::preview(mail, text, &trust::shown(&stale, mail));
                if self.consent == Consent::Ask { app.report.show(&preview) } else { app.report.say(&preview) }
            }
        }
        if self.consent == Consent::Ask && survey.due() > 0 {
            let question = format!("Send {} through {}?", letters_word(survey.due()), self.account.server.host());
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
                    "--expect {expected}: this makes {}{parts}; {NOTHING}",
                    letters_word(survey.letters())
                ))
                .hint("the plan of `--dry-run` begins with this count; letters that were sent before are in it"))
            }
            _ => Ok(()),
        }
    }

    fn letters<'l>(
        &'l self,
        signatory: &'l Signatory,
        notes: &mut impl FnMut(String),
    ) -> Result<Vec<Letter<'l>>, Failure> {
        let (offices, found) = offices(self.recipients, signatory)?;
        found.into_iter().for_each(notes);
        self.ready(signatory, offices).letters()
    }

    fn ready<'l>(&'l self, signatory: &'l Signatory, offices: Vec<&'l Office>) -> Ready<'l> {
        Ready {
            recipients: self.recipients,
            signatory,
            offices,
            copies: self.copies,
            today: self.app.environment.today,
        }
    }

    /// What can be done for an office without e-mail, with the line that makes a letter to it alone.
    fn instead(&self, office: &Office) -> String {
        let list = self.args.list.signatories.is_some().then_some(&self.args.list);
        let again = Again { global: &self.app.global, who: &self.args.who, list, to: &self.args.to };
        let line = |command, format| again.line(command, &self.recipients.campaign.id, &office.id, format);
        reach::instead(office, line)
    }
}

/// The line that sends what is missing. A command for a password may hold it, so it is not shown.
fn go_on(app: &App, args: &SendArgs) -> String {
    let hidden = args.line.password_command.as_ref().map(|_| "…".to_owned());
    let line = LineArgs { password_command: hidden, ..args.line.clone() };
    oneline::send(&app.global, &SendArgs { again: None, line, ..args.clone() })
}

pub fn letters_word(count: u64) -> String {
    crate::batch::counted(count, "letter")
}

fn address(flag: &str, raw: &str) -> Result<Email, Failure> {
    raw.parse().map_err(|error| Failure::usage(format!("{flag} \"{}\": {error}", for_sentence(raw))))
}
