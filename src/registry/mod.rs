//! The offices letters go to, their channels, and the embassy in the signatory's own country.
//!
//! A value stands here only with its source; nothing is ever completed by pattern, and an office
//! without e-mail is normal. This module reads and answers; it never decides what is sent.

mod file;
pub mod mailbox;
#[cfg_attr(not(test), expect(dead_code, reason = "the registry takes its names from here once it lists every mission"))]
mod naming;
pub mod phone;

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::address::Email;
use crate::locale::{Country, Language};
use crate::place::Place;
use crate::shipped::{self, ShippedOffice};
pub(crate) use file::RawOffice;
pub use file::{ChannelProblem, Problem, RegistryError};

/// Days after which a channel that no one confirmed again counts as stale.
const FRESH_DAYS: i64 = 365;

/// A recipient: an institution, never a private person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// The name used on the command line and in campaigns.
    pub id: String,
    /// What it is: `court`, `ministry`, `embassy` and so on.
    pub kind: String,
    /// The state it belongs to; none for an international organisation.
    pub country: Option<Country>,
    /// The city it sits in.
    pub seat: Option<String>,
    /// Its name per language; never empty.
    pub names: BTreeMap<Language, String>,
    /// Other names and spellings people search for.
    pub aliases: Vec<String>,
    /// Languages it reads letters in.
    pub languages: Vec<Language>,
    /// How a letter to it begins, per language.
    pub salutation: BTreeMap<Language, String>,
    /// Whether it still exists.
    pub status: Status,
    /// For embassies and missions: the state it represents.
    pub represents: Option<Country>,
    /// For embassies and missions: the state it stands in.
    pub host: Option<Country>,
    /// For embassies: the states it is accredited to.
    pub accredited_to: Vec<Country>,
    /// Ways to reach it, as many as are known.
    pub channels: Vec<Channel>,
    /// Anything else a reader should know.
    pub note: Option<String>,
    /// Where it is defined.
    pub place: Place,
}

/// Whether an office still exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// As far as is known.
    #[default]
    Active,
    /// It sits somewhere else now.
    Moved,
    /// It was closed.
    Closed,
    /// Kept for an old campaign; its channels are of that time.
    Historic,
}

/// One way to reach an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// The address itself.
    pub contact: Contact,
    /// The value as its source prints it, where that differs.
    pub printed: Option<String>,
    /// The desk behind it: press, consular, reception.
    pub desk: Option<String>,
    /// What it may be used for.
    pub usage: Usage,
    /// A page or document a reader can open.
    pub source: Option<String>,
    /// The day of that source.
    pub source_date: Option<Date>,
    /// The day a person last confirmed the value.
    pub checked: Option<Date>,
    /// Anything else a reader should know.
    pub note: Option<String>,
}

/// An address by type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contact {
    /// An e-mail address.
    Email(Email),
    /// A postal address line by line, without the office's name and without the country.
    Post(Vec<String>),
    /// A telephone number.
    Phone(Phone),
    /// A fax number.
    Fax(Phone),
    /// The address of a web form.
    Form(String),
}

impl Contact {
    /// The word for its type in files and on screen.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Email(_) => "email",
            Self::Post(_) => "post",
            Self::Phone(_) => "phone",
            Self::Fax(_) => "fax",
            Self::Form(_) => "form",
        }
    }

    /// The value on one line.
    pub fn value(&self) -> String {
        match self {
            Self::Email(email) => email.to_string(),
            Self::Post(lines) => lines.join(", "),
            Self::Phone(number) | Self::Fax(number) => number.0.clone(),
            Self::Form(url) => url.clone(),
        }
    }
}

/// A number in E.164 form: `+` and 7 to 15 digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// The number, `+77172747570`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a channel may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Usage {
    /// Letters go here.
    #[default]
    Letters,
    /// A copy goes here when the office gets a letter.
    Copy,
    /// For something else, such as visas: never a recipient.
    NotForLetters,
}

/// How well a channel is confirmed on a given day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// A person confirmed it on that day, within the last twelve months.
    Confirmed(Date),
    /// A person confirmed it, but too long ago.
    Stale(Date),
    /// No one has confirmed it yet.
    Unconfirmed,
}

impl Channel {
    /// How well it is confirmed on `today`.
    pub fn freshness(&self, today: Date) -> Freshness {
        match self.checked {
            // A day to come confirms nothing.
            Some(day) if day > today => Freshness::Unconfirmed,
            None => Freshness::Unconfirmed,
            Some(day) if today.duration_since(day).as_hours() > FRESH_DAYS * 24 => Freshness::Stale(day),
            Some(day) => Freshness::Confirmed(day),
        }
    }
}

impl Office {
    /// Its name in a language; else in that language's plain form, in English, or in any language.
    pub fn name_in(&self, language: &Language) -> &str {
        best(&self.names, language).or_else(|| self.names.values().next().map(String::as_str)).unwrap_or(&self.id)
    }

    /// How a letter to it begins in a language, where the registry says so.
    pub fn salutation_in(&self, language: &Language) -> Option<&str> {
        let same = |(known, _): &(&Language, &String)| known.primary() == language.primary();
        self.salutation
            .get(language)
            .or_else(|| self.salutation.iter().find(same).map(|(_, text)| text))
            .map(String::as_str)
    }

    /// The state its postal address lies in.
    pub fn stands_in(&self) -> Option<Country> {
        self.host.or(self.country)
    }

    /// Channels that letters may go to.
    pub fn for_letters(&self) -> impl Iterator<Item = &Channel> {
        self.channels.iter().filter(|channel| channel.usage == Usage::Letters)
    }

    /// E-mail addresses that letters go to.
    pub fn emails(&self) -> Vec<Email> {
        emails(self.for_letters())
    }

    /// E-mail addresses of the office that get a copy.
    pub fn copy_emails(&self) -> Vec<Email> {
        emails(self.channels.iter().filter(|channel| channel.usage == Usage::Copy))
    }

    /// The postal address for letters, if one is known.
    pub fn post(&self) -> Option<&[String]> {
        self.for_letters().find_map(|channel| match &channel.contact {
            Contact::Post(lines) => Some(lines.as_slice()),
            _ => None,
        })
    }
}

fn best<'a>(names: &'a BTreeMap<Language, String>, language: &Language) -> Option<&'a str> {
    let by_primary = |primary: &str| names.iter().find(|(known, _)| known.primary() == primary).map(|(_, name)| name);
    names.get(language).or_else(|| by_primary(language.primary())).or_else(|| by_primary("en")).map(String::as_str)
}

fn emails<'a>(channels: impl Iterator<Item = &'a Channel>) -> Vec<Email> {
    let mut found = Vec::new();
    for channel in channels {
        if let Contact::Email(email) = &channel.contact
            && !found.iter().any(|known: &Email| known.is_same_mailbox(email))
        {
            found.push(email.clone());
        }
    }
    found
}

/// All offices known, in the order of their files; no id twice.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    entries: Vec<Entry>,
}

/// One office: read already, or shipped and read when it is used. The tests of this program read
/// every shipped office, so reading one later cannot fail.
#[derive(Debug, Clone)]
enum Entry {
    Read(Box<Office>),
    Shipped(&'static ShippedOffice, Box<OnceLock<Option<Office>>>),
}

impl Entry {
    fn id(&self) -> &str {
        match self {
            Self::Read(office) => &office.id,
            Self::Shipped(shipped, _) => shipped.id,
        }
    }

    fn office(&self) -> Option<&Office> {
        match self {
            Self::Read(office) => Some(office),
            Self::Shipped(shipped, read) => read.get_or_init(|| read_shipped(shipped).ok()).as_ref(),
        }
    }

    fn kind(&self) -> &str {
        match self {
            Self::Read(office) => &office.kind,
            Self::Shipped(shipped, _) => shipped.kind,
        }
    }

    /// Whether it is an embassy, a high commission or the like: the head mission of `state`.
    fn is_mission_of(&self, state: Country) -> bool {
        let is_embassy = matches!(self.kind(), "embassy" | "high-commission" | "nunciature");
        is_embassy
            && match self {
                Self::Read(office) => office.represents.or(office.country) == Some(state),
                Self::Shipped(shipped, _) => shipped.represents.or(shipped.country) == Some(state.code()),
            }
    }

    fn is_open(&self) -> bool {
        match self {
            Self::Read(office) => office.status != Status::Closed,
            Self::Shipped(shipped, _) => !shipped.closed,
        }
    }

    fn stands_in(&self, country: Country) -> bool {
        match self {
            Self::Read(office) => office.host == Some(country),
            Self::Shipped(shipped, _) => shipped.host == Some(country.code()),
        }
    }

    fn is_accredited_to(&self, country: Country) -> bool {
        match self {
            Self::Read(office) => office.accredited_to.contains(&country),
            Self::Shipped(shipped, _) => shipped.accredited_to.contains(&country.code()),
        }
    }

    fn is_foreign_ministry_of(&self, state: Country) -> bool {
        self.kind() == "foreign-ministry"
            && match self {
                Self::Read(office) => office.country == Some(state),
                Self::Shipped(shipped, _) => shipped.country == Some(state.code()),
            }
    }
}

fn read_shipped(shipped: &ShippedOffice) -> Result<Office, RegistryError> {
    let text = &shipped::RECIPIENTS[shipped.span.0..shipped.span.1];
    let below = |mut error: RegistryError| {
        error.place = error.place.below(shipped.lines_above);
        error
    };
    let one = Registry::parse(SHIPPED_FILE, text).map_err(below)?;
    match one.entries.into_iter().next() {
        Some(Entry::Read(mut office)) => {
            office.place = office.place.below(shipped.lines_above);
            Ok(*office)
        }
        _ => Err(RegistryError {
            place: Place::at(SHIPPED_FILE, text, 0).below(shipped.lines_above),
            problem: Problem::Nameless(shipped.id.to_owned()),
        }),
    }
}

/// The name of the shipped registry in errors.
const SHIPPED_FILE: &str = "recipients.toml";

/// The answer to "the embassy in your own country".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Embassy<'a> {
    /// The state has an embassy there.
    Resident(&'a Office),
    /// Its embassy elsewhere is accredited to that country.
    Accredited(&'a Office),
    /// No embassy is known; its foreign ministry takes the letter instead.
    Ministry(&'a Office),
    /// The signatory lives in the state itself.
    Home,
    /// Neither an embassy nor a foreign ministry is known.
    Unknown,
}

impl Registry {
    /// Reads a registry file. `file` is its name in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, RegistryError> {
        let mut registry = Self::default();
        for office in file::offices(file, text)? {
            registry.add(office)?;
        }
        Ok(registry)
    }

    /// The offices the program ships. Each is read when it is used.
    pub fn shipped() -> Self {
        let entry = |office| Entry::Shipped(office, Box::default());
        Self { entries: shipped::OFFICES.iter().map(entry).collect() }
    }

    fn add(&mut self, office: Office) -> Result<(), RegistryError> {
        if let Some(first) = self.get(&office.id).map(|earlier| earlier.place.clone()) {
            return Err(RegistryError { place: office.place, problem: Problem::Duplicate { id: office.id, first } });
        }
        self.entries.push(Entry::Read(Box::new(office)));
        Ok(())
    }

    /// This registry with another's offices behind it; where both know an id, this one's stays.
    #[must_use]
    pub fn over(mut self, lower: Self) -> Self {
        let own: HashSet<String> = self.entries.iter().map(|entry| entry.id().to_owned()).collect();
        self.entries.extend(lower.entries.into_iter().filter(|entry| !own.contains(entry.id())));
        self
    }

    /// The office with that id.
    pub fn get(&self, id: &str) -> Option<&Office> {
        self.entries.iter().find(|entry| entry.id() == id).and_then(Entry::office)
    }

    /// All offices, in the order of their files.
    pub fn offices(&self) -> impl Iterator<Item = &Office> {
        self.entries.iter().filter_map(Entry::office)
    }

    /// Which mission of `state` a signatory in `country` writes to, and why that one.
    pub fn embassy(&self, state: Country, country: Country) -> Embassy<'_> {
        if state == country {
            return Embassy::Home;
        }
        let missions = || self.entries.iter().filter(|entry| entry.is_mission_of(state) && entry.is_open());
        if let Some(resident) = missions().find(|entry| entry.stands_in(country)).and_then(Entry::office) {
            return Embassy::Resident(resident);
        }
        if let Some(accredited) = missions().find(|entry| entry.is_accredited_to(country)).and_then(Entry::office) {
            return Embassy::Accredited(accredited);
        }
        let ministry = self.entries.iter().find(|entry| entry.is_foreign_ministry_of(state)).and_then(Entry::office);
        ministry.map_or(Embassy::Unknown, Embassy::Ministry)
    }

    /// The embassies of a state.
    pub fn missions(&self, state: Country) -> impl Iterator<Item = &Office> {
        self.entries.iter().filter(move |entry| entry.is_mission_of(state)).filter_map(Entry::office)
    }
}

impl FromIterator<Office> for Registry {
    /// Offices that were read before, such as a campaign's own; a later one with a known id is left out.
    fn from_iter<I: IntoIterator<Item = Office>>(offices: I) -> Self {
        let mut registry = Self::default();
        for office in offices {
            let _known_already = registry.add(office);
        }
        registry
    }
}

/// Whether a text can be the id of an office or a campaign: it becomes a file name.
pub fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && !text.starts_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    const MISSIONS: &str = r#"
[[office]]
id = "kz-mfa"
kind = "foreign-ministry"
country = "KZ"
names = { en = "Foreign Ministry", ru = "МИД" }
[[office]]
id = "kz-embassy-gb"
kind = "embassy"
country = "KZ"
represents = "KZ"
host = "GB"
accredited_to = ["GB", "IE"]
names = { en = "Embassy in London" }
salutation = { en = "Your Excellency," }
[[office]]
id = "kz-consulate-de"
kind = "consulate"
represents = "KZ"
host = "DE"
names = { en = "Consulate" }
"#;

    fn country(code: &str) -> Country {
        code.parse().unwrap()
    }

    #[test]
    fn the_embassy_in_the_own_country_is_found_or_the_reason_said() {
        let registry = Registry::parse("r.toml", MISSIONS).unwrap();
        let answer = |state: &str, own: &str| match registry.embassy(country(state), country(own)) {
            Embassy::Resident(office) => format!("resident {}", office.id),
            Embassy::Accredited(office) => format!("accredited {}", office.id),
            Embassy::Ministry(office) => format!("ministry {}", office.id),
            Embassy::Home => "home".to_owned(),
            Embassy::Unknown => "unknown".to_owned(),
        };
        for (state, own, expected) in [
            ("KZ", "GB", "resident kz-embassy-gb"),
            ("KZ", "IE", "accredited kz-embassy-gb"),
            ("KZ", "DE", "ministry kz-mfa"),
            ("KZ", "KZ", "home"),
            ("TR", "GB", "unknown"),
        ] {
            assert_eq!(answer(state, own), expected, "{state} {own}");
        }
    }

    #[test]
    fn names_fall_back_to_the_nearest_language() {
        let registry = Registry::parse("r.toml", MISSIONS).unwrap();
        let mfa = registry.get("kz-mfa").unwrap();
        for (language, name) in
            [("ru", "МИД"), ("ru-KZ", "МИД"), ("en-GB", "Foreign Ministry"), ("de", "Foreign Ministry")]
        {
            assert_eq!(mfa.name_in(&language.parse().unwrap()), name, "{language}");
        }
        let embassy = registry.get("kz-embassy-gb").unwrap();
        assert_eq!(embassy.salutation_in(&"en".parse().unwrap()), Some("Your Excellency,"));
        assert_eq!(embassy.salutation_in(&"ru".parse().unwrap()), None);
    }

    #[test]
    fn a_higher_file_replaces_an_office_and_keeps_the_rest() {
        let mine = "[[office]]\nid = \"kz-mfa\"\nkind = \"ministry\"\nnames.en = \"Mine\"\n";
        let both = Registry::parse("mine.toml", mine).unwrap().over(Registry::parse("r.toml", MISSIONS).unwrap());
        assert_eq!(both.get("kz-mfa").unwrap().names.values().next().unwrap(), "Mine");
        assert_eq!(both.offices().count(), 3);
    }

    #[test]
    fn every_shipped_office_is_read_as_its_file_has_it() {
        let whole = Registry::parse(SHIPPED_FILE, shipped::RECIPIENTS).unwrap();
        let one_by_one: Vec<Office> = shipped::OFFICES.iter().map(|office| read_shipped(office).unwrap()).collect();
        assert_eq!(whole.offices().cloned().collect::<Vec<_>>(), one_by_one);
        let lazily = Registry::shipped();
        for own in ["GB", "IE", "DE", "NZ", "KZ"] {
            let state = country("KZ");
            assert_eq!(lazily.embassy(state, country(own)), whole.embassy(state, country(own)), "{own}");
        }
    }

    #[test]
    fn channels_are_read_or_refused_with_their_place() {
        let file = |channel: &str| {
            let text =
                format!("[[office]]\nid = \"a\"\nkind = \"court\"\nnames.en = \"A\"\n[[office.channel]]\n{channel}\n");
            Registry::parse("r.toml", &text)
                .map(|registry| registry.get("a").unwrap().channels[0].contact.value())
                .map_err(|error| error.to_string())
        };
        for (channel, expected) in [
            ("type = \"phone\"\nvalue = \"++7 (7172) 74 55 24\"", Ok("+77172745524")),
            ("type = \"e-mail\"\nvalue = \"a@b.test\"", Ok("a@b.test")),
            ("type = \"post\"\nvalue = \"Street 1\\n\\n City \"", Ok("Street 1, City")),
            ("type = \"form\"\nvalue = \"https://x.test/f\"\nchecked = 2026-11-01", Ok("https://x.test/f")),
            (
                "type = \"phone\"\nvalue = \"115\"",
                Err(
                    "r.toml:7:9: phone \"115\" of office \"a\": it is not an international telephone number; write it as +77172747570",
                ),
            ),
            (
                "type = \"email\"\nvalue = \"a\u{2011}b@c.test\"",
                Err(
                    "r.toml:7:9: email \"a\u{2011}b@c.test\" of office \"a\": the part before the @ has a character that cannot stand there (U+2011)",
                ),
            ),
            (
                "type = \"email\"\nvalue = \"a@b.test\"\nverified = true",
                Err(
                    "r.toml:8:1: unknown field `verified`, expected one of `type`, `value`, `printed`, `desk`, `use`, `source`, `source_date`, `checked`, `note`",
                ),
            ),
        ] {
            assert_eq!(file(channel).as_deref().map_err(String::as_str), expected, "{channel}");
        }
    }

    #[test]
    fn rejected_values_cannot_come_back() {
        let text = "[[office]]\nid = \"a\"\nkind = \"court\"\nnames.en = \"A\"\n[[office.channel]]\ntype = \"email\"\nvalue = \"x@y.test\"\n[[rejected]]\nvalue = \"x@y.test\"\nreason = \"invented\"\n";
        let error = Registry::parse("r.toml", text).unwrap_err().to_string();
        assert_eq!(error, "r.toml:2:6: \"x@y.test\" of office \"a\" stands under [[rejected]]: invented");
    }

    #[test]
    fn freshness_ends_after_twelve_months() {
        let today = jiff::civil::date(2026, 11, 23);
        let mut channel = Registry::parse(
            "r.toml",
            "[[office]]\nid=\"a\"\nkind=\"x\"\nnames.en=\"A\"\n[[office.channel]]\ntype=\"email\"\nvalue=\"a@b.test\"",
        )
        .unwrap()
        .offices()
        .next()
        .unwrap()
        .channels[0]
            .clone();
        assert_eq!(channel.freshness(today), Freshness::Unconfirmed);
        for (checked, fresh) in
            [((2026, 11, 23), true), ((2025, 11, 23), true), ((2025, 11, 22), false), ((2026, 11, 24), false)]
        {
            let day = jiff::civil::date(checked.0, checked.1, checked.2);
            channel.checked = Some(day);
            assert_eq!(channel.freshness(today) == Freshness::Confirmed(day), fresh, "{day}");
        }
    }
}
