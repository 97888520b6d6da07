//! Words and numbers of a cell as people write them, to what an answer says: countries by name, kinds
//! and voices in five languages, members with separators.
//!
//! What is not known passes as it is; the signatory's own rules then refuse it.

use crate::locale::Country;
use crate::signatory::{Field, Kind};
use crate::text::key;

const KINDS: [(Kind, &str); 4] = [
    (
        Kind::Individual,
        "individual, person, private person, Person, Privatperson, Einzelperson, personne, particulier, individu, persona, particular, частное лицо, физическое лицо, человек",
    ),
    (Kind::Union, "union, trade union, union branch, Gewerkschaft, syndicat, sindicato, профсоюз"),
    (
        Kind::Organisation,
        "organisation, organization, group, Organisation, Verein, association, organización, asociación, организация",
    ),
    (
        Kind::Representative,
        "representative, member of parliament, MP, Abgeordnete, Abgeordneter, élu, élue, député, députée, diputado, diputada, депутат",
    ),
];

/// Text that a spreadsheet shows in place of a value.
const FORMULA_ERRORS: [&str; 8] = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"];

/// Whether a cell is the error of a formula.
pub fn is_formula_error(cell: &str) -> bool {
    cell.starts_with('#') && FORMULA_ERRORS.contains(&cell.trim())
}

/// A cell as the answer to a field.
pub fn answer(field: Field, cell: &str) -> String {
    let found = match field {
        Field::Country => country(cell),
        Field::Kind => kind(cell),
        Field::Voice => voice(cell),
        Field::Members => members(cell),
        _ => None,
    };
    found.unwrap_or_else(|| cell.to_owned())
}

fn country(cell: &str) -> Option<String> {
    Country::by_name(cell).map(|country| country.code().to_owned())
}

fn kind(cell: &str) -> Option<String> {
    let wanted = key(cell);
    let found = KINDS.iter().find(|(_, words)| words.split(", ").any(|word| key(word) == wanted));
    found.map(|(kind, _)| kind.as_str().to_owned())
}

fn voice(cell: &str) -> Option<String> {
    Some(match key(cell).as_str() {
        "ich" | "je" | "yo" | "я" => "i".to_owned(),
        "wir" | "nous" | "nosotros" | "nosotras" | "мы" => "we".to_owned(),
        _ => return None,
    })
}

/// `1 200`, `1.200`, `1,200` and `340.0`: members are whole, so these can mean one number only.
fn members(cell: &str) -> Option<String> {
    let cell = cell.trim();
    let whole = cell.strip_suffix(".0").or_else(|| cell.strip_suffix(",0")).unwrap_or(cell);
    let mut groups = whole.split([' ', '\u{a0}', '\u{202f}', '.', ',', '\'', '’']);
    let first = groups.next()?;
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let mut number = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.len() > 3 || !digits(group) {
            return None;
        }
        number.push_str(group);
    }
    digits(first).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_people_write_them() {
        for (field, cell, expected) in [
            (Field::Country, "GB", "GB"),
            (Field::Country, "germany", "DE"),
            (Field::Country, "The Netherlands", "NL"),
            (Field::Country, "=NZ", "=NZ"),
            (Field::Country, "Narnia", "Narnia"),
            (Field::Kind, "Gewerkschaft", "union"),
            (Field::Kind, "Organization", "organisation"),
            (Field::Kind, "party", "party"),
            (Field::Voice, "Wir", "we"),
            (Field::Voice, "they", "they"),
            (Field::Members, "1 200", "1200"),
            (Field::Members, "1.200", "1200"),
            (Field::Members, "12,345,678", "12345678"),
            (Field::Members, "340.0", "340"),
            (Field::Members, "1.20", "1.20"),
            (Field::Members, "12345.678", "12345.678"),
            (Field::Members, "many", "many"),
            (Field::Members, "", ""),
        ] {
            assert_eq!(answer(field, cell), expected, "{cell}");
        }
    }
}
