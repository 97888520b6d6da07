//! Flags for a text that its signatory edits.

use std::path::PathBuf;

use clap::{Args, ValueHint};

/// The text of the letter, where it is not the campaign's. One person's letters alone: a list has one text.
#[derive(Debug, Clone, Args, Default)]
#[command(next_help_heading = "Text")]
pub struct EditArgs {
    /// Subject and text of your own, from a file that --edit saved
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["signatories", "own_words"])]
    pub text: Option<PathBuf>,
    /// Change subject and text in your editor first; they are saved in the file of --text
    #[arg(long, conflicts_with = "signatories")]
    pub edit: bool,
}
