//! What was understood of a list that whoever keeps it should know.

/// One thing that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListNote {
    /// Rows above the header are not read: how many have something in them, and the header's row.
    Above {
        /// Rows with something in them.
        rows: usize,
        /// The row of the header.
        header: u64,
    },
    /// The header has two lines; the row of the second.
    TwoLines(u64),
    /// No row among the first looks like a header; the one that was taken.
    NoHeader(u64),
    /// A sheet was taken that is not the first, which is no list.
    SheetTaken(String),
    /// Sheets that may be lists and are not read.
    MoreLists(Vec<String>),
    /// Rows that the sheet does not show, and whether they are read.
    Hidden {
        /// How many.
        rows: usize,
        /// Whether they are left out.
        left_out: bool,
    },
    /// Rows of totals, which are left out.
    Totals(Vec<u64>),
}
