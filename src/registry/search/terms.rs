//! What the words of a search mean: kinds of offices, countries, and words of names.

use super::countries;
use super::kinds::{self, Phrase};
use super::words::{Likeness, Word, is_small, likeness, says_where, words};
use crate::locale::Country;

/// How far the words of a search are taken to mean something, the strictest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reading {
    /// As they are written, in the languages of letters.
    Plain,
    /// Countries in every language as well.
    Everywhere,
    /// With a mistake in each word.
    Mistyped,
}

/// One thing that is looked for.
#[derive(Debug)]
pub(super) struct Term {
    /// The words that say it, folded, without small ones.
    pub(super) words: Vec<String>,
    /// The countries that it names, or may name a part of.
    pub(super) countries: Vec<Country>,
    /// Whether it names those whole.
    pub(super) is_country: bool,
    /// Whether it says where an office stands: "in Germany".
    pub(super) is_place: bool,
    /// The kind of office that it names.
    pub(super) kind: Option<&'static Phrase>,
    /// Whether an office may do without it: "Republic of", "head of".
    pub(super) is_optional: bool,
    /// Where it stands in the text.
    pub(super) span: (usize, usize),
}

/// Words that say little of an office and that its names need not have, folded: what states and persons are
/// styled, and what every office is.
const OPTIONAL: &str = "republic republik republique republica repubblica republika rzeczpospolita республика республики республике \
    республикасы республикасынын respublikasi cumhuriyet cumhuriyeti tc islamic people peoples federal federation \
    state government national head chief chairman chairperson chair director office department service bureau press contact address excellency mr mrs ms dr \
    hon honourable honorable глава руководитель председатель начальник директор господин госпожа управление департамент служба адрес \
    buro amt abteilung leiter leiterin chef direktor herr frau adresse directeur directrice direction monsieur madame chef jefe director directora \
    oficina senor senora";

/// What a search looks for.
pub(super) fn terms(text: &str, reading: Reading) -> Vec<Term> {
    let words = words(text);
    let mut terms = Vec::new();
    let mut is_place = false;
    let mut at = 0;
    while at < words.len() {
        if is_small(&words[at].folded) && countries::code(&words[at]).is_none() {
            // "in der Türkei", "dans les": an article changes nothing.
            is_place |= says_where(&words[at].folded);
            at += 1;
            continue;
        }
        let (term, length) = term(text, &words[at..], reading, is_place);
        terms.push(term);
        is_place = false;
        at += length;
    }
    // What is all that was typed is looked for.
    if terms.iter().all(|term| term.is_optional) {
        for term in &mut terms {
            term.is_optional = false;
        }
    }
    terms
}

/// The term that begins with the first of these words, and how many words it has.
fn term(text: &str, words: &[Word], reading: Reading, is_place: bool) -> (Term, usize) {
    let country = countries::at(text, words, reading > Reading::Plain);
    let country = country.or_else(|| Some((vec![countries::code(&words[0])?], 1)));
    let kind = kind(words, Likeness::Same).or_else(|| kind(words, Likeness::Inflected).filter(|_| country.is_none()));
    let whole = country.as_ref().map_or(0, |(_, length)| *length);
    let kind = kind.filter(|(_, length)| *length >= whole);
    let is_country = country.as_ref().is_some_and(|(_, length)| kind.as_ref().is_none_or(|(_, other)| length >= other));
    if !is_country && kind.is_none() {
        return (unexplained(&words[0], reading, is_place), 1);
    }
    let length = kind.as_ref().map_or(0, |(_, length)| *length).max(whole);
    let countries = country.filter(|_| is_country).map(|(countries, _)| countries).unwrap_or_default();
    let content = words[..length].iter().map(|word| word.folded.clone()).filter(|word| !is_small(word));
    let term = Term {
        words: content.collect(),
        countries,
        is_country,
        is_place: is_place && is_country,
        kind: kind.map(|(phrase, _)| phrase),
        is_optional: false,
        span: (words[0].span.0, words[length - 1].span.1),
    };
    (term, length)
}

/// The longest phrase for a kind that begins with the first of these words, and how many words it takes.
fn kind(words: &[Word], least: Likeness) -> Option<(&'static Phrase, usize)> {
    let content: Vec<(usize, &str)> = words
        .iter()
        .enumerate()
        .map(|(at, word)| (at, word.folded.as_str()))
        .filter(|(_, word)| !is_small(word))
        .take(kinds::longest())
        .collect();
    (1..=content.len()).rev().find_map(|length| {
        let window: Vec<&str> = content[..length].iter().map(|(_, word)| *word).collect();
        let phrase = match least {
            Likeness::Same => kinds::spoken(&window),
            least => kinds::like(&window, least).map(|(phrase, _)| phrase),
        };
        Some((phrase?, content[length - 1].0 + 1))
    })
}

/// A word that names no kind and no country by itself: a part of a country's name, a mistyped one, or a word
/// of an office's name.
fn unexplained(word: &Word, reading: Reading, is_place: bool) -> Term {
    let least = if reading == Reading::Mistyped { Likeness::Mistyped } else { Likeness::Inflected };
    let is_optional = OPTIONAL.split_whitespace().any(|known| known == word.folded);
    let is_long = word.folded.chars().count() > 3;
    let mut best = Likeness::Mistyped;
    let mut countries: Vec<Country> = Vec::new();
    for (part, country) in Country::name_words().iter().filter(|_| !is_optional && is_long) {
        let Some(found) = likeness(&word.folded, part).filter(|found| *found >= least && *found >= best) else {
            continue;
        };
        if found > best {
            countries.clear();
            best = found;
        }
        if !countries.contains(country) {
            countries.push(*country);
        }
    }
    let is_mistyped = reading == Reading::Mistyped;
    let kind = if is_mistyped { kinds::like(&[&word.folded], Likeness::Mistyped) } else { None };
    Term {
        words: vec![word.folded.clone()],
        countries,
        is_country: false,
        is_place,
        kind: kind.map(|(phrase, _)| phrase),
        is_optional,
        span: word.span,
    }
}
