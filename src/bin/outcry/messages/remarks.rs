//! What is odd about a signatory and stops nothing, in words.

use outcry::signatory::Remark;

/// A remark in a sentence.
pub fn remark(remark: &Remark) -> String {
    match remark {
        Remark::LooksBlank(blank) => {
            format!(
                "the own words have \"{blank}\", which looks like something left to fill in; they are written as they are"
            )
        }
        Remark::TakenOut { field, count } => {
            let (signs, are) = if *count == 1 { ("character", "was") } else { ("characters", "were") };
            let field = field.name().replace('_', " ");
            format!("{count} {signs} that nobody sees {are} taken out of the {field}")
        }
        Remark::OtherName(name) => format!("the e-mail address is given as that of \"{name}\"; this name is not used"),
        Remark::WeForOne => "one person says \"we\"; to write \"I\", leave the voice out".to_owned(),
    }
}
