//! The SMTP dialogue against a scripted server: whatever happens on the wire, a letter is called
//! accepted only when it was, and in doubt exactly when it may have been.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on shall stop")]

#[path = "../support/mod.rs"]
mod support;

mod breaks;
mod encryption;
mod letters;
mod logins;
mod recipients;
mod several;
mod submit;

use std::time::{Duration, Instant};

use outcry::address::Email;
use outcry::smtp::{
    Cause, Class, ClientName, Connection, Defect, Envelope, Failure, Login, Permanence, Phase, Progress, Refusal, Role,
    Scope, Secret, Server, Speaks, Submission, SubmissionOutcome, Timeouts, Tls, Trust, Unreadable, Verdict,
};
use submit::{Withheld, submit};
use support::authority::Authority;
use support::server::{Act, Script, Session, Step, reply};
use zeroize::Zeroizing;

const LETTER: &[u8] = b"Subject: Drop the charges\r\n\r\nDear court,\r\n.\r\n..\r\n.x\r\nYours\r\n";

const PATIENT: Timeouts = timeouts(Duration::from_secs(10));
const HASTY: Timeouts = timeouts(Duration::from_millis(400));

const fn timeouts(all: Duration) -> Timeouts {
    Timeouts {
        connect: all,
        greeting: all,
        command: all,
        data: all,
        block: all,
        final_dot: all,
        quit: Duration::from_millis(150),
    }
}

fn email(text: &str) -> Email {
    text.parse().unwrap()
}

fn envelope(office: &[&str], copies: &[&str]) -> Envelope {
    let emails = |texts: &[&str]| texts.iter().map(|text| email(text)).collect();
    Envelope::new(email("branch@union.test"), emails(office), emails(copies)).unwrap()
}

fn office_and_copy() -> Envelope {
    envelope(&["court@office.test"], &["copies@campaign.test"])
}

fn plain(server: &support::server::Server) -> Server {
    Server::new("127.0.0.1", server.port(), Tls::None).unwrap()
}

fn open(server: &Server, login: Option<&Login>, trust: &Trust, timeouts: &Timeouts) -> Result<Connection, Failure> {
    Connection::open(server, &ClientName::default(), login, trust, timeouts)
}

fn open_plain(server: &support::server::Server, timeouts: &Timeouts) -> Result<Connection, Failure> {
    open(&plain(server), None, &Trust::system(), timeouts)
}

fn send(connection: &mut Connection, envelope: &Envelope) -> Submission {
    submit(connection, envelope, LETTER, &mut || Ok(()))
}

/// One letter over one plain connection.
fn send_one(script: Script, envelope: &Envelope) -> (Submission, Session) {
    let server = script.start();
    let mut connection = open_plain(&server, &PATIENT).unwrap();
    let submission = send(&mut connection, envelope);
    connection.quit();
    (submission, server.finish().remove(0))
}

fn polite() -> [Script; 2] {
    [Script::new(), Script::new().offer("PIPELINING")]
}

fn verdicts(submission: &Submission) -> Vec<String> {
    let show = |verdict: &Verdict| match verdict {
        Verdict::Admitted => "admitted".to_owned(),
        Verdict::Refused(reply) => reply.to_string(),
        Verdict::NotAsked => "not asked".to_owned(),
    };
    submission.recipients.iter().map(|recipient| show(&recipient.verdict)).collect()
}

#[track_caller]
fn refusal(outcome: &SubmissionOutcome) -> &Refusal {
    let SubmissionOutcome::Refused(refusal) = outcome else { panic!("{outcome:?}") };
    refusal
}

fn password(secret: &str) -> Login {
    Login::new("branch@union.test".to_owned(), Secret::Password(Zeroizing::new(secret.to_owned()))).unwrap()
}

fn token(secret: &str) -> Login {
    Login::new("branch@union.test".to_owned(), Secret::Token(Zeroizing::new(secret.to_owned()))).unwrap()
}
