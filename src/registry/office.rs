//! An office and its channels: what is known of them, where each value comes from, and whether it
//! may be used on a given day. Nothing here reads files or decides what is sent.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::contact::Contact;
use super::freshness::{Freshness, confirmed_until, holds_on};
use super::holder::{self, Holder};
use super::kind::OfficeKind;
use super::naming::{self, Stands};
use crate::address::Email;
use crate::locale::{Country, Language};
use crate::place::Place;

/// A recipient: an institution, never a private person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// The name used on the command line and in campaigns.
    pub id: String,
    /// What it is.
    pub kind: OfficeKind,
    /// The state it belongs to; none for an international organisation.
    pub country: Option<Country>,
    /// The city it sits in.
    pub seat: Option<String>,
    /// Its name per language. Empty only for missions, whose names are made of their kind and states.
    pub names: BTreeMap<Language, String>,
    /// Other names and spellings people search for.
    pub aliases: Vec<String>,
    /// Languages it reads letters in, as far as is known.
    pub languages: Vec<Language>,
    /// How a letter to it begins, per language.
    pub salutation: BTreeMap<Language, String>,
    /// The form of address above its name, per language: "H.E. the Ambassador".
    pub form_of_address: BTreeMap<Language, String>,
    /// Its present, past and future holders.
    pub holders: Vec<Holder>,
    /// Whether it still exists.
    pub status: Status,
    /// The first day on which what is said here holds.
    pub valid_from: Option<Date>,
    /// The last day on which what is said here holds.
    pub valid_until: Option<Date>,
    /// For embassies and missions: the state it represents.
    pub represents: Option<Country>,
    /// For embassies and missions: the state it stands in.
    pub host: Option<Country>,
    /// Whether it is a mission to the state it stands in: an embassy to the Holy See stands in Rome
    /// and is none to Italy.
    pub resident: bool,
    /// For embassies: the states it is accredited to.
    pub accredited_to: Vec<Accreditation>,
    /// Its own web page. It is where contacts can be looked up, not a way to send a letter.
    pub website: Option<String>,
    /// Its entry in Wikidata, `Q16867391`.
    pub wikidata: Option<String>,
    /// A page that shows the office exists.
    pub source: Option<String>,
    /// The day of that page.
    pub source_date: Option<Date>,
    /// Ways to reach it, as many as are known.
    pub channels: Vec<Channel>,
    /// Anything else a reader should know.
    pub note: Option<String>,
    /// Where it is defined.
    pub place: Place,
}

/// That an embassy is accredited to a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accreditation {
    /// To which.
    pub country: Country,
    /// A page that says so.
    pub source: Option<String>,
    /// The day of that page.
    pub source_date: Option<Date>,
    /// The first day of it.
    pub valid_from: Option<Date>,
    /// The last day of it.
    pub valid_until: Option<Date>,
}

impl Accreditation {
    /// One that says nothing but the country.
    pub fn to(country: Country) -> Self {
        Self { country, source: None, source_date: None, valid_from: None, valid_until: None }
    }
}

/// Whether an office still exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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

impl Status {
    /// Each with its word in files.
    pub const WORDS: [(&'static str, Self); 4] =
        [("active", Self::Active), ("moved", Self::Moved), ("closed", Self::Closed), ("historic", Self::Historic)];

    /// The word in files.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|(_, status)| *status == self).map_or("active", |(word, _)| word)
    }
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
    /// What a web form asks for beyond the letter; `None` when nobody has looked.
    pub needs: Option<Vec<Need>>,
    /// A page or document a reader can open.
    pub source: Option<String>,
    /// The day of that source.
    pub source_date: Option<Date>,
    /// The day a person last confirmed the value.
    pub checked: Option<Date>,
    /// The first day on which the value holds.
    pub valid_from: Option<Date>,
    /// The last day on which the value holds.
    pub valid_until: Option<Date>,
    /// Anything else a reader should know.
    pub note: Option<String>,
    /// Why it is not used at all, if it is not.
    pub barred: Option<Barred>,
    /// The value letter for letter as its file has it.
    pub written: String,
    /// Where its value is written.
    pub place: Place,
}

/// Why a channel is known and yet never used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Barred {
    /// Its value stands on a reject list.
    Rejected {
        /// Why it was rejected.
        reason: String,
        /// Where the reject list says so.
        place: Place,
    },
    /// Its last day has passed.
    Until(Date),
    /// Its first day is still to come.
    From(Date),
}

/// What a web form asks for beyond the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// A personal number that only residents have.
    NationalId,
    /// A digital signature.
    Signature,
    /// An address in the country.
    Residence,
    /// An account, to be opened first.
    Account,
    /// Anything else, in the words of the registry.
    Other(String),
}

impl Need {
    /// The word in files.
    pub fn as_str(&self) -> &str {
        match self {
            Self::NationalId => "national-id",
            Self::Signature => "signature",
            Self::Residence => "residence",
            Self::Account => "account",
            Self::Other(words) => words,
        }
    }

    /// The words on screen.
    pub fn words(&self) -> &str {
        match self {
            Self::NationalId => "a national personal number",
            Self::Signature => "a digital signature",
            Self::Residence => "an address in the country",
            Self::Account => "an account there",
            Self::Other(words) => words,
        }
    }
}

impl From<String> for Need {
    fn from(word: String) -> Self {
        let known = [Self::NationalId, Self::Signature, Self::Residence, Self::Account];
        known.into_iter().find(|need| need.as_str() == word).unwrap_or(Self::Other(word))
    }
}

/// What a channel may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Usage {
    /// Letters go here.
    #[default]
    Letters,
    /// A copy goes here when the office gets a letter.
    Copy,
    /// For something else, such as visas: never a recipient.
    NotForLetters,
}

impl Usage {
    /// Each with its word in files.
    pub const WORDS: [(&'static str, Self); 3] =
        [("letters", Self::Letters), ("copy", Self::Copy), ("not-for-letters", Self::NotForLetters)];

    /// The word in files.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|(_, usage)| *usage == self).map_or("letters", |(word, _)| word)
    }
}

impl Channel {
    /// A channel of which nothing is known but its value.
    pub fn new(contact: Contact, place: Place) -> Self {
        Self {
            written: contact.value(),
            contact,
            printed: None,
            desk: None,
            usage: Usage::default(),
            needs: None,
            source: None,
            source_date: None,
            checked: None,
            valid_from: None,
            valid_until: None,
            note: None,
            barred: None,
            place,
        }
    }

    /// Whether a file that gives this type and this value means this channel.
    pub fn is_written_as(&self, word: &str, value: &str) -> bool {
        let word = if word == "e-mail" { "email" } else { word };
        word == self.contact.type_name()
            && Contact::parse(word, value).is_ok_and(|contact| contact.is_same(&self.contact))
    }

    /// How well it is confirmed on `today`.
    pub fn freshness(&self, today: Date) -> Freshness {
        Freshness::of(self.checked, today)
    }

    /// The last day on which it counts as confirmed; none where nobody has confirmed it.
    pub fn confirmed_until(&self) -> Option<Date> {
        self.checked.map(confirmed_until)
    }

    /// Whether no one confirmed it within twelve months before `today`.
    pub fn is_stale(&self, today: Date) -> bool {
        !matches!(self.freshness(today), Freshness::Confirmed(_))
    }
}

/// Whether a text can be the id of an office or a campaign: it becomes a file name.
pub fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && !text.starts_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

impl Office {
    /// An office of which nothing is known but its id and kind.
    pub fn new(id: String, kind: OfficeKind, place: Place) -> Self {
        Self {
            id,
            kind,
            country: None,
            seat: None,
            names: BTreeMap::new(),
            aliases: Vec::new(),
            languages: Vec::new(),
            salutation: BTreeMap::new(),
            form_of_address: BTreeMap::new(),
            holders: Vec::new(),
            status: Status::Active,
            valid_from: None,
            valid_until: None,
            represents: None,
            host: None,
            resident: true,
            accredited_to: Vec::new(),
            website: None,
            wikidata: None,
            source: None,
            source_date: None,
            channels: Vec::new(),
            note: None,
            place,
        }
    }

    /// Its name in a language: from the registry; for a mission, made of its kind and its states;
    /// else in English, or in any language.
    pub fn name_in(&self, language: &Language) -> Cow<'_, str> {
        if let Some(name) = language.among(&self.names) {
            return Cow::Borrowed(name);
        }
        if let Some(name) = self.made_name(language) {
            return Cow::Owned(name);
        }
        let english = Language::english();
        let any = || self.names.values().next().map_or(self.id.as_str(), String::as_str);
        match english.among(&self.names) {
            Some(name) => Cow::Borrowed(name),
            None => self.made_name(&english).map_or_else(|| Cow::Borrowed(any()), Cow::Owned),
        }
    }

    /// Its names in every language that has one.
    pub fn all_names(&self) -> BTreeMap<Language, String> {
        let mut names = self.names.clone();
        for tag in naming::LANGUAGES {
            let Ok(language) = tag.parse::<Language>() else { continue };
            if language.among(&names).is_none()
                && let Some(made) = self.made_name(&language)
            {
                names.insert(language, made);
            }
        }
        names
    }

    /// A name made of its kind and its states, for missions and foreign ministries.
    pub(super) fn made_name(&self, language: &Language) -> Option<String> {
        let state = self.represents.or(self.country)?;
        // An embassy to the Holy See stands in Rome, and its name must not say Italy.
        let to = match self.accredited_to.as_slice() {
            [only] if !self.resident => Some(only.country),
            _ => self.host,
        };
        let stands = match (&self.seat, to) {
            (Some(city), _) if self.kind.is_consulate() || self.kind == OfficeKind::PermanentMission => {
                Stands::At(city)
            }
            (_, Some(host)) => Stands::In(host),
            (_, None) => Stands::Nowhere,
        };
        naming::mission(self.kind, state, stands, language)
    }

    /// How a letter to it begins in a language, where the registry says so.
    pub fn salutation_in(&self, language: &Language) -> Option<&str> {
        language.among(&self.salutation)
    }

    /// The form of address above its name in a language, where the registry says so.
    pub fn form_of_address_in(&self, language: &Language) -> Option<&str> {
        language.among(&self.form_of_address)
    }

    /// Who is known to hold it on a day.
    pub fn holder_on(&self, day: Date) -> Option<&Holder> {
        holder::on(&self.holders, day)
    }

    /// Who held it last, and until when, where nobody is known to hold it on a day.
    pub fn former_holder(&self, day: Date) -> Option<(&Holder, Date)> {
        holder::former(&self.holders, day)
    }

    /// Whether it reads letters in that language, as far as is known.
    pub fn reads(&self, language: &Language) -> bool {
        self.languages.iter().any(|known| known.primary() == language.primary())
    }

    /// The state its postal address lies in.
    pub fn stands_in(&self) -> Option<Country> {
        self.host.or(self.country)
    }

    /// Channels that letters may go to.
    pub fn for_letters(&self) -> impl Iterator<Item = &Channel> {
        self.channels.iter().filter(|channel| channel.usage == Usage::Letters && channel.barred.is_none())
    }

    /// Channels that get a copy of a letter.
    pub fn for_copies(&self) -> impl Iterator<Item = &Channel> {
        self.channels.iter().filter(|channel| channel.usage == Usage::Copy && channel.barred.is_none())
    }

    /// E-mail addresses that letters go to.
    pub fn emails(&self) -> Vec<Email> {
        emails(self.for_letters())
    }

    /// E-mail addresses of the office that get a copy.
    pub fn copy_emails(&self) -> Vec<Email> {
        emails(self.for_copies())
    }

    /// All its e-mail addresses, those for letters first.
    pub fn all_emails(&self) -> Vec<Email> {
        emails(self.for_letters().chain(self.for_copies()))
    }

    /// The postal address for letters, if one is known.
    pub fn post(&self) -> Option<&[String]> {
        self.for_letters().find_map(|channel| match &channel.contact {
            Contact::Post(lines) => Some(lines.as_slice()),
            _ => None,
        })
    }

    /// Whether an envelope can be addressed to it: by its postal address, or by its name and city.
    pub fn takes_envelopes(&self) -> bool {
        self.post().is_some() || self.seat.is_some()
    }

    /// Whether a letter can be addressed to it by post or e-mail.
    pub fn has_address(&self) -> bool {
        self.post().is_some() || !self.emails().is_empty()
    }

    /// Whether it is the head mission of a state: an embassy, a high commission or a nunciature.
    pub fn is_embassy(&self) -> bool {
        self.kind.is_head_mission()
    }

    /// Whether it does an embassy's work where there is none: a representation, a liaison office, or
    /// an interests section in the embassy of a third state.
    pub fn stands_in_for_embassy(&self) -> bool {
        self.kind.stands_in_for_embassy()
    }

    /// Whether letters can still be meant for it on `today`.
    pub fn is_open(&self, today: Option<Date>) -> bool {
        !matches!(self.status, Status::Closed | Status::Historic)
            && today.is_none_or(|today| holds_on(today, self.valid_from, self.valid_until))
    }

    /// Whether it is accredited to a state on `today`.
    pub fn is_accredited_to(&self, country: Country, today: Option<Date>) -> bool {
        self.accredited_to.iter().any(|accreditation| {
            let Accreditation { valid_from, valid_until, .. } = accreditation;
            accreditation.country == country && today.is_none_or(|today| holds_on(today, *valid_from, *valid_until))
        })
    }
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

#[cfg(test)]
mod tests {
    use super::super::lookup::Registry;
    use super::*;

    fn office(text: &str) -> Office {
        Registry::parse("r.toml", text).unwrap().offices().next().unwrap().clone()
    }

    #[test]
    fn names_fall_back_to_the_nearest_language() {
        let mfa = office(
            "[[office]]\nid = \"a\"\nkind = \"court\"\nnames = { en = \"Court\", ru = \"Суд\" }\nsalutation = { en = \"Your Honour,\" }",
        );
        for (language, name) in [("ru", "Суд"), ("ru-KZ", "Суд"), ("en-GB", "Court"), ("de", "Court")] {
            assert_eq!(mfa.name_in(&language.parse().unwrap()), name, "{language}");
        }
        assert_eq!(mfa.salutation_in(&"en-IE".parse().unwrap()), Some("Your Honour,"));
        assert_eq!(mfa.salutation_in(&"ru".parse().unwrap()), None);
    }

    #[test]
    fn a_mission_has_a_name_in_every_language_of_letters() {
        let embassy = office(
            "[[office]]\nid = \"a\"\nkind = \"embassy\"\nrepresents = \"TR\"\nhost = \"NL\"\nnames = { de = \"Unsere Botschaft\" }",
        );
        for (language, name) in [
            ("en", "Embassy of Türkiye in the Netherlands"),
            ("ru", "Посольство Турции в Нидерландах"),
            ("de", "Unsere Botschaft"),
            ("fr", "Ambassade de Turquie aux Pays-Bas"),
            ("es", "Embajada de Turquía en los Países Bajos"),
            ("it", "Ambasciata: Turchia — Paesi Bassi"),
            ("fi", "Embassy of Türkiye in the Netherlands"),
        ] {
            assert_eq!(embassy.name_in(&language.parse().unwrap()), name, "{language}");
        }
        assert_eq!(embassy.all_names().len(), 6);
        let holy_see = office(
            "[[office]]\nid = \"a\"\nkind = \"embassy\"\nrepresents = \"IR\"\nhost = \"IT\"\nresident = false\naccredited_to = [\"VA\"]",
        );
        assert_eq!(holy_see.name_in(&Language::english()), "Embassy of Iran in Vatican City");
        let consulate = office(
            "[[office]]\nid = \"a\"\nkind = \"consulate-general\"\nrepresents = \"IR\"\nhost = \"IN\"\nseat = \"Mumbai\"",
        );
        assert_eq!(consulate.name_in(&Language::english()), "Consulate General of Iran in Mumbai");
    }

    #[test]
    fn freshness_ends_after_twelve_months() {
        let today = jiff::civil::date(2026, 11, 23);
        let mut channel = Channel::new(
            Contact::Email("a@b.test".parse().unwrap()),
            Place { file: String::new(), line: 1, column: 1 },
        );
        assert_eq!(channel.freshness(today), Freshness::Unconfirmed);
        for (checked, fresh) in
            [("2026-11-23", true), ("2025-11-23", true), ("2025-11-22", false), ("2026-11-24", false)]
        {
            channel.checked = Some(checked.parse().unwrap());
            assert_eq!(!channel.is_stale(today), fresh, "{checked}");
        }
        channel.checked = Some(jiff::civil::date(2025, 11, 22));
        assert_eq!(channel.freshness(today), Freshness::Stale(jiff::civil::date(2025, 11, 22)));
    }
}
