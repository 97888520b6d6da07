//! What `outcry leaflet` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

const BY_HAND: &str = "Letters to sign by hand";

#[derive(Debug, Clone, Args)]
pub struct LeafletArgs {
    /// The campaign's id, as `outcry campaigns list` shows it
    pub campaign: String,
    /// Address of the campaign's page, printed and as a QR code; `page` of campaign.toml when left out
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub url: Option<String>,
    /// Size of the sheet
    #[arg(long, value_name = "SIZE", default_value = "a5")]
    pub paper: PaperChoice,
    /// Language; two make a sheet for each. For letters to sign by hand, office means one that each office reads
    #[arg(long, value_name = "TAG")]
    pub lang: Vec<String>,
    /// File or folder to write to
    #[arg(long, short, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
    /// In place of the sheet, make N letters to each office, with lines for name, organisation, address and signature
    #[arg(
        long,
        value_name = "N",
        value_parser = clap::value_parser!(u16).range(1..=500),
        conflicts_with_all = ["url", "paper"],
        help_heading = BY_HAND
    )]
    pub blank: Option<u16>,
    /// Make letters to this office instead of the campaign's; repeatable
    #[arg(long, value_name = "OFFICE", help_heading = BY_HAND)]
    pub to: Vec<String>,
    /// Leave this office out; repeatable
    #[arg(long, value_name = "OFFICE", help_heading = BY_HAND)]
    pub except: Vec<String>,
    /// Embassy to write to: the one in your own country (auto), none, or the one for a given country
    #[arg(long, value_name = "auto|none|COUNTRY", help_heading = BY_HAND)]
    pub embassy: Option<String>,
    /// Country they are signed in, by name or two letters
    #[arg(long, value_name = "COUNTRY", help_heading = BY_HAND)]
    pub country: Option<String>,
    /// Position of the address, as `outcry write` has it; by the country when left out
    #[arg(long, value_name = "NAME", help_heading = BY_HAND)]
    pub layout: Option<String>,
    /// Make it although the campaign is over
    #[arg(long)]
    pub anyway: bool,
    /// Profile from the configuration file, for its country and language
    #[arg(long)]
    pub profile: Option<String>,
}

impl LeafletArgs {
    /// The flags that were given and that only letters to sign by hand have, as they are typed.
    /// clap's `requires` would let them pass beside --url, which excludes --blank.
    pub fn of_letters(&self) -> Vec<&'static str> {
        let Self { to, except, embassy, country, layout, .. } = self;
        let all = [
            ("--to", !to.is_empty()),
            ("--except", !except.is_empty()),
            ("--embassy", embassy.is_some()),
            ("--country", country.is_some()),
            ("--layout", layout.is_some()),
        ];
        all.into_iter().filter(|(_, given)| *given).map(|(flag, _)| flag).collect()
    }
}

/// The size of a leaflet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PaperChoice {
    /// 148 by 210 mm
    A5,
    /// 210 by 297 mm
    A4,
}
