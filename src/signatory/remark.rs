//! What is odd about a signatory and stops nothing: a person may have meant it so.

use super::field::Field;

/// One thing that is worth a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// The own words have this, which looks like something left to fill in; safe to show.
    LooksBlank(String),
    /// The own words have this link, which hides where it leads; safe to show.
    ShortLink(String),
    /// The own words have this, which shouts; safe to show.
    Shouts(String),
    /// So many characters that nobody sees were taken out of an answer.
    TakenOut {
        /// Which answer.
        field: Field,
        /// How many.
        count: usize,
    },
    /// The e-mail address stands behind this name, which nobody else gave; safe to show.
    OtherName(String),
    /// Of the address only the town is known; the letter has none.
    NoStreet,
    /// Of the address only the street is known; the letter has none.
    NoTown,
    /// One person says "we".
    WeForOne,
    /// An answer that a program writes where there is none, such as "anonymous" for an e-mail; safe to show.
    StandsForNone(Field, String),
}
