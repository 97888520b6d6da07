//! Letters that are put on the list, all in one change, and the lists that were checked before.

use jiff::Timestamp;

use super::change::Change;
use super::entry::{Entry, Listed};
use super::key::{Key, Person};
use super::problem::OutboxError;
use super::state::Move;
use super::tables::{Fingerprint, KnownList, ListCheck};

/// A letter that was put on the list.
pub struct Put {
    /// What was known of it before.
    pub before: Option<Entry>,
    /// Its line as it stands now.
    pub line: Entry,
}

/// Letters that are being put on the list, all in one change.
pub struct Listing<'o> {
    pub(super) change: Change<'o>,
    pub(super) now: Timestamp,
    pub(super) list: Option<i64>,
}

impl Listing<'_> {
    /// What comes now stands in this list; see [`Listing::known_list`].
    pub fn begin_list(&mut self, digest: &[u8; 32]) -> Result<(), OutboxError> {
        self.list = Some(self.change.new_list(digest)?);
        Ok(())
    }

    /// The list is whole: it has so many letters, and every row of it was checked.
    /// `check` is kept for whoever goes on with it.
    pub fn end_list(&mut self, letters: u64, check: &ListCheck) -> Result<(), OutboxError> {
        self.list.map_or(Ok(()), |list| self.change.end_list(list, letters, check, self.now))
    }

    /// The name of a person's letter to an office.
    pub fn key(&self, campaign: &str, office: &str, person: &Person<'_>) -> Key {
        Key::of(self.change.secret, campaign, office, person)
    }

    /// Puts a letter on the list if it is not on it.
    pub fn put(&mut self, key: Key, campaign: &str, office: &str, row: Option<u64>) -> Result<Put, OutboxError> {
        let listed = self.list.zip(row).map(|(list, row)| Listed { list, row });
        let before = self.change.get(&key)?;
        let line = match &before {
            None => {
                let entry = Entry { listed, ..Entry::new(key, campaign, office, self.now) };
                entry.insert(&self.change.begun, self.change.secret).map_err(OutboxError::sql(self.change.path))?;
                entry
            }
            // Whatever became of it: the latest list is the one it is counted in. The other one is checked
            // anew when its turn comes.
            Some(entry) if listed.is_some() && entry.listed != listed => {
                let other = entry.listed.map(|listed| listed.list).filter(|other| Some(*other) != self.list);
                let line = Entry { listed, ..entry.clone() };
                self.change.update(&line, entry.state, entry.attempts)?;
                if let Some(other) = other {
                    self.change.forget_lists(Some(other))?;
                }
                line
            }
            Some(entry) => entry.clone(),
        };
        Ok(Put { before, line })
    }

    /// Lets a letter go out once more, on purpose: as a new mail, with a Date and a Message-ID of its own.
    /// Returns its line as it stands then.
    pub fn repeat(&mut self, key: &Key) -> Result<Option<Entry>, OutboxError> {
        let now = self.now;
        let again = |entry: &mut Entry| {
            *entry = Entry { listed: entry.listed, ..Entry::new(*key, &entry.campaign, &entry.office, now) };
        };
        self.change.step(key, Move::Repeat, again)
    }

    /// Begins a name for all that the letters of a list are made from.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(self.change.secret.begin("list input"))
    }

    /// What is known of a list, if it was checked as it is. `digest` is its [`Fingerprint`].
    pub fn known_list(&self, digest: &[u8; 32]) -> Result<Option<KnownList>, OutboxError> {
        self.change.known_list(digest)
    }

    /// Now it counts.
    pub fn keep(self) -> Result<(), OutboxError> {
        self.change.commit()
    }
}
