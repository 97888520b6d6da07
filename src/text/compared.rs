//! Texts as they are compared: in searching, in ids, and to tell people apart.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Accents, vowel signs and the like, which stand on the character before them.
pub(super) fn is_mark(c: char) -> bool {
    // Letters of the scripts that most letters are written in.
    let is_letter =
        matches!(c, '\0'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{58f}' | '\u{4e00}'..='\u{9fff}');
    !is_letter && c.general_category_group() == GeneralCategoryGroup::Mark
}

/// A text as searching compares it: without case, accents and width.
pub fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// A text in small letters, each byte where it was, so that what is found in it is a place in the text itself. A letter
/// whose small form has another length in UTF-8 stays as it is: `İ`, `ẞ`, the Kelvin sign.
pub fn lower_in_place(text: &str) -> String {
    let small = |c: char| {
        let mut small = c.to_lowercase();
        match (small.next(), small.next()) {
            (Some(small), None) if small.len_utf8() == c.len_utf8() => small,
            _ => c,
        }
    };
    text.chars().map(small).collect()
}

/// A name without case, accents, spaces and signs. `STRASSE` is how `Straße` is written in capitals.
pub fn key(name: &str) -> String {
    fold(name).replace('ß', "ss").chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a text has a name in it, word by word: "Chair of Unite" names Unite, "United rep" does not.
pub fn names(text: &str, name: &str) -> bool {
    let keys = |text: &str| text.split(|c: char| !c.is_alphanumeric()).map(key).filter(|key| !key.is_empty()).collect();
    let (text, name): (Vec<String>, Vec<String>) = (keys(text), keys(name));
    !name.is_empty() && text.windows(name.len()).any(|words| *words == *name)
}

/// A name as ids write it: `São Paulo` becomes `sao-paulo`. Empty for a name in another script.
pub fn slug(name: &str) -> String {
    // In capitals ß is SS.
    let capitals = name.chars().flat_map(char::to_uppercase);
    let plain: String = capitals.nfd().filter(char::is_ascii).map(|c| c.to_ascii_lowercase()).collect();
    let words: Vec<&str> = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// The words of a text, each with its first byte: letters, digits and the marks on them. An apostrophe ends a word.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
    let pieces = text.split(|c: char| !c.is_alphanumeric() && !is_mark(c));
    pieces.filter(|word| !word.is_empty()).map(|word| (word.as_ptr().addr() - text.as_ptr().addr(), word))
}

/// A text as it counts for who somebody is: composed (NFC), without case, single-spaced. A list and the
/// outbox must agree in this, or one person would be two in the one and one in the other.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        let words = text.split_ascii_whitespace().map(str::to_ascii_lowercase);
        return words.collect::<Vec<_>>().join(" ");
    }
    // Up and down again, so that ß and SS are one, as in full case folding.
    let folded: String = text.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_word_by_word() {
        for (text, name, is_there) in [
            ("Chair of Unite", "Unite", true),
            ("United rep", "Unite", false),
            ("Political officer", "IT", false),
            ("Branch Secretary, Camden Trades-Council", "CAMDEN TRADES COUNCIL", true),
            ("Secretary", "", false),
        ] {
            assert_eq!(names(text, name), is_there, "{text} {name}");
        }
    }

    #[test]
    fn small_letters_stay_where_they_were() {
        for (text, expected) in [
            ("We URGE you, ÄÖ", "we urge you, äö"),
            ("ТРЕБУЕМ", "требуем"),
            ("İstanbul STRAẞE \u{212a}", "İstanbul straẞe \u{212a}"),
        ] {
            let lower = lower_in_place(text);
            assert_eq!((lower.as_str(), lower.len()), (expected, text.len()));
        }
    }
}
