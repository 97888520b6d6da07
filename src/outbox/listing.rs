//! Letters that are put on the list, all in one change, and the lists that were checked before.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::change::Change;
use super::entry::{Entry, Listed};
use super::key::{Key, Named, Naming};
use super::problem::OutboxError;
use super::state::{Move, State};
use super::tables::{self, Fingerprint, KnownList, ListCheck};
use super::view;
use crate::mac::TextDigest;

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
    pub(super) has_former: bool,
}

impl Listing<'_> {
    /// Letters put down from now on belong to the list with this digest; see [`Listing::known_list`].
    pub fn begin_list(&mut self, digest: &[u8; 32]) -> Result<(), OutboxError> {
        self.list = Some(self.change.new_list(digest)?);
        Ok(())
    }

    /// The list is whole: it has so many letters, and every row of it was checked.
    /// `check` is kept for whoever goes on with it.
    pub fn end_list(&mut self, letters: u64, check: &ListCheck) -> Result<(), OutboxError> {
        self.list.map_or(Ok(()), |list| self.change.end_list(list, letters, check, self.now))
    }

    /// Puts a letter on the list if it is not on it, under whatever key. `edited` is the text of its signatory's own. A
    /// letter that waits with an edited text keeps it, and stays out of a list, which would be gone on with in the
    /// campaign's text.
    pub fn put(&mut self, named: &Named<'_>, row: Option<u64>, edited: Option<TextDigest>) -> Result<Put, OutboxError> {
        let Named { campaign, office, .. } = named;
        let key = Key::of(self.change.secret, named);
        if self.has_former {
            self.take_over(key, Key::former(self.change.secret, named))?;
        }
        let listed = self.list.zip(row).map(|(list, row)| Listed { list, row });
        let before = self.change.get(&key)?;
        let line = match &before {
            None => {
                let entry = Entry { listed, edited, ..Entry::new(key, campaign, office, self.now) };
                self.change.insert(&entry)?;
                entry
            }
            Some(entry @ Entry { state: State::Waiting, edited: Some(_), .. }) => entry.clone(),
            Some(entry) if entry.state == State::Waiting && edited.is_some() => {
                let entry = entry.clone();
                self.take_text(entry, edited)?
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

    /// What is known of a letter, under whatever key; it is not put on the list.
    pub fn known(&self, named: &Named<'_>) -> Result<Option<Entry>, OutboxError> {
        let key = Key::of(self.change.secret, named);
        if self.has_former {
            self.take_over(key, Key::former(self.change.secret, named))?;
        }
        self.change.get(&key)
    }

    /// How many letters of a list somebody has in an earlier version of the campaign's text, by office.
    pub fn older(&self, campaign: &str, version: u32, list: i64) -> Result<BTreeMap<String, u64>, OutboxError> {
        tables::older(&self.change.begun, campaign, version, Some(list)).map_err(OutboxError::sql(self.change.path))
    }

    /// Gives the line of a letter that has its former key the one of today. Two lines may turn out to be one
    /// signatory's, from when a street made two letters of one: then the one that speaks most against sending gets the
    /// key of today. The other one is kept as met, or erased if it waits: nobody has it, and it shall not go out.
    fn take_over(&self, key: Key, former: Key) -> Result<(), OutboxError> {
        let change = &self.change;
        let Some(old) = change.get(&former)?.filter(|entry| entry.naming != Naming::Signatory) else { return Ok(()) };
        let today = Entry { key, naming: Naming::Signatory, ..old.clone() };
        let Some(line) = change.get(&key)? else { return change.rename(&former, &today) };
        if old.state.weight() <= line.state.weight() {
            return match old {
                Entry { state: State::Waiting, .. } => change.erase(&former),
                Entry { naming: Naming::FormerMet, .. } => Ok(()),
                old => {
                    let met = Entry { naming: Naming::FormerMet, ..old };
                    change.update(&met, met.state, met.attempts)
                }
            };
        }
        change.erase(&key)?;
        change.rename(&former, &today)?;
        if line.state == State::Waiting {
            return Ok(());
        }
        change.insert(&Entry { key: former, naming: Naming::FormerMet, ..line })
    }

    /// Letters of former formats that were not met; see [`View::unmet`](super::View::unmet).
    pub fn unmet(&self, campaign: &str, offices: &[&str]) -> Result<u64, OutboxError> {
        if !self.has_former {
            return Ok(0);
        }
        view::unmet(&self.change.begun, campaign, offices).map_err(OutboxError::sql(self.change.path))
    }

    /// Lets a letter go out once more, on purpose: as a new mail, with a Date and a Message-ID of its own.
    /// Returns its line as it stands then.
    pub fn repeat(&mut self, key: &Key, edited: Option<TextDigest>) -> Result<Option<Entry>, OutboxError> {
        let now = self.now;
        let again = |entry: &mut Entry| {
            *entry = Entry { listed: entry.listed, edited, ..Entry::new(*key, &entry.campaign, &entry.office, now) };
        };
        self.change.step(key, Move::Repeat, again)
    }

    /// Gives a letter that waits with an edited text another one, or the campaign's.
    pub fn take_text(&mut self, line: Entry, edited: Option<TextDigest>) -> Result<Entry, OutboxError> {
        let line = Entry { edited, ..line };
        self.change.update(&line, line.state, line.attempts)?;
        Ok(line)
    }

    /// Begins a name for all that the letters of a list are made from.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(self.change.secret.begin("list input"))
    }

    /// What is known of a list, if it was checked as it is. `digest` is its [`Fingerprint`].
    pub fn known_list(&self, digest: &[u8; 32]) -> Result<Option<KnownList>, OutboxError> {
        self.change.known_list(digest)
    }

    /// Commits what was put down; without this call the outbox stays as it was.
    pub fn keep(self) -> Result<(), OutboxError> {
        self.change.commit()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{Identity, Speaker};
    use crate::outbox::{Outbox, View};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    /// Jo at one of the addresses that a list gave.
    fn with_jo<T>(street: &str, then: impl FnOnce(&Named<'_>) -> T) -> T {
        let email = "jo@family.test".parse().unwrap();
        let address = [street.to_owned()];
        let (speaker, name, email) = (Speaker::Person, Some("Jo Smith"), Some(&email));
        let who = Identity { speaker, name, organisation: None, email, address: &address };
        then(&Named { campaign: "harbour", office: "aq-court", who })
    }

    /// An outbox with a letter of a former format for each street, as it stood then.
    fn formerly(letters: &[(&str, State)]) -> (tempfile::TempDir, Outbox) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("o.sqlite");
        let mut outbox = Outbox::open(&path, "a test").unwrap();
        let listing = outbox.list(NOW).unwrap();
        for (street, state) in letters {
            let key = with_jo(street, |jo| Key::former(listing.change.secret, jo));
            let new = Entry::new(key, "harbour", "aq-court", NOW);
            listing.change.insert(&Entry { state: *state, naming: Naming::Former, ..new }).unwrap();
        }
        listing.keep().unwrap();
        drop(outbox);
        (folder, Outbox::open(&path, "a test").unwrap())
    }

    /// What is known of Jo's letter before it is put down, and what then stands in the outbox.
    fn put(outbox: &mut Outbox, street: &str) -> (Option<State>, Vec<(State, Naming)>) {
        let seen = with_jo(street, |jo| outbox.view().find(jo)).unwrap().line;
        let mut listing = outbox.list(NOW).unwrap();
        let put = with_jo(street, |jo| listing.put(jo, None, None)).unwrap();
        listing.keep().unwrap();
        let state = |entry: &Entry| entry.state;
        assert_eq!(put.before.as_ref().map(state), seen.as_ref().map(state), "a dry run sees the same");
        let key = with_jo(street, |jo| outbox.view().key(jo));
        assert_eq!((put.line.key, put.line.naming), (key, Naming::Signatory));
        assert_eq!(outbox.view().get(&key).unwrap(), Some(put.line), "the line is found by its key");
        let mut all = Vec::new();
        outbox.view().each(|entry| all.push((entry.state, entry.naming))).unwrap();
        all.sort_unstable_by_key(|(state, naming)| (naming.number(), *state));
        (put.before.as_ref().map(state), all)
    }

    #[test]
    fn a_street_makes_no_second_letter() {
        let (_folder, mut outbox) = formerly(&[]);
        assert_eq!(put(&mut outbox, "0 Quay Street"), (None, vec![(State::Waiting, Naming::Signatory)]));
        assert_eq!(
            put(&mut outbox, "1 Quay Street"),
            (Some(State::Waiting), vec![(State::Waiting, Naming::Signatory)])
        );
    }

    #[test]
    fn a_letter_of_a_former_format_is_found_by_its_former_key_and_named_anew() {
        for state in State::ALL.into_iter().filter(|state| *state != State::Sending) {
            let (folder, mut outbox) = formerly(&[("0 Quay Street", state)]);
            let named_anew = (Some(state), vec![(state, Naming::Signatory)]);
            assert_eq!(put(&mut outbox, "0 Quay Street"), named_anew, "{state}");
            assert_eq!(put(&mut outbox, "1 Quay Street"), named_anew, "{state}");
            drop(outbox);
            let view = View::open(&folder.path().join("o.sqlite")).unwrap().unwrap();
            assert!(!view.has_former, "nothing is looked up twice from now on");
        }
    }

    #[test]
    fn of_two_former_letters_of_one_signatory_the_one_that_speaks_most_against_sending_counts() {
        use Naming::{FormerMet, Signatory};
        use State::{Bounced, Dropped, HandedOver, InDoubt, Refused, Sent, Waiting};
        for (first, second, counts, all) in [
            (Sent, Sent, Sent, vec![(Sent, Signatory), (Sent, FormerMet)]),
            (Sent, Waiting, Sent, vec![(Sent, Signatory)]),
            (Waiting, Sent, Sent, vec![(Sent, Signatory)]),
            (Waiting, Waiting, Waiting, vec![(Waiting, Signatory)]),
            (Refused, Sent, Sent, vec![(Sent, Signatory), (Refused, FormerMet)]),
            (Sent, Refused, Sent, vec![(Sent, Signatory), (Refused, FormerMet)]),
            (Bounced, HandedOver, HandedOver, vec![(HandedOver, Signatory), (Bounced, FormerMet)]),
            (Refused, Dropped, Dropped, vec![(Dropped, Signatory), (Refused, FormerMet)]),
            (Sent, InDoubt, InDoubt, vec![(InDoubt, Signatory), (Sent, FormerMet)]),
            (Waiting, InDoubt, InDoubt, vec![(InDoubt, Signatory)]),
        ] {
            let (_folder, mut outbox) = formerly(&[("0 Quay Street", first), ("1 Quay Street", second)]);
            let (before, _) = put(&mut outbox, "0 Quay Street");
            assert_eq!(before, Some(first));
            for street in ["1 Quay Street", "0 Quay Street", "1 Quay Street"] {
                let (before, found) = put(&mut outbox, street);
                assert_eq!((before, &found), (Some(counts), &all), "{first} and {second}, {street}");
            }
        }
    }

    #[test]
    fn former_letters_that_no_row_met_are_counted_unless_they_wait() {
        let streets = [("0 Quay", State::Sent), ("1 Quay", State::Sent), ("2 Quay", State::Waiting)];
        let (_folder, mut outbox) = formerly(&streets);
        let unmet = |outbox: &Outbox| outbox.view().unmet("harbour", &["aq-court", "aq-police"]).unwrap();
        assert_eq!(unmet(&outbox), 2);
        assert_eq!(outbox.view().unmet("harbour", &["aq-police"]).unwrap(), 0, "letters to other offices");
        assert_eq!(outbox.view().unmet("pier", &["aq-court"]).unwrap(), 0);
        for (street, left) in [("1 Quay", 1), ("7 Quay", 1), ("0 Quay", 0)] {
            put(&mut outbox, street);
            assert_eq!(unmet(&outbox), left, "{street}");
        }
    }

    #[test]
    fn what_was_not_agreed_to_names_nothing_anew() {
        let (_folder, mut outbox) = formerly(&[("0 Quay", State::Sent)]);
        let mut listing = outbox.list(NOW).unwrap();
        with_jo("0 Quay", |jo| listing.put(jo, None, None)).unwrap();
        assert_eq!(listing.unmet("harbour", &["aq-court"]).unwrap(), 0);
        drop(listing);
        assert_eq!(outbox.view().unmet("harbour", &["aq-court"]).unwrap(), 1);
    }

    #[test]
    fn a_signatory_is_forgotten_under_every_key() {
        let (_folder, mut outbox) =
            formerly(&[("0 Quay", State::Sent), ("1 Quay", State::Sent), ("2 Quay", State::Sent)]);
        for street in ["0 Quay", "1 Quay"] {
            put(&mut outbox, street);
        }
        let found = |street| with_jo(street, |jo| outbox.view().of_signatory(jo.who)).unwrap().len();
        // The line with the key of today, and the one that had its own, which no other street finds.
        assert_eq!((found("0 Quay"), found("1 Quay"), found("2 Quay"), found("3 Quay")), (1, 2, 2, 1));
    }

    #[test]
    fn a_version_that_was_changed_is_found() {
        for (was, now) in [(None, Some(1)), (Some(1), None), (Some(1), Some(2)), (Some(2), Some(1))] {
            let (folder, mut outbox) = formerly(&[]);
            let listing = outbox.list(NOW).unwrap();
            let key = with_jo("0 Quay", |jo| Key::of(listing.change.secret, jo));
            let new = Entry::new(key, "harbour", "aq-court", NOW);
            listing.change.insert(&Entry { state: State::Sent, version: was, ..new }).unwrap();
            listing.keep().unwrap();
            let path = folder.path().join("o.sqlite");
            assert_eq!(outbox.view().get(&key).unwrap().unwrap().version, was);
            drop(outbox);
            let db = rusqlite::Connection::open(&path).unwrap();
            db.execute("UPDATE letters SET version = ?1", [now]).unwrap();
            drop(db);
            assert!(View::open(&path).is_err(), "{was:?} {now:?}");
        }
    }

    #[test]
    fn a_flipped_bit_of_the_naming_is_found() {
        let (folder, outbox) = formerly(&[("0 Quay", State::Sent)]);
        drop(outbox);
        let path = folder.path().join("o.sqlite");
        for naming in [0, 2, 3] {
            let db = rusqlite::Connection::open(&path).unwrap();
            db.execute("UPDATE letters SET former = ?1", [naming]).unwrap();
            drop(db);
            assert!(View::open(&path).is_err(), "{naming}");
        }
    }
}
