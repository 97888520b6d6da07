//! `outcry recipients`: the offices, with the proof for every channel.

use outcry::locale::{Country, Language};
use outcry::registry::{Freshness, Office, Usage};
use serde::Serialize;

use crate::App;
use crate::args::RecipientsCommand;
use crate::failure::Failure;

pub fn run(app: &App, command: &RecipientsCommand) -> Result<(), Failure> {
    match command {
        RecipientsCommand::List { search, country, kind, json } => {
            let country = country.as_deref().map(str::parse::<Country>).transpose();
            let country = country.map_err(|error| Failure::usage(format!("--country: {error}")))?;
            list(app, search.as_deref(), country, kind.as_deref(), *json)
        }
        RecipientsCommand::Show { id } => show(app, id),
        RecipientsCommand::Check => {
            let from = app
                .sources
                .registry_file
                .as_ref()
                .map(|file| format!(" ({} first)", file.display()))
                .unwrap_or_default();
            let registry = &app.sources.registry;
            let channels: usize = registry.offices().map(|office| office.channels.len()).sum();
            app.report.result(&format!("ok\t{} offices, {channels} channels{from}\n", registry.offices().count()))
        }
    }
}

#[derive(Serialize)]
struct JsonOffice<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'a str,
    country: Option<Country>,
    host: Option<Country>,
    channels: Vec<JsonChannel<'a>>,
}

#[derive(Serialize)]
struct JsonChannel<'a> {
    r#type: &'a str,
    value: String,
    source: Option<&'a str>,
    checked: Option<String>,
}

fn list(
    app: &App,
    search: Option<&str>,
    country: Option<Country>,
    kind: Option<&str>,
    json: bool,
) -> Result<(), Failure> {
    let english = english()?;
    let wanted = search.map(str::to_lowercase);
    let matches = |office: &&Office| {
        let text_matches = wanted.as_ref().is_none_or(|wanted| {
            let mut texts = std::iter::once(&office.id).chain(office.names.values()).chain(&office.aliases);
            texts.any(|text| text.to_lowercase().contains(wanted))
        });
        text_matches
            && country.is_none_or(|country| [office.country, office.represents, office.host].contains(&Some(country)))
            && kind.is_none_or(|kind| office.kind == kind)
    };
    for office in app.sources.registry.offices().filter(matches) {
        if json {
            let object = JsonOffice {
                id: &office.id,
                name: office.name_in(&english),
                kind: &office.kind,
                country: office.country,
                host: office.host,
                channels: office
                    .channels
                    .iter()
                    .map(|channel| JsonChannel {
                        r#type: channel.contact.word(),
                        value: channel.contact.value(),
                        source: channel.source.as_deref(),
                        checked: channel.checked.map(|day| day.to_string()),
                    })
                    .collect(),
            };
            let line = serde_json::to_string(&object).map_err(|error| Failure::data(error.to_string()))?;
            app.report.result(&format!("{line}\n"))?;
        } else {
            let mut words: Vec<&str> = office.for_letters().map(|channel| channel.contact.word()).collect();
            words.dedup();
            let channels = if words.is_empty() { "no channel known".to_owned() } else { words.join(", ") };
            app.report.result(&format!("{}\t{}\t{channels}\n", office.id, office.name_in(&english)))?;
        }
    }
    Ok(())
}

fn show(app: &App, id: &str) -> Result<(), Failure> {
    let office = app.sources.registry.get(id).ok_or_else(|| {
        Failure::data(format!("no registry has the office \"{}\"", outcry::text::for_sentence(id)))
            .hint("`outcry recipients list` shows all offices")
    })?;
    let english = english()?;
    let mut out = format!("{}\n  {}, {}\n", office.name_in(&english), office.id, office.kind);
    for (language, name) in office.names.iter().filter(|(language, _)| language.primary() != "en") {
        out.push_str(&format!("  {language}: {name}\n"));
    }
    if !office.accredited_to.is_empty() {
        let states: Vec<&str> = office.accredited_to.iter().map(Country::code).collect();
        out.push_str(&format!("  accredited to {}\n", states.join(", ")));
    }
    if let Some(note) = &office.note {
        out.push_str(&format!("  {note}\n"));
    }
    if office.channels.is_empty() {
        out.push_str("\nNo channel is known. Print the letter with `outcry write CAMPAIGN --to ");
        out.push_str(&format!("{}` and hand it over.\n", office.id));
    }
    for channel in &office.channels {
        let usage = match channel.usage {
            Usage::Letters => "",
            Usage::Copy => " (gets a copy)",
            Usage::NotForLetters => " (not for letters)",
        };
        out.push_str(&format!("\n{}: {}{usage}\n", channel.contact.word(), channel.contact.value()));
        let mut line = |label: &str, value: &Option<String>| {
            if let Some(value) = value {
                out.push_str(&format!("  {label}: {value}\n"));
            }
        };
        line("printed as", &channel.printed);
        line("desk", &channel.desk);
        line("source", &channel.source);
        line("of", &channel.source_date.map(|day| day.to_string()));
        line("note", &channel.note);
        out.push_str(&match channel.freshness(app.environment.today) {
            Freshness::Confirmed(day) => format!("  confirmed by a person on {day}\n"),
            Freshness::Stale(day) => format!("  stale: last confirmed by a person on {day}\n"),
            Freshness::Unconfirmed => "  not confirmed by a person yet\n".to_owned(),
        });
    }
    app.report.result(&out)
}

fn english() -> Result<Language, Failure> {
    "en".parse().map_err(|error: outcry::locale::LanguageError| Failure::data(error.to_string()))
}
