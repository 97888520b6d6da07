//! The accounts of the configuration: changed and taken out without touching the rest of the file.

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
