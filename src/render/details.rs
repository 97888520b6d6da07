//! The lines that a printed letter has beside its text, in the words of its language.

use super::words::{fill, words};
#[cfg(feature = "pdf")]
use crate::letter::SenderContact;
use crate::letter::{Letter, Part, SentBy};
use crate::locale::Language;

/// The day, behind the town where that is said.
pub(super) fn date_line(letter: &Letter<'_>, part: &Part) -> String {
    match &letter.details.place {
        Some(place) => fill(words(&part.language).place_and_date, &[("place", place), ("date", &part.date)]),
        None => part.date.clone(),
    }
}

/// References, with their words: the sender's, and the office's.
pub(super) fn references(letter: &Letter<'_>, part: &Part) -> [Option<String>; 2] {
    let words = words(&part.language);
    let line = |word, reference: &Option<String>| reference.as_ref().map(|reference| words.before(word, reference));
    [line(words.our_ref, &letter.details.our_ref), line(words.your_ref, &letter.details.your_ref)]
}

/// The way it is sent.
pub(super) fn sent_by(letter: &Letter<'_>, part: &Part) -> Option<&'static str> {
    let words = words(&part.language);
    letter.details.sent_by.map(|way| match way {
        SentBy::Registered => words.registered,
        SentBy::RegisteredWithReceipt => words.registered_receipt,
        SentBy::Express => words.express,
        SentBy::Courier => words.courier,
        SentBy::Hand => words.by_hand,
    })
}

/// What lies with it.
pub(super) fn enclosures(letter: &Letter<'_>, part: &Part) -> Option<String> {
    let words = words(&part.language);
    let all = &letter.details.enclosures;
    let word = if all.len() > 1 { words.enclosures } else { words.enclosure };
    // Commas stand inside them.
    (!all.is_empty()).then(|| words.before(word, &all.join("; ")))
}

/// The word before those who get a copy, in letters from countries that have one of their own in a language.
pub(super) fn copy_word_in(language: &Language) -> &'static [(&'static str, &'static str)] {
    // American letters say "cc" (carbon copy), in English alone.
    if language.primary() == "en" { &[("US", "cc")] } else { &[] }
}

/// Who gets a copy.
pub(super) fn copies(letter: &Letter<'_>, part: &Part) -> Option<String> {
    copy_line(letter, part, &letter.copies_named(part))
}

/// Who gets a copy of any of these letters, which are one on paper.
pub(super) fn copies_of_all(letters: &[Letter<'_>]) -> Option<String> {
    let first = letters.first()?;
    let mut all: Vec<String> = Vec::new();
    for name in letters.iter().flat_map(|letter| letter.copies_named(letter.first())) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    copy_line(first, first.first(), &all)
}

fn copy_line(letter: &Letter<'_>, part: &Part, all: &[String]) -> Option<String> {
    let words = words(&part.language);
    let from = letter.signatory.country;
    let is_there = |country: &str| from.is_some_and(|from| from.code() == country);
    let own = copy_word_in(&part.language).iter().find(|(country, _)| is_there(country));
    let word = own.map_or(words.copy_to, |(_, word)| word);
    (!all.is_empty()).then(|| words.before(word, &words.row(all)))
}

/// The sender's numbers.
#[cfg(feature = "pdf")]
pub(super) fn numbers(contact: &SenderContact, part: &Part) -> impl Iterator<Item = String> {
    let words = words(&part.language);
    let number = |word, number: &Option<String>| number.as_ref().map(|number| words.before(word, number));
    [number(words.telephone, &contact.telephone), number(words.fax, &contact.fax)].into_iter().flatten()
}

/// How the sender can be reached, at the foot of the first sheet. A web site and a bank account are known for what
/// they are in any language.
#[cfg(feature = "pdf")]
pub(super) fn foot(contact: &SenderContact, part: &Part) -> Vec<String> {
    numbers(contact, part).chain(contact.web.clone()).chain(contact.bank.clone()).collect()
}
