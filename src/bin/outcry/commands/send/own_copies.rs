//! The copies that signatories of a list get of their own letters: a mail each, to the address of their own row alone,
//! once the offices have taken all of their letters. To the outbox a copy is a letter like any other, with a line of its
//! own, so it goes out once whatever happens; and it is counted apart.

use std::sync::mpsc::channel;

use jiff::Timestamp;
use outcry::address::Email;
use outcry::deliver::{DayOver, Endpoint, Job, Run, Stopped, deliver};
use outcry::identity::OWN_COPY;
use outcry::outbox::{Entry, Key, Named, Outbox, State, View};
use outcry::registry::Office;
use outcry::render::mail::{Mail, Posting, own_copy};
use outcry::signatory::Signatory;

use super::log::Log;
use super::producer::{Fed, Halt, of_row};
use super::send_run::{CopyFor, SendRun, TOGETHER, is_out};
use super::to_send::ToSend;
use crate::failure::Failure;
use crate::input::history::mail_of;
use crate::input::signers::{Signer, Signers};
use crate::messages::counts::{OwnCopies, Tally, Tolls};
use crate::terminal::prompts;
use crate::terminal::report::Report;

/// Copies of a round, as the outbox has them.
struct Feed<'a> {
    send_run: &'a SendRun<'a>,
    /// As it is after the letters of this round.
    view: View,
    /// Only those whose time has come by then.
    due_by: Option<Timestamp>,
    clock: &'a (dyn Fn() -> Timestamp + Sync),
}

/// A copy whose letters are all out.
struct DueCopy<'a> {
    to: &'a Email,
    known: Entry,
    /// The offices that have the letters, each with the Date of its mail.
    letters: Vec<(&'a Office, Timestamp)>,
}

/// The copies of a run.
pub struct Copies<'a> {
    log: Log<'a>,
    /// Those that wait for letters.
    pub stuck: u64,
}

impl<'a> Copies<'a> {
    pub fn begin(send_run: &'a SendRun<'a>, survey: &'a ToSend) -> Self {
        Self { log: Log::begin(send_run, survey, survey.copies.due, true), stuck: survey.copies.stuck }
    }

    pub fn are_due(&self) -> bool {
        self.log.survey.copies.due > 0
    }

    /// Sends each copy whose letters are all out. No pace of an office holds it up; the account's does.
    pub fn round(
        &mut self,
        endpoint: &Endpoint<'_>,
        signers: &mut Signers,
        outbox: &mut Outbox,
        due_by: Option<Timestamp>,
        clock: &(dyn Fn() -> Timestamp + Sync),
    ) -> Result<(Option<Stopped>, Fed), Failure> {
        let Self { log, stuck } = self;
        let send_run = log.send_run;
        log.begin_round();
        let (mut pace, account) = send_run.pace(Some(outbox), clock())?;
        pace.per_office = None;
        let feed = Feed { send_run, view: outbox.reader()?, due_by, clock };
        let day_over = if send_run.args.wait { DayOver::Wait } else { DayOver::Stop };
        let run = Run { outbox: Some(outbox), account, pace, day_over, clock, stop: &prompts::stop_asked };
        let (tell, heard) = channel();
        let produce = move |push: &mut dyn FnMut(Job) -> bool| {
            let _heard = tell.send(feed.run(signers, push));
        };
        let stopped = deliver(endpoint, run, produce, |event| log.hear(event));
        log.rest();
        let (mut found, waiting) = heard.recv().unwrap_or_default();
        *stuck = waiting;
        found.next_try = found.next_try.into_iter().chain(log.next_try).min();
        Ok((stopped, found))
    }

    /// What is known of them. Those that wait for letters do not count as waiting: what is known of the letters says it.
    pub fn tally(&self) -> Tally {
        let OwnCopies { due, stuck, past, .. } = &self.log.survey.copies;
        let mut tally = past.clone();
        tally.add(&self.log.summary.tally);
        tally.waiting = (due + stuck).saturating_sub(self.log.settled() + self.stuck);
        tally
    }

    pub fn next_try(&self) -> Option<Timestamp> {
        self.log.next_try
    }

    /// Says what became of those that were due.
    pub fn say(&self, report: &Report) {
        let mut due = Tolls::default();
        due.of(OWN_COPY).due = self.log.survey.copies.due;
        self.log.summary.say(report, &due);
    }
}

impl Feed<'_> {
    /// Makes the copies that are due and hands them on. Tells what it found, and how many wait for letters.
    fn run(&self, signers: &mut Signers, push: &mut dyn FnMut(Job) -> bool) -> (Fed, u64) {
        let (mut fed, mut stuck) = (Fed::default(), 0);
        let walked = signers.each(0, TOGETHER, |some| {
            for (signer, copy) in some.iter().zip(self.look_up(&some, (&mut fed, &mut stuck))?) {
                let (Some(copy), Ok(signatory)) = (copy, &signer.checked) else { continue };
                let mail = match self.mail(signatory, &copy) {
                    Ok(mail) => mail,
                    Err(failure) => {
                        fed.failure.get_or_insert_with(|| of_row(signer, failure));
                        continue;
                    }
                };
                let (key, row) = (Some(copy.known.key), signer.number());
                if !push(Job { mail, key, entry: Some(Box::new(copy.known)), row }) {
                    return Err(Halt::Enough);
                }
            }
            Ok(())
        });
        if let Err(Halt::Failed(failure)) = walked {
            fed.failure.get_or_insert(failure);
        }
        (fed, stuck)
    }

    /// The copies of some rows, looked up in one snapshot, which ends before the mails are made.
    fn look_up<'s>(
        &'s self,
        some: &'s [Signer],
        (fed, stuck): (&mut Fed, &mut u64),
    ) -> Result<Vec<Option<DueCopy<'s>>>, Failure> {
        self.view.begin_snapshot()?;
        let found = some.iter().map(|signer| self.due(signer, (fed, stuck))).collect();
        self.view.end_snapshot()?;
        found
    }

    /// The copy of a row, if it is to go out now.
    fn due<'s>(
        &'s self,
        signer: &'s Signer,
        (fed, stuck): (&mut Fed, &mut u64),
    ) -> Result<Option<DueCopy<'s>>, Failure> {
        let (CopyFor::To(to), Ok(signatory)) = (self.send_run.own_copy_of(signer), &signer.checked) else {
            return Ok(None);
        };
        let recipients = self.send_run.recipients;
        let campaign = &recipients.campaign;
        let key = |office: &str| -> Key {
            self.view.key(&Named { campaign: &campaign.id, office, who: signatory.identity() })
        };
        let known = self.view.get(&key(OWN_COPY))?.filter(|entry| entry.state == State::Waiting);
        let Some(known) = known else { return Ok(None) };
        let mut letters = Vec::new();
        for office in recipients.offices(signatory).0.into_iter().filter(|office| !office.emails().is_empty()) {
            let out = self.view.get(&key(&office.id))?.filter(|entry| is_out(entry, campaign.version));
            let Some(stamp) = out.and_then(|entry| entry.stamp) else {
                *stuck += 1;
                return Ok(None);
            };
            letters.push((office, stamp.date));
        }
        match (self.due_by, known.next_try) {
            (Some(due_by), Some(next_try)) if next_try > due_by => {
                fed.next_try = fed.next_try.into_iter().chain([next_try]).min();
                Ok(None)
            }
            _ => Ok(Some(DueCopy { to, known, letters })),
        }
    }

    /// The mail, with each letter as it was on the day when it went out.
    fn mail(&self, signatory: &Signatory, copy: &DueCopy<'_>) -> Result<Mail, Failure> {
        let mut letters = Vec::new();
        for (office, date) in &copy.letters {
            let day = self.send_run.app.environment.day(*date);
            letters.extend(self.send_run.ready_on(day, signatory, vec![office]).letters()?);
        }
        mail_of(Some(&copy.known), (self.clock)(), |date| {
            own_copy(&letters, copy.to, &Posting { date, ..self.send_run.posting.clone() })
                .map_err(|error| Failure::data(error.to_string()))
        })
    }
}
