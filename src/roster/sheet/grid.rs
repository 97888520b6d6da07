//! The rows of a sheet as they are read, and what merged cells mean for them.

use csv::StringRecord;

use super::budget::{Budget, KEPT_MOST, broken};
use crate::roster::delimited::{ROW_MOST, unguarded};
use crate::roster::fault::ReadError;
use crate::roster::row::{Cells, Merge, Unread};

/// Cells of one row.
pub const COLUMNS_MOST: u32 = 1000;

/// A cell as a person sees it.
#[derive(Debug, Default)]
pub struct Seen {
    pub text: String,
    pub unread: Option<Unread>,
}

/// The rows of one sheet that have something in them.
#[derive(Debug, Default)]
pub struct Table {
    pub rows: Vec<Cells>,
    pub merges: Vec<Merge>,
}

/// A table that is filled row by row.
pub struct Growing<'b> {
    budget: &'b Budget,
    table: Table,
    /// The row that is filled, from 0.
    row: u32,
    is_hidden: bool,
    cells: Vec<String>,
    unread: Vec<(usize, Unread)>,
}

impl<'b> Growing<'b> {
    pub fn new(budget: &'b Budget) -> Self {
        let (cells, unread) = (Vec::new(), Vec::new());
        Self { budget, table: Table::default(), row: 0, is_hidden: false, cells, unread }
    }

    /// Rows that are kept so far.
    pub fn len(&self) -> usize {
        self.table.rows.len()
    }

    pub fn begin_row(&mut self, row: u32, is_hidden: bool) {
        (self.row, self.is_hidden) = (row, is_hidden);
        self.cells.clear();
        self.unread.clear();
    }

    pub fn put(&mut self, column: u32, seen: &Seen) -> Result<(), ReadError> {
        // Of a `failed.csv` that a spreadsheet saved as a workbook.
        let text = unguarded(&seen.text);
        if text.is_empty() && seen.unread.is_none() {
            return Ok(());
        }
        if column >= COLUMNS_MOST || text.len() > ROW_MOST {
            return Err(self.long());
        }
        let column = column as usize;
        if column >= self.cells.len() {
            self.cells.resize(column + 1, String::new());
        }
        text.clone_into(&mut self.cells[column]);
        self.unread.extend(seen.unread.map(|unread| (column, unread)));
        Ok(())
    }

    fn long(&self) -> ReadError {
        ReadError::LongRow { row: u64::from(self.row) + 1 }
    }

    /// Keeps the row, as often as it stands there.
    pub fn end_row(&mut self, times: u32) -> Result<(), ReadError> {
        if self.cells.is_empty() {
            return Ok(());
        }
        let text: usize = self.cells.iter().map(String::len).sum();
        if text > ROW_MOST {
            return Err(self.long());
        }
        let cells: StringRecord = self.cells.drain(..).collect::<Vec<_>>().into();
        for row in self.row..self.row.saturating_add(times) {
            let number = u64::from(row) + 1;
            if self.table.rows.last().is_some_and(|last| last.number >= number) {
                return Err(broken(format!("row {number} stands in it twice or out of order")));
            }
            self.budget.hold(held(&cells))?;
            let unread = self.unread.clone();
            self.table.rows.push(Cells { number, cells: cells.clone(), is_hidden: self.is_hidden, unread });
        }
        Ok(())
    }

    pub fn merge(&mut self, merge: Merge) -> Result<(), ReadError> {
        if self.table.merges.len() == KEPT_MOST {
            return Err(ReadError::HugeWorkbook);
        }
        self.table.merges.push(merge);
        Ok(())
    }

    pub fn done(mut self) -> Result<Table, ReadError> {
        self.spread()?;
        Ok(self.table)
    }

    /// The value of merged cells counts for each row they cover: the organisation of three people is one cell
    /// beside three. Something else in a covered cell, which nobody sees, is not read.
    fn spread(&mut self) -> Result<(), ReadError> {
        /// Bytes of the rows that merged cells cover, each counted for each of them.
        const COVERED_MOST: usize = 256 * 1024 * 1024;
        let rows = &mut self.table.rows;
        let mut left = COVERED_MOST;
        for merge in &self.table.merges {
            let (first, last) = (u64::from(merge.rows.0) + 1, u64::from(merge.rows.1) + 1);
            let Ok(anchor) = rows.binary_search_by_key(&first, |row| row.number) else { continue };
            let column = merge.columns.0 as usize;
            let text = rows[anchor].cells.get(column).unwrap_or_default().to_owned();
            let unread = rows[anchor].unread.iter().find(|(at, _)| *at == column).copied();
            if text.is_empty() && unread.is_none() {
                continue;
            }
            for row in rows[anchor + 1..].iter_mut().take_while(|row| row.number <= last) {
                left = left.checked_sub(held(&row.cells)).ok_or(ReadError::HugeWorkbook)?;
                match row.cells.get(column).unwrap_or_default() {
                    "" => {
                        self.budget.hold(text.len())?;
                        let mut cells: Vec<&str> = row.cells.iter().collect();
                        cells.resize(cells.len().max(column + 1), "");
                        cells[column] = &text;
                        row.cells = cells.into();
                        row.unread.extend(unread);
                    }
                    own if own == text => {}
                    _ => row.unread.push((column, Unread::Covered)),
                }
            }
        }
        Ok(())
    }
}

/// Bytes that a row takes: beside its text, some for itself and for each cell.
fn held(cells: &StringRecord) -> usize {
    const ROW: usize = 240;
    cells.as_slice().len() + ROW + size_of::<usize>() * cells.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[(u32, &[&str])], merges: &[Merge]) -> Vec<(u64, String)> {
        let budget = Budget::default();
        let mut growing = Growing::new(&budget);
        for (row, cells) in rows {
            growing.begin_row(*row, false);
            for (column, cell) in cells.iter().enumerate() {
                let seen = Seen { text: (*cell).to_owned(), unread: None };
                growing.put(u32::try_from(column).unwrap(), &seen).unwrap();
            }
            growing.end_row(1).unwrap();
        }
        for merge in merges {
            growing.merge(*merge).unwrap();
        }
        let rows = growing.done().unwrap().rows;
        let shown = |row: &Cells| {
            let unread: String = row.unread.iter().map(|(_, unread)| format!(" ({unread:?})")).collect();
            row.cells.iter().collect::<Vec<_>>().join("|") + &unread
        };
        rows.iter().map(|row| (row.number, shown(row))).collect()
    }

    #[test]
    fn rows_keep_their_numbers_and_their_gaps() {
        let rows = table(&[(0, &["a", "", "c"]), (2, &["", ""]), (4, &["", "b"])], &[]);
        assert_eq!(rows, [(1, "a||c".to_owned()), (5, "|b".to_owned())]);
        let budget = Budget::default();
        let far = Seen { text: "far".to_owned(), unread: None };
        assert!(Growing::new(&budget).put(16_383, &far).is_err());
    }

    #[test]
    fn the_value_of_merged_cells_counts_for_each_row_that_has_more_in_it() {
        let down = |column, rows| Merge { rows, columns: (column, column) };
        let rows: &[(u32, &[&str])] = &[
            (0, &["Branch", "Name"]),
            (1, &["Dockers", "Jo"]),
            (2, &["", "Kim"]),
            (3, &["Dockers", "Ada"]),
            (5, &["", "Bo"]),
        ];
        let texts = |merges: &[Merge]| table(rows, merges).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(texts(&[down(0, (1, 4))]), ["Branch|Name", "Dockers|Jo", "Dockers|Kim", "Dockers|Ada", "|Bo"]);
        assert_eq!(texts(&[down(0, (4, 5))])[4], "|Bo");
        // Across columns the value stays in the first.
        assert_eq!(texts(&[Merge { rows: (1, 2), columns: (0, 1) }])[2], "Dockers|Kim");
        // What stands under it is not what anybody sees.
        assert_eq!(texts(&[down(1, (1, 2))])[2], "|Kim (Covered)");
    }
}
