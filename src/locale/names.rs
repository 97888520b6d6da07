//! Countries by name, for those who do not know the two letters.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::country::Country;
use super::language::Language;
use crate::text::key;

/// What people call a country beside its names by CLDR and ISO 3166-1.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("AE", "UAE, Emirates, ОАЭ, VAE, EAU"),
    ("AT", "Oesterreich"),
    ("BA", "Bosnia, Bosnien, Bosnie, Босния"),
    ("BY", "Belorussia, Weißrussland, Biélorussie, Bielorrusia, Белоруссия, Bielorussia"),
    (
        "CD",
        "Democratic Republic of the Congo, Democratic Republic of Congo, DR Congo, DRC, Congo DRC, RDC, \
         Congo-Kinshasa, Kongo-Kinshasa, Demokratische Republik Kongo, DR Kongo, République démocratique du Congo, \
         República Democrática del Congo, ДР Конго, Демократическая Республика Конго",
    ),
    (
        "CG",
        "Republic of the Congo, Congo-Brazzaville, Kongo-Brazzaville, Republik Kongo, République du Congo, \
         República del Congo, Республика Конго",
    ),
    ("CH", "Svizra, Swiss Confederation, Confoederatio Helvetica"),
    ("CI", "Ivory Coast, Elfenbeinküste, Costa de Marfil"),
    ("CN", "People's Republic of China, Volksrepublik China, КНР, Mainland China"),
    ("CV", "Cape Verde"),
    (
        "CZ",
        "Czech Republic, Tschechische Republik, République tchèque, República Checa, Чешская Республика, \
         Česká republika, Republika Czeska",
    ),
    ("DE", "BRD, Federal Republic of Germany, Bundesrepublik Deutschland, ФРГ"),
    ("DK", "Daenemark"),
    ("EG", "Aegypten"),
    (
        "GB",
        "UK, Great Britain, Britain, Großbritannien, Grossbritannien, Grande-Bretagne, Gran Bretaña, Gran Bretagna, \
         Grã-Bretanha, Groot-Brittannië, England, Scotland, Wales, Northern Ireland, Angleterre, Écosse, \
         Pays de Galles, Irlande du Nord, Inglaterra, Escocia, Gales, Irlanda del Norte, Schottland, Nordirland, \
         Англия, Шотландия, Уэльс, Северная Ирландия, Соединённое Королевство, Англия мен Уэльс, Inghilterra, Scozia, \
         Galles, Engeland, Schotland, Anglia, Szkocja, İngiltere, Birleşik Krallık, Англія, Шотландія, إنجلترا, \
         انگلستان, انگلیس, Cymru, Velká Británie, Veľká Británia, Nagy-Britannia, Marea Britanie, Inglaterra e Gales, England and Wales",
    ),
    ("FR", "République française, French Republic, Metropolitan France, France métropolitaine"),
    ("GR", "Hellas, Ellada, Hellenic Republic"),
    ("IT", "Italian Republic, Repubblica Italiana"),
    ("HK", "Hongkong, Hong Kong SAR"),
    ("IE", "Republic of Ireland, Éire, Eire, Irish Republic"),
    ("KG", "Кыргызстан, Kirgisien, Kirghizia"),
    ("KP", "Democratic People's Republic of Korea, DPRK, КНДР"),
    ("KR", "Republic of Korea, S. Korea, РК Корея"),
    ("KZ", "РК, Kazakstan, Qazaqstan"),
    ("MD", "Moldavia, Молдавия, Moldawien"),
    ("MK", "Macedonia, Mazedonien, Macédoine, Македония"),
    ("MM", "Burma, Birma, Birmanie, Birmania"),
    ("NL", "The Netherlands, Holland, Hollande, Holanda, Голландия, Olanda, Голландія"),
    ("NO", "Noreg"),
    (
        "RU",
        "Russian Federation, Russische Föderation, Fédération de Russie, Federación de Rusia, Российская Федерация, РФ",
    ),
    ("PS", "Palestine, Palästina, Palestina, Палестина"),
    ("RO", "Rumaenien"),
    ("SK", "Slovak Republic, Slovenská republika, Slowakische Republik"),
    ("SZ", "Swaziland, Swasiland"),
    ("TL", "East Timor, Osttimor"),
    ("TR", "Turkey, Tuerkei"),
    ("TW", "Republic of China"),
    (
        "US",
        "America, United States of America, Vereinigte Staaten von Amerika, États-Unis d'Amérique, \
         Estados Unidos de América, EE. UU., США, Соединённые Штаты Америки, Amerika, Америка, АҚШ, ABD, Stati Uniti d'America, \
         Stany Zjednoczone Ameryki, Verenigde Staten van Amerika, Сполучені Штати Америки, USofA",
    ),
    ("VA", "Vatican, Vatikan, Vaticano, Ватикан, Holy See"),
    ("XK", "Kosova, Kosowo, Косово"),
    ("ZA", "Suedafrika, RSA"),
];

/// Names that several countries share; which one, the longer name says.
const SHARED: &[(&str, &[&str])] = &[
    ("Congo, Kongo, Конго, Kongó, الكونغو, کنگو", &["CD", "CG"]),
    ("Korea, Corea, Corée, Корея, كوريا, کره, Coreia, Kore", &["KP", "KR"]),
    ("Virgin Islands, Jungferninseln, Îles Vierges, Islas Vírgenes, Виргинские острова", &["VG", "VI"]),
];

/// The languages of the letters; what a country is called in these comes before what it is in any other.
pub(super) const FIRST_LANGUAGES: &str = "en ru de fr es kk";

/// The languages of forms, and those of the states whose people fill them in: "Polska", "Suomi", "Ελλάδα".
const LANGUAGES: &str = "it pt nl pl uk tr ar fa sv da nb fi is et lv lt cs sk hu sl hr sr sr-Latn bs mk sq bg ro el ca \
    eu gl cy ga mt he ur id ms fil vi th zh zh-Hant ja ko ka hy az uz ky tk mn am sw so af be";

/// Words before a country's name that are no part of it.
const ARTICLES: [&str; 13] =
    ["the ", "la ", "le ", "les ", "l'", "l’", "die ", "der ", "das ", "el ", "los ", "las ", "de "];

/// What states call themselves before their name.
const STYLES: &[&str] = &[
    "republic of the ",
    "republic of ",
    "federal republic of ",
    "federative republic of ",
    "federal democratic republic of ",
    "democratic republic of ",
    "democratic socialist republic of ",
    "people's republic of ",
    "islamic republic of ",
    "bolivarian republic of ",
    "co-operative republic of ",
    "cooperative republic of ",
    "united republic of ",
    "plurinational state of ",
    "state of ",
    "kingdom of the ",
    "kingdom of ",
    "hashemite kingdom of ",
    "sultanate of ",
    "principality of ",
    "grand duchy of ",
    "commonwealth of the ",
    "commonwealth of ",
    "union of the ",
    "republik ",
    "bundesrepublik ",
    "islamische republik ",
    "volksrepublik ",
    "königreich ",
    "sultanat ",
    "république de ",
    "république des ",
    "république du ",
    "république d'",
    "république d’",
    "république islamique de ",
    "république islamique d'",
    "république démocratique de ",
    "république fédérale de ",
    "république fédérale du ",
    "république populaire de ",
    "royaume de ",
    "royaume du ",
    "sultanat d'",
    "union des ",
    "república de los ",
    "república de ",
    "república del ",
    "república bolivariana de ",
    "estado plurinacional de ",
    "reino de ",
    "республика ",
    "исламская республика ",
    "королевство ",
    "султанат ",
    "rzeczpospolita ",
];

/// Countries by the keys of their names: one, or those that share it.
pub(super) type Index = HashMap<String, Vec<Country>>;

fn index(names: impl Iterator<Item = (String, Country)>) -> Index {
    let mut index = Index::new();
    for (name, country) in names {
        // Codes are read as they stand: `=NZ` is a formula, and no country.
        let known = index.entry(name).or_default();
        if !known.contains(&country) {
            known.push(country);
        }
    }
    index.retain(|name, _| !name.is_empty() && name.parse::<Country>().is_err());
    index
}

pub(super) fn languages(tags: &str) -> Vec<Language> {
    tags.split(' ').filter_map(|tag| tag.parse().ok()).collect()
}

pub(super) static FIRST: LazyLock<Index> = LazyLock::new(|| {
    let languages = languages(FIRST_LANGUAGES);
    let named = |country: Country| country.search_names(&languages).into_iter().map(move |name| (key(&name), country));
    let mut index = index(Country::all().flat_map(named));
    for (names, codes) in SHARED {
        let countries: Vec<Country> = codes.iter().filter_map(|code| code.parse().ok()).collect();
        index.extend(names.split(", ").map(|name| (key(name), countries.clone())));
    }
    index
});

/// Some thousand names, which few lists need.
pub(super) static OTHERS: LazyLock<Index> = LazyLock::new(|| {
    let languages = languages(LANGUAGES);
    let named = |country: Country| {
        let names = languages.iter().flat_map(move |language| country.names_in(language));
        names.map(move |name| (key(&name), country)).collect::<Vec<_>>()
    };
    index(Country::all().flat_map(named))
});

/// What a text says about a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountryName {
    /// It names one.
    Of(Country),
    /// It names several.
    Shared(Vec<Country>),
    /// It is no name that is known.
    Unknown,
}

/// Why what a person says is no country.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoCountry {
    /// A name that countries share.
    #[error("this may be {}; write its two letters", candidates(.0))]
    Shared(Vec<Country>),
    /// Neither an ISO 3166-1 code nor a name of a country.
    #[error("write the two letters of the country, such as GB, DE or IE, or its name")]
    Unknown,
}

/// `CD (Congo - Kinshasa) or CG (Congo - Brazzaville)`
fn candidates(countries: &[Country]) -> String {
    let english = Language::english();
    let named = countries.iter().map(|country| format!("{} ({})", country.code(), country.name_in(&english)));
    named.collect::<Vec<_>>().join(" or ")
}

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

    /// The country of a name as CLDR, ISO 3166-1 or people have it, in the languages of the letters and of most
    /// forms, whatever its case, accents and signs: "Österreich", "Iran, Islamic Republic of", "U.S.A.", "the Gambia",
    /// "Suomi", "Congo (DRC)". A code by itself is no name.
    pub fn named(name: &str) -> CountryName {
        match countries(name).as_slice() {
            [] => CountryName::Unknown,
            [country] => CountryName::Of(*country),
            several => CountryName::Shared(several.to_vec()),
        }
    }

    /// The country of a code or a name, wherever a person says one: a flag, an answer, a cell.
    pub fn read(text: &str) -> Result<Self, NoCountry> {
        text.parse().or_else(|_| match Self::named(text) {
            CountryName::Of(country) => Ok(country),
            CountryName::Shared(countries) => Err(NoCountry::Shared(countries)),
            CountryName::Unknown => Err(NoCountry::Unknown),
        })
    }

    /// The country that [`named`](Self::named) finds alone.
    pub fn by_name(name: &str) -> Option<Self> {
        match Self::named(name) {
            CountryName::Of(country) => Some(country),
            CountryName::Shared(_) | CountryName::Unknown => None,
        }
    }
}

/// What else people call it.
fn others(country: Country) -> impl Iterator<Item = &'static str> {
    OTHER_NAMES.iter().filter(move |(code, _)| *code == country.code()).flat_map(|(_, names)| names.split(", "))
}

/// The countries of a name.
fn countries(name: &str) -> Vec<Country> {
    let name = name.trim();
    // Most lists have codes.
    if name.len() <= 3 && name.parse::<Country>().is_ok() {
        return Vec::new();
    }
    let found = whole(name);
    if !found.is_empty() {
        return found;
    }
    let rest = |beginnings: &[&str]| {
        let begins =
            |beginning: &&&str| name.get(..beginning.len()).is_some_and(|start| start.to_lowercase() == **beginning);
        beginnings.iter().find(begins).and_then(|beginning| name.get(beginning.len()..))
    };
    if let Some(rest) = rest(&ARTICLES).or_else(|| rest(STYLES)) {
        return whole_or_code(rest);
    }
    // "Korea, South"
    if let Some((end, start)) = name.split_once(", ") {
        let found = whole(&format!("{start} {end}"));
        if !found.is_empty() {
            return found;
        }
    }
    // "Germany (Deutschland)", "GB - United Kingdom", "Congo (DRC)": each part names it.
    let parts = name.split(['(', ')', '/', '|', ',', '–', '—']).flat_map(|part| part.split(" - "));
    let mut parts = parts.map(str::trim).filter(|part| !part.is_empty());
    let Some(first) = parts.next().filter(|first| *first != name) else { return Vec::new() };
    parts.fold(whole_or_code(first), |common, part| {
        let others = whole_or_code(part);
        common.into_iter().filter(|country| others.contains(country)).collect()
    })
}

fn whole(name: &str) -> Vec<Country> {
    let key = key(name);
    let known = FIRST.get(&key).or_else(|| OTHERS.get(&key)).cloned();
    // `U.S.A.`
    let dotted = || name.contains('.').then(|| name.replace('.', "").parse().ok()).flatten();
    known.or_else(|| dotted().map(|country| vec![country])).unwrap_or_default()
}

fn whole_or_code(name: &str) -> Vec<Country> {
    let name = name.trim();
    // In running text "de" and "la" are words.
    let code = || name.parse().ok().filter(|_| name.chars().all(char::is_uppercase) || name == "uk");
    let found = whole(name);
    if found.is_empty() { code().into_iter().collect() } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_found_by_the_names_in_use() {
        let mut wrong = Vec::new();
        for (code, names) in [
            ("DE", "germany|Deutschland|Allemagne|Германия|Германія|Niemcy|Duitsland|Almanya|Germania|ألمانيا|آلمان"),
            ("AT", "Österreich|OESTERREICH|Austria|Autriche|Republik Österreich"),
            ("ES", "espana|España|Spanien|Hiszpania"),
            ("FR", "la France|Frankreich|Frankrijk|République française|فرنسا"),
            (
                "GB",
                "Royaume-Uni|U.K.|the UK|Great Britain|Großbritannien|Angleterre|Англия|England, UK|Ұлыбритания|GB - United Kingdom|United Kingdom (UK)|Velká Británie|Wielka Brytania|İngiltere",
            ),
            (
                "US",
                "U.S.A.|U.S.|the USA|United States|the United States of America|États-Unis|США|EE. UU.|EEUU|АҚШ|Stany Zjednoczone|Amerika",
            ),
            ("PL", "Polska|Pologne|Polen|Польша|Rzeczpospolita Polska"),
            ("FI", "Suomi|Finnland"),
            ("KZ", "Казахстан|Қазақстан|Kazakhstan|Kasachstan|Республика Казахстан|Қазақстан / Казахстан"),
            ("KG", "Kyrgyzstan|Киргизия|Кыргызстан"),
            ("NL", "The Netherlands|Holland|Nederland|Голландия|Paesi Bassi|Kingdom of the Netherlands"),
            ("TR", "Turkey|Türkiye|Türkei|Турция"),
            ("KM", "Union des Comores|Union of the Comoros"),
            ("OM", "Sultanate of Oman|Sultanat Oman"),
            ("BO", "Estado Plurinacional de Bolivia|Plurinational State of Bolivia"),
            ("IR", "Islamic Republic of Iran|République islamique d'Iran|Исламская Республика Иран"),
            ("GY", "Co-operative Republic of Guyana"),
            ("TZ", "United Republic of Tanzania"),
            ("BS", "Commonwealth of the Bahamas"),
            ("ET", "Federal Democratic Republic of Ethiopia"),
            ("GR", "Ελλάδα|Griechenland|Hellas"),
            ("HU", "Magyarország|Ungarn"),
            ("SE", "Sverige|Szwecja"),
            ("NO", "Norge|Noreg"),
            ("CH", "die Schweiz|Suisse|Svizzera|Switzerland"),
            ("IE", "Éire|Republic of Ireland|Irlanda"),
            ("UA", "Україна|Украина|Ukraine"),
            ("RU", "Российская Федерация|Russian Federation|РФ|Rosja"),
            ("IR", "Iran, Islamic Republic of|ایران|Iran"),
            ("CZ", "Czech Republic|Česko|Tschechien"),
            ("BA", "Bosnia and Herzegovina|Bosnien und Herzegowina|Bosna i Hercegovina"),
            ("KR", "South Korea|Korea, South|Korea, Republic of|대한민국|Südkorea"),
            ("KP", "North Korea|Korea (Democratic People's Republic of)"),
            ("CD", "Congo-Kinshasa|Congo (DRC)|DR Congo|Democratic Republic of Congo"),
            ("CG", "Congo-Brazzaville|Republic of the Congo"),
            ("GN", "Guinea|Guinée|Гвинея"),
            ("GE", "Georgia|საქართველო|Грузия"),
            ("XK", "Kosovo|Kosova|Косово"),
            ("PS", "Palestine"),
            ("HK", "Hong Kong"),
            ("TW", "Taiwan|Republic of China"),
            ("CN", "China|People's Republic of China|中国"),
            ("JP", "日本|Japon"),
            ("GM", "the Gambia|Gambia"),
            ("MK", "Macedonia|North Macedonia"),
            ("CI", "Côte d’Ivoire|Ivory Coast"),
        ] {
            for name in names.split('|') {
                let found = Country::named(name);
                wrong.extend((found != CountryName::Of(code.parse().unwrap())).then(|| format!("{name}: {found:?}")));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        for name in [
            "NZ",
            "=NZ",
            "Narnia",
            "",
            "n/a",
            "none",
            "-",
            "London, UK",
            "Germany or France",
            "Germany / France",
            "de",
            "European Union",
        ] {
            assert_eq!(Country::named(name), CountryName::Unknown, "{name}");
        }
        for (name, codes) in [("Congo", "CD CG"), ("Конго", "CD CG"), ("Korea", "KP KR"), ("Virgin Islands", "VG VI")]
        {
            let countries = codes.split(' ').map(|code| code.parse().unwrap()).collect();
            assert_eq!(Country::named(name), CountryName::Shared(countries), "{name}");
        }
    }

    #[test]
    fn no_name_is_that_of_two_countries() {
        let languages = languages(FIRST_LANGUAGES);
        for country in Country::all() {
            for name in country.search_names(&languages) {
                let found = Country::by_name(&name).or_else(|| name.parse().ok());
                let is_shared =
                    || SHARED.iter().any(|(names, _)| names.split(", ").any(|shared| key(shared) == key(&name)));
                assert!(found == Some(country) || is_shared(), "{name}");
            }
        }
        let shared: Vec<_> =
            OTHERS.iter().filter(|(name, countries)| countries.len() > 1 && !FIRST.contains_key(*name)).collect();
        assert!(shared.is_empty(), "{shared:?}");
    }
}
