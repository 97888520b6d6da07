//! A file that a user names, or standard input.

use std::io::Read;
use std::path::Path;

use crate::failure::Failure;

/// Bytes of a registry, a configuration or own words: far more than any of them needs. In memory a TOML file
/// of nothing but short values takes fifty times as much.
const FILE_MOST: u64 = 4 * 1024 * 1024;

/// A text file, without a byte order mark and with plain line ends.
pub fn read(file: &Path) -> Result<String, Failure> {
    text(bytes(file)?, &file.display().to_string())
}

/// A file as it is.
pub fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    let opened = std::fs::File::open(file).map_err(|error| Failure::file(file, &error))?;
    all(opened, &file.display().to_string())
}

/// The text that comes on standard input. `flag` is what asks for it.
pub fn standard_input(flag: &str) -> Result<String, Failure> {
    text(standard_input_bytes(flag)?, flag)
}

/// What comes on standard input, as it is.
pub fn standard_input_bytes(flag: &str) -> Result<Vec<u8>, Failure> {
    all(std::io::stdin(), flag)
}

fn all(source: impl Read, name: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = source.take(FILE_MOST + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::data(format!("{name}: {error}")))?;
    if bytes.len() as u64 > FILE_MOST {
        return Err(Failure::data(format!("{name}: it is larger than {FILE_MOST} bytes")));
    }
    Ok(bytes)
}

fn text(bytes: Vec<u8>, name: &str) -> Result<String, Failure> {
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::data(format!("{name}: it is not UTF-8 text; save it as UTF-8")))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n"))
}
