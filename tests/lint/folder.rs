//! Mistakes that are none of one line: what a folder has and lacks, and what is not said.

use crate::good::{DE, EN, RU, TOML, with};
use crate::{checked, lines};

#[test]
fn what_is_wrong_with_the_folder_is_found() {
    let long = EN.replace("To strike for", &"One word more is said here today. ".repeat(80));
    let (front, body) =
        EN.split_once("demands = [").map(|(front, rest)| (front, rest.split_once("]\n").unwrap().1)).unwrap();
    let no_demands = format!("{front}{}", body.replace("{{#each demands}}\n- {{this}}\n{{/each}}\n", "They know.\n"));
    let (start, end) = (RU.find("{{Я/Мы}}").unwrap(), RU.find("{{#each").unwrap());
    let half = format!(
        "{}{{{{signatory}}}} {{{{#if own_words}}}}{{{{own_words}}}}{{{{/if}}}}\n\n{}",
        &RU[..start],
        &RU[end..]
    );
    let greeted = TOML.replace("embassy_of = \"AQ\"", "embassy_of = \"TR\"");
    let ungreeted = EN.replace("salutation = \"Dear Sir or Madam,\"\n", "");
    let council = "[[office]]\nid = \"aq-council\"\nkind = \"other\"\ncountry = \"AQ\"\nnames.en = \"Council\"\n";
    let named = TOML.replace("\"aq-foreign-ministry\"]", "\"aq-foreign-ministry\", \"aq-council\"]");
    for (rule, files) in [
        ("file", vec![("en.md", EN.to_owned())]),
        ("letter-file", with(TOML, &[("letter.md", EN)])),
        ("letter-file", with(TOML, &[("en.md", EN), ("de.md", "Guten Tag")])),
        ("letter-file", with(TOML, &[])),
        (
            "listed-languages",
            with(&TOML.replace("embassy_of", "languages = [\"en\"]\nembassy_of"), &[("en.md", EN), ("de.md", DE)]),
        ),
        ("unused-file", with(TOML, &[("en.md", EN), ("more.md", "More.\n")])),
        // The court and the ministry have their own; an embassy of which only the city is known has none.
        ("no-salutation", with(&greeted, &[("en.md", &ungreeted)])),
        ("no-demands", with(TOML, &[("en.md", &no_demands)])),
        ("languages-length", with(TOML, &[("en.md", EN), ("ru.md", &half)])),
        ("letter-long", with(TOML, &[("en.md", &long)])),
        ("no-channel", with(&format!("{named}{council}"), &[("en.md", EN)])),
        (
            "no-channel",
            with(
                &format!(
                    "{named}{council}[[office.channel]]\ntype = \"phone\"\nvalue = \"+6721234567\"\nsource = \"https://a.example\"\nchecked = 2026-11-01\n"
                ),
                &[("en.md", EN)],
            ),
        ),
    ] {
        let found = lines(&checked("c", &files));
        assert!(found.iter().any(|line| line.starts_with(&format!("{rule} "))), "{rule}: {found:#?}");
    }
}

#[test]
fn a_blank_in_capitals_is_no_shouting() {
    let blank = EN.replace("To strike for", "[WHAT HAPPENED AND WHERE] To strike for");
    let found = lines(&checked("c", &with(TOML, &[("en.md", &blank)])));
    assert!(found.iter().any(|line| line.starts_with("left-to-fill-in ")), "{found:#?}");
    assert!(!found.iter().any(|line| line.starts_with("capitals ")), "{found:#?}");
}

#[test]
fn a_number_that_its_source_prints_as_both_is_no_mistake() {
    let number = |kind: &str| {
        format!(
            "[[office.channel]]\ntype = \"{kind}\"\nvalue = \"+493012345678\"\nprinted = \"Tel./Fax: 030 12345678\"\nsource = \"https://harbour-court.example/contact\"\nchecked = 2026-11-01\n\n"
        )
    };
    let channels = format!("{}{}", number("phone"), number("fax"));
    let second = TOML.rfind("[[office]]\nid = \"aq-foreign-ministry\"").unwrap();
    for (printed, is_found) in [(channels.clone(), false), (channels.replace("Tel./Fax: ", ""), true)] {
        let facts = format!("{}{printed}{}", &TOML[..second], &TOML[second..]);
        let found = lines(&checked("c", &with(&facts, &[("en.md", EN)])));
        assert_eq!(found.iter().any(|line| line.contains("is its fax")), is_found, "{found:#?}");
    }
}

#[test]
fn one_number_in_place_of_another_is_found_in_words_too() {
    let at = |text: &str, word: &str, number: &str| text.replacen(word, &format!("{number} {word}"), 1);
    let said = |letters: &[(&'static str, String)]| {
        let letters: Vec<(&'static str, &str)> = letters.iter().map(|(name, text)| (*name, text.as_str())).collect();
        lines(&checked("c", &with(TOML, &letters)))
    };
    for (english, german, russian, is_found) in [
        ("rest for ten hours,", "zehn Stunden Pause,", "десяти часов,", None),
        ("rest for 10 hours,", "zehn Stunden Pause,", "десяти часов,", None),
        ("rest for eleven hours,", "zehn Stunden Pause,", "десяти часов,", Some("en.md")),
        ("rest for ten hours,", "zwölf Stunden Pause,", "десяти часов,", Some("de.md")),
        ("rest for ten hours,", "10 Stunden Pause,", "девяти часов,", Some("ru.md")),
        // What one language counts and another does not, and one span counted in two ways.
        ("both of them,", "zwei davon,", "обоих,", None),
        ("for two weeks,", "14 Tage,", "14 дней,", None),
        ("at 5.40 p.m.,", "um 17.40 Uhr,", "в 17.40,", None),
        ("with two thousand others,", "mit 2000 anderen,", "с 2000 другими,", None),
    ] {
        let found = said(&[
            ("en.md", at(EN, "when 340", english)),
            ("de.md", at(DE, "als 340", german)),
            ("ru.md", at(RU, "бастовали 340", russian)),
        ]);
        let is_said = match is_found {
            None => found.is_empty(),
            Some(file) => found.len() == 1 && found[0].starts_with(&format!("languages-numbers {file}:")),
        };
        assert!(is_said, "{english} {german} {russian}: {found:#?}");
    }
}

#[test]
fn the_first_name_of_one_person_before_the_last_of_another_is_found() {
    let two = TOML.replace("persons = [", "persons = [{ name = \"Olaf van der Berg\" }, ");
    for (named, is_found) in [
        ("Ada Marsh and Olaf van der Berg", false),
        ("Ada Marsh, Olaf van der Berg", false),
        ("Ada van der Berg and Olaf Marsh", true),
    ] {
        let letter = EN.replace("Ada Marsh", named);
        let found = lines(&checked("c", &with(&two, &[("en.md", &letter)])));
        let crossed: Vec<&String> =
            found.iter().filter(|line| line.starts_with("person-misspelt en.md:2:20 ")).collect();
        assert_eq!(!crossed.is_empty(), is_found, "{found:#?}");
        assert_eq!(found.is_empty(), !is_found, "{found:#?}");
    }
}

#[test]
fn a_slip_in_a_name_is_said_once() {
    let letter = EN.replace("subject = \"Release Ada Marsh\"", "subject = \"Release Ada Marhs\"");
    let found = lines(&checked("c", &with(TOML, &[("en.md", &letter), ("de.md", DE), ("ru.md", RU)])));
    assert_eq!(found.len(), 1, "{found:#?}");
}
