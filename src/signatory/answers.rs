//! What has been answered so far; any of it may be rubbish.

use std::collections::BTreeMap;

use super::extra::Extra;
use super::extra_name::ExtraName;
use super::field::Field;
use super::kind::{Kind, Voice};
use super::problem::{AnswerProblem, FieldError};
use crate::text;

/// What has been answered so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is described once, at `Field`")]
pub struct Answers {
    pub kind: Option<String>,
    pub name: Option<String>,
    pub role: Option<String>,
    pub organisation: Option<String>,
    pub members: Option<String>,
    pub country: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub own_words: Option<String>,
    pub own_words_in: BTreeMap<ExtraName, String>,
    pub voice: Option<String>,
    pub extra: BTreeMap<ExtraName, String>,
    pub questions: BTreeMap<(u8, ExtraName), String>,
}

impl Answers {
    /// The answer to one field. An answer in which there is nothing to see counts as none.
    pub fn get(&self, field: Field) -> Option<&str> {
        let answer = match field {
            Field::Kind => &self.kind,
            Field::Name => &self.name,
            Field::Role => &self.role,
            Field::Organisation => &self.organisation,
            Field::Members => &self.members,
            Field::Country => &self.country,
            Field::Email => &self.email,
            Field::Address => &self.address,
            Field::OwnWords => &self.own_words,
            Field::Voice => &self.voice,
            Field::Extra(name) => return self.extra.get(&name).map(String::as_str).filter(is_said),
            Field::OwnWordsIn(name) => return self.own_words_in.get(&name).map(String::as_str).filter(is_said),
            Field::Question(place, name) => {
                return self.questions.get(&(place, name)).map(String::as_str).filter(is_said);
            }
        };
        answer.as_deref().filter(is_said)
    }

    /// Sets the answer to one field.
    pub fn set(&mut self, field: Field, answer: Option<String>) {
        let slot = match field {
            Field::Kind => &mut self.kind,
            Field::Name => &mut self.name,
            Field::Role => &mut self.role,
            Field::Organisation => &mut self.organisation,
            Field::Members => &mut self.members,
            Field::Country => &mut self.country,
            Field::Email => &mut self.email,
            Field::Address => &mut self.address,
            Field::OwnWords => &mut self.own_words,
            Field::Voice => &mut self.voice,
            Field::Extra(name) => {
                match answer {
                    Some(answer) => self.extra.insert(name, answer),
                    None => self.extra.remove(&name),
                };
                return;
            }
            Field::OwnWordsIn(name) => {
                match answer {
                    Some(answer) => self.own_words_in.insert(name, answer),
                    None => self.own_words_in.remove(&name),
                };
                return;
            }
            Field::Question(place, name) => {
                match answer {
                    Some(answer) => self.questions.insert((place, name), answer),
                    None => self.questions.remove(&(place, name)),
                };
                return;
            }
        };
        *slot = answer;
    }

    /// All that is answered, in the order a person is asked for it; extra fields by name.
    pub fn given(&self) -> impl Iterator<Item = (Field, &str)> {
        let extra = self.extra.keys().map(|name| Field::Extra(*name));
        let questions = self.questions.keys().map(|(place, name)| Field::Question(*place, *name));
        let own_words = self.own_words_in.keys().map(|name| Field::OwnWordsIn(*name));
        Field::ALL
            .into_iter()
            .chain(own_words)
            .chain(extra)
            .chain(questions)
            .filter_map(|field| Some((field, self.get(field)?)))
    }

    /// These answers, and a lower layer's where these have none. Own words are one answer, in however many languages.
    #[must_use]
    pub fn or(mut self, lower: &Self) -> Self {
        let is_own_words = |field: Field| field == Field::OwnWords || field.language().is_some();
        let has_own_words = self.given().any(|(field, _)| is_own_words(field));
        for (field, answer) in lower.given() {
            if self.get(field).is_none() && !(has_own_words && is_own_words(field)) {
                self.set(field, Some(answer.to_owned()));
            }
        }
        self
    }

    /// The same, with the answers to a campaign's questions as such: flags and files name them as they name fields.
    #[must_use]
    pub fn to_questions_of(mut self, extras: &[Extra]) -> Self {
        for field in extras.iter().map(Extra::field) {
            if let Field::Question(place, name) = field
                && let Some(answer) = self.extra.remove(&name)
            {
                self.questions.insert((place, name), answer);
            }
        }
        self
    }

    /// The kind of signatory: as answered; else an organisation when one is named; else a person.
    pub fn kind(&self) -> Result<Kind, FieldError> {
        match self.get(Field::Kind) {
            Some(raw) => {
                raw.trim().to_lowercase().parse().map_err(|()| FieldError::new(Field::Kind, raw, AnswerProblem::Kind))
            }
            None if self.get(Field::Organisation).is_some() => Ok(Kind::Organisation),
            None => Ok(Kind::Individual),
        }
    }

    /// Whether somebody is to say "I" for an organisation, who must be named with their office in it.
    pub fn speaks_for_organisation(&self) -> bool {
        let says_i = self.get(Field::Voice).is_some_and(|voice| voice.trim().eq_ignore_ascii_case("i"));
        says_i && self.kind().is_ok_and(|kind| kind.voice() == Voice::Plural)
    }
}

/// An answer in which there is nothing to see is none.
fn is_said(answer: &&str) -> bool {
    !text::is_blank(answer)
}
