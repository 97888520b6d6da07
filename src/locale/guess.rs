//! The language of a text, where its words tell it for sure.

use icu_locale::{LanguageIdentifier, Locale, LocaleCanonicalizer};

use super::language::{Language, likely_script};

/// Letters that it takes: a sentence of some length. In fewer, names and chance outweigh the words.
const LEAST: usize = 60;
/// Characters that are looked at. More make no verdict surer.
const MOST: usize = 600;

/// Languages that are taken for each other even in long texts. Between them there is no verdict.
const ALIKE: [&str; 6] = ["nb nn no da", "hr sr bs sh", "cs sk", "id ms jv", "pt gl", "ca es oc"];

/// Cyrillic letters of the languages that can be told. Others, such as those of Kazakh, would pass for one of these.
const CYRILLIC: &str = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўђјљњћџѓѕќѐѝ";

/// The language that a text is in, if it is surely not the one that it should be in.
pub fn other_language(text: &str, wanted: &Language) -> Option<Language> {
    let text: String = text.chars().take(MOST).collect();
    if text.chars().filter(|c| c.is_alphabetic()).count() < LEAST {
        return None;
    }
    let is_unknown = |c: char| ('\u{400}'..='\u{52f}').contains(&c) && !CYRILLIC.contains(c);
    if text.to_lowercase().chars().any(is_unknown) {
        return None;
    }
    let found = whatlang::detect(&text).filter(whatlang::Info::is_reliable)?;
    let language = of_code(found.lang().code())?;
    let is_alike =
        |group: &&str| [wanted, &language].iter().all(|one| group.split(' ').any(|tag| tag == one.primary()));
    if language.primary() == wanted.primary() || ALIKE.iter().any(is_alike) {
        return None;
    }
    // A language that the guesser does not know is taken for another one of its script.
    let is_known = whatlang::Lang::all()
        .iter()
        .any(|known| of_code(known.code()).is_some_and(|known| known.primary() == wanted.primary()));
    let script = |language: &Language| likely_script(language.as_str().parse().unwrap_or(LanguageIdentifier::UNKNOWN));
    (is_known || script(wanted) != script(&language)).then_some(language)
}

/// The language of a code of three letters: `de` for `deu`.
fn of_code(code: &str) -> Option<Language> {
    let mut locale: Locale = code.parse().ok()?;
    LocaleCanonicalizer::new_common().canonicalize(&mut locale);
    locale.to_string().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "I have worked on that pier for twelve years and I know the people who were arrested there. \
        None of them ever raised a hand against anybody.";
    const GERMAN: &str = "Ich arbeite seit zwölf Jahren an diesem Kai und kenne die Menschen, die dort verhaftet wurden. \
        Keiner von ihnen hat je die Hand gegen jemanden erhoben.";
    const RUSSIAN: &str = "Я двенадцать лет работаю на этом причале и знаю людей, которых там арестовали. \
        Никто из них никогда ни на кого не поднимал руку.";
    const KAZAKH: &str = "Мен осы айлақта он екі жыл жұмыс істеймін және сонда тұтқындалған адамдарды білемін. \
        Олардың ешқайсысы ешқашан ешкімге қол көтерген емес.";
    const FRENCH: &str = "Je travaille sur ce quai depuis douze ans et je connais les personnes qui y ont été arrêtées. \
        Aucune d'elles n'a jamais levé la main sur qui que ce soit.";
    const DANISH: &str = "Jeg har arbejdet på den kaj i tolv år, og jeg kender de mennesker, der blev anholdt der. \
        Ingen af dem har nogensinde løftet hånden mod nogen.";

    #[test]
    fn another_language_is_told_where_it_is_sure() {
        for (text, wanted, expected) in [
            (ENGLISH, "en", None),
            (ENGLISH, "en-GB", None),
            (ENGLISH, "ru", Some("en")),
            (ENGLISH, "de", Some("en")),
            (GERMAN, "en", Some("de")),
            (GERMAN, "de-AT", None),
            (GERMAN, "kk", Some("de")),
            (RUSSIAN, "en", Some("ru")),
            (FRENCH, "en", Some("fr")),
            (FRENCH, "de", Some("fr")),
            // Kazakh is not known to the guesser: as a text it is not told, and nothing in its script is told from it.
            (KAZAKH, "ru", None),
            (KAZAKH, "en", None),
            (RUSSIAN, "kk", None),
            (DANISH, "nb", None),
            ("Freiheit für Ada Marsh, sofort und ohne Bedingungen!", "en", None),
            ("Ada Marsh, Kim Lee, Jo O'Neill.", "ru", None),
        ] {
            let wanted: Language = wanted.parse().unwrap();
            let found = other_language(text, &wanted).map(|language| language.to_string());
            assert_eq!(found.as_deref(), expected, "{wanted}: {text}");
        }
    }
}
