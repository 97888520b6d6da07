//! The sentences of a text.

use std::ops::Range;

/// Words that are written with a full stop and end no sentence; lower case.
const SHORTENED: [&str; 36] = [
    "z",
    "hd",
    "attn",
    "c",
    "ul",
    "str",
    "av",
    "avda",
    "bd",
    "blvd",
    "tel",
    "hon",
    "lic",
    "ing",
    "nr",
    "vgl",
    "bzw",
    "sra",
    "srta",
    "mme",
    "prof",
    "ул",
    "пл",
    "пер",
    "тел",
    "стр",
    "пр",
    "просп",
    "наб",
    "бул",
    "корп",
    "обл",
    "edif",
    "apdo",
    "núm",
    "dpto",
];

/// The sentences of a text, each with the spaces behind it.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    places(text).map(|at| &text[at])
}

/// Where the sentences of a text stand, in bytes; together they are the text.
pub(super) fn places(text: &str) -> impl Iterator<Item = Range<usize>> + use<> {
    let mut from = 0;
    ends(text).into_iter().map(move |end| std::mem::replace(&mut from, end)..end)
}

/// Where the sentences of a text end; the last end is the end of the text.
fn ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    for (at, c) in text.char_indices() {
        if !matches!(c, '.' | '!' | '?') {
            continue;
        }
        let after = &text[at + 1..];
        let mut behind = after.trim_start_matches(['"', '”', '»', ')']);
        let closing = after.len() - behind.len();
        let spaces = behind.len() - behind.trim_start().len();
        behind = behind.trim_start();
        let word = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        // "Mr. Smith", "Dr. Marsh", "A. Marsh", "7. Januar", "ul. Mira"
        let short = word.chars().count() <= 3
            && !word.is_empty()
            && (word.chars().all(char::is_numeric) || word.starts_with(char::is_uppercase))
            || SHORTENED.contains(&word.to_lowercase().as_str())
            // "г. Бишкек" is a city, "2026 г." a year.
            || word == "г" && !text[..at - word.len()].trim_end().ends_with(|c: char| c.is_ascii_digit());
        if spaces > 0
            && !short
            && behind.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '«' | '¡' | '['))
        {
            ends.push(at + 1 + closing + spaces);
        }
    }
    if ends.last() != Some(&text.len()) {
        ends.push(text.len());
    }
    ends
}
