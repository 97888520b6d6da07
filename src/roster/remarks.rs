//! What is odd about rows that can be used: the first few rows of each kind, and how many there are.

use std::mem::{Discriminant, discriminant};

use crate::signatory::Remark;

/// Rows that share a kind of remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remarked {
    /// What the first of them has.
    pub remark: Remark,
    /// The first few, from the top of the list.
    pub rows: Vec<u64>,
    /// How many rows there are.
    pub count: u64,
}

impl Remarked {
    /// More rows than this are counted and not named.
    pub const NAMED: usize = 10;
}

/// Rows of perhaps the same person as an earlier one; each signs for itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PerhapsSame {
    /// The first few, each with the earlier row.
    pub rows: Vec<(u64, u64)>,
    /// How many rows there are.
    pub count: u64,
}

/// The remarks on a list, one of each kind.
#[derive(Debug, Clone, Default)]
pub struct Remarks {
    kinds: Vec<Kind>,
    perhaps_same: PerhapsSame,
}

#[derive(Debug, Clone)]
struct Kind {
    of: Discriminant<Remark>,
    remarked: Remarked,
    /// The last row that was counted: one may have the same twice, in two answers.
    last: u64,
}

impl Remarks {
    pub(super) fn add(&mut self, row: u64, remark: Remark) {
        let kind = discriminant(&remark);
        match self.kinds.iter_mut().find(|known| known.of == kind) {
            None => {
                self.kinds.push(Kind { of: kind, remarked: Remarked { remark, rows: vec![row], count: 1 }, last: row });
            }
            Some(known) if known.last == row => {}
            Some(Kind { remarked, last, .. }) => {
                *last = row;
                remarked.count += 1;
                if remarked.rows.len() < Remarked::NAMED {
                    remarked.rows.push(row);
                }
            }
        }
    }

    pub(super) fn add_perhaps_same(&mut self, row: u64, earlier: u64) {
        self.perhaps_same.count += 1;
        if self.perhaps_same.rows.len() < Remarked::NAMED {
            self.perhaps_same.rows.push((row, earlier));
        }
    }

    /// Whether nothing is odd.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.perhaps_same.count == 0
    }

    /// Rows of perhaps the same person as an earlier one.
    pub fn perhaps_same(&self) -> &PerhapsSame {
        &self.perhaps_same
    }

    /// One of each kind, in the order in which they were met.
    pub fn iter(&self) -> impl Iterator<Item = &Remarked> {
        self.kinds.iter().map(|kind| &kind.remarked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signatory::Field;

    #[test]
    fn rows_are_counted_once_and_the_first_are_named() {
        let mut remarks = Remarks::default();
        for row in 2..30 {
            for field in [Field::Name, Field::Role] {
                remarks.add(row, Remark::TakenOut { field, count: 1 });
            }
        }
        remarks.add(30, Remark::LooksBlank("XXX".to_owned()));
        let found: Vec<(u64, usize)> = remarks.iter().map(|one| (one.count, one.rows.len())).collect();
        assert_eq!(found, [(28, 10), (1, 1)]);
    }
}
