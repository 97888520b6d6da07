//! `[[field]]` and `[[question]]`: what a campaign asks of a signatory beyond the usual fields.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::error::{CampaignError, FieldProblem};
use super::limits::{FIELDS_MOST, LABEL_MOST, QUESTION_MOST, QUESTIONS_MOST};
use super::values::conditions;
use crate::locale::Language;
use crate::place::Lines;
use crate::signatory::{Extra, ExtraName, NotAName, Purpose, is_taken};
use crate::text;

/// A field or a question as the file writes it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    /// The name in letters and of a column: a-z, 0-9 and _.
    #[schemars(with = "String")]
    name: Spanned<String>,
    /// The question, alone or by language.
    #[schemars(with = "Option<LabelText>")]
    label: Option<Spanned<RawLabel>>,
}

/// `label = "…"`, or `label.en = "…"` and so on.
struct RawLabel(Vec<(Option<Language>, String)>);

/// The same for the JSON Schema.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "the schema is made from the type; the reader keeps languages in their order")]
enum LabelText {
    /// In the language of the campaign.
    One(String),
    /// By language tag.
    Each(BTreeMap<String, String>),
}

impl<'de> Deserialize<'de> for RawLabel {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Labels;

        impl<'de> Visitor<'de> for Labels {
            type Value = RawLabel;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a label, or one per language as in label.en = \"…\"")
            }

            fn visit_str<E>(self, label: &str) -> Result<RawLabel, E> {
                Ok(RawLabel(vec![(None, label.to_owned())]))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawLabel, A::Error> {
                let mut labels = Vec::new();
                while let Some((language, label)) = map.next_entry::<Language, String>()? {
                    labels.push((Some(language), label));
                }
                Ok(RawLabel(labels))
            }
        }

        source.deserialize_any(Labels)
    }
}

/// The names of all fields that have one.
pub(super) fn names(raw: &[RawField]) -> Vec<ExtraName> {
    raw.iter().filter_map(|field| field.name.get_ref().parse().ok()).collect()
}

/// Reads all fields of a campaign, then its questions; one with a mistake is left out.
pub(super) fn read(
    mut raw: Vec<RawField>,
    mut questions: Vec<RawField>,
    lines: &Lines<'_>,
    errors: &mut Vec<CampaignError>,
) -> Vec<Extra> {
    for (raw, most, problem) in [
        (&mut raw, FIELDS_MOST, FieldProblem::TooMany),
        (&mut questions, QUESTIONS_MOST, FieldProblem::TooManyQuestions),
    ] {
        if let Some(first) = raw.get(most) {
            errors.push(CampaignError::Field { place: lines.at(first.name.span().start), problem });
            raw.truncate(most);
        }
    }
    let of_fields = raw.into_iter().map(|raw| (raw, Purpose::Field));
    let of_questions = (0..=u8::MAX).zip(questions).map(|(place, raw)| (raw, Purpose::Question(place)));
    let mut fields: Vec<Extra> = Vec::new();
    for (raw, purpose) in of_fields.chain(of_questions) {
        match field(raw, purpose, &fields, lines) {
            Ok(field) => fields.push(field),
            Err(error) => errors.push(error),
        }
    }
    fields
}

/// Reads one field or question that comes after others.
fn field(
    RawField { name, label }: RawField,
    purpose: Purpose,
    others: &[Extra],
    lines: &Lines<'_>,
) -> Result<Extra, CampaignError> {
    let label_most = if purpose == Purpose::Field { LABEL_MOST } else { QUESTION_MOST };
    let fail = |at: usize, problem| CampaignError::Field { place: lines.at(at), problem };
    let free = |at: usize, called: &str| {
        let key = text::key(called);
        if is_taken(&key) || conditions().any(|condition| text::key(condition) == key) {
            return Err(fail(at, FieldProblem::Taken(text::for_sentence(called))));
        }
        if others.iter().flat_map(Extra::keys).any(|known| known == key) {
            return Err(fail(at, FieldProblem::Doubled(text::for_sentence(called))));
        }
        Ok(())
    };
    let at = name.span().start;
    let name_read = name.get_ref().parse().map_err(|error: NotAName| fail(at, error.into()))?;
    let mut field = Extra { name: name_read, labels: Vec::new(), purpose };
    free(at, name.get_ref())?;
    if let Some(label) = label {
        let at = label.span().start;
        for (language, label) in label.into_inner().0 {
            let label = text::line(&label, label_most).map_err(|error| fail(at, error.into()))?;
            free(at, &label)?;
            field.labels.push((language, label));
        }
    }
    Ok(field)
}
