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
        // "ins „Cc“"
        let is_field =
            opening > 0 && ["cc", "bcc"].contains(&fold(word.trim_matches(|c: char| !c.is_alphanumeric())).as_str());
        let is_copies = is_field || COPIES.iter().any(|copies| folded.starts_with(copies));
        if is_copies && !is_of_text(word, &text[at..]) {
            return Some(start + opening);
        }
    }
    None
}

/// Whether a word tells the reader to copy a text: "Copy the letter below", "Copiá el texto", "Скопируйте", "Kopiert den
/// Brief".
fn is_of_text(word: &str, behind: &str) -> bool {
    const VERBS: [&str; 3] = ["kopier", "копиру", "копиров"];
    const TEXTS: [&str; 25] = [
        "text",
        "letter",
        "message",
        "model",
        "wording",
        "brief",
        "schreiben",
        "vorlage",
        "nachricht",
        "muster",
        "texte",
        "lettre",
        "courrier",
        "modele",
        "texto",
        "carta",
        "mensaje",
        "modelo",
        "nota",
        "correo",
        "текст",
        "письмо",
        "образец",
        "сообщение",
        "мәтін",
    ];
    const ARTICLES: [&str; 21] = [
        "the", "this", "that", "our", "your", "den", "die", "das", "diesen", "dieses", "le", "la", "ce", "cette", "el",
        "este", "esta", "ese", "и", "y", "et",
    ];
    let verb = fold(word);
    if VERBS.iter().any(|begin| verb.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(begin)) {
        return true;
    }
    let folded = fold(&behind.chars().take(60).collect::<String>());
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    // "a copy of the letter" has a small word before the article.
    let has_article = words.next().is_some_and(|word| ARTICLES.contains(&word));
    let words: Vec<&str> = words.take(4).collect();
    let text = words.iter().take(3).position(|word| TEXTS.contains(word));
    // "Copy your letter to the Ombudsman" asks for a copy.
    has_article && text.is_some_and(|at| words.get(at + 1) != Some(&"to"))
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
            ("Setzt uns@c.example ins „Cc“, bitte", Some("Cc“, bitte")),
            ("Write to copies@b.example", None),
            ("Please copy your letter to us@c.example", Some("copy your letter to us@c.example")),
            ("Copyright 2026", None),
            ("Copy the text below and send it to:", None),
            ("Copiá el texto de abajo y mandalo a estas direcciones:", None),
            ("Copien y peguen la carta siguiente", None),
            ("Copiez la lettre ci-dessous et envoyez-la à :", None),
            ("Kopiert den Brief und schickt ihn an:", None),
            ("Копируйте текст и отправьте его", None),
            ("A copy of the letter to us@c.example", Some("copy of the letter to us@c.example")),
            ("Envíen copia de la carta a us@c.example", Some("copia de la carta a us@c.example")),
        ] {
            assert_eq!(copies_begin(text).map(|at| &text[at..]), rest, "{text}");
        }
    }
}
