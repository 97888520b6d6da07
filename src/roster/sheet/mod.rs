//! XLSX and ODS: which sheet is read, and its rows, cell by cell as a person sees them.
//!
//! A workbook is a packed archive, and a few bytes of one can mean more than any memory holds: packed
//! nothing, a cell of a thousand million spaces, a row repeated a million times. So what comes out is
//! counted, never what goes in ([`Budget`]). Formulas are not run; their last result is read.

mod archive;
mod budget;
mod grid;
mod number;
mod ods;
mod xlsx;
mod xml;

use std::io::{Read, Seek};

use self::archive::Archive;
use self::budget::Budget;
pub(super) use self::grid::Table;
use super::fault::ReadError;
use super::row::Cells;
use crate::text::folded;

/// Rows with something in them of each sheet that are looked at to find the list.
const TOP: usize = 30;
/// Rows of each sheet that are looked at, those with nothing in them too.
const TOP_IN_ALL: u32 = 100;

/// A workbook, opened.
pub(super) struct Book<R> {
    archive: Archive<R>,
    budget: Budget,
    kind: Kind,
}

enum Kind {
    Xlsx { book: xlsx::Workbook, tops: Vec<Table> },
    Ods(Vec<ods::Tab>),
}

/// A sheet of a workbook.
pub(super) struct Tab<'a> {
    pub name: &'a str,
    pub is_hidden: bool,
    /// Its first rows; none of a hidden sheet.
    pub top: &'a Table,
}

impl<R: Read + Seek> Book<R> {
    /// Reads what all sheets share, and the first rows of each.
    pub fn open(from: R) -> Result<Self, ReadError> {
        let mut archive = Archive::open(from)?;
        let budget = Budget::default();
        let kind = if archive.has("content.xml") {
            ods::check_kind(&mut archive, &budget)?;
            Kind::Ods(ods::tabs(&mut archive, &budget, TOP)?)
        } else if archive.has("xl/workbook.xml") {
            let book = xlsx::Workbook::open(&mut archive, &budget)?;
            let mut top = |tab: &xlsx::Tab| {
                if tab.is_hidden {
                    return Ok(Table::default());
                }
                book.read(&mut archive, &budget, tab, (TOP, TOP_IN_ALL))
            };
            let tops = book.tabs.iter().map(&mut top).collect::<Result<_, _>>()?;
            Kind::Xlsx { book, tops }
        } else {
            return Err(ReadError::Foreign(archive.other()));
        };
        Ok(Self { archive, budget, kind })
    }

    /// All sheets, in their order.
    pub fn tabs(&self) -> Vec<Tab<'_>> {
        match &self.kind {
            Kind::Xlsx { book, tops } => {
                let tabs = book.tabs.iter().zip(tops);
                tabs.map(|(tab, top)| Tab { name: &tab.name, is_hidden: tab.is_hidden, top }).collect()
            }
            Kind::Ods(tabs) => {
                tabs.iter().map(|tab| Tab { name: &tab.name, is_hidden: tab.is_hidden, top: &tab.top }).collect()
            }
        }
    }

    /// All rows of one sheet, by its index.
    pub fn read(mut self, tab: usize) -> Result<Table, ReadError> {
        self.budget.renew();
        match &self.kind {
            Kind::Xlsx { book, .. } => match book.tabs.get(tab) {
                Some(tab) => book.read(&mut self.archive, &self.budget, tab, (usize::MAX, u32::MAX)),
                None => Ok(Table::default()),
            },
            Kind::Ods(_) => ods::read(&mut self.archive, &self.budget, tab),
        }
    }
}

/// One sheet in full, and what was decided to take it.
#[derive(Debug)]
pub(super) struct Sheet {
    pub name: String,
    /// The other sheets that have anything in them, whether each looks like a list.
    pub others: Vec<(String, bool)>,
    /// Whether it was taken because the first sheet is no list.
    pub is_not_first: bool,
    pub table: Table,
}

impl Sheet {
    /// Opens a workbook and reads the sheet that is wanted, by its name or by its number among those that are
    /// not hidden. Without a wish it is the first with anything in it, unless that is no list and just one
    /// other sheet is.
    pub fn read<R: Read + Seek>(
        from: R,
        wanted: Option<&str>,
        is_list: impl Fn(&Table) -> bool,
    ) -> Result<Self, ReadError> {
        let book = Book::open(from)?;
        let tabs = book.tabs();
        let filled: Vec<(usize, bool)> = (0..)
            .zip(&tabs)
            .filter(|(_, tab)| !tab.is_hidden && !tab.top.rows.iter().all(Cells::are_blank))
            .map(|(at, tab)| (at, is_list(tab.top)))
            .collect();
        let chosen = if let Some(wanted) = wanted {
            find(&tabs, wanted)?
        } else {
            let lists: Vec<usize> = filled.iter().filter(|(_, is_list)| *is_list).map(|(at, _)| *at).collect();
            match (filled.first(), lists.as_slice()) {
                (None, _) => return Err(ReadError::Empty),
                (Some((first, false)), [_, _, ..]) => {
                    let name = |at: &usize| tabs.get(*at).map(|tab| tab.name.to_owned());
                    let first = name(first).unwrap_or_default();
                    return Err(ReadError::WhichSheet { first, lists: lists.iter().filter_map(name).collect() });
                }
                (Some((_, false)), [only]) => *only,
                (Some((first, _)), _) => *first,
            }
        };
        let name = |at: usize| tabs.get(at).map(|tab| tab.name.to_owned()).unwrap_or_default();
        let others = filled.iter().filter(|(at, _)| *at != chosen).map(|(at, is_list)| (name(*at), *is_list)).collect();
        let is_not_first = wanted.is_none() && filled.first().is_some_and(|(first, _)| *first != chosen);
        let name = name(chosen);
        drop(tabs);
        Ok(Self { name, others, is_not_first, table: book.read(chosen)? })
    }
}

/// The sheet of this name, else of this number.
fn find(tabs: &[Tab<'_>], wanted: &str) -> Result<usize, ReadError> {
    let exact = tabs.iter().position(|tab| tab.name == wanted);
    let like = || tabs.iter().position(|tab| folded(tab.name) == folded(wanted));
    let numbered = || {
        let number: usize = wanted.trim().parse().ok()?;
        let visible = tabs.iter().enumerate().filter(|(_, tab)| !tab.is_hidden);
        visible.map(|(at, _)| at).nth(number.checked_sub(1)?)
    };
    exact.or_else(like).or_else(numbered).ok_or_else(|| {
        let names = tabs.iter().filter(|tab| !tab.is_hidden).map(|tab| tab.name.to_owned()).collect();
        ReadError::NoSheet { wanted: wanted.to_owned(), names }
    })
}
