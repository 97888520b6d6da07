//! A value with its line, and why a text is no appeal.

/// Why a text cannot be read as an appeal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppealError {
    /// It has no words.
    Empty,
    /// It is too long.
    Size {
        /// Its bytes.
        bytes: usize,
        /// As many as are read.
        most: usize,
    },
    /// A line is too long to be one of a text.
    Line {
        /// Which, from one.
        line: usize,
        /// Its characters.
        length: usize,
        /// As many as are read.
        most: usize,
    },
    /// It has a control character, which no text has.
    Control {
        /// In which line, from one.
        line: usize,
        /// Which.
        code: u32,
    },
    /// It is the source of a web page.
    Html,
    /// It has so many addresses that it is a list.
    Addresses {
        /// How many.
        count: usize,
        /// As many as are read.
        most: usize,
    },
}

/// A value and the line of the appeal it stands in, from one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// The line.
    pub line: usize,
}
