//! `outcry campaigns close`, `extend` and `correct`: what becomes of a campaign after its publication. Its own file is
//! edited in place, and everything else that stands in it stays.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use outcry::campaign::{Campaign, Origin, Packed, Status};
use outcry::text::for_sentence;
use toml_edit::{Datetime, Decor, DocumentMut, Item, RawString, Value};

use crate::app::App;
use crate::args::CloseChoice;
use crate::failure::{Exit, Failure};
use crate::input::toml_file::{self, Readers, set};
use crate::terminal::prompts::{self, Choice};

const NOTHING: &str = "nothing was changed";

/// Says that a campaign is over.
pub fn close(app: &App, id: &str, status: Option<CloseChoice>, note: Option<&str>) -> Result<(), Failure> {
    let (campaign, file) = own(app, id)?;
    let mut missing = Vec::new();
    if status.is_none() {
        missing.push("--as is missing: won, closed or stopped".to_owned());
    }
    if note.is_none() {
        missing.push("--note is missing: why, for whoever wants to write".to_owned());
    }
    refuse_unasked(app, missing)?;
    let status = status.map_or_else(|| ask_status(app), Ok)?;
    let status = match status {
        CloseChoice::Won => Status::Won,
        CloseChoice::Closed => Status::Closed,
        CloseChoice::Stopped => Status::Stopped,
    };
    let note = answer(app, note, "Why, for whoever wants to write?")?;
    let same = campaign.status == status && campaign.status_note.as_ref() == Some(&note);
    let keys = [("status", Value::from(status.as_str())), ("status_note", Value::from(note))];
    edit(app, &campaign, &file, same, keys)?;
    app.report.say(&format!("Nothing is sent for it any more. {}", hand_on(id)));
    Ok(())
}

fn ask_status(app: &App) -> Result<CloseChoice, Failure> {
    let all = [CloseChoice::Won, CloseChoice::Closed, CloseChoice::Stopped];
    let items = [
        "won: the campaign reached its aim",
        "closed: the time for letters is over",
        "stopped: the campaign asked to stop",
    ];
    match app.ask.choose("What became of it?", &items)? {
        Choice::Picked(index) if index < all.len() => Ok(all[index]),
        _ => Err(prompts::stopped()),
    }
}

/// Gives a campaign a later last day.
pub fn extend(app: &App, id: &str, until: Option<&str>) -> Result<(), Failure> {
    let (campaign, file) = own(app, id)?;
    refuse_unasked(
        app,
        until.is_none().then(|| "--until is missing: the new last day, such as 2027-01-31".to_owned()),
    )?;
    if campaign.status != Status::Open {
        return Err(Failure::data(format!(
            "campaign {id} is {}, so it has no last day to move; {NOTHING}",
            campaign.status.as_str()
        ))
        .hint("a campaign that begins again gets status = \"open\" and a higher version in its campaign.toml"));
    }
    let Some(last) = campaign.act_by else {
        return Err(Failure::data(format!("campaign {id} has no act_by, so letters may go out on any day; {NOTHING}"))
            .hint(format!("to set a last day, add act_by = 2027-01-31 to {}", file.display())));
    };
    let today = app.environment.today;
    let read = |raw: &str| -> Result<Date, String> {
        let day: Date = raw.trim().parse().map_err(|_| "it is no day; write it as 2027-01-31".to_owned())?;
        if day < last {
            return Err(format!("it is before the present last day, {last}"));
        }
        if day < today { Err("that day has passed".to_owned()) } else { Ok(day) }
    };
    let day = match until {
        Some(raw) => read(raw).map_err(|why| {
            Failure::usage(format!("invalid value \"{}\" for --until: {why}; {NOTHING}", for_sentence(raw)))
        })?,
        None => app.ask.checked(&format!("Until which day, after {last}?"), read)?,
    };
    let value: Datetime = day.to_string().parse().map_err(|_| Failure::data("this day cannot be written"))?;
    edit(app, &campaign, &file, day == last, [("act_by", Value::from(value))])?;
    app.report.say(&hand_on(id));
    Ok(())
}

/// Gives a text that was changed after its publication the next version.
pub fn correct(app: &App, id: &str, what: Option<&str>) -> Result<(), Failure> {
    let (campaign, file) = own(app, id)?;
    refuse_unasked(app, what.is_none().then(|| "--what is missing: what was corrected".to_owned()))?;
    let what = answer(app, what, "What was corrected, for those who have the old text?")?;
    let next = campaign.version.checked_add(1).ok_or_else(|| Failure::data("there is no higher version"))?;
    let keys = [("version", Value::from(i64::from(next))), ("version_note", Value::from(what))];
    edit(app, &campaign, &file, false, keys)?;
    let corrected = Campaign::load(id, &app.sources.folders)?;
    if let Some(older) = app.older(&corrected) {
        app.report.say(&format!("{older}."));
    }
    app.report.say(&hand_on(id));
    Ok(())
}

fn hand_on(id: &str) -> String {
    format!("To hand it on, run: outcry campaigns pack {id}")
}

/// A campaign that the user can edit, and its file.
fn own(app: &App, id: &str) -> Result<(Campaign, PathBuf), Failure> {
    let campaign = Campaign::load(id, &app.sources.folders)?;
    match &campaign.origin {
        Origin::Folder(folder) => {
            let file = folder.join("campaign.toml");
            Ok((campaign, file))
        }
        Origin::Shipped => Err(Failure::data(format!("campaign {id} is part of the program; {NOTHING}")).hint(format!(
            "to have a copy of your own, run: outcry campaigns pack {id} -o {id}.zip, then: outcry campaigns add {id}.zip"
        ))),
    }
}

/// Names every flag that is missing, where nobody can be asked.
fn refuse_unasked(app: &App, missing: impl IntoIterator<Item = String>) -> Result<(), Failure> {
    let problems: Vec<String> = missing.into_iter().collect();
    if problems.is_empty() || app.ask.possible() {
        return Ok(());
    }
    let hints = vec!["give these flags, or run this on a terminal to be asked".to_owned()];
    Err(Failure { exit: Exit::Usage, problems, hints })
}

fn is_provenance(decor: &Decor) -> bool {
    decor.suffix().and_then(RawString::as_str).is_some_and(|text| text.trim_start().starts_with("# line "))
}

fn answer(app: &App, given: Option<&str>, question: &str) -> Result<String, Failure> {
    let read = |raw: &str| {
        let text = raw.trim();
        if text.is_empty() { Err("it is empty".to_owned()) } else { Ok(text.to_owned()) }
    };
    match given {
        Some(raw) => read(raw).map_err(|why| Failure::usage(format!("{question} {why}; {NOTHING}"))),
        None => app.ask.checked(question, read),
    }
}

/// Sets keys of a campaign's file. `same` says that it has them already.
fn edit<const N: usize>(
    app: &App,
    campaign: &Campaign,
    file: &Path,
    same: bool,
    keys: [(&str, Value); N],
) -> Result<(), Failure> {
    if same {
        app.report.say(&format!("{} says so already; {NOTHING}.", file.display()));
        return Ok(());
    }
    let packed = Packed::of(&campaign.id, &campaign.origin)?;
    let shown = file.parent().unwrap_or(file).display().to_string();
    let valid = |text: &str| {
        let edited = packed.clone().with("campaign.toml", text);
        let read = edited.campaign(&campaign.id, &shown, campaign.origin.clone());
        read.map(drop).map_err(|error| error.to_string())
    };
    let said: Vec<String> = keys.iter().map(|(key, value)| format!("  {key} = {value}")).collect();
    toml_file::change(file, Exit::Data, Readers::AsBefore, valid, |document: &mut DocumentMut| {
        for (key, value) in keys {
            set(document.as_table_mut(), key, value);
            let new = document.get_mut(key).and_then(Item::as_value_mut).map(Value::decor_mut);
            // The line of the appeal that the old value came from.
            if let Some(decor) = new.filter(|decor| is_provenance(decor)) {
                decor.set_suffix("");
            }
        }
        Ok(())
    })?;
    app.report.result(&format!("{}\n{}\n", file.display(), said.join("\n")))
}
