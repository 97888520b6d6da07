//! Characters that nobody sees or can read, wherever a campaign's files hold them and however they are written: as they
//! are, as an entity of Markdown (`&#x202e;`, `&zwnj;`), as an escape in a TOML string, or percent-encoded in a
//! link. [`text::hidden`] says which they are.
//!
//! This reads the files, so that a finding has its line and column. What placeholders put together is
//! checked once more when a letter is composed.

use std::fmt;

use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, Parser};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::files::{Files, split_front_matter};
use crate::place::{Lines, Place};
use crate::text;

/// Findings of one campaign; whoever hides more is not helped by the rest.
const FOUND_MOST: usize = 100;
/// Bytes of an entity; the longest name that HTML has is 31 letters long.
const ENTITY_MOST: usize = 40;

/// A character that no text of a campaign may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// Where it stands.
    pub place: Place,
    /// Its code point.
    pub code: u32,
    /// How the file writes it, where that is not the character itself.
    pub written: Option<String>,
}

impl fmt::Display for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} (U+{:04X}", self.place, text::what_is_hidden(self.code), self.code)?;
        if let Some(written) = &self.written {
            write!(f, ", written as {}", text::for_sentence(written))?;
        }
        f.write_str("); take it out")
    }
}

/// All there are in the files of a campaign. `folder` is its name in errors.
pub(super) fn in_files(folder: &str, files: &Files) -> Vec<Hidden> {
    let mut found = Vec::new();
    for (name, source) in files {
        let file = format!("{folder}/{name}");
        let lines = Lines::of(&file, source);
        if name == "campaign.toml" {
            let raw = text::hidden(source).filter(|(_, c)| !is_layout(*c));
            found.extend(raw.map(|(at, c)| Hidden { place: lines.at(at), code: c.into(), written: None }));
            in_toml(source, 0, &lines, &mut found);
        } else {
            in_markdown(source, &lines, &mut found);
            if let Some((front, _, _)) = split_front_matter(source) {
                // The front matter begins on the second line.
                let above = source.find('\n').map_or(0, |end| end + 1);
                in_toml(front, above, &lines, &mut found);
            }
        }
    }
    found.sort_by(|one, two| one.place.cmp(&two.place));
    found.dedup();
    found.truncate(FOUND_MOST);
    found
}

/// The first one in a link, percent-encoded or not. A line end has no business in one: behind `mailto:` it
/// would begin a header field.
pub fn in_link(url: &str) -> Option<char> {
    let decoded = percent_decode_str(url).decode_utf8_lossy();
    // What is not UTF-8 may be a path in another encoding.
    let decoded = if decoded.contains('\u{fffd}') { decoded.replace('\u{fffd}', "") } else { decoded.into_owned() };
    [url, &decoded].into_iter().find_map(|text| text::hidden(text).next()).map(|(_, c)| c)
}

/// Line ends and tabs lay out a file.
fn is_layout(c: char) -> bool {
    matches!(c, '\n' | '\t')
}

/// A text after its entities and percent-encodings were decoded, and where each piece of it came from.
#[derive(Default)]
struct Decoded {
    text: String,
    /// Where a piece begins here, where in the file, and how many bytes of the file say it if it was decoded.
    pieces: Vec<(usize, usize, Option<usize>)>,
}

impl Decoded {
    fn push(&mut self, piece: &str, at: usize, decoded_from: Option<usize>) {
        self.pieces.push((self.text.len(), at, decoded_from));
        self.text.push_str(piece);
    }
}

fn in_markdown(source: &str, lines: &Lines<'_>, found: &mut Vec<Hidden>) {
    let decoded = decode(source);
    for (at, c) in text::hidden(&decoded.text) {
        let piece = decoded.pieces.partition_point(|(start, _, _)| *start <= at) - 1;
        let (start, from, length) = decoded.pieces[piece];
        let (place, written) = match length {
            None if is_layout(c) => continue,
            None => (lines.at(from + at - start), None),
            Some(length) => (lines.at(from), Some(source[from..from + length].to_owned())),
        };
        found.push(Hidden { place, code: c.into(), written });
    }
}

/// Entities and percent-encodings wherever they stand: what a placeholder puts around them may make code
/// or a link of what is none by itself. Braces of a placeholder are a letter to their neighbours, since its
/// value will be a word.
fn decode(source: &str) -> Decoded {
    let mut decoded = Decoded::default();
    let mut plain_from = 0;
    let mut at = 0;
    while let Some(next) = source[at..].find(['&', '%', '{', '}']).map(|offset| at + offset) {
        let rest = &source[next..];
        let special = if rest.starts_with("{{") || rest.starts_with("}}") {
            Some((2, "x".to_owned(), None))
        } else if rest.starts_with('&') {
            entity(rest).map(|(length, text)| (length, text, Some(length)))
        } else {
            percent(rest).map(|(length, text)| (length, text, Some(length)))
        };
        let Some((length, text, decoded_from)) = special else {
            at = next + 1;
            continue;
        };
        decoded.push(&source[plain_from..next], plain_from, None);
        decoded.push(&text, next, decoded_from);
        at = next + length;
        plain_from = at;
    }
    decoded.push(&source[plain_from..], plain_from, None);
    decoded
}

/// An entity or character reference as Markdown reads it.
fn entity(text: &str) -> Option<(usize, String)> {
    let end = text.bytes().take(ENTITY_MOST).position(|byte| byte == b';')?;
    let reference = &text[..=end];
    let is_one = reference[1..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    let decoded: String = Parser::new(reference)
        .filter_map(|event| if let Event::Text(text) = event { Some(text.into_string()) } else { None })
        .collect();
    // White space at the edge of a paragraph is dropped by the reader.
    let decoded = match reference {
        "&Tab;" | "&#9;" => "\t".to_owned(),
        "&NewLine;" | "&#10;" => "\n".to_owned(),
        _ => decoded,
    };
    (is_one && end > 1 && decoded != reference).then_some((end + 1, decoded))
}

/// Percent-encoded bytes that follow each other, as far as they are UTF-8 or ASCII.
fn percent(text: &str) -> Option<(usize, String)> {
    let is_encoded = |three: &[u8]| three[0] == b'%' && three[1..].iter().all(u8::is_ascii_hexdigit);
    let count = text.as_bytes().chunks_exact(3).take_while(|three| is_encoded(three)).count();
    let bytes: Vec<u8> = percent_decode_str(&text[..count * 3]).collect();
    (count > 0).then(|| (count * 3, String::from_utf8_lossy(&bytes).replace('\u{fffd}', "")))
}

/// What escapes in the strings of a TOML text make. `above` is where in the file the text begins.
fn in_toml(source: &str, above: usize, lines: &Lines<'_>, found: &mut Vec<Hidden>) {
    let (table, _) = DeTable::parse_recoverable(source);
    in_table(table.get_ref(), &mut |written, value| {
        let raw = source.get(written.clone()).unwrap_or_default();
        for (_, c) in text::hidden(value).filter(|(_, c)| !is_layout(*c) && !raw.contains(*c)) {
            let code = u32::from(c);
            let escapes = [format!("\\u{code:04x}"), format!("\\U{code:08x}").to_lowercase()];
            let folded = raw.to_ascii_lowercase();
            let escape = escapes.iter().find_map(|escape| folded.find(escape.as_str()).map(|at| (at, escape.len())));
            let (at, length) = escape.unwrap_or((0, 0));
            let escape = raw.get(at..at + length).filter(|escape| !escape.is_empty());
            let place = lines.at(above + written.start + at);
            found.push(Hidden { place, code, written: Some(escape.unwrap_or("an escape").to_owned()) });
        }
    });
}

type Visit<'a> = dyn FnMut(std::ops::Range<usize>, &str) + 'a;

fn in_table(table: &DeTable<'_>, visit: &mut Visit<'_>) {
    for (key, value) in table {
        visit(key.span(), key.get_ref());
        in_value(value, visit);
    }
}

/// The TOML reader bounds how deep values stand in each other.
fn in_value(value: &Spanned<DeValue<'_>>, visit: &mut Visit<'_>) {
    match value.get_ref() {
        DeValue::String(text) => visit(value.span(), text),
        DeValue::Array(items) => items.iter().for_each(|item| in_value(item, visit)),
        DeValue::Table(table) => in_table(table, visit),
        _ => {}
    }
}
