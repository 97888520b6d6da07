//! The parts of a packed workbook and what may come out of them.

use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::budget::{Budget, broken};
use super::xml::Xml;
use crate::roster::fault::{Foreign, ReadError};
use crate::roster::kind;

/// Bytes of a workbook as it is stored; a list of 200,000 rows has about half of it.
const PACKED_MOST: u64 = 32 * 1024 * 1024;
/// Files in a workbook. The archive's reader keeps the name of each.
const PARTS_MOST: usize = 10_000;
/// A packed archive, opened.
pub struct Archive<R>(ZipArchive<R>);

impl<R: Read + Seek> Archive<R> {
    /// Looks at the archive as it is stored, before its list of parts is read.
    pub fn open(mut from: R) -> Result<Self, ReadError> {
        /// Begins the entry of each part in that list.
        const ENTRY: &[u8; 4] = b"PK\x01\x02";
        if from.seek(SeekFrom::End(0)).map_err(ReadError::from)? > PACKED_MOST
            || kind::occurrences(&mut from, ENTRY, PARTS_MOST + 1)? > PARTS_MOST
        {
            return Err(ReadError::HugeWorkbook);
        }
        Ok(Self(ZipArchive::new(from).map_err(broken)?))
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.index_for_name(name).is_some()
    }

    /// A part as it is; some programs write the names of parts in other cases than they refer to them.
    pub fn part(&mut self, name: &str) -> Result<Option<impl Read>, ReadError> {
        let same = |other: &str| other.eq_ignore_ascii_case(name);
        let index = self
            .0
            .index_for_name(name)
            .or_else(|| self.0.file_names().position(|other| other.is_ok_and(|other| same(&other.replace('\\', "/")))));
        let Some(index) = index else { return Ok(None) };
        match self.0.by_index(index) {
            Ok(part) => Ok(Some(part)),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => Err(ReadError::Foreign(Foreign::Locked)),
            Err(error) => Err(broken(error)),
        }
    }

    /// A part as XML.
    pub fn xml<'a>(&'a mut self, name: &str, budget: &'a Budget) -> Result<Option<Xml<'a, impl Read>>, ReadError> {
        Ok(self.part(name)?.map(|part| Xml::new(part, budget)))
    }

    /// What an archive is that holds neither kind of workbook.
    pub fn other(&self) -> Foreign {
        if self.has("encrypted-package") {
            Foreign::Locked
        } else if self.has("xl/workbook.bin") {
            Foreign::BinaryExcel
        } else if self.has("word/document.xml") || self.has("ppt/presentation.xml") {
            Foreign::TextDocument
        } else if self.0.file_names().flatten().any(|name| name.starts_with("Index/") || name == "Index.zip") {
            Foreign::Numbers
        } else {
            Foreign::Archive
        }
    }
}
