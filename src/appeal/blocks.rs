//! Lines put together to paragraphs and lists.

use super::text::{Line, Mark, item};

/// A paragraph or a list of the appeal, each with the index of its first line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Raw {
    Paragraph(usize, String),
    List(Vec<(usize, String)>),
}

/// Whether the paragraphs of a letter have numbers, as one of them shows that leads to a list: "8. I request that you:",
/// and below it "(a) release her".
fn numbers_paragraphs(lines: &[Line]) -> bool {
    let said = lines.iter().filter(|line| !line.is_blank());
    let marks: Vec<_> = said.map(|line| (item(&line.text), line.text.ends_with(':'))).collect();
    marks.windows(2).any(|pair| {
        matches!(pair[0], (Some((Mark::Number(_), _)), true))
            && matches!(pair[1], (Some((Mark::Letter | Mark::Bullet, _)), _))
    })
}

/// Puts lines together to paragraphs and lists.
pub(super) fn raw_blocks(lines: &[Line], range: std::ops::Range<usize>) -> Vec<Raw> {
    let part = &lines[range.clone()];
    // Text that was wrapped has empty lines between its paragraphs; elsewhere a line is a paragraph.
    let longest = part.iter().map(Line::length).max().unwrap_or(0);
    let wrapped = part.iter().any(Line::is_blank) && longest <= 120;
    let is_outline = numbers_paragraphs(part);
    let mut blocks: Vec<Raw> = Vec::new();
    let mut apart = true;
    for (at, line) in range.zip(part) {
        if line.is_blank() {
            apart = true;
            continue;
        }
        if let Some((mark, text)) = item(&line.text) {
            if is_outline && matches!(mark, Mark::Number(_)) {
                blocks.push(Raw::Paragraph(at, text.to_owned()));
                apart = false;
                continue;
            }
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
