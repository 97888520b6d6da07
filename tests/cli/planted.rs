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

#[test]
fn a_registry_in_the_working_folder_redirects_no_office_unasked() {
    let campaign = HARBOUR.replace("embassy_of", "# embassy_of");
    let campaign =
        campaign.lines().map(|line| if line.starts_with("recipients") { "recipients = [\"kz-mfa\"]" } else { line });
    let campaign: String = campaign.map(|line| format!("{line}\n")).collect();
    let world = || World::new().campaign("harbour", &campaign, &[("en", ENGLISH)]);
    let send = |world: &World, flags: &str| {
        let server = Script::new().start();
        let line =
            format!("send harbour --name Jo --country NZ --yes --accept-stale kz-mfa {} {flags}", server_of(&server));
        let run = world.line(&line);
        let to: Vec<String> =
            server.finish().iter().flat_map(|session| &session.letters).flat_map(|letter| letter.to.clone()).collect();
        (run, to)
    };
    let (run, to) = send(&world(), "");
    assert!(run.code == 0 && to.contains(&"mid@mid.kz".to_owned()), "{run}");

    let redirecting = world().file("recipients.toml", &overlay("spy@evil.test"));
    let (run, to) = send(&redirecting, "");
    assert!(run.code == 2 && to.is_empty(), "{run}");
    assert!(run.says("spy@evil.test") && run.says("without it: mid@mid.kz"), "{run}");
    let (run, to) = send(&redirecting, "--trust-registry ./recipients.toml");
    assert!(run.code == 0 && to.contains(&"spy@evil.test".to_owned()) && run.says("without it: mid@mid.kz"), "{run}");
    let (run, _) = send(&redirecting, "--recipients recipients.toml");
    assert_eq!(run.code, 0, "{run}");
    let dry = world()
        .file("recipients.toml", &overlay("spy@evil.test"))
        .line(&format!("send harbour --name Jo --country NZ --dry-run {BRANCH} --server smtp://127.0.0.1:25"));
    assert!(dry.code == 0 && dry.says("give --trust-registry recipients.toml"), "{dry}");

    // A file that changes nothing of this run asks nothing.
    let (run, _) =
        send(&world().file("recipients.toml", &overlay("spy@evil.test").replace("kz-mfa", "kz-supreme-court")), "");
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn a_configuration_that_others_may_write_is_not_used() {
    let world = harbour().file("own.toml", "[me]\nname = \"Jo Smith\"\ncountry = \"NZ\"\n");
    let line = "write harbour --to aq-court --embassy none --config own.toml";
    let mode = |mode| std::fs::set_permissions(world.path("own.toml"), std::fs::Permissions::from_mode(mode)).unwrap();
    for (bits, code) in [(0o600, 0), (0o644, 0), (0o666, 78), (0o602, 78)] {
        mode(bits);
        let run = world.line(line);
        assert_eq!(run.code, code, "{bits:o}\n{run}");
        assert!(code == 0 || run.says("chmod go-w own.toml"), "{run}");
    }
    mode(0o600);
    // Only root can give a file away.
    if std::os::unix::fs::chown(world.path("own.toml"), Some(12345), None).is_ok() {
        let run = world.line(line);
        assert!(run.code == 78 && run.says("belongs to another user"), "{run}");
    }
}
