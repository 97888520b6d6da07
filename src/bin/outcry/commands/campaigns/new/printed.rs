//! Offices as they are printed, as those of a campaign: by its id what a registry has, the others with a table of their
//! own.

use jiff::civil::Date;
use outcry::appeal::{Known, known};
use outcry::locale::{Country, Language};
use outcry::registry::pasted::PastedOffice;
use outcry::registry::{Embassy, OfficeKind, Registry};

use super::draft::Recipient;
use super::office;
use crate::messages::appeal as say;

/// Where printed offices are looked up, and when they were compared with their source.
pub struct Printed<'a> {
    pub registry: &'a Registry,
    pub state: Option<Country>,
    pub language: &'a Language,
    pub checked: Option<Date>,
}

/// States that have an embassy in nearly every other one, and none of their own in the same cities.
const EVERYWHERE: [&str; 3] = ["US", "CN", "FR"];

impl Printed<'_> {
    /// Adds an office to these; what is printed of one that is there already goes to that one.
    pub fn add(&self, recipients: &mut Vec<Recipient>, pasted: &PastedOffice) {
        let recipient = self.recipient(pasted, recipients);
        match recipients.iter_mut().find(|known| known.id == recipient.id) {
            Some(same) => self.add_to(same, recipient),
            None => recipients.push(recipient),
        }
    }

    /// Adds one office of the registry to itself.
    pub fn add_to(&self, same: &mut Recipient, other: Recipient) {
        let words = [same.note.as_str(), other.note.as_str()];
        same.note = words.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join("; ");
        for differs in other.differs {
            if same.differs.iter().all(|known| (known.word, &known.value) != (differs.word, &differs.value)) {
                same.differs.push(differs);
            }
        }
        same.table = office::beside(&same.id, &same.differs, self.checked);
    }

    /// The office by itself, with an id that none of the others has unless a registry gives it.
    pub fn recipient(&self, pasted: &PastedOffice, others: &[Recipient]) -> Recipient {
        let name = pasted.names.first().map_or("", |name| name.text.as_str());
        let candidates = match known(self.registry, pasted, self.state) {
            Known::Is { id, differs } => {
                let mut note = say::office(pasted.line, name);
                note.extend(differs.iter().filter(|differs| !office::is_to_be_written(differs)).map(say::differs));
                note.push_str(&say::not_shown(&pasted.values));
                let table = office::beside(&id, &differs, self.checked);
                return Recipient { id, note, questions: Vec::new(), differs, table };
            }
            Known::Maybe(ids) => ids,
            Known::No => Vec::new(),
        };
        let mut placed = pasted.clone();
        if let Some(host) = self.host(pasted) {
            placed.stands_in(host);
        }
        let taken: Vec<&str> = others.iter().map(|known| known.id.as_str()).collect();
        let id = office::id(&placed, self.state, &taken, self.registry);
        let table = office::table(&id, &placed, self.state, self.language, self.checked);
        let maybe = (!candidates.is_empty()).then(|| say::maybe(pasted.line, name, &candidates));
        Recipient {
            id,
            note: say::line(pasted.line),
            questions: maybe.into_iter().collect(),
            differs: Vec::new(),
            table: Some(table),
        }
    }

    /// In which state a mission stands whose address does not say so: the one where the registry has an embassy in that
    /// city, of its own state or of one that has them nearly everywhere.
    fn host(&self, pasted: &PastedOffice) -> Option<Country> {
        let is_mission = pasted.kind().is_some_and(OfficeKind::is_mission);
        let state = pasted.country.or(self.state).filter(|_| is_mission && pasted.host.is_none())?;
        let has_word = |line: &str, city: &str| {
            line.match_indices(city).any(|(at, _)| {
                let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                !is_letter(line[..at].chars().next_back()) && !is_letter(line[at + city.len()..].chars().next())
            })
        };
        let is_in = |city: &str| pasted.post.iter().any(|line| has_word(&line.text, city));
        let is_seat = |sender: Country, host: Country| match self.registry.embassy(sender, host) {
            Embassy::Resident(mission) => mission.seat.as_deref().is_some_and(is_in),
            _ => false,
        };
        let senders: Vec<Country> = EVERYWHERE.iter().filter_map(|code| code.parse().ok()).chain([state]).collect();
        let mut hosts = Country::all().filter(|host| senders.iter().any(|sender| is_seat(*sender, *host)));
        hosts.next().filter(|_| hosts.next().is_none())
    }
}
