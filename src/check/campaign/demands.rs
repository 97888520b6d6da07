//! What a letter asks for: each demand once, one at a time, and in the list that the program prints.

use super::case::{Findings, Letter, first_sign, lines, sentences};
use super::flaw::Flaw;
use super::numbers;
use super::words::{self, Phrase, Word};
use crate::campaign::{Text, VALUE};
use crate::text;

/// Demands that an office answers one by one.
const DEMANDS_GOOD: usize = 5;

pub(super) fn check(letter: &Letter<'_>, findings: &mut Findings) {
    let demands: Vec<&Text<'_>> = letter.demands().collect();
    let Some(body) = letter.body() else { return };
    let loops: Vec<usize> = body.values.iter().filter(|value| value.name == "demands").map(|value| value.at).collect();
    let bullets = bullets(body);
    match (demands.first(), loops.as_slice()) {
        (None, []) => match bullets.first() {
            Some(at) => findings.say(body.place(*at), Flaw::DemandsInBody),
            None => findings.say(letter.start(), Flaw::NoDemands),
        },
        (Some(first), []) => findings.say(first.place(first_sign(&first.text)), Flaw::DemandsNotPrinted),
        (_, [_, second, ..]) if body.conditions(*second).is_empty() => {
            findings.say(body.place(*second), Flaw::DemandsTwice);
        }
        _ => {}
    }
    if !demands.is_empty()
        && let (Some(at), Some(_)) = (bullets.first(), loops.first())
    {
        findings.say(body.place(*at), Flaw::DemandsInBody);
    }
    let list = loops.first().filter(|_| !demands.is_empty());
    if let Some((at, said, words)) = list.and_then(|list| promised(letter, body, *list))
        && said != demands.len() as u64
    {
        findings.say(body.place(at), Flaw::DemandsCounted { said: words, demands: demands.len() });
    }
    if demands.len() > DEMANDS_GOOD {
        let sixth = demands[DEMANDS_GOOD];
        findings.say(sixth.place(first_sign(&sixth.text)), Flaw::DemandsMany(demands.len()));
    }
    for (n, demand) in demands.iter().enumerate() {
        let words = words::words(&demand.text);
        if let Some(at) = second_demand(letter, &demand.text, &words) {
            findings.say(demand.place(words[at].at), Flaw::DemandDouble(words[at].text.to_owned()));
        }
        let said = without_haste(letter, demand);
        let is_again = |earlier: &&Text<'_>| {
            !said.is_empty() && without_haste(letter, earlier) == said
                || is_the_same(letter, &earlier.text, &demand.text)
        };
        if let Some(first) = demands[..n].iter().position(is_again) {
            findings.say(demand.place(first_sign(&demand.text)), Flaw::DemandTwice { first: first + 1 });
        }
        // One that is empty altogether is no text of a letter, and is said where the file is read.
        if !demand.text.is_empty() && !demand.text.chars().any(|c| c.is_alphanumeric() || c == VALUE) {
            findings.say(demand.place(0), Flaw::DemandEmpty(demand.text.clone()));
        }
        // A demand that the body says once more, word for word.
        let plain = demand.text.trim_end_matches(['.', ';', ',']);
        if words.len() > 3
            && let Some(at) = body.text.find(plain)
        {
            findings.say(body.place(at), Flaw::DemandsTwice);
        }
    }
}

/// The words of a demand in any order, without those that say how soon.
fn without_haste(letter: &Letter<'_>, demand: &Text<'_>) -> Vec<String> {
    let words = words::words(&demand.text);
    let hasty: Vec<(usize, usize)> = words::find(&letter.words.haste, &words);
    let is_hasty = |n: &usize| hasty.iter().any(|(at, length)| (*at..at + length).contains(n));
    let mut said: Vec<String> = (0..words.len()).filter(|n| !is_hasty(n)).map(|n| text::key(words[n].text)).collect();
    said.sort_unstable();
    said
}

/// Whether two demands ask the same in nearly the same words: all but those that mean the same, and a word or two that
/// only one of them has. Who, how many and when must be the same.
fn is_the_same(letter: &Letter<'_>, one: &str, other: &str) -> bool {
    /// Fewer may be alike in demands for two things.
    const WORDS_OF_A_DEMAND: usize = 5;
    const ONLY_ONE_HAS: usize = 2;
    const ARTICLES: [&str; 24] = [
        "the", "a", "an", "der", "die", "das", "den", "dem", "ein", "eine", "einen", "einem", "einer", "le", "la",
        "les", "l", "un", "une", "el", "los", "las", "una", "to",
    ];
    let (one, other) = (words::words(one), words::words(other));
    let meanings = |words: &[Word<'_>]| -> Vec<(String, bool)> {
        let hasty = words::find(&letter.words.haste, words);
        let is_hasty = |n: usize| hasty.iter().any(|(at, length)| (*at..at + length).contains(&n));
        let said =
            words.iter().enumerate().filter(|(n, word)| !is_hasty(*n) && !ARTICLES.contains(&word.lower.as_str()));
        let said = said.map(|(n, word)| {
            let group = letter.words.same.iter().find(|group| group.split(' ').any(|same| same == word.lower));
            let meaning =
                group.and_then(|group| group.split(' ').next()).map_or_else(|| word.lower.clone(), str::to_owned);
            let is_fact = n > 0 && word.is_capitalised() || word.text.chars().any(char::is_numeric);
            (meaning, is_fact)
        });
        said.collect()
    };
    let (mut one, mut other) = (meanings(&one), meanings(&other));
    let mut shared = 0;
    one.retain(|(meaning, _)| {
        let at = other.iter().position(|(known, _)| known == meaning);
        shared += usize::from(at.is_some());
        at.map(|at| other.swap_remove(at)).is_none()
    });
    let left: Vec<&(String, bool)> = one.iter().chain(&other).collect();
    shared >= WORDS_OF_A_DEMAND
        && (one.is_empty() || other.is_empty())
        && left.len() <= ONLY_ONE_HAS
        && !left.iter().any(|(_, is_fact)| *is_fact)
}

/// The number of demands that the words before their list promise, with its place: "to take these two steps:".
fn promised(letter: &Letter<'_>, body: &Text<'_>, list: usize) -> Option<(usize, u64, String)> {
    /// "two simple steps"
    const BETWEEN: usize = 2;
    let before = body.text[..list].trim_end().trim_end_matches(['-', '*', '•', ' ', '\n']);
    let (start, lead) = sentences(before).last().filter(|(at, _)| body.conditions(*at).is_empty())?;
    let words = words::words(lead);
    let in_words = numbers::in_words(letter.words, &words, letter.language);
    let value = |word: &Word<'_>| {
        let written = in_words.iter().find(|(known, _)| known.at == word.at).map(|(_, value)| *value);
        written.or_else(|| word.text.parse().ok().filter(|value| (1..=20).contains(value)))
    };
    let is_asked = |word: &Word<'_>| letter.words.asked.iter().any(|begin| word.lower.starts_with(begin.as_str()));
    (0..words.len()).find_map(|at| {
        let value = value(&words[at])?;
        let noun = words[at + 1..].iter().take(1 + BETWEEN).find(|word| is_asked(word))?;
        Some((start + words[at].at, value, lead[words[at].at..noun.end()].to_owned()))
    })
}

/// Lists that the body has by itself.
fn bullets(body: &Text<'_>) -> Vec<usize> {
    let marks = ["- ", "* ", "+ ", "• ", "– "];
    let is_number = |line: &str| {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < line.len() && (rest.starts_with(". ") || rest.starts_with(") "))
    };
    let is_own = |at: usize| !body.conditions(at).iter().any(|condition| condition.field == "each");
    let lines: Vec<(usize, &str)> = lines(&body.text).collect();
    let is_item =
        |(at, line): (usize, &str)| is_own(at) && (marks.iter().any(|mark| line.starts_with(mark)) || is_number(line));
    let found: Vec<usize> = (0..lines.len()).filter(|n| is_item(lines[*n])).collect();
    let is_demand = |n: usize| lines.get(n).is_some_and(|(at, _)| !is_own(*at));
    let is_beside_demands = |n: &usize| is_demand(n + 1) || n.checked_sub(1).is_some_and(is_demand);
    // One line with a dash is no list, unless it lengthens that of the demands.
    if found.len() > 1 || found.iter().any(is_beside_demands) {
        found.into_iter().map(|n| lines[n].0).collect()
    } else {
        Vec::new()
    }
}

/// The word where a second demand begins in one.
fn second_demand(letter: &Letter<'_>, demand: &str, words: &[Word<'_>]) -> Option<usize> {
    (1..words.len()).find(|at| {
        let between = &demand[words[at - 1].end()..words[*at].at];
        let rest = words.len() - at;
        let is_abbreviation = words::is_abbreviation(words[at - 1].text) && between.starts_with(". ");
        let is_sentence = !is_abbreviation
            && rest > 1
            && (between.contains(". ") || between.contains("; ") || between.contains("! "));
        is_sentence || asks_again(letter, words, *at)
    })
}

/// How words begin that ask for an inquiry, in all languages.
const INQUIRIES: [&str; 10] =
    ["investig", "inquir", "untersuch", "ermitt", "aufkl", "enquêt", "расслед", "розслід", "indag", "soruştur"];

/// Whether a word begins what is asked for beside the first: a verb behind "and" as at the beginning of the demand, or a
/// noun that says what is to be done.
fn asks_again(letter: &Letter<'_>, words: &[Word<'_>], at: usize) -> bool {
    let and =
        letter.words.and.iter().filter(|phrase| at > phrase.len() && phrase.begins(&words[at - phrase.len()..at]));
    let Some(and) = and.map(Phrase::len).max() else { return false };
    let before = at - and - 1;
    // To look into a crime and to punish it is one thing, as letters ask for it.
    let is_inquiry = |word: &Word<'_>| INQUIRIES.iter().any(|begin| word.lower.starts_with(begin));
    if words.iter().take(3).any(is_inquiry) {
        return false;
    }
    verb_again(letter, words, before, at) || noun_again(letter, words, before, at)
}

fn verb_again(letter: &Letter<'_>, words: &[Word<'_>], before: usize, at: usize) -> bool {
    /// Before an infinitive.
    const MARKS: [&str; 8] = ["to", "de", "d", "que", "di", "che", "also", "as"];
    let is_verb = |n: usize| words.get(n).is_some_and(|word| is_verb(letter, word));
    let is_german = letter.language.primary() == "de";
    // "Stellen Sie … und zahlen Sie …", "… freilassen und die Anklage fallen lassen".
    if is_german && words.get(1).is_some_and(|word| word.text == "Sie") {
        let is_you = words.get(at + 1).is_some_and(|word| word.text == "Sie");
        return is_you || is_verb(0) && is_verb(at);
    }
    if is_german {
        const OBJECTS: [&str; 10] = ["die", "den", "das", "der", "dem", "ihre", "ihren", "ihnen", "alle", "ihm"];
        let is_infinitive = |word: &Word<'_>| word.lower.ends_with("en") && !word.is_capitalised();
        let last = words.last().filter(|_| words.len() > at + 2);
        let is_clause = is_infinitive(&words[before]) && last.is_some_and(is_infinitive);
        return is_clause && OBJECTS.contains(&words[at].lower.as_str()) || is_verb(0) && is_verb(at) && before > 0;
    }
    // "To release … and to drop", "de libérer … et d'abandonner".
    let behind_mark = |n: usize| n + usize::from(words.get(n).is_some_and(|word| MARKS.contains(&word.lower.as_str())));
    let Some(first) = (0..words.len().min(2)).find(|n| is_verb(*n)) else { return false };
    let second = behind_mark(at);
    let is_english = letter.language.primary() == "en";
    let is_gerund =
        is_english && words[at - 1].lower == "as" && words.get(second).is_some_and(|word| is_gerund(letter, word));
    // "Allow them to meet and negotiate" asks for one thing. English nouns look like verbs, but not behind "to".
    let is_inner = |n: usize| if is_english { words[n - 1].lower == "to" && !is_thing(&words[n]) } else { is_verb(n) };
    let depends = (first + 1..=before).any(is_inner);
    // "Investigate and punish" have one object.
    before > first && !depends && (is_verb(second) || is_gerund)
}

/// What follows "to" where it is no infinitive: "to the dockers", "to Ada".
fn is_thing(word: &Word<'_>) -> bool {
    const BEGINNINGS: [&str; 12] =
        ["the", "a", "an", "her", "his", "its", "their", "all", "both", "this", "these", "those"];
    word.is_capitalised() || BEGINNINGS.contains(&word.lower.as_str())
}

/// "The release of … and the payment of …".
fn noun_again(letter: &Letter<'_>, words: &[Word<'_>], before: usize, at: usize) -> bool {
    const ARTICLES: [&str; 21] = [
        "the", "a", "an", "die", "den", "das", "le", "la", "les", "l", "el", "los", "las", "il", "lo", "gli", "o",
        "os", "as", "une", "un",
    ];
    let tag = letter.language.primary();
    let has_articles = !matches!(tag, "ru" | "uk");
    let is_article = |n: usize| words.get(n).is_some_and(|word| ARTICLES.contains(&word.lower.as_str()));
    let is_act = |n: usize| {
        let word = words.get(n)?;
        letter.words.acts.iter().map(String::as_str).find(|ending| word.lower.ends_with(ending))
    };
    // The noun itself, or one behind an adjective.
    let act_from = |from: usize| (from..from + 2).find_map(|n| Some((n, is_act(n)?)));
    let is_first_article = words[0].lower == "der" || is_article(0);
    let Some((first, ending)) = act_from(usize::from(is_first_article)) else { return false };
    let begins = !has_articles || is_article(at);
    let Some((second, other)) = act_from(at + usize::from(has_articles)).filter(|_| begins) else { return false };
    // "Ratification and implementation" are of the same; without articles the case tells what goes with what.
    let has_object = tag != "en" || words.get(second + 1).is_some_and(|word| word.lower == "of");
    before > first && has_object && (has_articles || ending == other)
}

/// Whether a word is a verb as demands begin with: one of the list, or an infinitive by its ending.
fn is_verb(letter: &Letter<'_>, word: &Word<'_>) -> bool {
    const NOUNS: [&str; 12] = [
        "militar", "popular", "familiar", "hogar", "lugar", "mujer", "mulher", "poder", "taller", "hiver", "avenir",
        "danger",
    ];
    let lower = word.lower.as_str();
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    let is_long = lower.chars().count() > 4;
    let is_listed = letter.words.verbs.iter().any(|phrase| phrase.words() == [lower]);
    is_listed
        || is_long
            && !NOUNS.contains(&lower)
            && match letter.language.primary() {
                "ru" => ends(&["ть", "ти", "чь", "ться", "тись"]),
                "uk" => ends(&["ти", "тися"]),
                "pl" => ends(&["ć"]),
                "fr" => ends(&["er", "ir", "ez"]) && !ends(&["ier"]) && lower != "assez",
                // "pagarles", "pagargli": with whom it is for.
                "es" | "it" | "pt" => {
                    let clitics = [
                        "selos", "selas", "selo", "sela", "les", "los", "las", "gli", "le", "lo", "la", "se", "nos",
                        "li", "ne", "e",
                    ];
                    let is_bare = |verb: &str| ["ar", "er", "ir"].iter().any(|ending| verb.ends_with(ending));
                    let bare = clitics.iter().filter_map(|clitic| lower.strip_suffix(clitic));
                    is_bare(lower) && letter.language.primary() != "it" || bare.into_iter().any(is_bare)
                }
                _ => false,
            }
}

/// "as well as paying"
fn is_gerund(letter: &Letter<'_>, word: &Word<'_>) -> bool {
    let Some(stem) = word.lower.strip_suffix("ing") else { return false };
    let short = &stem[..stem.len() - stem.chars().next_back().map_or(0, char::len_utf8)];
    let is = |verb: &str| letter.words.verbs.iter().any(|phrase| phrase.words() == [verb]);
    is(stem) || is(&format!("{stem}e")) || is(short)
}
