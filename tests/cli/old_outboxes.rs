//! Outboxes made by earlier versions: each is brought up to date, every letter keeps its state, nothing goes
//! out twice, and nothing that somebody typed stays anywhere in the files.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use rusqlite::Connection;

use super::send::{letters, server_of};
use super::traces::{assert_no_traces, traces};
use super::*;

struct Old {
    file: &'static [u8],
    log: &'static [u8],
    states: &'static [(&'static str, usize)],
    /// Whether it keeps something that was typed.
    has_traces: bool,
}

/// The states of the outboxes of formats 2 to 5.
const STATES: &[(&str, usize)] =
    &[("bounced", 1), ("dropped", 1), ("handed over", 1), ("in doubt", 2), ("refused", 2), ("sent", 5), ("waiting", 3)];

const FORMATS: [Old; 5] = [
    Old {
        file: include_bytes!("outboxes/format-1.sqlite"),
        log: include_bytes!("outboxes/format-1.sqlite-wal"),
        states: &[("bounced", 1), ("dropped", 1), ("in doubt", 2), ("refused", 1), ("sent", 1), ("waiting", 1)],
        has_traces: true,
    },
    Old {
        file: include_bytes!("outboxes/format-2.sqlite"),
        log: include_bytes!("outboxes/format-2.sqlite-wal"),
        states: STATES,
        has_traces: true,
    },
    Old {
        file: include_bytes!("outboxes/format-3.sqlite"),
        log: include_bytes!("outboxes/format-3.sqlite-wal"),
        states: STATES,
        has_traces: false,
    },
    Old {
        file: include_bytes!("outboxes/format-4.sqlite"),
        log: include_bytes!("outboxes/format-4.sqlite-wal"),
        states: STATES,
        has_traces: false,
    },
    Old { file: include_bytes!("outboxes/format-5.sqlite"), log: &[], states: STATES, has_traces: false },
];

/// The list of formats 2 to 5. Of its letters three were sent, one was refused, and two wait.
const LIST: &str = "Name,Email,Own words,Consent\n\
    Listed Ask,listed-ask@canary.test,Canary words of Ask,yes\n\
    Listed Refuse,listed-refuse@canary.test,Canary words of Refuse,yes\n\
    Listed Wait,listed-wait@canary.test,Canary words of Wait,yes\n\
    Listed Stop,listed-stop@canary.test,Canary words of Stop,yes\n\
    Listed Rest,listed-rest@canary.test,Canary words of Rest,yes\n\
    Listed Tail,listed-tail@canary.test,Canary words of Tail,yes\n";

impl Old {
    /// A world whose outbox a killed run left, with its log beside it.
    fn world(&self) -> World {
        let world = harbour().file("list.csv", LIST);
        std::fs::create_dir_all(world.outbox().parent().unwrap()).unwrap();
        std::fs::write(world.outbox(), self.file).unwrap();
        std::fs::write(log(&world), self.log).unwrap();
        assert_eq!(!traces(&world).is_empty(), self.has_traces, "there is something to remove");
        world
    }

    #[track_caller]
    fn assert_states(&self, world: &World) {
        let exported = world.line("outbox export --json");
        assert_eq!(exported.code, 0, "{exported}");
        self.assert_exported(&exported);
    }

    #[track_caller]
    fn assert_exported(&self, exported: &Run) {
        let mut states: BTreeMap<String, usize> = BTreeMap::new();
        for letter in exported.json() {
            *states.entry(letter["state"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        let expected = self.states.iter().map(|(state, count)| ((*state).to_owned(), *count)).collect();
        assert_eq!(states, expected);
    }
}

/// A letter that an early version tried has a Message-ID that anybody could compute.
#[test]
fn the_message_ids_of_early_versions_prove_nothing() {
    for old in &FORMATS[..2] {
        let world = old.world();
        let letters = world.line("outbox export --json --with-ids").json();
        let mails = letters.iter().filter_map(|letter| letter["message_id"].as_str()).map(|id| {
            let id = id.trim_matches(['<', '>']);
            let copy = format!("From: branch@union.test\nTo: court@court.test\nMessage-ID: <{id}>\n\nx\n");
            let bounce =
                include_str!("../bounces/postfix.eml").replace("0123456789abcdef0123456789abcdef@union.test", id);
            format!("From - Mon Nov 23 01:00:00 2026\n{copy}\nFrom - Mon Nov 23 01:00:00 2026\n{bounce}\n")
        });
        let world = world.file("box", &mails.collect::<String>());
        let run = world.line("outbox reconcile box --yes");
        assert!(run.stdout.is_empty() && run.says("an earlier version of outcry made its Message-ID"), "{run}");
        old.assert_states(&world);
    }
}

fn log(world: &World) -> std::path::PathBuf {
    world.outbox().with_extension("sqlite-wal")
}

/// The number at a place of the file's header (<https://www.sqlite.org/fileformat2.html#the_database_header>).
fn header(world: &World, at: usize) -> u32 {
    let file = std::fs::read(world.outbox()).unwrap();
    u32::from_be_bytes(file[at..at + 4].try_into().unwrap())
}

fn person(name: &str) -> String {
    format!(
        "--name \"Canary {name}\" --organisation \"Canary Choir\" --email {}@canary.test --address \"7 Canary Lane\"",
        name.to_lowercase()
    )
}

#[test]
fn whatever_opens_an_older_outbox_brings_it_up_to_date_and_leaves_no_trace() {
    for old in &FORMATS {
        for line in ["outbox list", "outbox status", "outbox export", "outbox settle ffffffff --drop"] {
            let world = old.world();
            let run = world.line(line);
            assert!(run.code == 0 || line.contains("settle") && run.code == 2, "{run}");
            assert_no_traces(&world, line);
            assert_eq!((header(&world, 60), header(&world, 36)), (6, 0), "the format, and no free page");
            let mode = std::fs::metadata(world.outbox()).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "for its owner alone");
            old.assert_states(&world);
        }
    }
}

#[test]
fn an_older_outbox_sends_what_waits_and_nothing_twice() {
    for old in &FORMATS {
        let (world, server) = (old.world(), Script::new().start());
        let mut expected = Vec::new();
        for (name, outcome, code) in [
            ("Sent", "sent already\t", 0),
            ("Refuse", "refused\t", 1),
            ("Wait", "sent\t", 0),
            ("Doubt", "in doubt\t", 75),
            ("Drop", "given up\t", 0),
            ("Bounce", "bounced\t", 1),
            ("Kill", "in doubt\t", 75),
        ] {
            let who = person(name);
            let line = format!("send harbour {who} --own-words \"Canary words\" --to aq-court --yes");
            let run = world.line(&format!("{line} {}", server_of(&server)));
            assert!(run.code == code && run.stdout.starts_with(outcome), "{name}\n{run}");
        }
        expected.push("Canary Wait");
        if old.states.contains(&("handed over", 1)) {
            let line = "send harbour --signatories list.csv --organisation \"Canary Choir\" --role \"Canary Clerk\" \
                        --address \"7 Canary Lane\" --to aq-court --to aq-police --yes";
            let run = world.line(&format!("{line} {}", server_of(&server)));
            assert!(run.code == 1 && run.says("2 sent, 3 sent already, 1 refused"), "{run}");
            let again = world.line(&format!("{line} {}", server_of(&server)));
            assert!(again.code == 1 && again.says("5 sent already, 1 refused"), "{again}");
            assert!(again.says("checked:"), "the list is known again\n{again}");
            expected.extend(["Listed Wait", "Listed Stop"]);
        }
        let sessions = server.finish();
        let sent = letters(&sessions);
        assert_eq!(sent.len(), expected.len());
        assert!(expected.iter().zip(sent).all(|(name, letter)| letter.text.contains(name)));
        assert_no_traces(&world, "after sending");
    }
}

/// What a list is sent with; the street is everybody's.
fn to_court(street: &str) -> String {
    format!(
        "send harbour --signatories list.csv --organisation \"Canary Choir\" --role \"Canary Clerk\" \
         --address \"{street}\" --to aq-court"
    )
}

#[test]
fn a_street_that_was_corrected_before_the_update_is_asked_about_and_after_it_makes_no_letter() {
    // From format 4 on a street makes no other letter.
    for old in &FORMATS[1..3] {
        let (world, server) = (old.world(), Script::new().start());
        let (then, now) = (to_court("7 Canary Lane"), to_court("8 Canary Lane"));
        let run = |line: &str| world.line(&format!("{line} {}", server_of(&server)));
        for flags in ["--yes", "--expect 6", "--expect 6 --yes"] {
            let refused = run(&format!("{now} {flags}"));
            assert!(refused.code == 65 && refused.stdout.is_empty(), "{refused}");
            assert!(
                refused.says("--expect-new is missing: this list makes 6 new letters, and 11 letters that an"),
                "{refused}"
            );
        }
        let listed = world.line(
            "outbox list --state refused --signatories list.csv --organisation \"Canary Choir\" --address \"7 Canary Lane\"",
        );
        assert!(listed.stdout.contains("list.csv: row 3, Canary Choir"), "by its former key\n{listed}");
        let dry = run(&format!("{now} --dry-run"));
        assert!(
            dry.code == 0 && dry.says("Plan for harbour: 6 new letters") && dry.says("11 letters to these"),
            "{dry}"
        );
        old.assert_states(&world);
        let dry = run(&format!("{then} --dry-run"));
        assert!(dry.says("Plan for harbour: 0 new letters of 6") && dry.says("7 letters to these"), "{dry}");
        assert!(run(&format!("{then} --yes")).says("2 sent, 3 sent already, 1 refused"));
        let listed = world.line(
            "outbox list --state refused --signatories list.csv --organisation \"Canary Choir\" --address \"7 Canary Lane\"",
        );
        assert!(listed.stdout.contains("list.csv: row 3, Canary Choir"), "by its key of today\n{listed}");
        let mended = run(&format!("{now} --expect 6 --expect-new 0"));
        assert!(mended.code == 1 && mended.says("5 sent already, 1 refused"), "{mended}");
        assert_eq!(letters(&server.finish()).len(), 2);
        assert_no_traces(&world, "a mended street");
    }
}

#[test]
fn new_letters_beside_those_of_nobody_go_out_when_their_number_is_given() {
    let old = &FORMATS[2];
    let (world, server) = (old.world(), Script::new().start());
    let world = world.file("list.csv", "Name,Email,Consent\nNew Person,new@canary.test,yes\n");
    let run = |flags: &str| world.line(&format!("{} {flags} {}", to_court("7 Canary Lane"), server_of(&server)));
    let wrong = run("--expect-new 2");
    assert!(wrong.code == 65 && wrong.says("--expect-new 2 does not match: this list makes 1 new letter"), "{wrong}");
    assert!(run("--yes").says("11 letters that an earlier version"));
    let sent = run("--expect-new 1");
    assert!(sent.code == 0 && sent.says("Plan for harbour: 1 new letter\n"), "{sent}");
    let again = run("--expect-new 1");
    assert!(again.code == 0 && again.says("when 1 letter was new") && again.says("1 sent already"), "{again}");
    assert_eq!(letters(&server.finish()).len(), 1);
}

/// Campaigns had no versions then, so every letter is of the first.
#[test]
fn letters_of_older_formats_count_as_the_first_version() {
    for old in &FORMATS {
        let world = old.world();
        let world = world.campaign("harbour", &format!("version = 2{HARBOUR}"), &[("en", ENGLISH)]);
        let server = Script::new().start();
        let line = format!("send harbour {} --to aq-court --yes {}", person("Sent"), server_of(&server));
        let plain = world.line(&line);
        assert!(plain.code == 0 && plain.says("1 letter went out in a version before 2: 1 to aq-court"), "{plain}");
        for (name, sent) in [("Sent", 1), ("Sent", 0), ("Refuse", 0), ("Doubt", 0), ("Drop", 0)] {
            let run = world.line(&format!(
                "{} --again=older",
                line.replace("Sent", name).replace("sent@", &format!("{}@", name.to_lowercase()))
            ));
            assert_eq!(run.stdout.lines().filter(|line| line.starts_with("sent\t")).count(), sent, "{name}\n{run}");
        }
        assert_eq!(letters(&server.finish()).len(), 1);
    }
}

#[test]
fn a_person_is_forgotten_in_an_older_outbox_too() {
    for old in &FORMATS {
        let world = old.world();
        let before = world.line("outbox export --json").json().len();
        let world = old.world();
        let run = world.line(&format!("outbox forget {}", person("Sent")));
        assert!(run.code == 0 && run.stdout == "forgotten\t1 letter\n", "{run}");
        assert_eq!(world.line("outbox export --json").json().len(), before - 1);
        assert_no_traces(&world, "forget");
    }
}

#[test]
fn a_reader_delays_the_cleaning_to_the_next_opening() {
    for old in &FORMATS {
        let world = old.world();
        let reader = Connection::open(world.outbox()).unwrap();
        reader.execute_batch("BEGIN").unwrap();
        let _read: i64 = reader.query_row("SELECT count(*) FROM letters", [], |row| row.get(0)).unwrap();
        old.assert_states(&world);
        assert_eq!(!traces(&world).is_empty(), old.has_traces, "what is being read cannot be overwritten");
        drop(reader);
        old.assert_states(&world);
        assert_no_traces(&world, "after the reader");
    }
}

#[test]
fn a_kill_at_any_moment_of_the_update_loses_nothing_and_the_next_opening_goes_on() {
    let mut cut_short = 0;
    for old in &FORMATS {
        for step in 0..25 {
            let world = old.world();
            let mut child = world.begin("outbox list");
            std::thread::sleep(Duration::from_micros(2000 + 500 * step));
            child.kill().unwrap();
            child.wait().unwrap();
            cut_short += usize::from(!traces(&world).is_empty());
            old.assert_states(&world);
            assert_no_traces(&world, &format!("killed after step {step}"));
        }
    }
    assert!(cut_short > 0, "no kill came in time");
}

#[test]
fn an_older_outbox_that_is_damaged_is_refused_or_means_the_same() {
    for old in &FORMATS {
        let (mut refused, mut same) = (0, 0);
        for at in (100..old.file.len()).step_by(old.file.len() / 60) {
            let world = old.world();
            // Its pages alone, so that the log does not hide the damage.
            Connection::open(world.outbox()).unwrap().pragma_update(None, "wal_checkpoint", "TRUNCATE").unwrap();
            let mut bytes = std::fs::read(world.outbox()).unwrap();
            bytes[at] ^= 1;
            std::fs::write(world.outbox(), &bytes).unwrap();
            let run = world.line("outbox export --json");
            if run.code == 0 {
                old.assert_exported(&run);
                same += 1;
            } else {
                assert!(matches!(run.code, 65 | 78) && run.stdout.is_empty(), "byte {at}\n{run}");
                refused += 1;
            }
        }
        assert!(refused > 0 && same > 0, "{refused} refused, {same} the same");
    }
}

#[test]
fn an_older_outbox_that_somebody_copied_without_its_log_is_brought_up_to_date_too() {
    for old in &FORMATS {
        for kill_after in [0, 3, 5, 7, 9] {
            let world = old.world();
            // Another journal: what is overwritten goes there first.
            let copy = Connection::open(world.outbox()).unwrap();
            let journal: String = copy.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0)).unwrap();
            assert_eq!(journal, "delete");
            drop(copy);
            if kill_after > 0 {
                let mut child = world.begin("outbox list");
                std::thread::sleep(Duration::from_millis(kill_after));
                child.kill().unwrap();
                child.wait().unwrap();
            }
            old.assert_states(&world);
            assert_no_traces(&world, &format!("killed after {kill_after} ms"));
        }
    }
}

#[test]
fn a_change_that_was_cut_short_without_a_log_is_undone_by_whoever_reads_next() {
    for old in &FORMATS {
        let (world, broken) = (old.world(), harbour());
        let db = Connection::open(world.outbox()).unwrap();
        // With so little memory, pages are written before the change is complete.
        db.execute_batch(
            "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA cache_size = 1; BEGIN; \
             UPDATE letters SET reason = hex(zeroblob(9000)), state = 'waiting'",
        )
        .unwrap();
        std::fs::create_dir_all(broken.outbox().parent().unwrap()).unwrap();
        for ending in ["sqlite", "sqlite-journal"] {
            let file = world.outbox().with_extension(ending);
            std::fs::copy(file, broken.outbox().with_extension(ending)).unwrap();
        }
        assert_ne!(std::fs::read(broken.outbox()).unwrap().len(), old.file.len(), "it was begun");
        old.assert_states(&broken);
        assert_no_traces(&broken, "undone and brought up to date");
    }
}

#[test]
fn an_older_outbox_that_a_run_has_is_left_to_it() {
    let world = FORMATS[1].world();
    let lock = std::fs::File::create(world.outbox().with_extension("sqlite.lock")).unwrap();
    lock.lock().unwrap();
    for line in ["outbox list", "outbox settle ffffffff --drop"] {
        let run = world.line(line);
        assert!(run.code == 75 && run.says("another run of outcry is using it"), "{run}");
    }
    drop(lock);
    FORMATS[1].assert_states(&world);
}

#[test]
fn a_newer_outbox_is_left_alone() {
    let world = FORMATS[1].world();
    let outbox = Connection::open(world.outbox()).unwrap();
    outbox.pragma_update(None, "user_version", 99).unwrap();
    drop(outbox);
    let before = std::fs::read(world.outbox()).unwrap();
    for line in ["outbox list", "outbox settle ffffffff --drop"] {
        let run = world.line(line);
        assert!(run.code == 65 && run.says("a newer version of outcry made it (format 99)"), "{run}");
    }
    let after = std::fs::read(world.outbox()).unwrap();
    assert_eq!(before[100..], after[100..], "every page but the counters of the header");
}
