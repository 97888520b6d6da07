//! One run: its threads, and the fates that the caller hears.

use std::num::NonZero;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use jiff::Timestamp;

use super::desk::Desk;
use super::fate::{Fate, Stopped, untried};
use super::job::{DayOver, Job, Line};
use super::ledger::Ledger;
use super::pace::Pace;
use super::shared::Shared;
use crate::outbox::{Key, Outbox};

/// How letters are handed over, beyond the line.
pub struct Run<'a> {
    /// Where marks and answers are written down; nowhere for a trial.
    pub outbox: Option<&'a mut Outbox>,
    /// The account's name in the outbox.
    pub account: Option<Key>,
    /// How fast letters may go.
    pub pace: Pace,
    /// What is done when the day's letters are used up.
    pub day_over: DayOver,
    /// The time, by a clock that does not jump.
    pub clock: &'a (dyn Fn() -> Timestamp + Sync),
    /// Whether the user asked to stop. Letters in hand are finished.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// What the caller hears.
#[derive(Debug)]
pub enum Event {
    /// What became of a letter.
    Fate(Box<Job>, Fate),
    /// Some time passed, or no more is to be heard for a moment.
    Tick,
}

/// How often the caller hears that time passes.
const TICK: Duration = Duration::from_millis(200);
/// How long the caller's thread lets fates gather where they come thick.
const PAUSE: Duration = Duration::from_millis(5);

/// Hands over the letters that `feed` makes, in about their order; `tell` hears the fate of each. `feed`
/// runs in a thread of its own and is given a function to hand a letter on; when that answers false,
/// no more are wanted. Letters after a stop are left as they were.
pub fn deliver(
    line: &Line<'_>,
    run: Run<'_>,
    feed: impl FnOnce(&mut dyn FnMut(Job) -> bool) + Send,
    mut tell: impl FnMut(Event),
) -> Option<Stopped> {
    let Run { outbox, account, pace, day_over, clock, stop } = run;
    let desk = Desk::new(pace, day_over, clock, stop);
    let ledger = outbox.map(|outbox| Ledger::new(outbox, clock));
    let is_free = desk.is_free();
    let opening = Mutex::new(0);
    let all = line.connections.max(1);
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    // The other cores make letters, or are the server's. Where the system cannot be asked which connection
    // has something to read, one would hold up the others.
    let hands = if is_free && cfg!(unix) { all.min((cores / 2).max(1)) } else { all };
    let alone = if hands == all { OnceLock::from(true) } else { OnceLock::new() };
    let shared = Shared { line, desk: &desk, ledger: ledger.as_ref(), account, is_free, clock, opening, hands, alone };
    std::thread::scope(|scope| {
        let (fates, told) = sync_channel(4096);
        for number in 0..all {
            let (shared, fates) = (&shared, fates.clone());
            scope.spawn(move || shared.hand(number, &fates));
        }
        drop(fates);
        let shared = &shared;
        scope.spawn(move || shared.feed(feed));
        loop {
            match told.recv_timeout(TICK) {
                Ok((job, fate)) => {
                    tell(Event::Fate(job, fate));
                    let more = told.try_iter().map(|(job, fate)| tell(Event::Fate(job, fate))).count();
                    tell(Event::Tick);
                    // Where many come, waking up for each of them costs as much as a letter.
                    if more > 0 {
                        std::thread::sleep(PAUSE);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    // An answer shall not wait for a server that is slow with the next letter.
                    if let Some(Err(error)) = shared.ledger.map(Ledger::flush) {
                        shared.desk.stop(Stopped::Outbox(error));
                    }
                    tell(Event::Tick);
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
    });
    let rested = ledger.as_ref().map_or(Ok(()), Ledger::rest);
    let (mut stopped, left) = desk.end();
    if let (None, Err(error)) = (&stopped, rested) {
        stopped = Some(Stopped::Outbox(error));
    }
    if let Some(stopped) = &stopped {
        for job in left {
            tell(Event::Fate(Box::new(job), untried(stopped)));
        }
    }
    stopped
}
