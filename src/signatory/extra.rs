//! Fields that a campaign declares beyond the usual ones, such as where somebody works.
//!
//! An [`ExtraName`] is a plain word, so it can stand in a template, a flag, a file and the head of a
//! column. What is declared, and which names are free, the campaign says when it loads.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, de};

use super::Field;
use crate::locale::Language;
use crate::text;

/// The name of an extra field: `[a-z][a-z0-9_]*`, at most 32. It is held in place, so that a
/// [`Field`] can be copied like any other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExtraName([u8; Self::MOST]);

impl ExtraName {
    /// Characters of a name.
    const MOST: usize = 32;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(Self::MOST);
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }
}

impl std::str::FromStr for ExtraName {
    type Err = NotAName;

    fn from_str(raw: &str) -> Result<Self, NotAName> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let right = raw.starts_with(|c: char| c.is_ascii_lowercase()) && raw.bytes().all(plain);
        if !right || raw.len() > Self::MOST {
            return Err(NotAName(text::for_sentence(raw)));
        }
        let mut bytes = [0; Self::MOST];
        bytes[..raw.len()].copy_from_slice(raw.as_bytes());
        Ok(Self(bytes))
    }
}

impl fmt::Display for ExtraName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for ExtraName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl<'de> Deserialize<'de> for ExtraName {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        String::deserialize(source)?.parse().map_err(de::Error::custom)
    }
}

/// A text that cannot be the name of a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" cannot be the name of a field: it may hold only a-z, 0-9 and _, at most {most}, beginning with a letter",
    most = ExtraName::MOST
)]
pub struct NotAName(String);

/// A field that a campaign declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    /// Its name in templates, flags and files.
    pub name: ExtraName,
    /// What it is called when people are asked for it, per language; a plain label has none.
    pub labels: Vec<(Option<Language>, String)>,
}

impl Extra {
    /// The field it is.
    pub fn field(&self) -> Field {
        Field::Extra(self.name)
    }

    /// What a person is asked for: the plain or the English label, else any, else the name itself.
    pub fn label(&self) -> Cow<'_, str> {
        let is_plain = |language: &Option<Language>| language.as_ref().is_none_or(|known| known.primary() == "en");
        let label = self.labels.iter().find(|(language, _)| is_plain(language)).or_else(|| self.labels.first());
        match label {
            Some((_, label)) => label.into(),
            None => self.name.as_str().replace('_', " ").into(),
        }
    }

    /// All it may be called at the head of a column, as [`text::key`] compares names.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        let labels = self.labels.iter().map(|(_, label)| text::key(label));
        std::iter::once(text::key(self.name.as_str())).chain(labels)
    }
}

/// The declaration of a field, if it is among these.
pub fn declared(extras: &[Extra], field: Field) -> Option<&Extra> {
    extras.iter().find(|extra| extra.field() == field)
}

/// Words that mean something already: in a template, as a flag or as a column of a list.
const TAKEN: &str = "signatory date office demands this is_individual is_union is_organisation is_representative is_embassy \
    plain markdown if unless each else with lookup raw log eq ne gt gte lt lte and or not len true false null \
    undefined i we singular plural first_name last_name postal_code city consent profile extra";

/// Whether a name or a label, as [`text::key`] compares them, means something already.
pub fn is_taken(key: &str) -> bool {
    Field::ALL.iter().map(Field::name).chain(TAKEN.split(' ')).any(|taken| text::key(taken) == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_plain_word() {
        for name in ["workplace", "a", "shift_2", &"x".repeat(32)] {
            assert_eq!(name.parse::<ExtraName>().unwrap().as_str(), name);
        }
        for name in ["", "Workplace", "2nd", "_x", "a-b", "a b", "é", "a\0", &"x".repeat(33)] {
            assert!(name.parse::<ExtraName>().is_err(), "{name:?}");
        }
    }

    #[test]
    fn a_person_is_asked_in_english_where_that_is_known() {
        let label = |labels: &[(Option<&str>, &str)]| {
            let labels = labels.iter().map(|(tag, label)| (tag.map(|tag| tag.parse().unwrap()), (*label).to_owned()));
            Extra { name: "work_place".parse().unwrap(), labels: labels.collect() }.label().into_owned()
        };
        assert_eq!(label(&[]), "work place");
        assert_eq!(label(&[(None, "Where")]), "Where");
        assert_eq!(label(&[(Some("de"), "Wo"), (Some("en"), "Where")]), "Where");
        assert_eq!(label(&[(Some("de"), "Wo")]), "Wo");
    }
}
