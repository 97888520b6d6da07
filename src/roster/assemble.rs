//! One name and one address out of the columns that hold their parts.

use csv::StringRecord;

use super::absent::is_absent;
use super::meaning::Meaning;
use crate::locale::{Country, Place, ShortCode, number_first, short_code};
use crate::signatory::Field;
use crate::text::key;

/// Titles that are signed, word by word.
const ACADEMIC: &str = "dr dra prof profa professor professorin doctor doctora doktor docteur docteure professeur \
    professeure profesor profesora dott dottore dottoressa ssa priv doz pd univ habil med phil jur rer nat pol oec \
    theol hc h c dipl ing mag др доктор проф профессор к н";

/// Forms of address, which nobody signs with.
const POLITE: &str = "mr mrs ms miss mx mister madam sir herr frau m mme mlle monsieur madame mademoiselle sr sra srta \
    senor senora senorita don dona sig signor signora signorina dhr mevr mw meneer mevrouw pan pani bay bayan \
    г гжа господин госпожа пан пані пані";

/// Suffixes of a generation follow the surname; a degree stands behind a comma.
const GENERATIONS: &str = "jr sr junior senior ii iii iv v fils pere filho neto hijo";

fn is_among(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|known| known == word)
}

/// What a title adds to a signed name: "Frau Prof. Dr." signs as "Prof. Dr.". Nothing of a title with a
/// word that is neither an academic title nor a form of address, such as "Branch Secretary".
pub(super) fn signed_title(cell: &str) -> Option<String> {
    let mut signed = String::new();
    for word in cell.split_whitespace() {
        let parts: Vec<String> = word.split(['.', '/']).map(key).filter(|part| !part.is_empty()).collect();
        let all = |words: &str| parts.iter().all(|part| is_among(words, part));
        if all(ACADEMIC) {
            push(&mut signed, " ", word);
        } else if !all(POLITE) {
            return None;
        }
    }
    Some(signed)
}

/// The columns of one name and of one address, each in the order in which they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Assembly {
    name: Vec<(usize, Meaning)>,
    address: Vec<(usize, Meaning)>,
}

impl Assembly {
    /// Takes each column's place and meaning, those of several columns for one part in their order.
    pub(super) fn new(columns: impl Iterator<Item = (usize, Meaning)>) -> Self {
        let mut assembly = Self::default();
        for (at, meaning) in columns {
            match meaning.field() {
                Some(Field::Name) => assembly.name.push((at, meaning)),
                Some(Field::Address) => assembly.address.push((at, meaning)),
                _ => {}
            }
        }
        let rank = |meaning: Meaning| match meaning {
            Meaning::NameTitle => 0,
            Meaning::Field(_) | Meaning::FirstName => 1,
            Meaning::MiddleName => 2,
            Meaning::LastNamePrefix => 3,
            Meaning::LastName => 4,
            _ => 5,
        };
        assembly.name.sort_by_key(|(_, meaning)| rank(*meaning));
        assembly
    }

    /// The name as it is signed; empty where no cell has any of it.
    pub(super) fn name(&self, cells: &StringRecord) -> String {
        let mut name = String::new();
        let mut prefix = "";
        let mut has_name = false;
        for (at, meaning) in &self.name {
            let cell = cells.get(*at).map(str::trim).filter(|cell| !is_absent(*meaning, cell));
            let Some(cell) = cell else { continue };
            match meaning {
                Meaning::NameTitle => name = signed_title(cell).unwrap_or_default(),
                // Some programs keep "van der" in both columns.
                Meaning::LastName if begins_with(cell, prefix) => push(&mut name, " ", cell),
                Meaning::LastName => {
                    push(&mut name, " ", prefix);
                    push(&mut name, if prefix.ends_with(['\'', '’']) { "" } else { " " }, cell);
                }
                Meaning::LastNamePrefix => {
                    prefix = cell;
                    continue;
                }
                Meaning::NameSuffix
                    if key(&name).ends_with(&key(cell))
                        && name.contains(' ')
                        && has_words(&name, cell.trim_end_matches('.')) => {}
                Meaning::NameSuffix if is_among(GENERATIONS, &key(cell)) => push(&mut name, " ", cell),
                Meaning::NameSuffix => push(&mut name, ", ", cell),
                // The title may stand before the whole name already.
                Meaning::Field(_) if begins_with(cell, &name) => cell.clone_into(&mut name),
                _ => push(&mut name, " ", cell),
            }
            prefix = "";
            has_name |= !matches!(meaning, Meaning::NameTitle | Meaning::NameSuffix);
        }
        if has_name { name } else { String::new() }
    }

    /// The address line by line, in the order of its country; empty where no cell has any of it, or only a half.
    pub(super) fn address(&self, cells: &StringRecord, country: Option<Country>) -> (String, Option<Flaw>) {
        let mut parts = AddressParts::default();
        let (mut has_town, mut code_column) = (false, 0);
        for (at, meaning) in &self.address {
            has_town |= matches!(meaning, Meaning::PostalCode | Meaning::City);
            let cell = cells.get(*at).map(str::trim).filter(|cell| !is_absent(*meaning, cell));
            let Some(cell) = cell else { continue };
            match meaning {
                Meaning::HouseNumber => parts.house_number.push(cell),
                Meaning::Flat => parts.flat = cell,
                Meaning::PostalCode => (parts.postal_code, code_column) = (cell, *at),
                Meaning::City => parts.city = cell,
                Meaning::State => parts.state = cell,
                _ => parts.lines.push(cell),
            }
        }
        let street = street(&parts, country);
        let town = !(parts.postal_code.is_empty() && parts.city.is_empty());
        // A line that has a comma may hold all of it.
        let is_whole = |street: &str| street.contains([',', '\n']) || !has_town;
        match (street.as_str(), town) {
            ("", false) if parts.state.is_empty() => return (street, None),
            ("", _) => return (street, Some(Flaw::NoStreet)),
            (street, false) if !is_whole(street) => return (String::new(), Some(Flaw::NoTown)),
            _ => {}
        }
        let short = country.and_then(|country| Some((country, short_code(parts.postal_code, country)?)));
        let flaw = short.map(|(country, short)| Flaw::ShortCode { column: code_column, country, short });
        // Some forms ask for the whole address and then for its town once more.
        let has = |part: &str| !part.is_empty() && street.contains(part);
        if has(parts.postal_code) && has(parts.city) {
            return (street, flaw);
        }
        let AddressParts { postal_code, city, state, .. } = parts;
        (Place { street: &street, postal_code, city, state }.lines(country), flaw)
    }
}

/// Why an address cannot be used as a row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Flaw {
    /// A town alone.
    NoStreet,
    /// A street, and the cells of its town are empty.
    NoTown,
    /// A postal code that has lost digits.
    ShortCode {
        /// The place of its column.
        column: usize,
        country: Country,
        short: ShortCode,
    },
}

/// Whether a text has all words of another, one after the other.
pub(super) fn has_words(text: &str, words: &str) -> bool {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(words)
        .any(|(at, found)| is_edge(text[..at].chars().next_back()) && is_edge(text[at + found.len()..].chars().next()))
}

/// Whether a text begins with these words.
fn begins_with(text: &str, words: &str) -> bool {
    !words.is_empty() && text.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn push(text: &mut String, between: &str, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push_str(between);
    }
    text.push_str(more);
}

/// The parts of one address, each trimmed, and empty where a list has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct AddressParts<'a> {
    /// The street and all lines beside it, in the order of their columns.
    pub(super) lines: Vec<&'a str>,
    /// The number and what is added to it.
    pub(super) house_number: Vec<&'a str>,
    pub(super) flat: &'a str,
    pub(super) postal_code: &'a str,
    pub(super) city: &'a str,
    pub(super) state: &'a str,
}

/// The lines above the town.
fn street(parts: &AddressParts<'_>, country: Option<Country>) -> String {
    let mut lines = parts.lines.iter();
    let first = lines.next().copied().unwrap_or_default();
    let mut street = String::new();
    if number_first(country) {
        parts.house_number.iter().for_each(|number| push(&mut street, " ", number));
        push(&mut street, " ", first);
    } else {
        push(&mut street, " ", first);
        parts.house_number.iter().for_each(|number| push(&mut street, " ", number));
    }
    push(&mut street, ", ", parts.flat);
    for line in lines {
        push(&mut street, "\n", line);
    }
    street
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assembled(columns: &[(Meaning, &str)]) -> (String, String) {
        let assembly = Assembly::new(columns.iter().enumerate().map(|(at, (meaning, _))| (at, *meaning)));
        let cells: StringRecord = columns.iter().map(|(_, cell)| *cell).collect();
        (assembly.name(&cells), assembly.address(&cells, None).0)
    }

    #[test]
    fn a_name_is_whole() {
        use Meaning::{FirstName, LastName, LastNamePrefix, MiddleName, NameSuffix, NameTitle};
        let whole = Meaning::Field(Field::Name);
        for (columns, expected) in [
            (&[(LastName, "Berg"), (LastNamePrefix, "van der"), (FirstName, "Jan")][..], "Jan van der Berg"),
            (&[(FirstName, "Jan"), (LastNamePrefix, "van der"), (LastName, "van der Berg")], "Jan van der Berg"),
            (&[(FirstName, "Jan"), (LastNamePrefix, "van"), (LastName, "Vangelder")], "Jan van Vangelder"),
            (&[(FirstName, "Ugo"), (LastNamePrefix, "dell’"), (LastName, "Orto")], "Ugo dell’Orto"),
            (&[(FirstName, "Jo"), (MiddleName, "B."), (LastName, "Roe"), (NameSuffix, "Jr.")], "Jo B. Roe Jr."),
            (&[(NameSuffix, "PhD"), (FirstName, "Jo"), (LastName, "Roe")], "Jo Roe, PhD"),
            (&[(LastName, "Roe"), (LastName, "Paz"), (FirstName, "Ana")], "Ana Roe Paz"),
            (&[(NameTitle, "Mr/Ms"), (FirstName, "Jo"), (LastName, "Roe")], "Jo Roe"),
            (&[(NameTitle, "Frau Prof. Dr."), (FirstName, "Jo"), (LastName, "Roe")], "Prof. Dr. Jo Roe"),
            (&[(NameTitle, "д-р"), (FirstName, "Ян"), (LastName, "Дом")], "д-р Ян Дом"),
            (&[(NameTitle, "Branch Secretary"), (FirstName, "Jo"), (LastName, "Roe")], "Jo Roe"),
            (&[(NameTitle, "Dr"), (whole, "Dr Jo Roe")], "Dr Jo Roe"),
            (&[(NameTitle, "Dr"), (whole, "Drew Roe")], "Dr Drew Roe"),
            (&[(whole, "Jo Roe Jr."), (NameSuffix, "Jr")], "Jo Roe Jr."),
            (&[(NameTitle, "Dr"), (FirstName, ""), (LastName, " "), (NameSuffix, "Jr")], ""),
        ] {
            assert_eq!(assembled(columns).0, expected, "{columns:?}");
        }
    }

    #[test]
    fn an_address_is_whole() {
        use Meaning::{AddressLine, City, Flat, HouseNumber, PostalCode, State};
        let street = Meaning::Field(Field::Address);
        for (columns, expected) in [
            (&[(street, "1 Quay"), (PostalCode, "6011"), (City, "Wellington")][..], "1 Quay\n6011 Wellington"),
            (&[(City, "Bonn"), (HouseNumber, "7"), (HouseNumber, "a"), (street, "Kai")], "Kai 7 a\nBonn"),
            (
                &[(street, "1 Quay"), (AddressLine, "Dock 2"), (Flat, "Flat 3"), (State, "CA")],
                "1 Quay, Flat 3\nDock 2\nCA",
            ),
            (&[(street, " "), (City, "")], ""),
            (&[(street, "Kai 7, 53111 Bonn"), (PostalCode, "53111"), (City, "Bonn")], "Kai 7, 53111 Bonn"),
            (&[(street, "Bonn Street 7"), (City, "Bonn")], "Bonn Street 7\nBonn"),
        ] {
            assert_eq!(assembled(columns).1, expected, "{columns:?}");
        }
    }

    #[test]
    fn half_an_address_and_a_short_code_are_seen() {
        use Meaning::{AddressLine, City, HouseNumber, PostalCode, State};
        let street = Meaning::Field(Field::Address);
        let short = |digits, likely: &str| ShortCode { digits, likely: Some(likely.to_owned()) };
        let lost = |column, country: &str, short| Flaw::ShortCode { column, country: country.parse().unwrap(), short };
        for (country, columns, expected, flaw) in [
            (
                "GB",
                &[(street, "1 Quay"), (City, "London"), (PostalCode, "NW1 1AA")][..],
                "1 Quay\nLondon\nNW1 1AA",
                None,
            ),
            ("GB", &[(HouseNumber, "12"), (street, "Quay Street"), (City, "Hull")], "12 Quay Street\nHull", None),
            ("DE", &[(HouseNumber, "12"), (street, "Kai"), (City, "Bonn")], "Kai 12\nBonn", None),
            ("GB", &[(street, ""), (City, "London"), (PostalCode, "NW1 1AA")], "", Some(Flaw::NoStreet)),
            ("US", &[(street, ""), (State, "CA")], "", Some(Flaw::NoStreet)),
            ("GB", &[(street, "1 Quay"), (City, ""), (PostalCode, "")], "", Some(Flaw::NoTown)),
            ("US", &[(street, "1 Quay"), (City, ""), (State, "CA")], "", Some(Flaw::NoTown)),
            ("GB", &[(street, "1 Quay, Hull"), (City, ""), (PostalCode, "")], "1 Quay, Hull", None),
            ("GB", &[(street, "1 Quay"), (AddressLine, "Hull"), (City, "")], "1 Quay\nHull", None),
            ("GB", &[(street, "1 Quay, Hull")], "1 Quay, Hull", None),
            (
                "NZ",
                &[(street, "1 Quay, 6011 Napier"), (City, "Napier"), (PostalCode, "6011")],
                "1 Quay, 6011 Napier",
                None,
            ),
            (
                "DE",
                &[(street, "Kai 1"), (PostalCode, "1067"), (City, "Dresden")],
                "Kai 1\n1067 Dresden",
                Some(lost(1, "DE", short(5, "01067"))),
            ),
        ] {
            let assembly = Assembly::new(columns.iter().enumerate().map(|(at, (meaning, _))| (at, *meaning)));
            let cells: StringRecord = columns.iter().map(|(_, cell)| *cell).collect();
            assert_eq!(assembly.address(&cells, country.parse().ok()), (expected.to_owned(), flaw), "{columns:?}");
        }
    }
}
