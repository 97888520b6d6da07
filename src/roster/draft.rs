//! From a header to the meaning of its columns: what each header says, what the user says, what
//! neighbours make of a word too common to be believed alone, and which of two columns is meant.
//!
//! What the header leaves open the cells may settle: a column that is empty in every row is not meant, and
//! two that say the same may be either. What they do not settle is a question.

use super::evidence::Evidence;
use super::fault::{MapError, ReadError};
use super::header::{self, Half, Label, Said};
use super::maps::{self, Map};
use super::meaning::{FIRST, Meaning};
use crate::signatory::{Extra, Field, Purpose};
use crate::text::key;

/// The name of the column that says why. No list has it but one that this program wrote: a column that a
/// list calls "reason" is its own.
pub(super) const REASON: &str = "reason (outcry)";

const NAME: Meaning = Meaning::Field(Field::Name);
const ADDRESS: Meaning = Meaning::Field(Field::Address);

/// Columns before the cells have been looked at.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) names: Vec<String>,
    pub(super) said: Vec<Said>,
    pub(super) meanings: Vec<Option<Meaning>>,
    /// Columns that the user named, in that order.
    mapped: Vec<usize>,
    maps: Vec<Map>,
    /// Two or more columns that would be one thing.
    pub(super) ties: Vec<(Meaning, Vec<usize>)>,
}

/// What a header says in a list of a campaign that declares fields of its own.
pub(super) fn said(name: &str, extras: &[Extra]) -> Said {
    if name == REASON {
        return Said::Nothing;
    }
    let keys = [
        key(name),
        name.split_once(['(', '[']).map_or_else(String::new, |(before, _)| key(before)),
        header::key_of_question(name),
    ];
    let extra = extras.iter().find(|extra| extra.keys().any(|known| keys.contains(&known) && !known.is_empty()));
    extra.map_or_else(|| header::said(name), |extra| Said::Known(Label::of(Meaning::of_extra(extra))))
}

/// What is declared, but for the column of those who stand first where the header has "First" for given names.
fn without_first(names: &[String], extras: &[Extra]) -> Vec<Extra> {
    let said = |name: &String| header::said(name).label().map(|label| label.meaning);
    let is_first = |name: &&String| key(name) == FIRST;
    let is_half = names.iter().any(|name| said(name) == Some(Meaning::LastName))
        && !names.iter().any(|name| !is_first(&name) && said(name) == Some(Meaning::FirstName));
    let is_meant = |extra: &&Extra| !(is_half && extra.purpose == Purpose::Column && extra.name.as_str() == FIRST);
    extras.iter().filter(is_meant).cloned().collect()
}

impl Draft {
    /// Reads the cells of a header; empty ones at its end are no columns.
    pub(super) fn new<'a>(
        header: impl Iterator<Item = &'a str>,
        maps: &[Map],
        ignored: &[String],
        extras: &[Extra],
    ) -> Result<Self, ReadError> {
        let mut names: Vec<String> = header.map(|name| name.trim().to_owned()).collect();
        while names.last().is_some_and(String::is_empty) {
            names.pop();
        }
        let extras = without_first(&names, extras);
        let said: Vec<Said> = names.iter().map(|name| said(name, &extras)).collect();
        let places = maps::places(&names, maps).map_err(ReadError::Map)?;
        let ignored = maps::ignored(&names, ignored, &places).map_err(ReadError::Ignore)?;
        let said: Vec<Said> = said
            .into_iter()
            .enumerate()
            .map(|(at, said)| if ignored.contains(&at) { Said::Nothing } else { said })
            .collect();
        let meanings = said.iter().map(|said| said.label().map(|label| label.meaning)).collect();
        let mut draft = Self {
            names,
            said,
            meanings,
            mapped: places.iter().map(|(at, _)| *at).collect(),
            maps: maps.to_vec(),
            ties: Vec::new(),
        };
        // The user's word takes the place of what the names say.
        let is_given = |meaning: Meaning| maps.iter().any(|map| map.meaning == meaning);
        for meaning in &mut draft.meanings {
            if meaning.is_some_and(|meaning| is_given(meaning) || meaning == Meaning::AddressLine && is_given(ADDRESS))
            {
                *meaning = None;
            }
        }
        for (at, meaning) in places {
            draft.meanings[at] = Some(meaning);
        }
        draft.leave_false_friends();
        draft.split_names();
        draft.believe_neighbours();
        draft.prefer_main();
        Ok(draft)
    }

    fn label(&self, at: usize) -> Option<Label> {
        self.said[at].label().filter(|_| !self.mapped.contains(&at))
    }

    fn all(&self, meaning: Meaning) -> Vec<usize> {
        (0..self.meanings.len()).filter(|at| self.meanings[*at] == Some(meaning)).collect()
    }

    /// A word that means something else in the language of the other headers.
    fn leave_false_friends(&mut self) {
        /// A number in French, a signature in Spanish and Italian; and by what these are told.
        const ENGLISH: &[&str] = &["firstname", "lastname", "fullname", "emailaddress", "surname", "country", "city"];
        const FRIENDS: [(&str, &[&str]); 9] = [
            ("amt", ENGLISH),
            ("art", ENGLISH),
            ("bond", ENGLISH),
            ("cap", ENGLISH),
            ("cargo", ENGLISH),
            ("structure", ENGLISH),
            ("via", ENGLISH),
            ("nombre", &["nom"]),
            (
                "firma",
                &["nombre", "apellidos", "apellido", "correo", "correoelectronico", "nome", "cognome", "nomeecognome"],
            ),
        ];
        let keys: Vec<String> = self.names.iter().map(|name| key(name)).collect();
        for (word, others) in FRIENDS {
            if keys.iter().any(|key| others.contains(&key.as_str())) {
                for at in (0..keys.len()).filter(|at| keys[*at] == word && !self.mapped.contains(at)) {
                    self.meanings[at] = None;
                }
            }
        }
    }

    /// "Nombre mostrado, Nombre, Apellidos": beside a whole name and one half, a name is the other half.
    fn split_names(&mut self) {
        let names = self.all(NAME);
        let half = |at: usize| self.label(at).and_then(|label| label.half);
        for (kind, meaning, other) in
            [(Half::First, Meaning::FirstName, Meaning::LastName), (Half::Last, Meaning::LastName, Meaning::FirstName)]
        {
            let halves: Vec<usize> = names.iter().copied().filter(|at| half(*at) == Some(kind)).collect();
            if let ([at], true) = (halves.as_slice(), names.len() == 2 && self.all(meaning).is_empty())
                && names.iter().any(|at| half(*at).is_none())
                && !self.all(other).is_empty()
            {
                self.meanings[*at] = Some(meaning);
                return;
            }
        }
    }

    /// Words such as "State" and "First" count beside another column of the same field.
    fn believe_neighbours(&mut self) {
        /// Columns to either side.
        const NEAR: usize = 2;
        let is_weak = |at: usize| self.label(at).is_some_and(|label| label.is_weak);
        let doubted: Vec<usize> = (0..self.meanings.len())
            .filter(|at| is_weak(*at))
            .filter(|at| {
                let near = at.saturating_sub(NEAR)..(at + NEAR + 1).min(self.meanings.len());
                let field = self.meanings[*at].and_then(Meaning::field);
                !near.into_iter().any(|other| {
                    let meaning = self.meanings[other];
                    match self.meanings[*at] {
                        // "No." before a street counts rows, and "Estado" away from a town is some state of things.
                        Some(Meaning::HouseNumber | Meaning::Flat) => other + 1 == *at && meaning == Some(ADDRESS),
                        Some(Meaning::State) => matches!(meaning, Some(Meaning::City | Meaning::PostalCode)),
                        own => meaning != own && meaning.and_then(Meaning::field) == field,
                    }
                })
            })
            .collect();
        for at in doubted {
            self.meanings[at] = None;
        }
    }

    /// Of several columns for one thing, the one that is called the main one; an address has one group of columns.
    fn prefer_main(&mut self) {
        let is_main = |at: usize| self.label(at).is_some_and(|label| label.is_main);
        let lesser: Vec<usize> = (0..self.meanings.len())
            .filter(|at| {
                let same = |other: &usize| self.meanings[*other] == self.meanings[*at];
                self.meanings[*at].is_some()
                    && !is_main(*at)
                    && (0..self.meanings.len()).any(|other| same(&other) && is_main(other))
            })
            .collect();
        for at in lesser {
            self.meanings[at] = None;
        }
    }

    fn place(&self, at: usize) -> u8 {
        self.label(at).map_or(0, |label| label.place)
    }

    /// Columns that come together in one thing, each in a place of its own.
    fn are_joined(&self, meaning: Meaning, columns: &[usize]) -> bool {
        let mut places: Vec<u8> = columns.iter().map(|at| self.place(*at)).collect();
        if meaning == Meaning::AddressLine {
            places.retain(|place| *place > 0);
        }
        places.sort_unstable();
        let is_mapped = columns.iter().all(|at| self.mapped.contains(at));
        meaning.is_joined() && (is_mapped || places.windows(2).all(|pair| pair[0] != pair[1]))
    }

    fn find_ties(&self) -> Vec<(Meaning, Vec<usize>)> {
        let mut ties: Vec<(Meaning, Vec<usize>)> = Vec::new();
        for meaning in self.meanings.iter().flatten() {
            let columns = self.all(*meaning);
            if columns.len() > 1
                && !self.are_joined(*meaning, &columns)
                && ties.iter().all(|(known, _)| known != meaning)
            {
                ties.push((*meaning, columns));
            }
        }
        ties
    }

    /// The columns whose cells would settle what the header leaves open.
    pub(super) fn open(&self) -> Vec<(usize, Meaning)> {
        let mut open: Vec<(usize, Meaning)> = Vec::new();
        for (meaning, columns) in self.find_ties() {
            open.extend(columns.into_iter().map(|at| (at, meaning)));
        }
        let (first, last, whole) = (self.all(Meaning::FirstName), self.all(Meaning::LastName), self.all(NAME));
        if !(whole.is_empty() || first.is_empty() && last.is_empty()) {
            open.extend(whole.into_iter().map(|at| (at, NAME)));
            open.extend(first.into_iter().map(|at| (at, Meaning::FirstName)));
            open.extend(last.into_iter().map(|at| (at, Meaning::LastName)));
        }
        let titles =
            self.all(Meaning::NameTitle).into_iter().filter(|at| self.label(*at).is_some_and(|label| label.is_title));
        open.extend(titles.map(|at| (at, Meaning::NameTitle)));
        open.sort_unstable();
        open.dedup_by_key(|(at, _)| *at);
        open
    }

    /// Settles by the cells what they settle. What is left is in `ties`.
    pub(super) fn settle(&mut self, evidence: &Evidence) -> Result<(), Vec<MapError>> {
        self.drop_empty_halves(evidence);
        for (meaning, columns) in self.find_ties() {
            let Some(best) = chosen(&columns, evidence) else {
                self.ties.push((meaning, columns));
                continue;
            };
            for at in columns.into_iter().filter(|at| *at != best) {
                self.meanings[at] = None;
            }
        }
        self.titles(evidence);
        self.halves(evidence)?;
        self.whole_addresses();
        Ok(())
    }

    /// A whole name that no row has is none beside its halves, and the other way round (`SurveyMonkey` and
    /// Microsoft Forms have columns for names of accounts that stay empty).
    fn drop_empty_halves(&mut self, evidence: &Evidence) {
        let is_empty = |at: &usize| evidence.filled(*at) == Some(0) && !self.mapped.contains(at);
        let halves: Vec<usize> =
            [Meaning::FirstName, Meaning::LastName].into_iter().flat_map(|half| self.all(half)).collect();
        let whole = self.all(NAME);
        let drop = match (whole.iter().all(is_empty), halves.iter().all(is_empty)) {
            (true, false) => whole,
            (false, true) => halves,
            _ => return,
        };
        for at in drop {
            self.meanings[at] = None;
        }
    }

    /// "Title" is an office where no cell is a title of a name, and neither where some are.
    fn titles(&mut self, evidence: &Evidence) {
        for at in self.all(Meaning::NameTitle) {
            let filled = evidence.filled(at).unwrap_or(0);
            let titles = evidence.titles(at);
            if !self.label(at).is_some_and(|label| label.is_title) || titles == filled {
                continue;
            }
            let has_role = !self.all(Meaning::Field(Field::Role)).is_empty();
            self.meanings[at] = (titles == 0 && !has_role).then_some(Meaning::Field(Field::Role));
        }
    }

    /// Settles what a column for a name means beside columns for its halves.
    fn halves(&mut self, evidence: &Evidence) -> Result<(), Vec<MapError>> {
        let (first, last) = (self.all(Meaning::FirstName), self.all(Meaning::LastName));
        let [whole] = self.all(NAME)[..] else { return Ok(()) };
        if first.is_empty() && last.is_empty() {
            // A middle name alone stands in the whole name already.
            self.forget_halves();
            return Ok(());
        }
        let is_mapped = |columns: &[usize]| columns.iter().any(|at| self.mapped.contains(at));
        let half = self.label(whole).and_then(|label| label.half);
        let pair = |other: usize| evidence.pair(whole, other).unwrap_or_default();
        let lacks = |halves: &[usize]| halves.iter().any(|at| pair(*at).lacks > 0);
        match (first.is_empty(), last.is_empty()) {
            _ if self.mapped.contains(&whole) => self.forget_halves(),
            (false, true) if half == Some(Half::Last) => self.meanings[whole] = Some(Meaning::LastName),
            (true, false) if half == Some(Half::First) => self.meanings[whole] = Some(Meaning::FirstName),
            // "Name" beside "Surname" is a first name unless the surname stands in it, too.
            (true, false)
                if half.is_some() && last.iter().all(|at| pair(*at).lacks == pair(*at).both && pair(*at).both > 0) =>
            {
                self.meanings[whole] = Some(Meaning::FirstName);
            }
            // The user said where both halves are; then the other column is something else.
            (false, false) if is_mapped(&first) || is_mapped(&last) => self.meanings[whole] = None,
            _ if is_mapped(&first) || is_mapped(&last) => {
                let given = if is_mapped(&first) { Meaning::FirstName } else { Meaning::LastName };
                return Err(vec![MapError::Half(given, crate::text::for_sentence(&self.names[whole]))]);
            }
            // `Display Name` beside both halves says it all, as long as it says the same.
            _ if lacks(&first) || lacks(&last) => {
                let mut columns = vec![whole];
                columns.extend(first.iter().chain(&last));
                columns.sort_unstable();
                self.ties.push((NAME, columns));
            }
            _ => self.forget_halves(),
        }
        Ok(())
    }

    fn forget_halves(&mut self) {
        let halves = [Meaning::FirstName, Meaning::MiddleName, Meaning::LastNamePrefix, Meaning::LastName];
        for meaning in &mut self.meanings {
            if meaning.is_some_and(|meaning| halves.contains(&meaning)) {
                *meaning = None;
            }
        }
    }

    /// Half an address is none: without a street, no town is one either, unless the user says so.
    fn whole_addresses(&mut self) {
        let has_street = !self.all(ADDRESS).is_empty() || !self.all(Meaning::AddressLine).is_empty();
        let is_part = |meaning: Meaning| meaning.field() == Some(Field::Address);
        if has_street
            || self.ties.iter().any(|(meaning, _)| is_part(*meaning))
            || self.maps.iter().any(|map| is_part(map.meaning))
        {
            return;
        }
        for meaning in &mut self.meanings {
            if meaning.is_some_and(is_part) {
                *meaning = None;
            }
        }
    }

    /// The columns that are read, those of one thing in the order in which they come together.
    pub(super) fn in_order(&self) -> Vec<(usize, Meaning)> {
        let is_open = |at: usize| self.ties.iter().any(|(_, columns)| columns.contains(&at));
        let mut columns: Vec<(usize, Meaning)> = self
            .meanings
            .iter()
            .enumerate()
            .filter_map(|(at, meaning)| Some((at, (*meaning)?)))
            .filter(|(at, _)| !is_open(*at))
            .collect();
        let given = |at: usize| self.mapped.iter().position(|mapped| *mapped == at).unwrap_or(usize::MAX);
        columns.sort_by_key(|(at, meaning)| (*meaning != ADDRESS, given(*at), self.place(*at), *at));
        columns
    }
}

/// Which of several columns is meant, as far as their cells say: the only one that is filled in, or one that says
/// all that the others say.
fn chosen(columns: &[usize], evidence: &Evidence) -> Option<usize> {
    let says_all = |at: usize| {
        columns
            .iter()
            .filter(|other| **other != at)
            .all(|other| evidence.pair(at, *other).is_some_and(|pair| pair.differ == 0 && pair.only_other == 0))
    };
    columns.iter().copied().find(|at| says_all(*at))
}
