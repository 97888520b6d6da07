//! What `write` and other commands ask for, and only that.

use super::*;

#[test]
fn write_asks_for_what_is_missing_and_again_when_it_is_wrong() {
    let world = World::new();
    let mut person = world.with_result(&["write", "kazakhstan-2011-arrest-threat", "--lang", "en"]);
    person.sees("Who signs the letter?").picks(&[]);
    person.sees("Name of the person who signs:").types("");
    person.sees("A value is required").sees("signs:").types("Jo Smith");
    person.sees("Country you write from").types("Narnia");
    person.sees("Not quite: write the two letters of the country").sees("GB").types("germany");
    person.sees("germany is DE.");
    assert_eq!(person.ends().0, 0);
    let letter = world.read("out");
    assert!(letter.contains("Jo Smith") && letter.contains("Embassy of the Republic of Kazakhstan"), "{letter}");
}

#[test]
fn a_wrong_flag_is_asked_for_again_and_nothing_else() {
    let world = World::new();
    let mut person = world.with_result(&["write", "narnia", "--name", "Jo", "--email", "jo"]);
    person.sees("Not quite: email \"jo\":").sees("E-mail address for an answer:").types("jo@union.test");
    assert_eq!(person.ends().0, 0);
    assert!(world.read("out").contains("jo@union.test"));
}

#[test]
fn without_a_terminal_every_missing_flag_is_named() {
    let world = World::new();
    for (arguments, named) in [
        (vec![], vec!["no command given", "outcry write", "outcry --help"]),
        (vec!["write", "kazakhstan-2011-arrest-threat"], vec!["--name", "--country"]),
        (vec!["send", "narnia"], vec!["--name", "--account", "--server", "--yes"]),
        (vec!["account", "add", "branch"], vec!["--preset", "--host", "--user", "--from"]),
        (vec!["account", "add", "branch", "--preset", "generic"], vec!["--host", "--user", "--from"]),
    ] {
        let output = world.without_terminal(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
        assert!(output.stdout.is_empty(), "{arguments:?}");
        for name in named {
            assert!(said(&output).contains(name), "{arguments:?} does not name {name}: {}", said(&output));
        }
    }
    let (code, screen) = world.at_terminal(&["--no-input"]).ends();
    assert!(code == 2 && screen.contains("no command given"), "{screen}");
}

#[test]
fn an_office_is_added_by_answers_and_by_pasting() {
    let world = World::new();
    let mut person = world.with_result(&["recipients", "add", "--kind", "court"]);
    person.sees("What the office is called:").types("High Court of Zambia");
    person.sees("Its country:").types("Narnia").sees("Not quite").sees("Its country:").types("zambia");
    person
        .sees("e-mail address")
        .types("nobody")
        .sees("Not quite")
        .sees("e-mail address")
        .types("info@judiciary.gov.zm");
    person
        .sees("postal address")
        .types("")
        .sees("telephone")
        .types("")
        .sees("fax")
        .types("")
        .sees("web form")
        .types("");
    person.sees("Languages").types("en").sees("The page that shows").types("https://www.judiciaryzambia.com/contact");
    person.sees("The day of that page").types("").sees("Did you confirm").types("n");
    person.sees("names.en = \"High Court of Zambia\"").sees("Write this into").types("y").sees("Saved in");
    assert_eq!(person.ends().0, 0);
    assert_eq!(world.read("out"), "added\tzm-court\n");
    let mut person = world.at_terminal(&["recipients", "add", "--paste", "--source", "https://moj.gov.zm/"]);
    person.sees("Paste the office").types("Minister of Justice of Zambia").types("Fax: +260 211 251330").types(".");
    person.sees("Languages").types("").sees("The day of that page");
    person.types("").sees("Did you confirm").types("n").sees("Write this into").types("n").sees("Nothing was written.");
    assert_eq!(person.ends().0, 0);
    assert!(!world.read("config/outcry/recipients.toml").contains("zm-justice-ministry"));
}
