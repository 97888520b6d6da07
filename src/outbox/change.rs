//! One change of the outbox, all of it or nothing. Every change of a state goes through one function,
//! which knows no other way than a [`Move`].

use std::collections::HashMap;
use std::ops::Deref;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, params};

use super::entry::{Entry, Stamp};
use super::key::Key;
use super::note::{Answer, Event, PutOff, Spent};
use super::problem::{OutboxError, OutboxProblem};
use super::reason::in_common_words;
use super::state::{Move, State};
use super::view;
use crate::mac::MacKey;

/// How long a letter that is put off again and again is tried (RFC 5321 section 4.5.4.1: at least four
/// to five days).
pub const GIVES_UP_AFTER: SignedDuration = SignedDuration::from_hours(5 * 24);

/// A transaction. `rusqlite`'s own has its words understood anew each time, which takes as long as writing
/// a line.
pub(super) struct Begun<'a> {
    db: &'a Connection,
    ended: bool,
}

impl<'a> Begun<'a> {
    pub(super) fn now(db: &'a Connection) -> rusqlite::Result<Self> {
        db.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(Self { db, ended: false })
    }

    fn commit(mut self) -> rusqlite::Result<()> {
        self.db.prepare_cached("COMMIT")?.execute([])?;
        self.ended = true;
        Ok(())
    }
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        // Some errors end it by themselves.
        if !self.ended && !self.db.is_autocommit() {
            let _undone = self.db.execute_batch("ROLLBACK");
        }
    }
}

impl Deref for Begun<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.db
    }
}

/// A change under way. Dropped, it never was.
pub(super) struct Change<'a> {
    pub(super) begun: Begun<'a>,
    pub(super) secret: &'a MacKey,
    pub(super) path: &'a Path,
}

impl Change<'_> {
    /// Writes one thing down. Lines that are known need not be read.
    pub(super) fn note(
        &self,
        note: &Event,
        known: &HashMap<Key, Entry>,
        now: Timestamp,
    ) -> Result<Option<Entry>, OutboxError> {
        match note {
            Event::Ending(key, stamp) => self.step_from(self.line(key, known)?, Move::End, |entry| {
                entry.attempts += 1;
                (entry.stamp, entry.version, entry.changed) = (Some(stamp.clone()), Some(stamp.version), now);
            }),
            Event::Withdrawn(key) => {
                self.step(key, Move::Defer, |entry| entry.attempts = entry.attempts.saturating_sub(1))
            }
            Event::Answered(key, stamp, answer) => self.answer(self.line(key, known)?, stamp, answer, now),
            Event::HandedOver { key, version } => {
                self.step(key, Move::HandOver, |entry| (entry.version, entry.changed) = (Some(*version), now))
            }
            // All of them are written down together.
            Event::Spent { .. } => Ok(None),
        }
    }

    /// Counts what accounts sent, once for each.
    pub(super) fn spend(&self, notes: &[Event], now: Timestamp) -> Result<(), OutboxError> {
        let mut sums: Vec<(&Key, Spent)> = Vec::new();
        for note in notes {
            let Event::Spent { account, recipients } = note else { continue };
            match sums.iter_mut().find(|(known, _)| *known == account) {
                Some((_, sum)) => {
                    sum.letters += 1;
                    sum.recipients += recipients;
                }
                None => sums.push((account, Spent { minute: now, letters: 1, recipients: *recipients })),
            }
        }
        sums.into_iter().try_for_each(|(account, sum)| self.add_spent(account, &sum))
    }

    fn answer(
        &self,
        known: Entry,
        stamp: &Stamp,
        answer: &Answer,
        now: Timestamp,
    ) -> Result<Option<Entry>, OutboxError> {
        // A letter whose end was marked was counted then.
        let attempts = known.attempts + u32::from(known.state == State::Waiting);
        // Five days begin with a word about this letter, not with a server that could not be reached.
        let first_try = match answer {
            Answer::Deferred { what: PutOff::Everything, .. } => known.first_try,
            _ => known.first_try.or(Some(now)),
        };
        let (step, reason, next_try) = match answer {
            Answer::Accepted(reason) => (Move::Accept, reason.clone(), None),
            Answer::Refused(reason) => (Move::Refuse, reason.clone(), None),
            Answer::Lost(reason) => (Move::Lose, reason.clone(), None),
            Answer::Deferred { reason, what: PutOff::Letter, .. }
                if first_try.is_some_and(|first| now.duration_since(first) >= GIVES_UP_AFTER) =>
            {
                (Move::Refuse, format!("put off for {} days: {reason}", GIVES_UP_AFTER.as_hours() / 24), None)
            }
            Answer::Deferred { reason, waits, .. } => {
                (Move::Defer, reason.clone(), Some(next_try(waits, attempts, now)))
            }
        };
        self.step_from(known, step, |entry| {
            entry.attempts = attempts;
            (entry.stamp, entry.version, entry.first_try) = (Some(stamp.clone()), Some(stamp.version), first_try);
            (entry.reason, entry.next_try, entry.changed) = (in_common_words(&reason), next_try, now);
        })
    }

    pub(super) fn step(
        &self,
        key: &Key,
        step: Move,
        change: impl FnOnce(&mut Entry),
    ) -> Result<Option<Entry>, OutboxError> {
        self.step_from(self.read(key)?, step, change)
    }

    /// The one place where a state changes. `entry` is the line as it stands; if it is not, nothing changes.
    fn step_from(
        &self,
        mut entry: Entry,
        step: Move,
        change: impl FnOnce(&mut Entry),
    ) -> Result<Option<Entry>, OutboxError> {
        let (from, attempts) = (entry.state, entry.attempts);
        let to = step.leads(from).ok_or_else(|| OutboxError::new(self.path, OutboxProblem::Illegal { from, step }))?;
        change(&mut entry);
        entry.state = to;
        self.update(&entry, from, attempts)?;
        Ok(Some(entry))
    }

    fn line(&self, key: &Key, known: &HashMap<Key, Entry>) -> Result<Entry, OutboxError> {
        known.get(key).map_or_else(|| self.read(key), |line| Ok(line.clone()))
    }

    fn read(&self, key: &Key) -> Result<Entry, OutboxError> {
        self.get(key)?.ok_or_else(|| OutboxError::new(self.path, OutboxProblem::Unknown))
    }

    pub(super) fn get(&self, key: &Key) -> Result<Option<Entry>, OutboxError> {
        view::get(&self.begun, self.secret, key).map_err(OutboxError::sql(self.path))
    }

    pub(super) fn update(&self, entry: &Entry, from: State, attempts: u32) -> Result<(), OutboxError> {
        match entry.update(&self.begun, self.secret, from, attempts) {
            Ok(true) => Ok(()),
            Ok(false) => Err(OutboxError::new(self.path, OutboxProblem::Unknown)),
            Err(error) => Err(OutboxError::sql(self.path)(error)),
        }
    }

    pub(super) fn insert(&self, entry: &Entry) -> Result<(), OutboxError> {
        entry.insert(&self.begun, self.secret).map_err(OutboxError::sql(self.path))
    }

    /// Gives the line with a key the key and the naming of this one, which is else as it stands.
    pub(super) fn rename(&self, was: &Key, entry: &Entry) -> Result<(), OutboxError> {
        match entry.rename(&self.begun, self.secret, was) {
            Ok(true) => Ok(()),
            Ok(false) => Err(OutboxError::new(self.path, OutboxProblem::Unknown)),
            Err(error) => Err(OutboxError::sql(self.path)(error)),
        }
    }

    /// Erases a letter, and who signed it if it was a joint one.
    pub(super) fn erase(&self, key: &Key) -> Result<(), OutboxError> {
        ["letters", "signed"].iter().try_for_each(|table| {
            let erased = self.begun.execute(&format!("DELETE FROM {table} WHERE key = ?1"), params![key.0]);
            erased.map(drop).map_err(OutboxError::sql(self.path))
        })
    }

    pub(super) fn commit(self) -> Result<(), OutboxError> {
        self.begun.commit().map_err(OutboxError::sql(self.path))
    }
}

/// The moment before which the next try makes no sense. `attempts` were made, the last one included.
fn next_try(waits: &[i64], attempts: u32, now: Timestamp) -> Timestamp {
    let step = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX).min(waits.len().saturating_sub(1));
    let wait = SignedDuration::from_mins(waits.get(step).copied().unwrap_or(30));
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_try_is_never_past_the_end_of_time() {
        assert_eq!(next_try(&[5], u32::MAX, Timestamp::MAX), Timestamp::MAX);
    }
}
