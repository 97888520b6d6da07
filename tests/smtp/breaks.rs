//! Lost connections, silence and nonsense at every step.

use super::*;

/// The step of the server, the phase the client must name, and whether the letter is in doubt.
const STEPS: [(Step, Phase, bool); 7] = [
    (Step::Greeting, Phase::Greeting, false),
    (Step::Hello, Phase::Ehlo, false),
    (Step::Mail, Phase::Mail, false),
    (Step::Rcpt, Phase::Rcpt, false),
    (Step::Data, Phase::Data, false),
    (Step::Body, Phase::Body, false),
    (Step::Dot, Phase::FinalDot, true),
];

/// One letter to a server that does this at that step. Between text and dot the client waits for
/// a server that breaks in the middle of a text, so that the break is known and not a race.
fn break_at(script: Script, timeouts: &Timeouts, step: Step) -> Failure {
    let server = script.start();
    let mut connection = match open_plain(&server, timeouts) {
        Ok(connection) => connection,
        Err(failure) => return failure,
    };
    let submission = submit(&mut connection, &office_and_copy(), LETTER, &mut || {
        if step == Step::Body {
            server.wait_until_closed(1);
        }
        Ok(())
    });
    assert!(!connection.is_usable());
    match submission.outcome {
        SubmissionOutcome::InDoubt(failure) => {
            assert!(failure.in_doubt() && failure.is_permanent());
            failure
        }
        SubmissionOutcome::Failed(failure) => {
            assert!(!failure.in_doubt() && !failure.is_permanent());
            failure
        }
        outcome => panic!("{step:?}: {outcome:?}"),
    }
}

#[test]
fn a_lost_connection_leaves_doubt_only_after_the_dot() {
    for pipelining in [false, true] {
        for act in [Act::Close, Act::Reset] {
            for (step, phase, in_doubt) in STEPS {
                let script = if pipelining { Script::new().offer("PIPELINING") } else { Script::new() };
                let failure = break_at(script.at(step, [act.clone()]), &PATIENT, step);
                // A group of commands is written at once, so a reset may be met while reading
                // any of its replies; which one does not matter.
                let in_group = |phase| matches!(phase, Phase::Mail | Phase::Rcpt | Phase::Data);
                assert!(
                    failure.phase == phase || (pipelining && in_group(phase) && in_group(failure.phase)),
                    "{step:?} {act:?}: {failure}"
                );
                assert_eq!(failure.cause, Cause::Lost, "{step:?} {act:?}");
                assert_eq!(failure.in_doubt(), in_doubt);
            }
        }
    }
}

#[test]
fn silence_leaves_doubt_only_after_the_dot() {
    for (step, phase, in_doubt) in STEPS {
        // A server that falls silent in the middle of a text takes the rest of it, and the dot.
        let (phase, in_doubt) = if step == Step::Body { (Phase::FinalDot, true) } else { (phase, in_doubt) };
        let server = Script::new().at(step, [Act::Hang]).start();
        let outcome = match open_plain(&server, &HASTY) {
            Ok(mut connection) => send(&mut connection, &office_and_copy()).outcome,
            Err(failure) => failure.into(),
        };
        let failure = Failure { phase, cause: Cause::TimedOut };
        let expected = if in_doubt { SubmissionOutcome::InDoubt(failure) } else { SubmissionOutcome::Failed(failure) };
        assert_eq!(outcome, expected, "{step:?}");
    }
}

#[test]
fn a_deadline_is_for_the_whole_reply() {
    let dripping = [Act::Send(b"25".to_vec()), Act::Hang];
    let server = Script::new().at(Step::Dot, dripping).start();
    let mut connection = open_plain(&server, &HASTY).unwrap();
    let start = Instant::now();
    let submission = send(&mut connection, &office_and_copy());
    let failure = Failure { phase: Phase::FinalDot, cause: Cause::TimedOut };
    assert_eq!(submission.outcome, SubmissionOutcome::InDoubt(failure));
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn what_cannot_be_read_after_the_dot_is_doubt() {
    let long_line = [b"250 ".as_slice(), &b"x".repeat(1_000_000), b"\r\n"].concat();
    for (act, cause) in [
        (vec![Act::Send(b"\xff\xfe\x00junk\r\n".to_vec())], Some(Cause::Unreadable(Unreadable::Code))),
        (vec![reply("OK")], Some(Cause::Unreadable(Unreadable::Code))),
        (vec![reply("250-one\r\n550 two")], Some(Cause::Unreadable(Unreadable::Codes))),
        (vec![Act::Send(b"250-x\r\n".repeat(1_000))], Some(Cause::Unreadable(Unreadable::Endless))),
        (vec![Act::Send(long_line)], Some(Cause::Unreadable(Unreadable::Endless))),
        (vec![Act::Send(b"250 2.0.0 O".to_vec()), Act::Close], Some(Cause::Lost)),
        (vec![reply("354 go on")], None),
    ] {
        let script = Script::new().at(Step::Dot, act);
        let failure = break_at(script, &PATIENT, Step::Dot);
        assert!(failure.in_doubt());
        match cause {
            Some(cause) => assert_eq!(failure.cause, cause),
            None => assert!(matches!(failure.cause, Cause::Unexpected(_)), "{failure}"),
        }
    }
}

#[test]
fn an_answer_before_the_end_proves_nothing() {
    for (body, expected) in [("250 2.0.0 queued", Cause::OutOfStep), ("junk", Cause::Unreadable(Unreadable::Code))] {
        let script = Script::new().at(Step::Body, [reply(body), Act::Close]);
        let failure = break_at(script, &PATIENT, Step::Body);
        assert_eq!(failure, Failure { phase: Phase::Body, cause: expected });
    }
    // An extra 250 earlier must not stand in for the one after the dot.
    let script = Script::new().offer("PIPELINING").at(Step::Data, [reply("354 go\r\n250 2.0.0 queued")]);
    let (submission, session) = send_one(script, &office_and_copy());
    assert_eq!(submission.outcome, SubmissionOutcome::Failed(Failure { phase: Phase::Body, cause: Cause::OutOfStep }));
    assert_eq!(session.letters, []);
    let script = Script::new().offer("PIPELINING").at(Step::Mail, [reply("250 ok\r\n250 ok")]);
    let (submission, session) = send_one(script, &office_and_copy());
    assert!(matches!(submission.outcome, SubmissionOutcome::Failed(Failure { cause: Cause::Unexpected(_), .. })));
    assert_eq!(session.letters, []);
}

#[test]
fn a_refusal_in_the_middle_of_the_text_is_believed() {
    let server = Script::new().at(Step::Body, [reply("552 5.3.4 too much"), Act::Close]).start();
    let mut connection = open_plain(&server, &PATIENT).unwrap();
    let submission = submit(&mut connection, &office_and_copy(), LETTER, &mut || {
        server.wait_until_closed(1);
        Ok(())
    });
    assert_eq!(refusal(&submission.outcome).phase, Phase::Body);
}

#[test]
fn a_server_that_says_goodbye_between_letters_costs_nothing() {
    let server =
        Script::new().at(Step::Dot, [reply("250 2.0.0 queued"), reply("421 4.4.2 enough"), Act::Close]).start();
    let mut connection = open_plain(&server, &PATIENT).unwrap();
    assert!(matches!(send(&mut connection, &office_and_copy()).outcome, SubmissionOutcome::Accepted(_)));
    server.wait_until_closed(1);
    let submission = send(&mut connection, &office_and_copy());
    let refused = refusal(&submission.outcome);
    assert_eq!((refused.phase, refused.reply.code), (Phase::Between, 421));
    assert_eq!(refused.class(), Class { scope: Scope::Session, permanence: Permanence::Temporary });
    assert!(!connection.is_usable());

    let server = Script::new().at(Step::Dot, [reply("250 2.0.0 queued"), Act::Close]).start();
    let mut connection = open_plain(&server, &PATIENT).unwrap();
    assert!(matches!(send(&mut connection, &office_and_copy()).outcome, SubmissionOutcome::Accepted(_)));
    server.wait_until_closed(1);
    let failure = Failure { phase: Phase::Between, cause: Cause::Lost };
    assert_eq!(failure.scope(), Scope::Session);
    assert_eq!(send(&mut connection, &office_and_copy()).outcome, SubmissionOutcome::Failed(failure.clone()));
    assert_eq!(
        send(&mut connection, &office_and_copy()).outcome,
        SubmissionOutcome::Failed(failure),
        "and so it stays"
    );
}

#[test]
fn a_goodbye_in_the_middle_is_about_the_session() {
    for (step, phase) in [(Step::Mail, Phase::Mail), (Step::Rcpt, Phase::Rcpt), (Step::Dot, Phase::FinalDot)] {
        for script in polite() {
            let server = script.at(step, [reply("421 4.3.0 shutting down"), Act::Close]).start();
            let mut connection = open_plain(&server, &PATIENT).unwrap();
            let submission = send(&mut connection, &office_and_copy());
            assert_eq!(refusal(&submission.outcome).phase, phase);
            assert_eq!(refusal(&submission.outcome).class().scope, Scope::Session);
            assert!(!connection.is_usable());
        }
    }
}

#[test]
fn the_caller_can_hold_a_letter_back_until_its_end() {
    for script in polite() {
        let server = script.start();
        let mut connection = open_plain(&server, &PATIENT).unwrap();
        let submission = submit(&mut connection, &office_and_copy(), LETTER, &mut || Err(Withheld));
        let failure = Failure { phase: Phase::Body, cause: Cause::Withheld };
        assert_eq!(submission.outcome, SubmissionOutcome::Failed(failure));
        assert!(!connection.is_usable());
        let session = server.finish().remove(0);
        assert_eq!(session.letters, []);
    }
}

#[test]
fn the_mark_is_asked_for_once_and_only_when_the_end_comes_next() {
    let mut marks = 0;
    let server = Script::new().at(Step::Rcpt, [reply("550 5.1.1 no")]).start();
    let mut connection = open_plain(&server, &PATIENT).unwrap();
    let only_office = envelope(&["court@office.test"], &[]);
    let mut mark = || {
        marks += 1;
        Ok(())
    };
    assert_eq!(refusal(&submit(&mut connection, &only_office, LETTER, &mut mark).outcome).phase, Phase::Rcpt);
    assert!(matches!(submit(&mut connection, &only_office, LETTER, &mut mark).outcome, SubmissionOutcome::Accepted(_)));
    assert_eq!(marks, 1);
}

#[test]
fn a_broken_goodbye_changes_nothing() {
    for act in [Act::Close, Act::Reset, Act::Hang, reply("junk")] {
        let server = Script::new().at(Step::Quit, [act]).start();
        let mut connection = open_plain(&server, &PATIENT).unwrap();
        assert!(matches!(send(&mut connection, &office_and_copy()).outcome, SubmissionOutcome::Accepted(_)));
        connection.quit();
        assert_eq!(server.finish()[0].commands.last().map(String::as_str), Some("QUIT"));
    }
}

#[test]
fn nobody_listens() {
    let server = Script::new().start();
    let nowhere = plain(&server);
    drop(server);
    let failure = open(&nowhere, None, &Trust::system(), &PATIENT).err().unwrap();
    assert!(matches!(&failure, Failure { phase: Phase::Connect, cause: Cause::Io { .. } }), "{failure:?}");
    assert!(!failure.is_permanent() && failure.scope() == Scope::Session);
}

#[test]
fn a_server_that_knows_only_helo_is_greeted_so() {
    let (submission, session) = send_one(Script::new().at(Step::Hello, [reply("502 5.5.1 what")]), &office_and_copy());
    assert!(matches!(submission.outcome, SubmissionOutcome::Accepted(_)));
    assert_eq!(session.commands[..3], ["EHLO [127.0.0.1]", "HELO [127.0.0.1]", "MAIL FROM:<branch@union.test>"]);
}

#[test]
fn a_login_does_not_fall_back_to_helo() {
    let server = Script::new().at(Step::Hello, [reply("502 5.5.1 what")]).start();
    let login = password("hunter2");
    let failure = open(&plain(&server), Some(&login), &Trust::system(), &PATIENT).err().unwrap();
    assert!(matches!(failure, Failure { phase: Phase::Ehlo, cause: Cause::Refused(_) }), "{failure}");
}

#[test]
fn a_refusing_greeting_is_shown_in_the_servers_words() {
    for (line, is_permanent) in [("554 5.7.1 not you", true), ("421 4.3.2 busy", false)] {
        let server = Script::new().at(Step::Greeting, [reply(line)]).start();
        let failure = open_plain(&server, &PATIENT).err().unwrap();
        assert_eq!(failure.to_string(), format!("at the server's greeting: the server answered {line}"));
        assert_eq!((failure.scope(), failure.is_permanent()), (Scope::Session, is_permanent));
    }
}
