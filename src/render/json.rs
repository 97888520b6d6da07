//! The letter as one JSON object, for other programs. docs/scripting.md has the schema.

use serde::Serialize;

use super::text::mail_text;
use crate::letter::{Letter, SentBy};
use crate::signatory::Voice;

#[derive(Serialize)]
struct JsonLetter<'a> {
    campaign: &'a str,
    version: u32,
    office: &'a str,
    role: &'a str,
    date: String,
    voice: Voice,
    to: Vec<String>,
    copy_to: Vec<String>,
    copy_offices: Vec<&'a str>,
    subject: String,
    signature: Vec<String>,
    second_signature: Vec<String>,
    place: Option<&'a str>,
    our_ref: Option<&'a str>,
    your_ref: Option<&'a str>,
    sent_by: Option<&'a str>,
    enclosures: &'a [String],
    copy_names: &'a [String],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    edited: bool,
    parts: Vec<JsonPart<'a>>,
    text: String,
}

#[derive(Serialize)]
struct JsonPart<'a> {
    language: &'a str,
    date: &'a str,
    addressee: Vec<String>,
    subject: &'a str,
    for_information: Option<&'a str>,
    salutation: &'a str,
    body: String,
    demands: &'a [String],
    closing: &'a str,
    enclosed: Option<String>,
}

/// The letter on one line, without the line end.
pub fn json(letter: &Letter<'_>) -> String {
    let strings = |emails: &[crate::address::Email]| emails.iter().map(ToString::to_string).collect();
    let object = JsonLetter {
        campaign: letter.campaign,
        version: letter.version,
        office: &letter.office.id,
        role: letter.role.as_str(),
        date: letter.date.to_string(),
        voice: letter.signatory.voice,
        to: strings(&letter.office.emails()),
        copy_to: strings(letter.copies),
        copy_offices: letter.copy_offices.iter().map(|office| office.id.as_str()).collect(),
        subject: letter.subject(),
        signature: letter.signature(),
        second_signature: letter.second_signature(),
        place: letter.details.place.as_deref(),
        our_ref: letter.details.our_ref.as_deref(),
        your_ref: letter.details.your_ref.as_deref(),
        sent_by: letter.details.sent_by.map(SentBy::as_str),
        enclosures: &letter.details.enclosures,
        copy_names: &letter.details.copy_names,
        edited: letter.is_edited,
        parts: letter
            .parts
            .iter()
            .map(|part| JsonPart {
                language: part.language.as_str(),
                date: &part.date,
                addressee: letter.addressee(part),
                subject: &part.subject,
                for_information: part.mark.as_deref(),
                salutation: &part.salutation,
                body: part.plain_text().trim_end().to_owned(),
                demands: &part.demands,
                closing: &part.closing,
                enclosed: part.enclosed_text(),
            })
            .collect(),
        text: mail_text(letter),
    };
    // Only maps with non-text keys and failing writers make this fail; there are neither.
    serde_json::to_string(&object).unwrap_or_default()
}
