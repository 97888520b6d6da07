//! How a letter in each format gets to its office, and what can be done where it does not.

use outcry::letter::Letter;

use crate::args::Format;
use crate::args::command_line::Again;
use crate::messages::channels::{self, Way};

/// How a letter in this format gets to its office.
pub fn way(format: Format) -> Way {
    match format {
        Format::Text | Format::Html | Format::Pdf | Format::Json => Way::Paper,
        Format::Eml | Format::Mailto => Way::Mail,
        Format::Phone => Way::Call,
    }
}

pub fn by(format: Format) -> &'static str {
    match format {
        Format::Phone => "by telephone",
        _ => "by e-mail",
    }
}

/// That a format does not reach an office, why, and what can be done.
pub fn unreached(letter: &Letter<'_>, format: Format, instead: &str) -> String {
    let why: String = channels::barred(letter.office, way(format)).map(|why| format!(" {why}")).collect();
    format!("{} ({}) cannot be reached {}.{why} {instead}", letter.first().office, letter.office.id, by(format))
}

/// What can be done for an office that a channel does not reach.
pub fn instead(letter: &Letter<'_>, again: Again<'_>) -> String {
    channels::instead(letter.office, |command, format| again.line(command, letter.campaign, &letter.office.id, format))
}
