//! `send --joint`: one letter signed by all of a list, to each office once, whatever becomes of the list.

use super::joint::LIST;
use super::pdf::pages;
use super::send::{field, letters, server_of};
use super::*;

const SEND: &str = "send harbour --joint signed.csv --country NZ --accept-stale aq-ministry";
const TO_COURT: &str = "send harbour --joint signed.csv --country NZ --to aq-court --yes";

fn world() -> World {
    harbour().file("signed.csv", LIST)
}

/// The list as it is some days later: one more has signed, one has withdrawn, of one more is shown.
fn changed(world: World) -> World {
    let list = LIST
        .replace("Zoë Adams,teacher,,individual,NZ,yes,,,,", "Zoë Adams,teacher,,individual,NZ,yes,,,yes,")
        .replace("Bo Withheld,,,individual,NZ,withheld", "Bo Withheld,,,individual,NZ,yes");
    world.file("signed.csv", &format!("{list}Kim New,,,individual,NZ,yes,,,,2026-11-22,yes\n"))
}

fn run(world: &World, server: &Server, line: &str) -> Run {
    world.line(&format!("{line} {}", server_of(server)))
}

/// The text of a mail, and the words of the file that goes along.
#[track_caller]
fn parts(mail: &str) -> (String, String) {
    let mail = mailparse::parse_mail(mail.as_bytes()).unwrap();
    let [text, file] = mail.subparts.as_slice() else { panic!("{} parts", mail.subparts.len()) };
    assert_eq!(file.get_content_disposition().params["filename"], "harbour-joint.pdf");
    let pages = pages(file.get_body_raw().unwrap());
    (text.get_body().unwrap(), pages.iter().map(pdf::Page::text).collect::<Vec<_>>().join(" "))
}

#[test]
fn each_office_gets_the_letter_once_with_all_names() {
    let (world, server) = (world(), Script::new().start());
    agreed!("send_joint_dry_run", run(&world, &server, &format!("{SEND} --dry-run")));
    agreed!("send_joint", run(&world, &server, &format!("{SEND} --yes")));
    let again = run(&world, &server, &format!("{SEND} --yes"));
    assert_eq!(again.code, 0, "{again}");
    agreed!("send_joint_second", again);
    let sessions = server.finish();
    let sent = letters(&sessions);
    let to: Vec<&str> = sent.iter().map(|letter| letter.to[0].as_str()).collect();
    assert_eq!(to, ["court@court.test", "minister@ministry.test", "wellington@embassy.test"]);
    for letter in sent {
        assert!(letter.to.contains(&"copies@harbour.example".to_owned()), "{:?}", letter.to);
        assert_eq!(field(&letter.text, "From"), "\"the undersigned (via Dockers' Branch)\" <branch@union.test>");
        let (text, paper) = parts(&letter.text);
        assert!(text.contains("We, the undersigned, are writing about Ada Marsh"), "{text}");
        assert!(paper.contains("Zoë Adams, teacher") && paper.contains("Фёдор Ёлкин"), "{paper}");
        assert!(!paper.contains("Withheld") && !paper.contains("Silent") && !paper.contains("Withdrawn"), "{paper}");
    }
}

#[test]
fn a_changed_list_is_said_and_goes_out_only_again() {
    let (world, server) = (world(), Script::new().start());
    assert_eq!(run(&world, &server, TO_COURT).code, 0);
    let world = changed(world);
    agreed!("send_joint_changed", run(&world, &server, TO_COURT));
    let dry = run(&world, &server, &format!("{TO_COURT} --dry-run"));
    assert!(dry.says("went out: 1 added, 1 withdrawn, 1 mended. To send it again, add --again."), "{dry}");
    let again = run(&world, &server, &format!("{TO_COURT} --again"));
    assert!(again.code == 0 && again.says("went out: 1 added, 1 withdrawn, 1 mended."), "{again}");
    let same = run(&world, &server, TO_COURT);
    assert!(same.code == 0 && !same.says("The list has changed"), "{same}");
    let sessions = server.finish();
    let [first, second] = letters(&sessions)[..] else { panic!("it was sent twice") };
    assert!(!parts(&first.text).1.contains("Kim New") && parts(&second.text).1.contains("Kim New"));
    assert_ne!(field(&first.text, "Message-ID"), field(&second.text, "Message-ID"));
}

#[test]
fn a_letter_that_waits_goes_out_with_another_list_only_again() {
    let server = Script::new().at(Step::Dot, [reply("451 4.3.0 try later")]).start();
    let world = world();
    assert_eq!(run(&world, &server, TO_COURT).code, 75);
    let world = changed(world);
    for _twice in 0..2 {
        agreed!("send_joint_waits", run(&world, &server, TO_COURT));
    }
    let dry = run(&world, &server, &format!("{TO_COURT} --dry-run"));
    assert!(dry.says("was tried: 1 added, 1 withdrawn, 1 mended. It still waits"), "{dry}");
    let both = format!("{SEND} --yes --to aq-court --to aq-ministry --embassy none");
    let others = run(&world, &server, &both);
    assert!(others.code == 75 && others.says("1 sent, 0 refused, 1 not sent yet"), "{others}");
    // What is sent is not in doubt because something else waits.
    let rest = run(&world, &server, &both);
    assert!(rest.code == 75 && rest.says("1 sent already") && !rest.says("aq-ministry: in doubt"), "{rest}");
    let again = run(&world, &server, &format!("{TO_COURT} --again"));
    assert!(again.code == 0 && again.says("It goes out as it is now."), "{again}");
    let same = run(&world, &server, TO_COURT);
    assert!(same.code == 0 && !same.says("The list has changed"), "{same}");
    let sessions = server.finish();
    let [first, ministry, second] = letters(&sessions)[..] else { panic!("{} attempts", letters(&sessions).len()) };
    assert!(!first.accepted && ministry.accepted && second.accepted);
    assert_eq!(second.to[0], "court@court.test");
    assert!(parts(&second.text).1.contains("Kim New"));
}

#[test]
fn a_letter_that_waits_is_the_same_mail_while_the_list_is_the_same() {
    let server = Script::new().at(Step::Dot, [reply("451 4.3.0 try later")]).start();
    let world = world();
    assert_eq!(run(&world, &server, TO_COURT).code, 75);
    let later = (support::outcry::NOW.parse::<i64>().unwrap() + 2 * 24 * 60 * 60).to_string();
    let second = run(&world.variable("SOURCE_DATE_EPOCH", &later), &server, TO_COURT);
    assert_eq!(second.code, 0, "{second}");
    let sessions = server.finish();
    let [first, second] = letters(&sessions)[..] else { panic!("two attempts") };
    assert_eq!(first.text, second.text, "byte for byte");
}

#[test]
fn what_is_in_doubt_is_not_sent_again_with_any_list() {
    let server = Script::new().at(Step::Dot, [Act::Close]).start();
    let world = world();
    let lost = run(&world, &server, TO_COURT);
    assert_eq!(lost.code, 75, "{lost}");
    let world = changed(world);
    for line in [TO_COURT.to_owned(), format!("{TO_COURT} --again")] {
        let run = run(&world, &server, &line);
        assert!(
            run.code == 75 && run.says("was tried: 1 added, 1 withdrawn, 1 mended. Whether it has gone is in doubt"),
            "{run}"
        );
        assert!(!run.says("went out:"), "{run}");
    }
    assert!(world.line("outbox list").says("a joint letter"), "{}", world.line("outbox list"));
    assert_eq!(letters(&server.finish()).len(), 1);
}

#[test]
fn a_run_that_is_killed_forgets_no_office_and_writes_to_none_twice() {
    // Where the server hangs at the second office, and whether the list is another one when the command runs again.
    for (step, changes) in
        [(Step::Mail, false), (Step::Body, false), (Step::Body, true), (Step::Dot, false), (Step::Dot, true)]
    {
        let server = Script::new().at(step, []).at(step, [Act::Hang]).start();
        let mut world = world();
        let mut child = world.begin(&format!("{SEND} --yes {}", server_of(&server)));
        server.wait_for(|sessions| {
            let begun = sessions.iter().flat_map(|session| &session.commands).filter(|said| said.starts_with("MAIL"));
            begun.count() == 2
        });
        // The first answer is written down with the mark of the second letter, or a moment later.
        while !world.line("outbox status").stdout.contains("1 sent") {}
        match step {
            // The mark comes when the text is under way.
            Step::Body => while !world.line("outbox status").stdout.contains("1 sending") {},
            Step::Dot => server.wait_for(|sessions| letters(sessions).len() == 2),
            _ => {}
        }
        child.kill().unwrap();
        child.wait().unwrap();
        if changes {
            world = changed(world);
        }
        let line = format!("{SEND} --yes");
        let second = run(&world, &server, &line);
        // What was on its way is in doubt, and a person knows what became of it.
        let verdict = match step {
            Step::Body => Some("--resend"),
            Step::Dot => Some("--sent"),
            _ => None,
        };
        if let Some(verdict) = verdict {
            assert!(second.code == 75 && second.says("1 sent, 1 sent already, 0 refused"), "{step:?}: {second}");
            let key = world.line("outbox list --state in-doubt --json").json()[0]["key"].as_str().unwrap().to_owned();
            assert_eq!(world.line(&format!("outbox settle {key} {verdict}")).code, 0);
            if (step, changes) == (Step::Body, true) {
                let third = run(&world, &server, &line);
                assert!(third.code == 75 && third.says("add --to aq-ministry --again"), "{third}");
                assert_eq!(run(&world, &server, &format!("{line} --to aq-ministry --again")).code, 0);
            }
            assert_eq!(run(&world, &server, &line).code, 0);
        } else {
            assert!(second.code == 0 && second.says("2 sent, 1 sent already, 0 refused"), "{second}");
        }
        let last = run(&world, &server, &line);
        assert!(last.code == 0 && last.says("0 sent, 3 sent already"), "{step:?}: {last}");
        let sessions = server.finish();
        let mut to: Vec<&str> = letters(&sessions).iter().map(|letter| letter.to[0].as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, ["court@court.test", "minister@ministry.test", "wellington@embassy.test"], "{step:?}");
    }
}

#[test]
fn it_goes_to_no_embassy_without_a_country_and_needs_consent() {
    let (world, server) = (world(), Script::new().start());
    let line = "send harbour --joint signed.csv --yes --accept-stale aq-ministry";
    agreed!("send_joint_nowhere", run(&world, &server, line));
    let without = world.file("signed.csv", "name,public\nZoë Adams,yes\n");
    let refused = run(&without, &server, TO_COURT);
    assert!(refused.code == 65 && refused.says("--all-consented"), "{refused}");
    assert_eq!(letters(&server.finish()).len(), 2);
}

#[test]
fn a_trial_goes_to_one_address_and_is_not_remembered() {
    let (world, server) = (world(), Script::new().start());
    let trial = run(&world, &server, &format!("{SEND} --yes --to aq-court --test-to me@union.test --json"));
    assert_eq!(trial.code, 0, "{trial}");
    assert_eq!(trial.json()[0]["attached"][0], "harbour-joint.pdf");
    assert_eq!(run(&world, &server, TO_COURT).code, 0);
    let sessions = server.finish();
    let [first, second] = letters(&sessions)[..] else { panic!("a trial and the letter") };
    assert_eq!((first.to.as_slice(), second.to.len()), (["me@union.test".to_owned()].as_slice(), 2));
}

#[test]
fn flags_of_one_signatory_are_refused() {
    let world = world();
    for flag in ["--name Jo", "--signatories signed.csv", "--attach-pdf", "--own-words Hello", "--paper out/"] {
        let run = world.line(&format!("{TO_COURT} {flag}"));
        assert_eq!(run.code, 2, "{flag}: {run}");
    }
}
