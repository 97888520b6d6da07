//! What `outcry joint` takes.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, ValueHint};
use jiff::civil::Date;

use super::roster::RosterArgs;

#[derive(Debug, Clone, Args)]
pub struct JointArgs {
    /// The campaign's id, as `outcry campaigns list` shows it
    pub campaign: String,
    #[command(flatten)]
    pub list: RosterArgs,
    /// Kind of those whose row names none: individual, union, organisation or representative
    #[arg(long, help_heading = "List of signatories")]
    pub kind: Option<String>,
    /// Order of the names
    #[arg(long, value_name = "BY", default_value = "name", help_heading = "List of signatories")]
    pub order: OrderChoice,
    /// Only those added on this day or later, by the column `added`
    #[arg(long, value_name = "DATE", requires = "signatories", help_heading = "List of signatories")]
    pub since: Option<Date>,
    /// Write to this office instead of the campaign's; repeatable
    #[arg(long, value_name = "OFFICE", help_heading = "Recipients")]
    pub to: Vec<String>,
    /// Leave this office out; repeatable
    #[arg(long, value_name = "OFFICE", help_heading = "Recipients")]
    pub except: Vec<String>,
    /// Embassy to write to: the one in your own country (auto), none, or the one for a given country
    #[arg(long, value_name = "auto|none|COUNTRY", help_heading = "Recipients")]
    pub embassy: Option<String>,
    /// Name this address, or the office with this id, for copies instead of the campaign's; repeatable
    #[arg(long, value_name = "ADDRESS|OFFICE", help_heading = "Recipients")]
    pub copy_to: Vec<String>,
    /// Country you write from, by name or two letters
    #[arg(long, value_name = "COUNTRY", help_heading = "Recipients")]
    pub country: Option<String>,
    /// Language of the letter
    #[arg(long, value_name = "TAG", help_heading = "Recipients")]
    pub lang: Option<String>,
    /// Profile from the configuration file, for its country and language
    #[arg(long, help_heading = "Recipients")]
    pub profile: Option<String>,
    /// What to make; without it, what the name of the file ends in, else pdf
    #[arg(long, short, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<JointFormat>,
    /// Add N empty sheets for more signatures; without a list, make these alone
    #[arg(
        long,
        value_name = "N",
        value_parser = clap::value_parser!(u16).range(1..=500),
        required_unless_present = "signatories",
        help_heading = "Output"
    )]
    pub sheets: Option<u16>,
    /// File or folder to write to
    #[arg(long, short, value_name = "PATH", value_hint = ValueHint::AnyPath, help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Make a letter that goes out although the campaign is over
    #[arg(long, help_heading = "Output")]
    pub anyway: bool,
}

impl JointArgs {
    /// What to make: what was typed, else what the name of the file asks for, else a PDF.
    pub fn made(&self) -> JointFormat {
        let ending = self.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
        let named = match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("html" | "htm") => Some(JointFormat::Html),
            Some("eml") => Some(JointFormat::Eml),
            Some("csv") => Some(JointFormat::Csv),
            _ => None,
        };
        self.format.or(named).unwrap_or(JointFormat::Pdf)
    }
}

/// What is made of a joint letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum JointFormat {
    /// A letter on paper with all names, and a cover for handing over
    Pdf,
    /// A web page
    Html,
    /// A draft to each office that mail programs open, with the PDF attached
    Eml,
    /// The names as a list
    Csv,
}

/// What the names are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OrderChoice {
    /// As they stand in the list
    Row,
    Name,
    Organisation,
    Country,
}
