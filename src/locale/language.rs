//! Languages by their tags, and their names as CLDR has them.

use std::fmt;
use std::str::FromStr;

use icu_locale::names::{LanguageIdentifierDisplayName, LanguageIdentifierDisplayNameOptions};
use icu_locale::subtags::Region;
use icu_locale::{LanguageIdentifier, Locale, LocaleDirectionality};
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

    /// This language as it is written in a region, which decides "23 November" or "November 23".
    pub(super) fn written_in(&self, region: Option<Region>) -> Locale {
        let mut identifier = self.identifier();
        if identifier.region.is_none() {
            identifier.region = region;
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

#[cfg(test)]
mod tests {
    use super::*;

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
