//! The copies that signatories of a list get of their own letters: one mail each, after the offices, and never twice.

use std::collections::BTreeMap;

use super::send::{BRANCH, field, letters, server_of};
use super::*;
use support::server::Letter;

/// Towards both offices with a mailbox.
const BOTH: &str = "send harbour --signatories list.csv --yes --to aq-court --to aq-embassy-nz";
const FLAG: &str = "send harbour --signatories list.csv --yes --to aq-court --to aq-embassy-nz --copy-me";

/// Three who agreed; the second has no e-mail address, the third wants no copy.
const LIST: &str = "Name,Email,Country,Consent,Copy me\n\
    Person 1,p1@family.test,NZ,yes,\n\
    Person 2,,NZ,yes,yes\n\
    Person 3,p3@family.test,NZ,yes,no\n";

fn world(list: &str) -> World {
    harbour().file("list.csv", list)
}

/// So many people who agreed.
fn people(count: usize) -> World {
    let rows: String = (1..=count).map(|n| format!("Person {n},p{n}@family.test,NZ,yes\n")).collect();
    world(&format!("Name,Email,Country,Consent\n{rows}"))
}

fn run(world: &World, server: &Server, line: &str) -> Run {
    world.line(&format!("{line} {}", server_of(server)))
}

/// What was taken, parted into letters to offices and copies to signatories.
fn parted(sessions: &[Session]) -> (Vec<&Letter>, Vec<&Letter>) {
    let is_copy = |letter: &&Letter| letter.to[0].ends_with("@family.test");
    let (copies, letters) = letters(sessions).into_iter().filter(|letter| letter.accepted).partition(is_copy);
    (letters, copies)
}

/// How often a copy reached each signatory.
fn times(copies: &[&Letter]) -> BTreeMap<String, usize> {
    let mut times = BTreeMap::new();
    for copy in copies {
        *times.entry(copy.to.join(" ")).or_default() += 1;
    }
    times
}

#[track_caller]
fn each_once(copies: &[&Letter], count: usize) {
    let expected: BTreeMap<String, usize> = (1..=count).map(|n| (format!("p{n}@family.test"), 1)).collect();
    assert_eq!(times(copies), expected);
}

fn text(letter: &Letter) -> String {
    mailparse::parse_mail(letter.text.as_bytes()).unwrap().get_body().unwrap()
}

#[test]
fn each_who_wants_one_gets_one_copy_of_all_their_letters() {
    let (world, server) = (world(LIST), Script::new().start());
    agreed!("own_copies_dry_run", run(&world, &server, &FLAG.replace("--yes", "--dry-run")));
    assert!(!world.outbox().exists(), "a dry run leaves nothing behind");
    let sent = run(&world, &server, &FLAG.replace("--yes", "--expect 6"));
    assert_eq!(sent.code, 0, "{sent}");
    agreed!("own_copies_sent", sent);
    for line in [FLAG, BOTH] {
        let again = run(&world, &server, line);
        assert!(again.code == 0 && again.says("Nothing is left to send"), "{again}");
    }
    let status = world.line("outbox status");
    assert!(status.stdout.contains("harbour\town copy\t1 sent\n"), "{status}");
    let sessions = server.finish();
    let (letters, copies) = parted(&sessions);
    assert_eq!(letters.len(), 6);
    let [copy] = copies[..] else { panic!("{} copies", copies.len()) };
    assert_eq!(
        (copy.from.as_str(), copy.to.as_slice()),
        ("branch@union.test", ["p1@family.test".to_owned()].as_slice())
    );
    assert_eq!(field(&copy.text, "From"), "\"Person 1 (via Dockers' Branch)\" <branch@union.test>");
    assert_eq!(field(&copy.text, "To"), "\"Person 1\" <p1@family.test>");
    assert_eq!(field(&copy.text, "Subject"), "Copy of your letters: Release Ada Marsh");
    for absent in ["Cc", "Bcc", "Reply-To"] {
        assert_eq!(field(&copy.text, absent), "", "{absent}");
    }
    agreed!("own_copies_text", text(copy).replace('\r', ""));
}

#[test]
fn the_column_alone_is_enough_and_must_be_clear() {
    let server = Script::new().start();
    let list = LIST.replace("NZ,yes,\n", "NZ,yes,x\n");
    assert_eq!(run(&world(&list), &server, BOTH).code, 0);
    let unclear = run(&world(&LIST.replace("NZ,yes,no", "NZ,yes,perhaps")), &server, BOTH);
    assert_eq!(unclear.code, 65, "{unclear}");
    assert!(unclear.says("Copy me \"perhaps\": it is not clear whether this person wants a copy"), "{unclear}");
    let mapped = world(&LIST.replace("Copy me", "Wish").replace("NZ,yes,\n", "NZ,yes,ja\n"));
    assert_eq!(run(&mapped, &server, &format!("{BOTH} --map copy_me=Wish")).code, 0);
    assert_eq!(run(&world(LIST), &server, BOTH).code, 0, "nobody with an address wants one");
    let sessions = server.finish();
    assert_eq!(times(&parted(&sessions).1), BTreeMap::from([("p1@family.test".to_owned(), 2)]), "of two lists");
}

#[test]
fn no_address_but_that_of_the_row_is_used() {
    let (world, server) = (world("Name,Country,Consent\nPerson 1,NZ,yes\n"), Script::new().start());
    for line in [FLAG.to_owned(), format!("{FLAG} --email office@family.test --again")] {
        let sent = run(&world, &server, &line);
        assert!(sent.code == 0 && sent.says("none for 1 signatory without an e-mail address"), "{sent}");
    }
    assert_eq!(parted(&server.finish()).1.len(), 0);
    assert_eq!(world.line(&format!("{FLAG} --joint list.csv {BRANCH} --server smtp://127.0.0.1:1")).code, 2);
}

#[test]
fn a_trial_makes_no_copies() {
    let (world, server) = (people(2), Script::new().start());
    let trial = run(&world, &server, &format!("{FLAG} --test-to me@union.test"));
    assert!(trial.code == 0 && !trial.says("own copies"), "{trial}");
    assert!(letters(&server.finish()).iter().all(|letter| letter.to == ["me@union.test"]));
}

#[test]
fn a_copy_waits_for_each_letter_of_its_row() {
    // The office of the first row refuses, or puts off, its letter.
    for (answer, line) in [("550 5.1.1 no such user", "--again=refused"), ("451 4.7.1 greylisted", "")] {
        let (world, server) = (people(2), Script::new().at(Step::Rcpt, [reply(answer)]).start());
        let first = run(&world, &server, FLAG);
        assert_eq!(first.code, if line.is_empty() { 75 } else { 1 }, "{first}");
        assert!(first.says("1 copy to a signatory waits, since not all of their letters have been sent"), "{first}");
        if !line.is_empty() {
            agreed!("own_copies_refused", first);
            let stuck = run(&world, &server, FLAG);
            assert!(stuck.code == 1 && stuck.says("Nothing is left to send"), "{stuck}");
            assert!(stuck.says("1 copy to a signatory waits"), "{stuck}");
        }
        let listed = world.line("outbox list --signatories list.csv");
        assert!(listed.stdout.contains("own copy\n") && listed.says("list.csv: row 2, Person 1"), "{listed}");
        assert!(listed.says("a signatory's copy of their letters"), "{listed}");
        let second = run(&world, &server, &format!("{FLAG} {line}"));
        assert!(second.code == 0 && second.says("own copy: 1 sent"), "{second}");
        let sessions = server.finish();
        let (letters, copies) = parted(&sessions);
        assert_eq!(letters.len(), 4, "{answer}");
        each_once(&copies, 2);
        assert!(text(copies[1]).contains("court@court.test") && text(copies[1]).contains("wellington@embassy.test"));
    }
}

#[test]
fn a_copy_that_is_refused_or_put_off_costs_the_letters_nothing() {
    for (answer, code, again) in [("550 5.1.1 no such user", 0, 0), ("451 4.3.0 later", 75, 1)] {
        // Four letters with two recipients each come first.
        let script = (0..8).fold(Script::new(), |script, _| script.at(Step::Rcpt, []));
        let (world, server) = (people(2), script.at(Step::Rcpt, [reply(answer)]).start());
        let first = run(&world, &server, FLAG);
        assert!(first.code == code && first.says("4 sent, 0 refused, 0 not sent yet, 0 in doubt."), "{first}");
        assert!(first.says("own copy: 1 sent"), "{first}");
        let second = run(&world, &server, FLAG);
        assert!(second.code == 0 && second.says("4 sent already"), "{second}");
        let sessions = server.finish();
        let (letters, copies) = parted(&sessions);
        assert_eq!((letters.len(), copies.len()), (4, 1 + again), "{answer}");
    }
}

#[test]
fn a_copy_without_an_answer_is_in_doubt_and_never_sent_again_by_itself() {
    let script = (0..4).fold(Script::new(), |script, _| script.at(Step::Dot, []));
    let (world, server) = (people(2), script.at(Step::Dot, [Act::Close]).start());
    let first = run(&world, &server, FLAG);
    assert!(first.code == 75 && first.says("4 sent, 0 refused, 0 not sent yet, 0 in doubt."), "{first}");
    assert!(first.says("own copy, row 2: in doubt"), "{first}");
    for line in [FLAG.to_owned(), format!("{FLAG} --rows 1-3")] {
        let again = run(&world, &server, &line);
        assert!(again.code == 75 && again.says("own copy, row 2: in doubt"), "{again}");
    }
    let key = world.line("outbox list --state in-doubt --json").json()[0]["key"].as_str().unwrap().to_owned();
    assert_eq!(world.line(&format!("outbox settle {key} --resend")).code, 0);
    let last = run(&world, &server, FLAG);
    assert!(last.code == 0 && last.says("own copy: 1 sent"), "{last}");
    let sessions = server.finish();
    assert_eq!(letters(&sessions).len(), 4 + 3);
}

#[test]
fn a_kill_between_offices_and_copies_loses_and_doubles_nothing() {
    let (world, server) =
        (people(3), (0..6).fold(Script::new(), |s, _| s.at(Step::Mail, [])).at(Step::Mail, [Act::Hang]));
    let server = server.start();
    let mut child = world.begin(&format!("{FLAG} {}", server_of(&server)));
    server.wait_for(|sessions| {
        letters(sessions).len() == 6
            && sessions.iter().flat_map(|s| &s.commands).filter(|c| c.starts_with("MAIL")).count() > 6
    });
    child.kill().unwrap();
    child.wait().unwrap();
    let last = run(&world, &server, FLAG);
    assert!(last.code == 0 && last.says("own copy: 3 sent"), "{last}");
    let sessions = server.finish();
    let (letters, copies) = parted(&sessions);
    assert_eq!(letters.len(), 6);
    each_once(&copies, 3);
}

#[test]
fn kills_anywhere_lose_and_double_nothing() {
    let (world, server) = (people(60), Script::new().offer("PIPELINING").start());
    let line = format!("{FLAG} --connections 3");
    for seen in [1, 60, 110, 125, 140] {
        let mut child = world.begin(&format!("{line} {}", server_of(&server)));
        server.wait_for(|sessions| letters(sessions).len() >= seen);
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let mut last = run(&world, &server, &line);
    // What was settled lets the copies of those rows go out.
    for doubt in world.line("outbox list --state in-doubt --json").json() {
        let id = doubt["message_id"].as_str().unwrap().to_owned();
        let arrived = server.saw(|sessions| letters(sessions).iter().any(|letter| letter.text.contains(&id)));
        let verdict = if arrived { "--sent" } else { "--resend" };
        assert_eq!(world.line(&format!("outbox settle {} {verdict}", doubt["key"].as_str().unwrap())).code, 0);
        last = run(&world, &server, &line);
    }
    assert_eq!(last.code, 0, "{last}");
    let sessions = server.finish();
    let (letters, copies) = parted(&sessions);
    assert_eq!(letters.len(), 120);
    each_once(&copies, 60);
}

#[test]
fn copies_count_for_the_day_of_the_account_and_not_for_the_pace_of_an_office() {
    let (world, server) = (people(2), Script::new().start());
    let line = format!("{FLAG} --pace 5/day --office-pace off");
    let first = run(&world, &server, &line);
    assert!(first.code == 75 && first.says("own copy: 1 sent, 0 refused, 1 not sent yet"), "{first}");
    let held = run(&world, &server, &line);
    assert!(held.code == 75 && held.says("own copy: 0 sent, 0 refused, 1 not sent yet"), "{held}");
    let rest = run(&world, &server, &format!("{FLAG} --pace off --office-pace 1/hour"));
    assert!(rest.code == 0 && rest.says("own copy: 1 sent"), "{rest}");
    each_once(&parted(&server.finish()).1, 2);
}

#[test]
fn a_run_that_waits_waits_for_copies_too() {
    let script = (0..4).fold(Script::new(), |script, _| script.at(Step::Rcpt, [reply("250 ok")]));
    let (world, server) = (people(1), script.always(Step::Rcpt, [reply("451 later")]).start());
    let child = world.begin(&format!("{FLAG} --wait {}", server_of(&server)));
    server.wait_for(|sessions| sessions.len() == 2 && sessions[1].commands.last().is_some_and(|last| last == "QUIT"));
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let run = world.ended(child);
    assert!(run.code == 130 && run.says(" with 1 copy to a signatory. Press Ctrl-C to stop"), "{run}");
    assert!(run.says("2 sent, 0 refused, 0 not sent yet, 0 in doubt."), "{run}");
}

#[test]
fn a_copy_says_what_the_offices_got() {
    let script = (0..4).fold(Script::new(), |script, _| script.at(Step::Rcpt, []));
    let (world, server) = (people(1), script.at(Step::Rcpt, [reply("451 later")]).start());
    assert_eq!(run(&world, &server, FLAG).code, 75);
    let world = world
        .file("letters/harbour/campaign.toml", &HARBOUR.replace("status = \"open\"", "status = \"open\"\nversion = 2"))
        .file("letters/harbour/en.md", &ENGLISH.replace("held for a strike.\n\n{{#if", "free.\n\n{{#if"));
    let older = run(&world, &server, FLAG);
    assert!(older.says("1 copy to a signatory waits") && older.says("--again=older"), "{older}");
    let again = run(&world, &server, &format!("{FLAG} --again=older"));
    assert!(again.code == 0 && again.says("own copy: 1 sent"), "{again}");
    let sessions = server.finish();
    let (letters, copies) = parted(&sessions);
    assert_eq!((letters.len(), copies.len()), (4, 1));
    assert_eq!(text(copies[0]).matches("who is free.").count(), 2, "{}", text(copies[0]));
}

#[test]
fn other_programs_tell_copies_from_letters() {
    let (world, server) = (people(2), Script::new().start());
    let dry = run(&world, &server, &format!("{} --json", FLAG.replace("--yes", "--dry-run")));
    let json = dry.json();
    assert_eq!((&json[2]["office"], &json[2]["letters"]), (&"own copy".into(), &2.into()), "{dry}");
    let sent = run(&world, &server, &format!("{FLAG} --json"));
    let json = sent.json();
    assert_eq!(json.iter().filter(|line| line["office"] == "own copy").count(), 2, "{sent}");
    let last = &json[5];
    assert_eq!((&last["outcome"], &last["row"], &last["to"][0]), (&"sent".into(), &3.into(), &"p2@family.test".into()));
    server.finish();
}

#[test]
fn what_is_repeated_on_purpose_is_copied_again() {
    let (world, server) = (people(1), Script::new().start());
    for (line, sent) in [(FLAG.to_owned(), 1), (format!("{FLAG} --again"), 2), (FLAG.to_owned(), 2)] {
        assert_eq!(run(&world, &server, &line).code, 0);
        assert_eq!(server.saw(|sessions| parted(sessions).1.len()), sent);
    }
    let forgotten = world.line("outbox forget --name \"Person 1\" --email p1@family.test");
    assert!(forgotten.code == 0, "{forgotten}");
    assert_eq!(world.line("outbox status").stdout, "", "the copy is forgotten with the letters");
    server.finish();
}
