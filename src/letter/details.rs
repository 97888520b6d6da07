//! What a letter bears beside its text: the town, references, how it is sent, what lies with it, who gets a copy on
//! paper, and a second signature.

use std::fmt;
use std::str::FromStr;

use crate::text::{self, TextError};

/// Characters of one of these lines at most; a longer one would be a text of its own.
const LINE_MOST: usize = 120;

/// What a letter bears beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// The town before the day.
    pub place: Option<String>,
    /// The sender's reference.
    pub our_ref: Option<String>,
    /// The office's own reference, from a letter of theirs.
    pub your_ref: Option<String>,
    /// The way it is sent, where that is said on it.
    pub sent_by: Option<SentBy>,
    /// What lies with it.
    pub enclosures: Vec<String>,
    /// Those who get a copy and have no e-mail address.
    pub copy_names: Vec<String>,
    /// Who signs beside the signatory.
    pub second: Option<SecondSignatory>,
}

/// Who signs beside the signatory, such as the chair beside the secretary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondSignatory {
    /// Their name.
    pub name: String,
    /// Their office or job.
    pub role: Option<String>,
}

/// How the sender can be reached beside their address, and paid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SenderContact {
    /// A telephone number, as they write it.
    pub telephone: Option<String>,
    /// A fax number, as they write it.
    pub fax: Option<String>,
    /// A web site.
    pub web: Option<String>,
    /// A bank account.
    pub bank: Option<String>,
}

/// The way a letter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentBy {
    /// By registered post.
    Registered,
    /// By registered post, and the post confirms who took it.
    RegisteredWithReceipt,
    /// By express post.
    Express,
    /// By a courier.
    Courier,
    /// It is handed over.
    Hand,
}

impl Details {
    /// Nothing.
    pub const NONE: &'static Self = &Self {
        place: None,
        our_ref: None,
        your_ref: None,
        sent_by: None,
        enclosures: Vec::new(),
        copy_names: Vec::new(),
        second: None,
    };
}

impl SentBy {
    /// All ways.
    pub const ALL: [Self; 5] =
        [Self::Registered, Self::RegisteredWithReceipt, Self::Express, Self::Courier, Self::Hand];

    /// The word in files and flags.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::RegisteredWithReceipt => "registered-receipt",
            Self::Express => "express",
            Self::Courier => "courier",
            Self::Hand => "hand",
        }
    }
}

impl FromStr for SentBy {
    type Err = SentByError;

    fn from_str(word: &str) -> Result<Self, SentByError> {
        Self::ALL.into_iter().find(|way| way.as_str() == word).ok_or(SentByError)
    }
}

/// No way that a letter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentByError;

impl fmt::Display for SentByError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", SentBy::ALL.map(SentBy::as_str).join(", "))
    }
}

impl std::error::Error for SentByError {}

/// Why a line cannot stand on a letter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DetailError {
    /// Not one clean line.
    #[error(transparent)]
    Line(#[from] TextError),
    /// Something is left to fill in.
    #[error("\"{0}\" is still to be filled in")]
    Hole(String),
    /// An e-mail address among those who have none.
    #[error("\"{0}\" looks like an e-mail address")]
    Address(String),
}

/// One line of these, clean and without a blank.
pub fn detail(raw: &str) -> Result<String, DetailError> {
    let line = text::line(raw, LINE_MOST)?;
    match text::hole(&line) {
        Some(hole) => Err(DetailError::Hole(hole.to_owned())),
        None => Ok(line),
    }
}

/// The name of somebody who gets a copy on paper. An address there would promise a mail that nobody sends.
pub fn copy_name(raw: &str) -> Result<String, DetailError> {
    let line = detail(raw)?;
    if line.contains('@') { Err(DetailError::Address(line)) } else { Ok(line) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_beside_the_text_is_clean_and_has_no_blank() {
        for (raw, read) in [
            (" K 7/26 ", Ok("K 7/26")),
            ("Ref. [NUMBER]", Err("\"[NUMBER]\" is still to be filled in")),
            ("____", Err("\"____\" is still to be filled in")),
        ] {
            assert_eq!(detail(raw).as_deref().map_err(ToString::to_string), read.map_err(str::to_owned), "{raw}");
        }
        for raw in ["", "two\nlines", "a\u{202e}b", &"x".repeat(200)] {
            assert!(matches!(detail(raw), Err(DetailError::Line(_))), "{raw}");
        }
        assert_eq!(copy_name("Amnesty group 12").as_deref(), Ok("Amnesty group 12"));
        assert_eq!(copy_name("a@b.test"), Err(DetailError::Address("a@b.test".to_owned())));
    }

    #[test]
    fn each_way_is_read_by_its_word() {
        assert!(SentBy::ALL.into_iter().all(|way| way.as_str().parse() == Ok(way)));
        assert_eq!("pigeon".parse::<SentBy>(), Err(SentByError));
    }
}
