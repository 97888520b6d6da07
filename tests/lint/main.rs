//! The rules of `outcry campaigns check`: good campaigns in nine languages and four shapes have no finding, and every
//! rule finds the mistake that is planted for it, at its place.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on shall stop")]

mod folder;
mod good;
mod languages;
mod offices;
mod planted;

use std::path::Path;
use std::sync::LazyLock;

use outcry::campaign::Campaign;
use outcry::check::{self, Checked};
use outcry::registry::Registry;

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 23);
/// The campaigns bring their own offices.
static REGISTRY: LazyLock<Registry> = LazyLock::new(|| Registry::default().on(TODAY));

/// The files of a campaign.
type Files = Vec<(&'static str, String)>;

/// Checks a campaign as of 23 November 2026.
fn checked(id: &str, files: &Files) -> Checked {
    let world = tempfile::TempDir::new().unwrap();
    let folder = world.path().join(id);
    std::fs::create_dir(&folder).unwrap();
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let examined = Campaign::examine_folder(&folder);
    check::campaign(&examined, &REGISTRY, TODAY)
}

/// What is found, one line each: `rule file:line:column`, and more to read where a test fails.
fn lines(checked: &Checked) -> Vec<String> {
    let line = |finding: &check::CampaignFinding| {
        let file = Path::new(&finding.place.file).file_name().unwrap_or_default().to_string_lossy().into_owned();
        format!("{} {file}:{}:{} {:?}", finding.rule().as_str(), finding.place.line, finding.place.column, finding.flaw)
    };
    checked.findings.iter().map(line).collect()
}

#[test]
fn the_document_lists_every_rule_with_its_severity() {
    let document = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md")).unwrap();
    let rows: Vec<(String, String)> = document
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|row| row.split_once("` | "))
        .map(|(name, rest)| (name.to_owned(), rest.split(" | ").next().unwrap_or_default().to_owned()))
        .collect();
    let expected: Vec<(String, String)> = check::Rule::ALL
        .iter()
        .map(|rule| {
            let severity = if rule.severity() == check::Severity::Error { "error" } else { "warning" };
            let fixed = if rule.is_fixed() { ", always" } else { "" };
            (rule.as_str().to_owned(), format!("{severity}{fixed}"))
        })
        .collect();
    assert_eq!(rows, expected);
}
