//! A value with its line, and why a text is no appeal.

/// What an appeal comes as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text (UTF-8).
    Text,
    /// A web page (HTML, UTF-8).
    Page,
    /// A mail (RFC 5322, with MIME).
    Mail,
    /// A document of a word processor (Office Open XML, ECMA-376: `.docx`).
    Document,
}

/// Why a file cannot be read as an appeal.
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
    /// The text of a document, unpacked, is too long.
    Unpacked {
        /// As many bytes as are read.
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
    /// It is no UTF-8 text.
    Encoding,
    /// It is neither the page nor the document that it begins as.
    Damaged(Format),
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
