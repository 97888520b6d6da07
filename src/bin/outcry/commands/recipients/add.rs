//! `outcry recipients add`: one office, from flags, from pasted text or from answers, written into the user's own
//! registry file.

use std::path::Path;

use outcry::check::{self, Severity};
use outcry::locale::{Country, Language};
use outcry::registry::pasted::{self, Mended, PastedOffice, PastedText, PastedValue, Read};
use outcry::registry::search::{Query, language_of_name};
use outcry::registry::{Layer, OfficeKind, Registry, is_id};
use outcry::text::for_sentence;
use toml_edit::Datetime;

use super::draft::{Draft, DraftChannel};
use crate::app::App;
use crate::args::AddOfficeArgs;
use crate::failure::{Exit, Failure};
use crate::input::{text_file, toml_file};

pub fn add(app: &App, args: &AddOfficeArgs) -> Result<(), Failure> {
    let mut draft = Draft { kind: args.kind, ..Draft::default() };
    let mut wrong = Vec::new();
    from_flags(&mut draft, args, &mut wrong);
    if !wrong.is_empty() {
        return Err(Failure { exit: Exit::Usage, problems: wrong, hints: Vec::new() });
    }
    if let Some(file) = &args.paste {
        let text = pasted_text(app, file)?;
        for words in from_text(&mut draft, &text)? {
            app.report.note(&words);
        }
    }
    let (mut source, mut source_date, mut checked) = dates(app, args)?;
    // What was read from standard input leaves nobody to ask.
    let can_ask = app.ask.possible() && !args.yes;
    if can_ask {
        ask(app, &mut draft)?;
        if !draft.channels.is_empty() {
            if source.is_none() {
                source = Some(app.ask.checked("The page that shows these values (https://…)", web_page)?);
            }
            if source_date.is_none() {
                source_date =
                    app.ask.checked("The day of that page, such as 2026-10-01 (Enter if it has none)", optional_day)?;
            }
            let question = "Did you confirm these values today with the office itself?";
            if checked.is_none() && app.ask.consent(question)? {
                checked = toml_day(&app.environment.today.to_string()).ok();
            }
        }
    }
    let missing = missing(&draft, source.as_deref());
    if !missing.is_empty() {
        let failure = Failure { exit: Exit::Usage, problems: missing, hints: Vec::new() };
        return Err(failure.hint("give these flags, or run this on a terminal to be asked"));
    }
    for channel in &mut draft.channels {
        (channel.source, channel.source_date, channel.checked) = (source.clone(), source_date, checked);
    }
    draft.id = id(app, &draft, args.id.as_deref())?;
    for words in known(app, &draft) {
        app.report.note(&words);
    }
    let table = draft.text();
    if args.dry_run {
        return app.report.result(&table);
    }
    let Some(file) = app.sources.registry_files.own.as_deref() else {
        return Err(
            Failure::config("there is no folder for your own registry").hint("name a file with --recipients FILE")
        );
    };
    app.report.say(&format!("\n{table}"));
    let shown = for_sentence(&file.display().to_string());
    if can_ask && !app.ask.consent(&format!("Write this into {shown}?"))? {
        app.report.say("Nothing was written.");
        return Ok(());
    }
    write(app, file, &draft)?;
    app.report.result(&format!("added\t{}\n", draft.id))?;
    app.report.say(&format!(
        "Saved in {shown}. To see it: outcry recipients show {0}; to write to it: outcry write CAMPAIGN --to {0}",
        draft.id
    ));
    Ok(())
}

fn from_flags(draft: &mut Draft, args: &AddOfficeArgs, wrong: &mut Vec<String>) {
    let mut country = |flag: &str, raw: &Option<String>| {
        let raw = raw.as_deref()?;
        let invalid = |problem| format!("invalid value \"{}\" for {flag}: {problem}", for_sentence(raw));
        Country::read(raw).map_err(|problem| wrong.push(invalid(problem))).ok()
    };
    draft.country = country("--country", &args.country);
    draft.host = country("--host", &args.host);
    for tag in &args.language {
        match tag.parse() {
            Ok(language) => draft.languages.push(language),
            Err(error) => wrong.push(format!("invalid value for --language: {error}")),
        }
    }
    draft.names = args.name.iter().map(|text| tagged(text, draft.country)).collect();
    draft.salutation = args.salutation.iter().map(|text| tagged(text, draft.country)).collect();
    let values = [
        ("email", &args.email),
        ("post", &args.post),
        ("phone", &args.phone),
        ("fax", &args.fax),
        ("form", &args.form),
    ];
    for (word, values) in values {
        for raw in values {
            match channel(word, raw) {
                Ok(channel) => draft.channels.push(channel),
                Err(problem) => wrong.push(format!("invalid value \"{}\" for --{word}: {problem}", for_sentence(raw))),
            }
        }
    }
}

/// `ru=Суд`, or a text whose language shows, or English.
fn tagged(text: &str, country: Option<Country>) -> (Language, String) {
    let tag = text.split_once('=').and_then(|(tag, rest)| Some((tag.trim().parse::<Language>().ok()?, rest)));
    let (language, text) =
        tag.unwrap_or_else(|| (language_of_name(text, country).unwrap_or_else(Language::english), text));
    (language, text.trim().to_owned())
}

/// A channel with this value, if it can be one.
fn channel(word: &'static str, raw: &str) -> Result<DraftChannel, String> {
    let value = if word == "post" { raw.replace("; ", "\n").replace(';', "\n") } else { raw.trim().to_owned() };
    outcry::registry::Contact::parse(word, &value).map_err(|problem| problem.to_string())?;
    Ok(DraftChannel { word, value, printed: None, source: None, source_date: None, checked: None, note: None })
}

fn toml_day(day: &str) -> Result<Datetime, String> {
    let date: jiff::civil::Date =
        day.trim().parse().map_err(|_| format!("`{}` is not a day; write it as 2026-10-01", for_sentence(day)))?;
    date.to_string().parse().map_err(|_| "it cannot be written as a TOML date".to_owned())
}

fn optional_day(day: &str) -> Result<Option<Datetime>, String> {
    if day.trim().is_empty() { Ok(None) } else { toml_day(day).map(Some) }
}

fn web_page(raw: &str) -> Result<String, String> {
    channel("form", raw).map(|page| page.value)
}

type Dates = (Option<String>, Option<Datetime>, Option<Datetime>);

fn dates(app: &App, args: &AddOfficeArgs) -> Result<Dates, Failure> {
    let today = app.environment.today.to_string();
    let day = |flag: &str, raw: &Option<String>| {
        let raw = raw.as_deref().map(|raw| if raw == "today" { today.as_str() } else { raw });
        raw.map(toml_day).transpose().map_err(|error| Failure::usage(format!("invalid value for {flag}: {error}")))
    };
    let source = args.source.as_deref().map(web_page).transpose();
    let source = source.map_err(|error| Failure::usage(format!("invalid value for --source: {error}")))?;
    Ok((source, day("--source-date", &args.source_date)?, day("--checked", &args.checked)?))
}

fn pasted_text(app: &App, file: &Path) -> Result<String, Failure> {
    if file != Path::new("-") {
        return text_file::read(file);
    }
    if app.ask.possible() {
        app.report.say("Paste the office as it is printed. A line with a full stop alone ends it, or Ctrl-D.");
        return app.ask.lines();
    }
    text_file::standard_input("--paste")
}

/// Takes over what a text says of its one office, where no flag says otherwise; returns what a person should know.
fn from_text(draft: &mut Draft, text: &str) -> Result<Vec<String>, Failure> {
    let mut offices = pasted::offices(text, draft.country);
    let office = match offices.len() {
        0 => {
            return Err(Failure::data("no office can be found in the text")
                .hint("its name stands on the first line, then its address"));
        }
        1 => offices.remove(0),
        several => {
            let names = offices.iter().map(|office| {
                let name = office.names.first().or(office.persons.first()).map_or("?", |name| &name.text);
                format!("line {}: {}", office.line, for_sentence(name))
            });
            let failure = Failure::data(format!("the text holds {several} offices; give one at a time"));
            return Err(Failure { hints: names.collect(), ..failure });
        }
    };
    let PastedOffice { names, persons, post, country, values, pages, salutation, copies, leftovers, .. } = &office;
    draft.kind = draft.kind.or(office.kind());
    draft.country = draft.country.or(*country);
    let spoken = |text: &PastedText| tagged(&text.text.replace('=', " "), draft.country);
    let mut notes = Vec::new();
    if draft.names.is_empty() {
        // "Minister of Justice" above "Ministry of Justice": who is addressed, and the office.
        if let Some((office, above)) = names.split_last() {
            draft.names.push(spoken(office));
            draft.form_of_address = above.iter().take(1).map(spoken).collect();
            notes.extend(
                above
                    .iter()
                    .skip(1)
                    .map(|name| format!("line {} was left out: {}", name.line, for_sentence(&name.text))),
            );
        }
    }
    if draft.salutation.is_empty() {
        draft.salutation.extend(salutation.iter().map(spoken));
    }
    let lines: Vec<&str> = post.iter().map(|line| line.text.as_str()).collect();
    if !lines.is_empty() {
        draft.channels.extend(channel("post", &lines.join("\n")));
    }
    for value in values {
        notes.extend(value_note(value));
        if let Some(contact) = value.contact() {
            let mut channel = channel(value.word, &contact.value()).map_err(Failure::data)?;
            channel.printed = Some(value.printed.clone()).filter(|_| matches!(value.read, Read::Mended(..)));
            // "Tel/Fax": without a word of it, the checks take one of the two for a slip.
            let is_twin = |other: &PastedValue| {
                other.word != value.word && other.contact().is_some_and(|other| other.value() == contact.value())
            };
            if matches!(value.word, "phone" | "fax") && values.iter().any(is_twin) {
                channel.note = Some("printed as telephone and fax");
            }
            draft.channels.push(channel);
        }
    }
    let left_out =
        |why: &str, text: &PastedText| format!("line {} was left out, {why}: {}", text.line, for_sentence(&text.text));
    notes.extend(
        persons.iter().map(|person| left_out("it names a person ([[office.holder]] takes one with a source)", person)),
    );
    notes.extend(pages.iter().map(|page| left_out("a web page is no way to send a letter", page)));
    notes.extend(
        copies
            .iter()
            .filter_map(PastedValue::contact)
            .map(|copy| format!("{} gets copies and was left out", copy.value())),
    );
    notes.extend(leftovers.iter().map(|rest| left_out("it found no place", rest)));
    Ok(notes)
}

/// What to say of a printed value that is not simply what it says.
fn value_note(value: &PastedValue) -> Option<String> {
    let PastedValue { word, printed, read, line } = value;
    let printed = for_sentence(printed);
    Some(match read {
        Read::Value(_) => return None,
        Read::Missing => format!("line {line} has no {word} behind its label; look it up"),
        Read::Hidden => format!("line {line} hides its e-mail address ({printed}); look it up on the page itself"),
        Read::Unreadable(problem) => format!("line {line}: {word} \"{printed}\" was left out: {problem}"),
        Read::Mended(contact, how) => {
            let how = match how {
                Mended::DoubledPlus => "with two plus signs",
                Mended::Trunk => "with a (0), which is not dialled from abroad",
                Mended::Abroad => "with 00 in place of the plus",
                Mended::National => "without the country's code",
                Mended::Spelled => "with its signs spelled out",
            };
            format!("line {line}: {word} \"{printed}\" is printed {how}; it was taken for {}", contact.value())
        }
    })
}

/// Asks for what is missing.
fn ask(app: &App, draft: &mut Draft) -> Result<(), Failure> {
    let text = |raw: &str| outcry::text::line(raw, 300).map_err(|error| error.to_string());
    if draft.names.is_empty() {
        let name = app.ask.checked("What the office is called", text)?;
        draft.names.push(tagged(&name, draft.country));
    }
    if draft.kind.is_none() {
        let kinds: Vec<&str> = OfficeKind::all().map(OfficeKind::as_str).collect();
        let question = format!("What it is ({})", kinds.join(", "));
        draft.kind = Some(app.ask.checked(&question, |raw| {
            let raw = raw.trim().to_lowercase();
            OfficeKind::parse(&raw).ok_or_else(|| match OfficeKind::nearest(&raw) {
                Some(kind) => format!("there is no such kind; the nearest is {}", kind.as_str()),
                None => "there is no such kind".to_owned(),
            })
        })?);
    }
    let country = |raw: &str| Country::read(raw).map_err(|problem| problem.to_string());
    if draft.country.is_none() && needs_country(draft.kind) {
        let question = if is_mission(draft) { "The state it represents" } else { "Its country" };
        draft.country = Some(app.ask.checked(question, country)?);
    }
    if draft.host.is_none() && is_mission(draft) {
        draft.host = Some(app.ask.checked("The state it stands in", country)?);
    }
    if draft.channels.is_empty() {
        for (word, question) in [
            ("email", "Its e-mail address (Enter to leave out)"),
            ("post", "Its postal address, lines parted by ; (Enter to leave out)"),
            ("phone", "Its telephone number, such as +7… (Enter to leave out)"),
            ("fax", "Its fax number (Enter to leave out)"),
            ("form", "Its web form (Enter to leave out)"),
        ] {
            let given = app
                .ask
                .checked(question, |raw| if raw.trim().is_empty() { Ok(None) } else { channel(word, raw).map(Some) })?;
            draft.channels.extend(given);
        }
    }
    if draft.languages.is_empty() {
        draft.languages =
            app.ask.checked("Languages it reads letters in, such as ru, kk (Enter if you do not know)", |raw| {
                let tags = raw.split([',', ' ']).filter(|tag| !tag.is_empty());
                tags.map(|tag| tag.parse::<Language>().map_err(|error| error.to_string()))
                    .collect::<Result<Vec<_>, _>>()
            })?;
    }
    Ok(())
}

fn is_mission(draft: &Draft) -> bool {
    draft.kind.is_some_and(OfficeKind::is_mission)
}

/// An organisation of states and a company belong to none.
fn needs_country(kind: Option<OfficeKind>) -> bool {
    !matches!(
        kind,
        Some(OfficeKind::InternationalOrganisation | OfficeKind::Company | OfficeKind::Media | OfficeKind::Other)
    )
}

fn missing(draft: &Draft, source: Option<&str>) -> Vec<String> {
    let needs = [
        (draft.names.is_empty(), "--name is missing: what the office is called"),
        (draft.kind.is_none(), "--kind is missing: what it is, such as court or justice-ministry"),
        (
            draft.country.is_none() && needs_country(draft.kind),
            "--country is missing: the state it belongs to or represents",
        ),
        (draft.host.is_none() && is_mission(draft), "--host is missing: the state that the mission stands in"),
        (!draft.channels.is_empty() && source.is_none(), "--source is missing: the page that shows these values"),
    ];
    needs.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, words)| words.to_owned()).collect()
}

fn id(app: &App, draft: &Draft, given: Option<&str>) -> Result<String, Failure> {
    let id = given.map_or_else(|| draft.suggested_id(), str::to_owned);
    if !is_id(&id) {
        let id = for_sentence(&id);
        return Err(Failure::usage(format!("invalid value \"{id}\" for --id: use a-z, 0-9 and -, at most 64")));
    }
    // A foreign ministry of which nothing is known has its id already, and no more.
    let Some(known) =
        app.sources.registry.get(&id).filter(|known| !known.names.is_empty() || !known.channels.is_empty())
    else {
        return Ok(id);
    };
    Err(Failure::data(format!("the registry has {id} already: {}", known.name_in(&Language::english())))
        .hint(format!("to see it: outcry recipients show {id}"))
        .hint("if you mean another office, give it an --id of its own"))
}

/// What the registry knows already that may be this very office.
fn known(app: &App, draft: &Draft) -> Vec<String> {
    let registry = &app.sources.registry;
    let mut notes = Vec::new();
    let emails: Vec<&str> =
        draft.channels.iter().filter(|channel| channel.word == "email").map(|channel| channel.value.as_str()).collect();
    for office in registry.offices() {
        for channel in &office.channels {
            let value = channel.contact.value();
            if channel.contact.type_name() == "email" && emails.iter().any(|email| email.eq_ignore_ascii_case(&value)) {
                notes.push(format!("{} has the address {value} too", office.id));
            }
        }
    }
    if draft.country.is_some() && !is_mission(draft) {
        let query = Query { country: draft.country, kind: draft.kind, ..Query::default() };
        let alike = registry.search(&query, app.environment.today).offices;
        notes.extend(alike.iter().filter(|office| office.host.is_none()).map(|office| {
            format!(
                "the registry has {} ({}), of the same kind and country",
                office.id,
                office.name_in(&Language::english())
            )
        }));
    }
    notes
}

/// Writes the table at the end of the file, unless the registry's own check would refuse it.
fn write(app: &App, file: &Path, draft: &Draft) -> Result<(), Failure> {
    let name = file.display().to_string();
    let today = app.environment.today;
    let warnings = std::cell::RefCell::new(Vec::new());
    let valid = |text: &str| {
        Layer::parse(&name, text).map_err(|errors| errors.to_string())?;
        let start = text.lines().position(|line| line.trim() == format!("id = \"{}\"", draft.id)).unwrap_or(0);
        let below = Registry::shipped().on(today);
        let findings = check::registry(&name, text, &below, today);
        let (errors, rest): (Vec<_>, Vec<_>) = findings
            .into_iter()
            .filter(|finding| finding.place.line > start)
            .partition(|finding| finding.severity == Severity::Error);
        warnings.borrow_mut().extend(rest.into_iter().map(|finding| finding.message));
        let errors: Vec<String> = errors.into_iter().map(|finding| finding.message).collect();
        if errors.is_empty() { Ok(()) } else { Err(errors.join("; ")) }
    };
    toml_file::change(file, Exit::Data, toml_file::Readers::AsBefore, valid, |document| {
        toml_file::add_to_list(document, "office", draft.table())
    })?;
    for words in warnings.into_inner() {
        app.report.note(&words);
    }
    Ok(())
}
