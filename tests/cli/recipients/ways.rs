//! What `write` and `send` say and do for an office without e-mail, with a stale one, with a rejected
//! one, and behind a web form.

use super::*;

/// The four offices, alone and together.
const OFFICES_OF_TROUBLE: [(&str, &str); 4] =
    [("aq-paper", "no_email"), ("aq-old", "stale"), ("aq-false", "rejected"), ("aq-form", "form")];

const TO_ALL: &str = "--to aq-paper --to aq-old --to aq-false --to aq-form";

/// Sends to a server; what was said, and the addresses that got a letter.
fn send(world: &World, line: &str) -> (Run, Vec<String>) {
    let server = Script::new().start();
    let run = world.line(&format!(
        "send harbour --name Jo --email jo@smith.test --copy-to copies@union.test --yes {line} \
         --from b@union.test --server smtp://127.0.0.1:{}",
        server.port()
    ));
    let sessions = server.finish();
    let to = sessions.iter().flat_map(|session| &session.letters).flat_map(|letter| letter.to.clone()).collect();
    (run, to)
}

#[test]
fn a_printed_letter_comes_with_what_to_do() {
    for (office, name) in OFFICES_OF_TROUBLE {
        let run = known().line(&format!("write harbour --name Jo --email jo@smith.test --to {office}"));
        assert_eq!(run.code, 0, "{run}");
        agreed!(format!("ways_text_{name}"), run.said());
    }
}

#[test]
fn a_draft_or_a_call_that_cannot_be_made_says_what_can() {
    for (format, name) in [("eml -o drafts/", "eml"), ("mailto", "mailto"), ("phone", "phone")] {
        let run = known().line(&format!("write harbour --name Jo --email jo@smith.test {TO_ALL} -f {format}"));
        assert!(!run.stdout.contains("duty"), "{run}");
        agreed!(format!("ways_{name}"), run.said());
    }
    for format in ["eml", "mailto"] {
        for office in ["aq-paper", "aq-false", "aq-form"] {
            let run = known().line(&format!("write harbour --name Jo --to {office} -f {format}"));
            assert_eq!((run.code, run.stdout.as_str()), (65, ""), "{office} {format}\n{run}");
        }
    }
}

#[test]
fn nothing_is_sent_to_a_stale_address_without_a_word_for_it() {
    let (run, to) = send(&known(), "--to aq-old");
    assert_eq!((run.code, run.stdout.as_str(), to.len()), (65, "", 0), "{run}");
    agreed!("ways_send_stale", run);
    let (run, to) = send(&known(), &format!("{TO_ALL} --to aq-court"));
    assert_eq!((run.code, run.stdout.as_str(), to.len()), (65, "", 0), "nor to the others before\n{run}");
    // Another office's name, a piece of it, or all of them at once are no word for it.
    for (other, code) in [("aq-court", 65), ("aq-ol", 2), ("aq-old,aq-court", 2), ("all", 2)] {
        let (run, to) = send(&known(), &format!("--to aq-old --accept-stale {other}"));
        assert_eq!((run.code, to.len()), (code, 0), "{other}\n{run}");
    }
}

#[test]
fn with_the_word_only_the_stale_one_is_sent_and_the_rest_is_by_hand() {
    let (run, to) = send(&known(), &format!("{TO_ALL} --accept-stale aq-old --accept-stale aq-false"));
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(to, ["office@snow.test", "copies@union.test"]);
    agreed!("ways_send_all", run);
}

#[test]
fn a_rejected_address_gets_nothing_whatever_is_said() {
    for line in ["", "--accept-stale aq-false", "--accept-stale aq-false --dry-run", "--test-to me@smith.test"] {
        let (run, to) = send(&known(), &format!("--to aq-false {line}"));
        assert_eq!((run.code, run.stdout.as_str(), to.len()), (65, "", 0), "{run}");
    }
    let (run, _) = send(&known(), "--to aq-false");
    agreed!("ways_send_rejected", run);
    // The office that a reject entry names is the only one it is for.
    let shared = KNOWN.replace("\"office@snow.test\"", "\"duty@police.test\"");
    let world = harbour().recipients(&shared);
    let (run, to) = send(&world, "--to aq-old --to aq-false --accept-stale aq-old");
    assert_eq!((run.code, to[0].as_str(), to.len()), (0, "duty@police.test", 2), "{run}");
    let world = harbour().recipients(&shared.replace("office = \"aq-false\"\n", ""));
    let (run, to) = send(&world, "--to aq-old --to aq-false --accept-stale aq-old");
    assert_eq!((run.code, to.len()), (65, 0), "one without an office is for all\n{run}");
}

#[test]
fn an_office_alone_that_has_no_email_is_an_error_with_the_way_out() {
    for (office, name) in [("aq-paper", "no_email"), ("aq-form", "form"), ("aq-nothing", "nothing")] {
        let (run, to) = send(&known(), &format!("--to {office}"));
        assert_eq!((run.code, run.stdout.as_str(), to.len()), (65, "", 0), "{run}");
        agreed!(format!("ways_send_{name}"), run);
    }
}

#[test]
fn a_channel_of_another_time_is_not_used() {
    let past = KNOWN.replace("checked = 2025-01-01", "checked = 2026-11-01\nvalid_until = 2026-11-22");
    let (run, to) = send(&harbour().recipients(&past), "--to aq-old");
    assert_eq!((run.code, to.len()), (65, 0), "{run}");
    agreed!("ways_send_past", run);
    let letter = known().line("write harbour --name Jo --to aq-embassy-nz");
    assert!(letter.stdout.contains("3 Quay") && !letter.stdout.contains("4 Quay"), "{letter}");
}
