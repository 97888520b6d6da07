//! Reading a list row by row, from its header on.

use std::io::{Read, Seek, SeekFrom};

use super::columns::{Columns, old_reason};
use super::consent::Question;
use super::delimited::{self, Dialect};
use super::draft::Draft;
use super::edges::{self, Header, Names};
use super::encoding;
use super::evidence::Evidence;
use super::fault::{Fault, ReadError, RowProblem, SAME_ORGANISATION, SAME_PERSON};
use super::kind::{self, Kind};
use super::maps::Map;
use super::name::{NameOrder, settle};
use super::note::ListNote;
use super::row::{Cells, Row, Unread, place};
use super::said::Said;
use super::sheet::{self, Sheet};
use super::signing::{self, Asks};
use super::whole::Whole;
use crate::locale::Country;
use crate::signatory::Extra;
use crate::text::for_sentence;

/// Columns of a list.
const COLUMNS_MOST: usize = 500;
/// Rows that are read to find the header, those with nothing in them counted.
const ROWS_SEARCHED: usize = 200;

/// How a list is to be read, where it does not say so itself.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The encoding of a text file that is not Unicode.
    pub encoding: Option<String>,
    /// What columns mean.
    pub maps: Vec<Map>,
    /// Columns to leave out, by name, beginning or letter.
    pub ignored: Vec<String>,
    /// What the campaign asks for beyond the usual fields.
    pub extras: Vec<Extra>,
    /// Texts of the column for consent that mean yes.
    pub means_yes: Vec<String>,
    /// The row of the header, or of its first line, as a spreadsheet counts.
    pub header_row: Option<u64>,
    /// The sheet of a workbook, by its name or its number.
    pub sheet: Option<String>,
    /// Whether rows that a workbook hides are left out.
    pub visible_only: bool,
    /// The country of an address whose row names none.
    pub country: Option<Country>,
    /// Whether names in capitals and in small letters are to be written as names are.
    pub fix_case: bool,
}

/// A list that can be read, its header understood.
#[derive(Debug)]
pub struct Roster<R> {
    from: R,
    layout: Layout,
    columns: Columns,
    header_faults: Vec<Fault>,
    means_yes: Vec<String>,
    country: Option<Country>,
    notes: Vec<ListNote>,
    visible_only: bool,
    /// Rows of totals that were left out so far.
    totals: Vec<u64>,
    fix_case: bool,
    name_order: NameOrder,
}

#[derive(Debug)]
enum Layout {
    Text(Dialect),
    Sheet(Sheet),
}

impl<R: Read + Seek> Roster<R> {
    /// Reads as far as the header, and a workbook in full.
    pub fn open(mut from: R, reading: &Reading) -> Result<Self, ReadError> {
        let mut start = Vec::new();
        from.seek(SeekFrom::Start(0))?;
        from.by_ref().take(kind::LOOK).read_to_end(&mut start)?;
        let known = Names { maps: &reading.maps, extras: &reading.extras };
        let layout = if kind::of(&mut from, &start)? == Kind::Archive {
            let is_list =
                |table: &sheet::Table| edges::find(&table.rows, &[], known, None).is_some_and(|header| header.is_sure);
            Layout::Sheet(Sheet::read(&mut from, reading.sheet.as_deref(), is_list)?)
        } else if reading.sheet.is_some() || reading.visible_only {
            return Err(ReadError::NoSheets);
        } else {
            let named = reading.encoding.as_deref().map(encoding::named).transpose()?;
            from.seek(SeekFrom::Start(0))?;
            Layout::Text(Dialect::of(&mut from, named.unwrap_or_else(|| encoding::detected(&start)))?)
        };
        let (columns, header_faults, notes) = (Columns::default(), Vec::new(), Vec::new());
        let (means_yes, visible_only, totals) = (reading.means_yes.clone(), reading.visible_only, Vec::new());
        let country = reading.country;
        let (fix_case, name_order) = (reading.fix_case, NameOrder::AsWritten);
        let mut roster = Self {
            from,
            layout,
            columns,
            header_faults,
            means_yes,
            country,
            notes,
            visible_only,
            totals,
            fix_case,
            name_order,
        };
        let header = roster.header(known, reading.header_row)?;
        let mut draft = Draft::new(header.cells.iter(), &reading.maps, &reading.ignored, &reading.extras)?;
        let mut evidence = Evidence::of(draft.open());
        // A list is read twice only where its header leaves something open that its cells may settle.
        if !evidence.is_idle() {
            for row in roster.table()? {
                let row = row?;
                if row.number > header.row {
                    evidence.look(&row.cells);
                }
            }
        }
        draft.settle(&evidence).map_err(ReadError::Map)?;
        (roster.columns, roster.header_faults) = Columns::new(header.row, header.cells.len(), draft, &evidence);
        let unread = header.unread.iter().map(|column| {
            let problem = RowProblem::Unread(Unread::NoResult, place(header.row, *column));
            Fault::new(header.row, header.cells.get(*column).unwrap_or_default(), "", problem)
        });
        roster.header_faults.extend(unread);
        roster.notes = roster.understood(&header);
        roster.look_over()?;
        Ok(roster)
    }

    /// Finds the header among the first rows.
    fn header(&mut self, names: Names<'_>, wanted: Option<u64>) -> Result<Header, ReadError> {
        let mut first = Vec::new();
        let mut rows = 0;
        for row in self.table()? {
            match row {
                Ok(row) if row.are_blank() => {}
                Ok(row) => {
                    let is_filled = |at: &usize| row.cells.get(*at).is_some_and(|cell| !cell.trim().is_empty());
                    let count = (0..row.cells.len()).rev().find(is_filled).map_or(0, |last| last + 1);
                    if count > COLUMNS_MOST {
                        return Err(ReadError::TooManyColumns { row: row.number, count });
                    }
                    first.push(row);
                }
                // Whoever reads the rows comes upon it again.
                Err(_) if !first.is_empty() => break,
                Err(error) => return Err(error),
            }
            rows += usize::from(!first.is_empty());
            if first.len() == edges::SEARCHED || rows == ROWS_SEARCHED {
                break;
            }
        }
        let merges = match &self.layout {
            Layout::Text(_) => &[],
            Layout::Sheet(sheet) => sheet.table.merges.as_slice(),
        };
        match (edges::find(&first, merges, names, wanted), wanted) {
            (Some(header), _) => Ok(header),
            (None, Some(row)) => Err(ReadError::NoHeaderRow(row)),
            (None, None) => Err(ReadError::Empty),
        }
    }

    fn understood(&self, header: &Header) -> Vec<ListNote> {
        let mut notes = Vec::new();
        if let Layout::Sheet(sheet) = &self.layout {
            notes.extend(sheet.is_not_first.then(|| ListNote::SheetTaken(sheet.name.clone())));
            let more: Vec<String> =
                sheet.others.iter().filter(|(_, is_list)| *is_list).map(|(name, _)| name.clone()).collect();
            notes.extend((!more.is_empty()).then_some(ListNote::MoreLists(more)));
            let is_hidden = |row: &&Cells| row.is_hidden && row.number > header.row && !row.are_blank();
            let rows = sheet.table.rows.iter().filter(is_hidden).count();
            notes.extend((rows > 0).then_some(ListNote::Hidden { rows, left_out: self.visible_only }));
        }
        notes.extend((!header.is_sure).then_some(ListNote::NoHeader(header.row)));
        notes.extend((header.above > 0).then_some(ListNote::Above { rows: header.above, header: header.row }));
        notes.extend((header.lines == 2).then_some(ListNote::TwoLines(header.row)));
        notes
    }

    /// What was understood of the list.
    pub fn notes(&self) -> &[ListNote] {
        &self.notes
    }

    /// The rows of totals that were left out, as far as rows were read.
    pub fn totals(&self) -> Option<ListNote> {
        (!self.totals.is_empty()).then(|| ListNote::Totals(self.totals.clone()))
    }

    /// Looks for what only all rows together can say, as far as it takes.
    fn look_over(&mut self) -> Result<(), ReadError> {
        let mut whole = Whole::new(&self.columns, &self.means_yes);
        let (header, visible_only) = (self.columns.row, self.visible_only);
        let mut rows = self.table()?;
        while !whole.is_settled() {
            let Some(row) = rows.next() else { break };
            let row = row?;
            if row.number > header && !(row.is_hidden && visible_only) && !edges::is_total(&row.cells) {
                whole.look(&row.cells);
            }
        }
        drop(rows);
        let ticked;
        (self.name_order, ticked) = whole.end();
        self.means_yes.extend(ticked);
        Ok(())
    }

    /// How the names of the list are read.
    pub fn name_order(&self) -> NameOrder {
        self.name_order
    }

    /// The columns and what they mean.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// What is wrong with the header by itself.
    pub fn header_faults(&self) -> &[Fault] {
        &self.header_faults
    }

    /// What separates the cells of the list, or of a text file that goes with a workbook.
    pub fn separator(&self) -> u8 {
        match &self.layout {
            Layout::Text(dialect) if delimited::SIGNS.contains(&dialect.delimiter) => dialect.delimiter,
            Layout::Text(_) | Layout::Sheet(_) => b',',
        }
    }

    /// Whether it is a workbook, whatever the name of the file.
    pub fn is_workbook(&self) -> bool {
        matches!(self.layout, Layout::Sheet(_))
    }

    /// How the list is laid out, in a few words, and which sheets of a workbook are not read.
    pub fn layout(&self) -> String {
        match &self.layout {
            Layout::Text(dialect) => {
                let sign = match dialect.delimiter {
                    b'\t' => "a tab".to_owned(),
                    sign => format!("`{}`", char::from(sign)),
                };
                format!("{}, cells parted by {sign}", dialect.encoding.name())
            }
            Layout::Sheet(Sheet { name, others, .. }) => {
                /// More of them say nothing more.
                const SHOWN: usize = 20;
                let quoted = |name: &str| format!("\"{}\"", for_sentence(name));
                let more = others.len().saturating_sub(SHOWN);
                let more = (more > 0).then(|| format!("{more} more"));
                let others: Vec<String> = others.iter().take(SHOWN).map(|(name, _)| quoted(name)).chain(more).collect();
                let rest = if others.is_empty() { String::new() } else { format!(", not {}", others.join(", ")) };
                format!("sheet {}{rest}", quoted(name))
            }
        }
    }

    /// All rows below the header, from the first, those with nothing in them left out.
    pub fn rows(&mut self) -> Result<Rows<'_, R>, ReadError> {
        let width = self.columns.count();
        let header = self.columns.row;
        let columns = self.columns.clone();
        let question = Question::new(columns.consent().unwrap_or_default(), &self.means_yes);
        let is_sheet = self.is_workbook();
        let visible_only = self.visible_only;
        let table = table(&self.layout, &mut self.from)?;
        let (country, name_order, fix_case) = (self.country, self.name_order, self.fix_case);
        let totals = &mut self.totals;
        Ok(Rows {
            table,
            asks: Asks::of(&columns),
            columns,
            question,
            country,
            name_order,
            fix_case,
            header,
            width,
            is_sheet,
            visible_only,
            totals,
        })
    }

    /// What it is read from.
    pub fn source(&mut self) -> &mut R {
        &mut self.from
    }

    fn table(&mut self) -> Result<Table<'_, R>, ReadError> {
        table(&self.layout, &mut self.from)
    }
}

/// All rows, from the first.
fn table<'a, R: Read + Seek>(layout: &'a Layout, from: &'a mut R) -> Result<Table<'a, R>, ReadError> {
    Ok(match layout {
        Layout::Text(dialect) => {
            from.seek(SeekFrom::Start(0))?;
            Table::Text(Box::new(delimited::Rows::new(from, *dialect)?))
        }
        Layout::Sheet(sheet) => Table::Sheet(sheet.table.rows.iter()),
    })
}

enum Table<'a, R> {
    Text(Box<delimited::Rows<&'a mut R>>),
    Sheet(std::slice::Iter<'a, Cells>),
}

impl<R: Read> Iterator for Table<'_, R> {
    type Item = Result<Cells, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Text(rows) => rows.next(),
            Self::Sheet(rows) => rows.next().cloned().map(Ok),
        }
    }
}

/// The rows below the header.
pub struct Rows<'a, R> {
    table: Table<'a, R>,
    columns: Columns,
    question: Question,
    country: Option<Country>,
    name_order: NameOrder,
    fix_case: bool,
    header: u64,
    width: usize,
    is_sheet: bool,
    /// What its columns ask of whoever signs.
    asks: Asks,
    visible_only: bool,
    totals: &'a mut Vec<u64>,
}

impl<R: Read> Iterator for Rows<'_, R> {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.table.next()? {
                Err(error) => return Some(Err(error)),
                Ok(cells) if cells.number <= self.header || cells.are_blank() => {}
                Ok(cells) if cells.is_hidden && self.visible_only => {}
                Ok(cells) if cells.unread.is_empty() && edges::is_total(&cells.cells) => {
                    // A list is read more than once.
                    if self.totals.last().is_none_or(|last| *last < cells.number) {
                        self.totals.push(cells.number);
                    }
                }
                Ok(cells) => return Some(Ok(self.row(cells))),
            }
        }
    }
}

impl<R> Rows<'_, R> {
    fn row(&mut self, Cells { number, mut cells, unread, .. }: Cells) -> Row {
        // Spreadsheets end every row, the header too, with as many separators as the widest has. A row of
        // text with more is one whose cells are not where they belong, though its last ones be empty.
        if self.is_sheet || cells.len() <= self.columns.width() {
            let used = cells.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).last();
            cells.truncate(used.map_or(0, |(at, _)| at + 1).max(self.width));
        }
        if self.is_sheet {
            (cells.len()..self.width).for_each(|_| cells.push_field(""));
        }
        let is_ragged = cells.len() != self.width;
        let Said { mut answers, consent, copy_me, remarks } = Said::of(&self.columns, &mut self.question, &cells);
        let country = answers.country.as_deref().and_then(|code| code.trim().parse().ok()).or(self.country);
        let (address, address_flaw) = self.columns.assembly().address(&cells, country);
        answers.address = Some(address).filter(|address| !address.is_empty());
        let open_name = settle(&mut answers, &self.columns, self.name_order, self.fix_case);
        let is_same_person = old_reason(&self.columns, &cells)
            .is_some_and(|old| [SAME_PERSON, SAME_ORGANISATION].iter().any(|same| old.contains(same)));
        let mut row = Row {
            number,
            answers,
            consent,
            copy_me,
            remarks,
            open_name,
            is_ragged,
            address_flaw,
            is_sheet: self.is_sheet,
            is_same_person,
            withdrawn_in: None,
            withheld_in: None,
            wishes: None,
            cells,
            unread,
        };
        if self.asks == Asks::ForAll {
            signing::settle(&self.columns, &mut row);
        }
        row
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Cursor};

    use proptest::prelude::*;

    use super::super::check::{Checker, Rule, Terms};
    use super::super::failed::Failed;
    use super::*;
    use crate::signatory::{Answers, Field};

    /// Reads all there is, as the program does.
    fn read_all(bytes: &[u8], encoding: Option<&str>) -> Result<usize, ReadError> {
        let reading = Reading { encoding: encoding.map(str::to_owned), ..Reading::default() };
        let mut roster = Roster::open(Cursor::new(bytes), &reading)?;
        let columns = roster.columns().clone();
        let terms = Terms {
            over: Answers::default(),
            under: Answers::default(),
            required: vec![Field::Country],
            consent: Rule::EachRow,
        };
        let mut checker = Checker::new(&columns, &terms);
        let _faults = (checker.header(), roster.layout());
        let mut failed = Failed::new(Vec::new(), &columns, roster.separator())?;
        let mut count = 0;
        for row in roster.rows()? {
            let row = row?;
            if checker.row(&row).is_err() {
                failed.add(&row, "reason")?;
            }
            count += 1;
        }
        failed.finish()?;
        Ok(count)
    }

    proptest! {
        #[test]
        fn no_bytes_make_reading_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), told in any::<bool>()) {
            let _any = read_all(&bytes, told.then_some("windows-1252"));
        }

        #[test]
        fn no_broken_workbook_makes_reading_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), ods in any::<bool>()) {
            let whole: &[u8] = if ods { include_bytes!("../../tests/rosters/six.ods") } else { include_bytes!("../../tests/rosters/six.xlsx") };
            let mut bytes = whole.to_vec();
            let index = at.index(bytes.len());
            bytes[index] = byte;
            let _any = read_all(&bytes, None);
            bytes.truncate(index);
            let _any = read_all(&bytes, None);
        }

        #[test]
        fn no_text_makes_reading_panic(text in "([a-z\"'=;,|\t\r\n\u{feff}é]|name|email|consent|sep=){0,60}") {
            let _any = read_all(text.as_bytes(), None);
        }
    }

    /// A list of any length, made as it is read: nothing of it is in memory but what is read now.
    struct Endless {
        rows: u64,
        position: u64,
    }

    const ROW: &[u8; 16] = b"Jo,NZ,yes,xxxxx\n";

    impl Read for Endless {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let left = (self.rows * 16).saturating_sub(self.position).min(into.len() as u64);
            let length = usize::try_from(left).unwrap();
            for byte in &mut into[..length] {
                let column = usize::try_from(self.position % 16).unwrap();
                *byte = if self.position < 16 { b"Name,Land,OK,xy\n"[column] } else { ROW[column] };
                self.position += 1;
            }
            Ok(length)
        }
    }

    impl Seek for Endless {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            let SeekFrom::Start(start) = to else { return Err(io::ErrorKind::Unsupported.into()) };
            self.position = start;
            Ok(start)
        }
    }

    #[test]
    fn rows_come_one_by_one_however_long_the_list_is() {
        // Sixteen terabytes: that this ends shows that opening reads the header alone, and a row the row.
        let endless = Endless { rows: 1 << 40, position: 0 };
        let mut roster = Roster::open(endless, &Reading::default()).unwrap();
        let numbers: Vec<u64> = roster.rows().unwrap().take(1000).map(|row| row.unwrap().number).collect();
        assert_eq!((numbers.first(), numbers.last()), (Some(&2), Some(&1001)));
        let read = roster.from.position;
        assert!(read < 200_000, "{read} bytes were read for 1000 rows");
    }

    #[test]
    fn what_is_split_over_columns_is_joined() {
        let text = "First Name;Last Name;Street;ZIP;City;Members\nJo;Smith;1 Quay;6011;Wellington;1.200\n;Cher;;;;\n";
        let mut roster = Roster::open(Cursor::new(text), &Reading::default()).unwrap();
        let rows: Vec<Answers> = roster.rows().unwrap().map(|row| row.unwrap().answers).collect();
        let [jo, cher] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!(jo.name.as_deref(), Some("Jo Smith"));
        assert_eq!(jo.address.as_deref(), Some("1 Quay\n6011 Wellington"));
        assert_eq!(jo.members.as_deref(), Some("1200"));
        assert_eq!((cher.name.as_deref(), cher.address.as_deref()), (Some("Cher"), None));
    }
}
