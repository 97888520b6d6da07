//! One letter that many sign: the text, and the list of those who do.

use jiff::civil::Date;

use crate::letter::Letter;
use crate::locale::{Country, Language, SortOrder};

/// A letter that many sign.
#[derive(Debug, Clone)]
pub struct JointLetter<'a> {
    /// The letter as each office gets it; at least one. They say the same.
    pub letters: &'a [Letter<'a>],
    /// Who signs.
    pub signed: &'a Signed,
    /// Only those who signed on that day or later are listed.
    pub since: Option<Date>,
    /// Whether a cover for handing over lies on it.
    pub cover: bool,
    /// Empty sheets for more signatures.
    pub sheets: usize,
}

/// Who signs a joint letter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signed {
    /// Those that stand below the text.
    pub firsts: Vec<Signature>,
    /// The other organisations.
    pub organisations: Vec<Signature>,
    /// The other persons.
    pub persons: Vec<Signature>,
    /// How many do not want to be named.
    pub withheld: u64,
    /// How many sign in all.
    pub total: u64,
}

/// One who signs and may be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Where it stands in the list it comes from.
    pub row: u64,
    /// Whether an organisation signs.
    pub is_organisation: bool,
    /// The person or the organisation that signs.
    pub name: String,
    /// What stands behind it: role and organisation of a person, who signs for an organisation.
    pub details: Vec<String>,
    /// The organisation of either.
    pub organisation: Option<String>,
    /// Whether a person's organisation is named for identification only.
    pub for_identification: bool,
    /// The country.
    pub country: Option<Country>,
    /// Whether it stands first, and where among those.
    pub first: Option<u32>,
}

/// What a list of signatures is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortBy {
    /// As it came.
    Row,
    /// Who signs.
    Name,
    /// The organisation, those without one last.
    Organisation,
    /// The country, those without one last.
    Country,
}

impl Signed {
    /// Puts those who may be named in order, `withheld` more being counted alone.
    pub fn new(named: Vec<Signature>, withheld: u64, total: u64, by: SortBy, language: &Language) -> Self {
        let mut named = named;
        let order = SortOrder::of(language);
        let last = |one: Option<&str>, other: Option<&str>| match (one, other) {
            (Some(one), Some(other)) => order.compare(one, other),
            (one, other) => one.is_none().cmp(&other.is_none()),
        };
        named.sort_by(|one, other| {
            let name = || order.compare(&one.name, &other.name);
            let sorted = match by {
                SortBy::Row => std::cmp::Ordering::Equal,
                SortBy::Name => name(),
                SortBy::Organisation => {
                    last(one.organisation.as_deref(), other.organisation.as_deref()).then_with(name)
                }
                SortBy::Country => {
                    let country = |one: &Signature| one.country.map(|country| country.name_in(language));
                    last(country(one).as_deref(), country(other).as_deref()).then_with(name)
                }
            };
            sorted.then(one.row.cmp(&other.row))
        });
        let (mut firsts, others): (Vec<_>, Vec<_>) = named.into_iter().partition(|one| one.first.is_some());
        firsts.sort_by_key(|one| (one.first, one.row));
        let (organisations, persons) = others.into_iter().partition(|one| one.is_organisation);
        Self { firsts, organisations, persons, withheld, total }
    }

    /// All that are named.
    pub fn named(&self) -> impl Iterator<Item = &Signature> {
        self.firsts.iter().chain(&self.organisations).chain(&self.persons)
    }
}

impl Signature {
    /// The whole entry in one line; a mark behind an organisation that is named for identification only.
    pub fn line(&self) -> String {
        let all = std::iter::once(self.name.as_str()).chain(self.details.iter().map(String::as_str));
        let line = all.collect::<Vec<_>>().join(", ");
        if self.for_identification { format!("{line}*") } else { line }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(row: u64, name: &str, organisation: Option<&str>, country: Option<&str>) -> Signature {
        Signature {
            row,
            is_organisation: false,
            name: name.to_owned(),
            details: organisation.iter().map(|name| (*name).to_owned()).collect(),
            organisation: organisation.map(str::to_owned),
            for_identification: false,
            country: country.map(|code| code.parse().unwrap()),
            first: None,
        }
    }

    #[test]
    fn a_list_is_sorted_in_the_order_of_its_language() {
        let named = || {
            vec![
                signature(2, "Zoë Adams", Some("Öl-AG"), Some("CH")),
                signature(3, "Ärne Berg", None, Some("AT")),
                signature(4, "Arno Berg", Some("Ost e. V."), None),
                signature(5, "Bo Ek", Some("Öl-AG"), Some("AT")),
            ]
        };
        for (language, by, expected) in [
            ("de", SortBy::Row, [2, 3, 4, 5]),
            ("de", SortBy::Name, [3, 4, 5, 2]),
            ("sv", SortBy::Name, [4, 5, 2, 3]),
            ("de", SortBy::Organisation, [5, 2, 4, 3]),
            ("sv", SortBy::Organisation, [4, 5, 2, 3]),
            ("de", SortBy::Country, [3, 5, 2, 4]),
        ] {
            let signed = Signed::new(named(), 0, 4, by, &language.parse().unwrap());
            let rows: Vec<u64> = signed.persons.iter().map(|one| one.row).collect();
            assert_eq!(rows, expected, "{language} {by:?}");
        }
    }

    #[test]
    fn the_first_stand_by_their_number_and_organisations_apart() {
        let mut named: Vec<Signature> = ["Al", "Bo", "Cy", "Di", "Ed"]
            .iter()
            .zip(2..)
            .map(|(name, row)| signature(row, name, None, None))
            .collect();
        (named[0].first, named[3].first, named[4].first) = (Some(u32::MAX), Some(2), Some(1));
        named[1].is_organisation = true;
        let signed = Signed::new(named, 3, 8, SortBy::Name, &"en".parse().unwrap());
        let shown = |all: &[Signature]| all.iter().map(|one| one.name.clone()).collect::<Vec<_>>().join(" ");
        assert_eq!(
            (shown(&signed.firsts), shown(&signed.organisations), shown(&signed.persons)),
            ("Ed Di Al".to_owned(), "Bo".to_owned(), "Cy".to_owned())
        );
    }
}
