//! The outbox from outside: what a kill, a broken line and a second run leave behind.

use std::os::unix::fs::PermissionsExt;

use super::send::{BRANCH, JO, letters, server_of};
use super::*;

/// The letter to one office, with everything that could give away who signs.
const COURT: &str = "send harbour --name \"Zofia Canary\" --organisation \"Canary Choir\" --address \"7 Canary Lane\" \
                     --email zofia@canary.test --yes --to aq-court";

fn run(world: &World, server: &Server, line: &str) -> Run {
    world.line(&format!("{line} {}", server_of(server)))
}

/// Begins a run and kills it when the server has seen this much.
fn kill_at(world: &World, server: &Server, line: &str, arrived: impl Fn(&[Session]) -> bool) {
    let mut child = world.begin(&format!("{line} {}", server_of(server)));
    server.wait_for(arrived);
    // The server does what its script says to a step a moment after it is seen.
    std::thread::sleep(std::time::Duration::from_millis(50));
    child.kill().unwrap();
    child.wait().unwrap();
}

fn dots(sessions: &[Session]) -> usize {
    letters(sessions).len()
}

/// The key of the only letter that is listed.
fn key(world: &World) -> String {
    let listed = world.line("outbox list --json").json();
    assert_eq!(listed.len(), 1);
    listed[0]["key"].as_str().unwrap()[..16].to_owned()
}

/// Everything that lies beside the outbox, as bytes.
fn bytes(world: &World) -> Vec<u8> {
    let folder = world.outbox().parent().unwrap().to_owned();
    std::fs::read_dir(folder).unwrap().flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

#[test]
fn the_same_command_again_sends_nothing_twice() {
    let (world, server) = (harbour(), Script::new().start());
    assert_eq!(run(&world, &server, JO).code, 0);
    let again = run(&world, &server, JO);
    assert_eq!(again.code, 0, "{again}");
    agreed!("outbox_sent_already", again);
    let dry = run(&world, &server, &format!("{JO} --dry-run"));
    assert!(dry.code == 0 && dry.stdout.starts_with("sent already\taq-court\t"), "{dry}");
    let other =
        run(&world, &server, &JO.replace("Jo Smith", "Al Smith").replace("aq-ministry", "aq-ministry --to aq-court"));
    assert!(other.stdout.starts_with("sent\taq-court\t"), "another person with the same address\n{other}");
    let repeated = run(&world, &server, &format!("{JO} --to aq-court --again"));
    assert!(repeated.code == 0 && repeated.stdout.starts_with("sent\taq-court\t"), "{repeated}");
    assert_eq!(dots(&server.finish()), 3 + 1 + 1);
    agreed!("outbox_status", world.line("outbox status"));
}

#[test]
fn killed_after_the_final_dot_it_is_in_doubt_once_and_never_sent_again() {
    let (world, server) = (harbour(), Script::new().at(Step::Dot, [Act::Hang]).start());
    kill_at(&world, &server, JO, |sessions| dots(sessions) == 1);
    let second = run(&world, &server, JO);
    assert_eq!(second.code, 75, "{second}");
    agreed!("outbox_killed_after_the_dot", second);
    let third = run(&world, &server, &format!("{JO} --again"));
    assert_eq!(third.code, 75, "not even with --again\n{third}");
    agreed!("outbox_in_doubt_list", world.line("outbox list"));
    let sessions = server.finish();
    let to_court = letters(&sessions).into_iter().filter(|letter| letter.to[0] == "court@court.test").count();
    assert_eq!((to_court, dots(&sessions)), (1, 1 + 2 + 2));
}

#[test]
fn killed_before_the_final_dot_it_is_sent_once_by_the_second_run() {
    for step in [Step::Greeting, Step::Mail, Step::Rcpt, Step::Data] {
        let (world, server) = (harbour(), Script::new().at(step, [Act::Hang]).start());
        let wanted = match step {
            Step::Greeting => 0,
            Step::Mail => 2,
            Step::Rcpt => 3,
            _ => 5,
        };
        kill_at(&world, &server, &format!("{JO} --to aq-court"), |sessions| {
            sessions.first().is_some_and(|session| session.commands.len() >= wanted)
        });
        let second = run(&world, &server, &format!("{JO} --to aq-court"));
        assert!(second.code == 0 && second.stdout.starts_with("sent\taq-court\t"), "{step:?}\n{second}");
        assert_eq!(dots(&server.finish()), 1, "{step:?}");
    }
}

#[test]
fn a_letter_in_doubt_is_settled_by_a_person() {
    for (flag, then, dots_seen) in [("--sent", "sent already", 1), ("--drop", "given up", 1), ("--resend", "sent\t", 2)]
    {
        let (world, server) = (harbour(), Script::new().at(Step::Dot, [Act::Close]).start());
        assert_eq!(run(&world, &server, COURT).code, 75);
        let key = key(&world);
        let settled = world.line(&format!("outbox settle {key} {flag}"));
        assert_eq!(settled.code, 0, "{settled}");
        agreed!(format!("outbox_settle{}", flag.replace('-', "_")), settled);
        let again = world.line(&format!("outbox settle {key} {flag}"));
        assert!(again.code == 2 && again.says("so it cannot be settled this way"), "{again}");
        let next = run(&world, &server, COURT);
        assert!(next.code == 0 && next.stdout.starts_with(then), "{flag}\n{next}");
        let sessions = server.finish();
        let letters = letters(&sessions);
        assert_eq!(letters.len(), dots_seen);
        assert!(letters.iter().all(|letter| letter.text == letters[0].text), "the same bytes, Date and Message-ID too");
    }
    agreed!("outbox_settle_unknown", harbour().line("outbox settle 0123456789abcdef --sent"));
}

#[test]
fn what_waits_goes_out_later_as_the_same_mail() {
    let (world, server) =
        (harbour(), Script::new().at(Step::Dot, [reply("451 4.3.0 later, zofia@canary.test")]).start());
    let first = run(&world, &server, COURT);
    assert_eq!(first.code, 75, "{first}");
    agreed!("outbox_waiting_list", world.line("outbox list"));
    let world = world.variable("SOURCE_DATE_EPOCH", "1795395600");
    let second = run(&world, &server, COURT);
    assert_eq!(second.code, 0, "{second}");
    agreed!("outbox_waited", second);
    let sessions = server.finish();
    let letters = letters(&sessions);
    assert_eq!(letters[0].text, letters[1].text, "an hour later it has the same Date and Message-ID");
}

#[test]
fn a_text_that_changed_is_another_mail() {
    let (world, server) = (harbour(), Script::new().at(Step::Rcpt, [reply("450 4.7.1 greylisted")]).start());
    assert_eq!(run(&world, &server, &format!("{COURT} --own-words First.")).code, 75);
    let world = world.variable("SOURCE_DATE_EPOCH", "1795395600");
    let second = run(&world, &server, &format!("{COURT} --own-words Second."));
    assert!(second.code == 0 && second.says("a new Date and Message-ID"), "{second}");
    assert!(letters(&server.finish())[0].text.contains("Mon, 23 Nov 2026 01:00:00 +0000"));
}

#[test]
fn an_office_by_another_name_gets_another_mail() {
    let (world, server) = (harbour(), Script::new().at(Step::Rcpt, [reply("450 4.7.1 greylisted")]).start());
    assert_eq!(run(&world, &server, COURT).code, 75);
    let world = world.recipients(&OFFICES.replace("Court of Antarctica", "Court of the Ice"));
    let second = run(&world, &server, COURT);
    assert!(second.code == 0 && second.says("a new Date and Message-ID"), "{second}");
    assert!(letters(&server.finish())[0].text.contains("Court of the Ice"));
}

#[test]
fn refused_letters_are_tried_again_only_on_purpose() {
    let (world, server) = (harbour(), Script::new().at(Step::Rcpt, [reply("550 5.1.1 no such user")]).start());
    assert_eq!(run(&world, &server, COURT).code, 1);
    let second = run(&world, &server, COURT);
    assert_eq!(second.code, 1, "{second}");
    agreed!("outbox_refused_before", second);
    let third = run(&world, &server, &format!("{COURT} --again"));
    assert!(third.code == 0 && third.stdout.starts_with("sent\taq-court\t"), "{third}");
    assert_eq!(dots(&server.finish()), 1);
}

#[test]
fn a_wrong_password_keeps_every_letter() {
    let server = Script::new().offer("AUTH PLAIN").at(Step::Auth, [reply("535 5.7.8 bad credentials")]).start();
    let world = harbour();
    let line =
        format!("{JO} {BRANCH} --server smtp://branch@127.0.0.1:{} --password-command \"echo sesame\"", server.port());
    assert_eq!(world.line(&line).code, 78);
    assert_eq!(world.line("outbox list --state waiting --json").json().len(), 3);
    assert_eq!(world.line(&line).code, 0);
    assert_eq!(dots(&server.finish()), 3);
}

#[test]
fn a_second_run_at_the_same_time_is_told_who_has_the_outbox() {
    let (world, server) = (harbour(), Script::new().at(Step::Dot, [Act::Hang]).start());
    let mut child = world.begin(&format!("{COURT} {}", server_of(&server)));
    server.wait_for(|sessions| dots(sessions) == 1);
    let second = run(&world, &server, COURT);
    assert_eq!(second.code, 75, "{second}");
    agreed!("outbox_busy", second);
    let listed = world.line("outbox list");
    assert!(listed.stdout.starts_with("sending\t"), "{listed}");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(world.line("outbox list").stdout.starts_with("in doubt\t"));
    assert_eq!(dots(&server.finish()), 1);
}

#[test]
fn trials_and_dry_runs_leave_no_outbox() {
    let (world, server) = (harbour(), Script::new().start());
    for flag in ["--dry-run", "--test-to me@smith.test"] {
        assert_eq!(run(&world, &server, &format!("{COURT} {flag}")).code, 0);
        assert!(!world.outbox().exists(), "{flag}");
    }
    agreed!("outbox_none", world.line("outbox status"));
    assert_eq!(run(&world, &server, &format!("{COURT} --outbox my.sqlite")).code, 0);
    assert!(world.path("my.sqlite").exists() && !world.outbox().exists());
    let none = world.line("outbox list --outbox my.sqlite");
    assert!(none.code == 0 && none.says("No letter is waiting, in doubt, refused or bounced."), "{none}");
    let none = world.line("outbox list --state bounced --outbox my.sqlite");
    assert!(none.says("No letter is bounced."), "{none}");
}

#[test]
fn an_outbox_that_cannot_be_trusted_is_never_sent_from() {
    let sent = |break_it: &dyn Fn(&World)| {
        let (world, server) = (harbour(), Script::new().start());
        assert_eq!(run(&world, &server, COURT).code, 0);
        break_it(&world);
        let run = run(&world, &server, COURT);
        assert_eq!(dots(&server.finish()), 1, "{run}");
        run
    };
    let foreign = sent(&|world| std::fs::write(world.outbox(), "Dear diary, ".repeat(1000)).unwrap());
    assert_eq!(foreign.code, 65, "{foreign}");
    agreed!("outbox_foreign", foreign);
    let patch = |world: &World, at: usize, with: &[u8]| {
        let mut bytes = std::fs::read(world.outbox()).unwrap();
        bytes[at..at + with.len()].copy_from_slice(with);
        std::fs::write(world.outbox(), bytes).unwrap();
    };
    // The version stands at byte 60 of the header.
    let future = sent(&|world| patch(world, 60, &9u32.to_be_bytes()));
    assert_eq!(future.code, 65, "{future}");
    agreed!("outbox_future", future);
    let find = |world: &World, text: &[u8]| {
        std::fs::read(world.outbox()).unwrap().windows(text.len()).rposition(|window| window == text).unwrap()
    };
    let flipped = sent(&|world| patch(world, find(world, b"aq-court") + 3, b"C"));
    assert_eq!(flipped.code, 65, "{flipped}");
    agreed!("outbox_damaged", flipped);
    // A key that is another one would be a letter never sent: it stands before the campaign's name.
    let lost = sent(&|world| patch(world, find(world, b"harbouraq-court") - 9, b"\0"));
    assert_eq!(lost.code, 65, "{lost}");
}

#[test]
fn a_folder_that_cannot_be_written_stops_before_anything_is_sent() {
    let (world, server) = (harbour().file("blocked", "a file where a folder should be"), Script::new().start());
    let run = run(&world, &server, &format!("{COURT} --outbox blocked/outbox.sqlite"));
    assert_eq!(run.code, 78, "{run}");
    agreed!("outbox_no_folder", run);
    assert!(server.finish().is_empty());
}

#[test]
fn the_file_is_its_owners_alone_and_tells_nobody_who_signed() {
    let (world, server) = (
        harbour(),
        Script::new().at(Step::Dot, [reply("554 5.7.1 spam: no letters from Zofia@Canary.test, please")]).start(),
    );
    assert_eq!(run(&world, &server, COURT).code, 1);
    server.finish();
    for file in std::fs::read_dir(world.outbox().parent().unwrap()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
    let bytes = bytes(&world).to_ascii_lowercase();
    assert!(holds(&bytes, b"aq-court") && holds(&bytes, b"no letters from"));
    for secret in ["canary", "zofia", "choir"] {
        assert!(!holds(&bytes, secret.as_bytes()), "{secret}");
    }
}

#[test]
fn a_person_is_forgotten_without_a_trace() {
    let (world, server) = (harbour(), Script::new().start());
    assert_eq!(run(&world, &server, COURT).code, 0);
    assert_eq!(run(&world, &server, &format!("{JO} --to aq-court")).code, 0);
    let exported = world.line("outbox export --json --with-ids").json();
    let ids: Vec<&str> = exported.iter().map(|line| line["message_id"].as_str().unwrap()).collect();
    let sessions = server.finish();
    let of_zofia = send::field(&letters(&sessions)[0].text, "Message-ID");
    assert!(ids.contains(&of_zofia.as_str()) && holds(&bytes(&world), of_zofia.as_bytes()));
    let key = exported.iter().find(|line| line["message_id"] == of_zofia.as_str()).unwrap()["key"].as_str().unwrap();
    let raw: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&key[at * 2..at * 2 + 2], 16).unwrap()).collect();
    assert!(holds(&bytes(&world), &raw));

    agreed!("outbox_forget_unknown", world.line("outbox forget --name \"Zofia Canary\""));
    let who =
        "--name \"Zofia Canary\" --organisation \"Canary Choir\" --address \"7 Canary Lane\" --email zofia@canary.test";
    let forgotten = world.line(&format!("outbox forget {who}"));
    assert_eq!(forgotten.code, 0, "{forgotten}");
    agreed!("outbox_forget", forgotten);
    let left = bytes(&world);
    assert!(!holds(&left, &raw) && !holds(&left, of_zofia.as_bytes()));
    assert_eq!(world.line("outbox export --json").json().len(), 1);
    assert_eq!(world.line("outbox forget --campaign harbour").code, 0);
    assert!(world.line("outbox status").says("The outbox is empty."));
    assert_eq!(world.line("outbox export --json").stdout, "");
    agreed!("outbox_forget_what", world.line("outbox forget"));
}

#[test]
fn an_export_is_a_table() {
    let (world, server) = (harbour(), Script::new().at(Step::Dot, [reply("250 =1+1")]).start());
    assert_eq!(run(&world, &server, COURT).code, 0);
    let exported = world.line("outbox export");
    let mut reader = csv::Reader::from_reader(exported.stdout.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0][1], &rows[0][2], &rows[0][3]), ("harbour", "aq-court", "sent"));
    agreed!("outbox_export", exported);
}

#[test]
fn waiting_can_be_broken_off() {
    let (world, server) = (harbour(), Script::new().always(Step::Rcpt, [reply("451 later")]).start());
    let child = world.begin(&format!("{COURT} --wait {}", server_of(&server)));
    server.wait_for(|sessions| {
        sessions.first().is_some_and(|session| session.commands.last().is_some_and(|last| last == "QUIT"))
    });
    std::thread::sleep(std::time::Duration::from_millis(300));
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let run = world.ended(child);
    assert_eq!(run.code, 130, "{run}");
    agreed!("outbox_wait", run);
}

#[test]
fn who_stops_at_once_learns_what_is_in_doubt_and_no_more() {
    let reached = |session: &Session, step: Step| {
        let command = |verb: &str| session.commands.iter().any(|line| line.starts_with(verb));
        match step {
            Step::Mail => command("MAIL"),
            Step::Data => command("DATA"),
            Step::Dot => !session.letters.is_empty(),
            _ => true,
        }
    };
    for (step, said, waits) in [
        (Step::Greeting, "stopped; no letter is in doubt", true),
        (Step::Mail, "stopped; no letter is in doubt", true),
        (Step::Data, "stopped; no letter is in doubt", true),
        (Step::Dot, "stopped; 1 letter is in doubt", false),
    ] {
        let (world, server) = (harbour(), Script::new().at(step, [Act::Hang]).start());
        let child = world.begin(&format!("{COURT} {}", server_of(&server)));
        server.wait_for(|sessions| sessions.first().is_some_and(|session| reached(session, step)));
        for _ in 0..2 {
            std::thread::sleep(std::time::Duration::from_millis(200));
            let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
            assert!(killed.success());
        }
        let run = world.ended(child);
        assert!(run.code == 130 && run.says(said), "{step:?}\n{run}");
        let state = if waits { "1 waiting" } else { "1 in doubt" };
        assert_eq!(world.line("outbox status").stdout, format!("harbour\taq-court\t{state}\n"), "{step:?}");
        let next = world.line(&format!("{COURT} {}", server_of(&server)));
        assert_eq!(next.code, if waits { 0 } else { 75 }, "{next}");
        let sent = server.finish().iter().map(|session| session.letters.len()).sum::<usize>();
        assert_eq!(sent, 1, "never twice");
    }
}
