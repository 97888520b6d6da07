//! What is odd about a signatory and stops nothing, in words.

use outcry::roster::PerhapsSame;
use outcry::signatory::{Extra, Field, Remark, declared};

/// A remark in a sentence.
pub fn remark(remark: &Remark) -> String {
    match remark {
        Remark::LooksBlank(blank) => {
            format!(
                "the own words have \"{blank}\", which looks like something left to fill in; they are written as they are"
            )
        }
        Remark::ShortLink(link) => {
            format!(
                "the own words have the link \"{link}\", which hides where it leads; write the address it stands for"
            )
        }
        Remark::Shouts(part) => format!("the own words shout (\"{part}\"); an office reads calm words more readily"),
        Remark::TakenOut { field, count } => {
            let (signs, are) = if *count == 1 { ("character", "was") } else { ("characters", "were") };
            let field = field.name().replace('_', " ");
            format!("{count} {signs} that nobody sees {are} taken out of the {field}")
        }
        Remark::OtherName(name) => format!("the e-mail address is given as that of \"{name}\"; this name is not used"),
        Remark::NoStreet => "the address has no street; the letter is written without it".to_owned(),
        Remark::NoTown => "the address has no town; the letter is written without it".to_owned(),
        Remark::StandsForNone(field, cell) => {
            format!("\"{cell}\" stands for no {} and is left out", field.name().replace('_', " "))
        }
        Remark::WeForOne => "one person says \"we\"; to write \"I\", leave the voice out".to_owned(),
    }
}

/// That no letter has these answers; `None` without any.
pub fn unprinted(fields: &[Field], asked: &[Extra]) -> Option<String> {
    let name = |field: &Field| match declared(asked, *field) {
        _ if *field == Field::Members => "the number of members".to_owned(),
        _ if field.is_own_words() => "own words".to_owned(),
        Some(extra) if !extra.labels.is_empty() => format!("{} ({})", field.name(), extra.label()),
        _ => field.name().replace('_', " "),
    };
    let names: Vec<String> = fields.iter().map(name).collect();
    (!names.is_empty()).then(|| format!("The text of the letter has no place for: {}.", names.join(", ")))
}

/// That rows may be one person's, in a sentence.
pub fn perhaps_same(found: &PerhapsSame) -> Option<String> {
    let PerhapsSame { rows, count } = found;
    let shown = rows.iter().map(|(row, earlier)| format!("{row} (as {earlier})"));
    let more = count - rows.len() as u64;
    let more = (more > 0).then(|| format!("and {more} more"));
    let shown: Vec<String> = shown.chain(more).collect();
    let rows = if *count == 1 { "row" } else { "rows" };
    (*count > 0).then(|| {
        format!("{rows} {} may repeat the person of an earlier row; as it stands, each of them signs", shown.join(", "))
    })
}
