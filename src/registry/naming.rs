//! What a diplomatic mission or a foreign ministry is called: "Embassy of the Netherlands in the
//! United Kingdom".
//!
//! A name is put together from the kind of office and the countries. In six languages their phrases come
//! from `locale`; in the others the names stand as they are, in a form that needs no ending and no
//! article: "Büyükelçilik: Hollanda — Birleşik Krallık". The name of a city is as the data has it, in Latin letters, and is never inflected.
//! What an office calls itself is not known here.

use super::kind::OfficeKind;
use crate::locale::{Country, Language};

/// Where a mission stands, as its name says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands<'a> {
    /// In a country: an embassy.
    In(Country),
    /// In a city: a consulate, or a mission to an international organisation.
    At(&'a str),
    /// Its name does not say: a ministry.
    Nowhere,
}

/// The languages a mission is named in by a phrase.
pub const LANGUAGES: [&str; 6] = ["en", "ru", "de", "fr", "es", "kk"];

/// The name of a mission or foreign ministry by its kind; `None` for another kind or a language that has
/// no word for it, and in Kazakh for a name that no ending can be put to. What another ministry is called
/// by its state is not known from its kind.
///
/// Where a phrase has no certain ending, such a name stands in brackets: "Посольство (X) в Ирландии".
pub fn mission(kind: OfficeKind, of: Country, stands: Stands<'_>, language: &Language) -> Option<String> {
    if !(kind.is_mission() || kind == OfficeKind::ForeignMinistry) {
        return None;
    }
    // Everyone knows whose a nunciature is.
    let owner = (kind != OfficeKind::Nunciature).then_some(of);
    if !LANGUAGES.contains(&language.primary()) {
        return Some(side_by_side(kind.name_in(language)?, owner, stands, language));
    }
    let title = kind.name_of_a_state_in(language)?;
    if language.primary() == "kk" {
        return kazakh(title, owner, stands, language);
    }
    let bracketed = |country: Country| format!("({})", country.name_in(language));
    let mut words = vec![title.to_owned()];
    words.extend(owner.map(|owner| owner.of_in(language).unwrap_or_else(|| bracketed(owner))));
    match stands {
        Stands::In(host) => words.push(host.within_in(language).unwrap_or_else(|| bracketed(host))),
        Stands::At(city) => words.push(at(city, language)),
        Stands::Nowhere => {}
    }
    Some(words.join(" "))
}

/// The names one beside the other, as they are. Chinese, Japanese and Korean put them together without
/// endings; elsewhere an ending or an article would be a guess.
fn side_by_side(title: &str, owner: Option<Country>, stands: Stands<'_>, language: &Language) -> String {
    let owner = owner.map(|owner| owner.name_in(language));
    let place = match stands {
        Stands::In(host) => Some(host.name_in(language)),
        Stands::At(city) => Some(city.to_owned()),
        Stands::Nowhere => None,
    };
    match language.primary() {
        "zh" | "ja" => {
            let bracketed = place.map(|place| format!("（{place}）"));
            [owner, Some(title.to_owned()), bracketed].into_iter().flatten().collect()
        }
        "ko" => {
            let bracketed = place.map(|place| format!("({place})"));
            [owner, Some(title.to_owned()), bracketed].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        _ => {
            let names: Vec<String> = owner.into_iter().chain(place).collect();
            format!("{title}: {}", names.join(" — "))
        }
    }
}

/// Kazakh puts whose and where before the office: "Иранның Ирландиядағы елшілігі".
fn kazakh(title: &str, owner: Option<Country>, stands: Stands<'_>, language: &Language) -> Option<String> {
    let mut words = Vec::new();
    if let Some(owner) = owner {
        words.push(owner.of_in(language)?);
    }
    if let Stands::In(host) = stands {
        words.push(host.within_in(language)?);
    }
    words.push(title.to_owned());
    if let Stands::At(city) = stands {
        words.push(format!("({city})"));
    }
    Some(words.join(" "))
}

/// The city after the name. Russian would inflect it, and cannot with Latin letters.
fn at(city: &str, language: &Language) -> String {
    match language.primary() {
        "ru" => format!("({city})"),
        "fr" => match (city.strip_prefix("Le "), city.strip_prefix("Les ")) {
            (Some(rest), _) => format!("au {rest}"),
            (_, Some(rest)) => format!("aux {rest}"),
            _ => format!("à {city}"),
        },
        "es" => format!("en {city}"),
        _ => format!("in {city}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(code: &str) -> Country {
        code.parse().unwrap()
    }

    fn named(kind: &str, of: &str, stands: Stands<'_>, language: &str) -> Option<String> {
        mission(OfficeKind::parse(kind).unwrap(), country(of), stands, &language.parse().unwrap())
    }

    #[test]
    fn missions_are_named_as_people_write_them() {
        for (kind, of, host, language, name) in [
            ("embassy", "NL", "GB", "en", "Embassy of the Netherlands in the United Kingdom"),
            ("embassy", "NL", "GB", "en-GB", "Embassy of the Netherlands in the United Kingdom"),
            ("embassy", "US", "GB", "ru", "Посольство Соединенных Штатов в Великобритании"),
            ("embassy", "TR", "NL", "de", "Botschaft der Türkei in den Niederlanden"),
            ("embassy", "IR", "GB", "de-AT", "Botschaft des Iran im Vereinigten Königreich"),
            ("embassy", "KZ", "IE", "de", "Botschaft von Kasachstan in Irland"),
            ("embassy", "KZ", "GB", "fr", "Ambassade du Kazakhstan au Royaume-Uni"),
            ("embassy", "IR", "IE", "fr", "Ambassade d’Iran en Irlande"),
            ("embassy", "KZ", "GB", "es", "Embajada de Kazajistán en el Reino Unido"),
            ("embassy", "NL", "GB", "kk", "Нидерландтың Ұлыбританиядағы елшілігі"),
            ("high-commission", "CA", "GB", "en", "High Commission of Canada in the United Kingdom"),
            ("nunciature", "VA", "KZ", "en", "Apostolic Nunciature in Kazakhstan"),
            ("nunciature", "VA", "KZ", "kk", "Қазақстандағы Апостолдық нунциатура"),
            ("representation", "TW", "DE", "de", "Vertretung von Taiwan in Deutschland"),
            ("interests-section", "IR", "US", "ru", "Секция интересов Ирана в Соединенных Штатах"),
            ("liaison-office", "GR", "MK", "fr", "Bureau de liaison de Grèce en Macédoine du Nord"),
        ] {
            assert_eq!(named(kind, of, Stands::In(country(host)), language).as_deref(), Some(name));
        }
        for (kind, of, city, language, name) in [
            ("consulate-general", "IR", "Mumbai", "en", "Consulate General of Iran in Mumbai"),
            ("consulate-general", "IR", "Mumbai", "ru", "Генеральное консульство Ирана (Mumbai)"),
            ("consulate-general", "IR", "Mumbai", "de", "Generalkonsulat des Iran in Mumbai"),
            ("consulate-general", "IR", "Mumbai", "fr", "Consulat général d’Iran à Mumbai"),
            ("consulate-general", "IR", "Mumbai", "es", "Consulado General de Irán en Mumbai"),
            ("consulate-general", "IR", "Mumbai", "kk", "Иранның Бас консулдығы (Mumbai)"),
            ("consulate", "DZ", "Le Havre", "fr", "Consulat d’Algérie au Havre"),
            ("honorary-consulate", "KZ", "Linz", "de", "Honorarkonsulat von Kasachstan in Linz"),
            ("permanent-mission", "KZ", "Geneva", "en", "Permanent Mission of Kazakhstan in Geneva"),
        ] {
            assert_eq!(named(kind, of, Stands::At(city), language).as_deref(), Some(name));
        }
        for (language, name) in [
            ("en", "Ministry of Foreign Affairs of Kazakhstan"),
            ("ru", "Министерство иностранных дел Казахстана"),
            ("de", "Außenministerium von Kasachstan"),
            ("fr", "Ministère des Affaires étrangères du Kazakhstan"),
            ("es", "Ministerio de Relaciones Exteriores de Kazajistán"),
            ("kk", "Қазақстанның Сыртқы істер министрлігі"),
        ] {
            assert_eq!(named("foreign-ministry", "KZ", Stands::Nowhere, language).as_deref(), Some(name));
        }
    }

    #[test]
    fn names_stand_side_by_side_where_no_ending_is_sure() {
        let germany = Stands::In(country("DE"));
        for (language, kind, stands, name) in [
            ("tr", "embassy", germany, "Büyükelçilik: Kazakistan — Almanya"),
            ("uk", "embassy", germany, "Посольство: Казахстан — Німеччина"),
            ("pl", "consulate-general", Stands::At("Mumbai"), "Konsulat generalny: Kazachstan — Mumbai"),
            ("it", "foreign-ministry", Stands::Nowhere, "Ministero degli Affari esteri: Kazakistan"),
            ("ka", "embassy", germany, "საელჩო: ყაზახეთი — გერმანია"),
            ("ar", "embassy", germany, "سفارة: كازاخستان — ألمانيا"),
            ("fa", "embassy", germany, "سفارت: قزاقستان — آلمان"),
            ("sv", "nunciature", germany, "Apostolisk nuntiatur: Tyskland"),
            ("zh", "embassy", germany, "哈萨克斯坦大使馆（德国）"),
            ("zh-HK", "embassy", germany, "哈薩克大使館（德國）"),
            ("zh", "foreign-ministry", Stands::Nowhere, "哈萨克斯坦外交部"),
            ("ja", "embassy", germany, "カザフスタン大使館（ドイツ）"),
            ("ja", "nunciature", germany, "教皇庁大使館（ドイツ）"),
            ("ko", "consulate-general", Stands::At("Mumbai"), "카자흐스탄 총영사관 (Mumbai)"),
            ("ko", "foreign-ministry", Stands::Nowhere, "카자흐스탄 외교부"),
        ] {
            assert_eq!(named(kind, "KZ", stands, language).as_deref(), Some(name));
        }
    }

    #[test]
    fn a_language_script_or_kind_without_a_word_has_no_name() {
        for (kind, language) in [
            ("embassy", "fi"),
            ("embassy", "kk-Arab"),
            ("embassy", "uz-Cyrl"),
            ("court", "en"),
            ("liaison-office", "az"),
        ] {
            assert_eq!(named(kind, "IR", Stands::Nowhere, language), None, "{kind} {language}");
        }
    }

    /// What a careless rule would write, in any of the six languages.
    const WRONG: &[&str] = &[
        "  ",
        "()",
        " & ",
        " о-в",
        // An article that is missing.
        "of Netherlands",
        "in Netherlands",
        "of United",
        "in United",
        "Islands in Islands",
        "von Niederlande",
        "in Niederlande",
        "von Türkei",
        "in Türkei",
        "von Vereinigte",
        "in Vereinigte",
        "in die ",
        "in dem ",
        "von der ",
        "von dem ",
        // A preposition that melts with the article.
        "de le ",
        "de les ",
        "à le ",
        "à les ",
        "en le ",
        "de el ",
        // An elision that is missing, or one too many.
        "de A",
        "de É",
        "de I",
        "d’H",
        "au É",
        "du I",
        // A preposition or an ending that Russian does not have there.
        "в Франци",
        "в Вьетнам",
        " во Финлянд",
        "в Куб",
        "в остров",
        "Посольство Нидерланды",
    ];

    #[test]
    fn every_country_sends_and_receives_in_every_language() {
        let spanish_or_haitian = |wrong: &str, code: &str, language: &str| match wrong {
            "de A" | "de I" => language == "es",
            "d’H" => code == "HT",
            _ => false,
        };
        for language in LANGUAGES {
            let tag: Language = language.parse().unwrap();
            for code in rust_iso3166::ALL.iter().map(|known| known.alpha2) {
                let there = country(code);
                // Estonia has the plainest name in all six.
                let estonia = country("EE");
                for (of, stands) in
                    [(there, Stands::In(estonia)), (estonia, Stands::In(there)), (there, Stands::Nowhere)]
                {
                    let name = mission(OfficeKind::Embassy, of, stands, &tag).unwrap();
                    for wrong in WRONG.iter().filter(|wrong| !spanish_or_haitian(wrong, code, language)) {
                        assert!(!name.contains(wrong), "{name:?} has {wrong:?}");
                    }
                    assert!(!name.contains(&format!("({})", there.name_in(&tag))), "{name:?} is neutral");
                }
            }
        }
    }
}
