//! How a flag for each field of a signatory is written.

use outcry::signatory::Field;

/// The flag for a field, without its dashes.
pub fn flag(field: Field) -> String {
    match field {
        Field::Extra(name) | Field::Question(_, name) => format!("set {name}"),
        Field::OwnWordsIn(_) => flag(Field::OwnWords),
        _ => field.name().replace('_', "-"),
    }
}

/// The flag as it is to be given, so far as its value does not go without saying.
pub fn flag_to_give(field: Field) -> String {
    match field {
        Field::Extra(name) | Field::Question(_, name) => format!("--set {name}=VALUE"),
        _ => format!("--{}", flag(field)),
    }
}
