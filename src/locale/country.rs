//! States and territories by their codes, and their names as CLDR has them.

use std::fmt;
use std::str::FromStr;

use icu_locale::names::RegionDisplayName;
use icu_locale::subtags::Region;
use icu_locale::{LanguageIdentifier, Locale, LocaleExpander};
use serde::{Deserialize, Serialize};

use super::language::{Language, likely_script};
use super::phrase;

/// A state or territory of ISO 3166-1, or Kosovo, whose XK many registers and CLDR use.
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

    /// Every country, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        let codes = (b'A'..=b'Z').flat_map(|first| (b'A'..=b'Z').map(move |second| [first, second]));
        codes.filter_map(|code| std::str::from_utf8(&code).ok()?.parse().ok()).filter({
            // UK is another way to write GB.
            let mut seen = std::collections::HashSet::new();
            move |country| seen.insert(*country)
        })
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

    /// Its names in a language, by CLDR: the plain one and the short one; none where CLDR has none.
    pub(super) fn names_in(self, language: &Language) -> impl Iterator<Item = String> + use<> {
        let locale = language.written_in(None);
        let names = self.region().map(|region| {
            [
                RegionDisplayName::try_new_light(locale.clone().into(), region),
                RegionDisplayName::try_new_short_light(locale.into(), region),
            ]
        });
        names.into_iter().flatten().filter_map(Result::ok).map(|name| name.to_string())
    }

    /// The language most people there read, by CLDR's likely subtags (UTS 35): German for Austria, Chinese in
    /// Traditional characters for Taiwan. They list no country whose language is English, the one of the whole
    /// table.
    pub fn main_language(self) -> Option<Language> {
        let mut identifier = LanguageIdentifier { region: Some(self.region()?), ..LanguageIdentifier::UNKNOWN };
        LocaleExpander::new_common().maximize(&mut identifier);
        if identifier.language.is_unknown() {
            Some(Language::english())
        } else {
            identifier.region = None;
            let alone = LanguageIdentifier { script: None, ..identifier.clone() };
            let is_plain = likely_script(alone.clone()) == identifier.script;
            if is_plain { alone } else { identifier }.to_string().parse().ok()
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

    pub(super) fn region(self) -> Option<Region> {
        self.code().parse().ok()
    }
}

impl FromStr for Country {
    type Err = CountryError;

    fn from_str(raw: &str) -> Result<Self, CountryError> {
        let code = raw.trim().to_ascii_uppercase();
        // ISO 3166-1 sets UK aside for the United Kingdom; people there type it.
        let code = if code == "UK" { "GB" } else { &code };
        if matches!(code, "XK" | "XKX") {
            return Ok(Self(*b"XK"));
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_have_codes_and_names() {
        for raw in ["GB", "gb", "UK", "GBR"] {
            assert_eq!(raw.parse::<Country>().unwrap().code(), "GB", "{raw}");
        }
        assert!("XX".parse::<Country>().is_err());
        // Files hold codes; what a person types is read by [`Country::read`].
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
        for (country, language) in [
            ("GB", "en"),
            ("AT", "de"),
            ("US", "en"),
            ("FR", "fr"),
            ("CH", "de"),
            ("KZ", "ru"),
            ("CN", "zh"),
            ("TW", "zh-Hant"),
            ("HK", "zh-Hant"),
            ("RS", "sr"),
            ("ME", "sr-Latn"),
            ("UZ", "uz"),
        ] {
            let country: Country = country.parse().unwrap();
            assert_eq!(country.main_language().unwrap().as_str(), language, "{country}");
        }
    }
}
