//! Where in a file something stands, as people and editors read it.

use std::fmt;

/// A position in a text file; line and column count from 1, the column in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as the user would name it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Place {
    /// The place of a byte offset in `text`, the content of `file`.
    pub fn at(file: &str, text: &str, offset: usize) -> Self {
        Lines::of(file, text).at(offset)
    }

    /// The same place in a file whose first lines were cut off before it was read.
    #[must_use]
    pub fn below(mut self, lines: usize) -> Self {
        self.line += lines;
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// The lines of one file, for many places in it.
#[derive(Debug)]
pub struct Lines<'a> {
    file: &'a str,
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Finds where each line of `text`, the content of `file`, begins.
    pub fn of(file: &'a str, text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { file, text, starts }
    }

    /// The place of a byte offset.
    pub fn at(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|&start| start <= offset.min(self.text.len())).max(1);
        let before = &self.text.as_bytes()[self.starts[line - 1]..offset.clamp(self.starts[line - 1], self.text.len())];
        Place { file: self.file.to_owned(), line, column: String::from_utf8_lossy(before).chars().count() + 1 }
    }
}

/// Reads TOML into `T`; an error carries its place in the file and what is wrong in one line.
pub fn read_toml<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, (Place, String)> {
    toml::from_str(text)
        .map_err(|error| (Place::at(file, text, error.span().map_or(0, |span| span.start)), one_line(error.message())))
}

/// A parser's message without its line breaks.
pub fn one_line(message: &str) -> String {
    message.lines().map(str::trim).collect::<Vec<_>>().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        for (offset, line, column) in [(0, 1, 1), (2, 1, 2), (5, 2, 1), (6, 2, 2), (99, 2, 2)] {
            let place = Place::at("f", "éé\nx", offset);
            assert_eq!((place.line, place.column), (line, column), "{offset}");
        }
        assert_eq!(Place::at("a.md", "x", 0).below(3).to_string(), "a.md:4:1");
    }
}
