//! Languages, countries and dates as people write them: BCP 47 tags, ISO 3166-1 codes, and CLDR
//! names and dates. Everything here comes from maintained locale libraries, but for the grammar around a
//! country's name (`phrase`) and what else people call it (`names`).

mod names;
mod phrase;

use std::cell::RefCell;
use std::fmt;
use std::str::FromStr;

use icu_calendar::{Date, Gregorian};
use icu_datetime::{FixedCalendarDateTimeFormatter, fieldsets::YMD};
use icu_locale::names::{LanguageIdentifierDisplayName, LanguageIdentifierDisplayNameOptions, RegionDisplayName};
use icu_locale::subtags::Region;
use icu_locale::{LanguageIdentifier, Locale, LocaleDirectionality, LocaleExpander};
use serde::{Deserialize, Serialize};

/// A BCP 47 language tag in its canonical form, such as `en`, `ru`, `kk` or `de-AT`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

/// A text that is not a language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language tag; write one such as en, ru or de-AT")]
pub struct LanguageError(String);

impl Language {
    /// The language this program speaks by itself.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script and region: `de` of `de-AT`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether text in this language runs from right to left.
    pub fn is_right_to_left(&self) -> bool {
        let identifier: LanguageIdentifier = self.identifier();
        LocaleDirectionality::new_common().is_right_to_left(&identifier)
    }

    /// What its speakers call it, by CLDR, with the tag: `Deutsch (de)`.
    pub fn own_name(&self) -> String {
        let name = self.name_in(self);
        if name == self.0 { name } else { format!("{name} ({self})") }
    }

    /// What it is called in another language, by CLDR; its tag where CLDR has no name.
    pub fn name_in(&self, language: &Self) -> String {
        let options = LanguageIdentifierDisplayNameOptions::default();
        let locale = language.written_in(None);
        LanguageIdentifierDisplayName::try_new_light(locale.into(), self.identifier(), options)
            .map_or_else(|_| self.0.clone(), |name| name.as_borrowed().to_string())
    }

    fn identifier(&self) -> LanguageIdentifier {
        self.0.parse().unwrap_or(LanguageIdentifier::UNKNOWN)
    }

    /// This language as it is written in a country, which decides "23 November" or "November 23".
    fn written_in(&self, country: Option<Country>) -> Locale {
        let mut identifier = self.identifier();
        if identifier.region.is_none() {
            identifier.region = country.and_then(Country::region);
        }
        identifier.into()
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(raw: &str) -> Result<Self, LanguageError> {
        let identifier: LanguageIdentifier = raw.trim().parse().map_err(|_| LanguageError(raw.to_owned()))?;
        let tag = identifier.to_string();
        if identifier.language.is_unknown() || !(2..=3).contains(&identifier.language.as_str().len()) {
            return Err(LanguageError(raw.to_owned()));
        }
        Ok(Self(tag))
    }
}

impl TryFrom<String> for Language {
    type Error = LanguageError;

    fn try_from(raw: String) -> Result<Self, LanguageError> {
        raw.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A state or territory of ISO 3166-1.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

/// A text that is not a country code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a country code; write the two letters of ISO 3166, such as GB, DE or IE")]
pub struct CountryError(String);

impl Country {
    /// One more than the highest [`Country::index`].
    pub const INDICES: usize = 26 * 26;

    /// Every country of ISO 3166-1, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        let codes = (b'A'..=b'Z').flat_map(|first| (b'A'..=b'Z').map(move |second| [first, second]));
        codes.filter_map(|code| std::str::from_utf8(&code).ok()?.parse().ok()).filter({
            // UK is another way to write GB.
            let mut seen = std::collections::HashSet::new();
            move |country| seen.insert(*country)
        })
    }

    /// What people may call it when they look for it: its codes, its name by ISO 3166-1, and its names by
    /// CLDR in each of these languages.
    pub fn search_names(self, languages: &[Language]) -> Vec<String> {
        let iso = rust_iso3166::from_alpha2(self.code());
        let mut names = vec![self.code().to_owned()];
        names.extend(languages.iter().map(|language| self.name_in(language)));
        names.extend(iso.into_iter().flat_map(|iso| [iso.alpha3.to_owned(), iso.name.to_owned()]));
        names.extend(names::others(self).map(str::to_owned));
        names
    }

    /// The country of a name in English, German, French, Spanish or Russian, as CLDR, ISO 3166-1 or people have
    /// it, whatever its case, accents and signs: "Österreich", "Iran, Islamic Republic of", "U.S.A.". A code by
    /// itself is no name, and neither is one of two countries.
    pub fn by_name(name: &str) -> Option<Self> {
        names::find(name)
    }

    /// Its place among all pairs of letters.
    pub fn index(self) -> usize {
        let place = |letter: u8| usize::from(letter.saturating_sub(b'A').min(25));
        place(self.0[0]) * 26 + place(self.0[1])
    }

    /// The two letters, upper case.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    /// The country's name in a language, by CLDR; English where CLDR has none, then the code.
    pub fn name_in(self, language: &Language) -> String {
        let name = |locale: Locale| {
            RegionDisplayName::try_new_light(locale.into(), self.region()?).ok().map(|name| name.to_string())
        };
        name(language.written_in(None))
            .or_else(|| name(icu_locale::locale!("en")))
            .unwrap_or_else(|| self.code().to_owned())
    }

    /// The language most people there read, by CLDR's likely subtags (UTS 35): German for Austria. They
    /// list no country whose language is English, the one of the whole table.
    pub fn main_language(self) -> Option<Language> {
        let mut identifier = LanguageIdentifier { region: Some(self.region()?), ..LanguageIdentifier::UNKNOWN };
        LocaleExpander::new_common().maximize(&mut identifier);
        if identifier.language.is_unknown() {
            Some(Language::english())
        } else {
            identifier.language.as_str().parse().ok()
        }
    }

    /// The country as the owner of something: "of the Netherlands", "der Niederlande", "Нидерландов".
    /// `None` where no rule of that language is sure; the name then stands as it is.
    pub fn of_in(self, language: &Language) -> Option<String> {
        phrase::of(&self.name_for_phrase(language), self.code(), language.primary())
    }

    /// The country as a place: "in the Netherlands", "aux Pays-Bas", "на Кубе". `None` as in
    /// [`Country::of_in`].
    pub fn within_in(self, language: &Language) -> Option<String> {
        phrase::within(&self.name_for_phrase(language), self.code(), language.primary())
    }

    /// CLDR's plain name of Hong Kong, Macao, Myanmar and Palestine is a description or a pair of
    /// names; its short one is the name. Others are shortened too far: "UK", "É.-U.".
    fn name_for_phrase(self, language: &Language) -> String {
        let short = || {
            let locale = language.written_in(None);
            RegionDisplayName::try_new_short_light(locale.into(), self.region()?).ok().map(|name| name.to_string())
        };
        let short = if matches!(self.code(), "HK" | "MM" | "MO" | "PS") { short() } else { None };
        short.unwrap_or_else(|| self.name_in(language))
    }

    fn region(self) -> Option<Region> {
        self.code().parse().ok()
    }
}

impl FromStr for Country {
    type Err = CountryError;

    fn from_str(raw: &str) -> Result<Self, CountryError> {
        let code = raw.trim().to_ascii_uppercase();
        // ISO 3166-1 sets UK aside for the United Kingdom; people there type it.
        let code = if code == "UK" { "GB" } else { &code };
        rust_iso3166::from_alpha2(code)
            .or_else(|| rust_iso3166::from_alpha3(code))
            .and_then(|found| found.alpha2.as_bytes().try_into().ok())
            .map(Self)
            .ok_or_else(|| CountryError(raw.to_owned()))
    }
}

impl TryFrom<String> for Country {
    type Error = CountryError;

    fn try_from(raw: String) -> Result<Self, CountryError> {
        raw.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.code().to_owned()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A day as data files write it: a TOML date (`2011-10-07`), or the same in quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawDay")]
pub struct Day(pub jiff::civil::Date);

#[derive(Deserialize)]
#[serde(untagged)]
enum RawDay {
    Toml(toml::value::Datetime),
    Text(String),
}

impl TryFrom<RawDay> for Day {
    type Error = String;

    fn try_from(raw: RawDay) -> Result<Self, String> {
        let text = match raw {
            RawDay::Toml(date) => date.to_string(),
            RawDay::Text(text) => text,
        };
        text.parse().map(Self).map_err(|_| format!("`{text}` is not a day; write it as 2011-10-07"))
    }
}

/// A day written out for a letter: "23 November 2026", "23 ноября 2026 г.".
pub fn long_date(day: jiff::civil::Date, language: &Language, country: Option<Country>) -> String {
    thread_local! {
        /// The letters of a list have one day; to write it anew for each is a tenth of the work.
        static LAST: RefCell<Option<Written>> = const { RefCell::new(None) };
    }
    LAST.with_borrow_mut(|last| {
        let of = (day, language.clone(), country);
        match last {
            Some((known, written)) if *known == of => written.clone(),
            _ => last.insert((of, written_out(day, language, country))).1.clone(),
        }
    })
}

/// A day in a language as it is written in a country, and how that reads.
type Written = ((jiff::civil::Date, Language, Option<Country>), String);

fn written_out(day: jiff::civil::Date, language: &Language, country: Option<Country>) -> String {
    let written = || {
        let date =
            Date::try_new_gregorian(day.year().into(), day.month().cast_unsigned(), day.day().cast_unsigned()).ok()?;
        let locale = language.written_in(country);
        let format = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(locale.into(), YMD::long()).ok()?;
        // CLDR puts narrow no-break spaces into some dates; plain text and old mail programs show
        // them as boxes.
        Some(format.format(&date).to_string().replace(['\u{202f}', '\u{a0}'], " "))
    };
    written().unwrap_or_else(|| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_people_write_them() {
        let day = jiff::civil::date(2026, 11, 23);
        for (language, country, expected) in [
            ("en", Some("GB"), "23 November 2026"),
            ("en", Some("US"), "November 23, 2026"),
            ("en", Some("DE"), "23 November 2026"),
            ("ru", Some("GB"), "23 ноября 2026 г."),
            ("de", None, "23. November 2026"),
            ("kk", None, "2026 ж. 23 қараша"),
            ("fr", None, "23 novembre 2026"),
        ] {
            let country = country.map(|c| c.parse().unwrap());
            assert_eq!(long_date(day, &language.parse().unwrap(), country), expected, "{language}");
        }
    }

    #[test]
    fn countries_have_codes_and_names() {
        for raw in ["GB", "gb", "UK", "GBR"] {
            assert_eq!(raw.parse::<Country>().unwrap().code(), "GB", "{raw}");
        }
        assert!("XX".parse::<Country>().is_err());
        assert!("United Kingdom".parse::<Country>().is_err());
        let kz: Country = "KZ".parse().unwrap();
        for (language, name) in [("en", "Kazakhstan"), ("ru", "Казахстан"), ("de", "Kasachstan"), ("kk", "Қазақстан")]
        {
            assert_eq!(kz.name_in(&language.parse().unwrap()), name);
        }
    }

    /// Read this table when it changes: a CLDR update can bring a name that no rule knows.
    #[test]
    fn every_country_in_a_phrase() {
        let languages = ["en", "ru", "de", "fr", "es", "kk"].map(|tag| tag.parse::<Language>().unwrap());
        let mut codes: Vec<&str> = rust_iso3166::ALL.iter().map(|country| country.alpha2).collect();
        codes.sort_unstable();
        let rows = codes.iter().map(|code| {
            let country: Country = code.parse().unwrap();
            let phrases = languages.each_ref().map(|language| {
                let or_name =
                    |phrase: Option<String>| phrase.unwrap_or_else(|| format!("({})", country.name_in(language)));
                format!("{}, {}", or_name(country.of_in(language)), or_name(country.within_in(language)))
            });
            format!("{code}: {}", phrases.join(" | "))
        });
        insta::assert_snapshot!("phrases", rows.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn a_phrase_is_plain_where_no_rule_is_sure() {
        let iran: Country = "IR".parse().unwrap();
        for (language, phrase) in
            [("de-AT", Some("des Iran")), ("fr-CA", Some("d’Iran")), ("kk-Arab", None), ("pl", None)]
        {
            assert_eq!(iran.of_in(&language.parse().unwrap()).as_deref(), phrase, "{language}");
        }
        // Regional names differ from the plain ones and must still find their rule.
        for (code, language, place) in [
            ("FK", "fr-CA", "aux îles Malouines"),
            ("TL", "ru-UA", "в Тимор-Лесте"),
            ("AE", "ru-UA", "в Объединенных Арабских Эмиратах"),
            ("NF", "ru-UA", "на острове Норфолк"),
            ("SB", "de-CH", "auf den Salomon-Inseln"),
            ("EH", "es-CL", "en el Sahara Occidental"),
            ("PS", "en-GB", "in Palestine"),
        ] {
            let country: Country = code.parse().unwrap();
            assert_eq!(country.within_in(&language.parse().unwrap()).as_deref(), Some(place), "{code} {language}");
        }
    }

    #[test]
    fn countries_have_a_main_language() {
        for (country, language) in [("GB", "en"), ("AT", "de"), ("US", "en"), ("FR", "fr"), ("CH", "de"), ("KZ", "ru")]
        {
            let country: Country = country.parse().unwrap();
            assert_eq!(country.main_language().unwrap().as_str(), language, "{country}");
        }
    }

    #[test]
    fn language_tags() {
        assert_eq!("de-at".parse::<Language>().unwrap().as_str(), "de-AT");
        assert_eq!("de-at".parse::<Language>().unwrap().primary(), "de");
        assert!("fa".parse::<Language>().unwrap().is_right_to_left());
        assert!(!"ru".parse::<Language>().unwrap().is_right_to_left());
        for raw in ["", "background", "e", "README", "und", "../x"] {
            assert!(raw.parse::<Language>().is_err(), "{raw}");
        }
    }
}
