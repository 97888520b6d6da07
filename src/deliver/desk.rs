//! Where connections fetch their next letter: from a short queue that is filled as it empties, each
//! letter when the pace lets it go.

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use super::fate::Stopped;
use super::job::{DayOver, Job};
use super::ledger::lock;
use super::pace::{Gate, Held, Pace};
use crate::render::mail::Mail;

/// Letters that are ready and wait for a connection.
const QUEUE_MOST: usize = 256;
/// Bytes of letters that wait, once they have pictures.
const BYTES_MOST: usize = 64 * 1024 * 1024;
/// Letters that are set aside until their office may get one.
const ASIDE_MOST: usize = 1024;
/// How often a connection that waits asks whether it is to stop.
const NAP: Duration = Duration::from_millis(100);
/// So many letters in a row refused for good by one office, and the others are not tried in this run.
pub const REFUSALS_MOST: u32 = 10;

pub(super) struct Desk<'a> {
    state: Mutex<State>,
    more: Condvar,
    room: Condvar,
    clock: &'a (dyn Fn() -> Timestamp + Sync),
    stop: &'a (dyn Fn() -> bool + Sync),
    day_over: DayOver,
}

struct State {
    queue: VecDeque<Box<Job>>,
    aside: VecDeque<Box<Job>>,
    gate: Gate,
    /// No more letters will come.
    whole: bool,
    /// Letters that connections have in hand. One that loses its line gives its letter back.
    in_hand: usize,
    stopped: Option<Stopped>,
    refusals: HashMap<String, u32>,
}

/// What a connection gets.
pub(super) enum Next {
    Letter(Box<Job>),
    /// Not to be tried in this run.
    NotNow(Box<Job>, String),
    /// Nothing more.
    End,
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        pace: Pace,
        day_over: DayOver,
        clock: &'a (dyn Fn() -> Timestamp + Sync),
        stop: &'a (dyn Fn() -> bool + Sync),
    ) -> Self {
        let state = State {
            queue: VecDeque::new(),
            aside: VecDeque::new(),
            gate: Gate::new(pace),
            whole: false,
            in_hand: 0,
            stopped: None,
            refusals: HashMap::new(),
        };
        Self { state: Mutex::new(state), more: Condvar::new(), room: Condvar::new(), clock, stop, day_over }
    }

    /// Puts letters into the queue when there is room. False when nothing more is wanted.
    pub(super) fn put(&self, jobs: Vec<Job>) -> bool {
        let mut state = lock(&self.state);
        while state.is_full() && state.stopped.is_none() {
            if (self.stop)() {
                state.stopped = Some(Stopped::Asked);
                break;
            }
            state = self.room.wait_timeout(state, NAP).unwrap_or_else(PoisonError::into_inner).0;
        }
        if state.stopped.is_some() {
            // They stay as they were.
            return false;
        }
        state.queue.extend(jobs.into_iter().map(Box::new));
        self.more.notify_all();
        true
    }

    /// No more letters will come.
    pub(super) fn close(&self) {
        lock(&self.state).whole = true;
        self.more.notify_all();
    }

    /// The next letter that may go, as soon as one may; or nothing, instead of waiting for that.
    pub(super) fn next(&self, waits: bool) -> Option<Next> {
        let mut state = lock(&self.state);
        loop {
            if state.stopped.is_none() && (self.stop)() {
                state.stopped = Some(Stopped::Asked);
            }
            if state.stopped.is_some() {
                self.more.notify_all();
                self.room.notify_all();
                return Some(Next::End);
            }
            let now = (self.clock)();
            let mut nap = NAP;
            match state.take(now) {
                Taken::Letter(job) => {
                    state.in_hand += 1;
                    if state.queue.len() == QUEUE_MOST / 2 {
                        self.room.notify_all();
                    }
                    return Some(Next::Letter(job));
                }
                Taken::Refused(job) => {
                    state.in_hand += 1;
                    if state.queue.len() == QUEUE_MOST / 2 {
                        self.room.notify_all();
                    }
                    let why = format!("the office refused {REFUSALS_MOST} letters in a row");
                    return Some(Next::NotNow(job, why));
                }
                Taken::DayOver(until) if self.day_over == DayOver::Stop => {
                    state.stopped = Some(Stopped::DayOver(until));
                    continue;
                }
                Taken::Nothing(_) if state.whole && state.in_hand == 0 && state.is_empty() => {
                    self.more.notify_all();
                    return Some(Next::End);
                }
                Taken::Nothing(Some(until)) => {
                    let rest = Duration::try_from(until.duration_since(now)).unwrap_or_default();
                    nap = NAP.min(rest.max(Duration::from_millis(1)));
                }
                Taken::Nothing(None) | Taken::DayOver(_) => {}
            }
            if state.queue.is_empty() {
                self.room.notify_all();
            }
            if !waits {
                return None;
            }
            state = self.more.wait_timeout(state, nap).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// A letter is done with, one way or the other.
    pub(super) fn done(&self) {
        let mut state = lock(&self.state);
        state.in_hand -= 1;
        if state.in_hand == 0 {
            self.more.notify_all();
        }
    }

    /// The office took a letter, or refused one for good.
    pub(super) fn verdict(&self, office: &str, refused: bool) {
        let mut state = lock(&self.state);
        if refused {
            *state.refusals.entry(office.to_owned()).or_default() += 1;
        } else {
            state.refusals.remove(office);
        }
    }

    /// A letter that could not be tried goes back to the others, if nothing has stopped them.
    pub(super) fn give_back(&self, job: Box<Job>) {
        let mut state = lock(&self.state);
        state.in_hand -= 1;
        state.gate.take_back(recipients(&job.mail));
        state.queue.push_front(job);
        self.more.notify_all();
    }

    /// Ends the run; the first reason stands.
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

    /// What became of the run, and the letters nobody fetched.
    pub(super) fn end(self) -> (Option<Stopped>, Vec<Job>) {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        (state.stopped, state.aside.into_iter().chain(state.queue).map(|job| *job).collect())
    }
}

enum Taken {
    Letter(Box<Job>),
    DayOver(Timestamp),
    /// Its office refuses whatever comes: it is not to be tried, and costs nothing.
    Refused(Box<Job>),
    /// None may go, at least until then where that is known.
    Nothing(Option<Timestamp>),
}

impl State {
    fn is_empty(&self) -> bool {
        self.queue.is_empty() && self.aside.is_empty()
    }

    fn is_full(&self) -> bool {
        let bytes = || self.queue.iter().chain(&self.aside).map(|job| job.mail.bytes.len()).sum::<usize>();
        self.queue.len() >= QUEUE_MOST || bytes() >= BYTES_MOST
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
                let Some(job) = self.queue.pop_front() else { break None };
                if self.refuses(&job) {
                    return Taken::Refused(job);
                }
                if allowed(self, &job) {
                    break Some(job);
                }
                if self.aside.len() >= ASIDE_MOST {
                    self.queue.push_front(job);
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
                // It is the first of all those that may go.
                self.aside.push_front(job);
                match held {
                    Held::Until(until) => Taken::Nothing(Some(until)),
                    Held::DayUntil(until) => Taken::DayOver(until),
                }
            }
        }
    }
}

/// Everyone a letter goes to, as providers count.
pub(super) fn recipients(mail: &Mail) -> u32 {
    u32::try_from(mail.to.len() + mail.copies.len()).unwrap_or(u32::MAX)
}
