//! What is wrong with an answer.

use std::fmt;

use super::damage::likely_reading;
use super::field::Field;
use super::person::NoName;
use crate::address::AddressError;
use crate::locale::{Country, NoCountry};
use crate::text::{self, TextError};

/// Most lines of a postal address.
pub(super) const ADDRESS_LINES: usize = 8;

/// What is wrong with one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Which answer.
    pub field: Field,
    /// What was answered, made safe to show.
    pub value: String,
    /// What is wrong with it.
    pub problem: AnswerProblem,
}

impl FieldError {
    pub(super) fn new(field: Field, value: &str, problem: AnswerProblem) -> Self {
        Self { field, value: text::for_sentence(value), problem }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let AnswerProblem::Missing = self.problem {
            return write!(f, "{} is missing", self.field.name());
        }
        write!(f, "{} \"{}\": {}", self.field.name(), self.value, self.problem)
    }
}

impl std::error::Error for FieldError {}

/// The kinds of mistake an answer can hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerProblem {
    /// Needed for this letter and not given.
    #[error("it is missing")]
    Missing,
    /// Not clean text.
    #[error(transparent)]
    Text(#[from] TextError),
    /// Something left to fill in, such as `[NAME]` or `____`.
    #[error("\"{0}\" is still to be filled in")]
    Hole(String),
    /// Not the name of a person.
    #[error(transparent)]
    NoName(#[from] NoName),
    /// An export has damaged it; what it most likely was, safe to show.
    #[error("an export has damaged this; did you mean \"{0}\"? Write it so, or export the list again as UTF-8")]
    Damaged(String),
    /// An e-mail address in the name of an organisation.
    #[error("it holds an e-mail address, which has a field of its own")]
    HoldsAddress,
    /// Not one of the four kinds.
    #[error("write individual, union, organisation or representative")]
    Kind,
    /// Neither "I" nor "we".
    #[error("write i or we")]
    Voice,
    /// Not a positive number.
    #[error("write how many members there are, as a whole number such as 340")]
    Members,
    /// Neither an ISO 3166-1 code nor a name of a country.
    #[error("{}", NoCountry::Unknown)]
    Country,
    /// A name that countries share.
    #[error("{}", NoCountry::Shared(.0.clone()))]
    SharedCountry(Vec<Country>),
    /// Not an e-mail address.
    #[error(transparent)]
    Address(AddressError),
    /// More lines than fit an envelope.
    #[error("an address has at most {ADDRESS_LINES} lines")]
    AddressLines,
}

/// Refuses a text that an export has damaged.
pub(super) fn whole(raw: &str) -> Result<&str, AnswerProblem> {
    match likely_reading(raw) {
        Some(reading) => Err(AnswerProblem::Damaged(text::for_sentence(&reading))),
        None => Ok(raw),
    }
}
