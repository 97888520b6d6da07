//! A model letter as a tree that other programs can fill in: what an action page carries.

/// A piece of a template, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text as it stands; Markdown in the body.
    Text(String),
    /// The form for one person, and the form for several.
    Voice([String; 2]),
    /// The value of a field.
    Field(String),
    /// The demand of this turn of a list.
    This,
    /// One text or another, by whether a field has a value.
    If {
        /// The field or condition.
        field: String,
        /// The text where it has one.
        then: Vec<Piece>,
        /// The text where it has none.
        otherwise: Vec<Piece>,
    },
    /// A text for each demand, and the text where there is none.
    Each(Vec<Piece>, Vec<Piece>),
}

/// The texts of a model letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pieces {
    /// One line.
    pub subject: Vec<Piece>,
    /// How the letter begins, if the model says so.
    pub salutation: Option<Vec<Piece>>,
    /// The body, with Markdown in its texts and partials in their place.
    pub body: Vec<Piece>,
    /// How the letter ends.
    pub closing: Vec<Piece>,
    /// What is asked for.
    pub demands: Vec<Vec<Piece>>,
    /// What a caller says, if the model says so.
    pub phone: Option<Vec<Piece>>,
}
