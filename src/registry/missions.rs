//! The missions of every state, as Wikidata has them: one line each in `missions.tsv`, made by
//! `cargo run --example import-missions`. A state's lines are read when somebody asks for that state.

use std::collections::HashSet;

use jiff::civil::Date;

use super::office::{Accreditation, Channel, Contact, Office, Status, Usage};
use super::phone::Phone;
use crate::locale::Country;
use crate::place::Place;
use crate::shipped::{self, MissionSection};
use crate::text;

/// The name of the file in places.
const FILE: &str = "missions.tsv";

/// The states that have missions, each with its number among the sections of the file.
pub(super) fn section_of(state: Country) -> Option<usize> {
    shipped::MISSION_SECTIONS.binary_search_by(|section| section.state.cmp(state.code())).ok()
}

/// How many states have missions.
pub(super) fn sections() -> usize {
    shipped::MISSION_SECTIONS.len()
}

/// The mission that an office of a file is: by its Wikidata id, else by its own.
pub(super) fn find(section: usize, office: &Office) -> Option<Office> {
    let Some(wikidata) = office.wikidata.as_deref().and_then(|id| id.strip_prefix('Q')) else {
        return read(section).into_iter().find(|mission| mission.id == office.id);
    };
    let MissionSection { state, first_line, span } = shipped::MISSION_SECTIONS.get(section)?;
    let mut lines = shipped::MISSIONS[span.0..span.1].lines().zip(*first_line..);
    let (line, number) = lines.find(|(line, _)| line.split('\t').nth(2) == Some(wikidata))?;
    mission(state.parse().ok()?, line, number, shipped::MISSIONS_DATE.parse().ok(), &mut HashSet::new())
}

/// All missions of the state with that number, in the order of the file; no id twice.
pub(super) fn read(section: usize) -> Vec<Office> {
    let Some(MissionSection { state, first_line, span }) = shipped::MISSION_SECTIONS.get(section) else {
        return Vec::new();
    };
    let Ok(state) = state.parse::<Country>() else { return Vec::new() };
    let date = shipped::MISSIONS_DATE.parse().ok();
    let mut ids = HashSet::new();
    let lines = shipped::MISSIONS[span.0..span.1].lines().zip(*first_line..);
    lines.filter_map(|(line, number)| mission(state, line, number, date, &mut ids)).collect()
}

fn mission(state: Country, line: &str, number: usize, date: Option<Date>, ids: &mut HashSet<String>) -> Option<Office> {
    let mut columns = line.split('\t');
    let mut next = || columns.next().unwrap_or_default();
    let (host, kind, wikidata, city, accredited) = (next().parse::<Country>().ok()?, next(), next(), next(), next());
    let (website, phone, email, remark) = (next(), next(), next(), next());
    let kind = if kind.is_empty() { "embassy" } else { kind };
    let source = Some(format!("https://www.wikidata.org/wiki/Q{wikidata}"));
    let accredited_to: Vec<Country> = accredited.split(' ').filter_map(|code| code.parse().ok()).collect();
    let is_elsewhere = remark.split(' ').any(|word| word == "other");
    let resident = !is_elsewhere && (accredited_to.is_empty() || accredited_to.contains(&host));
    let place = Place { file: FILE.to_owned(), line: number, column: 1 };
    let channel = |contact| {
        let mut channel = Channel::new(contact, place.clone());
        (channel.source, channel.source_date) = (source.clone(), date);
        channel
    };
    let mut channels = Vec::new();
    if let Ok(email) = email.parse() {
        let mut channel = channel(Contact::Email(email));
        if remark.contains("free-mail") {
            channel.note = Some("at a free mail provider, where anybody can open a mailbox".to_owned());
        }
        channels.push(channel);
    }
    if let Ok(number) = Phone::parse(phone) {
        channels.push(channel(Contact::Phone(number)));
    }
    // What Wikidata has for a consulate is its desk for visas and passports.
    if kind.contains("consulate") {
        for channel in &mut channels {
            channel.usage = Usage::NotForLetters;
        }
    }
    let note = remark.contains("personal").then(|| {
        "Wikidata lists a mailbox that looks like a person's own. It is left out: letters go to offices.".to_owned()
    });
    Some(Office {
        id: id(state, kind, host, city, wikidata, ids),
        kind: kind.to_owned(),
        country: Some(state),
        seat: (!city.is_empty()).then(|| city.to_owned()),
        names: std::collections::BTreeMap::new(),
        aliases: Vec::new(),
        languages: Vec::new(),
        salutation: std::collections::BTreeMap::new(),
        form_of_address: std::collections::BTreeMap::new(),
        status: Status::Active,
        valid_from: None,
        valid_until: None,
        represents: Some(state),
        host: Some(host),
        resident,
        accredited_to: accredited_to
            .into_iter()
            .map(|country| Accreditation { source: source.clone(), source_date: date, ..Accreditation::to(country) })
            .collect(),
        website: match website {
            "" => None,
            plain if plain.starts_with("http://") => Some(plain.to_owned()),
            secure => Some(format!("https://{secure}")),
        },
        wikidata: Some(format!("Q{wikidata}")),
        source,
        source_date: date,
        channels,
        note,
        place,
    })
}

/// An id such as `kz-embassy-gb` or `tr-consulate-general-de-munich`. A second mission of the same
/// sort has its Wikidata id behind, so that the first keeps its own when the data grow.
fn id(state: Country, kind: &str, host: Country, city: &str, wikidata: &str, ids: &mut HashSet<String>) -> String {
    let mut id = format!("{state}-{kind}-{host}").to_lowercase();
    if kind.contains("consulate") || kind == "permanent-mission" {
        let city = text::slug(city);
        id.push('-');
        id.push_str(if city.is_empty() { wikidata } else { &city });
    }
    id.truncate(50);
    let id = id.trim_end_matches('-').to_owned();
    if ids.insert(id.clone()) {
        return id;
    }
    let id = format!("{id}-q{wikidata}");
    ids.insert(id.clone());
    id
}

/// The foreign ministry of a state of which no registry says more than that it must be there.
pub(super) fn unknown_ministry(state: Country) -> Office {
    Office {
        id: format!("{}-foreign-ministry", state.code().to_lowercase()),
        kind: "foreign-ministry".to_owned(),
        country: Some(state),
        seat: None,
        names: std::collections::BTreeMap::new(),
        aliases: Vec::new(),
        languages: Vec::new(),
        salutation: std::collections::BTreeMap::new(),
        form_of_address: std::collections::BTreeMap::new(),
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
        note: Some(
            "No registry says more of it than that it is the state's foreign ministry. Look up its own name and \
             address before you send the letter."
                .to_owned(),
        ),
        place: Place { file: FILE.to_owned(), line: 1, column: 1 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(line: &str) -> Office {
        mission("TR".parse().unwrap(), line, 7, "2022-11-16".parse().ok(), &mut HashSet::new()).unwrap()
    }

    #[test]
    fn a_line_becomes_an_office() {
        let office = one("GB\t\t123\tLondon\tGB IE\tlondon.test/x\t+442079251757\tinfo@tr.test\tfree-mail");
        assert_eq!((office.id.as_str(), office.kind.as_str(), office.resident), ("tr-embassy-gb", "embassy", true));
        assert_eq!(office.website.as_deref(), Some("https://london.test/x"));
        let [email, phone] = office.channels.as_slice() else { panic!("{office:?}") };
        assert_eq!((email.contact.value().as_str(), phone.contact.value().as_str()), ("info@tr.test", "+442079251757"));
        assert_eq!(email.source.as_deref(), Some("https://www.wikidata.org/wiki/Q123"));
        assert!(email.note.as_deref().is_some_and(|note| note.contains("free mail")));
        assert_eq!(email.source_date.unwrap().to_string(), "2022-11-16");
        assert_eq!(office.place.to_string(), "missions.tsv:7:1");
    }

    #[test]
    fn missions_that_are_none_to_their_host_are_told_apart() {
        assert!(one("IT\t\t1\tRome").resident);
        assert!(!one("IT\t\t1\tRome\tVA").resident);
        assert!(!one("BE\t\t1\tBrussels\t\t\t\t\tother").resident);
        let consulate = one("DE\tconsulate-general\t1\tMünchen\t\t\t+49891780310");
        assert_eq!(consulate.id, "tr-consulate-general-de-munchen");
        assert_eq!(consulate.channels[0].usage, Usage::NotForLetters);
    }

    #[test]
    fn ids_are_short_unique_and_stay() {
        let mut ids = HashSet::new();
        let mut id = |line: &str| mission("TR".parse().unwrap(), line, 1, None, &mut ids).unwrap().id;
        assert_eq!(id("IT\t\t1\tRome"), "tr-embassy-it");
        assert_eq!(id("IT\t\t2\tRome\tVA"), "tr-embassy-it-q2");
        for section in 0..sections() {
            let missions = read(section);
            let mut seen = HashSet::new();
            for mission in &missions {
                assert!(super::super::is_id(&mission.id) && seen.insert(&mission.id), "{}", mission.id);
            }
            let lines = &shipped::MISSIONS
                [shipped::MISSION_SECTIONS[section].span.0..shipped::MISSION_SECTIONS[section].span.1];
            assert_eq!(missions.len(), lines.lines().count(), "every line of {section} is read");
        }
    }
}
