//! The offices of a campaign: that there are some, that letters reach them, and that each is greeted as what it is.

use std::collections::BTreeSet;

use super::case::{Case, Findings, Letter};
use super::flaw::Flaw;
use super::words;
use crate::campaign::{Campaign, Condition, TextPart};
use crate::check::registry;
use crate::locale::Country;
use crate::place::Place;
use crate::registry::{Contact, Office, OfficeKind, Registry};
use crate::text;

/// The offices that a campaign names, and of the embassies of its state one that a file describes and one of which a
/// line of Wikidata is all that is known: for that one the letter must say how it begins.
pub(super) fn of<'a>(
    campaign: &'a Campaign,
    registry: &'a Registry,
    embassy_place: &Place,
) -> Vec<(&'a Office, Place)> {
    let mut offices: Vec<(&Office, Place)> = Vec::new();
    for (id, place) in campaign.named_recipients() {
        if let Some(office) = registry.get(id).filter(|office| !offices.iter().any(|(known, _)| known.id == office.id))
        {
            offices.push((office, place.clone()));
        }
    }
    if let Some(state) = campaign.embassy_of {
        let beside = registry.other_missions(state).filter(|office| office.is_embassy()).take(1);
        let missions = registry.missions(state).take(1).chain(beside);
        offices.extend(missions.map(|mission| (mission, embassy_place.clone())));
    }
    offices
}

/// `below` is the registry without the campaign.
pub(super) fn check(case: &Case<'_>, below: &Registry, findings: &mut Findings) {
    named(case, findings);
    states(case, findings);
    for (office, place) in &case.offices {
        let is_mission = office.represents.is_some();
        reached(office, place, findings);
        let reads = |letter: &Letter<'_>| office.reads(letter.language);
        if !office.languages.is_empty() && !case.letters.is_empty() && !case.letters.iter().any(reads) && !is_mission {
            let flaw = Flaw::OfficeLanguage { office: office.id.clone(), reads: office.languages.clone() };
            findings.say(place.clone(), flaw);
        }
        greeted(case, office, findings);
    }
    let (file, source) = case.facts;
    for finding in registry::of_campaign(file, source, below, case.today) {
        let (place, flaw) = (finding.place.clone(), Flaw::from(finding));
        findings.say(place, flaw);
    }
}

fn named(case: &Case<'_>, findings: &mut Findings) {
    let campaign = case.campaign;
    let mut seen = BTreeSet::new();
    for (id, place) in campaign.named_recipients() {
        if !seen.insert(id) {
            findings.say(place.clone(), Flaw::RecipientTwice(id.to_owned()));
        } else if case.registry.get(id).is_none() {
            let near = case.registry.nearest_id(id).map(str::to_owned);
            findings.say(place.clone(), Flaw::UnknownOffice { id: text::for_sentence(id), near });
        } else if is_embassy_of_it(case, id) {
            findings.say(place.clone(), Flaw::RecipientEmbassy(id.to_owned()));
        }
    }
    for (id, place) in campaign.copy_offices.iter().filter(|(id, _)| case.registry.get(id).is_none()) {
        let near = case.registry.nearest_id(id).map(str::to_owned);
        findings.say(place.clone(), Flaw::UnknownOffice { id: text::for_sentence(id), near });
    }
    for (n, id) in campaign.offices.ids().enumerate() {
        let office = case.registry.get(id);
        let is_embassy =
            office.is_some_and(|office| office.represents.is_some() && office.represents == campaign.embassy_of);
        let is_copied = case.list("copy_to").iter().any(|(copy, _)| *copy == id);
        if !is_embassy && !is_copied && !campaign.recipients.iter().any(|named| named == id) {
            findings.say(case.at(&format!("office.{n}.id")), Flaw::OfficeUnused(id.to_owned()));
        }
    }
}

/// Whether an office is one of the embassies that `embassy_of` writes to.
pub(super) fn is_embassy_of_it(case: &Case<'_>, id: &str) -> bool {
    let office = case.registry.get(id).filter(|office| office.is_embassy());
    office.is_some_and(|office| office.represents.is_some() && office.represents == case.campaign.embassy_of)
}

fn states(case: &Case<'_>, findings: &mut Findings) {
    let Some(state) = case.campaign.embassy_of else { return };
    let missions = case.registry.missions(state).next();
    if case.registry.embassy(state, state).office().is_none() && missions.is_none() {
        findings.say(case.at("embassy_of"), Flaw::NoEmbassy(state));
    }
    let of_state = |office: &&Office| office.represents.or(office.country);
    let named = case.campaign.recipients.iter().filter_map(|id| case.registry.get(id));
    let offices: BTreeSet<Country> = named.filter_map(|office| of_state(&office)).collect();
    if !offices.is_empty() && !offices.contains(&state) {
        findings.say(case.at("embassy_of"), Flaw::EmbassyOf { state, offices: offices.into_iter().collect() });
    }
}

/// Whether a letter reaches an office. Missions that the registry only knows by name are completed by hand.
fn reached(office: &Office, place: &Place, findings: &mut Findings) {
    let mut channels = office.for_letters().peekable();
    if office.represents.is_some() {
        return;
    }
    if channels.peek().is_none() {
        findings.say(place.clone(), Flaw::NoChannel(office.id.clone()));
    } else if !channels.any(|channel| !matches!(channel.contact, Contact::Phone(_))) {
        findings.say(place.clone(), Flaw::NoLetterChannel(office.id.clone()));
    }
}

/// A salutation that is another office's.
fn greeted(case: &Case<'_>, office: &Office, findings: &mut Findings) {
    /// Kinds that have a president, a director or a minister of any sort.
    const OF_ANY_SORT: [&str; 5] = ["other", "company", "media", "international-organisation", "mission"];
    let kind = office.kind.as_str();
    if OF_ANY_SORT.contains(&kind) {
        return;
    }
    for letter in &case.letters {
        let (salutation, place) = match office.salutation_in(letter.language) {
            Some(own) if office.place.file == case.facts.0 => {
                let number = case.campaign.offices.ids().position(|id| id == office.id).unwrap_or_default();
                let key = format!("office.{number}.salutation.{}", letter.language);
                let place = if case.has(&key) { case.at(&key) } else { case.at(&format!("office.{number}.id")) };
                (own.to_owned(), place)
            }
            // The registry's own are checked with the registry.
            Some(_) => continue,
            None => match letter.part(TextPart::Salutation) {
                Some(text) => {
                    // What is for one kind of office is for no other.
                    let is_for = |condition: &Condition| {
                        let asked = OfficeKind::of_condition(&condition.field);
                        asked.is_none_or(|asked| office.kind.is_a(asked) == condition.holds)
                    };
                    let signs = text.text.char_indices().filter(|(at, _)| text.conditions(*at).iter().all(is_for));
                    let (places, printed): (Vec<usize>, String) = signs.unzip();
                    (printed.trim().to_owned(), text.place(places.first().copied().unwrap_or(0)))
                }
                None => continue,
            },
        };
        if let Some(flaw) = other_title(letter, office, salutation) {
            findings.say(place, flaw);
        }
    }
    let number = case.campaign.offices.ids().position(|id| id == office.id).unwrap_or_default();
    for (n, holder) in office.holders.iter().enumerate().filter(|(_, holder)| holder.place.file == case.facts.0) {
        for letter in &case.letters {
            let Some(salutation) = holder.salutation.get(letter.language) else { continue };
            if let Some(flaw) = other_title(letter, office, salutation.clone()) {
                findings.say(case.at(&format!("office.{number}.holder.{n}.salutation.{}", letter.language)), flaw);
            }
        }
    }
}

/// A title in a salutation that goes with another kind of office.
fn other_title(letter: &Letter<'_>, office: &Office, salutation: String) -> Option<Flaw> {
    let kind = office.kind.as_str();
    let words = words::words(&salutation);
    let titles = |at: usize| {
        let titles = letter.words.titles.iter().filter(|(title, _)| title.begins(&words[at..]));
        titles.max_by_key(|(title, _)| title.len())
    };
    let (_, kinds) = (0..words.len()).find_map(titles)?;
    let is_other = !kinds.split(' ').any(|piece| kind.contains(piece));
    is_other.then(|| Flaw::OfficeSalutation { salutation, office: office.id.clone(), kind: kind.to_owned() })
}
