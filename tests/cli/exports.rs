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
        ("surveymonkey.csv", true, &[]),
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

#[test]
fn a_map_that_would_not_be_used_is_an_error() {
    let list = "Nome,Cognome,Land,Notiz,Notiz\nGiulia,Conti,IT,,\n";
    let world = harbour().file("list.csv", list);
    let write = "write harbour --to aq-court -f json --all-consented --signatories list.csv";
    for (flags, expected) in [
        ("--map name=Nome --map last_name=Cognome", "invalid value for --map: last_name is a part of the name"),
        ("--map name=Nome --map role=Nome", "the column \"Nome\" is given for two fields"),
        ("--map role=Nome --map role=Land", "role is given twice"),
        ("--map role=Notiz", "several columns are called \"Notiz\" or begin so: D, E; give the letter of one"),
        ("--map role=F", "the list has no column \"F\""),
        ("--ignore F", "invalid value for --ignore: the list has no column \"F\""),
        ("--map role=D --ignore D", "invalid value for --ignore: --map gives a meaning to the column \"D\""),
    ] {
        let run = world.line(&format!("{write} {flags}"));
        assert!(run.code == 2 && run.stderr.contains(expected), "{flags}\n{run}");
    }
    for (flags, expected) in [
        ("", "Giulia Conti"),
        ("--map first_name=A --map last_name=b", "Giulia Conti"),
        ("--map name=Cog", "Conti"),
        ("--map first_name=B --map last_name=A", "Conti Giulia"),
        ("--ignore Nome", "Conti"),
        ("--map last_name=", "Giulia"),
    ] {
        let run = world.line(&format!("{write} {flags}"));
        assert_eq!((run.code, run.json()[0]["signature"][0].as_str()), (0, Some(expected)), "{flags}\n{run}");
    }
}

#[test]
fn what_the_header_leaves_open_is_asked_with_the_first_values() {
    let list = "Name,Email,E-Mail,Name of the ship,Consent to newsletter,Stadt\n\
        Jo,jo@a.test,jo@b.test,Aurora,yes,Bonn\nAl,al@a.test,al@b.test,Borealis,no,Kiel\n";
    agreed!("exports_open", harbour().file("list.csv", list).line("write harbour --signatories list.csv"));
}

#[test]
fn what_stands_for_nothing_is_left_out_and_said() {
    let list =
        "Name,Email,Street,City,Country,Consent\nJo Roe,anonymous,1 Quay,Oban,GB,yes\nAl Poe,al@a.test,,Kiel,DE,yes\n";
    let world = harbour().file("list.csv", list);
    let run = world.line("write harbour --to aq-court -f json --signatories list.csv");
    let letters = run.json();
    let signed = |at: usize| letters[at]["signature"].to_string();
    assert_eq!([signed(0), signed(1)], [r#"["Jo Roe","1 Quay","Oban"]"#, r#"["Al Poe","al@a.test"]"#], "{run}");
    for said in ["\"anonymous\" stands for no email", "the address has no street"] {
        assert!(run.stderr.contains(said), "{run}");
    }
}
