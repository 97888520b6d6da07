//! What `outcry campaigns new` takes: everything that its questions ask for.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use outcry::locale::{Country, Language, NoCountry};

/// Everything that its questions ask for can be given by a flag.
#[derive(Debug, Clone, Default, Args)]
pub struct NewArgs {
    /// The new campaign's id: a-z, 0-9 and -
    pub id: String,
    /// Start from a finished campaign about an invented place, to try the program with
    #[arg(long, conflicts_with_all = ["from", "title", "paste"])]
    pub example: bool,
    /// Start from a published appeal: a text, web page, mail (.eml) or Word document (.docx), or - for standard input
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// What happened to whom, in one line
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// What happened, in two or three sentences
    #[arg(long, value_name = "TEXT")]
    pub happened: Option<String>,
    /// Full name of a person it is about, or none; repeatable
    #[arg(long, value_name = "NAME|none")]
    pub person: Vec<String>,
    /// State that the letters turn to, by name or two letters
    #[arg(long, value_name = "COUNTRY", value_parser = Country::read)]
    pub state: Option<Country>,
    /// Day on which the appeal was published, such as 2026-11-27
    #[arg(long, value_name = "DATE")]
    pub published: Option<Date>,
    /// Last day on which letters help, or none
    #[arg(long, value_name = "DATE|none")]
    pub act_by: Option<OrNone<Date>>,
    /// Who signs the letters
    #[arg(long, value_name = "WHO")]
    pub signed_by: Option<SignedBy>,
    /// Language of a letter; repeatable, the first is the one of whoever chooses none
    #[arg(long, value_name = "TAG", conflicts_with = "from")]
    pub lang: Vec<Language>,
    /// Address that gets a copy of every letter, or none; repeatable
    #[arg(long, value_name = "ADDRESS|none")]
    pub copy_to: Vec<String>,
    /// One thing that the offices shall do; repeatable
    #[arg(long, value_name = "TEXT")]
    pub demand: Vec<String>,
    /// Office to write to, by its id or its name; repeatable
    #[arg(long, value_name = "OFFICE")]
    pub office: Vec<String>,
    /// Offices as they are printed, with street, fax and e-mail: a text file, or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    pub paste: Option<PathBuf>,
    /// State whose embassy in each signatory's own country gets a letter too, or none
    #[arg(long, value_name = "COUNTRY|none", value_parser = state_or_none)]
    pub embassy_of: Option<OrNone<Country>>,
    /// Where the appeal can be read, as a web address
    #[arg(long, value_name = "URL")]
    pub source: Option<String>,
    /// Day on which you compared the offices with that source
    #[arg(long, value_name = "DATE")]
    pub checked: Option<Date>,
}

fn state_or_none(text: &str) -> Result<OrNone<Country>, NoCountry> {
    OrNone::read(text, Country::read)
}

/// Who is meant to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SignedBy {
    /// Persons, unions and organisations alike
    Anyone,
    /// Persons alone
    Persons,
    /// Unions and their branches alone
    Unions,
}

/// A value, or the word that there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrNone<T> {
    Some(T),
    None,
}

impl<T> OrNone<T> {
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Some(value) => Some(value),
            Self::None => None,
        }
    }

    fn read<E>(text: &str, value: impl FnOnce(&str) -> Result<T, E>) -> Result<Self, E> {
        if text.eq_ignore_ascii_case("none") { Ok(Self::None) } else { value(text).map(Self::Some) }
    }
}

impl<T: std::str::FromStr> std::str::FromStr for OrNone<T> {
    type Err = T::Err;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::read(text, str::parse)
    }
}
