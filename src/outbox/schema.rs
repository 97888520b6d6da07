//! The tables, and how they came to be what they are.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior, params};

use super::file;
use super::key::Secret;
use super::{OutboxError, Problem};

/// "Outc": tells an outbox from any other database.
pub(super) const APPLICATION: i64 = 0x4f75_7463;
/// The format of the file.
pub(super) const VERSION: i64 = 2;

/// Letters in the order they were put down, so that a run that takes them in this order writes the
/// same few pages again and again.
const LETTERS: &str = "
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

/// Makes an outbox of a file that is empty, and brings one of the first format up to this one.
pub(super) fn make(db: &mut Connection, path: &Path) -> Result<(), OutboxError> {
    let sql = OutboxError::sql(path);
    let number = |db: &Connection, what: &str| db.pragma_query_value(None, what, |row| row.get::<_, i64>(0));
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0)).map_err(&sql)?;
    let application = number(db, "application_id").map_err(&sql)?;
    if tables == 0 && application == 0 {
        return create(db, path);
    }
    if application == APPLICATION && number(db, "user_version").map_err(&sql)? == 1 {
        return from_the_first(db).map_err(&sql);
    }
    Ok(())
}

fn create(db: &mut Connection, path: &Path) -> Result<(), OutboxError> {
    let sql = OutboxError::sql(path);
    let secret = Secret::random()
        .ok_or_else(|| OutboxError::new(path, Problem::Io("the system has no random numbers to give".to_owned())))?;
    let begun = db.transaction_with_behavior(TransactionBehavior::Exclusive).map_err(&sql)?;
    begun.execute_batch(OWN).map_err(&sql)?;
    begun.execute_batch(LETTERS).map_err(&sql)?;
    begun.execute("INSERT INTO own (one, secret) VALUES (1, ?1)", params![secret]).map_err(&sql)?;
    begun.pragma_update(None, "application_id", APPLICATION).map_err(&sql)?;
    begun.pragma_update(None, "user_version", VERSION).map_err(&sql)?;
    begun.commit().map_err(&sql)?;
    file::sync_folders(path)
}

/// Every line is kept as it is, with its seal.
fn from_the_first(db: &mut Connection) -> rusqlite::Result<()> {
    let begun = db.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    begun.execute_batch("ALTER TABLE letters RENAME TO old")?;
    begun.execute_batch(LETTERS)?;
    begun.execute_batch(
        "INSERT INTO letters (key, campaign, office, state, attempts, message_id, date, changed, next_try, reason, seal)
         SELECT key, campaign, office, state, attempts, message_id, date, changed, next_try, reason, seal FROM old
         ORDER BY changed, key;
         DROP TABLE old",
    )?;
    begun.pragma_update(None, "user_version", VERSION)?;
    begun.commit()?;
    // Nothing of the old table stays in pages that are free now.
    db.execute_batch("VACUUM")
}
