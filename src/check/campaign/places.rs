//! Names of places and the like that one letter has and another has not: "Cusco" here, "Arequipa" there.
//!
//! Many names differ between languages, as London and Londres do. So a name is one in place of another only where the
//! letter spells the other as the others do, if elsewhere, and has this one nowhere else.

use std::collections::BTreeMap;

use super::case::{Case, Findings, Letter, paragraphs};
use super::flaw::{Apart, Flaw};
use super::words::{self, Word};
use super::{links, persons};
use crate::campaign::{Text, TextPart};
use crate::text;

/// A part of a letter that a part of another answers.
type Piece<'a> = (&'a Text<'a>, usize, &'a str);

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    let is_latin = |letter: &&Letter<'_>| !words::is_foreign_script("a", letter.language);
    let letters: Vec<&Letter<'_>> = case.letters.iter().filter(is_latin).collect();
    for letter in &letters {
        // Every German noun has a capital.
        if letter.language.primary() == "de" {
            continue;
        }
        let own = counted(letter);
        let others: Vec<&&Letter<'_>> = letters.iter().filter(|other| other.language != letter.language).collect();
        let elsewhere: Vec<BTreeMap<String, usize>> = others.iter().map(|other| counted(other)).collect();
        let is_alone =
            |key: &String| own.get(key) == Some(&1) && !elsewhere.iter().any(|words| words.contains_key(key));
        for part in PARTS {
            let here = pieces(letter, part);
            for (n, piece) in here.iter().enumerate() {
                let answers: Vec<_> = others
                    .iter()
                    .map(|other| (*other, pieces(other, part)))
                    .filter(|(_, there)| there.len() == here.len())
                    .map(|(other, there)| (other, names(case, other, &there[n])))
                    .collect();
                let said: Vec<String> = text::words(piece.2).map(|(_, word)| text::key(word)).collect();
                // What all others name here, and this letter elsewhere.
                let is_replaced = |key: &String| {
                    own.contains_key(key)
                        && !said.iter().any(|word| is_near(word, key))
                        && answers.iter().all(|(other, names)| {
                            other.language.primary() == "de" || names.iter().any(|(_, name)| is_near(name, key))
                        })
                };
                let Some((other, there)) = answers.iter().find(|(other, _)| other.language.primary() != "de") else {
                    continue;
                };
                let Some((_, lost)) = there.iter().find(|(_, key)| is_replaced(key)) else { continue };
                let is_new = |key: &String| {
                    is_alone(key) && !is_near(key, lost) && !there.iter().any(|(_, name)| is_near(name, key))
                };
                if let Some((at, _)) = names(case, letter, piece).into_iter().find(|(_, key)| is_new(key)) {
                    let what =
                        text::words(&piece.0.text[at..]).next().map(|(_, word)| word.to_owned()).unwrap_or_default();
                    let apart = Apart { has: letter.language.clone(), lacks: other.language.clone(), what };
                    findings.say(piece.0.place(at), Flaw::LanguagesNames(apart));
                }
            }
        }
    }
}

/// What is compared, part by part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parts {
    Subject,
    Demands,
    Phone,
    Summary,
    Body,
}

const PARTS: [Parts; 5] = [Parts::Subject, Parts::Demands, Parts::Phone, Parts::Summary, Parts::Body];

fn pieces<'a>(letter: &'a Letter<'a>, part: Parts) -> Vec<Piece<'a>> {
    let whole = |text: &'a Text<'a>| (text, 0, text.text.as_str());
    let one = |part| letter.part(part).map(whole).into_iter().collect();
    match part {
        Parts::Subject => one(TextPart::Subject),
        Parts::Phone => one(TextPart::Phone),
        Parts::Summary => one(TextPart::Summary),
        Parts::Demands => letter.demands().map(whole).collect(),
        Parts::Body => {
            let body = letter.body();
            body.iter().flat_map(|body| paragraphs(&body.text).map(|(at, piece)| (*body, at, piece))).collect()
        }
    }
}

/// How often a letter has each word.
fn counted(letter: &Letter<'_>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for text in letter.texts() {
        for (_, word) in text::words(&text.text) {
            *counts.entry(text::key(word)).or_insert(0) += 1;
        }
    }
    counts
}

/// The names in a piece that are no person's, with their place in its text.
fn names(case: &Case<'_>, letter: &Letter<'_>, (_, start, piece): &Piece<'_>) -> Vec<(usize, String)> {
    const LETTERS: usize = 4;
    let links = links::links(piece);
    let is_in_link = |word: &Word<'_>| links.iter().any(|(at, link)| (*at..at + link.len()).contains(&word.at));
    let is_name = |word: &Word<'_>| {
        word.is_capitalised()
            && !word.begins
            && !word.is_shouted()
            && word.text.chars().count() >= LETTERS
            && !persons::is_title(&word.lower)
            && !persons::is_part_of_a_name(case, word.text)
            && !letter.months.is_one(&word.lower)
            && !words::is_quoted(piece, word.at)
            && !is_in_link(word)
    };
    let words = words::words(piece);
    words.iter().filter(|word| is_name(word)).map(|word| (start + word.at, text::key(word.text))).collect()
}

/// Whether two names may be one: bent, or as two languages spell it.
fn is_near(one: &str, other: &str) -> bool {
    const BEGINNING: usize = 3;
    let begin = |name: &str| name.chars().take(BEGINNING).collect::<String>();
    let shorter = one.chars().count().min(other.chars().count());
    let most = if shorter > 5 { 2 } else { 1 };
    shorter > BEGINNING && begin(one) == begin(other) || text::letters_off(one, other, most).is_some()
}
