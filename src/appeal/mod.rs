//! A published appeal, read as what a campaign needs: each value with the line it comes from, and a doubt where the
//! appeal leaves something open.
//!
//! Nothing is invented. A value is a piece of the appeal, or it is not there; where an appeal can be read in two
//! ways, both readings are given. What is only likely is kept apart from what is sure.

mod about;
mod addresses;
mod areas;
mod asides;
mod asking;
mod asks;
mod bilingual;
mod blanks;
mod blocks;
mod cleaned;
mod copied;
mod cues;
mod dates;
mod demands;
mod document;
mod embassy;
mod enumerated;
mod facts;
mod found;
mod given;
mod grammar;
mod inline;
mod items;
mod last_days;
mod letter;
mod lines;
mod mail;
mod matched;
mod names;
mod persons;
mod pieces;
mod possessive;
mod printed;
mod prose;
mod sentences;
mod spans;
mod speaker;
mod states;
mod tables;
mod text;
mod title;
mod tokens;
mod told;
mod tongue;
mod unannounced;
mod values;
mod voice;
mod weekdays;
mod words;

use std::ops::Range;

use areas::Purpose;
use states::state_of;

use crate::locale::{Country, Language};
use crate::registry::pasted::PastedOffice;

pub use document::text as text_of;
pub use embassy::{Embassy, EmbassyGets};
pub use facts::Day;
pub use found::{AppealError, Format, Found};
pub use given::{Appeal, Copy};
pub use items::asks as tells_reader_to_ask;
use letter::Asked;
pub use letter::{Block, LetterDoubt, ModelLetter, as_markdown};
pub use matched::{Differs, HOLDER, Known, known};
pub use names::{is_declined, is_sure_of, out_of_capitals, salutation_in};

/// Addresses that one appeal gives; more make a directory.
const ADDRESSES_MOST: usize = 200;

/// Reads an appeal. `state` is the one it turns to, where somebody said so.
pub fn read(text: &str, state: Option<Country>) -> Result<Appeal, AppealError> {
    let (lines, title_of_piece) = pieces::appeal_of(text::lines(text)?);
    let count = text.matches('@').count();
    if count > ADDRESSES_MOST {
        return Err(AppealError::Addresses { count, most: ADDRESSES_MOST });
    }
    let all_spans = spans::spans(&lines);
    let ranges: Vec<Range<usize>> = all_spans.iter().map(|span| span.first..span.end).collect();
    // Where an appeal stands there twice, the campaign is made of its first half.
    let second = bilingual::second_half(&lines, &ranges);
    let (all_lines, end) = (&lines, second.as_ref().map_or(lines.len(), |(at, _)| *at));
    let lines = &all_lines[..end];
    let language = tongue::language_of_appeal(lines);
    let (sources, other_pages) = facts::sources(all_lines);
    let mut appeal = Appeal { language: language.clone(), sources, other_pages, ..Appeal::default() };
    let spans: Vec<spans::Span> = all_spans.iter().copied().filter(|span| span.end <= end).collect();
    let ranges: Vec<Range<usize>> = spans.iter().map(|span| span.first..span.end).collect();
    let headers: Vec<Range<usize>> = spans
        .iter()
        .map(|span| (span.greeting.unwrap_or(span.begin), span))
        .map(|(at, span)| (span.first + 1).min(at)..at)
        .collect();
    let areas = areas::areas(lines, &ranges, &headers);
    let default = language.unwrap_or_else(Language::english);
    let is_listed =
        areas.iter().any(|area| area.purpose == Purpose::Demands) || asking::lists_in_a_line(lines, &ranges, &default);
    let asked = if is_listed { Asked::Listed } else { Asked::InLetter };
    for &span in &all_spans {
        let letter = letter::read(all_lines, span, &default, asked);
        if appeal.letters.iter().any(|known| known.language == letter.language) {
            appeal.other_letters.push(letter.line);
        } else {
            appeal.letters.push(letter);
        }
    }
    let day_first = default.primary() != "en" || dates::shows_day_first(lines.iter().map(|line| line.text.as_str()));
    appeal.published = facts::published(all_lines, day_first);
    (appeal.act_by, appeal.other_days) = facts::deadline(lines, &ranges, day_first);
    // Nothing asks for letters before it is published.
    let last = appeal.act_by.as_ref().and_then(|day| day.value.days.iter().max().copied());
    appeal.published =
        appeal.published.filter(|day| last.is_none_or(|last| day.value.days.iter().any(|day| *day <= last)));
    appeal.act_by = appeal.act_by.map(|day| weekdays::with_year(day, appeal.published.as_ref()));
    let of_embassy = || {
        let mut said = (0..lines.len()).filter_map(|at| embassy::said(lines, at, &areas, None));
        said.find_map(|embassy| Some(Found { value: embassy.value.state?, line: embassy.line }))
    };
    appeal.state = state
        .map(|value| Found { value, line: 0 })
        .or_else(|| state_of(lines, &areas))
        .or_else(of_embassy)
        .or_else(|| states::before_title(lines));
    appeal.addresses(lines, &ranges, &areas);
    // A form or page of an office is where the office is reached, and tells nothing of the appeal.
    let of_offices = appeal.offices.iter().chain(&appeal.copy_offices);
    let pages: Vec<String> = of_offices.flat_map(pages_of).map(str::to_owned).collect();
    appeal.other_pages.retain(|page| !pages.contains(&page.value));
    if let Some((_, language)) = second {
        appeal.other_half(all_lines, &all_spans, end, &language);
    }
    appeal.asked(lines, &ranges, &areas, default.primary());
    let english = Language::english();
    let state = appeal.state.as_ref().map(|state| state.value);
    let states = state.into_iter().flat_map(|state| [state.name_in(&default), state.name_in(&english)]);
    let first = areas.iter().map(|area| area.cue).chain(ranges.iter().map(|range| range.start)).min();
    (appeal.title, appeal.other_titles) =
        title::title(lines, &states.collect::<Vec<_>>(), first.unwrap_or(lines.len()));
    if title_of_piece.is_some() {
        (appeal.title, appeal.other_titles) = (title_of_piece, Vec::new());
    }
    appeal.people(lines, &spans, &areas, default.primary());
    Ok(appeal)
}

/// The web addresses of an office, as they are printed.
fn pages_of(office: &PastedOffice) -> impl Iterator<Item = &str> {
    let forms = office.values.iter().map(|value| value.printed.as_str());
    office.pages.iter().map(|page| page.text.as_str()).chain(forms)
}
