//! Which of the six languages a text is in, by its commonest words.

use crate::locale::Language;

const COMMON: [(&str, &[&str]); 6] = [
    (
        "en",
        &[
            "the", "of", "and", "to", "in", "that", "for", "with", "is", "on", "by", "are", "this", "your", "their",
            "please",
        ],
    ),
    (
        "ru",
        &[
            "и",
            "в",
            "на",
            "не",
            "что",
            "с",
            "по",
            "о",
            "за",
            "к",
            "от",
            "из",
            "его",
            "их",
            "это",
            "было",
            "для",
            "против",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "und", "den", "das", "von", "mit", "zu", "ist", "auf", "dem", "nicht", "ein", "eine", "für",
            "sie", "des", "gegen",
        ],
    ),
    (
        "fr",
        &[
            "le", "la", "les", "des", "et", "du", "en", "que", "une", "est", "pour", "dans", "par", "aux", "votre",
            "sur", "contre",
        ],
    ),
    (
        "es",
        &[
            "el", "la", "los", "de", "y", "en", "que", "las", "del", "una", "por", "con", "para", "es", "su", "al",
            "contra",
        ],
    ),
    (
        "kk",
        &[
            "және",
            "мен",
            "бұл",
            "үшін",
            "деп",
            "оны",
            "бойынша",
            "қарсы",
            "болып",
            "осы",
            "туралы",
            "оның",
            "дейін",
            "керек",
            "бар",
            "ол",
        ],
    ),
];

/// The language that most words of a text belong to; none where too few do, or two have as many.
pub(super) fn language_of<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Language> {
    let mut counts = [0_usize; COMMON.len()];
    for text in texts {
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty() && word.len() < 24) {
            let word = word.to_lowercase();
            for (count, (_, common)) in counts.iter_mut().zip(COMMON) {
                *count += usize::from(common.contains(&word.as_str()));
            }
            // Kazakh has nine letters that Russian does not know.
            counts[5] += usize::from(word.contains(['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'і']));
        }
    }
    let best = *counts.iter().max()?;
    let mut languages = counts.iter().zip(COMMON).filter(|(count, _)| **count == best).map(|(_, (tag, _))| tag);
    let language = languages.next().filter(|_| best >= 3 && languages.next().is_none())?;
    language.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_languages_are_told_apart() {
        for (text, language) in [
            ("Drop the charge against Ada Marsh, and release her at once from the prison of Ross Harbour.", Some("en")),
            ("Освободите Аду Марш и снимите с неё обвинения, это не преступление.", Some("ru")),
            ("Lassen Sie die Anklage gegen Ada Marsh fallen und das ist der Anfang.", Some("de")),
            ("Libérez Ada Marsh, la porte-parole du syndicat des dockers, et les autres.", Some("fr")),
            ("Pongan en libertad a Ada Marsh, la portavoz de los estibadores, y a las demás.", Some("es")),
            ("Ада Марш босатылсын және оған қарсы айып алынсын.", Some("kk")),
            ("Ada Marsh serbest bırakılsın.", None),
        ] {
            let found = language_of(std::iter::once(text));
            assert_eq!(found.as_ref().map(Language::as_str), language, "{text}");
        }
    }
}
