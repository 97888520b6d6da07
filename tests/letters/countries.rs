//! What the shipped registry knows of each state: docs/countries.md, kept as the registry has it.
//! `INSTA_UPDATE=always cargo test --test letters countries` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use outcry::locale::Language;
use outcry::registry::{Channel, Office, OfficeKind, Registry};

/// Kinds of missions, which stand in the file for Kazakhstan alone. Those of all states are in Wikidata.
const MISSIONS: [OfficeKind; 2] = [OfficeKind::Embassy, OfficeKind::Consulate];

const HEAD: &str = "# What the registry knows of each state

Offices of the shipped registry by state: their kinds, how many channels of each type letters or copies may go to, and
the years of the sources. Embassies and consulates are left out ([offices.md](offices.md)). A source without a full date
is counted as undated; the note of its channel says from when it is. \"Weak\" is what is from before 2015, or can be, or
rests on an encyclopedia, a blog or a code file. No value here was confirmed with its office yet. What a state lacks can be
added: [CONTRIBUTING.md](../CONTRIBUTING.md).

The kinds are KINDS.

| state | kinds | e-mail | post | phone | fax | form | sources |
|---|---|---|---|---|---|---|---|
";

/// One line of the table.
fn line(state: &str, offices: &[&Office]) -> String {
    let kinds: BTreeSet<&str> = offices.iter().map(|office| office.kind.as_str()).collect();
    let channels: Vec<&Channel> =
        offices.iter().flat_map(|office| office.for_letters().chain(office.for_copies())).collect();
    let of_type = |word: &str| channels.iter().filter(|channel| channel.contact.type_name() == word).count();
    let mut line = format!("| {state} | {} |", kinds.into_iter().collect::<Vec<_>>().join(", "));
    for word in ["email", "post", "phone", "fax", "form"] {
        match of_type(word) {
            0 => line.push_str("  |"),
            count => write!(line, " {count} |").unwrap(),
        }
    }
    let years: BTreeSet<i16> =
        channels.iter().filter_map(|channel| channel.source_date).map(jiff::civil::Date::year).collect();
    let mut sources = Vec::new();
    match (years.first(), years.last()) {
        (Some(first), Some(last)) if first == last => sources.push(first.to_string()),
        (Some(first), Some(last)) => sources.push(format!("{first} to {last}")),
        _ => {}
    }
    let is_weak = |channel: &&&Channel| {
        channel.note.as_deref().is_some_and(|note| note.contains("weak: "))
            || channel.source_date.is_some_and(|day| day.year() < 2015)
            || channel.source.as_deref().is_some_and(|source| source.contains("blogspot"))
    };
    for (count, word) in [
        (channels.iter().filter(|channel| channel.source_date.is_none()).count(), "undated"),
        (channels.iter().filter(is_weak).count(), "weak"),
    ] {
        if count > 0 {
            sources.push(format!("{count} {word}"));
        }
    }
    line + &format!(" {} |\n", sources.join(", "))
}

#[test]
fn the_table_of_states_is_as_the_registry_has_it() {
    let english = Language::english();
    let registry = Registry::shipped();
    let mut states: BTreeMap<String, Vec<&Office>> = BTreeMap::new();
    for office in registry.offices().filter(|office| !MISSIONS.iter().any(|kind| office.kind.is_a(*kind))) {
        if let Some(state) = office.country {
            states.entry(state.name_in(&english)).or_default().push(office);
        }
    }
    let lines: String = states.iter().map(|(state, offices)| line(state, offices)).collect();
    let kinds: Vec<String> = OfficeKind::all().map(|kind| format!("`{}`", kind.as_str())).collect();
    let table = HEAD.replace("KINDS", &kinds.join(", ")) + &lines;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/countries.md");
    #[expect(clippy::disallowed_methods, reason = "whoever runs the tests says so in the environment, as for insta")]
    let update = std::env::var_os("INSTA_UPDATE");
    if update.is_some_and(|value| value == "always") {
        std::fs::write(&file, &table).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap_or_default(), table, "docs/countries.md is not up to date");
}
