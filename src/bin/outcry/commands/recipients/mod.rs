//! `outcry recipients`: the offices, with the proof for every channel, and which embassy is whose.

mod add;
mod check;
mod confirm;
mod draft;
mod json;
mod list;

use outcry::campaign::Campaign;
use outcry::locale::{Country, Language};
use outcry::registry::{Channel, Embassy, Freshness, Holder, Office, Usage};
use outcry::text::for_sentence;

use crate::app::App;
use crate::args::command_line::quoted;
use crate::args::{Format, RecipientsCommand};
use crate::failure::{Exit, Failure};
use crate::messages::channels;
use crate::messages::embassy;
pub use check::run as check;

pub fn run(app: &mut App, command: &RecipientsCommand) -> Result<Exit, Failure> {
    let (campaign, id) = match command {
        RecipientsCommand::List(args) => (args.campaign.as_deref(), None),
        RecipientsCommand::Show { id, campaign, .. }
        | RecipientsCommand::Confirm { id, campaign, .. }
        | RecipientsCommand::Reject { id, campaign, .. } => (campaign.as_deref(), Some(id.as_str())),
        RecipientsCommand::Embassy { .. } | RecipientsCommand::Add(_) | RecipientsCommand::Check { .. } => (None, None),
    };
    with_campaign(app, campaign, id)?;
    let app = &*app;
    match command {
        RecipientsCommand::List(args) => list::list(app, args)?,
        RecipientsCommand::Show { id, json, .. } => show(app, id, *json)?,
        RecipientsCommand::Embassy { state, country, json } => embassies(app, state, country.as_deref(), *json)?,
        RecipientsCommand::Add(args) => add::add(app, args)?,
        RecipientsCommand::Confirm { id, channel, .. } => confirm::confirm(app, id, channel)?,
        RecipientsCommand::Reject { id, channel, reason, .. } => confirm::reject(app, id, channel, reason.as_deref())?,
        RecipientsCommand::Check { .. } => {}
    }
    Ok(Exit::Done)
}

/// Adds the offices of a campaign: of the one that is named, else of the one that alone brings the office meant.
fn with_campaign(app: &mut App, named: Option<&str>, id: Option<&str>) -> Result<(), Failure> {
    let folders = &app.sources.folders;
    let campaign = match (named, id) {
        (Some(named), _) => Campaign::load(named, folders)?,
        (None, Some(id)) if app.sources.registry.get(id).is_none() => {
            let all = Campaign::list(folders)?;
            // One that cannot be used brings nothing.
            let usable = all.keys().filter_map(|campaign| Campaign::load(campaign, folders).ok());
            let mut found: Vec<Campaign> =
                usable.filter(|campaign| campaign.offices.ids().any(|own| own == id)).collect();
            let ids: Vec<String> = found.iter().map(|campaign| format!("--campaign {}", campaign.id)).collect();
            match (found.pop(), ids.len()) {
                (Some(campaign), 1) => campaign,
                (None, _) => return Ok(()),
                (Some(_), _) => {
                    return Err(Failure::usage(format!("several campaigns bring an office \"{id}\" of their own"))
                        .hint(format!("choose one: {}", ids.join(", "))));
                }
            }
        }
        (None, _) => return Ok(()),
    };
    let registry = std::mem::take(&mut app.sources.registry);
    app.sources.registry = registry.with_campaign(campaign.offices).0;
    Ok(())
}

fn country(which: &str, raw: &str) -> Result<Country, Failure> {
    Country::read(raw)
        .map_err(|problem| Failure::usage(format!("invalid value \"{}\" for {which}: {problem}", for_sentence(raw))))
}

fn show(app: &App, id: &str, as_json: bool) -> Result<(), Failure> {
    let office = app.office(id)?;
    let today = app.environment.today;
    if as_json {
        return app.report.result(&json::line(office, today)?);
    }
    let english = Language::english();
    let named = |country: Country| format!("{} ({country})", country.name_in(&english));
    let mut out = format!("{}\n", office.name_in(&english));
    let mut line = |label: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("  {label}: {value}\n"));
        }
    };
    line("id", Some(office.id.clone()));
    line("kind", Some(office.kind.as_str().to_owned()));
    line("status", (office.status.as_str() != "active").then(|| office.status.as_str().to_owned()));
    line("country", office.country.map(named));
    line("represents", office.represents.filter(|state| office.country != Some(*state)).map(named));
    line("located in", office.host.map(named));
    line("seat", office.seat.clone());
    for (language, name) in office.all_names().iter().filter(|(language, _)| language.primary() != "en") {
        line(&format!("name ({language})"), Some(name.clone()));
    }
    line("also called", (!office.aliases.is_empty()).then(|| office.aliases.join("; ")));
    for accreditation in &office.accredited_to {
        let mut words = named(accreditation.country);
        let dates = [("since", accreditation.valid_from), ("until", accreditation.valid_until)];
        for (word, day) in dates.into_iter().filter_map(|(word, day)| Some((word, day?))) {
            words.push_str(&format!(", {word} {day}"));
        }
        if let Some(source) = &accreditation.source {
            let of = accreditation.source_date.map(|day| format!(" of {day}")).unwrap_or_default();
            words.push_str(&format!(", source{of}: {source}"));
        }
        line("accredited to", Some(words));
    }
    let languages: Vec<String> = office.languages.iter().map(Language::own_name).collect();
    line("reads letters in", (!languages.is_empty()).then(|| languages.join(", ")));
    for (language, words) in &office.form_of_address {
        line(&format!("form of address ({language})"), Some(words.clone()));
    }
    for (language, words) in &office.salutation {
        line(&format!("salutation ({language})"), Some(words.clone()));
    }
    line("valid from", office.valid_from.map(|day| day.to_string()));
    line("valid until", office.valid_until.map(|day| day.to_string()));
    line("web site", office.website.clone());
    line("source", office.source.clone());
    line("source date", office.source_date.map(|day| day.to_string()));
    line("note", office.note.clone());
    line("defined in", Some(office.place.to_string()));
    for holder in &office.holders {
        out.push_str(&holder_words(office, holder, today));
    }
    for channel in &office.channels {
        out.push_str(&channel_words(office, channel, today));
    }
    out.push_str(&format!("\n{}\n", what_to_do(office, today)));
    if office.represents.is_some() && office.is_open(Some(today)) && !office.has_address() {
        out.push_str(&to_complete(app, office, today));
    }
    app.report.long_result(&out)
}

/// The table that completes a mission of which no address is known.
fn to_complete(app: &App, office: &Office, today: jiff::civil::Date) -> String {
    let own = app.sources.registry_files.own.as_deref().map(|file| for_sentence(&file.display().to_string()));
    format!(
        "\nTo complete it for good, look up its postal or e-mail address and add it to {}:\n\n\
         [[office]]\nid = \"{}\"\n\n[[office.channel]]\ntype = \"post\"          # or \"email\"\n\
         value = \"\"\"\n…\"\"\"             # the address line by line, without the name of the office\n\
         source = \"https://…\"    # the page that shows it\nchecked = {today}     # the day you looked\n",
        own.as_deref().unwrap_or("your own recipients.toml"),
        office.id
    )
}

fn holder_words(office: &Office, holder: &Holder, today: jiff::civil::Date) -> String {
    let mut out = format!("\nholder: {}\n", holder.name);
    let mut line = |label: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("  {label}: {value}\n"));
        }
    };
    for (label, texts) in [("name", &holder.names), ("title", &holder.title), ("salutation", &holder.salutation)] {
        for (language, text) in texts {
            line(&format!("{label} ({language})"), Some(text.clone()));
        }
    }
    line("since", holder.since.map(|day| day.to_string()));
    line("until", holder.until.map(|day| day.to_string()));
    line("source", Some(holder.source.clone().unwrap_or_else(|| "none".to_owned())));
    line("defined in", (holder.place.file != office.place.file).then(|| holder.place.to_string()));
    let confirm = format!("after checking, write checked = {today} under this holder in your own recipients.toml");
    let checked = match holder.freshness(today) {
        Freshness::Confirmed(day) => format!("confirmed by a person on {day}"),
        Freshness::Stale(day) => format!("stale, last confirmed by a person on {day}; {confirm}"),
        Freshness::Unconfirmed => format!("never confirmed by a person; {confirm}"),
    };
    line("checked", Some(checked));
    let named = office.holder_on(today);
    let why = match (holder.since, holder.until) {
        _ if named == Some(holder) => None,
        (Some(since), _) if since > today => Some(format!("not named in letters before {since}")),
        (_, Some(until)) if until < today => Some(format!("not named in letters after {until}")),
        _ => named.map(|named| format!("letters name {}, who took the office over later", named.name)),
    };
    line("not used", why);
    out
}

fn channel_words(office: &Office, channel: &Channel, today: jiff::civil::Date) -> String {
    let usage = match channel.usage {
        Usage::Letters => "",
        Usage::Copy => " (gets a copy)",
        Usage::NotForLetters => " (not for letters)",
    };
    let word = channel.contact.type_name();
    let mut out = format!("\n{word}: {}{usage}\n", channel.contact.value());
    let mut line = |label: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("  {label}: {value}\n"));
        }
    };
    line("printed as", channel.printed.clone());
    line("desk", channel.desk.clone());
    let needs = |needs: &[outcry::registry::Need]| match needs {
        [] => "nothing but the letter".to_owned(),
        needs => channels::needs_words(needs),
    };
    line("asks for", channel.needs.as_deref().map(needs));
    line("source", Some(channel.source.clone().unwrap_or_else(|| "none".to_owned())));
    line("source date", channel.source_date.map(|day| day.to_string()));
    line("valid from", channel.valid_from.map(|day| day.to_string()));
    line("valid until", channel.valid_until.map(|day| day.to_string()));
    line("note", channel.note.clone());
    if let Some(barred) = &channel.barred {
        line("not used", Some(channels::why_barred(barred)));
        return out;
    }
    // A type names a channel only where there is one of it.
    let alike = office.channels.iter().filter(|other| other.contact.type_name() == word).count();
    let which = if alike > 1 { quoted(&channel.contact.value()) } else { word.to_owned() };
    let confirm = format!("after checking, run: outcry recipients confirm {} {which}", office.id);
    line(
        "checked",
        Some(match channel.freshness(today) {
            Freshness::Confirmed(day) => format!("confirmed by a person on {day}"),
            Freshness::Stale(day) => format!("stale, last confirmed by a person on {day}; {confirm}"),
            Freshness::Unconfirmed => format!("stale, never confirmed by a person; {confirm}"),
        }),
    );
    out
}

/// The last lines of `show`: how a letter gets there.
fn what_to_do(office: &Office, today: jiff::civil::Date) -> String {
    let line = |command: &'static str, format: Format| {
        let format = if format == Format::Phone { " -f phone" } else { "" };
        format!("outcry {command} CAMPAIGN --to {}{format}", office.id)
    };
    if let Some(from) = office.valid_from.filter(|from| *from > today && office.is_open(None)) {
        return format!("No letter goes there yet: the entry is valid from {from} on.");
    }
    if !office.is_open(Some(today)) {
        let why = match (office.status.as_str(), office.valid_until) {
            ("active" | "moved", Some(until)) => format!("the entry was valid until {until}"),
            (status, _) => format!("the office is {status}"),
        };
        return format!("No letter goes there: {why}. Look for the office that took its place.");
    }
    let mut emails = office.for_letters().filter(|channel| channel.contact.type_name() == "email").peekable();
    if emails.peek().is_none() {
        let why: Vec<String> = channels::barred(office, channels::Way::Mail).collect();
        let why = if why.is_empty() { "No e-mail address for letters is known.".to_owned() } else { why.join(" ") };
        return format!("{why} {}", channels::instead(office, line));
    }
    let stale = emails.any(|channel| channel.is_stale(today));
    let send = line("send", Format::Text);
    if stale {
        format!(
            "By e-mail: `{send}`. The command asks you to accept the address first, because nobody confirmed it within \
             twelve months; in a script, use --accept-stale {}.",
            office.id
        )
    } else {
        format!("By e-mail: `{send}`.")
    }
}

/// Which embassy is for a country, or for each country of the world.
fn embassies(app: &App, state: &str, own: Option<&str>, as_json: bool) -> Result<(), Failure> {
    let state = country("STATE", state)?;
    let registry = &app.sources.registry;
    if let Some(own) = own {
        let own = country("COUNTRY", own)?;
        let found = registry.embassy(state, own);
        app.report.result(&answer(&found, own, as_json)?)?;
        let why = embassy::why(&found, registry.closed_embassy(state, own), state, own, false);
        for words in why.into_iter().chain(found.office().and_then(embassy::to_look_up)) {
            app.report.note(&words);
        }
        return Ok(());
    }
    let mut out = String::new();
    let mut counts =
        [("resident", 0), ("stand-in", 0), ("accredited", 0), ("ministry", 0), ("home", 0), ("unknown", 0)];
    for own in Country::all() {
        let found = registry.embassy(state, own);
        for (word, count) in &mut counts {
            *count += usize::from(*word == found.type_name());
        }
        out.push_str(&answer(&found, own, as_json)?);
    }
    if as_json {
        app.report.result(&out)?;
    } else {
        app.report.long_result(&out)?;
    }
    let counts = counts.iter().filter(|(word, count)| *word != "unknown" || *count > 0);
    let counts: Vec<String> = counts.map(|(word, count)| format!("{count} {word}")).collect();
    app.report.say(&format!("{state}: {}.", counts.join(", ")));
    Ok(())
}

fn answer(found: &Embassy<'_>, own: Country, as_json: bool) -> Result<String, Failure> {
    let (office, word) = (found.office(), found.type_name());
    if as_json {
        return json::answer(own, word, office);
    }
    let (id, name) =
        office.map_or(("-", "-".into()), |office| (office.id.as_str(), office.name_in(&Language::english())));
    Ok(format!("{own}\t{word}\t{id}\t{name}\n"))
}
