//! Who gets a copy of every letter: addresses, and offices by their ids.

use toml::Spanned;

use super::error::CampaignError;
use super::limits::COPIES_MOST;
use crate::address::Email;
use crate::place::{Lines, Place};
use crate::registry::is_id;
use crate::text;

/// What `copy_to` says.
#[derive(Debug, Default)]
pub(super) struct Copies {
    pub(super) emails: Vec<Email>,
    /// Ids of offices, each with its place in `campaign.toml`.
    pub(super) offices: Vec<(String, Place)>,
}

/// Reads `copy_to`. No address can be an id, nor an id an address.
pub(super) fn read(raw: &[Spanned<String>], lines: &Lines<'_>, errors: &mut Vec<CampaignError>) -> Copies {
    let mut copies = Copies::default();
    for raw in raw {
        let place = lines.at(raw.span().start);
        if copies.emails.len() + copies.offices.len() == COPIES_MOST {
            errors.push(CampaignError::Copies(place));
            break;
        }
        let value = raw.get_ref();
        if is_id(value) {
            if !copies.offices.iter().any(|(known, _)| known == value) {
                copies.offices.push((value.clone(), place));
            }
            continue;
        }
        match value.parse() {
            Err(error) => errors.push(CampaignError::Copy { place, value: text::for_sentence(value), error }),
            Ok(email) if copies.emails.contains(&email) => {}
            Ok(email) => copies.emails.push(email),
        }
    }
    copies
}
