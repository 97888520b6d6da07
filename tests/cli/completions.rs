//! What a shell offers at the Tab key, asked of a real one.

use super::*;

/// What bash offers for the last word of a line.
fn offered(world: &World, line: &str) -> Vec<String> {
    let script = "source ./script; words=(\"$@\"); shopt -s extglob
        COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMP_LINE=\"$*\"; COMP_POINT=${#COMP_LINE}
        _outcry \"$1\" \"${words[COMP_CWORD]}\" \"${words[COMP_CWORD-1]}\"; printf '%s\\n' \"${COMPREPLY[@]}\"";
    let said = world.bash(script, &line.split(' ').collect::<Vec<_>>());
    said.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn bash_completes_the_names_of_campaigns_offices_accounts_and_layouts() {
    let config = "[profile.branch]\nname = \"Jo Smith\"\n[account.branch]\n\
                  host = \"127.0.0.1\"\nport = 2525\ntls = \"none\"\nfrom = \"branch@union.test\"\n";
    let world = harbour().config(config);
    let script = world.line("completions bash");
    assert_eq!((script.code, script.stderr.as_str()), (0, ""));
    let world = world.file("script", &script.stdout);
    for (line, expected) in [
        ("write harb", "harbour"),
        ("campaigns show harb", "harbour"),
        ("lists check members.csv harb", "harbour"),
        ("write harbour --to aq-", "aq-council aq-court aq-embassy-nz aq-ministry aq-police"),
        ("write harbour --name Jo --to = aq-co", "aq-council aq-court"),
        ("send harbour --except aq-p", "aq-police"),
        ("recipients show aq-m", "aq-ministry"),
        ("send harbour --account ", "branch"),
        ("account edit ", "branch"),
        ("write harbour --profile b", "branch"),
        ("wri", "write"),
        ("write harbour --own", "--own-words"),
    ] {
        assert_eq!(offered(&world, &format!("outcry {line}")).join(" "), expected, "{line}");
    }
    if cfg!(feature = "pdf") {
        let layouts = offered(&world, "outcry write harbour --layout din");
        assert_eq!(layouts, ["din5008-a", "din5008-b"]);
    }
    // A new campaign is none of those that are there.
    assert!(!offered(&world, "outcry campaigns new harb").contains(&"harbour".to_owned()));
}

#[test]
fn the_scripts_of_other_shells_ask_for_names_too() {
    for shell in ["zsh", "fish"] {
        let script = World::new().line(&format!("completions {shell}")).stdout;
        for names in ["campaigns", "offices", "accounts", "profiles", "layouts"] {
            let asked = if shell == "zsh" { format!("names={names} ;;") } else { format!("--names {names} ") };
            assert!(script.contains(&asked), "{shell}: {names}");
        }
    }
    let names = World::new().line("completions --names layouts");
    assert!(names.code == 0 && names.stdout.lines().is_sorted(), "{names}");
    assert_eq!(World::new().line("completions").code, 2);
}
