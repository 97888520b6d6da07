//! XLSX and ODS: the first sheet that has anything in it, cell by cell as a person sees it.
//!
//! A workbook is a packed archive, and a few bytes of one can mean more than any memory holds: packed
//! nothing, a cell of a thousand million spaces, a row repeated a million times. So what comes out is counted,
//! never what goes in. Every part is unpacked to nowhere and its XML counted before calamine, which keeps what
//! it reads, sees an XLSX; an ODS is read here, one cell at a time. Formulas are not run; their last
//! result is read.

use std::collections::HashSet;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use calamine::{Data, ExcelDateTime, Reader, SheetVisible, Xlsx};
use csv::StringRecord;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{XmlVersion, escape};
use zip::ZipArchive;
use zip::result::ZipError;

use super::delimited::{ROW_MOST, unguarded};
use super::fault::Foreign;
use super::fault::ReadError;
use super::kind;
use super::row::Cells;

/// Bytes of a workbook as it is stored; a list of 200,000 rows has about half of it.
const PACKED_MOST: u64 = 32 * 1024 * 1024;
/// Files in a workbook. The archive's reader keeps the name of each.
const PARTS_MOST: usize = 10_000;
/// Bytes of a workbook unpacked; a list of 200,000 rows has about half of it.
const UNPACKED_MOST: u64 = 256 * 1024 * 1024;
/// Cells of one row.
const COLUMNS_MOST: u32 = 1000;
/// Bytes that the rows of a sheet take in memory; a list of 200,000 rows of ten columns has about half of it.
const HELD_MOST: usize = 80 * 1024 * 1024;
/// Texts that cells of an XLSX share, and their bytes: calamine keeps them all.
const SHARED_MOST: usize = 1_500_000;
const SHARED_TEXT_MOST: usize = 48 * 1024 * 1024;
/// Formats, sheets and relations between the parts of an XLSX: calamine keeps these, too.
const KEPT_MOST: usize = 100_000;
/// Tags and texts in all parts of a workbook; those of a list of 200,000 rows of ten columns are half as many.
const EVENTS_MOST: u64 = 20_000_000;
/// Elements inside each other.
const DEPTH_MOST: usize = 256;

/// The rows of one sheet.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The sheet's name.
    pub name: String,
    /// The other sheets, which are not read.
    pub others: Vec<String>,
    /// Its rows that have something in them.
    pub rows: Vec<Cells>,
}

fn broken(error: impl std::fmt::Display) -> ReadError {
    ReadError::Workbook(crate::text::for_sentence(&error.to_string()))
}

fn locked_or_broken(error: ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ReadError::Foreign(Foreign::Locked),
        error => broken(error),
    }
}

/// What an archive is that holds neither kind of workbook.
fn other<R: Read + Seek>(archive: &ZipArchive<R>) -> Foreign {
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("encrypted-package") {
        Foreign::Locked
    } else if has("xl/workbook.bin") {
        Foreign::BinaryExcel
    } else if has("word/document.xml") || has("ppt/presentation.xml") {
        Foreign::TextDocument
    } else if archive.file_names().flatten().any(|name| name.starts_with("Index/") || name == "Index.zip") {
        Foreign::Numbers
    } else {
        Foreign::Archive
    }
}

impl Sheet {
    pub fn read<R: Read + Seek>(mut from: R) -> Result<Self, ReadError> {
        measure_packed(&mut from)?;
        let mut archive = ZipArchive::new(&mut from).map_err(broken)?;
        let is_ods = archive.index_for_name("content.xml").is_some();
        if !is_ods && archive.index_for_name("xl/workbook.xml").is_none() {
            return Err(ReadError::Foreign(other(&archive)));
        }
        let events = measure(&mut archive)?;
        if is_ods {
            return Self::ods(&mut archive);
        }
        from.seek(SeekFrom::Start(0)).map_err(ReadError::from)?;
        Self::xlsx(Xlsx::new(from).map_err(broken)?, EVENTS_MOST * 2 / events.max(1))
    }

    /// Many sheets may be one part of the archive, which is then read as often: `tries` bounds how often.
    fn xlsx<R: Read + Seek>(mut book: Xlsx<R>, mut tries: u64) -> Result<Self, ReadError> {
        let mut found = Self::default();
        let visible = book.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
        for name in visible.map(|sheet| sheet.name.clone()).collect::<Vec<_>>() {
            if !found.rows.is_empty() {
                found.others.push(name);
                continue;
            }
            tries = tries.checked_sub(1).ok_or(ReadError::HugeWorkbook)?;
            // Cell by cell: a single cell in the farthest corner must not make a table of all between.
            let mut rows = Growing::default();
            let mut cells = book.worksheet_cells_reader(&name).map_err(broken)?;
            while let Some(cell) = cells.next_cell().map_err(broken)? {
                let (row, column) = cell.get_position();
                rows.put(row, column, &shown(&cell.get_value().clone().into()))?;
            }
            drop(cells);
            (found.rows, found.name) = (rows.done()?, name);
        }
        Ok(found)
    }

    /// An ODS (`OpenDocument` 1.3, part 3, chapter 9), with the prefixes that every program writes.
    fn ods<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<Self, ReadError> {
        check_kind(archive)?;
        let mut xml = Xml::new(archive.by_name("content.xml").map_err(broken)?);
        let mut found = Self::default();
        let mut hidden_styles: HashSet<String> = HashSet::new();
        let mut style = String::new();
        while let Some((event, _)) = xml.next()? {
            let Event::Start(start) = event else { continue };
            match start.name().0 {
                "style:style" => style = attribute(&start, "style:name")?.unwrap_or_default(),
                "style:table-properties"
                    if attribute(&start, "table:display")?.as_deref() == Some("false")
                        && hidden_styles.len() < KEPT_MOST =>
                {
                    hidden_styles.insert(style.clone());
                }
                "table:table" => {
                    let style = attribute(&start, "table:style-name")?.unwrap_or_default();
                    let Some(name) = attribute(&start, "table:name")? else { continue };
                    let is_read = !hidden_styles.contains(&style) && found.rows.is_empty();
                    if !is_read && !hidden_styles.contains(&style) && found.others.len() < KEPT_MOST {
                        found.others.push(name);
                    } else if is_read {
                        (found.rows, found.name) = (ods_table(&mut xml)?, name);
                    }
                }
                _ => {}
            }
        }
        Ok(found)
    }
}

/// What an ODS says it is, and whether it is locked.
fn check_kind<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<(), ReadError> {
    let mut kind = String::new();
    let unknown = ReadError::Foreign(Foreign::Archive);
    let Ok(mimetype) = archive.by_name("mimetype") else { return Err(unknown) };
    mimetype.take(100).read_to_string(&mut kind).map_err(|_| unknown)?;
    if !kind.starts_with("application/vnd.oasis.opendocument.spreadsheet") {
        return Err(ReadError::Foreign(if kind.starts_with("application/vnd.oasis.opendocument") {
            Foreign::TextDocument
        } else {
            Foreign::Archive
        }));
    }
    let Ok(manifest) = archive.by_name("META-INF/manifest.xml") else { return Ok(()) };
    let mut xml = Xml::new(manifest);
    while let Some((event, _)) = xml.next()? {
        if matches!(event, Event::Start(start) if start.name().0 == "manifest:encryption-data") {
            return Err(ReadError::Foreign(Foreign::Locked));
        }
    }
    Ok(())
}

/// The rows down to the end of a table.
fn ods_table<R: Read>(xml: &mut Xml<R>) -> Result<Vec<Cells>, ReadError> {
    let depth = xml.depth;
    let mut rows = Growing::default();
    let (mut row, mut column, mut times) = (0_u32, 0_u32, 1_u32);
    let mut cells: Vec<(u32, String)> = Vec::new();
    while let Some((event, open)) = xml.next()? {
        match event {
            Event::Start(start) => match start.name().0 {
                "table:table-row" => {
                    (column, times) = (0, repeated(&start, "table:number-rows-repeated")?);
                    cells.clear();
                }
                "table:table-cell" | "table:covered-table-cell" => {
                    let wide = repeated(&start, "table:number-columns-repeated")?;
                    let value = OdsValue::of(&start)?;
                    let text = ods_cell(xml, value)?;
                    if !text.is_empty() {
                        if column.saturating_add(wide) > COLUMNS_MOST {
                            return Err(ReadError::LongRow { row: u64::from(row) + 1 });
                        }
                        cells.extend((column..column + wide).map(|at| (at, text.clone())));
                        // Of one row, before it is counted with the others.
                        if cells.iter().map(|(_, text)| text.len()).sum::<usize>() > ROW_MOST {
                            return Err(ReadError::LongRow { row: u64::from(row) + 1 });
                        }
                    }
                    column = column.saturating_add(wide);
                }
                _ => {}
            },
            Event::End(end) if end.name().0 == "table:table-row" => {
                let last = if cells.is_empty() { row } else { row.saturating_add(times) };
                for number in row..last {
                    cells.iter().try_for_each(|(column, text)| rows.put(number, *column, text))?;
                }
                row = row.saturating_add(times);
            }
            Event::End(_) if open < depth => break,
            _ => {}
        }
    }
    rows.done()
}

/// Where the text of a cell stands.
enum OdsValue {
    /// In an attribute.
    Known(String),
    /// In the paragraphs inside.
    Inside,
}

impl OdsValue {
    fn of(start: &BytesStart<'_>) -> Result<Self, ReadError> {
        let get = |name| attribute(start, name);
        let is_error = get("calcext:value-type")?.as_deref() == Some("error");
        if let Some(number) = get("office:value")? {
            return Ok(Self::Known(shown(&Data::Float(number.trim().parse().map_err(broken)?))));
        }
        if let Some(day) = get("office:date-value")? {
            return Ok(Self::Known(shown(&Data::DateTimeIso(day))));
        }
        if let Some(time) = get("office:time-value")? {
            return Ok(Self::Known(time));
        }
        if let Some(truth) = get("office:boolean-value")? {
            return Ok(Self::Known(shown(&Data::Bool(truth.eq_ignore_ascii_case("true")))));
        }
        match get("office:string-value")? {
            Some(text) if !(is_error && text.is_empty()) => Ok(Self::Known(text)),
            _ if is_error || get("office:value-type")?.as_deref() == Some("string") => Ok(Self::Inside),
            _ => Ok(Self::Known(String::new())),
        }
    }
}

/// Reads to the end of a cell. Remarks that hang on it are not its text.
fn ods_cell<R: Read>(xml: &mut Xml<R>, value: OdsValue) -> Result<String, ReadError> {
    let depth = xml.depth;
    let (mut text, is_inside) = match value {
        OdsValue::Known(text) => (text, false),
        OdsValue::Inside => (String::new(), true),
    };
    let mut remark: Option<usize> = None;
    let mut paragraphs = 0;
    while let Some((event, open)) = xml.next()? {
        match event {
            Event::End(_) if open < depth => break,
            Event::End(_) if remark.is_some_and(|remark| open < remark) => remark = None,
            Event::Start(start) if start.name().0 == "office:annotation" => remark = remark.or(Some(open)),
            _ if !is_inside || remark.is_some() => {}
            Event::Text(piece) => text.push_str(&piece.xml10_content()),
            Event::CData(piece) => text.push_str(&piece.xml10_content()),
            Event::GeneralRef(reference) => text.push_str(&character(&reference)?),
            Event::Start(start) => match start.name().0 {
                "text:p" => {
                    paragraphs += 1;
                    if paragraphs > 1 {
                        text.push('\n');
                    }
                }
                "text:s" => {
                    let count = attribute(&start, "text:c")?.map_or(Ok(1), |count| count.trim().parse::<usize>());
                    let count = count.map_err(broken)?;
                    if count > ROW_MOST {
                        return Err(ReadError::HugeWorkbook);
                    }
                    text.extend(std::iter::repeat_n(' ', count));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                _ => {}
            },
            _ => {}
        }
        if text.len() > ROW_MOST {
            return Err(ReadError::HugeWorkbook);
        }
    }
    Ok(text)
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, ReadError> {
    let found = start.try_get_attribute(name).map_err(broken)?;
    found.map(|found| Ok(found.normalized_value(XmlVersion::Implicit1_0).map_err(broken)?.into_owned())).transpose()
}

/// How often a row or a cell stands there.
fn repeated(start: &BytesStart<'_>, name: &str) -> Result<u32, ReadError> {
    attribute(start, name)?.map_or(Ok(1), |count| count.trim().parse().map_err(broken))
}

/// What a reference such as `&amp;` or `&#38;` means. An entity that a document declares itself is none.
fn character(reference: &BytesRef<'_>) -> Result<String, ReadError> {
    if let Some(c) = reference.resolve_char_ref().map_err(broken)? {
        return Ok(c.to_string());
    }
    let name: &str = reference;
    escape::resolve_xml_entity(name).map(str::to_owned).ok_or_else(|| broken(format!("&{name}; is not known")))
}

/// One part of a workbook, event by event; an empty element is one that begins and ends.
struct Xml<R: Read> {
    reader: quick_xml::Reader<BufReader<Metered<R>>>,
    buffer: Vec<u8>,
    /// Elements that are open, the one that began last among them.
    depth: usize,
}

impl<R: Read> Xml<R> {
    fn new(part: R) -> Self {
        let mut reader = quick_xml::Reader::from_reader(BufReader::new(Metered { part, left: 0 }));
        let config = reader.config_mut();
        // As calamine does, which must not read on where this stops.
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    /// The next event and how many elements are open then; nothing at the end, where none may be.
    fn next(&mut self) -> Result<Option<(Event<'_>, usize)>, ReadError> {
        self.buffer.clear();
        // A tag or a piece of text is held in memory as a whole.
        self.reader.get_mut().get_mut().left = ROW_MOST;
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| match error {
            quick_xml::Error::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => ReadError::HugeWorkbook,
            error => broken(error),
        })?;
        match &event {
            Event::Start(_) if self.depth == DEPTH_MOST => return Err(ReadError::HugeWorkbook),
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => return Err(broken("a part of it ends too early")),
            Event::Eof => return Ok(None),
            _ => {}
        }
        Ok(Some((event, self.depth)))
    }
}

/// Passes on so many bytes and no more.
struct Metered<R> {
    part: R,
    left: usize,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let most = into.len().min(self.left);
        let read = self.part.read(&mut into[..most])?;
        self.left -= read;
        Ok(read)
    }
}

/// Looks at the archive as it is stored, before its list of parts is read.
fn measure_packed<R: Read + Seek>(from: &mut R) -> Result<(), ReadError> {
    /// Begins the entry of each part in that list.
    const ENTRY: &[u8; 4] = b"PK\x01\x02";
    if from.seek(SeekFrom::End(0)).map_err(ReadError::from)? > PACKED_MOST {
        return Err(ReadError::HugeWorkbook);
    }
    if kind::occurrences(from, ENTRY, PARTS_MOST + 1)? > PARTS_MOST {
        return Err(ReadError::HugeWorkbook);
    }
    Ok(())
}

/// Unpacks to nowhere, so that sizes are counted and not believed; says how many tags and texts there are.
fn measure<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<u64, ReadError> {
    let mut left = UNPACKED_MOST;
    let mut counts = Counts::default();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(locked_or_broken)?.take(left + 1);
        match counts.add(&mut Xml::new(&mut part)) {
            // No XML, or broken: whoever reads it stops where this did.
            Ok(()) | Err(ReadError::Workbook(_)) => {}
            Err(error) => return Err(error),
        }
        io::copy(&mut part, &mut io::sink()).map_err(broken)?;
        if part.limit() == 0 {
            return Err(ReadError::HugeWorkbook);
        }
        left = part.limit() - 1;
    }
    Ok(counts.events)
}

/// What calamine would keep of an XLSX.
#[derive(Default)]
struct Counts {
    shared: usize,
    shared_text: usize,
    kept: usize,
    events: u64,
}

impl Counts {
    fn add<R: Read>(&mut self, xml: &mut Xml<R>) -> Result<(), ReadError> {
        // Bytes of the cell or shared text that is open.
        let mut cell = 0;
        let mut is_shared = false;
        while let Some((event, _)) = xml.next()? {
            self.events += 1;
            if self.events > EVENTS_MOST {
                return Err(ReadError::HugeWorkbook);
            }
            match event {
                Event::Start(start) => match start.local_name().as_ref() {
                    "sst" => {
                        let count = attribute(&start, "uniqueCount").ok().flatten();
                        let count = count.and_then(|count| count.trim().parse::<u128>().ok());
                        // Room is made for as many before the first is read.
                        if count.is_some_and(|count| count > SHARED_MOST as u128) {
                            return Err(ReadError::HugeWorkbook);
                        }
                    }
                    "si" => (cell, is_shared, self.shared) = (0, true, self.shared + 1),
                    "c" | "row" | "table-row" => (cell, is_shared) = (0, false),
                    "xf" | "font" | "fill" | "border" | "numFmt" | "sheet" | "Relationship" | "definedName"
                    | "workbookView" | "rgbColor" | "color" => self.kept += 1,
                    _ => {}
                },
                Event::Text(text) => cell += text.len(),
                Event::CData(text) => cell += text.len(),
                Event::GeneralRef(_) => cell += 4,
                _ => continue,
            }
            self.shared_text += if is_shared { std::mem::take(&mut cell) } else { 0 };
            let is_huge = cell > ROW_MOST || self.shared_text > SHARED_TEXT_MOST;
            if is_huge || self.shared > SHARED_MOST || self.kept > KEPT_MOST {
                return Err(ReadError::HugeWorkbook);
            }
        }
        Ok(())
    }
}

/// Rows that are filled from left to right, top to bottom.
#[derive(Default)]
struct Growing {
    rows: Vec<Cells>,
    row: u32,
    cells: Vec<String>,
    /// Bytes that the rows take.
    held: usize,
}

impl Growing {
    fn put(&mut self, row: u32, column: u32, text: &str) -> Result<(), ReadError> {
        // Of a `failed.csv` that a spreadsheet saved as a workbook.
        let text = unguarded(text);
        if text.is_empty() {
            return Ok(());
        }
        if column >= COLUMNS_MOST {
            return Err(ReadError::LongRow { row: u64::from(row) + 1 });
        }
        if row != self.row {
            self.end_row()?;
            self.row = row;
        }
        let column = column as usize;
        if column >= self.cells.len() {
            self.cells.resize(column + 1, String::new());
        }
        // One row may not outgrow all before it is counted.
        if text.len() > ROW_MOST {
            return Err(ReadError::LongRow { row: u64::from(row) + 1 });
        }
        text.clone_into(&mut self.cells[column]);
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ReadError> {
        /// Bytes of a row beside its text, and of a cell.
        const ROW: usize = 200;
        const CELL: usize = size_of::<usize>();
        if !self.cells.is_empty() {
            let text: usize = self.cells.iter().map(String::len).sum();
            if text > ROW_MOST {
                return Err(ReadError::LongRow { row: u64::from(self.row) + 1 });
            }
            self.held += text + ROW + CELL * self.cells.len();
            if self.held > HELD_MOST {
                return Err(ReadError::HugeWorkbook);
            }
            let cells: StringRecord = self.cells.drain(..).collect::<Vec<_>>().into();
            self.rows.push(Cells { number: u64::from(self.row) + 1, cells });
        }
        Ok(())
    }

    fn done(mut self) -> Result<Vec<Cells>, ReadError> {
        self.end_row()?;
        Ok(self.rows)
    }
}

/// A cell as text.
fn shown(value: &Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        // Rust writes the shortest digits that mean this number, and none after the point of a whole one.
        Data::Float(number) => number.to_string(),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::DateTime(moment) => day(moment),
        Data::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).replace('T', " "),
        Data::Error(error) => error.to_string(),
    }
}

/// A day and, unless it is midnight, the time.
fn day(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date} {hour:02}:{minute:02}:{second:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_as_in_a_sheet() {
        for (value, expected) in [
            (Data::Float(340.0), "340"),
            (Data::Float(0.5), "0.5"),
            (Data::Float(4_930_123_456.0), "4930123456"),
            (Data::Int(-3), "-3"),
            (Data::Bool(true), "TRUE"),
            (Data::DateTimeIso("2026-11-23T00:00:00".to_owned()), "2026-11-23"),
            (Data::Error(calamine::CellErrorType::NA), "#N/A"),
        ] {
            assert_eq!(shown(&value), expected);
        }
    }

    #[test]
    fn rows_keep_their_numbers_and_their_gaps() {
        let mut rows = Growing::default();
        for (row, column, text) in [(0, 0, "a"), (0, 2, "c"), (4, 1, "b")] {
            rows.put(row, column, text).unwrap();
        }
        let rows: Vec<(u64, Vec<String>)> = rows
            .done()
            .unwrap()
            .into_iter()
            .map(|row| (row.number, row.cells.iter().map(str::to_owned).collect()))
            .collect();
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        assert_eq!(rows, [(1, row(&["a", "", "c"])), (5, row(&["", "b"]))]);
        assert!(Growing::default().put(0, 16_383, "far").is_err());
    }
}
