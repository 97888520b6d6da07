//! What a program says when nobody can read it: a full disk is no success, a reader who has seen enough is.

#![cfg(target_os = "linux")]

use std::fs::OpenOptions;

use super::send::{BRANCH, JO, server_of};
use super::*;

const LIST: &str = "send harbour --signatories list.csv --yes --to aq-court --json";

fn full() -> std::fs::File {
    OpenOptions::new().write(true).open("/dev/full").unwrap()
}

fn world() -> World {
    harbour()
        .file("list.csv", "Name,Email,Country,Consent\nJo Smith,jo@smith.test,NZ,yes\nKim Lee,kim@lee.test,DE,yes\n")
}

#[test]
fn a_result_that_cannot_be_written_is_no_success() {
    let (world, server) = (world(), Script::new().start());
    assert_eq!(world.line(&format!("{JO} --to aq-court {}", server_of(&server))).code, 0);
    server.finish();
    let jo = "--name \"Jo Smith\" --country NZ";
    for line in [
        "--help".to_owned(),
        "--version".to_owned(),
        "send --help".to_owned(),
        "man".to_owned(),
        "completions bash".to_owned(),
        "campaigns list".to_owned(),
        "campaigns list --json".to_owned(),
        "campaigns show harbour".to_owned(),
        "campaigns check harbour".to_owned(),
        "recipients list".to_owned(),
        "recipients list --json".to_owned(),
        "recipients show aq-court".to_owned(),
        "recipients check".to_owned(),
        "outbox list --state sent".to_owned(),
        "outbox list --state sent --json".to_owned(),
        "outbox status".to_owned(),
        "outbox export".to_owned(),
        "account list".to_owned(),
        format!("write harbour {jo}"),
        format!("write harbour {jo} --format json"),
        "write harbour --signatories list.csv --format json".to_owned(),
        format!("{JO} --to aq-court --dry-run --again {BRANCH} --server smtp://127.0.0.1:1"),
        format!("{JO} --to aq-court --json {BRANCH} --server smtp://127.0.0.1:1"),
    ] {
        let run = world.line_onto(&line, full());
        assert_eq!(run.code, 74, "{line}\n{run}");
        assert!(run.says("the result could not be written: No space left on device"), "{line}\n{run}");
    }
}

#[test]
fn a_full_disk_ends_no_delivery_and_hides_no_outcome() {
    for (script, code, taken) in [
        (Script::new(), 74, 2),
        // What became of the letters weighs more than that nobody could read it.
        (Script::new().at(Step::Rcpt, [reply("550 5.1.1 no such user")]), 1, 1),
        (Script::new().at(Step::Rcpt, [reply("450 4.2.1 try again later")]), 75, 1),
    ] {
        let (world, server) = (world(), script.start());
        let run = world.line_onto(&format!("{LIST} {}", server_of(&server)), full());
        assert_eq!(run.code, code, "{run}");
        assert!(run.says("the result could not be written: No space left on device"), "{run}");
        let sent = server.finish().iter().map(|session| session.letters.len()).sum::<usize>();
        assert_eq!(sent, taken, "{run}");
    }
}

#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    let (world, server) = (world(), Script::new().start());
    let closed = || std::io::pipe().unwrap().1;
    for line in ["recipients list".to_owned(), "--help".to_owned(), format!("{LIST} {}", server_of(&server))] {
        let run = world.line_onto(&line, closed());
        assert!(run.code == 0 && !run.says("error"), "{line}\n{run}");
    }
    server.finish();
}
