//! What `outcry recipients add` takes.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueHint};
use outcry::registry::OfficeKind;

/// The kinds of offices as a flag takes them, with the list of them and the nearest one to a slip.
pub fn office_kind() -> impl TypedValueParser<Value = OfficeKind> {
    PossibleValuesParser::new(OfficeKind::all().map(OfficeKind::as_str))
        .map(|word| OfficeKind::parse(&word).unwrap_or(OfficeKind::Other))
}

/// One office for the user's own registry.
#[derive(Debug, Args)]
pub struct AddOfficeArgs {
    /// Take the office apart from text as an appeal or a page prints it: a file, or - for standard input (the default)
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-", value_hint = ValueHint::FilePath)]
    pub paste: Option<PathBuf>,
    /// Its id; made of country and kind when left out
    #[arg(long)]
    pub id: Option<String>,
    /// What it is called; in another language than English with its tag, such as ru=Суд; repeatable
    #[arg(long, value_name = "[TAG=]NAME")]
    pub name: Vec<String>,
    /// What it is
    #[arg(long, value_parser = office_kind())]
    pub kind: Option<OfficeKind>,
    /// The state it belongs to, or represents: its code or its name
    #[arg(long)]
    pub country: Option<String>,
    /// The state that a mission stands in
    #[arg(long, value_name = "COUNTRY")]
    pub host: Option<String>,
    /// A language in which it reads letters; repeatable
    #[arg(long, value_name = "TAG")]
    pub language: Vec<String>,
    /// An e-mail address; repeatable
    #[arg(long, value_name = "ADDRESS")]
    pub email: Vec<String>,
    /// Its postal address without its name and its country; `; ` parts the lines
    #[arg(long, value_name = "LINES")]
    pub post: Vec<String>,
    /// A telephone number with the country's code; repeatable
    #[arg(long, value_name = "NUMBER")]
    pub phone: Vec<String>,
    /// A fax number with the country's code; repeatable
    #[arg(long, value_name = "NUMBER")]
    pub fax: Vec<String>,
    /// The address of a web form; repeatable
    #[arg(long, value_name = "URL")]
    pub form: Vec<String>,
    /// How a letter to it begins, in another language than English with its tag
    #[arg(long, value_name = "[TAG=]WORDS")]
    pub salutation: Vec<String>,
    /// The page or document that shows these values
    #[arg(long, value_name = "URL")]
    pub source: Option<String>,
    /// The day of that page, such as 2026-10-01
    #[arg(long, value_name = "DAY")]
    pub source_date: Option<String>,
    /// The day you confirmed the values with the office itself; today when no day is given
    #[arg(long, value_name = "DAY", num_args = 0..=1, default_missing_value = "today")]
    pub checked: Option<String>,
    /// Print the table, and write nothing
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Write it without asking
    #[arg(long, short)]
    pub yes: bool,
}
