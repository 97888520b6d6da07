//! `campaign.toml` as it is written.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::facts::{EmbassyAs, Status};
use super::fields;
use crate::locale::{Country, Day};
use crate::registry::schema;

/// `campaign.toml` as it is written. Its JSON Schema is made from it, for editors: each key says what it is, and a key
/// with its place in the file (`Spanned`) says of which type it is.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCampaign {
    /// What happened to whom, in one line.
    #[schemars(with = "String")]
    pub(super) title: Spanned<String>,
    /// The version of the text, from 1: raised whenever it changes after publication.
    #[schemars(with = "Option<std::num::NonZeroU32>")]
    pub(super) version: Option<Spanned<i64>>,
    /// What the latest correction changed.
    #[schemars(with = "Option<String>")]
    pub(super) version_note: Option<Spanned<String>>,
    /// Whether letters are still wanted.
    #[serde(default)]
    pub(super) status: Status,
    /// Why it has that status.
    #[schemars(with = "Option<String>")]
    pub(super) status_note: Option<Spanned<String>>,
    /// The day the appeal was published.
    #[schemars(with = "Option<schema::Day>")]
    pub(super) published: Option<Day>,
    /// The last day on which letters help; after it nothing is sent.
    #[schemars(with = "Option<schema::Day>")]
    pub(super) act_by: Option<Day>,
    /// Whom it is about; each letter must name them.
    #[serde(default)]
    pub(super) persons: Vec<RawPerson>,
    /// Ids of offices, from the registry or the campaign's own.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(super) recipients: Vec<Spanned<String>>,
    /// The state whose embassy in each signatory's own country gets a letter too.
    #[schemars(with = "Option<schema::CountryCode>")]
    pub(super) embassy_of: Option<Country>,
    /// What that embassy gets.
    #[serde(default)]
    pub(super) embassy_as: EmbassyAs,
    /// Who gets a copy of every letter: addresses, and ids of offices.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(super) copy_to: Vec<Spanned<String>>,
    /// Where the appeal can be read.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(super) sources: Vec<Spanned<String>>,
    /// Its own page on the web; letters on paper bear a QR code that leads there.
    #[schemars(with = "Option<String>")]
    pub(super) page: Option<Spanned<String>>,
    /// The languages of its letters; the first is that of whoever chooses none.
    #[schemars(with = "Option<Vec<String>>")]
    pub(super) languages: Option<Spanned<Vec<Spanned<String>>>>,
    /// What it asks of a signatory beyond the usual fields.
    #[serde(default)]
    pub(super) field: Vec<fields::RawField>,
    /// Questions whose answers become own words.
    #[serde(default)]
    pub(super) question: Vec<fields::RawField>,
    /// Offices that no registry has.
    #[serde(default)]
    #[schemars(with = "Vec<schema::OfficeTable>")]
    pub(super) office: Vec<serde::de::IgnoredAny>,
    /// Rules of `outcry campaigns check` that shall not apply, each with the reason.
    #[serde(default)]
    pub(super) allow: Vec<RawAllow>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAllow {
    /// The name of the rule.
    #[schemars(with = "String")]
    pub(super) rule: Spanned<String>,
    /// What the line holds where it does not apply; without it, it applies nowhere.
    #[serde(rename = "where")]
    #[schemars(with = "Option<String>")]
    pub(super) only_where: Option<Spanned<String>>,
    /// Why it does not apply here.
    #[schemars(with = "String")]
    pub(super) because: Spanned<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPerson {
    /// The name as the campaign spells it.
    #[schemars(with = "String")]
    pub(super) name: Spanned<String>,
    /// Other spellings.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(super) aliases: Vec<Spanned<String>>,
}
