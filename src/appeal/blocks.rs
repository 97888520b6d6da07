//! Lines put together to paragraphs and lists.

use super::text::{Line, item};

/// A paragraph or a list of the appeal, each with the index of its first line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Raw {
    Paragraph(usize, String),
    List(Vec<(usize, String)>),
}

/// Puts lines together to paragraphs and lists.
pub(super) fn raw_blocks(lines: &[Line], range: std::ops::Range<usize>) -> Vec<Raw> {
    let part = &lines[range.clone()];
    // Text that was wrapped has empty lines between its paragraphs; elsewhere a line is a paragraph.
    let longest = part.iter().map(Line::length).max().unwrap_or(0);
    let wrapped = part.iter().any(Line::is_blank) && longest <= 120;
    let mut blocks: Vec<Raw> = Vec::new();
    let mut apart = true;
    for (at, line) in range.zip(part) {
        if line.is_blank() {
            apart = true;
            continue;
        }
        if let Some((_, text)) = item(&line.text) {
            match blocks.last_mut() {
                Some(Raw::List(items)) => items.push((at, text.to_owned())),
                _ => blocks.push(Raw::List(vec![(at, text.to_owned())])),
            }
            apart = false;
            continue;
        }
        let goes_on = !apart && (wrapped || line.text.starts_with(char::is_lowercase));
        let joined = match blocks.last_mut().filter(|_| goes_on) {
            Some(Raw::Paragraph(_, text)) if !text.ends_with(':') => Some(text),
            Some(Raw::List(items)) => items.last_mut().map(|(_, text)| text),
            _ => None,
        };
        match joined {
            Some(text) => {
                text.push(' ');
                text.push_str(&line.text);
            }
            None => blocks.push(Raw::Paragraph(at, line.text.clone())),
        }
        apart = false;
    }
    blocks
}
