//! The accounts of the configuration: changed and taken out without touching the rest of the file.

use super::send::{BRANCH, letters};
use super::*;

const CONFIG: &str = "# mine\n[me]\nname = \"Jo\"\n\n# the branch's\n[account.branch]\npreset = \"gmail\" # for now\n\
    user = \"branch@union.test\"\npassword_command = \"pass show mail\"\nfrom = \"branch@union.test\"\n\n\
    # another\n[account.other]\nhost = \"mail.union.test\"\nfrom = \"o@union.test\"\n";

#[test]
fn an_account_is_changed_where_it_is_asked_to_be() {
    for (flags, before, after) in [
        ("--from \"Branch <new@union.test>\"", "from = \"branch@union.test\"", "from = \"Branch <new@union.test>\""),
        (
            "--token-command tok",
            "password_command = \"pass show mail\"\nfrom = \"branch@union.test\"\n",
            "from = \"branch@union.test\"\ntoken_command = \"tok\"\n",
        ),
        (
            "--host mail.union.test --port 587 --tls starttls",
            "preset = \"gmail\" # for now\nuser = \"branch@union.test\"\npassword_command = \"pass show mail\"\nfrom = \"branch@union.test\"\n",
            "user = \"branch@union.test\"\npassword_command = \"pass show mail\"\nfrom = \"branch@union.test\"\nhost = \"mail.union.test\"\ntls = \"starttls\"\nport = 587\n",
        ),
        ("--preset posteo", "preset = \"gmail\" # for now", "preset = \"posteo\" # for now"),
    ] {
        let world = World::new().config(CONFIG);
        let run = world.line(&format!("account edit branch {flags}"));
        assert_eq!(run.code, 0, "{run}");
        assert!(run.stderr.ends_with("To test the account, run: outcry account check --account branch\n"), "{run}");
        assert_eq!(world.read("../home/.config/outcry/config.toml"), CONFIG.replace(before, after), "{flags}");
    }
}

#[test]
fn what_cannot_be_changed_is_said_and_the_file_stays() {
    for (line, problem) in [
        ("account edit branch", "nothing to change in account branch; nothing was written"),
        (
            "account edit brunch --user u",
            "unknown account \"brunch\"; your accounts: branch, other; nothing was changed",
        ),
        ("account edit branch --preset gmial", "unknown preset \"gmial\" in --preset"),
        ("account edit branch --from nobody", "from \"nobody\""),
        ("account remove brunch", "unknown account \"brunch\"; your accounts: branch, other; nothing was changed"),
    ] {
        let world = World::new().config(CONFIG);
        let run = world.line(line);
        assert!(run.code == 2 && run.says(problem), "{line}: {run}");
        assert_eq!(world.read("../home/.config/outcry/config.toml"), CONFIG, "{line}");
    }
}

#[test]
fn an_account_is_taken_out_with_what_is_said_of_it() {
    let world = World::new().config(CONFIG);
    let run = world.line("account remove branch");
    assert!(run.code == 0 && run.says("Removed account branch from "), "{run}");
    let rest = CONFIG.split_at(CONFIG.find("\n# the branch's").unwrap()).0.to_owned()
        + CONFIG.split_at(CONFIG.find("\n# another").unwrap()).1;
    assert_eq!(world.read("../home/.config/outcry/config.toml"), rest);
    assert!(!world.line("account list").stdout.contains("account branch"));
}

/// A bridge on this machine, such as those of encrypted mail services, wants a login too.
#[test]
fn a_check_tries_what_sending_tries() {
    let wants_login = || Script::new().offer("AUTH PLAIN");
    let url = |server: &Server, user: &str| format!("--server smtp://{user}127.0.0.1:{}", server.port());
    for step in [Step::Mail, Step::Rcpt] {
        let server = wants_login().always(step, [reply("530 5.7.0 Authentication required")]).start();
        let run = harbour().line(&format!("account check {BRANCH} {}", url(&server, "")));
        assert_eq!(run.code, 78, "{run}");
        let login = format!("Use smtp://USER@127.0.0.1:{} in --server", server.port());
        assert!(run.says(&login) && run.says("account edit NAME --user USER"), "{run}");
    }
    let server = wants_login().start();
    let run = harbour().line(&format!("account check {BRANCH} {} --password-command \"echo s\"", url(&server, "jo@")));
    assert!(run.code == 0 && run.stdout.contains("\tlogged in; takes letters from "), "{run}");
    assert!(letters(&server.finish()).is_empty());

    let server =
        Script::new().always(Step::Mail, [reply("553 5.7.1 Sender address rejected: not owned by user")]).start();
    let run = harbour().line(&format!("account check {BRANCH} {}", url(&server, "")));
    assert!(run.code == 78 && run.says("may not send from"), "{run}");
    // Where nobody is named, nobody is tried.
    let server = Script::new().start();
    let run = harbour().line(&format!("account check {}", url(&server, "")));
    assert!(run.code == 0 && run.stdout.ends_with("\tconnected without a login; nothing was sent\n"), "{run}");
}
