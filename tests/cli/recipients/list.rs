//! `recipients list`: offices found by any name in any script, and narrowed by what is known of them.

use super::*;

fn ids(world: &World, line: &str) -> Vec<String> {
    let run = world.line(&format!("recipients list {line}"));
    assert_eq!(run.code, 0, "{run}");
    run.stdout.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

#[test]
fn an_office_is_found_by_any_of_its_names() {
    let world = known();
    for (words, found) in [
        // Names and made names in other scripts, and in other cases.
        ("посольство казахстан великобритании", "kz-embassy-gb"),
        ("ПОСОЛЬСТВО Льда", "aq-embassy-nz"),
        ("елшілігі антарктиданың", "aq-embassy-nz"),
        ("botschaft kasachstan königreich", "kz-embassy-gb"),
        ("botschaft kasachstan konigreich", "kz-embassy-gb"),
        // Accents are one way to write a letter.
        ("Zurich", "fr-consulate-general-ch-zurich"),
        ("Zürich", "fr-consulate-general-ch-zurich"),
        ("botschaft turkei deutschland", "tr-embassy-de"),
        // By alias, city, id, and a mix of them.
        ("ice house", "aq-embassy-nz"),
        ("wellington antarctica", "aq-embassy-nz"),
        ("embassy kz gb", "kz-embassy-gb"),
        ("embassy kz london", "kz-embassy-gb"),
        ("Q16867391", "kz-embassy-gb"),
    ] {
        let ids = ids(&world, words);
        assert!(ids.iter().any(|id| id == found), "{words}: {ids:?}");
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
    let everywhere = ids(&world, "--all").len();
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
fn without_filters_the_rest_is_hinted_at() {
    let run = known().line("recipients list");
    assert_eq!(
        run.stderr,
        "The missions of every state are not shown; to include them, give a word, --country, --kind or --all.\n"
    );
    assert_eq!(known().line("recipients list --json").stderr, "");
    assert_eq!(known().line("recipients list --all").stderr, "");
}

#[test]
fn json_is_one_object_per_office() {
    let run = known().line("recipients list --country AQ --json");
    let ids: Vec<_> = run.json().iter().map(|office| office["id"].as_str().unwrap().to_owned()).collect();
    let plain: Vec<_> = self::ids(&known(), "--country AQ");
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
