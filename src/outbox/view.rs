//! Opening the outbox and reading it. Nothing here changes what it says.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};

use super::entry::Entry;
use super::key::{Key, Named, Naming};
use super::problem::{OutboxError, OutboxProblem};
use super::schema::{APPLICATION, VERSION};
use super::state::State;
use crate::identity::Identity;
use crate::mac::{AddressDigest, MacKey};

/// How long a statement waits for another program that has the file for a moment.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// An outbox that is read.
pub struct View {
    pub(super) path: PathBuf,
    pub(super) db: Connection,
    pub(super) secret: MacKey,
    /// Whether a run has it: then what is marked `sending` is under way, and else it is in doubt.
    pub(super) under_way: bool,
    /// Whether there are lines of former formats: then letters are looked up by their former keys too.
    pub(super) has_former: bool,
}

/// A letter that was looked for.
pub struct Found {
    /// What is known of it.
    pub line: Option<Entry>,
    /// Whether that makes one fewer of the letters that [`View::unmet`] counts.
    pub meets_former: bool,
}

impl View {
    /// Checks that an open database is an outbox of this version, and whole. No run has it.
    pub(super) fn over(path: &Path, db: Connection) -> Result<Self, OutboxError> {
        let sql = OutboxError::sql(path);
        db.busy_timeout(PATIENCE).map_err(&sql)?;
        let number = |pragma: &str| db.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0)).map_err(&sql);
        if number("application_id")? != APPLICATION {
            return Err(OutboxError::new(path, OutboxProblem::Foreign));
        }
        let version = number("user_version")?;
        if version != VERSION {
            let problem =
                if version < VERSION { OutboxProblem::Older(version) } else { OutboxProblem::Future(version) };
            return Err(OutboxError::new(path, problem));
        }
        let check: String = db.pragma_query_value(None, "quick_check", |row| row.get(0)).map_err(&sql)?;
        if check != "ok" {
            return Err(OutboxError::new(path, OutboxProblem::Corrupt(check)));
        }
        let secret: [u8; MacKey::LENGTH] =
            db.query_row("SELECT secret FROM own", [], |row| row.get(0)).map_err(&sql)?;
        let mut view =
            Self { path: path.to_owned(), db, secret: MacKey::new(&secret), under_way: false, has_former: false };
        view.has_former = view.is_found_by_key()?;
        Ok(view)
    }

    /// Reads every line with its seal, and the index by which lines are found: a key that is another one
    /// there, or leads to another line, would make a letter look as if it had never been sent. Tells whether there
    /// are lines of former formats.
    fn is_found_by_key(&self) -> Result<bool, OutboxError> {
        let sql = OutboxError::sql(&self.path);
        // Both as they are at one moment: a run may be writing.
        let moment = self.db.unchecked_transaction().map_err(&sql)?;
        let (mut lines, mut found, mut has_former) = (0_u64, 0_u64, false);
        let mut statement =
            moment.prepare(&format!("SELECT {}, id FROM letters NOT INDEXED", Entry::COLUMNS)).map_err(&sql)?;
        let id = statement.column_count() - 1;
        let mut rows = statement.query([]).map_err(&sql)?;
        while let Some(row) = rows.next().map_err(&sql)? {
            let entry = Entry::read(row, &self.secret).map_err(|problem| OutboxError::new(&self.path, problem))?;
            lines = lines.wrapping_add(place(&entry.key.0, row.get(id).map_err(&sql)?));
            has_former |= entry.naming != Naming::Signatory;
        }
        let mut statement = moment.prepare(INDEX).map_err(&sql)?;
        let mut rows = statement.query([]).map_err(&sql)?;
        let mut last = [0; 32];
        let mut in_order = true;
        while let Some(row) = rows.next().map_err(&sql)? {
            let key: [u8; 32] = row.get(0).map_err(&sql)?;
            in_order &= last < key;
            found = found.wrapping_add(place(&key, row.get(1).map_err(&sql)?));
            last = key;
        }
        if in_order && lines == found {
            return Ok(has_former);
        }
        Err(OutboxError::new(&self.path, OutboxProblem::Corrupt("a line cannot be found by its key".to_owned())))
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The name of a letter.
    pub fn key(&self, named: &Named<'_>) -> Key {
        Key::of(&self.secret, named)
    }

    /// The names a letter may have: that of today and, where there are lines of former formats, the former one.
    pub fn keys(&self, named: &Named<'_>) -> impl Iterator<Item = Key> {
        let former = self.has_former.then(|| Key::former(&self.secret, named));
        std::iter::once(self.key(named)).chain(former)
    }

    /// The name of an account in here: it tells nobody which one that is.
    pub fn account(&self, server: &str, user: &str) -> Key {
        Key(self.secret.digest("account", [server, user].map(str::as_bytes)))
    }

    /// The key for the Message-IDs of mails. It is not the outbox's own: neither can be computed from the other's
    /// digests.
    pub fn mail_key(&self) -> MacKey {
        self.secret.derived("mails")
    }

    /// What is known of one letter, if anything is.
    pub fn get(&self, key: &Key) -> Result<Option<Entry>, OutboxError> {
        let found = get(&self.db, &self.secret, key).map_err(OutboxError::sql(&self.path))?;
        Ok(found.map(|entry| self.told(entry)))
    }

    /// What is known of a letter by its key, or by the one it had formerly: what [`Listing::put`] would find.
    ///
    /// [`Listing::put`]: super::Listing::put
    pub fn find(&self, named: &Named<'_>) -> Result<Found, OutboxError> {
        let line = self.get(&self.key(named))?;
        if !self.has_former {
            return Ok(Found { line, meets_former: false });
        }
        let former = self.get(&Key::former(&self.secret, named))?;
        let is_met = |former: &Entry| former.naming == Naming::Former && former.state != State::Waiting;
        let meets_former = former.as_ref().is_some_and(is_met);
        let line = match (line, former) {
            (Some(line), Some(former)) if former.state.weight() > line.state.weight() => Some(former),
            (line, former) => line.or(former),
        };
        Ok(Found { line, meets_former })
    }

    /// Begins to read the outbox as it is now, until [`end_snapshot`](Self::end_snapshot): many letters looked up in
    /// one snapshot cost a fraction of as many single reads.
    pub fn begin_snapshot(&self) -> Result<(), OutboxError> {
        self.db.execute_batch("BEGIN").map_err(OutboxError::sql(&self.path))
    }

    /// Ends what [`begin_snapshot`](Self::begin_snapshot) began.
    pub fn end_snapshot(&self) -> Result<(), OutboxError> {
        self.db.execute_batch("COMMIT").map_err(OutboxError::sql(&self.path))
    }

    /// Tells every line to `hear`, by campaign and office. Memory does not grow with their number.
    pub fn each(&self, mut hear: impl FnMut(Entry)) -> Result<(), OutboxError> {
        self.scan("ORDER BY campaign, office, key", |entry| hear(self.told(entry)))
    }

    /// The lines of a signatory, whatever the campaign and the office.
    pub fn of_signatory(&self, who: Identity<'_>) -> Result<Vec<Entry>, OutboxError> {
        let mut found = Vec::new();
        self.each(|entry| {
            let named = Named { campaign: &entry.campaign, office: &entry.office, who };
            let key = match entry.naming {
                Naming::Signatory => Key::of(&self.secret, &named),
                Naming::Former | Naming::FormerMet => Key::former(&self.secret, &named),
            };
            if key == entry.key {
                found.push(entry);
            }
        })?;
        Ok(found)
    }

    /// Letters of former formats that a campaign's run to some offices did not meet: somebody has them or may have, or
    /// it was decided that they shall not go out, and no signatory of today is known to be the one of theirs.
    pub fn unmet(&self, campaign: &str, offices: &[&str]) -> Result<u64, OutboxError> {
        if !self.has_former {
            return Ok(0);
        }
        unmet(&self.db, campaign, offices).map_err(OutboxError::sql(&self.path))
    }

    /// Offices that refused the last `most` letters which anything became of, all at the same addresses, with the
    /// digests of those. A letter of a format without digests proves nothing.
    pub fn refusing(&self, most: u32) -> Result<HashMap<String, Vec<AddressDigest>>, OutboxError> {
        let sql = OutboxError::sql(&self.path);
        let many = "SELECT office FROM letters WHERE state = 'refused' GROUP BY office HAVING count(*) >= ?1";
        let mut statement = self.db.prepare(many).map_err(&sql)?;
        let offices = statement.query_map(params![most], |row| row.get::<_, String>(0)).map_err(&sql)?;
        let offices: Vec<String> = offices.collect::<Result<_, _>>().map_err(&sql)?;
        let last = format!(
            "SELECT {} FROM letters WHERE office = ?1 AND state IN ('sent', 'refused', 'bounced') \
             ORDER BY changed DESC, id DESC LIMIT ?2",
            Entry::COLUMNS
        );
        let mut statement = self.db.prepare(&last).map_err(&sql)?;
        let mut refusing = HashMap::new();
        for office in offices {
            let mut rows = statement.query(params![office, most]).map_err(&sql)?;
            let mut to: Option<Vec<AddressDigest>> = None;
            let mut all_alike = true;
            while let Some(row) = rows.next().map_err(&sql)? {
                let entry = Entry::read(row, &self.secret).map_err(|problem| OutboxError::new(&self.path, problem))?;
                let addresses = entry.stamp.and_then(|stamp| stamp.addresses).map(|addresses| addresses.to);
                all_alike &= entry.state == State::Refused && addresses.is_some() && (to.is_none() || to == addresses);
                to = addresses;
            }
            refusing.extend(to.filter(|_| all_alike).map(|to| (office, to)));
        }
        Ok(refusing)
    }

    /// The letters whose end a run was writing, or is.
    pub(super) fn left_in_the_middle(&self) -> Result<Vec<Key>, OutboxError> {
        let mut left = Vec::new();
        self.scan("WHERE state = 'sending'", |entry| left.push(entry.key))?;
        Ok(left)
    }

    fn scan(&self, which: &str, mut hear: impl FnMut(Entry)) -> Result<(), OutboxError> {
        let sql = OutboxError::sql(&self.path);
        let mut statement =
            self.db.prepare(&format!("SELECT {} FROM letters {which}", Entry::COLUMNS)).map_err(&sql)?;
        let mut rows = statement.query([]).map_err(&sql)?;
        while let Some(row) = rows.next().map_err(&sql)? {
            hear(Entry::read(row, &self.secret).map_err(|problem| OutboxError::new(&self.path, problem))?);
        }
        Ok(())
    }

    fn told(&self, mut entry: Entry) -> Entry {
        if entry.state == State::Sending && !self.under_way {
            entry.state = State::InDoubt;
            BROKEN_OFF.clone_into(&mut entry.reason);
        }
        entry
    }
}

/// Keeps a run in this process from beginning the end of one letter more, and counts the letters whose end it has begun
/// to write. The process must end then: the hold is never given back.
pub fn abandon(path: &Path) -> Result<u64, OutboxError> {
    let sql = OutboxError::sql(path);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).map_err(&sql)?;
    db.busy_timeout(PATIENCE).map_err(&sql)?;
    db.execute_batch("BEGIN IMMEDIATE").map_err(&sql)?;
    let counted = db.query_row("SELECT count(*) FROM letters WHERE state = 'sending'", [], |row| row.get::<_, i64>(0));
    let count = counted.map_err(&sql)?.unsigned_abs();
    std::mem::forget(db);
    Ok(count)
}

/// The index alone, in its own order. `SQLite` checks it against the table only in `integrity_check`, which
/// takes many times as long.
const INDEX: &str = "SELECT key, id FROM letters INDEXED BY sqlite_autoindex_letters_1 ORDER BY key";

/// A number for a key at a place; their sum is the same in any order.
fn place(key: &[u8; 32], id: i64) -> u64 {
    let mut hasher = DefaultHasher::new();
    (key, id).hash(&mut hasher);
    hasher.finish()
}

pub(super) fn get(db: &Connection, secret: &MacKey, key: &Key) -> rusqlite::Result<Option<Entry>> {
    let mut statement = db.prepare_cached(&format!("SELECT {} FROM letters WHERE key = ?1", Entry::COLUMNS))?;
    statement.query_row(params![key.0], |row| Ok(Entry::read(row, secret)?)).optional()
}

/// Counts them line by line: an index of these alone would be one more that is to be checked at every start.
pub(super) fn unmet(db: &Connection, campaign: &str, offices: &[&str]) -> rusqlite::Result<u64> {
    let mut statement = db.prepare(
        "SELECT office, count(*) FROM letters NOT INDEXED \
         WHERE former = 1 AND campaign = ?1 AND state <> 'waiting' GROUP BY office",
    )?;
    let counts = statement.query_map(params![campaign], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    let counts = counts.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(counts
        .iter()
        .filter(|(office, _)| offices.contains(&office.as_str()))
        .map(|(_, count)| count.unsigned_abs())
        .sum())
}

/// Why a letter that a run left in the middle is in doubt.
pub(super) const BROKEN_OFF: &str = "the program ended before the server's answer was written down";
