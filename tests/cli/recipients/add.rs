//! `recipients add`: one office by flags or from pasted text, written into the user's own file.

use super::*;

const OWN: &str = "../home/.config/outcry/recipients.toml";

#[test]
fn an_office_is_added_by_flags() {
    let world = World::new();
    let line = "recipients add --kind court --country zambia --name \"Supreme Court of Zambia\" --language en \
        --email info@judiciary.gov.zm --phone +260211251330 --source https://www.judiciaryzambia.com/contact --checked";
    agreed!("add_dry_run", world.line(&format!("{line} --dry-run")));
    agreed!("add_by_flags", world.line(line));
    let found = world.line("recipients list supreme court zambia");
    assert_eq!(found.stdout, "zm-court\tSupreme Court of Zambia\temail, phone\n");
    // The same again is none of two things.
    let again = world.line(line);
    assert_eq!(again.code, 65, "{again}");
    assert!(again.stderr.contains("the registry has zm-court already") && again.stderr.contains("--id"), "{again}");
    let other = world.line(&format!("{line} --id zm-court-registry"));
    assert!(other.stderr.contains("zm-court has the address info@judiciary.gov.zm too"), "{other}");
    assert!(other.stderr.contains("of the same kind and country"), "{other}");
}

#[test]
fn a_pasted_block_is_taken_apart_and_what_is_odd_is_said() {
    let world = World::new();
    let pasted =
        |flags: &[&str], text: &str| world.run_with_input(&[&["recipients", "add"], flags].concat(), Some(text));
    let block = "1: Minister of Justice\nMr Jo Smith\nMinistry of Justice of Zambia\nFairley Road 12\nLusaka, Zambia\n\
        Tel/Fax: ++260 211 251330\nEmail: [email protected]\nEmail: justice (at) moj.gov.zm\nFax:\nSalutation: Dear Minister\n";
    let run = pasted(&["--paste", "--source", "https://www.moj.gov.zm/contact", "--source-date", "2026-10-01"], block);
    assert_eq!(run.code, 0, "{run}");
    agreed!("add_pasted", run);
    let several = pasted(&["--paste", "-"], "1. President\n2. Minister of Justice\n");
    assert_eq!(several.code, 65, "{several}");
    assert!(
        several.stderr.contains("holds 2 offices") && several.stderr.contains("line 2: Minister of Justice"),
        "{several}"
    );
}

#[test]
fn what_is_missing_or_would_be_refused_is_named_at_once() {
    let world = World::new();
    for (line, code, named) in [
        ("recipients add", 2, &["--name", "--kind", "--country"][..]),
        ("recipients add --kind embassy --country KZ --name Embassy --email a@mfa.kz", 2, &["--host", "--source"]),
        (
            "recipients add --email nobody --phone 12 --country Narnia --source x.test",
            2,
            &["--email", "--phone", "--country"],
        ),
        ("recipients add --kind cort", 2, &["court"]),
        (
            "recipients add --kind court --country ZM --name Court --email a@court.example --source https://a.gov.zm/",
            65,
            &["court.example", "was not changed"],
        ),
    ] {
        let run = world.line(line);
        assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{run}");
        for name in named {
            assert!(run.stderr.contains(name), "no {name}: {run}");
        }
        assert!(!world.path(OWN).exists(), "{line}");
    }
}
