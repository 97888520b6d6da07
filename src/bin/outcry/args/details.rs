//! Flags for the lines of a letter beside its text.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;
use outcry::letter::{SentBy, copy_name, detail};

/// What letters bear beside their text. Each flag overrides the profile.
#[derive(Debug, Clone, Args, Default)]
#[command(next_help_heading = "On the letter")]
pub struct DetailArgs {
    /// Day the letters bear, such as 2026-11-27; today when left out
    #[arg(long, value_name = "DAY", value_parser = day, conflicts_with_all = ["envelope", "labels"])]
    pub date: Option<Date>,
    /// Town before the day
    #[arg(long, value_name = "TOWN", value_parser = detail, conflicts_with_all = ["envelope", "labels"])]
    pub place: Option<String>,
    /// Your reference, for the office to quote in its answer
    #[arg(long, value_name = "REF", value_parser = detail, conflicts_with_all = ["envelope", "labels"])]
    pub our_ref: Option<String>,
    /// Reference of the office, from a letter of theirs
    #[arg(long, value_name = "REF", value_parser = detail, conflicts_with_all = ["envelope", "labels"])]
    pub your_ref: Option<String>,
    /// How the letters are sent, printed above the address
    #[arg(long, value_name = "WAY", value_parser = ways(), conflicts_with = "labels")]
    pub sent_by: Option<SentBy>,
    /// Something that lies with the letters; repeatable
    #[arg(long, value_name = "TEXT", value_parser = detail, conflicts_with_all = ["envelope", "labels"])]
    pub enclosure: Vec<String>,
    /// Name in "Copy to" of somebody who gets a copy on paper; repeatable
    #[arg(long, value_name = "NAME", value_parser = copy_name, conflicts_with_all = ["envelope", "labels"])]
    pub cc: Vec<String>,
    /// Name of a second person who signs, such as the chair
    #[arg(long, value_name = "NAME", value_parser = detail, conflicts_with_all = ["envelope", "labels"])]
    pub second_name: Option<String>,
    /// Office or job of the second person
    #[arg(long, value_name = "ROLE", value_parser = detail, conflicts_with_all = ["envelope", "labels"])]
    pub second_role: Option<String>,
}

fn ways() -> impl TypedValueParser<Value = SentBy> {
    PossibleValuesParser::new(SentBy::ALL.map(SentBy::as_str)).try_map(|way| way.parse::<SentBy>())
}

fn day(raw: &str) -> Result<Date, String> {
    raw.trim().parse().map_err(|_| "expected a day, year first: 2026-11-27".to_owned())
}

impl DetailArgs {
    /// The flags that were given and that only a printed letter shows, as they are typed.
    pub fn printed(&self) -> Vec<&'static str> {
        let Self { date: _, place, our_ref, your_ref, sent_by, enclosure, cc, second_name: _, second_role: _ } = self;
        let all = [
            ("--place", place.is_some()),
            ("--our-ref", our_ref.is_some()),
            ("--your-ref", your_ref.is_some()),
            ("--sent-by", sent_by.is_some()),
            ("--enclosure", !enclosure.is_empty()),
            ("--cc", !cc.is_empty()),
        ];
        all.into_iter().filter(|(_, given)| *given).map(|(flag, _)| flag).collect()
    }
}
