//! One part of a workbook, tag by tag, and never more of it in memory than one tag or text.

use std::io::{self, BufReader, Read};

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{XmlVersion, escape};

use super::budget::{Budget, broken};
use crate::roster::delimited::ROW_MOST;
use crate::roster::fault::ReadError;

/// Elements inside each other.
const DEPTH_MOST: usize = 256;

/// One part, event by event; an empty element is one that begins and ends.
pub struct Xml<'b, R: Read> {
    reader: quick_xml::Reader<BufReader<Metered<'b, R>>>,
    buffer: Vec<u8>,
    budget: &'b Budget,
    /// Elements that are open, the one that began last among them.
    pub depth: usize,
}

impl<'b, R: Read> Xml<'b, R> {
    pub fn new(part: R, budget: &'b Budget) -> Self {
        let mut reader = quick_xml::Reader::from_reader(BufReader::new(Metered { part, left: 0, budget }));
        let config = reader.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), budget, depth: 0 }
    }

    /// The next event and how many elements are open then; nothing at the end, where none may be.
    pub fn next(&mut self) -> Result<Option<(Event<'_>, usize)>, ReadError> {
        self.buffer.clear();
        self.budget.event()?;
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

/// Adds the text of an event, if it has any.
pub fn push_text(event: &Event<'_>, into: &mut String) -> Result<(), ReadError> {
    match event {
        Event::Text(piece) => into.push_str(&piece.xml10_content()),
        Event::CData(piece) => into.push_str(&piece.xml10_content()),
        Event::GeneralRef(reference) => into.push_str(&character(reference)?),
        _ => {}
    }
    if into.len() > ROW_MOST { Err(ReadError::HugeWorkbook) } else { Ok(()) }
}

pub fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, ReadError> {
    let found = start.try_get_attribute(name).map_err(broken)?;
    found.map(|found| Ok(found.normalized_value(XmlVersion::Implicit1_0).map_err(broken)?.into_owned())).transpose()
}

/// What a reference such as `&amp;` or `&#38;` means. An entity that a document declares itself is none.
fn character(reference: &BytesRef<'_>) -> Result<String, ReadError> {
    if let Some(c) = reference.resolve_char_ref().map_err(broken)? {
        return Ok(c.to_string());
    }
    let name: &str = reference;
    escape::resolve_xml_entity(name).map(str::to_owned).ok_or_else(|| broken(format!("&{name}; is not known")))
}

/// Passes on so many bytes and no more.
struct Metered<'b, R> {
    part: R,
    left: usize,
    budget: &'b Budget,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let all = usize::try_from(self.budget.bytes.get()).unwrap_or(usize::MAX);
        let most = into.len().min(self.left).min(all);
        if most == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let read = self.part.read(&mut into[..most])?;
        self.left -= read;
        self.budget.bytes.set(self.budget.bytes.get() - read as u64);
        Ok(read)
    }
}
