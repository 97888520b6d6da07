//! What providers publish about their submission servers and limits.
//!
//! The data file next to this one says only what a source states, with the source and the day it was
//! read. What is absent is unknown, not unlimited: use the values of the preset `generic` for it.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use super::server::Tls;

const EMBEDDED: &str = include_str!("presets.toml");

/// One provider.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// The name used in `config.toml`.
    pub id: String,
    /// The server, unless each customer has another one.
    pub host: Option<String>,
    /// Its port.
    pub port: u16,
    /// How the line is protected; never [`Tls::None`].
    pub tls: Tls,
    /// The ways to log in, the usual one first.
    pub auth: Vec<Auth>,
    /// Letters a minute.
    pub per_minute: Option<u32>,
    /// Letters an hour.
    pub per_hour: Option<u32>,
    /// Letters a day.
    pub per_day: Option<u32>,
    /// Recipients a day: a letter with one copy counts as two.
    pub recipients_per_day: Option<u32>,
    /// Recipients of one letter.
    pub recipients_per_mail: Option<u32>,
    /// What a user should know, in plain words.
    pub note: Option<String>,
    /// Where this is stated.
    pub source: String,
    /// The day it was read.
    #[serde(deserialize_with = "date")]
    pub date: Date,
}

/// What the provider takes as proof of who the user is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Auth {
    /// The account's password, or one made for SMTP.
    Password,
    /// A password made for one program in the account's settings; the account's own is refused.
    AppPassword,
    /// An OAuth 2.0 token.
    Oauth2,
}

/// The data file cannot be read: a fault of this build, not of the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the table of mail providers inside this program cannot be read: {0}")]
pub struct PresetError(#[from] toml::de::Error);

/// All presets, in the order of the file.
pub fn all() -> Result<Vec<Preset>, PresetError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        preset: Vec<Preset>,
    }
    Ok(toml::from_str::<File>(EMBEDDED)?.preset)
}

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::smtp::Server;

    #[test]
    fn every_preset_is_complete_and_leads_to_a_protected_server() {
        let presets = all().unwrap();
        let ids: HashSet<_> = presets.iter().map(|preset| preset.id.as_str()).collect();
        assert_eq!(ids.len(), presets.len(), "an id stands twice");
        for preset in &presets {
            let id = &preset.id;
            assert!(!preset.source.trim().is_empty(), "{id} has no source");
            assert!(!preset.auth.is_empty(), "{id} names no way to log in");
            assert_ne!(preset.tls, Tls::None, "{id}");
            let host = preset.host.as_deref().unwrap_or("mail.union.test");
            assert!(Server::new(host, preset.port, preset.tls).is_ok(), "{id}");
            for limit in [preset.per_minute, preset.per_hour, preset.per_day, preset.recipients_per_mail] {
                assert_ne!(limit, Some(0), "{id}");
            }
        }
    }

    #[test]
    fn generic_leaves_no_limit_open() {
        let presets = all().unwrap();
        let generic = presets.iter().find(|preset| preset.id == "generic").unwrap();
        assert_eq!(
            (generic.per_minute, generic.per_day, generic.recipients_per_mail),
            (Some(6), Some(200), Some(2)),
            "a letter has one office and one copy"
        );
    }
}
