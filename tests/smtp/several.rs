//! Several connections that one thread leads: each letter once, and none waits for another's server.

use jiff::Timestamp;
use outcry::address::Mailbox;
use outcry::deliver::{DayOver, Endpoint, Event, Job, Outcome, Pace, Run, deliver};
use outcry::render::mail::Mail;

use super::*;

const CONNECTIONS: usize = 4;

fn job(number: u64) -> Job {
    let mail = Mail {
        office: "aq-court".to_owned(),
        version: 1,
        is_edited: false,
        envelope_from: email("branch@union.test"),
        to: vec![email("court@office.test")],
        copies: vec![email("copies@campaign.test")],
        message_id: format!("<{number}@union.test>"),
        date: Timestamp::UNIX_EPOCH,
        addresses: outcry::mac::MacKey::new(&[7; 32]).addresses(&email("branch@union.test"), &[], &[]),
        from: Mailbox { name: None, email: email("branch@union.test") },
        reply_to: None,
        subject: String::new(),
        attached: Vec::new(),
        bytes: format!("Message-ID: <{number}@union.test>\r\n\r\nDear court,\r\n").into_bytes(),
    };
    Job { mail, key: None, entry: None, row: Some(number) }
}

/// Hands over so many letters, as fast as they can go; tells their outcomes and what the server saw.
fn handed_over(script: Script, tls: Tls, authority: &Authority, letters: u64) -> (Vec<(u64, Outcome)>, Vec<Session>) {
    let server = script.start();
    let address = Server::new("localhost", server.port(), tls).unwrap();
    let (name, trust) = (ClientName::default(), Trust::roots(authority.roots()));
    let endpoint = Endpoint {
        server: &address,
        name: &name,
        login: None,
        trust: &trust,
        timeouts: &PATIENT,
        connections: CONNECTIONS,
    };
    let run = Run {
        outbox: None,
        account: None,
        pace: Pace::default(),
        day_over: DayOver::Stop,
        clock: &|| Timestamp::UNIX_EPOCH,
        stop: &|| false,
    };
    let mut outcomes = Vec::new();
    let stopped = deliver(
        &endpoint,
        run,
        |push| {
            let _all = (0..letters).all(|number| push(job(number)));
        },
        |event| {
            if let Event::Outcome(job, outcome) = event {
                outcomes.push((job.row.unwrap(), outcome));
            }
        },
    );
    assert_eq!(stopped, None);
    outcomes.sort_by_key(|(row, _)| *row);
    (outcomes, server.finish())
}

/// Each letter was sent, and arrived once.
#[track_caller]
fn each_once(outcomes: &[(u64, Outcome)], sessions: &[Session], letters: u64) {
    assert!(outcomes.iter().all(|(_, outcome)| matches!(outcome, Outcome::Sent { .. })), "{outcomes:?}");
    assert_eq!(outcomes.iter().map(|(row, _)| *row).collect::<Vec<_>>(), (0..letters).collect::<Vec<_>>());
    let mut arrived: Vec<_> =
        sessions.iter().flat_map(|session| &session.letters).map(|letter| letter.text.lines().next()).collect();
    arrived.sort_unstable();
    arrived.dedup();
    assert_eq!(arrived.len() as u64, letters);
}

#[test]
fn a_slow_connection_holds_up_no_other_with_tls_too() {
    let authority = Authority::named("ours");
    for (step, polite) in
        [(Step::Mail, "250 ok"), (Step::Rcpt, "250 ok"), (Step::Data, "354 go on"), (Step::Dot, "250 taken")]
    {
        let script = Script::new().implicit_tls(authority.server_for("localhost")).offer("PIPELINING");
        let script = script.at(step, [Act::Wait(Duration::from_secs(2)), reply(polite)]);
        let (outcomes, sessions) = handed_over(script, Tls::Implicit, &authority, 80);
        each_once(&outcomes, &sessions, 80);
        let each: Vec<_> = sessions.iter().map(|session| session.letters.len()).collect();
        assert!(each.len() == CONNECTIONS && each.contains(&1), "{step:?}: {each:?}");
    }
}

#[test]
fn answers_that_are_decrypted_already_are_not_waited_for() {
    let authority = Authority::named("ours");
    // More than is read at a time, in one record.
    let long =
        format!("{}250 ok", "250-the court is glad to hear from everyone who has something to say\r\n".repeat(80));
    let script = Script::new().implicit_tls(authority.server_for("localhost")).offer("PIPELINING");
    let script = script.always(Step::Mail, [reply(&long)]).always(Step::Dot, [reply(&long)]);
    let start = Instant::now();
    let (outcomes, sessions) = handed_over(script, Tls::Implicit, &authority, 40);
    each_once(&outcomes, &sessions, 40);
    assert!(start.elapsed() < PATIENT.command, "nothing waited until its time was up");
}

#[test]
fn a_server_without_pipelining_is_asked_step_by_step_on_each_connection() {
    let authority = Authority::named("ours");
    let slow = [Act::Wait(Duration::from_secs(2)), reply("250 ok")];
    let (outcomes, sessions) = handed_over(Script::new().at(Step::Rcpt, slow), Tls::None, &authority, 80);
    each_once(&outcomes, &sessions, 80);
    let each: Vec<_> = sessions.iter().map(|session| session.letters.len()).collect();
    assert!(each.len() == CONNECTIONS && each.contains(&1), "{each:?}");
}

#[test]
fn lines_that_break_are_opened_again_and_each_letter_is_told_its_own_fate() {
    let authority = Authority::named("ours");
    let mut script = Script::new().implicit_tls(authority.server_for("localhost")).offer("PIPELINING");
    for step in [Step::Mail, Step::Rcpt, Step::Data] {
        for act in [Act::Close, Act::Reset, reply("421 4.3.2 closing")] {
            script = script.at(step, []).at(step, []).at(step, [act]);
        }
    }
    let refused = reply("550 5.1.1 not this one");
    let script = script.at(Step::Dot, []).at(Step::Dot, [refused]).at(Step::Dot, []).at(Step::Dot, [Act::Close]);
    let (outcomes, sessions) = handed_over(script, Tls::Implicit, &authority, 60);
    let count = |wanted: fn(&Outcome) -> bool| outcomes.iter().filter(|(_, outcome)| wanted(outcome)).count();
    assert_eq!(outcomes.len(), 60);
    assert_eq!(count(|outcome| matches!(outcome, Outcome::Refused(_))), 1);
    assert_eq!(count(|outcome| matches!(outcome, Outcome::InDoubt(_))), 1);
    // One that met two lines that broke waits for a later run.
    assert_eq!(count(|outcome| matches!(outcome, Outcome::Sent { .. } | Outcome::Waiting { .. })), 58);
    let taken = sessions.iter().flat_map(|session| &session.letters).filter(|letter| letter.accepted).count();
    assert_eq!(taken, count(|outcome| matches!(outcome, Outcome::Sent { .. })), "sent is what was taken");
}

#[test]
fn a_server_that_breaks_off_in_a_text_is_mostly_seen_before_the_end() {
    const BREAKS: usize = 12;
    for act in [Act::Close, Act::Reset] {
        let authority = Authority::named("ours");
        let mut script = Script::new().offer("PIPELINING");
        for _ in 0..BREAKS {
            script = script.at(Step::Body, []).at(Step::Body, []).at(Step::Body, [act.clone()]);
        }
        let (outcomes, sessions) = handed_over(script, Tls::None, &authority, 80);
        let count = |wanted: fn(&Outcome) -> bool| outcomes.iter().filter(|(_, outcome)| wanted(outcome)).count();
        let in_doubt = count(|outcome| matches!(outcome, Outcome::InDoubt(_)));
        // How many depends on how busy the machine is.
        assert!(in_doubt < BREAKS, "{act:?}: {outcomes:?}");
        // One that met two lines that broke waits for a later run.
        assert_eq!(count(|outcome| matches!(outcome, Outcome::Sent { .. } | Outcome::Waiting { .. })), 80 - in_doubt);
        let taken = sessions.iter().flat_map(|session| &session.letters).filter(|letter| letter.accepted).count();
        assert_eq!(taken, count(|outcome| matches!(outcome, Outcome::Sent { .. })), "sent is what was taken");
    }
}

#[test]
fn a_connection_that_is_never_greeted_holds_up_the_others_for_a_moment_only() {
    let authority = Authority::named("ours");
    let welcome = reply("220 welcome");
    let script = Script::new().offer("PIPELINING").at(Step::Greeting, [welcome]).always(Step::Greeting, [Act::Hang]);
    let start = Instant::now();
    let (outcomes, sessions) = handed_over(script, Tls::None, &authority, 40);
    each_once(&outcomes, &sessions, 40);
    assert!(start.elapsed() < PATIENT.greeting, "the others were not waited for one after the other");
}
