//! One row of a list: its cells as they stand, and what they say of a signatory.

use csv::StringRecord;

use super::consent::Consent;
use crate::signatory::Answers;

/// The cells of a row.
#[derive(Debug, Clone)]
pub(super) struct Cells {
    pub(super) number: u64,
    pub(super) cells: StringRecord,
}

impl Cells {
    pub(super) fn are_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
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
    pub(super) is_ragged: bool,
    /// Whether an earlier run left it out because the person stands in another row.
    pub(super) is_same_person: bool,
    pub(super) cells: StringRecord,
}

impl Row {
    /// The cells as they stand in the list.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter()
    }
}
