//! What is not there, and what may be meant by it.

use super::*;

#[test]
fn a_hint_is_about_what_was_wrong() {
    let config = "[profile.branch]\nname = \"Jo Smith\"\n[account.branch]\nhost = \"127.0.0.1\"\nport = 2525\ntls = \"none\"\n\
                  from = \"branch@union.test\"\n";
    let world = harbour().file("config.toml", config);
    for (line, hint) in [
        ("write harbor --name Jo --country NZ", "hint: did you mean harbour?"),
        ("campaigns show harbuor", "hint: did you mean harbour?"),
        ("campaigns check may-day", "hint: did you mean kazakhstan-2011-may-day?"),
        ("write elsewhere --name Jo --country NZ", "hint: `outcry campaigns list` shows all campaigns"),
        (
            "write harbour --name Jo --country NZ --lang kk",
            "hint: leave --lang out for the first language of the campaign",
        ),
        ("write harbour --name Jo --country NZ --to aq-cort", "did you mean \"aq-court\"?"),
        ("recipients show aq-cuort", "hint: did you mean aq-court?"),
        ("write harbour --config config.toml --profile brnch", "hint: did you mean branch?"),
        ("send harbour --config config.toml --name Jo --country NZ --account branhc", "hint: did you mean branch?"),
    ] {
        let run = world.line(line);
        assert!(run.code != 0 && run.says(hint), "{line}\n{run}");
        assert_eq!(run.says("shows all offices"), line.contains("--to"), "{line}\n{run}");
    }
}
