//! What a server refuses for the sender's sake is no refusal by the office: the run stops, every letter waits, and
//! the same command sends them once the cause is gone.

use super::send::{BRANCH, JO, letters, server_of};
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
        (Step::Rcpt, "554 5.7.1 <court@court.test>: Relay access denied", "no user name is given"),
        (Step::Rcpt, "550 5.7.1 <court@court.test>... Relaying denied", "no user name is given"),
        (
            Step::Rcpt,
            "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example",
            "no user name is given",
        ),
        (
            Step::Rcpt,
            "504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname",
            "no user name is given",
        ),
        (Step::Rcpt, "553 5.7.1 <branch@union.test>: Sender address rejected: not owned by user", "change --from"),
        (Step::Rcpt, "530 5.7.0 Authentication required", "no user name is given"),
        (Step::Data, "550 5.7.1 <branch@union.test>: Sender address rejected: Domain not found", "change --from"),
        (Step::Dot, "501 5.1.7 Bad sender address syntax", "change --from"),
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

/// A server that is not what its address says, with the run that tried it.
fn tried(script: Script, scheme: &str) -> (Run, Vec<Session>) {
    let (world, server) = (harbour(), script.start());
    let run = world.line(&format!("{JO} --to aq-court {BRANCH} --server {scheme}://127.0.0.1:{}", server.port()));
    if run.code == 78 {
        assert_eq!(states(&world), ["waiting"], "{run}");
    }
    (run, server.finish())
}

#[test]
fn the_wrong_kind_of_port_is_told_at_once() {
    let authority = support::authority::Authority::named("known");
    let begun = std::time::Instant::now();
    for (script, scheme, cure) in [
        (Script::new().offer("STARTTLS"), "smtps", "this port speaks STARTTLS; use smtp://127.0.0.1:"),
        (
            Script::new().implicit_tls(authority.server_for("127.0.0.1")),
            "smtp",
            "this port speaks TLS; use smtps://127.0.0.1:",
        ),
        (Script::new().at(Step::Greeting, [reply("* OK IMAP4rev1 ready")]), "smtp", "a server for reading mail"),
        (Script::new().at(Step::Greeting, [reply("+OK POP3 ready")]), "smtp", "a server for reading mail"),
        (Script::new().at(Step::Greeting, [reply("SSH-2.0-OpenSSH_9.2")]), "smtp", "usually has port 465 or 587"),
    ] {
        let (run, _) = tried(script, scheme);
        assert!(run.code == 78 && run.says(cure), "{cure}\n{run}");
    }
    assert!(begun.elapsed() < std::time::Duration::from_mins(1), "five minutes is for servers that are slow");
}

#[test]
fn a_server_that_greets_late_is_waited_for() {
    let late = Script::new().at(Step::Greeting, [Act::Wait(std::time::Duration::from_secs(6)), reply("220 at last")]);
    let (run, sessions) = tried(late.at(Step::Greeting, [reply("220 the probe")]), "smtp");
    assert_eq!((run.code, letters(&sessions).len()), (0, 1), "{run}");
}

#[test]
fn a_refused_login_says_what_the_provider_wants() {
    for (says, cure) in [
        ("534 5.7.9 Application-specific password required. For more information, go to example.test", "app password"),
        (
            "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
            "set token_command in the account",
        ),
        (
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
            "an administrator of your organisation",
        ),
        ("550 5.7.30 Basic authentication is not supported for Client Submission.", "set token_command in the account"),
        ("535 5.7.8 Username and Password not accepted", "check the user name and password"),
    ] {
        let server = Script::new().offer("AUTH PLAIN LOGIN").always(Step::Auth, [reply(says)]).start();
        let world = harbour();
        let line = format!("--server smtp://jo@127.0.0.1:{} --password-command \"echo secret\"", server.port());
        let run = world.line(&format!("{JO} --to aq-court {BRANCH} {line}"));
        assert!(run.code == 78 && run.says(cure), "{says}\n{run}");
        assert_eq!(states(&world), ["waiting"], "{says}");
        let check = world.line(&format!("account check {BRANCH} {line}"));
        assert!(check.code == 78 && check.says(cure), "{says}\n{check}");
    }
}

#[test]
fn a_private_authority_is_named_by_its_file() {
    let authority = support::authority::Authority::named("our own");
    let mail = |file: &str| {
        let server = Script::new().implicit_tls(authority.server_for("127.0.0.1")).start();
        let world = harbour()
            .file("own.pem", &authority.pem())
            .file("empty.pem", "")
            .file("words.pem", "-----BEGIN CERTIFICATE-----\nnot base64!\n-----END CERTIFICATE-----\n");
        let file = if file.is_empty() { String::new() } else { format!("--ca-file {file}") };
        world.line(&format!("{JO} --to aq-court {BRANCH} --server smtps://127.0.0.1:{} {file}", server.port()))
    };
    assert_eq!(mail("own.pem").code, 0);
    let unknown = mail("");
    assert!(unknown.code == 78 && unknown.says("--ca-file FILE"), "{unknown}");
    for file in ["none.pem", "empty.pem", "words.pem"] {
        let run = mail(file);
        assert!(run.code == 78 && run.says(&format!("certificate file {file}: ")), "{file}\n{run}");
    }
}
