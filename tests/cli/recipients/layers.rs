//! The working folder's file lies over the one in the configuration folder, and that over what is
//! shipped, value by value.

use super::*;

const OWN: &str = r#"
[[office]]
id = "kz-embassy-gb"
names.en = "Embassy, as I call it"
seat = "My London"
note = "My note."

[[office.channel]]
type = "phone"
value = "+442079254321"
source = "https://own.test"
checked = 2026-11-01
desk = "own desk"
"#;

const HERE: &str = r#"
[[office]]
id = "kz-embassy-gb"
names.en = "Embassy, as we call it here"

[[office.channel]]
type = "phone"
value = "+44 20 7925 4321"
note = "From the working folder."
"#;

fn office(world: &World, more: &str) -> serde_json::Value {
    let run = world.line(&format!("recipients show kz-embassy-gb --json {more}"));
    assert_eq!(run.code, 0, "{run}");
    run.json().remove(0)
}

#[test]
fn each_value_comes_from_the_highest_file_that_says_it() {
    let shipped = office(&World::new(), "");
    let own = office(&World::new().own_recipients(OWN), "");
    let both = office(&World::new().own_recipients(OWN).recipients(HERE), "");
    assert_eq!((&own["name"], &own["seat"]), (&"Embassy, as I call it".into(), &"My London".into()));
    assert_eq!((&both["name"], &both["seat"]), (&"Embassy, as we call it here".into(), &"My London".into()));
    for office in [&own, &both] {
        for key in ["kind", "represents", "host", "accredited_to", "source"] {
            assert_eq!(office[key], shipped[key], "{key}");
        }
        assert_eq!(office["names"]["ru"], shipped["names"]["ru"]);
        assert_eq!(office["channels"].as_array().unwrap().len(), shipped["channels"].as_array().unwrap().len() + 1);
    }
    let phone = &both["channels"][0];
    assert_eq!(phone["value"], "+442079254321", "one number, however it is written");
    assert_eq!(
        (&phone["note"], &phone["desk"], &phone["checked"], &phone["source"]),
        (&"From the working folder.".into(), &"own desk".into(), &"2026-11-01".into(), &"https://own.test".into())
    );
}

#[test]
fn a_file_that_is_named_takes_the_place_of_the_one_here() {
    let world = World::new().own_recipients(OWN).recipients(HERE).file("named.toml", "");
    assert_eq!(office(&world, "--recipients named.toml")["name"], "Embassy, as I call it");
    let missing = world.line("recipients show kz-embassy-gb --recipients nowhere.toml");
    assert_eq!((missing.code, missing.stdout.as_str()), (65, ""), "{missing}");
    agreed!("layers_missing", missing);
}

#[test]
fn what_one_file_rejects_stays_rejected_in_all() {
    let reject = "[[rejected]]\nvalue = \"court@court.test\"\nreason = \"It bounced.\"\n";
    let world = harbour().own_recipients(reject);
    let run = world.line("write harbour --name Jo --to aq-court -f eml");
    assert_eq!((run.code, run.stdout.as_str()), (65, ""), "{run}");
    agreed!("layers_rejected_below", run);
}

#[test]
fn a_broken_file_stops_the_rest_and_is_named() {
    for (name, text) in [
        ("toml", "[[office]\nid = \"a\"\n"),
        ("keys", "[[office]]\nid = \"a\"\nkind = \"court\"\nnames.en = \"A\"\nphone = \"+672123456\"\n"),
    ] {
        let run = harbour().own_recipients(text).line("write harbour --name Jo --to aq-court");
        assert_eq!((run.code, run.stdout.as_str()), (65, ""), "{run}");
        agreed!(format!("layers_broken_{name}"), run);
    }
}

#[test]
fn an_office_described_in_part_is_left_out_and_said() {
    let run = harbour()
        .own_recipients("[[office]]\nid = \"kz-embasy-gb\"\nseat = \"London\"\n")
        .line("write harbour --name Jo --to aq-court --quiet");
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("recipients.toml:2:6: no other registry has the office \"kz-embasy-gb\""), "{run}");
}
