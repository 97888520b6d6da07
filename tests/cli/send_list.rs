//! `send --signatories`: every row and every office, each letter exactly once, whatever happens between.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use super::send::{BRANCH, field, letters, server_of};
use super::*;

/// Towards both offices with a mailbox, with consent given for the whole.
const ALL: &str = "send harbour --signatories list.csv --yes --to aq-court --to aq-embassy-nz";
const COURT: &str = "send harbour --signatories list.csv --yes --to aq-court";

/// A list of so many people who agreed.
fn people(count: usize) -> String {
    (1..=count).fold("Name,Email,Country,Consent\n".to_owned(), |mut list, n| {
        writeln!(list, "Person {n},p{n}@family.test,NZ,yes").unwrap();
        list
    })
}

fn listed(count: usize) -> World {
    harbour().file("list.csv", &people(count))
}

fn run(world: &World, server: &Server, line: &str) -> Run {
    world.line(&format!("{line} {}", server_of(server)))
}

/// How often the letter of each person reached each office.
fn arrived(sessions: &[Session]) -> BTreeMap<(String, String), usize> {
    let mut all = BTreeMap::new();
    for letter in letters(sessions) {
        let answers_to = field(&letter.text, "Reply-To");
        *all.entry((answers_to, letter.to[0].clone())).or_default() += 1;
    }
    all
}

/// Each letter of the list is there once, and none but these.
#[track_caller]
fn each_once(sessions: &[Session], count: usize) {
    let arrived = arrived(sessions);
    let twice: Vec<_> = arrived.iter().filter(|(_, times)| **times != 1).collect();
    assert!(twice.is_empty() && arrived.len() == count, "{} of {count}, twice: {twice:?}", arrived.len());
}

#[test]
fn a_plan_is_shown_and_every_letter_told() {
    let (world, server) = (listed(3), Script::new().offer("PIPELINING").start());
    let dry = run(&world, &server, &format!("{COURT} --to aq-police --dry-run"));
    assert_eq!(dry.code, 0, "{dry}");
    agreed!("send_list_dry_run", dry);
    assert!(!world.outbox().exists(), "a dry run leaves nothing behind");
    let sent = run(&world, &server, &ALL.replace("--yes", "--expect 6"));
    assert_eq!(sent.code, 0, "{sent}");
    agreed!("send_list_all", sent);
    let again = run(&world, &server, &ALL.replace("--yes", "--expect 6"));
    assert_eq!(again.code, 0, "{again}");
    agreed!("send_list_again", again);
    each_once(&server.finish(), 6);
}

#[test]
fn the_count_must_be_the_one_expected() {
    let (world, server) = (listed(3), Script::new().start());
    let wrong = run(&world, &server, &ALL.replace("--yes", "--expect 5"));
    assert_eq!((wrong.code, wrong.stdout.as_str()), (65, ""), "{wrong}");
    assert!(wrong.says("--expect 5 does not match: this command makes 6 letters; nothing was sent"), "{wrong}");
    let unasked = run(&world, &server, &ALL.replace("--yes", ""));
    assert!(unasked.code == 2 && unasked.says("--expect N, or --yes, is missing"), "{unasked}");
    assert!(world.line("outbox status").stdout.is_empty(), "a list that was not agreed to is not on the list");
    assert!(server.finish().is_empty(), "no connection was opened");
}

#[test]
fn one_mistake_and_nothing_is_sent_then_the_rest_then_the_mended() {
    let list = people(8)
        .replace("Person 3,p3@family.test", "Person 3,p3 at family")
        .replace("Person 5,p5@family.test,NZ,yes", "Person 5,p5@family.test,NZ,no")
        .replace("Person 7", "[NAME]");
    let (world, server) = (harbour().file("list.csv", &list), Script::new().start());
    let refused = run(&world, &server, ALL);
    assert_eq!((refused.code, refused.stdout.as_str()), (65, ""), "{refused}");
    agreed!("send_list_faults", refused);
    let rest = run(&world, &server, &format!("{ALL} --skip-bad-rows"));
    assert_eq!(rest.code, 0, "{rest}");
    assert!(rest.says("3 rows left out; failed.csv says why"), "{rest}");
    let again = run(&world, &server, &format!("{ALL} --skip-bad-rows"));
    assert!(again.code == 0 && again.says("Nothing is left to send"), "the same command goes on\n{again}");
    let failed = world.read("failed.csv");
    assert_eq!(failed.lines().count(), 4, "{failed}");
    let mended = failed
        .replace("p3 at family", "p3@family.test")
        .replace("NZ\",\"no", "NZ\",\"yes")
        .replace(",NZ,no", ",NZ,yes")
        .replace("[NAME]", "Person 7");
    let world = world.file("mended.csv", &mended);
    let completed = run(&world, &server, &ALL.replace("list.csv", "mended.csv"));
    assert_eq!(completed.code, 0, "{completed}");
    each_once(&server.finish(), 16);
}

#[test]
fn an_office_that_refuses_is_refused_although_the_copy_was_taken() {
    let script = Script::new()
        .offer("PIPELINING")
        .at(Step::Rcpt, [reply("550 5.1.1 no such user")])
        .at(Step::Rcpt, [])
        .at(Step::Rcpt, [])
        .at(Step::Rcpt, [reply("550 5.7.1 no copies")]);
    let (world, server) = (listed(3), script.start());
    let first = run(&world, &server, COURT);
    assert_eq!(first.code, 1, "{first}");
    agreed!("send_list_refused", first);
    let again = run(&world, &server, COURT);
    assert!(again.code == 1 && again.says("Nothing is left to send"), "{again}");
    let sessions = server.finish();
    assert_eq!(letters(&sessions).len(), 2);
    assert!(letters(&sessions).iter().all(|letter| letter.to[0] == "court@court.test"), "no copy without the office");
}

#[test]
fn after_the_dot_in_doubt_once_and_never_again() {
    let script = Script::new().at(Step::Dot, []).at(Step::Dot, [Act::Close]);
    let (world, server) = (listed(4), script.start());
    let first = run(&world, &server, COURT);
    assert_eq!(first.code, 75, "{first}");
    assert!(first.stdout.contains("in doubt\taq-court\trow 3: "), "{first}");
    let second = run(&world, &server, &format!("{COURT} --connections 3"));
    assert_eq!(second.code, 75, "{second}");
    assert!(second.says("1 in doubt") && second.says("outbox list --state in-doubt"), "{second}");
    // Whoever runs it again learns which one, whether the list is known or has changed since.
    let named = "aq-court, row 3: in doubt: since 2026-11-23 00:00: ";
    assert!(second.stdout.contains("in doubt\taq-court\trow 3: court@court.test: ") && second.says(named), "{second}");
    for list in [people(4), people(5)] {
        std::fs::write(world.path("list.csv"), list).unwrap();
        let again = run(&world, &server, &format!("{COURT} --json"));
        let json = again.json();
        let doubt = json.iter().find(|letter| letter["outcome"] == "in doubt").unwrap_or_else(|| panic!("{again}"));
        assert_eq!(
            (&doubt["office"], &doubt["row"], &doubt["to"][0]),
            (&"aq-court".into(), &3.into(), &"court@court.test".into())
        );
        assert!(doubt["message_id"].as_str().unwrap().ends_with("@union.test>"), "{doubt}");
        assert!(again.code == 75 && again.says(named), "{again}");
    }
    each_once(&server.finish(), 5);
}

#[test]
fn before_the_dot_it_is_sent_once() {
    // The server is gone long before the client could end such a letter.
    let long = ENGLISH.replacen("\n\n", &format!("\n\n{}\n\n", "So say dockers.\n".repeat(14_000)), 1);
    for step in [Step::Greeting, Step::Mail, Step::Rcpt, Step::Data, Step::Body] {
        let (world, script) = match step {
            Step::Body => (listed(3).campaign("harbour", HARBOUR, &[("en", &long)]), Script::new().narrow()),
            _ => (listed(3), Script::new()),
        };
        let server = script.at(step, [Act::Close]).start();
        let first = run(&world, &server, COURT);
        // A server that cannot be greeted ends the run; every letter is kept.
        let expected = if step == Step::Greeting { 75 } else { 0 };
        assert_eq!(first.code, expected, "{step:?}\n{first}");
        let second = run(&world, &server, COURT);
        assert_eq!(second.code, 0, "{step:?}\n{second}");
        each_once(&server.finish(), 3);
    }
}

#[test]
fn what_a_server_puts_off_goes_with_the_next_run() {
    for (step, text) in [
        (Step::Mail, "421 4.3.2 closing"),
        (Step::Mail, "454 4.7.0 Throttling failure: Maximum sending rate exceeded."),
        (Step::Rcpt, "450 4.2.1 receiving too fast"),
        (Step::Rcpt, "451 4.7.1 greylisted"),
        (Step::Rcpt, "452 4.2.2 full"),
        (Step::Dot, "421 4.3.0 closing"),
        (Step::Dot, "451 4.3.0 try later"),
        (Step::Dot, "452 4.3.1 no room"),
    ] {
        let script = Script::new().offer("PIPELINING").at(step, [reply(text)]);
        let (world, server) = (listed(3), script.start());
        let first = run(&world, &server, COURT);
        let tried_at_once = text.starts_with("421");
        assert_eq!(first.code, if tried_at_once { 0 } else { 75 }, "{step:?} {text}\n{first}");
        assert_eq!(first.says("Next attempt: "), !tried_at_once, "{step:?} {text}\n{first}");
        let second = run(&world, &server, COURT);
        assert_eq!(second.code, 0, "{step:?} {text}\n{second}");
        let mut sessions = server.finish();
        for session in &mut sessions {
            session.letters.retain(|letter| letter.accepted);
        }
        each_once(&sessions, 3);
    }
}

#[test]
fn a_wrong_password_is_tried_once_and_every_letter_kept() {
    let script = Script::new().offer("AUTH PLAIN LOGIN").always(Step::Auth, [reply("535 5.7.8 bad credentials")]);
    let (world, server) = (listed(30), script.start());
    let line = format!(
        "{COURT} --connections 8 {BRANCH} --server smtp://jo@127.0.0.1:{} --password-command \"echo secret\"",
        server.port()
    );
    let stopped = world.line(&line);
    assert_eq!(stopped.code, 78, "{stopped}");
    assert!(stopped.says("535 5.7.8 bad credentials") && stopped.says("30 not sent yet"), "{stopped}");
    assert_eq!(world.line("outbox status").stdout, "harbour\taq-court\t30 waiting\n");
    let sessions = server.finish();
    let commands = sessions.iter().flat_map(|session| &session.commands);
    assert_eq!(commands.filter(|command| command.starts_with("AUTH")).count(), 1);
}

#[test]
fn a_server_that_cannot_look_up_passwords_now_is_tried_again() {
    let busy = reply("454 4.7.0 Temporary authentication failure");
    let welcome = reply("235 2.7.0 welcome");
    for script in [
        // To the first connection, and to one more than the first.
        Script::new().offer("AUTH PLAIN").at(Step::Auth, [busy.clone()]),
        Script::new().offer("AUTH PLAIN").at(Step::Auth, [welcome]).at(Step::Auth, [busy]),
    ] {
        let (world, server) = (listed(30), script.start());
        let line = format!(
            "{COURT} --connections 2 {BRANCH} --server smtp://jo@127.0.0.1:{} --password-command \"echo secret\"",
            server.port()
        );
        let first = world.line(&line);
        assert!(matches!(first.code, 0 | 75) && !first.says("outcry account check"), "{first}");
        let second = world.line(&line);
        assert_eq!(second.code, 0, "{second}");
        each_once(&server.finish(), 30);
    }
}

#[test]
fn a_kill_loses_nothing_and_doubles_nothing() {
    let connections = 4;
    let (world, server) = (listed(120), Script::new().offer("PIPELINING").start());
    let line = format!("{ALL} --connections {connections}");
    let mut kills = 0;
    for seen in [1, 30, 90, 150, 200] {
        let mut child = world.begin(&format!("{line} {}", server_of(&server)));
        server.wait_for(|sessions| letters(sessions).len() >= seen);
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
    }
    let last = run(&world, &server, &line);
    let doubts = world.line("outbox list --state in-doubt --json").json().len();
    assert_eq!(last.code, if doubts > 0 { 75 } else { 0 }, "{last}");
    assert!(doubts <= connections * kills, "{doubts} in doubt after {kills} kills");
    let sessions = server.finish();
    let arrived = arrived(&sessions);
    assert!(arrived.values().all(|times| *times == 1), "nothing twice");
    // What never arrived is in doubt, and nothing else.
    assert!(240 - arrived.len() <= doubts, "{} arrived, {doubts} in doubt", arrived.len());
}

#[test]
fn a_run_that_was_cut_off_goes_on_without_checking_again() {
    let (world, server) =
        (listed(5), Script::new().at(Step::Mail, []).at(Step::Mail, [reply("454 Throttling")]).start());
    let first = run(&world, &server, COURT);
    assert_eq!(first.code, 75, "{first}");
    let second = run(&world, &server, COURT);
    assert!(second.code == 0 && second.says("nothing has changed since"), "{second}");
    assert!(second.says("4 (1 sent already)"), "{second}");
    let changed = world.file("list.csv", &people(6));
    let third = run(&changed, &server, COURT);
    assert!(third.code == 0 && third.says("1 (5 sent already)"), "a list that changed is checked anew\n{third}");
    each_once(&server.finish(), 6);
}

#[test]
fn a_doubt_that_was_settled_goes_out_although_the_list_was_sorted_anew() {
    let script = Script::new().at(Step::Dot, []).at(Step::Dot, [Act::Close]);
    let (world, server) = (listed(3), script.start());
    assert_eq!(run(&world, &server, COURT).code, 75);
    let mut rows: Vec<String> = people(3).lines().map(str::to_owned).collect();
    rows[1..].reverse();
    let world = world.file("list.csv", &rows.join("\n"));
    for _ in 0..2 {
        let doubtful = run(&world, &server, COURT);
        assert!(doubtful.code == 75 && doubtful.says("1 in doubt"), "it stays in doubt on the new list\n{doubtful}");
    }
    let key = world.line("outbox list --state in-doubt --json").json()[0]["key"].as_str().unwrap().to_owned();
    assert_eq!(world.line(&format!("outbox settle {key} --resend")).code, 0);
    let last = run(&world, &server, COURT);
    assert!(last.code == 0 && last.says("1 sent, 2 sent already"), "{last}");
    assert_eq!(letters(&server.finish()).len(), 4);
}

#[test]
fn repeated_letters_that_were_cut_off_go_out_with_the_line_that_goes_on() {
    let script = (0..4).fold(Script::new(), |script, _| script.at(Step::Mail, []));
    let (world, server) = (listed(3), script.at(Step::Mail, [reply("454 Throttling")]).start());
    assert_eq!(run(&world, &server, COURT).code, 0);
    let again = run(&world, &server, &format!("{COURT} --again"));
    assert!(again.code == 75 && again.says("1 sent, "), "{again}");
    let rest = run(&world, &server, COURT);
    assert!(rest.code == 0 && rest.says("2 sent, 1 sent already"), "{rest}");
    assert_eq!(letters(&server.finish()).len(), 6);
}

#[test]
fn a_person_who_was_forgotten_is_no_reason_to_lose_the_letter() {
    let (world, server) = (listed(2), Script::new().start());
    assert_eq!(run(&world, &server, COURT).code, 0);
    let forgotten = world.line("outbox forget --name \"Person 1\" --email p1@family.test");
    assert_eq!(forgotten.code, 0, "{forgotten}");
    let again = run(&world, &server, COURT);
    assert!(again.says("1 sent, 1 sent already"), "{again}");
    server.finish();
}

#[test]
fn offices_without_a_mailbox_get_paper_once() {
    let (world, server) = (listed(2), Script::new().start());
    let line = format!("{COURT} --to aq-police --to aq-council --paper paper/");
    let first = run(&world, &server, &line);
    assert_eq!(first.code, 0, "{first}");
    agreed!("send_list_paper", first);
    let manifest = world.read("paper/manifest.csv");
    assert_eq!(manifest.lines().count(), 1 + 4, "{manifest}");
    let ending = if cfg!(feature = "pdf") { "pdf" } else { "txt" };
    assert!(world.path(&format!("paper/000002-person-1-aq-police.{ending}")).exists());
    let again = run(&world, &server, &line);
    assert!(again.code == 0 && again.says("4 handed over"), "{again}");
    assert_eq!(world.read("paper/manifest.csv"), manifest);
    assert_eq!(world.line("outbox status").stdout.matches("handed over").count(), 2);
    each_once(&server.finish(), 2);
    let one_file = run(&listed(2), &Script::new().start(), &format!("{COURT} --to aq-police --paper all.html"));
    assert_eq!(one_file.code, 0, "{one_file}");
}

#[test]
fn rows_and_a_limit_choose_who() {
    for (flags, names) in
        [("--rows 3-4", ["2", "3"].as_slice()), ("--limit 1", &["1"]), ("--rows 3- --limit 1", &["2"])]
    {
        let (world, server) = (listed(4), Script::new().start());
        let run = run(&world, &server, &format!("{COURT} {flags}"));
        assert_eq!(run.code, 0, "{run}");
        let sessions = server.finish();
        let seen: Vec<String> = arrived(&sessions).into_keys().map(|(who, _)| who).collect();
        let expected: Vec<String> = names.iter().map(|n| format!("\"Person {n}\" <p{n}@family.test>")).collect();
        assert_eq!(seen, expected, "{flags}");
    }
}

#[test]
fn a_trial_of_a_list_reaches_one_address_and_leaves_no_trace() {
    let (world, server) = (listed(3), Script::new().start());
    let trial = run(&world, &server, &format!("{ALL} --test-to me@smith.test --limit 2"));
    assert!(trial.code == 0 && trial.says("4 sent as a test"), "{trial}");
    assert!(letters(&server.finish()).iter().all(|letter| letter.to == ["me@smith.test"]));
    assert!(!world.outbox().exists());
}

#[test]
fn the_letters_of_a_day_are_used_up_over_several_runs() {
    let (world, server) = (listed(5), Script::new().start());
    let first = run(&world, &server, &format!("{COURT} --pace 2/day"));
    assert_eq!(first.code, 75, "{first}");
    agreed!("send_list_day_over", first);
    let second = run(&world, &server, &format!("{COURT} --pace 3/day"));
    assert!(second.code == 75 && second.says("1 sent, 2 sent already"), "what was sent before counts\n{second}");
    assert!(second.says("used:         2 letters to 4 recipients by this account in the last 24 hours"), "{second}");
    assert!(second.says("time:         about 24 hours"), "one today, the other two tomorrow\n{second}");
    let third = run(&world, &server, &format!("{COURT} --pace off"));
    assert_eq!(third.code, 0, "{third}");
    each_once(&server.finish(), 5);
}

#[test]
fn letters_are_spaced() {
    let (world, server) = (listed(4), Script::new().start());
    let began = std::time::Instant::now();
    let spaced = run(&world, &server, &format!("{COURT} --pace 10/second --connections 3"));
    assert!(spaced.code == 0 && spaced.says("10 a second; no limit for an office; 3 connections"), "{spaced}");
    assert!(began.elapsed() >= Duration::from_millis(300), "four letters, a tenth of a second between two");
    let wrong = run(&world, &server, &format!("{COURT} --pace often"));
    assert!(
        wrong.code == 2 && wrong.says("invalid value \"often\" for --pace: expected 20/min, 120/hour, 500/day or off"),
        "{wrong}"
    );
    server.finish();
}

#[test]
fn a_plan_tells_the_truth_about_time() {
    let world = listed(300);
    let plan = world.line(&format!("{COURT} --dry-run --office-pace 1/hour {BRANCH} --server smtp://127.0.0.1:1"));
    assert_eq!(plan.code, 0, "{plan}");
    assert!(plan.says("time:         about 12 days") && plan.says("What you can do instead:"), "{plan}");
    agreed!("send_list_long", plan.said());
}

#[test]
fn an_office_that_refuses_ten_times_is_left_alone() {
    let (world, server) = (listed(15), Script::new().always(Step::Rcpt, [reply("550 5.1.1 no such user")]).start());
    let run = run(&world, &server, COURT);
    assert_eq!(run.code, 75, "{run}");
    assert!(run.says("10 refused") && run.says("the last 10 letters were refused"), "{run}");
    assert_eq!(world.line("outbox status").stdout, "harbour\taq-court\t5 waiting, 10 refused\n");
    for what in ["outcry recipients reject aq-court email", "--except aq-court", "--again=refused"] {
        assert!(run.says(what), "{run}");
    }
    server.finish();

    // Nor is it tried with ten more in the next run, of this list or another, unless that is asked for.
    let again = |line: &str| {
        let server = Script::new().start();
        let run = self::run(&world, &server, line);
        (run, server.finish().iter().map(|session| session.letters.len()).sum::<usize>())
    };
    let (same, taken) = again(COURT);
    assert!(same.code == 75 && taken == 0 && same.says("5 not sent yet"), "{same}");
    assert!(same.says("aq-court: the office refused the last 10 letters"), "{same}");
    let (more, taken) = again("send harbour --signatories list.csv --to aq-court --to aq-embassy-nz --expect 30");
    assert!(more.code == 75 && taken == 15 && more.says("5 letters to aq-court, which refused the last 10"), "{more}");
    let (refused, taken) = again(&format!("{COURT} --again=refused"));
    assert!(refused.code == 0 && taken == 15, "{refused}");
    let (done, taken) = again(COURT);
    assert!(done.code == 0 && taken == 0, "{done}");
}

#[test]
fn an_office_that_refused_is_tried_at_another_address() {
    let (world, server) = (listed(15), Script::new().always(Step::Rcpt, [reply("550 5.1.1 no such user")]).start());
    let run = run(&world, &server, COURT);
    assert_eq!(run.code, 75, "{run}");
    server.finish();
    let elsewhere = world.read("recipients.toml").replace("court@court.test", "registry@court.test");
    let world = world.recipients(&elsewhere);
    let server = Script::new().start();
    let sent = self::run(&world, &server, COURT);
    assert_eq!(
        (sent.code, server.finish().iter().map(|session| session.letters.len()).sum::<usize>()),
        (1, 5),
        "{sent}"
    );
}

#[test]
fn a_server_that_takes_few_connections_is_sent_everything_over_those() {
    let script = Script::new()
        .at(Step::Greeting, [reply("220 welcome")])
        .always(Step::Greeting, [reply("421 4.7.0 too many connections"), Act::Close]);
    let (world, server) = (listed(40), script.start());
    let sent = run(&world, &server, &format!("{COURT} --connections 5"));
    assert_eq!(sent.code, 0, "{sent}");
    each_once(&server.finish(), 40);
}

#[test]
fn a_connection_that_is_slow_holds_up_no_other() {
    for (step, polite) in
        [(Step::Mail, "250 ok"), (Step::Rcpt, "250 ok"), (Step::Data, "354 go on"), (Step::Dot, "250 taken")]
    {
        let slow = [Act::Wait(Duration::from_secs(2)), reply(polite)];
        let (world, server) = (listed(60), Script::new().offer("PIPELINING").at(step, slow).start());
        let sent = run(&world, &server, &format!("{COURT} --connections 4"));
        assert_eq!(sent.code, 0, "{sent}");
        let sessions = server.finish();
        let each: Vec<_> = sessions.iter().map(|session| session.letters.len()).collect();
        assert!(each.len() == 4 && each.contains(&1), "{step:?}: the others sent the rest meanwhile: {each:?}");
        each_once(&sessions, 60);
    }
}

#[test]
fn a_row_left_out_as_the_same_person_does_not_come_back_further_down() {
    const HEAD: &str = "Name,Email,Country,Consent\n";
    const KIM: &str = "Kim Lee,kim@lee.test,NZ,yes\n";
    const JO: &str = "Jo Smith,jo@smith.test,NZ,yes\n";
    // The second letter is still under way when the rest of the list is read.
    let slow = [Act::Wait(Duration::from_secs(1)), reply("250 ok")];
    let script = Script::new().at(Step::Rcpt, [reply("451 4.3.0 later")]).at(Step::Rcpt, []).at(Step::Rcpt, slow);
    let (world, server) = (harbour().file("list.csv", &format!("{HEAD}{KIM}")), script.start());
    assert_eq!(run(&world, &server, COURT).code, 75, "this one was tried, so it is made anew in its turn");
    let world = world.file("list.csv", &format!("{HEAD}{JO}{KIM}{JO}"));
    let sent = run(&world, &server, &format!("{COURT} --skip-bad-rows"));
    assert!(sent.code == 0 && sent.says("2 sent, 0 refused, 0 not sent yet"), "{sent}");
    each_once(&server.finish(), 2);
}

#[test]
fn every_line_of_json_has_its_row() {
    let (world, server) = (listed(2), Script::new().start());
    let run = run(&world, &server, &format!("{COURT} --json"));
    let rows: Vec<_> = run.json().iter().map(|line| (line["row"].clone(), line["outcome"].clone())).collect();
    assert_eq!(rows, [(2.into(), "sent".into()), (3.into(), "sent".into())], "{run}");
    server.finish();
}

#[test]
fn what_is_repeated_and_cut_off_goes_on_with_the_same_command() {
    let script = Script::new().at(Step::Mail, []).at(Step::Mail, []).at(Step::Mail, []).at(Step::Mail, []);
    let (world, server) = (listed(3), script.at(Step::Mail, [reply("454 Throttling failure")]).start());
    assert_eq!(run(&world, &server, COURT).code, 0);
    let again = run(&world, &server, &format!("{COURT} --again"));
    assert!(again.code == 75 && again.says("1 sent, 0 refused, 2 not sent yet"), "{again}");
    let rest = run(&world, &server, COURT);
    assert!(rest.code == 0 && rest.says("2 sent, 1 sent already"), "{rest}");
    let sessions = server.finish();
    assert!(arrived(&sessions).values().all(|times| *times == 2), "each once, and once more on purpose");
}

#[test]
fn a_list_that_grew_tells_of_each_letter_what_became_of_it() {
    let script = Script::new().at(Step::Rcpt, [reply("550 5.1.1 no such user")]).at(Step::Dot, [Act::Close]);
    let (world, server) = (listed(3), script.start());
    assert_eq!(run(&world, &server, COURT).code, 75);
    let world = world.file("list.csv", &people(4));
    for _ in 0..2 {
        let grown = run(&world, &server, COURT);
        assert!(grown.code == 75 && grown.says("1 refused") && grown.says("1 in doubt"), "{grown}");
    }
    let key = world.line("outbox list --state in-doubt --json").json()[0]["key"].as_str().unwrap()[..16].to_owned();
    assert_eq!(world.line(&format!("outbox settle {key} --resend")).code, 0);
    let resent = run(&world, &server, COURT);
    assert!(resent.says("1 sent, 2 sent already, 1 refused"), "{resent}");
    let refused = run(&world, &server, &format!("{COURT} --again=refused"));
    assert!(refused.code == 0 && refused.says("1 sent, 3 sent already, 0 refused"), "only what was refused\n{refused}");
    server.finish();
}

#[test]
fn one_person_in_two_spellings_is_one() {
    let list = people(1) + "Jörg Groß,j@family.test,NZ,yes\nJÖRG GROSS,j@family.test,NZ,yes\n";
    let (world, server) = (harbour().file("list.csv", &list), Script::new().start());
    let twice = run(&world, &server, COURT);
    assert!(twice.code == 65 && twice.says("the same person stands in row 3"), "{twice}");
    let rest = run(&world, &server, &format!("{COURT} --skip-bad-rows"));
    assert!(rest.code == 0 && rest.says("2 sent"), "{rest}");
    server.finish();
}

#[test]
fn paper_of_another_campaign_is_not_taken_for_this_one() {
    let (world, server) = (listed(1), Script::new().start());
    let other = HARBOUR.replace("harbour strike", "lighthouse");
    let letter = ENGLISH.replace("strike", "light");
    let world = world.campaign("lighthouse", &other, &[("en", &letter), ("ru", RUSSIAN)]);
    let line = format!("{COURT} --to aq-police --paper paper/");
    assert_eq!(run(&world, &server, &line).code, 0);
    let again = run(&world, &server, &line);
    assert!(again.says("To print lost letters again, use `outcry write`"), "it can be had without mail\n{again}");
    let second = run(&world, &server, &line.replace("send harbour", "send lighthouse"));
    assert!(second.code == 65 && second.says("exists already and differs"), "{second}");
    let status = world.line("outbox status").stdout;
    assert!(status.contains("lighthouse\taq-police\t1 waiting"), "it is not called handed over\n{status}");
    server.finish();
}

#[cfg(feature = "pdf")]
#[test]
fn letters_on_paper_are_bound_for_a_print_shop() {
    let (world, server) = (listed(3), Script::new().start());
    let run = run(&world, &server, &format!("{COURT} --to aq-police --paper all.pdf"));
    assert!(run.code == 0 && run.says("3 letters on paper, handed over"), "{run}");
    assert!(std::fs::read(world.path("all.pdf")).unwrap().starts_with(b"%PDF-"));
    assert_eq!(world.read("all.csv").lines().count(), 1 + 3);
    assert_eq!(world.read("all.manifest.csv").lines().count(), 1 + 3);
    server.finish();
}

#[test]
fn who_goes_on_is_told_again_of_bad_rows_and_of_offices_without_a_mailbox() {
    let list = people(3) + "Person 4,p4 at family,NZ,yes\n";
    let script = Script::new().at(Step::Mail, []).at(Step::Mail, [reply("454 Throttling")]);
    let (world, server) = (harbour().file("list.csv", &list), script.start());
    let line = format!("{COURT} --to aq-police --skip-bad-rows");
    for code in [75, 0, 0] {
        let part = run(&world, &server, &line);
        assert_eq!(part.code, code, "{part}");
        assert!(part.says("1 row left out") && part.says("failed.csv"), "{part}");
        assert!(part.says("by hand\taq-police\t"), "{part}");
    }
    std::fs::remove_file(world.path("failed.csv")).unwrap();
    assert_eq!(run(&world, &server, &line).code, 0);
    assert!(world.read("failed.csv").contains("p4 at family"), "it is written again");
    let half = world.read("failed.csv") + "\"\",Person 5,p5@family.test,NZ,yes\n";
    let world = world.file("failed.csv", &half);
    let circle = run(&world, &server, &line.replace("list.csv", "failed.csv"));
    assert!(circle.code == 0 && circle.says("failed-2.csv says why"), "{circle}");
    server.finish();
}

#[test]
fn a_count_that_differs_says_what_it_is_made_of() {
    let (world, server) = (listed(2), Script::new().start());
    let wrong = run(&world, &server, &format!("{COURT} --to aq-police --paper paper/").replace("--yes", "--expect 2"));
    assert!(wrong.code == 65 && wrong.says("this command makes 4 letters (2 by e-mail, 2 on paper)"), "{wrong}");
    let odd = run(&world, &server, &format!("{COURT} --to aq-police --paper x.docx"));
    assert!(odd.code == 2 && odd.says("a name that ends in .txt, .html or .pdf"), "{odd}");
    server.finish();
}

#[test]
fn words_that_many_rows_share_and_the_model_letter_are_nobodys_own() {
    let model = "Ada Marsh has been held in Ross Harbour since 3 March.";
    let letter = ENGLISH.replace("{{#if own_words}}\n", &format!("{model}\n\n{{{{#if own_words}}}}\n"));
    let list = format!(
        "Name,Own words,Consent\nJo Smith,I load ships myself.,yes\nAnn Smith,Free our Ada.,yes\n\
         Bo Smith,free our Ada,yes\nKim Lee,Free   our ADA!,yes\nPat Lee,\"{model}\",yes\nAl Lee,n/a,yes\n"
    );
    let world =
        World::new().recipients(OFFICES).campaign("harbour", HARBOUR, &[("en", &letter)]).file("list.csv", &list);
    let server = Script::new().start();
    let planned = run(&world, &server, COURT);
    assert!(planned.says("own words:    1 of 6 signatories (16 %)"), "{planned}");
    assert!(planned.says("3 rows share the same own words (the first is row 3); they do not count"), "{planned}");
    assert!(planned.says("1 row repeats the model letter as own words (row 6, Pat Lee); they do not"), "{planned}");
    server.finish();
    let alone = world.line(&format!("write harbour --name Jo --to aq-court --own-words \"{model}\""));
    assert!(alone.says("Note: the own words repeat the model letter"), "{alone}");
}

#[test]
fn a_mended_row_of_the_same_signatory_sends_nothing_twice() {
    let list = "Name,Email,Address,Kind,Organisation,Own words,Consent\n\
        Jo Smith,jo@family.test,0 Quay Street,individual,,,yes\n\
        Kim Lee,branch@union.test,0 Dock Road,union,Dockers' Branch,,yes\n\
        Ann Smith,,5 Hill Road,individual,,,yes\n";
    let (world, server) = (harbour().file("list.csv", list), Script::new().start());
    assert_eq!(run(&world, &server, COURT).code, 0);
    for (was, is) in [
        ("0 Quay Street", "1 Quay Street"),
        ("0 Dock Road", "1 Dock Road"),
        ("Kim Lee", "Pat Lee"),
        ("Jo Smith,jo@family.test", "JO  SMITH,Jo@Family.test"),
        // Changed words of somebody already written to go out again only on purpose.
        ("union,Dockers' Branch,,yes", "union,Dockers' Branch,Our own words.,yes"),
        ("5 Hill Road", "5  HILL Road"),
    ] {
        let mended = world.read("list.csv").replace(was, is);
        assert_ne!(mended, world.read("list.csv"), "{was}");
        std::fs::write(world.path("list.csv"), mended).unwrap();
        let again = run(&world, &server, &COURT.replace("--yes", "--expect 3 --expect-new 0"));
        assert!(again.code == 0 && again.says("Plan for harbour: 0 new letters of 3\n"), "{is}\n{again}");
        assert!(again.says("3 sent already"), "{is}\n{again}");
    }
    // Another name, another mailbox, another address where there is no e-mail; and a person beside their branch.
    for (was, is) in [
        ("JO  SMITH", "Joe Smith"),
        ("Jo@Family.test", "joe@family.test"),
        ("5  HILL Road", "6 Hill Road"),
        ("Pat Lee,branch@union.test,1 Dock Road,union", "Pat Lee,branch@union.test,1 Dock Road,individual"),
    ] {
        let mended = world.read("list.csv").replace(was, is);
        std::fs::write(world.path("list.csv"), mended).unwrap();
        let wrong = run(&world, &server, &COURT.replace("--yes", "--expect-new 0"));
        assert!(wrong.code == 65 && wrong.says("this list makes 1 new letter; nothing was sent"), "{is}\n{wrong}");
        let new = run(&world, &server, &COURT.replace("--yes", "--expect-new 1"));
        assert!(new.code == 0 && new.says("Plan for harbour: 1 new letter of 3\n"), "{is}\n{new}");
        assert!(new.says("1 sent, 2 sent already"), "{is}\n{new}");
    }
    let on_purpose = run(&world, &server, &format!("{COURT} --again"));
    assert!(on_purpose.says("Plan for harbour: 0 new letters of 3\n") && on_purpose.says("3 sent, "), "{on_purpose}");
    assert_eq!(letters(&server.finish()).len(), 3 + 4 + 3);
}

#[test]
fn of_two_answers_of_one_person_the_kept_one_is_sent_once_with_the_latest_words() {
    let list = "Name,Email,Address,Own words,Consent\n\
        Jo Smith,jo@family.test,0 Quay Street,I was there.,yes\n\
        Kim Lee,kim@family.test,,,yes\n\
        JO SMITH,Jo@family.test,1 Quay Street,,yes\n\
        Pat Lee,pat@family.test,,,yes\n\
        Pat Lee,pat@family.test,,,no\n";
    let (world, server) = (harbour().file("list.csv", list), Script::new().start());
    let twice = run(&world, &server, COURT);
    assert!(twice.code == 65 && twice.says("the same person stands in row 2") && twice.says("--keep last"), "{twice}");
    let refused = run(&world, &server, &format!("{COURT} --keep first"));
    assert!(refused.code == 65 && refused.says("4 (row 2 counts), 5 (row 6 counts)."), "a no is a no\n{refused}");
    assert!(!refused.says("the same person stands in"), "{refused}");
    let kept = run(&world, &server, &format!("{COURT} --keep last --skip-bad-rows"));
    assert!(kept.code == 0 && kept.says("Plan for harbour: 2 new letters\n"), "{kept}");
    assert!(
        kept.says("list.csv: 2 rows left out, as the same signatory answered in another: 2 (row 4 counts)"),
        "{kept}"
    );
    let part = run(&world, &server, &format!("{COURT} --keep last --rows 2-3"));
    assert!(part.says("Plan for harbour: 0 new letters of 1\n"), "row 4 counts, though it is not wanted\n{part}");
    let first = run(&world, &server, &format!("{COURT} --keep first --skip-bad-rows"));
    assert!(first.says("Plan for harbour: 0 new letters of 2\n") && first.says("2 sent already"), "{first}");
    let sessions = server.finish();
    let sent = letters(&sessions);
    assert_eq!(sent.len(), 2);
    let jo = sent.iter().find(|letter| letter.text.contains("JO SMITH")).unwrap();
    assert!(jo.text.contains("I was there.") && jo.text.contains("1 Quay Street"), "{}", jo.text);
}

#[test]
fn letters_that_are_not_done_with_lead_to_the_rows_of_the_list_doubts_first() {
    let list = "Full name,Email,Kind,Organisation,Consent\n\
        Jo Smith,jo@family.test,individual,,yes\n\
        Kim Lee,branch@union.test,union,Dockers' Branch,yes\n\
        Al Berg,al@family.test,individual,,yes\n\
        Pat Lee,pat@family.test,individual,,yes\n";
    let (world, server) = (
        harbour().file("list.csv", list),
        Script::new()
            .at(Step::Dot, [reply("550 5.1.1 no such user")])
            .at(Step::Dot, [reply("451 4.7.1 later")])
            .at(Step::Dot, [Act::Close])
            .start(),
    );
    assert_eq!(run(&world, &server, COURT).code, 75);
    let rows = |run: &Run| -> Vec<(String, String)> {
        let lines: Vec<&str> = run.stdout.lines().collect();
        let place = |at: usize| {
            lines[at..].iter().find(|line| line.starts_with("  list.csv: ") || line.starts_with("  not in"))
        };
        let letters = lines.iter().enumerate().filter(|(_, line)| !line.starts_with(' '));
        letters
            .map(|(at, line)| (line.split('\t').next().unwrap().to_owned(), place(at).unwrap().trim().to_owned()))
            .collect()
    };
    let found = world.line("outbox list --signatories list.csv");
    assert_eq!(found.code, 0, "{found}");
    let mut found = rows(&found);
    assert_eq!(found[0], ("in doubt".to_owned(), "list.csv: row 4, Al Berg".to_owned()));
    found.sort();
    let others = [("refused", "list.csv: row 2, Jo Smith"), ("waiting", "list.csv: row 3, Dockers' Branch")];
    assert_eq!(found[1..], others.map(|(state, place)| (state.to_owned(), place.to_owned())));
    // A row that says no by now, or has another street, is found; one that is gone is not.
    let changed = list.replace("Al Berg,al@family.test,individual,,yes", "AL BERG,al@family.test,individual,,no");
    let world = world.file("list.csv", &changed.replace("Jo Smith,jo@family.test,individual,,yes\n", ""));
    let mut found = rows(&world.line("outbox list --signatories list.csv --campaign harbour"));
    found.sort();
    let places: Vec<&str> = found.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(places, ["list.csv: row 3, AL BERG", "not in list.csv", "list.csv: row 2, Dockers' Branch"]);
    let json = world.line("outbox list --json --state in-doubt --signatories list.csv").json();
    assert_eq!(json[0]["row"], 3);
    assert!(world.line("outbox list --json").json().iter().all(|letter| letter.get("row").is_none()));
    server.finish();
}

#[test]
fn who_may_be_one_person_in_two_rows_is_said_and_both_sign() {
    let list =
        "Name,Email,Consent\nJo Smith,jo@family.test,yes\nAnn Lee,jo@family.test,yes\nJ. Smith,jo@family.test,yes\n";
    let (world, server) = (harbour().file("list.csv", list), Script::new().start());
    let sent = run(&world, &server, COURT);
    let said =
        "warning: list.csv: row 4 (as 2) may repeat the person of an earlier row; as it stands, each of them signs";
    assert!(sent.code == 0 && sent.says(said) && sent.says("3 sent, "), "{sent}");
    assert_eq!(letters(&server.finish()).len(), 3);
}
