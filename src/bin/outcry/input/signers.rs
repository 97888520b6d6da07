//! Who signs: one signatory, or the rows of a list, in batches.

use outcry::roster::{Remarked, Row};
use outcry::signatory::{Remark, Signatory};

use crate::args::{RosterArgs, WhoArgs};
use crate::failure::Failure;
use crate::input::list::{Checked, List};
use crate::input::sources::mixed_domain;
use crate::messages;
use crate::messages::lists::rows_named;

/// One who signs, or why a row cannot.
pub struct Signer {
    /// The row, on a list.
    pub row: Option<Row>,
    pub checked: Checked,
}

impl Signer {
    pub fn number(&self) -> Option<u64> {
        self.row.as_ref().map(|row| row.number)
    }
}

/// Who signs.
pub enum Signers {
    One(Box<Signatory>, Vec<Remark>),
    List(Box<List>),
}

impl Signers {
    /// `together` at a time, each with the row it stands in. `from` is the first row that is wanted.
    pub fn each<E: From<Failure>>(
        &mut self,
        from: u64,
        together: usize,
        mut then: impl FnMut(Vec<Signer>) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Self::One(signatory, _) => then(vec![Signer { row: None, checked: Ok((**signatory).clone()) }]),
            Self::List(list) => {
                let mut some = Vec::with_capacity(together);
                list.each_from(from, |row, checked| {
                    some.push(Signer { row: Some(row), checked });
                    if some.len() < together { Ok(()) } else { then(std::mem::take(&mut some)) }
                })?;
                if some.is_empty() { Ok(()) } else { then(some) }
            }
        }
    }

    /// The flags that they are read by: those that were typed, with what is remembered or was answered. A line
    /// with them does the same.
    pub fn read_by(&self, typed: &RosterArgs, who: &WhoArgs) -> (RosterArgs, WhoArgs) {
        match self {
            Self::One(..) => (typed.clone(), who.clone()),
            Self::List(list) => list.read_by.clone(),
        }
    }

    /// The one signatory, where no list signs.
    pub fn one(&self) -> Option<&Signatory> {
        match self {
            Self::One(signatory, _) => Some(signatory),
            Self::List(_) => None,
        }
    }

    pub fn list(&self) -> Option<&List> {
        match self {
            Self::One(..) => None,
            Self::List(list) => Some(list),
        }
    }

    /// What is odd about them and stops nothing, as far as they were read.
    pub fn oddities(&self) -> Vec<String> {
        match self {
            Self::One(signatory, remarks) => {
                let odd = signatory.email.as_ref().and_then(mixed_domain);
                odd.into_iter().chain(remarks.iter().map(messages::remark)).collect()
            }
            Self::List(list) => {
                let row = |remarked: &Remarked| {
                    let named = rows_named(&remarked.rows, remarked.count);
                    format!("{}: {named}: {}", list.name, messages::remark(&remarked.remark))
                };
                let same = messages::perhaps_same(list.remarks.perhaps_same());
                let same = same.map(|same| format!("{}: {same}", list.name));
                let whole = list.mixed_domains().into_iter().chain(list.totals());
                whole.chain(list.remarks.iter().map(row)).chain(same).collect()
            }
        }
    }
}
