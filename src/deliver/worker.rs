//! One worker thread. Against a fast local server it multiplexes several connections so that their outbox
//! writes share a commit; otherwise it owns one.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use super::attempt::{AttemptResult, Decision, decide, not_open};
use super::group_commit::{GroupCommit, lock};
use super::job::{Endpoint, Job, stamp};
use super::outcome::{Outcome, Stopped};
use super::queue::{Next, recipients};
use super::shared::{Outcomes, PanicGuard, Shared};
use crate::outbox::{Note, OutboxError};
use crate::smtp::{Announced, Connection, Ended, Envelope, Phase, Progress, Scope, Submission, Written};

/// How soon an idle connection asks the queue again, while others have letters.
const NAP: Duration = Duration::from_millis(2);
/// A server that is ready for the first letter within this time counts as near. A worker waits longer for a
/// server farther away than it computes, and opening one connection would block the letters on others.
const NEAR: Duration = Duration::from_millis(10);
/// Greeting timeout for extra connections: opening one blocks this thread's others, so give up after 1 s.
const GREETING: Duration = Duration::from_secs(1);
/// A thread does not sleep for less than this: it would wake too late.
const BLINK: Duration = Duration::from_micros(50);
/// If the first letter has more bytes than this, each connection gets a worker of its own: a large letter on
/// its way would hold up the others.
const SMALL: usize = 64 * 1024;

/// A place for one connection and its letter.
#[derive(Default)]
struct Slot {
    connection: Option<Connection>,
    letter: Option<(Attempt, Step)>,
    /// The server does not take so many connections.
    closed: bool,
}

/// A letter that a worker has begun.
struct Attempt {
    job: Box<Job>,
    /// The result of the first attempt, if this is the second.
    before: Option<AttemptResult>,
}

enum Step {
    Announced(Announced),
    Written(Written),
    Ended(Ended),
}

impl Slot {
    /// The connection, if a letter is under way on it, and when to go on without an answer.
    fn busy(&self) -> Option<(&Connection, Instant)> {
        let (_, step) = self.letter.as_ref()?;
        let deadline = match step {
            Step::Announced(announced) => announced.deadline(),
            Step::Written(written) => written.due(),
            Step::Ended(ended) => ended.deadline(),
        };
        Some((self.connection.as_ref()?, deadline))
    }
}

impl Shared<'_> {
    /// Runs one worker until the queue has no more letters. `number` counts the workers from 0.
    pub(super) fn work(&self, number: usize, outcomes: &Outcomes) {
        let _guard = PanicGuard(self.queue);
        // This worker is needed only if each connection gets its own, which the first connection shows.
        if number >= self.workers && !self.alone.wait() {
            return;
        }
        let _known = Known(&self.alone);
        let mut slots = vec![Slot::default()];
        loop {
            self.load(&mut slots, outcomes);
            if slots.iter().all(|slot| slot.letter.is_none()) {
                break;
            }
            let width = self.width(number);
            if slots.len() < width {
                slots.resize_with(width, Slot::default);
                continue;
            }
            let ready = ready(&slots);
            self.advance(&mut slots, &ready, outcomes);
        }
        for connection in slots.into_iter().filter_map(|slot| slot.connection) {
            connection.quit();
        }
    }

    /// How many connections this worker has, as far as the run knows yet.
    fn width(&self, number: usize) -> usize {
        match self.alone.get() {
            Some(false) => {
                let all = self.endpoint.connections;
                all / self.workers + usize::from(number < all % self.workers)
            }
            Some(true) | None => 1,
        }
    }

    /// Gives a letter to each slot that has none. Waits for one if no slot has one. If none has one
    /// afterwards, the run is over.
    fn load(&self, slots: &mut [Slot], outcomes: &Outcomes) {
        loop {
            for slot in &mut *slots {
                while self.is_free && slot.letter.is_none() && !slot.closed {
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
        let envelope = match Envelope::new(mail.sender.clone(), mail.to.clone(), mail.copies.clone()) {
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
            Err(submission) => self.judge(slot, Attempt { job, before }, false, submission, outcomes),
        }
    }

    /// Takes the next step with each letter whose server has answered or had time to break off.
    fn advance(&self, slots: &mut [Slot], ready: &[bool], outcomes: &Outcomes) {
        let mut written: Vec<(usize, Attempt, Written)> = Vec::new();
        for (at, slot) in slots.iter_mut().enumerate().filter(|(at, _)| ready.get(*at) == Some(&true)) {
            let (Some((attempt, step)), Some(connection)) = (slot.letter.take(), slot.connection.as_mut()) else {
                continue;
            };
            match step {
                Step::Announced(announced) => match connection.hear(announced) {
                    Ok(Progress::Written(text)) if text.due() <= Instant::now() + BLINK => {
                        written.push((at, attempt, text));
                    }
                    Ok(Progress::Written(text)) => slot.letter = Some((attempt, Step::Written(text))),
                    Ok(Progress::Announced(announced)) => slot.letter = Some((attempt, Step::Announced(announced))),
                    Err(submission) => self.judge(slot, attempt, false, submission, outcomes),
                },
                Step::Written(text) => match connection.look(text) {
                    Ok(text) => written.push((at, attempt, text)),
                    Err(submission) => self.judge(slot, attempt, false, submission, outcomes),
                },
                Step::Ended(ended) => {
                    let submission = connection.answer(ended);
                    self.judge(slot, attempt, true, submission, outcomes);
                }
            }
        }
        let marks = self.mark(&written);
        for ((at, attempt, text), mark) in written.into_iter().zip(marks) {
            let slot = &mut slots[at];
            let Some(connection) = slot.connection.as_mut() else { continue };
            match mark {
                // At once: a program killed between mark and end leaves the letter in doubt.
                Ok(()) => match connection.end(text) {
                    Ok(ended) => slot.letter = Some((attempt, Step::Ended(ended))),
                    Err(submission) => self.judge(slot, attempt, true, submission, outcomes),
                },
                Err(error) => {
                    let _withheld = connection.withhold(text);
                    let reason = format!("it was held back before its end: {error}");
                    self.finish(attempt.job, AttemptResult::Unmarked(reason), Some(Stopped::Outbox(error)), outcomes);
                }
            }
        }
    }

    /// Marks durably that the ends of these letters are about to be written. A trial marks nothing.
    fn mark(&self, written: &[(usize, Attempt, Written)]) -> Vec<Result<(), OutboxError>> {
        let Some(group_commit) = self.group_commit.filter(|_| !written.is_empty()) else {
            return written.iter().map(|_| Ok(())).collect();
        };
        let notes = written.iter().map(|(_, Attempt { job, .. }, _)| {
            let Some(key) = job.key else { return Vec::new() };
            let spent = self.account.map(|account| Note::Spent { account, recipients: recipients(&job.mail) });
            std::iter::once(Note::Ending(key, stamp(&job.mail))).chain(spent).collect()
        });
        group_commit.write_each(notes.collect()).into_iter().map(|mark| mark.map(drop)).collect()
    }

    /// Settles a letter by the server's answer, or tries it once more. `marked` says whether the outbox has
    /// marked its end.
    fn judge(&self, slot: &mut Slot, attempt: Attempt, marked: bool, submission: Submission, outcomes: &Outcomes) {
        let Attempt { job, before } = attempt;
        let last = match decide(submission) {
            Decision::Done(result) => return self.finish(job, result, None, outcomes),
            Decision::Stop(stopped) => {
                let result = AttemptResult::Deferred(stopped.reason(), Scope::Account);
                return self.finish(job, result, Some(stopped), outcomes);
            }
            Decision::Retry(reason, scope) => AttemptResult::Deferred(reason, scope),
        };
        if let (true, Some(group_commit), Some(key)) = (marked, self.group_commit, job.key)
            && let Err(error) = group_commit.write(vec![Note::Withdrawn(key)])
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
        if *open > 0 && self.alone.get() == Some(&false) {
            timeouts.connect = timeouts.connect.min(GREETING);
            timeouts.greeting = timeouts.greeting.min(GREETING);
        }
        let began = Instant::now();
        match Connection::open(server, name, *login, trust, &timeouts) {
            Ok(opened) => {
                *open += 1;
                let is_near = began.elapsed() < NEAR;
                self.alone.get_or_init(|| !is_near || bytes > SMALL);
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

/// Releases the workers that wait for `alone`, in case this one ends before it has opened a connection.
struct Known<'a>(&'a OnceLock<bool>);

impl Drop for Known<'_> {
    fn drop(&mut self) {
        self.0.get_or_init(|| true);
    }
}

/// Which slots to advance: the server has answered, or its time is up. Waits until there is one, or for a
/// moment only if a slot is idle.
fn ready(slots: &[Slot]) -> Vec<bool> {
    let busy: Vec<(&Connection, Instant)> = slots.iter().filter_map(Slot::busy).collect();
    let idle = slots.iter().any(|slot| slot.letter.is_none() && !slot.closed);
    let is_written = |slot: &Slot| matches!(slot.letter, Some((_, Step::Written(_))));
    if busy.len() == 1 && !idle && !slots.iter().any(is_written) {
        // A single connection waits in its read.
        return slots.iter().map(|slot| slot.letter.is_some()).collect();
    }
    let late = busy.iter().map(|(_, deadline)| *deadline).min();
    let soon = idle.then(|| Instant::now() + NAP);
    let until = late.into_iter().chain(soon).min().unwrap_or_else(Instant::now);
    let connections: Vec<&Connection> = busy.iter().map(|(connection, _)| *connection).collect();
    let mut answered = Connection::wait(&connections, until).into_iter();
    let now = Instant::now();
    let ready = slots
        .iter()
        .map(|slot| slot.busy().is_some_and(|(_, deadline)| answered.next().unwrap_or_default() || deadline <= now));
    ready.collect()
}
