//! `failed.csv`: the rows that could not be used, as they came, with the reason before them; to be
//! mended and read again.
//!
//! The reason comes first: a row of too few or too many cells is then still such a row, and is
//! refused again until it is mended. No cell is a formula to a spreadsheet.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};

use super::columns::{Columns, has_reasons};
use super::delimited::guard;
use super::draft::REASON;
use super::row::Row;

/// Writes rows with their reasons.
pub struct Failed<W: Write> {
    writer: Writer<W>,
    /// Columns at the beginning that say why the row failed the time before: one or none.
    old_reasons: usize,
}

impl<W: Write> Failed<W> {
    /// Begins with the header. The byte order mark tells spreadsheets that it is UTF-8.
    pub fn new(mut to: W, columns: &Columns) -> io::Result<Self> {
        to.write_all("\u{feff}".as_bytes())?;
        let old_reasons = usize::from(has_reasons(columns));
        let own = columns.iter().skip(old_reasons).map(|(name, _)| name);
        let mut writer = WriterBuilder::new().flexible(true).terminator(Terminator::CRLF).from_writer(to);
        writer.write_record(std::iter::once(REASON.into()).chain(own.map(guard)).map(bytes))?;
        Ok(Self { writer, old_reasons })
    }

    /// Adds a row.
    pub fn add(&mut self, row: &Row, reason: &str) -> io::Result<()> {
        let cells = row.cells().skip(self.old_reasons).map(guard);
        Ok(self.writer.write_record(std::iter::once(guard(reason)).chain(cells).map(bytes))?)
    }

    /// Writes out what is left, and gives back what it was written to.
    pub fn finish(self) -> io::Result<W> {
        self.writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
    }
}

/// Writes what is wrong with a list, a fault a line: row, column, value, what, and what to do about it.
pub struct Report<W: Write>(Writer<W>);

impl<W: Write> Report<W> {
    /// Begins with the header. The byte order mark tells spreadsheets that it is UTF-8.
    pub fn new(mut to: W) -> io::Result<Self> {
        to.write_all("\u{feff}".as_bytes())?;
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(to);
        writer.write_record(["row", "column", "value", "what", "remedy"])?;
        Ok(Self(writer))
    }

    /// Adds a fault: its column, value, what is wrong, and the remedy.
    pub fn add(&mut self, row: u64, cells: [&str; 4]) -> io::Result<()> {
        let cells = cells.map(guard).map(bytes);
        Ok(self.0.write_record(std::iter::once(row.to_string().into_bytes()).chain(cells))?)
    }

    /// Writes out what is left, and gives back what it was written to.
    pub fn finish(self) -> io::Result<W> {
        self.0.into_inner().map_err(|error| io::Error::other(error.to_string()))
    }
}

fn bytes(cell: std::borrow::Cow<'_, str>) -> Vec<u8> {
    cell.into_owned().into_bytes()
}
