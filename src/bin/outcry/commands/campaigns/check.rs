//! `outcry campaigns check`: whether a campaign and every letter it can make keep the rules.

use std::path::Path;

use outcry::campaign::{Campaign, Examined};
use outcry::check::{self, CampaignFinding, Checked, Severity, Tried};
use serde::Serialize;

use crate::app::App;
use crate::failure::{Exit, Failure};
use crate::messages::{counted, flaws};

pub fn run(app: &App, target: Option<&str>, json: bool) -> Result<Exit, Failure> {
    let folders = &app.sources.folders;
    let campaigns: Vec<Examined> = match target {
        None => Campaign::list(folders)?.keys().map(|id| Campaign::examine(id, folders)).collect::<Result<_, _>>()?,
        Some(path) if Path::new(path).join("campaign.toml").is_file() => {
            let folder = Path::new(path).canonicalize().map_err(|error| Failure::file(Path::new(path), &error))?;
            vec![Campaign::examine_folder(&folder)]
        }
        Some(id) => vec![Campaign::examine(id, folders)?],
    };
    let mut has_errors = false;
    for campaign in &campaigns {
        let checked = check::campaign(campaign, &app.sources.registry, app.environment.today);
        let errors = count(&checked, Severity::Error);
        let open = campaign.campaign.as_ref().map_or(&[][..], |campaign| &campaign.open_questions);
        has_errors |= errors > 0 || !open.is_empty();
        if json {
            for finding in &checked.findings {
                app.report.json(&JsonFinding::of(campaign, finding))?;
            }
            continue;
        }
        for question in open {
            app.report.result(&format!("error\t{}: still to be answered: {}\n", question.place, question.text))?;
        }
        for finding in &checked.findings {
            app.report.result(&shown(campaign, finding))?;
        }
        app.report.result(&verdict(campaign, &checked, open.len() as u64))?;
    }
    Ok(if has_errors { Exit::Data } else { Exit::Done })
}

/// What is found in a campaign, one line each.
pub fn findings(app: &App, campaign: &Examined) -> Vec<(Severity, String)> {
    let found = check::campaign(campaign, &app.sources.registry, app.environment.today).findings;
    let line = |finding: &CampaignFinding| format!("{}: {}", finding.place, flaws::what(finding));
    found.iter().map(|finding| (finding.rule().severity(), line(finding))).collect()
}

fn count(checked: &Checked, severity: Severity) -> u64 {
    checked.findings.iter().filter(|finding| finding.rule().severity() == severity).count() as u64
}

/// One line on a campaign: what was tried, what was found.
fn verdict(campaign: &Examined, checked: &Checked, open: u64) -> String {
    let (errors, warnings) = (count(checked, Severity::Error), count(checked, Severity::Warning));
    let word = if errors > 0 || open > 0 { "error" } else { "ok" };
    let tried = checked.tried.as_ref().map_or_else(|| "no letter could be tried".to_owned(), tried);
    let mut found = Vec::new();
    if open > 0 {
        found.push(format!("{} to answer", counted(open, "question")));
    }
    if errors > 0 {
        found.push(counted(errors, "error"));
    }
    if warnings > 0 {
        found.push(counted(warnings, "warning"));
    }
    if checked.allowed > 0 {
        found.push(format!("{} allowed", checked.allowed));
    }
    let found = if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") };
    format!("{word}\t{}\t{found}\t{tried}\n", campaign.id)
}

fn tried(tried: &Tried) -> String {
    format!(
        "{}: {} x {} x {} voices, with all details and with the fewest; {}",
        counted(tried.letters() as u64, "letter"),
        counted(tried.languages as u64, "language"),
        counted(tried.kinds as u64, "kind"),
        tried.voices,
        counted(tried.offices as u64, "office"),
    )
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// A finding as compilers show theirs: the rule, what is wrong, the place with its line, what to do.
fn shown(campaign: &Examined, finding: &CampaignFinding) -> String {
    let (place, rule) = (&finding.place, finding.rule());
    let mut out = format!("{}[{}]: {}\n", word(rule.severity()), rule.as_str(), flaws::what(finding));
    let number = place.line.to_string();
    let margin = " ".repeat(number.len());
    out.push_str(&format!("{margin}--> {place}\n"));
    let file = campaign.files.iter().find(|file| file.name == place.file);
    if let Some(line) = file.and_then(|file| file.text.lines().nth(place.line - 1)) {
        let (line, column) = window(line, place.column);
        out.push_str(&format!("{number} | {line}\n{margin} | {}^\n", " ".repeat(column - 1)));
    }
    if let Some(remedy) = flaws::remedy(&finding.flaw) {
        out.push_str(&format!("{margin} = help: {remedy}\n"));
    }
    out.push('\n');
    out
}

/// The part of a line that fits on a screen around a column, and the column in it. Paragraphs are long lines.
fn window(line: &str, column: usize) -> (String, usize) {
    const WIDTH: usize = 90;
    const BEFORE: usize = 40;
    let characters: Vec<char> = line.chars().map(|c| if c == '\t' { ' ' } else { c }).collect();
    if characters.len() <= WIDTH {
        return (characters.into_iter().collect(), column);
    }
    let start = column.saturating_sub(BEFORE + 1).min(characters.len() - WIDTH);
    let end = (start + WIDTH).min(characters.len());
    let text: String = characters[start..end].iter().collect();
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < characters.len() { "…" } else { "" });
    (format!("{before}{text}{after}"), column - start + before.chars().count())
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    campaign: &'a str,
    rule: &'static str,
    severity: &'static str,
    file: &'a str,
    line: usize,
    column: usize,
    message: String,
    remedy: Option<&'static str>,
}

impl<'a> JsonFinding<'a> {
    fn of(campaign: &'a Examined, finding: &'a CampaignFinding) -> Self {
        Self {
            campaign: &campaign.id,
            rule: finding.rule().as_str(),
            severity: word(finding.rule().severity()),
            file: &finding.place.file,
            line: finding.place.line,
            column: finding.place.column,
            message: flaws::what(finding),
            remedy: flaws::remedy(&finding.flaw),
        }
    }
}
