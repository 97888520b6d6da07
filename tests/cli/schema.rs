//! The JSON Schemas, against the files that the program ships and against mistakes.

use serde_json::{Value, json};

use super::*;

/// TOML as an editor's checker sees it: days are texts.
fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(day) => json!(day.to_string()),
        toml::Value::Array(items) => items.iter().map(as_json).collect(),
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), as_json(value))).collect(),
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(yes) => json!(yes),
    }
}

/// What is wrong with a value, by the few words of JSON Schema that these schemas use.
fn wrong(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let Some(schema) = schema.as_object() else { return };
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "boolean" => value.is_boolean(),
        other => panic!("{other}"),
    };
    for (word, says) in schema {
        match word.as_str() {
            "$ref" => {
                let target = root.pointer(says.as_str().unwrap().trim_start_matches('#')).unwrap();
                wrong(root, target, value, at, found);
            }
            "allOf" => says.as_array().unwrap().iter().for_each(|one| wrong(root, one, value, at, found)),
            "anyOf" | "oneOf" => {
                let fits = says.as_array().unwrap().iter().any(|one| {
                    let mut inner = Vec::new();
                    wrong(root, one, value, at, &mut inner);
                    inner.is_empty()
                });
                if !fits {
                    found.push(format!("{at}: none of several"));
                }
            }
            "type" if !is(says.as_str().unwrap()) => found.push(format!("{at}: no {says}")),
            "enum" if !says.as_array().unwrap().contains(value) => found.push(format!("{at}: not one of {says}")),
            "const" if says != value => found.push(format!("{at}: not {says}")),
            "minimum" if value.as_i64() < says.as_i64() => found.push(format!("{at}: too small")),
            "required" => {
                let missing = says.as_array().unwrap().iter().filter(|key| value.get(key.as_str().unwrap()).is_none());
                found.extend(missing.map(|key| format!("{at}: {key} is missing")));
            }
            "items" => {
                for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                    wrong(root, says, item, &format!("{at}[{n}]"), found);
                }
            }
            "properties" => {
                for (key, inner) in value.as_object().into_iter().flatten() {
                    match (says.get(key), schema.get("additionalProperties")) {
                        (Some(says), _) => wrong(root, says, inner, &format!("{at}.{key}"), found),
                        (None, Some(Value::Bool(false))) => found.push(format!("{at}.{key}: unknown")),
                        _ => {}
                    }
                }
            }
            "additionalProperties" if says.is_object() && !schema.contains_key("properties") => {
                for (key, inner) in value.as_object().into_iter().flatten() {
                    wrong(root, says, inner, &format!("{at}.{key}"), found);
                }
            }
            "type"
            | "enum"
            | "const"
            | "minimum"
            | "additionalProperties"
            | "$schema"
            | "title"
            | "description"
            | "definitions"
            | "default"
            | "format"
            | "pattern"
            | "maximum" => {}
            other => panic!("the schema uses {other}, which this test does not know"),
        }
    }
}

fn faults(schema: &Value, toml: &str) -> Vec<String> {
    let mut found = Vec::new();
    wrong(schema, schema, &as_json(&toml.parse::<toml::Table>().unwrap().into()), "", &mut found);
    found
}

fn schema(file: &str) -> Value {
    let run = World::new().line(&format!("campaigns schema {file}"));
    assert_eq!(run.code, 0, "{run}");
    serde_json::from_str(&run.stdout).unwrap()
}

fn shipped(folder: &str, ending: &str) -> Vec<(String, String)> {
    let (mut folders, mut found) = (vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

#[test]
fn files_that_are_right_fit_their_schema() {
    let (campaign, recipients) = (schema("campaign"), schema("recipients"));
    let example = shipped("src/bin/outcry/commands/campaigns/new/example", "campaign.toml");
    let campaigns = [shipped("letters", "campaign.toml"), example].concat();
    assert!(campaigns.len() > 4, "{campaigns:?}");
    for (name, toml) in campaigns {
        assert_eq!(faults(&campaign, &toml), [""; 0], "{name}");
    }
    assert_eq!(faults(&campaign, HARBOUR), [""; 0]);
    let registries = [shipped("recipients", ".toml"), vec![("the test's".to_owned(), OFFICES.to_owned())]].concat();
    assert!(registries.len() > 1);
    for (name, toml) in registries {
        assert_eq!(faults(&recipients, &toml), [""; 0], "{name}");
    }
    assert_eq!(faults(&recipients, &std::fs::read_to_string("recipients.toml").unwrap()), [""; 0]);
}

#[test]
fn mistakes_do_not_fit() {
    let (campaign, recipients) = (schema("campaign"), schema("recipients"));
    for (schema, toml, expected) in [
        (&campaign, "", ": \"title\" is missing"),
        (&campaign, "title = 1", ".title: no \"string\""),
        (&campaign, "title = \"T\"\nserver = \"x\"", ".server: unknown"),
        (&campaign, "title = \"T\"\nstatus = \"paused\"", ".status: none of several"),
        (&campaign, "title = \"T\"\nversion = 0", ".version: too small"),
        (&campaign, "title = \"T\"\npersons = [{}]", ".persons[0]: \"name\" is missing"),
        (&campaign, "title = \"T\"\n[[office]]\nid = \"a\"\nphone = 1", ".office[0].phone: unknown"),
        (&campaign, "title = \"T\"\n[[field]]\nname = \"a\"\nlabel = 1", ".field[0].label: none of several"),
        (
            &recipients,
            "[[office]]\nid = \"a\"\nchannel = [{ type = \"pigeon\", value = \"x\" }]",
            ".office[0].channel[0].type: not one of",
        ),
        (&recipients, "[[office]]\nid = \"a\"\nkind = \"pigeon\"", ".office[0].kind: not one of"),
        (&recipients, "[[office]]\nid = \"a\"\naccredited_to = [1]", ".office[0].accredited_to[0]: none of several"),
        (&recipients, "[[rejected]]\nvalue = \"a@b.test\"", ".rejected[0]: \"reason\" is missing"),
    ] {
        let found = faults(schema, toml);
        assert!(found.len() == 1 && found[0].starts_with(expected), "{toml}\n{found:?}");
    }
}

#[test]
fn schemas_go_where_they_are_wanted() {
    let world = World::new();
    let both = world.line("campaigns schema -o schemas/");
    assert_eq!(
        (both.code, both.stdout.as_str()),
        (0, "schemas/campaign.schema.json\nschemas/recipients.schema.json\n"),
        "{both}"
    );
    let one = world.line("campaigns schema recipients -o one.json");
    assert_eq!((one.code, world.read("one.json")), (0, world.read("schemas/recipients.schema.json")), "{one}");
    let none = world.line("campaigns schema");
    assert!(none.code == 2 && none.says("campaign or recipients"), "{none}");
}
