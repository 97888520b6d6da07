//! Cells that hold no value by the habit of people, and of the program that wrote them.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::meaning::Meaning;
use crate::signatory::Field;

/// What stands in place of an e-mail where a form was filled in without an account (Microsoft Forms).
const ANONYMOUS: [&str; 10] =
    ["anonymous", "anonym", "anonyme", "anónimo", "anônimo", "anonimo", "аноним", "анонимно", "anonim", "anoniem"];

/// What people write where a form wants something and they have nothing, in the languages that lists are read in.
const NOTHING: &str = "none, none., nothing, nil, no, no., no comment, no comments, nothing to add, not applicable, null, \
    nein, nichts, keine, keins, keine angabe, keine angaben, k.a., k. a., kein kommentar, entfällt, \
    non, rien, aucun, aucune, néant, sans objet, non applicable, ninguno, ninguna, nada, no aplica, \
    нет, нет., ничего, не применимо, без комментариев, nessuno, nessuna, niente, nenhum, nenhuma, não, yok, hayır, \
    brak, nie, nic, nie dotyczy, немає, ні, нічого, geen, nee, niets, n.v.t., nvt, niet van toepassing, \
    لا, لا شيء, لا يوجد, ندارد, نه, هیچ";

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| NOTHING.split(',').map(str::trim).collect());

/// The longest of them, in bytes.
const LONGEST: usize = 40;

/// Whether a cell is no value of what its column holds. A name, a country and a consent say themselves what they take
/// for nothing: "No" is a country's code, "None" may be a surname.
pub(super) fn is_absent(meaning: Meaning, cell: &str) -> bool {
    let cell = cell.trim();
    if cell.is_empty() {
        return true;
    }
    if cell.len() > LONGEST || matches!(meaning, Meaning::Field(Field::Name) | Meaning::Consent) {
        return false;
    }
    let is_dash = |c: char| matches!(c, '-' | '.' | '/' | '\\' | '*' | '?' | '!' | '…') || crate::text::is_odd_dash(c);
    if cell.chars().all(is_dash) || cell.eq_ignore_ascii_case("n/a") || cell.eq_ignore_ascii_case("n.a.") {
        return true;
    }
    match meaning {
        Meaning::Field(Field::Email) => {
            !cell.contains('@') && (is_word(cell) || ANONYMOUS.contains(&cell.to_lowercase().as_str()))
        }
        // "NA" in capitals is what a program writes for "not available".
        Meaning::Field(Field::Role | Field::Organisation | Field::OwnWords | Field::Members | Field::Extra(_)) => {
            cell == "NA" || is_word(cell)
        }
        _ => false,
    }
}

fn is_word(cell: &str) -> bool {
    WORDS.contains(cell.to_lowercase().as_str())
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
