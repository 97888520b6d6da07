//! Where a text begins to speak of those who get a copy.

use crate::text::fold;

/// Words that begin it, folded; those that end with a space or a sign are whole words.
const COPIES: [&str; 16] = [
    "copies",
    "copy ",
    "copy:",
    "copy,",
    "copy.",
    "cc ",
    "cc:",
    "c.c.",
    "bcc ",
    "bcc:",
    "копи",
    "kopie",
    "copie",
    "copia",
    "көшірме",
    "durchschrift",
];
/// Characters that are enough to tell one of these words.
const ENOUGH: usize = 12;

/// The first byte of the words of a copy: "…, with a copy to", "copie à", "cc". What stands before them gets the letter
/// itself.
pub fn copies_begin(text: &str) -> Option<usize> {
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let start = at;
        at += word.len();
        // "copies@union.example" is an address.
        if word.contains('@') {
            continue;
        }
        let opening = word.len() - word.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let begin: String = text[start + opening..].chars().take(ENOUGH).collect();
        let folded = fold(&begin);
        if COPIES.iter().any(|copies| folded.starts_with(copies)) {
            return Some(start + opening);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_told_from_what_stands_before_them() {
        for (text, rest) in [
            ("Write to a@b.example with a copy to us@c.example", Some("copy to us@c.example")),
            ("Écrire à a@b.example, copie à c@d.example", Some("copie à c@d.example")),
            ("Письма: a@b.example (копия: c@d.example)", Some("копия: c@d.example)")),
            ("Хат жіберіңіз, көшірмесі: c@d.example", Some("көшірмесі: c@d.example")),
            ("Write to copies@b.example", None),
            ("Copyright 2026", None),
        ] {
            assert_eq!(copies_begin(text).map(|at| &text[at..]), rest, "{text}");
        }
    }
}
