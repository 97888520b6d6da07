//! `recipients list`: offices found by any name in any script, and narrowed by what is known of them.

use super::*;

fn ids(world: &World, line: &str) -> Vec<String> {
    let run = world.line(&format!("recipients list {line} --json"));
    assert_eq!(run.code, 0, "{run}");
    run.json().iter().map(|office| office["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_office_is_found_by_any_of_its_names() {
    let world = known();
    for (words, found) in [
        ("посольство казахстан великобритании", "kz-embassy-gb"),
        ("ПОСОЛЬСТВО Льда", "aq-embassy-nz"),
        ("ice house", "aq-embassy-nz"),
        ("wellington antarctica", "aq-embassy-nz"),
        ("елшілігі антарктиданың", "aq-embassy-nz"),
    ] {
        assert_eq!(ids(&world, words)[0], found, "{words}");
    }
}

#[test]
fn filters_narrow_the_list() {
    let world = known();
    let all = ids(&world, "--country AQ");
    for (filters, expected) in [
        ("--kind police --country AQ", &["aq-police", "aq-false"][..]),
        ("--country NZ antarctica", &["aq-embassy-nz"]),
        ("--country AQ --channel form", &["aq-form", "aq-embassy-nz"]),
        ("--country AQ --channel none", &["aq-council", "aq-nothing"]),
        // Rejected, so it does not count as reached by e-mail.
        ("--country AQ --channel email --kind police", &[]),
        ("--country AQ --stale --kind ministry", &["aq-ministry", "aq-old"]),
        ("--country AQ --confirmed --kind ministry", &["aq-ministry"]),
        ("--country AQ --confirmed --kind ombudsman", &["aq-form"]),
        ("--country AQ ice court", &["aq-paper"]),
    ] {
        assert_eq!(ids(&world, filters), expected, "{filters}");
        assert!(expected.iter().all(|id| all.iter().any(|known| known == id)), "{filters}");
    }
    // Of the missions beside the files too.
    let embassies = ids(&world, "--country IE --kind embassy");
    assert!(embassies.contains(&"ru-embassy-ie".to_owned()), "{embassies:?}");
    let everywhere = world.line("recipients list --all").stdout.lines().count();
    assert!(everywhere > 5000 && ids(&world, "").len() < 400, "{everywhere}");
}

#[test]
fn what_is_listed_is_one_line_for_each() {
    agreed!("list_country", known().line("recipients list --country AQ"));
    agreed!("list_russian_embassy", known().line("recipients list посольство россии ирландии"));
    let nothing = known().line("recipients list atlantis");
    assert_eq!((nothing.code, nothing.stdout.as_str()), (0, ""), "{nothing}");
    agreed!("list_nothing", nothing);
}

#[test]
fn a_screen_is_the_most_unless_asked() {
    let world = known();
    let lines = |line: &str| world.line(line).stdout.lines().count();
    let bare = world.line("recipients list");
    assert_eq!(bare.stdout.lines().count(), 20);
    assert!(bare.stderr.contains(" offices more; narrow the search, or see them all with --all.\n"), "{bare}");
    assert!(bare.stderr.contains("The missions of every state are not shown"), "{bare}");
    assert_eq!((lines("recipients list embassy turkey"), lines("recipients list turkey")), (20, 19));
    let turkey = world.line("recipients list turkey");
    assert!(turkey.stdout.starts_with("tr-"), "{turkey}");
    assert!(
        turkey.stderr.starts_with("Not shown: ") && turkey.stderr.contains(" missions of which no address"),
        "{turkey}"
    );
    assert!(lines("recipients list turkey --all") > 250);
    // Another program gets all of it.
    assert!(lines("recipients list embassy turkey --json") > 100);
    assert_eq!(world.line("recipients list --json").stderr, "");
}

#[test]
fn what_is_not_there_can_be_filled_in() {
    let world = known();
    for (name, line) in [
        ("justice", "recipients list minister of justice of zambia"),
        ("russian", "recipients list министр юстиции Замбии"),
        ("unknown", "recipients list Narnia Lamppost"),
        ("filters", "recipients list --kind prison --country TR"),
        ("channel", "recipients list --kind court --country TR --channel fax"),
    ] {
        let run = world.line(line);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run}");
        agreed!(format!("list_fill_in_{name}"), run);
    }
    // Those that have the word in their names are shown, and that they are not of that kind.
    let near = world.line("recipients list president italy");
    assert!(near.stdout.starts_with("it-prime-minister\t"), "{near}");
    assert!(near.stderr.contains("none is registered as head-of-state"), "{near}");
}

#[test]
fn json_is_one_object_per_office() {
    let run = known().line("recipients list --country AQ --json");
    let ids: Vec<_> = run.json().iter().map(|office| office["id"].as_str().unwrap().to_owned()).collect();
    let plain = known().line("recipients list --country AQ");
    let plain: Vec<_> = plain.stdout.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect();
    assert_eq!(ids, plain);
    assert_eq!(known().line("recipients list atlantis --json").stdout, "");
}

#[test]
fn a_wrong_filter_is_an_error() {
    for (line, name) in [("--country XX", "country"), ("--channel pigeon", "channel"), ("--kind embasy", "kind")] {
        let run = known().line(&format!("recipients list {line}"));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run}");
        agreed!(format!("list_wrong_{name}"), run);
    }
}
