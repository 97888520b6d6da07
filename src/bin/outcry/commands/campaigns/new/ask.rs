//! The questions of `outcry campaigns new`. They only fill in its flags, so that a question takes nothing that a flag
//! would refuse.

use outcry::address::Email;
use outcry::locale::{Country, Language};
use outcry::registry::pasted;

use super::offices::{self, Named};
use super::words::Words;
use crate::app::App;
use crate::args::{NewArgs, OrNone, SignedBy};
use crate::failure::Failure;
use crate::messages::appeal as say;
use crate::terminal::prompts::{self, Choice};

/// Things of one sort that are asked for one by one.
const MOST: usize = 60;

/// Asks for everything that is missing; where nobody can be asked, names every missing flag. Returns offices that were
/// pasted.
pub fn complete(app: &App, args: &mut NewArgs) -> Result<String, Failure> {
    if !app.ask.possible() {
        let missing = missing(args);
        return if missing.is_empty() { Ok(String::new()) } else { Err(say::missing(&missing)) };
    }
    prompts::say("outcry asks for what a campaign needs and writes its files. Nothing is sent. Ctrl-C stops.\n");
    let required =
        |given: &str| if given.is_empty() { Err("a value is required".to_owned()) } else { Ok(given.to_owned()) };
    if args.title.is_none() {
        args.title = Some(app.ask.checked("What happened to whom, in one line (the title)", required)?);
    }
    if args.happened.is_none() {
        args.happened = Some(app.ask.checked("What happened, when and where, in two or three sentences", required)?);
    }
    if args.person.is_empty() {
        args.person = several(app, "Full name of a person it is about", |name| Ok(name.to_owned()))?;
        none_if_empty(&mut args.person);
    }
    if args.state.is_none() {
        let state = |given: &str| Country::read(given).map_err(|problem| problem.to_string());
        args.state = Some(app.ask.checked("State that the letters turn to, by name or two letters", state)?);
    }
    if args.act_by.is_none() {
        let day = |given: &str| match given {
            "" => Ok(OrNone::None),
            day => day.parse().map(OrNone::Some).map_err(|_| say::no_date(day)),
        };
        args.act_by =
            Some(app.ask.checked("Last day on which letters help, such as 2026-12-31 (Enter for none)", day)?);
    }
    if args.signed_by.is_none() {
        let items = ["Anyone: persons, unions, organisations", "Persons alone", "Unions and their branches alone"];
        args.signed_by = match app.ask.choose("Who signs the letters?", &items)? {
            Choice::Picked(0) => Some(SignedBy::Anyone),
            Choice::Picked(1) => Some(SignedBy::Persons),
            Choice::Picked(_) => Some(SignedBy::Unions),
            Choice::Stop => return Err(prompts::stopped()),
        };
    }
    if args.lang.is_empty() {
        let languages = |given: &str| {
            let tags = given.split([' ', ',']).filter(|tag| !tag.is_empty());
            tags.map(|tag| tag.parse::<Language>().map_err(|error| error.to_string())).collect::<Result<Vec<_>, _>>()
        };
        args.lang = app.ask.checked(&say::which_languages(Words::languages()), languages)?;
    }
    if args.copy_to.is_empty() {
        args.copy_to = several(app, "Address that gets a copy of every letter", |given| {
            given.parse::<Email>().map(|email| email.to_string()).map_err(|error| error.to_string())
        })?;
        none_if_empty(&mut args.copy_to);
    }
    while args.demand.is_empty() {
        args.demand =
            several(app, "One thing that the offices shall do, such as: Release Ada Marsh at once", |demand| {
                Ok(demand.to_owned())
            })?;
    }
    let pasted = if args.office.is_empty() && args.paste.is_none() { offices(app, args)? } else { String::new() };
    if args.embassy_of.is_none() {
        args.embassy_of = Some(embassy(app, args.state)?);
    }
    if args.source.is_none() {
        let source =
            app.ask.checked("Where the appeal can be read, as a web address (Enter to leave out)", |given| {
                if given.is_empty() || given.starts_with("https://") || given.starts_with("http://") {
                    Ok(given.to_owned())
                } else {
                    Err("a web address begins with https://".to_owned())
                }
            })?;
        args.source = Some(source).filter(|source| !source.is_empty());
    }
    Ok(pasted)
}

/// The flags without which nothing can be made.
fn missing(args: &NewArgs) -> Vec<&'static str> {
    let NewArgs {
        id: _,
        example: _,
        from: _,
        title,
        happened,
        person,
        state,
        published: _,
        act_by,
        signed_by: _,
        lang: _,
        copy_to,
        demand,
        office,
        paste,
        embassy_of,
        source: _,
        checked: _,
    } = args;
    let needed = [
        (title.is_none(), "--title TEXT"),
        (happened.is_none(), "--happened TEXT"),
        (person.is_empty(), "--person NAME|none"),
        (state.is_none(), "--state CC"),
        (act_by.is_none(), "--act-by DATE|none"),
        (copy_to.is_empty(), "--copy-to ADDRESS|none"),
        (demand.is_empty(), "--demand TEXT"),
        (office.is_empty() && paste.is_none(), "--office OFFICE or --paste FILE"),
        (embassy_of.is_none(), "--embassy-of CC|none"),
    ];
    needed.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, flag)| flag).collect()
}

fn none_if_empty(values: &mut Vec<String>) {
    if values.is_empty() {
        values.push("none".to_owned());
    }
}

/// Asks for one value after another until Enter alone.
fn several(app: &App, question: &str, check: impl Fn(&str) -> Result<String, String>) -> Result<Vec<String>, Failure> {
    let mut values = Vec::new();
    while values.len() < MOST {
        let more = if values.is_empty() { "" } else { "Another: " };
        let end = if values.is_empty() { "Enter for none" } else { "Enter to go on" };
        let value = app.ask.checked(&format!("{more}{question} ({end})"), |given| match given {
            "" => Ok(None),
            given => check(given).map(Some),
        })?;
        match value {
            Some(value) => values.push(value),
            None => break,
        }
    }
    Ok(values)
}

/// Offices from the registry, or as they are printed. Returns what was pasted.
fn offices(app: &App, args: &mut NewArgs) -> Result<String, Failure> {
    let mut pasted = String::new();
    loop {
        let items = [
            "Find one in the registry, by name or country",
            "Paste one as it is printed: name, street, fax, e-mail",
            "No more offices",
        ];
        let count = args.office.len() + pasted::offices(&pasted, args.state).len();
        match app.ask.choose(&say::which_offices(count), &items)? {
            Choice::Picked(0) => args.office.extend(find(app, args.state)?),
            Choice::Picked(1) => {
                pasted.push_str(&app.ask.printed("The office as it is printed")?);
                pasted.push('\n');
            }
            Choice::Picked(_) if count == 0 => prompts::say("A campaign needs somebody to write to."),
            Choice::Picked(_) => return Ok(pasted),
            Choice::Stop => return Err(prompts::stopped()),
        }
    }
}

fn find(app: &App, state: Option<Country>) -> Result<Option<String>, Failure> {
    let name = app.ask.checked("Name of the office (Enter for all of the state)", |given| Ok(given.to_owned()))?;
    let found = match offices::named(&app.sources.registry, &name, state, app.environment.today) {
        Named::Office(id) => vec![id],
        Named::Several(ids) => ids,
    };
    if found.is_empty() {
        prompts::say("The registry has no such office. Paste it as it is printed.");
        return Ok(None);
    }
    let items =
        found.iter().map(|id| say::office_to_pick(&app.sources.registry, id)).chain(["None of these".to_owned()]);
    match app.ask.choose("Which one?", &items.collect::<Vec<_>>())? {
        Choice::Picked(index) => Ok(found.get(index).cloned()),
        Choice::Stop => Err(prompts::stopped()),
    }
}

fn embassy(app: &App, state: Option<Country>) -> Result<OrNone<Country>, Failure> {
    let items = ["No", "Yes", "Yes, of another state"];
    match app.ask.choose(&say::embassy_too(state), &items)? {
        Choice::Picked(0) => Ok(OrNone::None),
        Choice::Picked(1) if state.is_some() => Ok(state.map_or(OrNone::None, OrNone::Some)),
        Choice::Picked(_) => {
            let state = |given: &str| Country::read(given).map_err(|problem| problem.to_string());
            Ok(OrNone::Some(app.ask.checked("Of which state, by name or two letters", state)?))
        }
        Choice::Stop => Err(prompts::stopped()),
    }
}
