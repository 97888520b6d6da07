//! One run: starts the threads and passes the outcomes to the caller.

use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use jiff::Timestamp;

use super::group_commit::GroupCommit;
use super::job::{DayOver, Endpoint, Job};
use super::multiplex::Multiplex;
use super::outcome::{Outcome, Stopped, untried};
use super::pace::Pace;
use super::queue::Queue;
use super::shared::Shared;
use crate::outbox::{Key, Outbox};

/// How to deliver, apart from the server.
pub struct Run<'a> {
    /// Records marks and answers; `None` for a trial, which leaves no record.
    pub outbox: Option<&'a mut Outbox>,
    /// The account's key in the outbox, for limits per day.
    pub account: Option<Key>,
    /// The limits per minute, per day and per office.
    pub pace: Pace,
    /// What to do when the limit of the day is used up.
    pub day_over: DayOver,
    /// The time, from a clock that does not jump.
    pub clock: &'a (dyn Fn() -> Timestamp + Sync),
    /// Whether the user asked to stop. Workers still finish the letters they have begun.
    pub stop: &'a (dyn Fn() -> bool + Sync),
}

/// What a run reports to its caller.
#[derive(Debug)]
pub enum Event {
    /// What became of a letter.
    Outcome(Box<Job>, Outcome),
    /// Time has passed, or a batch of outcomes is complete: a moment to update the screen.
    Tick,
}

/// The longest time between two events.
const TICK: Duration = Duration::from_millis(200);
/// How long the caller's thread sleeps to let outcomes gather, when many come.
const PAUSE: Duration = Duration::from_millis(5);

/// Delivers the letters that `producer` makes, roughly in their order, and calls `report` with the outcome
/// of each. `producer` runs in a thread of its own and gets a function that takes a letter; that function
/// returns false when the run wants no more. A run that stops leaves the remaining letters unchanged.
pub fn deliver(
    endpoint: &Endpoint<'_>,
    run: Run<'_>,
    producer: impl FnOnce(&mut dyn FnMut(Job) -> bool) + Send,
    mut report: impl FnMut(Event),
) -> Option<Stopped> {
    let Run { outbox, account, pace, day_over, clock, stop } = run;
    let queue = Queue::new(pace, day_over, clock, stop);
    let group_commit = outbox.map(|outbox| GroupCommit::new(outbox, clock));
    let is_free = queue.is_free();
    let open_connections = Mutex::new(0);
    let all = endpoint.connections.max(1);
    let multiplex = Multiplex::new(all, is_free);
    let shared = Shared {
        endpoint,
        queue: &queue,
        group_commit: group_commit.as_ref(),
        account,
        is_free,
        clock,
        open_connections,
        multiplex,
    };
    std::thread::scope(|scope| {
        let (outcomes, received) = sync_channel(4096);
        for number in 0..all {
            let (shared, outcomes) = (&shared, outcomes.clone());
            scope.spawn(move || shared.work(number, &outcomes));
        }
        drop(outcomes);
        let shared = &shared;
        scope.spawn(move || shared.produce(producer));
        loop {
            match received.recv_timeout(TICK) {
                Ok((job, outcome)) => {
                    report(Event::Outcome(job, outcome));
                    let more = received.try_iter().map(|(job, outcome)| report(Event::Outcome(job, outcome))).count();
                    report(Event::Tick);
                    // When many outcomes come, waking up for each costs as much time as a letter.
                    if more > 0 {
                        std::thread::sleep(PAUSE);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    // A posted answer must not wait until a slow server answers the next letter.
                    if let Some(Err(error)) = shared.group_commit.map(GroupCommit::flush) {
                        shared.queue.stop(Stopped::Outbox(error));
                    }
                    report(Event::Tick);
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
    });
    let rested = group_commit.as_ref().map_or(Ok(()), GroupCommit::rest);
    let (mut stopped, left) = queue.end();
    if let (None, Err(error)) = (&stopped, rested) {
        stopped = Some(Stopped::Outbox(error));
    }
    if let Some(stopped) = &stopped {
        for job in left {
            report(Event::Outcome(Box::new(job), untried(stopped)));
        }
    }
    stopped
}
