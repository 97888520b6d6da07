//! One file laid over another: what a file says of offices, value by value over what lies below it,
//! and the values it keeps out. A file may say as little as an id and one channel.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::contact::Contact;
use super::freshness::last_confirmed;
use super::holder;
use super::kind::OfficeKind;
use super::office::{Channel, Office, Status, Usage};
use super::phone::Phone;
use super::problem::{RegistryError, RegistryProblem};
use crate::locale::{Country, Language};
use crate::place::Place;

/// Everything one file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layer {
    /// Its offices, in its order; no id twice.
    pub(super) offices: Vec<Draft>,
    /// Values it keeps out.
    pub rejected: Vec<Rejected>,
    /// Domains it knows to be replaced.
    pub superseded: Vec<Superseded>,
    /// The first source of a campaign, which is that of each channel and holder it brings without one.
    pub(super) source: Option<String>,
}

/// A value known to be false, kept so that it does not come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The value, in any of the forms channels write it in. A piece of a postal address keeps out each
    /// address that holds it.
    pub value: String,
    /// The type of channel it is false for: a dead telephone line may be a good fax. None for every type.
    pub word: Option<&'static str>,
    /// The office it is false for; none for every office.
    pub office: Option<String>,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub place: Place,
}

/// A domain whose mailboxes and pages are known to be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Superseded {
    /// The domain, in lower case.
    pub domain: String,
    /// What is known of it.
    pub reason: String,
}

/// One office as one file writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    /// Its names may still be empty; its kind is `kind`, or a stand-in.
    pub(super) office: Office,
    pub(super) kind: Option<OfficeKind>,
    pub(super) unknown_kind: Option<RegistryError>,
    pub(super) status: Option<Status>,
    pub(super) usages: Vec<Option<Usage>>,
}

impl Layer {
    /// Whether it says nothing of any office.
    pub fn is_empty(&self) -> bool {
        self.offices.is_empty()
    }

    /// The ids of its offices, in its order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.offices.iter().map(Draft::id)
    }

    /// The kinds it gives that are not on the list, each with the office's id. They count as `other`.
    pub fn unknown_kinds(&self) -> impl Iterator<Item = (&str, &RegistryError)> {
        self.offices.iter().filter_map(|draft| Some((draft.id(), draft.unknown_kind.as_ref()?)))
    }
}

/// What an office lacks before letters can go to it.
pub(super) fn incomplete(Draft { office, kind, .. }: &Draft) -> Option<RegistryError> {
    let nameless = || office.names.is_empty() && office.made_name(&Language::english()).is_none();
    let key = if kind.is_none() {
        "kind"
    } else if nameless() {
        "names.en"
    } else {
        return None;
    };
    Some(RegistryError { place: office.place.clone(), problem: RegistryProblem::New { id: office.id.clone(), key } })
}

impl Superseded {
    /// Whether a domain is this one, or lies in it.
    pub fn covers(&self, domain: &str) -> bool {
        let domain = domain.to_lowercase();
        domain.strip_suffix(&self.domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }
}

impl Rejected {
    /// Characters a rejected value has at least.
    pub const SHORTEST: usize = 6;

    /// Whether it keeps a value of an office out.
    pub fn keeps_out(&self, office: &str, contact: &Contact) -> bool {
        self.office.as_deref().is_none_or(|only| only == office)
            && self.word.is_none_or(|only| only == contact.type_name())
            && match contact {
                Contact::Email(email) => self.value.parse().is_ok_and(|rejected| email.is_same_mailbox(&rejected)),
                Contact::Phone(number) | Contact::Fax(number) => {
                    Phone::parse(&self.value).is_ok_and(|rejected| rejected == *number)
                }
                Contact::Form(url) => *url == self.value.trim(),
                Contact::Post(lines) => {
                    let one_line = |lines: &mut dyn Iterator<Item = &str>| {
                        lines
                            .map(str::trim)
                            .filter(|line| !line.is_empty())
                            .collect::<Vec<_>>()
                            .join(", ")
                            .to_lowercase()
                    };
                    let known = one_line(&mut lines.iter().map(String::as_str));
                    known.contains(&one_line(&mut self.value.lines()))
                }
            }
    }
}

impl From<Office> for Draft {
    /// An office of which enough is known.
    fn from(office: Office) -> Self {
        Self {
            kind: Some(office.kind),
            unknown_kind: None,
            status: Some(office.status),
            usages: office.channels.iter().map(|channel| Some(channel.usage)).collect(),
            office,
        }
    }
}

impl Draft {
    pub(super) fn id(&self) -> &str {
        &self.office.id
    }

    pub(super) fn wikidata(&self) -> Option<&str> {
        self.office.wikidata.as_deref()
    }

    pub(super) fn place(&self) -> &Place {
        &self.office.place
    }

    /// What the file says of the office, which may be no more than its id.
    pub(super) fn into_office(self) -> Office {
        self.office
    }

    /// The same without anybody's word that a channel or a holder was confirmed.
    pub(super) fn unconfirmed(mut self) -> Self {
        self.office.channels.iter_mut().for_each(|channel| channel.checked = None);
        self.office.holders.iter_mut().for_each(|holder| holder.checked = None);
        self
    }

    /// This draft over what a lower file says of the same office, if one does. What it brings without a source has this
    /// one.
    pub(super) fn completed(self, lower: Option<Self>, source: Option<&str>, today: Option<Date>) -> Self {
        let file = self.place().file.clone();
        let mut draft = match lower {
            Some(lower) => self.over(lower, today),
            None => self,
        };
        let Office { channels, holders, .. } = &mut draft.office;
        let channels = channels.iter_mut().map(|channel| (&channel.place.file, &mut channel.source));
        let holders = holders.iter_mut().map(|holder| (&holder.place.file, &mut holder.source));
        for (_, own) in channels.chain(holders).filter(|(from, own)| **from == file && own.is_none()) {
            *own = source.map(str::to_owned);
        }
        draft
    }

    /// This draft over what a lower file says of the same office: value by value, this one first.
    /// Whoever confirmed a channel last confirmed it, but nobody did on a day after `today`.
    fn over(self, lower: Self, today: Option<Date>) -> Self {
        let Self { office: own, kind, status, usages, .. } = self;
        let (kind, status, lower) = (kind.or(lower.kind), status.or(lower.status), lower.office);
        let mut channels: Vec<Channel> = Vec::new();
        let mut below = lower.channels;
        for (mut channel, usage) in own.channels.into_iter().zip(usages) {
            if let Some(at) = below.iter().position(|known| known.contact.is_same(&channel.contact)) {
                channel = channel_over(channel, usage, below.remove(at), today);
            }
            channels.push(channel);
        }
        channels.extend(below);
        let mut accredited_to = own.accredited_to;
        let known: Vec<Country> = accredited_to.iter().map(|accreditation| accreditation.country).collect();
        accredited_to.extend(lower.accredited_to.into_iter().filter(|lower| !known.contains(&lower.country)));
        let mut aliases = own.aliases;
        aliases.extend(lower.aliases);
        let by_language = |own: BTreeMap<_, _>, lower: BTreeMap<_, _>| {
            let mut both = lower;
            both.extend(own);
            both
        };
        let office = Office {
            id: lower.id,
            kind: kind.unwrap_or(OfficeKind::Other),
            country: own.country.or(lower.country),
            seat: own.seat.or(lower.seat),
            names: by_language(own.names, lower.names),
            aliases,
            languages: if own.languages.is_empty() { lower.languages } else { own.languages },
            salutation: by_language(own.salutation, lower.salutation),
            form_of_address: by_language(own.form_of_address, lower.form_of_address),
            holders: holder::over(own.holders, lower.holders, today),
            status: status.unwrap_or_default(),
            valid_from: own.valid_from.or(lower.valid_from),
            valid_until: own.valid_until.or(lower.valid_until),
            represents: own.represents.or(lower.represents),
            host: own.host.or(lower.host),
            resident: own.resident && lower.resident,
            accredited_to,
            website: own.website.or(lower.website),
            wikidata: own.wikidata.or(lower.wikidata),
            source_date: if own.source.is_some() { own.source_date } else { lower.source_date },
            source: own.source.or(lower.source),
            channels,
            note: own.note.or(lower.note),
            place: lower.place,
        };
        Self { kind, status, ..Self::from(office) }
    }
}

fn channel_over(own: Channel, usage: Option<Usage>, lower: Channel, today: Option<Date>) -> Channel {
    Channel {
        contact: own.contact,
        printed: own.printed.or(lower.printed),
        desk: own.desk.or(lower.desk),
        usage: usage.unwrap_or(lower.usage),
        needs: own.needs.or(lower.needs),
        source_date: if own.source.is_some() { own.source_date } else { lower.source_date },
        source: own.source.or(lower.source),
        checked: last_confirmed(own.checked, lower.checked, today),
        valid_from: own.valid_from.or(lower.valid_from),
        valid_until: own.valid_until.or(lower.valid_until),
        note: own.note.or(lower.note),
        barred: None,
        written: own.written,
        place: own.place,
    }
}
