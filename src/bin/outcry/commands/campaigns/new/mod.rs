//! `outcry campaigns new`: the folder of a new campaign.

mod ask;
mod draft;
mod from;
mod given;
mod greeting;
mod office;
mod offices;
mod printed;
mod words;

use std::path::{Path, PathBuf};

use outcry::appeal::{AppealError, Format};
use outcry::campaign::{Campaign, open_questions};
use outcry::letter::{Request, compose};
use outcry::render;
use outcry::signatory::{Answers, Field, Signatory};

use super::check;
use crate::app::App;
use crate::args::NewArgs;
use crate::failure::{Exit, Failure};
use crate::input::text_file;
use crate::messages;

/// Makes a campaign from what was given.
pub fn run(app: &App, args: &NewArgs) -> Result<Exit, Failure> {
    free_folder(app, &args.id)?;
    match &args.from {
        _ if args.example => example(app, &args.id)?,
        Some(file) => from_appeal(app, args, file)?,
        None => from_answers(app, args)?,
    }
    Ok(Exit::Done)
}

/// Asks for what is missing, writes the files, checks them and shows the first letter.
fn from_answers(app: &App, args: &NewArgs) -> Result<(), Failure> {
    let mut args = args.clone();
    let typed = ask::complete(app, &mut args)?;
    let printed = args.paste.as_deref().map(|file| read(file, "--paste -")).transpose()?.unwrap_or(typed);
    let draft = given::draft(&args, &printed, &app.sources.registry, app.environment.today)?;
    let files = draft.files();
    let folder = make(app, &args.id, &files)?;
    // What the check finds is to be seen, and does not undo what was written.
    check::run(app, Some(&folder.display().to_string()), false)?;
    first_letter(app, &folder)?;
    app.report.say(&messages::appeal::next_to_write(&args.id));
    Ok(())
}

/// Writes the files that an appeal makes, and says what is open.
fn from_appeal(app: &App, args: &NewArgs, file: &Path) -> Result<(), Failure> {
    let is_piped = file == Path::new("-");
    let name = if is_piped { "standard input".to_owned() } else { file.display().to_string() };
    let bytes = if is_piped { text_file::standard_input_bytes("--from -")? } else { text_file::bytes(file)? };
    let unreadable = |error: &AppealError| {
        let (problem, hint) = messages::appeal::unreadable(&name, error);
        Failure::data(problem).hint(hint)
    };
    let (text, format) = outcry::appeal::text_of(bytes).map_err(|error| unreadable(&error))?;
    let appeal = outcry::appeal::read(&text, args.state).map_err(|error| unreadable(&error))?;
    if !appeal.letters.is_empty() && (args.happened.is_some() || args.signed_by.is_some()) {
        return Err(messages::appeal::letter_is_there());
    }
    // The lines that are named have to be somewhere to be seen.
    let kept = (format != Format::Text).then(|| (APPEAL.to_owned(), text));
    let shown = if kept.is_some() { APPEAL } else { &name };
    let mut draft = from::draft(&appeal, &app.sources.registry, shown, args);
    given::overlay(&mut draft, args, &app.sources.registry, app.environment.today)?;
    let files = draft.files();
    let folder = make(app, &args.id, &files.iter().cloned().chain(kept).collect::<Vec<_>>())?;
    let mut open = 0_u64;
    for (name, text) in &files {
        for question in open_questions(&folder.join(name).display().to_string(), text) {
            open += 1;
            app.report.result(&format!("question\t{question}\n"))?;
        }
    }
    app.report.say(&messages::appeal::next_to_answer(&args.id, open));
    Ok(())
}

/// The text of an appeal that came as a page or a document, beside the campaign that was made of it.
const APPEAL: &str = "appeal.txt";

fn read(file: &Path, flag: &str) -> Result<String, Failure> {
    if file == Path::new("-") { text_file::standard_input(flag) } else { text_file::read(file) }
}

/// Shows the letter of an invented signatory to the first office, where it can be written.
fn first_letter(app: &App, folder: &Path) -> Result<(), Failure> {
    let folder = folder.canonicalize().map_err(|error| Failure::file(folder, &error))?;
    let campaign = Campaign::load_folder(&folder)?;
    let registry = app.sources.registry.clone().with_campaign(campaign.offices.clone()).0;
    let office = campaign.recipients.iter().find_map(|id| registry.get(id));
    let office = office.or_else(|| campaign.embassy_of.and_then(|state| registry.missions(state).next()));
    let (Some(office), Some(language)) = (office, campaign.default_language()) else { return Ok(()) };
    let mut answers = Answers::default();
    let sample = [
        (Field::Name, "Jo Smith"),
        (Field::Organisation, "Sample Branch"),
        (Field::Kind, "union"),
        (Field::Members, "340"),
        (Field::Country, "GB"),
    ];
    for (field, value) in sample {
        answers.set(field, Some(value.to_owned()));
    }
    let Ok(signatory) = Signatory::parse(&answers, &[]) else { return Ok(()) };
    let request = Request {
        campaign: &campaign,
        office,
        signatory: &signatory,
        date: app.environment.today,
        languages: std::slice::from_ref(language),
        copies: &[],
        edited: None,
    };
    // What cannot be written yet was said by the check.
    if let Ok(letter) = compose(request) {
        let rule = "-".repeat(72);
        app.report.show(&format!("\n{rule}\n{}{rule}", render::text::text(&letter)));
    }
    Ok(())
}

/// Writes a campaign that can be written and sent as it is.
fn example(app: &App, id: &str) -> Result<(), Failure> {
    let [(toml, campaign), letters @ ..] = EXAMPLE;
    // An address counts as confirmed for twelve months; the example shall work on any day.
    let campaign = campaign.replace("checked = 2026-01-01", &format!("checked = {}", app.environment.today));
    let letters = letters.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    make(app, id, &[(toml.to_owned(), campaign)].into_iter().chain(letters).collect::<Vec<_>>())?;
    app.report.say(&format!("To write its letter, run: outcry write {id} --name \"Your Name\" --country GB"));
    Ok(())
}

/// A campaign that can be written and sent as it is, towards addresses that reach nobody.
const EXAMPLE: [(&str, &str); 3] = [
    ("campaign.toml", include_str!("example/campaign.toml")),
    ("de.md", include_str!("example/de.md")),
    ("en.md", include_str!("example/en.md")),
];

/// The folder of a new campaign, which is not there yet.
fn free_folder(app: &App, id: &str) -> Result<PathBuf, Failure> {
    if !outcry::registry::is_id(id) {
        return Err(Failure::usage(format!(
            "invalid campaign id \"{}\": use at most 64 of a-z, 0-9 and -, beginning with a letter or digit",
            outcry::text::for_sentence(id)
        )));
    }
    let letters = app.global.letters.clone().unwrap_or_else(|| Path::new("letters").to_owned());
    let folder = letters.join(id);
    if folder.exists() {
        return Err(messages::appeal::exists(&folder));
    }
    Ok(folder)
}

/// Makes the folder of a new campaign.
fn make(app: &App, id: &str, files: &[(String, String)]) -> Result<PathBuf, Failure> {
    let folder = free_folder(app, id)?;
    std::fs::create_dir_all(&folder).map_err(|error| Failure::file(&folder, &error))?;
    for (name, text) in files {
        let file = folder.join(name);
        std::fs::write(&file, text).map_err(|error| Failure::file(&file, &error))?;
        app.report.result(&format!("{}\n", file.display()))?;
    }
    Ok(folder)
}
