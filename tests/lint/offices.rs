//! Offices of a campaign: each is looked at, however many there are, and greeted as what it is.

use crate::good::{DE, EN, FR, RU, TOML, with};
use crate::{checked, lines};

/// A second embassy of the campaign's own, behind the one in London.
const PARIS: &str = r#"
[[office]]
id = "aq-embassy-fr"
kind = "embassy"
represents = "AQ"
host = "FR"
names.en = "Embassy of Antarctica in France"
languages = ["fr", "en"]

[[office.channel]]
type = "email"
value = "paris@antarctica.example"
source = "https://antarctica.example/paris"
checked = 2026-11-01
"#;

/// What is found, without what is said of it.
fn found(toml: &str) -> Vec<String> {
    let letters = [("en.md", EN), ("de.md", DE), ("ru.md", RU)];
    let found = lines(&checked("c", &with(toml, &letters)));
    found.iter().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
}

/// Where a piece of the second embassy stands.
fn place(toml: &str, piece: &str) -> String {
    let at = toml.rfind(piece).unwrap();
    let column = toml[..at].rsplit('\n').next().unwrap().chars().count() + 1;
    format!("campaign.toml:{}:{column}", toml[..at].matches('\n').count() + 1)
}

#[test]
fn every_embassy_of_the_campaign_is_judged() {
    let all = TOML.to_owned() + PARIS;
    assert_eq!(found(&all), [""; 0]);
    let channel = &PARIS[PARIS.find("\n[[office.channel]]").unwrap()..];
    for (rule, from, to, at) in [
        ("no-channel", channel, "", "\"aq-embassy-fr\""),
        (
            "no-channel",
            "type = \"email\"\nvalue = \"paris@antarctica.example\"",
            "type = \"phone\"\nvalue = \"+33145678901\"",
            "\"aq-embassy-fr\"",
        ),
        ("office-language", "[\"fr\", \"en\"]", "[\"ja\"]", "\"aq-embassy-fr\""),
        (
            "office-salutation",
            "languages = [\"fr\"",
            "salutation.en = \"Dear Minister,\"\nlanguages = [\"fr\"",
            "\"Dear Minister",
        ),
    ] {
        assert!(PARIS.contains(from), "{from}");
        let toml = TOML.to_owned() + &PARIS.replace(from, to);
        assert_eq!(found(&toml), [format!("{rule} {}", place(&toml, at))], "{to}");
    }
    let copy = all.replace("copies@ross-harbour.example", "paris@antarctica.example");
    let copied = found(&copy);
    let expected = format!("copy-office {}", place(&copy, "\"paris@antarctica.example\"]"));
    assert!(copied.contains(&expected), "{copied:#?}");
}

#[test]
fn embassies_that_get_nothing_are_named_once() {
    let all = TOML.to_owned() + PARIS;
    let of = |toml: &str| found(toml).into_iter().filter(|line| line.starts_with("office-unused")).collect::<Vec<_>>();
    let other = all.replace("embassy_of = \"AQ\"", "embassy_of = \"KZ\"");
    assert_eq!(of(&other), [format!("office-unused {}", place(&other, "\"aq-embassy-gb\""))]);
    let nobody = all.replace("recipients = [\"aq-harbour-court\", \"aq-foreign-ministry\"]\nembassy_of = \"AQ\"", "");
    assert_eq!(of(&nobody), [""; 0]);
}

#[test]
fn companies_and_the_like_have_presidents_and_no_judges() {
    for (letter, right, wrong) in [
        (
            ("en.md", EN),
            ["Dear President,", "Dear Director,", "Dear Madam President,"],
            ["Dear Minister,", "Your Honour,", "Dear Members of the Court,", "Dear Ambassador,", "Your Honours,"],
        ),
        (
            ("de.md", DE),
            ["Sehr geehrter Herr Präsident,", "Sehr geehrte Frau Direktorin,", "Sehr geehrter Herr Berg,"],
            [
                "Sehr geehrter Herr Minister,",
                "Sehr geehrte Frau Richterin,",
                "Sehr geehrte Mitglieder des Gerichts,",
                "Sehr geehrter Herr Botschafter,",
                "Sehr geehrte Frau Staatsanwältin,",
            ],
        ),
        (
            ("fr.md", FR),
            ["Monsieur le Président,", "Madame la Directrice,", "Mesdames, Messieurs,"],
            [
                "Madame la Ministre,",
                "Monsieur le Juge,",
                "Mesdames et Messieurs les juges,",
                "Monsieur l’Ambassadeur,",
                "Madame la Procureure,",
            ],
        ),
        (
            ("ru.md", RU),
            ["Уважаемый господин президент!", "Уважаемый господин директор!", "Уважаемый господин председатель!"],
            [
                "Уважаемый господин министр!",
                "Уважаемый господин судья!",
                "Ваша честь!",
                "Уважаемый господин посол!",
                "Уважаемый господин прокурор!",
            ],
        ),
    ] {
        let language = letter.0.trim_end_matches(".md");
        for kind in ["company", "media", "international-organisation"] {
            let greeted = |salutation: &str| {
                let toml = TOML.replace("kind = \"court\"", &format!("kind = \"{kind}\"")).replace(
                    "languages = [\"en\"]\nsalutation.en = \"Dear Members of the Court,\"",
                    &format!("languages = [\"en\", \"fr\"]\nsalutation.{language} = \"{salutation}\""),
                );
                let found = lines(&checked("c", &with(&toml, &[("en.md", EN), letter])));
                found.iter().filter(|line| line.starts_with("office-salutation")).count()
            };
            for salutation in right {
                assert_eq!(greeted(salutation), 0, "{kind}: {salutation}");
            }
            for salutation in wrong {
                assert_eq!(greeted(salutation), 1, "{kind}: {salutation}");
            }
        }
    }
}
