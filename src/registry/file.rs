//! A registry file, read strictly: unknown keys and broken values are mistakes with their place, and
//! all of them are found in one reading. What a file leaves out of an office, a lower one may say.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::contact::{self, Contact};
use super::fields::{Fields, Notes};
use super::holder;
use super::kind::OfficeKind;
use super::layer::{Draft, Layer, Rejected, Superseded};
use super::office::{Accreditation, Channel, Need, Office, Status, Usage, is_id};
use super::problem::{RegistryError, RegistryErrors, RegistryProblem};
use crate::locale::{Country, Language};
use crate::place::{Lines, Place, one_line};
use crate::text;

/// Which keys of a file are the registry's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keys {
    All,
    Offices,
}

impl Layer {
    /// Reads a file. `file` is its name in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, RegistryErrors> {
        let (layer, problems) = Self::read(file, text);
        if problems.is_empty() { Ok(layer) } else { Err(RegistryErrors(problems)) }
    }

    /// Reads as much of a file as can be read, and everything that is wrong with it.
    pub fn read(file: &str, text: &str) -> (Self, Vec<RegistryError>) {
        Self::read_as(file, text, Keys::All)
    }

    /// Reads the offices of a file whose other keys are not the registry's, and everything that is wrong with them.
    pub(crate) fn read_offices_of(file: &str, text: &str) -> (Self, Vec<RegistryError>) {
        let (layer, mut problems) = Self::read_as(file, text, Keys::Offices);
        // Whoever reads the other keys says what is no TOML.
        problems.retain(|error| !matches!(error.problem, RegistryProblem::Toml(_)));
        (layer, problems)
    }

    fn read_as(file: &str, text: &str, keys: Keys) -> (Self, Vec<RegistryError>) {
        let notes = Notes::of(file, text);
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut broken: Option<usize> = None;
        for error in errors {
            let span = error.span().unwrap_or_default();
            let line = notes.lines().at(span.start).line;
            // More about the same line would not help to mend it.
            if broken != Some(line) {
                notes.note(&span, RegistryProblem::Toml(one_line(error.message())));
            }
            broken = Some(line);
        }
        let mut layer = read(&Fields::of(table.get_ref(), table.span(), &notes), &notes, keys);
        if keys == Keys::Offices {
            let sources = table.get_ref().get("sources").and_then(|sources| sources.get_ref().as_array());
            let first = sources.and_then(|sources| sources.first()?.get_ref().as_str());
            layer.source = first.map(str::to_owned);
        }
        if keys == Keys::All {
            let known = ["office", "rejected", "superseded"];
            for key in table.get_ref().keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
                let key_name = text::for_sentence(key.get_ref());
                notes.note(&key.span(), RegistryProblem::Unknown { key: key_name, known: known.to_vec() });
            }
        }
        let mut found = notes.into_found();
        // What follows a broken line may not be what its writer meant.
        let is_toml = |error: &RegistryError| matches!(error.problem, RegistryProblem::Toml(_));
        if let Some(broken) = found.iter().filter(|error| is_toml(error)).map(|error| error.place.line).min() {
            found.retain(|error| is_toml(error) || error.place.line < broken);
        }
        found.sort_by(|one, two| one.place.cmp(&two.place));
        (layer, found)
    }
}

/// Where the values of the offices, channels and holders of a file stand, by the place of what they belong to
/// (an office's id, a channel's value, a holder's name) and their key. A text of one language has its tag behind:
/// `names.en`.
pub fn places(file: &str, text: &str) -> BTreeMap<(Place, String), Place> {
    let lines = Lines::of(file, text);
    let (table, _) = DeTable::parse_recoverable(text);
    let mut places = BTreeMap::new();
    let mut note = |table: &DeTable<'_>, of: &str| {
        let Some(owner) = table.get(of).map(|value| lines.at(value.span().start)) else { return };
        for (key, value) in table {
            let mut place = |key: String, value: &Spanned<DeValue<'_>>| {
                places.insert((owner.clone(), key), lines.at(value.span().start));
            };
            let key = key.get_ref();
            place(key.to_string(), value);
            for (tag, text) in value.get_ref().as_table().into_iter().flatten() {
                place(format!("{key}.{}", tag.get_ref()), text);
            }
        }
    };
    for office in tables_of(table.get_ref(), "office") {
        note(office, "id");
        for channel in tables_of(office, "channel") {
            note(channel, "value");
        }
        for holder in tables_of(office, "holder") {
            note(holder, "name");
        }
    }
    places
}

fn tables_of<'t>(table: &'t DeTable<'t>, key: &str) -> impl Iterator<Item = &'t DeTable<'t>> {
    let items = table.get(key).and_then(|value| value.get_ref().as_array());
    items.into_iter().flatten().filter_map(|item| item.get_ref().as_table())
}

fn read(fields: &Fields<'_, '_>, notes: &Notes<'_>, keys: Keys) -> Layer {
    let mut layer = Layer::default();
    let mut places: HashMap<String, Place> = HashMap::new();
    for table in fields.tables("office") {
        let Some((draft, span)) = office(table, notes) else { continue };
        let id = draft.office.id.clone();
        if let Some(first) = places.get(&id) {
            notes.note(&span, RegistryProblem::Duplicate { id, first: first.clone() });
            continue;
        }
        places.insert(id, draft.office.place.clone());
        layer.offices.push(draft);
    }
    if keys == Keys::Offices {
        return layer;
    }
    for table in fields.tables("rejected") {
        let (value, word) = (table.raw("value"), table.word("type", &TYPES));
        let (reason, office) = (table.text("reason"), table.text("office"));
        // For whoever reads the file; nothing is decided by them.
        table.day("on");
        table.text("source");
        table.need("value", value.is_some());
        table.need("reason", reason.is_some());
        if let (Some((value, span)), Some(reason)) = (value, reason) {
            // A piece as short as a house number would keep out addresses all over the world.
            if value.trim().chars().count() < Rejected::SHORTEST {
                let why = format!("at least {} characters are needed to tell a value from others", Rejected::SHORTEST);
                table.note(&span, RegistryProblem::Value { key: "value".to_owned(), why });
            } else {
                layer.rejected.push(Rejected { value, word, office, reason, place: notes.lines().at(span.start) });
            }
        }
        table.finish();
    }
    for table in fields.tables("superseded") {
        let (domain, reason) = (table.text("domain"), table.text("reason"));
        table.text("source");
        table.need("domain", domain.is_some());
        table.need("reason", reason.is_some());
        if let (Some(domain), Some(reason)) = (domain, reason) {
            layer.superseded.push(Superseded { domain: domain.to_lowercase(), reason });
        }
        table.finish();
    }
    layer
}

/// Stands where a file has something that cannot be read, in a file that is not used for it.
const BROKEN: &str = "?";

/// Reads one office; none if it has no id to speak of it.
fn office(fields: Fields<'_, '_>, notes: &Notes<'_>) -> Option<(Draft, Range<usize>)> {
    let id = fields.raw("id");
    fields.need("id", id.is_some());
    let (mut channels, mut usages) = (Vec::new(), Vec::new());
    for table in fields.tables("channel") {
        if let Some((channel, usage)) = channel(table, notes) {
            channels.push(channel);
            usages.push(usage);
        }
    }
    let holders = fields.tables("holder").into_iter().filter_map(|table| holder::read(table, notes)).collect();
    let status = fields.word("status", &Status::WORDS);
    let (kind, unknown_kind) = kind(&fields, notes);
    let office = Office {
        id: String::new(),
        kind: kind.unwrap_or(OfficeKind::Other),
        country: fields.parsed("country"),
        seat: fields.text("seat"),
        names: {
            let names = fields.by_language("names");
            let broken = names.is_empty() && fields.has("names");
            if broken { BTreeMap::from([(Language::english(), BROKEN.to_owned())]) } else { names }
        },
        aliases: fields.texts("aliases").unwrap_or_default().into_iter().map(|(text, _)| text).collect(),
        languages: fields.list("languages"),
        salutation: fields.by_language("salutation"),
        form_of_address: fields.by_language("form_of_address"),
        holders,
        status: status.unwrap_or_default(),
        valid_from: fields.day("valid_from"),
        valid_until: fields.day("valid_until"),
        represents: fields.parsed("represents"),
        host: fields.parsed("host"),
        resident: fields.flag("resident").unwrap_or(true),
        accredited_to: accreditations(&fields, notes),
        website: web_address(&fields, "website"),
        wikidata: wikidata(&fields),
        source: fields.text("source"),
        source_date: fields.day("source_date"),
        channels,
        note: fields.text("note"),
        place: notes.lines().at(fields.span.start),
    };
    fields.finish();
    let (id, span) = id?;
    if !is_id(&id) {
        notes.note(&span, RegistryProblem::Id(text::for_sentence(&id)));
        return None;
    }
    let office = Office { id, place: notes.lines().at(span.start), ..office };
    Some((Draft { office, kind, unknown_kind, status, usages }, span))
}

/// The kind that a file gives, and what is wrong with it. A kind that a later version of this program may know, or that
/// somebody misspelt, does not keep letters from an office.
fn kind(fields: &Fields<'_, '_>, notes: &Notes<'_>) -> (Option<OfficeKind>, Option<RegistryError>) {
    let Some((word, span)) = fields.raw("kind") else {
        // A broken value is not a missing one: it is said once.
        return (fields.has("kind").then_some(OfficeKind::Other), None);
    };
    if let Some(kind) = OfficeKind::parse(&word) {
        return (Some(kind), None);
    }
    let problem = RegistryProblem::Kind { nearest: OfficeKind::nearest(&word), word: text::for_sentence(&word) };
    (Some(OfficeKind::Other), Some(RegistryError { place: notes.lines().at(span.start), problem }))
}

fn wikidata(fields: &Fields<'_, '_>) -> Option<String> {
    let (raw, span) = fields.raw("wikidata")?;
    let digits =
        raw.strip_prefix('Q').filter(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
    if digits.is_none() {
        let why = format!("`{}` is not a Wikidata id; write it as Q16867391", text::for_sentence(&raw));
        fields.note(&span, RegistryProblem::Value { key: "wikidata".to_owned(), why });
        return None;
    }
    Some(raw)
}

fn web_address(fields: &Fields<'_, '_>, key: &'static str) -> Option<String> {
    let (raw, span) = fields.raw(key)?;
    contact::web_address(&raw)
        .map_err(|problem| fields.note(&span, RegistryProblem::Value { key: key.to_owned(), why: problem.to_string() }))
        .ok()
}

/// Countries, each alone or as a table that says since when and by which source.
fn accreditations(fields: &Fields<'_, '_>, notes: &Notes<'_>) -> Vec<Accreditation> {
    let mut found = Vec::new();
    let key = "accredited_to";
    for item in fields.items(key) {
        match item.get_ref() {
            DeValue::String(code) => match code.parse::<Country>() {
                Ok(country) => found.push(Accreditation::to(country)),
                Err(error) => {
                    notes.note(&item.span(), RegistryProblem::Value { key: key.to_owned(), why: error.to_string() });
                }
            },
            DeValue::Table(table) => {
                let table = Fields::of(table, item.span(), notes);
                let country = table.parsed("country");
                table.need("country", country.is_some());
                let (source, source_date) = (table.text("source"), table.day("source_date"));
                let (valid_from, valid_until) = (table.day("valid_from"), table.day("valid_until"));
                found.extend(country.map(|country| Accreditation {
                    country,
                    source,
                    source_date,
                    valid_from,
                    valid_until,
                }));
                table.finish();
            }
            other => {
                let wanted = "a country such as \"IE\", or { country = \"IE\", source = \"…\" }";
                notes
                    .note(&item.span(), RegistryProblem::Type { key: key.to_owned(), wanted, found: other.type_str() });
            }
        }
    }
    found
}

/// The types of channels as files may write them.
pub(super) const TYPES: [(&str, &str); 7] = [
    ("email", "email"),
    ("e-mail", "email"),
    ("post", "post"),
    ("phone", "phone"),
    ("fax", "fax"),
    ("form", "form"),
    ("web-form", "form"),
];

/// Reads one channel, and its use where the file says one.
fn channel(fields: Fields<'_, '_>, notes: &Notes<'_>) -> Option<(Channel, Option<Usage>)> {
    let word = fields.word("type", &TYPES);
    let value = fields.raw("value");
    fields.need("type", word.is_some());
    fields.need("value", value.is_some());
    let usage = fields.word("use", &Usage::WORDS);
    let (printed, desk) = (fields.text("printed"), fields.text("desk"));
    let needs = fields.texts("needs").map(|words| words.into_iter().map(|(word, _)| Need::from(word)).collect());
    let (source, note) = (fields.text("source"), fields.text("note"));
    let (source_date, checked) = (fields.day("source_date"), fields.day("checked"));
    let (valid_from, valid_until) = (fields.day("valid_from"), fields.day("valid_until"));
    fields.finish();
    let (word, (value, span)) = (word?, value?);
    let contact = Contact::parse(word, &value)
        .map_err(|problem| {
            notes.note(&span, RegistryProblem::Channel { word, value: text::for_sentence(&value), problem });
        })
        .ok()?;
    let place = notes.lines().at(span.start);
    let channel = Channel {
        printed,
        desk,
        usage: usage.unwrap_or_default(),
        needs,
        source,
        source_date,
        checked,
        valid_from,
        valid_until,
        note,
        written: value,
        ..Channel::new(contact, place)
    };
    Some((channel, usage))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        Layer::read("r.toml", text).1.iter().map(ToString::to_string).collect()
    }

    const OFFICE: &str = "[[office]]\nid = \"a\"\nkind = \"court\"\nnames.en = \"A\"\n";

    #[test]
    fn an_unknown_kind_is_used_as_another_and_said() {
        for (kind, expected) in [
            ("\"court\"", Ok(("court", None))),
            ("\"ministery\"", Ok(("other", Some("r.toml:3:8: unknown kind `ministery`; did you mean `ministry`?")))),
            (
                "\"Head of State\"",
                Ok(("other", Some("r.toml:3:8: unknown kind `Head of State`; did you mean `head-of-state`?"))),
            ),
            (
                "\"pigeon\"",
                Ok((
                    "other",
                    Some("r.toml:3:8: unknown kind `pigeon`; there are: head-of-state, head-of-government, ministry"),
                )),
            ),
            ("3", Err("r.toml:3:8: `kind` takes text in quotes, not a TOML integer")),
        ] {
            let read = Layer::parse("r.toml", &format!("[[office]]\nid = \"a\"\nkind = {kind}\nnames.en = \"A\"\n"));
            match expected {
                Ok((used, said)) => {
                    let layer = read.unwrap();
                    assert_eq!(layer.offices[0].office.kind.as_str(), used, "{kind}");
                    let unknown = layer.unknown_kinds().map(|(id, error)| (id.to_owned(), error.to_string())).next();
                    assert_eq!(unknown.is_some(), said.is_some(), "{kind}");
                    let is_said = |(id, error): (String, String)| id == "a" && error.starts_with(said.unwrap());
                    assert!(unknown.is_none_or(is_said), "{kind}");
                }
                Err(error) => assert_eq!(read.unwrap_err().to_string(), error, "{kind}"),
            }
        }
    }

    #[test]
    fn channels_are_read_or_refused_with_their_place() {
        for (channel, expected) in [
            ("type = \"phone\"\nvalue = \"+7 (7172) 74-55-24\"", Ok("+77172745524")),
            ("type = \"e-mail\"\nvalue = \"a@b.test\"", Ok("a@b.test")),
            ("type = \"post\"\nvalue = \"Street 1\\n\\n City \"", Ok("Street 1, City")),
            (
                "type = \"form\"\nvalue = \"https://x.test/f\"\nneeds = [\"national-id\"]\nchecked = 2026-11-01",
                Ok("https://x.test/f"),
            ),
            (
                "type = \"phone\"\nvalue = \"++7 (7172) 74 55 24\"",
                Err(
                    "r.toml:7:9: phone \"++7 (7172) 74 55 24\": it begins with ++, which no number does; if its source confirms +77172745524, write that",
                ),
            ),
            (
                "type = \"phone\"\nvalue = \"115\"",
                Err(
                    "r.toml:7:9: phone \"115\": it is a short number, which works only inside its country; leave it out",
                ),
            ),
            (
                "type = \"email\"\nvalue = \"a\u{2011}b@c.test\"",
                Err(
                    "r.toml:7:9: email \"a\u{2011}b@c.test\": the part before the @ has a character that is not allowed there (U+2011, a dash that is no plain hyphen)",
                ),
            ),
            (
                "type = \"email\"\nvalue = \"a@b.test\"\nverified = true",
                Err(
                    "r.toml:8:1: unknown key `verified`; there are: type, value, use, printed, desk, needs, source, note, source_date, checked, valid_from, valid_until (mistyped, or made for a newer outcry)",
                ),
            ),
            (
                "type = \"pigeon\"\nvalue = \"x\"",
                Err("r.toml:6:8: `type`: `pigeon` is none of email, e-mail, post, phone, fax, form, web-form"),
            ),
            ("type = \"email\"", Err("r.toml:5:1: `value` is missing here")),
            ("type = \"email\"\nvalue = 1", Err("r.toml:7:9: `value` takes text in quotes, not a TOML integer")),
            (
                "type = \"form\"\nvalue = \"www.x.test\"",
                Err(
                    "r.toml:7:9: form \"www.x.test\": it is not a web address; it must begin with https:// or http://, then name a site",
                ),
            ),
            (
                "type = \"email\"\nvalue = \"a@b.test\"\nchecked = \"soon\"",
                Err("r.toml:8:11: `checked`: `soon` is not a day; write it as 2011-10-07"),
            ),
            (
                "type = \"email\"\nvalue = \"a@b.test\"\nuse = \"all\"",
                Err("r.toml:8:7: `use`: `all` is none of letters, copy, not-for-letters"),
            ),
        ] {
            let text = format!("{OFFICE}[[office.channel]]\n{channel}\n");
            let (layer, problems) = Layer::read("r.toml", &text);
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            match expected {
                Ok(value) => {
                    assert_eq!(problems, [""; 0], "{channel}");
                    assert_eq!(layer.offices[0].office.channels[0].contact.value(), value, "{channel}");
                }
                Err(problem) => assert_eq!(problems, [problem], "{channel}"),
            }
        }
    }

    #[test]
    fn every_mistake_of_a_file_is_found_in_one_reading() {
        let text = r#"colour = 1
[[office]]
id = "A b"
kind = 3
names = "A"
country = "XX"
languages = ["e"]
accredited_to = ["KK", 1, { county = "IE" }]
wikidata = "12"
website = "mfa.kz"
[[office]]
kind = "court"
[[office]]
id = "a"
[[office]]
id = "a"
[[rejected]]
value = "x"
[[superseded]]
domain = "mid.kz"
"#;
        let found = problems(text);
        let expected = [
            "r.toml:1:1: unknown key `colour`; there are: office, rejected, superseded (mistyped, or made for a newer outcry)",
            "r.toml:3:6: the id \"A b\" may hold only",
            "r.toml:4:8: `kind` takes text in quotes, not a TOML integer",
            "r.toml:5:9: `names` takes a text for each language",
            "r.toml:6:11: `country`: `XX` is not a country code",
            "r.toml:7:14: `languages`: `e` is not a language tag",
            "r.toml:8:18: `accredited_to`: `KK` is not a country code",
            "r.toml:8:24: `accredited_to` takes a country such as",
            "r.toml:8:27: `country` is missing here",
            "r.toml:8:29: unknown key `county`; there are: country, source, source_date, valid_from, valid_until (mistyped, or made for a newer outcry)",
            "r.toml:9:12: `wikidata`: `12` is not a Wikidata id",
            "r.toml:10:11: `website`: it is not a web address",
            "r.toml:11:1: `id` is missing here",
            "r.toml:16:6: the id \"a\" is taken already, at r.toml:14:6",
            "r.toml:17:1: `reason` is missing here",
            "r.toml:19:1: `reason` is missing here",
        ];
        assert_eq!(found.len(), expected.len(), "{found:#?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{found}\n{expected}");
        }
    }

    #[test]
    fn what_is_no_toml_is_a_mistake_and_no_panic() {
        for text in [
            "[[office]",
            "id = ",
            "office = 3",
            "office = [1]",
            "[office]\nid = \"a\"",
            "\u{0}",
            "[[office]]\nid = \"a\nb\"",
        ] {
            assert!(!problems(text).is_empty(), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_file_makes_reading_panic(text in "(\\PC|\n|\\[\\[office\\]\\]\n|id = |value = \"|\\{|\\}|channel){0,60}") {
            let _read = Layer::read("r.toml", &text);
        }
    }
}
