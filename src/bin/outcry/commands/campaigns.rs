//! `outcry campaigns`: what there is, what one asks for, how to start one, whether it is right.

use std::path::Path;

use outcry::campaign::{Campaign, Model, Origin};
use outcry::check::{self, Severity};
use outcry::letter::{Request, compose};
use outcry::signatory::{Answers, Extra, Field, Kind, Signatory};
use serde::Serialize;

use crate::app::App;
use crate::args::CampaignsCommand;
use crate::failure::{Exit, Failure};
use crate::input::identity;
use crate::input::sources::mixed_domain;
use crate::messages::counted;

pub fn run(app: &App, command: &CampaignsCommand) -> Result<Exit, Failure> {
    match command {
        CampaignsCommand::List { json } => list(app, *json)?,
        CampaignsCommand::Show { id } => show(app, id)?,
        CampaignsCommand::New { id, example: false } => {
            make(app, id, &[("campaign.toml", NEW_CAMPAIGN), ("en.md", NEW_LETTER)])?;
            app.report.say(&format!("Fill in both files, then run: outcry campaigns check {id}"));
        }
        CampaignsCommand::New { id, example: true } => {
            let [(toml, campaign), letters @ ..] = EXAMPLE;
            // An address counts as confirmed for twelve months; the example shall work on any day.
            let campaign = campaign.replace("checked = 2026-01-01", &format!("checked = {}", app.environment.today));
            make(app, id, &[[(toml, campaign.as_str())].as_slice(), letters.as_slice()].concat())?;
            app.report.say(&format!("To write its letter, run: outcry write {id} --name \"Your Name\" --country GB"));
        }
        CampaignsCommand::Check { target } => return check(app, target.as_deref()),
    }
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct JsonCampaign<'a> {
    id: &'a str,
    title: &'a str,
    status: &'a str,
    languages: Vec<&'a str>,
    act_by: Option<String>,
    origin: String,
}

fn list(app: &App, json: bool) -> Result<(), Failure> {
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
                status: campaign.status.as_str(),
                languages,
                act_by: campaign.act_by.map(|day| day.to_string()),
                origin: origin(&campaign.origin),
            };
            app.report.json(&object)?;
        } else {
            let languages = languages.join(" ");
            app.report.result(&format!(
                "{id}\n  {}\n  {}; letters in {languages}; from {}\n",
                campaign.title,
                campaign.status.as_str(),
                origin(&campaign.origin)
            ))?;
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Failure { exit: Exit::Data, problems, hints: Vec::new() }) }
}

fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Folder(path) => path.display().to_string(),
        Origin::Shipped => "the program itself".to_owned(),
    }
}

fn show(app: &App, id: &str) -> Result<(), Failure> {
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
    line("Published", campaign.published.map(|day| day.to_string()).unwrap_or_default());
    line("Letters help until", campaign.act_by.map(|day| day.to_string()).unwrap_or_default());
    line("About", campaign.persons.iter().map(|person| person.name.clone()).collect::<Vec<_>>().join(", "));
    for id in &campaign.recipients {
        let name = registry.get(id).map_or("unknown office".into(), |office| office.name_in(&english));
        line("Office", format!("{name} ({id})"));
    }
    if let Some(state) = campaign.embassy_of {
        line("Office", format!("the embassy of {} in your own country", state.name_in(&english)));
    }
    line("Copies to", campaign.copy_to.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
    line("Letters in", campaign.models.keys().map(ToString::to_string).collect::<Vec<_>>().join(", "));
    line("Also asks for", identity::names(&campaign.fields));
    line("From", origin(&campaign.origin));
    campaign.sources.iter().for_each(|source| line("Source", source.clone()));
    out.push_str(&format!("\nTo write its letter, run: outcry write {id} --name \"Your Name\" --country CC\n"));
    app.report.result(&out)
}

const NEW_CAMPAIGN: &str = r#"# One appeal. Every key is explained in docs/campaigns.md.
title = "Country: what happened to whom"
status = "open"                   # open, closed, won or stopped
# status_note = "Why it has that status"
# published = 2026-01-31
# act_by = 2026-03-31             # after this day `outcry send` refuses
persons = [{ name = "Full Name" }]
recipients = []                   # ids from `outcry recipients list`, or offices defined below
embassy_of = "KZ"                 # change it: the embassy of this state in each signatory's own country
copy_to = ["copies@campaign.example"]   # replace it: sending to a .example address is refused
sources = []                      # where the appeal can be read

# [[field]]                       # something this campaign asks for: {{workplace}} in a letter, --set workplace=… to give it
# name = "workplace"
# label.en = "Where you work"

# [[office]]                      # an office no registry has yet; see recipients.toml
# id = "kz-example-court"
# kind = "court"
# country = "KZ"
# names.en = "Court of …"
"#;

const NEW_LETTER: &str = r#"+++
subject = "Release [NAME]"
salutation = "Dear Madam or Sir,"
closing = "Yours faithfully,"
demands = [
  "Release [NAME] at once.",
]
+++
{{I/We}}, {{signatory}}, protest against [WHAT HAPPENED, WHEN AND WHERE].

{{#if own_words}}
{{own_words}}
{{/if}}

{{I/We}} ask you to take these steps:

{{#each demands}}
- {{this}}
{{/each}}

{{I/We}} ask for an answer.
"#;

/// A campaign that can be written and sent as it is, towards addresses that reach nobody.
const EXAMPLE: [(&str, &str); 3] = [
    ("campaign.toml", include_str!("example/campaign.toml")),
    ("de.md", include_str!("example/de.md")),
    ("en.md", include_str!("example/en.md")),
];

/// Makes the folder of a new campaign.
fn make(app: &App, id: &str, files: &[(&str, &str)]) -> Result<(), Failure> {
    if !outcry::registry::is_id(id) {
        return Err(Failure::usage(format!(
            "invalid campaign id \"{}\": use at most 64 of a-z, 0-9 and -, beginning with a letter or digit",
            outcry::text::for_sentence(id)
        )));
    }
    let letters = app.global.letters.clone().unwrap_or_else(|| Path::new("letters").to_owned());
    let folder = letters.join(id);
    if folder.exists() {
        return Err(Failure::data(format!("{} exists already; nothing was written", folder.display())));
    }
    std::fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))?;
    for (name, text) in files {
        let file = folder.join(name);
        std::fs::write(&file, text).map_err(|error| Failure::file(&file, &error))?;
        app.report.result(&format!("{}\n", file.display()))?;
    }
    Ok(())
}

fn check(app: &App, target: Option<&str>) -> Result<Exit, Failure> {
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
fn findings(app: &App, campaign: &Campaign) -> Result<Vec<(Severity, String)>, Failure> {
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
    if let Some(state) = campaign.embassy_of {
        offices.extend(registry.missions(state).next());
        if registry.embassy(state, state).office().is_none() {
            say(
                Severity::Error,
                format!("{}: embassy_of {state}: no embassy or foreign ministry of this state is known", campaign.id),
            );
        }
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
        let uses = |model: &Model| model.used().is_ok_and(|used| used.contains(field.name.as_str()));
        if !campaign.models.values().any(uses) {
            say(Severity::Warning, format!("{}: [[field]] {}: no letter uses this field", campaign.id, field.name));
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
