//! Insults: words that no sober letter has, and hard words where they are said of whoever reads the letter. Of others they
//! may be the plain truth: "The murderers were never tried."

use std::ops::Range;

use super::words::{self, Phrase, Word, Words};
use crate::locale::Language;

/// The insults of a text, by its bytes; one hard word for each sentence.
pub(super) fn find(known: &Words, language: &Language, text: &str, words: &[Word<'_>]) -> Vec<Range<usize>> {
    let range = |first: usize, length: usize| words[first].at..words[first + length - 1].end();
    let mut found: Vec<Range<usize>> =
        words::find(&known.insults, words).into_iter().map(|(at, length)| range(at, length)).collect();
    let mut start = 0;
    while start < words.len() {
        let end = (start + 1..words.len()).find(|at| words[*at].begins).unwrap_or(words.len());
        let sentence = Sentence { known, language, text, words: &words[start..end] };
        found.extend(sentence.hard_word().map(|(at, length)| range(start + at, length)));
        start = end;
    }
    found
}

struct Sentence<'a> {
    known: &'a Words,
    language: &'a Language,
    text: &'a str,
    words: &'a [Word<'a>],
}

impl Sentence<'_> {
    /// The first hard word that is said of the reader, and how many words it has.
    fn hard_word(&self) -> Option<(usize, usize)> {
        let called = words::find(&self.known.called, self.words);
        let mut said = called.into_iter().filter(|(at, length)| {
            self.is_predicate(*at)
                || self.is_address(*at, at + length)
                || self.is_turned(at + length)
                || self.is_likened(*at)
        });
        // Of "a gang of murderers" the murderers.
        let first = said.next()?;
        let is_circle = |at: usize| self.known.circles.iter().any(|circle| circle.begins(&self.words[at..]));
        if is_circle(first.0) { said.next().or(Some(first)) } else { Some(first) }
    }

    /// "You are a gang of murderers", "your thugs", "the minister is a liar".
    fn is_predicate(&self, at: usize) -> bool {
        let behind_adjective = at.checked_sub(1).filter(|before| self.is_adjective(*before));
        self.heads(at).any(|head| self.ends(&self.known.your, head).is_some() || self.speaks_of_reader(head))
            || behind_adjective.is_some_and(|before| self.heads(before).any(|head| self.speaks_of_reader(head)))
    }

    /// Where what leads to a hard word may begin: "a", "gang" and "of" belong to it.
    fn heads(&self, at: usize) -> impl Iterator<Item = usize> {
        let joins = |end: &usize| {
            let lists = [&self.known.fillers, &self.known.circles, &self.known.called];
            lists.into_iter().find_map(|list| self.ends(list, *end))
        };
        std::iter::successors(Some(at), joins)
    }

    /// Whether "you are" stands before a word, or "is" with an office before it.
    fn speaks_of_reader(&self, head: usize) -> bool {
        let known = self.known;
        if let Some(you_are) = self.ends(&known.you_are, head) {
            let before = you_are.checked_sub(1).map(|at| self.words[at].lower.as_str());
            return before.is_none_or(|before| !words::NOT.contains(&before));
        }
        if self.ends(&known.they_are, head) == Some(0) {
            return true;
        }
        let is_dash = head > 0 && head < self.words.len() && self.between(head).contains(['—', '–']);
        let verb = self.ends(&known.is, head).or_else(|| is_dash.then_some(head));
        let is_office = |at: usize| {
            let begins = |phrase: &Phrase| phrase.begins(&self.words[at..]);
            known.titles.iter().any(|(title, _)| begins(title)) || known.circles.iter().any(begins)
        };
        let is_beside = |at: &usize| {
            let word = &self.words[*at];
            word.is_capitalised() || known.fillers.iter().any(|filler| filler.begins(&self.words[*at..]))
        };
        verb.is_some_and(|verb| {
            let subject = (verb.saturating_sub(5)..verb).rev().find(|at| is_office(*at) || !is_beside(at));
            subject.is_some_and(is_office)
        })
    }

    /// "You murderers", ", murderers,", "Murderers!"
    fn is_address(&self, at: usize, end: usize) -> bool {
        let is_apart = self.words.get(end).is_none_or(|_| !self.between(end).trim().is_empty());
        let comma = |at: usize| at > 0 && self.between(at).contains(',');
        if let Some(you) = self.ends(&self.known.you, at) {
            return is_apart || you == 0 || comma(you);
        }
        let is_listed = |at: usize| self.known.called.iter().any(|phrase| phrase.begins(&self.words[at..]));
        let is_and =
            self.words.get(end).is_some_and(|_| self.known.and.iter().any(|and| and.begins(&self.words[end..])));
        let is_call = is_apart && !is_and && (at == 0 && end < self.words.len() || comma(at) && !is_listed(at - 1));
        let is_cry = self.heads(at).last() == Some(0) && self.heads(self.words.len()).last() == Some(0);
        is_call || is_cry && self.sign_behind() == Some('!')
    }

    /// "Murderers is what you are."
    fn is_turned(&self, end: usize) -> bool {
        const BETWEEN: usize = 3;
        let last = self.words.len();
        let you_are = self.known.you_are.iter().filter(|phrase| {
            last.checked_sub(phrase.len())
                .is_some_and(|at| (end..=end + BETWEEN).contains(&at) && phrase.begins(&self.words[at..]))
        });
        you_are.count() > 0
    }

    /// "Only murderers act like this."
    fn is_likened(&self, at: usize) -> bool {
        let is_not = self.words.iter().any(|word| words::NOT.contains(&word.lower.as_str()));
        let is_only = self.heads(at).any(|head| self.ends(&self.known.only, head).is_some())
            || self.known.only.iter().any(|only| self.heads(at).any(|head| only.begins(&self.words[head..])));
        !is_not && is_only && !words::find(&self.known.so, self.words).is_empty()
    }

    /// Where a phrase begins that ends before a word.
    fn ends(&self, phrases: &[Phrase], end: usize) -> Option<usize> {
        let begin = |phrase: &Phrase| {
            let at = end.checked_sub(phrase.len())?;
            phrase.begins(&self.words[at..end]).then_some(at)
        };
        phrases.iter().filter_map(begin).min()
    }

    /// The signs before a word that is not the first.
    fn between(&self, at: usize) -> &str {
        &self.text[self.words[at - 1].end()..self.words[at].at]
    }

    fn sign_behind(&self) -> Option<char> {
        self.text[self.words.last()?.end()..].trim_start().chars().next()
    }

    /// Whether a word may stand between "you are" and a noun: no "not", and nothing that says what is done to others.
    fn is_adjective(&self, at: usize) -> bool {
        let word = &self.words[at];
        let ends = |endings: &[&str]| endings.iter().any(|ending| word.lower.ends_with(ending));
        let is_joined = self.words.get(at + 1).is_some_and(|_| self.between(at + 1).trim().is_empty());
        is_joined
            && !word.is_capitalised()
            && !words::NOT.contains(&word.lower.as_str())
            && match self.language.primary() {
                "en" => !ends(&["ing"]),
                "de" => ends(&["e", "en", "er", "es"]),
                "ru" => ends(&["ый", "ий", "ой", "ые", "ие", "ая", "яя", "ых", "их"]),
                "uk" => ends(&["ий", "ій", "і", "а", "я", "их", "іх"]),
                _ => true,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences of a language that insult the reader, and those that do not.
    type Said = (&'static str, &'static [&'static str], &'static [&'static str]);

    const SAID: &[Said] = &[
        (
            "en",
            &[
                "You are criminals.",
                "You are nothing but a gang of corrupt murderers.",
                "The strike is no crime, you murderers, and you know it.",
                "Your government of thugs has no shame.",
                "Your hired thugs beat her.",
                "The judges of this court are liars.",
                "Murderers is what you are.",
                "Murderers!",
                "You are no better than thieves.",
                "Only thugs act like this.",
                "You scoundrels will be remembered.",
            ],
            &[
                "The murderers of a miner who was killed in June have never been tried.",
                "Miners are not criminals, and you are not criminals either.",
                "We ask you to bring the murderers to justice.",
                "You are protecting murderers.",
                "Your criminal courts treat strikers as criminals.",
                "He was held with thieves, murderers, and others.",
                "Only murderers were released in the amnesty.",
                "He was accused of being a member of a gang.",
                "Thugs in masks attacked the strikers. You are asked to find them.",
            ],
        ),
        (
            "de",
            &[
                "Sie sind Verbrecher.",
                "Sie sind eine Bande von Mördern und Verbrecher.",
                "Sie Mörder haben kein Gewissen.",
                "Ihre Regierung ist eine Bande von Lügnern.",
                "Lügner und Verbrecher sind Sie.",
                "So handeln nur Lügner und Verbrecher.",
                "Sie sind eine Bande.",
            ],
            &[
                "Die Mörder des Bergmanns wurden nie verurteilt.",
                "Sie sind keine Verbrecher.",
                "Ihr Mörder wurde nie gefunden.",
                "Die Bande, die ihn überfiel, blieb frei.",
                "Stellen Sie die Mörder vor Gericht.",
            ],
        ),
        (
            "fr",
            &[
                "Vous êtes des criminels.",
                "Vous êtes une bande de criminels.",
                "Vous êtes des assassins et des voleurs.",
                "Votre gouvernement de bandits corrompus se tait.",
                "Criminels que vous êtes !",
                "Seuls des voyous agissent ainsi.",
                "Vous n'êtes que des menteurs.",
                "Bande d'assassins !",
            ],
            &[
                "Les assassins du mineur tué en juin n’ont jamais été jugés.",
                "Vous n'êtes pas des criminels.",
                "Veuillez poursuivre les assassins.",
                "Vous êtes tenus de poursuivre les assassins.",
                "Vos tribunaux criminels les ont condamnés.",
            ],
        ),
        (
            "es",
            &[
                "Ustedes son unos criminales.",
                "Son ustedes unos asesinos.",
                "Son unos asesinos.",
                "Su gobierno de ladrones calla.",
                "Ustedes, asesinos, lo saben.",
                "El ministro es un mentiroso.",
            ],
            &[
                "Los asesinos del minero muerto en junio nunca fueron juzgados.",
                "Sus asesinos nunca fueron juzgados.",
                "Ustedes no son criminales.",
                "Les pido que lleven a los asesinos ante la justicia.",
            ],
        ),
        (
            "it",
            &["Siete dei criminali.", "Voi siete una banda di assassini.", "Vergognatevi, assassini!"],
            &["Gli assassini del minatore non sono mai stati processati.", "Non siete criminali."],
        ),
        (
            "ru",
            &[
                "Вы преступники.",
                "Вы — банда преступников.",
                "Вы палачи и негодяи.",
                "Вы жестокие убийцы.",
                "Ваш министр — лжец.",
                "Преступники вы.",
                "Забастовка — не преступление, палачи, это известно.",
            ],
            &[
                "Убийцы горняка так и не предстали перед судом.",
                "Вы не преступники.",
                "Вы знаете, что убийцы на свободе.",
                "Просим вас найти убийц.",
            ],
        ),
        ("pt", &["Vocês são criminosos."], &["Os assassinos do mineiro nunca foram julgados."]),
        ("uk", &["Ви злочинці."], &["Вбивці гірника так і не постали перед судом."]),
    ];

    #[test]
    fn a_hard_word_is_an_insult_where_it_is_said_of_the_reader() {
        for (language, of_reader, of_others) in SAID {
            let language: Language = language.parse().unwrap();
            let count = |text: &str| find(words::of(&language), &language, text, &words::words(text)).len();
            for text in *of_reader {
                assert!(count(text) > 0, "{text}");
            }
            for text in *of_others {
                assert_eq!(count(text), 0, "{text}");
            }
        }
    }
}
