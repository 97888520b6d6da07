//! The letters of a campaign against each other: what one language says and another does not.

use std::collections::BTreeSet;

use super::case::{Case, Findings, Letter, first_sign, paragraphs, sentences};
use super::flaw::{Apart, CampaignFinding, Flaw};
use super::words::{self, Word};
use super::{apart, links, persons, places};
use crate::campaign::{Text, TextPart};
use crate::locale::Language;
use crate::text;

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    if let Some((first, others)) = case.letters.split_first() {
        for other in others {
            demands(first, other, findings);
            untranslated(first, other, findings);
            length(first, other, findings);
        }
    }
    for letter in &case.letters {
        own_language(case, letter, findings);
    }
    apart::check(case, findings);
    places::check(case, findings);
}

fn demands(first: &Letter<'_>, other: &Letter<'_>, findings: &mut Findings) {
    let (there, here) = (first.demands().count(), other.demands().count());
    if here != there {
        let place = other.demands().last().map_or_else(|| other.start(), |text| text.place(first_sign(&text.text)));
        findings.say(place, Flaw::LanguagesDemands { other: first.language.clone(), here, there });
    }
    for (part, name) in [(TextPart::Phone, "phone"), (TextPart::Summary, "summary")] {
        for (has, lacks) in [(first, other), (other, first)] {
            if has.part(part).is_some() && lacks.part(part).is_none() {
                let (has, from) = (has.language.clone(), lacks.language.clone());
                findings.say(lacks.start(), Flaw::LanguagesFields(Apart { has, lacks: from, what: name.to_owned() }));
            }
        }
    }
}

/// Words that make a text of its own: fewer are a name or a number.
const WORDS_OF_A_TEXT: usize = 4;
/// Words by which the language of a sentence can be told.
const WORDS_OF_A_SENTENCE: usize = 4;

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
fn own_language(case: &Case<'_>, letter: &Letter<'_>, findings: &mut Findings) {
    for text in letter.texts() {
        for (at, sentence) in clauses(&text.text) {
            let links = links::links(sentence);
            let is_in_link = |word: &Word<'_>| links.iter().any(|(at, link)| (*at..at + link.len()).contains(&word.at));
            let mut words = words::words(sentence);
            words.retain(|word| !is_in_link(word));
            let is_untranslated = |finding: &CampaignFinding| {
                matches!(finding.flaw, Flaw::Untranslated { .. }) && finding.place == text.place(at)
            };
            // What others say may be in their language.
            if words.len() < WORDS_OF_A_SENTENCE
                || findings.0.iter().any(is_untranslated)
                || words::is_quoted(&text.text, at + words[words.len() / 2].at)
            {
                continue;
            }
            // Names of persons are words of no language, but their letters tell the script.
            if !is_of_other_script(&words, letter.language) {
                words.retain(|word| !persons::is_part_of_a_name(case, word.text));
            }
            if let Some(is) = other_language(case, &words, letter.language) {
                findings.say(text.place(at), Flaw::WrongLanguage { is, named: letter.language.clone() });
            }
        }
    }
}

/// The parts of sentences between semicolons.
fn clauses(text: &str) -> impl Iterator<Item = (usize, &str)> {
    sentences(text).flat_map(|(start, sentence)| {
        let pieces = sentence.split(';').map(move |piece| (piece.as_ptr().addr() - sentence.as_ptr().addr(), piece));
        pieces.map(move |(at, piece)| (start + at + first_sign(piece), piece.trim()))
    })
}

/// The language that words are in, if they are surely not in the one that they should be in.
pub(super) fn other_language(case: &Case<'_>, words: &[Word<'_>], named: &Language) -> Option<Language> {
    let hits = |known: &words::Words| words.iter().filter(|word| is_common(known, word)).count();
    // Of several that it may be, one of the campaign's.
    let is_of_campaign = |tag: &str| case.letters.iter().any(|letter| letter.language.primary() == tag);
    let others = words::all().filter(|(tag, _)| *tag != named.primary());
    let (most, _, (tag, other)) = others
        .map(|(tag, known)| (hits(known), is_of_campaign(tag), (tag, known)))
        .max_by_key(|(hits, is_of_campaign, _)| (*hits, *is_of_campaign))?;
    let known = words::of(named);
    let own = hits(known);
    if is_of_other_script(words, named) {
        let usual = if words::is_foreign_script("а", named) { "ru" } else { "en" };
        return if most > 0 { tag } else { usual }.parse().ok();
    }
    // A name in another language has a few words of it, and some words are common in several.
    let is_told = !known.common.is_empty() && words.len() >= WORDS_OF_A_SENTENCE;
    let is_strange = is_told && (own * 6 <= words.len() || most >= 4 && most >= own * 3);
    let is_sure = most > own * 2 && most * 3 >= words.len() && most > 2;
    (is_strange && is_sure || is_told && most > 1 && is_of_sister(words, named, known, other))
        .then(|| tag.parse().ok())
        .flatten()
}

/// Whether words are in one language and not in another that shares many with it, as Spanish and French do: told by the
/// words that only one of the two has, and by letters that the other is not written with.
fn is_of_sister(words: &[Word<'_>], named: &Language, known: &words::Words, other: &words::Words) -> bool {
    const SURE: usize = 4;
    let is_foreign = |word: &&Word<'_>| {
        is_common(other, word) && !is_common(known, word)
            || !word.is_capitalised() && words::has_foreign_letter(&word.lower, named)
    };
    let foreign = words.iter().filter(is_foreign).count();
    let own = words.iter().filter(|word| is_common(known, word) && !is_common(other, word)).count();
    foreign >= SURE && own * 3 <= foreign
}

/// Whether most of several words are in letters of another script than the language has.
fn is_of_other_script(words: &[Word<'_>], named: &Language) -> bool {
    words.len() > 2 && words.iter().filter(|word| words::is_foreign_script(word.text, named)).count() * 2 > words.len()
}

fn is_common(known: &words::Words, word: &Word<'_>) -> bool {
    known.common.iter().any(|phrase| phrase.words() == [word.lower.as_str()])
}
