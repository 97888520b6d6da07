//! Each question of a guided run. An old answer is put again with its question.

use outcry::campaign::{Campaign, Stop};
use outcry::letter::Letter;
use outcry::locale::Language;
use outcry::signatory::{Field, Kind};

use super::course::{Course, Step, whose};
use crate::app::App;
use crate::args::ToArgs;
use crate::commands::write;
use crate::failure::Failure;
use crate::messages::standing::not_wanted;
use crate::terminal::prompts::{self, Choice, Esc, KINDS, Needed, Reply};

/// Puts a question and keeps the answer.
pub fn ask(app: &App, course: &mut Course, step: Step) -> Result<Reply<()>, Failure> {
    match step {
        Step::Campaign => campaign(app, course),
        Step::Profile => profile(app, course),
        Step::Language => language(app, course),
        Step::Offices => offices(app, course),
        Step::Field(field) => field_of(app, course, field),
    }
}

/// Offers the campaigns, those that still want letters first.
fn campaign(app: &App, course: &mut Course) -> Result<Reply<()>, Failure> {
    let today = app.environment.today;
    let mut campaigns = Vec::new();
    for id in Campaign::list(&app.sources.folders)?.keys() {
        match Campaign::load(id, &app.sources.folders) {
            Ok(campaign) => campaigns.push(campaign),
            Err(error) => app.report.warn(&error.to_string()),
        }
    }
    campaigns.sort_by_key(|campaign| (campaign.stop(today).is_some(), std::cmp::Reverse(campaign.published)));
    if campaigns.is_empty() {
        return Err(Failure::data("there is no campaign to write for").hint("start one with `outcry campaigns new ID`"));
    }
    if campaigns.iter().all(|campaign| campaign.stop(today).is_some()) {
        prompts::say(
            "No campaign is open at this time. Letters can be written, printed and sent to yourself as a test, but not sent to offices.\n",
        );
    }
    let items: Vec<String> =
        campaigns.iter().map(|campaign| format!("{}  {}", status(campaign, today), campaign.title)).collect();
    let chosen = campaigns.iter().position(|campaign| campaign.id == course.args.campaign);
    match app.ask.choose_from("Which campaign?", &items, chosen.unwrap_or_default(), Esc::Back)? {
        Choice::Picked(index) if index < campaigns.len() => {
            if let Some(stop) = campaigns[index].stop(today)
                && campaigns.iter().any(|campaign| campaign.stop(today).is_none())
            {
                prompts::say(&format!(
                    "Letters for this campaign are {}. They can be written and printed, and not sent.",
                    not_wanted(stop)
                ));
            }
            let before = course.args.campaign.clone();
            course.take_campaign(&campaigns.swap_remove(index));
            if before != course.args.campaign && app.sources.config.profiles.is_empty() {
                course.read_profile(app)?;
                show_known(app, course);
            }
            Ok(Reply::Given(()))
        }
        // Nothing was answered before the first question.
        _ if course.args.campaign.is_empty() => Err(prompts::stopped()),
        _ => Ok(Reply::Back),
    }
}

fn status(campaign: &Campaign, today: jiff::civil::Date) -> String {
    match (campaign.stop(today), campaign.act_by) {
        (None, Some(day)) => format!("[open until {day}]"),
        (None, None) => "[open]".to_owned(),
        (Some(Stop::Status(status)), _) => format!("[{}]", status.as_str()),
        (Some(Stop::Deadline(day)), _) => format!("[over since {day}]"),
        (Some(Stop::Unfinished(_)), _) => "[not finished]".to_owned(),
    }
}

/// Says what the configuration knows of who signs.
fn show_known(app: &App, course: &Course) {
    for (field, value) in course.known.given() {
        let value = value.trim().replace('\n', ", ");
        prompts::say(&format!("  {}: {value}", field.name().replace('_', " ")));
    }
    if course.known.given().next().is_some() {
        let place = app.sources.config_file.as_ref().map(|file| file.display().to_string()).unwrap_or_default();
        prompts::say(&format!("These details are from {place}."));
    }
}

/// Asks whose details to take, when the configuration has several people's.
fn profile(app: &App, course: &mut Course) -> Result<Reply<()>, Failure> {
    let config = &app.sources.config;
    let profiles = std::iter::once(None).chain(config.profiles.keys().map(|name| Some(name.as_str())));
    let items: Vec<String> = profiles.map(|profile| whose(config, profile)).collect();
    let before = course.args.who.profile.as_ref();
    let before = before.and_then(|name| config.profiles.keys().position(|known| known == name)).map(|at| at + 1);
    let Reply::Given(index) = app.ask.choose_or_back("Whose letter is it?", &items, before.unwrap_or_default())? else {
        return Ok(Reply::Back);
    };
    course.args.who.profile =
        index.checked_sub(1).and_then(|index| config.profiles.keys().nth(index)).map(ToOwned::to_owned);
    course.read_profile(app)?;
    // Another person may write from another country.
    course.offices_may_differ();
    show_known(app, course);
    Ok(Reply::Given(()))
}

/// The language. Who picks one gets every letter in it, also where an office reads another: nobody signs what they
/// cannot read.
fn language(app: &App, course: &mut Course) -> Result<Reply<()>, Failure> {
    let campaign = course.campaign(app)?;
    let default = campaign.default_language();
    let mut languages: Vec<&Language> = default.into_iter().collect();
    languages.extend(campaign.models.keys().filter(|language| Some(*language) != default));
    let mut items: Vec<String> = languages.iter().map(|language| language.own_name()).collect();
    items.push("The language each office reads".to_owned());
    let before = course
        .args
        .to
        .lang
        .first()
        .map(|tag| languages.iter().position(|language| language.to_string() == *tag).unwrap_or(languages.len()));
    let Reply::Given(index) = app.ask.choose_or_back("Which language?", &items, before.unwrap_or_default())? else {
        return Ok(Reply::Back);
    };
    let tag = languages.get(index).map_or_else(|| "office".to_owned(), ToString::to_string);
    course.args.to.lang = vec![tag];
    Ok(Reply::Given(()))
}

/// Asks for something about who signs.
fn field_of(app: &App, course: &mut Course, field: Field) -> Result<Reply<()>, Failure> {
    let before = course.answers().get(field).unwrap_or_default().trim().to_owned();
    let reply = match field {
        Field::Kind => {
            let kind = Kind::ALL.iter().position(|kind| kind.as_str() == before);
            match app.ask.choose_or_back("Who signs the letter?", &KINDS, kind.unwrap_or_default())? {
                Reply::Given(index) => Reply::Given(Kind::ALL.get(index).map(|kind| kind.as_str().to_owned())),
                Reply::Back => Reply::Back,
            }
        }
        Field::OwnWords => app.ask.own_words(&before)?,
        field => {
            let recipients = course.recipients(app)?;
            let needed = if course.required(&recipients)?.contains(&field) { Needed::Yes } else { Needed::No };
            app.ask.answer(field, needed, &recipients.campaign.fields, &before)?
        }
    };
    let Reply::Given(answer) = reply else { return Ok(Reply::Back) };
    if answer.is_none() && course.known.get(field).is_some() {
        prompts::say("This detail comes from your configuration, and stays; it can be changed here or deleted there.");
    }
    if answer.is_none() && field.is_own_words() {
        app.ask.leave_out(field);
    }
    let differs = answer.as_deref() != Some(before.as_str());
    course.set(field, answer);
    if field == Field::Country && differs {
        course.offices_may_differ();
    }
    Ok(Reply::Given(()))
}

/// Offers the offices, and says which embassy is among them.
fn offices(app: &App, course: &mut Course) -> Result<Reply<()>, Failure> {
    let english = Language::english();
    let before = course.args.to.clone();
    let (left_out, no_embassy) = (&before.except, before.embassy.is_some());
    course.args.to = ToArgs { lang: course.args.to.lang.clone(), ..ToArgs::default() };
    let (offices, notes) = write::with_letters(app, &course.args, |letters, notes| {
        let named = |letter: &Letter<'_>| (letter.office.id.clone(), letter.office.name_in(&english).into_owned());
        Ok((letters.iter().map(named).collect::<Vec<_>>(), notes))
    })?;
    app.say_notices(&notes);
    course.offered = offices.len();
    if let [(_, only)] = offices.as_slice() {
        prompts::say(&format!("The letter goes to: {only}."));
        return Ok(Reply::Given(()));
    }
    let campaign = course.campaign(app)?;
    let is_own = |id: &String| campaign.recipients.contains(id);
    let items: Vec<String> = offices
        .iter()
        .map(|(id, name)| if is_own(id) { name.clone() } else { format!("For your country: {name}") })
        .collect();
    let are_in: Vec<bool> =
        offices.iter().map(|(id, _)| !left_out.contains(id) && (is_own(id) || !no_embassy)).collect();
    let picked = loop {
        match app.ask.choose_several("Which offices get the letter?", &items, &are_in)? {
            None => {
                course.args.to = before;
                return Ok(Reply::Back);
            }
            Some(picked) if picked.is_empty() => prompts::say("At least one office is needed."),
            Some(picked) => break picked,
        }
    };
    for (index, (id, _)) in offices.iter().enumerate() {
        if picked.contains(&index) {
            prompts::say(&format!("  {}", items[index]));
        } else if is_own(id) {
            course.args.to.except.push(id.clone());
        } else {
            course.args.to.embassy = Some("none".to_owned());
        }
    }
    Ok(Reply::Given(()))
}
