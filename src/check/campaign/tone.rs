//! The tone of a letter: what shouts, insults or threatens loses the office's ear.

use std::ops::Range;

use unicode_properties::UnicodeEmoji;

use super::case::{Case, Findings, Letter};
use super::flaw::Flaw;
use super::insults;
use super::words::{self, Word};
use crate::campaign::TextPart;
use crate::place::Place;
use crate::text;

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    let title = case.campaign.title.as_str();
    let within = |at: usize| case.in_title(at);
    if let Some(letter) = case.letters.first() {
        capitals(case, letter, title, &words::words(title), &within, findings);
        exclamation(title, false, &within, findings);
        emoji(title, &within, findings);
    }
    for letter in &case.letters {
        for text in letter.texts() {
            let words = words::words(&text.text);
            let place = |at: usize| text.place(at);
            capitals(case, letter, &text.text, &words, &place, findings);
            exclamation(&text.text, text.part == TextPart::Salutation, &place, findings);
            emoji(&text.text, &place, findings);
            let insults = insults::find(letter.words, letter.language, &text.text, &words);
            let threats = threats(letter, &words);
            for (ranges, flaw) in [(insults, Flaw::Insult as fn(String) -> Flaw), (threats, Flaw::Threat)] {
                for range in ranges.into_iter().filter(|range| !words::is_quoted(&text.text, range.start)) {
                    findings.say(place(range.start), flaw(text.text[range].to_owned()));
                }
            }
        }
    }
}

/// Phrases that threaten, by the bytes of their text; of two that share words the first.
fn threats(letter: &Letter<'_>, words: &[Word<'_>]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, length) in words::find(&letter.words.threats, words) {
        let range = words[at].at..words[at + length - 1].end();
        if found.last().is_none_or(|before| before.end <= range.start) {
            found.push(range);
        }
    }
    found
}

/// Words in capitals that are no abbreviation: several in a row, a long one, or a common word. A list has a sign between
/// two, and a long name, such as that of a union, stands in every language or more than once.
fn capitals(
    case: &Case<'_>,
    letter: &Letter<'_>,
    text: &str,
    words: &[Word<'_>],
    place: &dyn Fn(usize) -> Place,
    findings: &mut Findings,
) {
    /// The longest abbreviations of organisations have six letters: UNESCO, UNICEF.
    const ABBREVIATION_MOST: usize = 6;
    let is_name = |word: &Word<'_>| {
        let persons = case.campaign.persons.iter();
        let mut names = persons.flat_map(|person| std::iter::once(&person.name).chain(&person.aliases));
        names.any(|name| text::words(name).any(|(_, part)| part.to_lowercase() == word.lower))
    };
    let is_common = |word: &Word<'_>| letter.words.common.iter().any(|phrase| phrase.words() == [word.lower.as_str()]);
    let is_spread = |word: &Word<'_>| {
        let count = |letter: &Letter<'_>| -> usize {
            letter.texts().map(|text| text::words(&text.text).filter(|(_, other)| *other == word.text).count()).sum()
        };
        case.letters.iter().map(count).sum::<usize>() > 1
    };
    let mut at = 0;
    while at < words.len() {
        let is_capital = |word: &Word<'_>| word.is_shouted() && !word.text.chars().any(char::is_numeric);
        let follows = |n: usize| n == at || text[words[n - 1].end()..words[n].at].chars().all(char::is_whitespace);
        let run = (at..words.len()).take_while(|n| is_capital(&words[*n]) && follows(*n)).count();
        if run == 0 {
            at += 1;
            continue;
        }
        // "GEORGIA: two drivers held": the state that it is about.
        let is_label = at == 0 && run == 1 && text[words[0].end()..].starts_with(':');
        let shouted: Vec<&Word<'_>> =
            words[at..at + run].iter().filter(|word| !is_name(word) && !is_in_brackets(text, word.at)).collect();
        let is_loud = |word: &&&Word<'_>| {
            let is_long = word.text.chars().count() > ABBREVIATION_MOST && !is_spread(word);
            is_long || is_common(word) || is_imperative(letter, word)
        };
        let first = shouted.iter().find(is_loud).or_else(|| shouted.first().filter(|_| shouted.len() > 2));
        if let Some(first) = first.filter(|_| !is_label) {
            findings.say(place(first.at), Flaw::Capitals(first.text.to_owned()));
        }
        at += run;
    }
}

/// Whether a byte stands in a blank such as `[WHAT HAPPENED]`, which is found as one.
fn is_in_brackets(text: &str, at: usize) -> bool {
    let opened = text[..at].rfind(['[', ']', '\n']).is_some_and(|sign| text[sign..].starts_with('['));
    opened && text[at..].find(['[', ']', '\n']).is_some_and(|sign| text[at + sign..].starts_with(']'))
}

fn is_imperative(letter: &Letter<'_>, word: &Word<'_>) -> bool {
    letter.words.verbs.iter().any(|phrase| phrase.words() == [word.lower.as_str()])
}

/// A salutation may end with one in German, Russian and Kazakh.
fn exclamation(text: &str, is_salutation: bool, place: &dyn Fn(usize) -> Place, findings: &mut Findings) {
    let mut marks = text.char_indices().filter(|(at, c)| {
        matches!(c, '!' | '！' | '¡' | '‼') && !words::is_quoted(text, *at) && !is_inside_of_link(text, *at)
    });
    let first = marks.next();
    let doubled = text.contains("!!") || text.contains("?!") || text.contains("??");
    let at = match first {
        Some((at, _)) if !is_salutation => Some(at),
        _ if doubled => ["!!", "?!", "??"].into_iter().filter_map(|signs| text.find(signs)).min(),
        _ => None,
    };
    if let Some(at) = at.filter(|at| !words::is_quoted(text, *at)) {
        findings.say(place(at), Flaw::Exclamation);
    }
}

fn is_inside_of_link(text: &str, at: usize) -> bool {
    let start = text[..at].rfind(char::is_whitespace).map_or(0, |end| end + 1);
    text[start..at].contains("://")
}

fn emoji(text: &str, place: &dyn Fn(usize) -> Place, findings: &mut Findings) {
    const SMILEYS: [&str; 10] = [":-)", ":)", ":-(", ":(", ";-)", ";)", ":D", "<3", "^^", ":'("];
    // Signs of trade marks and digits are emoji to Unicode, and arrows are pictures to some.
    let is_emoji =
        |c: char| !c.is_ascii() && c.is_emoji_char() && !matches!(c, '©' | '®' | '™' | '‼' | '⁉' | '↔'..='↪' | 'ℹ');
    let sign = text.char_indices().find(|(_, c)| is_emoji(*c)).map(|(at, c)| (at, c.to_string()));
    let smiley = SMILEYS.iter().find_map(|smiley| {
        let at = text.find(smiley)?;
        let is_apart = text[..at].chars().next_back().is_none_or(char::is_whitespace)
            && text[at + smiley.len()..].chars().next().is_none_or(|c| c.is_whitespace() || c == '.');
        is_apart.then(|| (at, (*smiley).to_owned()))
    });
    if let Some((at, sign)) = sign.or(smiley) {
        findings.say(place(at), Flaw::Emoji(sign));
    }
}
