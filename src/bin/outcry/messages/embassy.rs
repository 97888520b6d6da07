//! What is said about the embassy that was found, and why that one.

use jiff::civil::Date;
use outcry::locale::{Country, Language};
use outcry::registry::{Contact, Embassy, Office, OfficeKind};

/// Why a signatory in `country` writes to that mission of `state`, when its embassy is not right there.
/// `already` says that the office gets a letter anyway; `closed` is an embassy that would have been
/// the one.
pub fn why(
    embassy: &Embassy<'_>,
    closed: Option<&Office>,
    state: Country,
    country: Country,
    already: bool,
) -> Option<String> {
    let english = Language::english();
    let fate = if already { "gets a letter anyway" } else { "gets the letter" };
    let none = || format!("{} has no embassy {} that we know of", capital(&named(state)), within(country));
    match embassy {
        Embassy::Resident(_) => None,
        Embassy::StandIn(office) => {
            Some(format!("{}; its {} there {fate}.", none(), office.kind.as_str().replace('-', " ")))
        }
        Embassy::Accredited { office, others } => {
            let mut words = format!("{}; the one {} is accredited there and {fate}.", none(), stands(office));
            if !others.is_empty() {
                let others: Vec<&str> = others.iter().map(|office| office.id.as_str()).collect();
                words.push_str(&format!(" Also listed as accredited: {}.", others.join(", ")));
            }
            Some(words)
        }
        Embassy::Ministry(office) => Some(format!(
            "No {}embassy of {} for {} is known{}; {} {fate}{}. If you know of one, or live in a territory of another \
             state, choose it with --embassy and the country it is in.",
            if closed.is_some() { "open " } else { "" },
            named(state),
            named(country),
            closed
                .map(|office| format!(" ({} is {}, {})", office.id, office.status.as_str(), office.place))
                .unwrap_or_default(),
            office.name_in(&english),
            if already { "" } else { " in its place" }
        )),
        Embassy::Home(office) => Some(format!(
            "{} has no embassy on its own territory; {} {fate}.",
            capital(&named(state)),
            office.name_in(&english)
        )),
        Embassy::Unknown => Some(format!(
            "No embassy of {} for {} is known, and no foreign ministry. The letters go only to the other offices.",
            named(state),
            named(country)
        )),
    }
}

/// What must be looked up before anybody relies on an office that nobody described, or of which no address is known.
pub fn to_look_up(office: &Office) -> Option<String> {
    let name = office.name_in(&Language::english());
    if office.kind == OfficeKind::ForeignMinistry {
        let unknown = office.names.is_empty().then_some(office.note.as_ref())?;
        return unknown.map(|note| format!("{name}: {note}"));
    }
    let is_from_wikidata = office.is_from_wikidata();
    let is_unreached = !office.has_address();
    if !is_from_wikidata && !is_unreached {
        return None;
    }
    let mut words = if is_from_wikidata {
        let still = if is_unreached { "" } else { " and how to reach it" };
        format!(
            "{name} is known only from Wikidata{}. Check whether the office still exists{still}",
            dated(office.source_date)
        )
    } else {
        format!("Look up how to reach {name}")
    };
    let places = places_to_ask(office);
    words.push_str(&if places.is_empty() { ".".to_owned() } else { format!(": {}.", places.join(", ")) });
    if is_unreached {
        let city = match &office.seat {
            Some(city) => format!("; the letter names only the city, {city}"),
            None => String::new(),
        };
        words.push_str(&format!(
            " No postal or e-mail address is known{city}. To complete it for good, look up the address and add it to your \
             own recipients.toml; `outcry recipients show {id}` prints the table for it.",
            id = office.id
        ));
    }
    Some(words)
}

/// Where the address of an office can be asked for: its web page and telephones, each with its day; else the entry in
/// Wikidata.
fn places_to_ask(office: &Office) -> Vec<String> {
    let mut places: Vec<String> =
        office.website.iter().map(|site| format!("{site}{}", dated(office.source_date))).collect();
    for channel in office.for_letters() {
        if let Contact::Phone(number) = &channel.contact {
            places.push(format!("telephone {}{}", number.as_str(), dated(channel.checked.or(channel.source_date))));
        }
    }
    if places.is_empty() {
        places.extend(office.source.clone());
    }
    places
}

fn dated(day: Option<Date>) -> String {
    day.map(|day| format!(" (as of {day})")).unwrap_or_default()
}

/// Where an embassy stands: the city that a person wrote down, else its state. Wikidata often names
/// a district instead of the city.
fn stands(office: &Office) -> String {
    match (&office.seat, office.host) {
        (Some(city), _) if !office.is_from_wikidata() => format!("in {city}"),
        (Some(city), Some(host)) => format!("{} ({city})", within(host)),
        (None, Some(host)) => within(host),
        (Some(city), None) => format!("in {city}"),
        (None, None) => "elsewhere".to_owned(),
    }
}

/// A country as an English sentence names it: with its article.
fn named(country: Country) -> String {
    let english = Language::english();
    let phrase = country.of_in(&english);
    let name = phrase.as_deref().and_then(|phrase| phrase.strip_prefix("of "));
    name.map_or_else(|| country.name_in(&english), str::to_owned)
}

fn within(country: Country) -> String {
    country.within_in(&Language::english()).unwrap_or_else(|| format!("in {}", named(country)))
}

fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
