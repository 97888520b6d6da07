//! Who holds an office: named in every output while they hold it, with proof.

use super::super::send::{field, letters, server_of};
use super::*;

/// A ministry with a form of address, a telephone, a fax and one holder, whose keys end with `days`.
fn ministry(days: &str) -> String {
    format!(
        r#"
[[office]]
id = "aq-justice"
kind = "justice-ministry"
country = "AQ"
names = {{ en = "Ministry of Justice", ru = "Министерство юстиции" }}
form_of_address.en = "The Minister"
salutation.en = "Dear Minister,"

[[office.holder]]
name = "Ada Frost"
names.ru = "Ада Фрост"
title = {{ en = "Minister of Justice", ru = "Министру юстиции" }}
salutation = {{ en = "Dear Ms Frost,", ru = "Уважаемая госпожа Фрост!" }}
source = "https://justice.test/minister"
{days}

[[office.channel]]
type = "email"
value = "office@justice.test"
source = "https://justice.test/"
checked = 2026-11-01

[[office.channel]]
type = "phone"
value = "+6721234599"
source = "https://justice.test/"
checked = 2026-11-01

[[office.channel]]
type = "fax"
value = "+6721234598"
source = "https://justice.test/"
checked = 2026-11-01

[[office.channel]]
type = "post"
value = "9 Ice Street\nSouth Pole"
source = "https://justice.test/"
checked = 2026-11-01
"#
    )
}

const IN_OFFICE: &str = "since = 2025-06-01\nchecked = 2026-11-01";

fn world(office: &str) -> World {
    World::new().recipients(&format!("{OFFICES}{office}")).campaign(
        "harbour",
        HARBOUR,
        &[("en", ENGLISH), ("ru", RUSSIAN)],
    )
}

const LINE: &str = "harbour --name \"Jo Smith\" --email jo@smith.test --country NZ --to aq-justice";

#[test]
fn every_output_names_the_holder() {
    let world = world(&ministry(IN_OFFICE));
    let write = |more: &str| {
        let run = world.line(&format!("write {LINE} {more}"));
        assert_eq!(run.code, 0, "{run}");
        run
    };
    let text = write("");
    let head = "Minister of Justice Ada Frost\nMinistry of Justice\n9 Ice Street\nSouth Pole\nANTARCTICA\n";
    assert!(text.stdout.starts_with(head) && text.stdout.contains("\nDear Ms Frost,\n"), "{text}");
    assert!(!text.says("Frost ("), "nothing is to be said of it: {text}");
    let russian = write("--lang ru");
    let head = "Министру юстиции Ада Фрост\nМинистерство юстиции\n";
    assert!(russian.stdout.starts_with(head) && russian.stdout.contains("\nУважаемая госпожа Фрост!\n"), "{russian}");
    let html = write("-f html");
    assert!(html.stdout.contains("Minister of Justice Ada Frost\nMinistry of Justice\n"), "{html}");
    let json = write("-f json").json().remove(0);
    let part = &json["parts"][0];
    assert_eq!(
        (&part["addressee"][0], &part["salutation"]),
        (&"Minister of Justice Ada Frost".into(), &"Dear Ms Frost,".into())
    );
    let phone = write("-f phone");
    assert!(phone.stdout.starts_with("Call: Minister of Justice Ada Frost, Ministry of Justice\n"), "{phone}");
    let draft = write("-f eml");
    let to = "\"Minister of Justice Ada Frost, Ministry of Justice\" <office@justice.test>";
    assert_eq!(field(&draft.stdout.replace('\n', "\r\n").replace("\r\r", "\r"), "To"), to, "{draft}");
    let disguised = self::world(&ministry(IN_OFFICE).replace("Ada Frost", "spy@evil.test"));
    let draft = disguised.line(&format!("write {LINE} -f eml"));
    assert!(draft.stdout.contains("\nTo: office@justice.test\r\n"), "no name shows another address: {draft}");
    let mailto = write("-f mailto");
    assert!(mailto.stdout.contains("Dear%20Ms%20Frost"), "{mailto}");
}

#[cfg(feature = "pdf")]
#[test]
fn paper_and_envelope_name_the_holder() {
    let world = world(&ministry(IN_OFFICE));
    for (name, more) in [("letter", ""), ("fax", "--fax"), ("envelope", "--envelope c6")] {
        let run = world.line(&format!("write {LINE} --address \"1 Quay\nWellington\" -f pdf -o {name}.pdf {more}"));
        assert_eq!(run.code, 0, "{run}");
        let pages = pdf::pages(std::fs::read(world.path(&format!("{name}.pdf"))).unwrap());
        let words: Vec<&str> = pages.iter().flat_map(|page| &page.words).map(|word| word.text.as_str()).collect();
        let text = words.join(" ");
        assert!(text.contains("Minister of Justice Ada Frost Ministry of Justice"), "{more}: {text}");
        assert_eq!(text.contains("Dear Ms Frost,"), name != "envelope", "{text}");
    }
}

#[test]
fn a_holder_is_named_only_while_they_hold_the_office() {
    let next = "\n[[office.holder]]\nname = \"Bo Rime\"\nsince = 2026-12-01\nsource = \"https://justice.test/\"\nchecked = 2026-11-01\n";
    let followed = |days: &str| ministry(&format!("{days}\n{next}"));
    for (name, office) in [
        ("stale", ministry("checked = 2025-11-01")),
        ("never_checked", ministry("")),
        ("left", ministry("until = 2026-11-22\nchecked = 2026-11-01")),
        ("before_the_next", followed(IN_OFFICE)),
        ("between_two", followed("until = 2026-11-22\nchecked = 2026-11-01")),
    ] {
        agreed!(format!("holder_{name}"), world(&office).line(&format!("write {LINE}")));
    }
    let december = world(&followed(IN_OFFICE)).variable("SOURCE_DATE_EPOCH", "1796169600");
    let december = december.line(&format!("write {LINE}"));
    assert!(december.stdout.starts_with("The Minister\nBo Rime\nMinistry of Justice\n"), "{december}");
    assert!(december.stdout.contains("\nDear Minister,\n"), "what Bo leaves out, the office says: {december}");
}

#[test]
fn a_holder_is_shown_with_the_proof() {
    let former = "\n[[office.holder]]\nname = \"Cy Floe\"\nuntil = 2025-05-31\nsource = \"https://justice.test/\"\nchecked = 2025-05-01\n";
    let world = world(&ministry(&format!("{IN_OFFICE}\n{former}")));
    agreed!("holder_show", world.line("recipients show aq-justice"));
    let office = world.line("recipients show aq-justice --json").json().remove(0);
    let of = |at: usize, key: &str| office["holders"][at][key].clone();
    assert_eq!((of(0, "name"), of(0, "named"), of(0, "stale")), ("Ada Frost".into(), true.into(), false.into()));
    assert_eq!((of(0, "title")["ru"].clone(), of(0, "since")), ("Министру юстиции".into(), "2025-06-01".into()));
    assert_eq!((of(1, "name"), of(1, "named"), of(1, "stale")), ("Cy Floe".into(), false.into(), true.into()));
}

#[test]
fn a_file_of_ones_own_adds_a_holder_that_the_trust_screen_shows() {
    let own = "[[office]]\nid = \"kz-mfa\"\n[[office.holder]]\nname = \"Ada Frost\"\nsalutation.en = \"Dear Ms Frost,\"\n\
        source = \"https://a.test\"\nchecked = 2026-11-01\n";
    let world = || World::new().campaign("harbour", HARBOUR, &[("en", ENGLISH)]);
    let shown = "kz-mfa: holder: Ada Frost / Dear Ms Frost, / confirmed 2026-11-01 (before: none)";
    let line = "harbour --name Jo --country NZ --to kz-mfa";
    let written = world().own_recipients(own).line(&format!("write {line}"));
    assert!(written.stdout.starts_with("Ada Frost\nMinistry of Foreign Affairs") && written.says(shown), "{written}");
    let sent = world().recipients(own).line(&format!(
        "send {line} --yes --accept-stale kz-mfa --from \"Branch <a@union.test>\" --server smtp://127.0.0.1:9"
    ));
    assert!(sent.code == 2 && sent.says(shown) && sent.says("--trust-registry recipients.toml"), "{sent}");
    // Nobody vouches for what a campaign says of an office that is known without it.
    let campaign = format!("{HARBOUR}\n{own}");
    let written = World::new().campaign("harbour", &campaign, &[("en", ENGLISH)]).line(&format!("write {line}"));
    assert!(written.says("names Ada Frost, whom nobody has confirmed"), "{written}");
}

#[test]
fn a_new_holder_makes_no_new_letter() {
    let world = world(&ministry(IN_OFFICE));
    let send = |world: &World| {
        let server = Script::new().start();
        let run = world.line(&format!("send {LINE} --yes {}", server_of(&server)));
        let sessions = server.finish();
        (run, letters(&sessions).len())
    };
    let (run, count) = send(&world);
    assert!(run.code == 0 && count == 1, "{run}");
    let world = world.recipients(&format!("{OFFICES}{}", ministry(IN_OFFICE).replace("Frost", "Rime")));
    let (run, count) = send(&world);
    assert!(run.code == 0 && count == 0 && run.stdout.starts_with("sent already\taq-justice"), "{run}");
}

#[test]
fn check_asks_for_proof_and_for_one_holder_at_a_time() {
    let holder = |name: &str, keys: &str| format!("[[office.holder]]\nname = \"{name}\"\n{keys}\n");
    let proof = "source = \"https://justice.gov.kz/minister\"\nchecked = 2026-11-01\n";
    let until = |days: &str| format!("{proof}{days}");
    for (holders, expected) in [
        (holder("Ada Frost", proof), ""),
        (holder("Ada Frost", "checked = 2026-11-01"), "error:6:8: holder \"Ada Frost\" of kz-a has no source; "),
        (holder("Ada Frost", "source = \"https://a.kz\""), "error:6:8: holder \"Ada Frost\" of kz-a has no `checked`"),
        (
            holder("Ada Frost", "source = \"a book\"\nchecked = 2026-11-01"),
            "warning:7:10: holder \"Ada Frost\" of kz-a: the source \"a book\" is no web address",
        ),
        (
            holder("Ada Frost", "source = \"https://a.kz\"\nchecked = 2025-11-01"),
            "warning:8:11: holder \"Ada Frost\" of kz-a was last confirmed on 2025-11-01",
        ),
        (
            holder("Ada Frost", "source = \"https://a.kz\"\nchecked = 2027-11-01"),
            "error:8:11: holder \"Ada Frost\" of kz-a: checked is 2027-11-01, a day to come",
        ),
        (
            holder("Ada Frost", &until("until = 2026-11-22")),
            "error:9:9: holder \"Ada Frost\" of kz-a held the office until 2026-11-22: letters name nobody",
        ),
        (
            holder("Ada Frost", &until("since = 2026-01-01\nuntil = 2025-01-01")),
            "error:10:9: holder \"Ada Frost\" of kz-a: until 2025-01-01 lies before since 2026-01-01",
        ),
        (holder("Ada Frost", &until("until = 2025-12-31")) + &holder("Bo Rime", &until("since = 2026-01-01")), ""),
        (
            holder("Ada Frost", proof) + &holder("Bo Rime", &until("since = 2026-01-01")),
            "warning:6:8: holder \"Ada Frost\" of kz-a was followed by Bo Rime before the last day in office",
        ),
        (holder("Ada Frost", proof) + &holder("Bo Rime", &until("since = 2026-01-01\nuntil = 2026-02-01")), ""),
        (
            holder("Ada Frost", proof) + &holder("Ada Frost", proof),
            "warning:11:8: holder \"Ada Frost\" of kz-a stands there twice",
        ),
        (
            holder("Ada <ada@a.kz>", proof),
            "error:6:8: holder \"Ada <ada@a.kz>\" of kz-a: name \"Ada <ada@a.kz>\" holds an address",
        ),
        (
            holder("[NAME]", proof),
            "error:6:8: holder \"[NAME]\" of kz-a: name \"[NAME]\" has something left to fill in: [NAME]",
        ),
        (
            holder("Ada Frost", &until("title.en = \"2. Minister\"")),
            "error:9:12: holder \"Ada Frost\" of kz-a: title \"2. Minister\" begins with the mark of a list",
        ),
    ] {
        let file = format!("[[office]]\nid = \"kz-a\"\nkind = \"court\"\nnames.en = \"A\"\n{holders}");
        let run = World::new().file("own.toml", &file).line("recipients check own.toml");
        let found: Vec<String> = run
            .stdout
            .lines()
            .filter(|line| line.contains("own.toml:"))
            .map(|line| line.replace("\town.toml", ""))
            .collect();
        match expected {
            "" => assert_eq!(found, [""; 0], "{file}"),
            expected => assert!(found.len() == 1 && found[0].starts_with(expected), "{expected}\n{run}\n{file}"),
        }
    }
}
