//! The verdict is per recipient, and the office's own counts.

use super::*;

#[test]
fn a_refused_office_is_not_hidden_behind_an_accepted_copy() {
    let script = |script: Script| script.at(Step::Rcpt, [reply("550 5.1.1 no such user")]);

    let (submission, session) = send_one(script(Script::new()), &office_and_copy());
    let refused = refusal(&submission.outcome);
    assert_eq!((refused.phase, refused.reply.to_string().as_str()), (Phase::Rcpt, "550 5.1.1 no such user"));
    assert_eq!(refused.class(), Class { scope: Scope::Target, permanence: Permanence::Permanent });
    assert_eq!(verdicts(&submission), ["550 5.1.1 no such user", "admitted"]);
    assert_eq!(session.commands[1..].last().map(String::as_str), Some("QUIT"), "the connection is kept");
    assert!(session.commands.contains(&"RSET".to_owned()) && !session.commands.contains(&"DATA".to_owned()));

    // DATA is on its way already and answered 354: nothing may end the letter.
    let (submission, session) = send_one(script(Script::new().offer("PIPELINING")), &office_and_copy());
    assert_eq!(refusal(&submission.outcome).phase, Phase::Rcpt);
    assert_eq!(verdicts(&submission), ["550 5.1.1 no such user", "admitted"]);
    assert_eq!(session.letters, [], "the server never saw a dot");
    assert_eq!(session.commands.last().map(String::as_str), Some("DATA"), "the line was cut");
}

#[test]
fn nobody_accepted_and_the_text_invited_all_the_same() {
    let script = Script::new()
        .offer("PIPELINING")
        .always(Step::Rcpt, [reply("450 4.2.1 slow down")])
        .at(Step::Data, [reply("354 go ahead")]);
    let (submission, session) = send_one(script, &office_and_copy());
    assert_eq!(refusal(&submission.outcome).class(), Class { scope: Scope::Target, permanence: Permanence::Temporary });
    assert_eq!(session.letters, []);
    assert_eq!(session.unfinished.as_deref(), Some(""));
}

#[test]
fn nobody_accepted_and_the_next_letter_goes_over_the_same_connection() {
    for script in polite() {
        let server = script
            .at(Step::Rcpt, [reply("550 5.1.1 no such user")])
            .at(Step::Rcpt, [reply("550 5.1.1 no such user")])
            .start();
        let mut connection = open_plain(&server, &PATIENT).unwrap();
        assert_eq!(refusal(&send(&mut connection, &office_and_copy()).outcome).phase, Phase::Rcpt);
        assert!(connection.is_usable());
        assert!(matches!(send(&mut connection, &office_and_copy()).outcome, SubmissionOutcome::Accepted(_)));
        connection.quit();
        let session = server.finish().remove(0);
        assert_eq!(session.letters.len(), 1);
        assert_eq!(session.commands.iter().filter(|command| *command == "RSET").count(), 1);
    }
}

#[test]
fn a_refused_copy_is_reported_and_stops_nothing() {
    for script in polite() {
        let script = script.at(Step::Rcpt, []).at(Step::Rcpt, [reply("452 4.2.2 mailbox full")]);
        let (submission, session) = send_one(script, &office_and_copy());
        assert!(matches!(submission.outcome, SubmissionOutcome::Accepted(_)));
        assert_eq!(verdicts(&submission), ["admitted", "452 4.2.2 mailbox full"]);
        assert_eq!(session.letters[0].to, ["court@office.test"]);
    }
}

#[test]
fn one_address_of_the_office_is_enough() {
    for script in polite() {
        let script = script.at(Step::Rcpt, [reply("550 5.1.1 gone")]);
        let (submission, session) = send_one(script, &envelope(&["a@office.test", "b@office.test"], &[]));
        assert!(matches!(submission.outcome, SubmissionOutcome::Accepted(_)));
        assert_eq!(verdicts(&submission), ["550 5.1.1 gone", "admitted"]);
        assert_eq!(session.letters[0].to, ["b@office.test"]);
    }
}

#[test]
fn an_office_that_may_yet_be_reached_keeps_the_letter_waiting() {
    for (second, expected) in [
        ("450 4.7.1 greylisted", Class { scope: Scope::Letter, permanence: Permanence::Temporary }),
        ("550 5.4.5 daily limit", Class { scope: Scope::Account, permanence: Permanence::Temporary }),
        ("550 5.1.2 no such domain", Class { scope: Scope::Target, permanence: Permanence::Permanent }),
    ] {
        let script = Script::new().at(Step::Rcpt, [reply("550 5.1.1 gone")]).at(Step::Rcpt, [reply(second)]);
        let (submission, _) = send_one(script, &envelope(&["a@office.test", "b@office.test"], &[]));
        assert_eq!(refusal(&submission.outcome).class(), expected, "{second}");
    }
}

#[test]
fn a_refused_sender_says_nothing_about_the_recipients() {
    for script in polite() {
        let script = script
            .at(Step::Mail, [reply("553 5.7.1 not yours")])
            .always(Step::Rcpt, [reply("503 5.5.1 need MAIL first")])
            .always(Step::Data, [reply("503 5.5.1 need MAIL first")]);
        let (submission, _) = send_one(script, &office_and_copy());
        let refused = refusal(&submission.outcome);
        assert_eq!(refused.phase, Phase::Mail);
        assert_eq!(refused.class(), Class { scope: Scope::Account, permanence: Permanence::Permanent });
        assert_eq!(verdicts(&submission), ["not asked", "not asked"]);
    }
}

#[test]
fn a_refusal_after_the_dot_or_at_data_is_no_doubt() {
    for script in polite() {
        let server = script
            .at(Step::Data, [reply("451 4.3.0 later")])
            .at(Step::Dot, [reply("554 5.7.1 looks like spam")])
            .start();
        let mut connection = open_plain(&server, &PATIENT).unwrap();
        let at_data = send(&mut connection, &office_and_copy());
        assert_eq!(refusal(&at_data.outcome).phase, Phase::Data);
        let at_dot = send(&mut connection, &office_and_copy());
        assert_eq!(refusal(&at_dot.outcome).phase, Phase::FinalDot);
        assert!(connection.is_usable());
        assert!(matches!(send(&mut connection, &office_and_copy()).outcome, SubmissionOutcome::Accepted(_)));
        drop(connection);
        let letters = server.finish().remove(0).letters;
        assert_eq!(letters.iter().map(|letter| letter.accepted).collect::<Vec<_>>(), [false, true]);
    }
}
