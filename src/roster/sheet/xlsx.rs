//! XLSX (ECMA-376, part 1, chapter 18), with the names of its elements whatever their prefix.

use std::collections::HashMap;
use std::io::{Read, Seek};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use ssfmt::DateSystem;

use super::archive::Archive;
use super::budget::{Budget, KEPT_MOST, SHEETS_MOST, broken};
use super::grid::{COLUMNS_MOST, Growing, Seen, Table};
use super::number::{Format, iso_day};
use super::xml::{Xml, attribute, push_text};
use crate::roster::fault::ReadError;
use crate::roster::row::{Merge, Unread};

/// Texts that cells share, and their bytes.
const SHARED_MOST: usize = 1_500_000;
const SHARED_TEXT_MOST: usize = 48 * 1024 * 1024;

/// A sheet of the workbook.
pub struct Tab {
    pub name: String,
    pub is_hidden: bool,
    part: String,
}

/// What all sheets share.
pub struct Workbook {
    pub tabs: Vec<Tab>,
    dates: DateSystem,
    texts: Texts,
    formats: Formats,
}

/// Texts that many cells have, in one string.
#[derive(Default)]
struct Texts {
    all: String,
    ends: Vec<usize>,
}

impl Texts {
    fn get(&self, index: usize) -> Option<&str> {
        let from = if index == 0 { 0 } else { *self.ends.get(index - 1)? };
        self.all.get(from..*self.ends.get(index)?)
    }
}

/// How cells show their numbers, by the index of their style.
#[derive(Default)]
struct Formats {
    formats: Vec<Format>,
    styles: Vec<usize>,
}

impl Formats {
    fn get(&self, style: usize) -> &Format {
        self.styles.get(style).and_then(|format| self.formats.get(*format)).unwrap_or(&Format::Plain)
    }
}

impl Workbook {
    pub fn open<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget) -> Result<Self, ReadError> {
        let parts = relations(archive, budget)?;
        let (mut tabs, mut dates) = (Vec::new(), DateSystem::Date1900);
        if let Some(mut xml) = archive.xml("xl/workbook.xml", budget)? {
            while let Some((event, _)) = xml.next()? {
                let Event::Start(start) = event else { continue };
                match start.local_name().as_ref() {
                    "workbookPr" if attribute(&start, "date1904")?.is_some_and(|value| is_true(&value)) => {
                        dates = DateSystem::Date1904;
                    }
                    "sheet" => {
                        let mut part = None;
                        for attribute in start.attributes().with_checks(false).flatten() {
                            if attribute.key.local_name().as_ref() == "id" {
                                part = parts.sheets.get(attribute.value.as_ref());
                            }
                        }
                        // A sheet that is a chart has no cells.
                        let (Some(part), Some(name)) = (part, attribute(&start, "name")?) else { continue };
                        let is_hidden = attribute(&start, "state")?.is_some_and(|state| state != "visible");
                        tabs.push(Tab { name, is_hidden, part: part.clone() });
                        if tabs.len() > SHEETS_MOST {
                            return Err(ReadError::HugeWorkbook);
                        }
                    }
                    _ => {}
                }
            }
        }
        let formats = archive.xml(&parts.styles, budget)?.map_or_else(|| Ok(Formats::default()), formats)?;
        let texts = archive.xml(&parts.texts, budget)?.map_or_else(|| Ok(Texts::default()), texts)?;
        Ok(Self { tabs, dates, texts, formats })
    }

    /// The rows of a sheet, so many of them with something in them or so many in all.
    pub fn read<R: Read + Seek>(
        &self,
        archive: &mut Archive<R>,
        budget: &Budget,
        tab: &Tab,
        (most, most_in_all): (usize, u32),
    ) -> Result<Table, ReadError> {
        let mut growing = Growing::new(budget);
        let Some(mut xml) = archive.xml(&tab.part, budget)? else {
            return Err(broken(format!("the part {} is missing", tab.part)));
        };
        // The next row and column, where the file does not say.
        let (mut row, mut column, mut read) = (0_u32, 0_u32, 0_u32);
        let (mut is_numbered, mut is_hidden) = (false, false);
        let mut cell = Cell::default();
        while let Some((event, depth)) = xml.next()? {
            match event {
                Event::Start(start) => match start.local_name().as_ref() {
                    "row" => {
                        let number = attribute(&start, "r")?;
                        is_numbered = number.is_some();
                        if let Some(number) = number {
                            let number: u32 = number.trim().parse().map_err(broken)?;
                            row = number.checked_sub(1).ok_or_else(|| broken("a row has the number 0"))?;
                        }
                        is_hidden = attribute(&start, "hidden")?.is_some_and(|value| is_true(&value));
                        growing.begin_row(row, is_hidden);
                        column = 0;
                    }
                    "c" => {
                        cell.begin(&start)?;
                        if let Some((in_row, in_column)) = cell.place {
                            // Where the row does not say its number, its first cell does.
                            if in_row > row && !is_numbered && column == 0 {
                                row = in_row;
                                growing.begin_row(row, is_hidden);
                            }
                            if in_row != row {
                                let row = u64::from(row) + 1;
                                return Err(broken(format!("a cell of another row stands in row {row}")));
                            }
                            column = in_column;
                        }
                        cell.read(&mut xml, depth)?;
                        growing.put(column, &self.seen(&mut cell)?)?;
                        column = column.saturating_add(1);
                    }
                    "mergeCell" => {
                        let area = attribute(&start, "ref")?;
                        area.and_then(|area| merge(&area)).map_or(Ok(()), |area| growing.merge(area))?;
                    }
                    _ => {}
                },
                Event::End(end) if end.local_name().as_ref() == "row" => {
                    growing.end_row(1)?;
                    row = row.saturating_add(1);
                    read = read.saturating_add(1);
                    if growing.len() >= most || read >= most_in_all {
                        break;
                    }
                }
                _ => {}
            }
        }
        growing.done()
    }

    /// A cell as a person sees it.
    fn seen(&self, cell: &mut Cell) -> Result<Seen, ReadError> {
        let text = std::mem::take(&mut cell.text);
        if cell.is_formula && !cell.has_value(&text) {
            return Ok(Seen { text: String::new(), unread: Some(Unread::NoResult) });
        }
        let text = match cell.kind {
            Type::Shared if text.is_empty() => text,
            Type::Shared => {
                let shared = text.trim().parse().ok().and_then(|index| self.texts.get(index));
                shared.ok_or_else(|| broken("a cell refers to a text that is not in it"))?.to_owned()
            }
            Type::Text => unescaped(text),
            Type::Truth if text.trim() == "1" => "TRUE".to_owned(),
            Type::Truth if text.trim() == "0" => "FALSE".to_owned(),
            Type::Day => iso_day(&text),
            Type::Number if !text.is_empty() => self.formats.get(cell.style).show(&text, self.dates),
            Type::Number | Type::Truth => text,
            Type::Error => return Ok(Seen { text, unread: Some(Unread::Failed) }),
        };
        Ok(Seen { text, unread: None })
    }
}

/// The type of a cell (18.18.11).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Type {
    #[default]
    Number,
    Shared,
    Text,
    Truth,
    Day,
    Error,
}

/// A cell as it is stored.
#[derive(Default)]
struct Cell {
    place: Option<(u32, u32)>,
    style: usize,
    kind: Type,
    is_formula: bool,
    /// Whether a value stands there, though it be an empty text.
    is_stored: bool,
    text: String,
}

impl Cell {
    fn begin(&mut self, start: &BytesStart<'_>) -> Result<(), ReadError> {
        *self = Self { text: std::mem::take(&mut self.text), ..Self::default() };
        self.text.clear();
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(broken)?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(broken)?;
            match attribute.key.as_ref() {
                "r" => self.place = Some(place(&value).ok_or_else(|| broken("a cell has no place in the sheet"))?),
                "s" => self.style = value.trim().parse().map_err(broken)?,
                "t" => {
                    self.kind = match value.as_ref() {
                        "s" => Type::Shared,
                        "str" | "inlineStr" => Type::Text,
                        "b" => Type::Truth,
                        "d" => Type::Day,
                        "e" => Type::Error,
                        _ => Type::Number,
                    };
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads to the end of the cell.
    fn read<R: Read>(&mut self, xml: &mut Xml<'_, R>, depth: usize) -> Result<(), ReadError> {
        let mut part = Inside::default();
        while let Some((event, open)) = xml.next()? {
            match &event {
                Event::End(_) if open < depth => break,
                Event::Start(start) if start.local_name().as_ref() == "v" => {
                    (self.is_stored, part.text) = (true, Some(open));
                }
                Event::Start(start) if start.local_name().as_ref() == "f" => self.is_formula = true,
                _ => part.follow(&event, open, &mut self.text)?,
            }
        }
        Ok(())
    }

    /// Whether the file has the result of a formula. Some programs write an empty value where they have none;
    /// the text `""` is a result.
    fn has_value(&self, text: &str) -> bool {
        !text.is_empty() || self.is_stored && self.kind == Type::Text
    }
}

/// Where in the text of a cell something stands. Texts are in `t` elements; those of `rPh` say how another
/// is spoken.
#[derive(Default)]
struct Inside {
    text: Option<usize>,
    spoken: Option<usize>,
}

impl Inside {
    fn follow(&mut self, event: &Event<'_>, open: usize, into: &mut String) -> Result<(), ReadError> {
        match event {
            Event::Start(start) => match start.local_name().as_ref() {
                "t" if self.spoken.is_none() => self.text = Some(open),
                "rPh" => self.spoken = self.spoken.or(Some(open)),
                _ => {}
            },
            Event::End(_) => {
                self.text = self.text.filter(|text| open >= *text);
                self.spoken = self.spoken.filter(|spoken| open >= *spoken);
            }
            event if self.text.is_some() => push_text(event, into)?,
            _ => {}
        }
        Ok(())
    }
}

/// Where the parts are that the workbook refers to.
struct Parts {
    sheets: HashMap<String, String>,
    styles: String,
    texts: String,
}

fn relations<R: Read + Seek>(archive: &mut Archive<R>, budget: &Budget) -> Result<Parts, ReadError> {
    let (styles, texts) = ("xl/styles.xml".to_owned(), "xl/sharedStrings.xml".to_owned());
    let mut parts = Parts { sheets: HashMap::new(), styles, texts };
    let Some(mut xml) = archive.xml("xl/_rels/workbook.xml.rels", budget)? else { return Ok(parts) };
    while let Some((event, _)) = xml.next()? {
        let Event::Start(start) = event else { continue };
        if start.local_name().as_ref() != "Relationship" {
            continue;
        }
        let (Some(id), Some(target)) = (attribute(&start, "Id")?, attribute(&start, "Target")?) else { continue };
        let target = target.replace('\\', "/");
        let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        let kind = attribute(&start, "Type")?.unwrap_or_default();
        match kind.rsplit('/').next() {
            Some("worksheet") => drop(parts.sheets.insert(id, part)),
            Some("styles") => parts.styles = part,
            Some("sharedStrings") => parts.texts = part,
            _ => {}
        }
        if parts.sheets.len() > KEPT_MOST {
            return Err(ReadError::HugeWorkbook);
        }
    }
    Ok(parts)
}

fn texts<R: Read>(mut xml: Xml<'_, R>) -> Result<Texts, ReadError> {
    let mut texts = Texts::default();
    let (mut text, mut inside) = (String::new(), Inside::default());
    while let Some((event, open)) = xml.next()? {
        inside.follow(&event, open, &mut text)?;
        if matches!(&event, Event::End(end) if end.local_name().as_ref() == "si") {
            texts.all.push_str(&unescaped(std::mem::take(&mut text)));
            texts.ends.push(texts.all.len());
            if texts.ends.len() > SHARED_MOST || texts.all.len() > SHARED_TEXT_MOST {
                return Err(ReadError::HugeWorkbook);
            }
        }
    }
    Ok(texts)
}

fn formats<R: Read>(mut xml: Xml<'_, R>) -> Result<Formats, ReadError> {
    let mut codes: HashMap<u32, String> = HashMap::new();
    let mut known: HashMap<u32, usize> = HashMap::new();
    let mut formats = Formats::default();
    let mut is_cell = false;
    while let Some((event, _)) = xml.next()? {
        let start = match event {
            Event::Start(start) => start,
            Event::End(end) if end.local_name().as_ref() == "cellXfs" => {
                is_cell = false;
                continue;
            }
            _ => continue,
        };
        let number = |name| attribute(&start, name).map(|id| id.and_then(|id| id.trim().parse::<u32>().ok()));
        match start.local_name().as_ref() {
            "numFmt" => {
                if let (Some(id), Some(code)) = (number("numFmtId")?, attribute(&start, "formatCode")?) {
                    codes.insert(id, code);
                }
            }
            "cellXfs" => is_cell = true,
            "xf" if is_cell => {
                let id = number("numFmtId")?.unwrap_or_default();
                let index = *known.entry(id).or_insert_with(|| {
                    let code = codes.get(&id);
                    formats.formats.push(code.map_or_else(|| Format::built_in(id), |code| Format::custom(code)));
                    formats.formats.len() - 1
                });
                formats.styles.push(index);
            }
            _ => {}
        }
        if codes.len().max(formats.styles.len()) > KEPT_MOST {
            return Err(ReadError::HugeWorkbook);
        }
    }
    Ok(formats)
}

fn is_true(value: &str) -> bool {
    matches!(value.trim(), "1" | "true" | "on")
}

/// `B7` as a row and a column from 0.
fn place(cell: &str) -> Option<(u32, u32)> {
    let letters = cell.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, digits) = cell.split_at(letters);
    let mut column = 0_u32;
    for letter in letters.bytes() {
        column = column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)?;
    }
    Some((digits.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

/// `A2:A4`; one that lies beyond all columns of a list covers none.
fn merge(area: &str) -> Option<Merge> {
    let (from, to) = area.split_once(':')?;
    let (from, to) = (place(from)?, place(to)?);
    (from.1 < COLUMNS_MOST).then_some(Merge { rows: (from.0, to.0), columns: (from.1, to.1) })
}

/// A text without the escapes of characters that XML has no place for: `_x000D_` (18.18.94).
fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text.as_str());
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let code = code.filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let c = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        if let Some(c) = c {
            out.push(c);
            rest = &rest[at + 7..];
        } else {
            out.push_str("_x");
            rest = &rest[at + 2..];
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_areas_are_read() {
        for (cell, expected) in [
            ("A1", Some((0, 0))),
            ("b7", Some((6, 1))),
            ("AA10", Some((9, 26))),
            ("A0", None),
            ("7", None),
            ("A", None),
        ] {
            assert_eq!(place(cell), expected, "{cell}");
        }
        assert_eq!(merge("A2:B4"), Some(Merge { rows: (1, 3), columns: (0, 1) }));
        assert_eq!(merge("A2"), None);
    }

    #[test]
    fn escapes_are_read() {
        for (text, expected) in [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("max_xyz", "max_xyz"),
            ("a_xD800_b", "a_xD800_b"),
            ("é_x", "é_x"),
            ("_x00é0_", "_x00é0_"),
        ] {
            assert_eq!(unescaped(text.to_owned()), expected);
        }
    }
}
