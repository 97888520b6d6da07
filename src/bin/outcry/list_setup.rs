//! How a list is read, where its header leaves that open: what was answered before about lists of the same shape, and
//! on a terminal the questions. The answers can be remembered in `config.toml`.

use std::path::Path;

use outcry::roster::{Columns, Meaning, letter};
use outcry::settings::ListShape;
use outcry::text::for_sentence;
use toml_edit::{Array, Table, value};

use crate::app::App;
use crate::args::{RosterArgs, WhoArgs};
use crate::failure::Failure;
use crate::input::list::{Asked, List, source};
use crate::input::list_questions::Question;
use crate::input::toml_file;
use crate::terminal::prompts::{self, Choice};

/// Opens a list, read as flags, a remembered shape and the user say, in this order.
pub fn open(app: &App, asked: &Asked<'_>, (file, typed, who): (&Path, &RosterArgs, &WhoArgs)) -> Result<List, Failure> {
    let source = source(file, who)?;
    let (mut args, mut who) = (typed.clone(), who.clone());
    let mut list = List::open(&app.sources, &source, &args, &who, asked)?;
    if let Some((name, shape)) = shape(app, typed, list.columns())? {
        let is_given = |map: &str| typed.map.iter().any(|typed| typed.split('=').next() == map.split('=').next());
        args.map.extend(shape.map.iter().filter(|map| !is_given(map)).cloned());
        args.ignore.extend(shape.ignore.iter().cloned());
        args.consent_text.extend(shape.consent_text.iter().cloned());
        who.kind = who.kind.or_else(|| shape.kind.clone());
        list = List::open(&app.sources, &source, &args, &who, asked)
            .map_err(|failure| failure.hint(format!("it is read as [list.{name}] in config.toml says")))?;
        app.report.say(&format!("{}: read as [list.{name}] in config.toml says.", list.name()));
    }
    if !app.ask.possible() {
        return Ok(list);
    }
    let before = (args.map.len(), args.consent_text.len(), who.kind.clone());
    // What is answered can leave something else open.
    while args.map.len() - before.0 < list.columns().count() {
        let questions = list.questions();
        let Some(question) = questions.first() else { break };
        let Some(map) = ask(app, &mut list, question)? else { return Ok(list) };
        args.map.push(map);
        list = List::open(&app.sources, &source, &args, &who, asked)?;
    }
    for text in list.unclear()? {
        let asked = format!("Does \"{}\" mean that the person agreed to this letter?", for_sentence(&text));
        if app.ask.consent(&asked)? {
            args.consent_text.push(text);
        }
    }
    if let Some(first) = list.affiliated()? {
        let items = ["Each person, for themselves", "The organisation"];
        match app.ask.choose(&format!("Who signs, in rows such as {first}?"), &items)? {
            Choice::Picked(0) => who.kind = Some("individual".to_owned()),
            Choice::Picked(_) => who.kind = Some("organisation".to_owned()),
            Choice::Stop => return Err(prompts::stopped()),
        }
    }
    if (args.map.len(), args.consent_text.len(), who.kind.clone()) != before {
        remember(app, &list, &args, who.kind.as_deref())?;
        list = List::open(&app.sources, &source, &args, &who, asked)?;
    }
    Ok(list)
}

/// The shape that is named, else the one that a list with these columns has.
fn shape<'a>(app: &'a App, args: &RosterArgs, columns: &Columns) -> Result<Option<(&'a str, &'a ListShape)>, Failure> {
    let shapes = &app.sources.config.lists;
    let Some(name) = &args.list_shape else {
        let names: Vec<&str> = columns.iter().map(|(name, _)| name).collect();
        let found = shapes.iter().find(|(_, shape)| shape.fits(names.iter().copied()));
        return Ok(found.map(|(name, shape)| (name.as_str(), shape)));
    };
    let found = shapes.get_key_value(name).map(|(name, shape)| (name.as_str(), shape));
    found.map(Some).ok_or_else(|| {
        let known = shapes.keys().map(|name| format!("[list.{name}]")).collect::<Vec<_>>().join(", ");
        let known =
            if known.is_empty() { "config.toml has none".to_owned() } else { format!("config.toml has {known}") };
        Failure::usage(format!("unknown list shape \"{}\" in --list-shape", for_sentence(name))).hint(known)
    })
}

/// Asks which column holds something. `None` where none does, which the check of the header then tells.
fn ask(app: &App, list: &mut List, question: &Question) -> Result<Option<String>, Failure> {
    let samples = list.samples()?;
    let names: Vec<String> = list.columns().iter().map(|(name, _)| name.to_owned()).collect();
    let mut items: Vec<String> = Vec::new();
    for at in &question.columns {
        let values = samples.get(*at).map(|values| values.join(", ")).unwrap_or_default();
        let name = names.get(*at).map(|name| for_sentence(name)).unwrap_or_default();
        items.push(format!("{}: \"{name}\" ({values})", letter(*at)));
    }
    items.push("None of these".to_owned());
    let asked = match question.meaning {
        Meaning::Consent => "Which column says that the person agreed to this letter?".to_owned(),
        meaning => format!("Which column holds the {}?", meaning.name().replace('_', " ")),
    };
    match app.ask.choose(&asked, &items)? {
        Choice::Picked(index) => Ok(question.columns.get(index).map(|at| map(question.meaning, &names, *at))),
        Choice::Stop => Err(prompts::stopped()),
    }
}

/// A column by its name where that is its own, else by its letter.
fn map(meaning: Meaning, names: &[String], at: usize) -> String {
    let name = names.get(at).filter(|name| names.iter().filter(|other| other == name).count() == 1);
    format!("{}={}", meaning.name(), name.cloned().unwrap_or_else(|| letter(at)))
}

/// Offers to remember how lists of this shape are read.
fn remember(app: &App, list: &List, args: &RosterArgs, kind: Option<&str>) -> Result<(), Failure> {
    let check = |name: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if name.is_empty() {
            Ok(None)
        } else if !name.chars().all(fits) || name.len() > 64 {
            Err("use at most 64 letters, digits, - and _".to_owned())
        } else if app.sources.config.lists.contains_key(name) {
            Err(format!("config.toml has a [list.{name}] already"))
        } else {
            Ok(Some(name.to_owned()))
        }
    };
    let asked = "Remember this for lists with the same header? Give it a name, such as members (Enter: no)";
    let Some(name) = app.ask.checked(asked, check)? else { return Ok(()) };
    let mut table = Table::new();
    table.insert("header", value(list.columns().iter().map(|(name, _)| name).collect::<Array>()));
    for (key, values) in [("map", &args.map), ("ignore", &args.ignore), ("consent_text", &args.consent_text)] {
        if !values.is_empty() {
            table.insert(key, value(values.iter().map(String::as_str).collect::<Array>()));
        }
    }
    if let Some(kind) = kind {
        table.insert("kind", value(kind));
    }
    let file = toml_file::configuration(app.sources.config_file.as_deref(), |document| {
        toml_file::add_table(document, &["list", &name], table)
    })?;
    app.report.say(&format!("Added [list.{name}] to {}", for_sentence(&file.display().to_string())));
    Ok(())
}
