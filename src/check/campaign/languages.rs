//! The letters of a campaign against each other: what one language says and another does not.

use std::collections::BTreeSet;

use super::apart;
use super::case::{Case, Findings, Letter, first_sign, paragraphs};
use super::flaw::{Apart, Flaw};
use super::words::{self, Word};
use crate::campaign::{Text, TextPart};
use crate::locale::Language;
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
    apart::check(case, findings);
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
/// Words by which the language of a sentence can be told.
const WORDS_OF_A_SENTENCE: usize = 6;

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

/// A letter, or a sentence of it, in another language than its file is named after.
fn own_language(letter: &Letter<'_>, findings: &mut Findings) {
    for text in letter.texts() {
        for (at, sentence) in sentences(&text.text) {
            let words = words::words(sentence);
            let is_foreign = |word: &&Word<'_>| words::is_foreign_script(word.text, letter.language);
            // A name in another language has a few words, and what others say may be in theirs.
            if words.len() < WORDS_OF_A_SENTENCE || words::is_quoted(&text.text, at + words[words.len() / 2].at) {
                continue;
            }
            let hits = |known: &words::Words| words.iter().filter(|word| is_common(known, word)).count();
            let is_of_other_script = words.iter().filter(is_foreign).count() * 2 > words.len();
            let own = hits(letter.words);
            if !is_of_other_script && (letter.words.common.is_empty() || own * 6 > words.len()) {
                continue;
            }
            let other = words::all()
                .filter(|(tag, _)| *tag != letter.language.primary())
                .map(|(tag, known)| (hits(known), tag))
                .max();
            // Some words are common in several languages.
            if let Some((most, tag)) = other
                && (most > own * 2 && most * 5 >= words.len() && most > 1 || is_of_other_script && most > 0)
                && let Ok(is) = tag.parse::<Language>()
            {
                findings.say(text.place(at), Flaw::WrongLanguage { is, named: letter.language.clone() });
            }
        }
    }
}

/// The sentences of a text, each with its first byte: they end with a line or behind a full stop, but not behind an
/// abbreviation.
fn sentences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let ends = text.char_indices().filter_map(move |(at, c)| {
        let rest = &text[at + c.len_utf8()..];
        let is_abbreviation = || {
            let word = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            word.chars().count() < 4 || !rest.trim_start().chars().next().is_some_and(|c| !c.is_lowercase())
        };
        let is_end = c == '\n' || matches!(c, '.' | '!' | '?') && rest.starts_with(' ') && !is_abbreviation();
        is_end.then_some(at + c.len_utf8())
    });
    ends.chain(std::iter::once(text.len())).filter_map(move |end| {
        let piece = &text[start..end];
        let at = start + first_sign(piece);
        start = end;
        (!piece.trim().is_empty()).then(|| (at, piece.trim()))
    })
}

fn is_common(known: &words::Words, word: &Word<'_>) -> bool {
    known.common.iter().any(|phrase| phrase.words() == [word.lower.as_str()])
}
