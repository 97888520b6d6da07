//! Makes `src/registry/missions.tsv`, the missions the program knows, from Wikidata.
//!
//! Run the query of `missions.sparql` by hand at <https://query.wikidata.org> and save its result as JSON. Then
//! `cargo run --example import-missions -- query.json --date 2026-11-27`, and read the report and the difference
//! before committing. An export may also be UTF-8 CSV with the columns of [`missions::Row`], one row per mission:
//! names as Wikidata labels them in English, each with its id (`Q232`). `query` reads the JSON, `states` says whose
//! a name is, `clean` what a value is, `mission` which rows are one, `changes` what differs from the last table.
//! Nothing is fetched from a network.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for maintainers; its report is its output")]

mod changes;
mod clean;
mod districts;
mod mission;
mod missions;
mod query;
mod report;
#[cfg(test)]
mod shipped;
mod states;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use jiff::civil::Date;

use crate::missions::Row;

/// Make src/registry/missions.tsv from a Wikidata export
#[derive(Parser)]
#[command(name = "import-missions")]
struct Args {
    /// The result of the query as JSON, or an export as UTF-8 CSV
    export: PathBuf,
    /// The day the export was made, such as 2022-11-16
    #[arg(long)]
    date: Date,
    /// Write to this file instead
    #[arg(short, long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/src/registry/missions.tsv"), hide_default_value = true)]
    output: PathBuf,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
enum ImportError {
    #[error("{path} cannot be read: {error}")]
    Open { path: PathBuf, error: io::Error },
    #[error("{path} is not an export: {error}")]
    Csv { path: PathBuf, error: csv::Error },
    #[error("{path} is no result of the query: {error}")]
    Query { path: PathBuf, error: query::QueryError },
    #[error("{path} cannot be written: {error}")]
    Write { path: PathBuf, error: io::Error },
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<(), ImportError> {
    let path = || args.export.clone();
    let text = fs::read_to_string(&args.export).map_err(|error| ImportError::Open { path: path(), error })?;
    let is_json = args.export.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let rows = if is_json {
        query::rows(&text).map_err(|error| ImportError::Query { path: path(), error })?
    } else {
        read(text.as_bytes()).map_err(|error| ImportError::Csv { path: path(), error })?
    };
    // A first table changes nothing.
    let before = fs::read_to_string(&args.output).unwrap_or_default();
    let (text, report) = missions::import(&rows, args.date);
    write(&args.output, &text)?;
    print!("{report}{}", changes::changes(&before, &text));
    Ok(())
}

fn read(export: impl io::Read) -> Result<Vec<Row>, csv::Error> {
    csv::Reader::from_reader(export).deserialize().collect()
}

fn write(path: &Path, text: &str) -> Result<(), ImportError> {
    fs::write(path, text).map_err(|error| ImportError::Write { path: path.to_owned(), error })
}
