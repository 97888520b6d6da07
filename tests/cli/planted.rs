//! What somebody else put in the way: no link, hard link or folder at a place where the program makes a file leads it
//! to write, cut or change the mode of something else.

#![cfg(unix)]

use std::os::unix::fs::{PermissionsExt, symlink};

use super::send::{BRANCH, JO, server_of};
use super::*;

/// A world with a precious file, and what is to be put in the way made from it.
fn planted(name: &str, plant: impl Fn(&std::path::Path, &std::path::Path)) -> World {
    let world =
        harbour().file("victim", "precious").file("list.csv", "name,country,email,consent\nJo,NZ,jo@a.test,yes\n");
    std::fs::set_permissions(world.path("victim"), std::fs::Permissions::from_mode(0o644)).unwrap();
    let place = if name.starts_with("outbox") { world.outbox().with_file_name(name) } else { world.path(name) };
    std::fs::create_dir_all(place.parent().unwrap()).unwrap();
    plant(&world.path("victim"), &place);
    world
}

#[track_caller]
fn untouched(world: &World, run: &Run) {
    let mode = std::fs::metadata(world.path("victim")).unwrap().permissions().mode() & 0o777;
    assert_eq!((world.read("victim").as_str(), mode), ("precious", 0o644), "{run}");
}

#[test]
fn nothing_follows_a_link_that_somebody_planted() {
    for name in
        ["outbox.sqlite", "outbox.sqlite.lock", "outbox.sqlite-wal", "outbox.sqlite-shm", "outbox.sqlite-journal"]
    {
        for hard in [false, true] {
            let world = planted(name, |victim, place| {
                if hard { std::fs::hard_link(victim, place) } else { symlink(victim, place) }.unwrap();
            });
            let server = Script::new().start();
            let run = world.line(&format!("{JO} --to aq-court {}", server_of(&server)));
            assert_eq!(run.code, 78, "{name}\n{run}");
            untouched(&world, &run);
            assert!(server.finish().is_empty(), "{name}: no connection");
            if name == "outbox.sqlite" && !hard {
                assert!(run.says("it is a link to") && run.says("--outbox "), "{run}");
                let list = world.line("outbox list");
                assert_eq!(list.code, 78, "{list}");
            }
        }
    }
    for hard in [false, true] {
        let world = planted("paper/manifest.csv", |victim, place| {
            if hard { std::fs::hard_link(victim, place) } else { symlink(victim, place) }.unwrap();
        });
        let server = Script::new().start();
        let line = "send harbour --signatories list.csv --to aq-court --to aq-council --yes --paper paper/";
        let run = world.line(&format!("{line} {}", server_of(&server)));
        assert!(run.code == 65 && run.says("manifest.csv: it is"), "{run}");
        untouched(&world, &run);
        assert!(server.finish().is_empty());
    }
}

#[test]
fn a_linked_home_is_nobodys_attack() {
    let world = harbour();
    let folder = world.outbox().parent().unwrap().to_owned();
    std::fs::create_dir_all(folder.parent().unwrap()).unwrap();
    std::fs::create_dir(world.path("elsewhere")).unwrap();
    symlink(world.path("elsewhere"), &folder).unwrap();
    let server = Script::new().start();
    let run = world.line(&format!("{JO} --to aq-court {}", server_of(&server)));
    assert_eq!(run.code, 0, "{run}");
    assert!(world.path("elsewhere").join(world.outbox().file_name().unwrap()).exists());
}

#[test]
fn folders_that_hold_letters_are_for_their_owner_alone() {
    for (line, folders) in [
        ("write harbour --name Jo --country NZ -f html -o a/b/out/", ["a", "a/b", "a/b/out"].as_slice()),
        ("write harbour --signatories list.csv -f html -o c/d/", &["c", "c/d"]),
    ] {
        let world = planted("unused", |_, _| {});
        let run = world.line(line);
        assert_eq!(run.code, 0, "{run}");
        for folder in folders {
            let mode = std::fs::metadata(world.path(folder)).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o700, "{folder}");
        }
    }
}

/// A registry file that lays another address over an office that comes with the program.
fn overlay(value: &str) -> String {
    format!(
        "[[office]]\nid = \"kz-mfa\"\n[[office.channel]]\ntype = \"email\"\nvalue = \"{value}\"\nsource = \"https://evil.test/\"\nchecked = 2026-11-22\n"
    )
}

/// A campaign to `kz-mfa` and the embassy, without offices of its own.
fn to_the_ministry() -> String {
    let court = "recipients = [\"aq-court\", \"aq-ministry\", \"aq-police\", \"aq-council\"]";
    HARBOUR.replace(court, "recipients = [\"kz-mfa\"]").replace("embassy_of = \"AQ\"", "embassy_of = \"KZ\"")
}

/// Sends without a terminal, and says where letters went.
fn sent(world: &World, flags: &str) -> (Run, Vec<String>) {
    let server = Script::new().start();
    let stale = "--accept-stale kz-mfa --accept-stale kz-embassy-gb";
    let run = world.line(&format!("send harbour --name Jo --yes {stale} {} {flags}", server_of(&server)));
    let to = server.finish().iter().flat_map(|session| &session.letters).flat_map(|letter| letter.to.clone()).collect();
    (run, to)
}

#[test]
fn a_registry_in_the_working_folder_redirects_no_office_unasked() {
    let world = || World::new().campaign("harbour", &to_the_ministry(), &[("en", ENGLISH)]);
    let (run, to) = sent(&world(), "--country NZ --embassy none");
    assert!(run.code == 0 && to.contains(&"mid@mid.kz".to_owned()), "{run}");

    let redirecting = world().file("recipients.toml", &overlay("spy@evil.test"));
    let flags = "--country NZ --embassy none";
    let (run, to) = sent(&redirecting, flags);
    assert!(run.code == 2 && to.is_empty(), "{run}");
    let shown =
        "recipients.toml in this folder is used; kz-mfa: e-mail: mid@mid.kz, spy@evil.test (before: mid@mid.kz)";
    assert!(run.says(shown), "{run}");
    let (run, to) = sent(&redirecting, &format!("{flags} --trust-registry ./recipients.toml"));
    assert!(run.code == 0 && to.contains(&"spy@evil.test".to_owned()) && run.says(shown), "{run}");
    let named = world().file("recipients.toml", &overlay("spy@evil.test"));
    let (run, to) = sent(&named, &format!("{flags} --recipients recipients.toml"));
    assert!(run.code == 0 && to.contains(&"spy@evil.test".to_owned()), "{run}");
    assert!(
        run.says("Note: recipients.toml is used; kz-mfa: e-mail: mid@mid.kz, spy@evil.test (before: mid@mid.kz)"),
        "{run}"
    );
    let dry = world()
        .file("recipients.toml", &overlay("spy@evil.test"))
        .line(&format!("send harbour --name Jo --country NZ --dry-run {BRANCH} --server smtp://127.0.0.1:25"));
    assert!(dry.code == 0 && dry.says("give --trust-registry recipients.toml"), "{dry}");
    let written = redirecting.line("write harbour --name Jo --country NZ --embassy none");
    assert!(written.code == 0 && written.says(shown), "{written}");

    // A file that changes nothing of this run asks nothing.
    let other = overlay("spy@evil.test").replace("kz-mfa", "kz-supreme-court");
    let (run, _) = sent(&world().file("recipients.toml", &other), flags);
    assert!(run.code == 0 && !run.says("recipients.toml"), "{run}");
}

#[test]
fn whatever_a_file_changes_about_a_letter_is_named() {
    let world = || World::new().campaign("harbour", &to_the_ministry(), &[("en", ENGLISH)]);
    let channel = |keys: &str| format!("[[office]]\nid = \"kz-mfa\"\n[[office.channel]]\n{keys}\n");
    let office = |keys: &str| format!("[[office]]\n{keys}\n");
    for (file, country, expected) in [
        (office("id = \"kz-mfa\"\nsalutation = { en = \"You,\" }"), "NZ", "kz-mfa: salutation (en): You, (before: "),
        (office("id = \"kz-mfa\"\nnames = { en = \"Elsewhere\" }"), "NZ", "kz-mfa: name (en): Elsewhere (before: "),
        (
            channel("type = \"post\"\nvalue = \"1 Spy Road\"\nsource = \"https://evil.test\""),
            "NZ",
            "kz-mfa: postal address: 1 Spy Road, ",
        ),
        (
            channel("type = \"email\"\nvalue = \"mid@mid.kz\"\nchecked = 2026-01-01"),
            "NZ",
            "kz-mfa: day on which mid@mid.kz was confirmed: 2026-01-01 (before: none)",
        ),
        (
            "[[rejected]]\nvalue = \"mid@mid.kz\"\nreason = \"it bounces\"\n".to_owned(),
            "GB",
            "kz-mfa: e-mail: none (before: mid@mid.kz)",
        ),
        (
            office("id = \"kz-embassy-gb\"\nkind = \"consulate\"")
                + &office("id = \"kz-embassy-de\"\naccredited_to = [\"GB\"]"),
            "GB",
            "embassy of KZ for GB: kz-embassy-de, ",
        ),
        (
            office(
                "id = \"kz-own\"\nkind = \"embassy\"\nrepresents = \"KZ\"\nhost = \"GB\"\n\
                 [[office.channel]]\ntype = \"email\"\nvalue = \"spy@evil.test\"\nsource = \"https://evil.test\"\nchecked = 2026-01-01",
            ),
            "GB",
            "embassy of KZ for GB: kz-own, spy@evil.test (before: kz-embassy-gb, ",
        ),
    ] {
        let (run, to) = sent(&world().file("recipients.toml", &file), &format!("--country {country}"));
        assert!(run.code == 2 && to.is_empty() && run.says(expected), "{file}\n{run}");
        assert!(run.says("--trust-registry recipients.toml"), "{run}");
        // The user's own file is trusted, and shown.
        let written = world().own_recipients(&file).line(&format!("write harbour --name Jo --country {country}"));
        assert!(written.code == 0 && written.says("Note: ") && written.says(expected), "{file}\n{written}");
        assert!(!written.says("in this folder"), "{written}");
    }
    // What a campaign says of an office that is known without it.
    let redirecting = to_the_ministry() + &overlay("spy@evil.test");
    let written = World::new()
        .campaign("harbour", &redirecting, &[("en", ENGLISH)])
        .line("write harbour --name Jo --country NZ --embassy none");
    assert!(written.says("campaign.toml is used; kz-mfa: e-mail: "), "{written}");
}

#[test]
fn a_campaign_in_the_working_folder_takes_the_place_of_no_other_unasked() {
    let own = |world: World, text: &str| {
        let folder = "../home/.config/outcry/letters/harbour";
        world.file(&format!("{folder}/campaign.toml"), text).file(&format!("{folder}/en.md"), ENGLISH)
    };
    let plain = to_the_ministry();
    let flags = "--country NZ --embassy none";
    for (planted, expected) in [
        (
            plain.replace("[\"kz-mfa\"]", "[\"kz-supreme-court\", \"kz-mfa\"]"),
            "recipients: kz-supreme-court, kz-mfa (before: kz-mfa)",
        ),
        (plain.replace("embassy_of = \"KZ\"", "embassy_of = \"BY\""), "embassy of: BY (before: "),
        (
            plain.replace("copies@harbour.example", "spy@evil.test"),
            "copies: spy@evil.test (before: copies@harbour.example)",
        ),
        (plain.clone() + &overlay("spy@evil.test"), "offices: kz-mfa, spy@evil.test"),
    ] {
        assert_ne!(planted, plain, "{expected}");
        let world = own(World::new().campaign("harbour", &planted, &[("en", ENGLISH)]), &plain);
        let (run, to) = sent(&world, flags);
        assert!(run.code == 2 && to.is_empty() && run.says(expected), "{run}");
        assert!(run.says("letters/harbour in this folder is used instead of "), "{run}");
        let (run, to) = sent(&world, &format!("{flags} --trust-campaign harbour --dry-run"));
        assert!(run.code == 0 && to.is_empty() && run.says(expected), "{run}");
        let (run, to) = sent(&world, &format!("{flags} --trust-campaign harbour"));
        assert!(run.code == 0 && !to.is_empty(), "{run}");
        let (run, _) = sent(&world, &format!("{flags} --letters letters"));
        assert!(run.code == 0 && run.says(expected), "a folder that is named is trusted: {run}");
        let written = world.line("write harbour --name Jo --country NZ --embassy none");
        assert!(written.code == 0 && written.says(expected), "{written}");
    }
    // The same campaign, and one with another letter, ask nothing.
    for letter in [ENGLISH.to_owned(), ENGLISH.replace("Harbour", "Port")] {
        let world = own(World::new().campaign("harbour", &plain, &[("en", &letter)]), &plain);
        let (run, _) = sent(&world, flags);
        assert!(run.code == 0 && !run.says("is used"), "{run}");
    }
    // One that the program ships.
    let shipped = "kazakhstan-2011-may-day";
    let planted = World::new().campaign(shipped, &plain, &[("en", ENGLISH)]);
    let written = planted.line(&format!("write {shipped} --name Jo --country NZ --embassy none"));
    assert!(
        written.says(&format!("letters/{shipped} in this folder is used instead of the shipped campaign; ")),
        "{written}"
    );
}

#[test]
fn a_configuration_that_others_may_write_is_not_used() {
    let world = harbour().file("own.toml", "[me]\nname = \"Jo Smith\"\ncountry = \"NZ\"\n");
    let line = "write harbour --to aq-court --embassy none --config own.toml";
    let mode = |mode| std::fs::set_permissions(world.path("own.toml"), std::fs::Permissions::from_mode(mode)).unwrap();
    for (bits, code) in [(0o600, 0), (0o644, 0), (0o664, 0), (0o666, 78), (0o602, 78)] {
        mode(bits);
        let run = world.line(line);
        assert_eq!(run.code, code, "{bits:o}\n{run}");
        assert!(code == 0 || run.says("chmod go-w own.toml"), "{run}");
        assert_eq!(run.says("its group may write to it"), bits == 0o664, "{run}");
    }
    mode(0o600);
    // Only root can give a file away.
    if std::os::unix::fs::chown(world.path("own.toml"), Some(12345), None).is_ok() {
        let run = world.line(line);
        assert!(run.code == 78 && run.says("belongs to another user"), "{run}");
    }
}
