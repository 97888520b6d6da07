//! What a row says of a joint letter, beside who signs it: whether the name may be printed, for whom it speaks, whether
//! it stands first, whether it was taken back, and since when it is there.

use std::fmt;

use jiff::civil::Date;

use super::columns::Columns;
use super::consent::{self, Consent};
use super::meaning::{FIRST, Meaning};
use super::row::{Row, Wishes};
use crate::signatory::{Extra, ExtraName, Kind, Purpose};
use crate::text::{for_sentence, is_blank, key, says_nothing};

/// The columns, each with what else it may be called.
const COLUMNS: [(&str, &[&str]); 5] = [
    ("public", &["Name public", "Publish name", "öffentlich", "publique", "público", "публично"]),
    ("affiliation", &[]),
    ("first", &["Lead", "Lead signatory", "First signatory", "Erstunterzeichner", "Erstunterzeichnende"]),
    ("withdrawn", &["zurückgezogen", "retiré", "retirado", "отозвано"]),
    ("added", &["Date added", "Added on", "hinzugefügt am"]),
];

/// What says that a person speaks for the organisation, as [`key`] leaves it. Nothing else does: "speaks only for
/// herself" begins like it.
const SPEAKS: [&str; 9] = [
    "speaks",
    "speaksforit",
    "speaksfortheorganisation",
    "speaksfortheorganization",
    "spricht",
    "sprichtfursie",
    "parle",
    "habla",
    "выступает",
];
/// What says that the organisation is named for identification only, likewise.
const IDENTIFICATION: [&str; 14] = [
    "identification",
    "identificationonly",
    "foridentification",
    "foridentificationonly",
    "namedforidentificationonly",
    "personalcapacity",
    "inpersonalcapacity",
    "inapersonalcapacity",
    "zurkennzeichnung",
    "nurzurkennzeichnung",
    "identificationseulement",
    "identificacion",
    "soloidentificacion",
    "идентификация",
];

/// What a row says of a joint letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signing {
    /// Whether the name may be printed; not unless every row of the signatory says so.
    pub is_public: bool,
    /// Another row of theirs that keeps the name back, where this one would have it printed.
    pub kept_back_in: Option<u64>,
    /// What the organisation of a person is.
    pub affiliation: Affiliation,
    /// Whether it stands first, and where among those.
    pub first: Option<u32>,
    /// The day since when it is on the list.
    pub added: Option<Date>,
}

/// What the organisation of a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Affiliation {
    /// Nothing is said.
    NotSaid,
    /// The person speaks for it.
    SpeaksForIt,
    /// It is named so that readers know who the person is.
    Identification,
}

/// A cell that may mean this or that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnclearCell {
    /// The column.
    pub column: &'static str,
    /// What it says, made safe to show.
    pub cell: String,
}

impl fmt::Display for UnclearCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = match self.column {
            "public" => "yes or withheld",
            "affiliation" => "speaks, or identification where it is named for identification only",
            FIRST => "yes, or a number for the order",
            "withdrawn" => "yes, or the day",
            _ => "the day as 2026-11-02",
        };
        write!(f, "{} \"{}\": write {expected}", self.column, self.cell)
    }
}

/// The columns that a list of a joint letter has beside the usual ones.
pub fn signing_columns() -> Vec<Extra> {
    let column = |(name, labels): &(&str, &[&str])| {
        let labels = labels.iter().map(|label| (None, (*label).to_owned())).collect();
        Some(Extra { name: name.parse().ok()?, labels, purpose: Purpose::Column })
    };
    COLUMNS.iter().filter_map(column).collect()
}

/// The place of such a column in a list, if it has it.
pub(super) fn column(columns: &Columns, wanted: &str) -> Option<usize> {
    let is_it = |name: ExtraName| name.as_str() == wanted;
    columns.readable().position(|(_, meaning)| matches!(meaning, Some(Meaning::Column(name)) if is_it(name)))
}

/// Whether a list has such a column.
pub fn has_column(columns: &Columns, wanted: &str) -> bool {
    column(columns, wanted).is_some()
}

/// Whether a list has any of the columns of a joint letter.
pub fn is_joint(columns: &Columns) -> bool {
    COLUMNS.iter().any(|(name, _)| has_column(columns, name))
}

/// What the columns of a list ask of whoever signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// What a letter of their own needs.
    ForEach,
    /// What a joint letter needs, too.
    ForAll,
}

impl Asks {
    pub(super) fn of(columns: &Columns) -> Self {
        if is_joint(columns) { Self::ForAll } else { Self::ForEach }
    }
}

/// Has a row say, beside what it says of a joint letter, what follows from that for who signs.
pub(super) fn settle(columns: &Columns, row: &mut Row) {
    // Whose organisation is named for identification only signs as a person.
    let is_person = affiliation(cell(columns, row, "affiliation")) == Some(Affiliation::Identification);
    if is_person && row.answers.kind.as_deref().is_none_or(is_blank) {
        row.answers.kind = Some(Kind::Individual.as_str().to_owned());
    }
    let withdrawn = Signing::is_withdrawn(columns, row);
    row.wishes = Some(Wishes {
        takes_back: withdrawn != Ok(false),
        keeps_back: has_column(columns, "public") && public(cell(columns, row, "public")) != Some(true),
    });
    // Whoever takes a name back takes back what earlier rows say, as somebody does who answers no.
    if withdrawn == Ok(true) {
        row.consent = Consent::Refused;
    }
}

impl Signing {
    /// Whether the row was taken back.
    pub fn is_withdrawn(columns: &Columns, row: &Row) -> Result<bool, UnclearCell> {
        let cell = cell(columns, row, "withdrawn");
        match consent::read(cell) {
            _ if day(cell).is_some() => Ok(true),
            Consent::Given => Ok(true),
            Consent::Refused | Consent::NotSaid => Ok(false),
            Consent::Unclear | Consent::Newsletter => match key(cell).as_str() {
                "withdrawn" | "zuruckgezogen" | "retire" | "retirado" | "отозвано" => Ok(true),
                _ => Err(unclear("withdrawn", cell)),
            },
        }
    }

    /// Reads a row. Its day counts only where it is asked for: `wants_day`.
    pub fn of(columns: &Columns, row: &Row, wants_day: bool) -> Result<Self, Vec<UnclearCell>> {
        let mut wrong = Vec::new();
        let read = |column: &'static str| cell(columns, row, column);
        let (first, added) = (read(FIRST), read("added"));
        let is_public = public(read("public")).unwrap_or_else(|| {
            wrong.push(unclear("public", read("public")));
            false
        });
        let kept_back_in = row.withheld_in.filter(|_| is_public);
        let affiliation = affiliation(read("affiliation")).unwrap_or_else(|| {
            wrong.push(unclear("affiliation", read("affiliation")));
            Affiliation::NotSaid
        });
        let first = match (first.trim().parse::<u32>(), consent::read(first)) {
            (Ok(0), _) | (_, Consent::Refused | Consent::NotSaid) => None,
            (Ok(number), _) => Some(number),
            (_, Consent::Given) => Some(u32::MAX),
            _ => {
                wrong.push(unclear(FIRST, first));
                None
            }
        };
        let added = match day(added) {
            _ if !wants_day || says_nothing(added) => None,
            Some(day) => Some(day),
            None => {
                wrong.push(unclear("added", added));
                None
            }
        };
        let is_public = is_public && kept_back_in.is_none();
        if wrong.is_empty() { Ok(Self { is_public, kept_back_in, affiliation, first, added }) } else { Err(wrong) }
    }
}

/// Whether a name may be printed; `None` for what may mean either.
fn public(cell: &str) -> Option<bool> {
    match consent::read(cell) {
        Consent::Given => Some(true),
        Consent::Refused | Consent::NotSaid => Some(false),
        Consent::Unclear | Consent::Newsletter => match key(cell).as_str() {
            "public" | "publish" | "published" | "offentlich" | "publique" | "publico" | "публично" => {
                Some(true)
            }
            "withheld" | "withhold" | "private" | "anonymous" | "anonym" | "anonyme" | "anonimo" | "hidden" => {
                Some(false)
            }
            _ => None,
        },
    }
}

/// What an organisation is to a person; `None` for what may mean either.
fn affiliation(cell: &str) -> Option<Affiliation> {
    match key(cell).as_str() {
        _ if says_nothing(cell) => Some(Affiliation::NotSaid),
        said if SPEAKS.contains(&said) => Some(Affiliation::SpeaksForIt),
        said if IDENTIFICATION.contains(&said) => Some(Affiliation::Identification),
        _ => None,
    }
}

fn cell<'r>(columns: &Columns, row: &'r Row, column: &str) -> &'r str {
    self::column(columns, column).and_then(|at| row.cells.get(at)).unwrap_or_default()
}

fn unclear(column: &'static str, cell: &str) -> UnclearCell {
    UnclearCell { column, cell: for_sentence(cell.trim()) }
}

/// A day as spreadsheets and forms write it, with or without a time behind it, where only one day can be meant.
fn day(cell: &str) -> Option<Date> {
    let first = cell.trim().split([' ', 'T']).next()?;
    if let Ok(day) = first.parse() {
        return Some(day);
    }
    let numbers: Vec<i16> = first.split(['.', '/']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [one, two, year] = numbers[..] else { return None };
    if year < 1000 {
        return None;
    }
    let of = |day: i16, month: i16| Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok();
    // 3/4/2026 is a day in March to some and in April to others.
    if first.contains('.') || one == two || one > 12 {
        of(one, two)
    } else if two > 12 {
        of(two, one)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::read::{Reading, Roster};
    use super::*;

    fn read(column: &str, cell: &str) -> (Result<bool, UnclearCell>, Result<Signing, Vec<UnclearCell>>) {
        let text = format!("Name;{column}\nJo;{cell}\n");
        let reading = Reading { extras: signing_columns(), ..Reading::default() };
        let mut roster = Roster::open(Cursor::new(text), &reading).unwrap();
        let columns = roster.columns().clone();
        let row = roster.rows().unwrap().next().unwrap().unwrap();
        (Signing::is_withdrawn(&columns, &row), Signing::of(&columns, &row, true))
    }

    #[test]
    fn a_name_is_printed_only_by_a_clear_yes() {
        for (cell, expected) in [
            ("yes", Some(true)),
            ("Ja", Some(true)),
            ("да", Some(true)),
            ("public", Some(true)),
            ("x", Some(true)),
            ("", Some(false)),
            ("-", Some(false)),
            ("no", Some(false)),
            ("withheld", Some(false)),
            ("anonym", Some(false)),
            ("maybe", None),
            ("yes, but not my name", None),
        ] {
            let public = read("Public", cell).1;
            match expected {
                Some(expected) => assert_eq!(public.map(|signing| signing.is_public), Ok(expected), "{cell}"),
                None => assert_eq!(public, Err(vec![unclear("public", cell)]), "{cell}"),
            }
        }
    }

    #[test]
    fn the_other_columns_say_what_people_write_there() {
        for (cell, expected) in [
            ("speaks for it", Some(Affiliation::SpeaksForIt)),
            ("Named for identification only", Some(Affiliation::Identification)),
            ("nur zur Kennzeichnung", Some(Affiliation::Identification)),
            ("", Some(Affiliation::NotSaid)),
            ("University of Ross Harbour", None),
        ] {
            assert_eq!(read("Affiliation", cell).1.ok().map(|signing| signing.affiliation), expected, "{cell}");
        }
        for (cell, expected) in
            [("yes", Some(Some(u32::MAX))), ("2", Some(Some(2))), ("0", Some(None)), ("", Some(None)), ("maybe", None)]
        {
            assert_eq!(read("First", cell).1.ok().map(|signing| signing.first), expected, "{cell}");
        }
        for (cell, expected) in [
            ("yes", Ok(true)),
            ("2026-11-02", Ok(true)),
            ("", Ok(false)),
            ("no", Ok(false)),
            ("she asked", Err(unclear("withdrawn", "she asked"))),
        ] {
            assert_eq!(read("Withdrawn", cell).0, expected, "{cell}");
        }
    }

    #[test]
    fn a_day_is_read_where_only_one_can_be_meant() {
        for (cell, expected) in [
            ("2026-11-02", Some("2026-11-02")),
            ("2026-11-02 17:03:00", Some("2026-11-02")),
            ("2026-11-02T17:03", Some("2026-11-02")),
            ("2.11.2026", Some("2026-11-02")),
            ("13/11/2026", Some("2026-11-13")),
            ("11/13/2026 9:00", Some("2026-11-13")),
            ("11/02/2026", None),
            ("2/11/26", None),
            ("yesterday", None),
        ] {
            assert_eq!(day(cell), expected.map(|day| day.parse().unwrap()), "{cell}");
        }
    }
}
