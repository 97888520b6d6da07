//! Languages by their tags, and their names as CLDR has them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use icu_locale::names::{LanguageIdentifierDisplayName, LanguageIdentifierDisplayNameOptions};
use icu_locale::subtags::{Region, Script};
use icu_locale::{LanguageIdentifier, Locale, LocaleDirectionality, LocaleExpander};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

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

    /// Whether this tag and another one mean the same language in the same script: Traditional characters for
    /// `zh-TW`, Arabic letters for `uz-AF`.
    pub fn is_written_as(&self, tag: &str) -> bool {
        let is_same_language = tag.split('-').next() == Some(self.primary());
        let other = || tag.parse().unwrap_or(LanguageIdentifier::UNKNOWN);
        is_same_language && likely_script(self.identifier()) == likely_script(other())
    }

    /// Whether text in this language runs from right to left.
    pub fn is_right_to_left(&self) -> bool {
        let identifier: LanguageIdentifier = self.identifier();
        LocaleDirectionality::new_common().is_right_to_left(&identifier)
    }

    /// The one of these texts that is in this language: of that very tag, or of the same language otherwise written.
    pub fn among<'a>(&self, texts: &'a BTreeMap<Self, String>) -> Option<&'a str> {
        // A name in Traditional characters is none for a letter in Simplified ones.
        let same = |(known, _): &(&Self, &String)| self.is_written_as(known.as_str());
        texts.get(self).or_else(|| texts.iter().find(same).map(|(_, text)| text)).map(String::as_str)
    }

    /// What its speakers call it, by CLDR, with the tag: `Deutsch (de)`.
    pub fn own_name(&self) -> String {
        let name = self.name_in(self);
        if name == self.0 { name } else { format!("{name} ({self})") }
    }

    /// What it is called in another language, by CLDR; its tag where CLDR has no name.
    pub fn name_in(&self, language: &Self) -> String {
        let options = LanguageIdentifierDisplayNameOptions::default();
        // The smaller tables lack Kazakh, among others.
        LanguageIdentifierDisplayName::try_new_heavy(language.written_in(None).into(), self.identifier(), options)
            .map_or_else(|_| self.0.clone(), |name| name.as_borrowed().to_string())
    }

    /// A text in capitals, as the country stands on an envelope. Turkish and Azerbaijani keep the dot of their
    /// i, Greek drops the accents of its vowels, and Georgian writes none: few fonts have them.
    pub fn capitals(&self, text: &str) -> String {
        match self.primary() {
            "tr" | "az" => text.replace('i', "İ").to_uppercase(),
            "el" => text.nfd().filter(|c| *c != '\u{301}').collect::<String>().to_uppercase().nfc().collect(),
            "ka" => text.to_owned(),
            _ => text.to_uppercase(),
        }
    }

    fn identifier(&self) -> LanguageIdentifier {
        self.0.parse().unwrap_or(LanguageIdentifier::UNKNOWN)
    }

    /// This language as it is written in a region, which decides "23 November" or "November 23". It keeps its own
    /// script: who writes Azerbaijani from Iran has chosen Latin letters.
    pub(super) fn written_in(&self, region: Option<Region>) -> Locale {
        let own = self.identifier();
        let mut there = own.clone();
        if own.region.is_none() && region.is_some() {
            there.region = region;
            let script = likely_script(own);
            if likely_script(there.clone()) != script {
                there.script = script;
            }
        }
        there.into()
    }
}

/// The script that CLDR's likely subtags (UTS 35) tell.
pub(super) fn likely_script(mut identifier: LanguageIdentifier) -> Option<Script> {
    LocaleExpander::new_extended().maximize(&mut identifier);
    identifier.script
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_told_by_language_and_region() {
        for (language, other, is_same) in [
            ("de", "de-AT", true),
            ("de", "en", false),
            ("zh", "zh-CN", true),
            ("zh", "zh-TW", false),
            ("zh-Hant", "zh-HK", true),
            ("sr", "sr-Cyrl", true),
            ("sr", "sr-ME", false),
            ("uz", "uz-Latn-UZ", true),
            ("az", "az-IR", false),
        ] {
            assert_eq!(language.parse::<Language>().unwrap().is_written_as(other), is_same, "{language} {other}");
        }
    }

    #[test]
    fn a_language_has_its_name_in_others() {
        for (language, other, name) in
            [("kk", "en", "Kazakh"), ("ru", "en", "Russian"), ("kk", "ru", "казахский"), ("de", "fr", "allemand")]
        {
            let [language, other] = [language, other].map(|tag| tag.parse::<Language>().unwrap());
            assert_eq!(language.name_in(&other), name);
        }
    }

    #[test]
    fn capitals_follow_the_language() {
        for (language, text, expected) in [
            ("tr", "Şili ile Kıbrıs", "ŞİLİ İLE KIBRIS"),
            ("az", "Türkiyə", "TÜRKİYƏ"),
            ("en", "Türkiye", "TÜRKIYE"),
            ("el", "Αίγυπτος", "ΑΙΓΥΠΤΟΣ"),
            ("el", "Μαρόκο, Ταϊτή", "ΜΑΡΟΚΟ, ΤΑΪΤΗ"),
            ("ka", "საქართველო", "საქართველო"),
            ("de", "Preußen", "PREUSSEN"),
            ("ar", "مصر", "مصر"),
            ("ja", "日本", "日本"),
        ] {
            assert_eq!(language.parse::<Language>().unwrap().capitals(text), expected, "{language}");
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
