//! `outcry campaigns check`: whether a campaign and every letter it can make keep the rules.

use std::path::Path;

use outcry::campaign::{Campaign, Model};
use outcry::check::{self, Severity};
use outcry::letter::{Request, compose};
use outcry::signatory::{Answers, Extra, Field, Kind, Purpose, Signatory};

use crate::app::App;
use crate::failure::{Exit, Failure};
use crate::input::sources::mixed_domain;
use crate::messages::counted;

pub fn run(app: &App, target: Option<&str>) -> Result<Exit, Failure> {
    let folders = &app.sources.folders;
    let campaigns: Vec<Result<Campaign, _>> = match target {
        None => Campaign::list(folders)?.keys().map(|id| Campaign::load(id, folders)).collect(),
        Some(path) if Path::new(path).join("campaign.toml").is_file() => {
            let folder = Path::new(path).canonicalize().map_err(|error| Failure::file(Path::new(path), &error))?;
            vec![Campaign::load_folder(&folder)]
        }
        Some(id) => vec![Campaign::load(id, folders)],
    };
    let mut errors = 0;
    for campaign in campaigns {
        let findings = match campaign {
            Ok(campaign) => {
                let findings = findings(app, &campaign)?;
                let bad = findings.iter().filter(|(severity, _)| *severity == Severity::Error).count();
                let verdict = if bad == 0 { "ok" } else { "error" };
                let languages = counted(campaign.models.len() as u64, "language");
                app.report.result(&format!("{verdict}\t{}\t{languages}\n", campaign.id))?;
                findings
            }
            Err(error) => error.problems().into_iter().map(|problem| (Severity::Error, problem)).collect(),
        };
        for (severity, message) in findings {
            match severity {
                Severity::Error => {
                    errors += 1;
                    app.report.result(&format!("error\t{message}\n"))?;
                }
                Severity::Warning => app.report.result(&format!("warning\t{message}\n"))?,
            }
        }
    }
    Ok(if errors > 0 { Exit::Data } else { Exit::Done })
}

/// Composes every letter the campaign can make, and says what the rules of a good letter find.
pub fn findings(app: &App, campaign: &Campaign) -> Result<Vec<(Severity, String)>, Failure> {
    let registry = app.sources.registry.clone().with_campaign(campaign.offices.clone()).0;
    let mut found: Vec<(Severity, String)> = Vec::new();
    let mut say = |severity, message: String| {
        if !found.iter().any(|(_, known)| *known == message) {
            found.push((severity, message));
        }
    };
    let mut offices = Vec::new();
    for (id, place) in campaign.named_recipients() {
        match registry.get(id) {
            Some(office) => offices.push(office),
            None => say(Severity::Error, format!("{place}: unknown office \"{id}\"")),
        }
    }
    for (id, place) in campaign.copy_offices.iter().filter(|(id, _)| registry.get(id).is_none()) {
        let nearest = registry.nearest_id(id).map(|id| format!("; did you mean \"{id}\"?")).unwrap_or_default();
        say(Severity::Error, format!("{place}: unknown office \"{id}\" in copy_to{nearest}"));
    }
    if let Some(state) = campaign.embassy_of {
        offices.extend(registry.missions(state).next());
        if registry.embassy(state, state).office().is_none() {
            say(
                Severity::Error,
                format!("{}: embassy_of {state}: no embassy or foreign ministry of this state is known", campaign.id),
            );
        }
    }
    for (_, unknown) in campaign.offices.unknown_kinds() {
        say(Severity::Error, unknown.to_string());
    }
    for email in campaign.copy_to.iter().filter(|email| email.reserved().is_some()) {
        say(
            Severity::Warning,
            format!(
                "{}: copy_to {email} is not a real address; replace it with the campaign's own before anybody sends",
                campaign.id
            ),
        );
    }
    for odd in campaign.copy_to.iter().filter_map(mixed_domain) {
        say(Severity::Warning, format!("{}: copy_to {odd}", campaign.id));
    }
    for field in &campaign.fields {
        let uses =
            |name: &str| campaign.models.values().any(|model| model.used().is_ok_and(|used| used.contains(name)));
        let (id, name) = (&campaign.id, field.name);
        match field.purpose {
            Purpose::Field if !uses(name.as_str()) => {
                say(Severity::Warning, format!("{id}: [[field]] {name}: no letter uses this field"));
            }
            Purpose::Question(_) if !uses(Field::OwnWords.name()) => {
                let why = "no letter has a place for own words, where the answer would stand";
                say(Severity::Warning, format!("{id}: [[question]] {name}: {why}"));
            }
            Purpose::Field | Purpose::Question(_) => {}
        }
    }
    for model in campaign.models.values() {
        for (kind, detail) in samples() {
            let signatory = sample(kind, detail, &campaign.fields, model)?;
            for office in &offices {
                let request = Request {
                    campaign,
                    office,
                    signatory: &signatory,
                    date: app.environment.today,
                    languages: std::slice::from_ref(&model.language),
                    copies: &[],
                };
                match compose(request) {
                    Err(error) => say(Severity::Error, error.to_string()),
                    Ok(letter) => {
                        for finding in check::letter(campaign, model, letter.first()) {
                            say(finding.severity, format!("{}: {}", finding.place.file, finding.message));
                        }
                    }
                }
            }
        }
    }
    Ok(found)
}

/// How much a sample signatory says of themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Detail {
    Least,
    Most,
}

fn samples() -> impl Iterator<Item = (Kind, Detail)> {
    Kind::ALL.into_iter().flat_map(|kind| [(kind, Detail::Least), (kind, Detail::Most)])
}

fn sample(kind: Kind, detail: Detail, extras: &[Extra], model: &Model) -> Result<Signatory, Failure> {
    let required = model.required()?;
    let mut answers = Answers::default();
    let most = [
        (Field::Name, "Jo Smith"),
        (Field::Role, "Secretary"),
        (Field::Organisation, "Sample Branch"),
        (Field::Members, "340"),
        (Field::Country, "GB"),
        (Field::Email, "jo@branch.example"),
        (Field::Address, "1 Sample Street\nLondon"),
        (Field::OwnWords, "A paragraph of our own."),
    ];
    for (field, value) in most.into_iter().chain(extras.iter().map(|extra| (extra.field(), "Sample answer"))) {
        // What every letter prints is asked for, so the least a signatory gives includes it.
        let least = matches!(field, Field::Name | Field::Country)
            || field == kind.required()
            || required.contains(field.name());
        if detail == Detail::Most || least {
            answers.set(field, Some(value.to_owned()));
        }
    }
    answers.set(Field::Kind, Some(kind.as_str().to_owned()));
    Signatory::parse(&answers, &[]).map_err(|_| Failure::data("the sample signatory is not valid"))
}
