//! Addresses that nothing announces.

use std::ops::Range;

use super::asides::{begins_with_a_cue, reaches_others};
use super::lines::{HEADING_MOST, PARAGRAPH, has_value, is_address, is_of_a_form, names_itself};
use super::text::Line;
use crate::registry::pasted::{begins_with_label, is_address as pasted_address};

/// Blocks of short lines with addresses that nothing announces.
pub(super) fn unannounced(lines: &[Line], taken: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut areas: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let starts_value = !taken(at)
            && (begins_with_label(&lines[at].text) || names_itself(&lines[at].text) || stands_alone(lines, at))
            && has_value(&lines[at].text)
            && !reaches_others(&lines[at].text)
            && lines[at].length() <= PARAGRAPH;
        if !starts_value {
            at += 1;
            continue;
        }
        let mut start = at;
        let is_whole = names_itself(&lines[at].text);
        while !is_whole
            && start > 0
            && !taken(start - 1)
            && !is_of_a_form(&lines[start - 1])
            && !lines[start - 1].is_blank()
            && !begins_with_a_cue(&lines[start - 1].text)
            && lines[start - 1].length() <= 120
        {
            start -= 1;
        }
        // "Via e-mail: a@b.example" in a paragraph of its own, below the address.
        if start == at && !is_whole {
            start = named_above(lines, start).filter(|above| !(*above..start).any(&taken)).unwrap_or(start);
        }
        let mut end = at + 1;
        let mut blank = 0;
        let speaks = |at: usize| {
            let text = &lines[at].text;
            begins_with_a_cue(text) && has_value(text) || reaches_others(text)
        };
        while end < lines.len() && !taken(end) && blank < 2 && lines[end].length() <= PARAGRAPH && !speaks(end) {
            blank = if lines[end].is_blank() { blank + 1 } else { 0 };
            end += 1;
        }
        // What follows the last value is no address any more.
        let ends = |at: usize| has_value(&lines[at].text) || at > start && is_page_of_office(lines, at);
        let last = (start..end).rev().find(|&at| ends(at)).map_or(end, |last| last + 1);
        // The rows of a table are one area.
        let is_next = |above: &Range<usize>| lines[start].number - lines[above.end - 1].number <= 1;
        match areas.last_mut().filter(|above| is_next(above)) {
            Some(above) => above.end = last,
            None => areas.push(start..last),
        }
        at = end.max(at + 1);
    }
    areas
}

/// Where the paragraph above a line begins, if it is an office with its address and no other way to reach it.
fn named_above(lines: &[Line], at: usize) -> Option<usize> {
    let last = at.checked_sub(2).filter(|last| lines[at - 1].is_blank() && !lines[*last].is_blank())?;
    let begin = (0..last).rev().find(|&at| lines[at].is_blank()).map_or(0, |blank| blank + 1);
    let block = &lines[begin..=last];
    let is_short = |line: &Line| line.length() <= HEADING_MOST && !has_value(&line.text);
    (block.len() > 1
        && block.iter().all(is_short)
        && block.iter().any(Line::has_known_kind)
        && block.iter().any(|line| pasted_address(&line.text)))
    .then_some(begin)
}

/// Whether a line is an address and nothing else, below lines of its office.
fn stands_alone(lines: &[Line], at: usize) -> bool {
    is_address(&lines[at].text)
        && at > 0
        && !lines[at - 1].is_blank()
        && !lines[at - 1].text.ends_with(':')
        && lines[at - 1].length() <= 60
}

/// Whether a line is a web address and nothing else, below the name of an office that stands alone too.
fn is_page_of_office(lines: &[Line], at: usize) -> bool {
    let is_page = |text: &str| text.starts_with("http") && !text.contains(' ');
    at > 1
        && is_page(&lines[at].text)
        && lines[at - 1].has_known_kind()
        && lines[at - 1].length() <= 60
        && lines[at - 2].is_blank()
}
