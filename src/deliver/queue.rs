//! The short queue between the producer and the workers. The producer waits for room in the queue, and
//! the queue releases each letter when the pace allows it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use super::group_commit::lock;
use super::job::{DayOver, Job};
use super::outcome::Stopped;
use super::pace::{Gate, Held, Pace};
use crate::render::mail::Mail;

/// How many letters the queue holds.
const QUEUE_MOST: usize = 256;
/// How many bytes of letters the queue holds. Letters with pictures reach this limit first.
const BYTES_MOST: usize = 64 * 1024 * 1024;
/// How many letters the queue sets aside until the pace of their office allows them.
const ASIDE_MOST: usize = 1024;
/// How often a waiting thread checks whether the user asked to stop.
const NAP: Duration = Duration::from_millis(100);
/// After an office refused this many letters in a row for good, the run holds back its others.
pub const REFUSALS_MOST: u32 = 10;

pub(super) struct Queue<'a> {
    state: Mutex<State>,
    /// Wakes workers: letters came, or nothing more will.
    more: Condvar,
    /// Wakes the producer: letters left the queue.
    room: Condvar,
    clock: &'a (dyn Fn() -> Timestamp + Sync),
    stop: &'a (dyn Fn() -> bool + Sync),
    day_over: DayOver,
}

struct State {
    ready: VecDeque<Box<Job>>,
    /// Letters whose offices must not get one yet.
    aside: VecDeque<Box<Job>>,
    gate: Gate,
    /// The producer has made its last letter.
    complete: bool,
    /// Letters that workers have taken. A worker that loses its connection may give its letter back.
    under_way: usize,
    stopped: Option<Stopped>,
    /// Refusals in a row, by office.
    refusals: HashMap<String, u32>,
}

/// What a worker gets.
pub(super) enum Next {
    Letter(Box<Job>),
    /// The run does not try this letter, for this reason.
    HoldBack(Box<Job>, String),
    /// The run is over.
    End,
}

impl<'a> Queue<'a> {
    pub(super) fn new(
        pace: Pace,
        day_over: DayOver,
        clock: &'a (dyn Fn() -> Timestamp + Sync),
        stop: &'a (dyn Fn() -> bool + Sync),
    ) -> Self {
        let state = State {
            ready: VecDeque::new(),
            aside: VecDeque::new(),
            gate: Gate::new(pace),
            complete: false,
            under_way: 0,
            stopped: None,
            refusals: HashMap::new(),
        };
        Self { state: Mutex::new(state), more: Condvar::new(), room: Condvar::new(), clock, stop, day_over }
    }

    /// Adds letters when there is room. Returns false when the run has stopped.
    pub(super) fn push(&self, jobs: Vec<Job>) -> bool {
        let mut state = lock(&self.state);
        while state.is_full() && state.stopped.is_none() {
            if (self.stop)() {
                state.stopped = Some(Stopped::Asked);
                break;
            }
            state = self.room.wait_timeout(state, NAP).unwrap_or_else(PoisonError::into_inner).0;
        }
        if state.stopped.is_some() {
            return false;
        }
        state.ready.extend(jobs.into_iter().map(Box::new));
        self.more.notify_all();
        true
    }

    /// Says that the producer has made its last letter.
    pub(super) fn close(&self) {
        lock(&self.state).complete = true;
        self.more.notify_all();
    }

    /// Waits for the next letter that the pace allows.
    pub(super) fn next(&self) -> Next {
        let mut state = lock(&self.state);
        loop {
            match self.take(&mut state) {
                Ok(next) => return next,
                Err(nap) => {
                    state = self.more.wait_timeout(state, nap).unwrap_or_else(PoisonError::into_inner).0;
                }
            }
        }
    }

    /// The next letter, if the pace allows one now.
    pub(super) fn try_next(&self) -> Option<Next> {
        self.take(&mut lock(&self.state)).ok()
    }

    /// Takes the next letter, or says how long to wait before asking again.
    fn take(&self, state: &mut State) -> Result<Next, Duration> {
        if state.stopped.is_none() && (self.stop)() {
            state.stopped = Some(Stopped::Asked);
        }
        let now = (self.clock)();
        let taken = if state.stopped.is_some() { Taken::Nothing(None) } else { state.take(now) };
        if let (Taken::DayOver(until), DayOver::Stop) = (&taken, self.day_over) {
            state.stopped = Some(Stopped::DayOver(*until));
        }
        if state.stopped.is_some() {
            self.more.notify_all();
            self.room.notify_all();
            return Ok(Next::End);
        }
        let mut nap = NAP;
        match taken {
            Taken::Letter(job) => {
                self.hand_out(state);
                return Ok(Next::Letter(job));
            }
            Taken::Refused(job) => {
                self.hand_out(state);
                let why = format!("the last {REFUSALS_MOST} letters were refused");
                return Ok(Next::HoldBack(job, why));
            }
            Taken::Nothing(_) if state.complete && state.under_way == 0 && state.is_empty() => {
                self.more.notify_all();
                return Ok(Next::End);
            }
            Taken::Nothing(Some(until)) => {
                let rest = Duration::try_from(until.duration_since(now)).unwrap_or_default();
                nap = NAP.min(rest.max(Duration::from_millis(1)));
            }
            Taken::Nothing(None) | Taken::DayOver(_) => {}
        }
        if state.ready.is_empty() {
            self.room.notify_all();
        }
        Err(nap)
    }

    fn hand_out(&self, state: &mut State) {
        state.under_way += 1;
        if state.ready.len() == QUEUE_MOST / 2 {
            self.room.notify_all();
        }
    }

    /// A worker has finished a letter, whatever came of it.
    pub(super) fn done(&self) {
        let mut state = lock(&self.state);
        state.under_way -= 1;
        if state.under_way == 0 {
            self.more.notify_all();
        }
    }

    /// The office took a letter.
    pub(super) fn accepted(&self, office: &str) {
        lock(&self.state).refusals.remove(office);
    }

    /// The office refused a letter for good.
    pub(super) fn refused(&self, office: &str) {
        *lock(&self.state).refusals.entry(office.to_owned()).or_default() += 1;
    }

    /// Returns a letter that its worker did not try.
    pub(super) fn give_back(&self, job: Box<Job>) {
        let mut state = lock(&self.state);
        state.under_way -= 1;
        state.gate.take_back(recipients(&job.mail));
        state.ready.push_front(job);
        self.more.notify_all();
    }

    /// Stops the run. Only the first reason counts.
    pub(super) fn stop(&self, stopped: Stopped) {
        let mut state = lock(&self.state);
        state.stopped.get_or_insert(stopped);
        self.more.notify_all();
        self.room.notify_all();
    }

    pub(super) fn is_stopped(&self) -> bool {
        lock(&self.state).stopped.is_some()
    }

    pub(super) fn is_free(&self) -> bool {
        lock(&self.state).gate.is_free()
    }

    /// Why the run stopped, if it did, and the letters that no worker took.
    pub(super) fn end(self) -> (Option<Stopped>, Vec<Job>) {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        (state.stopped, state.aside.into_iter().chain(state.ready).map(|job| *job).collect())
    }
}

enum Taken {
    Letter(Box<Job>),
    DayOver(Timestamp),
    /// Its office has refused too many letters. The letter does not count towards the pace.
    Refused(Box<Job>),
    /// No letter may go, until this time if the pace knows one.
    Nothing(Option<Timestamp>),
}

impl State {
    fn is_empty(&self) -> bool {
        self.ready.is_empty() && self.aside.is_empty()
    }

    fn is_full(&self) -> bool {
        let bytes = || self.ready.iter().chain(&self.aside).map(|job| job.mail.bytes.len()).sum::<usize>();
        self.ready.len() >= QUEUE_MOST || bytes() >= BYTES_MOST
    }

    fn refuses(&self, job: &Job) -> bool {
        !self.refusals.is_empty() && self.refusals.get(&job.mail.office).is_some_and(|count| *count >= REFUSALS_MOST)
    }

    fn take(&mut self, now: Timestamp) -> Taken {
        let allowed = |state: &Self, job: &Job| state.gate.office(&job.mail.office, now).is_ok();
        if let Some(at) = self.aside.iter().position(|job| self.refuses(job))
            && let Some(job) = self.aside.remove(at)
        {
            return Taken::Refused(job);
        }
        let from_aside = self.aside.iter().position(|job| allowed(self, job));
        let job = match from_aside {
            Some(at) => self.aside.remove(at),
            None => loop {
                let Some(job) = self.ready.pop_front() else { break None };
                if self.refuses(&job) {
                    return Taken::Refused(job);
                }
                if allowed(self, &job) {
                    break Some(job);
                }
                if self.aside.len() >= ASIDE_MOST {
                    self.ready.push_front(job);
                    break None;
                }
                self.aside.push_back(job);
            },
        };
        let Some(job) = job else { return Taken::Nothing(None) };
        let recipients = recipients(&job.mail);
        match self.gate.account(now, recipients) {
            Ok(()) => {
                self.gate.pass(&job.mail.office, now, recipients);
                Taken::Letter(job)
            }
            Err(held) => {
                // This letter stays the first of those that may go.
                self.aside.push_front(job);
                match held {
                    Held::Until(until) => Taken::Nothing(Some(until)),
                    Held::DayUntil(until) => Taken::DayOver(until),
                }
            }
        }
    }
}

/// The recipients of a letter as providers count them, copies included.
pub(super) fn recipients(mail: &Mail) -> u32 {
    u32::try_from(mail.to.len() + mail.copies.len()).unwrap_or(u32::MAX)
}
