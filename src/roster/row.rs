//! One row of a list: its cells as they stand, and what they say of a signatory.

use csv::StringRecord;

use super::assemble::Flaw;
use super::consent::Consent;
use crate::signatory::{Answers, Remark};

/// Why a cell of a workbook has no value to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// A formula that was never calculated: the file has no result.
    NoResult,
    /// A formula that failed.
    Failed,
    /// Merged cells cover this one, and something else stands under them.
    Covered,
}

/// Cells that were made one, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merge {
    pub(super) rows: (u32, u32),
    pub(super) columns: (u32, u32),
}

/// A cell's place as a spreadsheet names it: `B7`.
pub(super) fn place(row: u64, column: usize) -> String {
    let (mut letters, mut left) = (Vec::new(), column + 1);
    while left > 0 {
        letters.push(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(left - 1) % 26]);
        left = (left - 1) / 26;
    }
    letters.reverse();
    format!("{}{row}", String::from_utf8_lossy(&letters))
}

/// The cells of a row.
#[expect(clippy::struct_field_names, reason = "they are cells")]
#[derive(Debug, Clone)]
pub(super) struct Cells {
    pub(super) number: u64,
    pub(super) cells: StringRecord,
    /// Whether the sheet does not show it: hidden by hand or by a filter.
    pub(super) is_hidden: bool,
    /// Cells without a value that can be read, by column from 0.
    pub(super) unread: Vec<(usize, Unread)>,
}

impl Cells {
    /// A row of a text file.
    pub(super) fn of_text(number: u64, cells: StringRecord) -> Self {
        Self { number, cells, is_hidden: false, unread: Vec::new() }
    }

    pub(super) fn are_blank(&self) -> bool {
        self.unread.is_empty() && self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// What a row of a joint letter's list wishes that holds for every row of the same signatory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wishes {
    /// Whether it withdraws, or may do.
    pub takes_back: bool,
    /// Whether it keeps the name back.
    pub keeps_back: bool,
}

/// One row below the header.
#[derive(Debug, Clone)]
pub struct Row {
    /// The row's number, as a spreadsheet counts.
    pub number: u64,
    /// What it says of the signatory.
    pub answers: Answers,
    /// Whether they agreed.
    pub consent: Consent,
    /// Whether they want a copy of their letters.
    pub copy_me: Consent,
    /// What is odd about its cells.
    pub(super) remarks: Vec<Remark>,
    /// A name whose order is open, as it most likely is signed; empty where that cannot be told.
    pub(super) open_name: Option<String>,
    pub(super) is_ragged: bool,
    /// Whether it comes from a workbook.
    pub(super) is_sheet: bool,
    /// Whether an earlier run left it out because the person stands in another row.
    pub(super) is_same_person: bool,
    /// The later row in which the same signatory says no, or withdraws from a joint letter.
    pub withdrawn_in: Option<u64>,
    /// A row of the same signatory that keeps the name back from a joint letter.
    pub withheld_in: Option<u64>,
    /// What it wishes of a joint letter, on the list of one.
    pub(super) wishes: Option<Wishes>,
    /// Why its address cannot be used.
    pub(super) address_flaw: Option<Flaw>,
    pub(super) cells: StringRecord,
    /// Cells of a workbook that cannot be read, by column from 0.
    pub(super) unread: Vec<(usize, Unread)>,
}

impl Row {
    /// Whether it takes back what earlier rows of the same signatory say; what can mean that does too.
    pub(super) fn takes_back(&self) -> bool {
        matches!(self.consent, Consent::Refused | Consent::Unclear)
            || self.wishes.is_some_and(|wishes| wishes.takes_back)
    }

    /// The cells as they stand in the list.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter()
    }
}
