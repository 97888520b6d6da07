//! What a sending run writes down, and what a person settles. Every change of a state goes through
//! one function, which knows no other way than a [`Move`].

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::entry::{Entry, Stamp, without_addresses};
use super::file::{self, Lock};
use super::key::{Key, Secret};
use super::state::{Move, State};
use super::view::{self, APPLICATION, BROKEN_OFF, PATIENCE, VERSION, View};
use super::{OutboxError, Problem};

/// The server's answer to a letter, or its silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It took the letter for the office's own address.
    Accepted(String),
    /// It refused for good.
    Refused(String),
    /// Nobody has the letter.
    Deferred {
        /// Why.
        reason: String,
        /// Before when trying again makes no sense.
        next_try: Timestamp,
    },
    /// None came, and the letter's end may have been read.
    Lost(String),
}

/// What a person says, or a proof, about a letter in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It arrived.
    Sent,
    /// It did not; send it again.
    Resend,
    /// Leave it.
    Drop,
}

/// What a mail in a mailbox proves about the letter whose Message-ID it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The server took it.
    Taken,
    /// The office did not get it.
    Bounced,
}

/// An outbox that is changed. There is one at a time, on the whole machine.
pub struct Outbox {
    view: View,
    /// Given back after the database is closed: fields are dropped in this order.
    _lock: Lock,
}

impl Outbox {
    /// Opens the outbox for a run, or makes one. `who` is told to those who come in between. What an
    /// earlier run left in the middle is in doubt from now on.
    pub fn open(path: &Path, who: &str) -> Result<Self, OutboxError> {
        file::prepare(path)?;
        let lock = Lock::take(path, who)?;
        let sql = OutboxError::sql(path);
        let mut db = Connection::open(path).map_err(&sql)?;
        db.busy_timeout(PATIENCE).map_err(&sql)?;
        if is_empty(&db).map_err(&sql)? {
            create(&mut db, path)?;
        }
        let mut outbox = Self { view: View::over(path, db, false)?, _lock: lock };
        outbox.settle_down().map_err(&sql)?;
        let left = outbox.view.left_in_the_middle()?;
        outbox.in_one(|change| {
            let broken_off = |entry: &mut Entry| BROKEN_OFF.clone_into(&mut entry.reason);
            left.iter().try_for_each(|key| change.step(key, Move::Lose, broken_off))
        })?;
        Ok(outbox)
    }

    /// For reading.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Puts letters on the list that are not on it.
    pub fn enlist(&mut self, letters: &[(Key, String, String)], now: Timestamp) -> Result<(), OutboxError> {
        self.in_one(|change| {
            letters.iter().try_for_each(|(key, campaign, office)| match change.get(key)? {
                Some(_) => Ok(()),
                None => change.write(&Entry::new(*key, campaign, office, now)),
            })
        })
    }

    /// Lets letters go out once more, on purpose: as new mails, with a Date and a Message-ID of their
    /// own.
    pub fn repeat(&mut self, keys: &[Key], now: Timestamp) -> Result<(), OutboxError> {
        self.in_one(|change| {
            keys.iter().try_for_each(|key| {
                change.step(key, Move::Repeat, |entry| {
                    *entry = Entry::new(*key, &entry.campaign, &entry.office, now);
                })
            })
        })
    }

    /// Marks that the end of these letters is about to be written. When this returns, a power cut
    /// cannot undo it: what is not settled after this is in doubt.
    pub fn ending(&mut self, letters: &[(Key, Stamp)], now: Timestamp) -> Result<(), OutboxError> {
        let path = self.view.path.clone();
        let sync = |outbox: &Self, how| {
            outbox.view.db.pragma_update(None, "synchronous", how).map_err(OutboxError::sql(&path))
        };
        sync(self, "FULL")?;
        self.in_one(|change| {
            letters.iter().try_for_each(|(key, stamp)| {
                change.step(key, Move::End, |entry| {
                    entry.attempts += 1;
                    (entry.stamp, entry.changed) = (Some(stamp.clone()), now);
                })
            })
        })?;
        sync(self, "NORMAL")
    }

    /// Writes down an attempt and what came of it.
    pub fn settle(&mut self, key: &Key, stamp: &Stamp, answer: &Answer, now: Timestamp) -> Result<(), OutboxError> {
        let (step, reason, next_try) = match answer {
            Answer::Accepted(reason) => (Move::Accept, reason, None),
            Answer::Refused(reason) => (Move::Refuse, reason, None),
            Answer::Deferred { reason, next_try } => (Move::Defer, reason, Some(*next_try)),
            Answer::Lost(reason) => (Move::Lose, reason, None),
        };
        self.in_one(|change| {
            change.step(key, step, |entry| {
                // A letter whose end was marked was counted then.
                entry.attempts += u32::from(entry.state == State::Waiting);
                entry.stamp = Some(stamp.clone());
                (entry.reason, entry.next_try, entry.changed) = (without_addresses(reason), next_try, now);
            })
        })
    }

    /// Takes back the mark of a letter whose end was not written after all.
    pub fn withdraw(&mut self, key: &Key) -> Result<(), OutboxError> {
        self.in_one(|change| change.step(key, Move::Defer, |entry| entry.attempts = entry.attempts.saturating_sub(1)))
    }

    /// Settles a letter in doubt.
    pub fn resolve(&mut self, key: &Key, verdict: Verdict, why: &str, now: Timestamp) -> Result<(), OutboxError> {
        let step = match verdict {
            Verdict::Sent => Move::Find,
            Verdict::Resend => Move::Resend,
            Verdict::Drop => Move::Drop,
        };
        self.in_one(|change| {
            change.step(key, step, |entry| (entry.reason, entry.changed) = (without_addresses(why), now))
        })
    }

    /// Writes down what is proved about the mail with this Message-ID. It counts for that very mail alone: a
    /// letter that goes by another one by now is as unknown as one that was forgotten.
    pub fn prove(
        &mut self,
        key: &Key,
        message_id: &str,
        proof: Proof,
        why: &str,
        now: Timestamp,
    ) -> Result<(), OutboxError> {
        let step = match proof {
            Proof::Taken => Move::Find,
            Proof::Bounced => Move::Bounce,
        };
        let path = self.view.path.clone();
        self.in_one(|change| {
            let is_this = |entry: &Entry| entry.stamp.as_ref().is_some_and(|stamp| stamp.message_id == message_id);
            change.get(key)?.filter(is_this).ok_or_else(|| OutboxError::new(&path, Problem::Unknown))?;
            change.step(key, step, |entry| {
                (entry.reason, entry.changed, entry.next_try) = (without_addresses(why), now, None);
            })
        })
    }

    /// Erases letters so that no trace is left in the file: freed bytes are overwritten, and the log
    /// beside it is emptied. Afterwards they are as if they had never been sent.
    pub fn forget(&mut self, keys: &[Key]) -> Result<(), OutboxError> {
        self.in_one(|change| keys.iter().try_for_each(|key| change.erase(key)))?;
        let sql = OutboxError::sql(&self.view.path);
        let blocked: i64 =
            self.view.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).map_err(&sql)?;
        if blocked == 0 { Ok(()) } else { Err(OutboxError::new(&self.view.path, Problem::Read)) }
    }

    fn settle_down(&self) -> rusqlite::Result<()> {
        let db = &self.view.db;
        db.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        db.pragma_update(None, "synchronous", "NORMAL")?;
        db.pragma_update(None, "secure_delete", "ON")?;
        // Where fsync alone leaves the bytes in the drive's own memory (macOS).
        db.pragma_update(None, "fullfsync", "ON")
    }

    /// Does all of it or nothing.
    fn in_one(&mut self, work: impl FnOnce(&Change<'_>) -> Result<(), OutboxError>) -> Result<(), OutboxError> {
        let View { path, db, secret, .. } = &mut self.view;
        let begun = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(OutboxError::sql(path))?;
        let change = Change { begun, secret, path };
        work(&change)?;
        change.begun.commit().map_err(OutboxError::sql(path))
    }
}

/// A change under way.
struct Change<'a> {
    begun: Transaction<'a>,
    secret: &'a Secret,
    path: &'a Path,
}

impl Change<'_> {
    /// The one place where a state changes.
    fn step(&self, key: &Key, step: Move, change: impl FnOnce(&mut Entry)) -> Result<(), OutboxError> {
        let mut entry = self.get(key)?.ok_or_else(|| OutboxError::new(self.path, Problem::Unknown))?;
        let from = entry.state;
        let to = step.leads(from).ok_or_else(|| OutboxError::new(self.path, Problem::Illegal { from, step }))?;
        change(&mut entry);
        entry.state = to;
        self.write(&entry)
    }

    fn get(&self, key: &Key) -> Result<Option<Entry>, OutboxError> {
        view::get(&self.begun, self.secret, key).map_err(OutboxError::sql(self.path))
    }

    fn write(&self, entry: &Entry) -> Result<(), OutboxError> {
        entry.write(&self.begun, self.secret).map_err(OutboxError::sql(self.path))
    }

    fn erase(&self, key: &Key) -> Result<(), OutboxError> {
        let erased = self.begun.execute("DELETE FROM letters WHERE key = ?1", params![key.0]);
        erased.map(drop).map_err(OutboxError::sql(self.path))
    }
}

/// Whether a database holds nothing and is nobody's.
fn is_empty(db: &Connection) -> rusqlite::Result<bool> {
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    let application: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok(tables == 0 && application == 0)
}

/// Makes an empty outbox with a key of its own. It is an outbox whole or not at all.
fn create(db: &mut Connection, path: &Path) -> Result<(), OutboxError> {
    let sql = OutboxError::sql(path);
    let secret = Secret::random()
        .ok_or_else(|| OutboxError::new(path, Problem::Io("the system has no random numbers to give".to_owned())))?;
    let begun = db.transaction_with_behavior(TransactionBehavior::Exclusive).map_err(&sql)?;
    begun.execute_batch(SCHEMA).map_err(&sql)?;
    begun.execute("INSERT INTO own (one, secret) VALUES (1, ?1)", params![secret]).map_err(&sql)?;
    begun.pragma_update(None, "application_id", APPLICATION).map_err(&sql)?;
    begun.pragma_update(None, "user_version", VERSION).map_err(&sql)?;
    begun.commit().map_err(&sql)?;
    file::sync_folders(path)
}

const SCHEMA: &str = "
CREATE TABLE own (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    secret BLOB NOT NULL CHECK (length(secret) = 32)
) STRICT;
CREATE TABLE letters (
    key BLOB PRIMARY KEY CHECK (length(key) = 32),
    campaign TEXT NOT NULL,
    office TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    message_id TEXT,
    date INTEGER,
    changed INTEGER NOT NULL,
    next_try INTEGER,
    reason TEXT NOT NULL,
    seal BLOB NOT NULL
) STRICT, WITHOUT ROWID;
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::Person;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn world() -> (tempfile::TempDir, Outbox, Key) {
        let folder = tempfile::tempdir().unwrap();
        let mut outbox = Outbox::open(&folder.path().join("o.sqlite"), "a test").unwrap();
        let key = outbox.view().key("harbour", "aq-court", &Person { name: Some("Jo"), ..Person::default() });
        outbox.enlist(&[(key, "harbour".to_owned(), "aq-court".to_owned())], NOW).unwrap();
        (folder, outbox, key)
    }

    fn stamp() -> Stamp {
        Stamp { message_id: "<1@union.test>".to_owned(), date: NOW }
    }

    #[test]
    fn an_illegal_move_changes_nothing() {
        let (_folder, mut outbox, key) = world();
        let accepted = Answer::Accepted("250 ok".to_owned());
        let error = outbox.settle(&key, &stamp(), &accepted, NOW).unwrap_err();
        assert_eq!(error.problem, Problem::Illegal { from: State::Waiting, step: Move::Accept });
        assert_eq!(outbox.view().get(&key).unwrap().unwrap().attempts, 0);
        outbox.ending(&[(key, stamp())], NOW).unwrap();
        outbox.settle(&key, &stamp(), &accepted, NOW).unwrap();
        for verdict in [Verdict::Sent, Verdict::Resend, Verdict::Drop] {
            let error = outbox.resolve(&key, verdict, "", NOW).unwrap_err();
            assert!(matches!(error.problem, Problem::Illegal { from: State::Sent, .. }), "{error}");
        }
        assert!(outbox.ending(&[(key, stamp())], NOW).is_err(), "what was sent is not sent again");
        let entry = outbox.view().get(&key).unwrap().unwrap();
        assert_eq!((entry.state, entry.attempts, entry.reason.as_str()), (State::Sent, 1, "250 ok"));
    }

    #[test]
    fn a_proof_counts_for_the_very_mail() {
        let (_folder, mut outbox, key) = world();
        let prove = |outbox: &mut Outbox, id: &str, proof| {
            outbox.prove(&key, id, proof, "550 <court@court.test>: gone", NOW).map_err(|error| error.problem)
        };
        assert_eq!(prove(&mut outbox, "<1@union.test>", Proof::Taken), Err(Problem::Unknown), "it was never tried");
        let later = Answer::Deferred { reason: "451 later".to_owned(), next_try: NOW };
        outbox.settle(&key, &stamp(), &later, NOW).unwrap();
        assert_eq!(prove(&mut outbox, "<2@union.test>", Proof::Taken), Err(Problem::Unknown));
        let illegal = Problem::Illegal { from: State::Waiting, step: Move::Bounce };
        assert_eq!(prove(&mut outbox, "<1@union.test>", Proof::Bounced), Err(illegal));
        assert_eq!(prove(&mut outbox, "<1@union.test>", Proof::Taken), Ok(()));
        assert_eq!(prove(&mut outbox, "<1@union.test>", Proof::Bounced), Ok(()));
        let entry = outbox.view().get(&key).unwrap().unwrap();
        assert_eq!((entry.state, entry.next_try, entry.reason.as_str()), (State::Bounced, None, "550 [address] gone"));
        outbox.repeat(&[key], NOW).unwrap();
        assert_eq!(prove(&mut outbox, "<1@union.test>", Proof::Taken), Err(Problem::Unknown), "it is a new mail now");
    }

    #[test]
    fn what_somebody_reads_is_forgotten_and_said_to_leave_traces() {
        let (folder, mut outbox, key) = world();
        let reader = View::open(&folder.path().join("o.sqlite")).unwrap().unwrap();
        let mut told = None;
        reader.each(|_| told = Some(outbox.forget(&[key]))).unwrap();
        assert_eq!(told.unwrap().unwrap_err().problem, Problem::Read);
        assert_eq!(outbox.view().get(&key).unwrap(), None);
    }

    #[test]
    fn letters_marked_together_stand_or_fall_together() {
        let (_folder, mut outbox, key) = world();
        let unknown = outbox.view().key("harbour", "aq-court", &Person::default());
        let error = outbox.ending(&[(key, stamp()), (unknown, stamp())], NOW).unwrap_err();
        assert_eq!(error.problem, Problem::Unknown);
        assert_eq!(outbox.view().get(&key).unwrap().unwrap().state, State::Waiting);
    }

    #[test]
    fn a_mark_that_was_taken_back_is_no_attempt() {
        let (_folder, mut outbox, key) = world();
        outbox.ending(&[(key, stamp())], NOW).unwrap();
        outbox.withdraw(&key).unwrap();
        let entry = outbox.view().get(&key).unwrap().unwrap();
        assert_eq!((entry.state, entry.attempts), (State::Waiting, 0));
    }
}
