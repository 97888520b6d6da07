//! Logging in, and keeping the secret.

use super::*;

const CHALLENGE: &str = "334 VXNlcm5hbWU6";

fn log_in(script: Script, login: &Login) -> (Result<(), Failure>, Session) {
    let server = script.start();
    let result = open(&plain(&server), Some(login), &Trust::system(), &PATIENT).map(Connection::quit);
    (result, server.finish().remove(0))
}

#[test]
fn each_mechanism_says_what_its_specification_says() {
    let login = |steps: usize| (0..steps).fold(Script::new(), |script, _| script.at(Step::Auth, [reply(CHALLENGE)]));
    for (script, offer, login, expected) in [
        (
            login(0),
            "AUTH LOGIN PLAIN XOAUTH2",
            password("hunter2"),
            &["AUTH PLAIN AGJyYW5jaEB1bmlvbi50ZXN0AGh1bnRlcjI="][..],
        ),
        (login(0), "AUTH=PLAIN", password("hunter2"), &["AUTH PLAIN AGJyYW5jaEB1bmlvbi50ZXN0AGh1bnRlcjI="]),
        (login(2), "auth login", password("hunter2"), &["AUTH LOGIN", "YnJhbmNoQHVuaW9uLnRlc3Q=", "aHVudGVyMg=="]),
        (
            login(0),
            "AUTH PLAIN XOAUTH2",
            token("ya29"),
            &["AUTH XOAUTH2 dXNlcj1icmFuY2hAdW5pb24udGVzdAFhdXRoPUJlYXJlciB5YTI5AQE="],
        ),
    ] {
        let (result, session) = log_in(script.offer(offer), &login);
        assert_eq!(result, Ok(()), "{offer}");
        assert_eq!(session.commands[1..session.commands.len() - 1], *expected, "{offer}");
    }
}

#[test]
fn a_refused_token_is_acknowledged_and_its_reply_read() {
    let script = Script::new()
        .offer("AUTH XOAUTH2")
        .at(Step::Auth, [reply("334 eyJzdGF0dXMiOiI0MDEifQ==")])
        .at(Step::Auth, [reply("535 5.7.8 token expired")]);
    let (result, session) = log_in(script, &token("ya29"));
    let failure = result.unwrap_err();
    assert_eq!(failure.to_string(), "while logging in: the server answered 535 5.7.8 token expired");
    assert_eq!((failure.scope(), failure.is_permanent()), (Scope::Account, true));
    assert_eq!(session.commands[2], "");
}

#[test]
fn a_wrong_password_stops_and_a_tired_server_waits() {
    for (line, is_permanent) in
        [("535 5.7.8 wrong", true), ("534 5.7.9 app password", true), ("454 4.7.0 try later", false)]
    {
        let script = Script::new().offer("AUTH PLAIN").at(Step::Auth, [reply(line)]);
        let failure = log_in(script, &password("hunter2")).0.unwrap_err();
        assert_eq!(failure.phase, Phase::Login);
        assert_eq!((failure.scope(), failure.is_permanent()), (Scope::Account, is_permanent), "{line}");
    }
}

#[test]
fn the_secret_is_in_no_message() {
    for echo in ["hunter2-canary", "aHVudGVyMi1jYW5hcnk=", "AGJyYW5jaEB1bmlvbi50ZXN0AGh1bnRlcjItY2FuYXJ5"] {
        let script =
            Script::new().offer("AUTH PLAIN").at(Step::Auth, [reply(&format!("535 5.7.8 wrong password {echo}"))]);
        let failure = log_in(script, &password("hunter2-canary")).0.unwrap_err();
        let shown = format!("{failure} {failure:?}");
        assert!(!shown.contains(echo), "{shown}");
    }
}

#[test]
fn a_server_that_never_stops_asking_is_left() {
    for (offer, login) in
        [("AUTH LOGIN", password("x1")), ("AUTH PLAIN", password("x1")), ("AUTH XOAUTH2", token("x1"))]
    {
        let script = Script::new().offer(offer).always(Step::Auth, [reply(CHALLENGE)]);
        let (result, session) = log_in(script, &login);
        assert_eq!(result, Err(Failure { phase: Phase::Login, cause: Cause::TooManyChallenges }));
        assert_eq!(session.commands.len(), 1 + 1 + 5);
    }
}

#[test]
fn a_token_is_not_a_password_nor_the_other_way_round() {
    for (offer, login) in
        [("AUTH PLAIN LOGIN", token("x1")), ("AUTH XOAUTH2", password("x1")), ("8BITMIME", password("x1"))]
    {
        let (result, session) = log_in(Script::new().offer(offer), &login);
        let failure = result.unwrap_err();
        assert!(matches!(failure.cause, Cause::NoLoginMechanism { .. }), "{failure}");
        assert_eq!(session.commands, ["EHLO [127.0.0.1]"]);
    }
}

#[test]
fn a_connection_lost_during_the_login_is_not_a_wrong_password() {
    let (result, _) = log_in(Script::new().offer("AUTH PLAIN").at(Step::Auth, [Act::Close]), &password("x1"));
    let failure = result.unwrap_err();
    assert_eq!(failure, Failure { phase: Phase::Login, cause: Cause::Lost });
    assert_eq!((failure.scope(), failure.is_permanent()), (Scope::Session, false));
}
