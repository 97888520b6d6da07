//! TLS from the start and by STARTTLS, and what attackers do to it.

use super::*;

fn starttls(server: &support::server::Server, host: &str) -> Server {
    Server::new(host, server.port(), Tls::StartTls).unwrap()
}

#[test]
fn letters_go_over_both_kinds_of_tls() {
    let authority = Authority::named("ours");
    for (script, tls) in [
        (Script::new().implicit_tls(authority.server_for("localhost")), Tls::Implicit),
        (Script::new().starttls(authority.server_for("localhost")).offer("STARTTLS"), Tls::StartTls),
    ] {
        let server = script.offer("AUTH PLAIN").offer("PIPELINING").start();
        let trust = Trust::roots(authority.roots());
        let address = Server::new("localhost", server.port(), tls).unwrap();
        let mut connection = open(&address, Some(&password("x1")), &trust, &PATIENT).unwrap();
        for _ in 0..2 {
            assert!(
                matches!(send(&mut connection, &office_and_copy()).outcome, SubmissionOutcome::Accepted(_)),
                "{tls:?}"
            );
        }
        connection.quit();
        let session = server.finish().remove(0);
        assert!(session.secured);
        assert_eq!(session.letters.len(), 2);
        assert_eq!(session.letters[1].text.as_bytes(), LETTER);
        let greetings = session.commands.iter().filter(|command| command.starts_with("EHLO")).count();
        assert_eq!(greetings, if tls == Tls::StartTls { 2 } else { 1 });
    }
}

#[test]
fn what_was_offered_before_tls_is_forgotten() {
    let authority = Authority::named("ours");
    let server = Script::new()
        .starttls(authority.server_for("127.0.0.1"))
        .offer("STARTTLS")
        .offer("SIZE 1")
        .offer("PIPELINING")
        .offer_after_tls("AUTH PLAIN")
        .start();
    let trust = Trust::roots(authority.roots());
    let mut connection = open(&starttls(&server, "127.0.0.1"), Some(&password("x1")), &trust, &PATIENT).unwrap();
    assert!(matches!(send(&mut connection, &office_and_copy()).outcome, SubmissionOutcome::Accepted(_)));
    connection.quit();
    assert!(server.finish()[0].commands.contains(&"MAIL FROM:<branch@union.test>".to_owned()));
}

#[test]
fn a_break_over_tls_leaves_doubt_only_after_the_dot() {
    let authority = Authority::named("ours");
    let trust = Trust::roots(authority.roots());
    for (step, phase) in [(Step::Rcpt, Phase::Rcpt), (Step::Body, Phase::Body), (Step::Dot, Phase::FinalDot)] {
        let server = Script::new().implicit_tls(authority.server_for("localhost")).at(step, [Act::Close]).start();
        let address = Server::new("localhost", server.port(), Tls::Implicit).unwrap();
        let mut connection = open(&address, None, &trust, &PATIENT).unwrap();
        let submission = submit(&mut connection, &office_and_copy(), LETTER, &mut || {
            if step == Step::Body {
                server.wait_until_closed(1);
            }
            Ok(())
        });
        let failure = Failure { phase, cause: Cause::Lost };
        let expected =
            if step == Step::Dot { SubmissionOutcome::InDoubt(failure) } else { SubmissionOutcome::Failed(failure) };
        assert_eq!(submission.outcome, expected);
    }
}

/// The attack that makes other clients report a letter as sent that no server has seen.
#[test]
fn text_slipped_in_behind_the_reply_to_starttls_ends_the_dialogue() {
    let authority = Authority::named("ours");
    let injected = "220 go\r\n250-x\r\n250 AUTH PLAIN\r\n235 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n250 2.0.0 queued";
    let server = Script::new()
        .starttls(authority.server_for("localhost"))
        .offer("STARTTLS")
        .at(Step::StartTls, [reply(injected)])
        .start();
    let trust = Trust::roots(authority.roots());
    let failure = open(&starttls(&server, "localhost"), Some(&password("x1")), &trust, &PATIENT).err().unwrap();
    assert_eq!(failure, Failure { phase: Phase::StartTls, cause: Cause::Injected });
    assert!(failure.is_permanent());
    let session = server.finish().remove(0);
    assert_eq!(session.commands, ["EHLO [127.0.0.1]", "STARTTLS"]);
    assert!(!session.secured);
}

#[test]
fn text_slipped_in_a_moment_later_breaks_the_handshake() {
    let authority = Authority::named("ours");
    let server = Script::new()
        .starttls(authority.server_for("localhost"))
        .offer("STARTTLS")
        .at(Step::Handshake, [reply("250-x\r\n250 AUTH PLAIN")])
        .start();
    let trust = Trust::roots(authority.roots());
    let failure = open(&starttls(&server, "localhost"), Some(&password("x1")), &trust, &PATIENT).err().unwrap();
    let expected = [Phase::StartTls, Phase::Tls];
    assert!(expected.contains(&failure.phase) && matches!(failure.cause, Cause::Injected | Cause::Tls(_)), "{failure}");
}

#[test]
fn an_offer_taken_away_is_noticed() {
    let server = Script::new().offer("AUTH PLAIN").start();
    let failure =
        open(&starttls(&server, "localhost"), Some(&password("x1")), &Trust::system(), &PATIENT).err().unwrap();
    assert_eq!(failure, Failure { phase: Phase::StartTls, cause: Cause::NoTls });
    assert_eq!(server.finish()[0].commands, ["EHLO [127.0.0.1]"]);
}

#[test]
fn a_refused_starttls_is_not_gone_around() {
    let server = Script::new().offer("STARTTLS").at(Step::StartTls, [reply("454 4.7.0 not now")]).start();
    let failure = open(&starttls(&server, "localhost"), None, &Trust::system(), &PATIENT).err().unwrap();
    assert!(matches!(failure, Failure { phase: Phase::StartTls, cause: Cause::Refused(_) }), "{failure}");
    assert_eq!(server.finish()[0].commands, ["EHLO [127.0.0.1]", "STARTTLS"]);
}

#[test]
fn a_certificate_for_another_host_or_from_a_stranger_is_refused() {
    let (ours, stranger) = (Authority::named("ours"), Authority::named("a stranger"));
    for (issuer, host, words) in [
        (&ours, "other.test", "belongs to another server"),
        (&ours, "127.0.0.2", "belongs to another server"),
        (&stranger, "127.0.0.1", "an authority this machine does not know"),
    ] {
        for (script, tls) in [
            (Script::new().implicit_tls(issuer.server_for(host)), Tls::Implicit),
            (Script::new().starttls(issuer.server_for(host)).offer("STARTTLS"), Tls::StartTls),
        ] {
            let server = script.offer("AUTH PLAIN").start();
            let address = Server::new("127.0.0.1", server.port(), tls).unwrap();
            let trust = Trust::roots(ours.roots());
            let failure = open(&address, Some(&password("x1")), &trust, &PATIENT).err().unwrap();
            assert_eq!(failure.phase, Phase::Tls);
            assert!(matches!(&failure.cause, Cause::Certificate(_)), "{failure:?}");
            assert!(failure.to_string().contains(words) && failure.is_permanent(), "{failure}");
            let session = server.finish().remove(0);
            assert!(!session.commands.iter().any(|command| command.starts_with("AUTH")));
        }
    }
}

#[test]
fn a_server_without_tls_behind_a_tls_port_is_no_riddle() {
    let server = Script::new().start();
    let address = Server::new("localhost", server.port(), Tls::Implicit).unwrap();
    let failure = open(&address, None, &Trust::roots(Authority::named("ours").roots()), &PATIENT).err().unwrap();
    assert!(
        matches!(failure, Failure { phase: Phase::Tls, cause: Cause::WrongPort(Speaks::Smtp) })
            && failure.is_permanent(),
        "{failure}"
    );
}

#[test]
fn a_handshake_that_hangs_ends() {
    let authority = Authority::named("ours");
    let server = Script::new().implicit_tls(authority.server_for("localhost")).at(Step::Handshake, [Act::Hang]).start();
    let address = Server::new("localhost", server.port(), Tls::Implicit).unwrap();
    let failure = open(&address, None, &Trust::roots(authority.roots()), &HASTY).err().unwrap();
    assert_eq!(failure, Failure { phase: Phase::Tls, cause: Cause::TimedOut });
}
