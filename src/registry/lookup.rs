//! All offices known: files laid over each other and over what the program ships, each office read
//! when it is asked for.

use std::collections::HashSet;
use std::sync::OnceLock;

use jiff::civil::Date;

use super::contact::{Contact, host_of};
use super::kind::OfficeKind;
use super::layer::{self, Draft, Layer, Rejected, Superseded};
use super::missions;
use super::office::{Barred, Channel, Office};
use super::problem::{RegistryError, RegistryErrors, RegistryProblem};
use crate::locale::Country;
use crate::place::Place;
use crate::shipped::{self, ShippedOffice};
use crate::text;

/// All offices known, those of the highest file first; no id twice.
///
/// What is shipped is read when it is used: an office of the shipped files by itself, the missions
/// of a state together.
#[derive(Debug, Clone)]
pub struct Registry {
    pub(super) entries: Vec<Entry>,
    /// Offices of which files say too little to write to them. A higher file may say the rest.
    incomplete: Vec<Draft>,
    rejected: Vec<Rejected>,
    superseded: Vec<Superseded>,
    pub(super) today: Option<Date>,
    /// For each state of `missions.tsv`, its missions.
    missions: Vec<OnceLock<Vec<Office>>>,
    /// For each pair of letters, the foreign ministry of that state, of which nothing is known.
    ministries: Vec<OnceLock<Box<Office>>>,
}

/// One office: read already, or shipped and read when it is used. The tests of this program read
/// every shipped office, so reading one later cannot fail.
#[derive(Debug, Clone)]
pub(super) enum Entry {
    Read(Box<Office>),
    Shipped(&'static ShippedOffice, OnceLock<Option<Box<Office>>>),
}

impl Entry {
    fn id(&self) -> &str {
        match self {
            Self::Read(office) => &office.id,
            Self::Shipped(shipped, _) => shipped.id,
        }
    }

    fn wikidata(&self) -> Option<&str> {
        match self {
            Self::Read(office) => office.wikidata.as_deref(),
            Self::Shipped(shipped, _) => shipped.wikidata,
        }
    }

    /// Whether it can be a mission or the foreign ministry of `state`, as far as shows unread.
    pub(super) fn may_speak_for(&self, state: Country) -> bool {
        match self {
            Self::Read(office) => office.represents.or(office.country) == Some(state),
            Self::Shipped(shipped, _) => shipped.represents.or(shipped.country) == Some(state.code()),
        }
    }

    /// Whether it can be the mission for `country`, as far as shows unread.
    pub(super) fn may_serve(&self, country: Country) -> bool {
        match self {
            Self::Read(office) => {
                office.host == Some(country) || office.accredited_to.iter().any(|known| known.country == country)
            }
            Self::Shipped(shipped, _) => {
                shipped.host == Some(country.code()) || shipped.accredited_to.contains(&country.code())
            }
        }
    }

    /// Its kind, which shows unread.
    pub(super) fn kind(&self) -> OfficeKind {
        match self {
            Self::Read(office) => office.kind,
            Self::Shipped(shipped, _) => OfficeKind::parse(shipped.kind).unwrap_or(OfficeKind::Other),
        }
    }
}

/// Reads one shipped office from its own lines.
fn read_shipped(shipped: &ShippedOffice) -> Result<Office, RegistryErrors> {
    let file = &shipped::RECIPIENTS[shipped.file];
    let text = &file.text[shipped.span.0..shipped.span.1];
    let below = |place: Place| place.below(shipped.lines_above);
    let layer = Layer::parse(file.name, text).map_err(|RegistryErrors(errors)| {
        let lower = |error: RegistryError| RegistryError { place: below(error.place), ..error };
        RegistryErrors(errors.into_iter().map(lower).collect())
    })?;
    let mut office = layer.offices.into_iter().next().map(Draft::into_office).ok_or_else(|| {
        let place = below(Place::at(file.name, text, 0));
        RegistryErrors(vec![RegistryError { place, problem: RegistryProblem::Missing("id") }])
    })?;
    office.place = below(office.place);
    for place in places_of(&mut office) {
        *place = below(place.clone());
    }
    Ok(office)
}

fn places_of(office: &mut Office) -> impl Iterator<Item = &mut Place> {
    let channels = office.channels.iter_mut().map(|channel| &mut channel.place);
    channels.chain(office.holders.iter_mut().map(|holder| &mut holder.place))
}

impl Default for Registry {
    /// One that knows no office.
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            incomplete: Vec::new(),
            rejected: Vec::new(),
            superseded: Vec::new(),
            today: None,
            missions: Vec::new(),
            ministries: vec![OnceLock::new(); Country::INDICES],
        }
    }
}

impl Registry {
    /// A registry of one file alone. `file` is its name in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, RegistryErrors> {
        let registry = Self::default().with(Layer::parse(file, text)?);
        let missing: Vec<RegistryError> = registry.incomplete.iter().filter_map(layer::incomplete).collect();
        if missing.is_empty() { Ok(registry) } else { Err(RegistryErrors(missing)) }
    }

    /// The offices the program ships, the missions of every state among them.
    pub fn shipped() -> Self {
        let entry = |office| Entry::Shipped(office, OnceLock::new());
        let rejected = shipped::REJECTED.iter().map(|(value, reason, line)| Rejected {
            value: (*value).to_owned(),
            word: None,
            office: None,
            reason: (*reason).to_owned(),
            // The first file holds the lists.
            place: Place { file: shipped::RECIPIENTS[0].name.to_owned(), line: *line, column: 1 },
        });
        let superseded = shipped::SUPERSEDED
            .iter()
            .map(|(domain, reason)| Superseded { domain: (*domain).to_owned(), reason: (*reason).to_owned() });
        Self {
            entries: shipped::OFFICES.iter().map(entry).collect(),
            rejected: rejected.collect(),
            superseded: superseded.collect(),
            missions: vec![OnceLock::new(); missions::sections()],
            ..Self::default()
        }
    }

    /// The same registry on a day: what does not hold then is not used.
    #[must_use]
    pub fn on(mut self, today: Date) -> Self {
        self.today = Some(today);
        self.settle_again();
        self
    }

    /// This registry with a file laid over it: offices it knows are changed value by value, new ones
    /// come first. One of which too little is known waits for a higher file to say more.
    #[must_use]
    pub fn with(mut self, layer: Layer) -> Self {
        let mut new = Vec::new();
        self.rejected.splice(0..0, layer.rejected);
        self.superseded.splice(0..0, layer.superseded);
        for draft in layer.offices {
            let id = draft.id().to_owned();
            let known = self.known(&id).or_else(|| self.mission_meant(&draft));
            let mut draft = draft.completed(known, layer.source.as_deref(), self.today);
            self.complete_from_missions(&mut draft.office);
            self.incomplete.retain(|known| known.id() != id);
            if layer::incomplete(&draft).is_some() {
                self.incomplete.push(draft);
                continue;
            }
            let office = Entry::Read(Box::new(draft.into_office()));
            match self.entries.iter().position(|entry| entry.id() == id) {
                Some(at) => self.entries[at] = office,
                None => new.push(office),
            }
        }
        new.append(&mut self.entries);
        self.entries = new;
        self.settle_again();
        self
    }

    /// The same for the offices a campaign brings. What it adds to an office known already counts as
    /// confirmed by nobody, whatever the campaign says. Also returns the ids of those.
    #[must_use]
    pub fn with_campaign(self, mut layer: Layer) -> (Self, Vec<String>) {
        let mut changed = Vec::new();
        for draft in &mut layer.offices {
            // What `recipients confirm` noted of an office that only the campaign knows makes it known to nobody else.
            if self.get(draft.id()).is_some() {
                changed.push(draft.id().to_owned());
                *draft = draft.clone().unconfirmed();
            }
        }
        (self.with(layer), changed)
    }

    /// The mission that a new office is, as its Wikidata id says, under the id that the office has.
    fn mission_meant(&self, draft: &Draft) -> Option<Draft> {
        let wikidata = draft.wikidata().filter(|_| !self.missions.is_empty())?;
        let described = self.entries.iter().find(|entry| entry.wikidata() == Some(wikidata));
        let known = described.and_then(|entry| self.office(entry)).cloned();
        let known = known.or_else(|| missions::with_wikidata(wikidata))?;
        let place = draft.place().clone();
        Some(Draft::from(Office { id: draft.id().to_owned(), place, ..known }))
    }

    /// What a file says of an office, complete or not.
    fn known(&self, id: &str) -> Option<Draft> {
        let incomplete = || self.incomplete.iter().find(|draft| draft.id() == id).cloned();
        self.get(id).cloned().map(Draft::from).or_else(incomplete)
    }

    /// What is missing from offices that files describe only in part, and that are left out for it. What
    /// `recipients confirm` noted of an office that only another folder knows is not among them.
    pub fn left_out(&self) -> impl Iterator<Item = RegistryError> {
        let says_something = |Draft { office, kind, .. }: &&Draft| {
            let bare = |channel: &Channel| Channel {
                checked: channel.checked,
                written: channel.written.clone(),
                ..Channel::new(channel.contact.clone(), channel.place.clone())
            };
            let stamps = office.channels.iter().map(bare).collect();
            let noted = Office::new(office.id.clone(), OfficeKind::Other, office.place.clone());
            kind.is_some() || *office != Office { channels: stamps, ..noted }
        };
        self.incomplete.iter().filter(says_something).filter_map(layer::incomplete)
    }

    /// What is missing from an office of which files say too little to write to it.
    pub fn missing(&self, id: &str) -> Option<RegistryError> {
        self.incomplete.iter().find(|draft| draft.id() == id).and_then(layer::incomplete)
    }

    /// Bars channels anew, after what bars them changed.
    fn settle_again(&mut self) {
        let mut entries = std::mem::take(&mut self.entries);
        for entry in &mut entries {
            match entry {
                Entry::Read(office) => self.settle(office),
                Entry::Shipped(_, read) => *read = OnceLock::new(),
            }
        }
        self.entries = entries;
        self.missions.iter_mut().for_each(|state| *state = OnceLock::new());
    }

    /// Bars the channels of an office that are rejected, or that do not hold today.
    fn settle(&self, office: &mut Office) {
        for channel in &mut office.channels {
            let rejected = self.rejection(&office.id, &channel.contact);
            channel.barred = match (rejected, self.today, channel.valid_from, channel.valid_until) {
                (Some(rejected), ..) => {
                    Some(Barred::Rejected { reason: rejected.reason.clone(), place: rejected.place.clone() })
                }
                (None, Some(today), _, Some(until)) if until < today => Some(Barred::Until(until)),
                (None, Some(today), Some(from), _) if today < from => Some(Barred::From(from)),
                _ => None,
            };
        }
    }

    /// The entry of the reject lists that keeps a value of an office out.
    pub fn rejection(&self, office: &str, contact: &Contact) -> Option<&Rejected> {
        self.rejected.iter().find(|rejected| rejected.keeps_out(office, contact))
    }

    fn is_superseded(&self, url: &str) -> bool {
        host_of(url).is_some_and(|host| self.superseded.iter().any(|known| known.covers(host)))
    }

    /// Domains known to be replaced.
    pub fn superseded(&self) -> &[Superseded] {
        &self.superseded
    }

    pub(super) fn office<'a>(&'a self, entry: &'a Entry) -> Option<&'a Office> {
        match entry {
            Entry::Read(office) => Some(office),
            Entry::Shipped(shipped, read) => read
                .get_or_init(|| {
                    let mut office = read_shipped(shipped).ok()?;
                    self.complete_from_missions(&mut office);
                    self.settle(&mut office);
                    Some(Box::new(office))
                })
                .as_deref(),
        }
    }

    /// What Wikidata adds to a mission that a person described: what the person left empty.
    fn complete_from_missions(&self, office: &mut Office) {
        let Some(section) = office.represents.and_then(missions::section_of) else { return };
        if section >= self.missions.len() {
            return;
        }
        let Some(known) = missions::find(section, office) else { return };
        office.seat = office.seat.take().or(known.seat);
        office.website = office.website.take().or(known.website);
        office.wikidata = office.wikidata.take().or(known.wikidata);
        if office.source.is_none() {
            (office.source, office.source_date) = (known.source, known.source_date);
        }
        office.website = office.website.take().filter(|site| !self.is_superseded(site));
        if office.accredited_to.is_empty() {
            office.accredited_to = known.accredited_to;
        }
        let has = |word: &str| office.channels.iter().any(|channel| channel.contact.type_name() == word);
        let new: Vec<Channel> =
            known.channels.into_iter().filter(|channel| !has(channel.contact.type_name())).collect();
        office.channels.extend(new);
    }

    /// Every mission of a state that Wikidata has.
    fn all_missions(&self, state: Country) -> &[Office] {
        let Some(section) = missions::section_of(state) else { return &[] };
        let Some(known) = self.missions.get(section) else { return &[] };
        known.get_or_init(|| {
            let mut missions = missions::read(section);
            for mission in &mut missions {
                self.settle(mission);
                // Wikidata keeps pages of sites that are gone.
                mission.website = mission.website.take().filter(|site| !self.is_superseded(site));
            }
            missions
        })
    }

    /// The missions of a state that no file describes.
    pub(crate) fn other_missions(&self, state: Country) -> impl Iterator<Item = &Office> {
        let described = move |mission: &&Office| {
            self.entries.iter().any(|entry| {
                entry.id() == mission.id || entry.wikidata().is_some_and(|id| mission.wikidata.as_deref() == Some(id))
            })
        };
        self.all_missions(state).iter().filter(move |mission| !described(mission))
    }

    pub(super) fn unknown_ministry(&self, state: Country) -> &Office {
        self.ministries[state.index()].get_or_init(|| Box::new(missions::unknown_ministry(state)))
    }

    /// The id that is spelt nearly as `id`, which no office has.
    pub fn nearest_id(&self, id: &str) -> Option<&str> {
        let state = id.get(..2).and_then(|code| code.parse().ok());
        let missions = state.into_iter().flat_map(|state| self.all_missions(state)).map(|mission| mission.id.as_str());
        text::nearest(id, self.entries.iter().map(Entry::id).chain(missions))
    }

    /// The office with that id.
    pub fn get(&self, id: &str) -> Option<&Office> {
        if let Some(entry) = self.entries.iter().find(|entry| entry.id() == id) {
            return self.office(entry);
        }
        // Ids of missions begin with the code of their state.
        let state: Country = id.get(..2).filter(|_| id.as_bytes().get(2) == Some(&b'-'))?.parse().ok()?;
        let mission = self.all_missions(state).iter().find(|mission| mission.id == id);
        mission.or_else(|| {
            missions::section_of(state)?;
            Some(self.unknown_ministry(state)).filter(|ministry| ministry.id == id)
        })
    }

    /// The offices that files describe, in their order.
    pub fn offices(&self) -> impl Iterator<Item = &Office> {
        self.entries.iter().filter_map(|entry| self.office(entry))
    }

    /// The missions that Wikidata has and no file describes, by state.
    pub fn missions_beside(&self) -> impl Iterator<Item = &Office> {
        let described: HashSet<&str> =
            self.entries.iter().flat_map(|entry| [entry.id()].into_iter().chain(entry.wikidata())).collect();
        let is_described = move |mission: &Office| {
            described.contains(mission.id.as_str())
                || mission.wikidata.as_deref().is_some_and(|id| described.contains(id))
        };
        let states = shipped::MISSION_SECTIONS.iter().take(self.missions.len());
        let states = states.filter_map(|section| section.state.parse().ok());
        states.flat_map(|state| self.all_missions(state)).filter(move |mission| !is_described(mission))
    }
}

impl Layer {
    /// Its offices, each as this file alone has it and as it is over a lower registry; and what is
    /// missing from those that no registry knows.
    pub fn over(&self, below: &Registry, today: Date) -> (Vec<(Office, Office)>, Vec<RegistryError>) {
        let mut offices = Vec::new();
        let mut missing = Vec::new();
        for draft in &self.offices {
            let known = below.known(draft.id()).or_else(|| below.mission_meant(draft));
            let joined = draft.clone().completed(known, self.source.as_deref(), Some(today));
            missing.extend(layer::incomplete(&joined));
            offices.push((draft.office.clone(), joined.into_office()));
        }
        (offices, missing)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::embassy::Embassy;
    use super::*;
    use crate::shipped::ShippedFile;

    const MISSIONS: &str = r#"
[[office]]
id = "kz-mfa"
kind = "foreign-ministry"
country = "KZ"
names = { en = "Foreign Ministry", ru = "МИД" }
[[office.channel]]
type = "email"
value = "mid@mid.test"
source = "https://mid.test"
source_date = 2020-01-01
checked = 2026-01-01
note = "old"
[[office]]
id = "kz-embassy-gb"
kind = "embassy"
represents = "KZ"
host = "GB"
accredited_to = ["IE", { country = "IS", valid_until = 2026-06-30 }]
names = { en = "Embassy in London" }
salutation = { en = "Your Excellency," }
[[office]]
id = "kz-holy-see"
kind = "embassy"
represents = "KZ"
host = "IT"
resident = false
accredited_to = ["VA"]
[[office]]
id = "kz-interests-ge"
kind = "interests-section"
represents = "KZ"
host = "GE"
[[office]]
id = "kz-embassy-ge"
kind = "embassy"
represents = "KZ"
host = "GE"
status = "closed"
[[office]]
id = "kz-consulate-de"
kind = "consulate"
represents = "KZ"
host = "DE"
names = { en = "Consulate" }
[[office]]
id = "kz-un"
kind = "permanent-mission"
represents = "KZ"
host = "CH"
names = { en = "Mission to the UN" }
"#;

    fn country(code: &str) -> Country {
        code.parse().unwrap()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn answer(registry: &Registry, state: &str, own: &str) -> String {
        let embassy = registry.embassy(country(state), country(own));
        format!("{} {}", embassy.type_name(), embassy.office().map_or("-", |office| &office.id))
    }

    #[test]
    fn the_entry_in_wikidata_fills_the_gaps_of_a_new_office_too() {
        let registry = Registry::shipped();
        let known = registry.get("tr-embassy-au").cloned().unwrap();
        let text = format!(
            "[[office]]\nid = \"canberra\"\nkind = \"embassy\"\nrepresents = \"TR\"\nhost = \"AU\"\nwikidata = \"{}\"\n",
            known.wikidata.as_deref().unwrap()
        );
        let registry = registry.with(Layer::parse("r.toml", &text).unwrap());
        let described = registry.get("canberra").unwrap();
        assert_eq!((&described.accredited_to, &described.seat), (&known.accredited_to, &known.seat));
        assert_eq!(answer(&registry, "TR", "AU"), "resident canberra");
        assert_eq!(answer(&registry, "TR", "KI"), "accredited canberra");
    }

    #[test]
    fn what_shows_of_a_shipped_office_unread_is_what_it_says_when_read() {
        let registry = Registry::shipped();
        for entry in &registry.entries {
            let read = Entry::Read(Box::new(registry.office(entry).cloned().unwrap()));
            assert_eq!(entry.kind(), read.kind(), "{}", entry.id());
            for country in Country::all() {
                assert_eq!(entry.may_serve(country), read.may_serve(country), "{} {country}", entry.id());
                assert_eq!(entry.may_speak_for(country), read.may_speak_for(country), "{} {country}", entry.id());
            }
        }
    }

    #[test]
    fn the_embassy_in_the_own_country_is_found_or_the_reason_said() {
        let registry = Registry::parse("r.toml", MISSIONS).unwrap().on(day("2026-11-23"));
        for (state, own, expected) in [
            ("KZ", "GB", "resident kz-embassy-gb"),
            ("KZ", "IE", "accredited kz-embassy-gb"),
            ("KZ", "IS", "ministry kz-mfa"),
            ("KZ", "VA", "accredited kz-holy-see"),
            ("KZ", "IT", "ministry kz-mfa"),
            ("KZ", "GE", "stand-in kz-interests-ge"),
            ("KZ", "DE", "ministry kz-mfa"),
            ("KZ", "CH", "ministry kz-mfa"),
            ("KZ", "KZ", "home kz-mfa"),
            ("TR", "GB", "ministry tr-foreign-ministry"),
        ] {
            assert_eq!(answer(&registry, state, own), expected, "{state} {own}");
        }
    }

    /// Each by name: a high commission, several missions in one state, an interests section, states
    /// without relations, the territory nobody sends an embassy to.
    #[test]
    fn shipped_missions_answer_by_name() {
        let registry = Registry::shipped();
        for (state, own, expected) in [
            ("KZ", "GB", "resident kz-embassy-gb"),
            ("KZ", "DE", "resident kz-embassy-de"),
            ("KZ", "IE", "accredited kz-embassy-gb"),
            ("KZ", "IS", "accredited kz-embassy-gb"),
            ("KZ", "AU", "accredited kz-embassy-sg"),
            ("RU", "GB", "resident ru-embassy-gb"),
            ("TR", "DE", "resident tr-embassy-de"),
            ("BY", "IE", "accredited by-embassy-gb"),
            ("IR", "IT", "resident ir-embassy-it"),
            ("IR", "VA", "accredited ir-embassy-it-q96435839"),
            ("IR", "US", "stand-in ir-interests-section-us"),
            ("IR", "IL", "ministry ir-mfa"),
            ("TR", "AM", "ministry tr-mfa"),
            ("RU", "GE", "ministry ru-mfa"),
            ("GB", "AU", "resident gb-high-commission-au"),
            ("VA", "DE", "resident va-nunciature-de"),
            ("BY", "AQ", "ministry by-mfa"),
            ("VE", "AQ", "ministry ve-foreign-ministry"),
            ("AQ", "GB", "unknown -"),
            ("RU", "RU", "home ru-mfa"),
        ] {
            assert_eq!(answer(&registry, state, own), expected, "{state} {own}");
        }
    }

    #[test]
    fn every_country_gets_an_answer_that_serves_it() {
        let registry = Registry::shipped().on(day("2026-11-23"));
        assert_eq!(Country::all().count(), 250);
        for state in ["KZ", "RU", "IR", "TR", "BY"].map(country) {
            for own in Country::all() {
                let embassy = registry.embassy(state, own);
                let office = embassy.office().unwrap();
                match embassy {
                    Embassy::Unknown => unreachable!(),
                    Embassy::Resident(_) => assert!(office.is_embassy() && office.host == Some(own), "{state} {own}"),
                    Embassy::StandIn(_) => assert_eq!(office.host, Some(own), "{state} {own}"),
                    Embassy::Accredited { .. } => assert!(office.is_accredited_to(own, None), "{state} {own}"),
                    Embassy::Ministry(_) | Embassy::Home(_) => {
                        assert_eq!((office.kind, office.country), (OfficeKind::ForeignMinistry, Some(state)), "{own}");
                    }
                }
                assert_eq!(registry.get(&office.id), Some(office), "{state} {own}");
            }
        }
    }

    #[test]
    fn every_shipped_office_is_read_as_its_file_has_it() {
        let whole = |file: &ShippedFile| Registry::parse(file.name, file.text).unwrap();
        let whole: Vec<Registry> = shipped::RECIPIENTS.iter().map(whole).collect();
        let one_by_one: Vec<Office> = shipped::OFFICES.iter().map(|office| read_shipped(office).unwrap()).collect();
        assert_eq!(whole.iter().flat_map(Registry::offices).cloned().collect::<Vec<_>>(), one_by_one);
        let ids: BTreeSet<&str> = one_by_one.iter().map(|office| office.id.as_str()).collect();
        assert_eq!(ids.len(), one_by_one.len(), "no id stands in two files");
        assert_eq!(Registry::shipped().offices().count(), one_by_one.len());
    }

    #[test]
    fn wikidata_fills_what_a_person_left_empty_and_nothing_else() {
        let registry = Registry::shipped();
        let berlin = registry.get("kz-embassy-de").unwrap();
        assert_eq!(berlin.seat.as_deref(), Some("Berlin"));
        assert_eq!(berlin.website.as_deref(), Some("http://www.botschaft-kasachstan.de"));
        let seoul = registry.get("kz-embassy-kr").unwrap();
        assert_eq!(seoul.website, None, "the page in Wikidata is on the retired site");
        assert!(registry.missions_beside().all(|mission| mission.id != "kz-embassy-de"));
        let mexico = registry.get("kz-embassy-mx").unwrap();
        assert!(!mexico.is_accredited_to(country("BS"), None), "left out by hand");
    }

    #[test]
    fn a_higher_file_changes_an_office_value_by_value() {
        let mine = r#"
[[office]]
id = "kz-mfa"
names.en = "Mine"
[[office.channel]]
type = "email"
value = "MID@mid.test"
checked = 2026-11-01
[[office.channel]]
type = "phone"
value = "+77172720470"
[[office]]
id = "new"
kind = "court"
names.en = "New"
"#;
        let lower = Registry::parse("r.toml", MISSIONS).unwrap();
        let both = lower.on(day("2026-11-23")).with(Layer::parse("mine.toml", mine).unwrap());
        assert_eq!(both.offices().map(|office| office.id.as_str()).take(2).collect::<Vec<_>>(), ["new", "kz-mfa"]);
        let mfa = both.get("kz-mfa").unwrap();
        assert_eq!(mfa.name_in(&"en".parse().unwrap()), "Mine");
        assert_eq!(mfa.name_in(&"ru".parse().unwrap()), "МИД");
        let [email, phone] = mfa.channels.as_slice() else { panic!("{mfa:?}") };
        assert_eq!((email.checked, email.source_date), (Some(day("2026-11-01")), Some(day("2020-01-01"))));
        assert_eq!((email.note.as_deref(), email.place.to_string().as_str()), (Some("old"), "mine.toml:7:9"));
        assert_eq!(phone.contact.value(), "+77172720470");
        // An older confirmation above does not undo a newer one below.
        let older = Layer::parse(
            "o.toml",
            "[[office]]\nid = \"kz-mfa\"\n[[office.channel]]\ntype = \"email\"\nvalue = \"mid@mid.test\"\nchecked = 2025-01-01\n",
        );
        let both = both.with(older.unwrap());
        assert_eq!(both.get("kz-mfa").unwrap().channels[0].checked, Some(day("2026-11-01")));
        // Nor does a day to come.
        let future = "[[office]]\nid = \"kz-mfa\"\n[[office.channel]]\ntype = \"email\"\nvalue = \"mid@mid.test\"\nchecked = 2062-11-01\n";
        let both = both.with(Layer::parse("f.toml", future).unwrap());
        assert_eq!(both.get("kz-mfa").unwrap().channels[0].checked, Some(day("2026-11-01")));
    }

    #[test]
    fn a_mission_that_only_wikidata_knows_can_be_changed_too() {
        let mine =
            "[[office]]\nid = \"ie-embassy-tr\"\n[[office.channel]]\ntype = \"fax\"\nvalue = \"+903124691000\"\n";
        let registry = Registry::shipped().with(Layer::parse("mine.toml", mine).unwrap());
        let office = registry.get("ie-embassy-tr").unwrap();
        assert_eq!(office.channels[0].contact.type_name(), "fax");
        assert!(office.channels.len() > 1 && office.host == Some(country("TR")));
        assert_eq!(answer(&registry, "IE", "TR"), "resident ie-embassy-tr");
        assert!(registry.missions_beside().all(|mission| mission.id != "ie-embassy-tr"));
    }

    #[test]
    fn what_a_new_office_lacks_is_said_with_its_place_and_another_file_may_say_it() {
        let text = "[[office]]\nid = \"a\"\n[[office]]\nid = \"b\"\nkind = \"court\"\nrepresents = \"KZ\"\n";
        let RegistryErrors(errors) = Registry::parse("r.toml", text).unwrap_err();
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let a = "r.toml:2:6: no other registry has the office \"a\", so it must be described here: `kind` is missing";
        let b =
            "r.toml:4:6: no other registry has the office \"b\", so it must be described here: `names.en` is missing";
        assert_eq!(errors, [a, b]);
        let lower = Registry::default().with(Layer::parse("r.toml", text).unwrap());
        assert_eq!((lower.get("a"), lower.missing("a").unwrap().to_string().as_str()), (None, a));
        let higher = "[[office]]\nid = \"a\"\nkind = \"court\"\nnames.en = \"A\"\n";
        let both = lower.with(Layer::parse("h.toml", higher).unwrap());
        assert!(both.get("a").is_some() && both.missing("a").is_none() && both.get("b").is_none());
    }

    #[test]
    fn a_campaign_cannot_vouch_for_an_office_of_others() {
        let theirs = "[[office]]\nid = \"kz-mfa\"\n[[office.channel]]\ntype = \"email\"\nvalue = \"x@evil.test\"\nchecked = 2026-11-01\n\
                      [[office]]\nid = \"own\"\nkind = \"court\"\nnames.en = \"Own\"\n[[office.channel]]\ntype = \"email\"\nvalue = \"x@own.test\"\nchecked = 2026-11-01\n";
        let (joined, changed) =
            Registry::parse("r.toml", MISSIONS).unwrap().with_campaign(Layer::parse("c.toml", theirs).unwrap());
        assert_eq!(changed, ["kz-mfa"]);
        assert!(joined.get("kz-mfa").unwrap().channels[0].checked.is_none());
        assert!(joined.get("own").unwrap().channels[0].checked.is_some());
    }

    #[test]
    fn what_a_campaign_brings_has_its_first_source() {
        let theirs = r#"
sources = ["https://appeal.test", "https://other.test"]
[[office]]
id = "own"
kind = "court"
names.en = "Own"
[[office.channel]]
type = "email"
value = "a@own.test"
[[office.channel]]
type = "email"
value = "b@own.test"
source = "https://own.test"
[[office]]
id = "kz-mfa"
[[office.channel]]
type = "email"
value = "mid@mid.test"
[[office.channel]]
type = "email"
value = "new@mid.test"
"#;
        let (layer, _) = Layer::read_offices_of("c.toml", theirs);
        let joined = Registry::parse("r.toml", MISSIONS).unwrap().with_campaign(layer).0;
        let sources = |id: &str| -> Vec<String> {
            joined.get(id).unwrap().channels.iter().filter_map(|channel| channel.source.clone()).collect()
        };
        assert_eq!(sources("own"), ["https://appeal.test", "https://own.test"]);
        // What the registry says of its own value counts.
        assert_eq!(sources("kz-mfa")[..2], ["https://mid.test", "https://appeal.test"]);
    }

    #[test]
    fn rejected_values_and_those_of_another_time_are_barred() {
        let text = r#"
[[office]]
id = "a"
kind = "court"
names.en = "A"
[[office.channel]]
type = "email"
value = "x@y.test"
[[office.channel]]
type = "email"
value = "x@y2.test"
[[office.channel]]
type = "post"
value = "33 Thurloe Square\nLondon"
[[office.channel]]
type = "phone"
value = "+442075814646"
valid_until = 2026-11-22
[[office.channel]]
type = "fax"
value = "+442075814647"
valid_from = 2026-11-24
[[office]]
id = "b"
kind = "court"
names.en = "B"
[[office.channel]]
type = "email"
value = "X@y2.test"
[[rejected]]
value = "X@Y.test"
reason = "invented"
on = 2026-01-02
source = "https://a.kz/contact"
[[rejected]]
value = "x@y2.test"
office = "a"
reason = "of another office"
[[rejected]]
value = "33 thurloe square\n\n  London"
reason = "it moved"
"#;
        let registry = Registry::parse("r.toml", text).unwrap().on(day("2026-11-23"));
        let a = registry.get("a").unwrap();
        assert_eq!(a.for_letters().count(), 0);
        let barred: Vec<String> = a.channels.iter().map(|channel| format!("{:?}", channel.barred)).collect();
        for (barred, expected) in
            barred.iter().zip(["invented", "of another", "it moved", "Until(2026-11-22)", "From(2026-11-24)"])
        {
            assert!(barred.contains(expected), "{barred}");
        }
        assert_eq!(registry.get("b").unwrap().emails().len(), 1);
        let earlier = registry.on(day("2026-11-22"));
        assert_eq!(earlier.get("a").unwrap().for_letters().count(), 1);
    }
}
