//! What a file is by its bytes, whatever its name says: exports called `.xls` are often web pages, and
//! files called `.csv` are workbooks.

use std::io::{self, Read, Seek, SeekFrom};

use super::fault::{Foreign, ReadError};

/// How many bytes are looked at to tell the kind.
pub(super) const LOOK: u64 = 4096;

/// What can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// A packed archive, which may be a workbook.
    Archive,
}

/// Tells the kind of a file by its first bytes; of an old Office document, by all of them.
pub(super) fn of<R: Read + Seek>(from: &mut R, start: &[u8]) -> Result<Kind, ReadError> {
    /// Compound files hold workbooks of before 2007, and later ones that are encrypted (MS-OFFCRYPTO 2.3.2).
    const COMPOUND: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    const PACKED: [&[u8]; 4] = [b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ\0"];
    let foreign = |kind| Err(ReadError::Foreign(kind));
    if start.starts_with(b"PK\x03\x04") {
        return Ok(Kind::Archive);
    }
    if start.starts_with(&COMPOUND) {
        let has = |from: &mut R, name: &str| {
            let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            Ok::<_, ReadError>(occurrences(from, &name, 1)? > 0)
        };
        return foreign(if has(from, "EncryptedPackage")? {
            Foreign::Locked
        } else if has(from, "WordDocument")? || has(from, "PowerPoint Document")? {
            Foreign::OldOffice
        } else {
            Foreign::OldExcel
        });
    }
    if start.starts_with(b"%PDF-") || start.starts_with(b"{\\rtf") {
        return foreign(Foreign::Printed);
    }
    if PACKED.iter().any(|mark| start.starts_with(mark)) {
        return foreign(Foreign::Archive);
    }
    match markup(start) {
        Some(kind) => foreign(kind),
        None => Ok(Kind::Text),
    }
}

/// What text is that is no list: HTML or XML, in whatever encoding.
fn markup(start: &[u8]) -> Option<Foreign> {
    const PAGE: [&str; 9] =
        ["<!doctype html", "<html", "<head", "<body", "<meta", "<table", "<style", "<div", "mime-version:"];
    let is_mark = |byte: &u8| matches!(byte, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff);
    let ascii: Vec<u8> = start.iter().filter(|byte| !is_mark(byte)).map(u8::to_ascii_lowercase).collect();
    let text = String::from_utf8_lossy(ascii.trim_ascii_start());
    if PAGE.iter().any(|tag| text.starts_with(tag)) {
        return Some(Foreign::WebPage);
    }
    if !text.starts_with("<?xml") && !text.starts_with("<!--") {
        return None;
    }
    Some(if text.contains("<html") { Foreign::WebPage } else { Foreign::Xml })
}

/// How often these bytes stand in a file, counted up to `most`.
pub(super) fn occurrences<R: Read + Seek>(from: &mut R, bytes: &[u8], most: usize) -> io::Result<usize> {
    from.seek(SeekFrom::Start(0))?;
    let mut window = vec![0; 64 * 1024];
    let (mut kept, mut count) = (0, 0);
    while count < most {
        let read = from.read(&mut window[kept..])?;
        if read == 0 {
            break;
        }
        let end = kept + read;
        count += window[..end].windows(bytes.len()).filter(|found| *found == bytes).count();
        // What is looked for may be cut in two.
        kept = end.min(bytes.len() - 1);
        window.copy_within(end - kept..end, 0);
    }
    from.seek(SeekFrom::Start(0))?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn files_that_are_no_lists_are_told_by_their_bytes() {
        let compound = |name: &str| {
            let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
            // Across the end of a window.
            bytes.resize(64 * 1024 - 5, 0);
            bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
            bytes
        };
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        for (bytes, expected) in [
            (compound("EncryptedPackage"), Some(Foreign::Locked)),
            (compound("Workbook"), Some(Foreign::OldExcel)),
            (compound("WordDocument"), Some(Foreign::OldOffice)),
            (
                b"\xef\xbb\xbf\r\n<HTML xmlns:x=\"urn:schemas-microsoft-com:office:excel\">".to_vec(),
                Some(Foreign::WebPage),
            ),
            (utf16("\u{feff}<!DOCTYPE html>"), Some(Foreign::WebPage)),
            (b"<table border=1><tr><td>Name".to_vec(), Some(Foreign::WebPage)),
            (b"MIME-Version: 1.0\r\nContent-Type: multipart/related".to_vec(), Some(Foreign::WebPage)),
            (b"<?xml version=\"1.0\"?><html xmlns=\"x\">".to_vec(), Some(Foreign::WebPage)),
            (
                b"<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?><Workbook>".to_vec(),
                Some(Foreign::Xml),
            ),
            (b"%PDF-1.7".to_vec(), Some(Foreign::Printed)),
            (b"\x1f\x8b\x08".to_vec(), Some(Foreign::Archive)),
            (b"Name,Country\n".to_vec(), None),
            (b"<Name>,Country\n".to_vec(), None),
            (utf16("Name;Land\n"), None),
        ] {
            let start = &bytes[..bytes.len().min(64)];
            let found = match of(&mut Cursor::new(&bytes), start) {
                Ok(kind) => (kind == Kind::Text).then_some(None),
                Err(ReadError::Foreign(kind)) => Some(Some(kind)),
                Err(_) => None,
            };
            assert_eq!(found, Some(expected), "{:?}", String::from_utf8_lossy(start));
        }
    }
}
