//! `outcry campaigns list` and `show`: what there is, and what one asks for.

use outcry::campaign::{Campaign, EmbassyAs, Packed, Stop};
use serde::Serialize;

use crate::app::App;
use crate::failure::{Exit, Failure};
use crate::input::identity;
use crate::messages::counted;
use crate::messages::standing::{origin, overtaken};

#[derive(Serialize)]
struct JsonCampaign<'a> {
    id: &'a str,
    title: &'a str,
    version: u32,
    status: &'a str,
    languages: Vec<&'a str>,
    act_by: Option<String>,
    /// Why no letter may be sent: its status, that its last day has passed, or that it is not finished.
    over: Option<&'a str>,
    origin: String,
}

pub fn list(app: &App, json: bool) -> Result<(), Failure> {
    let mut problems = Vec::new();
    for id in Campaign::list(&app.sources.folders)?.keys() {
        let campaign = match Campaign::load(id, &app.sources.folders) {
            Ok(campaign) => campaign,
            Err(error) => {
                problems.extend(error.problems());
                continue;
            }
        };
        let languages: Vec<&str> = campaign.models.keys().map(outcry::locale::Language::as_str).collect();
        if json {
            let object = JsonCampaign {
                id,
                title: &campaign.title,
                version: campaign.version,
                status: campaign.status.as_str(),
                languages,
                act_by: campaign.act_by.map(|day| day.to_string()),
                over: campaign.stop(app.environment.today).map(|stop| match stop {
                    Stop::Status(status) => status.as_str(),
                    Stop::Deadline(_) => "past",
                    Stop::Unfinished(_) => "unfinished",
                }),
                origin: origin(&campaign.origin),
            };
            app.report.json(&object)?;
        } else {
            let languages = languages.join(" ");
            let status = match campaign.stop(app.environment.today) {
                Some(Stop::Deadline(day)) => format!("over since {day}"),
                Some(Stop::Unfinished(count)) => format!("with {}", counted(count as u64, "open question")),
                _ => campaign.status.as_str().to_owned(),
            };
            let version = if campaign.version > 1 { format!(", version {}", campaign.version) } else { String::new() };
            app.report.result(&format!(
                "{id}\n  {}\n  {status}{version}; letters in {languages}; from {}\n",
                campaign.title,
                origin(&campaign.origin)
            ))?;
            if let Some(older) = app.older(&campaign) {
                app.report.result(&format!("  {older}\n"))?;
            }
            for edition in campaign.overtaken_by(&app.sources.folders) {
                app.report.result(&format!("  {}\n", overtaken(&campaign, &edition)))?;
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Failure { exit: Exit::Data, problems, hints: Vec::new() }) }
}

pub fn show(app: &App, id: &str) -> Result<(), Failure> {
    let campaign = Campaign::load(id, &app.sources.folders)?;
    let registry = app.sources.registry.clone().with_campaign(campaign.offices.clone()).0;
    let english = "en".parse().map_err(|error: outcry::locale::LanguageError| Failure::data(error.to_string()))?;
    let mut out = format!("{}\n  {}\n\n", campaign.title, campaign.id);
    let mut line = |label: &str, value: String| {
        if !value.is_empty() {
            out.push_str(&format!("{label}: {value}\n"));
        }
    };
    let note = campaign.status_note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
    line("Status", format!("{}{note}", campaign.status.as_str()));
    let note = campaign.version_note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
    let fingerprint = Packed::of(id, &campaign.origin)?.fingerprint();
    line("Version", format!("{}{note}, fingerprint {fingerprint}", campaign.version));
    line("Published", campaign.published.map(|day| day.to_string()).unwrap_or_default());
    line("Letters help until", campaign.act_by.map(|day| day.to_string()).unwrap_or_default());
    line("About", campaign.persons.iter().map(|person| person.name.clone()).collect::<Vec<_>>().join(", "));
    for id in &campaign.recipients {
        let name = registry.get(id).map_or("unknown office".into(), |office| office.name_in(&english));
        line("Office", format!("{name} ({id})"));
    }
    if let Some(state) = campaign.embassy_of {
        let label = match campaign.embassy_as {
            EmbassyAs::Letter => "Office",
            EmbassyAs::Copy => "Copy of the letters to",
        };
        line(label, format!("the embassy of {} in your own country", state.name_in(&english)));
    }
    line("Copies to", campaign.copies().join(", "));
    line("Letters in", campaign.models.keys().map(ToString::to_string).collect::<Vec<_>>().join(", "));
    let (questions, fields): (Vec<_>, Vec<_>) =
        campaign.fields.iter().cloned().partition(|field| field.field().is_own_words());
    line("Also asks for", identity::names(&fields));
    line("Asks, for own words", identity::names(&questions));
    line("From", origin(&campaign.origin));
    campaign.sources.iter().for_each(|source| line("Source", source.clone()));
    out.push_str(&format!("\nTo write its letter, run: outcry write {id} --name \"Your Name\" --country CC\n"));
    app.report.long_result(&out)
}
