//! What can be wrong with a list: each fault with its row, its column, and the value made safe to
//! show. The words for them are the program's.

use super::columns::Meaning;
use crate::signatory;
use crate::signatory::Field;
use crate::text::for_sentence;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The row, as a spreadsheet counts: the header is 1, unless lines stand above it.
    pub row: u64,
    /// The column's name in the list, safe to show; empty when it is about the row as a whole.
    pub column: String,
    /// The cell, safe to show.
    pub value: String,
    /// What is wrong.
    pub problem: Problem,
}

impl Fault {
    pub(super) fn new(row: u64, column: &str, value: &str, problem: Problem) -> Self {
        Self { row, column: for_sentence(column), value: for_sentence(value), problem }
    }
}

/// The kinds of fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Two columns of one name, by their place from 1.
    DoubledHeader(usize, usize),
    /// Two columns that both mean the same; the other one's name.
    TwoColumns(Meaning, String),
    /// More columns than any list has.
    TooManyColumns(usize),
    /// The letters need this, and no column holds it.
    NoColumn(Field),
    /// No column says who agreed to the letter.
    NoConsentColumn,
    /// A row of more or fewer cells than the header.
    Ragged {
        /// Cells of the row.
        cells: usize,
        /// Columns of the header.
        columns: usize,
    },
    /// An answer that cannot be used; `Missing` for an empty cell.
    Answer(Field, signatory::Problem),
    /// Something left to fill in, such as `[NAME]` or TODO.
    Hole(String),
    /// What a spreadsheet shows when a formula fails.
    FormulaError,
    /// The person did not agree, or nothing says so.
    NoConsent,
    /// The same person stands in an earlier row.
    SamePerson(u64),
}
