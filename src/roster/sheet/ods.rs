//! ODS (`OpenDocument` 1.3, part 3, chapter 9), with the prefixes that every program writes.

use std::collections::HashSet;
use std::io::{Read, Seek};

use quick_xml::events::{BytesStart, Event};

use super::archive::Archive;
use super::budget::{Budget, KEPT_MOST, SHEETS_MOST, broken};
use super::grid::{COLUMNS_MOST, Growing, Seen, Table};
use super::number::{Format, is_same, iso_day};
use super::xml::{Xml, attribute, push_text};
use crate::roster::delimited::ROW_MOST;
use crate::roster::fault::{Foreign, ReadError};
use crate::roster::row::{Merge, Unread};

/// A sheet of the workbook, and its first rows.
pub struct Tab {
    pub name: String,
    pub is_hidden: bool,
    pub top: Table,
}

/// What an ODS says it is, and whether it is locked.
pub fn check_kind<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget) -> Result<(), ReadError> {
    let mut kind = String::new();
    if let Some(mimetype) = archive.part("mimetype")? {
        // What is no UTF-8 is no known kind.
        let _text = mimetype.take(100).read_to_string(&mut kind);
    }
    if !kind.starts_with("application/vnd.oasis.opendocument.spreadsheet") {
        let is_document = kind.starts_with("application/vnd.oasis.opendocument");
        return Err(ReadError::Foreign(if is_document { Foreign::TextDocument } else { Foreign::Archive }));
    }
    let Some(mut xml) = archive.xml("META-INF/manifest.xml", budget)? else { return Ok(()) };
    while let Some((event, _)) = xml.next()? {
        if matches!(event, Event::Start(start) if start.name().0 == "manifest:encryption-data") {
            return Err(ReadError::Foreign(Foreign::Locked));
        }
    }
    Ok(())
}

/// All sheets with their first rows, `most` of each.
pub fn tabs<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget, most: usize) -> Result<Vec<Tab>, ReadError> {
    let mut tabs: Vec<Tab> = Vec::new();
    each_table(archive, budget, |xml, name, is_hidden| {
        let top = table(xml, budget, if is_hidden { 0 } else { most })?;
        tabs.push(Tab { name, is_hidden, top });
        if tabs.len() > SHEETS_MOST { Err(ReadError::HugeWorkbook) } else { Ok(true) }
    })?;
    Ok(tabs)
}

/// The rows of one sheet.
pub fn read<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget, tab: usize) -> Result<Table, ReadError> {
    let (mut at, mut found) = (0, Table::default());
    each_table(archive, budget, |xml, _, _| {
        found = table(xml, budget, if at == tab { usize::MAX } else { 0 })?;
        at += 1;
        Ok(at <= tab)
    })?;
    Ok(found)
}

/// Goes from table to table, with the name of each and whether it is hidden, as long as more are wanted.
fn each_table<R: Read + Seek>(
    archive: &mut Archive<R>,
    budget: &Budget,
    mut then: impl FnMut(&mut Xml<'_, &mut dyn Read>, String, bool) -> Result<bool, ReadError>,
) -> Result<(), ReadError> {
    let Some(mut part) = archive.part("content.xml")? else { return Ok(()) };
    let part: &mut dyn Read = &mut part;
    let mut xml = Xml::new(part, budget);
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
                if !then(&mut xml, name, hidden_styles.contains(&style))? {
                    break;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Reads down to the end of a table and keeps its first rows.
fn table<R: Read>(xml: &mut Xml<'_, R>, budget: &Budget, most: usize) -> Result<Table, ReadError> {
    let depth = xml.depth;
    let mut growing = Growing::new(budget);
    let (mut row, mut column, mut times) = (0_u32, 0_u32, 1_u32);
    while let Some((event, open)) = xml.next()? {
        match event {
            Event::Start(start) => match start.name().0 {
                "table:table-row" => {
                    (column, times) = (0, number(&start, "table:number-rows-repeated")?);
                    let visibility = attribute(&start, "table:visibility")?;
                    let is_hidden = matches!(visibility.as_deref(), Some("collapse" | "filter"));
                    growing.begin_row(row, is_hidden);
                }
                "table:table-cell" | "table:covered-table-cell" => {
                    let wide = number(&start, "table:number-columns-repeated")?;
                    let cell = Cell::of(&start)?;
                    let (down, across) =
                        (number(&start, "table:number-rows-spanned")?, number(&start, "table:number-columns-spanned")?);
                    let seen = cell.read(xml)?;
                    let is_empty = seen.text.is_empty() && seen.unread.is_none();
                    if growing.len() < most && !is_empty {
                        if column.saturating_add(wide) > COLUMNS_MOST {
                            return Err(ReadError::LongRow { row: u64::from(row) + 1 });
                        }
                        (column..column + wide).try_for_each(|column| growing.put(column, &seen))?;
                        if down > 1 || across > 1 {
                            let last = |first: u32, count: u32| first.saturating_add(count.saturating_sub(1));
                            let (rows, columns) = ((row, last(row, down)), (column, last(column, across)));
                            growing.merge(Merge { rows, columns })?;
                        }
                    }
                    column = column.saturating_add(wide);
                }
                _ => {}
            },
            Event::End(end) if end.name().0 == "table:table-row" => {
                if growing.len() < most {
                    growing.end_row(times)?;
                }
                row = row.saturating_add(times);
            }
            Event::End(_) if open < depth => break,
            _ => {}
        }
    }
    growing.done()
}

/// A count, 1 where none is given.
fn number(start: &BytesStart<'_>, name: &str) -> Result<u32, ReadError> {
    attribute(start, name)?.map_or(Ok(1), |count| count.trim().parse().map_err(broken))
}

/// A cell by its attributes.
struct Cell {
    value: Value,
    is_formula: bool,
    is_error: bool,
}

/// What the attributes of a cell say; what the sheet shows stands in the paragraphs inside.
enum Value {
    Number(String),
    Day(String),
    Time(String),
    Truth(bool),
    Text(String),
    /// Text that stands inside alone.
    Inside,
    /// No value at all.
    None,
}

impl Cell {
    fn of(start: &BytesStart<'_>) -> Result<Self, ReadError> {
        let get = |name| attribute(start, name);
        let value = if let Some(number) = get("office:value")? {
            Value::Number(number)
        } else if let Some(day) = get("office:date-value")? {
            Value::Day(day)
        } else if let Some(time) = get("office:time-value")? {
            Value::Time(time)
        } else if let Some(truth) = get("office:boolean-value")? {
            Value::Truth(truth.eq_ignore_ascii_case("true"))
        } else {
            match (get("office:string-value")?, get("office:value-type")?.as_deref()) {
                (Some(text), _) if !text.is_empty() => Value::Text(text),
                (_, Some("string")) => Value::Inside,
                _ => Value::None,
            }
        };
        let is_error = get("calcext:value-type")?.as_deref() == Some("error");
        Ok(Self { value, is_formula: get("table:formula")?.is_some(), is_error })
    }

    /// Reads to the end of the cell: what a person sees.
    fn read<R: Read>(self, xml: &mut Xml<'_, R>) -> Result<Seen, ReadError> {
        let inside = paragraphs(xml)?;
        if self.is_error {
            return Ok(Seen { text: inside, unread: Some(Unread::Failed) });
        }
        let text = match self.value {
            Value::Number(number) => {
                let plain = Format::Plain.show(&number, ssfmt::DateSystem::Date1900);
                if is_same(&plain, &inside) && plain.bytes().all(|byte| byte.is_ascii_digit()) { inside } else { plain }
            }
            Value::Day(day) if inside.trim().is_empty() => iso_day(&day),
            Value::Time(time) if inside.trim().is_empty() => time,
            Value::Truth(true) => "TRUE".to_owned(),
            Value::Truth(false) => "FALSE".to_owned(),
            Value::Text(text) => text,
            Value::None if self.is_formula && inside.is_empty() => {
                return Ok(Seen { text: inside, unread: Some(Unread::NoResult) });
            }
            Value::Day(_) | Value::Time(_) | Value::Inside | Value::None => inside,
        };
        Ok(Seen { text, unread: None })
    }
}

/// Reads to the end of a cell. Remarks that hang on it are not its text.
fn paragraphs<R: Read>(xml: &mut Xml<'_, R>) -> Result<String, ReadError> {
    let depth = xml.depth;
    let mut text = String::new();
    let mut remark: Option<usize> = None;
    let mut paragraphs = 0;
    while let Some((event, open)) = xml.next()? {
        match &event {
            Event::End(_) if open < depth => break,
            Event::End(_) if remark.is_some_and(|remark| open < remark) => remark = None,
            Event::Start(start) if start.name().0 == "office:annotation" => remark = remark.or(Some(open)),
            _ if remark.is_some() => {}
            Event::Start(start) => match start.name().0 {
                "text:p" => {
                    paragraphs += 1;
                    if paragraphs > 1 {
                        text.push('\n');
                    }
                }
                "text:s" => {
                    let count = attribute(start, "text:c")?.map_or(Ok(1), |count| count.trim().parse::<usize>());
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
            event => push_text(event, &mut text)?,
        }
        if text.len() > ROW_MOST {
            return Err(ReadError::HugeWorkbook);
        }
    }
    Ok(text)
}
