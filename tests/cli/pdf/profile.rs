//! What a profile says of letters on paper.

use super::*;

const CONFIG: &str = "[me]\nname = \"Jo Smith\"\ncountry = \"NZ\"\nsignature = \"me/s.svg\"\nlayout = \"us10\"\n\n\
                      [profile.branch]\nname = \"Jo Smith\"\ncountry = \"NZ\"\n";

/// A world whose user has a signature.
pub fn signed() -> World {
    let world = harbour().config(CONFIG);
    let folder = world.path("../home/.config/outcry/me");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("s.svg"), SIGNATURE).unwrap();
    world
}

#[test]
fn a_profile_carries_signature_and_layout() {
    let world = signed();
    for (line, signatures, width) in [
        ("write harbour --to aq-court", 1, 215.9),
        ("write harbour --to aq-court --layout uk-dl", 1, 210.0),
        ("write harbour --to aq-court --profile branch", 0, 210.0),
        // It is no one else's.
        ("write harbour --to aq-court --name \"Kim Lee\"", 0, 215.9),
    ] {
        let pages = made(&world, line);
        std::fs::remove_file(world.path("letter.pdf")).unwrap();
        assert!((pages[0].width - width).abs() < 0.1, "{line}");
        assert_eq!(strokes(&pages), signatures, "{line}");
    }
}

#[test]
fn what_one_person_signs_with_does_not_stand_under_the_letters_of_others() {
    let world = signed().file("list.csv", "name,country,consent\nKim Lee,NZ,yes\n");
    let line = "write harbour --signatories list.csv --to aq-court -f pdf";
    let run = world.line(&format!("{line} -o out/"));
    assert!(run.code == 0 && run.says("[me] in config.toml: its signature is not printed"), "{run}");
    let of = |path: &str| strokes(&pages(std::fs::read(world.path(path)).unwrap()));
    assert_eq!(of("out/000002-kim-lee-aq-court.pdf"), 0);
    let world = world.file("own.svg", SIGNATURE);
    let on_all = world.line(&format!("{line} -o all.pdf --signature own.svg"));
    assert!(on_all.code == 0 && !on_all.says("is not printed"), "{on_all}");
    assert_eq!(strokes(&pages(std::fs::read(world.path("all.pdf")).unwrap())), 1);
}

#[test]
fn a_picture_of_a_profile_that_is_missing_is_named() {
    let config = "[me]\nname = \"Jo Smith\"\ncountry = \"NZ\"\n\n[profile.branch]\nname = \"Jo Smith\"\ncountry = \"NZ\"\n\
                  signature = \"gone.png\"\nlayout = \"dl\"\nletterhead = \"/nowhere/head.png\"\n";
    let world = harbour().config(config);
    agreed!("profile_no_picture", world.line("write harbour --to aq-court --profile branch -f pdf -o x.pdf"));
    let flag = world.line("write harbour --to aq-court --profile branch -f pdf -o x.pdf --signature other.png");
    assert!(flag.says("--signature other.png: No such file"), "{flag}");
    assert_eq!(world.line("write harbour --to aq-court --profile branch").code, 0, "a letter of text needs none");
    let unknown = world.config("[me]\nname = \"Jo\"\nsignatur = \"x.png\"\n").line("write harbour --to aq-court");
    agreed!("profile_unknown_key", unknown);
}
