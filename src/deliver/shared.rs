//! What the threads of a run share, and the two ends of a letter's way: the producer's letters into the
//! queue, the outcomes into the outbox and to the caller.

use std::sync::Mutex;
use std::sync::mpsc::SyncSender;

use jiff::Timestamp;

use super::attempt::AttemptResult;
use super::backoff;
use super::group_commit::GroupCommit;
use super::job::{Endpoint, Job, stamp};
use super::multiplex::Multiplex;
use super::outcome::{Outcome, Stopped};
use super::queue::Queue;
use crate::outbox::{Answer, Event, Key, OutboxError, PutOff, Stamp, State};
use crate::smtp::Scope;

/// How many letters one sync claims. After a power cut, the claimed letters are in doubt: those
/// in the queue, these, and those under way.
const CLAIMED_TOGETHER: usize = 128;

/// How many bytes of letters to gather for one claim. Letters with pictures reach this limit first.
const CLAIMED_BYTES: usize = 16 * 1024 * 1024;

/// Carries outcomes to the caller's thread.
pub(super) type Outcomes = SyncSender<(Box<Job>, Outcome)>;

/// What the threads of a run share.
pub(super) struct Shared<'a> {
    pub(super) endpoint: &'a Endpoint<'a>,
    pub(super) queue: &'a Queue<'a>,
    pub(super) group_commit: Option<&'a GroupCommit<'a>>,
    /// The account whose letters the outbox counts per day.
    pub(super) account: Option<Key>,
    /// Whether no pace limits the run.
    pub(super) is_free: bool,
    pub(super) clock: &'a (dyn Fn() -> Timestamp + Sync),
    /// How many connections are open. Workers open them one by one, so that a wrong password is tried once.
    pub(super) open_connections: Mutex<usize>,
    /// How many connections each worker has.
    pub(super) multiplex: Multiplex,
}

impl Shared<'_> {
    /// Runs the producer and puts its letters into the queue. One sync claims many letters. A run with a
    /// pace claims none: each letter's own mark is synced, and no claim gets old.
    pub(super) fn produce(&self, producer: impl FnOnce(&mut dyn FnMut(Job) -> bool)) {
        let _guard = PanicGuard(self.queue);
        let together = if self.is_free { CLAIMED_TOGETHER } else { 1 };
        let mut ready: Vec<Job> = Vec::with_capacity(together);
        let (mut first, mut bytes) = (true, 0);
        producer(&mut |job| {
            bytes += job.mail.bytes.len();
            ready.push(job);
            // The first letter goes alone and at once, so that a worker can begin.
            if ready.len() < together && bytes < CLAIMED_BYTES && !first {
                return true;
            }
            (first, bytes) = (false, 0);
            self.enqueue(&mut ready)
        });
        self.enqueue(&mut ready);
        self.queue.close();
    }

    fn enqueue(&self, ready: &mut Vec<Job>) -> bool {
        let claims: Vec<(Key, Stamp)> = ready.iter().filter_map(|job| Some((job.key?, stamp(&job.mail)))).collect();
        if let Some(group_commit) = self.group_commit {
            group_commit.seed_cache(ready.iter_mut().filter_map(|job| job.entry.take()).map(|entry| *entry));
        }
        // The mark syncs a letter that comes alone.
        if let Some(group_commit) = self.group_commit.filter(|_| claims.len() > 1)
            && let Err(error) = group_commit.claim(&claims)
        {
            self.queue.stop(Stopped::Outbox(error));
            return false;
        }
        self.queue.push(std::mem::take(ready))
    }

    /// Writes down what came of a letter and sends the outcome to the caller.
    pub(super) fn finish(&self, job: Box<Job>, result: AttemptResult, stopped: Option<Stopped>, outcomes: &Outcomes) {
        match &result {
            AttemptResult::Sent { .. } => self.queue.accepted(&job.mail.office),
            AttemptResult::Refused(_) => self.queue.refused(&job.mail.office),
            AttemptResult::Deferred(..) | AttemptResult::Unmarked(_) | AttemptResult::InDoubt(_) => {}
        }
        let outcome = match self.record(&job, result) {
            Ok(outcome) => outcome,
            // The caller learns the outcome; the outbox will say "in doubt" for a letter that it had marked.
            Err((outcome, error)) => {
                self.queue.stop(Stopped::Outbox(error));
                outcome
            }
        };
        if let Some(stopped) = stopped {
            self.queue.stop(stopped);
        }
        // The receiver is gone only when the whole run is over.
        let _sent = outcomes.send((job, outcome));
        self.queue.done();
    }

    /// Writes down what came of a letter. The error of a failed write carries the outcome too.
    fn record(&self, job: &Job, result: AttemptResult) -> Result<Outcome, (Outcome, OutboxError)> {
        let soon = |minutes: i64| {
            (self.clock)().checked_add(jiff::SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MAX)
        };
        let (outcome, answer) = match result {
            AttemptResult::Unmarked(reason) => return Ok(Outcome::Waiting { reason, next_try: soon(1) }),
            AttemptResult::Sent { reply, refused } => {
                let answer = Answer::Accepted(reply.to_string());
                (Outcome::Sent { reply, refused }, answer)
            }
            AttemptResult::Refused(reason) => (Outcome::Refused(reason.clone()), Answer::Refused(reason)),
            AttemptResult::InDoubt(reason) => (Outcome::InDoubt(reason.clone()), Answer::Lost(reason)),
            AttemptResult::Deferred(reason, scope) => {
                let waits = backoff::minutes(scope);
                let next_try = soon(waits.first().copied().unwrap_or_default());
                let what =
                    if matches!(scope, Scope::Letter | Scope::Target) { PutOff::Letter } else { PutOff::Everything };
                (Outcome::Waiting { reason: reason.clone(), next_try }, Answer::Deferred { reason, waits, what })
            }
        };
        let (Some(group_commit), Some(key)) = (self.group_commit, job.key) else { return Ok(outcome) };
        let note = Event::Answered(key, stamp(&job.mail), answer);
        if self.is_free && matches!(outcome, Outcome::Sent { .. }) {
            group_commit.post(vec![note]);
            return Ok(outcome);
        }
        match group_commit.write(vec![note]) {
            Ok(mut written) => Ok(match (outcome, written.pop().flatten()) {
                (Outcome::Waiting { reason, .. }, Some(entry)) => match (entry.state, entry.next_try) {
                    (State::Waiting, Some(next_try)) => Outcome::Waiting { reason, next_try },
                    _ => Outcome::Refused(entry.reason),
                },
                (outcome, _) => outcome,
            }),
            Err(error) => Err((outcome, error)),
        }
    }
}

/// Stops the run when the thread that owns this guard panics, so that the other threads do not wait.
pub(super) struct PanicGuard<'a>(pub(super) &'a Queue<'a>);

impl Drop for PanicGuard<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop(Stopped::Asked);
        }
    }
}
