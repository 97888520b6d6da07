//! What the cells of a few columns say of each other, where the header alone does not settle which of
//! them is meant.

use csv::StringRecord;

use super::absent::is_absent;
use super::assemble::{has_words, signed_title};
use super::meaning::Meaning;
use super::values;
use crate::text::{folded, for_sentence};

/// Columns that are compared with each other; a list that leaves more of them open is asked about.
const COLUMNS_MOST: usize = 16;

/// How the cells of one column stand to those of another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Pair {
    /// Rows where both are filled in.
    pub(super) both: u64,
    /// Rows where they differ.
    pub(super) differ: u64,
    /// Rows where the first is empty and the other is not.
    pub(super) only_other: u64,
    /// Rows where the first does not have the words of the other in it.
    pub(super) lacks: u64,
}

/// What was seen in the rows of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    columns: Vec<(usize, Meaning)>,
    filled: Vec<u64>,
    titles: Vec<u64>,
    pairs: Vec<Pair>,
    values: Vec<Vec<String>>,
}

impl Evidence {
    /// Begins to compare columns, each with what it may mean.
    pub(super) fn of(mut columns: Vec<(usize, Meaning)>) -> Self {
        columns.truncate(COLUMNS_MOST);
        let count = columns.len();
        Self {
            columns,
            filled: vec![0; count],
            titles: vec![0; count],
            pairs: vec![Pair::default(); count * count],
            values: vec![Vec::new(); count],
        }
    }

    /// Whether there is nothing to compare.
    pub(super) fn is_idle(&self) -> bool {
        self.columns.is_empty()
    }

    /// Looks at a row below the header.
    pub(super) fn look(&mut self, cells: &StringRecord) {
        let texts: Vec<String> = self
            .columns
            .iter()
            .map(|(at, meaning)| {
                let cell = cells.get(*at).unwrap_or_default();
                match meaning {
                    _ if is_absent(*meaning, cell) => String::new(),
                    Meaning::Field(field) => folded(&values::answer(*field, cell)),
                    _ => folded(cell),
                }
            })
            .collect();
        for (one, text) in texts.iter().enumerate() {
            if !text.is_empty() {
                self.filled[one] += 1;
                self.keep(one, cells);
            }
            if self.columns[one].1 == Meaning::NameTitle && !text.is_empty() && signed_title(text).is_some() {
                self.titles[one] += 1;
            }
            for (other, part) in texts.iter().enumerate().filter(|(_, part)| !part.is_empty()) {
                let pair = &mut self.pairs[one * texts.len() + other];
                if text.is_empty() {
                    pair.only_other += 1;
                    continue;
                }
                pair.both += 1;
                pair.differ += u64::from(text != part);
                pair.lacks += u64::from(!has_words(text, part));
            }
        }
    }

    /// Keeps the first values of a column, to know it by.
    fn keep(&mut self, index: usize, cells: &StringRecord) {
        const VALUES: usize = 3;
        if self.values[index].len() < VALUES {
            let cell = for_sentence(cells.get(self.columns[index].0).unwrap_or_default().trim());
            if !self.values[index].contains(&cell) {
                self.values[index].push(cell);
            }
        }
    }

    /// The first values of a column.
    pub(super) fn values(&self, column: usize) -> Vec<String> {
        self.index(column).map_or_else(Vec::new, |index| self.values[index].clone())
    }

    fn index(&self, column: usize) -> Option<usize> {
        self.columns.iter().position(|(at, _)| *at == column)
    }

    /// Rows in which the column has a value; `None` for a column that nobody looked at.
    pub(super) fn filled(&self, column: usize) -> Option<u64> {
        self.filled.get(self.index(column)?).copied()
    }

    /// Rows in which a column has a title of a name.
    pub(super) fn titles(&self, column: usize) -> u64 {
        self.index(column).map_or(0, |index| self.titles[index])
    }

    /// How one column stands to another.
    pub(super) fn pair(&self, one: usize, other: usize) -> Option<Pair> {
        let (one, other) = (self.index(one)?, self.index(other)?);
        self.pairs.get(one * self.columns.len() + other).copied()
    }
}
