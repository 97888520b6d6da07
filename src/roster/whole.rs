//! What only all rows of a list together can say: that each name has its surname first, and that one text, which names
//! the letter or the use of a name, is all that anybody ticked.

use csv::StringRecord;

use super::columns::Columns;
use super::consent::{Consent, Question};
use super::meaning::Meaning;
use super::name::{AllTurned, NameOrder};
use crate::signatory::Field;

/// What is known of the rows so far.
pub(super) struct Whole {
    name_at: Option<usize>,
    names: AllTurned,
    by_header: bool,
    /// The column for consent, as long as one text may be all that stands in it.
    consent_at: Option<usize>,
    question: Question,
    ticked: Option<String>,
}

impl Whole {
    pub fn new(columns: &Columns, means_yes: &[String]) -> Self {
        let at = |wanted| columns.readable().position(|(_, meaning)| meaning == Some(wanted));
        Self {
            name_at: at(Meaning::Field(Field::Name)),
            names: AllTurned::default(),
            by_header: columns.name_is_surname_first(),
            consent_at: at(Meaning::Consent),
            question: Question::new(columns.consent().unwrap_or_default(), means_yes),
            ticked: None,
        }
    }

    /// Whether no other row can say more, which is so behind the first row of most lists.
    pub fn is_settled(&self) -> bool {
        self.consent_at.is_none() && (self.by_header || self.name_at.is_none() || !self.names.is_open())
    }

    pub fn look(&mut self, cells: &StringRecord) {
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map(str::trim).filter(|cell| !cell.is_empty());
        if let Some(name) = cell(self.name_at) {
            self.names.look(name);
        }
        let Some(text) = cell(self.consent_at) else { return };
        match (&self.ticked, self.question.answer(text)) {
            (_, Consent::NotSaid | Consent::Refused) => {}
            (None, Consent::Unclear) if self.question.is_ticked_text(text) => self.ticked = Some(text.to_owned()),
            (Some(known), Consent::Unclear) if known == text => {}
            _ => (self.consent_at, self.ticked) = (None, None),
        }
    }

    /// How the names are to be read, and the text that means yes because it is all that anybody ticked.
    pub fn end(self) -> (NameOrder, Option<String>) {
        let order = match () {
            () if self.by_header => NameOrder::ByHeader,
            () if self.names.are_all() => NameOrder::ByAll,
            () => NameOrder::AsWritten,
        };
        (order, self.ticked)
    }
}
