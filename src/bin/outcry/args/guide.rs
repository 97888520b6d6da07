//! Answers with which a guided run begins.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::paper::LookArgs;
use super::to::ToArgs;
use super::who::WhoArgs;

#[derive(Debug, Clone, Args)]
pub struct GuideArgs {
    /// The campaign's id, as `outcry campaigns list` shows it
    pub campaign: String,
    #[command(flatten)]
    pub who: WhoArgs,
    #[command(flatten)]
    pub to: ToArgs,
    /// Subject and text of your own, from a file that was saved when they were edited
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "own_words", help_heading = "Text")]
    pub text: Option<PathBuf>,
    #[command(flatten)]
    pub look: LookArgs,
}
