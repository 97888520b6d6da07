//! A JSON Schema of registry files, so that editors complete and check them. The types below say what
//! [`file`](super::file) reads; a test compares the two, key by key.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use super::kind::OfficeKind;
use super::office::{Status, Usage};

/// The schema of a registry file.
pub fn schema() -> Value {
    of::<RecipientsFile>()
}

/// The schema of a type that a TOML file is read into.
pub(crate) fn of<T: JsonSchema>() -> Value {
    // The draft that editors of TOML know.
    let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
    let mut schema = schema.to_value();
    without_null(&mut schema);
    schema
}

/// TOML has no null: a key that may be left out is left out.
fn without_null(schema: &mut Value) {
    let is_null = |schema: &Value| schema.get("type").and_then(Value::as_str) == Some("null");
    match schema {
        Value::Array(items) => items.iter_mut().for_each(without_null),
        Value::Object(keys) => {
            if let Some(Value::Array(types)) = keys.get_mut("type") {
                types.retain(|one| one != "null");
                if let [one] = types.as_slice() {
                    let one = one.clone();
                    keys.insert("type".to_owned(), one);
                }
            }
            if let Some(Value::Array(choices)) = keys.get_mut("anyOf") {
                choices.retain(|choice| !is_null(choice));
                if let [Value::Object(one)] = choices.as_slice() {
                    let one = one.clone();
                    keys.remove("anyOf");
                    keys.extend(one);
                }
            }
            keys.values_mut().for_each(without_null);
        }
        _ => {}
    }
}

/// A day: `2011-10-07`, with or without quotes.
pub(crate) struct Day;

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
    }
}

/// A country, two letters: KZ.
pub(crate) struct CountryCode;

impl JsonSchema for CountryCode {
    fn schema_name() -> Cow<'static, str> {
        "Country".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "description": "two letters (ISO 3166-1), such as KZ", "pattern": "^[A-Za-z]{2}$" })
    }
}

struct KindWord;

impl JsonSchema for KindWord {
    fn schema_name() -> Cow<'static, str> {
        "Kind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<&str> = OfficeKind::all().map(OfficeKind::as_str).collect();
        json_schema!({ "type": "string", "enum": words })
    }
}

struct StatusWord;

impl JsonSchema for StatusWord {
    fn schema_name() -> Cow<'static, str> {
        "OfficeStatus".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Status::WORDS.map(|(word, _)| word) })
    }
}

struct UseWord;

impl JsonSchema for UseWord {
    fn schema_name() -> Cow<'static, str> {
        "Use".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Usage::WORDS.map(|(word, _)| word) })
    }
}

struct TypeWord;

impl JsonSchema for TypeWord {
    fn schema_name() -> Cow<'static, str> {
        "Type".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": super::file::TYPES.map(|(word, _)| word) })
    }
}

/// Texts by language tag, such as `{ en = "…", ru = "…" }`.
type ByLanguage = BTreeMap<String, String>;

/// Offices, and values that are known to be false.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "the schema is made from the type; the reader works on tables")]
struct RecipientsFile {
    /// Offices that letters go to.
    office: Option<Vec<OfficeTable>>,
    /// Values that are known to be false, and are kept out.
    rejected: Option<Vec<RejectedTable>>,
    /// Domains that an institution has given up.
    superseded: Option<Vec<SupersededTable>>,
}

/// An institution that letters go to.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "the schema is made from the type; the reader works on tables")]
pub(crate) struct OfficeTable {
    /// A short name: a-z, 0-9 and -.
    id: String,
    /// The ways to reach it.
    channel: Option<Vec<ChannelTable>>,
    /// Who holds it, one after the other.
    holder: Option<Vec<HolderTable>>,
    /// Whether it is active, moved, closed or of another time.
    status: Option<StatusWord>,
    /// What it is.
    kind: Option<KindWord>,
    /// The state it belongs to.
    country: Option<CountryCode>,
    /// The town it is in.
    seat: Option<String>,
    /// Its name in each language.
    names: Option<ByLanguage>,
    /// Other names that people look for.
    aliases: Option<Vec<String>>,
    /// The languages it reads.
    languages: Option<Vec<String>>,
    /// How a letter to it begins, by language.
    salutation: Option<ByLanguage>,
    /// The line above its name in an address, by language.
    form_of_address: Option<ByLanguage>,
    /// What is known of it is true from this day on.
    valid_from: Option<Day>,
    /// What is known of it is true until this day.
    valid_until: Option<Day>,
    /// The state that an embassy represents.
    represents: Option<CountryCode>,
    /// The state that an embassy is in.
    host: Option<CountryCode>,
    /// Whether an embassy has rooms in its host state.
    resident: Option<bool>,
    /// Other states that an embassy is responsible for.
    accredited_to: Option<Vec<AccreditedTo>>,
    /// Its web site.
    website: Option<String>,
    /// Its id in Wikidata, such as Q16867391.
    wikidata: Option<String>,
    /// Where what is said of it can be read.
    source: Option<String>,
    /// The day of that source.
    source_date: Option<Day>,
    /// What else there is to know.
    note: Option<String>,
}

/// Who holds an office.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "the schema is made from the type; the reader works on tables")]
struct HolderTable {
    /// The name, as letters write it.
    name: String,
    /// The name as letters in a language write it, where that differs.
    names: Option<ByLanguage>,
    /// What stands before the name, by language: Minister of Justice.
    title: Option<ByLanguage>,
    /// How a letter to them begins, by language.
    salutation: Option<ByLanguage>,
    /// The first day in office.
    since: Option<Day>,
    /// The last day in office.
    until: Option<Day>,
    /// A page that shows who holds the office.
    source: Option<String>,
    /// The day a person last looked.
    checked: Option<Day>,
}

/// A state, alone or with its proof.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "the schema is made from the type; the reader works on tables")]
enum AccreditedTo {
    /// Two letters.
    Country(CountryCode),
    /// With its proof.
    Table(AccreditationTable),
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "the schema is made from the type; the reader works on tables")]
struct AccreditationTable {
    /// The state.
    country: CountryCode,
    /// Where that can be read.
    source: Option<String>,
    /// The day of that source.
    source_date: Option<Day>,
    /// The day from which on it is so.
    valid_from: Option<Day>,
    /// The day until which it is so.
    valid_until: Option<Day>,
}

/// One way to reach an office.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "the schema is made from the type; the reader works on tables")]
struct ChannelTable {
    /// Which way.
    r#type: TypeWord,
    /// The address or number.
    value: String,
    /// What it is for: letters, copies of letters, or neither.
    r#use: Option<UseWord>,
    /// A number as its source prints it.
    printed: Option<String>,
    /// Which desk it leads to.
    desk: Option<String>,
    /// What it needs of a sender, such as a login.
    needs: Option<Vec<String>>,
    /// Where it can be read.
    source: Option<String>,
    /// What else there is to know.
    note: Option<String>,
    /// The day of that source.
    source_date: Option<Day>,
    /// The day on which a person last confirmed it.
    checked: Option<Day>,
    /// The day from which on it holds.
    valid_from: Option<Day>,
    /// The day until which it holds.
    valid_until: Option<Day>,
}

/// A value that is known to be false.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "the schema is made from the type; the reader works on tables")]
struct RejectedTable {
    /// The value.
    value: String,
    /// The type of channel it is false for; all when left out.
    r#type: Option<TypeWord>,
    /// Why it is false.
    reason: String,
    /// The office it is false for; all when left out.
    office: Option<String>,
    /// The day it was found.
    on: Option<Day>,
    /// Where that can be read.
    source: Option<String>,
}

/// A domain that an institution has given up.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "the schema is made from the type; the reader works on tables")]
struct SupersededTable {
    /// The domain.
    domain: String,
    /// What came in its place.
    reason: String,
    /// Where that can be read.
    source: Option<String>,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::layer::Layer;
    use super::super::problem::RegistryProblem;
    use super::*;

    /// The keys that the schema knows for a type.
    fn of_schema(schema: &Value, name: Option<&str>) -> (BTreeSet<String>, BTreeSet<String>) {
        let table = name.map_or(schema, |name| &schema["definitions"][name]);
        let keys = table["properties"].as_object().unwrap().keys().cloned().collect();
        let required = table.get("required").and_then(Value::as_array).into_iter().flatten();
        (keys, required.map(|key| key.as_str().unwrap().to_owned()).collect())
    }

    #[test]
    fn the_schema_and_the_reader_know_the_same_keys() {
        let schema = schema();
        for (file, name, required) in [
            ("zzz = 1", None, vec![]),
            ("[[office]]\nid = \"a\"\nzzz = 1", Some("OfficeTable"), vec!["id"]),
            ("[[office]]\nid = \"a\"\n[[office.channel]]\nzzz = 1", Some("ChannelTable"), vec!["type", "value"]),
            ("[[office]]\nid = \"a\"\naccredited_to = [{ zzz = 1 }]", Some("AccreditationTable"), vec!["country"]),
            ("[[office]]\nid = \"a\"\n[[office.holder]]\nzzz = 1", Some("HolderTable"), vec!["name"]),
            ("[[rejected]]\nzzz = 1", Some("RejectedTable"), vec!["reason", "value"]),
            ("[[superseded]]\nzzz = 1", Some("SupersededTable"), vec!["domain", "reason"]),
        ] {
            let (_, found) = Layer::read("r.toml", file);
            let known = found.iter().find_map(|error| match &error.problem {
                RegistryProblem::Unknown { key, known } if key == "zzz" => Some(known),
                _ => None,
            });
            let known: BTreeSet<String> = known.unwrap().iter().map(|key| (*key).to_owned()).collect();
            let missing: Vec<&str> = found
                .iter()
                .filter_map(|error| match &error.problem {
                    RegistryProblem::Missing(key) => Some(*key),
                    _ => None,
                })
                .collect();
            let (keys, needed) = of_schema(&schema, name);
            assert_eq!(keys, known, "{name:?}");
            assert_eq!(needed, required.iter().map(|key| (*key).to_owned()).collect(), "{name:?}");
            assert!(missing.iter().all(|key| needed.contains(*key)), "{name:?}: {missing:?}");
        }
    }

    #[test]
    fn nothing_may_be_null() {
        let text = serde_json::to_string(&schema()).unwrap();
        assert!(!text.contains("null"), "{text}");
    }
}
