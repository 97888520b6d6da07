//! `failed.csv`: the rows that could not be used, as they came, with the reason before them; to be
//! mended and read again.
//!
//! The reason comes first: a row of too few or too many cells is then still such a row, and is
//! refused again until it is mended. To a spreadsheet no cell is a formula, and none is a number or a day
//! that it would write in its own way.

use std::io::{self, Write};

use csv::{Terminator, Writer, WriterBuilder};

use super::columns::{Columns, has_reasons};
use super::delimited::{guard, is_reshaped};
use super::draft::REASON;
use super::row::Row;

/// Writes rows with their reasons.
pub struct Failed<W: Write> {
    writer: Writer<W>,
    /// Columns at the beginning that say why the row failed the time before: one or none.
    old_reasons: usize,
}

impl<W: Write> Failed<W> {
    /// Begins with the header. The byte order mark tells spreadsheets that it is UTF-8; what separates the cells of
    /// the list is what the spreadsheet of whoever made it expects.
    pub fn new(to: W, columns: &Columns, separator: u8) -> io::Result<Self> {
        let old_reasons = usize::from(has_reasons(columns));
        let own = columns.iter().skip(old_reasons).map(|(name, _)| name);
        let mut writer = begun(to, separator)?;
        writer.write_record(std::iter::once(REASON.into()).chain(own.map(guard)).map(bytes))?;
        Ok(Self { writer, old_reasons })
    }

    /// Adds a row.
    pub fn add(&mut self, row: &Row, reason: &str) -> io::Result<()> {
        let cells = row.cells().skip(self.old_reasons).map(kept);
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
    /// Begins with the header, in the same form.
    pub fn new(to: W, separator: u8) -> io::Result<Self> {
        let mut writer = begun(to, separator)?;
        writer.write_record(["row", "column", "value", "what", "remedy"])?;
        Ok(Self(writer))
    }

    /// Adds a fault: its column, value, what is wrong, and the remedy.
    pub fn add(&mut self, row: u64, cells: [&str; 4]) -> io::Result<()> {
        let cells = cells.map(kept).map(bytes);
        Ok(self.0.write_record(std::iter::once(row.to_string().into_bytes()).chain(cells))?)
    }

    /// Writes out what is left, and gives back what it was written to.
    pub fn finish(self) -> io::Result<W> {
        self.0.into_inner().map_err(|error| io::Error::other(error.to_string()))
    }
}

/// A file that spreadsheets know as UTF-8.
fn begun<W: Write>(mut to: W, separator: u8) -> io::Result<Writer<W>> {
    to.write_all("\u{feff}".as_bytes())?;
    Ok(WriterBuilder::new().flexible(true).delimiter(separator).terminator(Terminator::CRLF).from_writer(to))
}

/// A cell as no spreadsheet writes it anew; reading takes the apostrophe off again.
fn kept(cell: &str) -> std::borrow::Cow<'_, str> {
    if is_reshaped(cell) { format!("'{cell}").into() } else { guard(cell) }
}

fn bytes(cell: std::borrow::Cow<'_, str>) -> Vec<u8> {
    cell.into_owned().into_bytes()
}
