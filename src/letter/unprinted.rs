//! Which answers of a signatory stand in none of their letters. It composes nothing and words no sentence.

use super::finished::Letter;
use crate::signatory::{Field, Signatory};

/// Answers that are there for the text alone, and that no text of these letters of one signatory has: nobody would
/// find out otherwise.
pub fn unprinted(letters: &[Letter<'_>]) -> Vec<Field> {
    let Some(signatory) = letters.first().map(|letter| letter.signatory) else { return Vec::new() };
    let mut answers = for_the_text(signatory, letters);
    if answers.is_empty() {
        return Vec::new();
    }
    let texts: Vec<String> = letters.iter().map(|letter| without_spaces(&whole(letter))).collect();
    answers.retain(|(_, answer)| !texts.iter().any(|text| text.contains(&without_spaces(answer))));
    let mut fields: Vec<Field> = answers.into_iter().map(|(field, _)| field).collect();
    fields.dedup();
    fields
}

fn for_the_text(signatory: &Signatory, letters: &[Letter<'_>]) -> Vec<(Field, String)> {
    let mut answers = Vec::new();
    answers.extend(signatory.members.map(|members| (Field::Members, members.to_string())));
    answers.extend(signatory.extra.iter().map(|(name, value)| (Field::Extra(*name), value.clone())));
    let languages = letters.iter().flat_map(|letter| letter.parts.iter().map(|part| &part.language));
    for words in languages.filter_map(|language| signatory.own_words_in(language)) {
        if answers.last().is_none_or(|(_, last)| last != words) {
            answers.push((Field::OwnWords, words.to_owned()));
        }
    }
    answers
}

/// All that a letter says in its own words.
fn whole(letter: &Letter<'_>) -> String {
    let mut text = String::new();
    for part in &letter.parts {
        let lines = [&part.subject, &part.salutation, &part.closing];
        lines.into_iter().chain(&part.phone).for_each(|line| text.push_str(line));
        text.push_str(&part.plain_text());
        text.extend(part.enclosed_text());
    }
    text
}

/// Lines may break elsewhere in a letter.
fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}
