//! The words of `words.toml`, and how a text is cut to be compared with them.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use crate::roster::meaning::Meaning;
use crate::signatory::Field;
use crate::text::fold;

/// What a word or a phrase of a header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// A column of this name holds this; its place among several that are joined, or 0.
    Means(Meaning, u8),
    /// The same, but only beside another column of the same field.
    Weak(Meaning),
    TitleOrRole,
    /// A whole name, or one half of it beside the other.
    NameOr(Half),
    Agree,
    AgreeTo,
    AgreeMe,
    Letter,
    Veto,
    Not,
    Main,
    Asks,
    Hint,
    Filler,
}

/// One half of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    First,
    Last,
}

/// What a phrase says in one language or another, and how many words it has.
#[derive(Debug, Default)]
pub(super) struct Senses(Vec<(Word, usize)>);

impl Senses {
    /// What so many words say: "first name" or "firstname", and not "con firmar" for "confirmar".
    pub(super) fn of(&self, count: usize) -> impl Iterator<Item = Word> {
        self.0.iter().filter(move |(_, words)| count == 1 || count == *words).map(|(word, _)| *word)
    }
}

struct Table {
    phrases: HashMap<String, Senses>,
    /// Words of the longest phrase.
    longest: usize,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let sections: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(include_str!("words.toml")).unwrap_or_default();
    let mut table = Table { phrases: HashMap::new(), longest: 1 };
    for (section, languages) in &sections {
        for phrases in languages.values() {
            for phrase in phrases.split(", ") {
                let (phrase, place) = phrase.split_once('#').unwrap_or((phrase, "0"));
                let Some(word) = word(section, place.parse().unwrap_or(0)) else { continue };
                let tokens = tokens(phrase);
                table.longest = table.longest.max(tokens.len());
                let key: String = tokens.iter().map(|token| token.text.as_str()).collect();
                table.phrases.entry(key).or_default().0.push((word, tokens.len()));
            }
        }
    }
    // These two are in the table as what more they are.
    let is_more = |meaning: &Meaning| matches!(meaning, Meaning::Field(Field::Name) | Meaning::Consent);
    for meaning in Meaning::all().filter(|meaning| !is_more(meaning)) {
        let tokens = tokens(meaning.name());
        let key: String = tokens.iter().map(|token| token.text.as_str()).collect();
        table.phrases.entry(key).or_default().0.push((Word::Means(meaning, 0), tokens.len()));
    }
    table
});

fn word(section: &str, place: u8) -> Option<Word> {
    let meaning = |name: &str| Meaning::all().find(|meaning| meaning.name() == name);
    Some(match section {
        "name_or_first" => Word::NameOr(Half::First),
        "name_or_last" => Word::NameOr(Half::Last),
        "title_or_role" => Word::TitleOrRole,
        "agree" => Word::Agree,
        "agree_to" => Word::AgreeTo,
        "agree_me" => Word::AgreeMe,
        "letter" => Word::Letter,
        "veto" => Word::Veto,
        "not" => Word::Not,
        "main" => Word::Main,
        "asks" => Word::Asks,
        "hint" => Word::Hint,
        "filler" => Word::Filler,
        section => match section.strip_prefix("weak_") {
            Some(weak) => Word::Weak(meaning(weak)?),
            None => Word::Means(meaning(section)?, place),
        },
    })
}

/// One word of a header, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) text: String,
    /// Whether a sign stands before it that lists things: "Name / Organisation".
    pub(super) is_listed: bool,
}

impl Token {
    pub(super) fn is_number(&self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// A text cut into words: at signs, between letters and digits, and inside `firstName`.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    let mut is_listed = false;
    let mut before = ' ';
    let mut finish = |word: &mut String, is_listed: &mut bool| {
        let folded = fold(word).replace('ß', "ss");
        // Keyboards write these two letters of Persian and Arabic either way.
        let folded: String = folded
            .chars()
            .filter(|c| c.is_alphanumeric())
            .map(|c| match c {
                'ي' | 'ى' => 'ی',
                'ك' => 'ک',
                c => c,
            })
            .collect();
        if !folded.is_empty() {
            tokens.push(Token { text: folded, is_listed: std::mem::take(is_listed) });
        }
        word.clear();
    };
    for c in text.chars() {
        let is_new = (before.is_lowercase() && c.is_uppercase()) || before.is_ascii_digit() != c.is_ascii_digit();
        // A mark over a letter is a part of it.
        let is_part = c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
        if !is_part || is_new {
            finish(&mut word, &mut is_listed);
        }
        if is_part {
            word.push(c);
        } else if matches!(c, '/' | ',' | '&' | '+' | '،') {
            is_listed = true;
        }
        before = c;
    }
    finish(&mut word, &mut is_listed);
    // "E-mail" and "email" are one word.
    for at in (1..tokens.len()).rev() {
        if tokens[at - 1].text == "e" && tokens[at].text.starts_with("mail") {
            let mail = tokens.remove(at);
            tokens[at - 1].text.push_str(&mail.text);
        }
    }
    tokens
}

/// The longest phrase that the words begin with, by its count of words. A sign that lists things parts phrases ("ZIP /
/// Code postal"), unless they mean something only together ("I/we").
pub(super) fn longest(words: &[Token]) -> Option<(usize, &'static Senses)> {
    let mut key = String::new();
    let (mut apart, mut across) = (None, None);
    let mut is_across = false;
    for (at, word) in words.iter().take(TABLE.longest).enumerate() {
        is_across |= at > 0 && word.is_listed;
        key.push_str(&word.text);
        let found = TABLE.phrases.get(&key).filter(|senses| senses.of(at + 1).next().is_some());
        if let Some(senses) = found {
            *(if is_across { &mut across } else { &mut apart }) = Some((at + 1, senses));
        }
    }
    let means = |found: &(usize, &Senses)| {
        found.1.of(found.0).any(|word| matches!(word, Word::Means(..) | Word::NameOr(_) | Word::Weak(_)))
    };
    match (apart, across) {
        (Some(apart), Some(across)) if means(&across) && !means(&apart) => Some(across),
        (apart, across) => apart.or(across),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_whole_and_no_phrase_means_two_things() {
        let sections: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(include_str!("words.toml")).unwrap();
        for section in sections.keys() {
            assert!(word(section, 0).is_some(), "{section}");
        }
        for (phrase, senses) in &TABLE.phrases {
            let mut meanings: Vec<Meaning> = senses
                .0
                .iter()
                .filter_map(|(word, _)| match word {
                    Word::Means(meaning, _) | Word::Weak(meaning) => Some(*meaning),
                    Word::NameOr(_) => Some(Meaning::Field(Field::Name)),
                    _ => None,
                })
                .collect();
            meanings.dedup();
            assert!(meanings.len() <= 1, "{phrase} means {meanings:?}");
        }
    }

    #[test]
    fn texts_are_cut_into_words() {
        for (text, expected) in [
            ("E-Mail (Straße)", "email strasse"),
            ("firstName", "first name"),
            ("address1", "address 1"),
            ("Ім'я", "ім я"),
            ("PLZ/Ort", "plz /ort"),
        ] {
            let shown: Vec<String> = tokens(text)
                .iter()
                .map(|token| format!("{}{}", if token.is_listed { "/" } else { "" }, token.text))
                .collect();
            assert_eq!(shown.join(" "), expected, "{text}");
        }
    }
}
