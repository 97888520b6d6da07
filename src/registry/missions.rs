//! The missions of every state, as Wikidata has them: one line each in `missions.tsv`, made by
//! `cargo run --example import-missions`. A state's lines are read when somebody asks for that state.

use std::collections::HashMap;

use jiff::civil::Date;

use super::contact::Contact;
use super::kind::OfficeKind;
use super::office::{Accreditation, Channel, Office, Usage};
use super::phone::Phone;
use crate::locale::Country;
use crate::place::Place;
use crate::shipped::{self, MissionSection};
use crate::text;

/// The name of the file in places.
pub(super) const FILE: &str = "missions.tsv";

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
    mission(state.parse().ok()?, line, number)
}

/// The mission with that Wikidata id, whosever it is.
pub(super) fn with_wikidata(wikidata: &str) -> Option<Office> {
    let digits = wikidata.strip_prefix('Q')?;
    let mut sections = shipped::MISSION_SECTIONS.iter();
    sections.find_map(|MissionSection { state, first_line, span }| {
        let mut lines = shipped::MISSIONS[span.0..span.1].lines().zip(*first_line..);
        let (line, number) = lines.find(|(line, _)| line.split('\t').nth(2) == Some(digits))?;
        mission(state.parse().ok()?, line, number)
    })
}

/// All missions of the state with that number, in the order of the file; no id twice.
pub(super) fn read(section: usize) -> Vec<Office> {
    let Some(MissionSection { state, first_line, span }) = shipped::MISSION_SECTIONS.get(section) else {
        return Vec::new();
    };
    let Ok(state) = state.parse::<Country>() else { return Vec::new() };
    let lines = shipped::MISSIONS[span.0..span.1].lines().zip(*first_line..);
    let mut missions: Vec<Office> = lines.filter_map(|(line, number)| mission(state, line, number)).collect();
    tell_apart(&mut missions);
    missions
}

/// Gives missions of the same sort in the same place ids of their own: the plain id belongs to the
/// first in the file that is a mission to its host, the others have their Wikidata id behind.
fn tell_apart(missions: &mut [Office]) {
    let mut first: HashMap<String, usize> = HashMap::new();
    for resident in [true, false] {
        for (at, mission) in missions.iter().enumerate().filter(|(_, mission)| mission.resident == resident) {
            first.entry(mission.id.clone()).or_insert(at);
        }
    }
    for (at, mission) in missions.iter_mut().enumerate() {
        if first.get(&mission.id) != Some(&at) {
            let wikidata = mission.wikidata.as_deref().unwrap_or_default().to_lowercase();
            mission.id = format!("{}-{wikidata}", mission.id);
        }
    }
}

fn mission(state: Country, line: &str, number: usize) -> Option<Office> {
    let date: Option<Date> = shipped::MISSIONS_DATE.parse().ok();
    let mut columns = line.split('\t');
    let mut next = || columns.next().unwrap_or_default();
    let (host, kind, wikidata, city, accredited) = (next().parse::<Country>().ok()?, next(), next(), next(), next());
    let (website, phone, email, remark) = (next(), next(), next(), next());
    let kind = if kind.is_empty() { OfficeKind::Embassy } else { OfficeKind::parse(kind)? };
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
    if kind.is_consulate() {
        for channel in &mut channels {
            channel.usage = Usage::NotForLetters;
        }
    }
    let note = remark.contains("personal").then(|| {
        "Wikidata lists a mailbox that looks like a person's own. It is left out: letters go to offices.".to_owned()
    });
    let accreditation =
        |country| Accreditation { source: source.clone(), source_date: date, ..Accreditation::to(country) };
    Some(Office {
        country: Some(state),
        seat: (!city.is_empty()).then(|| city.to_owned()),
        represents: Some(state),
        host: Some(host),
        resident,
        accredited_to: accredited_to.into_iter().map(accreditation).collect(),
        website: web_site(website),
        wikidata: Some(format!("Q{wikidata}")),
        source: source.clone(),
        source_date: date,
        channels,
        note,
        ..Office::new(id(state, kind, host, city, wikidata), kind, place)
    })
}

/// A web site as the file shortens it: `/` stands for `http://`, `.` for `www.`.
fn web_site(short: &str) -> Option<String> {
    let (scheme, rest) = short.strip_prefix('/').map_or(("https", short), |rest| ("http", rest));
    let (www, rest) = rest.strip_prefix('.').map_or(("", rest), |rest| ("www.", rest));
    (!rest.is_empty()).then(|| format!("{scheme}://{www}{rest}"))
}

/// An id such as `kz-embassy-gb` or `tr-consulate-general-de-munich`.
fn id(state: Country, kind: OfficeKind, host: Country, city: &str, wikidata: &str) -> String {
    let mut id = format!("{state}-{}-{host}", kind.as_str()).to_lowercase();
    if kind.is_consulate() || kind == OfficeKind::PermanentMission {
        let city = text::slug(city);
        id.push('-');
        id.push_str(if city.is_empty() { wikidata } else { &city });
    }
    id.truncate(50);
    id.trim_end_matches('-').to_owned()
}

/// The foreign ministry of a state of which no registry says more than that it must be there.
pub(super) fn unknown_ministry(state: Country) -> Office {
    let id = format!("{}-foreign-ministry", state.code().to_lowercase());
    let place = Place { file: FILE.to_owned(), line: 1, column: 1 };
    Office {
        country: Some(state),
        note: Some(
            "No registry knows its own name or its address. Look up both before you send the letter.".to_owned(),
        ),
        ..Office::new(id, OfficeKind::ForeignMinistry, place)
    }
}

impl Office {
    /// Whether all that is known of it is a line of Wikidata: no person added a channel, and none
    /// confirmed one.
    pub fn is_from_wikidata(&self) -> bool {
        let is_mission = |place: &Place| place.file == FILE;
        self.represents.is_some()
            && is_mission(&self.place)
            && self.channels.iter().all(|known| is_mission(&known.place))
    }
}

#[cfg(test)]
mod tests {
    use super::super::office::is_id;
    use super::*;

    fn one(line: &str) -> Office {
        mission("TR".parse().unwrap(), line, 7).unwrap()
    }

    #[test]
    fn what_is_embedded_of_all_states_stays_below_640_kilobytes() {
        let tables = size_of_val(shipped::MISSION_SECTIONS);
        let embedded = shipped::MISSIONS.len() + tables + shipped::NUMBERING_PLANS.len();
        // 39,000 of them say how the numbers of each country are written in groups.
        assert!(embedded < 640_000, "{embedded} bytes");
    }

    #[test]
    fn a_line_becomes_an_office() {
        let office = one("GB\t\t123\tLondon\tGB IE\t/.london.test/x\t+442079251757\tinfo@tr.test\tfree-mail");
        assert_eq!((office.id.as_str(), office.kind.as_str(), office.resident), ("tr-embassy-gb", "embassy", true));
        assert_eq!(office.website.as_deref(), Some("http://www.london.test/x"));
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
        let lines = ["IT\t\t1\tRome\tVA\tb.it", "IT\t\t9\tRome\t\ta.it", "IT\t\t3\tRome\tIT SM"];
        let mut missions: Vec<Office> = lines.iter().map(|line| one(line)).collect();
        tell_apart(&mut missions);
        let ids: Vec<&str> = missions.iter().map(|mission| mission.id.as_str()).collect();
        assert_eq!(ids, ["tr-embassy-it-q1", "tr-embassy-it", "tr-embassy-it-q3"]);
        for section in 0..sections() {
            let missions = read(section);
            let mut seen = std::collections::HashSet::new();
            for mission in &missions {
                assert!(is_id(&mission.id) && seen.insert(&mission.id), "{}", mission.id);
            }
            let lines = &shipped::MISSIONS
                [shipped::MISSION_SECTIONS[section].span.0..shipped::MISSION_SECTIONS[section].span.1];
            assert_eq!(missions.len(), lines.lines().count(), "every line of {section} is read");
        }
    }
}
