//! The offices of a campaign: that there are some, that letters reach them, and that each is greeted as what it is.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, Findings, Letter};
use super::flaw::Flaw;
use super::words;
use crate::campaign::{Campaign, Condition, EmbassyAs, TextPart, ValueOf};
use crate::check::registry;
use crate::letter;
use crate::locale::Country;
use crate::place::Place;
use crate::registry::{Contact, Office, OfficeKind, Registry};
use crate::text;

/// The offices that a campaign names, and the embassies of its state: all that the campaign itself describes, and of the
/// registry's one that a file describes and one of which a line of Wikidata is all that is known: for that one the letter
/// must say how it begins.
pub(super) fn of<'a>(
    campaign: &'a Campaign,
    registry: &'a Registry,
    values: &BTreeMap<String, ValueOf>,
    start: &Place,
) -> Vec<(&'a Office, Place)> {
    let at = |key: &str| values.get(key).map_or_else(|| start.clone(), |value| value.place.clone());
    let mut offices: Vec<(&Office, Place)> = Vec::new();
    for (id, place) in campaign.named_recipients() {
        if let Some(office) = registry.get(id).filter(|office| !offices.iter().any(|(known, _)| known.id == office.id))
        {
            offices.push((office, place.clone()));
        }
    }
    let Some(state) = campaign.embassy_of else { return offices };
    for (n, id) in campaign.offices.ids().enumerate() {
        let own = registry.get(id).filter(|office| office.is_embassy() && office.represents == Some(state));
        if let Some(own) = own.filter(|own| !offices.iter().any(|(known, _)| known.id == own.id)) {
            offices.push((own, at(&format!("office.{n}.id"))));
        }
    }
    let described = registry.missions(state).filter(|office| !is_described(campaign, &office.id)).take(1);
    let beside = registry.other_missions(state).filter(|office| office.is_embassy()).take(1);
    offices.extend(described.chain(beside).map(|mission| (mission, at("embassy_of"))));
    offices
}

/// Whether the campaign describes an office itself.
fn is_described(campaign: &Campaign, id: &str) -> bool {
    campaign.offices.ids().any(|own| own == id)
}

/// `below` is the registry without the campaign.
pub(super) fn check(case: &Case<'_>, below: &Registry, findings: &mut Findings) {
    named(case, findings);
    kinds(case, findings);
    states(case, findings);
    other_states(case, findings);
    for (office, place) in &case.offices {
        // Missions that the registry only knows by name are completed by hand.
        let is_mission = office.represents.is_some() && !is_described(case.campaign, &office.id);
        if !is_mission {
            reached(office, place, findings);
        }
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
    unused(case, findings);
}

/// What a letter says to a kind of office that gets none. Whoever signs may add an embassy.
fn kinds(case: &Case<'_>, findings: &mut Findings) {
    let is_known = |(id, _): &(&str, &Place)| case.registry.get(id).is_some();
    if case.campaign.recipients.is_empty() || !case.campaign.named_recipients().all(|named| is_known(&named)) {
        return;
    }
    let copied = case.campaign.copy_offices.iter().filter_map(|(id, _)| case.registry.get(id));
    let offices: Vec<&Office> = case.offices.iter().map(|(office, _)| *office).chain(copied).collect();
    for text in case.letters.iter().flat_map(Letter::texts) {
        let mut seen = BTreeSet::new();
        for (at, _) in text.text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            let asked = text.conditions(at).iter().filter(|condition| condition.holds);
            for kind in asked.filter_map(|condition| OfficeKind::of_condition(&condition.field)) {
                let is_written_to = offices.iter().any(|office| office.kind.is_a(kind));
                if !kind.is_mission() && !is_written_to && seen.insert(kind) {
                    findings.say(text.place(at), Flaw::KindNowhere(kind));
                }
            }
        }
    }
}

/// Offices that the campaign describes and writes to by no way. Where it writes to nobody at all, that is what is wrong;
/// and embassies of one state stand or fall with `embassy_of`, so that one of them is named for all.
fn unused(case: &Case<'_>, findings: &mut Findings) {
    let campaign = case.campaign;
    if campaign.recipients.is_empty() && campaign.embassy_of.is_none() {
        return;
    }
    let copies = case.list("copy_to");
    let mut embassies: Vec<Country> = Vec::new();
    for (n, id) in campaign.offices.ids().enumerate() {
        let is_written_to = campaign.recipients.iter().any(|named| named == id);
        if is_written_to || copies.iter().any(|(copy, _)| *copy == id) {
            continue;
        }
        let state = |id: &str| case.registry.get(id).filter(|office| office.is_embassy())?.represents;
        let mut others = 0;
        if let Some(state_of_it) = state(id) {
            if embassies.contains(&state_of_it) || campaign.embassy_of == Some(state_of_it) {
                continue;
            }
            embassies.push(state_of_it);
            others = campaign.offices.ids().skip(n + 1).filter(|other| state(other) == Some(state_of_it)).count();
        }
        findings.say(case.at(&format!("office.{n}.id")), Flaw::OfficeUnused { office: id.to_owned(), others });
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

/// "The authorities of Bolivia", in a letter to Peru. Companies and the like are written to about any state, and so is
/// everybody about the state that the title names.
fn other_states(case: &Case<'_>, findings: &mut Findings) {
    use OfficeKind::{Company, InternationalOrganisation, Media, Other};
    let is_of_no_state = |office: &Office| matches!(office.kind, Company | InternationalOrganisation | Media | Other);
    let offices: Vec<&Office> = case.offices.iter().map(|(office, _)| *office).collect();
    let mut own: BTreeSet<Country> = offices.iter().filter_map(|office| office.represents.or(office.country)).collect();
    own.extend(case.campaign.embassy_of);
    if own.is_empty() || offices.iter().any(|office| is_of_no_state(office)) {
        return;
    }
    let states: Vec<Country> = own.iter().copied().collect();
    let title: Vec<String> = words::words(&case.campaign.title).into_iter().map(|word| word.lower).collect();
    let english = crate::locale::Language::english();
    for letter in case.letters.iter().filter(|letter| !letter.words.powers.is_empty()) {
        let key = |text: &str| words::words(text).into_iter().map(|word| word.lower).collect::<Vec<_>>();
        let is_kazakh = letter.language.primary() == "kk";
        let mut phrases: Option<Vec<(Country, Vec<String>)>> = None;
        for text in letter.texts() {
            let words = words::words(&text.text);
            let is_power =
                |word: &words::Word<'_>| {
                    letter.words.powers.iter().any(|begin| {
                        word.lower.strip_prefix(begin.as_str()).is_some_and(|rest| rest.chars().count() <= 5)
                    })
                };
            for at in (0..words.len()).filter(|at| is_power(&words[*at])) {
                let phrases = phrases.get_or_insert_with(|| {
                    let found =
                        Country::all().filter_map(|country| Some((country, key(&country.of_in(letter.language)?))));
                    found.filter(|(_, name)| !name.is_empty()).collect()
                });
                let lower = |range: std::ops::Range<usize>| {
                    words.get(range).map(|words| words.iter().map(|word| word.lower.clone()).collect::<Vec<_>>())
                };
                // Kazakh puts the state first.
                let stands = |name: &Vec<String>| {
                    let from = if is_kazakh { at.checked_sub(name.len())? } else { at + 1 };
                    (lower(from..from + name.len()).as_ref() == Some(name))
                        .then_some(from.min(at)..=(from + name.len() - 1).max(at))
                };
                // "The Democratic Republic of the Congo" is longer than "the Congo".
                let found = phrases.iter().filter_map(|(country, name)| Some((*country, stands(name)?, name.len())));
                let Some((country, range, _)) = found.max_by_key(|(.., length)| *length) else { continue };
                // Two states may share a name.
                let is_own = own.iter().any(|own| {
                    *own == country || own.of_in(letter.language).is_some_and(|name| stands(&key(&name)).is_some())
                });
                let in_title = |language| key(&country.name_in(language)).iter().all(|word| title.contains(word));
                if !is_own
                    && !in_title(letter.language)
                    && !in_title(&english)
                    && !words::is_quoted(&text.text, words[at].at)
                {
                    let said = text.text[words[*range.start()].at..words[*range.end()].end()].to_owned();
                    findings.say(
                        text.place(words[*range.start()].at),
                        Flaw::OtherState { words: said, offices: states.clone() },
                    );
                }
            }
        }
    }
}

/// Whether a letter reaches an office.
fn reached(office: &Office, place: &Place, findings: &mut Findings) {
    let mut channels = office.for_letters().peekable();
    if channels.peek().is_none() {
        findings.say(place.clone(), Flaw::NoChannel(office.id.clone()));
    } else if !channels.any(|channel| !matches!(channel.contact, Contact::Phone(_))) {
        findings.say(place.clone(), Flaw::NoLetterChannel(office.id.clone()));
    }
}

/// A salutation that is another office's.
fn greeted(case: &Case<'_>, office: &Office, findings: &mut Findings) {
    // What an embassy gets as a copy greets it in its cover.
    if office.is_embassy() && case.campaign.embassy_as == EmbassyAs::Copy {
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
        // A salutation for everybody is said to be another's once for each kind.
        let is_said = |flaw: &Flaw| {
            let is_it = |known: &Flaw| match (known, flaw) {
                (Flaw::OfficeSalutation { kind, .. }, Flaw::OfficeSalutation { kind: own, .. }) => kind == own,
                (_, Flaw::OtherSalutation { .. }) => true,
                _ => false,
            };
            findings.0.iter().any(|finding| finding.place == place && is_it(&finding.flaw))
        };
        let flaw = other_title(letter, office, salutation.clone()).or_else(|| other_office(case, office, salutation));
        if let Some(flaw) = flaw.filter(|flaw| !is_said(flaw)) {
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

/// A salutation that names another office of the campaign and not this one: "Dear Vice-Chancellor," to the police.
fn other_office(case: &Case<'_>, office: &Office, salutation: String) -> Option<Flaw> {
    let greeted = letter::greeted(&salutation);
    let is_greeted = |office: &Office| {
        let names = office.names.values().chain(&office.aliases);
        let holders = office.holders.iter().flat_map(|holder| holder.names.values().chain([&holder.name]));
        names.chain(holders).any(|name| letter::names_one_of(&greeted, name))
    };
    if is_greeted(office) {
        return None;
    }
    let other =
        case.offices.iter().map(|(other, _)| *other).find(|other| other.id != office.id && is_greeted(other))?;
    Some(Flaw::OtherSalutation { salutation, office: office.id.clone(), other: other.id.clone() })
}

/// A title in a salutation that goes with another kind of office.
fn other_title(letter: &Letter<'_>, office: &Office, salutation: String) -> Option<Flaw> {
    // What has no kind of its own may have a president, a judge or a minister.
    if office.kind == OfficeKind::Other {
        return None;
    }
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
