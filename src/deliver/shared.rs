//! What all connections share: the letters they are given, and what came of them written down and told.

use std::sync::mpsc::SyncSender;
use std::sync::{Mutex, OnceLock};

use jiff::Timestamp;

use super::backoff;
use super::desk::Desk;
use super::fate::{Fate, Stopped};
use super::job::{Job, Line, stamp};
use super::ledger::Ledger;
use super::tried::Tried;
use crate::outbox::{Answer, Key, Note, OutboxError, PutOff, Stamp, State};
use crate::smtp::Scope;

/// Letters that are claimed with one sync. After a power cut so many may be in doubt that were not sent.
const CLAIMED_TOGETHER: usize = 128;

/// Bytes of such letters, which may have pictures, that are held in memory.
const CLAIMED_BYTES: usize = 16 * 1024 * 1024;

/// Where the caller hears the fates.
pub(super) type Told = SyncSender<(Box<Job>, Fate)>;

/// What all connections share.
pub(super) struct Shared<'a> {
    pub(super) line: &'a Line<'a>,
    pub(super) desk: &'a Desk<'a>,
    pub(super) ledger: Option<&'a Ledger<'a>>,
    /// Whose letters are counted by the day.
    pub(super) account: Option<Key>,
    /// Whether letters go as fast as they can.
    pub(super) is_free: bool,
    pub(super) clock: &'a (dyn Fn() -> Timestamp + Sync),
    /// How many connections are open. They are opened one by one, so that a wrong password is tried once.
    pub(super) opening: Mutex<usize>,
    /// Threads that lead connections, where each may lead several.
    pub(super) hands: usize,
    /// Whether each connection has a thread of its own, as soon as that is known.
    pub(super) alone: OnceLock<bool>,
}

impl Shared<'_> {
    /// Hands letters to the desk, claimed some hundreds at a time; one by one where a pace holds them
    /// back, since a claim shall not be older than it must.
    pub(super) fn feed(&self, feed: impl FnOnce(&mut dyn FnMut(Job) -> bool)) {
        let _watch = Watch(self.desk);
        let together = if self.is_free { CLAIMED_TOGETHER } else { 1 };
        let mut ready: Vec<Job> = Vec::with_capacity(together);
        let (mut first, mut bytes) = (true, 0);
        feed(&mut |job| {
            bytes += job.mail.bytes.len();
            ready.push(job);
            // The first goes at once, so that connections have something to do.
            if ready.len() < together && bytes < CLAIMED_BYTES && !first {
                return true;
            }
            (first, bytes) = (false, 0);
            self.pass_on(&mut ready)
        });
        self.pass_on(&mut ready);
        self.desk.close();
    }

    fn pass_on(&self, ready: &mut Vec<Job>) -> bool {
        let claims: Vec<(Key, Stamp)> = ready.iter().filter_map(|job| Some((job.key?, stamp(&job.mail)))).collect();
        if let Some(ledger) = self.ledger {
            ledger.recall(ready.iter_mut().filter_map(|job| job.line.take()).map(|line| *line));
        }
        // A letter alone is synced when its end is marked.
        if let Some(ledger) = self.ledger.filter(|_| claims.len() > 1)
            && let Err(error) = ledger.claim(&claims)
        {
            self.desk.stop(Stopped::Outbox(error));
            return false;
        }
        self.desk.put(std::mem::take(ready))
    }

    /// Writes down what came of a letter, and tells it.
    pub(super) fn finish(&self, job: Box<Job>, tried: Tried, stopped: Option<Stopped>, fates: &Told) {
        if matches!(tried, Tried::Sent { .. } | Tried::Refused(_)) {
            self.desk.verdict(&job.mail.office, matches!(tried, Tried::Refused(_)));
        }
        let fate = match self.settle(&job, tried) {
            Ok(fate) => fate,
            // What is known is told; the outbox will say "in doubt" where it had marked the end.
            Err((fate, error)) => {
                self.desk.stop(Stopped::Outbox(error));
                fate
            }
        };
        if let Some(stopped) = stopped {
            self.desk.stop(stopped);
        }
        // Nobody listens any more only when the whole run is over.
        let _heard = fates.send((job, fate));
        self.desk.done();
    }

    /// Writes down what came of a letter. Even where that fails, what came of it is known.
    fn settle(&self, job: &Job, tried: Tried) -> Result<Fate, (Fate, OutboxError)> {
        let soon = |minutes: i64| {
            (self.clock)().checked_add(jiff::SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MAX)
        };
        let (fate, answer) = match tried {
            Tried::Unmarked(reason) => return Ok(Fate::Waiting { reason, next_try: soon(1) }),
            Tried::Sent { reply, refused } => {
                let answer = Answer::Accepted(reply.to_string());
                (Fate::Sent { reply, refused }, answer)
            }
            Tried::Refused(reason) => (Fate::Refused(reason.clone()), Answer::Refused(reason)),
            Tried::Lost(reason) => (Fate::InDoubt(reason.clone()), Answer::Lost(reason)),
            Tried::Later(reason, scope) => {
                let waits = backoff::minutes(scope);
                let next_try = soon(waits.first().copied().unwrap_or_default());
                let what =
                    if matches!(scope, Scope::Letter | Scope::Target) { PutOff::Letter } else { PutOff::Everything };
                (Fate::Waiting { reason: reason.clone(), next_try }, Answer::Deferred { reason, waits, what })
            }
        };
        let (Some(ledger), Some(key)) = (self.ledger, job.key) else { return Ok(fate) };
        let note = Note::Answered(key, stamp(&job.mail), answer);
        if self.is_free && matches!(fate, Fate::Sent { .. }) {
            ledger.post(vec![note]);
            return Ok(fate);
        }
        match ledger.write(vec![note]) {
            Ok(mut written) => Ok(match (fate, written.pop().flatten()) {
                (Fate::Waiting { reason, .. }, Some(entry)) => match (entry.state, entry.next_try) {
                    (State::Waiting, Some(next_try)) => Fate::Waiting { reason, next_try },
                    _ => Fate::Refused(entry.reason),
                },
                (fate, _) => fate,
            }),
            Err(error) => Err((fate, error)),
        }
    }
}

/// Ends the run when the thread that holds it panics, so that the others do not wait for it.
pub(super) struct Watch<'a>(pub(super) &'a Desk<'a>);

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop(Stopped::Asked);
        }
    }
}
