//! Cells that hold no value by the habit of the program that wrote them.

use super::meaning::Meaning;
use crate::signatory::Field;

/// What stands in place of an e-mail where a form was filled in without an account (Microsoft Forms).
const ANONYMOUS: [&str; 10] =
    ["anonymous", "anonym", "anonyme", "anónimo", "anônimo", "anonimo", "аноним", "анонимно", "anonim", "anoniem"];

/// Whether a cell is no value of what its column holds.
pub(super) fn is_absent(meaning: Meaning, cell: &str) -> bool {
    let cell = cell.trim();
    let is_email = meaning == Meaning::Field(Field::Email);
    cell.is_empty() || is_email && !cell.contains('@') && ANONYMOUS.contains(&cell.to_lowercase().as_str())
}
