//! The smaller tables: lists that were checked, letters that are claimed, what an account spent.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::change::Change;
use super::entry::{Entry, FIRST_VERSION, Stamp};
use super::key::Key;
use super::note::Spent;
use super::problem::{OutboxError, OutboxProblem};
use super::state::State;
use super::view::View;
use crate::identity::OWN_COPY;
use crate::mac::{MacDigest, MacKey, MailAddresses};

/// A list of signatories that was checked from its first row to its last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownList {
    /// Its number here.
    pub list: i64,
    /// How many letters it makes.
    pub letters: u64,
    /// When it was checked.
    pub checked: Timestamp,
    /// Where those stand that it put down first, or last while they waited.
    pub states: BTreeMap<State, u64>,
    /// The first row with a letter that waits.
    pub first_waiting: Option<u64>,
    /// Letters that wait, by office.
    pub waiting: BTreeMap<String, u64>,
    /// Letters that are in doubt, in the order of their rows.
    pub doubts: Vec<Entry>,
    /// Copies that signatories get of their own letters, by where they stand. They are none of the letters.
    pub copies: BTreeMap<State, u64>,
    /// Of those that wait, the ones whose letters were not all taken and do not wait either.
    pub copies_stuck: u64,
    /// What the check found.
    pub check: ListCheck,
}

/// What the check of a list found. Numbers and ids alone: whoever shows them makes the sentences, since a
/// sentence may hold what signatories typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListCheck {
    /// Signatories who can sign.
    pub good: u64,
    /// Rows that cannot be used.
    pub bad: u64,
    /// Signatories with words of their own.
    pub own_words: u64,
    /// Letters that the outbox did not know before.
    pub new: u64,
    /// Letters to offices without e-mail, by the office's id.
    pub by_hand: Vec<(String, u64)>,
}

impl ListCheck {
    fn by_hand_lines(&self) -> String {
        self.by_hand.iter().map(|(office, letters)| format!("{office} {letters}\n")).collect()
    }

    fn read_by_hand(lines: &str) -> Option<Vec<(String, u64)>> {
        let read = |line: &str| {
            let (office, letters) = line.split_once(' ')?;
            Some((office.to_owned(), letters.parse().ok()?))
        };
        lines.lines().map(read).collect()
    }
}

/// Names what a list's letters are made from, piece by piece.
pub struct Fingerprint(pub(super) MacDigest);

impl Fingerprint {
    /// One piece more.
    pub fn add(&mut self, piece: &[u8]) {
        self.0.add(piece);
    }

    /// The name.
    pub fn finish(self) -> [u8; 32] {
        self.0.finish()
    }
}

/// Letters that were about to be tried.
pub(super) struct Claims {
    /// The start of the machine they were claimed in.
    pub(super) boot: String,
    pub(super) letters: Vec<(Key, Stamp)>,
}

/// The time for which a limit per day looks back.
const DAY: SignedDuration = SignedDuration::from_hours(24);

impl Change<'_> {
    pub(super) fn known_list(&self, digest: &[u8; 32]) -> Result<Option<KnownList>, OutboxError> {
        let sql = OutboxError::sql(self.path);
        let row = self
            .begun
            .query_row(
                "SELECT id, letters, checked, good, bad, own_words, by_hand, seal, new FROM lists \
                 WHERE digest = ?1 AND seal NOT NULL ORDER BY id DESC",
                params![digest],
                |row| {
                    let numbers = (row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?);
                    let [good, bad, own_words, new] =
                        [row.get::<_, i64>(3)?, row.get(4)?, row.get(5)?, row.get(8)?].map(i64::cast_unsigned);
                    let by_hand = ListCheck::read_by_hand(row.get_ref(6)?.as_str()?);
                    let check = by_hand.map(|by_hand| ListCheck { good, bad, own_words, new, by_hand });
                    Ok((numbers, check, row.get::<_, [u8; 32]>(7)?))
                },
            )
            .optional()
            .map_err(&sql)?;
        let Some(((list, letters, checked), check, seal)) = row else { return Ok(None) };
        let fits = |check: &ListCheck| list_seal(self.secret, list, digest, letters, checked, check) == seal;
        let (Ok(checked_at), Some(check)) = (Timestamp::from_second(checked), check.filter(fits)) else {
            return Err(OutboxError::new(self.path, OutboxProblem::Corrupt("a list does not fit its seal".to_owned())));
        };
        let mut known = KnownList {
            list,
            letters: letters.unsigned_abs(),
            checked: checked_at,
            states: BTreeMap::new(),
            first_waiting: None,
            waiting: BTreeMap::new(),
            doubts: Vec::new(),
            copies: BTreeMap::new(),
            copies_stuck: 0,
            check,
        };
        let mut statement = self
            .begun
            .prepare("SELECT state, office, count(*), min(row) FROM letters WHERE list = ?1 GROUP BY state, office")
            .map_err(&sql)?;
        let mut rows = statement.query(params![list]).map_err(&sql)?;
        while let Some(row) = rows.next().map_err(&sql)? {
            let read = (row.get::<_, String>(0), row.get::<_, String>(1), row.get::<_, i64>(2), row.get(3));
            let (state, office, count, first): (String, String, i64, Option<i64>) =
                (read.0.map_err(&sql)?, read.1.map_err(&sql)?, read.2.map_err(&sql)?, read.3.map_err(&sql)?);
            let state: State = state.parse().map_err(|_| {
                OutboxError::new(self.path, OutboxProblem::Corrupt("a state makes no sense".to_owned()))
            })?;
            let count = count.unsigned_abs();
            if office == OWN_COPY {
                known.copies.insert(state, count);
                continue;
            }
            *known.states.entry(state).or_default() += count;
            if state == State::Waiting {
                let first = first.map(i64::unsigned_abs);
                known.first_waiting = known.first_waiting.into_iter().chain(first).min();
                known.waiting.insert(office, count);
            }
        }
        if known.copies.contains_key(&State::Waiting) {
            let stuck = "SELECT count(*) FROM (SELECT max(office = ?2 AND state = 'waiting') AS waits, \
                 max(office <> ?2 AND state NOT IN ('sent', 'waiting', 'handed over')) AS lacks \
                 FROM letters WHERE list = ?1 GROUP BY row) WHERE waits AND lacks";
            let count =
                self.begun.query_row(stuck, params![list, OWN_COPY], |row| row.get::<_, i64>(0)).map_err(&sql)?;
            known.copies_stuck = count.unsigned_abs();
        }
        let doubts = format!(
            "SELECT {} FROM letters WHERE list = ?1 AND state IN ('in doubt', 'sending') ORDER BY row, office",
            Entry::COLUMNS
        );
        let mut statement = self.begun.prepare(&doubts).map_err(&sql)?;
        let mut rows = statement.query(params![list]).map_err(&sql)?;
        while let Some(row) = rows.next().map_err(&sql)? {
            let entry = Entry::read(row, self.secret).map_err(|problem| OutboxError::new(self.path, problem))?;
            known.doubts.push(entry);
        }
        // Letters of it were forgotten, or stand in another list by now: it must be checked anew.
        Ok(Some(known).filter(|known| known.states.values().sum::<u64>() == known.letters))
    }
}

/// How many letters of a campaign somebody has in an earlier version of its text, by office.
pub(super) fn older(
    db: &Connection,
    campaign: &str,
    version: u32,
    list: Option<i64>,
) -> rusqlite::Result<BTreeMap<String, u64>> {
    let mut statement = db.prepare(
        "SELECT office, count(*) FROM letters \
         WHERE campaign = ?1 AND state IN ('sent', 'handed over') AND coalesce(version, ?2) < ?3 \
         AND (?4 IS NULL OR list = ?4) AND office <> ?5 GROUP BY office",
    )?;
    let count = |row: &Row<'_>| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()));
    statement.query_map(params![campaign, FIRST_VERSION, version, list, OWN_COPY], count)?.collect()
}

impl View {
    /// How many letters of a campaign somebody has in an earlier version of its text, by office; see
    /// [`Entry::is_older_than`].
    pub fn older(&self, campaign: &str, version: u32) -> Result<BTreeMap<String, u64>, OutboxError> {
        older(&self.db, campaign, version, None).map_err(OutboxError::sql(&self.path))
    }

    pub(super) fn has_claims(&self) -> Result<bool, OutboxError> {
        let count: i64 = self
            .db
            .query_row("SELECT count(*) FROM claims", [], |row| row.get(0))
            .map_err(OutboxError::sql(&self.path))?;
        Ok(count > 0)
    }

    pub(super) fn claims(&self) -> Result<Option<Claims>, OutboxError> {
        let row = self
            .db
            .query_row("SELECT boot, letters, seal FROM claims", [], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, [u8; 32]>(2)?))
            })
            .optional()
            .map_err(OutboxError::sql(&self.path))?;
        let Some((boot, text, seal)) = row else { return Ok(None) };
        let broken =
            || OutboxError::new(&self.path, OutboxProblem::Corrupt("a claim does not fit its seal".to_owned()));
        if claim_seal(&self.secret, &boot, &text) != seal {
            return Err(broken());
        }
        let letters = text.lines().map(|line| {
            let (key, rest) = line.split_once(' ')?;
            let (date, rest) = rest.split_once(' ')?;
            let date = Timestamp::from_second(date.parse().ok()?).ok()?;
            // A claim of an earlier version of this program has no version of the text, or no addresses either.
            let numbered = rest.strip_prefix('v').and_then(|rest| rest.split_once(' '));
            let numbered = numbered.and_then(|(number, rest)| Some((number.parse().ok()?, rest)));
            let (version, rest) = numbered.unwrap_or((FIRST_VERSION, rest));
            let (addresses, message_id) = match rest.split_once(' ') {
                Some((addresses, message_id)) => {
                    (MailAddresses::from_bytes(&BASE64.decode(addresses).ok()?), message_id)
                }
                None => (None, rest),
            };
            Some((Key::parse(key)?, Stamp { message_id: message_id.to_owned(), date, addresses, version }))
        });
        let letters = letters.collect::<Option<Vec<_>>>().ok_or_else(broken)?;
        Ok(Some(Claims { boot, letters }))
    }

    /// Letters and recipients that an account had in the last 24 hours.
    pub fn used(&self, account: &Key, now: Timestamp) -> Result<(u64, u64), OutboxError> {
        let first = (now - DAY).as_second().div_euclid(60);
        let sums = self.db.query_row(
            "SELECT coalesce(sum(letters), 0), coalesce(sum(recipients), 0) FROM spent \
             WHERE account = ?1 AND minute >= ?2",
            params![account.0, first],
            |row| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get::<_, i64>(1)?.unsigned_abs())),
        );
        sums.map_err(OutboxError::sql(&self.path))
    }

    /// When each office was last sent a letter, since a moment.
    pub(super) fn offices_since(
        &self,
        moment: Timestamp,
    ) -> Result<std::collections::HashMap<String, Timestamp>, OutboxError> {
        let sql = OutboxError::sql(&self.path);
        let mut statement = self
            .db
            .prepare(
                "SELECT office, max(changed) FROM letters \
                 WHERE changed >= ?1 AND state IN ('sent', 'sending', 'in doubt') GROUP BY office",
            )
            .map_err(&sql)?;
        let rows = statement
            .query_map(params![moment.as_second()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))
            .map_err(&sql)?;
        let mut offices = std::collections::HashMap::new();
        for row in rows {
            let (office, second) = row.map_err(&sql)?;
            offices.extend(Timestamp::from_second(second).ok().map(|moment| (office, moment)));
        }
        Ok(offices)
    }
}

impl Change<'_> {
    pub(super) fn new_list(&self, digest: &[u8; 32]) -> Result<i64, OutboxError> {
        self.begun
            .execute("INSERT INTO lists (digest) VALUES (?1)", params![digest])
            .map_err(OutboxError::sql(self.path))?;
        Ok(self.begun.last_insert_rowid())
    }

    /// Forgets that a list was checked, or that any was.
    pub(super) fn forget_lists(&self, list: Option<i64>) -> Result<(), OutboxError> {
        let sql = OutboxError::sql(self.path);
        let mut statement = self.begun.prepare_cached("DELETE FROM lists WHERE ?1 IS NULL OR id = ?1").map_err(&sql)?;
        statement.execute(params![list]).map(drop).map_err(&sql)
    }

    pub(super) fn end_list(
        &self,
        list: i64,
        letters: u64,
        check: &ListCheck,
        now: Timestamp,
    ) -> Result<(), OutboxError> {
        let sql = OutboxError::sql(self.path);
        let (letters, checked) = (letters.cast_signed(), now.as_second());
        let digest: [u8; 32] = self
            .begun
            .query_row("SELECT digest FROM lists WHERE id = ?1", params![list], |row| row.get(0))
            .map_err(&sql)?;
        let seal = list_seal(self.secret, list, &digest, letters, checked, check);
        let [good, bad, own_words, new] = [check.good, check.bad, check.own_words, check.new].map(u64::cast_signed);
        self.begun
            .execute(
                "UPDATE lists SET letters = ?2, checked = ?3, good = ?4, bad = ?5, own_words = ?6, by_hand = ?7, \
                 seal = ?8, new = ?9 WHERE id = ?1",
                params![list, letters, checked, good, bad, own_words, check.by_hand_lines(), seal, new],
            )
            .map(drop)
            .map_err(&sql)
    }

    /// Writes down these claims in place of all before; see [`claim`].
    pub(super) fn claims(&self, boot: &str, claims: &str) -> Result<(), OutboxError> {
        let seal = claim_seal(self.secret, boot, claims);
        self.begun
            .execute(
                "INSERT OR REPLACE INTO claims (one, boot, letters, seal) VALUES (1, ?1, ?2, ?3)",
                params![boot, claims, seal],
            )
            .map(drop)
            .map_err(OutboxError::sql(self.path))
    }

    pub(super) fn unclaim(&self) -> Result<(), OutboxError> {
        self.begun.execute("DELETE FROM claims", []).map(drop).map_err(OutboxError::sql(self.path))
    }

    /// Adds to what an account sent within one minute.
    pub(super) fn add_spent(&self, account: &Key, spent: &Spent) -> Result<(), OutboxError> {
        let minute = spent.minute.as_second().div_euclid(60);
        let mut statement = self
            .begun
            .prepare_cached(
                "INSERT INTO spent (account, minute, letters, recipients) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT DO UPDATE SET letters = letters + ?3, recipients = recipients + ?4",
            )
            .map_err(OutboxError::sql(self.path))?;
        statement
            .execute(params![account.0, minute, spent.letters, spent.recipients])
            .map(drop)
            .map_err(OutboxError::sql(self.path))
    }

    pub(super) fn spent(&self, account: &Key, now: Timestamp) -> Result<Vec<Spent>, OutboxError> {
        let sql = OutboxError::sql(self.path);
        let (this, first) = (now.as_second().div_euclid(60), (now - DAY).as_second().div_euclid(60));
        self.begun.execute("DELETE FROM spent WHERE minute < ?1", params![first]).map_err(&sql)?;
        let future: (i64, i64) = self
            .begun
            .query_row(
                "SELECT coalesce(sum(letters), 0), coalesce(sum(recipients), 0) FROM spent \
                 WHERE account = ?1 AND minute > ?2",
                params![account.0, this],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .map_err(&sql)?;
        if future.0 > 0 {
            self.begun
                .execute("DELETE FROM spent WHERE account = ?1 AND minute > ?2", params![account.0, this])
                .map_err(&sql)?;
            self.begun
                .execute(
                    "INSERT INTO spent (account, minute, letters, recipients) VALUES (?1, ?2, ?3, ?4) \
                     ON CONFLICT DO UPDATE SET letters = letters + ?3, recipients = recipients + ?4",
                    params![account.0, this, future.0, future.1],
                )
                .map_err(&sql)?;
        }
        let mut statement = self
            .begun
            .prepare("SELECT minute, letters, recipients FROM spent WHERE account = ?1 ORDER BY minute")
            .map_err(&sql)?;
        let rows = statement
            .query_map(params![account.0], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?)))
            .map_err(&sql)?;
        let mut all = Vec::new();
        for row in rows {
            let (minute, letters, recipients) = row.map_err(&sql)?;
            let minute = Timestamp::from_second(minute * 60).unwrap_or(now);
            all.push(Spent { minute, letters, recipients });
        }
        Ok(all)
    }
}

fn list_seal(secret: &MacKey, list: i64, digest: &[u8; 32], letters: i64, checked: i64, check: &ListCheck) -> [u8; 32] {
    let ListCheck { good, bad, own_words, new, .. } = check;
    let numbers = format!("{list} {letters} {checked} {good} {bad} {own_words} {new}");
    secret.digest("list", [digest.as_slice(), numbers.as_bytes(), check.by_hand_lines().as_bytes()])
}

/// A letter that is claimed, as a line.
pub(super) fn claim(key: &Key, stamp: &Stamp) -> String {
    let Stamp { message_id, date, addresses, version } = stamp;
    let date = date.as_second();
    match addresses.as_ref().map(MailAddresses::to_bytes) {
        Some(addresses) => format!("{key} {date} v{version} {} {message_id}\n", BASE64.encode(addresses)),
        None => format!("{key} {date} v{version} {message_id}\n"),
    }
}

fn claim_seal(secret: &MacKey, boot: &str, text: &str) -> [u8; 32] {
    secret.digest("claim", [boot, text].map(str::as_bytes))
}
