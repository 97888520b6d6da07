//! Accounts by answers, and passwords.

use super::*;

#[test]
fn a_password_question_that_is_broken_off_restores_the_echo() {
    for key in ['c', 'd'] {
        let (world, server) = (World::new(), Script::new().start());
        let mut command = world.command("/bin/sh");
        let script = "trap : INT; stty echo; stty -a >../before; \"$0\" account check --server \"$1\"; echo \"ended $?\"; stty -a >../after";
        let url = format!("smtp://jo@127.0.0.1:{}", server.port());
        command.args(["-c", script, env!("CARGO_BIN_EXE_outcry"), &url]);
        let mut person = Person { session: spawn_command(command, Some(PATIENCE)).unwrap(), seen: String::new() };
        person.sees("Password for jo at 127.0.0.1: ").control(key);
        person.sees("nothing was sent").sees("ended 130");
        person.ends();
        assert_eq!(world.read("before"), world.read("after"));
        assert!(server.finish().is_empty());
    }
}

#[test]
fn an_account_is_added_by_answers_and_never_broken_or_doubled() {
    let world = World::new();
    let before = "# mine\n[me]\nname = 'Jo'   # short\n# end\n";
    world.config(before);
    let mut person = world.at_terminal(&["account", "add", "branch"]);
    person.sees("Which mail provider?").picks(&[DOWN]);
    person.sees("Note: Needs 2-step").sees("User name to log in with").types("branch@union.test");
    person.sees("(Enter: branch@union.test):").types("Branch <branch");
    person.sees("Not quite:").sees("test):").types("");
    person.sees("How does outcry get the password?").picks(&[DOWN]);
    person.sees("Command that prints the password").types("pass show mail");
    let (code, screen) = person.ends();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.trim_end().ends_with("outcry account check --account branch"), "{screen}");
    let after = format!(
        "{before}\n[account.branch]\npreset = \"gmail\"\nuser = \"branch@union.test\"\npassword_command = \"pass show mail\"\nfrom = \"branch@union.test\"\n"
    );
    assert_eq!(world.read("config/outcry/config.toml"), after);

    for (arguments, problem) in [
        (vec!["branch", "--preset", "gmail", "--user", "u", "--from", "a@union.test"], "already"),
        (vec!["b", "--preset", "gmail", "--user", "u", "--from", "nobody"], "from \"nobody\""),
        (vec!["b", "--host", "mail.test", "--tls", "none", "--user", "u", "--from", "a@union.test"], "encryption"),
        (vec!["a b", "--preset", "gmail", "--user", "u", "--from", "a@union.test"], "invalid account name \"a b\""),
        (
            vec!["b", "--preset", "gmial", "--user", "u", "--from", "a@union.test"],
            "unknown preset \"gmial\" in --preset",
        ),
    ] {
        let output = world.without_terminal(&[vec!["account", "add"], arguments.clone()].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
        assert!(said(&output).contains(problem), "{arguments:?}: {}", said(&output));
        assert_eq!(world.read("config/outcry/config.toml"), after, "{arguments:?}");
    }

    let output = world.without_terminal(&["account", "list"]);
    let list = String::from_utf8(output.stdout).unwrap();
    assert!(list.starts_with(
        "account branch\n  smtp.gmail.com:465, TLS from the start\n  from branch@union.test\n  user branch@union.test, a command prints the password\n  limits: 500 letters a day\n"
    ), "{list}");
    assert!(list.contains("preset posteo") && !list.contains("pass show"), "{list}");
}

#[test]
fn an_account_is_changed_by_answers() {
    let account = "[account.branch]\npreset = \"gmail\"\nuser = \"u@union.test\"\npassword_command = \"pass\"\nfrom = \"a@union.test\"\n";
    let world = World::new();
    let edited = |answers: &dyn Fn(&mut Person)| {
        world.config(account);
        let mut person = world.at_terminal(&["account", "edit", "branch"]);
        person.sees("What is to be changed?");
        answers(&mut person);
        let (code, screen) = person.ends();
        assert_eq!(code, 0, "{screen}");
        world.read("config/outcry/config.toml")
    };
    let from = edited(&|person| {
        person.picks(&[]).sees("Address the letters come from").types("b@union.test");
    });
    assert_eq!(from, account.replace("a@union.test", "b@union.test"));
    let asked_each_time = edited(&|person| {
        person.picks(&[DOWN, DOWN]).sees("How does outcry get the password?").picks(&[]);
    });
    assert_eq!(asked_each_time, account.replace("password_command = \"pass\"\n", ""));
}
