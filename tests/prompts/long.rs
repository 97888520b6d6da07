//! Long results in the pager, and ids of which only the beginning is typed.

use super::*;

/// What is on a screen of six rows after a line of the shell.
fn shown(world: &World, line: &str) -> String {
    let mut command = world.command("/bin/sh");
    let script = format!("stty rows 6 cols 80; outcry() {{ \"$0\" \"$@\"; }}; {line}");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_outcry")]);
    Person { session: spawn_command(command, Some(PATIENCE)).unwrap(), seen: String::new() }.ends().1
}

#[test]
fn what_is_longer_than_the_screen_goes_through_the_pager() {
    let world = World::new();
    let with = "PAGER='sed s/^/paged:/'";
    for line in ["campaigns show narnia", "recipients list kz", "help", "help write", "recipients show kz-mfa"] {
        let paged = shown(&world, &format!("{with} outcry {line}"));
        assert!(paged.starts_with("paged:") && paged.lines().count() > 5, "{line}\n{paged}");
        let plain = shown(&world, &format!("PAGER=cat outcry {line}"));
        assert_eq!(plain, paged.replace("paged:", ""), "{line}");
        assert_eq!(shown(&world, &format!("PAGER= outcry {line}")), plain);
        assert_eq!(shown(&world, &format!("PAGER=no-such-pager outcry {line} 2>&1 | cat")), plain, "{line}");
    }
    // What is short, what another program reads, and letters are shown as they are.
    for line in ["recipients embassy KZ GB", "recipients list kz --json", "write narnia --name Jo --country KZ"] {
        let shown = shown(&world, &format!("{with} outcry {line}"));
        assert!(!shown.contains("paged:"), "{line}\n{shown}");
    }
    let gone = shown(&world, "PAGER=no-such-pager outcry campaigns show narnia");
    assert!(gone.contains("Court of Cair Paravel"), "{gone}");
}

/// Lines of messages break between words, as those of a guided run; a command stays whole, and another program gets what
/// there is.
#[test]
fn messages_fit_the_terminal() {
    let world = World::new();
    for (line, whole) in [
        (
            "write kazakhstan-2011-arrest-threat --name Jo --country GB --to kz-mfa >/dev/null",
            "outcry recipients show kz-mfa",
        ),
        (
            "write narnia --name Jo --own-words 'See bit.ly/3xYz12 now.' >/dev/null",
            "warning: the own words have the link",
        ),
        ("write narnia --name Jo --embassy XX", "error: "),
    ] {
        let narrow = shown(&world, &format!("stty cols 50; outcry {line}"));
        let piped = shown(&world, &format!("{{ outcry {line}; }} 2>&1 | cat"));
        assert_eq!(narrow.split_whitespace().collect::<Vec<_>>(), piped.split_whitespace().collect::<Vec<_>>());
        assert!(piped.lines().any(|line| line.chars().count() > 50), "{piped}");
        assert!(narrow.lines().all(|line| line.chars().count() < 50), "{narrow}");
        assert!(narrow.lines().any(|line| line.starts_with(whole)), "{narrow}");
    }
}

#[test]
fn the_beginning_of_an_id_is_enough_at_a_terminal_alone() {
    let world = World::new();
    world.config(
        "[account.branch]\nhost = \"127.0.0.1\"\nport = 2525\ntls = \"none\"\nfrom = \"branch@union.test\"\n\
         [profile.dockers]\nkind = \"union\"\norganisation = \"Dockers' Branch\"\n",
    );
    let person = world.at_terminal(&["write", "nar", "--name", "Jo", "--country", "KZ", "--to", "xx-c"]);
    let (code, screen) = person.ends();
    assert!(code == 0 && screen.starts_with("nar is the campaign narnia.\nxx-c is the office xx-court.\n"), "{screen}");
    let to = ["--to", "kz-mfa", "--copy-to", "xx-c", "--copy-to", "jo@union.test"];
    let person = world.at_terminal(&[&["write", "narnia", "--profile", "doc"], &to[..]].concat());
    let (code, screen) = person.ends();
    let shown = "xx-c is the office xx-court.\ndoc is the profile dockers.\n";
    assert!(code == 0 && screen.starts_with(shown) && screen.contains("We, Dockers' Branch"), "{screen}");
    let (code, screen) = world.at_terminal(&["account", "remove", "bra"]).ends();
    assert!(code == 0 && screen.starts_with("bra is the account branch.\n"), "{screen}");
    // Several begin so, or none.
    for beginning in ["kazakhstan", "x"] {
        let (code, screen) = world.at_terminal(&["campaigns", "show", beginning]).ends();
        assert!(code == 65 && !screen.contains("is the campaign"), "{screen}");
    }
    for (line, code) in [("write nar --name Jo", 65), ("write narnia --profile doc", 78)] {
        let script = world.without_terminal(&line.split(' ').collect::<Vec<_>>());
        assert_eq!(script.status.code(), Some(code), "{line}: {}", said(&script));
    }
}
