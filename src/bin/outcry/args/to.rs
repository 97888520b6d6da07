//! Flags that say where letters go, and in which language.

use clap::Args;

/// Where the letters go.
#[derive(Debug, Clone, Args, Default)]
#[command(next_help_heading = "Recipients")]
pub struct ToArgs {
    /// Write to this office instead of the campaign's; repeatable
    #[arg(long, value_name = "OFFICE")]
    pub to: Vec<String>,
    /// Leave this office out; repeatable
    #[arg(long, value_name = "OFFICE")]
    pub except: Vec<String>,
    /// Embassy to write to: the one in your own country (auto), none, or the one for a given country
    #[arg(long, value_name = "auto|none|COUNTRY")]
    pub embassy: Option<String>,
    /// Language of the letters; two make them bilingual, office means one that each office reads
    #[arg(long, value_name = "TAG")]
    pub lang: Vec<String>,
    /// Send copies to this address, or to the office with this id, instead of the campaign's; repeatable
    #[arg(long, value_name = "ADDRESS|OFFICE")]
    pub copy_to: Vec<String>,
}
