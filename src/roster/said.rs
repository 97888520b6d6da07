//! What the cells of a row say, each by the meaning of its column.

use csv::StringRecord;

use super::absent::is_absent;
use super::columns::Columns;
use super::consent::{self, Consent, Question};
use super::meaning::Meaning;
use super::values;
use crate::signatory::{Answers, Field, Remark};
use crate::text::for_sentence;

/// What the cells of a row say.
pub(super) struct Said {
    pub answers: Answers,
    pub consent: Consent,
    pub copy_me: Consent,
    /// What is odd about its cells.
    pub remarks: Vec<Remark>,
}

impl Said {
    pub fn of(columns: &Columns, question: &mut Question, cells: &StringRecord) -> Self {
        let mut answers = Answers::default();
        let (mut consent, mut copy_me, mut remarks) = (Consent::NotSaid, Consent::NotSaid, Vec::new());
        for ((_, meaning), cell) in columns.readable().zip(cells.iter()) {
            match meaning {
                Some(Meaning::Consent) => consent = question.answer(cell),
                Some(Meaning::CopyMe) => copy_me = consent::read(cell),
                Some(_) if cell.trim().is_empty() => {}
                Some(Meaning::Field(field)) if is_absent(Meaning::Field(field), cell) => {
                    remarks.push(Remark::StandsForNone(field, for_sentence(cell.trim())));
                }
                Some(Meaning::Field(field)) if !matches!(field, Field::Name | Field::Address) => {
                    answers.set(field, Some(values::answer(field, cell)));
                }
                _ => {}
            }
        }
        answers.name = Some(columns.assembly().name(cells)).filter(|name| !name.is_empty());
        Self { answers, consent, copy_me, remarks }
    }
}
