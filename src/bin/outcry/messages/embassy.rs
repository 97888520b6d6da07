//! What is said about the embassy that was found, and why that one.

use outcry::locale::{Country, Language};
use outcry::registry::{Embassy, Office};

/// What a signatory in `country` is told about the mission of `state`: why it is that one, when its
/// embassy is not right there, and how old the knowledge is. `already` says that the office gets a
/// letter anyway; `closed` is an embassy that would have been the one.
pub fn words(
    embassy: &Embassy<'_>,
    closed: Option<&Office>,
    state: Country,
    country: Country,
    already: bool,
) -> Vec<String> {
    let english = Language::english();
    let fate = if already { "gets a letter anyway" } else { "gets the letter" };
    let none = || format!("{} has no embassy {} that we know of", capital(&named(state)), within(country));
    let why = match embassy {
        Embassy::Resident(_) => None,
        Embassy::StandIn(office) => Some(format!("{}; its {} there {fate}.", none(), office.kind.replace('-', " "))),
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
    };
    why.into_iter().chain(embassy.office().and_then(age)).collect()
}

/// What must be looked up before anybody relies on an office that nobody described.
fn age(office: &Office) -> Option<String> {
    let name = office.name_in(&Language::english());
    if office.kind == "foreign-ministry" {
        let unknown = office.names.is_empty().then_some(office.note.as_ref())?;
        return unknown.map(|note| format!("{name}: {note}"));
    }
    if !office.is_from_wikidata() {
        return None;
    }
    let day = office.source_date.map(|day| format!(" of {day}")).unwrap_or_default();
    let look = match (&office.website, &office.source) {
        (Some(site), _) => format!(" and how to reach it: {site}"),
        (None, Some(entry)) => format!(": {entry}"),
        (None, None) => String::new(),
    };
    Some(format!("{name} is known only from Wikidata{day}. Check whether the office still exists{look}."))
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
