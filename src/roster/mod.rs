//! A list of signatories: CSV, TSV, XLSX or ODS to rows of answers.
//!
//! A list is read row by row, as often as it takes, and never held in memory (a workbook is, as no
//! reader of them can do without). Nothing is guessed and nothing is mended: what cannot be used is a
//! [`Fault`] with its row and column. [`Checker`] says which rows can sign.

mod absent;
mod assemble;
mod check;
mod columns;
mod consent;
mod delimited;
mod draft;
mod edges;
mod encoding;
mod evidence;
mod failed;
mod fault;
mod header;
mod kind;
mod maps;
mod meaning;
mod name;
mod note;
mod read;
mod remarks;
mod repeats;
mod row;
mod said;
mod sheet;
#[cfg(test)]
mod shuffled;
mod signing;
mod tally;
mod values;
mod whole;

pub use check::{Checker, Rule, Terms};
pub use columns::Columns;
pub use consent::Consent;
pub use delimited::quoted_cell;
pub use failed::{Failed, Report};
pub use fault::{ByHeader, Candidate, Fault, Foreign, MapError, ReadError, RowProblem, SAME_ORGANISATION, SAME_PERSON};
pub use maps::{Map, letter};
pub use meaning::Meaning;
pub use name::{Case, NameOrder};
pub use note::ListNote;
pub use read::{Reading, Roster, Rows};
pub use remarks::{PerhapsSame, Remarked, Remarks};
pub use repeats::{Keep, Repeating, Repeats, Unmet, Withdrawals};
pub use row::{Row, Unread};
pub use signing::{Affiliation, Signing, UnclearCell, has_column, is_joint, signing_columns};
pub use tally::{Sample, Shared, Tally};
