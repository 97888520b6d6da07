//! What may come out of a workbook, and be kept of it.

use std::cell::Cell;

use crate::roster::fault::ReadError;

/// Bytes of the parts that are read at a time, unpacked; a list of 200,000 rows has about half of it.
const UNPACKED_MOST: u64 = 256 * 1024 * 1024;
/// Tags and texts of these parts; a list of 200,000 rows of ten columns has about half of it.
const EVENTS_MOST: u64 = 20_000_000;
/// Bytes that the rows of all sheets take in memory; a list of 200,000 rows of ten columns has about half of it.
const HELD_MOST: usize = 80 * 1024 * 1024;
/// Sheets of a workbook.
pub const SHEETS_MOST: usize = 1000;
/// Formats, merged cells and relations between parts.
pub const KEPT_MOST: usize = 100_000;

/// What may still be read of a workbook, and kept of it. What comes out is counted and never what goes in.
pub struct Budget {
    pub bytes: Cell<u64>,
    events: Cell<u64>,
    held: Cell<usize>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { bytes: Cell::new(UNPACKED_MOST), events: Cell::new(EVENTS_MOST), held: Cell::new(HELD_MOST) }
    }
}

impl Budget {
    /// Begins anew: what all sheets share has been read, and one sheet comes.
    pub fn renew(&self) {
        self.bytes.set(UNPACKED_MOST);
        self.events.set(EVENTS_MOST);
    }

    /// Counts one tag or text.
    pub fn event(&self) -> Result<(), ReadError> {
        self.events.set(self.events.get().checked_sub(1).ok_or(ReadError::HugeWorkbook)?);
        Ok(())
    }

    /// Counts bytes that are kept.
    pub fn hold(&self, bytes: usize) -> Result<(), ReadError> {
        self.held.set(self.held.get().checked_sub(bytes).ok_or(ReadError::HugeWorkbook)?);
        Ok(())
    }
}

pub fn broken(error: impl std::fmt::Display) -> ReadError {
    ReadError::Workbook(crate::text::for_sentence(&error.to_string()))
}
