//! Fields that a campaign declares beyond the usual ones, such as where somebody works.
//!
//! What is declared, and which names are free, the campaign says when it loads.

use std::borrow::Cow;

use super::extra_name::ExtraName;
use super::field::Field;
use crate::locale::Language;
use crate::text;

/// A field that a campaign declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    /// Its name in templates, flags and files.
    pub name: ExtraName,
    /// What it is called when people are asked for it, per language; a plain label has none.
    pub labels: Vec<(Option<Language>, String)>,
    /// What becomes of the answer.
    pub purpose: Purpose,
}

/// What becomes of the answer to what a campaign asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The model letter prints it where it likes.
    Field,
    /// It is the signatory's own words in the letters in one language.
    OwnWords,
    /// It is part of the signatory's own words, in the order of the campaign's questions.
    Question(u8),
    /// It is a column of a list alone: no letter prints it.
    Column,
}

impl Extra {
    /// A column of own words for the letters in this language.
    pub fn own_words_in(language: &Language) -> Option<Self> {
        let Field::OwnWordsIn(name) = Field::own_words_in(language)? else { return None };
        Some(Self { name, labels: Vec::new(), purpose: Purpose::OwnWords })
    }

    /// The field it is.
    pub fn field(&self) -> Field {
        match self.purpose {
            Purpose::Field | Purpose::Column => Field::Extra(self.name),
            Purpose::OwnWords => Field::OwnWordsIn(self.name),
            Purpose::Question(place) => Field::Question(place, self.name),
        }
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
const TAKEN: &str = "signatory date office demands this \
    plain markdown if unless each else with lookup raw log eq ne gt gte lt lte and or not len true false null \
    undefined i we singular plural name_title first_name middle_name last_name_prefix last_name name_suffix \
    address_line house_number flat postal_code city state consent copy_me profile extra";

/// Whether a name or a label, as [`text::key`] compares them, means something already.
pub fn is_taken(key: &str) -> bool {
    Field::ALL.iter().map(Field::name).chain(TAKEN.split(' ')).any(|taken| text::key(taken) == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_asked_in_english_where_that_is_known() {
        let label = |labels: &[(Option<&str>, &str)]| {
            let labels = labels.iter().map(|(tag, label)| (tag.map(|tag| tag.parse().unwrap()), (*label).to_owned()));
            Extra { name: "work_place".parse().unwrap(), labels: labels.collect(), purpose: Purpose::Field }
                .label()
                .into_owned()
        };
        assert_eq!(label(&[]), "work place");
        assert_eq!(label(&[(None, "Where")]), "Where");
        assert_eq!(label(&[(Some("de"), "Wo"), (Some("en"), "Where")]), "Where");
        assert_eq!(label(&[(Some("de"), "Wo")]), "Wo");
    }
}
