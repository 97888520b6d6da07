//! Letters of a list that are sent as they were composed when the list was checked, so that a list that
//! is not long is composed once. The others are composed again when their turn comes.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};
use outcry::deliver::Job;

/// Bytes of letters that are kept: ten thousand of the usual length.
const ROOM: usize = 48 * 1024 * 1024;
/// What a letter takes beside its text: names, addresses, headers.
const BESIDE: usize = 1024;
/// A letter's Date is that of its first attempt; one that waited longer is composed again.
const FRESH: SignedDuration = SignedDuration::from_mins(1);

/// The letters that are due of all rows from the first up to one, in the order of the list.
pub struct Stock {
    rows: VecDeque<(u64, Vec<Job>)>,
    room: usize,
    /// The first row whose letters are not here; nothing, as long as all are.
    missing: Option<u64>,
}

impl Default for Stock {
    /// Where no letters are kept.
    fn default() -> Self {
        Self { rows: VecDeque::new(), room: 0, missing: Some(0) }
    }
}

impl Stock {
    /// Nothing yet, with room for letters.
    pub fn with_room() -> Self {
        Self { rows: VecDeque::new(), room: ROOM, missing: None }
    }

    /// Whether the letters of further rows are wanted.
    pub fn has_room(&self) -> bool {
        self.missing.is_none()
    }

    /// Keeps the letters of the next row; with one of them missing, or no room for them, neither this row
    /// nor any after it.
    pub fn row(&mut self, row: u64, letters: Option<Vec<Job>>) {
        if !self.has_room() {
            return;
        }
        let size = |job: &Job| job.mail.bytes.len() + BESIDE;
        let fitting = letters.and_then(|letters| {
            let room = self.room.checked_sub(letters.iter().map(size).sum())?;
            Some((letters, room))
        });
        match fitting {
            Some((letters, room)) => {
                self.room = room;
                if !letters.is_empty() {
                    self.rows.push_back((row, letters));
                }
            }
            None => self.missing = Some(row),
        }
    }

    /// The letters of the next row, all of them, as long as they are fresh at that moment.
    pub fn next_row(&mut self, now: Timestamp) -> Option<Vec<Job>> {
        let (row, letters) = self.rows.pop_front()?;
        if letters.iter().all(|job| now.duration_since(job.mail.date) < FRESH) {
            return Some(letters);
        }
        *self = Self { missing: Some(row), ..Self::default() };
        None
    }

    /// The first row whose letters were not here, or are no longer. `first` is the first of the list that
    /// has any; nothing, if all were here.
    pub fn first_missing(&self, first: u64) -> Option<u64> {
        self.missing.map(|row| row.max(first))
    }
}

#[cfg(test)]
mod tests {
    use outcry::address::Mailbox;
    use outcry::render::mail::Mail;

    use super::*;

    /// A letter of the first moment, with so many bytes.
    fn letter(bytes: usize) -> Job {
        let email: outcry::address::Email = "branch@union.test".parse().unwrap();
        let mail = Mail {
            office: "aq-court".to_owned(),
            version: 1,
            is_edited: false,
            envelope_from: email.clone(),
            to: vec![email.clone()],
            copies: Vec::new(),
            message_id: "<1@union.test>".to_owned(),
            date: Timestamp::UNIX_EPOCH,
            addresses: outcry::mac::MacKey::new(&[7; 32]).addresses(&email, &[], &[]),
            from: Mailbox { name: None, email },
            reply_to: None,
            subject: String::new(),
            attached: Vec::new(),
            bytes: vec![b'a'; bytes],
        };
        Job { mail, key: None, entry: None, row: None }
    }

    fn seconds(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
    }

    /// How many letters each row has until nothing comes, and the row that comes then.
    fn drained(mut stock: Stock, now: Timestamp) -> (Vec<usize>, Option<u64>) {
        let rows = std::iter::from_fn(|| stock.next_row(now).map(|letters| letters.len())).collect();
        (rows, stock.first_missing(2))
    }

    #[test]
    fn rows_are_kept_whole_and_without_a_gap() {
        let two = || Some(vec![letter(100), letter(100)]);
        let large = || Some(vec![letter(ROOM / 2)]);
        for (rows, kept, missing) in [
            (vec![two(), Some(Vec::new()), large()], vec![2, 1], None),
            // One that was tried before is made by whoever sees what is known of it.
            (vec![two(), None, two()], vec![2], Some(3)),
            (vec![large(), large(), two()], vec![1], Some(3)),
        ] {
            let mut stock = Stock::with_room();
            for (letters, row) in rows.into_iter().zip(2..) {
                stock.row(row, letters);
            }
            assert_eq!(drained(stock, seconds(0)), (kept, missing));
        }
        assert_eq!(drained(Stock::default(), seconds(0)), (Vec::new(), Some(2)), "nothing was wanted");
    }

    #[test]
    fn what_waited_is_composed_again_from_its_row_on() {
        for (now, kept, missing) in [(59, vec![1, 1], None), (60, vec![], Some(2))] {
            let mut stock = Stock::with_room();
            stock.row(2, Some(vec![letter(100)]));
            stock.row(3, Some(vec![letter(100)]));
            assert_eq!(drained(stock, seconds(now)), (kept, missing));
        }
        let mut stock = Stock::with_room();
        stock.row(2, Some(vec![letter(100)]));
        stock.row(3, Some(vec![letter(100)]));
        assert!(stock.next_row(seconds(0)).is_some());
        assert_eq!(drained(stock, seconds(61)), (Vec::new(), Some(3)), "the first is on its way");
    }
}
