//! CSV and its relatives: which sign parts the cells, and the rows one by one.
//!
//! The `csv` crate splits the rows. [`Watch`] stands before it for what that crate does not tell:
//! lines with nothing on them, which a spreadsheet counts; a quotation mark that is never closed and
//! would swallow the rest of the file; a row of no end.

use std::io::{self, BufRead, BufReader, Read};

use csv::{Reader, ReaderBuilder, StringRecord};
use encoding_rs::Encoding;

use super::columns;
use super::draft;
use super::edges;
use super::encoding::{self, Decoded};
use super::fault::ReadError;
use super::row::Cells;

/// Bytes of one row.
pub(super) const ROW_MOST: usize = 1024 * 1024;

/// Bytes of a text in which its header is looked for.
const LOOK: u64 = 64 * 1024;

/// What parts the cells of a list, unless its first line names something else.
pub(super) const SIGNS: [u8; 4] = [b'|', b'\t', b';', b','];

/// How a text file is laid out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dialect {
    pub encoding: &'static Encoding,
    pub delimiter: u8,
    /// Whether the first line is Excel's `sep=;`, which no spreadsheet shows.
    pub sep_line: bool,
}

impl Dialect {
    /// By a `sep=` line, else by the sign that parts the header line into the most known columns.
    pub fn of(mut start: impl Read, encoding: &'static Encoding) -> Result<Self, ReadError> {
        let mut raw = Vec::new();
        start.by_ref().take(LOOK).read_to_end(&mut raw)?;
        let mut bytes = Vec::new();
        let read = Decoded::new(raw.chain(start), encoding).take(LOOK).read_to_end(&mut bytes);
        read.map_err(|error| match error.into() {
            ReadError::NotUtf8 { line, read_as, .. } => {
                let header = encoding::by_header(&raw, |text| header(text).names);
                ReadError::NotUtf8 { line, read_as, header }
            }
            error => error,
        })?;
        let text = String::from_utf8_lossy(&bytes);
        let first = text.lines().next().unwrap_or_default().trim_matches('"');
        if let Some(&[delimiter]) =
            first.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).map(|_| &first.as_bytes()[4..])
        {
            return Ok(Self { encoding, delimiter, sep_line: true });
        }
        // A `failed.csv` says it at once, whatever names of columns stand in its cells.
        let after_reason = text.strip_prefix(draft::REASON).and_then(|rest| rest.bytes().next());
        if let Some(delimiter) = after_reason.filter(|sign| SIGNS.contains(sign)) {
            return Ok(Self { encoding, delimiter, sep_line: false });
        }
        Ok(Self { encoding, delimiter: header(&text).delimiter, sep_line: false })
    }
}

/// What looks most like a header in the first lines of a text.
struct HeaderLine {
    delimiter: u8,
    /// Its names of columns that are known.
    names: Vec<String>,
}

/// The sign that parts one of the first lines into the most known columns; where none is known, the first line
/// into the most columns.
fn header(text: &str) -> HeaderLine {
    let of = |delimiter: u8| {
        let rows = records(text.trim_start_matches(['\r', '\n']).as_bytes(), delimiter).into_records();
        let rows = rows.map_while(Result::ok).filter(|row| row.iter().any(|cell| !cell.trim().is_empty()));
        let known = |row: StringRecord| {
            let names: Vec<String> = row.iter().filter(|name| columns::is_known(name)).map(str::to_owned).collect();
            // A line that is not parted may hold names of columns and be none.
            let known = if row.len() > 1 { names.len() } else { 0 };
            (known, row.len(), HeaderLine { delimiter, names })
        };
        // The first line, unless a title stands there: then one with several names.
        rows.take(edges::SEARCHED).map(known).reduce(|best, next| if next.0 > best.0.max(1) { next } else { best })
    };
    // Of equals the last wins.
    let all = SIGNS.into_iter().filter_map(of);
    let best = all.max_by_key(|(known, width, _)| (*known, *width));
    best.map_or(HeaderLine { delimiter: b',', names: Vec::new() }, |(.., header)| header)
}

fn records<R: Read>(from: R, delimiter: u8) -> Reader<R> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(from)
}

/// The rows of a text file, from the first.
pub(super) struct Rows<R> {
    reader: Reader<Watch<BufReader<Decoded<R>>>>,
    number: u64,
}

impl<R: Read> Rows<R> {
    pub fn new(from: R, dialect: Dialect) -> Result<Self, ReadError> {
        let mut text = BufReader::new(Decoded::new(from, dialect.encoding));
        if dialect.sep_line {
            text.read_until(b'\n', &mut Vec::new()).map_err(ReadError::from)?;
        }
        Ok(Self { reader: records(Watch::new(text, dialect.delimiter), dialect.delimiter), number: 0 })
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<Cells, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = StringRecord::new();
        match self.reader.read_record(&mut record) {
            Ok(false) => None,
            Ok(true) => {
                self.number += 1;
                if record.iter().any(|cell| unguarded(cell) != cell) {
                    record = record.iter().map(unguarded).collect();
                }
                Some(Ok(Cells::of_text(self.number, record)))
            }
            Err(error) => Some(Err(match error.into_kind() {
                csv::ErrorKind::Io(error) => error.into(),
                _ => ReadError::Malformed { encoding: "UTF-8", line: self.number + 1 },
            })),
        }
    }
}

/// Signs with which a cell begins that a spreadsheet takes for a formula; some take the wide ones of East Asia
/// for the same.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// A cell without the apostrophe that keeps a spreadsheet from taking it for something else.
pub(super) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA) || is_reshaped(rest)).unwrap_or(cell)
}

/// Whether a spreadsheet that opens a text file writes a cell anew: `01067` as 1067, `12-14` as a day, and the
/// digits of a long number as zeros.
pub(super) fn is_reshaped(cell: &str) -> bool {
    if !cell.starts_with(|c: char| c.is_ascii_digit()) || cell.len() > 40 {
        return false;
    }
    let parts: Vec<&str> = cell.split(['-', '/', '.']).collect();
    let is_short = |part: &&str| (1..=4).contains(&part.len());
    parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
        && match parts.as_slice() {
            [digits] => digits.len() > 2 && digits.starts_with('0') || digits.len() > 11,
            [_, _] | [_, _, _] => parts.iter().all(is_short),
            _ => false,
        }
}

/// A cell as no spreadsheet takes it for a formula; reading takes the apostrophe off again.
pub fn guard(cell: &str) -> std::borrow::Cow<'_, str> {
    if cell.starts_with(FORMULA) { format!("'{cell}").into() } else { cell.into() }
}

/// A cell of CSV (RFC 4180), quoted, as no spreadsheet takes it for a formula.
pub fn quoted_cell(cell: &str) -> String {
    format!("\"{}\"", guard(cell).replace('"', "\"\""))
}

/// Where in a row a byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    LineStart,
    CellStart,
    Plain,
    Quoted,
    /// After a quotation mark inside a quoted cell: its end, or the first half of a doubled one.
    QuoteInQuoted,
    /// After the CR of a line end.
    Return,
}

/// Passes text on and keeps count of its rows.
struct Watch<R> {
    from: R,
    delimiter: u8,
    state: State,
    row: u64,
    row_length: usize,
    /// The first row with text behind a closing quotation mark. The reader would take it for text of the cell.
    stray: Option<u64>,
    out: Vec<u8>,
    out_at: usize,
}

impl<R: BufRead> Watch<R> {
    fn new(from: R, delimiter: u8) -> Self {
        Self {
            from,
            delimiter,
            state: State::LineStart,
            row: 1,
            row_length: 0,
            stray: None,
            out: Vec::new(),
            out_at: 0,
        }
    }

    fn pass(&mut self, byte: u8) {
        let line_end = |state: State| {
            if byte == b'\r' {
                State::Return
            } else if byte == b'\n' {
                State::LineStart
            } else {
                state
            }
        };
        let next = match self.state {
            State::Return if byte == b'\n' => {
                self.state = State::LineStart;
                self.out.push(byte);
                return;
            }
            State::LineStart | State::Return => {
                if matches!(byte, b'\r' | b'\n') {
                    // An empty row, said so that the reader behind this sees it.
                    self.out.extend_from_slice(b"\"\"");
                    line_end(State::Plain)
                } else if byte == b'"' {
                    State::Quoted
                } else if byte == self.delimiter {
                    State::CellStart
                } else {
                    State::Plain
                }
            }
            State::Quoted if byte == b'"' => State::QuoteInQuoted,
            State::Quoted => State::Quoted,
            State::CellStart | State::QuoteInQuoted if byte == b'"' => State::Quoted,
            State::CellStart | State::Plain | State::QuoteInQuoted if byte == self.delimiter => State::CellStart,
            State::CellStart | State::Plain | State::QuoteInQuoted => line_end(State::Plain),
        };
        if self.state == State::QuoteInQuoted && next == State::Plain {
            self.stray.get_or_insert(self.row);
        }
        if matches!(next, State::LineStart | State::Return) {
            self.row += 1;
            self.row_length = 0;
        }
        self.row_length += 1;
        self.state = next;
        self.out.push(byte);
    }
}

impl<R: BufRead> Read for Watch<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.out_at == self.out.len() {
            self.out.clear();
            self.out_at = 0;
            let piece = self.from.fill_buf()?.to_vec();
            if piece.is_empty() && self.state == State::Quoted {
                return Err(io::Error::other(ReadError::OpenQuote { row: self.row }));
            }
            self.from.consume(piece.len());
            for byte in piece {
                self.pass(byte);
            }
            if let Some(row) = self.stray {
                return Err(io::Error::other(ReadError::StrayQuote { row }));
            }
            if self.row_length > ROW_MOST {
                return Err(io::Error::other(ReadError::LongRow { row: self.row }));
            }
        }
        let rest = &self.out[self.out_at..];
        let length = rest.len().min(into.len());
        into[..length].copy_from_slice(&rest[..length]);
        self.out_at += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::UTF_8;

    #[test]
    fn no_cell_is_a_formula() {
        for (text, cell_text) in [
            ("250 ok", "\"250 ok\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("-1", "\"'-1\""),
            ("+1", "\"'+1\""),
            ("@x", "\"'@x\""),
            ("", "\"\""),
        ] {
            assert_eq!(quoted_cell(text), cell_text);
        }
    }

    fn rows(text: &str) -> Result<Vec<(u64, Vec<String>)>, String> {
        let dialect = Dialect::of(text.as_bytes(), UTF_8).map_err(|error| error.to_string())?;
        let rows = Rows::new(text.as_bytes(), dialect).map_err(|error| error.to_string())?;
        rows.map(|row| {
            let row = row.map_err(|error| error.to_string())?;
            Ok((row.number, row.cells.iter().map(str::to_owned).collect()))
        })
        .collect()
    }

    #[test]
    fn the_sign_between_cells_is_found() {
        for (text, expected) in [
            ("name,country\n", b','),
            ("name;country\n", b';'),
            ("name\tcountry\n", b'\t'),
            ("name|country\n", b'|'),
            ("Name;Adresse (Straße, Ort)\n", b';'),
            ("\"Name, first\";country;email\n", b';'),
            ("name\n", b','),
            ("List of members, as of today, 2026\n\nname;country\nJo;NZ\n", b';'),
            ("wer;wo\nJo;1 Quay, Hull, over there\n", b';'),
            ("", b','),
            ("sep=|\nname;a|country\n", b'|'),
            ("SEP=\t\r\nname\tcountry", b'\t'),
        ] {
            assert_eq!(Dialect::of(text.as_bytes(), UTF_8).unwrap().delimiter, expected, "{text:?}");
        }
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_does() {
        let numbers = |text: &str| {
            rows(text).unwrap().into_iter().map(|(n, cells)| format!("{n} {}", cells.join("/"))).collect::<Vec<_>>()
        };
        for text in ["a,b\n\n\n1,2\n", "a,b\r\n\r\n\r\n1,2", "a,b\r\r\r1,2\r", "sep=,\r\na,b\r\n\r\n\r\n1,2\r\n"] {
            assert_eq!(numbers(text), ["1 a/b", "2 ", "3 ", "4 1/2"], "{text:?}");
        }
        assert_eq!(numbers("a,b\n\"x\n\ny\",2\n3,4\n"), ["1 a/b", "2 x\n\ny/2", "3 3/4"]);
        assert_eq!(numbers("a,b\n\"x \"\"y\"\"\n\",5\"\n3,4\n"), ["1 a/b", "2 x \"y\"\n/5\"", "3 3/4"]);
    }

    #[test]
    fn what_would_swallow_the_file_is_an_error() {
        assert!(rows("a,b\n1,2\n\"3,4\n5,6\n").unwrap_err().contains("row 3"));
        let stray = "a,b,c\n1,2,3\nJo,\"rang,x\nKim,,y\nAl,\"no\",z\n";
        assert!(rows(stray).unwrap_err().contains("row 3"));
        assert!(rows("a,b\n\"x\" ,2\n").unwrap_err().contains("row 2"));
        let long = format!("a,b\n1,\"{}\"\n", "x\n".repeat(ROW_MOST));
        assert!(rows(&long).unwrap_err().contains("row 2"));
    }

    #[test]
    fn the_guard_against_formulas_comes_off_again() {
        for cell in ["=1+1", "+49 30", "-", "@x", "\tx", "O'Brien", "'tis", "'68 was ours", "'07", "'12", ""] {
            let text = format!("a,b\n\"{}\",x\n", guard(cell));
            assert_eq!(rows(&text).unwrap()[1].1[0], cell, "{cell:?}");
        }
        for cell in ["01067", "007", "491234567890", "12-14", "3/4", "1.3", "2026-11-23", "23.11.2026"] {
            assert!(is_reshaped(cell) && unguarded(&format!("'{cell}")) == cell, "{cell}");
        }
        for cell in ["0", "07", "340", "6011", "1 Quay", "12-14 Quay", "1-2-3-4", "10115-12345", "-", "1.", "x1-2"] {
            assert!(!is_reshaped(cell), "{cell}");
        }
    }
}
