//! What a server refuses for the sender's sake is no refusal by the office: the run stops, every letter waits, and
//! the same command sends them once the cause is gone.

use super::send::{JO, letters, server_of};
use super::*;

const LIST: &str = "name,country,email,consent\nJo Smith,NZ,jo@smith.test,yes\nKim Lee,NZ,kim@lee.test,yes\nAnn Bell,NZ,ann@bell.test,yes\n";

fn states(world: &World) -> Vec<String> {
    let exported = world.line("outbox export --json").json();
    exported.iter().map(|letter| letter["state"].as_str().unwrap().to_owned()).collect()
}

fn court(server: &Server) -> String {
    format!("{JO} --to aq-court {}", server_of(server))
}

#[test]
fn a_fault_of_the_sender_is_not_booked_as_the_offices_refusal() {
    for (step, says, cure) in [
        (Step::Rcpt, "554 5.7.1 <court@court.test>: Relay access denied", "nobody logged in"),
        (Step::Rcpt, "550 5.7.1 <court@court.test>... Relaying denied", "nobody logged in"),
        (
            Step::Rcpt,
            "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example",
            "nobody logged in",
        ),
        (Step::Rcpt, "504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname", "nobody logged in"),
        (Step::Rcpt, "553 5.7.1 <branch@union.test>: Sender address rejected: not owned by user", "change `--from`"),
        (Step::Rcpt, "530 5.7.0 Authentication required", "nobody logged in"),
        (Step::Data, "550 5.7.1 <branch@union.test>: Sender address rejected: Domain not found", "change `--from`"),
        (Step::Dot, "501 5.1.7 Bad sender address syntax", "change `--from`"),
        (Step::Dot, "550 5.7.26 sender is unauthenticated", "SPF, DKIM or DMARC"),
    ] {
        let world = harbour().file("list.csv", LIST);
        let server = Script::new().always(step, [reply(says)]).start();
        let line = "send harbour --signatories list.csv --to aq-court --yes";
        let run = world.line(&format!("{line} {}", server_of(&server)));
        assert_eq!(run.code, 78, "{says}\n{run}");
        assert!(run.says(cure) && run.says("no letter counts as refused"), "{says}\n{run}");
        assert_eq!(states(&world), ["waiting"; 3], "{says}");
        assert!(server.finish().iter().all(|session| session.letters.iter().all(|letter| !letter.accepted)), "{says}");
        let server = Script::new().start();
        let mended = world.line(&format!("{line} {}", server_of(&server)));
        assert_eq!((mended.code, letters(&server.finish()).len()), (0, 3), "{says}\n{mended}");
    }
}

#[test]
fn what_cannot_be_told_waits_and_an_unknown_mailbox_is_the_offices() {
    for (says, code, state) in [
        ("550 5.7.1 no", 75, "waiting"),
        ("554 no", 75, "waiting"),
        (
            "550 5.1.1 <court@court.test>: Recipient address rejected: User unknown in relay recipient table",
            1,
            "refused",
        ),
        ("550 <court@court.test>: no such user here", 1, "refused"),
        ("550 Requested action not taken: mailbox unavailable", 1, "refused"),
    ] {
        let (world, server) = (harbour(), Script::new().at(Step::Rcpt, [reply(says)]).start());
        let run = world.line(&court(&server));
        assert_eq!((run.code, states(&world)), (code, vec![state.to_owned()]), "{says}\n{run}");
    }
}

#[test]
fn a_refused_end_does_not_spoil_the_next_letter() {
    for script in [Script::new(), Script::new().offer("PIPELINING")] {
        let server = script.at(Step::Dot, [reply("550 5.7.1 spam")]).start();
        let world = harbour().file("list.csv", LIST);
        let run =
            world.line(&format!("send harbour --signatories list.csv --to aq-court --yes {}", server_of(&server)));
        let sessions = server.finish();
        assert_eq!((run.code, sessions.len()), (1, 1), "{run}");
        let taken = letters(&sessions).iter().filter(|letter| letter.accepted).count();
        assert_eq!(taken, 2, "{run}");
        assert_eq!(sessions[0].commands.iter().filter(|command| *command == "RSET").count(), 1);
    }
}

#[test]
fn a_connection_that_takes_no_more_letters_is_followed_by_another() {
    for says in [
        "451 4.7.0 Too many messages in this connection",
        "452 4.3.1 session limit reached, reconnect",
        "503 5.5.1 bad sequence of commands",
    ] {
        let server = Script::new().at(Step::Mail, []).at(Step::Mail, [reply(says)]).start();
        let world = harbour().file("list.csv", LIST);
        let run =
            world.line(&format!("send harbour --signatories list.csv --to aq-court --yes {}", server_of(&server)));
        let sessions = server.finish();
        assert_eq!((run.code, sessions.len(), letters(&sessions).len()), (0, 2, 3), "{says}\n{run}");
    }
}
