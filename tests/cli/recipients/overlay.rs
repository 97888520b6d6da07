//! `recipients confirm` and `reject`: what a person found out, in the user's own file, with everything
//! else in that file left as it was.

use super::*;

/// The user's own file as a person keeps it: comments, odd spacing, an order of its own.
const MINE: &str = r#"# My notes about offices.

[[office]]
names.en   =  'Court of my town'   # as they call it
id = "aq-town"
kind = "court"

  # two numbers; the first is answered
  [[office.channel]]
  type    = "phone" # day
  value   = "+672111111"
  printed = "(11) 11-11"
  checked = 2024-02-29 # I called

  [[office.channel]]
  value = "+672222222"
  type = "phone"

  [[office.channel]]
  type = "email"
  value = "town@court.test"
  source = "https://court.test"

[[office]]
id = "kz-mfa"
aliases = [
    "The Ministry", # short
]

# the end
"#;

/// The user's own file before and after a command, as the lines that went and came.
fn changes(before: &str, after: &str) -> String {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.split('\n').collect(), after.split('\n').collect());
    let same = before.iter().zip(&after).take_while(|(one, two)| one == two).count();
    let rest = before.len().min(after.len()) - same;
    let tail = before.iter().rev().zip(after.iter().rev()).take(rest).take_while(|(one, two)| one == two).count();
    let lines = |sign: &str, lines: &[&str]| lines.iter().map(|line| format!("{sign}{line}\n")).collect::<String>();
    lines("- ", &before[same..before.len() - tail]) + &lines("+ ", &after[same..after.len() - tail])
}

#[test]
fn the_users_own_file_is_begun_when_it_is_not_there() {
    let world = harbour();
    let run = world.line("recipients confirm aq-court email");
    assert_eq!(run.code, 0, "{run}");
    agreed!("confirm_first", format!("{run}── recipients.toml\n{}", world.read_own_recipients().unwrap()));
    assert_eq!(world.read("recipients.toml"), OFFICES, "the file of the working folder is not the user's own");

    let world = harbour();
    let run = world.line("recipients confirm kz-mfa post --recipients notes/mine.toml");
    assert_eq!((run.code, world.read_own_recipients()), (0, None), "a file that is named is begun too\n{run}");
    agreed!("confirm_named", format!("{run}── notes/mine.toml\n{}", world.read("notes/mine.toml")));
    let world = harbour().file("mine.toml", "");
    let run = world.line("recipients confirm kz-embassy-gb post --recipients mine.toml");
    assert_eq!((run.code, world.read_own_recipients()), (0, None), "{run}");
    assert!(world.read("mine.toml").contains("kz-embassy-gb"), "{run}");
}

#[test]
fn everything_a_person_wrote_stays() {
    for (line, name) in [
        ("confirm aq-town +672111111", "old_date"),
        ("confirm aq-town +672222222", "new_date"),
        ("confirm aq-town email", "by_type"),
        ("confirm kz-mfa email", "new_channel"),
        ("confirm kz-embassy-gb post", "shipped_office"),
        ("confirm aq-court post", "working_folder"),
    ] {
        let world = harbour().own_recipients(MINE);
        let run = world.line(&format!("recipients {line}"));
        assert_eq!(run.code, 0, "{run}");
        let after = world.read_own_recipients().unwrap();
        agreed!(format!("confirm_{name}"), changes(MINE, &after));

        let again = world.line(&format!("recipients {line}"));
        assert_eq!((again.code, world.read_own_recipients().unwrap()), (0, after), "once is enough\n{again}");
    }
}

#[test]
fn confirming_again_changes_the_date_alone() {
    let world = harbour().own_recipients(MINE);
    assert_eq!(world.line("recipients confirm aq-town email").code, 0);
    let first = world.read_own_recipients().unwrap();
    // A week later.
    let later = world.variable("SOURCE_DATE_EPOCH", "1795996800");
    assert_eq!(later.line("recipients confirm aq-town email").code, 0);
    assert_eq!(later.read_own_recipients().unwrap(), first.replace("2026-11-23", "2026-11-30"));
}

#[test]
fn line_ends_and_the_byte_order_mark_stay() {
    let windows = format!("\u{feff}{}", MINE.replace('\n', "\r\n"));
    for line in ["confirm aq-town email", "confirm aq-court email", "reject aq-town email --reason gone"] {
        let world = harbour().own_recipients(&windows);
        let run = world.line(&format!("recipients {line}"));
        assert_eq!(run.code, 0, "{run}");
        let after = world.read_own_recipients().unwrap();
        assert!(after.starts_with("\u{feff}# My notes"), "{after:?}");
        assert_eq!(after.matches('\n').count(), after.matches("\r\n").count(), "{line}: {after:?}");
    }
}

#[test]
fn a_channel_is_meant_by_type_value_or_printed_form() {
    for (office, wanted, value) in [
        ("aq-police", "phone", "+6721234567"),
        ("aq-police", "PHONE", "+6721234567"),
        ("aq-police", "+672 123-45 67", "+6721234567"),
        ("aq-police", "+6721234567", "+6721234567"),
        ("aq-town", "(11) 11-11", "+672111111"),
        ("aq-town", "11 11 11", "+672111111"),
        ("aq-town", "Town@Court.test", "town@court.test"),
        ("aq-town", "e-mail", "town@court.test"),
        ("aq-court", "1 Ice Street, South Pole", "1 Ice Street, South Pole"),
        ("aq-court", "1 ice street\nsouth pole", "1 Ice Street, South Pole"),
    ] {
        let run = harbour().own_recipients(MINE).run(&["recipients", "confirm", office, wanted]);
        assert_eq!(run.code, 0, "{wanted}\n{run}");
        assert_eq!(run.stdout, format!("confirmed\t{office}\t{value}\t2026-11-23\n"), "{wanted}");
    }
}

#[test]
fn a_channel_that_is_not_clear_is_asked_for() {
    for (line, name) in [
        ("confirm aq-town phone", "ambiguous"),
        ("confirm aq-town fax", "no_such_channel"),
        ("confirm aq-council email", "no_channel_at_all"),
        ("confirm aq-nowhere email", "no_such_office"),
        ("reject aq-town phone --reason gone", "ambiguous_reject"),
    ] {
        let world = harbour().own_recipients(MINE);
        let run = world.line(&format!("recipients {line}"));
        assert_eq!((run.code, run.stdout.as_str()), (65, ""), "{run}");
        assert_eq!(world.read_own_recipients().unwrap(), MINE);
        agreed!(format!("overlay_{name}"), run);
    }
}

#[test]
fn an_office_that_only_wikidata_knows_can_be_confirmed_and_rejected() {
    let world = World::new();
    let before = world.line("recipients show ru-embassy-by --json").json().remove(0);
    let run = world.line("recipients confirm ru-embassy-by email");
    assert_eq!(run.code, 0, "{run}");
    agreed!("confirm_wikidata", format!("{run}── recipients.toml\n{}", world.read_own_recipients().unwrap()));
    let after = world.line("recipients show ru-embassy-by --json").json().remove(0);
    assert_eq!((&after["name"], &after["represents"]), (&before["name"], &before["represents"]));
    assert_eq!(
        (&after["channels"][0]["checked"], &after["channels"][0]["stale"]),
        (&"2026-11-23".into(), &false.into())
    );
    assert_eq!(world.line("recipients embassy RU BY").stdout.split('\t').nth(2), Some("ru-embassy-by"));

    let run = world.line("recipients reject ru-embassy-by email --reason \"It bounced.\"");
    assert_eq!(run.code, 0, "{run}");
    agreed!("reject_wikidata", format!("{run}── recipients.toml\n{}", world.read_own_recipients().unwrap()));
    let after = world.line("recipients show ru-embassy-by");
    assert!(after.stdout.contains("rejected (It bounced,"), "{after}");
}

#[test]
fn a_confirmed_channel_is_fresh_for_send() {
    let world = harbour();
    let line = |server: &Server| {
        format!(
            "send harbour --name Jo --yes --to aq-ministry --from b@union.test --server smtp://127.0.0.1:{}",
            server.port()
        )
    };
    let server = Script::new().start();
    let before = world.line(&line(&server));
    assert!(before.code == 65 && server.finish().is_empty(), "{before}");
    assert_eq!(world.line("recipients confirm aq-ministry minister@ministry.test").code, 0);
    let server = Script::new().start();
    let after = world.line(&line(&server));
    assert_eq!((after.code, server.finish()[0].letters.len()), (0, 1), "{after}");
    // A year and a day later it is stale again.
    let world = world.variable("SOURCE_DATE_EPOCH", "1827014400");
    let server = Script::new().start();
    let later = world.line(&line(&server));
    assert!(later.code == 65 && server.finish().is_empty(), "{later}");
}

#[test]
fn a_rejected_value_leaves_the_file_and_is_never_used_again() {
    let world = harbour().own_recipients(MINE);
    let run = world.run(&["recipients", "reject", "aq-town", "email", "--reason", "It said: \"unknown\" \\ 5.1.1."]);
    assert_eq!(run.code, 0, "{run}");
    let after = world.read_own_recipients().unwrap();
    agreed!("reject_own", format!("{run}── recipients.toml\n{}", changes(MINE, &after)));

    // An office of a lower file keeps its value there, and it is not used all the same.
    let run = world.line("recipients reject aq-court court@court.test --reason \"It bounced.\"");
    assert_eq!((run.code, world.read("recipients.toml").as_str()), (0, OFFICES), "{run}");
    let eml = world.line("write harbour --name Jo --to aq-court -f eml");
    assert_eq!((eml.code, eml.stdout.as_str()), (65, ""), "{eml}");
    agreed!("reject_then_write", eml);
    let server = Script::new().start();
    let port = server.port();
    let sent = world.line(&format!(
        "send harbour --name Jo --yes --to aq-court --accept-stale aq-court --from b@union.test --server smtp://127.0.0.1:{port}"
    ));
    assert!(sent.code == 65 && server.finish().is_empty(), "{sent}");
    agreed!("reject_then_send", sent);

    for (line, name) in [("confirm aq-court email", "confirm"), ("reject aq-court email --reason gone", "again")] {
        let before = world.read_own_recipients();
        let run = world.line(&format!("recipients {line}"));
        assert_eq!((run.code, run.stdout.as_str(), world.read_own_recipients()), (65, "", before), "{run}");
        agreed!(format!("rejected_{name}"), run);
    }
    let check = world.line("recipients check");
    assert_eq!(check.code, 65, "the file of the working folder still has the value\n{check}");
}

#[test]
fn rejecting_an_own_office_leaves_a_file_without_errors() {
    let world = World::new().own_recipients(MINE.split("\n[[office]]\nid = \"kz-mfa\"").next().unwrap());
    assert_eq!(world.line("recipients reject aq-town +672111111 --reason gone").code, 0);
    assert_eq!(world.line("recipients reject aq-town email --reason gone").code, 0);
    assert_eq!(world.line("recipients reject aq-town phone --reason gone").code, 0);
    let show = world.line("recipients show aq-town");
    assert_eq!(show.code, 0, "{show}");
    agreed!("reject_all", format!("{show}── recipients.toml\n{}", world.read_own_recipients().unwrap()));
}

#[test]
fn a_postal_address_is_kept_out_whole() {
    let world = harbour();
    let run = world.line("recipients reject aq-court post --reason \"It moved.\"");
    assert_eq!(run.code, 0, "{run}");
    let letter = world.line("write harbour --name Jo --to aq-court");
    assert!(letter.code == 0 && !letter.stdout.contains("Ice Street"), "{letter}");
    agreed!("reject_post", format!("{}── stderr of write\n{}", world.read_own_recipients().unwrap(), letter.said()));
}

#[test]
fn a_reason_must_be_given_and_be_a_reason() {
    for (reason, name) in [("", "missing"), ("--reason \" \"", "empty"), ("--reason \"a\nb\"", "two_lines")] {
        let world = harbour();
        let run = world.line(&format!("recipients reject aq-court email {reason}"));
        assert_eq!((run.code, run.stdout.as_str(), world.read_own_recipients()), (2, "", None), "{run}");
        agreed!(format!("reject_reason_{name}"), run);
    }
}

#[test]
fn a_broken_own_file_is_not_touched() {
    for (name, text) in [
        ("toml", format!("{MINE}[[office\n")),
        ("rules", format!("{MINE}\n[[office]]\nid = \"aq-town\"\n")),
        ("inline", "office = [{ id = \"kz-mfa\", seat = \"South Pole\" }]\n".to_owned()),
        (
            "inline_channel",
            "[[office]]\nid = \"kz-mfa\"\nchannel = [{ type = \"fax\", value = \"+672333333\" }]\n".to_owned(),
        ),
    ] {
        let world = harbour().own_recipients(&text);
        let run = world.line("recipients confirm kz-mfa email");
        assert_eq!((run.code, run.stdout.as_str()), (65, ""), "{run}");
        assert_eq!(world.read_own_recipients().unwrap(), text);
        agreed!(format!("overlay_broken_{name}"), run);
    }
}

#[test]
fn a_new_channel_stands_under_its_own_office() {
    let before = "[[office]]\nid = \"kz-mfa\"\nseat = \"Astana\" # since 1997\n\n# another one\n[[office]]\n\
                  id = \"kz-embassy-gb\"\nseat = \"London\"\n\n[[superseded]]\ndomain = \"old.test\"\nreason = \"gone\"\n";
    let world = World::new().own_recipients(before);
    for line in ["confirm kz-mfa email", "confirm kz-embassy-gb post", "confirm kz-mfa post"] {
        let run = world.line(&format!("recipients {line}"));
        assert_eq!(run.code, 0, "{run}");
    }
    agreed!("confirm_in_the_middle", world.read_own_recipients().unwrap());
    let confirmed = |id: &str| {
        let office = world.line(&format!("recipients show {id} --json")).json().remove(0);
        let channels = office["channels"].as_array().unwrap().clone();
        channels.iter().filter(|channel| channel["checked"] == "2026-11-23").count()
    };
    assert_eq!((confirmed("kz-mfa"), confirmed("kz-embassy-gb")), (2, 1));
}

#[test]
fn what_was_confirmed_in_one_folder_holds_in_every_other() {
    let world = harbour();
    assert_eq!(world.line("recipients confirm aq-court email").code, 0);
    assert_eq!(world.line("recipients reject aq-ministry minister@ministry.test --reason gone").code, 0);
    let own = world.read_own_recipients().unwrap();
    // The same user, elsewhere.
    let elsewhere = World::new().own_recipients(&own);
    for line in ["recipients list", "recipients embassy KZ IE"] {
        let run = elsewhere.line(line);
        assert!(run.code == 0 && !run.says("aq-court"), "what another folder describes is no matter here\n{run}");
    }
    let unknown = elsewhere.line("recipients show aq-court");
    assert!(unknown.code == 65 && unknown.says("so it must be described here"), "{unknown}");
    let again = harbour().own_recipients(&own).line("recipients show aq-court --json").json().remove(0);
    assert_eq!(again["channels"][0]["checked"], "2026-11-23");
}
