//! What can be wrong: with a list as a whole, so that it cannot be read, and with what stands in it,
//! each fault with its row, its column, and the value made safe to show. The words for faults are the
//! program's.

use std::io;

use super::consent::Consent;
use super::meaning::Meaning;
use super::row::Unread;
use crate::locale::{Country, ShortCode};
use crate::signatory;
use crate::signatory::Field;
use crate::text::for_sentence;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The row, as a spreadsheet counts: the header is 1, unless lines stand above it.
    pub row: u64,
    /// The column's name in the list, safe to show; empty when it is about the row as a whole.
    pub column: String,
    /// The cell, safe to show.
    pub value: String,
    /// What is wrong.
    pub problem: RowProblem,
}

impl Fault {
    pub(super) fn new(row: u64, column: &str, value: &str, problem: RowProblem) -> Self {
        Self { row, column: for_sentence(column), value: for_sentence(value), problem }
    }
}

/// A column among several, as a person knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its letter, as a spreadsheet has it.
    pub letter: String,
    /// Its name, safe to show.
    pub name: String,
    /// Its first values, safe to show.
    pub values: Vec<String>,
}

/// The kinds of fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowProblem {
    /// Several columns that would be one thing.
    Tie(Meaning, Vec<Candidate>),
    /// The letters need this, and no column holds it.
    NoColumn(Field),
    /// No column says who agreed to the letter.
    NoConsentColumn,
    /// A row of more or fewer cells than the header.
    Ragged {
        /// Cells of the row.
        cells: usize,
        /// Columns of the header.
        columns: usize,
    },
    /// An answer that cannot be used; `Missing` for an empty cell.
    Answer(Field, signatory::AnswerProblem),
    /// Something left to fill in, such as `[NAME]` or TODO.
    Hole(String),
    /// What a spreadsheet shows when a formula fails.
    FormulaError,
    /// A postal code with fewer digits than those of its country.
    ShortPostalCode(Country, ShortCode),
    /// A name with a comma that may be the surname first, or something behind a name; how it most likely is signed,
    /// safe to show, empty where that cannot be told.
    NameOrder(String),
    /// The same signatory says no in this later row.
    Withdrawn(u64),
    /// The cell does not say that the person agreed to the letter, but this.
    NoConsent(Consent),
    /// The cell does not say clearly whether the person wants a copy of their letters.
    UnclearCopy,
    /// A cell of a workbook without a value to read; its place, such as `B7`.
    Unread(Unread, String),
    /// A cell of a workbook beyond the last column of the header.
    BeyondHeader(String),
    /// The same person stands in an earlier row.
    SamePerson(u64),
    /// The same organisation signs in an earlier row, whoever signs for it there.
    SameOrganisation(u64),
    /// An earlier run left the row out for that, and nobody said that it is mended.
    SamePersonBefore,
}

/// The words that begin the reason of both: read back in `failed.csv`, where the other row is not, they
/// keep the person from being written for twice.
pub const SAME_PERSON: &str = "the same person stands in";
/// The same of an organisation.
pub const SAME_ORGANISATION: &str = "the same organisation signs in";

/// A file that is no list, or one that this program does not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A workbook that opens with a password alone.
    Locked,
    /// An Excel workbook of before 2007 (`.xls`).
    OldExcel,
    /// Another Office document of before 2007 (`.doc`).
    OldOffice,
    /// HTML, or a web page with all its parts (`.mht`).
    WebPage,
    /// The XML of Excel 2003, an `OpenDocument` in one XML file, or any other XML.
    Xml,
    /// An Excel workbook in its binary form (`.xlsb`).
    BinaryExcel,
    /// A workbook of Apple Numbers.
    Numbers,
    /// A text document (`.docx`, `.odt`).
    TextDocument,
    /// PDF or RTF.
    Printed,
    /// A packed archive of something else.
    Archive,
}

/// An encoding in which names of columns are known that are none in any other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByHeader {
    /// The encoding.
    pub encoding: &'static str,
    /// Those names, as they read in it.
    pub names: Vec<String>,
}

/// Why a list cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file itself.
    #[error("{0}")]
    Io(io::Error),
    /// Bytes that are not UTF-8, with one cell as the likely encodings would have it.
    #[error("line {line} is not UTF-8; {}", would_be(read_as, header.as_ref()))]
    NotUtf8 {
        /// The line, from 1.
        line: u64,
        /// Encodings and what the cell reads in each.
        read_as: Vec<(&'static str, String)>,
        /// The encoding that alone makes sense of the header.
        header: Option<ByHeader>,
    },
    /// Bytes that the named encoding does not have.
    #[error("line {line} is not {encoding}")]
    Malformed {
        /// The encoding.
        encoding: &'static str,
        /// The line, from 1.
        line: u64,
    },
    /// A name of no encoding.
    #[error("unknown encoding \"{0}\"")]
    UnknownEncoding(String),
    /// A quotation mark that opens a cell and is never followed by one that closes it.
    #[error("row {row} has a quotation mark that is never closed")]
    OpenQuote {
        /// The row.
        row: u64,
    },
    /// Text behind the quotation mark that closes a cell: most likely one that was left open further up, and
    /// swallowed what stands between.
    #[error("row {row} has a value that goes on behind its closing quotation mark; an opening one in it may be stray")]
    StrayQuote {
        /// The row.
        row: u64,
    },
    /// Bytes said to be of another encoding, and all of them are UTF-8, which is no chance.
    #[error("it is UTF-8, not {encoding}")]
    IsUtf8 {
        /// The encoding that was named.
        encoding: &'static str,
    },
    /// More columns than any list has.
    #[error("row {row} has {count} columns, which are too many for a list of people")]
    TooManyColumns {
        /// The row.
        row: u64,
        /// Its columns.
        count: usize,
    },
    /// A row that is longer than any row is.
    #[error("row {row} is too long to be a row of a list")]
    LongRow {
        /// The row.
        row: u64,
    },
    /// A workbook that is broken or locked.
    #[error("the workbook cannot be read: {0}")]
    Workbook(String),
    /// A workbook that unpacks to more than a list can be.
    #[error("the workbook is too large once unpacked")]
    HugeWorkbook,
    /// The first sheet of a workbook is no list, and several others may be.
    #[error("the first sheet, \"{}\", holds no list, and several others may: {}", for_sentence(first), quoted(lists))]
    WhichSheet {
        /// The first sheet.
        first: String,
        /// Those that look like a list.
        lists: Vec<String>,
    },
    /// No sheet has this name or number.
    #[error("it has no sheet \"{}\"; its sheets are {}", for_sentence(wanted), quoted(names))]
    NoSheet {
        /// What was asked for.
        wanted: String,
        /// The sheets that are not hidden.
        names: Vec<String>,
    },
    /// A sheet was asked for, or its visible rows, and the file has none.
    #[error("it is a text file, which has no sheets")]
    NoSheets,
    /// No such row among the first, or nothing in it.
    #[error("row {0} cannot be the header: it is empty, or stands below the first twenty rows that are not")]
    NoHeaderRow(u64),
    /// A file of another kind.
    #[error("{}", kind_of(*.0))]
    Foreign(Foreign),
    /// Nothing in it.
    #[error("it is empty")]
    Empty,
    /// Columns to ignore that are not there.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Ignore(Vec<MapError>),
    /// Maps that cannot be followed.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Map(Vec<MapError>),
}

/// Why a `--map` cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// Not of the form `field=Column`.
    #[error("expected FIELD=COLUMN, found \"{0}\"")]
    Shape(String),
    /// Nothing a column can hold.
    #[error("unknown field \"{0}\"")]
    Meaning(String),
    /// One column for two things.
    #[error("the column \"{0}\" is given for two fields")]
    Twice(String),
    /// One field with two columns, where it can have one.
    #[error("{} is given twice", .0.name())]
    Again(Meaning),
    /// The whole name and a part of it, which would not be used.
    #[error("{} is a part of the name, and the whole name is given as well; give one of the two", .0.name())]
    WholeAndPart(Meaning),
    /// One half of a name, beside a column for the whole of it.
    #[error("{half} is one half of the name, and \"{1}\" has the whole of it; give the other half as well", half = .0.name())]
    Half(Meaning, String),
    /// A column that is to be ignored and to be used.
    #[error("--map gives a meaning to the column \"{0}\"")]
    Used(String),
    /// Several columns to which it could point; their letters.
    #[error("several columns are called \"{0}\" or begin so: {letters}; give the letter of one", letters = .1.join(", "))]
    Ambiguous(String, Vec<String>),
    /// The list has no such column.
    #[error("the list has no column \"{0}\"")]
    Column(String),
}

/// A few names in quotation marks.
fn quoted(names: &[String]) -> String {
    /// More of them say nothing more.
    const SHOWN: usize = 20;
    let more = names.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| format!("{more} more"));
    let shown = names.iter().take(SHOWN).map(|name| format!("\"{}\"", for_sentence(name)));
    shown.chain(more).collect::<Vec<_>>().join(", ")
}

fn kind_of(kind: Foreign) -> &'static str {
    match kind {
        Foreign::Locked => "it is protected by a password",
        Foreign::OldExcel => "it is a workbook in the format of before 2007 (.xls)",
        Foreign::OldOffice => "it is an Office document in the format of before 2007, not a workbook",
        Foreign::WebPage => "it is a web page (HTML), whatever its name says",
        Foreign::Xml => "it is an XML file, whatever its name says",
        Foreign::BinaryExcel => "it is a workbook in Excel's binary format (.xlsb)",
        Foreign::Numbers => "it is a document of Apple Numbers",
        Foreign::TextDocument => "it is a text document, not a workbook",
        Foreign::Printed => "it is a document to read or print (PDF or RTF), not a list",
        Foreign::Archive => "it is an archive, not a workbook",
    }
}

fn would_be(read_as: &[(&'static str, String)], header: Option<&ByHeader>) -> String {
    if let Some(ByHeader { encoding, names }) = header {
        return format!("in {encoding} the header reads {}", names.join("; "));
    }
    let shown: Vec<String> = read_as.iter().map(|(label, text)| format!("{label}: \"{text}\"")).collect();
    format!("one of its cells would be, in {}", shown.join(", in "))
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(own) => own,
            Err(error) => Self::Io(error),
        }
    }
}
