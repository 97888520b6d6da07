//! Letters of a list that are sent as they were composed when the list was checked, so that a list that
//! is not long is composed once. The others are composed again when their turn comes.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};
use outcry::deliver::Job;

/// Bytes of letters that are kept: more than ten thousand of the usual length.
const ROOM: usize = 64 * 1024 * 1024;
/// What a letter takes beside its text: names, addresses, headers.
const BESIDE: usize = 1024;
/// A letter's Date is that of its first attempt; one that waited longer is composed again.
const FRESH: SignedDuration = SignedDuration::from_mins(1);

/// The letters that are due of all rows from the first up to one, in the order of the list.
#[derive(Default)]
pub struct Stock {
    rows: VecDeque<(u64, Vec<Job>)>,
    room: usize,
    /// The first row whose letters are not here.
    missing: Missing,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Missing {
    /// All rows.
    #[default]
    All,
    None,
    From(u64),
}

impl Stock {
    /// Nothing yet, with room for letters.
    pub fn with_room() -> Self {
        Self { rows: VecDeque::new(), room: ROOM, missing: Missing::None }
    }

    /// Whether the letters of further rows are wanted.
    pub fn has_room(&self) -> bool {
        self.missing == Missing::None
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
            None => self.missing = Missing::From(row),
        }
    }

    /// The letters of the next row, all of them, as long as they are fresh at that moment.
    pub fn next_row(&mut self, now: Timestamp) -> Option<Vec<Job>> {
        let (row, letters) = self.rows.pop_front()?;
        if letters.iter().all(|job| now.duration_since(job.mail.date) < FRESH) {
            return Some(letters);
        }
        *self = Self { missing: Missing::From(row), ..Self::default() };
        None
    }

    /// The first row whose letters were not here, or are no longer. `first` is the first of the list that
    /// has any; nothing, if all were here.
    pub fn first_missing(&self, first: u64) -> Option<u64> {
        match self.missing {
            Missing::All => Some(first),
            Missing::From(row) => Some(row),
            Missing::None => None,
        }
    }
}
