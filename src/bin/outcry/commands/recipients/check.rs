//! `outcry recipients check`: what is wrong with a registry file, with the place of each finding. It
//! works on files that nothing else would read.

use std::path::Path;

use outcry::check::{self, About, Finding, Severity};
use outcry::registry::{Layer, Registry};
use outcry::shipped;
use serde::Serialize;

use crate::args::Global;
use crate::failure::{Exit, Failure};
use crate::input::sources::RegistryFiles;
use crate::input::text_file::read;
use crate::messages::counted;
use crate::terminal::environment::Environment;
use crate::terminal::report::Report;

pub fn run(
    report: &Report,
    global: &Global,
    environment: &Environment,
    file: Option<&Path>,
    all: bool,
    json: bool,
) -> Result<Exit, Failure> {
    let files = RegistryFiles::find(global, environment);
    let mut texts: Vec<(String, String)> = Vec::new();
    match file {
        Some(file) => texts.push((file.display().to_string(), read(file)?)),
        // The lowest first: each is laid over those below it.
        None => {
            for file in files.there.iter().rev() {
                texts.push((file.display().to_string(), read(file)?));
            }
        }
    }
    texts.retain(|(_, text)| file.is_some() || !shipped::is_shipped(text));
    let mut below = Registry::shipped().on(environment.today);
    let mut checked: Vec<(String, Vec<Finding>)> = Vec::new();
    for shipped in shipped::RECIPIENTS.iter().filter(|_| file.is_none()) {
        let findings = check::registry(shipped.name, shipped.text, &below, environment.today);
        // Not confirmed is the usual state of what is shipped: it is counted, and listed on request.
        let (unconfirmed, rest): (Vec<_>, Vec<_>) =
            findings.into_iter().partition(|finding| !all && finding.about == About::Unconfirmed);
        let hidden = match unconfirmed.len() {
            0 => String::new(),
            count => format!("; --all lists {} that nobody confirmed", counted(count as u64, "channel")),
        };
        checked.push((format!("{}{hidden}", shipped.name), rest));
    }
    for (name, text) in &texts {
        checked.push((name.clone(), check::registry(name, text, &below, environment.today)));
        below = below.with(Layer::read(name, text).0);
    }
    let mut errors = 0;
    let mut out = String::new();
    for (name, findings) in &checked {
        for finding in findings {
            errors += usize::from(finding.severity == Severity::Error);
            out.push_str(&if json { json_line(finding)? } else { line(finding) });
        }
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count() as u64;
        let (bad, odd) = (count(Severity::Error), count(Severity::Warning));
        if !json {
            let verdict = if bad > 0 { "wrong" } else { "ok" };
            out.push_str(&format!("{verdict}\t{name}\t{}, {}\n", counted(bad, "error"), counted(odd, "warning")));
        }
    }
    report.result(&out)?;
    Ok(if errors > 0 { Exit::Data } else { Exit::Done })
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn line(finding: &Finding) -> String {
    format!("{}\t{}: {}\n", word(finding.severity), finding.place, finding.message)
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    severity: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
}

fn json_line(finding: &Finding) -> Result<String, Failure> {
    let line = serde_json::to_string(&JsonFinding {
        severity: word(finding.severity),
        file: &finding.place.file,
        line: finding.place.line,
        column: finding.place.column,
        message: &finding.message,
    });
    line.map(|line| format!("{line}\n")).map_err(|error| Failure::data(error.to_string()))
}
