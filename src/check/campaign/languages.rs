//! The letters of a campaign against each other: what one language says and another does not.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, Findings, Letter, first_sign, paragraphs};
use super::flaw::{Apart, Flaw};
use super::links;
use super::numbers::{self, Said};
use super::words::{self, Word};
use crate::campaign::{Text, TextPart};
use crate::locale::Language;
use crate::place::Place;
use crate::text;

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    for letter in &case.letters {
        own_language(letter, findings);
    }
    let Some((first, others)) = case.letters.split_first() else { return };
    for other in others {
        demands(first, other, findings);
        untranslated(first, other, findings);
        length(first, other, findings);
    }
    let facts: Vec<Facts> = case.letters.iter().map(Facts::of).collect();
    apart(case, &facts, |facts| &facts.numbers, Flaw::LanguagesNumbers, findings);
    apart(case, &facts, |facts| &facts.days, Flaw::LanguagesDates, findings);
    years(case, &facts, findings);
    apart(case, &facts, |facts| &facts.links, Flaw::LanguagesLinks, findings);
    apart(case, &facts, |facts| &facts.fields, Flaw::LanguagesFields, findings);
}

/// Something that a letter says, and the letters of other languages should say too.
type Items = BTreeMap<String, Item>;

#[derive(Clone)]
struct Item {
    place: Place,
    /// As the letter has it.
    shown: String,
}

struct Facts {
    numbers: Items,
    days: Items,
    /// The years of each day, where it has one.
    years: BTreeMap<String, BTreeMap<Option<i16>, Item>>,
    links: Items,
    fields: Items,
    /// Everything in one, to look for numbers that are written out.
    whole: String,
}

impl Facts {
    fn of(letter: &Letter<'_>) -> Self {
        let months = &letter.months;
        let mut facts = Self {
            numbers: Items::new(),
            days: Items::new(),
            years: BTreeMap::new(),
            links: Items::new(),
            fields: Items::new(),
            whole: String::new(),
        };
        for text in letter.texts().filter(|text| text.part != TextPart::Phone) {
            facts.whole.push_str(&text.text);
            facts.whole.push('\n');
            let links = links::links(&text.text);
            for (at, link) in &links {
                let key = link.trim_end_matches('/').to_lowercase();
                facts.links.entry(key).or_insert_with(|| Item { place: text.place(*at), shown: (*link).to_owned() });
            }
            let days = numbers::days(&text.text, months);
            for (range, said) in &days {
                let item = Item { place: text.place(range.start), shown: text.text[range.clone()].replace('\n', " ") };
                if said.day.is_some() {
                    let years = facts.years.entry(day_key(*said)).or_default();
                    years.entry(said.year).or_insert_with(|| item.clone());
                }
                facts.days.entry(day_key(*said)).or_insert(item);
            }
            for number in numbers::numbers(&text.text) {
                let at = number.range.start;
                let is_in_day = days.iter().any(|(range, _)| range.contains(&at));
                let is_in_link = links.iter().any(|(start, link)| (*start..start + link.len()).contains(&at));
                // The number of a list is no fact.
                let is_mark = text.text[..at].chars().next_back().is_none_or(|c| c == '\n')
                    && text.text[number.range.end..].starts_with(['.', ')']);
                if !is_in_day && !is_in_link && !is_mark {
                    let item = Item { place: text.place(at), shown: text.text[number.range.clone()].to_owned() };
                    facts.numbers.entry(number.digits).or_insert(item);
                }
            }
        }
        // A year that stands in a day of one language stands by itself in another.
        let years: BTreeSet<String> = letter
            .texts()
            .flat_map(|text| numbers::days(&text.text, months))
            .filter_map(|(_, said)| said.year)
            .map(|year| year.to_string())
            .collect();
        facts.whole.extend(years.iter().map(|year| format!("{year}\n")));
        let usual = [
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
        ];
        for text in letter.texts() {
            let mut add = |name: &str, at: usize| {
                if !usual.contains(&name) && name != "each" {
                    facts
                        .fields
                        .entry(name.to_owned())
                        .or_insert_with(|| Item { place: text.place(at), shown: name.to_owned() });
                }
            };
            text.values.iter().for_each(|value| add(&value.name, value.at));
            for (at, _) in text.text.char_indices() {
                text.conditions(at).iter().for_each(|condition| add(&condition.field, at));
            }
        }
        facts
    }

    /// Whether a letter says a number in another way.
    fn says_otherwise(&self, number: &str, language: &Language) -> bool {
        let stands = |digits: &str| numbers::numbers(&self.whole).iter().any(|known| known.digits == digits);
        let Ok(value) = number.parse::<u64>() else { return true };
        if stands(number) {
            return true;
        }
        // Small numbers are written out in every language, in some with endings that no list has.
        value <= 12
            || numbers::is_written_out(value, &self.whole, language).unwrap_or(value <= 100 || value % 1000 == 0)
    }
}

/// The year is left out of many days.
fn day_key(said: Said) -> String {
    match said.day {
        Some(day) => format!("{:02}-{day:02}", said.month),
        None => format!("{:02}-{}", said.month, said.year.unwrap_or_default()),
    }
}

/// What some letters say and others do not: said where fewer say it, and between two of them of the later one.
fn apart(
    case: &Case<'_>,
    facts: &[Facts],
    items: fn(&Facts) -> &Items,
    flaw: fn(Apart) -> Flaw,
    findings: &mut Findings,
) {
    let keys: BTreeSet<&String> = facts.iter().flat_map(|facts| items(facts).keys()).collect();
    // Letters that say something which most others do not.
    let mut odd: BTreeSet<usize> = BTreeSet::new();
    let mut missing: Vec<(usize, usize, &String)> = Vec::new();
    for key in keys {
        let (has, lacks): (Vec<usize>, Vec<usize>) =
            (0..facts.len()).partition(|at| items(&facts[*at]).contains_key(key));
        if lacks.is_empty() {
            continue;
        }
        let is_minority = has.len() < lacks.len() || has.len() == lacks.len() && !has.contains(&0);
        if is_minority {
            odd.extend(&has);
        }
        let pairs = if is_minority {
            has.iter().map(|has| (*has, lacks[0])).collect::<Vec<_>>()
        } else {
            lacks.iter().map(|lacks| (has[0], *lacks)).collect()
        };
        missing.extend(pairs.into_iter().map(|(has, lacks)| (has, lacks, key)));
    }
    for (has, lacks, key) in missing {
        let item = &items(&facts[has])[key];
        let is_number = key.bytes().all(|byte| byte.is_ascii_digit());
        // One number in place of another is said once, of the letter that stands alone with it.
        let is_replaced = odd.contains(&lacks) && !odd.contains(&has);
        let is_alone = odd.contains(&has) && (0..facts.len()).any(|at| at != has && has_own(facts, items, at, has));
        if is_replaced || is_number && !is_alone && facts[lacks].says_otherwise(key, case.letters[lacks].language) {
            continue;
        }
        let of = |at: usize| case.letters[at].language.clone();
        findings.say(item.place.clone(), flaw(Apart { has: of(has), lacks: of(lacks), what: item.shown.clone() }));
    }
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
                let of = |at: usize| case.letters[at].language.clone();
                let apart = Apart { has: of(here), lacks: of(*there), what: item.shown.clone() };
                findings.say(item.place.clone(), Flaw::LanguagesDates(apart));
            }
        }
    }
}

/// Whether a letter says something that another one lacks.
fn has_own(facts: &[Facts], items: fn(&Facts) -> &Items, one: usize, other: usize) -> bool {
    items(&facts[one]).keys().any(|key| !items(&facts[other]).contains_key(key))
}

fn demands(first: &Letter<'_>, other: &Letter<'_>, findings: &mut Findings) {
    let (there, here) = (first.demands().count(), other.demands().count());
    if here != there {
        let place = other.demands().last().map_or_else(|| other.start(), |text| text.place(first_sign(&text.text)));
        findings.say(place, Flaw::LanguagesDemands { other: first.language.clone(), here, there });
    }
    let has_phone = |letter: &Letter<'_>| letter.part(TextPart::Phone).is_some();
    for (has, lacks) in [(first, other), (other, first)] {
        if has_phone(has) && !has_phone(lacks) {
            let apart = Apart { has: has.language.clone(), lacks: lacks.language.clone(), what: "phone".to_owned() };
            findings.say(lacks.start(), Flaw::LanguagesFields(apart));
        }
    }
}

/// Words that make a text of its own: fewer are a name or a number.
const WORDS_OF_A_TEXT: usize = 4;

fn untranslated(first: &Letter<'_>, other: &Letter<'_>, findings: &mut Findings) {
    if first.language.primary() == other.language.primary() {
        return;
    }
    let pieces = |text: &Text<'_>| -> Vec<(usize, String)> {
        paragraphs(&text.text)
            .filter(|(_, piece)| text::words(piece).count() >= WORDS_OF_A_TEXT)
            .map(|(at, piece)| (at, text::key(piece)))
            .collect()
    };
    let known: BTreeSet<String> = first.texts().flat_map(&pieces).map(|(_, key)| key).collect();
    for text in other.texts() {
        for (at, key) in pieces(text) {
            if known.contains(&key) {
                findings.say(text.place(at), Flaw::Untranslated { other: first.language.clone() });
            }
        }
    }
}

/// A letter that says half of what another does. Languages without letters, such as Chinese, say it in fewer signs.
fn length(first: &Letter<'_>, other: &Letter<'_>, findings: &mut Findings) {
    const DENSE: [&str; 5] = ["zh", "ja", "ko", "th", "yue"];
    if [first, other].iter().any(|letter| DENSE.contains(&letter.language.primary())) {
        return;
    }
    let length =
        |letter: &Letter<'_>| letter.body().map_or(0, |body| body.text.chars().filter(|c| c.is_alphabetic()).count());
    let (one, two) = (length(first), length(other));
    let (shorter, longer) = if one < two { (first, other) } else { (other, first) };
    if one.min(two) * 2 < one.max(two) {
        findings.say(shorter.place_of(TextPart::Body), Flaw::LanguagesLength { other: longer.language.clone() });
    }
}

/// A letter, or a paragraph of it, in another language than its file is named after.
fn own_language(letter: &Letter<'_>, findings: &mut Findings) {
    if letter.words.common.is_empty() {
        return;
    }
    for text in letter.texts() {
        for (at, paragraph) in paragraphs(&text.text) {
            let words = words::words(paragraph);
            // A name in another language has a few.
            if words.len() < 8 {
                continue;
            }
            let hits = |known: &words::Words| words.iter().filter(|word| is_common(known, word)).count();
            let own = hits(letter.words);
            if own * 4 >= words.len() {
                continue;
            }
            let other = words::all().map(|(tag, known)| (hits(known), tag)).max();
            // Some words are common in several languages.
            if let Some((most, tag)) = other
                && most >= 3
                && own * 4 < most
                && let Ok(is) = tag.parse::<Language>()
            {
                findings.say(text.place(at), Flaw::WrongLanguage { is, named: letter.language.clone() });
            }
        }
    }
}

fn is_common(known: &words::Words, word: &Word<'_>) -> bool {
    known.common.iter().any(|phrase| phrase.words() == [word.lower.as_str()])
}
