//! Makes `src/registry/missions.tsv`, the missions the program knows, from a Wikidata export.
//!
//! `cargo run --example import-missions -- EXPORT.csv --date 2022-11-16`, then read the report and
//! the difference before committing. The export is UTF-8 CSV with the columns of [`missions::Row`],
//! one row per mission: names as Wikidata labels them in English, each with its id (`Q232`).
//! `states` says whose a name is, `clean` what a value is, `mission` which rows are one. Nothing is
//! fetched from a network.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for maintainers; its report is its output")]

mod clean;
mod mission;
mod missions;
mod report;
#[cfg(test)]
mod shipped;
mod states;

use std::fs::{self, File};
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
    /// The export, UTF-8 CSV
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
    let file = File::open(&args.export).map_err(|error| ImportError::Open { path: path(), error })?;
    let rows = read(file).map_err(|error| ImportError::Csv { path: path(), error })?;
    let (text, report) = missions::import(&rows, args.date);
    write(&args.output, &text)?;
    print!("{report}");
    Ok(())
}

fn read(export: impl io::Read) -> Result<Vec<Row>, csv::Error> {
    csv::Reader::from_reader(export).deserialize().collect()
}

fn write(path: &Path, text: &str) -> Result<(), ImportError> {
    fs::write(path, text).map_err(|error| ImportError::Write { path: path.to_owned(), error })
}
