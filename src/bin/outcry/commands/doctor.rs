//! `outcry doctor`: what is set up, what works, what is stale; a line each, with what to do.

use std::collections::BTreeMap;
use std::path::Path;

use outcry::campaign::{Campaign, Origin, Status};
use outcry::outbox::{State, View};
use outcry::registry::{Contact, Office};
use outcry::settings::{Account, SecretSource};
use serde::Serialize;

use crate::app::App;
use crate::args::{Make, WhoArgs};
use crate::failure::{Exit, Failure};
use crate::input::credentials::{self, Tried};
use crate::messages::summary::HOW_TO_SETTLE;
use crate::messages::{counted, letters};
use crate::output::paper::{Printable, Sheets};
use crate::output::stationery::{Look, Whose};

/// How one thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Health {
    /// Nothing to do.
    Ok,
    /// Something to know, or to do one day.
    Note,
    /// Something that will stop letters.
    Error,
}

#[derive(Serialize)]
struct Line {
    health: Health,
    subject: String,
    found: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<String>,
}

impl Line {
    fn new(health: Health, subject: impl Into<String>, found: impl Into<String>) -> Self {
        Self { health, subject: subject.into(), found: found.into(), remedy: None }
    }

    fn remedy(self, remedy: impl Into<String>) -> Self {
        Self { remedy: Some(remedy.into()), ..self }
    }

    fn failed(subject: impl Into<String>, failure: &Failure) -> Self {
        let remedy = (!failure.hints.is_empty()).then(|| failure.hints.join("; "));
        Self { remedy, ..Self::new(Health::Error, subject, failure.problems.join("; ")) }
    }
}

pub fn run(app: &App, json: bool) -> Result<Exit, Failure> {
    let mut worst = Health::Ok;
    let mut show = |line: Line| {
        if line.health == Health::Error {
            worst = Health::Error;
        }
        if json {
            return app.report.json(&line);
        }
        let word = match line.health {
            Health::Ok => "ok",
            Health::Note => "note",
            Health::Error => "error",
        };
        let remedy = line.remedy.map(|remedy| format!("; {remedy}")).unwrap_or_default();
        app.report.result(&format!("{word}\t{}\t{}{remedy}\n", line.subject, line.found))
    };
    show(configuration(app))?;
    for line in profiles(app) {
        show(line)?;
    }
    // A server takes its time, so each line is shown when it is known.
    for (name, account) in &app.sources.config.accounts {
        show(tried(app, name, account))?;
    }
    let (campaigns, lines) = campaigns(app)?;
    for line in lines {
        show(line)?;
    }
    show(fonts(app, &campaigns))?;
    show(offices(app, &campaigns))?;
    show(outbox(app))?;
    Ok(if worst == Health::Error { Exit::Config } else { Exit::Done })
}

fn configuration(app: &App) -> Line {
    let Some(file) = app.sources.config_file.as_ref().filter(|file| file.is_file()) else {
        return Line::new(Health::Note, "configuration", "none yet").remedy(
            "to add an account, run: outcry account add NAME; docs/accounts.md shows how to keep your own details",
        );
    };
    let (profiles, accounts) = (app.sources.config.profiles.len(), app.sources.config.accounts.len());
    let profiles = counted(profiles as u64 + 1, "profile");
    let found = format!("{}, with {profiles} and {}", file.display(), counted(accounts as u64, "account"));
    Line::new(Health::Ok, "configuration", found)
}

/// The letterhead and the signature of each profile, and its layout.
fn profiles(app: &App) -> Vec<Line> {
    let named = app.sources.config.profiles.iter().map(|(name, profile)| (Some(name), profile));
    let all = std::iter::once((None, &app.sources.config.me)).chain(named);
    let on_paper = all.filter(|(_, profile)| {
        let pictures = [&profile.signature, &profile.letterhead, &profile.logo, &profile.second_signature];
        profile.layout.is_some() || pictures.into_iter().any(Option::is_some)
    });
    let tried = on_paper.map(|(name, _)| {
        let subject = name.map_or("[me]".to_owned(), |name| format!("profile {name}"));
        let who = WhoArgs { profile: name.cloned(), ..WhoArgs::default() };
        let look = Look::new(&app.sources, &who, &crate::args::LookArgs::default(), Whose::Own);
        let files = |look: &Look| {
            let files: Vec<String> = look.files().map(|file| file.display().to_string()).collect();
            if files.is_empty() {
                "its layout is known".to_owned()
            } else {
                format!("can be printed: {}", files.join(", "))
            }
        };
        match look.and_then(|look| {
            Sheets::new(&look, Make::Letters { single_sided: false }, &app.environment).map(|_| files(&look))
        }) {
            Ok(found) => Line::new(Health::Ok, subject, found),
            Err(failure) => Line::failed(subject, &failure),
        }
    });
    tried.collect()
}

fn tried(app: &App, name: &str, account: &Account) -> Line {
    let subject = format!("account {name}");
    if account.user.is_some() && account.secret == SecretSource::Ask {
        return Line::new(Health::Note, subject, "not tried, for its password is asked for each time")
            .remedy(format!("to try it, run: outcry account check --account {name}"));
    }
    let folder = app.sources.config_file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let ca_file = account.ca_file.as_ref().map(|file| folder.join(file));
    match credentials::try_out(&Account { ca_file, ..account.clone() }, Some(&account.from.email), &app.ask) {
        Ok(Tried { logged_in }) => {
            let how = if logged_in { "logged in" } else { "connected without a login" };
            let server = &account.server;
            let found =
                format!("{how} at {}:{}; takes letters from {}", server.host(), server.port(), account.from.email);
            Line::new(Health::Ok, subject, found)
        }
        Err(failure) => Line::failed(subject, &failure),
    }
}

/// The campaigns that letters can be written from, and a line about all and about each that cannot be read.
fn campaigns(app: &App) -> Result<(Vec<Campaign>, Vec<Line>), Failure> {
    let (mut read, mut lines) = (Vec::new(), Vec::new());
    for id in Campaign::list(&app.sources.folders)?.keys() {
        match Campaign::load(id, &app.sources.folders) {
            Ok(campaign) => read.push(campaign),
            Err(error) => lines.push(Line::failed(format!("campaign {id}"), &Failure::from(error))),
        }
    }
    let today = app.environment.today;
    let open = read.iter().filter(|campaign| campaign.stop(today).is_none()).count();
    let over = read.iter().filter(|campaign| campaign.status == Status::Open && campaign.stop(today).is_some());
    for campaign in over.filter(|campaign| campaign.origin != Origin::Shipped) {
        let day = campaign.act_by.map(|day| day.to_string()).unwrap_or_default();
        lines.push(Line::new(Health::Note, format!("campaign {}", campaign.id), format!("its last day was {day}")));
    }
    let found = format!("{} at hand, {open} open", counted(read.len() as u64, "campaign"));
    lines.insert(0, Line::new(Health::Ok, "campaigns", found));
    Ok((read, lines))
}

/// Whether every letter of these campaigns could be typeset.
fn fonts(app: &App, campaigns: &[Campaign]) -> Line {
    let models = campaigns.iter().flat_map(|campaign| campaign.models.values().map(move |model| (campaign, model)));
    let mut lacking: BTreeMap<String, char> = BTreeMap::new();
    let mut languages = 0_u64;
    let mut printable = Printable::new(&app.environment);
    for (campaign, model) in models {
        languages += 1;
        if let Some(letter) = printable.lacks(model.text()) {
            lacking.insert(format!("{} in {}", campaign.id, model.language), letter);
        }
    }
    if lacking.is_empty() {
        return Line::new(
            Health::Ok,
            "fonts",
            format!("each of {} can be typeset", counted(languages, "model letter")),
        );
    }
    let each: Vec<String> = lacking.into_iter().map(|(what, letter)| format!("{what} (\"{letter}\")")).collect();
    Line::new(Health::Note, "fonts", format!("no font of this machine has every letter of {}", each.join(", ")))
        .remedy("install a font of that script, such as a Noto font, to make PDFs")
}

/// The offices of open campaigns whose addresses nobody confirmed within a year.
fn offices(app: &App, campaigns: &[Campaign]) -> Line {
    let today = app.environment.today;
    let mut stale: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut asked = 0_u64;
    for campaign in campaigns.iter().filter(|campaign| campaign.stop(today).is_none()) {
        let registry = app.sources.registry.clone().with_campaign(campaign.offices.clone()).0;
        for id in &campaign.recipients {
            asked += 1;
            let emails = registry.get(id).into_iter().flat_map(Office::for_letters);
            if emails
                .filter(|channel| matches!(channel.contact, Contact::Email(_)))
                .any(|channel| channel.is_stale(today))
            {
                stale.entry(&campaign.id).or_default().push(id);
            }
        }
    }
    if stale.is_empty() {
        let found = format!("nothing stale among {} of open campaigns", counted(asked, "office"));
        return Line::new(Health::Ok, "offices", found);
    }
    let each: Vec<String> = stale.iter().map(|(campaign, ids)| format!("{campaign}: {}", ids.join(", "))).collect();
    let found = format!("an e-mail address that nobody confirmed within twelve months: {}", each.join("; "));
    Line::new(Health::Note, "offices", found).remedy("to confirm one, run: outcry recipients confirm ID CHANNEL")
}

fn outbox(app: &App) -> Line {
    let counts = || -> Result<Option<BTreeMap<State, u64>>, Failure> {
        let Some(view) = View::open(&app.outbox_path()?)? else { return Ok(None) };
        let mut counts = BTreeMap::new();
        view.each(|entry| *counts.entry(entry.state).or_default() += 1)?;
        Ok(Some(counts))
    };
    let counts = match counts() {
        Ok(Some(counts)) => counts,
        Ok(None) => return Line::new(Health::Ok, "outbox", "none yet; sending the first letter creates it"),
        Err(failure) => return Line::failed("outbox", &failure),
    };
    let all = letters(counts.values().sum());
    let states: Vec<String> = counts.iter().map(|(state, count)| format!("{count} {state}")).collect();
    let found = if states.is_empty() { all } else { format!("{all}: {}", states.join(", ")) };
    match (counts.get(&State::InDoubt), counts.get(&State::Waiting)) {
        (Some(_), _) => Line::new(Health::Note, "outbox", found).remedy(HOW_TO_SETTLE),
        (None, Some(_)) => {
            Line::new(Health::Note, "outbox", found).remedy("to send what waits, run the same `outcry send` again")
        }
        (None, None) => Line::new(Health::Ok, "outbox", found),
    }
}
