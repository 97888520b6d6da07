//! Fields that a campaign declares: where a value can come from, and what it can never do.

use super::send::{BRANCH, letters, server_of};
use super::*;

const FIELDS: &str = "\n[[field]]\nname = \"workplace\"\nlabel.en = \"Where you work\"\nlabel.ru = \"Место работы\"\n\n\
                      [[field]]\nname = \"shift\"\n";

/// The campaign of the other tests, which asks where somebody works, and takes a shift if there is one.
fn pier() -> World {
    let letter = ENGLISH.replace(
        "{{#if own_words}}\n",
        "{{I/We}} work at {{workplace}}{{#if shift}}, {{shift}} shift{{/if}}.\n\n{{#if own_words}}\n",
    );
    World::new().recipients(OFFICES).campaign("pier", &format!("{HARBOUR}{FIELDS}"), &[("en", &letter)])
}

const JO: &str = "write pier --to aq-court --name \"Jo Smith\"";

#[test]
fn a_field_the_letter_prints_is_named_with_everything_else_that_is_missing() {
    agreed!("fields_missing", pier().line("write pier"));
    agreed!("fields_missing_send", pier().line(&format!("send pier --name Jo --country NZ {BRANCH}")));
}

#[test]
fn a_value_comes_from_a_flag_before_a_profile() {
    let config = "[me]\nname = \"Jo\"\n[me.extra]\nworkplace = \"Pier 7\"\nnot_asked_here = \"a\\nb\"\n\
                  [profile.mill.extra]\nworkplace = \"The mill\"\nshift = \"night\"\n";
    let world = pier().config(config);
    for (flags, expected) in [
        ("", "I work at Pier 7."),
        ("--profile mill --name Jo", "I work at The mill, night shift."),
        ("--set \"workplace=Pier 8\" --set shift=early", "I work at Pier 8, early shift."),
        ("--set \"workplace=*Pier* {{name}} <b>=1\"", "I work at *Pier* {{name}} <b>=1."),
    ] {
        let run = world.line(&format!("write pier --to aq-court {flags} -f json"));
        if expected.contains("{{") {
            assert!(run.code == 2 && run.says("still to be filled in"), "{run}");
        } else {
            let body = run.json()[0]["parts"][0]["body"].to_string();
            assert!(body.contains(expected), "{run}");
        }
    }
    let stars = world.line(&format!("{JO} --set \"workplace=*Pier* #1 & <https://a.test> 1.\""));
    assert!(stars.stdout.contains("I work at *Pier* #1 & <https://a.test> 1.."), "{stars}");
}

/// An answer that no letter has is said, and one that some letter has is not.
#[test]
fn what_no_letter_prints_is_said() {
    let no_number = ENGLISH.replace("{{#if members}}, {{members}} members{{/if}}", "");
    let for_unions =
        ENGLISH.replace("{{#if members}}", "{{#if is_union}}").replace("{{I/We}} ask", "Pier {{pier}}. {{I/We}} ask");
    let declared = format!("{HARBOUR}\n[[field]]\nname = \"pier\"\nlabel = \"Which pier\"\n");
    let world = harbour()
        .campaign("bare", HARBOUR, &[("en", &no_number.replace("{{own_words}}", "We care."))])
        .campaign("unions", &declared, &[("en", &for_unions)])
        .file("mine.md", "Subject: Ada Marsh\n\nAda Marsh is held. We are 340 dockers.\n")
        .file("list.csv", "Organisation,Members,Country,Consent\nBranch 7,340,NZ,yes\nBranch 8,120,NZ,yes\n")
        .config("[profile.branch]\nkind = \"union\"\norganisation = \"Branch 7\"\nmembers = 340\n");
    let mut told = String::new();
    for line in [
        "write harbour --profile branch",
        "write bare --profile branch",
        "write bare --organisation \"Branch 7\" --members 340 --own-words \"Free her.\"",
        "write bare --signatories list.csv -o letters/",
        "lists check list.csv bare",
        "write unions --profile branch --set pier=7",
        "write unions --organisation \"Branch 7\" --members 340 --set pier=7",
        "write unions --profile branch --set \"pier=Pier 7\" --text mine.md",
        "send unions --profile branch --set \"pier=Pier 7\" --text mine.md --yes --dry-run \
         --server smtp://127.0.0.1:9 --from jo@union.test",
    ] {
        let run = world.line(&format!("{line} --to aq-court --embassy none"));
        let said: String =
            run.stderr.lines().filter(|line| line.contains("has no place")).map(|line| format!("{line}\n")).collect();
        told.push_str(&format!("$ outcry {line}\n? {}\n{said}", run.code));
    }
    agreed!("fields_unprinted", told);
}

#[test]
fn what_cannot_be_a_value_is_refused() {
    for (flags, code, expected) in [
        ("--set work=Pier", 2, "unknown field \"work\" in --set: campaign pier does not ask for it"),
        ("--set workplace=A --set workplace=B", 2, "--set workplace cannot be given more than once"),
        ("--set Workplace=Pier", 2, "cannot be the name of a field"),
        ("--set workplace", 2, "expected NAME=VALUE"),
        ("--set name=Al --set workplace=Pier", 2, "unknown field \"name\" in --set: campaign pier does not ask for it"),
        ("--set \"workplace=  \"", 2, "--set workplace=VALUE is missing: Where you work"),
        (
            "--set \"workplace=Pier\nBcc: x@evil.test\"",
            2,
            "--set workplace \"Pier␊Bcc: x@evil.test\": it has a line break",
        ),
        ("--set \"workplace=Pier\u{202e}7\"", 2, "(U+202E) at character 5"),
        ("--set \"workplace=[WORKPLACE]\"", 2, "\"[WORKPLACE]\" is still to be filled in"),
        ("--set workplace=TODO", 2, "\"TODO\" is still to be filled in"),
    ] {
        let run = pier().line(&format!("{JO} {flags}"));
        assert_eq!((run.code, run.stdout.as_str()), (code, ""), "{flags}\n{run}");
        assert!(run.stderr.contains(expected), "{flags}\n{run}");
    }
    let long = pier().line(&format!("{JO} --set workplace={}", "x".repeat(201)));
    assert!(long.code == 2 && long.stderr.contains("at most 200"), "{long}");
    let other = harbour().line("write harbour --to aq-court --name Jo --set workplace=Pier");
    assert_eq!((other.code, other.stdout.as_str()), (2, ""), "{other}");
    let bad = pier().config("[me.extra]\nworkplace = 7\n").line(JO);
    assert!(bad.code == 78 && bad.stderr.contains("config.toml:2:13: "), "{bad}");
    let bad = pier().config("[me.extra]\n\"Work place\" = \"Pier\"\n").line(JO);
    assert!(bad.code == 78 && bad.stderr.contains("config.toml:2:1: "), "{bad}");
}

#[test]
fn a_column_is_known_by_the_fields_name_or_label_or_by_a_map() {
    let list = "Name;Country;WHERE YOU WORK;Shift;Shoe size;Consent\nJo Smith;NZ;Pier 7;night;43;yes\n\
                Kim Smith;NZ;The *mill*;;44;yes\n";
    let world = pier().file("list.csv", list);
    agreed!("fields_roster", world.line("write pier --to aq-court --signatories list.csv -f json"));
    for header in ["Workplace", "work_place", "Место работы", "WORK PLACE (required)"] {
        let world = pier().file("list.csv", &list.replace("WHERE YOU WORK", header));
        let run = world.line("write pier --to aq-court --signatories list.csv");
        assert!(run.code == 0 && run.stdout.contains("at Pier 7, night shift."), "{header}\n{run}");
    }
    let world = pier().file("list.csv", &list.replace("WHERE YOU WORK", "Shop"));
    agreed!("fields_roster_lacks", world.line("write pier --to aq-court --signatories list.csv"));
    let mapped = world.line("write pier --to aq-court --signatories list.csv --map workplace=shop");
    assert!(mapped.code == 0 && mapped.stdout.contains("at Pier 7, night shift."), "{mapped}");
    let set = world.line("write pier --to aq-court --signatories list.csv --set \"workplace=The yard\"");
    assert!(set.code == 0 && set.stdout.matches("at The yard").count() == 2, "{set}");
    let world = harbour().file("list.csv", list);
    let unused = world.line("write harbour --to aq-court --signatories list.csv");
    assert!(unused.code == 0 && unused.says("not used: \"WHERE YOU WORK\", \"Shift\", \"Shoe size\""), "{unused}");
    let unknown = world.line("write harbour --to aq-court --signatories list.csv --map workplace=Shift");
    assert!(unknown.code == 2 && unknown.says("unknown field \"workplace\""), "{unknown}");
}

#[test]
fn faults_of_a_value_have_their_row_and_column_and_can_be_mended() {
    let list = "Name,Country,Where you work,Shift,Consent\nJo,NZ,Pier 7,,yes\nEmma,NZ,,,yes\nHole,NZ,[PLACE],,yes\n\
                Bidi,NZ,Pier\u{202e}7,,yes\nBreak,NZ,\"Pier\nBcc: x\",,yes\nFormula,NZ,#REF!,,yes\nShift,NZ,Pier,TODO,yes\n";
    let world = pier().file("list.csv", &format!("{list}Long,NZ,{},,yes\n", "x".repeat(201)));
    agreed!("fields_roster_faults", world.line("write pier --to aq-court --signatories list.csv"));
    let run = world.line("write pier --to aq-court --signatories list.csv --skip-bad-rows -o out/");
    assert_eq!(run.code, 0, "{run}");
    let failed = world.read("out/failed.csv");
    let mended = failed.replace("Emma,NZ,,", "Emma,NZ,The mill,");
    let world = world.file("mended.csv", &mended);
    let done = world.line("write pier --to aq-court --signatories mended.csv --rows 2 -f json");
    assert!(done.code == 0 && done.stdout.contains("I work at The mill."), "{done}");
}

#[test]
fn a_campaign_shows_and_checks_what_it_asks_for() {
    agreed!("fields_show", pier().line("campaigns show pier"));
    agreed!("fields_check", pier().line("campaigns check pier"));
    let unused = harbour_with(&format!("{HARBOUR}{FIELDS}"));
    let run = unused.line("campaigns check harbour");
    assert!(run.says("warning[field-unused]: no letter uses the field workplace"), "{run}");
    let undeclared = pier().file("letters/pier/campaign.toml", HARBOUR);
    agreed!("fields_undeclared", undeclared.line("write pier --name Jo"));
}

#[test]
fn a_value_is_in_the_mail_and_makes_nobody_another_person() {
    let (world, server) = (pier(), Script::new().start());
    let line = |place: &str| {
        format!(
            "send pier --name Jo --country NZ --to aq-court --set \"workplace={place}\" --yes {}",
            server_of(&server)
        )
    };
    let first = world.line(&format!("{} --json", line("Pier 7")));
    let second = world.line(&line("Pier 8"));
    assert!(second.code == 0 && second.stdout.starts_with("sent already\taq-court\t"), "{second}");
    let again = world.line(&format!("{} --again --json", line("Pier 8")));
    assert_ne!(first.json()[0]["message_id"], again.json()[0]["message_id"], "{first}\n{again}");
    let sessions = server.finish();
    let sent = letters(&sessions);
    assert_eq!(sent.len(), 2);
    assert!(sent[0].text.contains("Pier 7") && sent[1].text.contains("Pier 8"), "{sent:?}");
}
