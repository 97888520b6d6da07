//! The tables, and how they came to be what they are.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::entry::Entry;
use super::file;
use super::problem::{OutboxError, OutboxProblem};
use super::reason::in_common_words;
use crate::mac::MacKey;

/// "Outc": tells an outbox from any other database.
pub(super) const APPLICATION: i64 = 0x4f75_7463;
/// The format of the file.
pub(super) const VERSION: i64 = 6;

/// What the second format brought. Letters in the order they were put down, so that a run that takes them
/// in this order writes the same few pages again and again.
const SECOND: &str = "
CREATE TABLE letters (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE CHECK (length(key) = 32),
    campaign TEXT NOT NULL,
    office TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    message_id TEXT,
    date INTEGER,
    changed INTEGER NOT NULL,
    next_try INTEGER,
    reason TEXT NOT NULL,
    first_try INTEGER,
    list INTEGER,
    row INTEGER,
    seal BLOB NOT NULL
) STRICT;
CREATE TABLE lists (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    letters INTEGER,
    checked INTEGER,
    said TEXT,
    seal BLOB
) STRICT;
CREATE TABLE claims (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    boot TEXT NOT NULL,
    letters TEXT NOT NULL,
    seal BLOB NOT NULL
) STRICT;
CREATE TABLE spent (
    account BLOB NOT NULL CHECK (length(account) = 32),
    minute INTEGER NOT NULL,
    letters INTEGER NOT NULL,
    recipients INTEGER NOT NULL,
    PRIMARY KEY (account, minute)
) STRICT, WITHOUT ROWID;
";

const OWN: &str = "
CREATE TABLE own (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    secret BLOB NOT NULL CHECK (length(secret) = 32)
) STRICT;
";

/// What the third format brought: a list's check in numbers, where the second kept finished sentences; digests
/// of the addresses of each mail; and whether what earlier formats kept is gone from every page of the file.
const THIRD: &str = "
ALTER TABLE lists DROP COLUMN said;
ALTER TABLE lists ADD COLUMN good INTEGER;
ALTER TABLE lists ADD COLUMN bad INTEGER;
ALTER TABLE lists ADD COLUMN own_words INTEGER;
ALTER TABLE lists ADD COLUMN by_hand TEXT;
ALTER TABLE letters ADD COLUMN addresses BLOB;
ALTER TABLE own ADD COLUMN wiped INTEGER NOT NULL DEFAULT 0;
";

/// What the fourth format brought: the rule by which a line got its key, where whatever stands there already is of a
/// former format; see [`Naming::number`](super::key::Naming::number). And how many letters of a list were new.
const FOURTH: &str = "
ALTER TABLE letters ADD COLUMN former INTEGER NOT NULL DEFAULT 1;
ALTER TABLE lists ADD COLUMN new INTEGER;
";

/// What the fifth format brought: in which version of the campaign's text a letter went out.
const FIFTH: &str = "
ALTER TABLE letters ADD COLUMN version INTEGER;
";

/// What the sixth format brought: who signed a joint letter, and what text its signatory edited, as digests.
const SIXTH: &str = "
CREATE TABLE signed (
    key BLOB PRIMARY KEY CHECK (length(key) = 32),
    signatories BLOB NOT NULL,
    seal BLOB NOT NULL
) STRICT;
ALTER TABLE letters ADD COLUMN edited BLOB;
";

/// Makes an outbox of a file that is empty, and brings an older one up to date.
pub(super) fn make(db: &mut Connection, path: &Path) -> Result<(), OutboxError> {
    let sql = OutboxError::sql(path);
    let number = |db: &Connection, what: &str| db.pragma_query_value(None, what, |row| row.get::<_, i64>(0));
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0)).map_err(&sql)?;
    let application = number(db, "application_id").map_err(&sql)?;
    if tables == 0 && application == 0 {
        return create(db, path);
    }
    if application != APPLICATION {
        return Ok(());
    }
    // Each step is a change of its own: after a kill the next opening goes on there.
    loop {
        match number(db, "user_version").map_err(&sql)? {
            1 => step(db, 2, from_the_first).map_err(&sql)?,
            2 => step(db, 6, from_the_second).map_err(&sql)?,
            3 => step(db, 4, from_the_third).map_err(&sql)?,
            4 => step(db, 5, |begun| begun.execute_batch(FIFTH)).map_err(&sql)?,
            5 => step(db, 6, |begun| begun.execute_batch(SIXTH)).map_err(&sql)?,
            VERSION => return wipe(db).map_err(&sql),
            // Unknown; whoever reads it says so.
            _ => return Ok(()),
        }
    }
}

fn create(db: &mut Connection, path: &Path) -> Result<(), OutboxError> {
    let sql = OutboxError::sql(path);
    let secret = MacKey::random_bytes().ok_or_else(|| {
        OutboxError::new(path, OutboxProblem::Io("the system has no random numbers to give".to_owned()))
    })?;
    let begun = db.transaction_with_behavior(TransactionBehavior::Exclusive).map_err(&sql)?;
    for tables in [OWN, SECOND, THIRD, FOURTH, FIFTH, SIXTH] {
        begun.execute_batch(tables).map_err(&sql)?;
    }
    begun.execute("INSERT INTO own (one, secret, wiped) VALUES (1, ?1, 1)", params![secret]).map_err(&sql)?;
    begun.pragma_update(None, "application_id", APPLICATION).map_err(&sql)?;
    begun.pragma_update(None, "user_version", VERSION).map_err(&sql)?;
    begun.commit().map_err(&sql)?;
    file::sync_folders(path)
}

fn step(
    db: &mut Connection,
    to: i64,
    work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let begun = db.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    work(&begun)?;
    begun.pragma_update(None, "user_version", to)?;
    begun.commit()
}

/// Every line is kept as it is, with its seal.
fn from_the_first(begun: &Transaction<'_>) -> rusqlite::Result<()> {
    begun.execute_batch("ALTER TABLE letters RENAME TO old")?;
    begun.execute_batch(SECOND)?;
    begun.execute_batch(
        "INSERT INTO letters (key, campaign, office, state, attempts, message_id, date, changed, next_try, reason, seal)
         SELECT key, campaign, office, state, attempts, message_id, date, changed, next_try, reason, seal FROM old
         ORDER BY changed, key;
         DROP TABLE old",
    )
}

/// Checked lists are forgotten, so each is checked once more; their numbers are not given again. Letters
/// keep everything but words of their reasons that may be somebody's.
fn from_the_second(begun: &Transaction<'_>) -> rusqlite::Result<()> {
    const TOGETHER: usize = 1000;
    begun.execute_batch("DELETE FROM lists")?;
    begun.execute_batch(THIRD)?;
    // Lines are read as they are in the format of today.
    begun.execute_batch(FOURTH)?;
    begun.execute_batch(FIFTH)?;
    begun.execute_batch(SIXTH)?;
    let secret = MacKey::new(&begun.query_row("SELECT secret FROM own", [], |row| row.get(0))?);
    let columns = Entry::COLUMNS;
    let mut next =
        begun.prepare(&format!("SELECT {columns}, id FROM letters WHERE id > ?1 ORDER BY id LIMIT {TOGETHER}"))?;
    let id = next.column_count() - 1;
    let mut last = i64::MIN;
    loop {
        let lines = next.query_map([last], |row| Ok((Entry::read(row, &secret)?, row.get(id)?)))?;
        let lines = lines.collect::<rusqlite::Result<Vec<(Entry, i64)>>>()?;
        for (entry, _) in &lines {
            let reason = in_common_words(&entry.reason);
            if reason != entry.reason {
                let line = Entry { reason, ..entry.clone() };
                if !line.update(begun, &secret, entry.state, entry.attempts)? {
                    return Err(OutboxProblem::Corrupt("a line cannot be found by its key".to_owned()).into());
                }
            }
        }
        match lines.last() {
            Some((_, id)) => last = *id,
            None => return Ok(()),
        }
    }
}

/// Checked lists are forgotten here too: with one that is known, no row would be looked up by the key it had
/// formerly, and none of its letters that wait be found by the key it has now.
fn from_the_third(begun: &Transaction<'_>) -> rusqlite::Result<()> {
    begun.execute_batch("DELETE FROM lists")?;
    begun.execute_batch(FOURTH)
}

/// Removes what was deleted, or what an earlier format kept, from free pages and from the log beside the file.
/// While another program reads the file it cannot be done; then the next opening does it.
fn wipe(db: &Connection) -> rusqlite::Result<()> {
    if is_wiped(db)? {
        return Ok(());
    }
    // Overwriting what is deleted does not reach copies that were left where a page was rearranged.
    db.execute_batch("VACUUM")?;
    empty_log(db).map(drop)
}

/// Empties the log beside the file, with all that was deleted since [`must_be_wiped`]. Tells whether that could
/// be done: another program may be reading it.
pub(super) fn empty_log(db: &Connection) -> rusqlite::Result<bool> {
    let blocked: i64 = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if blocked == 0 {
        db.execute("UPDATE own SET wiped = 1", [])?;
    }
    Ok(blocked == 0)
}

/// Marks that what is deleted in this change is still to be wiped.
pub(super) fn must_be_wiped(db: &Connection) -> rusqlite::Result<()> {
    db.execute("UPDATE own SET wiped = 0", []).map(drop)
}

/// Whether nothing that was deleted, or that an earlier format kept, is left anywhere in the file.
pub(super) fn is_wiped(db: &Connection) -> rusqlite::Result<bool> {
    db.query_row("SELECT wiped FROM own", [], |row| row.get(0))
}
