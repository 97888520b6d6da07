//! What one piece of a header says: its words looked up, and what several meanings in it come to.

use super::cut::{Opening, Piece};
use super::words::{Half, Word, longest};
use crate::roster::meaning::Meaning;
use crate::signatory::Field;

/// A meaning that a piece of a header names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "facts that do not exclude each other")]
pub(super) struct Named {
    pub(super) meaning: Meaning,
    pub(super) place: u8,
    /// Not to be believed alone.
    pub(super) is_weak: bool,
    /// "Title", of a name or of an office.
    pub(super) is_title: bool,
    /// Which half of a name it is beside the other half.
    pub(super) half: Option<Half>,
    /// A word that says nothing in other headers.
    is_soft: bool,
    /// Whether "and" or a sign that lists things stands between it and what was named before it.
    is_listed: bool,
    /// Whether it follows directly on what was named before it.
    is_next: bool,
}

/// What the words of a piece say, counted.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "facts that do not exclude each other")]
pub(super) struct Heard {
    pub(super) named: Vec<Named>,
    /// Words that are not known.
    pub(super) unknown: usize,
    pub(super) words: usize,
    /// A number at the end, as in "Address 2".
    pub(super) number: Option<u8>,
    pub(super) has_veto: bool,
    pub(super) has_not: bool,
    pub(super) is_main: bool,
    /// Words of agreement, before any meaning.
    pub(super) agrees: bool,
    pub(super) agrees_to: bool,
    pub(super) agrees_me: bool,
    pub(super) has_letter: bool,
    /// It begins as a question that is answered by yes or no.
    pub(super) asks: bool,
    /// It begins as an explanation.
    pub(super) is_hint: bool,
    /// The whole of it is one phrase that has a meaning.
    pub(super) is_exact: bool,
}

const AND: [&str; 17] =
    ["and", "und", "et", "y", "e", "и", "ve", "oraz", "i", "та", "й", "en", "و", "u", "or", "oder", "ou"];

impl Heard {
    pub(super) fn of(piece: &Piece) -> Self {
        let mut heard = Self { words: piece.words.len(), ..Self::default() };
        let words = &piece.words;
        let mut at = 0;
        let (mut is_listed, mut is_next) = (false, true);
        while let Some(word) = words.get(at) {
            is_listed |= word.is_listed;
            if word.is_number() {
                // `Address 2` and `address2`; a number at the start counts questions.
                match word.text.parse() {
                    Ok(number) if at > 0 && at + 1 == words.len() => heard.number = Some(number),
                    _ if at == 0 => {}
                    _ => heard.unknown += 1,
                }
                at += 1;
                continue;
            }
            let Some((count, senses)) = longest(&words[at..]) else {
                (heard.unknown, at, is_next) = (heard.unknown + 1, at + 1, false);
                continue;
            };
            let has = |wanted: Word| senses.of(count).any(|word| word == wanted);
            let (is_filler, is_first) = (has(Word::Filler), at == 0);
            let mut is_known = is_filler;
            // "Are you in a union?" is answered by yes, "Are you signing as a person or an organisation?" is not.
            let begins_to_ask =
                || longest(&words[..1]).is_some_and(|(_, senses)| senses.of(1).any(|word| word == Word::Asks));
            heard.asks |= is_first && (has(Word::Asks) || is_filler && begins_to_ask());
            heard.is_hint |= is_first && has(Word::Hint);
            heard.has_letter |= has(Word::Letter);
            if has(Word::Main) {
                (heard.is_main, is_known) = (true, true);
            }
            if has(Word::Not) && !is_filler {
                (heard.has_not, is_known) = (true, true);
            }
            // Agreement that comes behind a meaning is something else: "Name of the person who gives consent".
            let before_all = heard.named.is_empty() && !heard.has_veto;
            for (word, agrees) in [
                (Word::Agree, &mut heard.agrees),
                (Word::AgreeTo, &mut heard.agrees_to),
                (Word::AgreeMe, &mut heard.agrees_me),
            ] {
                if has(word) {
                    *agrees |= before_all;
                    is_known |= before_all;
                }
            }
            let named = senses.of(count).find_map(|word| match word {
                Word::Means(meaning, place) => Some((meaning, place, false, false, None)),
                Word::Weak(meaning) => Some((meaning, 0, true, false, None)),
                Word::TitleOrRole => Some((Meaning::NameTitle, 0, false, true, None)),
                Word::NameOr(half) => Some((Meaning::Field(Field::Name), 0, false, false, Some(half))),
                _ => None,
            });
            if let Some((meaning, place, is_weak, is_title, half)) = named {
                let is_soft = is_filler;
                heard.has_letter |= meaning == Meaning::Field(Field::Name);
                heard.named.push(Named { meaning, place, is_weak, is_title, half, is_soft, is_listed, is_next });
                (is_listed, is_next, is_known) = (false, true, true);
                heard.is_exact |= is_first && count == words.len() && !is_weak && !is_title;
            } else {
                is_listed |= words[at..at + count].iter().any(|word| AND.contains(&word.text.as_str()));
                is_next = false;
            }
            heard.has_veto |= has(Word::Veto) && !(is_filler && named.is_none()) && !heard.is_exact;
            if !is_known && !has(Word::Veto) && !has(Word::Letter) {
                heard.unknown += 1;
            }
            at += count;
        }
        if heard.named.iter().any(|named| !named.is_soft) {
            heard.named.retain(|named| !named.is_soft);
        }
        heard
    }

    /// Whether it says nothing of its own: "please", "your details".
    pub(super) fn is_neutral(&self) -> bool {
        self.named.is_empty() && self.unknown == 0 && !self.has_not && !self.asks
    }

    /// Whether it explains another piece.
    pub(super) fn explains(&self, opening: Opening) -> bool {
        /// Fewer words may be what the header is about: "Name (ship)".
        const WORDS: usize = 4;
        match opening {
            Opening::Bracket => self.is_hint,
            Opening::Sentence => self.is_hint || self.words >= WORDS,
            Opening::Start | Opening::Colon => false,
        }
    }

    /// The one thing that the piece means, if all its words say so.
    pub(super) fn means(&self) -> Option<Whole> {
        if self.unknown > 0 || self.has_not || self.asks {
            return None;
        }
        one_of(&self.named)
    }
}

/// What a piece means as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Whole {
    pub(super) meaning: Meaning,
    pub(super) place: u8,
    pub(super) is_weak: bool,
    pub(super) is_title: bool,
    pub(super) half: Option<Half>,
    /// "Surname, first name".
    pub(super) is_surname_first: bool,
}

/// What several meanings come to: `None` where they do not go together.
fn one_of(named: &[Named]) -> Option<Whole> {
    use Meaning::{AddressLine, City, FirstName, HouseNumber, LastName, MiddleName, NameTitle, PostalCode, State};
    const NAME: Meaning = Meaning::Field(Field::Name);
    const ADDRESS: Meaning = Meaning::Field(Field::Address);
    const ORGANISATION: Meaning = Meaning::Field(Field::Organisation);
    const COUNTRY: Meaning = Meaning::Field(Field::Country);
    let first = named.first()?;
    let whole = |meaning| {
        Some(Whole { meaning, place: 0, is_weak: false, is_title: false, half: None, is_surname_first: false })
    };
    let mut all: Vec<Meaning> = Vec::new();
    for one in named {
        if !all.contains(&one.meaning) {
            all.push(one.meaning);
        }
    }
    let at = |meaning: Meaning| all.iter().position(|known| *known == meaning);
    let has = |meaning: Meaning| at(meaning).is_some();
    let is_listed = named.iter().skip(1).any(|one| one.is_listed);
    let is_all_of = |field: Field| all.iter().all(|meaning| meaning.field() == Some(field));
    if let [meaning] = all.as_slice() {
        let is_title = named.iter().all(|one| one.is_title);
        let is_weak = named.iter().all(|one| one.is_weak);
        let half = first.half.filter(|half| named.iter().all(|one| one.half == Some(*half)));
        return Some(Whole { meaning: *meaning, place: first.place, is_weak, is_title, half, is_surname_first: false });
    }
    if has(Meaning::Field(Field::Kind)) {
        return whole(Meaning::Field(Field::Kind));
    }
    if is_all_of(Field::Name) {
        // "Name, Vorname" is "Nachname, Vorname".
        let last = at(LastName).or_else(|| at(NAME).filter(|_| has(FirstName)));
        let given = at(FirstName).or_else(|| at(NAME).filter(|_| has(LastName))).or_else(|| at(MiddleName));
        let is_surname_first = last < given && last.is_some();
        return Some(Whole { is_surname_first, ..whole(NAME)? });
    }
    let is_role = |one: &Named| one.meaning == Meaning::Field(Field::Role) || one.is_title;
    if let [one, other] = all.as_slice() {
        let office = named.iter().any(is_role);
        match (*one, *other) {
            (NAME, ORGANISATION) | (ORGANISATION, NAME) if !is_listed => return whole(ORGANISATION),
            (Meaning::Field(Field::Role) | NameTitle, ORGANISATION) if office && !is_listed => {
                return whole(Meaning::Field(Field::Role));
            }
            (NameTitle, Meaning::Field(Field::Role)) | (Meaning::Field(Field::Role), NameTitle) => {
                return whole(Meaning::Field(Field::Role));
            }
            (Meaning::Field(Field::Members), ORGANISATION) if !is_listed => {
                return whole(Meaning::Field(Field::Members));
            }
            (PostalCode, City) | (City, PostalCode) => return whole(City),
            (ADDRESS, HouseNumber) => return whole(ADDRESS),
            // `address_city`, "Home Address City".
            (ADDRESS, PostalCode | City | State | COUNTRY | Meaning::Flat | AddressLine)
                if !is_listed && named.last().is_some_and(|last| last.is_next) =>
            {
                return whole(*other);
            }
            _ => {}
        }
    }
    // "Street, postal code, town, country".
    let is_place = |meaning: &Meaning| meaning.field() == Some(Field::Address) || *meaning == COUNTRY;
    (has(ADDRESS) && is_listed && all.iter().all(is_place)).then(|| whole(ADDRESS)).flatten()
}

/// What a part means below the piece that names the whole of it: "Name (First)", "Home Address: City".
pub(super) fn below(group: Whole, part: Whole) -> Option<Whole> {
    let is_part_of = |field: Field| group.meaning == Meaning::Field(field) && part.meaning.field() == Some(field);
    if group.meaning == part.meaning {
        let is_surname_first = group.is_surname_first || part.is_surname_first;
        return Some(Whole {
            is_surname_first,
            place: group.place.max(part.place),
            is_weak: group.is_weak && part.is_weak,
            ..part
        });
    }
    if is_part_of(Field::Name) || is_part_of(Field::Address) {
        return Some(Whole { is_weak: false, ..part });
    }
    match (group.meaning, part.meaning) {
        (Meaning::Field(Field::Address), Meaning::Field(Field::Country))
        | (Meaning::Field(Field::Name), Meaning::Field(Field::Organisation)) => Some(part),
        (Meaning::Field(Field::Organisation), Meaning::Field(Field::Name))
        | (Meaning::Field(Field::Role | Field::Members), Meaning::Field(Field::Organisation)) => Some(group),
        _ => None,
    }
}
