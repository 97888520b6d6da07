//! One worker thread: takes letters from the queue and drives each through the dialogue with the server. A
//! letter is announced (`begin`), its text goes out (`step`), the outbox marks that its end comes (`mark`),
//! its end goes out (`end`), and the answer settles the letter (`judge`). The order of the last three is what
//! keeps a letter from being sent twice.
//!
//! A worker has one slot, with one connection. Only against a fast local server does it have several: see
//! `multiplex`.

use std::time::{Duration, Instant};

use super::attempt::{AttemptResult, Decision, decide, not_open};
use super::group_commit::{GroupCommit, lock};
use super::job::{Endpoint, Job, stamp};
use super::multiplex::ready;
use super::outcome::{Outcome, Stopped};
use super::queue::{Next, recipients};
use super::shared::{Outcomes, PanicGuard, Shared};
use super::slot::{Attempt, Slot, Step};
use crate::outbox::{Event, OutboxError};
use crate::smtp::{Connection, Envelope, Phase, Progress, Scope, Submission, Written};

/// A thread does not sleep for less than this: it would wake too late.
const BLINK: Duration = Duration::from_micros(50);

/// Whether the outbox has marked that the end of a letter is about to be written.
#[derive(Clone, Copy)]
enum Mark {
    Missing,
    Set,
}

impl Shared<'_> {
    /// Runs one worker until the queue has no more letters. `number` counts the workers from 0.
    pub(super) fn work(&self, number: usize, outcomes: &Outcomes) {
        let _guard = PanicGuard(self.queue);
        if !self.multiplex.needs_worker(number) {
            return;
        }
        let _release = self.multiplex.release_on_drop();
        let mut slots = vec![Slot::default()];
        loop {
            self.load(&mut slots, outcomes);
            if slots.iter().all(|slot| slot.letter.is_none()) {
                break;
            }
            let width = self.multiplex.width(number);
            if slots.len() < width {
                slots.resize_with(width, Slot::default);
                continue;
            }
            self.advance(&mut slots, outcomes);
        }
        for connection in slots.into_iter().filter_map(|slot| slot.connection) {
            connection.quit();
        }
    }

    /// Gives a letter to each slot that has none. Waits for one if no slot has one. If none has one
    /// afterwards, the run is over.
    fn load(&self, slots: &mut [Slot], outcomes: &Outcomes) {
        loop {
            for slot in &mut *slots {
                while self.is_free && slot.is_idle() {
                    match self.queue.try_next() {
                        Some(Next::Letter(job)) => self.begin(slot, job, None, outcomes),
                        Some(Next::HoldBack(job, why)) => self.hold_back(job, why, outcomes),
                        Some(Next::End) | None => break,
                    }
                }
            }
            if slots.iter().any(|slot| slot.letter.is_some()) {
                return;
            }
            let Some(slot) = slots.iter_mut().find(|slot| !slot.closed) else { return };
            // Write posted answers down before this thread sleeps.
            if let Some(Err(error)) = self.group_commit.map(GroupCommit::flush) {
                self.queue.stop(Stopped::Outbox(error));
            }
            match self.queue.next() {
                Next::Letter(job) => self.begin(slot, job, None, outcomes),
                Next::HoldBack(job, why) => self.hold_back(job, why, outcomes),
                Next::End => return,
            }
        }
    }

    /// Leaves a letter for a later run.
    fn hold_back(&self, job: Box<Job>, why: String, outcomes: &Outcomes) {
        self.queue.done();
        if let (Some(group_commit), Some(key)) = (self.group_commit, job.key) {
            group_commit.release(&[key]);
        }
        let _sent = outcomes.send((job, Outcome::HeldBack(why)));
    }

    /// Announces a letter on the slot's connection and opens that first if necessary. `before` is the
    /// result of the first attempt: a connection that broke before the letter's end says nothing about the
    /// letter, nor does one that the server closed between two letters, so the worker tries once more on a
    /// new connection.
    fn begin(&self, slot: &mut Slot, job: Box<Job>, before: Option<AttemptResult>, outcomes: &Outcomes) {
        let mail = &job.mail;
        let envelope = match Envelope::new(mail.envelope_from.clone(), mail.to.clone(), mail.copies.clone()) {
            Ok(envelope) => envelope,
            Err(error) => return self.finish(job, AttemptResult::Refused(error.to_string()), None, outcomes),
        };
        if slot.connection.as_ref().is_none_or(|ready| !ready.is_usable()) {
            self.forget(&mut slot.connection);
            match self.open(mail.bytes.len()) {
                Ok(opened) => slot.connection = Some(opened),
                // Other connections go on.
                Err(None) => {
                    slot.closed = true;
                    return match before {
                        Some(before) => self.finish(job, before, None, outcomes),
                        None => self.queue.give_back(job),
                    };
                }
                Err(Some((result, stopped))) => return self.finish(job, result, Some(stopped), outcomes),
            }
        }
        let Some(connection) = slot.connection.as_mut() else { return self.queue.give_back(job) };
        match connection.announce(envelope, &mail.bytes) {
            Ok(announced) => slot.letter = Some((Attempt { job, before }, Step::Announced(announced))),
            Err(submission) => self.judge(slot, Attempt { job, before }, Mark::Missing, submission, outcomes),
        }
    }

    /// Takes the next step with each letter whose server has answered or had time to break off. Letters whose
    /// ends are due at the same time share the commit of their marks.
    fn advance(&self, slots: &mut [Slot], outcomes: &Outcomes) {
        let mut due: Vec<(usize, Attempt, Written)> = Vec::new();
        let ready = ready(slots);
        for (at, slot) in slots.iter_mut().enumerate().filter(|(at, _)| ready.get(*at) == Some(&true)) {
            due.extend(self.step(slot, outcomes).map(|(attempt, text)| (at, attempt, text)));
        }
        let marks = self.mark(&due);
        for ((at, attempt, text), mark) in due.into_iter().zip(marks) {
            self.end(&mut slots[at], attempt, text, mark, outcomes);
        }
    }

    /// Takes the next step with one letter. Returns the letter when its end is due, which needs a mark.
    fn step(&self, slot: &mut Slot, outcomes: &Outcomes) -> Option<(Attempt, Written)> {
        let (attempt, step) = slot.letter.take()?;
        let connection = slot.connection.as_mut()?;
        match step {
            Step::Announced(announced) => match connection.hear(announced) {
                Ok(Progress::Written(text)) if text.due() <= Instant::now() + BLINK => return Some((attempt, text)),
                Ok(Progress::Written(text)) => slot.letter = Some((attempt, Step::Written(text))),
                Ok(Progress::Announced(announced)) => slot.letter = Some((attempt, Step::Announced(announced))),
                Err(submission) => self.judge(slot, attempt, Mark::Missing, submission, outcomes),
            },
            Step::Written(text) => match connection.look(text) {
                Ok(text) => return Some((attempt, text)),
                Err(submission) => self.judge(slot, attempt, Mark::Missing, submission, outcomes),
            },
            Step::Ended(ended) => {
                let submission = connection.answer(ended);
                self.judge(slot, attempt, Mark::Set, submission, outcomes);
            }
        }
        None
    }

    /// Writes the end of a letter, at once after its mark: a program killed between the two leaves the letter in
    /// doubt. A letter without a mark never gets its end.
    fn end(
        &self,
        slot: &mut Slot,
        attempt: Attempt,
        text: Written,
        mark: Result<(), OutboxError>,
        outcomes: &Outcomes,
    ) {
        let Some(connection) = slot.connection.as_mut() else { return };
        match mark {
            Ok(()) => match connection.end(text) {
                Ok(ended) => slot.letter = Some((attempt, Step::Ended(ended))),
                Err(submission) => self.judge(slot, attempt, Mark::Set, submission, outcomes),
            },
            Err(error) => {
                let _withheld = connection.withhold(text);
                let reason = format!("it was held back before its end: {error}");
                self.finish(attempt.job, AttemptResult::Unmarked(reason), Some(Stopped::Outbox(error)), outcomes);
            }
        }
    }

    /// Marks that the ends of these letters are about to be written. The mark outlives a kill; it outlives a power cut
    /// unless the letter was claimed, which then says the same. A trial marks nothing.
    fn mark(&self, due: &[(usize, Attempt, Written)]) -> Vec<Result<(), OutboxError>> {
        let Some(group_commit) = self.group_commit.filter(|_| !due.is_empty()) else {
            return due.iter().map(|_| Ok(())).collect();
        };
        let notes = due.iter().map(|(_, Attempt { job, .. }, _)| {
            let Some(key) = job.key else { return Vec::new() };
            let spent = self.account.map(|account| Event::Spent { account, recipients: recipients(&job.mail) });
            std::iter::once(Event::Ending(key, stamp(&job.mail))).chain(spent).collect()
        });
        group_commit.write_each(notes.collect()).into_iter().map(|mark| mark.map(drop)).collect()
    }

    /// Settles a letter by the server's answer, or tries it once more.
    fn judge(&self, slot: &mut Slot, attempt: Attempt, mark: Mark, submission: Submission, outcomes: &Outcomes) {
        let Attempt { job, before } = attempt;
        let last = match decide(submission) {
            Decision::Done(result) => return self.finish(job, result, None, outcomes),
            Decision::Stop(stopped) => {
                let result = AttemptResult::Deferred(stopped.reason(), Scope::Account);
                return self.finish(job, result, Some(stopped), outcomes);
            }
            Decision::Retry(reason, scope) => AttemptResult::Deferred(reason, scope),
        };
        if let (Mark::Set, Some(group_commit), Some(key)) = (mark, self.group_commit, job.key)
            && let Err(error) = group_commit.write(vec![Event::Withdrawn(key)])
        {
            return self.finish(job, last, Some(Stopped::Outbox(error)), outcomes);
        }
        match before {
            None => self.begin(slot, job, Some(last), outcomes),
            Some(_) => self.finish(job, last, None, outcomes),
        }
    }

    /// Drops a connection that is of no more use.
    fn forget(&self, connection: &mut Option<Connection>) {
        if connection.take().is_some() {
            *lock(&self.open_connections) -= 1;
        }
    }

    /// Opens a connection; its first letter has `bytes` bytes. `Err(None)` means to go on without it: the
    /// run has stopped, or the server takes no more connections, which is not a reason to stop.
    fn open(&self, bytes: usize) -> Result<Connection, Option<(AttemptResult, Stopped)>> {
        let mut open = lock(&self.open_connections);
        if self.queue.is_stopped() {
            return Err(None);
        }
        let Endpoint { server, name, login, trust, timeouts, .. } = self.endpoint;
        let mut timeouts = **timeouts;
        if *open > 0 {
            self.multiplex.limit(&mut timeouts);
        }
        let began = Instant::now();
        match Connection::open(server, name, *login, trust, &timeouts) {
            Ok(opened) => {
                *open += 1;
                self.multiplex.opened(began.elapsed(), bytes);
                Ok(opened)
            }
            // Some servers answer 554 to one connection too many.
            Err(failure) if *open > 0 && (failure.phase == Phase::Greeting || !failure.is_permanent()) => Err(None),
            Err(failure) => {
                let (result, stopped) = not_open(&failure);
                // Stop before another worker tries the same.
                self.queue.stop(stopped.clone());
                Err(Some((result, stopped)))
            }
        }
    }
}
