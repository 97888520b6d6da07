//! `outcry page`: a campaign as one HTML file for people without a terminal.

use std::path::Path;

use outcry::campaign::Campaign;
use outcry::locale::Language;
use outcry::render::page::{PageProblem, PageRequest, page};
use outcry::text::for_sentence;

use crate::app::App;
use crate::args::{Format, PageArgs, ToArgs, WhoArgs};
use crate::failure::Failure;
use crate::input::sources::printable_copies;
use crate::messages;
use crate::messages::standing::{overtaken, stopped};
use crate::output::files::{Place, refuse_folders_above, refuse_foreign_ending, write_public};

pub fn run(app: &App, args: &PageArgs) -> Result<(), Failure> {
    if let Some(path) = &args.output {
        refuse_other_ending(path)?;
    }
    let campaign = Campaign::load(&args.campaign, &app.sources.folders)?;
    let to = ToArgs { lang: args.lang.clone(), ..ToArgs::default() };
    if to.lang.iter().any(|tag| tag == "office") {
        return Err(Failure::usage(
            "--lang office: the reader of a page chooses the language; name those to choose from",
        ));
    }
    let recipients = app.sources.recipients(campaign, &to, &WhoArgs::default())?;
    let campaign = &recipients.campaign;
    let url = args.url.as_deref().or(campaign.page.as_deref());
    let (copies, stand_ins) = printable_copies(campaign, campaign.copy_to.clone());
    let languages = languages(campaign, &args.lang);
    let made = page(PageRequest {
        recipients: &recipients,
        languages: &languages,
        copies: &copies,
        url,
        today: app.environment.today,
    });
    let made = made.map_err(|problem| match problem {
        PageProblem::Campaign(error) => error.into(),
        problem => Failure::data(format!("{}: {problem}; no page was made", campaign.id)),
    })?;
    let path = match Place::of(args.output.as_deref()) {
        Place::Screen => None,
        Place::File(path) => Some(path),
        Place::Folder(folder) => Some(folder.join(format!("{}.html", campaign.id))),
    };
    match path {
        None => app.report.result(&made.html)?,
        Some(path) => {
            refuse_folders_above(&path)?;
            write_public(&path, made.html.as_bytes())?;
            app.report.say(&format!("Saved {}", for_sentence(&path.display().to_string())));
        }
    }
    let stop = campaign.stop(app.environment.today);
    if let Some(stop) = stop {
        app.report.say(&format!("The page offers no letters: {}.", stopped(campaign, stop)));
    }
    for edition in campaign.overtaken_by(&app.sources.folders) {
        app.report.warn(&overtaken(campaign, &edition));
    }
    if stand_ins.is_some() && stop.is_none() {
        app.report.warn(&messages::page::no_copies(campaign));
    }
    if let (Some(state), false, None) = (campaign.embassy_of, made.without_embassy.is_empty(), stop) {
        app.report.say(&messages::page::without_embassy(state, made.without_embassy.len()));
    }
    if url.is_none() {
        app.report.say(messages::page::NO_URL);
    }
    Ok(())
}

/// Refuses a name that promises anything but a web page.
fn refuse_other_ending(path: &Path) -> Result<(), Failure> {
    refuse_foreign_ending(path)?;
    let is_other = Format::by_name_of(path).is_some_and(|format| format != Format::Html);
    if !is_other || matches!(Place::of(Some(path)), Place::Folder(_)) {
        return Ok(());
    }
    let shown = for_sentence(&path.display().to_string());
    Err(Failure::usage(format!("invalid value \"{shown}\" for -o: a page is an HTML file"))
        .hint("end the name in .html"))
}

/// The languages of the page, each as the campaign has it, once.
fn languages(campaign: &Campaign, asked: &[String]) -> Vec<Language> {
    let asked: Vec<Language> = asked.iter().filter_map(|tag| tag.parse().ok()).collect();
    let wanted = if asked.is_empty() {
        let first = campaign.default_language().into_iter();
        first.chain(&campaign.languages).chain(campaign.models.keys()).cloned().collect()
    } else {
        asked
    };
    let mut languages: Vec<Language> = Vec::new();
    for model in wanted.iter().filter_map(|language| campaign.model(language)) {
        if !languages.contains(&model.language) {
            languages.push(model.language.clone());
        }
    }
    languages
}
