//! A registry file, read strictly: unknown keys, broken values and rejected ones are errors with
//! their place.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use toml::Spanned;

use super::{Channel, Contact, Office, Phone, Status, Usage, is_id};
use crate::locale::{Country, Day, Language};
use crate::place::{self, Lines, Place};
use crate::text;

/// All offices of a file, in its order.
pub(super) fn offices(file: &str, text: &str) -> Result<Vec<Office>, RegistryError> {
    let raw: RawRegistry = place::read_toml(file, text)
        .map_err(|(place, message)| RegistryError { place, problem: Problem::Toml(message) })?;
    let rejected: HashMap<&str, &str> = raw.rejected.iter().map(|r| (r.value.as_str(), r.reason.as_str())).collect();
    let lines = Lines::of(file, text);
    let mut offices = Vec::with_capacity(raw.office.len());
    for office in raw.office {
        let office = office.read(&lines)?;
        for value in office.channels.iter().map(|channel| channel.contact.value()) {
            if let Some(reason) = rejected.get(value.as_str()) {
                let problem = Problem::Rejected { id: office.id, value, reason: (*reason).to_owned() };
                return Err(RegistryError { place: office.place, problem });
            }
        }
        offices.push(office);
    }
    Ok(offices)
}

/// Why a registry file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct RegistryError {
    /// Where.
    pub place: Place,
    /// What.
    pub problem: Problem,
}

/// The kinds of mistake a registry file can hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not TOML, or not of this shape.
    #[error("{0}")]
    Toml(String),
    /// An id that cannot be used in file names and on command lines.
    #[error("the id \"{0}\" may hold only a-z, 0-9 and -, at most 64, beginning with a letter or digit")]
    Id(String),
    /// Two offices with one id.
    #[error("the id \"{id}\" is taken already, at {first}")]
    Duplicate {
        /// The id.
        id: String,
        /// Where it was used first.
        first: Place,
    },
    /// No name in any language.
    #[error("office \"{0}\" has no name; give names.en = \"…\"")]
    Nameless(String),
    /// A text field that is not clean text.
    #[error("{field} of office \"{id}\" cannot be used: {error}")]
    Text {
        /// The office.
        id: String,
        /// Which key.
        field: &'static str,
        /// What is wrong.
        error: text::TextError,
    },
    /// A channel value that is not what its type says.
    #[error("{word} \"{value}\" of office \"{id}\": {problem}")]
    Channel {
        /// The office.
        id: String,
        /// The channel's type.
        word: &'static str,
        /// The value, made safe to show.
        value: String,
        /// What is wrong with it.
        problem: ChannelProblem,
    },
    /// A value that the same file keeps out as false.
    #[error("\"{value}\" of office \"{id}\" stands under [[rejected]]: {reason}")]
    Rejected {
        /// The office.
        id: String,
        /// The value.
        value: String,
        /// Why it was rejected.
        reason: String,
    },
}

/// What is wrong with a channel's value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChannelProblem {
    /// Not an e-mail address.
    #[error(transparent)]
    Email(#[from] crate::address::AddressError),
    /// Not an international number.
    #[error("it is not an international telephone number; write it as +77172747570")]
    Phone,
    /// Not clean text.
    #[error(transparent)]
    Text(#[from] text::TextError),
    /// Not a web address.
    #[error("it is not a web address; it must begin with https:// or http://")]
    Url,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRegistry {
    #[serde(default)]
    office: Vec<RawOffice>,
    #[serde(default)]
    rejected: Vec<RawRejected>,
}

/// An office as a file writes it, before it is checked. Campaigns bring these too.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOffice {
    id: Spanned<String>,
    kind: String,
    country: Option<Country>,
    seat: Option<String>,
    names: BTreeMap<Language, String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    languages: Vec<Language>,
    #[serde(default)]
    salutation: BTreeMap<Language, String>,
    #[serde(default)]
    status: Status,
    represents: Option<Country>,
    host: Option<Country>,
    #[serde(default)]
    accredited_to: Vec<Country>,
    note: Option<String>,
    #[serde(default)]
    channel: Vec<RawChannel>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChannel {
    r#type: RawType,
    value: Spanned<String>,
    printed: Option<String>,
    desk: Option<String>,
    #[serde(default, rename = "use")]
    usage: Usage,
    source: Option<String>,
    source_date: Option<Day>,
    checked: Option<Day>,
    note: Option<String>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum RawType {
    #[serde(alias = "e-mail")]
    Email,
    Post,
    Phone,
    Fax,
    #[serde(alias = "web-form", alias = "webform")]
    Form,
}

/// A value known to be false. Kept in the file so that it does not come back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRejected {
    value: String,
    reason: String,
}

impl RawOffice {
    pub(crate) fn read(self, lines: &Lines<'_>) -> Result<Office, RegistryError> {
        let place = lines.at(self.id.span().start);
        let id = self.id.into_inner();
        let fail = |problem| Err(RegistryError { place: place.clone(), problem });
        if !is_id(&id) {
            return fail(Problem::Id(text::for_sentence(&id)));
        }
        if self.names.is_empty() {
            return fail(Problem::Nameless(id));
        }
        let texts = [("names", &self.names), ("salutation", &self.salutation)];
        for (field, value) in texts.into_iter().flat_map(|(field, map)| map.values().map(move |value| (field, value))) {
            if let Err(error) = text::line(value, 200) {
                return fail(Problem::Text { id, field, error });
            }
        }
        let mut channels = Vec::with_capacity(self.channel.len());
        for raw in self.channel {
            channels.push(raw.read(&id, lines)?);
        }
        Ok(Office {
            id,
            kind: self.kind,
            country: self.country,
            seat: self.seat,
            names: self.names,
            aliases: self.aliases,
            languages: self.languages,
            salutation: self.salutation,
            status: self.status,
            represents: self.represents,
            host: self.host,
            accredited_to: self.accredited_to,
            channels,
            note: self.note,
            place,
        })
    }
}

impl RawChannel {
    fn read(self, id: &str, lines: &Lines<'_>) -> Result<Channel, RegistryError> {
        let place = self.value.span().start;
        let value = self.value.into_inner();
        let (word, contact) = match self.r#type {
            RawType::Email => ("email", value.parse().map(Contact::Email).map_err(Into::into)),
            RawType::Post => ("post", post(&value).map(Contact::Post)),
            RawType::Phone => ("phone", phone(&value).map(Contact::Phone)),
            RawType::Fax => ("fax", phone(&value).map(Contact::Fax)),
            RawType::Form => ("form", form(&value).map(Contact::Form)),
        };
        let contact = contact.map_err(|problem| RegistryError {
            place: lines.at(place),
            problem: Problem::Channel { id: id.to_owned(), word, value: text::for_sentence(&value), problem },
        })?;
        Ok(Channel {
            contact,
            printed: self.printed,
            desk: self.desk,
            usage: self.usage,
            source: self.source,
            source_date: self.source_date.map(|day| day.0),
            checked: self.checked.map(|day| day.0),
            note: self.note,
        })
    }
}

fn post(value: &str) -> Result<Vec<String>, ChannelProblem> {
    let clean = text::paragraphs(value, 1000)?;
    Ok(clean.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect())
}

fn form(value: &str) -> Result<String, ChannelProblem> {
    let url = text::line(value, 2000)?;
    if ["https://", "http://"].iter().any(|scheme| url.starts_with(scheme)) && !url.contains(' ') {
        Ok(url)
    } else {
        Err(ChannelProblem::Url)
    }
}

/// Reads a number with its country code, written with any of the usual separators. A doubled
/// `+`, as some appeals print it, counts as one.
fn phone(raw: &str) -> Result<Phone, ChannelProblem> {
    let number: String = raw.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '-' | '.' | '/' | '(' | ')')).collect();
    let digits = number.strip_prefix("++").or_else(|| number.strip_prefix('+')).ok_or(ChannelProblem::Phone)?;
    if (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0') {
        Ok(Phone(format!("+{digits}")))
    } else {
        Err(ChannelProblem::Phone)
    }
}
