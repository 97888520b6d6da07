//! Letters to a server: who gets them, what is said of each, and what must never happen.

use super::*;

/// Somebody who signs for themselves, with consent given.
pub const JO: &str =
    "send harbour --name \"Jo Smith\" --country NZ --email jo@smith.test --yes --accept-stale aq-ministry";
pub const BRANCH: &str = "--from \"Dockers' Branch <branch@union.test>\"";

pub fn server_of(server: &Server) -> String {
    format!("{BRANCH} --server smtp://127.0.0.1:{}", server.port())
}

/// Sends over a server with this script; what was said, and what the server saw.
fn send(world: &World, script: Script, line: &str) -> (Run, Vec<Session>) {
    let server = script.start();
    let run = world.line(&format!("{line} {}", server_of(&server)));
    (run, server.finish())
}

fn to_court(script: Script) -> (Run, Vec<Session>) {
    send(&harbour(), script, &format!("{JO} --to aq-court"))
}

pub fn letters(sessions: &[Session]) -> Vec<&support::server::Letter> {
    sessions.iter().flat_map(|session| &session.letters).collect()
}

/// The value of a header field, unfolded.
pub fn field(text: &str, name: &str) -> String {
    let head = text.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
    let start = format!("{name}: ");
    head.split("\r\n").find_map(|line| line.strip_prefix(&start)).unwrap_or_default().to_owned()
}

/// A field whose name is one encoded word (RFC 2047); any other as it is.
fn decoded(value: &str) -> String {
    use base64::Engine as _;
    let Some((word, rest)) = value.strip_prefix("=?utf-8?b?").and_then(|value| value.split_once("?=")) else {
        return value.to_owned();
    };
    String::from_utf8(base64::engine::general_purpose::STANDARD.decode(word).unwrap()).unwrap() + rest
}

#[test]
fn each_office_gets_its_letter_and_the_copies_go_along() {
    let (run, sessions) = send(&harbour(), Script::new(), JO);
    assert_eq!(run.code, 0, "{run}");
    agreed!("send_all", run);
    assert_eq!(sessions.len(), 1, "one connection for all");
    let seen: Vec<Vec<&str>> =
        letters(&sessions).iter().map(|letter| letter.to.iter().map(String::as_str).collect()).collect();
    let ministry =
        ["minister@ministry.test", "office@ministry.test", "registry@ministry.test", "copies@harbour.example"];
    assert_eq!(
        seen,
        [
            &["court@court.test", "copies@harbour.example"][..],
            &ministry[..],
            &["wellington@embassy.test", "copies@harbour.example"][..],
        ]
    );
    let letter = letters(&sessions)[1];
    assert_eq!(letter.from, "branch@union.test");
    let to = field(&letter.text, "To");
    assert!(to.contains("minister@ministry.test") && to.contains("office@ministry.test"), "{to}");
    assert!(!to.contains("Office@") && !letter.text.contains("press@"), "{}", letter.text);
    assert_eq!(field(&letter.text, "Cc"), "registry@ministry.test, copies@harbour.example");
    assert!(letter.text.contains("Dear Minister,"), "the office's own salutation");
}

#[test]
fn copies_given_take_the_place_of_the_campaigns_own() {
    let (run, sessions) = send(
        &harbour(),
        Script::new(),
        &format!(
            "{JO} --to aq-ministry --copy-to branch@union.test --copy-to registry@ministry.test --copy-to branch@union.test"
        ),
    );
    assert_eq!(run.code, 0, "{run}");
    let expected = ["minister@ministry.test", "office@ministry.test", "registry@ministry.test", "branch@union.test"];
    assert_eq!(letters(&sessions)[0].to, expected);
}

#[test]
fn from_is_the_accounts_and_answers_go_to_who_signs() {
    for (who, from, reply_to) in [
        (
            "--name \"Jo Smith\" --email jo@smith.test",
            "\"Jo Smith (via Dockers' Branch)\" <branch@union.test>",
            "\"Jo Smith\" <jo@smith.test>",
        ),
        ("--name \"Jo Smith\"", "\"Jo Smith (via Dockers' Branch)\" <branch@union.test>", ""),
        ("--name \"Jo Smith\" --email branch@union.test", "\"Jo Smith\" <branch@union.test>", ""),
        (
            "--kind union --organisation \"Dockers' Branch\" --name Jo --email jo@smith.test",
            "\"Dockers' Branch\" <branch@union.test>",
            "\"Jo\" <jo@smith.test>",
        ),
    ] {
        let (run, sessions) = send(&harbour(), Script::new(), &format!("send harbour {who} --yes --to aq-court"));
        assert_eq!(run.code, 0, "{run}");
        let text = &letters(&sessions)[0].text;
        let plain = |value: &str| value.replace('"', "");
        assert_eq!(plain(&decoded(&field(text, "From"))), plain(from), "{who}");
        assert_eq!(plain(&field(text, "Reply-To")), plain(reply_to), "{who}");
        assert_eq!(letters(&sessions)[0].from, "branch@union.test", "bounces go to the account");
        assert_eq!(field(text, "Sender"), "");
    }
}

#[test]
fn a_refused_copy_is_told_and_the_letter_is_sent() {
    let (run, sessions) = to_court(Script::new().at(Step::Rcpt, []).at(Step::Rcpt, [reply("550 5.1.1 no such copy")]));
    assert_eq!(run.code, 0, "{run}");
    agreed!("send_copy_refused", run);
    assert_eq!(letters(&sessions)[0].to, ["court@court.test"]);
}

#[test]
fn a_refused_office_is_refused_although_the_copy_was_accepted() {
    let (run, sessions) = to_court(Script::new().at(Step::Rcpt, [reply("550 5.1.1 no such office")]));
    assert_eq!(run.code, 1, "{run}");
    agreed!("send_office_refused", run);
    assert!(letters(&sessions).is_empty(), "no final dot was seen");
    assert!(!sessions[0].commands.contains(&"DATA".to_owned()));
}

#[test]
fn one_refused_office_does_not_stop_the_other() {
    let (run, sessions) = send(
        &harbour(),
        Script::new().at(Step::Rcpt, [reply("550 5.1.1 gone")]),
        &format!("{JO} --to aq-court --to aq-embassy-nz"),
    );
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.starts_with("refused\taq-court\t") && run.stdout.contains("\nsent\taq-embassy-nz\t"), "{run}");
    assert_eq!(letters(&sessions).len(), 1);
}

#[test]
fn an_address_of_several_may_be_refused() {
    let (run, sessions) =
        send(&harbour(), Script::new().at(Step::Rcpt, [reply("550 5.1.1 gone")]), &format!("{JO} --to aq-ministry"));
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("the server refused another address of the office: minister@ministry.test"), "{run}");
    assert_eq!(letters(&sessions)[0].to[0], "office@ministry.test");
}

#[test]
fn a_line_that_breaks_after_the_final_dot_leaves_doubt() {
    for act in [Act::Close, Act::Reset] {
        let (run, sessions) = to_court(Script::new().at(Step::Dot, [act]));
        assert_eq!(run.code, 75, "{run}");
        assert!(run.stdout.starts_with("in doubt\taq-court\t"), "{run}");
        let id = field(&letters(&sessions)[0].text, "Message-ID");
        assert!(id.starts_with('<') && run.stderr.contains(&id), "{id}\n{run}");
        assert_eq!(sessions.len(), 1, "it is never tried again by itself");
    }
    let (run, _) = to_court(Script::new().at(Step::Dot, [Act::Close]));
    agreed!("send_in_doubt", run);
}

#[test]
fn a_line_that_breaks_before_the_final_dot_leaves_none() {
    for step in [Step::Mail, Step::Rcpt, Step::Data] {
        let (run, sessions) = to_court(Script::new().at(step, [Act::Close]));
        assert_eq!(run.code, 0, "{step:?}\n{run}");
        assert!(run.stdout.starts_with("sent\taq-court\t"), "{run}");
        assert_eq!((sessions.len(), letters(&sessions).len()), (2, 1), "tried once more on a new connection");
    }
    let (run, sessions) = to_court(Script::new().always(Step::Data, [Act::Close]));
    assert_eq!((run.code, letters(&sessions).len()), (75, 0), "{run}");
    agreed!("send_line_breaks", run);
}

#[test]
fn a_letter_in_doubt_says_that_its_copy_was_refused() {
    let script = Script::new().at(Step::Rcpt, []).at(Step::Rcpt, [reply("550 5.1.1 no such user")]);
    let (run, _) = to_court(script.at(Step::Dot, [Act::Close]));
    assert_eq!(run.code, 75, "{run}");
    assert!(run.says("the server closed the connection; the server had refused the copy"), "{run}");
}

#[test]
fn a_wrong_password_stops_all_with_78() {
    let server =
        Script::new().offer("AUTH PLAIN LOGIN").always(Step::Auth, [reply("535 5.7.8 bad credentials")]).start();
    let run = harbour().line(&format!(
        "{JO} {BRANCH} --server smtp://branch@127.0.0.1:{} --password-command \"echo Canary-Sesame\"",
        server.port()
    ));
    assert_eq!(run.code, 78, "{run}");
    agreed!("send_wrong_password", run);
    assert!(letters(&server.finish()).is_empty());
}

#[test]
fn a_server_that_says_later_keeps_the_letter_waiting() {
    for step in [Step::Rcpt, Step::Data, Step::Dot] {
        let (run, _) = to_court(Script::new().always(step, [reply("451 4.3.0 come back later")]));
        assert_eq!(run.code, 75, "{step:?}\n{run}");
        assert!(run.stdout.starts_with("not sent yet\taq-court\t"), "{step:?}\n{run}");
    }
    let (run, _) = send(&harbour(), Script::new().always(Step::Dot, [reply("451 4.3.0 come back later")]), JO);
    agreed!("send_later", run);
}

#[test]
fn a_refusal_of_the_text_is_no_doubt() {
    let (run, _) = to_court(Script::new().at(Step::Dot, [reply("554 5.7.1 looks like spam")]));
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.starts_with("refused\taq-court\t") && run.says("looks like spam"), "{run}");
}

#[test]
fn a_server_that_cannot_be_reached_leaves_all_waiting() {
    let (run, sessions) = send(&harbour(), Script::new().always(Step::Greeting, [reply("421 4.3.2 closing")]), JO);
    assert_eq!(run.code, 75, "{run}");
    assert_eq!((run.stdout.matches("not sent yet").count(), sessions.len()), (3, 1), "{run}");
    let nobody = Script::new().start();
    let port = nobody.port();
    drop(nobody);
    let run = harbour().line(&format!("{JO} {BRANCH} --server smtp://127.0.0.1:{port}"));
    assert_eq!(run.code, 75, "{run}");
    assert!(!run.stdout.contains("sent\t") && run.stdout.contains("not sent yet\t"), "{run}");
}

#[test]
fn offices_without_email_are_told_by_hand_and_alone_are_an_error() {
    let (run, sessions) =
        send(&harbour(), Script::new(), "send harbour --name Jo --yes --to aq-police --to aq-council");
    assert_eq!((run.code, sessions.len()), (65, 0), "{run}");
    agreed!("send_by_hand_only", run);
}

#[test]
fn a_dry_run_shows_all_and_connects_to_nothing() {
    let (run, sessions) = send(&harbour(), Script::new(), "send harbour --name \"Jo Smith\" --country NZ --dry-run");
    assert_eq!((run.code, sessions.len()), (0, 0), "{run}");
    agreed!("send_dry_run", run);
}

#[test]
fn without_consent_nothing_is_sent() {
    let (run, sessions) = send(&harbour(), Script::new(), "send harbour --name Jo --country NZ");
    assert_eq!((run.code, run.stdout.as_str(), sessions.len()), (2, "", 0), "{run}");
    agreed!("send_no_consent", run);
}

#[test]
fn a_campaign_that_is_over_is_not_sent() {
    for (name, status) in [
        ("send_closed", "status = \"closed\"\nstatus_note = \"All are free.\""),
        ("send_past", "status = \"open\"\nact_by = 2026-11-22"),
    ] {
        let toml = HARBOUR.replace("status = \"open\"\nact_by = 2026-12-31", status);
        let (run, sessions) = send(&harbour_with(&toml), Script::new(), JO);
        assert_eq!((run.code, run.stdout.as_str(), sessions.len()), (65, "", 0), "{run}");
        agreed!(name, run);
        let dry = harbour_with(&toml).line(&format!("{JO} --dry-run {BRANCH} --server smtp://127.0.0.1:1"));
        assert_eq!(dry.code, 65, "a dry run says the same\n{dry}");
        assert_eq!(harbour_with(&toml).line("write harbour --name Jo --country NZ").code, 0, "writing goes on");
    }
    let toml = HARBOUR.replace("2026-12-31", "2026-11-23");
    let (run, _) = send(&harbour_with(&toml), Script::new(), JO);
    assert_eq!(run.code, 0, "the last day is a day\n{run}");
}

#[test]
fn a_trial_goes_to_one_address_alone_for_closed_campaigns_too() {
    let toml = HARBOUR.replace("\"open\"", "\"closed\"");
    let (run, sessions) = send(&harbour_with(&toml), Script::new(), &format!("{JO} --test-to me@smith.test"));
    assert_eq!(run.code, 0, "{run}");
    let letters = letters(&sessions);
    assert_eq!(letters.len(), 3);
    for letter in letters {
        assert_eq!(letter.to, ["me@smith.test"]);
        assert_eq!((field(&letter.text, "To").as_str(), field(&letter.text, "Cc").as_str()), ("me@smith.test", ""));
        assert!(field(&letter.text, "Subject").starts_with("[TEST for aq-"), "{}", letter.text);
        assert!(!letter.text.contains("ministry.test") && !letter.text.contains("harbour.example"), "{}", letter.text);
    }
    agreed!("send_test_to", run);
}

#[test]
fn reserved_addresses_are_refused_before_any_real_server_is_called() {
    let line =
        "send harbour --name Jo --country NZ --yes --accept-stale aq-ministry --server smtps://mail.union.test:465";
    let run = harbour().line(&format!("{line} {BRANCH}"));
    assert_eq!((run.code, run.stdout.as_str()), (65, ""), "{run}");
    agreed!("send_reserved", run);
    let run = harbour().line(&format!("{line} {BRANCH} --test-to me@home.example"));
    assert!(run.code == 65 && run.says("--test-to me@home.example only stands in"), "{run}");
}

#[test]
fn a_stale_address_must_be_accepted_by_name() {
    let line = "send harbour --name Jo --to aq-court --to aq-ministry --yes";
    let (run, sessions) = send(&harbour(), Script::new(), line);
    assert_eq!((run.code, run.stdout.as_str(), sessions.len()), (65, "", 0), "{run}");
    agreed!("send_stale", run);
    let (other, sessions) = send(&harbour(), Script::new(), &format!("{line} --accept-stale aq-court"));
    assert_eq!((other.code, sessions.len()), (65, 0), "another office's name does not help\n{other}");
    let (accepted, sessions) = send(&harbour(), Script::new(), &format!("{line} --accept-stale aq-ministry"));
    assert_eq!((accepted.code, letters(&sessions).len()), (0, 2), "{accepted}");
    let (trial, _) = send(&harbour(), Script::new(), &format!("{line} --test-to me@smith.test"));
    assert!(trial.code == 0 && !trial.says("stale"), "a trial does not go to the office\n{trial}");
    let dry = harbour().line(&format!("{line} --dry-run {BRANCH} --server smtp://127.0.0.1:1"));
    assert!(dry.code == 0 && dry.says("stale address: aq-ministry: minister@ministry.test"), "{dry}");
    assert!(dry.says("then give --accept-stale aq-ministry"), "{dry}");
}

#[test]
fn a_server_that_wants_a_password_and_gets_none_is_not_called() {
    let world = harbour().recipients(&OFFICES.replace(".test\"", ".internal\""));
    let run = world.line(
        "send harbour --name Jo --to aq-court --copy-to c@union.internal --yes --from b@union.internal \
         --server smtps://b@mail.union.internal",
    );
    assert_eq!((run.code, run.stdout.as_str()), (78, ""), "{run}");
    agreed!("send_no_password", run);
}

#[test]
fn every_json_line_can_be_read() {
    let script = Script::new().at(Step::Rcpt, [reply("550 5.1.1 \"gone\"\t\\")]);
    let (run, sessions) = send(&harbour(), script, &format!("{JO} --json"));
    assert_eq!(run.code, 1, "{run}");
    let fates: Vec<_> = run.json();
    let told: Vec<_> =
        fates.iter().map(|fate| (fate["office"].as_str().unwrap(), fate["outcome"].as_str().unwrap())).collect();
    assert_eq!(
        told,
        [
            ("aq-court", "refused"),
            ("aq-ministry", "sent"),
            ("aq-embassy-nz", "sent"),
            ("aq-police", "by hand"),
            ("aq-council", "by hand"),
        ]
    );
    assert_eq!(fates[1]["message_id"].as_str().unwrap(), field(&letters(&sessions)[0].text, "Message-ID"));
    let dry = harbour().line(&format!("{JO} --json --dry-run {BRANCH} --server smtp://127.0.0.1:1"));
    assert!(
        dry.json().iter().all(|fate| ["would send", "by hand"].contains(&fate["outcome"].as_str().unwrap())),
        "{dry}"
    );
}

#[test]
fn a_password_comes_from_a_command_and_goes_nowhere_else() {
    let world = harbour()
        .file("secret", "Canary-Sesame\nsecond line\n")
        .file("ask.sh", "cat secret; cat /proc/$PPID/cmdline > seen; cat /proc/$PPID/environ >> seen");
    let server = Script::new().offer("AUTH PLAIN").start();
    let run = world.line(&format!(
        "{JO} {BRANCH} --server smtp://branch%40union.test@127.0.0.1:{} --password-command \"sh ask.sh\"",
        server.port()
    ));
    assert_eq!(run.code, 0, "{run}");
    let sessions = server.finish();
    // base64 of NUL branch@union.test NUL Canary-Sesame
    let auth = "AUTH PLAIN AGJyYW5jaEB1bmlvbi50ZXN0AENhbmFyeS1TZXNhbWU=";
    assert!(sessions[0].commands.contains(&auth.to_owned()), "{:?}", sessions[0].commands);
    for secret in ["Canary", "Sesame", "second line", "AGJyYW5ja", "Q2FuYXJ5"] {
        assert!(!run.says(secret), "{run}");
        assert!(!letters(&sessions).iter().any(|letter| letter.text.contains(secret)));
    }
    let seen = world.path("seen");
    assert!(!String::from_utf8_lossy(&std::fs::read(seen).unwrap_or_default()).contains("Canary"));

    for (command, reason) in [("exit 3", "ended with"), ("true", "printed nothing"), ("echo", "printed nothing")] {
        let run = world.run(&[
            "send",
            "harbour",
            "--name",
            "Jo",
            "--to",
            "aq-court",
            "--yes",
            "--from",
            "b@union.test",
            "--server",
            "smtp://b@127.0.0.1:1",
            "--password-command",
            command,
        ]);
        assert!(run.code == 78 && run.says(reason), "{run}");
    }
}

#[test]
fn an_account_of_the_configuration_is_used() {
    let server = Script::new().offer("AUTH PLAIN").start();
    let world = harbour().config(&format!(
        "[me]\nname = \"Jo Smith\"\ncountry = \"NZ\"\n\n[account.branch]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"none\"\n\
         user = \"branch@union.test\"\npassword_command = \"echo Canary-Sesame\"\nfrom = \"Dockers <branch@union.test>\"\n",
        server.port()
    ));
    // The only account needs no naming.
    for account in ["", "--account branch --again"] {
        let run = world.line(&format!("send harbour --to aq-court --yes {account}"));
        assert_eq!(run.code, 0, "{run}");
    }
    let sessions = server.finish();
    assert_eq!(letters(&sessions).len(), 2);
    assert_eq!(
        decoded(&field(&letters(&sessions)[0].text, "From")).replace('"', ""),
        "Jo Smith (via Dockers) <branch@union.test>"
    );
}

#[test]
fn a_certificate_is_checked_against_the_authorities_of_this_machine() {
    let authority = support::authority::Authority::named("known");
    let world = || harbour().file("authority.pem", &authority.pem());
    let line = |server: &Server| format!("{JO} --to aq-court {BRANCH} --server smtps://127.0.0.1:{}", server.port());

    let server = Script::new().implicit_tls(authority.server_for("127.0.0.1")).start();
    let run = world().variable("SSL_CERT_FILE", "authority.pem").line(&line(&server));
    assert_eq!(run.code, 0, "{run}");
    let sessions = server.finish();
    assert!(sessions[0].secured && letters(&sessions).len() == 1);

    let server =
        Script::new().implicit_tls(support::authority::Authority::named("other").server_for("127.0.0.1")).start();
    let run = world().variable("SSL_CERT_FILE", "authority.pem").line(&line(&server));
    assert_eq!(run.code, 78, "{run}");
    assert!(run.says("authority this machine does not know"), "{run}");
    assert!(letters(&server.finish()).is_empty());
}

#[test]
fn a_command_for_the_password_that_never_stops_printing_is_stopped() {
    let server = Script::new().start();
    let account = format!(
        "[account.branch]\nhost = \"127.0.0.1\"\nport = {}\nuser = \"branch\"\nfrom = \"b@union.test\"\npassword_command = \"yes\"\n",
        server.port()
    );
    let run = harbour().config(&account).line("send harbour --name Jo --country NZ --yes --to aq-court");
    assert_eq!(run.code, 78, "{run}");
    assert!(run.says("the command for the secret of branch at 127.0.0.1 printed more than 65536 bytes"), "{run}");
    assert!(server.finish().is_empty());
}
