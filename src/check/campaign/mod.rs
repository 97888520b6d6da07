//! The rules of a good campaign: every fault of its files and of the letters they make, each with its rule and place.
//! Nothing is mended here, and no sentence is made of what is found.

mod apart;
mod blanks;
mod case;
mod demands;
mod edited;
mod facts;
mod flaw;
mod insults;
mod languages;
mod letters;
mod links;
mod numbers;
mod offices;
mod persons;
mod places;
mod rules;
mod samples;
mod tone;
mod words;

use jiff::civil::Date;

use crate::campaign::{CampaignError, Examined, values_of};
use crate::place::Place;
use crate::registry::Registry;
use case::{Case, Findings, Letter};

pub use edited::edited;
pub use flaw::{Apart, CampaignFinding, Flaw, Speaker};
pub use rules::Rule;
pub use samples::Tried;

/// What was found in a campaign.
#[derive(Debug)]
pub struct Checked {
    /// What is wrong, in the order of the files.
    pub findings: Vec<CampaignFinding>,
    /// How many findings the campaign itself turns down.
    pub allowed: usize,
    /// What was tried; nothing where the campaign cannot be read.
    pub tried: Option<Tried>,
}

/// Checks a campaign whose offices lie over `registry`.
pub fn campaign(examined: &Examined, registry: &Registry, today: Date) -> Checked {
    let mut findings = Findings::default();
    let start = examined.files.first().map_or_else(|| examined.id.clone(), |file| file.name.clone());
    let facts = examined.files.iter().find(|file| file.name.ends_with("campaign.toml"));
    for error in &examined.errors {
        unread(error, &start, facts, &mut findings);
    }
    let mut tried = None;
    if let (Some(campaign), Some(facts)) = (&examined.campaign, facts) {
        let own = registry.clone().with_campaign(campaign.offices.clone()).0;
        let values = values_of(&facts.name, &facts.text);
        let start = Place { file: facts.name.clone(), line: 1, column: 1 };
        let offices = offices::of(campaign, &own, &values, &start);
        let mut letters: Vec<Letter<'_>> =
            campaign.models.iter().map(|(language, model)| Letter::of(language, model)).collect();
        // The default language first: the others are compared with it.
        letters.sort_by_key(|letter| Some(letter.language) != campaign.default_language());
        let case =
            Case { campaign, facts: (&facts.name, &facts.text), values, letters, registry: &own, offices, today };
        facts::check(&case, &mut findings);
        persons::check(&case, &mut findings);
        offices::check(&case, registry, &mut findings);
        letters::check(&case, &mut findings);
        languages::check(&case, &mut findings);
        tone::check(&case, &mut findings);
        links::check(&case, &mut findings);
        tried = Some(samples::check(&case, &mut findings));
        unused_files(&case, &mut findings);
    }
    let mut findings = findings.0;
    let allowed = allow(examined, &mut findings);
    findings.sort_by(|one, two| (&one.place, one.rule()).cmp(&(&two.place, two.rule())));
    Checked { findings, allowed, tried }
}

/// What kept a campaign, or a part of it, from being read; one finding for each place.
fn unread(error: &CampaignError, start: &str, facts: Option<&crate::campaign::CampaignFile>, findings: &mut Findings) {
    for error in error.clone().each() {
        let file = |file: &str| Place { file: file.to_owned(), line: 1, column: 1 };
        match &error {
            CampaignError::Hidden(found) => {
                for one in found {
                    let flaw = Flaw::Unread(Box::new(CampaignError::Hidden(vec![one.clone()])));
                    findings.say(one.place.clone(), flaw);
                }
            }
            CampaignError::Office(errors) => {
                for one in &errors.0 {
                    let errors = crate::registry::RegistryErrors(vec![one.clone()]);
                    findings.say(one.place.clone(), Flaw::Unread(Box::new(CampaignError::Office(errors))));
                }
            }
            // The error is about the file; the key is what to look at.
            CampaignError::NothingToForward(_) => {
                let key = facts.and_then(|file| values_of(&file.name, &file.text).remove("embassy_as"));
                let place = key.map_or_else(|| file(start), |value| value.place);
                findings.say(place, Flaw::Unread(Box::new(error)));
            }
            other => {
                let place = other.place().cloned().unwrap_or_else(|| file(other.file().unwrap_or(start)));
                findings.say(place, Flaw::Unread(Box::new(error)));
            }
        }
    }
}

/// Texts in the folder that no letter includes.
fn unused_files(case: &Case<'_>, findings: &mut Findings) {
    let Some(letter) = case.letters.first() else { return };
    for (name, file, _) in letter.model.partials() {
        let includes = |text: &str| {
            text.match_indices("{{>").any(|(at, _)| {
                text[at + 3..].split("}}").next().is_some_and(|found| found.trim().trim_matches('~').trim() == name)
            })
        };
        let is_used = case.letters.iter().any(|letter| {
            includes(letter.model.source()) || letter.model.partials().any(|(_, _, text)| includes(text))
        });
        if !is_used {
            findings.say(Place { file: file.to_owned(), line: 1, column: 1 }, Flaw::UnusedFile(name.to_owned()));
        }
    }
}

/// Takes out what the campaign turns down, and says which of its reasons are for nothing. Returns how many it takes out.
fn allow(examined: &Examined, findings: &mut Vec<CampaignFinding>) -> usize {
    let before = findings.len();
    let Some(campaign) = &examined.campaign else { return 0 };
    let mut said: Vec<CampaignFinding> = Vec::new();
    let mut seen: Vec<(Rule, Option<&str>)> = Vec::new();
    let line = |place: &Place| {
        let file = examined.files.iter().find(|file| file.name == place.file);
        file.and_then(|file| file.text.lines().nth(place.line - 1)).unwrap_or_default()
    };
    for allowed in &campaign.allow {
        let flaw = match Rule::named(&allowed.rule) {
            None => {
                let names = Rule::ALL.iter().filter(|rule| !rule.is_fixed()).map(|rule| rule.as_str());
                let near = crate::text::nearest(&allowed.rule, names);
                Some(Flaw::AllowUnknown { name: crate::text::for_sentence(&allowed.rule), near })
            }
            Some(rule) if rule.is_fixed() => Some(Flaw::AllowFixed(rule)),
            Some(rule) if seen.contains(&(rule, allowed.only_where.as_deref())) => Some(Flaw::AllowTwice(rule)),
            Some(rule @ Rule::OfficeError) if allowed.only_where.is_none() => Some(Flaw::AllowWide(rule)),
            Some(rule) => {
                seen.push((rule, allowed.only_where.as_deref()));
                let count = findings.len();
                // What keeps a file from being read has no excuse, whatever rule it comes under.
                let is_fixed = |finding: &CampaignFinding| matches!(finding.flaw, Flaw::Unread(_));
                findings.retain(|finding| {
                    is_fixed(finding) || !allowed.turns_down(finding.rule().as_str(), line(&finding.place))
                });
                (count == findings.len()).then_some(Flaw::AllowUnused(rule))
            }
        };
        said.extend(flaw.map(|flaw| CampaignFinding { place: allowed.place.clone(), flaw }));
    }
    let taken_out = before - findings.len();
    findings.extend(said);
    taken_out
}
