//! XLSX and ODS: the first sheet that has anything in it, cell by cell as a person sees it.
//!
//! A workbook is a packed archive and can unpack to more than any memory holds; so it is unpacked
//! once to nowhere and measured first. Formulas are not run; their last result is read.

use std::io::{self, Read, Seek, SeekFrom};

use calamine::{Data, ExcelDateTime, Ods, Reader, SheetVisible, Xlsx};
use csv::StringRecord;
use zip::ZipArchive;

use super::delimited::unguarded;
use super::{Cells, ReadError};

/// Bytes of a workbook unpacked; a list of 200,000 rows has about half of it.
const UNPACKED_MOST: u64 = 256 * 1024 * 1024;
/// Cells of one row.
const COLUMNS_MOST: u32 = 1000;

/// The rows of one sheet.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The sheet's name.
    pub name: String,
    /// The other sheets, which are not read.
    pub others: Vec<String>,
    /// Its rows that have something in them.
    pub rows: Vec<Cells>,
}

/// Which file a packed archive is.
pub fn is_archive(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04")
}

/// An Excel workbook of before 2007.
pub fn is_old_excel(start: &[u8]) -> bool {
    start.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
}

impl Sheet {
    pub fn read<R: Read + Seek>(mut from: R) -> Result<Self, ReadError> {
        let broken = |error: &dyn std::fmt::Display| ReadError::Workbook(crate::text::for_sentence(&error.to_string()));
        let is_ods = measure(&mut from)?;
        from.seek(SeekFrom::Start(0)).map_err(ReadError::from)?;
        if is_ods {
            Self::ods(Ods::new(from).map_err(|error| broken(&error))?)
        } else {
            Self::xlsx(Xlsx::new(from).map_err(|error| broken(&error))?)
        }
    }

    fn xlsx<R: Read + Seek>(mut book: Xlsx<R>) -> Result<Self, ReadError> {
        let broken = |error: &dyn std::fmt::Display| ReadError::Workbook(crate::text::for_sentence(&error.to_string()));
        let mut found = Self::default();
        for name in visible(book.sheets_metadata()) {
            if !found.rows.is_empty() {
                found.others.push(name);
                continue;
            }
            // Cell by cell: a single cell in the farthest corner must not make a table of all between.
            let mut rows = Growing::default();
            let mut cells = book.worksheet_cells_reader(&name).map_err(|error| broken(&error))?;
            while let Some(cell) = cells.next_cell().map_err(|error| broken(&error))? {
                let (row, column) = cell.get_position();
                rows.put(row, column, &shown(&cell.get_value().clone().into()))?;
            }
            drop(cells);
            (found.rows, found.name) = (rows.done(), name);
        }
        Ok(found)
    }

    fn ods<R: Read + Seek>(mut book: Ods<R>) -> Result<Self, ReadError> {
        let mut found = Self::default();
        for name in visible(book.sheets_metadata()) {
            if !found.rows.is_empty() {
                found.others.push(name);
                continue;
            }
            let range = book.worksheet_range(&name);
            let range = range.map_err(|error| ReadError::Workbook(crate::text::for_sentence(&error.to_string())))?;
            let (first_row, first_column) = range.start().unwrap_or_default();
            let mut rows = Growing::default();
            for (row, column, value) in range.used_cells() {
                let at = |offset: usize, first: u32| first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
                rows.put(at(row, first_row), at(column, first_column), &shown(value))?;
            }
            (found.rows, found.name) = (rows.done(), name);
        }
        Ok(found)
    }
}

fn visible(sheets: &[calamine::Sheet]) -> Vec<String> {
    sheets.iter().filter(|sheet| sheet.visible == SheetVisible::Visible).map(|sheet| sheet.name.clone()).collect()
}

/// Unpacks to nowhere, so that the size is measured and not believed; says whether it is an ODS.
fn measure<R: Read + Seek>(from: &mut R) -> Result<bool, ReadError> {
    let broken = |error: &dyn std::fmt::Display| ReadError::Workbook(crate::text::for_sentence(&error.to_string()));
    from.seek(SeekFrom::Start(0)).map_err(ReadError::from)?;
    let mut archive = ZipArchive::new(&mut *from).map_err(|error| broken(&error))?;
    let mut left = UNPACKED_MOST;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|error| broken(&error))?;
        let length = io::copy(&mut file.take(left + 1), &mut io::sink()).map_err(|error| broken(&error))?;
        left = left.checked_sub(length).ok_or(ReadError::HugeWorkbook)?;
    }
    let is_ods = archive.index_for_name("content.xml").is_some();
    if !is_ods && archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(ReadError::NoList);
    }
    Ok(is_ods)
}

/// Rows that are filled from left to right, top to bottom.
#[derive(Default)]
struct Growing {
    rows: Vec<Cells>,
    row: u32,
    cells: Vec<String>,
}

impl Growing {
    fn put(&mut self, row: u32, column: u32, text: &str) -> Result<(), ReadError> {
        // Of a `failed.csv` that a spreadsheet saved as a workbook.
        let text = unguarded(text);
        if text.is_empty() {
            return Ok(());
        }
        if column >= COLUMNS_MOST {
            return Err(ReadError::LongRow { row: u64::from(row) + 1 });
        }
        if row != self.row {
            self.end_row();
            self.row = row;
        }
        let column = column as usize;
        if column >= self.cells.len() {
            self.cells.resize(column + 1, String::new());
        }
        text.clone_into(&mut self.cells[column]);
        Ok(())
    }

    fn end_row(&mut self) {
        if !self.cells.is_empty() {
            let cells: StringRecord = self.cells.drain(..).collect::<Vec<_>>().into();
            self.rows.push(Cells { number: u64::from(self.row) + 1, cells });
        }
    }

    fn done(mut self) -> Vec<Cells> {
        self.end_row();
        self.rows
    }
}

/// A cell as text.
fn shown(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        // Rust writes the shortest digits that mean this number, and none after the point of a whole one.
        Data::Float(number) => number.to_string(),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::DateTime(moment) => day(moment),
        Data::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).replace('T', " "),
        Data::Error(error) => error.to_string(),
    }
}

/// A day and, unless it is midnight, the time.
fn day(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date} {hour:02}:{minute:02}:{second:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_as_in_a_sheet() {
        for (value, expected) in [
            (Data::Float(340.0), "340"),
            (Data::Float(0.5), "0.5"),
            (Data::Float(4_930_123_456.0), "4930123456"),
            (Data::Int(-3), "-3"),
            (Data::Bool(true), "TRUE"),
            (Data::DateTimeIso("2026-11-23T00:00:00".to_owned()), "2026-11-23"),
            (Data::Error(calamine::CellErrorType::NA), "#N/A"),
        ] {
            assert_eq!(shown(&value), expected);
        }
    }

    #[test]
    fn rows_keep_their_numbers_and_their_gaps() {
        let mut rows = Growing::default();
        for (row, column, text) in [(0, 0, "a"), (0, 2, "c"), (4, 1, "b")] {
            rows.put(row, column, text).unwrap();
        }
        let rows: Vec<(u64, Vec<String>)> =
            rows.done().into_iter().map(|row| (row.number, row.cells.iter().map(str::to_owned).collect())).collect();
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        assert_eq!(rows, [(1, row(&["a", "", "c"])), (5, row(&["", "b"]))]);
        assert!(Growing::default().put(0, 16_383, "far").is_err());
    }
}
