//! How well an office fits what is looked for.

use std::cell::OnceCell;

use super::terms::{Reading, Term};
use super::words::{Likeness, is_small, likeness, words};
use crate::locale::{Country, Language};
use crate::registry::kind::OfficeKind;
use crate::registry::office::Office;

/// An office with the words that it can be found by, made when they are first asked for.
pub(super) struct Named<'a> {
    office: &'a Office,
    words: OnceCell<Words>,
}

struct Words {
    /// The words of each of its names, without the small ones.
    names: Vec<Vec<String>>,
    /// Those of its city, its id and its entry in Wikidata.
    beside: Vec<String>,
}

impl Words {
    fn of(office: &Office) -> Self {
        let content = |text: &str| words(text).into_iter().map(|word| word.folded).filter(|word| !is_small(word));
        let names = office.names.values().chain(&office.aliases).map(|name| content(name).collect()).collect();
        let mut beside: Vec<String> =
            office.seat.iter().chain(&office.wikidata).flat_map(|text| content(text)).collect();
        beside.extend(office.id.split('-').map(str::to_owned));
        Self { names, beside }
    }
}

impl<'a> Named<'a> {
    pub(super) fn of(office: &'a Office) -> Self {
        Self { office, words: OnceCell::new() }
    }

    fn words(&self) -> &Words {
        self.words.get_or_init(|| Words::of(self.office))
    }

    /// How like the word of it is that is most like this one.
    fn word(&self, wanted: &str, least: Likeness) -> Option<Likeness> {
        let Words { names, beside } = self.words();
        let of_names = names.iter().flatten();
        let most = of_names.filter_map(|word| likeness(wanted, word)).max();
        // Of an id nothing is mistyped, and nothing is cut short.
        let beside =
            beside.iter().filter_map(|word| likeness(wanted, word).filter(|found| *found > Likeness::Inflected)).max();
        most.max(beside).filter(|found| *found >= least)
    }

    /// Whether one of its names is just these words.
    fn is_named(&self, wanted: &[&String]) -> bool {
        self.words()
            .names
            .iter()
            .any(|name| name.len() == wanted.len() && wanted.iter().all(|word| name.contains(word)))
    }

    /// How well it fits all that is looked for; `None` when it does not.
    pub(super) fn score(&self, terms: &[Term], reading: Reading) -> Option<u32> {
        let least = if reading == Reading::Mistyped { Likeness::Mistyped } else { Likeness::Inflected };
        let states: Vec<&Term> = terms.iter().filter(|term| term.is_country).collect();
        let of_kinds = terms.iter().filter(|term| term.kind.is_some()).count();
        let is_described = !self.office.is_from_wikidata();
        let (mut score, mut has_kind, mut has_state) = (0, false, states.len() < 2 || self.office.host.is_none());
        for term in terms {
            let by_country = self.by_country(term, &states);
            let by_kind = self.by_kind(term, least, is_described);
            // Of missions that no file describes, names are asked for only where nothing else fits.
            let is_settled = term.is_country && by_country.is_some() || by_kind.is_some() && !is_described;
            let by_words = if is_settled { None } else { self.by_words(term, least) };
            has_kind |= term.kind.is_some() && by_kind.max(by_words).is_some();
            has_state |= by_country.is_some_and(|found| found >= OF_STATE);
            match by_country.max(by_kind).max(by_words) {
                Some(found) => score += found,
                None if term.is_optional => {}
                // "President of the Supreme Court", "Minister, Police".
                None if of_kinds > 1 && term.kind.is_some_and(|phrase| is_head(phrase.kind)) => {}
                None => return None,
            }
        }
        if of_kinds > 0 && !has_kind || !has_state {
            return None;
        }
        let office = self.office;
        if is_described {
            let all: Vec<&String> = terms.iter().flat_map(|term| &term.words).collect();
            score += if self.is_named(&all) { 25 } else { 0 };
            score += 1;
        }
        // "Adalet Bakanlığı" alone is first the one of the state whose language that is.
        let phrase = terms.iter().filter_map(|term| term.kind).find(|phrase| !phrase.languages.contains(&"en"));
        if let (Some(phrase), true, Some(state)) = (phrase, states.is_empty() && is_described, office.country) {
            let is_theirs = |main: Language| phrase.languages.contains(&main.primary());
            score += if state.main_language().is_some_and(is_theirs) { 8 } else { 0 };
        }
        let is_first =
            states.first().is_some_and(|first| office.represents.is_some_and(|state| first.countries.contains(&state)));
        score += if is_first { 6 } else { 0 };
        let has_email = office.for_letters().any(|channel| channel.contact.type_name() == "email");
        score += if has_email { 3 } else { u32::from(office.for_letters().next().is_some()) * 2 };
        score += if office.kind.is_head_mission() { 2 } else { 0 };
        Some(score)
    }

    fn by_country(&self, term: &Term, states: &[&Term]) -> Option<u32> {
        let office = self.office;
        let is = |state: Option<Country>| state.is_some_and(|state| term.countries.contains(&state));
        let whole = if term.is_country { 2 } else { 1 };
        let is_mission = office.host.is_some();
        let state = office.represents.or(office.country);
        let of_state = is(state) && !(term.is_place && is_mission);
        let accredited = || term.countries.iter().any(|country| office.is_accredited_to(*country, None));
        match (of_state, is_mission) {
            (true, false) => Some(20 * whole),
            (true, true) => Some(OF_STATE * whole),
            (false, true) if is(office.host) => Some(if term.is_place || states.len() > 1 { 7 } else { 4 } * whole),
            (false, true) if states.len() > 1 && accredited() => Some(5),
            _ => None,
        }
    }

    fn by_kind(&self, term: &Term, least: Likeness, is_described: bool) -> Option<u32> {
        let kind = term.kind?.kind;
        if !self.office.kind.is_a(kind) {
            return None;
        }
        let narrow = if self.office.kind == kind { 32 } else { 29 };
        let named = || term.words.iter().filter(|word| self.word(word, least).is_some()).count();
        Some(narrow + if is_described { 4 * u32::try_from(named()).unwrap_or(0) } else { 0 })
    }

    /// Every word of the term is one of the office's.
    fn by_words(&self, term: &Term, least: Likeness) -> Option<u32> {
        let each = term.words.iter().map(|word| {
            Some(match self.word(word, least)? {
                Likeness::Same => 20,
                Likeness::Begins => 14,
                Likeness::Inflected => 10,
                Likeness::Mistyped => 6,
            })
        });
        let sum = each.collect::<Option<Vec<u32>>>()?.into_iter().sum::<u32>();
        // Who is called a president may head the government, as in Iran.
        let heads = [OfficeKind::HeadOfState, OfficeKind::HeadOfGovernment];
        let is_head = term.kind.is_some_and(|phrase| heads.contains(&phrase.kind)) && heads.contains(&self.office.kind);
        Some(if is_head { 36 } else { sum.min(33) })
    }
}

/// What a mission counts at least whose state is named.
const OF_STATE: u32 = 16;

/// Kinds whose words say who heads something: "president", "minister".
fn is_head(kind: OfficeKind) -> bool {
    matches!(kind, OfficeKind::HeadOfState | OfficeKind::HeadOfGovernment | OfficeKind::Ministry)
}
