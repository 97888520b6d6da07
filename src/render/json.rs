//! The letter as one JSON object, for other programs. docs/scripting.md has the schema.

use serde::Serialize;

use super::text::mail_text;
use crate::letter::Letter;
use crate::signatory::Voice;

#[derive(Serialize)]
struct JsonLetter<'a> {
    campaign: &'a str,
    version: u32,
    office: &'a str,
    date: String,
    voice: Voice,
    to: Vec<String>,
    copy_to: Vec<String>,
    subject: String,
    signature: Vec<String>,
    parts: Vec<JsonPart<'a>>,
    text: String,
}

#[derive(Serialize)]
struct JsonPart<'a> {
    language: &'a str,
    date: &'a str,
    addressee: Vec<String>,
    subject: &'a str,
    salutation: &'a str,
    body: String,
    demands: &'a [String],
    closing: &'a str,
}

/// The letter on one line, without the line end.
pub fn json(letter: &Letter<'_>) -> String {
    let strings = |emails: &[crate::address::Email]| emails.iter().map(ToString::to_string).collect();
    let object = JsonLetter {
        campaign: letter.campaign,
        version: letter.version,
        office: &letter.office.id,
        date: letter.date.to_string(),
        voice: letter.signatory.voice,
        to: strings(&letter.office.emails()),
        copy_to: strings(letter.copies),
        subject: letter.subject(),
        signature: letter.signature(),
        parts: letter
            .parts
            .iter()
            .map(|part| JsonPart {
                language: part.language.as_str(),
                date: &part.date,
                addressee: letter.addressee(part),
                subject: &part.subject,
                salutation: &part.salutation,
                body: part.plain_text().trim_end().to_owned(),
                demands: &part.demands,
                closing: &part.closing,
            })
            .collect(),
        text: mail_text(letter),
    };
    // Only maps with non-text keys and failing writers make this fail; there are neither.
    serde_json::to_string(&object).unwrap_or_default()
}
