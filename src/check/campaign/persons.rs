//! Whom a campaign is about: that every letter names them, and spells them as the campaign does.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, Findings, Letter};
use super::flaw::{Apart, Flaw};
use super::links;
use super::numbers::Months;
use super::words::{self, Word};
use crate::campaign::{Person, Text, TextPart};
use crate::locale::Language;
use crate::place::Place;
use crate::text::{self, letters_off};

/// Whether a word is a part of the name of a person, as the campaign spells it.
pub(super) fn is_part_of_a_name(case: &Case<'_>, word: &str) -> bool {
    let persons = case.campaign.persons.iter();
    let mut names = persons.flat_map(|person| std::iter::once(&person.name).chain(&person.aliases));
    names.any(|name| text::words(name).any(|(_, part)| part == word))
}

/// One spelling of a name, part by part.
type Spelling = Vec<String>;

/// The spellings of one person, the name itself first.
struct Known<'a> {
    person: &'a Person,
    spellings: Vec<Spelling>,
}

/// Checks all persons in all letters.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    let spelling = |name: &String| text::words(name).map(|(_, word)| word.to_owned()).collect::<Spelling>();
    let known: Vec<Known<'_>> = (case.campaign.persons.iter())
        .map(|person| {
            let spellings = std::iter::once(&person.name).chain(&person.aliases).map(spelling);
            Known { person, spellings: spellings.filter(|parts| !parts.is_empty()).collect() }
        })
        .collect();
    let mut slips: Vec<Slip<'_>> = Vec::new();
    for letter in &case.letters {
        for text in letter.texts() {
            let names = misspelt(&known, &text.text, letter.language, &letter.months, &|at| text.place(at), findings);
            slips.extend(names.into_iter().map(|name| Slip { language: letter.language, part: text.part, name }));
        }
    }
    let english = Language::english();
    let within = |at: usize| case.in_title(at);
    misspelt(&known, &case.campaign.title, &english, &Months::of(&english), &within, findings);
    for (n, one) in known.iter().enumerate() {
        let place = || case.at(&format!("persons.{n}.name"));
        if known[..n].iter().any(|other| text::key(&other.person.name) == text::key(&one.person.name)) {
            findings.say(place(), Flaw::PersonTwice(one.person.name.clone()));
            continue;
        }
        let lacking: Vec<(&Letter<'_>, TextPart)> = (case.letters.iter())
            .flat_map(|letter| [TextPart::Subject, TextPart::Body].map(|part| (letter, part)))
            .filter(|(letter, part)| !one.is_named(letter, *part))
            .collect();
        if lacking.len() == case.letters.len() * 2 {
            findings.say(place(), Flaw::PersonNowhere(one.person.name.clone()));
            continue;
        }
        let is_slip =
            |letter: &Letter<'_>, part: TextPart| slips.iter().any(|slip| slip.is(&one.person.name, letter, part));
        // A subject is too short for several: "Release the dockers of Ross Harbour".
        let is_asked = |part: TextPart| part != TextPart::Subject || known.len() == 1;
        for (letter, part) in lacking.into_iter().filter(|(letter, part)| is_asked(*part) && !is_slip(letter, *part)) {
            findings.say(letter.place_of(part), Flaw::PersonNotNamed { name: one.person.name.clone(), part });
        }
    }
    against_each_other(&known, &slips, case, findings);
    titles_against_each_other(&known, case, findings);
}

/// A name that a text of a letter has, if not quite as the campaign spells it: nobody is missing there.
struct Slip<'a> {
    language: &'a Language,
    part: TextPart,
    name: &'a str,
}

impl Slip<'_> {
    fn is(&self, name: &str, letter: &Letter<'_>, part: TextPart) -> bool {
        self.name == name && self.language == letter.language && self.part == part
    }
}

impl Known<'_> {
    /// Whether a letter says for everybody who it is about: by the full name, or in the subject by a last part
    /// of it.
    fn is_named(&self, letter: &Letter<'_>, part: TextPart) -> bool {
        let is_part = |text: &&Text<'_>| match text.part {
            TextPart::Demand(_) => part == TextPart::Body,
            other => other == part,
        };
        letter.texts().filter(is_part).any(|text| {
            let words = words::words(&text.text);
            let of_all = |word: &Word<'_>| text.conditions(word.at).iter().all(|condition| condition.field == "each");
            let has = |name: &String| {
                words.iter().filter(|word| of_all(word)).any(|word| is_form(&word.lower, name, letter.language))
            };
            self.spellings.iter().any(|spelling| match (part, spelling.last()) {
                // "Marta Ixcamparí" is Marta Ixcamparí Tun: of two surnames people use the first.
                (TextPart::Subject, Some(_)) => {
                    let surnames = match spelling.as_slice() {
                        [_, rest @ ..] if !rest.is_empty() => &rest[rest.len().saturating_sub(2)..],
                        only => only,
                    };
                    surnames.iter().any(has)
                }
                _ => spelling.iter().all(has),
            })
        })
    }

    /// Whether words of a text name the person, if only by the last part of the name.
    fn is_in(&self, words: &[Word<'_>], language: &Language) -> bool {
        let lasts = || self.spellings.iter().filter_map(|spelling| spelling.last());
        words.iter().any(|word| lasts().any(|last| is_form(&word.lower, last, language)))
    }
}

/// Names that are almost those of the campaign; returns whose they are meant to be.
fn misspelt<'a>(
    known: &[Known<'a>],
    text: &str,
    language: &Language,
    months: &Months,
    place: &dyn Fn(usize) -> Place,
    findings: &mut Findings,
) -> Vec<&'a str> {
    let mut meant = Vec::new();
    let mut words = words::words(text);
    let addresses = links::addresses(text);
    words.retain(|word| !addresses.iter().any(|range| range.contains(&word.at)));
    for (at, last, one) in crossed(known, &words, text, language) {
        let found = text[words[at].at..words[last].end()].to_owned();
        findings.say(place(words[at].at), Flaw::PersonMisspelt { found, name: one.person.name.clone() });
    }
    let all = || known.iter().flat_map(|one| one.spellings.iter().map(move |spelling| (one, spelling)));
    for (at, word) in words.iter().enumerate() {
        let is_known = all().flat_map(|(_, spelling)| spelling).any(|part| is_form(&word.lower, part, language));
        let is_particle = || all().flat_map(|(_, spelling)| spelling).any(|part| particle(part) && *part == word.text);
        if is_known && (word.is_capitalised() || !has_case(word.text)) || months.is_one(&word.lower) || is_particle() {
            continue;
        }
        let near = all()
            .filter_map(|(one, spelling)| Some((distance(&words, at, spelling, text, language)?, one)))
            .min_by_key(|(off, _)| *off);
        if let Some((_, one)) = near {
            let found = Flaw::PersonMisspelt { found: word.text.to_owned(), name: one.person.name.clone() };
            findings.say(place(word.at), found);
            meant.push(one.person.name.as_str());
        }
    }
    meant
}

/// First names before a last name that is another person's, by their words: whose last name is not theirs.
fn crossed<'k, 'a>(
    known: &'k [Known<'a>],
    words: &[Word<'_>],
    text: &str,
    language: &Language,
) -> Vec<(usize, usize, &'k Known<'a>)> {
    let is = |word: &Word<'_>, part: &String| word.is_capitalised() && is_form(&word.lower, part, language);
    let found = (0..words.len()).filter_map(|at| {
        let last = (at + 1..words.len()).find(|next| !particle(words[*next].text))?;
        if !text[words[at].end()..words[last].at].chars().all(|c| c.is_alphabetic() || c == ' ') || last > at + 3 {
            return None;
        }
        let one = known
            .iter()
            .find(|one| one.spellings.iter().any(|spelling| spelling.len() > 1 && is(&words[at], &spelling[0])))?;
        let has = |spelling: &Spelling, word: &Word<'_>| spelling.iter().any(|part| is(word, part));
        let is_of_one = known
            .iter()
            .flat_map(|other| &other.spellings)
            .any(|spelling| has(spelling, &words[at]) && has(spelling, &words[last]));
        let is_of_other = known
            .iter()
            .flat_map(|other| &other.spellings)
            .any(|spelling| spelling.iter().skip(1).any(|part| !particle(part) && is(&words[last], part)));
        (!is_of_one && is_of_other).then_some((at, last, one))
    });
    found.collect()
}

/// How far a word is from a part of a name, where it must be meant for it.
fn distance(words: &[Word<'_>], at: usize, spelling: &Spelling, text: &str, language: &Language) -> Option<usize> {
    let word = &words[at];
    // "Tsereteli's brother Lev", "Tsereteli, Lev": a comma parts two people, and so does a sentence.
    let is_joint = |one: usize| {
        words
            .get(one + 1)
            .is_some_and(|two| text[words[one].end()..two.at].chars().all(|c| c.is_whitespace() || c == '-'))
    };
    let neighbours = [at.checked_sub(1).filter(|before| is_joint(*before)), Some(at + 1).filter(|_| is_joint(at))];
    let neighbours = neighbours.into_iter().flatten().filter_map(|at| words.get(at));
    let before = at.checked_sub(1).map(|at| &words[at]);
    let between = before.map_or(text, |before| &text[before.end()..word.at]);
    let begins_sentence = before.is_none()
        || between.contains(['.', '!', '?', ':', '\n', ';']) && !between.starts_with(". ")
        || is_sentence_end(before, between);
    spelling
        .iter()
        .enumerate()
        .filter(|(_, part)| !particle(part))
        .filter_map(|(n, part)| {
            let length = part.chars().count();
            let others = || spelling.iter().enumerate().filter(|(other, _)| *other != n).map(|(_, other)| other);
            let is_telling = |other: &String| other.chars().count() > 1 && !particle(other);
            let is_beside = neighbours
                .clone()
                .any(|near| others().any(|other| is_telling(other) && is_form(&near.lower, other, language)));
            if word.lower == part.to_lowercase() || is_form(&word.lower, part, language) {
                // In small letters: a name beside its other half, or a word too long to be another one.
                return (has_case(word.text) && !word.is_capitalised() && (is_beside || length >= 7)).then_some(0);
            }
            if has_case(word.text) && !word.is_capitalised() || length < 3 || word.text.chars().count() < 3 {
                return None;
            }
            // "2 p.m. The charge" has no French title.
            let is_title = |word: &Word<'_>| is_title(&word.lower) && (word.lower != "m" || word.is_capitalised());
            let has_title = before.is_some_and(is_title);
            let is_other = before
                .is_some_and(|before| before.is_capitalised() && !is_title(before) && between.trim().is_empty())
                && !is_sentence_start(words, at - 1, text);
            let most = match length {
                _ if (is_beside || has_title) && length < 5 => 1,
                _ if is_beside || has_title => 2,
                // A first name alone may be another person's, and so may a last name behind another first one.
                _ if n + 1 < spelling.len() || is_other => return None,
                8.. => 2,
                5.. if !begins_sentence || length >= 7 => 1,
                _ => return None,
            };
            off(&word.lower, &part.to_lowercase(), language, most)
        })
        .min()
}

fn is_sentence_end(before: Option<&Word<'_>>, between: &str) -> bool {
    between.starts_with('.') && before.is_some_and(|before| before.text.chars().count() > 3)
}

fn is_sentence_start(words: &[Word<'_>], at: usize, text: &str) -> bool {
    at == 0 || {
        let between = &text[words[at - 1].end()..words[at].at];
        between.contains(['!', '?', ':', '\n', ';', '.'])
    }
}

/// How far two words are apart, whatever ending the language puts behind a name.
fn off(word: &str, part: &str, language: &Language, most: usize) -> Option<usize> {
    let plain = letters_off(word, part, most);
    let by_stem = endings(language).and_then(|endings| {
        let stem = stem(part);
        let cut = |ending: &&str| word.strip_suffix(*ending).filter(|rest| rest.chars().count() > 2);
        endings.iter().filter_map(|ending| letters_off(cut(ending)?, stem, most)).min()
    });
    [plain, by_stem].into_iter().flatten().min()
}

/// Whether a word is a name as a sentence bends it: "Курманова" of "Курманов".
fn is_form(word: &str, name: &str, language: &Language) -> bool {
    let name = name.to_lowercase();
    if word == name {
        return true;
    }
    if let Some(endings) = endings(language) {
        let is_bent = |stem: &str| word.strip_prefix(stem).is_some_and(|rest| endings.contains(&rest));
        let stem = stem(&name);
        // "Павел" is "Павла".
        let letters: Vec<char> = name.chars().collect();
        let fleeting = letters.len() > 3 && matches!(letters[letters.len() - 2], 'е' | 'ё' | 'о');
        let without = || {
            letters.iter().enumerate().filter(|(at, _)| *at != letters.len() - 2).map(|(_, c)| *c).collect::<String>()
        };
        return is_bent(stem) || is_bent(&name) || fleeting && is_bent(&without());
    }
    match language.primary() {
        "de" | "en" | "sv" | "da" | "no" | "nb" | "nl" => word.strip_suffix('s') == Some(name.as_str()),
        "kk" | "ky" | "uz" | "tr" | "az" | "tk" | "fi" | "hu" | "et" | "mn" | "ka" | "hy" | "eu" | "tg" => {
            word.strip_prefix(name.as_str()).is_some_and(|rest| rest.chars().count() <= 6)
        }
        "ar" | "fa" | "he" | "ur" => word.strip_suffix(name.as_str()).is_some_and(|rest| rest.chars().count() <= 3),
        _ => false,
    }
}

/// What stands behind the stem of a name in languages that bend names.
fn endings(language: &Language) -> Option<&'static [&'static str]> {
    const CYRILLIC: &[&str] = &[
        "", "а", "у", "ы", "и", "е", "о", "ой", "ою", "ей", "ею", "ом", "ем", "ём", "ым", "им", "ых", "их", "ыми",
        "ими", "ам", "ами", "ах", "ям", "ями", "ях", "ов", "ев", "ого", "его", "ому", "ему", "ую", "юю", "ый", "ий",
        "ая", "яя", "ое", "ые", "ие", "я", "ю", "й", "ь", "ові", "еві", "єві", "ів", "ї", "і", "єм", "єю", "ія", "ію",
        "ії", "ова", "овой", "ова",
    ];
    const LATIN: &[&str] = &[
        "", "a", "ą", "e", "ę", "i", "y", "u", "o", "em", "iem", "im", "ym", "om", "om", "owi", "owie", "ów", "ami",
        "ach", "ego", "emu", "ej", "ą", "ovi", "ova", "ové", "ovou", "ovu", "ů", "ou", "ie", "ze", "s", "as", "is",
        "us", "o", "ui", "am", "ā", "ai",
    ];
    match language.primary() {
        "ru" | "uk" | "be" | "bg" | "mk" | "sr" => Some(CYRILLIC),
        "pl" | "cs" | "sk" | "hr" | "sl" | "bs" | "lt" | "lv" => Some(LATIN),
        _ => None,
    }
}

/// A name without the vowel or soft sign at its end.
fn stem(name: &str) -> &str {
    let ends = ['а', 'я', 'й', 'ь', 'е', 'о', 'и', 'ы', 'a', 'e', 'o', 'y', 'i'];
    let stem = name.strip_suffix(ends).filter(|stem| stem.chars().count() > 1).unwrap_or(name);
    // "Дмитрий" is "Дмитрию", "Горький" is "Горького".
    stem
}

/// Whether a part of a name is a word such as "de", "von" or "bin", which stands in small letters.
fn particle(part: &str) -> bool {
    part.chars().next().is_some_and(char::is_lowercase)
}

fn has_case(word: &str) -> bool {
    word.chars().any(|c| c.is_lowercase() || c.is_uppercase())
}

/// Words before a name that say of a woman or a man that it is theirs, and those that say it of both.
const OF_WOMEN: [&str; 13] =
    ["mrs", "ms", "miss", "frau", "madame", "mme", "señora", "sra", "signora", "senhora", "госпожа", "госпожу", "пані"];
const OF_MEN: [&str; 12] =
    ["mr", "herr", "herrn", "monsieur", "m", "señor", "sr", "signor", "senhor", "господин", "господина", "пан"];
const OF_BOTH: [&str; 4] = ["dr", "prof", "sayın", "мырза"];

pub(super) fn is_title(word: &str) -> bool {
    OF_WOMEN.contains(&word) || OF_MEN.contains(&word) || OF_BOTH.contains(&word)
}

/// What a person is called: as a woman (true) or as a man (false), each with its place and words.
type Titles = BTreeMap<bool, (Place, String)>;

/// How a letter calls a person.
fn titles(one: &Known<'_>, letter: &Letter<'_>) -> Titles {
    let mut found = BTreeMap::new();
    for text in letter.texts() {
        let words = words::words(&text.text);
        for at in 1..words.len() {
            let is_part = |part: &String| !particle(part) && is_form(&words[at].lower, part, letter.language);
            let is_named = words[at].is_capitalised() && one.spellings.iter().flatten().any(is_part);
            let title =
                (at.saturating_sub(3)..at).rev().find(|n| !particle(words[*n].text) || is_title(&words[*n].lower));
            let Some(title) = title.map(|n| &words[n]).filter(|title| is_named && is_title(&title.lower)) else {
                continue;
            };
            let is_near =
                text.text[title.end()..words[at].at].chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.'));
            let is_of_woman = OF_WOMEN.contains(&title.lower.as_str());
            if is_near && (is_of_woman || OF_MEN.contains(&title.lower.as_str())) {
                let shown = text.text[title.at..words[at].end()].to_owned();
                found.entry(is_of_woman).or_insert((text.place(title.at), shown));
            }
        }
    }
    found
}

/// A person who is a woman in one letter and a man in another: said of the letters that fewer agree with.
fn titles_against_each_other(known: &[Known<'_>], case: &Case<'_>, findings: &mut Findings) {
    for one in known {
        let all: Vec<(&Letter<'_>, Titles)> = case
            .letters
            .iter()
            .map(|letter| (letter, titles(one, letter)))
            .filter(|(_, titles)| titles.len() == 1)
            .collect();
        let women = all.iter().filter(|(_, titles)| titles.contains_key(&true)).count();
        let Some((first, _)) = all.first().filter(|_| women > 0 && women < all.len()) else { continue };
        let is_woman = women * 2 > all.len() || women * 2 == all.len() && all[0].1.contains_key(&true);
        let other = all.iter().find(|(_, titles)| titles.contains_key(&is_woman)).map_or(*first, |(letter, _)| *letter);
        for (letter, titles) in &all {
            if let Some((place, shown)) = titles.get(&!is_woman) {
                let apart = Apart { has: letter.language.clone(), lacks: other.language.clone(), what: shown.clone() };
                findings.say(place.clone(), Flaw::LanguagesNames(apart));
            }
        }
    }
}

/// A person whom one language names where another does not.
fn against_each_other(known: &[Known<'_>], slips: &[Slip<'_>], case: &Case<'_>, findings: &mut Findings) {
    let Some((first, others)) = case.letters.split_first() else { return };
    for other in others {
        let mut pairs: Vec<(&Text<'_>, &Text<'_>)> = Vec::new();
        if first.demands().count() == other.demands().count() {
            pairs.extend(first.demands().zip(other.demands()));
        }
        pairs.extend(
            [TextPart::Subject, TextPart::Phone, TextPart::Summary, TextPart::Body]
                .into_iter()
                .filter_map(|part| first.part(part).zip(other.part(part))),
        );
        for (one, two) in pairs {
            let named = |text: &Text<'_>, letter: &Letter<'_>| {
                let words = words::words(&text.text);
                let is_slip = |one: &Known<'_>| slips.iter().any(|slip| slip.is(&one.person.name, letter, text.part));
                known
                    .iter()
                    .filter(|one| one.is_in(&words, letter.language) || is_slip(one))
                    .map(|one| one.person.name.as_str())
                    .collect::<BTreeSet<_>>()
            };
            let (here, there) = (named(one, first), named(two, other));
            let apart = |has: &Letter<'_>, lacks: &Letter<'_>, what: &str| {
                Flaw::LanguagesNames(Apart {
                    has: has.language.clone(),
                    lacks: lacks.language.clone(),
                    what: what.to_owned(),
                })
            };
            // Whom neither body nor demands name is said by itself.
            let is_said = |name: &str, letter: &Letter<'_>| {
                one.part == TextPart::Body
                    && known.iter().any(|known| known.person.name == name && !known.is_named(letter, TextPart::Body))
            };
            for name in here.difference(&there).filter(|name| !is_said(name, other)) {
                findings.say(two.place(super::case::first_sign(&two.text)), apart(first, other, name));
            }
            for name in there.difference(&here).filter(|name| !is_said(name, first)) {
                findings.say(two.place(super::case::first_sign(&two.text)), apart(other, first, name));
            }
        }
    }
}
