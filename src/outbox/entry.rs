//! One line of the outbox: what is known of one letter, and its seal.
//!
//! A seal is a keyed digest of the whole line, written with it and checked whenever it is read. A
//! database finds a broken page by itself, but not a flipped bit in a text; and a letter whose state
//! or key was changed by one could be sent twice.

use jiff::Timestamp;
use rusqlite::{Row, ToSql, params};

use super::key::{Key, Naming};
use super::problem::{OutboxError, OutboxProblem};
use super::state::State;
use crate::mac::{MacKey, MailAddresses, TextDigest};

/// The Message-ID and Date of a mail, and what text is in it. They are fixed with the first attempt and are the same in
/// every further one, so that whoever gets it twice can see that it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// `<…@…>`. Equal ones name equal mails: it is made from all that is in one.
    pub message_id: String,
    /// The Date, in whole seconds.
    pub date: Timestamp,
    /// Whom it is from and to. `None` for a letter that was tried by an earlier version of this program: its
    /// Message-ID could be computed by anybody who knew what the letter says, so it proves nothing.
    pub addresses: Option<MailAddresses>,
    /// The version of the campaign's text that is in it.
    pub version: u32,
}

/// What is known of one letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name here.
    pub key: Key,
    /// The campaign's id.
    pub campaign: String,
    /// The office's id, or [`OWN_COPY`](crate::identity::OWN_COPY).
    pub office: String,
    /// Where it stands.
    pub state: State,
    /// How often it was tried since it was last asked for.
    pub attempts: u32,
    /// Fixed at the first attempt.
    pub stamp: Option<Stamp>,
    /// When it was put on the list, last tried or settled.
    pub changed: Timestamp,
    /// Before when trying again makes no sense, if that is known.
    pub next_try: Option<Timestamp>,
    /// The server's words, or what else led here; see [`in_common_words`](super::in_common_words).
    pub reason: String,
    /// When it was first tried since it was last asked for.
    pub first_try: Option<Timestamp>,
    /// The list it was taken from, if it was one.
    pub listed: Option<Listed>,
    /// The rule by which it got its key.
    pub naming: Naming,
    /// The version of the campaign's text in which it was last tried or handed over; `None` if it was neither, or by a
    /// version of this program that did not record it.
    pub version: Option<u32>,
    /// The text that its signatory edited, as it was when the letter was last put on the list; `None` where it is the
    /// campaign's own.
    pub edited: Option<TextDigest>,
}

/// The version of every campaign before campaigns had one.
pub(super) const FIRST_VERSION: u32 = 1;

/// Where in a list a letter's signatory stands. A number tells nothing of who that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// The list, by its number here.
    pub list: i64,
    /// The row, as the spreadsheet numbers it.
    pub row: u64,
}

impl Entry {
    pub(super) const COLUMNS: &str = "key, campaign, office, state, attempts, message_id, date, changed, next_try, \
         reason, first_try, list, row, seal, addresses, former, version, edited";

    const INSERT: &str = "INSERT INTO letters (campaign, office, state, attempts, message_id, date, changed, next_try, \
         reason, first_try, list, row, seal, addresses, former, version, edited, key) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)";

    const UPDATE: &str = "UPDATE letters SET campaign = ?1, office = ?2, state = ?3, attempts = ?4, message_id = ?5, \
         date = ?6, changed = ?7, next_try = ?8, reason = ?9, first_try = ?10, list = ?11, row = ?12, seal = ?13, \
         addresses = ?14, former = ?15, version = ?16, edited = ?17 WHERE key = ?18 AND state = ?19 AND attempts = ?20";

    const RENAME: &str = "UPDATE letters SET key = ?1, former = ?2, seal = ?3 WHERE key = ?4";

    pub(super) fn new(key: Key, campaign: &str, office: &str, now: Timestamp) -> Self {
        Self {
            key,
            campaign: campaign.to_owned(),
            office: office.to_owned(),
            state: State::Waiting,
            attempts: 0,
            stamp: None,
            changed: now,
            next_try: None,
            reason: String::new(),
            first_try: None,
            listed: None,
            naming: Naming::Signatory,
            version: None,
            edited: None,
        }
    }

    /// Whether somebody has the letter in an earlier version of the campaign's text. One in doubt may have arrived too;
    /// but that is to be settled first.
    pub fn is_older_than(&self, version: u32) -> bool {
        matches!(self.state, State::Sent | State::HandedOver) && self.version.unwrap_or(FIRST_VERSION) < version
    }

    /// Whether the letter waits with a text that its signatory edited and that is not this one, if it is any.
    pub fn waits_with_other_text(&self, edited: Option<TextDigest>) -> bool {
        self.state == State::Waiting && self.edited.is_some() && self.edited != edited
    }

    /// Puts a new line into the table.
    pub(super) fn insert(&self, db: &rusqlite::Connection, secret: &MacKey) -> rusqlite::Result<()> {
        self.put(db, secret, Self::INSERT, &[]).map(drop)
    }

    /// Writes a line over the one with its key, if that is in this state after so many attempts. Tells
    /// whether it was.
    pub(super) fn update(
        &self,
        db: &rusqlite::Connection,
        secret: &MacKey,
        state: State,
        attempts: u32,
    ) -> rusqlite::Result<bool> {
        self.put(db, secret, Self::UPDATE, &[&state.as_str(), &attempts]).map(|changed| changed == 1)
    }

    /// Gives a line, which is this one but for its key, the key and the naming of this one. Tells whether it was there.
    pub(super) fn rename(&self, db: &rusqlite::Connection, secret: &MacKey, was: &Key) -> rusqlite::Result<bool> {
        let mut statement = db.prepare_cached(Self::RENAME)?;
        let changed = statement.execute(params![self.key.0, self.naming.number(), self.seal(secret), was.0])?;
        Ok(changed == 1)
    }

    fn put(
        &self,
        db: &rusqlite::Connection,
        secret: &MacKey,
        how: &str,
        and: &[&dyn ToSql],
    ) -> rusqlite::Result<usize> {
        let mut statement = db.prepare_cached(how)?;
        let own = params![
            self.campaign,
            self.office,
            self.state.as_str(),
            self.attempts,
            self.stamp.as_ref().map(|stamp| &stamp.message_id),
            self.stamp.as_ref().map(|stamp| stamp.date.as_second()),
            self.changed.as_second(),
            self.next_try.map(Timestamp::as_second),
            self.reason,
            self.first_try.map(Timestamp::as_second),
            self.listed.map(|listed| listed.list),
            self.listed.map(|listed| listed.row.cast_signed()),
            self.seal(secret),
            self.addresses().map(MailAddresses::to_bytes),
            self.naming.number(),
            self.version,
            self.edited.map(|digest| digest.0),
            self.key.0,
        ];
        statement.execute(&*[own, and].concat())
    }

    fn addresses(&self) -> Option<&MailAddresses> {
        self.stamp.as_ref().and_then(|stamp| stamp.addresses.as_ref())
    }

    /// Reads a line and checks its seal. What cannot be read is as broken as what does not fit.
    pub(super) fn read(row: &Row<'_>, secret: &MacKey) -> Result<Self, OutboxProblem> {
        let broken = |detail: &str| OutboxProblem::Corrupt(detail.to_owned());
        let (entry, seal) = Self::columns(row).map_err(|error| broken(&error.to_string()))?;
        let entry = entry.ok_or_else(|| broken("a time or a state makes no sense"))?;
        if entry.seal(secret) == seal { Ok(entry) } else { Err(broken("a line does not fit its seal")) }
    }

    fn columns(row: &Row<'_>) -> rusqlite::Result<(Option<Self>, [u8; 16])> {
        let seal = row.get(13)?;
        let time = |second| Timestamp::from_second(second).ok();
        let maybe = |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.and_then(time));
        let message_id: Option<String> = row.get(5)?;
        let (list, number): (Option<i64>, Option<i64>) = (row.get(11)?, row.get(12)?);
        let version: Option<u32> = row.get(16)?;
        let addresses = row.get_ref(14)?.as_blob_or_null()?.and_then(MailAddresses::from_bytes);
        let (state, changed, naming) =
            (row.get_ref(3)?.as_str()?.parse(), time(row.get(7)?), Naming::from_number(row.get(15)?));
        let (Ok(state), Some(changed), Some(naming)) = (state, changed, naming) else {
            return Ok((None, seal));
        };
        let entry = Self {
            key: Key(row.get(0)?),
            campaign: row.get(1)?,
            office: row.get(2)?,
            state,
            attempts: row.get(4)?,
            stamp: message_id.zip(maybe(6)?).map(|(message_id, date)| Stamp {
                message_id,
                date,
                addresses,
                version: version.unwrap_or(FIRST_VERSION),
            }),
            changed,
            next_try: maybe(8)?,
            reason: row.get(9)?,
            first_try: maybe(10)?,
            listed: list.zip(number).map(|(list, row)| Listed { list, row: row.cast_unsigned() }),
            naming,
            version,
            edited: row.get::<_, Option<[u8; 32]>>(17)?.map(TextDigest),
        };
        Ok((Some(entry), seal))
    }

    fn seal(&self, secret: &MacKey) -> [u8; 16] {
        let number = |time: Option<Timestamp>| time.map(|time| time.as_second().to_string()).unwrap_or_default();
        let (changed, next_try) = (number(Some(self.changed)), number(self.next_try));
        let date = number(self.stamp.as_ref().map(|stamp| stamp.date));
        let message_id = self.stamp.as_ref().map(|stamp| stamp.message_id.as_str()).unwrap_or_default();
        let attempts = self.attempts.to_string();
        let texts = [
            &self.campaign,
            &self.office,
            self.state.as_str(),
            &attempts,
            message_id,
            &date,
            &changed,
            &next_try,
            &self.reason,
        ];
        // What earlier formats did not have counts only where it is, so that their lines still fit.
        let second = match (self.first_try, self.listed) {
            (None, None) => None,
            (first, listed) => {
                let (list, row) = listed.map(|listed| (listed.list, listed.row)).unzip();
                Some(format!("{:?} {list:?} {row:?}", first.map(Timestamp::as_second)))
            }
        };
        let third = self.addresses().map(MailAddresses::to_bytes);
        let fourth = self.version.map(|version| format!("version {version}"));
        let texts = texts.into_iter().chain(second.as_deref()).map(str::as_bytes);
        let pieces = std::iter::once(self.key.0.as_slice()).chain(texts).chain(third.as_deref());
        let fifth = self.edited.map(|digest| [b"edited ".as_slice(), &digest.0].concat());
        let pieces = pieces.chain(fourth.as_deref().map(str::as_bytes)).chain(fifth.as_deref());
        let mut seal = [0; 16];
        // The lines of former formats still fit, and a line by one rule cannot pass for one by another.
        let purpose = match self.naming {
            Naming::Former => "line",
            Naming::FormerMet => "former line",
            Naming::Signatory => "line of a signatory",
        };
        seal.copy_from_slice(&secret.digest(purpose, pieces)[..16]);
        seal
    }
}

impl From<OutboxProblem> for rusqlite::Error {
    /// For reading rows one by one: [`OutboxError::sql`] takes it out again.
    fn from(problem: OutboxProblem) -> Self {
        Self::ToSqlConversionFailure(Box::new(OutboxError::new(std::path::Path::new(""), problem)))
    }
}
