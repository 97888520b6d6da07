//! The words of `words.toml`, and how texts are compared with them: word by word, so that every find has its place.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::locale::Language;
use crate::text;

/// The words of one language.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Words {
    pub(super) greetings: Vec<Phrase>,
    pub(super) closings: Vec<Phrase>,
    pub(super) i: Vec<Phrase>,
    pub(super) we: Vec<Phrase>,
    pub(super) i_verbs: Vec<Phrase>,
    pub(super) we_verbs: Vec<Phrase>,
    pub(super) labels: Vec<Phrase>,
    pub(super) verbs: Vec<Phrase>,
    pub(super) and: Vec<Phrase>,
    /// How nouns end that say what is to be done.
    pub(super) acts: Vec<String>,
    /// How soon.
    pub(super) haste: Vec<Phrase>,
    /// Words that ask for the same, a group in each.
    pub(super) same: Vec<String>,
    /// How words begin for what is asked, as the list of demands is called.
    pub(super) asked: Vec<String>,
    /// What says that a text is not written yet.
    pub(super) unfinished: Vec<Phrase>,
    /// What one editor asks another.
    pub(super) notes: Vec<Phrase>,
    pub(super) common: Vec<Phrase>,
    /// The numbers from two to twenty, each in all its forms; a language may have fewer.
    pub(super) numbers: Vec<String>,
    /// Twenty, thirty, to a hundred.
    pub(super) tens: Vec<String>,
    /// How words begin that a state has: its authorities, courts, police.
    pub(super) powers: Vec<String>,
    /// "Since", before a day.
    pub(super) since: Vec<Phrase>,
    /// "Was arrested", beside a day.
    pub(super) befell: Vec<Phrase>,
    /// The days of the week from Monday, each in all its forms.
    pub(super) weekdays: Vec<String>,
    pub(super) insults: Vec<Phrase>,
    pub(super) threats: Vec<Phrase>,
    /// Words that insult where they are said of the reader.
    pub(super) called: Vec<Phrase>,
    pub(super) you_are: Vec<Phrase>,
    pub(super) they_are: Vec<Phrase>,
    pub(super) you: Vec<Phrase>,
    pub(super) your: Vec<Phrase>,
    pub(super) is: Vec<Phrase>,
    pub(super) circles: Vec<Phrase>,
    pub(super) fillers: Vec<Phrase>,
    /// "Only" before a word that insults, and "act like this" behind it.
    pub(super) only: Vec<Phrase>,
    pub(super) so: Vec<Phrase>,
    /// Titles, each with pieces of the kinds of office that are so addressed.
    pub(super) titles: Vec<(Phrase, String)>,
}

/// Stands in a phrase for up to three words that are not "not".
const GAP: &str = "…";
const GAP_MOST: usize = 3;

/// "Not", in the languages of the phrases with gaps.
pub(super) const NOT: [&str; 13] =
    ["not", "no", "never", "nicht", "nie", "keine", "pas", "jamais", "nunca", "non", "не", "ні", "não"];

/// One word or several that follow each other, with gaps between some.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub(super) struct Phrase(Vec<String>);

impl From<String> for Phrase {
    fn from(phrase: String) -> Self {
        // A capital tells "I" from an "i", and the polite "Sie" from others.
        let is_kept = |word: &str| word.chars().count() == 1 || word == "Sie";
        let lower = |word: &str| if is_kept(word) { word.to_owned() } else { word.to_lowercase() };
        let mut words: Vec<String> = Vec::new();
        for (n, piece) in phrase.split(GAP).enumerate() {
            words.extend((n > 0).then(|| GAP.to_owned()));
            words.extend(text::words(piece).map(|(_, word)| lower(word)));
        }
        Self(words)
    }
}

impl Phrase {
    /// Whether the words begin with it.
    pub(super) fn begins(&self, words: &[Word<'_>]) -> bool {
        self.length_in(words).is_some()
    }

    /// How many words it takes, if the words begin with it.
    fn length_in(&self, words: &[Word<'_>]) -> Option<usize> {
        fn follow(phrase: &[String], words: &[Word<'_>]) -> Option<usize> {
            match phrase {
                [] => Some(0),
                [gap, rest @ ..] if gap == GAP => {
                    let is_free =
                        |length: &usize| !words[..*length].iter().any(|word| NOT.contains(&word.lower.as_str()));
                    let lengths = (0..=GAP_MOST.min(words.len())).take_while(is_free);
                    lengths.into_iter().find_map(|length| Some(length + follow(rest, &words[length..])?))
                }
                [own, rest @ ..] => {
                    words.first().filter(|word| *own == word.lower || own == word.text)?;
                    Some(1 + follow(rest, &words[1..])?)
                }
            }
        }
        // No phrase goes on in the next sentence.
        let end = (1..words.len().min(self.0.len() * (1 + GAP_MOST))).find(|at| words[*at].begins);
        follow(&self.0, &words[..end.unwrap_or(words.len())]).filter(|length| *length > 0)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The phrase as its list has it.
    pub(super) fn words(&self) -> &[String] {
        &self.0
    }
}

/// A word of a text, with its place in it.
#[derive(Debug, Clone)]
pub(super) struct Word<'t> {
    pub(super) at: usize,
    pub(super) text: &'t str,
    pub(super) lower: String,
    /// Whether it is the first of a sentence.
    pub(super) begins: bool,
}

impl Word<'_> {
    pub(super) fn end(&self) -> usize {
        self.at + self.text.len()
    }

    pub(super) fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it has capitals only, and more than one.
    pub(super) fn is_shouted(&self) -> bool {
        self.text.chars().filter(|c| c.is_uppercase()).count() > 1 && !self.text.chars().any(char::is_lowercase)
    }
}

/// The words of a text in their order.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    for (at, word) in text::words(text) {
        let begins = words.last().is_none_or(|before| is_sentence_end(before.text, &text[before.end()..at]));
        words.push(Word { at, text: word, lower: word.to_lowercase(), begins });
    }
    words
}

/// Whether a sentence, or a paragraph, ends between a word and the next.
fn is_sentence_end(before: &str, between: &str) -> bool {
    let is_stop = between.trim_start_matches(['”', '»', '"', ')']).starts_with('.');
    between.contains("\n\n") || between.contains(['!', '?']) || is_stop && !is_abbreviation(before) && between.len() > 1
}

/// Whether a full stop behind a word may belong to it: initials, "Dr", and the numbers of days in German.
pub(super) fn is_abbreviation(word: &str) -> bool {
    const KNOWN: [&str; 61] = [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "no",
        "art",
        "nr",
        "vs",
        "cf",
        "ca",
        "inc",
        "ltd",
        "co",
        "corp",
        "gen",
        "col",
        "capt",
        "sgt",
        "bzw",
        "vgl",
        "abs",
        "ggf",
        "inkl",
        "str",
        "hr",
        "fr",
        "mm",
        "mme",
        "sr",
        "sra",
        "srta",
        "dra",
        "lic",
        "ing",
        "gral",
        "núm",
        "av",
        "ul",
        "sig",
        "dott",
        "avv",
        "ул",
        "пр",
        "им",
        "ст",
        "гр",
        "тов",
        "обл",
        "стр",
        "см",
        "тыс",
        "руб",
        "млн",
        "корп",
        "кв",
        "пл",
        "вул",
        "буд",
        "просп",
    ];
    let length = word.chars().count();
    length == 1 || length <= 2 && word.chars().all(char::is_numeric) || KNOWN.contains(&word.to_lowercase().as_str())
}

/// Where the words begin with one of the phrases, and how many words it has.
pub(super) fn find(phrases: &[Phrase], words: &[Word<'_>]) -> Vec<(usize, usize)> {
    (0..words.len())
        .filter_map(|at| {
            let longest = phrases.iter().filter_map(|phrase| phrase.length_in(&words[at..])).max()?;
            Some((at, longest))
        })
        .collect()
}

static WORDS: LazyLock<BTreeMap<String, Words>> =
    LazyLock::new(|| toml::from_str(include_str!("words.toml")).unwrap_or_default());
static NONE: LazyLock<Words> = LazyLock::new(Words::default);

/// The words of a language; none where it has none.
pub(super) fn of(language: &Language) -> &'static Words {
    WORDS.get(language.primary()).unwrap_or(&NONE)
}

/// The words of every language that has some.
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static Words)> {
    WORDS.iter().map(|(tag, words)| (tag.as_str(), words))
}

/// Whether a word is in letters that a language is not written in: Cyrillic in English, Latin in Russian.
pub(super) fn is_foreign_script(word: &str, language: &Language) -> bool {
    let is_cyrillic = |c: char| ('\u{400}'..='\u{52f}').contains(&c);
    let is_latin = |c: char| c.is_ascii_alphabetic() || ('\u{c0}'..='\u{24f}').contains(&c);
    match language.primary() {
        "ru" | "uk" | "be" | "bg" | "mk" => word.chars().any(is_latin),
        "en" | "de" | "fr" | "es" | "it" | "pt" | "nl" | "pl" | "tr" => word.chars().any(is_cyrillic),
        _ => false,
    }
}

/// Whether a word has a letter that a language is not written with, in the script that it is written in.
pub(super) fn has_foreign_letter(word: &str, language: &Language) -> bool {
    const CYRILLIC: &str = "абвгдежзйклмнопрстуфхцчшьюя";
    let own = match language.primary() {
        "de" => "äöüßé",
        "fr" => "àâäæçéèêëîïôöœùûüÿ",
        "es" => "áéíñóúü",
        "it" => "àèéìíîòóùú",
        "pt" => "áâãàçéêíóôõúü",
        "nl" => "éëèêïóöü",
        "ru" => "ёиъыэщ",
        "uk" => "иіїєґщ",
        "be" => "ёіўыэ",
        _ => return false,
    };
    word.chars().filter(|c| c.is_alphabetic()).any(|c| {
        let is_shared = c.is_ascii_alphabetic() || CYRILLIC.contains(c) && own.contains(|own| own > '\u{400}');
        !is_shared && !own.contains(c)
    })
}

/// Whether a byte stands between quotation marks of its paragraph: what others say is not said by the letter.
pub(super) fn is_quoted(text: &str, at: usize) -> bool {
    let start = text[..at].rfind("\n\n").map_or(0, |end| end + 2);
    let (mut open, mut straight): (Vec<char>, bool) = (Vec::new(), false);
    for c in text[start..at].chars() {
        match c {
            '"' => straight = !straight,
            // One language opens with what another closes with.
            '“' if open.last() == Some(&'„') => drop(open.pop()),
            '“' | '„' | '«' | '‹' | '「' => open.push(c),
            '”' | '»' | '›' | '」' => drop(open.pop()),
            _ => {}
        }
    }
    straight || !open.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read_and_its_phrases_are_found() {
        assert!(WORDS.len() >= 12, "the list is broken");
        let english = of(&Language::english());
        let text = words("Dear Sir, I'm sorry. You'll be sorry, the i of it.");
        for (said, is_threat) in [
            ("You will live to regret it", true),
            ("You will soon regret it", true),
            ("You will not regret it", false),
            ("We regret that you will leave", false),
        ] {
            assert_eq!(!find(&english.threats, &words(said)).is_empty(), is_threat, "{said}");
        }
        assert!(english.greetings.iter().any(|phrase| phrase.begins(&text)));
        assert_eq!(find(&english.threats, &text), [(5, 4)], "{text:?}");
        let ones: Vec<usize> = find(&english.i, &text).into_iter().map(|(at, _)| at).collect();
        assert_eq!(ones, [2]);
        for (quoted, expected) in
            [("a “b x", true), ("a “b” x", false), ("„b“ x", false), ("«b» «x", true), ("\"b\n\nx", false)]
        {
            assert_eq!(is_quoted(quoted, quoted.len() - 1), expected, "{quoted}");
        }
    }
}
