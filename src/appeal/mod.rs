//! A published appeal, read as what a campaign needs: each value with the line it comes from, and a doubt where the
//! appeal leaves something open.
//!
//! Nothing is invented. A value is a piece of the appeal, or it is not there; where an appeal can be read in two
//! ways, both readings are given. What is only likely is kept apart from what is sure.

mod areas;
mod asides;
mod bilingual;
mod blanks;
mod blocks;
mod copied;
mod cues;
mod dates;
mod demands;
mod document;
mod embassy;
mod facts;
mod found;
mod grammar;
mod inline;
mod items;
mod letter;
mod mail;
mod matched;
mod names;
mod persons;
mod pieces;
mod printed;
mod prose;
mod spans;
mod speaker;
mod states;
mod tables;
mod text;
mod title;
mod tokens;
mod told;
mod tongue;
mod values;
mod voice;
mod words;

use std::ops::Range;

use areas::{Area, Purpose};
use printed::pasted_in;
use states::state_of;
use text::Line;

use crate::locale::{Country, Language};
use crate::registry::pasted::{PastedOffice, PastedText, Read};
use crate::text::fold;

pub use document::text as text_of;
pub use embassy::{Embassy, EmbassyGets};
pub use facts::Day;
pub use found::{AppealError, Format, Found};
pub use items::asks as tells_reader_to_ask;
use letter::Asked;
pub use letter::{Block, LetterDoubt, ModelLetter, as_markdown};
pub use matched::{Differs, Known, known};
pub use names::{is_declined, is_sure_of, out_of_capitals, salutation_in};

/// Addresses that one appeal gives; more make a directory.
const ADDRESSES_MOST: usize = 200;
/// A paragraph that tells something, in characters.
const TELLS: usize = 120;
const PARAGRAPHS_MOST: usize = 12;
/// Lines of an appeal that are read for names; what follows is the web page.
const CONTENT: usize = 150;

/// What an appeal gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Appeal {
    /// The language it is in, of the six that are read.
    pub language: Option<Language>,
    /// Its title.
    pub title: Option<Found<String>>,
    /// Lines that may be its title, where it has none for certain.
    pub other_titles: Vec<Found<String>>,
    /// The day it was published.
    pub published: Option<Found<Day>>,
    /// The last day on which letters help.
    pub act_by: Option<Found<Day>>,
    /// Days that only may be the last one.
    pub other_days: Vec<Found<Day>>,
    /// Whom it is about.
    pub persons: Vec<Found<String>>,
    /// Names that may be of such persons.
    pub other_names: Vec<Found<String>>,
    /// Whether one of those may be of somebody it is about before all.
    pub may_miss_persons: bool,
    /// The state it turns to, with the line that says so most plainly.
    pub state: Option<Found<Country>>,
    /// What it asks for.
    pub demands: Vec<Found<String>>,
    /// What may be a demand: lists that nothing announces as such.
    pub other_lists: Vec<Found<String>>,
    /// Whom it asks to write to, in its order.
    pub offices: Vec<PastedOffice>,
    /// That it names the embassy in the reader's own country.
    pub embassy: Option<Found<Embassy>>,
    /// Who gets a copy.
    pub copies: Vec<Found<Copy>>,
    /// Offices that get a copy.
    pub copy_offices: Vec<PastedOffice>,
    /// Addresses of which it is not known what they are for.
    pub other_addresses: Vec<Found<String>>,
    /// Where it can be read.
    pub sources: Vec<Found<String>>,
    /// Web addresses that may be of something else.
    pub other_pages: Vec<Found<String>>,
    /// Its model letters, one a language.
    pub letters: Vec<ModelLetter>,
    /// Lines where further letters in the same language begin.
    pub other_letters: Vec<usize>,
    /// What it tells, paragraph by paragraph.
    pub paragraphs: Vec<Found<String>>,
}

/// An address for copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copy {
    /// The address.
    Email(crate::address::Email),
    /// A page hid it: `[email protected]`.
    Hidden,
    /// Nothing stands there.
    Missing,
    /// What stands there is no address.
    Unreadable(String),
}

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
    let asked = if areas.iter().any(|area| area.purpose == Purpose::Demands) { Asked::Listed } else { Asked::InLetter };
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
    let of_embassy = || {
        let mut said = (0..lines.len()).filter_map(|at| embassy::said(&lines[at], at, &areas, None));
        said.find_map(|embassy| Some(Found { value: embassy.value.state?, line: embassy.line }))
    };
    appeal.state = state
        .map(|value| Found { value, line: 0 })
        .or_else(|| state_of(lines, &areas))
        .or_else(of_embassy)
        .or_else(|| states::before_title(lines));
    appeal.addresses(lines, &ranges, &areas);
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

impl Appeal {
    /// Offices, embassies and copies.
    fn addresses(&mut self, lines: &[Line], letters: &[Range<usize>], areas: &[Area]) {
        let state = self.state.as_ref().map(|state| state.value);
        for area in areas {
            match area.purpose {
                Purpose::Offices => {
                    for office in pasted_in(lines, area, state) {
                        self.office(lines, office, area);
                    }
                }
                Purpose::Copies => self.copies_in(lines, area, state),
                Purpose::Demands => {}
            }
        }
        let taken = |at: usize| {
            letters.iter().any(|letter| letter.contains(&at))
                || areas
                    .iter()
                    .any(|area| area.purpose != Purpose::Demands && (area.cue == at || area.lines.contains(&at)))
        };
        for (at, line) in lines.iter().enumerate() {
            let in_letter = letters.iter().any(|letter| letter.contains(&at));
            if !in_letter && self.embassy.is_none() {
                self.embassy = embassy::said(line, at, areas, state);
            }
            if taken(at) {
                continue;
            }
            self.said(line, state);
        }
        // "Write to the editor: a@b.example": an address of nobody, where others have a name.
        let is_called = |name: &str| name.contains(char::is_uppercase);
        let is_named = |office: &PastedOffice| {
            office.kind().is_some()
                || !office.persons.is_empty()
                || office.names.iter().any(|name| is_called(&name.text))
        };
        let (named, nameless): (Vec<PastedOffice>, Vec<PastedOffice>) =
            std::mem::take(&mut self.offices).into_iter().partition(is_named);
        if named.is_empty() {
            self.offices = nameless;
        } else {
            self.offices = named;
            for office in &nameless {
                self.left_out(office);
            }
        }
        self.offices.sort_by_key(|office| office.line);
        // "Action requested: letters to the authorities, copies to the union" is said again where its address stands.
        if self.copies.iter().any(|copy| matches!(copy.value, Copy::Email(_))) {
            self.copies.retain(|copy| copy.value != Copy::Missing);
        }
    }

    /// What the second half of an appeal in two languages says of its offices: their names, and what is reached otherwise
    /// only for a person to read.
    fn other_half(&mut self, lines: &[Line], spans: &[spans::Span], start: usize, language: &Language) {
        let ranges: Vec<Range<usize>> = spans.iter().map(|span| span.first..span.end).collect();
        let state = self.state.as_ref().map(|state| state.value);
        let areas = areas::areas(lines, &ranges, &[]);
        for area in areas.iter().filter(|area| area.cue >= start && area.purpose == Purpose::Offices) {
            for office in pasted_in(lines, area, state) {
                let is_known = bilingual::named_too(&mut self.offices, &office, language)
                    || bilingual::named_too(&mut self.copy_offices, &office, language);
                if !is_known {
                    self.left_out(&office);
                }
            }
        }
    }

    /// Keeps what an appeal prints of an office that may be none.
    fn left_out(&mut self, office: &PastedOffice) {
        let values = office.values.iter().filter(|value| !value.printed.is_empty());
        let values = values.map(|value| Found { value: value.printed.clone(), line: value.line });
        let texts = |texts: &[PastedText]| {
            texts.iter().map(|text| Found { value: text.text.clone(), line: text.line }).collect::<Vec<_>>()
        };
        let names = [texts(&office.names), texts(&office.leftovers)].concat();
        let beside = [texts(&office.persons), texts(&office.post)].concat();
        let mut all: Vec<Found<String>> = names.iter().cloned().chain(beside).chain(values).collect();
        all.sort_by_key(|found| found.line);
        // A name and its address are told together.
        if !names.is_empty()
            && let Some(first) = all.first().cloned()
        {
            let value = all.iter().map(|found| found.value.as_str()).collect::<Vec<_>>().join(", ");
            all = vec![Found { value, ..first }];
        }
        for found in all {
            if self.other_addresses.iter().all(|known| known.value != found.value) {
                self.other_addresses.push(found);
            }
        }
    }

    /// What a line of running text says of addresses; whether it names who gets copies.
    fn said(&mut self, line: &Line, state: Option<Country>) -> bool {
        let mut copies = false;
        for said in prose::said(line, state) {
            copies |= matches!(said, inline::Said::Copies(_) | inline::Said::CopyOffice(_));
            match said {
                inline::Said::Office(office) => self.offices.push(office),
                inline::Said::CopyOffice(office) => self.copy_offices.push(office),
                inline::Said::Copies(all) => all.iter().for_each(|text| self.copy(text, line.number_of(text))),
                inline::Said::Other(all) => {
                    let all = all.into_iter().map(|value| Found { line: line.number_of(&value), value });
                    self.other_addresses.extend(all);
                }
            }
        }
        copies
    }

    fn office(&mut self, lines: &[Line], mut office: PastedOffice, area: &Area) {
        // "4: The Embassy of Kazakhstan in your own country."
        let is_embassy = |text: &str| {
            let folded = fold(text);
            words::embassy_words(&folded) && words::YOUR_COUNTRY.iter().any(|word| folded.contains(word))
        };
        if office.names.iter().chain(&office.leftovers).any(|name| is_embassy(&name.text)) {
            return;
        }
        let announces = |text: &str| lines[area.cue].text == text || text.ends_with(':');
        office.leftovers.retain(|rest| !announces(&rest.text));
        // "Enviar los pronunciamientos a:" announces offices, and is none.
        let line = lines.iter().find(|line| line.number == office.line);
        let only_announces = office.kind().is_none() && line.is_some_and(|line| line.text.ends_with(':'));
        if (office.names.is_empty() || only_announces) && office.values.is_empty() && office.post.is_empty() {
            return;
        }
        // "Authority", "E-mail", "Telephone": the header of a table, one cell a line.
        let is_header = |name: &str| !name.contains(' ') && office.kind().is_none() && office.post.is_empty();
        if !office.values.is_empty()
            && office.values.iter().all(|value| value.printed.is_empty())
            && office.names.iter().all(|name| is_header(&name.text))
        {
            return;
        }
        // A block that nothing announces and that names no kind of office may be the sender's own address, and a name that
        // gives no address is no office by itself.
        let has_cue = area.cue < area.lines.start;
        let is_reached = !office.values.is_empty() || !office.post.is_empty();
        if office.kind().is_none() && !(has_cue && is_reached) {
            self.left_out(&office);
            return;
        }
        if area.is_above_letter
            && let Some(known) = self.same_office(&office)
        {
            // It may stand in the list with its e-mail address alone.
            let known = &mut self.offices[known];
            if known.post.is_empty() {
                known.post = office.post;
            }
            return;
        }
        for copy in std::mem::take(&mut office.copies) {
            let copy = Found { value: copy_of(&copy.read, &copy.printed), line: copy.line };
            self.copies.push(copy);
        }
        self.offices.push(office);
    }

    /// The place of an office that is known already: by its name, or by how it is reached.
    fn same_office(&self, office: &PastedOffice) -> Option<usize> {
        let name = |office: &PastedOffice| {
            let name = office.names.first().map(|name| fold(&name.text)).unwrap_or_default();
            name.strip_prefix("the ").map(str::to_owned).unwrap_or(name)
        };
        let new = name(office);
        self.offices.iter().position(|known| {
            let old = name(known);
            let is_called = !new.is_empty() && !old.is_empty() && (new.contains(&old) || old.contains(&new));
            let contacts = |office: &PastedOffice| {
                office.values.iter().filter_map(|value| value.contact().cloned()).collect::<Vec<_>>()
            };
            let own = contacts(known);
            is_called || contacts(office).iter().any(|contact| own.iter().any(|known| known.is_same(contact)))
        })
    }

    fn copies_in(&mut self, lines: &[Line], area: &Area, state: Option<Country>) {
        let mut found = self.said(&lines[area.cue], state);
        // "The embassy in your country. In the United Kingdom: …": that address is of one of them, and gets no copy of
        // the letters from everywhere.
        let is_of_one = |at: &usize| {
            let line = &lines[*at];
            words::embassy_words(&line.said)
                && areas::has_value(&line.text)
                && words::YOUR_COUNTRY.iter().any(|word| line.said.contains(word))
        };
        // "Embassy of Oman, …, a@b.example" above "The union, us@union.example": each line is somebody else.
        let is_alone = |at: usize| lines[at].is_blank() || lines[at].text.contains('@') && lines[at].text.contains(' ');
        let each_is_alone = area.lines.clone().all(is_alone);
        let mut others = Vec::new();
        let mut from = area.lines.start;
        for at in area.lines.clone() {
            if each_is_alone && !is_of_one(&at) {
                others.push(Area { lines: at..at + 1, ..area.clone() });
                from = at + 1;
            }
            if !is_of_one(&at) {
                continue;
            }
            let line = &lines[at];
            let addresses = line.text.split([' ', ',', ';', '(', ')']).filter(|word| word.contains('@'));
            self.other_addresses
                .extend(addresses.map(|address| Found { value: address.to_owned(), line: line.number_of(address) }));
            others.push(Area { lines: from..at, ..area.clone() });
            from = at + 1;
            found = true;
        }
        others.push(Area { lines: from..area.lines.end, ..area.clone() });
        for office in others.iter().flat_map(|part| pasted_in(lines, part, state)) {
            let is_reached = office.values.iter().any(|value| !value.printed.is_empty());
            if !is_reached && office.names.iter().any(|name| words::embassy_words(&fold(&name.text))) {
                found = true;
            } else if office.kind().is_some() {
                self.copy_offices.push(office);
                found = true;
            } else {
                for value in &office.values {
                    self.copies.push(Found { value: copy_of(&value.read, &value.printed), line: value.line });
                    found = true;
                }
            }
        }
        if !found && !words::embassy_words(&lines[area.cue].said) {
            self.copies.push(Found { value: Copy::Missing, line: lines[area.cue].number });
        }
    }

    fn copy(&mut self, text: &str, line: usize) {
        // "… to the union (a@b.example)."
        let text = text.trim_matches(|c: char| matches!(c, '(' | ')' | '<' | '>' | '"' | ',' | ';' | '.'));
        let value = match text.parse() {
            Ok(email) => Copy::Email(email),
            Err(crate::address::AddressError::Hidden) => Copy::Hidden,
            Err(_) => Copy::Unreadable(text.to_owned()),
        };
        if !self.copies.iter().any(|copy| copy.value == value && value != Copy::Hidden) {
            self.copies.push(Found { value, line });
        }
    }

    /// Demands, lists that may be some, and what the appeal tells.
    fn asked(&mut self, lines: &[Line], letters: &[Range<usize>], areas: &[Area], language: &str) {
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
        self.paragraphs.sort_by_key(|paragraph| paragraph.line);
        self.other_lists.truncate(PARAGRAPHS_MOST);
    }

    /// Persons: those of the title, of the demands, of the first words of the letters, and those whose arrest or trial
    /// the appeal begins with.
    fn people(&mut self, lines: &[Line], letters: &[spans::Span], areas: &[Area], language: &str) {
        fn of(line: &Line) -> (usize, &str) {
            (line.number, line.text.as_str())
        }
        let mut texts: Vec<(usize, &str)> = self.title.iter().map(|title| (title.line, title.value.as_str())).collect();
        for span in letters {
            let body = &lines[span.begin..span.close];
            texts.extend(body.iter().filter(|line| !line.is_blank()).take(3).map(of));
            texts.extend(body.iter().filter(|line| text::item(&line.text).is_some()).map(of));
        }
        texts.extend(self.demands.iter().map(|demand| (demand.line, demand.value.as_str())));
        self.persons = persons::persons(&texts, language);
        // Behind its addresses an appeal tells of others.
        let first = areas.iter().map(|area| lines[area.cue].number).min().unwrap_or(usize::MAX);
        let begins = self.paragraphs.iter().take(3).filter(|paragraph| paragraph.line <= first);
        let begins: Vec<(usize, &str)> = begins.map(|found| (found.line, found.value.as_str())).collect();
        let is_known =
            |known: &[Found<String>], name: &str| known.iter().any(|known| persons::same(&known.value, name));
        let listed = persons::listed(&lines.iter().map(of).collect::<Vec<_>>());
        for name in persons::concerned(&begins).into_iter().chain(listed) {
            if !is_known(&self.persons, &name.value) {
                self.persons.push(name);
            }
        }
        if self.persons.is_empty() {
            let lists: Vec<(usize, &str)> =
                self.other_lists.iter().map(|found| (found.line, found.value.as_str())).chain(begins).collect();
            self.persons = persons::persons(&lists, language);
        }
        let of_offices =
            |at: usize| areas.iter().any(|area| area.purpose != Purpose::Demands && area.lines.contains(&at));
        let content =
            lines.iter().enumerate().take(content_end(lines, letters, areas)).filter(|(at, _)| !of_offices(*at));
        let all: Vec<(usize, &str)> = content.map(|(_, line)| of(line)).collect();
        for name in persons::persons(&all, language).into_iter().chain(persons::candidates(&all)) {
            if !is_known(&self.persons, &name.value) && !is_known(&self.other_names, &name.value) {
                self.other_names.push(name);
            }
        }
        let mut persons = std::mem::take(&mut self.persons);
        for name in &mut persons {
            if language == "de" {
                persons::without_noun(name, &all);
            }
            persons::without_role(name, &all);
        }
        self.persons = persons::whole(persons, &self.other_names);
        let others = std::mem::take(&mut self.other_names);
        let others = persons::whole(others, &self.persons);
        self.other_names = others.into_iter().filter(|name| !is_known(&self.persons, &name.value)).collect();
        // Whoever the title names, or the appeal names first and at least as often, may be the one it is about.
        let said = |name: &str| {
            let last = name.rsplit(' ').next().unwrap_or(name).trim_end_matches('.');
            let first = all.iter().position(|(_, text)| text.contains(name)).unwrap_or(usize::MAX);
            (first, all.iter().map(|(_, text)| text.matches(last).count()).sum::<usize>())
        };
        let in_title = |name: &str| self.title.as_ref().is_some_and(|title| title.value.contains(name));
        let (first, most) = self
            .persons
            .iter()
            .map(|name| said(&name.value))
            .fold((usize::MAX, 0), |(first, most), (at, count)| (first.min(at), most.max(count)));
        self.may_miss_persons = !self.persons.is_empty()
            && self.other_names.iter().any(|name| {
                let (at, count) = said(&name.value);
                in_title(&name.value) || at < first && count >= most
            });
        for name in self.persons.iter_mut().chain(&mut self.other_names) {
            let line = lines.iter().find(|line| line.number == name.line);
            name.line = line.map_or(name.line, |line| line.number_of(&name.value));
        }
    }
}

/// Where the appeal ends and the page around it begins: behind its last address and letter, at the first words of a page
/// or the first line with a day of a list of news.
fn content_end(lines: &[Line], letters: &[spans::Span], areas: &[Area]) -> usize {
    let ends = areas.iter().map(|area| area.lines.end).chain(letters.iter().map(|letter| letter.end));
    let Some(last) = ends.max() else { return CONTENT };
    let is_page = |line: &Line| {
        words::FURNITURE.iter().any(|start| line.said.starts_with(start))
            || dates::days(&line.text, true).first().is_some_and(|day| day.at.start == 0)
    };
    let page = lines.iter().skip(last).position(is_page).map_or(lines.len(), |at| last + at);
    // The title of the first piece of news stands above its day.
    let news = |at: usize| dates::days(&lines[at].text, true).first().is_some_and(|day| day.at.start == 0);
    if page < lines.len() && news(page) { last.max(page.saturating_sub(1)) } else { page }.min(CONTENT)
}

fn copy_of(read: &Read, printed: &str) -> Copy {
    match read {
        Read::Missing => Copy::Missing,
        Read::Hidden => Copy::Hidden,
        Read::Value(crate::registry::Contact::Email(email))
        | Read::Mended(crate::registry::Contact::Email(email), _) => Copy::Email(email.clone()),
        _ => Copy::Unreadable(printed.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(text: &str) -> String {
        let appeal = read(text, None).unwrap();
        let offices =
            appeal.offices.iter().map(|office| office.names.first().map_or("?", |name| &name.text).to_owned());
        let copies = appeal.copies.iter().map(|copy| match &copy.value {
            Copy::Email(email) => format!("copy {email}"),
            other => format!("copy {other:?}"),
        });
        offices.chain(copies).collect::<Vec<_>>().join("; ")
    }

    proptest! {
        #[test]
        fn no_appeal_makes_reading_panic(text in "(We urge |calling on | to |to the |Please write to |İẞ|ẞ|İ|\u{212a}|Minister of Justice|, |\\. |:|\n|\n\n|- |1\\. |Ada Marsh|a@b\\.test|Tel: \\+1 23|Dear |\\[Name\\]|I/we|требуем |Präsident |de la |3 May 2026|before |copies to ){0,40}") {
            let _any = read(&text, None);
        }
    }

    #[test]
    fn blanks_of_a_form_and_last_days_are_no_offices() {
        for (form, day) in [
            ("Name:\nOrganisation:\nDate:\nSignature:", "Deadline: as soon as possible"),
            ("Name:\nGewerkschaft:\nDatum: ____\nUnterschrift:", "Frist: sofort"),
            ("Имя:\nОрганизация:\nДата:\nПодпись:", "Срок: как можно скорее"),
            ("Nom :\nSyndicat :\nDate :\nSignature :", "Date limite : au plus vite"),
            ("Nombre:\nSindicato:\nFecha:\nFirma:", "Plazo: lo antes posible"),
            ("Аты-жөні:\nҰйым:\nКүні:\nҚолы:", "Мерзімі: тезірек"),
        ] {
            let text = format!(
                "Free the dockers of Ross Harbour\n\nPlease write to:\n{form}\nMinister of Ice: 7 Glacier Road, Port Ross. Fax +44 20 7925 1757\n\
                 Ministry of Snow, snow@ministry.example\n{day}\nSend us a copy: us@union.example\n"
            );
            assert_eq!(names(&text), "Minister of Ice; Ministry of Snow; copy us@union.example", "{text}");
        }
    }

    #[test]
    fn words_to_the_reader_and_the_senders_own_address_are_no_offices() {
        for (text, expected) in [
            ("Write to the Prime Minister of Narnia, pm@gov.example.", "Prime Minister of Narnia"),
            ("Schreibt an das Ministerium für Arbeit, 10117 Berlin, mail@gov.example", "Ministerium für Arbeit"),
            (
                "The authorities must:\n- drop all charges\n- pay the wages\n\nPlease write to the President, op@op.example, and to the Ombudsman, om@om.example",
                "President; Ombudsman",
            ),
            (
                "Addresses:\n· Président de la République, BP 74, Tchad, Fax : +235 22 51 00 00\n\nMerci de nous informer de toute action : nous@union.example",
                "Président de la République",
            ),
            (
                "Minister of Ice\nFax: +44 20 7925 1757\n\nFor more information: Bo Ross, tel. +44 20 7925 1758, us@union.example",
                "Minister of Ice",
            ),
            (
                "Minister of Ice\nice@ministry.example\n\nSend copies of letters to us@union.example, Union House, 1 High Street. Tel: +44 20 7925 1757",
                "Minister of Ice; copy us@union.example",
            ),
            (
                "Write to:\n\nMinister of Ice\nice@ministry.example\n\nModel letter\n\nTo the Minister of Ice\n\nWe protest against the arrest of Ada Marsh, who did nothing but speak at a meeting of the dockers in Ross.\n\nName:",
                "Minister of Ice",
            ),
            (
                "Bitte schreibt an:\n\nJustizministerium\n10122 Ross\nE-Mail: a@b.example\n\nund an den Staatspräsidenten: c@d.example\n",
                "Justizministerium; Staatspräsidenten",
            ),
            ("Write to the court at a@b.example. Fax: +44 20 7925 1757.", "court"),
            (
                "APPEALS TO\n\nPresident of the Republic\nop@op.example\n\nMinister of Ice\nMs Ada Marsh\nMinistry of Ice, 22 rue du Port, 1002 Ross. Email: ice@ministry.example",
                "President of the Republic; Minister of Ice",
            ),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn lists_of_offices_are_parted_where_they_are() {
        for (text, expected) in [
            (
                "Whom to write to\n\n(i)   The President of the Court\n      a@b.example\n\n(ii)  The Judge of the Third Office, Court of Ross\n      c@d.example\n",
                "The President of the Court; The Judge of the Third Office, Court of Ross",
            ),
            (
                "Write to:\na) Minister of Ice, a@b.example\nb) Minister of Snow, c@d.example\n",
                "Minister of Ice; Minister of Snow",
            ),
            (
                "Пишите по адресам:\n— в Министерство труда, a@b.example\n— в Прокуратуру Росса, c@d.example\n",
                "Министерство труда; Прокуратуру Росса",
            ),
            (
                "Écrivez à :\n- à la Ministre de la Justice, a@b.example\n- au Président de la Cour, c@d.example\n",
                "Ministre de la Justice; Président de la Cour",
            ),
            (
                "Escriban a:\n- al Ministro de Justicia, a@b.example\n- a la Fiscalía General, c@d.example\n",
                "Ministro de Justicia; Fiscalía General",
            ),
            (
                "For Ada Marsh please write to\n\nLabour Camp No. 9\n746222 Ross\nTurkmenistan\n\nand for Bo Ross to\n\nRegional Court\nHigh Street 31\nE-mail: a@b.example\n",
                "Labour Camp No. 9; Regional Court",
            ),
            (
                "Send your letter to\n\nTo: Minister of Ice\nE-mail: a@b.example\n\nCopy: Human Rights Commission\nE-mail: c@d.example\n\nCopy: Ice Union, us@union.example\n",
                "Minister of Ice; copy us@union.example",
            ),
            (
                "Write to:\n\nMinister of Ice\na@b.example\n\nДля СМИ: Ада Марш, press@union.example\n",
                "Minister of Ice",
            ),
            (
                "Write to:\n\nMinister of Ice\na@b.example\n\nPlease note: send a copy to us@union.example if you can.\n\nThe Open Page, 220 High Street, London. Tel. +44 20 7946 0187.\n",
                "Minister of Ice; copy us@union.example",
            ),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_told_of_one_office_stays_together() {
        let post = |text: &str| {
            let appeal = read(text, None).unwrap();
            let offices = appeal.offices.iter().map(|office| {
                let post: Vec<&str> = office.post.iter().map(|line| line.text.as_str()).collect();
                let persons = office.persons.iter().map(|person| person.text.as_str());
                let names = office.names.iter().map(|name| name.text.as_str());
                names.chain(persons).chain(post).collect::<Vec<_>>().join(" / ")
            });
            let others = appeal.other_addresses.iter().map(|other| format!("left out {}", other.value));
            offices.chain(others).collect::<Vec<_>>().join("; ")
        };
        for (text, expected) in [
            (
                "¿A quién se dirige la carta?\n\n1) Ministra de Hielo, Dra. Ada Marsh. Calle Mayor 71, Ross. Correos: hielo@ministerio.example; ada@ministerio.example\n2) Tribunal Supremo. Calle Menor 14, Ross. Fax: +44 20 7925 1757\n",
                "Ministra de Hielo / Dra. Ada Marsh / Calle Mayor 71 / Ross; Tribunal Supremo / Calle Menor 14 / Ross",
            ),
            (
                "À qui écrire ?\n\n– M. Bo Ross, ministre du Travail, BP 7, Ross : glace@ministere.example\n",
                "ministre du Travail / M. Bo Ross / BP 7 / Ross",
            ),
            (
                "who to write to\n- minister of ice, ice@ministry.example\n- scales board, they test the scales. scales@board.example\n",
                "minister of ice; left out scales board, they test the scales., scales@board.example",
            ),
        ] {
            assert_eq!(post(text), expected, "{text}");
        }
    }

    #[test]
    fn an_address_before_the_words_of_a_copy_is_none() {
        for (text, expected) in [
            (
                "Write to the Minister of Ice (ice@ministry.example), copies to us@union.example. Thank you.",
                "Minister of Ice; copy us@union.example",
            ),
            (
                "Please send copies to us@union.example. Write to the Minister of Ice at ice@ministry.example.",
                "Minister of Ice; copy us@union.example",
            ),
            (
                "Minister of Ice\nice@ministry.example\n\nUnion House, 1 High Street. Tel: +44 20 7925 1757 / us@union.example",
                "Minister of Ice",
            ),
            ("Write to:\n\nAuthority\nE-mail\nTelephone\n\nMinister of Ice\nice@ministry.example", "Minister of Ice"),
            ("Copies to: us@union.example\nthem@union.example", "copy us@union.example; copy them@union.example"),
            (
                "Minister of Ice\nice@ministry.example\n\nCOPIES TO\n\nus@union.example\nthem@union.example\nAnd to the embassy of Togo in your country. In the United Kingdom: Embassy of Togo, 9 Harrow Place, london@embassy.example",
                "Minister of Ice; copy us@union.example; copy them@union.example",
            ),
            (
                "Minister of Ice\nice@ministry.example\n\ncc:\nEmbassy of Togo, 9 Harrow Place, London; a@embassy.example\nThe Network for Ice, us@network.example",
                "Minister of Ice; copy us@network.example",
            ),
            (
                "Minister of Ice\nice@ministry.example\n\nCOPIES TO\n\nPDWU: solidarity@pdwu.example\nregards@union.example\nUnion: protests@union.example",
                "Minister of Ice; copy solidarity@pdwu.example; copy regards@union.example; copy protests@union.example",
            ),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }
}
