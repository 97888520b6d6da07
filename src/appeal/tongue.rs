//! Which of the six languages a text is in, if it is in one of them, by its commonest words.

use super::text::Line;
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
            "sie", "des", "gegen", "im", "hat", "bitte", "bei", "dass", "wir", "wurde", "wird", "einer", "sich",
        ],
    ),
    (
        "fr",
        &[
            "le", "la", "les", "des", "et", "du", "en", "que", "une", "est", "pour", "dans", "par", "aux", "votre",
            "sur", "contre", "de", "un", "au", "qui", "nous", "vous", "ne", "il", "elle", "son", "ont", "depuis",
            "avec",
        ],
    ),
    (
        "es",
        &[
            "el", "la", "los", "de", "y", "en", "que", "las", "del", "una", "por", "con", "para", "es", "su", "al",
            "contra", "un", "se", "no", "como", "sus", "ha", "desde", "fue", "más",
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

/// Some that are not read. Their texts have many a word that one of the six has too.
const OTHERS: [(&str, &[&str]); 6] = [
    (
        "it",
        &[
            "il", "di", "che", "la", "e", "è", "per", "non", "del", "della", "dei", "delle", "gli", "con", "una", "un",
            "nel", "nella", "alla", "al", "alle", "da", "dal", "si", "sono", "ha", "le", "lo", "sua", "suo", "stata",
            "stato", "dopo", "contro", "in", "su",
        ],
    ),
    (
        "pt",
        &[
            "o", "a", "os", "as", "de", "do", "da", "dos", "das", "e", "em", "no", "na", "que", "não", "com", "para",
            "uma", "um", "foi", "por", "pela", "pelo", "se", "ao", "à", "são", "sua", "seu", "sem", "contra", "mais",
        ],
    ),
    (
        "nl",
        &[
            "de", "het", "een", "van", "en", "in", "is", "te", "voor", "met", "op", "zijn", "niet", "dat", "die",
            "aan", "door", "worden", "werd", "bij", "haar", "tegen", "naar", "om", "ook", "uit",
        ],
    ),
    (
        "pl",
        &[
            "i",
            "w",
            "na",
            "z",
            "do",
            "nie",
            "że",
            "się",
            "jest",
            "o",
            "za",
            "dla",
            "oraz",
            "przez",
            "od",
            "jej",
            "jego",
            "został",
            "została",
            "przeciwko",
            "po",
            "ze",
        ],
    ),
    (
        "tr",
        &[
            "ve", "bir", "bu", "için", "ile", "olarak", "de", "da", "olan", "gibi", "daha", "karşı", "sonra", "tüm",
            "edildi", "ya",
        ],
    ),
    (
        "uk",
        &[
            "і",
            "та",
            "що",
            "на",
            "не",
            "за",
            "до",
            "з",
            "у",
            "від",
            "для",
            "його",
            "її",
            "про",
            "це",
            "в",
            "й",
            "їх",
            "був",
            "була",
            "проти",
        ],
    ),
];

/// The language of an appeal: that of its paragraphs, for addresses may be in another; that of all its lines where it has
/// none.
pub(super) fn language_of_appeal(lines: &[Line]) -> Option<Language> {
    const PARAGRAPH: usize = 80;
    let long = lines.iter().filter(|line| line.length() >= PARAGRAPH && !line.text.contains('@'));
    language_of(long.map(|line| line.text.as_str()))
        .or_else(|| language_of(lines.iter().map(|line| line.text.as_str())))
}

/// The language of the six that most words of a text belong to; none where too few do, two have as many, or another
/// language has more.
pub(super) fn language_of<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Language> {
    const LEAST: usize = 3;
    let mut counts = [0_usize; COMMON.len() + OTHERS.len()];
    for text in texts {
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty() && word.len() < 24) {
            let word = word.to_lowercase();
            for (count, (language, common)) in counts.iter_mut().zip(COMMON.iter().chain(&OTHERS)) {
                // Kazakh has nine letters that Russian does not know, Ukrainian four.
                let has_letter = match *language {
                    "kk" => word.contains(['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'і']),
                    "uk" => word.contains(['ї', 'є', 'ґ', 'і']),
                    _ => false,
                };
                *count += usize::from(common.contains(&word.as_str())) + usize::from(has_letter);
            }
        }
    }
    let best = *counts.iter().max()?;
    let mut at_best = counts.iter().enumerate().filter(|(_, count)| **count == best).map(|(at, _)| at);
    let language = at_best.next().filter(|_| best >= LEAST && at_best.next().is_none())?;
    COMMON.get(language)?.0.parse().ok()
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
            (
                "Le syndicaliste Ada Marsh est détenu depuis le 18 novembre dans la capitale de la République de Narnie.",
                Some("fr"),
            ),
            (
                "Die Hafenarbeiterin hat eine Morddrohung erhalten. Bitte schreibt Briefe an: Fiscal General de la República, Ciudad de Ross.",
                Some("de"),
            ),
            ("Ada Marsh serbest bırakılsın.", None),
            (
                "La sindacalista Ada Marsh è stata arrestata il 18 novembre dopo uno sciopero per il salario. È detenuta nel \
                 carcere e non ha potuto vedere il suo avvocato. Vi chiediamo di scrivere alle autorità.",
                None,
            ),
            ("A sindicalista Ada Marsh foi presa no dia 18 de novembro e não pôde ver o seu advogado.", None),
            ("De vakbondsvrouw Ada Marsh werd op 18 november gearresteerd en mag haar advocaat niet zien.", None),
            ("Профспілкова діячка Ада Марш була заарештована 18 листопада, її тримають без звинувачення.", None),
        ] {
            let found = language_of(std::iter::once(text));
            assert_eq!(found.as_ref().map(Language::as_str), language, "{text}");
        }
    }
}
