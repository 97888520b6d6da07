//! What can be done where a format does not reach an office.

use outcry::letter::Letter;

use crate::args::Format;
use crate::args::command_line::Again;
use crate::messages::channels;
use crate::output::format::{by, way};

/// That a format does not reach an office, why, and what can be done.
pub fn unreached(letter: &Letter<'_>, format: Format, instead: &str) -> String {
    let why: String = channels::barred(letter.office, way(format)).map(|why| format!(" {why}")).collect();
    format!("{} ({}) cannot be reached {}.{why} {instead}", letter.first().office, letter.office.id, by(format))
}

/// What can be done for an office that a channel does not reach.
pub fn instead(letter: &Letter<'_>, again: Again<'_>) -> String {
    channels::instead(letter.office, |command, format| again.line(command, letter.campaign, &letter.office.id, format))
}
