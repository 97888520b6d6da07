//! The voice of a letter: "I/we", "I" or "we" through a whole text becomes the placeholders that fit both.

use super::grammar::{self, Grammar};
use super::tokens::{Now, Token, around, next_word, placeholder, previous_word, tokens};
use crate::locale::Language;

/// A piece of a template: words that stand as they are, or a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Code(String),
}

/// In which person a letter speaks by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Person {
    Singular,
    Plural,
}

/// Turns the first person of one letter.
pub(super) struct Voice {
    grammar: Option<&'static Grammar>,
    person: Option<Person>,
    french: bool,
    kazakh: bool,
    /// Whether the letter writes "i" for "I".
    small: bool,
}

/// Words before which `I` is a number.
const NUMBERED: &[&str] = &["article", "part", "chapter", "annex", "section", "title", "war", "protocol", "schedule"];
/// Words that may stand between a subject and its verb.
const BETWEEN: &[&str] = &[
    "also",
    "therefore",
    "hereby",
    "both",
    "all",
    "too",
    "again",
    "still",
    "тоже",
    "также",
    "поэтому",
    "hiermit",
    "daher",
];
/// Objects in the plural, in letters of one.
const OF_MANY: &[&str] = &[
    "us",
    "uns",
    "нас",
    "нам",
    "бізге",
    "бізді",
    "our",
    "ours",
    "unser",
    "unsere",
    "unserer",
    "unserem",
    "unseren",
    "unseres",
    "наш",
    "наша",
    "наше",
    "наши",
    "наших",
    "нашего",
    "нашей",
    "нашим",
    "notre",
    "nos",
    "nuestro",
    "nuestra",
    "nuestros",
    "nuestras",
    "біздің",
];
/// What one signatory has none of, or not several: "our members", "our countries".
const HAD_BY_MANY: &[&str] = &[
    "members",
    "countries",
    "unions",
    "branches",
    "affiliates",
    "organisations",
    "organizations",
    "mitglieder",
    "länder",
    "ländern",
    "gewerkschaften",
    "члены",
    "членов",
    "странах",
    "профсоюзы",
    "membres",
    "miembros",
    "países",
    "afiliados",
];
const AND: &[&str] = &["und", "sowie", "oder", "et", "puis", "and", "и", "y"];

impl Voice {
    /// Looks at all texts of a letter for the person it speaks in.
    pub fn of<'a>(language: &Language, texts: impl Iterator<Item = &'a str>) -> Self {
        let grammar = grammar::of(language.primary());
        let texts: Vec<&str> = texts.collect();
        let has = |word: &str| texts.iter().any(|text| text.split_whitespace().any(|found| found == word));
        let mut voice = Self {
            grammar,
            person: None,
            french: language.primary() == "fr",
            kazakh: language.primary() == "kk",
            small: has("i") && !has("I"),
        };
        let Some(grammar) = grammar else { return voice };
        let (mut singular, mut plural) = (0, 0);
        let mut first = None;
        for text in texts {
            let mut tokens = tokens(text);
            Self::both_forms(grammar, &mut tokens);
            for (at, token) in
                tokens.iter().enumerate().filter(|(_, token)| token.is_word && !token.quoted && token.now == Now::Stays)
            {
                let in_verbs = |of: fn(&(&'static str, &'static str)) -> &'static str| {
                    grammar.anywhere && grammar.verbs.iter().any(|pair| of(pair) == token.lower)
                };
                let is_pronoun = |of: fn(&(&'static str, &'static str)) -> &'static str| {
                    grammar.pronouns.iter().any(|pair| of(pair) == token.lower)
                };
                let one = (is_pronoun(|pair| pair.0) && voice.counts(&tokens, at)) || in_verbs(|pair| pair.0);
                let many = (is_pronoun(|pair| pair.1) && voice.counts(&tokens, at)) || in_verbs(|pair| pair.1);
                singular += usize::from(one);
                plural += usize::from(many);
                first = first.or(one.then_some(Person::Singular)).or(many.then_some(Person::Plural));
            }
        }
        voice.person = match singular.cmp(&plural) {
            std::cmp::Ordering::Greater => Some(Person::Singular),
            std::cmp::Ordering::Less => Some(Person::Plural),
            // "I am writing … We demand:" is a letter of one who goes on for many.
            std::cmp::Ordering::Equal => first,
        };
        voice
    }

    /// Whether a word that looks like a pronoun is one: `US` is a state, `Article I` a number, and in Kazakh `мен`
    /// between two words means "and".
    fn counts(&self, tokens: &[Token<'_>], at: usize) -> bool {
        let token = &tokens[at];
        let before = tokens[..at].iter().rev().find(|token| token.is_word);
        match token.lower.as_str() {
            "us" => token.text == "us",
            "i" => {
                (token.text == "I" || self.small) && !before.is_some_and(|word| NUMBERED.contains(&word.lower.as_str()))
            }
            "мен" if self.kazakh => token.starts,
            _ => !is_maitre(tokens, at),
        }
    }

    /// Turns one paragraph. What a person must look at goes to `doubts`, each as the words in question.
    pub fn turn(&self, text: &str, doubts: &mut Vec<String>) -> Vec<Piece> {
        let Some(grammar) = self.grammar else { return vec![Piece::Text(text.to_owned())] };
        let mut tokens = tokens(text);
        Self::both_forms(grammar, &mut tokens);
        if let Some(person) = self.person {
            self.one_form(grammar, person, &mut tokens, doubts);
        }
        let mut pieces = Vec::new();
        for token in tokens {
            match token.now {
                Now::Code(code) => pieces.push(Piece::Code(code)),
                Now::Gone => {}
                Now::Stays => match pieces.last_mut() {
                    Some(Piece::Text(text)) => text.push_str(token.text),
                    _ => pieces.push(Piece::Text(token.text.to_owned())),
                },
            }
        }
        pieces
    }

    /// `Ich fordere / Wir fordern`, `habe ich / haben wir`: subject and verb of both forms.
    fn both_phrases(grammar: &Grammar, tokens: &mut [Token<'_>]) {
        for at in 0..tokens.len().saturating_sub(6) {
            let [one, space, two, sign, three, other, four] = &tokens[at..at + 7] else { continue };
            let all_words = [one, two, three, four].iter().all(|token| token.is_word && token.now == Now::Stays);
            if !all_words || sign.text.trim() != "/" || space.text != " " || other.text != " " {
                continue;
            }
            let has_subject = [one, two].iter().any(|token| token.lower == grammar.subject.0);
            let pairs = (Self::pair(grammar, &one.lower, &three.lower), Self::pair(grammar, &two.lower, &four.lower));
            let (true, (Some(first), Some(second))) = (has_subject, pairs) else { continue };
            let cased = |word: String| if word == "i" { "I".to_owned() } else { word };
            let singular = format!("{} {}", cased(first.0), cased(second.0));
            let plural = format!("{} {}", first.1, second.1);
            tokens[at].now = Now::Code(placeholder(&singular, &plural, tokens[at].is_capital()));
            tokens[at + 1..at + 7].iter_mut().for_each(|token| token.now = Now::Gone);
        }
    }

    /// `I/we`, `We/I`, `I (we)`, `fordere/n`, `fordere(n)`: both forms, as the appeal has them.
    fn both_forms(grammar: &Grammar, tokens: &mut [Token<'_>]) {
        Self::both_phrases(grammar, tokens);
        for at in 0..tokens.len().saturating_sub(2) {
            let (one, sign, two) = (&tokens[at], tokens[at + 1].text.trim(), &tokens[at + 2]);
            if !one.is_word || !two.is_word || one.now != Now::Stays || !matches!(sign, "/" | "(") {
                continue;
            }
            let closes = tokens.get(at + 3).is_some_and(|next| next.text.starts_with(')'));
            if sign == "(" && !closes {
                continue;
            }
            let Some((singular, plural)) = Self::pair(grammar, &one.lower, &two.lower) else { continue };
            let code = placeholder(&singular, &plural, one.starts);
            tokens[at].now = Now::Code(code);
            tokens[at + 1].now = Now::Gone;
            tokens[at + 2].now = Now::Gone;
            if sign == "(" {
                let rest = tokens[at + 3].text.strip_prefix(')').unwrap_or_default();
                tokens[at + 3].text = rest;
            }
        }
    }

    fn pair(grammar: &Grammar, one: &str, two: &str) -> Option<(String, String)> {
        let partners = |one: &str, two: &str| {
            grammar.pronouns.iter().chain(grammar.verbs).any(|pair| *pair == (one, two))
                || grammar.plural_of(one).as_deref() == Some(two)
        };
        if partners(one, two) {
            return Some((one.to_owned(), two.to_owned()));
        }
        if partners(two, one) {
            return Some((two.to_owned(), one.to_owned()));
        }
        // `fordere/n`, `требую/ем`
        let plural = grammar.plural_of(one)?;
        (two.chars().count() <= 4 && plural.ends_with(two)).then(|| (one.to_owned(), plural))
    }

    fn one_form(&self, grammar: &Grammar, letter: Person, tokens: &mut [Token<'_>], doubts: &mut Vec<String>) {
        for at in 0..tokens.len() {
            if !tokens[at].is_word || tokens[at].quoted || tokens[at].now != Now::Stays || is_maitre(tokens, at) {
                continue;
            }
            let lower = tokens[at].lower.clone();
            // "We" may be others in a letter of one; "I" is who signs, also in a letter of many.
            let person = if self.is_of_one(grammar, tokens, at) { Person::Singular } else { letter };
            let unsure = match person {
                Person::Singular => grammar.unsure_singular,
                Person::Plural => grammar.unsure_plural,
            };
            let subject = match person {
                Person::Singular => grammar.subject.0,
                Person::Plural => grammar.subject.1,
            };
            let other = match person {
                Person::Singular => grammar.subject.1,
                Person::Plural => grammar.subject.0,
            };
            // "Please tell us" in a letter of one: the signatory, or those the letter is about.
            let is_of_many = letter == Person::Singular && OF_MANY.contains(&lower.as_str()) && self.counts(tokens, at);
            let possessive = || {
                let words = tokens[at + 1..].iter().filter(|token| token.is_word);
                super::possessive::before(words.map(|token| token.lower.as_str()))
            };
            if matches!(lower.as_str(), "mi" | "nuestro" | "nuestra")
                && let Some((one, many)) = possessive().filter(|(_, many)| lower == "mi" || lower == *many)
            {
                tokens[at].now = Now::Code(placeholder(one, many, tokens[at].is_capital()));
            } else if unsure.contains(&lower.as_str()) || is_of_many {
                doubts.push(around(tokens, at));
            } else if !self.french && lower == other && self.counts(tokens, at) {
                self.other_form(grammar, person, tokens, at, doubts);
            } else if self.french {
                Self::french(grammar, person, tokens, at, doubts);
            } else if let Some((singular, plural)) =
                of_person(grammar.pronouns, person, &lower).filter(|_| self.counts(tokens, at))
            {
                tokens[at].now = Now::Code(placeholder(singular, plural, tokens[at].is_capital()));
                let next = next_word(tokens, at).map(|next| tokens[next].lower.clone()).unwrap_or_default();
                let is_had = person == Person::Plural && HAD_BY_MANY.contains(&next.as_str());
                if is_had || lower == subject && Self::is_many(grammar, tokens, at) {
                    doubts.push(around(tokens, at));
                }
                if lower == subject {
                    self.verb_of(grammar, person, tokens, at, doubts);
                    doubts.extend(clause_of_one(tokens, at).map(|who| around(tokens, who)));
                }
            } else if let Some((singular, plural)) =
                of_person(grammar.verbs, person, &lower).filter(|_| tokens[at].text == lower || tokens[at].starts)
            {
                let before = previous_word(tokens, at);
                let after_and = before.is_some_and(|word| AND.contains(&tokens[word].lower.as_str()));
                let next = next_word(tokens, at).map(|next| tokens[next].lower.as_str()).unwrap_or_default();
                // "Bitte" is "please" too.
                let after_and = after_and && (lower != "bitte" || matches!(next, "sie" | "um" | "daher" | "dringend"));
                let of_article = before.is_some_and(|word| {
                    matches!(tokens[word].lower.as_str(), "el" | "mi" | "su" | "un" | "nuestro" | "todo" | "de")
                });
                // "Un cordial saludo" is none of whoever greets.
                let of_article = of_article || lower.starts_with("salud") && !tokens[at].starts;
                if (grammar.anywhere && !of_article) || (after_and && has_subject(tokens, at)) {
                    tokens[at].now = Now::Code(placeholder(singular, plural, tokens[at].is_capital()));
                }
            } else if self.kazakh
                && let Some((singular, plural)) = turned(grammar, person, &lower)
            {
                let ends = tokens.get(at + 1).is_none_or(|next| next.text.starts_with(['.', ',', ':', ';', '!']));
                if ends {
                    tokens[at].now = Now::Code(placeholder(&singular, &plural, false));
                }
            }
        }
    }

    /// Whether a word is that of one who speaks.
    fn is_of_one(&self, grammar: &Grammar, tokens: &[Token<'_>], at: usize) -> bool {
        let lower = tokens[at].lower.as_str();
        let is_pronoun = || of_person(grammar.pronouns, Person::Singular, lower).is_some() && self.counts(tokens, at);
        let is_verb = || grammar.anywhere && of_person(grammar.verbs, Person::Singular, lower).is_some();
        is_pronoun()
            || is_verb()
            || self.french && (lower == "je" || lower.starts_with("j'") || lower.starts_with("j’"))
    }

    /// Whether words beside "we" say that it is several: "We, the members of …".
    fn is_many(grammar: &Grammar, tokens: &[Token<'_>], at: usize) -> bool {
        const ARTICLES: [&str; 5] = ["the", "die", "les", "los", "las"];
        let comma = tokens.get(at + 1).is_some_and(|sign| sign.text.starts_with(','));
        let next = next_word(tokens, at).map(|next| tokens[next].lower.as_str()).unwrap_or_default();
        // "We, the undersigned" is whoever signs.
        let rest: String = tokens[at..].iter().take(8).map(|token| token.lower.as_str()).collect();
        let is_undersigned = ["undersigned", "unterzeichn", "soussign", "abajo"].iter().any(|word| rest.contains(word));
        comma && !is_undersigned && tokens[at].lower == grammar.subject.1 && ARTICLES.contains(&next)
    }

    /// The other person in a letter: "We demand:" before the demands of somebody who says "I" is the signatory again;
    /// elsewhere "we" may be others.
    fn other_form(
        &self,
        grammar: &Grammar,
        person: Person,
        tokens: &mut [Token<'_>],
        at: usize,
        doubts: &mut Vec<String>,
    ) {
        let sentence = tokens[at].sentence;
        let leads = tokens[at].starts
            && tokens
                .iter()
                .rfind(|token| token.sentence == sentence)
                .is_some_and(|last| last.text.trim_end().ends_with(':'))
            && tokens.last().is_some_and(|last| last.sentence == sentence);
        if !leads {
            doubts.push(around(tokens, at));
            return;
        }
        let (singular, plural) = grammar.subject;
        tokens[at].now = Now::Code(placeholder(singular, plural, true));
        let of_subject = match person {
            Person::Singular => Person::Plural,
            Person::Plural => Person::Singular,
        };
        self.verb_of(grammar, of_subject, tokens, at, doubts);
    }

    /// The verb beside a subject.
    fn verb_of(
        &self,
        grammar: &Grammar,
        person: Person,
        tokens: &mut [Token<'_>],
        subject: usize,
        doubts: &mut Vec<String>,
    ) {
        if self.kazakh {
            // The verb ends the sentence, and is found there.
            return;
        }
        let mut after = next_word(tokens, subject);
        for _ in 0..2 {
            let passes = |at: usize| {
                let word = tokens[at].lower.as_str();
                BETWEEN.contains(&word) || word.ends_with("ly") || (word.ends_with('о') && grammar.verbs_differ)
            };
            after = after.filter(|&at| passes(at)).map_or(after, |at| next_word(tokens, at));
        }
        let before = previous_word(tokens, subject).filter(|_| grammar.verbs_differ);
        for at in [after, before].into_iter().flatten() {
            if tokens[at].quoted || tokens[at].sentence != tokens[subject].sentence {
                continue;
            }
            if tokens[at].now != Now::Stays {
                return;
            }
            let lower = tokens[at].lower.clone();
            // German nouns have a capital.
            if tokens[at].text != lower && !tokens[at].starts {
                continue;
            }
            if let Some((singular, plural)) = turned(grammar, person, &lower) {
                tokens[at].now = Now::Code(placeholder(&singular, &plural, tokens[at].is_capital()));
                let article = next_word(tokens, at).map(|next| tokens[next].lower.clone()).unwrap_or_default();
                let counted = match person {
                    Person::Singular => matches!(article.as_str(), "a" | "an" | "ein" | "eine"),
                    Person::Plural => article.ends_with('s') && !grammar.verbs_differ && article.len() > 3,
                };
                if counted {
                    doubts.push(around(tokens, at));
                }
                return;
            }
        }
        if grammar.verbs_differ {
            doubts.push(around(tokens, subject));
        }
    }

    /// "Je vous demande" and "J'exige": in French the pronoun, what stands between, and the verb turn together.
    fn french(grammar: &Grammar, person: Person, tokens: &mut [Token<'_>], at: usize, doubts: &mut Vec<String>) {
        let lower = tokens[at].lower.replace('’', "'");
        let starts = tokens[at].starts;
        let is_subject = lower == "je" || lower.starts_with("j'") || lower == "nous";
        if is_subject && (person == Person::Plural) == (lower == "nous") {
            let mut words: Vec<String> = lower.strip_prefix("j'").map(|verb| vec![verb.to_owned()]).unwrap_or_default();
            let mut last = at;
            let is_object =
                |word: &str| matches!(word, "vous" | "le" | "la" | "les" | "me" | "nous" | "en" | "y" | "ne");
            while words.last().is_none_or(|word| is_object(word)) && words.len() < 4 {
                let Some(next) = next_word(tokens, last) else { break };
                words.extend(parted(&tokens[next].lower));
                last = next;
            }
            let verb = words.pop().unwrap_or_default();
            if let Some((singular, plural)) = turned(grammar, person, &verb) {
                let of = |subject: &str, own: &str, verb: &str| {
                    let objects = words
                        .iter()
                        .map(|word| if matches!(word.as_str(), "me" | "nous") { own } else { word.as_str() });
                    let all: Vec<&str> = [subject].into_iter().chain(objects).chain([verb]).collect();
                    elided(&all)
                };
                let code = placeholder(&of("je", "me", &singular), &of("nous", "nous", &plural), starts);
                tokens[at].now = Now::Code(code);
                tokens[at + 1..=last].iter_mut().for_each(|token| token.now = Now::Gone);
                return;
            }
            doubts.push(around(tokens, at));
        } else if let (Person::Singular, Some(verb)) = (person, lower.strip_prefix("m'")) {
            tokens[at].now = Now::Code(placeholder(&format!("m'{verb}"), &format!("nous {verb}"), starts));
        } else if let Some((singular, plural)) = of_person(grammar.pronouns, person, &lower) {
            tokens[at].now = Now::Code(placeholder(singular, plural, starts));
        } else if let Some((singular, plural)) = of_person(grammar.verbs, person, &lower) {
            let after_and = previous_word(tokens, at).is_some_and(|word| AND.contains(&tokens[word].lower.as_str()));
            if after_and && has_subject(tokens, at) {
                tokens[at].now = Now::Code(placeholder(singular, plural, starts));
            }
        }
    }
}

/// The relative pronoun of "I write to you as a reader who relies on": noun and verb there are of one who writes.
fn clause_of_one(tokens: &[Token<'_>], subject: usize) -> Option<usize> {
    const BETWEEN_MOST: usize = 6;
    let words = || std::iter::successors(next_word(tokens, subject), |&at| next_word(tokens, at));
    let is = |at: usize, any: &[&str]| any.contains(&tokens[at].lower.as_str());
    let role = words().take(BETWEEN_MOST).find(|&at| {
        is(at, &["as"]) && next_word(tokens, at).is_some_and(|next| is(next, &["a", "an"]))
            || is(at, &["als"]) && next_word(tokens, at).is_some_and(|next| tokens[next].text != tokens[next].lower)
    })?;
    words().skip_while(|&at| at <= role).take(BETWEEN_MOST).find(|&at| {
        is(at, &["who"]) || is(at, &["der", "die", "das"]) && tokens[at - 1].text.trim() == "," && is(role, &["als"])
    })
}

/// Whether a word is the title of an advocate before a name, "Me Ada Marsh", "Mes Marsh et Ross", and no pronoun.
fn is_maitre(tokens: &[Token<'_>], at: usize) -> bool {
    let is_name = |next: &Token<'_>| next.is_word && next.text.starts_with(char::is_uppercase);
    matches!(tokens[at].text, "Me" | "Mes")
        && tokens.get(at + 1).is_some_and(|between| between.text == " ")
        && tokens.get(at + 2).is_some_and(is_name)
}

/// `m'adresse` as two words.
fn parted(word: &str) -> Vec<String> {
    let word = word.replace('’', "'");
    match word.split_once('\'') {
        Some(("m", verb)) => vec!["me".to_owned(), verb.to_owned()],
        Some(("l", verb)) => vec!["le".to_owned(), verb.to_owned()],
        Some(("n", verb)) => vec!["ne".to_owned(), verb.to_owned()],
        _ => vec![word],
    }
}

/// Words put together: `je` before a vowel is `j'`.
fn elided(words: &[&str]) -> String {
    let mut out = String::new();
    for (at, word) in words.iter().enumerate() {
        let vowel = words
            .get(at + 1)
            .is_some_and(|next| next.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'h', 'é', 'è', 'ê', 'â', 'î', 'ô']));
        match *word {
            "je" | "me" | "le" | "la" | "ne" if vowel => out.push_str(&format!("{}'", &word[..1])),
            _ if at + 1 == words.len() => out.push_str(word),
            _ => out.push_str(&format!("{word} ")),
        }
    }
    out
}

fn turned(grammar: &Grammar, person: Person, word: &str) -> Option<(String, String)> {
    if let Some((singular, plural)) = of_person(grammar.verbs, person, word) {
        return Some((singular.to_owned(), plural.to_owned()));
    }
    match person {
        Person::Singular => (grammar.plural)(word).map(|plural| (word.to_owned(), plural)),
        Person::Plural => (grammar.singular)(word).map(|singular| (singular, word.to_owned())),
    }
}

fn of_person(
    pairs: &'static [(&'static str, &'static str)],
    person: Person,
    word: &str,
) -> Option<(&'static str, &'static str)> {
    let matches = |pair: &&(&str, &str)| match person {
        Person::Singular => pair.0 == word,
        Person::Plural => pair.1 == word,
    };
    pairs.iter().find(matches).copied()
}

fn has_subject(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.iter().any(|token| token.sentence == tokens[at].sentence && matches!(token.now, Now::Code(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turned_text(language: &str, text: &str) -> (String, Vec<String>) {
        let voice = Voice::of(&language.parse().unwrap(), std::iter::once(text));
        let mut doubts = Vec::new();
        let pieces = voice.turn(text, &mut doubts);
        let text = pieces.into_iter().map(|piece| match piece {
            Piece::Text(text) | Piece::Code(text) => text,
        });
        (text.collect(), doubts)
    }

    #[test]
    fn one_voice_becomes_both() {
        for (language, text, expected) in [
            (
                "en",
                "I/we condemn it. In my/our view it is wrong.",
                "{{I/We}} condemn it. In {{my/our}} view it is wrong.",
            ),
            (
                "en",
                "We are deeply worried by my news. We urge you to act, and I look forward to your answer.",
                "{{I/We}} {{am/are}} deeply worried by {{my/our}} news. {{I/We}} urge you to act, and {{I/we}} look forward to your answer.",
            ),
            (
                "ru",
                "Мы протестуем. Мы требуем свободы. Прошу ответить мне.",
                "{{Я/Мы}} {{протестую/протестуем}}. {{Я/Мы}} {{требую/требуем}} свободы. {{Прошу/Просим}} ответить {{мне/нам}}.",
            ),
            (
                "fr",
                "Nous demandons sa libération. Nous exigeons une réponse. Je vous demande d'agir.",
                "{{[Je demande/Nous demandons]}} sa libération. {{[J'exige/Nous exigeons]}} une réponse. {{[Je vous demande/Nous vous demandons]}} d'agir.",
            ),
            (
                "en",
                "I ask you to free Me Ada Marsh. Tell me more.",
                "{{I/We}} ask you to free Me Ada Marsh. Tell {{me/us}} more.",
            ),
            ("en", "We/I call on you, as we/I must.", "{{I/We}} call on you, as {{I/we}} must."),
            ("en", "I (we) protest.", "{{I/We}} protest."),
            (
                "en",
                "I am writing to you about my friend. Tell me more. I’m sad, I was there.",
                "{{I/We}} {{am/are}} writing to you about {{my/our}} friend. Tell {{me/us}} more. {{[I'm/We're]}} sad, {{I/we}} {{was/were}} there.",
            ),
            (
                "en",
                "We are deeply worried. The US told us about our union. We therefore are sad.",
                "{{I/We}} {{am/are}} deeply worried. The US told {{me/us}} about {{my/our}} union. {{I/We}} therefore {{am/are}} sad.",
            ),
            (
                "en",
                "He said “we are innocent”. I know Article I, and I ask you.",
                "He said “we are innocent”. {{I/We}} know Article I, and {{I/we}} ask you.",
            ),
            (
                "en",
                "Charges against human rights/democratic rights activists and/or workers.",
                "Charges against human rights/democratic rights activists and/or workers.",
            ),
            (
                "de",
                "Ich fordere Sie auf und bitte um Antwort. Daher verlange ich die Freilassung; mir ist das wichtig.",
                "{{Ich/Wir}} {{fordere/fordern}} Sie auf und {{bitte/bitten}} um Antwort. Daher {{verlange/verlangen}} {{ich/wir}} die Freilassung; {{mir/uns}} ist das wichtig.",
            ),
            (
                "de",
                "Ich/wir fordere/n Sie auf. Ich/Wir protestiere(n).",
                "{{Ich/Wir}} {{fordere/fordern}} Sie auf. {{Ich/Wir}} {{protestiere/protestieren}}.",
            ),
            (
                "de",
                "Wir sind entsetzt und fordern unsere Rechte.",
                "{{Ich/Wir}} {{bin/sind}} entsetzt und {{fordere/fordern}} {{meine/unsere}} Rechte.",
            ),
            (
                "ru",
                "Я решительно осуждаю арест. Требую освободить её. Ответьте мне.",
                "{{Я/Мы}} решительно {{осуждаю/осуждаем}} арест. {{Требую/Требуем}} освободить её. Ответьте {{мне/нам}}.",
            ),
            ("ru", "Я/мы требую/ем свободы.", "{{Я/Мы}} {{требую/требуем}} свободы."),
            (
                "ru",
                "Мы, профсоюз, протестуем и выражаем наше возмущение.",
                "{{Я/Мы}}, профсоюз, {{протестую/протестуем}} и {{выражаю/выражаем}} {{моё/наше}} возмущение.",
            ),
        ] {
            assert_eq!(turned_text(language, text).0, expected, "{language}");
        }
    }

    #[test]
    fn pronoun_and_verb_turn_together_where_a_language_joins_them() {
        for (language, text, expected) in [
            (
                "fr",
                "Je vous demande sa libération. J’exige une réponse. Je m'adresse à vous avec mes amis.",
                "{{[Je vous demande/Nous vous demandons]}} sa libération. {{[J'exige/Nous exigeons]}} une réponse. {{[Je m'adresse/Nous nous adressons]}} à vous avec {{mes/nos}} amis.",
            ),
            (
                "fr",
                "Nous demandons sa libération. Nous nous adressons à vous. Nous exigeons et nous appelons.",
                "{{[Je demande/Nous demandons]}} sa libération. {{[Je m'adresse/Nous nous adressons]}} à vous. {{[J'exige/Nous exigeons]}} et {{[j'appelle/nous appelons]}}.",
            ),
            (
                "fr",
                "Me Ada Marsh a été arrêtée. Je vous demande de libérer Me Marsh et Mes Ross et Dock avec mes amis.",
                "Me Ada Marsh a été arrêtée. {{[Je vous demande/Nous vous demandons]}} de libérer Me Marsh et Mes Ross et Dock avec {{mes/nos}} amis.",
            ),
            (
                "es",
                "Me dirijo a usted y exijo su libertad. Pido una respuesta.",
                "{{Me/Nos}} {{dirijo/dirigimos}} a usted y {{exijo/exigimos}} su libertad. {{Pido/Pedimos}} una respuesta.",
            ),
            (
                "kk",
                "Мен оны босатуды талап етемін. Ада мен Бота босатылсын. Маған жауап беріңіз.",
                "{{Мен/Біз}} оны босатуды талап {{етемін/етеміз}}. Ада мен Бота босатылсын. {{Маған/Бізге}} жауап беріңіз.",
            ),
            (
                "en",
                "i was sad. now i ask you to tell me more.",
                "{{I/we}} {{was/were}} sad. now {{I/we}} ask you to tell {{me/us}} more.",
            ),
            ("tr", "Ben protesto ediyorum.", "Ben protesto ediyorum."),
        ] {
            assert_eq!(turned_text(language, text).0, expected, "{language}");
        }
    }

    #[test]
    fn what_needs_a_look_is_asked() {
        for (language, text, expected) in [
            ("en", "I am a teacher and I protest.", &["I am a teacher and I"][..]),
            ("en", "We are dockers. We protest.", &["We are dockers"]),
            ("en", "I protest.", &[]),
            ("en", "I write to you as a reader who relies on it.", &["as a reader who relies on it"]),
            ("en", "I write to you as a matter of urgency.", &[]),
            ("de", "Ich schreibe Ihnen als Leserin, die darauf baut.", &["Ihnen als Leserin, die darauf baut"]),
            ("de", "Wir bitten Sie, uns zu antworten.", &["Wir bitten Sie, uns zu antworten"]),
            ("ru", "Я узнала об этом. Прошу ответа.", &["Я узнала об этом"]),
            ("es", "Exijo que mi carta sea leída.", &["Exijo que mi carta sea leída"]),
        ] {
            assert_eq!(turned_text(language, text).1, expected, "{language}: {text}");
        }
    }
}
