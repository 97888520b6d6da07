//! `outcry recipients confirm` and `reject`: what a person found out, written into the user's own
//! registry file. Everything the user wrote there stays, comments and order included.

use std::path::PathBuf;

use outcry::registry::{Barred, Channel, Contact, Layer, Office};
use outcry::text::for_sentence;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use crate::app::App;
use crate::args::command_line::quoted;
use crate::failure::{Exit, Failure};
use crate::input::toml_file;

pub fn confirm(app: &App, id: &str, wanted: &str) -> Result<(), Failure> {
    let office = app.office(id)?;
    let channel = channel(office, wanted, "confirm")?;
    if let Some(Barred::Rejected { reason, place }) = &channel.barred {
        return Err(Failure::data(format!("{} of {id} was rejected ({reason})", channel.contact.value()))
            .hint(format!("if that is wrong, first remove the entry at {place}")));
    }
    let today = app.environment.today;
    let file = change(app, |document| {
        let entry = channel_entry(document, id, channel)?;
        toml_file::set(entry, "checked", toml_day(today)?);
        Ok(())
    })?;
    app.report.result(&format!("confirmed\t{id}\t{}\t{today}\n", channel.contact.value()))?;
    app.report.say(&format!("Saved in {}.", for_sentence(&file.display().to_string())));
    Ok(())
}

pub fn reject(app: &App, id: &str, wanted: &str, reason: Option<&str>) -> Result<(), Failure> {
    let office = app.office(id)?;
    let channel = channel(office, wanted, "reject")?;
    if let Some(Barred::Rejected { reason, place }) = &channel.barred {
        return Err(Failure::data(format!(
            "{} of {id} is already rejected ({reason}), at {place}",
            channel.contact.value()
        )));
    }
    let clean = |raw: &str| outcry::text::line(raw, 200).map_err(|error| error.to_string());
    let reason = match reason {
        Some(reason) => clean(reason).map_err(|error| {
            Failure::usage(format!("invalid value \"{}\" for --reason: {error}", for_sentence(reason)))
        })?,
        None if app.ask.possible() => app.ask.checked("Why the value is wrong", clean)?,
        None => return Err(Failure::usage("--reason TEXT is missing: why the value is wrong")),
    };
    let day = toml_day(app.environment.today);
    let file = change(app, |document| {
        forget_stamp(document, id, channel)?;
        let mut entry = Table::new();
        entry.insert("value", value(plain_value(channel)));
        entry.insert("type", value(channel.contact.type_name()));
        entry.insert("office", value(id));
        entry.insert("reason", value(reason));
        entry.insert("on", value(day?));
        toml_file::add_to_list(document, "rejected", entry)
    })?;
    app.report.result(&format!("rejected\t{id}\t{}\n", channel.contact.value()))?;
    app.report
        .say(&format!("Saved in {}. outcry no longer uses this value.", for_sentence(&file.display().to_string())));
    Ok(())
}

/// The one channel of an office that is meant by its type or its value.
fn channel<'a>(office: &'a Office, wanted: &str, command: &str) -> Result<&'a Channel, Failure> {
    let wanted = wanted.trim();
    let lower = wanted.to_lowercase();
    // The words that files may use for a type.
    let word = match lower.as_str() {
        "e-mail" => "email",
        "web-form" => "form",
        word => word,
    };
    let squeezed = |text: &str| text.to_lowercase().replace([' ', '(', ')', '-', '\n', ','], "");
    let is_meant = |channel: &&Channel| {
        let contact = &channel.contact;
        contact.type_name() == word
            || contact.value().to_lowercase() == lower
            || squeezed(&contact.value()) == squeezed(wanted)
            || channel.printed.as_ref().is_some_and(|printed| squeezed(printed) == squeezed(wanted))
    };
    let mut found: Vec<&Channel> = office.channels.iter().filter(is_meant).collect();
    // What was rejected before is meant only when nothing else is.
    let is_rejected = |channel: &&Channel| matches!(channel.barred, Some(Barred::Rejected { .. }));
    if !found.iter().all(is_rejected) {
        found.retain(|channel| !is_rejected(channel));
    }
    let lines = |channels: &[&Channel]| -> Vec<String> {
        channels
            .iter()
            .map(|channel| format!("outcry recipients {command} {} {}", office.id, quoted(&channel.contact.value())))
            .collect()
    };
    match found.as_slice() {
        [only] => Ok(only),
        [] => {
            let failure = Failure::data(format!("{} has no channel \"{}\"", office.id, for_sentence(wanted)));
            let all: Vec<&Channel> = office.channels.iter().collect();
            Err(if all.is_empty() {
                failure.hint(
                    "no channel of this office is known; add one to your own recipients.toml, as docs/offices.md shows",
                )
            } else {
                Failure { hints: lines(&all), ..failure }
            })
        }
        several => Err(Failure {
            exit: Exit::Data,
            problems: vec![format!("{} has {} such channels; choose one", office.id, several.len())],
            hints: lines(several),
        }),
    }
}

fn toml_day(day: jiff::civil::Date) -> Result<toml_edit::Datetime, String> {
    day.to_string().parse().map_err(|_| format!("{day} cannot be written as a TOML date"))
}

/// Changes the user's own registry file, or begins one.
fn change(app: &App, change: impl FnOnce(&mut DocumentMut) -> Result<(), String>) -> Result<PathBuf, Failure> {
    let Some(file) = app.sources.registry_files.own.as_deref() else {
        return Err(
            Failure::config("there is no folder for your own registry").hint("name a file with --recipients FILE")
        );
    };
    let valid = |text: &str| Layer::parse("the new file", text).map(|_| ()).map_err(|errors| errors.to_string());
    toml_file::change(file, Exit::Data, toml_file::Readers::AsBefore, valid, change)
}

/// The channel's table in the file, added where it is not there yet.
fn channel_entry<'a>(document: &'a mut DocumentMut, id: &str, channel: &Channel) -> Result<&'a mut Table, String> {
    if find_office(document, id)?.is_none() {
        let mut office = Table::new();
        office.insert("id", value(id));
        toml_file::add_to_list(document, "office", office)?;
    }
    let office = find_office(document, id)?.ok_or("the office could not be added")?;
    let channels = office.entry("channel").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let channels = channels.as_array_of_tables_mut().ok_or_else(|| toml_file::inline("office.channel"))?;
    let at = channels.iter().position(|entry| is_channel(entry, channel));
    let at = at.unwrap_or_else(|| {
        let mut entry = Table::new();
        entry.insert("type", value(channel.contact.type_name()));
        entry.insert("value", value(channel.written.clone()));
        entry.decor_mut().set_prefix("\n");
        channels.push(entry);
        channels.len() - 1
    });
    channels.get_mut(at).ok_or_else(|| "the channel could not be added".to_owned())
}

/// The value in its plain form; a postal address line by line.
fn plain_value(channel: &Channel) -> String {
    match &channel.contact {
        Contact::Post(lines) => lines.join("\n"),
        contact => contact.value(),
    }
}

/// Takes out what `confirm` wrote of a channel. A table that says more is the user's, and stays: the
/// reject list keeps it from being used.
fn forget_stamp(document: &mut DocumentMut, id: &str, channel: &Channel) -> Result<(), String> {
    let Some(office) = find_office(document, id)? else { return Ok(()) };
    let Some(channels) = office.get_mut("channel") else { return Ok(()) };
    let channels = channels.as_array_of_tables_mut().ok_or_else(|| toml_file::inline("office.channel"))?;
    let is_stamp = |entry: &Table| entry.iter().all(|(key, _)| matches!(key, "type" | "value" | "checked"));
    channels.retain(|entry| !(is_channel(entry, channel) && is_stamp(entry)));
    Ok(())
}

fn find_office<'a>(document: &'a mut DocumentMut, id: &str) -> Result<Option<&'a mut Table>, String> {
    let Some(offices) = document.get_mut("office") else { return Ok(None) };
    let offices = offices.as_array_of_tables_mut().ok_or_else(|| toml_file::inline("office"))?;
    Ok(offices.iter_mut().find(|office| office.get("id").and_then(Item::as_str) == Some(id)))
}

/// Whether a table of the file is this channel, however its value is written there.
fn is_channel(entry: &Table, channel: &Channel) -> bool {
    let text = |key: &str| entry.get(key).and_then(Item::as_str);
    let (Some(word), Some(written)) = (text("type"), text("value")) else { return false };
    channel.is_written_as(word, written)
}
