//! Russian: the genitive, the prepositional case, and в, во or на.
//!
//! A name is taken apart into coordinated names, each into leading adjectives, one noun, and a rest
//! that stays ("Штаты Микронезии"). CLDR shortens "остров" to "о-в"; in a phrase it is written out.

use super::spelling::{first_word, is_cyrillic};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Genitive,
    Prepositional,
}

pub(super) fn of(name: &str, code: &str) -> Option<String> {
    decline(name, code, Case::Genitive)
}

pub(super) fn within(name: &str, code: &str) -> Option<String> {
    let declined = decline(name, code, Case::Prepositional)?;
    let preposition = if is_island(&declined, code) {
        "на"
    } else if begins_hard(&declined) {
        "во"
    } else {
        "в"
    };
    Some(format!("{preposition} {declined}"))
}

/// "во" stands before В or Ф and another consonant: во Франции, but в Финляндии.
fn begins_hard(name: &str) -> bool {
    let mut letters = name.chars();
    matches!(letters.next(), Some('В' | 'Ф')) && letters.next().is_some_and(|second| !is_vowel(second))
}

/// Whether one is "на" it. Island states that are spoken of as states ("в Исландии") are not here.
fn is_island(declined: &str, code: &str) -> bool {
    declined.contains("остров")
        || declined.contains("Остров")
        || declined.contains("территори")
        // Барбадос, Багамы, Куба, Кипр, Фиджи, Гаити, Ямайка, Коморы, Мадагаскар, Мальта, Маврикий,
        // Мальдивы, Филиппины, Тайвань.
        || matches!(
            code,
            "BB" | "BS" | "CU" | "CY" | "FJ" | "HT" | "JM" | "KM" | "MG" | "MT" | "MU" | "MV" | "PH" | "TW"
        )
        // Islands that are no states.
        || matches!(
            code,
            "AI" | "AW" | "BL" | "BQ" | "CW" | "GG" | "GP" | "GU" | "JE" | "MF" | "MQ" | "MS" | "NU" | "PM" | "RE"
                | "SJ" | "SX" | "TK" | "WF" | "YT"
        )
}

fn decline(name: &str, code: &str, case: Case) -> Option<String> {
    if !is_cyrillic(name) {
        return None;
    }
    // What follows a bracket tells two countries apart and stays as it is: "(США)".
    let (name, tail) = name.find(" (").map_or((name, ""), |at| name.split_at(at));
    let name = name.replace(" - ", "-");
    let declined = if code == "TC" {
        // "Тёркс и Кайкос" is not declined; the noun before it is.
        format!("{} {name}", noun("острова", case)?)
    } else if island_noun(first_word(&name)).is_some() {
        decline_one(&name, case)?
    } else {
        let mut rest = name.as_str();
        let mut declined = String::new();
        while let Some((at, between)) = next_separator(rest) {
            declined += &decline_one(&rest[..at], case)?;
            declined += between;
            rest = &rest[at + between.len()..];
        }
        declined + &decline_one(rest, case)?
    };
    Some(declined + tail)
}

fn next_separator(text: &str) -> Option<(usize, &'static str)> {
    [", ", " и ", " — "].into_iter().filter_map(|between| Some((text.find(between)?, between))).min()
}

/// Adjectives, the noun, the rest.
fn decline_one(name: &str, case: Case) -> Option<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let mut declined = Vec::with_capacity(words.len());
    let mut before_noun = true;
    for (index, word) in words.iter().enumerate() {
        let is_last = index + 1 == words.len();
        declined.push(match adjective(word, case) {
            Some(form) if before_noun && !is_last => form,
            _ if before_noun => {
                before_noun = false;
                noun(island_noun(word).unwrap_or(word), case)?
            }
            _ => (*word).to_owned(),
        });
    }
    Some(declined.join(" "))
}

fn island_noun(word: &str) -> Option<&'static str> {
    match word {
        "о-в" | "О-в" => Some("остров"),
        "о-ва" | "О-ва" => Some("острова"),
        _ => None,
    }
}

fn adjective(word: &str, case: Case) -> Option<String> {
    let with = |ending: &str, form: &str| word.strip_suffix(ending).map(|stem| format!("{stem}{form}"));
    let singular = if case == Case::Genitive { "ого" } else { "ом" };
    with("ая", "ой")
        .or_else(|| with("ые", "ых"))
        .or_else(|| with("ие", "их"))
        // Соломоновы, Сандвичевы.
        .or_else(|| with("овы", "овых"))
        .or_else(|| with("евы", "евых"))
        .or_else(|| with("ое", singular))
        .or_else(|| with("ый", singular))
}

fn noun(word: &str, case: Case) -> Option<String> {
    let is_genitive = case == Case::Genitive;
    let pick =
        |genitive: &str, prepositional: &str| if is_genitive { genitive.to_owned() } else { prepositional.to_owned() };
    let with = |cut: &str, genitive: &str, prepositional: &str| {
        let stem = word.strip_suffix(cut).unwrap_or(word);
        Some(format!("{stem}{}", if is_genitive { genitive } else { prepositional }))
    };
    match word {
        // The first half is declined, the second cannot be.
        "Гвинея-Бисау" => return Some(pick("Гвинеи-Бисау", "Гвинее-Бисау")),
        "Египет" => return Some(pick("Египта", "Египте")),
        "Беларусь" => return with("ь", "и", "и"),
        "Бангладеш" => return Some(word.to_owned()),
        "острова" | "Острова" => return with("а", "ов", "ах"),
        "территории" => return with("и", "й", "ях"),
        "Нидерланды" | "Штаты" | "Эмираты" => return with("ы", "ов", "ах"),
        "Багамы" | "Гренадины" | "Коморы" | "Мальдивы" | "Филиппины" => {
            return with("ы", "", "ах");
        }
        _ => {}
    }
    let mut ending = word.chars().rev();
    let (last, before) = (ending.next()?, ending.next()?);
    match last {
        // Abbreviations: ОАЭ, КНДР.
        _ if !word.chars().any(char::is_lowercase) => Some(word.to_owned()),
        // Самоа, Никарагуа.
        'а' if is_vowel(before) => Some(word.to_owned()),
        'а' if "гкхжчшщ".contains(before) => with("а", "и", "е"),
        'а' => with("а", "ы", "е"),
        'я' if before == 'и' => with("я", "и", "и"),
        'я' => with("я", "и", "е"),
        'й' if before == 'и' => with("й", "я", "и"),
        'й' => with("й", "я", "е"),
        // Израиль, Браззавиль, Тайвань; a feminine name in -ь would go another way.
        'ь' if word.ends_with("иль") || word == "Тайвань" => with("ь", "я", "е"),
        'ь' | 'ы' => None,
        _ if is_vowel(last) => Some(word.to_owned()),
        _ => with("", "а", "е"),
    }
}

fn is_vowel(letter: char) -> bool {
    "аеёиоуыэюяАЕЁИОУЫЭЮЯ".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_and_prepositions() {
        for (code, name, whose, place) in [
            ("KZ", "Казахстан", "Казахстана", "в Казахстане"),
            ("NL", "Нидерланды", "Нидерландов", "в Нидерландах"),
            ("US", "Соединенные Штаты", "Соединенных Штатов", "в Соединенных Штатах"),
            ("FR", "Франция", "Франции", "во Франции"),
            ("FI", "Финляндия", "Финляндии", "в Финляндии"),
            ("VN", "Вьетнам", "Вьетнама", "во Вьетнаме"),
            ("CU", "Куба", "Кубы", "на Кубе"),
            ("MU", "Маврикий", "Маврикия", "на Маврикии"),
            ("BY", "Беларусь", "Беларуси", "в Беларуси"),
            ("IL", "Израиль", "Израиля", "в Израиле"),
            ("EG", "Египет", "Египта", "в Египте"),
            ("AE", "ОАЭ", "ОАЭ", "в ОАЭ"),
            ("CL", "Чили", "Чили", "в Чили"),
            ("NI", "Никарагуа", "Никарагуа", "в Никарагуа"),
            ("CI", "Кот-д’Ивуар", "Кот-д’Ивуара", "в Кот-д’Ивуаре"),
            ("GW", "Гвинея-Бисау", "Гвинеи-Бисау", "в Гвинее-Бисау"),
            ("CD", "Конго - Киншаса", "Конго-Киншасы", "в Конго-Киншасе"),
            ("PG", "Папуа — Новая Гвинея", "Папуа — Новой Гвинеи", "в Папуа — Новой Гвинее"),
            ("BA", "Босния и Герцеговина", "Боснии и Герцеговины", "в Боснии и Герцеговине"),
            ("AG", "Антигуа и Барбуда", "Антигуа и Барбуды", "в Антигуа и Барбуде"),
            ("KR", "Республика Корея", "Республики Корея", "в Республике Корея"),
            ("IM", "о-в Мэн", "острова Мэн", "на острове Мэн"),
            ("CC", "Кокосовые о-ва", "Кокосовых островов", "на Кокосовых островах"),
            ("SB", "Соломоновы о-ва", "Соломоновых островов", "на Соломоновых островах"),
            ("HM", "о-ва Херд и Макдональд", "островов Херд и Макдональд", "на островах Херд и Макдональд"),
            ("VI", "Виргинские о-ва (США)", "Виргинских островов (США)", "на Виргинских островах (США)"),
            ("TC", "Тёркс и Кайкос", "островов Тёркс и Кайкос", "на островах Тёркс и Кайкос"),
            (
                "BQ",
                "Бонэйр, Синт-Эстатиус и Саба",
                "Бонэйра, Синт-Эстатиуса и Сабы",
                "на Бонэйре, Синт-Эстатиусе и Сабе",
            ),
            (
                "FM",
                "Федеративные Штаты Микронезии",
                "Федеративных Штатов Микронезии",
                "в Федеративных Штатах Микронезии",
            ),
            ("AS", "Американское Самоа", "Американского Самоа", "в Американском Самоа"),
        ] {
            assert_eq!((of(name, code).unwrap().as_str(), within(name, code).unwrap().as_str()), (whose, place));
        }
        for unsure in ["Незнань", "Выдумы", "Iran"] {
            assert_eq!(of(unsure, "ZZ"), None, "{unsure}");
        }
    }
}
