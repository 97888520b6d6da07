//! Countries by name, for those who do not know the two letters.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::country::Country;
use super::language::Language;
use crate::text::key;

/// What people call a country beside its names by CLDR and ISO 3166-1.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("AE", "UAE, Emirates, ОАЭ"),
    ("BY", "Belorussia, Weißrussland, Biélorussie, Bielorrusia, Белоруссия"),
    ("CD", "Democratic Republic of the Congo, DR Congo, DRC, Congo DRC, Congo-Kinshasa, Kongo-Kinshasa"),
    ("CG", "Republic of the Congo, Congo-Brazzaville, Kongo-Brazzaville"),
    ("CI", "Ivory Coast, Elfenbeinküste, Costa de Marfil"),
    ("CV", "Cape Verde"),
    ("CZ", "Czech Republic, Tschechische Republik, République tchèque, República Checa, Чешская Республика"),
    ("DE", "BRD, Federal Republic of Germany, Bundesrepublik Deutschland, ФРГ"),
    (
        "GB",
        "UK, Great Britain, Britain, Großbritannien, Grande-Bretagne, Gran Bretaña, England, Scotland, Wales, Northern Ireland",
    ),
    ("HK", "Hongkong"),
    ("IE", "Republic of Ireland, Éire"),
    ("KG", "Кыргызстан"),
    ("KR", "Republic of Korea"),
    ("MD", "Moldavia, Молдавия"),
    ("MK", "Macedonia, Mazedonien, Macédoine, Македония"),
    ("MM", "Burma, Birma, Birmanie, Birmania"),
    ("NL", "The Netherlands, Holland, Hollande, Holanda, Голландия"),
    (
        "RU",
        "Russian Federation, Russische Föderation, Fédération de Russie, Federación de Rusia, Российская Федерация, РФ",
    ),
    ("PS", "Palestine, Palästina, Palestina, Палестина"),
    ("SZ", "Swaziland, Swasiland"),
    ("TL", "East Timor, Osttimor"),
    ("TR", "Turkey"),
    (
        "US",
        "America, United States of America, Vereinigte Staaten von Amerika, États-Unis d'Amérique, Estados Unidos de América, EE. UU., США, Соединённые Штаты Америки",
    ),
    ("VA", "Vatican, Vatikan, Vaticano, Ватикан, Holy See"),
];

/// What these are in one language, another country is in another.
const AMBIGUOUS: [&str; 2] = ["congo", "kongo"];

static COUNTRIES: LazyLock<HashMap<String, Country>> = LazyLock::new(|| {
    let languages: Vec<Language> = ["en", "de", "fr", "es", "ru"].iter().filter_map(|tag| tag.parse().ok()).collect();
    let named = |country: Country| country.search_names(&languages).into_iter().map(move |name| (key(&name), country));
    // Codes are read as they stand: `=NZ` is a formula, and no country.
    let is_name =
        |(name, _): &(String, Country)| name.parse::<Country>().is_err() && !AMBIGUOUS.contains(&name.as_str());
    Country::all().flat_map(named).filter(is_name).collect()
});

impl Country {
    /// What people may call it when they look for it: its codes, its name by ISO 3166-1, and its names by
    /// CLDR in each of these languages.
    pub fn search_names(self, languages: &[Language]) -> Vec<String> {
        let iso = rust_iso3166::from_alpha2(self.code());
        let mut names = vec![self.code().to_owned()];
        names.extend(languages.iter().map(|language| self.name_in(language)));
        names.extend(iso.into_iter().flat_map(|iso| [iso.alpha3.to_owned(), iso.name.to_owned()]));
        names.extend(others(self).map(str::to_owned));
        names
    }

    /// The country of a name in English, German, French, Spanish or Russian, as CLDR, ISO 3166-1 or people have
    /// it, whatever its case, accents and signs: "Österreich", "Iran, Islamic Republic of", "U.S.A.". A code by
    /// itself is no name, and neither is one of two countries.
    pub fn by_name(name: &str) -> Option<Self> {
        find(name)
    }
}

/// What else people call it.
fn others(country: Country) -> impl Iterator<Item = &'static str> {
    OTHER_NAMES.iter().filter(move |(code, _)| *code == country.code()).flat_map(|(_, names)| names.split(", "))
}

/// The country of a name.
fn find(name: &str) -> Option<Country> {
    // Most lists have codes.
    if name.trim().len() <= 3 && name.parse::<Country>().is_ok() {
        return None;
    }
    // `U.S.A.`
    let dotted = || name.contains('.').then(|| name.replace('.', "").parse().ok()).flatten();
    COUNTRIES.get(&key(name)).copied().or_else(dotted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_found_by_the_names_in_use() {
        for (name, code) in [
            ("germany", Some("DE")),
            ("Österreich", Some("AT")),
            ("espana", Some("ES")),
            ("Royaume-Uni", Some("GB")),
            ("Казахстан", Some("KZ")),
            ("Turkey", Some("TR")),
            ("The Netherlands", Some("NL")),
            ("Bosnia and Herzegovina", Some("BA")),
            ("Iran, Islamic Republic of", Some("IR")),
            ("Российская Федерация", Some("RU")),
            ("Großbritannien", Some("GB")),
            ("Palestine", Some("PS")),
            ("Hong Kong", Some("HK")),
            ("U.S.A.", Some("US")),
            ("U.K.", Some("GB")),
            ("Congo-Kinshasa", Some("CD")),
            ("Congo", None),
            ("NZ", None),
            ("=NZ", None),
            ("Narnia", None),
            ("", None),
        ] {
            assert_eq!(find(name).as_ref().map(Country::code), code, "{name}");
        }
    }

    #[test]
    fn no_name_is_that_of_two_countries() {
        let languages: Vec<Language> = ["en", "de", "fr", "es", "ru"].iter().map(|tag| tag.parse().unwrap()).collect();
        for country in Country::all() {
            for name in country.search_names(&languages) {
                let found = find(&name).or_else(|| name.parse().ok());
                assert!(found == Some(country) || AMBIGUOUS.contains(&key(&name).as_str()), "{name}");
            }
        }
    }
}
