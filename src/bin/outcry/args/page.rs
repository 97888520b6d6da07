//! What can be typed behind `outcry page`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

#[derive(Debug, Clone, Args)]
pub struct PageArgs {
    /// The campaign's id, as `outcry campaigns list` shows it
    pub campaign: String,
    /// File to write, or a folder for it, in place of the screen
    #[arg(long, short, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
    /// Language of letters on the page; repeatable, all of the campaign's without it
    #[arg(long, value_name = "TAG")]
    pub lang: Vec<String>,
    /// Address at which the page will be found, for its buttons to share; the campaign's own `page` without it
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url, value_parser = web_address)]
    pub url: Option<String>,
}

/// An address that a reader can open: nobody's own page stands behind a file or behind spaces.
fn web_address(raw: &str) -> Result<String, String> {
    let host = raw.strip_prefix("https://").or_else(|| raw.strip_prefix("http://"));
    let is_host = |host: &str| host.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    if !host.is_some_and(is_host) {
        return Err("write the whole address, such as https://campaign.example/letter".to_owned());
    }
    match raw.chars().find(|c| c.is_whitespace() || c.is_control() || outcry::text::is_forbidden(*c)) {
        Some(c) => Err(format!("it holds a space or an invisible character (U+{:04X})", u32::from(c))),
        None => Ok(raw.to_owned()),
    }
}
