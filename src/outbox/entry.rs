//! One line of the outbox: what is known of one letter, and its seal.
//!
//! A seal is a keyed digest of the whole line, written with it and checked whenever it is read. A
//! database finds a broken page by itself, but not a flipped bit in a text; and a letter whose state
//! or key was changed by one could be sent twice.

use jiff::Timestamp;
use rusqlite::{Row, named_params};

use super::key::{Key, Secret};
use super::state::State;
use super::{OutboxError, Problem};

/// The Message-ID and Date of a mail. They are fixed with the first attempt and are the same in every
/// further one, so that whoever gets it twice can see that it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// `<…@…>`. Equal ones name equal mails: it is made from all that is in one.
    pub message_id: String,
    /// The Date, in whole seconds.
    pub date: Timestamp,
}

/// What is known of one letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name here.
    pub key: Key,
    /// The campaign's id.
    pub campaign: String,
    /// The office's id.
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
    /// The server's words, or what else led here; without addresses.
    pub reason: String,
}

impl Entry {
    pub(super) const COLUMNS: &str =
        "key, campaign, office, state, attempts, message_id, date, changed, next_try, reason, seal";

    const WRITE: &str = "INSERT OR REPLACE INTO letters \
         (key, campaign, office, state, attempts, message_id, date, changed, next_try, reason, seal) VALUES \
         (:key, :campaign, :office, :state, :attempts, :message_id, :date, :changed, :next_try, :reason, :seal)";

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
        }
    }

    pub(super) fn write(&self, db: &rusqlite::Connection, secret: &Secret) -> rusqlite::Result<()> {
        let seal = self.seal(secret);
        let mut statement = db.prepare_cached(Self::WRITE)?;
        statement
            .execute(named_params! {
                ":key": self.key.0, ":campaign": self.campaign, ":office": self.office,
                ":state": self.state.word(), ":attempts": self.attempts,
                ":message_id": self.stamp.as_ref().map(|stamp| &stamp.message_id),
                ":date": self.stamp.as_ref().map(|stamp| stamp.date.as_second()),
                ":changed": self.changed.as_second(),
                ":next_try": self.next_try.map(Timestamp::as_second),
                ":reason": self.reason, ":seal": seal,
            })
            .map(drop)
    }

    /// Reads a line and checks its seal. What cannot be read is as broken as what does not fit.
    pub(super) fn read(row: &Row<'_>, secret: &Secret) -> Result<Self, Problem> {
        let broken = |detail: &str| Problem::Corrupt(detail.to_owned());
        let (entry, seal) = Self::columns(row).map_err(|error| broken(&error.to_string()))?;
        let entry = entry.ok_or_else(|| broken("a time or a state makes no sense"))?;
        if entry.seal(secret) == seal { Ok(entry) } else { Err(broken("a line does not fit its seal")) }
    }

    fn columns(row: &Row<'_>) -> rusqlite::Result<(Option<Self>, [u8; 16])> {
        let message_id: Option<String> = row.get("message_id")?;
        let (date, next_try): (Option<i64>, Option<i64>) = (row.get("date")?, row.get("next_try")?);
        let state: String = row.get("state")?;
        let changed: i64 = row.get("changed")?;
        let time = |second| Timestamp::from_second(second).ok();
        let (Ok(state), Some(changed)) = (state.parse(), time(changed)) else { return Ok((None, row.get("seal")?)) };
        let entry = Self {
            key: Key(row.get("key")?),
            campaign: row.get("campaign")?,
            office: row.get("office")?,
            state,
            attempts: row.get("attempts")?,
            stamp: message_id.zip(date.and_then(time)).map(|(message_id, date)| Stamp { message_id, date }),
            changed,
            next_try: next_try.and_then(time),
            reason: row.get("reason")?,
        };
        Ok((Some(entry), row.get("seal")?))
    }

    fn seal(&self, secret: &Secret) -> [u8; 16] {
        let number = |time: Option<Timestamp>| time.map(|time| time.as_second().to_string()).unwrap_or_default();
        let (changed, next_try) = (number(Some(self.changed)), number(self.next_try));
        let date = number(self.stamp.as_ref().map(|stamp| stamp.date));
        let message_id = self.stamp.as_ref().map(|stamp| stamp.message_id.as_str()).unwrap_or_default();
        let attempts = self.attempts.to_string();
        let texts = [
            &self.campaign,
            &self.office,
            self.state.word(),
            &attempts,
            message_id,
            &date,
            &changed,
            &next_try,
            &self.reason,
        ];
        let pieces = std::iter::once(self.key.0.as_slice()).chain(texts.into_iter().map(str::as_bytes));
        let mut seal = [0; 16];
        seal.copy_from_slice(&secret.digest("line", pieces)[..16]);
        seal
    }
}

/// A server's words without what looks like an address: the outbox keeps no one's.
pub fn without_addresses(reason: &str) -> String {
    let words: Vec<&str> = reason.split(' ').map(|word| if word.contains('@') { "[address]" } else { word }).collect();
    words.join(" ")
}

impl From<Problem> for rusqlite::Error {
    /// For reading rows one by one: [`OutboxError::sql`] takes it out again.
    fn from(problem: Problem) -> Self {
        Self::ToSqlConversionFailure(Box::new(OutboxError::new(std::path::Path::new(""), problem)))
    }
}
