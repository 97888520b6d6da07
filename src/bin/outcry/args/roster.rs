//! Flags for lists of signatories.

#![expect(clippy::struct_excessive_bools, reason = "flags of a command line are what bools are for")]

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

/// The flags that name a list; the others say how to read it.
pub const LIST: &str = "list of signatories";

/// A list of signatories, and how to read it.
#[derive(Debug, Clone, Args, Default)]
#[command(next_help_heading = "List of signatories")]
pub struct RosterArgs {
    /// List in place of one signatory: CSV, TSV, XLSX, ODS, or - for standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, group = LIST)]
    pub signatories: Option<PathBuf>,
    /// Meaning of a column, if its name is not recognised; repeatable
    #[arg(long, value_name = "FIELD=COLUMN", requires = LIST)]
    pub map: Vec<String>,
    /// Column to leave out, by its name or letter; repeatable
    #[arg(long, value_name = "COLUMN", requires = LIST)]
    pub ignore: Vec<String>,
    /// Read it as lists of this name in config.toml are read; one with the same header is recognised by itself
    #[arg(long, value_name = "NAME", requires = LIST)]
    pub list_shape: Option<String>,
    /// Encoding of the list, if not Unicode: windows-1252, windows-1251, …
    #[arg(long, value_name = "NAME", requires = LIST)]
    pub encoding: Option<String>,
    /// Row of the header, if it is not found; of a header in two lines, the first
    #[arg(long, value_name = "N", requires = LIST)]
    pub header_row: Option<u64>,
    /// Sheet of a workbook, by its name or its number from the left
    #[arg(long, value_name = "NAME", requires = LIST)]
    pub sheet: Option<String>,
    /// Leave out the rows of a workbook that are hidden, by hand or by a filter
    #[arg(long, requires = LIST)]
    pub visible_only: bool,
    /// Declare that everyone agreed to this letter whose row does not say so; a written no stays a no
    #[arg(long, requires = LIST)]
    pub all_consented: bool,
    /// Of several rows of one person, use the first or the last; with the latest own words either way
    #[arg(long, value_name = "ROW", requires = LIST)]
    pub keep: Option<KeepChoice>,
    /// Text of the column for consent that means yes, word for word; repeatable
    #[arg(long, value_name = "TEXT", requires = LIST)]
    pub consent_text: Vec<String>,
    /// Write names that stand in capitals or in small letters as names are written
    #[arg(long, requires = LIST)]
    pub fix_case: bool,
    /// Leave out the rows that cannot be used, and write them to failed.csv with the reason
    #[arg(long, requires = LIST)]
    pub skip_bad_rows: bool,
    /// File for the rows that are left out
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "skip_bad_rows")]
    pub failed: Option<PathBuf>,
    /// Write everything that is wrong with the list to this file (CSV)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = LIST)]
    pub report: Option<PathBuf>,
    /// Use only these rows, as the spreadsheet numbers them (the header is 1): 2-50, 7, 51-
    #[arg(long, value_name = "FROM-TO", requires = LIST)]
    pub rows: Option<String>,
    /// Use only the first N of the rows
    #[arg(long, value_name = "N", requires = LIST)]
    pub limit: Option<u64>,
    /// Use one row alone, by its number or by the name of who signs
    #[arg(long, value_name = "ROW|NAME", requires = LIST, conflicts_with_all = ["rows", "limit"])]
    pub one: Option<String>,
}

/// Which row of a person counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KeepChoice {
    First,
    Last,
}
