//! A campaign goes from one machine to others as one file: what each says, and what is never laid over what.

use super::send::{letters, server_of};
use super::*;

/// A campaign that passes its check, with other keys.
fn campaign(world: World, keys: &str, text: &str) -> World {
    let facts = HARBOUR.replace("[\"aq-court\", \"aq-ministry\", \"aq-police\", \"aq-council\"]", "[\"aq-court\"]");
    let rest = if keys.contains("status") { facts.replace("status = \"open\"\n", "") } else { facts };
    let letter = ENGLISH.replace("held for a strike", &format!("held for {text}"));
    world.campaign("harbour", &format!("{keys}{rest}"), &[("en", &letter)])
}

fn machine() -> World {
    World::new().recipients(OFFICES)
}

/// The campaign file of a campaign with these keys.
fn packed(keys: &str, text: &str) -> Vec<u8> {
    let world = campaign(machine(), keys, text);
    let run = world.line("campaigns pack harbour -o file.zip");
    assert_eq!(run.code, 0, "{run}");
    std::fs::read(world.path("file.zip")).unwrap()
}

fn send(world: &World, flags: &str) -> (Run, usize) {
    let server = Script::new().start();
    let run = world.line(&format!("send harbour --name Jo --to aq-court --yes {flags} {}", server_of(&server)));
    (run, letters(&server.finish()).len())
}

#[test]
fn a_campaign_goes_to_another_machine_is_corrected_and_closed() {
    let (office, branch) = (campaign(machine(), "", "a strike"), machine());
    let pack = |name: &str| {
        let run = office.line(&format!("campaigns pack harbour -o {name}"));
        assert_eq!(run.code, 0, "{run}");
        std::fs::read(office.path(name)).unwrap()
    };
    agreed!("life_pack", office.line("campaigns pack harbour"));
    assert_eq!(pack("one.zip"), std::fs::read(office.path("harbour-v1.zip")).unwrap(), "the same bytes");
    let branch = branch.bytes("one.zip", &pack("one.zip"));
    let refused = branch.line("campaigns add one.zip");
    assert!(refused.code == 2 && refused.says("--yes is missing"), "{refused}");
    assert!(branch.line("campaigns show harbour").says("there is no campaign"));
    agreed!("life_add_new", branch.line("campaigns add one.zip --yes"));
    let digits = |world: &World| {
        let shown = world.line("campaigns show harbour").stdout;
        shown.lines().find_map(|line| line.split("fingerprint ").nth(1).map(str::to_owned)).unwrap()
    };
    assert_eq!(digits(&branch), digits(&office));
    assert_eq!(send(&branch, "").1, 1);
    let same = branch.line("campaigns add one.zip --yes");
    assert!(same.code == 0 && same.says("has the same files already"), "{same}");

    let office = campaign(office, "", "a strike in March");
    agreed!("life_correct", office.line("campaigns correct harbour --what \"The month of the strike\""));
    std::fs::write(branch.path("two.zip"), std::fs::read(office.path("one.zip")).unwrap()).unwrap();
    let run = office.line("campaigns pack harbour -o two.zip");
    std::fs::write(branch.path("two.zip"), std::fs::read(office.path("two.zip")).unwrap()).unwrap();
    assert!(run.says("version 2"), "{run}");
    agreed!("life_add_corrected", branch.line("campaigns add two.zip --yes"));
    assert_eq!(send(&branch, "").1, 0);
    assert_eq!((send(&branch, "--again=older").1, send(&branch, "--again=older").1), (1, 0));
    let lower = branch.line("campaigns add one.zip --yes");
    assert!(lower.code == 65 && lower.says("it has version 1, and") && lower.says("has version 2"), "{lower}");

    // The version stays, and so does the file of before: each state has a name of its own.
    let packs = |expected: &str| {
        let run = office.line("campaigns pack harbour");
        assert!(run.code == 0 && run.stdout.starts_with(expected), "{expected}\n{run}");
    };
    packs("harbour-v2.zip\t");
    agreed!("life_extend", office.line("campaigns extend harbour --until 2027-03-31"));
    packs("harbour-v2-2027-03-31.zip\t");
    agreed!("life_close", office.line("campaigns close harbour --as won --note \"All are free.\""));
    packs("harbour-v2-won.zip\t");
    let three = std::fs::read(office.path("harbour-v2-won.zip")).unwrap();
    std::fs::write(branch.path("three.zip"), three).unwrap();
    agreed!("life_add_closed", branch.line("campaigns add three.zip --yes"));
    let (refused, sent) = send(&branch, "--again");
    assert!(refused.code == 65 && sent == 0 && refused.says("campaign harbour is won (All are free.)"), "{refused}");
    let reopened = branch.line("campaigns add two.zip --yes");
    assert!(reopened.code == 65 && reopened.says("the campaign is won in the same version"), "{reopened}");
    assert!(office.line("campaigns list").says("won, version 2"));
    let changed = campaign(office, "version = 2\n", "a strike in April");
    let run = changed.line("campaigns pack harbour");
    let says = "harbour-v2.zip holds version 2 with another text; nothing was written";
    assert!(run.code == 65 && run.says(says) && run.says("run: outcry campaigns correct harbour"), "{run}");
}

#[test]
fn a_branch_with_an_older_copy_elsewhere_is_refused_after_the_closed_one_came() {
    // The older copy is named by a flag, so the closed one goes into the place of that in the working folder.
    let world = campaign(machine(), "", "a strike").bytes("closed.zip", &packed("status = \"stopped\"\n", "a strike"));
    let copied = world.line("campaigns pack harbour -o old.zip");
    assert_eq!(copied.code, 0, "{copied}");
    std::fs::create_dir_all(world.path("mine")).unwrap();
    assert!(
        std::process::Command::new("cp")
            .args(["-r", "letters/harbour", "mine/"])
            .current_dir(world.path("."))
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(world.line("campaigns add closed.zip --yes").code, 0);
    for flags in ["", "--letters mine"] {
        let (refused, sent) = send(&world, flags);
        assert!(refused.code == 65 && sent == 0 && refused.says("campaign harbour is stopped"), "{flags}\n{refused}");
    }
}

#[test]
fn what_a_file_says_is_shown_before_it_replaces_anything() {
    let changed = packed("version = 3\nversion_note = \"Two offices\"\n", "a strike in March");
    let world = campaign(machine(), "version = 2\n", "a strike").bytes("new.zip", &changed);
    let world = world.file("letters/harbour/NOTES.txt", "my notes").file("letters/harbour/old.md", "a part\n");
    let before = world.read("letters/harbour/campaign.toml");
    let run = world.line("campaigns add new.zip");
    assert_eq!((run.code, world.read("letters/harbour/campaign.toml")), (2, before), "{run}");
    for line in ["version: 2 -> 3", "version_note: \"Two offices\"", "en.md: changed", "old.md: removed"] {
        assert!(run.says(line), "{line}\n{run}");
    }
    assert_eq!(world.line("campaigns add new.zip --yes").code, 0);
    assert!(world.path("letters/harbour/NOTES.txt").exists() && !world.path("letters/harbour/old.md").exists());
    let names: Vec<_> =
        std::fs::read_dir(world.path("letters")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["harbour"], "nothing is left beside it");

    let other = campaign(machine(), "version = 3\n", "another strike").bytes("new.zip", &changed);
    let run = other.line("campaigns add new.zip --yes");
    assert!(run.code == 0 && run.says("the version is the same, and the files differ"), "{run}");
}

#[test]
fn a_file_that_cannot_be_used_changes_nothing() {
    let faulty = packed("", "a strike");
    let world = campaign(machine(), "", "a strike")
        .bytes("cut.zip", &faulty[..faulty.len() / 2])
        .bytes("newer.zip", &packed("", "x"))
        .file("text.zip", "title = 1");
    let there = world.read("letters/harbour/en.md");
    for (file, why) in [
        ("cut.zip", "cut.zip: it is damaged"),
        ("text.zip", "text.zip: it is no campaign file"),
        ("none.zip", "none.zip: No such file"),
    ] {
        let run = world.line(&format!("campaigns add {file} --yes"));
        assert!(run.code == 65 && run.says(why), "{run}");
    }
    let run = world.line("campaigns add newer.zip --yes --id pier");
    assert!(run.code == 65 && run.says("it is of campaign harbour, not of pier"), "{run}");
    assert_eq!(world.read("letters/harbour/en.md"), there);
    let piped = world.run_with_input(&["campaigns", "add", "-"], Some("PK"));
    assert!(piped.code == 65 && piped.says("-: it is damaged"), "{piped}");
}

#[test]
fn a_campaign_of_the_program_is_copied_before_it_is_edited() {
    let world = World::new();
    let id = "kazakhstan-2011-may-day";
    let close = format!("campaigns close {id} --as won --note Free");
    let refused = world.line(&close);
    assert!(refused.code == 65 && refused.says("is part of the program"), "{refused}");
    assert_eq!(world.line(&format!("campaigns pack {id} -o {id}.zip")).code, 0);
    let added = world.line(&format!("campaigns add {id}.zip --yes"));
    assert_eq!(added.code, 0, "{added}");
    assert_eq!(world.line(&close).code, 0);
}

#[test]
fn editing_keeps_comments_and_order_and_refuses_what_makes_no_sense() {
    let toml = "# top\ntitle = \"T\" # name\n\n# when\nact_by = 2026-12-31 # soon\nrecipients = [\"aq-court\"]\n\n[[field]]\nname = \"pier\"\n";
    let world = machine().campaign("harbour", toml, &[("en", ENGLISH)]);
    for (line, code, says) in [
        ("close harbour", 2, "--as is missing: won, closed or stopped"),
        ("close harbour", 2, "--note is missing"),
        ("close harbour --as won", 2, "--note is missing"),
        ("close harbour --as open --note x", 2, "invalid value 'open'"),
        ("close harbour --as won --note \" \"", 2, "it is empty"),
        ("extend harbour", 2, "--until is missing"),
        ("extend harbour --until soon", 2, "it is no day"),
        ("extend harbour --until 2026-12-01", 2, "it is before the present last day, 2026-12-31"),
        ("extend harbour --until 2026-12-31", 0, "says so already"),
        ("correct harbour", 2, "--what is missing"),
        ("correct pier --what x", 65, "there is no campaign \"pier\""),
    ] {
        let run = world.line(&format!("campaigns {line}"));
        assert!(run.code == code && run.says(says), "{line}\n{run}");
        assert_eq!(world.read("letters/harbour/campaign.toml"), toml, "{line}");
    }
    for line in [
        "extend harbour --until 2027-01-31",
        "correct harbour --what \"A name\"",
        "close harbour --as closed --note Over",
    ] {
        let run = world.line(&format!("campaigns {line}"));
        assert_eq!(run.code, 0, "{run}");
    }
    assert_eq!(
        world.read("letters/harbour/campaign.toml"),
        "# top\ntitle = \"T\" # name\n\n# when\nact_by = 2027-01-31 # soon\nrecipients = [\"aq-court\"]\nversion = 2\n\
         version_note = \"A name\"\nstatus = \"closed\"\nstatus_note = \"Over\"\n\n[[field]]\nname = \"pier\"\n"
    );
    let closed = world.line("campaigns extend harbour --until 2027-05-31");
    assert!(closed.code == 65 && closed.says("campaign harbour is closed"), "{closed}");
}
