//! What a registry changes about an office that another one knows: every value that decides where a letter goes,
//! whether it goes, and what it says of the office. Sources, notes and other names to search by decide nothing.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::contact::Contact;
use super::holder::Holder;
use super::office::{Channel, Office, Usage};
use crate::locale::{Country, Language};

/// One value that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub value: Value,
    /// As it was, in the words of files; empty where it was not known.
    pub before: Vec<String>,
    /// As it is now; empty where it is not used any more.
    pub now: Vec<String>,
}

/// What can differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// The channels of a type, as far as they are used.
    Channels(&'static str, Usage),
    /// The day on which a person confirmed the channel with this value.
    Confirmed(String),
    /// Its kind.
    Kind,
    /// The state it belongs to.
    Country,
    /// The city it sits in.
    Seat,
    /// Its name in a language.
    Name(Language),
    /// How a letter to it begins in a language.
    Salutation(Language),
    /// The form of address in a language.
    FormOfAddress(Language),
    /// Who holds it, and how letters address them.
    Holders,
    /// The languages it reads.
    Languages,
    /// Whether it still exists.
    Status,
    /// The days on which what is known of it holds.
    Holds,
    /// The state it represents.
    Represents,
    /// The state it stands in.
    Host,
    /// Whether it is a mission to the state it stands in.
    Resident,
    /// The states it is accredited to.
    AccreditedTo,
}

/// What differs in `now` from the same office as `before` has it.
pub fn changes(before: &Office, now: &Office) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut compare = |value: Value, before: Vec<String>, now: Vec<String>| {
        if before != now {
            changes.push(Change { value, before, now });
        }
    };
    for word in Contact::WORDS {
        for (_, usage) in Usage::WORDS.into_iter().filter(|(_, usage)| *usage != Usage::NotForLetters) {
            let used = |office: &Office| used(office, word, usage);
            compare(Value::Channels(word, usage), used(before), used(now));
        }
    }
    for channel in now.for_letters().chain(now.for_copies()) {
        let known = before.for_letters().chain(before.for_copies());
        if let Some(known) = known.into_iter().find(|known| known.contact.is_same(&channel.contact)) {
            let confirmed = |channel: &Channel| listed(channel.checked);
            compare(Value::Confirmed(channel.contact.value()), confirmed(known), confirmed(channel));
        }
    }
    let state = |state: Option<Country>| listed(state);
    compare(Value::Kind, vec![before.kind.as_str().to_owned()], vec![now.kind.as_str().to_owned()]);
    compare(Value::Country, state(before.country), state(now.country));
    compare(Value::Seat, listed(before.seat.as_ref()), listed(now.seat.as_ref()));
    for (value, before, now) in [
        (Value::Name as fn(Language) -> Value, &before.names, &now.names),
        (Value::Salutation, &before.salutation, &now.salutation),
        (Value::FormOfAddress, &before.form_of_address, &now.form_of_address),
    ] {
        by_language(before, now).for_each(|(language, before, now)| compare(value(language), before, now));
    }
    compare(Value::Holders, holders(before), holders(now));
    compare(Value::Languages, listed(&before.languages), listed(&now.languages));
    let status = |office: &Office| vec![office.status.as_str().to_owned()];
    compare(Value::Status, status(before), status(now));
    compare(Value::Holds, days(before.valid_from, before.valid_until), days(now.valid_from, now.valid_until));
    compare(Value::Represents, state(before.represents), state(now.represents));
    compare(Value::Host, state(before.host), state(now.host));
    let resident = |office: &Office| vec![office.resident.to_string()];
    compare(Value::Resident, resident(before), resident(now));
    compare(Value::AccreditedTo, accreditations(before), accreditations(now));
    changes
}

fn listed(values: impl IntoIterator<Item = impl ToString>) -> Vec<String> {
    values.into_iter().map(|value| value.to_string()).collect()
}

/// The channels that are used, in their order: of postal addresses only the first is. Every e-mail address is, so
/// their order says nothing.
fn used(office: &Office, word: &str, usage: Usage) -> Vec<String> {
    let channels = office.channels.iter().filter(|channel| channel.usage == usage && channel.barred.is_none());
    let mut values: Vec<String> = channels
        .filter(|channel| channel.contact.type_name() == word)
        .map(|channel| match &channel.contact {
            Contact::Email(email) => email.to_string(),
            contact => contact.value(),
        })
        .collect();
    if word == "email" {
        values.sort_by_key(|value| value.to_lowercase());
    }
    values
}

fn days(from: Option<Date>, until: Option<Date>) -> Vec<String> {
    let from = from.map(|day| format!("from {day}"));
    from.into_iter().chain(until.map(|day| format!("until {day}"))).collect()
}

/// Each holder with all that a letter takes from them, the day among it after which a letter is warned of.
fn holders(office: &Office) -> Vec<String> {
    let words = |holder: &Holder| {
        let Holder { name, names, title, salutation, since, until, checked, .. } = holder;
        let texts = names.values().chain(title.values()).chain(salutation.values());
        let mut words: Vec<String> = [name].into_iter().chain(texts).cloned().collect();
        words.extend(days(*since, *until));
        words.extend(checked.map(|day| format!("confirmed {day}")));
        words.join(" / ")
    };
    office.holders.iter().map(words).collect()
}

fn accreditations(office: &Office) -> Vec<String> {
    let mut states: Vec<String> = office
        .accredited_to
        .iter()
        .map(|to| [to.country.code().to_owned()].into_iter().chain(days(to.valid_from, to.valid_until)))
        .map(|words| words.collect::<Vec<_>>().join(" "))
        .collect();
    states.sort();
    states
}

/// Each language in which either has a value, with both.
fn by_language<'a>(
    before: &'a BTreeMap<Language, String>,
    now: &'a BTreeMap<Language, String>,
) -> impl Iterator<Item = (Language, Vec<String>, Vec<String>)> + 'a {
    let beside = before.keys().filter(|language| !now.contains_key(language));
    now.keys().chain(beside).map(|language| (language.clone(), listed(before.get(language)), listed(now.get(language))))
}

#[cfg(test)]
mod tests {
    use super::super::layer::Layer;
    use super::super::lookup::Registry;
    use super::*;

    const BELOW: &str = r#"
[[office]]
id = "aq-court"
kind = "court"
country = "AQ"
names = { en = "Court" }
salutation = { en = "Dear Sir," }
[[office.channel]]
type = "email"
value = "court@court.test"
source = "https://court.test"
[[office.channel]]
type = "post"
value = "1 Ice Road\nMcMurdo"
source = "https://court.test"
"#;

    #[test]
    fn every_value_that_a_letter_depends_on_is_named() {
        let below = Registry::parse("below.toml", BELOW).unwrap();
        for (above, expected) in [
            ("note = \"x\"\nwebsite = \"https://else.test\"\naliases = [\"Bench\"]", ""),
            ("kind = \"prison\"", "Kind [court] [prison]"),
            ("country = \"NZ\"", "Country [AQ] [NZ]"),
            ("seat = \"McMurdo\"", "Seat [] [McMurdo]"),
            ("names = { en = \"Bench\" }", "Name(en) [Court] [Bench]"),
            ("names = { ru = \"Суд\" }", "Name(ru) [] [Суд]"),
            ("salutation = { en = \"You,\" }", "Salutation(en) [Dear Sir,] [You,]"),
            ("form_of_address = { en = \"H.E.\" }", "FormOfAddress(en) [] [H.E.]"),
            (
                "[[office.holder]]\nname = \"Ada\"\ntitle.en = \"Judge\"\nsalutation.en = \"Dear Judge,\"\nsince = 2026-01-01",
                "Holders [] [Ada / Judge / Dear Judge, / from 2026-01-01]",
            ),
            ("languages = [\"ru\"]", "Languages [] [ru]"),
            ("status = \"closed\"", "Status [active] [closed]"),
            ("valid_until = 2026-01-01", "Holds [] [until 2026-01-01]"),
            ("represents = \"KZ\"", "Represents [] [KZ]"),
            ("host = \"KZ\"", "Host [] [KZ]"),
            ("resident = false", "Resident [true] [false]"),
            ("accredited_to = [\"KZ\"]", "AccreditedTo [] [KZ]"),
            (
                "[[office.channel]]\ntype = \"email\"\nvalue = \"spy@evil.test\"\nsource = \"https://a.test\"",
                "Channels(\"email\", Letters) [court@court.test] [court@court.test, spy@evil.test]",
            ),
            (
                "[[office.channel]]\ntype = \"email\"\nvalue = \"Court@Court.test\"\nuse = \"copy\"",
                "Channels(\"email\", Letters) [court@court.test] []; Channels(\"email\", Copy) [] [Court@court.test]",
            ),
            (
                "[[office.channel]]\ntype = \"email\"\nvalue = \"court@court.test\"\nchecked = 2026-01-01",
                "Confirmed(\"court@court.test\") [] [2026-01-01]",
            ),
            (
                "[[office.channel]]\ntype = \"post\"\nvalue = \"2 Spy Road\"\nsource = \"https://a.test\"",
                "Channels(\"post\", Letters) [1 Ice Road, McMurdo] [2 Spy Road, 1 Ice Road, McMurdo]",
            ),
            (
                "[[rejected]]\nvalue = \"court@court.test\"\nreason = \"it bounces\"",
                "Channels(\"email\", Letters) [court@court.test] []",
            ),
        ] {
            let text = format!("[[office]]\nid = \"aq-court\"\n{above}\n");
            let above = below.clone().with(Layer::parse("above.toml", &text).unwrap());
            let found = changes(below.get("aq-court").unwrap(), above.get("aq-court").unwrap());
            let words = |Change { value, before, now }: &Change| {
                let value = match value {
                    Value::Name(language) => format!("Name({language})"),
                    Value::Salutation(language) => format!("Salutation({language})"),
                    Value::FormOfAddress(language) => format!("FormOfAddress({language})"),
                    value => format!("{value:?}"),
                };
                format!("{value} [{}] [{}]", before.join(", "), now.join(", "))
            };
            let found: Vec<String> = found.iter().map(words).collect();
            assert_eq!(found.join("; "), expected, "{text}");
        }
    }
}
