//! `outcry doctor`: a line for each thing that is set up, and what to do.

use super::send::{BRANCH, JO, letters};
use super::*;

fn lines(run: &Run) -> Vec<(&str, &str)> {
    let parts = run.stdout.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    parts.map(|parts| (parts[0], parts[1])).collect()
}

#[test]
fn an_empty_home_is_told_what_comes_first() {
    let run = World::new().line("doctor");
    assert_eq!(run.code, 0, "{run}");
    assert!(
        run.stdout.starts_with("note\tconfiguration\tnone yet; to add an account, run: outcry account add NAME"),
        "{run}"
    );
    assert!(run.stdout.ends_with("ok\toutbox\tnone yet; sending the first letter creates it\n"), "{run}");
    let subjects = ["configuration", "campaigns", "fonts", "offices", "outbox"];
    assert_eq!(lines(&run).iter().map(|(_, subject)| *subject).collect::<Vec<_>>(), subjects, "{run}");
}

#[test]
fn each_thing_that_would_stop_a_letter_is_named() {
    let server = Script::new().start();
    let wants_login = Script::new().always(Step::Rcpt, [reply("530 5.7.0 Authentication required")]).start();
    let account = |name: &str, port: u16| {
        format!("[account.{name}]\nhost = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nfrom = \"b@union.test\"\n")
    };
    let world = harbour()
        .config(&format!(
            "[me]\nname = \"Jo\"\nletterhead = \"none.png\"\n{}{}[account.asks]\npreset = \"gmail\"\nuser = \"u\"\n\
             from = \"u@union.test\"\n",
            account("good", server.port()),
            account("bad", wants_login.port())
        ))
        .campaign("broken", "title = 3\n", &[]);
    let run = world.line("doctor");
    assert_eq!(run.code, 78, "{run}");
    assert_eq!(
        lines(&run),
        [
            ("ok", "configuration"),
            ("error", "[me]"),
            ("note", "account asks"),
            ("error", "account bad"),
            ("ok", "account good"),
            ("ok", "campaigns"),
            ("error", "campaign broken"),
            ("ok", "fonts"),
            ("note", "offices"),
            ("ok", "outbox"),
        ],
        "{run}"
    );
    for said in [
        "none.png: No such file",
        "there was no login, because no user name is given",
        "ok\taccount good\tconnected without a login at 127.0.0.1:",
        "run: outcry account check --account asks",
        "letters/broken/campaign.toml:1:",
    ] {
        assert!(run.stdout.contains(said), "{said}: {run}");
    }
    assert!(letters(&server.finish()).is_empty());
    let json = world.line("doctor --json");
    let first: serde_json::Value = serde_json::from_str(json.stdout.lines().next().unwrap()).unwrap();
    assert_eq!((first["health"].as_str(), first["subject"].as_str()), (Some("ok"), Some("configuration")));
}

#[test]
fn letters_that_wait_and_addresses_that_are_old_are_noted() {
    let server = Script::new().always(Step::Rcpt, [reply("451 4.3.0 later")]).start();
    let world = harbour();
    let _waiting = world.line(&format!("{JO} --to aq-court {BRANCH} --server smtp://127.0.0.1:{}", server.port()));
    let run = world.line("doctor");
    assert!(run.code == 0 && run.stdout.contains("note\toutbox\t1 letter: 1 waiting; to send what waits"), "{run}");
    let stale = "note\toffices\tan e-mail address that nobody confirmed within twelve months: harbour: aq-ministry;";
    assert!(run.stdout.contains(stale), "{run}");
}
