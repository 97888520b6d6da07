//! What the letters of a campaign say in one language and not in another, piece by piece: the subject, each demand, each
//! paragraph. Numbers, days, links and fields are compared; words are not.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::case::{Case, Findings, Letter, first_sign, paragraphs};
use super::flaw::{Apart, Flaw};
use super::numbers::{self, Said};
use super::words;
use super::{links, persons};
use crate::campaign::{Text, TextPart};
use crate::locale::Language;
use crate::place::Place;
use crate::registry::OfficeKind;

/// Something that a letter says, and the letters of other languages should say too.
type Items = BTreeMap<String, Item>;

#[derive(Clone)]
struct Item {
    place: Place,
    /// As the letter has it.
    shown: String,
}

/// A text, or a part of one.
type Piece<'a> = (&'a Text<'a>, Range<usize>);

/// What a piece of a letter says.
struct Facts {
    /// Which of the letters.
    letter: usize,
    /// Where the piece begins.
    start: Place,
    numbers: Items,
    /// Numbers from two to twelve in digits, then those to a hundred in words.
    small: BTreeMap<u64, Vec<Item>>,
    days: Items,
    /// The years of each day, where it has one.
    years: BTreeMap<String, BTreeMap<Option<i16>, Item>>,
    links: Items,
    fields: Items,
    /// The text, to look for numbers that are written out.
    whole: String,
}

/// What a section is a section of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Short: a language may leave out what the letter says anyway.
    Subject,
    Demand,
    Paragraph,
    /// All demands of letters that have more or fewer of them than others, which is said by itself.
    Demands,
    /// Everything that stands in one letter as a whole.
    Whole,
}

/// The pieces of several letters that should say the same.
struct Section {
    sort: Sort,
    facts: Vec<Facts>,
}

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    let sections = sections(case);
    for section in &sections {
        apart(case, &sections, section, |facts| &facts.numbers, Flaw::LanguagesNumbers, findings);
        small_numbers(case, section, findings);
        apart(case, &sections, section, |facts| &facts.days, Flaw::LanguagesDates, findings);
        years(case, &section.facts, findings);
    }
    let whole = |(n, letter): (usize, &Letter<'_>)| {
        let texts = letter.texts().filter(|text| text.part != TextPart::Phone);
        let pieces: Vec<Piece<'_>> = texts.map(|text| (text, 0..text.text.len())).collect();
        Facts { start: letter.place_of(TextPart::Body), ..Facts::of(case, n, &pieces) }
    };
    let letters = Section { sort: Sort::Whole, facts: case.letters.iter().enumerate().map(whole).collect() };
    apart(case, &sections, &letters, |facts| &facts.links, Flaw::LanguagesLinks, findings);
    apart(case, &sections, &letters, |facts| &facts.fields, Flaw::LanguagesFields, findings);
}

/// The pieces of the letters that answer each other.
fn sections(case: &Case<'_>) -> Vec<Section> {
    let mut sections = Vec::new();
    let part_of = |letter: &Letter<'_>, part: TextPart| letter.texts().position(|text| text.part == part);
    for (part, sort) in
        [(TextPart::Subject, Sort::Subject), (TextPart::Phone, Sort::Whole), (TextPart::Summary, Sort::Whole)]
    {
        let has = |(n, letter): (usize, &Letter<'_>)| {
            let text = &letter.plural[part_of(letter, part)?];
            Some(Facts::of(case, n, &[(text, 0..text.text.len())]))
        };
        sections.push(Section { sort, facts: case.letters.iter().enumerate().filter_map(has).collect() });
    }
    let demands: Vec<Vec<Piece<'_>>> = case.letters.iter().map(demands_of).collect();
    let bodies: Vec<Vec<Piece<'_>>> = case.letters.iter().map(paragraphs_of).collect();
    for (pieces, sort, whole) in [(demands, Sort::Demand, Sort::Demands), (bodies, Sort::Paragraph, Sort::Whole)] {
        let (usual, odd): (Vec<usize>, Vec<usize>) = {
            let count = |n: usize| pieces.iter().filter(|other| other.len() == pieces[n].len()).count();
            // The default language first, where no number of pieces is the usual one.
            let most = (0..pieces.len()).rev().max_by_key(|n| count(*n)).unwrap_or_default();
            (0..pieces.len()).partition(|n| pieces[*n].len() == pieces[most].len())
        };
        let Some(first) = usual.first() else { continue };
        for at in 0..pieces[*first].len() {
            let facts = usual.iter().map(|n| Facts::of(case, *n, &pieces[*n][at..=at])).collect();
            sections.push(Section { sort, facts });
        }
        // Cut in another way, a letter is compared as a whole.
        if !odd.is_empty() {
            let facts = std::iter::once(first).chain(&odd).filter(|n| !pieces[**n].is_empty());
            let facts = facts.map(|n| Facts::of(case, *n, &pieces[*n])).collect();
            sections.push(Section { sort: whole, facts });
        }
    }
    sections
}

fn demands_of<'a>(letter: &'a Letter<'a>) -> Vec<Piece<'a>> {
    letter.demands().map(|text| (text, 0..text.text.len())).collect()
}

fn paragraphs_of<'a>(letter: &'a Letter<'a>) -> Vec<Piece<'a>> {
    let Some(body) = letter.body() else { return Vec::new() };
    paragraphs(&body.text).map(|(at, piece)| (body, at..at + piece.len())).collect()
}

impl Facts {
    fn of(case: &Case<'_>, n: usize, pieces: &[Piece<'_>]) -> Self {
        let letter = &case.letters[n];
        let start = pieces.first().filter(|(text, _)| !text.text.is_empty()).map_or_else(
            || letter.start(),
            |(text, range)| text.place(range.start + first_sign(&text.text[range.clone()])),
        );
        let mut facts = Self {
            letter: n,
            start,
            numbers: Items::new(),
            small: BTreeMap::new(),
            days: Items::new(),
            years: BTreeMap::new(),
            links: Items::new(),
            fields: Items::new(),
            whole: String::new(),
        };
        for (text, range) in pieces {
            facts.add(case, letter, text, range);
        }
        facts
    }

    fn add(&mut self, case: &Case<'_>, letter: &Letter<'_>, text: &Text<'_>, range: &Range<usize>) {
        let piece = &text.text[range.clone()];
        let item =
            |at: usize, shown: &str| Item { place: text.place(range.start + at), shown: shown.replace('\n', " ") };
        self.whole.push_str(piece);
        self.whole.push('\n');
        let links = links::links(piece);
        let is_in_link = |at: usize| links.iter().any(|(start, link)| (*start..start + link.len()).contains(&at));
        let languages: Vec<&Language> = case.letters.iter().map(|letter| letter.language).collect();
        for (at, link) in &links {
            self.links.entry(links::without_language(link, &languages)).or_insert_with(|| item(*at, link));
        }
        let days = numbers::days(piece, &letter.months);
        for (day, said) in days.iter().filter(|(day, _)| !is_in_link(day.start)) {
            let item = item(day.start, &piece[day.clone()]);
            if said.day.is_some() {
                let years = self.years.entry(day_key(*said)).or_default();
                years.entry(said.year).or_insert_with(|| item.clone());
            }
            self.days.entry(day_key(*said)).or_insert(item);
            // A year that stands in a day of one language stands by itself in another.
            self.whole.extend(said.year.map(|year| format!("{year}\n")));
        }
        let is_in_day = |at: usize| days.iter().any(|(day, _)| day.contains(&at));
        for number in numbers::numbers(piece) {
            let at = number.range.start;
            // The number of a list is no fact.
            let is_mark = piece[..at].chars().next_back().is_none_or(|c| c == '\n')
                && piece[number.range.end..].starts_with(['.', ')']);
            let is_ordinal = numbers::is_ordinal(&piece[number.range.end..], letter.language);
            if !is_in_day(at) && !is_in_link(at) && !is_mark && !is_ordinal {
                let item = item(at, &piece[number.range.clone()]);
                if let Some(value) = number.digits.parse().ok().filter(|value| (2..=12).contains(value)) {
                    self.small.entry(value).or_default().push(item.clone());
                }
                self.numbers.entry(number.digits).or_insert(item);
            }
        }
        let words = words::words(piece);
        for (word, value) in numbers::in_words(letter.words, &words, letter.language) {
            if !is_in_day(word.at) && !is_in_link(word.at) && !persons::is_part_of_a_name(case, word.text) {
                self.small.entry(value).or_default().push(item(word.at, word.text));
            }
        }
        let mut add = |name: &str, at: usize| {
            if !USUAL.contains(&name) {
                let shown = Item { place: text.place(at), shown: name.to_owned() };
                self.fields.entry(name.to_owned()).or_insert(shown);
            }
        };
        text.values.iter().filter(|value| range.contains(&value.at)).for_each(|value| add(&value.name, value.at));
        for (at, _) in piece.char_indices() {
            for condition in text.conditions(range.start + at) {
                // What is for an embassy in one letter is for all others in another.
                let is_reversed = !condition.holds && OfficeKind::of_condition(&condition.field).is_some();
                let name = if is_reversed { format!("unless {}", condition.field) } else { condition.field.clone() };
                add(&name, range.start + at);
            }
        }
    }

    /// Whether a piece says a number in another way.
    fn says_otherwise(&self, number: &str, language: &Language) -> bool {
        let stands = |digits: &str| numbers::numbers(&self.whole).iter().any(|known| known.digits == digits);
        let Ok(value) = number.parse::<u64>() else { return true };
        // "48 hours" are "two days".
        let words = words::words(&self.whole);
        let in_words = numbers::in_words(words::of(language), &words, language);
        if stands(number) || in_words.iter().any(|(_, other)| is_same_span(*other, value)) {
            return true;
        }
        // Small numbers are written out, in many languages with endings that no list has: "zwölfjährig", "douzaine".
        let stem = numbers::stem_of(value, language);
        if let Some(stem) = stem.filter(|_| value > 3 && value != 7) {
            return self.whole.to_lowercase().contains(&stem);
        }
        value <= 12
            || numbers::is_written_out(value, &self.whole, language).unwrap_or(value <= 100 || value % 1000 == 0)
    }
}

/// Fields that a language may print in its own way.
const USUAL: [&str; 14] = [
    "signatory",
    "name",
    "kind",
    "date",
    "office",
    "this",
    "demands",
    "country",
    "is_individual",
    "is_representative",
    "is_union",
    "is_organisation",
    "role",
    "each",
];

/// The year is left out of many days.
fn day_key(said: Said) -> String {
    match said.day {
        Some(day) => format!("{:02}-{day:02}", said.month),
        None => format!("{:02}-{}", said.month, said.year.unwrap_or_default()),
    }
}

/// What some letters say and others do not. What most lack is said where it stands, and what most have where it is
/// missing.
fn apart(
    case: &Case<'_>,
    sections: &[Section],
    section: &Section,
    items: fn(&Facts) -> &Items,
    flaw: fn(Apart) -> Flaw,
    findings: &mut Findings,
) {
    let facts = &section.facts;
    let keys: BTreeSet<&String> = facts.iter().flat_map(|facts| items(facts).keys()).collect();
    // Letters that say something which most others do not.
    let mut odd: BTreeSet<usize> = BTreeSet::new();
    let mut missing: Vec<(usize, usize, &String, bool)> = Vec::new();
    for key in keys {
        let (has, lacks): (Vec<usize>, Vec<usize>) =
            (0..facts.len()).partition(|at| items(&facts[*at]).contains_key(key));
        if lacks.is_empty() {
            continue;
        }
        let is_minority = has.len() < lacks.len() || has.len() == lacks.len() && !has.contains(&0);
        if is_minority {
            odd.extend(&has);
            missing.extend(has.iter().map(|has| (*has, lacks[0], key, true)));
        } else {
            missing.extend(lacks.iter().map(|lacks| (has[0], *lacks, key, false)));
        }
    }
    // Whether one says elsewhere what the other says here.
    let is_moved = |has: usize, lacks: usize, key: &String| {
        let says = |section: &Section, n: usize| {
            let own = section.facts.iter().find(|own| own.letter == facts[n].letter);
            own.is_some_and(|own| items(own).contains_key(key))
        };
        let others = sections.iter().filter(|other| other.sort == section.sort && !std::ptr::eq(*other, section));
        others.into_iter().any(|other| says(other, lacks) && !says(other, has))
    };
    for (has, lacks, key, is_minority) in missing {
        let item = &items(&facts[has])[key];
        let is_number = key.bytes().all(|byte| byte.is_ascii_digit());
        // One number in place of another is said once, of the letter that stands alone with it.
        let is_replaced = odd.contains(&lacks) && !odd.contains(&has);
        let is_alone = odd.contains(&has) && (0..facts.len()).any(|at| at != has && has_own(facts, items, at, has));
        let language = &case.letters[facts[lacks].letter].language;
        let is_said = match section.sort {
            Sort::Subject | Sort::Demands => !has_own(facts, items, lacks, has),
            Sort::Paragraph => is_moved(has, lacks, key),
            Sort::Demand | Sort::Whole => false,
        };
        let is_out_of_order = section.sort == Sort::Demand && is_moved(has, lacks, key);
        let is_otherwise = is_number && !is_alone && !is_out_of_order && facts[lacks].says_otherwise(key, language);
        if !is_replaced && !is_said && !is_otherwise {
            let of = |at: usize| case.letters[facts[at].letter].language.clone();
            let is_piece = sections.iter().any(|one| std::ptr::eq(one, section));
            let place = match (is_minority, is_piece) {
                (true, _) => &item.place,
                (false, true) => &facts[lacks].start,
                (false, false) => place_for(sections, items, &facts[has], &facts[lacks], key),
            };
            findings.say(place.clone(), flaw(Apart { has: of(has), lacks: of(lacks), what: item.shown.clone() }));
        }
    }
}

/// Where a letter as a whole lacks what another has: in the paragraph or demand that answers the other's, or where it begins.
fn place_for<'f>(
    sections: &'f [Section],
    items: fn(&Facts) -> &Items,
    has: &Facts,
    lacks: &'f Facts,
    key: &String,
) -> &'f Place {
    let of = |section: &'f Section, letter: usize| section.facts.iter().find(|facts| facts.letter == letter);
    let answer = sections.iter().find_map(|section| {
        of(section, has.letter).filter(|facts| items(facts).contains_key(key))?;
        of(section, lacks.letter).filter(|_| matches!(section.sort, Sort::Paragraph | Sort::Demand))
    });
    &answer.unwrap_or(lacks).start
}

/// One small number in place of another, in digits or in words, where the languages are known that far. Of one that a
/// letter lacks nothing is said: "both" is two.
fn small_numbers(case: &Case<'_>, section: &Section, findings: &mut Findings) {
    let is_known = |facts: &&Facts| !case.letters[facts.letter].words.numbers.is_empty();
    let facts: Vec<&Facts> = section.facts.iter().filter(is_known).collect();
    for (n, here) in facts.iter().enumerate() {
        let others = || facts.iter().enumerate().filter(|(at, _)| *at != n).map(|(_, facts)| facts);
        let Some(there) = others().next().filter(|_| n > 0 || facts.len() > 2) else { continue };
        // "Ten hours" for twelve drivers is not "twelve hours" for twelve drivers.
        let most = |value: &u64| others().filter_map(|facts| facts.small.get(value)).map(Vec::len).max().unwrap_or(0);
        let mut own = here.small.iter().filter_map(|(value, items)| Some((value, items.get(most(value))?)));
        let digits = |facts: &Facts, value: u64| facts.numbers.contains_key(&value.to_string());
        let says = |facts: &Facts, value: u64| facts.small.contains_key(&value) || digits(facts, value);
        let numbers =
            || there.numbers.keys().filter_map(|digits| digits.parse().ok()).chain(there.small.keys().copied());
        let missing: Vec<u64> =
            numbers().filter(|value| others().all(|facts| says(facts, *value)) && !says(here, *value)).collect();
        let replaced =
            own.find(|(value, _)| !missing.is_empty() && !missing.iter().any(|other| is_same_span(**value, *other)));
        if let Some((_, item)) = replaced {
            let of = |facts: &Facts| case.letters[facts.letter].language.clone();
            let apart = Apart { has: of(here), lacks: of(there), what: item.shown.clone() };
            findings.say(item.place.clone(), Flaw::LanguagesNumbers(apart));
        }
    }
}

/// Two weeks are 14 days, or fifteen as French and Spanish count them; two days are 48 hours, two years 24 months.
fn is_same_span(one: u64, other: u64) -> bool {
    let (less, more) = (one.min(other), one.max(other));
    [7, 12, 24, 60].iter().any(|times| less * times == more) || matches!((less, more), (2 | 14, 15))
}

/// A day whose year no other letter has: said of the letter that stands alone with it, and between two of the later one.
fn years(case: &Case<'_>, facts: &[Facts], findings: &mut Findings) {
    for (here, own) in facts.iter().enumerate() {
        for (day, years) in &own.years {
            let others: Vec<(usize, &BTreeMap<Option<i16>, Item>)> = (facts.iter().enumerate())
                .filter(|(there, _)| *there != here)
                .filter_map(|(there, facts)| Some((there, facts.years.get(day)?)))
                .filter(|(_, years)| years.keys().any(Option::is_some))
                .collect();
            let Some((there, _)) = others.first() else { continue };
            if here < *there && others.len() == 1 {
                continue;
            }
            for (year, item) in years.iter().filter(|(year, _)| year.is_some()) {
                // "On 1 May 2010, and on 1 May a year later".
                let is_left_out = |other: &BTreeMap<Option<i16>, Item>| {
                    other.contains_key(&None) && other.keys().any(|year| year.is_some() && years.contains_key(year))
                };
                if others.iter().any(|(_, other)| other.contains_key(year) || is_left_out(other)) {
                    continue;
                }
                let of = |at: usize| case.letters[facts[at].letter].language.clone();
                let apart = Apart { has: of(here), lacks: of(*there), what: item.shown.clone() };
                findings.say(item.place.clone(), Flaw::LanguagesDates(apart));
            }
        }
    }
}

/// Whether a piece says something that another one lacks.
fn has_own(facts: &[Facts], items: fn(&Facts) -> &Items, one: usize, other: usize) -> bool {
    items(&facts[one]).keys().any(|key| !items(&facts[other]).contains_key(key))
}
