//! Rules about what a file says of its offices, one by one and side by side.

use std::collections::{BTreeSet, HashMap};

use super::findings::{Findings, Lists};
use super::words::person_in;
use crate::locale::Country;
use crate::registry::{Channel, Contact, Layer, Office, OfficeKind, Registry, host_of};
use crate::text::{self, for_sentence};

/// Words for offices, which are no city's name.
const OFFICES: [&str; 12] = [
    "court",
    "police",
    "ministry",
    "embassy",
    "consulate",
    "office",
    "prosecutor",
    "council",
    "city",
    "general",
    "supreme",
    "government",
];

/// A channel with the office it belongs to.
type Owned<'a> = (&'a Office, &'a Channel);

impl Findings<'_> {
    /// Rules about what this file says of an office itself. `joined` is what is known of it altogether.
    pub(super) fn office(&mut self, office: &Office, joined: &Office, lists: &Lists<'_>) {
        let (place, id) = (&office.place, &office.id);
        let by_language = [
            ("names", &office.names),
            ("salutation", &office.salutation),
            ("form_of_address", &office.form_of_address),
        ];
        let texts = by_language
            .into_iter()
            .flat_map(|(key, texts)| texts.iter().map(move |(tag, text)| (key, format!("{key}.{tag}"), text)));
        let aliases = office.aliases.iter().map(|alias| ("aliases", "aliases".to_owned(), alias));
        let seat = office.seat.iter().map(|seat| ("seat", "seat".to_owned(), seat));
        for (key, full_key, text) in texts.chain(aliases).chain(seat) {
            let place = &self.at(place, &full_key);
            let what = format!("{id}: {key}");
            if let Some(person) = person_in(text) {
                let text = for_sentence(text);
                self.warning(
                    place,
                    format!("{what} \"{text}\" names a person ({person}); people change, write to the office"),
                );
            }
            self.copied(place, &what, text);
            // A salutation ends with a comma.
            if key != "salutation" {
                self.separators(place, &what, text);
            }
            self.mixed_words(place, &what, text);
        }
        if office.represents.is_some() && !joined.kind.is_mission() {
            let missions: Vec<&str> =
                OfficeKind::all().filter(|kind| kind.is_mission()).map(OfficeKind::as_str).collect();
            self.warning(
                &self.at(place, "kind"),
                format!(
                    "{id}: only a mission represents a state, and \"{}\" is none; missions are {}",
                    joined.kind.as_str(),
                    missions.join(", ")
                ),
            );
        }
        if joined.is_embassy() && (joined.represents.is_none() || joined.host.is_none()) {
            self.warning(place, format!("{id}: a mission needs represents and host, or --embassy cannot find it"));
        }
        self.order(&self.at(place, "valid_until"), id, office.valid_from, office.valid_until);
        if let Some(until) = office.valid_until.filter(|until| *until < self.today) {
            self.warning(&self.at(place, "valid_until"), format!("{id}: what is said of it held until {until}"));
        }
        self.accreditations(office);
        if let Some(site) = &office.website {
            let place = &self.at(place, "website");
            self.hidden_signs(place, &format!("{id}: the web site"), site, host_of(site).unwrap_or_default());
            self.reserved_host(place, &format!("{id}: the web site"), site);
            if let Some(reason) = host_of(site).and_then(|host| lists.superseded(host)) {
                self.warning(place, format!("{id}: the web site {site} is superseded: {reason}"));
            }
        }
        self.source(&self.at(place, "source"), &format!("{id}: source"), office.source.as_deref());
        self.in_future(&self.at(place, "source_date"), &format!("{id}: source_date"), office.source_date);
    }

    /// Rules about the states an embassy is accredited to.
    fn accreditations(&mut self, office: &Office) {
        let (place, id) = (&self.at(&office.place, "accredited_to"), &office.id);
        let elsewhere = office.accredited_to.iter().filter(|known| Some(known.country) != office.host);
        let unproven = elsewhere.clone().filter(|known| known.source.is_none() && office.source.is_none());
        let unproven: Vec<&str> = unproven.map(|known| known.country.code()).collect();
        if let Some(country) = unproven.first() {
            self.warning(
                place,
                format!(
                    "{id}: accredited to {} without a source, and accreditations change; write \
                     {{ country = \"{country}\", source = \"https://…\", source_date = 2026-01-31 }}, or give the office a source",
                    unproven.join(", ")
                ),
            );
        }
        for (at, known) in office.accredited_to.iter().enumerate() {
            let what = format!("{id}: the accreditation to {}", known.country);
            self.in_future(place, &format!("{what}: source_date"), known.source_date);
            self.source(place, &what, known.source.as_deref());
            self.order(place, &what, known.valid_from, known.valid_until);
            if office.accredited_to[..at].iter().any(|earlier| earlier.country == known.country) {
                self.warning(place, format!("{what} stands there twice"));
            }
        }
    }

    /// What is wrong with a reject list itself.
    pub(super) fn rejections(&mut self, layer: &Layer, offices: &[&Office], below: &Registry) {
        for rejected in &layer.rejected {
            if let Some(id) = &rejected.office
                && below.get(id).is_none()
                && !offices.iter().any(|office| office.id == *id)
            {
                let value = for_sentence(&rejected.value);
                self.warning(
                    &rejected.place,
                    format!("\"{value}\" is rejected for the office \"{id}\", which no registry has"),
                );
            }
        }
    }

    /// Rules about offices side by side.
    pub(super) fn among(&mut self, offices: &[&Office], below: &Registry) {
        let mut first: HashMap<(&str, String), Owned<'_>> = HashMap::new();
        let known = below.offices().filter(|office| !offices.iter().any(|own| own.id == office.id));
        for (office, channel) in offices.iter().copied().chain(known).flat_map(channels_of) {
            let key = (channel.contact.type_name(), channel.contact.value().to_lowercase());
            let Some((other, earlier)) = first.get(&key) else {
                first.insert(key, (office, channel));
                continue;
            };
            let what = format!("{} \"{}\"", key.0, for_sentence(&channel.contact.value()));
            // The finding stands in the file that is checked, whichever of the two is there.
            let (here, there) = if channel.place.file == self.file { (channel, *earlier) } else { (*earlier, channel) };
            let (own, foreign) = if channel.place.file == self.file { (office, *other) } else { (*other, office) };
            if here.place.file != self.file {
                continue;
            }
            let words = if own.id == foreign.id {
                format!("{what} stands twice under {}, at {} too", own.id, there.place)
            } else {
                format!(
                    "{what} stands under {} and, at {}, under {}; one of them may be wrong",
                    own.id, there.place, foreign.id
                )
            };
            self.warning(&here.place, words);
        }
        self.fax_as_telephone(offices, &first);
        self.one_pattern(offices);
        self.accredited_twice(offices, below);
    }

    /// A telephone that is a fax, too: who calls it hears a tone. `known` has a channel of each type and value.
    fn fax_as_telephone(&mut self, offices: &[&Office], known: &HashMap<(&str, String), Owned<'_>>) {
        for (office, channel) in offices.iter().copied().flat_map(channels_of) {
            let other_type = match &channel.contact {
                Contact::Phone(_) => "fax",
                Contact::Fax(_) => "phone",
                _ => continue,
            };
            let Some((other, there)) = known.get(&(other_type, channel.contact.value().to_lowercase())) else {
                continue;
            };
            let is_here = |channel: &Channel| channel.place.file == self.file;
            // Of two in one file, the telephone is the one to look at.
            if !is_here(channel) || other_type == "phone" && is_here(there) {
                continue;
            }
            if office.id == other.id && (is_both(channel) || is_both(there)) {
                continue;
            }
            let (own, number) = (channel.contact.type_name(), for_sentence(&channel.contact.value()));
            let words = if office.id == other.id {
                format!(
                    "{own} \"{number}\" of {} is its {other_type}, too, at {}; where the source prints it as both, say so in printed or note",
                    office.id, there.place
                )
            } else {
                format!(
                    "{own} \"{number}\" of {} is the {other_type} of {}, at {}; one of them may be wrong",
                    office.id, other.id, there.place
                )
            };
            self.warning(&channel.place.clone(), words);
        }
    }

    /// Mailboxes that are their city's name at one domain: lists that were made up look like this.
    fn one_pattern(&mut self, offices: &[&Office]) {
        const MANY: usize = 3;
        let mut alike: HashMap<(&str, Option<&str>), Vec<Owned<'_>>> = HashMap::new();
        for (office, channel) in offices.iter().copied().flat_map(channels_of) {
            let Contact::Email(email) = &channel.contact else { continue };
            let local = text::slug(email.local());
            let named = office.names.values().flat_map(|name| name.split_whitespace()).map(text::slug);
            // Without a seat, its name may hold the city, beside words for what the office is.
            let mut places: Vec<String> = office.seat.iter().map(|seat| text::slug(seat)).collect();
            if places.is_empty() {
                places.extend(
                    named.filter(|word| {
                        !OFFICES.contains(&word.as_str()) && !office.kind.as_str().contains(word.as_str())
                    }),
                );
            }
            if local.len() > 2 && places.contains(&local) {
                alike.entry((email.domain(), channel.source.as_deref())).or_default().push((office, channel));
            }
        }
        for ((domain, source), channels) in alike.into_iter().filter(|(_, channels)| channels.len() >= MANY) {
            let source = if source.is_some() { "one source for all" } else { "no source" };
            for (office, channel) in &channels {
                self.warning(
                    &channel.place,
                    format!(
                        "email \"{}\" of {}: {} mailboxes at {domain} are their city's name and have {source}; \
                         lists made by pattern look like this",
                        channel.contact.value(),
                        office.id,
                        channels.len()
                    ),
                );
            }
        }
    }

    /// Two embassies of one state that are both said to be accredited to a third.
    fn accredited_twice(&mut self, offices: &[&Office], below: &Registry) {
        let states: BTreeSet<Country> = offices.iter().filter_map(|office| office.represents).collect();
        let others = states.into_iter().flat_map(|state| below.missions(state));
        let mut first: HashMap<(Country, Country), &Office> = HashMap::new();
        let mut claims: Vec<(&Office, (Country, Country))> = Vec::new();
        for office in others.chain(offices.iter().copied()).filter(|office| office.is_embassy()) {
            let Some(state) = office.represents else { continue };
            let elsewhere = office.accredited_to.iter().filter(|known| Some(known.country) != office.host);
            let now = elsewhere.filter(|known| office.is_accredited_to(known.country, Some(self.today)));
            claims.extend(now.map(|known| (office, (state, known.country))));
        }
        for (office, claim) in claims {
            let earlier = *first.entry(claim).or_insert(office);
            if earlier.id == office.id {
                continue;
            }
            // The finding stands in the file that is checked, whichever of the two is there.
            let here = [office, earlier].into_iter().find(|office| office.place.file == self.file);
            if let Some(here) = here {
                self.warning(
                    &here.place,
                    format!(
                        "{} and {} are both said to be accredited to {}; one of them may be out of date",
                        earlier.id, office.id, claim.1
                    ),
                );
            }
        }
    }
}

/// Whether a number is said to be printed as both.
fn is_both(channel: &Channel) -> bool {
    let other: &[&str] =
        if matches!(channel.contact, Contact::Phone(_)) { &["fax", "факс"] } else { &["tel", "тел", "phone"] };
    let said = [&channel.printed, &channel.desk, &channel.note].into_iter().flatten();
    said.map(|said| said.to_lowercase()).any(|said| other.iter().any(|word| said.contains(word)))
}

fn channels_of(office: &Office) -> impl Iterator<Item = Owned<'_>> {
    office.channels.iter().map(move |channel| (office, channel))
}
