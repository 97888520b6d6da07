//! What one letter puts into its template, by the names that a template may use.

use serde_json::Value as Json;

use crate::registry::OfficeKind;
use crate::signatory::{ExtraName, Voice};

/// The fields a template may print beside those its campaign declares, and those it may only ask about.
pub(super) const TEXTS: [&str; 12] = [
    "signatory",
    "name",
    "role",
    "organisation",
    "kind",
    "members",
    "email",
    "address",
    "country",
    "own_words",
    "date",
    "office",
];
/// Who signs: true or false, so nothing to print.
const SIGNATORIES: [&str; 4] = ["is_individual", "is_union", "is_organisation", "is_representative"];
pub(super) const DEMANDS: &str = "demands";
/// The voice travels beside the fields, under a name no path can spell.
pub(super) const VOICE: &str = "voice!";

/// What a template may ask about and cannot print: who signs, and the kind of the office.
pub(super) fn conditions() -> impl Iterator<Item = &'static str> {
    SIGNATORIES.into_iter().chain(OfficeKind::conditions())
}

/// Whether it is one of those.
pub(super) fn is_condition(name: &str) -> bool {
    name.starts_with("is_") && conditions().any(|condition| condition == name)
}

/// What one letter puts into its template.
#[derive(Debug, Clone)]
pub struct Values(pub(super) serde_json::Map<String, Json>);

impl Values {
    /// No field filled yet; all conditions on the signatory false, and none on the office known.
    pub fn new(voice: Voice) -> Self {
        let mut map: serde_json::Map<String, Json> =
            TEXTS.into_iter().chain(SIGNATORIES).chain([DEMANDS]).map(|field| (field.to_owned(), Json::Null)).collect();
        map.insert(VOICE.to_owned(), Json::Bool(voice == Voice::Plural));
        Self(map)
    }

    /// Fills one text field; nothing stays nothing.
    pub fn text(&mut self, field: &'static str, value: Option<impl Into<String>>) {
        debug_assert!(TEXTS.contains(&field), "{field} is not a declared field");
        if let Some(value) = value {
            self.0.insert(field.to_owned(), Json::String(value.into()));
        }
    }

    /// Fills one field that the campaign declares, or says that it has no value here.
    pub fn extra(&mut self, field: ExtraName, value: Option<&str>) {
        self.0.insert(field.as_str().to_owned(), value.map_or(Json::Null, |value| Json::String(value.to_owned())));
    }

    /// Makes one condition on the signatory true.
    pub fn condition(&mut self, field: &'static str) {
        debug_assert!(SIGNATORIES.contains(&field), "{field} is not a declared condition");
        self.0.insert(field.to_owned(), Json::Bool(true));
    }

    /// Answers what a template asks of the office's kind: of `used`, the names that it uses.
    pub fn office_kind<'a>(&mut self, kind: OfficeKind, used: impl IntoIterator<Item = &'a String>) {
        for name in used.into_iter().filter(|name| name.starts_with("is_")) {
            if let Some(asked) = OfficeKind::of_condition(name) {
                self.0.insert(name.clone(), Json::Bool(kind.is_a(asked)));
            }
        }
    }
}
