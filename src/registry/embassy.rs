//! "The embassy in your own country": which mission of a state a signatory writes to, and why that one.

use super::kind::OfficeKind;
use super::lookup::Registry;
use super::missions;
use super::office::Office;
use crate::locale::Country;

/// The answer to "the embassy in your own country".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Embassy<'a> {
    /// The state has an embassy there.
    Resident(&'a Office),
    /// It has none there; this representation or interests section does an embassy's work.
    StandIn(&'a Office),
    /// Its embassy elsewhere is accredited to that country.
    Accredited {
        /// The one chosen.
        office: &'a Office,
        /// Others that are listed as accredited too.
        others: Vec<&'a Office>,
    },
    /// No embassy is known; its foreign ministry takes the letter instead.
    Ministry(&'a Office),
    /// The country is the state itself; its foreign ministry takes the letter.
    Home(&'a Office),
    /// No embassy is known, and no state of that code that would have a foreign ministry.
    Unknown,
}

impl<'a> Embassy<'a> {
    /// The office that gets the letter.
    pub fn office(&self) -> Option<&'a Office> {
        match self {
            Self::Resident(office)
            | Self::StandIn(office)
            | Self::Accredited { office, .. }
            | Self::Ministry(office)
            | Self::Home(office) => Some(office),
            Self::Unknown => None,
        }
    }

    /// The name of this type of answer, for tables and other programs.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Resident(_) => "resident",
            Self::StandIn(_) => "stand-in",
            Self::Accredited { .. } => "accredited",
            Self::Ministry(_) => "ministry",
            Self::Home(_) => "home",
            Self::Unknown => "unknown",
        }
    }
}

impl Registry {
    /// Which mission of `state` a signatory in `country` writes to, and why that one.
    ///
    /// An embassy there goes before a stand-in there, that before an embassy accredited from
    /// elsewhere, that before the foreign ministry. What a file says goes before Wikidata.
    pub fn embassy(&self, state: Country, country: Country) -> Embassy<'_> {
        if state == country {
            return self.ministry(state).map_or(Embassy::Unknown, Embassy::Home);
        }
        let described: Vec<&Office> = self
            .entries
            .iter()
            .filter(|entry| entry.may_speak_for(state) && entry.may_serve(country))
            .filter_map(|entry| self.office(entry))
            .filter(|office| office.is_open(self.today))
            .collect();
        let resident = |office: &&&Office| office.resident && office.host == Some(country);
        let embassy_there = |known: &[&'_ Office]| -> Option<usize> {
            known.iter().position(|office| office.is_embassy() && resident(&office))
        };
        // Most often a person has described it, and the other missions of the state need not be read.
        if let Some(at) = embassy_there(&described) {
            return Embassy::Resident(described[at]);
        }
        let known: Vec<&Office> = described
            .into_iter()
            .chain(self.other_missions(state).filter(|office| office.is_open(self.today)))
            .collect();
        if let Some(at) = embassy_there(&known) {
            return Embassy::Resident(known[at]);
        }
        if let Some(office) = known.iter().filter(|office| office.stands_in_for_embassy()).find(resident) {
            return Embassy::StandIn(office);
        }
        let mut accredited = known.iter().filter(|office| {
            office.is_embassy() && office.is_accredited_to(country, self.today) && office.host != Some(state)
        });
        match accredited.next() {
            Some(office) => Embassy::Accredited { office, others: accredited.copied().collect() },
            None => self.ministry(state).map_or(Embassy::Unknown, Embassy::Ministry),
        }
    }

    /// The embassy that would be the one for `country`, were it not closed or of another time.
    pub fn closed_embassy(&self, state: Country, country: Country) -> Option<&Office> {
        let described = self.entries.iter().filter(|entry| entry.may_speak_for(state) && entry.may_serve(country));
        let mut closed = described.filter_map(|entry| self.office(entry));
        closed.find(|office| {
            office.is_embassy()
                && !office.is_open(self.today)
                && (office.host == Some(country) || office.is_accredited_to(country, self.today))
        })
    }

    /// The foreign ministry of a state; one without any channel where no file describes it. What has
    /// no mission anywhere, such as Antarctica, is no state that would have one.
    fn ministry(&self, state: Country) -> Option<&Office> {
        let described = self
            .entries
            .iter()
            .filter(|entry| entry.kind() == OfficeKind::ForeignMinistry && entry.may_speak_for(state));
        let mut described = described.filter_map(|entry| self.office(entry));
        let open = described.find(|office| office.is_open(self.today));
        open.or_else(|| missions::section_of(state).map(|_| self.unknown_ministry(state)))
    }

    /// The head missions of a state that files describe.
    pub fn missions(&self, state: Country) -> impl Iterator<Item = &Office> {
        let described = self.entries.iter().filter(move |entry| entry.may_speak_for(state));
        described.filter_map(|entry| self.office(entry)).filter(|office| office.is_embassy())
    }
}
