//! Lists as programs export them, each read without a word about its columns.

use std::path::Path;

use super::*;

/// Whoever signs: ten people, of whom the last did not agree.
const TEN: [&str; 10] = [
    "Jo Smith",
    "Ana Roe Paz",
    "Jan van der Berg",
    "Zoë Müller",
    "Élodie Dupont",
    "Giulia Conti",
    "Lee B. Oakes",
    "Kim O'Neill",
    "Ayşe Demir",
    "Marek Nowak",
];

const CYRILLIC: [&str; 9] = [
    "Джо Смит",
    "Ана Роэ Пас",
    "Ян ван дер Берг",
    "Зоя Мюллер",
    "Элоди Дюпон",
    "Джулия Конти",
    "Ли Оукс",
    "Ким О’Нил",
    "Айше Демир",
];

/// What the exports say of the fifth person's address.
const STREET: &[&str] = &["3 rue du Port", "13002 Marseille"];
const WHOLE: &[&str] = &["3 rue du Port", "Bâtiment C", "13002 Marseille"];

#[test]
fn every_export_is_read_as_it_comes() {
    // `true`: the list says who agreed; a member program has no column for that.
    for (name, says_consent, address) in [
        ("google-forms.csv", true, &[][..]),
        ("google-forms-de.csv", true, STREET),
        ("microsoft-forms.csv", true, &[]),
        ("typeform.csv", true, &[]),
        ("limesurvey.csv", true, &[]),
        ("jotform.csv", true, WHOLE),
        ("gravity-forms.csv", true, WHOLE),
        ("framaforms.csv", true, &[]),
        ("nextcloud-forms.csv", true, &[]),
        ("action-network.csv", true, STREET),
        ("civicrm.csv", false, WHOLE),
        ("nationbuilder.csv", false, WHOLE),
        ("mailchimp.csv", false, &["3 rue du Port, 13002 Marseille"]),
        ("everyaction.csv", false, STREET),
        ("salsa.csv", false, WHOLE),
        ("airtable.csv", true, &[]),
        ("excel-german.csv", true, STREET),
        ("excel-french.txt", true, WHOLE),
        ("excel-russian.csv", true, STREET),
        ("libreoffice.csv", true, STREET),
    ] {
        let bytes = std::fs::read(Path::new("tests/rosters/exports").join(name)).unwrap();
        let world = harbour().bytes(name, &bytes);
        let consent = if says_consent { "" } else { " --all-consented" };
        let line = format!("write harbour --to aq-court -f json --skip-bad-rows --signatories {name}{consent}");
        let run = world.line(&line);
        let left_out = usize::from(says_consent);
        assert_eq!((run.code, run.stderr.matches("1 row left out").count()), (0, left_out), "{name}\n{run}");
        let letters = run.json();
        let signed = |letter: &serde_json::Value| letter["signature"][0].as_str().unwrap().to_owned();
        let names: Vec<String> = letters.iter().map(signed).collect();
        let mut expected: Vec<String> = TEN[..10 - left_out].iter().map(|name| (*name).to_owned()).collect();
        match name {
            "excel-russian.csv" => expected = CYRILLIC.map(str::to_owned).to_vec(),
            "gravity-forms.csv" | "everyaction.csv" => "Dr. Zoë Müller".clone_into(&mut expected[3]),
            _ => {}
        }
        assert_eq!(names, expected, "{name}\n{run}");
        let fifth: Vec<&str> =
            letters[4]["signature"].as_array().unwrap().iter().filter_map(|line| line.as_str()).collect();
        let written = [address, &["elodie.dupont@family.example"]].concat();
        assert_eq!(fifth[1..], written, "{name}\n{run}");
    }
}
