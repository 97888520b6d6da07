//! What arrives when all goes well, and what is never sent.

use super::*;

#[test]
fn a_letter_arrives_as_it_was_written() {
    for script in polite() {
        let (submission, session) = send_one(script.offer("SIZE 100000"), &office_and_copy());
        assert!(
            matches!(&submission.outcome, SubmissionOutcome::Accepted(reply) if reply.to_string() == "250 2.0.0 queued"),
            "{submission:?}"
        );
        assert_eq!(verdicts(&submission), ["admitted", "admitted"]);
        assert_eq!(submission.recipients.iter().map(|r| r.role).collect::<Vec<_>>(), [Role::Office, Role::Copy]);
        let letter = &session.letters[0];
        assert_eq!(letter.text.as_bytes(), LETTER);
        assert_eq!(letter.from, "branch@union.test");
        assert_eq!(letter.to, ["court@office.test", "copies@campaign.test"]);
        assert_eq!(
            session.commands,
            [
                "EHLO [127.0.0.1]",
                &format!("MAIL FROM:<branch@union.test> SIZE={}", LETTER.len()),
                "RCPT TO:<court@office.test>",
                "RCPT TO:<copies@campaign.test>",
                "DATA",
                "QUIT",
            ]
        );
    }
}

#[test]
fn a_text_without_a_last_line_end_gets_one() {
    let server = Script::new().start();
    let mut connection = open_plain(&server, &PATIENT).unwrap();
    for letter in ["a", ".", "a\r\n..", ".\r\n"] {
        let submission = submit(&mut connection, &office_and_copy(), letter.as_bytes(), &mut || Ok(()));
        assert!(matches!(submission.outcome, SubmissionOutcome::Accepted(_)), "{letter:?}");
    }
    drop(connection);
    let texts: Vec<_> = server.finish().remove(0).letters.into_iter().map(|letter| letter.text).collect();
    assert_eq!(texts, ["a\r\n", ".\r\n", "a\r\n..\r\n", ".\r\n"]);
}

#[test]
fn the_end_of_a_letter_comes_a_moment_after_its_text() {
    for script in polite() {
        let server = script.start();
        let mut connection = open_plain(&server, &PATIENT).unwrap();
        let start = Instant::now();
        let mut progress = Progress::Announced(connection.announce(office_and_copy(), LETTER).unwrap());
        let written = loop {
            match progress {
                Progress::Announced(announced) => progress = connection.hear(announced).unwrap(),
                Progress::Written(written) => break written,
            }
        };
        // Time for a server that breaks off while it reads to be seen doing so.
        assert!(written.due() >= start + Duration::from_micros(400));
        let ended = connection.end(written).unwrap();
        assert!(matches!(connection.answer(ended).outcome, SubmissionOutcome::Accepted(_)));
    }
}

#[test]
fn many_letters_use_one_connection_without_stalling() {
    let server = Script::new().offer("PIPELINING").start();
    let mut connection = open_plain(&server, &PATIENT).unwrap();
    let start = Instant::now();
    for _ in 0..50 {
        assert!(matches!(send(&mut connection, &office_and_copy()).outcome, SubmissionOutcome::Accepted(_)));
    }
    // A delayed ACK costs 40 ms for each letter.
    assert!(start.elapsed() < Duration::from_millis(50 * 30), "{:?}", start.elapsed());
    connection.quit();
    assert_eq!(server.finish()[0].letters.len(), 50);
}

#[test]
fn a_large_letter_goes_in_blocks() {
    let letter = b"0123456789abcdef\r\n".repeat(100_000);
    let server = Script::new().start();
    let mut connection = open_plain(&server, &PATIENT).unwrap();
    let submission = submit(&mut connection, &office_and_copy(), &letter, &mut || Ok(()));
    assert!(matches!(submission.outcome, SubmissionOutcome::Accepted(_)));
    drop(connection);
    assert_eq!(server.finish()[0].letters[0].text.as_bytes(), letter);
}

#[test]
fn every_readable_2yz_is_an_acceptance() {
    for act in [
        Act::Send(b"250 angenommen f\xfcr Zustellung\r\n".to_vec()),
        Act::Drip(b"250-2.0.0 one\r\n250 2.0.0 two\r\n".to_vec()),
        reply("200 fine"),
        reply("251 forwarded"),
        reply("252 will try"),
        Act::Send(b"250\n".to_vec()),
    ] {
        let (submission, _) = send_one(Script::new().at(Step::Dot, [act.clone()]), &office_and_copy());
        assert!(matches!(submission.outcome, SubmissionOutcome::Accepted(_)), "{act:?} {submission:?}");
    }
}

#[test]
fn the_server_limit_is_respected_before_anything_is_said() {
    let letter_size = LETTER.len();
    for (offer, fits) in [
        (format!("SIZE {}", letter_size - 1), false),
        (format!("SIZE {letter_size}"), true),
        ("SIZE 0".to_owned(), true),
        ("SIZE".to_owned(), true),
    ] {
        let (submission, session) = send_one(Script::new().offer(&offer), &office_and_copy());
        if fits {
            assert!(matches!(submission.outcome, SubmissionOutcome::Accepted(_)), "{offer}");
        } else {
            let cause = Cause::MessageTooLarge { limit: letter_size - 1 };
            assert_eq!(submission.outcome, SubmissionOutcome::Failed(Failure { phase: Phase::Between, cause }));
            assert_eq!(session.commands, ["EHLO [127.0.0.1]", "QUIT"]);
        }
    }
}

#[test]
fn bytes_that_could_smuggle_a_letter_are_never_sent() {
    let server = Script::new().start();
    let mut connection = open_plain(&server, &PATIENT).unwrap();
    for (letter, defect) in [
        (&b"a\n.\nMAIL FROM:<x@y.test>\r\n"[..], Defect::LineEnd { line: 1 }),
        (b"a\r\n\0\r\n", Defect::Byte { line: 2, byte: 0 }),
        ("ä\r\n".as_bytes(), Defect::Byte { line: 1, byte: 0xc3 }),
        (b"", Defect::Empty),
    ] {
        let submission = submit(&mut connection, &office_and_copy(), letter, &mut || Ok(()));
        let failure = Failure { phase: Phase::Between, cause: Cause::Defect(defect) };
        assert!(failure.is_permanent() && failure.scope() == Scope::Letter);
        assert_eq!(submission.outcome, SubmissionOutcome::Failed(failure));
    }
    assert!(connection.is_usable());
    connection.quit();
    assert_eq!(server.finish()[0].commands, ["EHLO [127.0.0.1]", "QUIT"]);
}

#[test]
fn an_address_named_twice_gets_one_letter() {
    let envelope = envelope(&["court@office.test", "Court@office.test"], &["court@office.test", "c@campaign.test"]);
    let (submission, session) = send_one(Script::new(), &envelope);
    assert_eq!(session.letters[0].to, ["court@office.test", "c@campaign.test"]);
    assert_eq!(submission.recipients[0].role, Role::Office);
    assert!(Envelope::new(email("a@union.test"), Vec::new(), vec![email("c@campaign.test")]).is_err());
}
