//! Offices as JSON, one object per line, for other programs. docs/scripting.md has the schema.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use outcry::locale::{Country, Language};
use outcry::registry::{Channel, Freshness, Holder, Need, Office};
use serde::Serialize;

use crate::failure::Failure;
use crate::messages::channels::why_barred;

#[derive(Serialize)]
struct JsonOffice<'a> {
    id: &'a str,
    name: &'a str,
    names: BTreeMap<Language, String>,
    aliases: &'a [String],
    kind: &'a str,
    status: &'a str,
    country: Option<Country>,
    seat: Option<&'a str>,
    represents: Option<Country>,
    host: Option<Country>,
    accredited_to: Vec<JsonAccreditation<'a>>,
    resident: bool,
    languages: &'a [Language],
    form_of_address: &'a BTreeMap<Language, String>,
    salutation: &'a BTreeMap<Language, String>,
    holders: Vec<JsonHolder<'a>>,
    website: Option<&'a str>,
    wikidata: Option<&'a str>,
    source: Option<&'a str>,
    source_date: Option<String>,
    valid_from: Option<String>,
    valid_until: Option<String>,
    note: Option<&'a str>,
    written_in: String,
    channels: Vec<JsonChannel<'a>>,
}

#[derive(Serialize)]
struct JsonHolder<'a> {
    name: &'a str,
    names: &'a BTreeMap<Language, String>,
    title: &'a BTreeMap<Language, String>,
    salutation: &'a BTreeMap<Language, String>,
    since: Option<String>,
    until: Option<String>,
    source: Option<&'a str>,
    checked: Option<String>,
    stale: bool,
    named: bool,
    written_in: String,
}

#[derive(Serialize)]
struct JsonAccreditation<'a> {
    country: Country,
    source: Option<&'a str>,
    source_date: Option<String>,
    valid_from: Option<String>,
    valid_until: Option<String>,
}

#[derive(Serialize)]
struct JsonChannel<'a> {
    r#type: &'a str,
    value: String,
    printed: Option<&'a str>,
    desk: Option<&'a str>,
    r#use: &'a str,
    needs: Option<Vec<&'a str>>,
    source: Option<&'a str>,
    source_date: Option<String>,
    checked: Option<String>,
    stale: bool,
    valid_from: Option<String>,
    valid_until: Option<String>,
    note: Option<&'a str>,
    not_used: Option<String>,
}

#[derive(Serialize)]
struct JsonAnswer<'a> {
    country: Country,
    answer: &'a str,
    office: Option<&'a str>,
    name: Option<Cow<'a, str>>,
}

fn day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// One office with everything that is known of it.
pub fn line(office: &Office, today: Date) -> Result<String, Failure> {
    let accredited_to = office.accredited_to.iter().map(|known| JsonAccreditation {
        country: known.country,
        source: known.source.as_deref(),
        source_date: day(known.source_date),
        valid_from: day(known.valid_from),
        valid_until: day(known.valid_until),
    });
    print(&JsonOffice {
        id: &office.id,
        name: &office.name_in(&Language::english()),
        names: office.all_names(),
        aliases: &office.aliases,
        kind: office.kind.as_str(),
        status: office.status.as_str(),
        country: office.country,
        seat: office.seat.as_deref(),
        represents: office.represents,
        host: office.host,
        accredited_to: accredited_to.collect(),
        resident: office.resident,
        languages: &office.languages,
        form_of_address: &office.form_of_address,
        salutation: &office.salutation,
        holders: office.holders.iter().map(|holder| of_holder(office, holder, today)).collect(),
        website: office.website.as_deref(),
        wikidata: office.wikidata.as_deref(),
        source: office.source.as_deref(),
        source_date: day(office.source_date),
        valid_from: day(office.valid_from),
        valid_until: day(office.valid_until),
        note: office.note.as_deref(),
        written_in: office.place.to_string(),
        channels: office.channels.iter().map(|channel| of_channel(channel, today)).collect(),
    })
}

fn of_holder<'a>(office: &Office, holder: &'a Holder, today: Date) -> JsonHolder<'a> {
    JsonHolder {
        name: &holder.name,
        names: &holder.names,
        title: &holder.title,
        salutation: &holder.salutation,
        since: day(holder.since),
        until: day(holder.until),
        source: holder.source.as_deref(),
        checked: day(holder.checked),
        stale: !matches!(holder.freshness(today), Freshness::Confirmed(_)),
        named: office.holder_on(today) == Some(holder),
        written_in: holder.place.to_string(),
    }
}

fn of_channel(channel: &Channel, today: Date) -> JsonChannel<'_> {
    JsonChannel {
        r#type: channel.contact.type_name(),
        value: channel.contact.value(),
        printed: channel.printed.as_deref(),
        desk: channel.desk.as_deref(),
        r#use: channel.usage.as_str(),
        needs: channel.needs.as_ref().map(|needs| needs.iter().map(Need::as_str).collect()),
        source: channel.source.as_deref(),
        source_date: day(channel.source_date),
        checked: day(channel.checked),
        stale: channel.is_stale(today),
        valid_from: day(channel.valid_from),
        valid_until: day(channel.valid_until),
        note: channel.note.as_deref(),
        not_used: channel.barred.as_ref().map(why_barred),
    }
}

/// Which office answers "the embassy in your own country" for one country.
pub fn answer(own: Country, word: &str, office: Option<&Office>) -> Result<String, Failure> {
    let name = office.map(|office| office.name_in(&Language::english()));
    print(&JsonAnswer { country: own, answer: word, office: office.map(|office| office.id.as_str()), name })
}

fn print(object: &impl Serialize) -> Result<String, Failure> {
    let line = serde_json::to_string(object).map_err(|error| Failure::data(error.to_string()))?;
    Ok(format!("{line}\n"))
}
