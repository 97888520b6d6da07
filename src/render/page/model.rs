//! What an action page knows of its campaign, as JSON.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::{Date, date};
use serde_json::{Map, Value as Json, json};

use super::request::{PageProblem, PageRequest};
use super::sentences::{sentences, tag_for};
use super::tree::{body, line};

use crate::address::Email;
use crate::campaign::{Campaign, EmbassyAs, Model, Piece, Stop};
use crate::letter::cover_words;
use crate::locale::{Country, Language, digits, long_date};
use crate::registry::{Channel, Contact, Office, OfficeKind};
use crate::render::details::copy_word_in;
use crate::render::words::words;
use crate::signatory::{Extra, ExtraName, Field, Purpose, name_tables};
use crate::text;

/// The model, and the countries that have no embassy of their own.
pub(super) fn of(request: PageRequest<'_>) -> Result<(Json, Vec<Country>), PageProblem> {
    let campaign = &request.recipients.campaign;
    let registry = &request.recipients.registry;
    let countries: Vec<Country> = Country::all().collect();
    let (mut letters, mut ui) = (Map::new(), Map::new());
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut order: Vec<&Language> = Vec::new();
    for language in request.languages {
        let Some(model) = campaign.model(language) else { continue };
        used.extend(model.used()?.iter().map(String::as_str));
        let tag = tag_for(&model.language);
        ui.insert(tag.to_owned(), interface(tag, &model.language, &countries));
        order.push(&model.language);
        letters.insert(model.language.to_string(), letter(model, campaign, &countries)?);
    }
    let mut offices: BTreeMap<&str, &Office> = BTreeMap::new();
    let to: Vec<&Office> = campaign.recipients.iter().filter_map(|id| registry.get(id)).collect();
    let copied: Vec<&Office> = request.recipients.copied_for_any().collect();
    offices.extend(to.iter().chain(&copied).map(|office| (office.id.as_str(), *office)));
    let (mut embassies, mut without) = (Map::new(), Vec::new());
    for country in countries.iter().copied() {
        let Some(state) = campaign.embassy_of else { break };
        let embassy = registry.embassy(state, country);
        let office = embassy.office();
        offices.extend(office.map(|office| (office.id.as_str(), office)));
        if embassy.type_name() != "resident" {
            without.push(country);
        }
        embassies.insert(country.to_string(), json!([embassy.type_name(), office.map(|office| &office.id)]));
    }
    let ids = |offices: &[&Office]| offices.iter().map(|office| office.id.clone()).collect::<Vec<_>>();
    let mut rules: Map<String, Json> =
        name_tables().into_iter().map(|(name, table)| (name.to_owned(), table.into())).collect();
    rules.insert("nothing".to_owned(), text::nothing_table().into());
    rules.insert("blanks".to_owned(), text::blank_tables().map(|table| json!(table)).collect());
    let model = json!({
        "title": campaign.title,
        "title_lang": campaign.default_language(),
        "version": campaign.version,
        "url": request.url,
        "made": request.today.to_string(),
        "order": order,
        "ui": ui,
        "closed": campaign.stop(request.today).and_then(|stop| match stop {
            Stop::Status(status) => Some(status.as_str()),
            // The page itself looks at the day on which it is read.
            Stop::Deadline(_) => None,
            Stop::Unfinished(_) => Some("unfinished"),
        }),
        "note": campaign.status_note,
        "act_by": campaign.act_by.map(|day| day.to_string()),
        "sources": campaign.sources,
        "rules": rules,
        "letters": letters,
        "needs_country": campaign.embassy_of.is_some(),
        "embassies": embassies,
        "to": ids(&to),
        "copied": ids(&copied),
        "copies": written(request.copies),
        "fields": campaign.fields.iter().map(field).collect::<Vec<_>>(),
        "offices": offices
            .iter()
            .map(|(id, known)| ((*id).to_owned(), office(known, request, &used)))
            .collect::<Map<_, _>>(),
    });
    Ok((model, without))
}

fn written(emails: &[Email]) -> Vec<String> {
    emails.iter().map(ToString::to_string).collect()
}

fn field(extra: &Extra) -> Json {
    let question = matches!(extra.purpose, Purpose::Question(_));
    let mut labels: Map<String, Json> = Map::new();
    for (language, label) in &extra.labels {
        labels.insert(language.as_ref().map(ToString::to_string).unwrap_or_default(), label.clone().into());
    }
    json!({ "name": extra.name.as_str(), "label": extra.label(), "labels": labels, "question": question })
}

/// The page's own sentences for readers of one language, and what is written in it outside of letters.
fn interface(tag: &str, language: &Language, countries: &[Country]) -> Json {
    let reader = if tag == language.primary() { language.clone() } else { Language::english() };
    let mut interface: Map<String, Json> =
        sentences(tag).iter().map(|(key, sentence)| (key.clone(), sentence.clone().into())).collect();
    let mut names: Vec<(String, String)> =
        countries.iter().map(|country| (country.to_string(), country.name_in(&reader))).collect();
    names.sort_by_cached_key(|(_, name)| text::fold(name));
    interface.insert("countries".to_owned(), json!(names));
    interface.insert("dates".to_owned(), json!({ "of": { "": 0 }, "patterns": [months(&reader, None)] }));
    Json::Object(interface)
}

fn letter(model: &Model, campaign: &Campaign, countries: &[Country]) -> Result<Json, PageProblem> {
    let language = &model.language;
    let pieces = model.pieces()?;
    let count = pieces.demands.len();
    let text = |pieces: &[Piece]| line(pieces, count);
    let cover = cover_words(language);
    let with_cover = campaign.embassy_as == EmbassyAs::Copy || !campaign.copy_offices.is_empty();
    Ok(json!({
        "name": language.own_name(),
        "rtl": language.is_right_to_left(),
        "ui": tag_for(language),
        "subject": text(&pieces.subject),
        "salutation": pieces.salutation.as_deref().map(text),
        "body": body(&pieces.body, count)?,
        "closing": text(&pieces.closing),
        "demands": pieces.demands.iter().map(|demand| text(demand)).collect::<Vec<_>>(),
        "phone": pieces.phone.as_deref().map(text),
        "used": model.used()?,
        "required": required(model, campaign)?,
        "words": spoken(language),
        "cover": with_cover.then(|| json!({
            "for_information": cover.for_information,
            "copy_of": cover.copy_of,
            "subject": cover.subject,
            "salutation": cover.salutation,
            "sending": cover.sending,
            "please": cover.please,
        })),
        "countries": if model.used()?.contains("country") {
            json!(countries.iter().map(|country| (country.to_string(), country.name_in(language))).collect::<BTreeMap<_, _>>())
        } else {
            Json::Null
        },
        "dates": dates(language, countries),
    }))
}

/// What the letter cannot be written without, beyond what every signatory gives.
fn required(model: &Model, campaign: &Campaign) -> Result<Vec<String>, PageProblem> {
    let known: Vec<&str> = Field::ALL.iter().map(Field::name).filter(|name| *name != "kind").collect();
    let declared = |name: &str| campaign.fields.iter().any(|extra| ExtraName::as_str(&extra.name) == name);
    let printed = model.required()?.iter();
    Ok(printed.filter(|name| known.contains(&name.as_str()) || declared(name)).cloned().collect())
}

/// The words that a letter and a call add by themselves.
fn spoken(language: &Language) -> Json {
    let words = words(language);
    json!({
        "colon": words.before("", ""),
        "comma": words.row(&["", ""]),
        "rtl": language.is_right_to_left(),
        "subject": words.subject,
        "copy_to": words.copy_to,
        "copy_to_from": copy_word_in(language).iter().copied().collect::<HashMap<_, _>>(),
        "name_and_role": words.name_and_role,
        "call": words.call,
        "number": words.number,
        "printed_as": words.printed_as,
        "not_confirmed": words.not_confirmed,
        "ask_for": words.ask_for,
        "public_desk": words.public_desk,
        "say": words.say,
        "my_name_is": words.my_name_is,
        "calling_for": words.calling_for,
        "about": words.about,
        "i_ask": words.i_ask,
        "we_ask": words.we_ask,
        "answer": words.answer,
    })
}

/// How a day is written: patterns of its twelve months, and which of them a country has where it is not the first.
fn dates(language: &Language, countries: &[Country]) -> Json {
    let mut known: Vec<(String, Json)> = Vec::new();
    let mut of_country = Map::new();
    for country in std::iter::once(None).chain(countries.iter().copied().map(Some)) {
        let sample = [date(2026, 11, 23), date(2026, 11, 5)].map(|day| long_date(day, language, country)).join("\n");
        let at = known.iter().position(|(one, _)| *one == sample).unwrap_or_else(|| {
            known.push((sample, months(language, country)));
            known.len() - 1
        });
        if at > 0 {
            of_country.insert(country.map(|country| country.to_string()).unwrap_or_default(), json!(at));
        }
    }
    json!({ "of": of_country, "patterns": known.into_iter().map(|(_, months)| months).collect::<Vec<_>>() })
}

fn months(language: &Language, country: Option<Country>) -> Json {
    let digits = digits(language, country);
    let months: Vec<String> = (1..=12_i8)
        .map(|month| {
            let short = long_date(date(2026, month, 5), language, country);
            let pattern = long_date(date(2026, month, 23), language, country);
            let day = if short.contains(&digits.replace("05")) { "{dd}" } else { "{d}" };
            pattern.replacen(&digits.replace("2026"), "{y}", 1).replacen(&digits.replace("23"), day, 1)
        })
        .collect();
    json!({ "months": months, "digits": digits.all().map(|all| all.iter().collect::<String>()) })
}

/// How an office is named from a day on: whoever holds it is named above it and may greet differently.
fn time(office: &Office, from: Option<Date>, day: Date, languages: &[Language]) -> Json {
    let holder = office.holder_on(day);
    let (mut lines, mut row, mut salutation) = (Map::new(), Map::new(), Map::new());
    for language in languages {
        let form = office.form_of_address_in(language);
        let form = form.filter(|_| holder.is_none_or(|holder| holder.title_in(language).is_none()));
        let titled = holder.map(|holder| holder.titled_in(language));
        let named: Vec<String> = titled.into_iter().chain([office.name_in(language).into_owned()]).collect();
        let own = holder.and_then(|holder| holder.salutation_in(language)).or_else(|| office.salutation_in(language));
        let tag = language.to_string();
        row.insert(tag.clone(), holder.map(|_| words(language).row(&named)).into());
        lines.insert(tag.clone(), form.map(str::to_owned).into_iter().chain(named).collect());
        salutation.insert(tag, own.into());
    }
    json!({ "from": from.map(|day| day.to_string()), "lines": lines, "row": row, "salutation": salutation })
}

/// The days from which on another person may hold an office.
fn changes(office: &Office, today: Date) -> BTreeSet<Date> {
    let ends = office.holders.iter().filter_map(|holder| holder.until?.tomorrow().ok());
    let starts = office.holders.iter().filter_map(|holder| holder.since);
    starts.chain(ends).filter(|day| *day > today).collect()
}

fn office(office: &Office, request: PageRequest<'_>, used: &BTreeSet<&str>) -> Json {
    let (today, languages) = (request.today, request.languages);
    let mut times = vec![time(office, None, today, languages)];
    times.extend(changes(office, today).into_iter().map(|day| time(office, Some(day), day, languages)));
    let post = office.post().map(<[String]>::to_vec).or_else(|| office.seat.clone().map(|city| vec![city]));
    let last = post.iter().flatten().last();
    let country = |language: &Language| -> Json {
        let name = office.stands_in().map(|country| language.capitals(&country.name_in(language)));
        name.filter(|name| last.is_none_or(|last| language.capitals(last) != *name)).into()
    };
    let confirmed = |channel: &Channel| {
        json!({
            "checked": channel.checked.map(|day| day.to_string()),
            "until": channel.confirmed_until().map(|day| day.to_string()),
        })
    };
    let (mut emails, mut phones, mut forms) = (Vec::new(), Vec::new(), Vec::new());
    for channel in office.for_letters() {
        match &channel.contact {
            Contact::Email(_) => emails.push(confirmed(channel)),
            Contact::Phone(number) => {
                let printed = channel.printed.as_ref().filter(|printed| *printed != number.as_str());
                let mut phone = confirmed(channel);
                phone["number"] = number.as_str().into();
                phone["printed"] = printed.cloned().into();
                phone["desk"] = channel.desk.clone().into();
                phones.push(phone);
            }
            Contact::Form(url) => forms.push(url.clone()),
            _ => {}
        }
    }
    let conditions =
        used.iter().filter(|name| OfficeKind::of_condition(name).is_some_and(|kind| office.kind.is_a(kind)));
    json!({
        "times": times,
        "post": post,
        "has_post": office.post().is_some(),
        "country": languages.iter().map(|language| (language.to_string(), country(language))).collect::<Map<_, _>>(),
        "stands_in": office.stands_in(),
        "to": written(&office.emails()),
        "cc": written(&office.copy_emails()),
        "all": written(&office.all_emails()),
        "emails": emails,
        "phones": phones,
        "forms": forms,
        "open": office.is_open(Some(today)),
        "open_until": office.valid_until.map(|day| day.to_string()),
        "cover": request.recipients.gets_cover(office),
        "is": conditions.collect::<Vec<_>>(),
    })
}
