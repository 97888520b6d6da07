//! Countries in what is typed or printed: by name in any language, by code, in a sentence.

use super::words::{Word, is_small, words};
use crate::locale::Country;

/// The most words a country's name has: "Democratic People's Republic of Korea" with its `s`.
const LONGEST: usize = 7;

/// The country that begins at a word, with the number of words that name it: the longest name counts.
pub(super) fn at(text: &str, words: &[Word]) -> Option<(&'static [Country], usize)> {
    let first = words.first().filter(|word| !is_small(&word.folded))?;
    let most = LONGEST.min(words.len());
    let of_length = |length: usize, find: fn(&str) -> &'static [Country]| {
        let name = &text[first.span.0..words[length - 1].span.1];
        Some((find(name), length)).filter(|(found, _)| !found.is_empty())
    };
    (1..=most).rev().find_map(|length| of_length(length, Country::spoken))
}

/// The countries that a text names whole, in its order; one that several share is none of them.
pub(crate) fn in_text(text: &str) -> Vec<Country> {
    let words = words(text);
    let mut found = Vec::new();
    let mut start = 0;
    while start < words.len() {
        match at(text, &words[start..]) {
            Some((countries, length)) => {
                if let [only] = countries
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
        ] {
            let codes: Vec<String> = in_text(text).iter().map(ToString::to_string).collect();
            assert_eq!(codes.join(" "), expected, "{text}");
        }
    }
}
