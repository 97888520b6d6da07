//! `recipients show`: everything that is known of one office, its proof, and what to do.

use super::*;

#[test]
fn an_office_is_shown_with_its_proof_and_what_to_do() {
    for (office, name) in [
        ("aq-paper", "no_email"),
        ("aq-old", "stale"),
        ("aq-false", "rejected"),
        ("aq-form", "form"),
        ("aq-nothing", "nothing"),
        ("aq-embassy-nz", "everything"),
        // Only Wikidata knows it.
        ("ru-embassy-ie", "wikidata"),
        // A state of whose ministry nothing is known.
        ("ve-foreign-ministry", "unknown_ministry"),
    ] {
        let run = known().line(&format!("recipients show {office}"));
        assert_eq!(run.code, 0, "{run}");
        agreed!(format!("show_{name}"), run);
    }
}

#[test]
fn an_unknown_office_is_an_error_that_says_how_to_find_one() {
    let run = known().line("recipients show kz-embasy-gb");
    assert_eq!((run.code, run.stdout.as_str()), (65, ""), "{run}");
    agreed!("show_unknown", run);
    let hostile = known().run(&["recipients", "show", "a\u{1b}[31m\u{202e}b"]);
    assert!(!hostile.says("\u{1b}") && !hostile.says("\u{202e}"), "{hostile}");
}

#[test]
fn json_says_the_same_for_other_programs() {
    let office = |id: &str| {
        let run = known().line(&format!("recipients show {id} --json"));
        assert_eq!((run.code, run.stderr.as_str(), run.stdout.lines().count()), (0, "", 1), "{run}");
        run.json().remove(0)
    };
    let embassy = office("aq-embassy-nz");
    agreed!("show_json", serde_json::to_string_pretty(&embassy).unwrap());

    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for id in ["aq-paper", "aq-old", "aq-false", "aq-form", "aq-nothing", "ru-embassy-ie", "ve-foreign-ministry"] {
        let other = office(id);
        assert_eq!(keys(&other), keys(&embassy), "every office has every key: {id}");
        for channel in other["channels"].as_array().unwrap() {
            assert_eq!(keys(channel), keys(&embassy["channels"][0]), "{id}");
        }
    }
    let stale = |id: &str| office(id)["channels"][0]["stale"].as_bool().unwrap();
    assert_eq!((stale("aq-old"), stale("aq-paper")), (true, false));
    let barred = &office("aq-false")["channels"];
    assert!(barred[0]["not_used"].as_str().unwrap().contains("Bounced three times"), "{barred}");
    assert!(barred[1]["not_used"].is_null(), "{barred}");
    // A form nobody looked at is another thing than one that asks for nothing.
    assert_eq!(office("aq-form")["channels"][0]["needs"][0], "national-id");
    assert_eq!(embassy["channels"][6]["needs"], serde_json::json!([]));
    assert!(embassy["channels"][0]["needs"].is_null());
}
