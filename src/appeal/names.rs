//! Names and salutations as an appeal prints them: whether they can stand in a letter as they are.

use super::asides::begins_with_a_cue;
use crate::registry::pasted::{is_company, is_held, names_office};

/// How salutations begin, by language, lower case.
const SALUTATIONS: [(&str, &[&str]); 6] = [
    (
        "en",
        &[
            "dear",
            "your ",
            "sir",
            "madam",
            "honourable",
            "honorable",
            "excellency",
            "respected",
            "to whom",
            "mr ",
            "ms ",
        ],
    ),
    ("ru", &["уважаем", "глубокоуважаем", "многоуважаем", "ваше ", "господин", "госпожа"]),
    ("de", &["sehr ", "geehrte", "verehrte", "exzellenz", "eure ", "euer ", "hochverehrte", "herr ", "frau "]),
    ("fr", &["monsieur", "madame", "mesdames", "messieurs", "votre ", "excellence", "cher ", "chère "]),
    ("es", &["señor", "señora", "estimad", "excelent", "excelencia", "su ", "distinguid", "muy ", "sr.", "sra."]),
    ("kk", &["құрметті", "аса құрметті", "қадірлі", "сіздің"]),
];

/// The salutation of a language among several that are printed with a bar between them, and the others. `None` where
/// that cannot be told.
pub fn salutation_in<'t>(printed: &'t str, language: &str) -> Option<(&'t str, Vec<&'t str>)> {
    let parts: Vec<&str> = printed.split(" / ").map(str::trim).filter(|part| !part.is_empty()).collect();
    if let [only] = parts.as_slice() {
        return (!only.contains('/')).then_some((only, Vec::new()));
    }
    let (_, begins) = SALUTATIONS.iter().find(|(tag, _)| *tag == language)?;
    let is_of = |part: &&&str| begins.iter().any(|begin| part.to_lowercase().starts_with(begin));
    let own = parts.iter().find(is_of)?;
    Some((own, parts.iter().filter(|part| *part != own).copied().collect()))
}

/// Whether a name has the ending that its sentence or the line "to whom" gives it: "Министру юстиции", "an den
/// Präsidenten". A letter would print it so too.
pub fn is_declined(name: &str, language: &str) -> bool {
    let first = name.split(' ').next().unwrap_or_default().to_lowercase();
    let ends = |word: &str, endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    match language {
        "ru" => ends(&first, &["у", "ю", "ции", "туре", "стве"]),
        "kk" => ends(&name.to_lowercase(), &["ға", "ге", "қа", "ке", "іне", "ына"]),
        "de" => {
            ends(&first, &["denten", "kanten", "danten", "nisten"])
                || (name.contains(' ') && ends(&first, &["sten", "chen", "ten"]))
        }
        _ => false,
    }
}

/// A name that an appeal prints in capitals, as an envelope has it, and whether it is spelled so for certain:
/// "MINISTER OF JUSTICE". `None` for any other name.
pub fn out_of_capitals(name: &str, language: &str) -> Option<(String, bool)> {
    const SMALL: [&str; 34] = [
        "of", "the", "and", "for", "in", "at", "on", "to", "der", "die", "das", "des", "dem", "den", "und", "für",
        "von", "im", "am", "zu", "beim", "de", "du", "la", "le", "les", "et", "à", "aux", "au", "del", "los", "las",
        "y",
    ];
    /// A shorter word may be an abbreviation.
    const WORD_LEAST: usize = 4;
    let is_shouted = name.chars().filter(|c| c.is_alphabetic()).count() > WORD_LEAST
        && name.chars().all(|c| !c.is_lowercase())
        && !name.contains('.');
    if !is_shouted {
        return None;
    }
    // Where small letters are many and names few, only a person can tell which is which.
    if matches!(language, "ru" | "kk") {
        return Some((name.to_owned(), false));
    }
    // French and Spanish capitals often stand without their accents.
    let mut is_certain = !matches!(language, "fr" | "es") || !name.is_ascii();
    let mut words: Vec<String> = Vec::new();
    for word in name.split(' ') {
        let lower = word.to_lowercase();
        if !words.is_empty() && SMALL.contains(&lower.as_str()) {
            words.push(lower);
            continue;
        }
        is_certain &= word.chars().count() >= WORD_LEAST || word.chars().all(|c| !c.is_alphabetic());
        let mut begins = true;
        let mut spelled = String::new();
        for c in word.chars() {
            if begins {
                spelled.push(c);
            } else {
                spelled.extend(c.to_lowercase());
            }
            begins = matches!(c, '-' | '(' | '/' | '"' | '“' | '«');
        }
        for elided in ["L'", "L’", "D'", "D’"] {
            if let Some(rest) = spelled.strip_prefix(elided) {
                spelled = format!("{}{}", elided.to_lowercase(), first_large(rest));
            }
        }
        words.push(spelled);
    }
    Some((first_large(&words.join(" ")), is_certain))
}

/// A text with its first letter as a capital.
fn first_large(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

/// Whether the words with which a name begins are those of an office, so that it can stand on an envelope.
pub fn is_sure_of(name: &str) -> bool {
    const FIRST_WORDS: usize = 6;
    const MOST: usize = 100;
    let first: Vec<&str> = name.split_whitespace().take(FIRST_WORDS).collect();
    name.chars().count() <= MOST
        && !begins_with_a_cue(name)
        && !super::items::asks(name)
        && !may_end_with_a_person(name)
        && (names_office(&first.join(" ")) || is_company(name))
}

/// Whether so many words with capitals follow each other in the name of an office that is called by the title of its
/// holder, that the last of them may be the holder's own: "Minister of Islamic Affairs Jo Smith".
fn may_end_with_a_person(name: &str) -> bool {
    const WORDS: usize = 4;
    let (mut run, mut longest) = (0, 0);
    for word in name.split_whitespace() {
        run = if word.starts_with(char::is_uppercase) { run + 1 } else { 0 };
        longest = longest.max(run);
        run = if word.ends_with(',') { 0 } else { run };
    }
    // "Managing Director, Ross Creek Ice Works Ltd": nobody is called like a form of law.
    let is_of_company = name.rsplit(' ').next().is_some_and(is_company);
    longest >= WORDS && is_held(name) && !is_of_company
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_salutation_is_the_one_of_the_language() {
        for (printed, language, expected) in [
            ("Dear Minister / Señor Ministro", "en", Some("Dear Minister")),
            ("Señor Ministro / Dear Minister", "en", Some("Dear Minister")),
            ("Sehr geehrter Herr Minister / Exzellenz", "de", Some("Sehr geehrter Herr Minister")),
            ("Dear Minister", "en", Some("Dear Minister")),
            ("Sayın Bakan", "en", Some("Sayın Bakan")),
            ("Dear Mr/Ms Minister", "en", None),
            ("Sayın Bakan / Sayın Vali", "en", None),
        ] {
            assert_eq!(salutation_in(printed, language).map(|(own, _)| own), expected, "{printed}");
        }
    }

    #[test]
    fn a_name_that_does_not_begin_like_one_is_not_sure() {
        for (name, sure) in [
            ("Minister of Justice", true),
            ("Commissioner of Police Kwara State", true),
            ("Ice Works Ltd", true),
            ("Blue Ice S.A.", true),
            ("АО «Синий лёд»", true),
            ("Blue Ice", false),
            ("Minister of Ice Affairs Jo Smith", false),
            ("Министру юстиции", true),
            ("Write to the Minister of Justice", false),
            ("Rosa's lawyer Juan Ross", false),
            ("Merci de nous informer", false),
            ("Drop all charges against Ada Marsh", false),
        ] {
            assert_eq!(is_sure_of(name), sure, "{name}");
        }
    }

    #[test]
    fn names_in_capitals_are_written_as_an_envelope_has_them() {
        for (name, language, expected) in [
            ("MINISTER OF JUSTICE", "en", Some(("Minister of Justice", true))),
            ("GENERALINSPEKTEUR DER POLIZEI", "de", Some(("Generalinspekteur der Polizei", true))),
            ("GENERALSTAATSANWÄLTIN", "de", Some(("Generalstaatsanwältin", true))),
            ("CHIEF OF THE DSS", "en", Some(("Chief of the Dss", false))),
            ("MINISTRE DE L'INTERIEUR", "fr", Some(("Ministre de l'Interieur", false))),
            ("PRÉSIDENT DE LA RÉPUBLIQUE", "fr", Some(("Président de la République", true))),
            ("MINISTRA DE LA MUJER", "es", Some(("Ministra de la Mujer", false))),
            ("МИНИСТР ЮСТИЦИИ", "ru", Some(("МИНИСТР ЮСТИЦИИ", false))),
            ("Minister of Justice", "en", None),
            ("INA", "es", None),
        ] {
            let found = out_of_capitals(name, language);
            assert_eq!(found.as_ref().map(|(name, sure)| (name.as_str(), *sure)), expected, "{name}");
        }
    }

    #[test]
    fn names_with_the_endings_of_a_sentence_are_told() {
        for (name, language, declined) in [
            ("Генеральному прокурору", "ru", true),
            ("Министру юстиции", "ru", true),
            ("Генеральную прокуратуру", "ru", true),
            ("администрации президента", "ru", true),
            ("Министр юстиции", "ru", false),
            ("Администрация президента", "ru", false),
            ("Präsidenten der Republik", "de", true),
            ("Obersten Gerichtshof", "de", true),
            ("Präsident der Republik", "de", false),
            ("Justizminister", "de", false),
            ("Әділет министріне", "kk", true),
            ("Әділет министрлігі", "kk", false),
            ("Minister of Justice", "en", false),
        ] {
            assert_eq!(is_declined(name, language), declined, "{name}");
        }
    }

    #[test]
    fn a_name_that_may_end_with_a_person_is_not_sure() {
        for (name, expected) in [
            ("Managing Director, Ross Creek Ice Works Ltd", true),
            ("Managing Director of the Western Area Ice Company", true),
            ("Director General, Ross Creek Ice Works S.A.", true),
            ("Minister of Islamic Affairs", true),
            ("Minister of Islamic Affairs Jo Smith", false),
        ] {
            assert_eq!(is_sure_of(name), expected, "{name}");
        }
    }
}
