//! Cells that hold no value by the habit of people, and of the program that wrote them.

use super::meaning::Meaning;
use crate::signatory::Field;
use crate::text::{is_mark_of_nothing, is_word_for_nothing, says_nothing};

/// What stands in place of an e-mail where a form was filled in without an account (Microsoft Forms).
const ANONYMOUS: [&str; 10] =
    ["anonymous", "anonym", "anonyme", "anónimo", "anônimo", "anonimo", "аноним", "анонимно", "anonim", "anoniem"];

/// Whether a cell is no value of what its column holds. A name, a country and a consent say themselves what they take
/// for nothing.
pub(super) fn is_absent(meaning: Meaning, cell: &str) -> bool {
    let cell = cell.trim();
    if cell.is_empty() {
        return true;
    }
    match meaning {
        Meaning::Field(Field::Name) | Meaning::Consent => false,
        Meaning::Field(Field::Email) => {
            let is_word = || is_word_for_nothing(cell) || ANONYMOUS.contains(&cell.to_lowercase().as_str());
            is_mark_of_nothing(cell) || !cell.contains('@') && is_word()
        }
        Meaning::Field(
            Field::Role
            | Field::Organisation
            | Field::OwnWords
            | Field::OwnWordsIn(_)
            | Field::Members
            | Field::Extra(_)
            | Field::Question(..),
        ) => says_nothing(cell),
        _ => is_mark_of_nothing(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_is_no_value() {
        let (words, role, name) = (Field::OwnWords, Field::Role, Field::Name);
        for (field, cell, expected) in [
            (words, "N/A", true),
            (words, "none", true),
            (words, "-", true),
            (words, ".", true),
            (words, "…", true),
            (words, "No", true),
            (words, "keine", true),
            (words, "нет", true),
            (words, "No!", false),
            (words, "____", false),
            (words, "✊", false),
            (words, "None of us unloads that ship.", false),
            (role, "–", true),
            (role, "NA", true),
            (Field::Organisation, "None", true),
            (Field::Organisation, "None Shall Pass", false),
            (Field::Email, "anonymous", true),
            (Field::Email, "none", true),
            (Field::Email, "none@union.test", false),
            (Field::Country, "NO", false),
            (Field::Country, "NA", false),
            (Field::Country, "n/a", true),
            (name, "-", false),
            (name, "None", false),
        ] {
            assert_eq!(is_absent(Meaning::Field(field), cell), expected, "{field:?} {cell}");
        }
        for (meaning, cell, expected) in [
            (Meaning::City, "None", false),
            (Meaning::City, "-", true),
            (Meaning::MiddleName, "N/A", true),
            (Meaning::LastName, "None", false),
            (Meaning::Consent, "-", false),
        ] {
            assert_eq!(is_absent(meaning, cell), expected, "{meaning:?} {cell}");
        }
    }
}
