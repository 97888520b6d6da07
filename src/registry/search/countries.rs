//! Countries in what is typed or printed: by name in any language, by code, in a sentence.

use super::words::{Word, is_small, words};
use crate::locale::Country;

/// The most words a country's name has: "Democratic People's Republic of Korea" with its `s`.
const LONGEST: usize = 7;

/// The countries that the words name from the first one on, and how many words name them: the longest name counts.
/// In every language only when asked: those names take a while to gather.
pub(super) fn at(text: &str, words: &[Word], everywhere: bool) -> Option<(Vec<Country>, usize)> {
    let first = words.first().filter(|word| !is_small(&word.folded))?;
    let of_length = |length: usize| {
        let name = &text[first.span.0..words[length - 1].span.1];
        let found = if everywhere { Country::spoken_anywhere(name) } else { Country::spoken(name) };
        Some((found.to_vec(), length)).filter(|(found, _)| !found.is_empty())
    };
    (1..=LONGEST.min(words.len())).rev().find_map(of_length)
}

/// The country of a code: two or three letters. What is a word as well is a code only in capitals.
pub(super) fn code(word: &Word) -> Option<Country> {
    const WORDS: &str = "am are be can est is it mar me my pan per so us";
    let is_word = is_small(&word.folded) || WORDS.split(' ').any(|known| known == word.folded);
    (word.is_capital || !is_word).then(|| word.folded.parse().ok()).flatten()
}

/// The countries that a text names whole, in its order; one that several share is none of them.
pub(crate) fn in_text(text: &str) -> Vec<Country> {
    let words = words(text);
    let mut found = Vec::new();
    let mut start = 0;
    while start < words.len() {
        // "Ross Island" is no state, although German calls one so.
        let is_of_place = words[start].folded == "island"
            && start > 0
            && !is_small(&words[start - 1].folded)
            && text[words[start - 1].span.0..].starts_with(char::is_uppercase)
            && text[words[start - 1].span.1..words[start].span.0].trim().is_empty();
        if is_of_place {
            start += 1;
            continue;
        }
        match at(text, &words[start..], false) {
            Some((countries, length)) => {
                if let [only] = countries.as_slice()
                    && !found.contains(only)
                {
                    found.push(*only);
                }
                start += length;
            }
            None => start += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_found_in_a_text() {
        for (text, expected) in [
            ("Foreign Ministry of the Republic of Kazakhstan", "KZ"),
            ("Botschaft der Türkei in den Niederlanden", "TR NL"),
            ("Посольство Казахстана в Великобритании", "KZ GB"),
            ("Ministry of Foreign Affairs of the United Arab Emirates", "AE"),
            ("Democratic People's Republic of Korea", "KP"),
            ("Embassy in Congo", ""),
            ("a minister in no state", ""),
            ("Governor of Ross Island", ""),
            ("Botschaft von Island", "IS"),
        ] {
            let codes: Vec<String> = in_text(text).iter().map(ToString::to_string).collect();
            assert_eq!(codes.join(" "), expected, "{text}");
        }
        let codes = |text: &str| words(text).iter().filter_map(code).map(|code| code.to_string()).collect::<Vec<_>>();
        assert_eq!(codes("TR kz in IN and AND TUR tur GBR uk"), ["TR", "KZ", "IN", "AD", "TR", "TR", "GB", "GB"]);
    }
}
