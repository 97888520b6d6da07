//! The outbox as a run writes it, and as a person settles it.

use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};

use super::boot;
use super::change::{Begun, Change};
use super::entry::{Entry, Stamp};
use super::file::{self, Lock};
use super::key::Key;
use super::listing::Listing;
use super::log;
use super::note::{Decision, Event, Proof, Spent};
use super::problem::{OutboxError, OutboxProblem};
use super::reason::in_common_words;
use super::schema;
use super::state::{Move, State};
use super::tables;
use super::view::{BROKEN_OFF, PATIENCE, View};

/// Cache for the file in kilobytes: enough to write down a list of a million in order.
const CACHE: i64 = 48 * 1024;

/// How many pages the log beside the file may have before the database folds it in.
const FOLDED_AFTER: i64 = 4000;

/// How many bytes of the log beside the file to keep after folding it in.
const LOG_MOST: i64 = 16 * 1024 * 1024;

/// An outbox open for writing. Only one may be open at a time, on the whole machine.
pub struct Outbox {
    view: View,
    /// Claimed letters: about to be tried, which the disk already records. Each in its written form.
    claimed: HashMap<Key, String>,
    /// Cached entries of letters that are about to be tried or under way.
    known: HashMap<Key, Entry>,
    /// The id of this boot of the machine, if the system has one.
    boot: Option<String>,
    /// The log beside the database, once its name is on the disk.
    log: Option<Arc<File>>,
    /// Released after the database closes: Rust drops fields in this order.
    _lock: Lock,
}

impl Outbox {
    /// Opens the outbox for a run, or makes one. Other processes that try to open the outbox meanwhile
    /// see `who`. A letter that an earlier run left marked becomes a doubt; so does a letter that it had
    /// claimed, if the machine went down since.
    pub fn open(path: &Path, who: &str) -> Result<Self, OutboxError> {
        Self::open_at(path, who, boot::id())
    }

    fn open_at(path: &Path, who: &str, boot: Option<String>) -> Result<Self, OutboxError> {
        file::prepare(path)?;
        let mut lock = Lock::take(path, who)?;
        log::check(path, boot.as_deref())?;
        let sql = OutboxError::sql(path);
        let mut db = Connection::open(path).map_err(&sql)?;
        db.busy_timeout(PATIENCE).map_err(&sql)?;
        db.pragma_update(None, "secure_delete", "ON").map_err(&sql)?;
        schema::make(&mut db, path)?;
        let view = View::over(path, db)?;
        if boot.is_some() && Lock::boot(path) != boot {
            // Fold in now what a power cut left of the log, so that the log of this boot is whole.
            let blocked: i64 =
                view.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).map_err(&sql)?;
            if blocked == 0 {
                lock.note_boot(boot.as_deref())
                    .map_err(|error| OutboxError::new(path, OutboxProblem::Io(error.to_string())))?;
            }
        }
        let mut outbox = Self { view, claimed: HashMap::new(), known: HashMap::new(), boot, log: None, _lock: lock };
        let journal = outbox.settle_down().map_err(&sql)?;
        if journal != "wal" {
            // SQLite would go on with another journal, but the order of writes to the disk depends on this one.
            return Err(OutboxError::new(path, OutboxProblem::Io("the log beside it cannot be written".to_owned())));
        }
        outbox.look_back()?;
        Ok(outbox)
    }

    /// The outbox for reading.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// The same outbox for reading in another thread.
    pub fn reader(&self) -> Result<View, OutboxError> {
        let View { path, secret, has_former, .. } = &self.view;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let sql = OutboxError::sql(path);
        let db = Connection::open_with_flags(path, flags).map_err(&sql)?;
        db.busy_timeout(PATIENCE).map_err(&sql)?;
        Ok(View { path: path.clone(), db, secret: secret.clone(), under_way: true, has_former: *has_former })
    }

    /// Begins a list of letters. Nothing of the list counts before [`Listing::keep`].
    pub fn list(&mut self, now: Timestamp) -> Result<Listing<'_>, OutboxError> {
        let has_former = self.view.has_former;
        Ok(Listing { change: self.change()?, now, list: None, has_former })
    }

    /// Writes down, with one sync, that the run is about to try these letters. The mark before each one's end
    /// then needs no sync of its own: after a power cut all claimed letters are in doubt.
    pub fn claim(&mut self, letters: &[(Key, Stamp)]) -> Result<Claim, OutboxError> {
        let Some(boot) = self.boot.clone() else { return Ok(Claim(None)) };
        self.claimed.extend(letters.iter().map(|(key, stamp)| (*key, tables::claim(key, stamp))));
        let claims: String = self.claimed.values().map(String::as_str).collect();
        let Some(log) = self.log.clone() else {
            // The first sync of a log must also put its name on the disk, which SQLite does.
            self.synced(|change| change.claims(&boot, &claims))?;
            let log = file::log_beside(&self.view.path).map_err(|error| self.io(&error))?;
            self.log = Some(Arc::new(log));
            return Ok(Claim(None));
        };
        self.in_one(|change| change.claims(&boot, &claims))?;
        Ok(Claim(Some((log, self.view.path.clone()))))
    }

    fn io(&self, error: &std::io::Error) -> OutboxError {
        OutboxError::new(&self.view.path, OutboxProblem::Io(error.to_string()))
    }

    /// Seeds the cache with entries read during this run; stale ones are read again.
    pub fn seed_cache(&mut self, entries: impl IntoIterator<Item = Entry>) {
        self.known.extend(entries.into_iter().map(|entry| (entry.key, entry)));
    }

    /// Takes back claims of letters that the run does not try after all.
    pub fn release(&mut self, keys: &[Key]) {
        for key in keys {
            self.claimed.remove(key);
            self.known.remove(key);
        }
    }

    /// Writes these notes down, all of them or none. Once this returns, killing the process cannot undo
    /// them. A power cut can undo the mark before a letter's end only if the letter was claimed.
    pub fn write(&mut self, notes: &[Event], now: Timestamp) -> Result<Vec<Option<Entry>>, OutboxError> {
        let unclaimed = |note: &Event| matches!(note, Event::Ending(key, _) if !self.claimed.contains_key(key));
        let must_sync = notes.iter().any(unclaimed);
        let mut known = std::mem::take(&mut self.known);
        let mut all = |known: &HashMap<Key, Entry>| {
            let work = |change: &Change<'_>| {
                let written = notes.iter().map(|note| change.note(note, known, now)).collect::<Result<Vec<_>, _>>()?;
                change.spend(notes, now)?;
                Ok(written)
            };
            if must_sync { self.synced(work) } else { self.in_one(work) }
        };
        let written = match all(&known) {
            // The cache may be stale.
            Err(OutboxError { problem: OutboxProblem::Unknown | OutboxProblem::Illegal { .. }, .. })
                if !known.is_empty() =>
            {
                known.clear();
                all(&known)?
            }
            written => written?,
        };
        for (note, entry) in notes.iter().zip(&written) {
            match (note, entry) {
                (Event::Ending(key, _), Some(entry)) => {
                    known.insert(*key, entry.clone());
                }
                (Event::Answered(key, ..), _) => {
                    self.claimed.remove(key);
                    known.remove(key);
                }
                (Event::Withdrawn(key) | Event::HandedOver { key, .. }, _) => {
                    known.remove(key);
                }
                _ => {}
            }
        }
        self.known = known;
        Ok(written)
    }

    /// Ends a run: puts on the disk what the run wrote, and takes back all claims.
    pub fn end_run(&mut self) -> Result<(), OutboxError> {
        self.known.clear();
        if self.claimed.is_empty() && !self.view.has_claims()? {
            return Ok(());
        }
        self.claimed.clear();
        let ended = |change: &Change<'_>| change.unclaim();
        self.synced(ended)
    }

    /// Settles a letter by a person's decision.
    pub fn resolve(&mut self, key: &Key, verdict: Decision, why: &str, now: Timestamp) -> Result<(), OutboxError> {
        let step = match verdict {
            Decision::Sent => Move::Find,
            Decision::Resend => Move::Resend,
            Decision::Drop => Move::Drop,
            Decision::Bounced => Move::Bounce,
        };
        self.in_one(|change| {
            change.step(key, step, |entry| (entry.reason, entry.changed) = (in_common_words(why), now)).map(drop)
        })
    }

    /// Writes down what a mailbox proves about the mail with this Message-ID. The proof counts for that very
    /// mail alone: a letter whose mail has another Message-ID by now counts as unknown.
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
            change.get(key)?.filter(is_this).ok_or_else(|| OutboxError::new(&path, OutboxProblem::Unknown))?;
            change
                .step(key, step, |entry| {
                    (entry.reason, entry.changed, entry.next_try) = (in_common_words(why), now, None);
                })
                .map(drop)
        })
    }

    /// Erases letters without a trace in the file: the database overwrites the freed bytes, and the log beside the
    /// file is emptied. Afterwards the outbox knows nothing of these letters.
    pub fn forget(&mut self, keys: &[Key]) -> Result<(), OutboxError> {
        self.in_one(|change| {
            keys.iter().try_for_each(|key| change.erase(key))?;
            // The next run reads a list with such a letter anew and writes it down again.
            change.forget_lists(None)?;
            schema::must_be_wiped(&change.begun).map_err(OutboxError::sql(change.path))
        })?;
        let is_gone = schema::empty_log(&self.view.db).map_err(OutboxError::sql(&self.view.path))?;
        if is_gone { Ok(()) } else { Err(OutboxError::new(&self.view.path, OutboxProblem::Read)) }
    }

    /// What an account sent in the last 24 hours, oldest first. A minute in the future, from a wrong clock,
    /// counts as now.
    pub fn spent(&mut self, account: &Key, now: Timestamp) -> Result<Vec<Spent>, OutboxError> {
        self.in_one(|change| change.spent(account, now))
    }

    /// The time of the last letter to each office, for letters since `moment`.
    pub fn offices_since(&self, moment: Timestamp) -> Result<HashMap<String, Timestamp>, OutboxError> {
        self.view.offices_since(moment)
    }

    /// Sets how the database writes, and returns the journal mode.
    fn settle_down(&self) -> rusqlite::Result<String> {
        let db = &self.view.db;
        // SQLite answers before it writes the change; the step after the answer reports a failure.
        let mut journal = String::new();
        let mut statement = db.prepare("PRAGMA journal_mode = WAL")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            journal = row.get(0)?;
        }
        db.pragma_update(None, "synchronous", "NORMAL")?;
        db.pragma_update(None, "cache_size", -CACHE)?;
        // A run writes the same few pages again and again, so fold them in rarely.
        db.pragma_update(None, "wal_autocheckpoint", FOLDED_AFTER)?;
        // A long list makes a long log once; shrink the log afterwards.
        db.pragma_update_and_check(None, "journal_size_limit", LOG_MOST, |_| Ok(()))?;
        // On macOS, fsync alone leaves the bytes in the drive's memory.
        db.pragma_update(None, "fullfsync", "ON")?;
        Ok(journal)
    }

    /// Turns into doubts what the last run left, if that run did not end by itself.
    fn look_back(&mut self) -> Result<(), OutboxError> {
        let left = self.view.left_in_the_middle()?;
        let claims = self.view.claims()?;
        if left.is_empty() && claims.is_none() {
            return Ok(());
        }
        let went_down = claims.as_ref().is_some_and(|claims| Some(&claims.boot) != self.boot.as_ref());
        self.synced(|change| {
            for key in &left {
                change.step(key, Move::Lose, |entry| BROKEN_OFF.clone_into(&mut entry.reason))?;
            }
            for (key, stamp) in claims.iter().filter(|_| went_down).flat_map(|claims| &claims.letters) {
                if change.get(key)?.is_some_and(|entry| entry.state == State::Waiting) {
                    change.step(key, Move::Blackout, |entry| {
                        WENT_DOWN.clone_into(&mut entry.reason);
                        (entry.stamp, entry.version) = (Some(stamp.clone()), Some(stamp.version));
                    })?;
                }
            }
            change.unclaim()
        })
    }

    /// Makes a change as a whole or not at all, and returns when the change is on the disk.
    fn synced<T>(&mut self, work: impl FnOnce(&Change<'_>) -> Result<T, OutboxError>) -> Result<T, OutboxError> {
        let path = self.view.path.clone();
        let sync = |outbox: &Self, how| {
            outbox.view.db.pragma_update(None, "synchronous", how).map_err(OutboxError::sql(&path))
        };
        sync(self, "FULL")?;
        let done = self.in_one(work);
        sync(self, "NORMAL")?;
        done
    }

    /// Makes a change as a whole or not at all.
    fn in_one<T>(&mut self, work: impl FnOnce(&Change<'_>) -> Result<T, OutboxError>) -> Result<T, OutboxError> {
        let change = self.change()?;
        let done = work(&change)?;
        change.commit()?;
        Ok(done)
    }

    fn change(&mut self) -> Result<Change<'_>, OutboxError> {
        let View { path, db, secret, .. } = &self.view;
        let begun = Begun::now(db).map_err(OutboxError::sql(path))?;
        Ok(Change { begun, secret, path })
    }
}

/// A claim that holds once [`Claim::settle`] returns. Settling needs no outbox, so that workers can write
/// meanwhile: a disk takes longer for a sync than a server for a letter.
#[must_use]
pub struct Claim(Option<(Arc<File>, PathBuf)>);

impl Claim {
    /// Waits until the claim is on the disk.
    pub fn settle(self) -> Result<(), OutboxError> {
        // A checkpoint that empties the log meanwhile syncs before and after.
        self.0.map_or(Ok(()), |(log, path)| {
            log.sync_all().map_err(|error| OutboxError::new(&path, OutboxProblem::Io(error.to_string())))
        })
    }
}

/// The reason of a claimed letter that is in doubt because the machine went down.
pub(super) const WENT_DOWN: &str = "the machine went down while it was about to be sent";

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::super::key::Named;
    use super::super::note::{Answer, PutOff};
    use super::super::tables::ListCheck;
    use super::*;
    use crate::identity::{Identity, OWN_COPY, Speaker};
    use crate::outbox::GIVES_UP_AFTER;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn world() -> (tempfile::TempDir, Outbox, Key) {
        let folder = tempfile::tempdir().unwrap();
        let mut outbox = Outbox::open(&folder.path().join("o.sqlite"), "a test").unwrap();
        let key = key(&outbox, "Jo");
        listed(&mut outbox, &["Jo"]);
        (folder, outbox, key)
    }

    fn named(name: &str) -> Named<'_> {
        let (speaker, name) = (Speaker::Person, Some(name));
        let who = Identity { speaker, name, organisation: None, email: None, address: &[] };
        Named { campaign: "harbour", office: "aq-court", who }
    }

    fn key(outbox: &Outbox, name: &str) -> Key {
        outbox.view().key(&named(name))
    }

    fn listed(outbox: &mut Outbox, names: &[&str]) {
        let mut listing = outbox.list(NOW).unwrap();
        for name in names {
            listing.put(&named(name), None, None).unwrap();
        }
        listing.keep().unwrap();
    }

    fn stamp() -> Stamp {
        Stamp { message_id: "<1@union.test>".to_owned(), date: NOW, addresses: None, version: 2 }
    }

    fn state(outbox: &Outbox, key: &Key) -> State {
        outbox.view().get(key).unwrap().unwrap().state
    }

    fn deferred() -> Answer {
        Answer::Deferred { reason: "451 later".to_owned(), waits: &[5, 30, 180], what: PutOff::Letter }
    }

    #[test]
    fn an_illegal_move_changes_nothing() {
        let (_folder, mut outbox, key) = world();
        let accepted = Event::Answered(key, stamp(), Answer::Accepted("250 ok".to_owned()));
        let error = outbox.write(std::slice::from_ref(&accepted), NOW).unwrap_err();
        assert_eq!(error.problem, OutboxProblem::Illegal { from: State::Waiting, step: Move::Accept });
        assert_eq!(outbox.view().get(&key).unwrap().unwrap().attempts, 0);
        outbox.write(&[Event::Ending(key, stamp())], NOW).unwrap();
        outbox.write(&[accepted], NOW).unwrap();
        for verdict in [Decision::Sent, Decision::Resend, Decision::Drop] {
            let error = outbox.resolve(&key, verdict, "", NOW).unwrap_err();
            assert!(matches!(error.problem, OutboxProblem::Illegal { from: State::Sent, .. }), "{error}");
        }
        assert!(outbox.write(&[Event::Ending(key, stamp())], NOW).is_err(), "what was sent is not sent again");
        let entry = outbox.view().get(&key).unwrap().unwrap();
        assert_eq!((entry.state, entry.attempts, entry.reason.as_str()), (State::Sent, 1, "250 ok"));
    }

    #[test]
    fn a_proof_counts_for_the_very_mail() {
        let (_folder, mut outbox, key) = world();
        let prove = |outbox: &mut Outbox, id: &str, proof| {
            outbox.prove(&key, id, proof, "550 <court@court.test>: gone", NOW).map_err(|error| error.problem)
        };
        assert_eq!(
            prove(&mut outbox, "<1@union.test>", Proof::Taken),
            Err(OutboxProblem::Unknown),
            "it was never tried"
        );
        outbox.write(&[Event::Answered(key, stamp(), deferred())], NOW).unwrap();
        assert_eq!(prove(&mut outbox, "<2@union.test>", Proof::Taken), Err(OutboxProblem::Unknown));
        let illegal = OutboxProblem::Illegal { from: State::Waiting, step: Move::Bounce };
        assert_eq!(prove(&mut outbox, "<1@union.test>", Proof::Bounced), Err(illegal));
        assert_eq!(prove(&mut outbox, "<1@union.test>", Proof::Taken), Ok(()));
        assert_eq!(prove(&mut outbox, "<1@union.test>", Proof::Bounced), Ok(()));
        let entry = outbox.view().get(&key).unwrap().unwrap();
        assert_eq!((entry.state, entry.next_try, entry.reason.as_str()), (State::Bounced, None, "550 [address] gone"));
        let mut listing = outbox.list(NOW).unwrap();
        listing.repeat(&key, None).unwrap();
        listing.keep().unwrap();
        assert_eq!(
            prove(&mut outbox, "<1@union.test>", Proof::Taken),
            Err(OutboxProblem::Unknown),
            "it is a new mail now"
        );
    }

    #[test]
    fn what_somebody_reads_is_forgotten_and_said_to_leave_traces() {
        let (folder, mut outbox, key) = world();
        let reader = View::open(&folder.path().join("o.sqlite")).unwrap().unwrap();
        let mut told = None;
        reader.each(|_| told = Some(outbox.forget(&[key]))).unwrap();
        assert_eq!(told.unwrap().unwrap_err().problem, OutboxProblem::Read);
        assert_eq!(outbox.view().get(&key).unwrap(), None);
        drop((reader, outbox));
        let path = folder.path().join("o.sqlite");
        let is_wiped = |view: &View| schema::is_wiped(&view.db).unwrap();
        assert!(!is_wiped(&View::over(&path, Connection::open(&path).unwrap()).unwrap()));
        assert!(is_wiped(&View::open(&path).unwrap().unwrap()), "whatever opens it next does it");
    }

    #[test]
    fn what_is_known_of_a_line_counts_only_while_it_is_so() {
        let (_folder, mut outbox, jo) = world();
        let line = outbox.view().get(&jo).unwrap().unwrap();
        let (ending, accepted) =
            (Event::Ending(jo, stamp()), Event::Answered(jo, stamp(), Answer::Accepted("250 ok".to_owned())));
        outbox.seed_cache([line.clone()]);
        outbox.write(std::slice::from_ref(&ending), NOW).unwrap();
        // It is fed twice, and what is known of it is old: the answer to the first is written all the same.
        outbox.seed_cache([line.clone()]);
        outbox.write(std::slice::from_ref(&accepted), NOW).unwrap();
        outbox.seed_cache([line]);
        let error = outbox.write(std::slice::from_ref(&ending), NOW).unwrap_err();
        assert_eq!(error.problem, OutboxProblem::Illegal { from: State::Sent, step: Move::End });
        let entry = outbox.view().get(&jo).unwrap().unwrap();
        assert_eq!((entry.state, entry.attempts, entry.reason.as_str()), (State::Sent, 1, "250 ok"));
    }

    #[test]
    fn letters_written_together_stand_or_fall_together() {
        let (_folder, mut outbox, jo) = world();
        let unknown = key(&outbox, "Nobody");
        let error = outbox.write(&[Event::Ending(jo, stamp()), Event::Ending(unknown, stamp())], NOW).unwrap_err();
        assert_eq!(error.problem, OutboxProblem::Unknown);
        assert_eq!(state(&outbox, &jo), State::Waiting);
    }

    #[test]
    fn a_flipped_bit_of_a_key_is_found_wherever_the_key_stands() {
        let (folder, outbox, key) = world();
        let path = folder.path().join("o.sqlite");
        drop(outbox);
        let whole = std::fs::read(&path).unwrap();
        let places: Vec<usize> =
            (0..whole.len()).filter(|at| whole[*at..].starts_with(&key.0)).map(|at| at + 31).collect();
        assert_eq!(places.len(), 2, "in its line and in the index");
        for place in places {
            let mut bytes = whole.clone();
            bytes[place] ^= 1;
            std::fs::write(&path, bytes).unwrap();
            let found = Outbox::open(&path, "a test").err().map(|error| error.problem);
            assert!(matches!(found, Some(OutboxProblem::Corrupt(_))), "{place}: {found:?}");
        }
        std::fs::write(&path, whole).unwrap();
        assert!(Outbox::open(&path, "a test").is_ok());
    }

    #[test]
    fn a_mark_that_was_taken_back_is_no_attempt() {
        let (_folder, mut outbox, key) = world();
        outbox.write(&[Event::Ending(key, stamp())], NOW).unwrap();
        outbox.write(&[Event::Withdrawn(key)], NOW).unwrap();
        let entry = outbox.view().get(&key).unwrap().unwrap();
        assert_eq!((entry.state, entry.attempts), (State::Waiting, 0));
    }

    #[test]
    fn a_list_that_was_not_kept_never_was() {
        let (_folder, mut outbox, jo) = world();
        let ann = key(&outbox, "Ann");
        let mut listing = outbox.list(NOW).unwrap();
        listing.begin_list(&[1; 32]).unwrap();
        assert_eq!(listing.put(&named("Ann"), Some(2), None).unwrap().before, None);
        assert!(listing.put(&named("Jo"), Some(3), None).unwrap().before.is_some());
        drop(listing);
        assert_eq!(outbox.view().get(&ann).unwrap(), None);
        assert_eq!(outbox.view().get(&jo).unwrap().unwrap().listed, None);
        assert_eq!(outbox.list(NOW).unwrap().known_list(&[1; 32]).unwrap(), None);
    }

    #[test]
    fn a_list_that_was_checked_is_known_again() {
        let (_folder, mut outbox, _) = world();
        let ann = key(&outbox, "Ann");
        let mut listing = outbox.list(NOW).unwrap();
        listing.begin_list(&[1; 32]).unwrap();
        listing.put(&named("Ann"), Some(2), None).unwrap();
        listing.put(&named("Jo"), Some(3), None).unwrap();
        let check = ListCheck { good: 2, bad: 1, own_words: 1, new: 1, by_hand: vec![("aq-police".to_owned(), 2)] };
        listing.end_list(2, &check).unwrap();
        listing.keep().unwrap();
        outbox.write(&[Event::Ending(ann, stamp())], NOW).unwrap();
        outbox.write(&[Event::Answered(ann, stamp(), Answer::Accepted("250".to_owned()))], NOW).unwrap();
        let known = outbox.list(NOW).unwrap().known_list(&[1; 32]).unwrap().unwrap();
        assert_eq!((known.letters, known.first_waiting, known.check), (2, Some(3), check));
        assert_eq!(known.states.get(&State::Sent), Some(&1));
        assert_eq!(outbox.list(NOW).unwrap().known_list(&[2; 32]).unwrap(), None);
    }

    #[test]
    fn copies_are_none_of_the_letters_of_a_list() {
        let (_folder, mut outbox, _) = world();
        let mut listing = outbox.list(NOW).unwrap();
        listing.begin_list(&[1; 32]).unwrap();
        let copy = |name| Named { office: OWN_COPY, ..named(name) };
        for (name, row) in [("Ann", 2), ("Jo", 3), ("Kim", 4)] {
            listing.put(&named(name), Some(row), None).unwrap();
            listing.put(&copy(name), Some(row), None).unwrap();
        }
        listing.end_list(3, &ListCheck::default()).unwrap();
        listing.keep().unwrap();
        for (name, answer) in [("Ann", Answer::Accepted(String::new())), ("Jo", Answer::Refused("550".to_owned()))] {
            let key = key(&outbox, name);
            outbox.write(&[Event::Ending(key, stamp())], NOW).unwrap();
            outbox.write(&[Event::Answered(key, stamp(), answer)], NOW).unwrap();
        }
        let known = outbox.list(NOW).unwrap().known_list(&[1; 32]).unwrap().unwrap();
        assert_eq!((known.letters, known.first_waiting, known.waiting.len()), (3, Some(4), 1));
        // Ann's can go, Jo's lacks a letter for good, and Kim's waits with the letter.
        assert_eq!((known.copies.get(&State::Waiting), known.copies_stuck), (Some(&3), 1));
        let ann = outbox.view().key(&copy("Ann"));
        outbox.write(&[Event::Ending(ann, stamp())], NOW).unwrap();
        outbox.write(&[Event::Answered(ann, stamp(), Answer::Accepted(String::new()))], NOW).unwrap();
        assert!(outbox.view().older("harbour", 3).unwrap().keys().all(|office| office != OWN_COPY));
        let known = outbox.list(NOW).unwrap().known_list(&[1; 32]).unwrap().unwrap();
        assert_eq!((known.copies.get(&State::Waiting), known.copies.get(&State::Sent)), (Some(&2), Some(&1)));
    }

    #[test]
    fn what_a_killed_run_left_is_in_doubt_and_what_it_claimed_only_after_a_power_cut() {
        for (boot, claimed_after) in [("one", State::Waiting), ("two", State::InDoubt)] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("o.sqlite");
            let mut outbox = Outbox::open_at(&path, "a test", Some("one".to_owned())).unwrap();
            let [sent, ending, claimed, untouched] = ["a", "b", "c", "d"].map(|name| key(&outbox, name));
            listed(&mut outbox, &["a", "b", "c", "d"]);
            outbox.claim(&[sent, ending, claimed].map(|key| (key, stamp()))).unwrap().settle().unwrap();
            outbox.write(&[Event::Ending(sent, stamp()), Event::Ending(ending, stamp())], NOW).unwrap();
            outbox.write(&[Event::Answered(sent, stamp(), Answer::Accepted(String::new()))], NOW).unwrap();
            drop(outbox);
            let outbox = Outbox::open_at(&path, "a test", Some(boot.to_owned())).unwrap();
            let states = [sent, ending, claimed, untouched].map(|key| state(&outbox, &key));
            assert_eq!(states, [State::Sent, State::InDoubt, claimed_after, State::Waiting], "{boot}");
            if claimed_after == State::InDoubt {
                assert_eq!(outbox.view().get(&claimed).unwrap().unwrap().stamp, Some(stamp()));
            }
            drop(outbox);
            // It was looked at once; it does not come up again.
            let outbox = Outbox::open_at(&path, "a test", Some("three".to_owned())).unwrap();
            assert_eq!(state(&outbox, &untouched), State::Waiting);
        }
    }

    #[test]
    fn a_run_that_ended_leaves_nothing_claimed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("o.sqlite");
        let mut outbox = Outbox::open_at(&path, "a test", Some("one".to_owned())).unwrap();
        let jo = key(&outbox, "Jo");
        listed(&mut outbox, &["Jo"]);
        outbox.claim(&[(jo, stamp())]).unwrap().settle().unwrap();
        outbox.end_run().unwrap();
        drop(outbox);
        let outbox = Outbox::open_at(&path, "a test", Some("two".to_owned())).unwrap();
        assert_eq!(state(&outbox, &jo), State::Waiting);
    }

    #[test]
    fn waiting_grows_stops_growing_and_ends_after_five_days() {
        let (_folder, mut outbox, key) = world();
        let mut now = NOW;
        for minutes in [5, 30, 180, 180] {
            let written = outbox.write(&[Event::Answered(key, stamp(), deferred())], now).unwrap();
            let entry = written[0].clone().unwrap();
            assert_eq!(entry.next_try, Some(now + SignedDuration::from_mins(minutes)));
            now = entry.next_try.unwrap();
        }
        let written = outbox.write(&[Event::Answered(key, stamp(), deferred())], NOW + GIVES_UP_AFTER).unwrap();
        let entry = written[0].clone().unwrap();
        assert_eq!((entry.state, entry.reason.as_str()), (State::Refused, "put off for 5 days: 451 later"));
    }

    #[test]
    fn what_an_account_sent_is_known_for_a_day_whatever_the_clock_does() {
        let (_folder, mut outbox, _) = world();
        let account = outbox.view().account("smtp.union.test", "jo");
        let other = outbox.view().account("smtp.union.test", "ann");
        let day = SignedDuration::from_hours(24);
        let noon = NOW + SignedDuration::from_hours(24 * 365);
        for _ in 0..3 {
            outbox.write(&[Event::Spent { account, recipients: 2 }], noon).unwrap();
        }
        let sums = |spent: Vec<Spent>| spent.iter().fold((0, 0), |(l, r), s| (l + s.letters, r + s.recipients));
        assert_eq!(sums(outbox.spent(&account, noon).unwrap()), (3, 6));
        assert_eq!(sums(outbox.spent(&other, noon).unwrap()), (0, 0));
        // The clock is set back by a day: the letters still count, and for one day from now.
        let back = noon - day;
        assert_eq!(sums(outbox.spent(&account, back).unwrap()), (3, 6));
        assert_eq!(sums(outbox.spent(&account, back + day + SignedDuration::from_mins(1)).unwrap()), (0, 0));
    }
}
