//! Flags of `write`, and what letters are made as.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, ValueHint};

use super::edit::EditArgs;
use super::paper::SheetArgs;
use super::roster::RosterArgs;
use super::to::ToArgs;
use super::who::WhoArgs;

const MADE: &str = "Output";

#[derive(Debug, Clone, Args)]
pub struct WriteArgs {
    /// The campaign's id, as `outcry campaigns list` shows it
    pub campaign: String,
    #[command(flatten)]
    pub who: WhoArgs,
    #[command(flatten)]
    pub list: RosterArgs,
    #[command(flatten)]
    pub to: ToArgs,
    #[command(flatten)]
    pub edit: EditArgs,
    /// What to make; without it, what the name of the file ends in, else text
    #[arg(long, short, value_name = "FORMAT", help_heading = MADE)]
    pub format: Option<Format>,
    /// Add the letter as HTML to an .eml draft
    #[arg(long, help_heading = MADE)]
    pub html: bool,
    /// File or folder to write to, in place of the screen; a folder gets one file per letter
    #[arg(long, short, value_name = "PATH", value_hint = ValueHint::AnyPath, help_heading = MADE)]
    pub output: Option<PathBuf>,
    /// Make drafts and letters on paper although the campaign is over
    #[arg(long, help_heading = MADE)]
    pub anyway: bool,
    /// Check and compose everything, say what would be written and where, and write nothing
    #[arg(long, short = 'n', help_heading = MADE)]
    pub dry_run: bool,
    #[command(flatten)]
    pub sheet: SheetArgs,
}

impl WriteArgs {
    /// What to make: what was typed, else what the name of the file or a flag of paper asks for, else text.
    pub fn made(&self) -> Format {
        let named = self.output.as_deref().and_then(Format::by_name_of);
        let paper = (!self.sheet.given().is_empty()).then_some(Format::Pdf);
        self.format.or(paper).or(named).unwrap_or(Format::Text)
    }
}

impl Format {
    /// What the name of a file asks for.
    pub fn by_name_of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "pdf" => Some(Self::Pdf),
            "html" | "htm" => Some(Self::Html),
            "eml" => Some(Self::Eml),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Plain text, ready to print
    Text,
    /// A web page, ready to print
    Html,
    /// A letter on paper, with the address in the window of the envelope
    Pdf,
    /// A draft that mail programs open
    Eml,
    /// A link that opens a draft in your mail program
    Mailto,
    /// What to say on the telephone
    Phone,
    /// One JSON object per letter, for other programs
    Json,
}
