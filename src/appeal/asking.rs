//! What an appeal asks for outside of its letters, and what it tells.

use std::ops::Range;

use super::areas::{Area, Purpose};
use super::found::Found;
use super::given::Appeal;
use super::text::{self, Line};
use super::{blocks, demands, enumerated, facts, items, told, words};
use crate::locale::Language;

/// A paragraph that tells something, in characters.
const TELLS: usize = 120;
const PARAGRAPHS_MOST: usize = 12;

/// Whether a sentence outside of the letters lists what is demanded.
pub(super) fn lists_in_a_line(lines: &[Line], letters: &[Range<usize>], language: &Language) -> bool {
    in_a_line(lines, letters, language.primary()).next().is_some()
}

/// The demands of the sentences outside of the letters that list them, with the line of each.
fn in_a_line<'t>(
    lines: &'t [Line],
    letters: &'t [Range<usize>],
    language: &'t str,
) -> impl Iterator<Item = Found<String>> + 't {
    let outside = lines.iter().enumerate().filter(|(at, _)| !letters.iter().any(|letter| letter.contains(at)));
    outside.flat_map(move |(_, line)| {
        let all = enumerated::in_line(&line.text, language).unwrap_or_default();
        all.into_iter().map(|value| Found { value: value.to_owned(), line: line.number_of(value) })
    })
}

impl Appeal {
    /// Demands, lists that may be some, and what the appeal tells.
    pub(super) fn asked(&mut self, lines: &[Line], letters: &[Range<usize>], areas: &[Area], language: &str) {
        for area in areas.iter().filter(|area| area.purpose == Purpose::Demands) {
            for raw in blocks::raw_blocks(lines, area.lines.clone()) {
                let blocks::Raw::List(items) = raw else { continue };
                let found = |at: usize, text: &str| Found { value: text.to_owned(), line: lines[at].number };
                for (at, text) in items {
                    let parts = demands::numbered(&lines[at].text);
                    if items::tells(&text) {
                        let asked = items::asked_besides(&text).map(|asked| items::bare(asked, language));
                        self.demands.extend(asked.map(|asked| found(at, asked)));
                        self.paragraphs.push(found(at, &text));
                    } else if let Some(parts) = parts.filter(|parts| parts.len() > 1) {
                        self.demands.extend(parts.into_iter().map(|part| found(at, part)));
                    } else {
                        let asked = items::joined(items::bare(&text, language), language);
                        self.demands.extend(asked.into_iter().map(|asked| found(at, asked)));
                    }
                }
            }
        }
        let taken = |at: usize| {
            letters.iter().any(|letter| letter.contains(&at))
                || areas.iter().any(|area| {
                    area.lines.contains(&at)
                        || (area.cue == at && area.purpose != Purpose::Demands && lines[at].length() < TELLS)
                })
        };
        if self.demands.is_empty() {
            self.demands.extend(in_a_line(lines, letters, language));
        }
        let none_listed = self.demands.is_empty();
        let first_area = areas.iter().map(|area| area.cue).min().unwrap_or(lines.len());
        let furniture = |line: &Line| words::FURNITURE.iter().any(|start| line.said.starts_with(start));
        for (at, line) in lines.iter().enumerate() {
            if line.is_blank() || letters.iter().any(|letter| letter.contains(&at)) {
                continue;
            }
            if none_listed {
                self.demands.extend(
                    told::in_sentences(&line.text, language)
                        .into_iter()
                        .map(|value| Found { line: line.number_of(&value), value }),
                );
            }
            if taken(at) {
                continue;
            }
            let item = text::item(&line.text).filter(|_| !facts::only_a_day(&line.text));
            if none_listed && self.demands.is_empty() {
                let reported = told::reported(&line.text, language).into_iter();
                self.other_lists.extend(reported.map(|value| Found { line: line.number_of(&value), value }));
            }
            if let Some((_, text)) = item.filter(|_| at < first_area || self.demands.is_empty()) {
                self.other_lists.push(Found { value: text.to_owned(), line: line.number });
            } else if line.length() >= TELLS
                && !furniture(line)
                && self.paragraphs.len() < PARAGRAPHS_MOST
                && at < first_area.max(60)
            {
                self.paragraphs.push(Found { value: line.text.clone(), line: line.number });
            }
        }
        // One word asks for nothing.
        self.demands.retain(|demand| demand.value.split_whitespace().count() > 1);
        self.paragraphs.sort_by_key(|paragraph| paragraph.line);
        self.other_lists.truncate(PARAGRAPHS_MOST);
    }
}
