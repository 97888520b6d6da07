//! What columns hold by the user's word: `--map FIELD=COLUMN`.

use super::fault::MapError;
use super::meaning::Meaning;
use crate::signatory::{Extra, Field};
use crate::text::{self, key};

/// What a column means by the user's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// What it holds.
    pub meaning: Meaning,
    /// The column: its name, the beginning of it, or its letter. Empty: no column holds it.
    pub column: String,
}

impl Map {
    /// Reads `field=Column`; `extras` are the fields that the campaign declares.
    pub fn read(raw: &str, extras: &[Extra]) -> Result<Self, MapError> {
        let shown = |raw: &str| text::for_sentence(raw);
        let (meaning, column) = raw.split_once('=').ok_or_else(|| MapError::Shape(shown(raw)))?;
        let wanted = key(meaning);
        let extra = extras.iter().map(Meaning::of_extra);
        let meaning = Meaning::all().chain(extra).find(|known| key(known.name()) == wanted);
        let meaning = meaning.ok_or_else(|| MapError::Meaning(shown(raw.split('=').next().unwrap_or_default())))?;
        Ok(Self { meaning, column: column.trim().to_owned() })
    }
}

/// The letter of a column, as spreadsheets count: A to Z, then AA.
pub fn letter(at: usize) -> String {
    let mut letters = Vec::new();
    let mut left = at + 1;
    while left > 0 {
        letters.push(char::from(b'A' + u8::try_from((left - 1) % 26).unwrap_or_default()));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// The column that somebody means: by its name, whatever its case and signs; by its letter; by a beginning
/// that no other column has, also as messages shorten it.
pub(super) fn find(names: &[String], wanted: &str) -> Result<usize, MapError> {
    let all = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
        names.iter().enumerate().filter(|(_, name)| is(name)).map(|(at, _)| at).collect()
    };
    let folded = key(wanted);
    let begin = key(wanted.trim_end_matches('…'));
    let found = [
        all(&|name| name == wanted),
        all(&|name| !folded.is_empty() && key(name) == folded),
        (0..names.len()).filter(|at| letter(*at).eq_ignore_ascii_case(wanted)).collect(),
        all(&|name| text::for_sentence(name) == wanted),
        all(&|name| !begin.is_empty() && key(name).starts_with(&begin)),
    ]
    .into_iter()
    .find(|found| !found.is_empty());
    match found.as_deref() {
        Some([at]) => Ok(*at),
        None => Err(MapError::Column(text::for_sentence(wanted))),
        Some(several) => {
            let letters: Vec<String> = several.iter().map(|at| letter(*at)).collect();
            Err(MapError::Ambiguous(text::for_sentence(wanted), letters))
        }
    }
}

/// Where the columns of all maps are, or everything that is wrong with them. No word of the user is passed over.
pub(super) fn places(names: &[String], maps: &[Map]) -> Result<Vec<(usize, Meaning)>, Vec<MapError>> {
    let mut wrong = Vec::new();
    let mut places: Vec<(usize, Meaning)> = Vec::new();
    let is_several = |meaning: Meaning| meaning.is_joined() || meaning == Meaning::Field(Field::Address);
    for (index, map) in maps.iter().enumerate() {
        let again = maps[..index].iter().any(|before| before.meaning == map.meaning);
        if again && (!is_several(map.meaning) || map.column.is_empty()) {
            wrong.push(MapError::Again(map.meaning));
            continue;
        }
        if map.column.is_empty() {
            continue;
        }
        match find(names, &map.column) {
            Ok(at) if places.iter().any(|(before, _)| *before == at) => {
                wrong.push(MapError::Twice(text::for_sentence(&map.column)));
            }
            // Several columns for the address are its lines, in the order in which they are given.
            Ok(at) if again && map.meaning == Meaning::Field(Field::Address) => places.push((at, Meaning::AddressLine)),
            Ok(at) => places.push((at, map.meaning)),
            Err(error) => wrong.push(error),
        }
    }
    let is_given = |meaning: Meaning| places.iter().any(|(_, given)| *given == meaning);
    let halves = [Meaning::FirstName, Meaning::MiddleName, Meaning::LastNamePrefix, Meaning::LastName];
    if is_given(Meaning::Field(Field::Name)) {
        wrong.extend(halves.into_iter().filter(|half| is_given(*half)).map(MapError::WholeAndPart));
    }
    if wrong.is_empty() { Ok(places) } else { Err(wrong) }
}

/// Where the columns are that the user wants left out; none of them may be one that a map uses.
pub(super) fn ignored(
    names: &[String],
    ignored: &[String],
    mapped: &[(usize, Meaning)],
) -> Result<Vec<usize>, Vec<MapError>> {
    let (mut places, mut wrong) = (Vec::new(), Vec::new());
    for column in ignored {
        match find(names, column.trim()) {
            Ok(at) if mapped.iter().any(|(given, _)| *given == at) => {
                wrong.push(MapError::Used(text::for_sentence(column)));
            }
            Ok(at) => places.push(at),
            Err(error) => wrong.push(error),
        }
    }
    if wrong.is_empty() { Ok(places) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_named_as_people_name_it() {
        let long = "Which union or organisation do you sign for? ".repeat(9);
        let names: Vec<String> =
            ["Name", "E-Mail", "E-Mail 2", "Name", "B", &long].into_iter().map(str::to_owned).collect();
        let shown = text::for_sentence(&names[5]);
        for (wanted, expected) in [
            ("E-Mail", Ok(1)),
            ("e mail", Ok(1)),
            ("B", Ok(4)),
            ("A", Ok(0)),
            ("d", Ok(3)),
            ("which union", Ok(5)),
            ("Which union…", Ok(5)),
            (&shown, Ok(5)),
            ("E-Ma", Err(MapError::Ambiguous("E-Ma".to_owned(), vec!["B".to_owned(), "C".to_owned()]))),
            ("name", Err(MapError::Ambiguous("name".to_owned(), vec!["A".to_owned(), "D".to_owned()]))),
            ("G", Err(MapError::Column("G".to_owned()))),
            ("", Err(MapError::Column(String::new()))),
        ] {
            assert_eq!(find(&names, wanted), expected, "{wanted}");
        }
        assert_eq!([0, 25, 26, 701, 702].map(letter), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
