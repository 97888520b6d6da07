//! Mistakes that are none of one line: what a folder has and lacks, and what is not said.

use crate::good::{DE, EN, ES, FR, RU, TOML, with};
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
fn a_person_is_a_woman_or_a_man_in_every_letter() {
    let at = |text: &str, begin: &str, said: &str| text.replacen(begin, &format!("{said}\n{begin}"), 1);
    for (german, spanish, is_found) in [
        ("Frau Marsh wartet.", "La señora Marsh espera.", false),
        ("Frau Marsh und ihr Mann, Herr Marsh, warten.", "La señora Marsh espera.", false),
        ("Herr Marsh wartet.", "La señora Marsh espera.", true),
    ] {
        let letters = [
            ("en.md", at(EN, "To strike", "Ms Marsh waits.")),
            ("de.md", at(DE, "Für einen", german)),
            ("es.md", at(ES, "Hacer huelga", spanish)),
        ];
        let letters: Vec<(&'static str, &str)> = letters.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let found = lines(&checked("c", &with(TOML, &letters)));
        let is_said = found.len() == 1 && found[0].starts_with("languages-names de.md:19:1 ");
        assert!(if is_found { is_said } else { found.is_empty() }, "{german}: {found:#?}");
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
        ("12 hours' rest in ten days,", "12 Stunden Pause in zwölf Tagen,", "12 часов за десять дней,", Some("de.md")),
        ("with thirteen others,", "mit dreizehn anderen,", "с тринадцатью другими,", None),
        ("with thirteen others,", "mit vierzehn anderen,", "ещё 13 человек,", Some("de.md")),
        ("with twenty others,", "mit zwanzig anderen,", "и тридцать других,", Some("ru.md")),
        ("with twenty-two others,", "mit 22 anderen,", "и двадцать два других,", None),
        // What one language counts and another does not, and one span counted in two ways.
        ("both of them,", "zwei davon,", "обоих,", None),
        ("in the 21st week,", "in der einundzwanzigsten Woche,", "на 21-й неделе,", None),
        ("up to 48 hours,", "bis zu zwei Tage,", "до 48 часов,", None),
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

/// A subject has no room for several persons; the body has.
#[test]
fn of_two_persons_a_subject_need_not_name_both() {
    let two = TOML.replace("persons = [", "persons = [{ name = \"Olaf Berg\" }, ");
    let both = EN.replace("The docker Ada Marsh has", "The dockers Ada Marsh and Olaf Berg have");
    for (letter, rules) in [
        (both.clone(), vec![]),
        (both.replace("subject = \"Release Ada Marsh\"", "subject = \"Release the dockers\""), vec![]),
        (EN.to_owned(), vec!["person-nowhere"]),
        (EN.replace("subject = \"Release Ada Marsh", "subject = \"Release Olaf Berg"), vec!["person-not-named"]),
    ] {
        let found = lines(&checked("c", &with(&two, &[("en.md", &letter)])));
        let found: Vec<&str> = found.iter().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(found, rules, "{letter}");
    }
}

/// Nobody chose how a link or a mailbox is spelt, and a page in another language is the same page.
#[test]
fn what_stands_in_a_link_is_no_slip() {
    let linked = |text: &str, begin: &str, link: &str| text.replacen(begin, &format!("{link}.\n{begin}"), 1);
    for (english, german, is_found) in [
        ("<https://marhs.example/en/ada-marhs>", "<https://marhs.example/de/ada-marhs>", false),
        ("[Write](mailto:ada.marhs@a.example)", "Schreiben Sie an ada.marhs@a.example", false),
        ("<https://marhs.example/en/appeal>", "<https://marhs.example/de/crew>", true),
    ] {
        let (english, german) = (linked(EN, "To strike", english), linked(DE, "Für einen", german));
        let found = lines(&checked("c", &with(TOML, &[("en.md", &english), ("de.md", &german)])));
        let is_links = |line: &String| line.starts_with("languages-links ");
        assert!(found.iter().all(is_links) && found.is_empty() != is_found, "{german}: {found:#?}");
    }
}

/// In an English letter, or in another, the demands first and the rule if it finds something.
#[test]
fn the_same_demand_in_other_words_is_found() {
    for (file, letter, first, second, is_found) in [
        (
            "en.md",
            EN,
            "Release Ada Marsh or bring her before a judge.",
            "Free Ada Marsh or take her before a judge.",
            true,
        ),
        (
            "en.md",
            EN,
            "Release Ada Marsh and her papers today.",
            "Release Ada Marsh and her papers from court today.",
            true,
        ),
        ("en.md", EN, "Pay the 12 dockers of the harbour now.", "Reinstate the 12 dockers of the harbour now.", false),
        (
            "en.md",
            EN,
            "Drop the charge of theft against Ada Marsh.",
            "Drop the charge of theft against Olaf Berg.",
            false,
        ),
        (
            "en.md",
            EN,
            "Pay the wages that the dockers earned in May.",
            "Pay the wages that the dockers earned in June.",
            false,
        ),
        ("en.md", EN, "Let her see her lawyer in prison.", "Let her see her doctor in prison.", false),
        (
            "de.md",
            DE,
            "Lassen Sie Ada Marsh frei oder bringen Sie sie vor einen Richter.",
            "Geben Sie Ada Marsh frei oder stellen Sie sie vor ein Gericht.",
            true,
        ),
        (
            "fr.md",
            FR,
            "Libérez Ada Marsh ou présentez-la à un juge.",
            "Relâchez Ada Marsh ou déférez-la à un juge.",
            true,
        ),
        (
            "es.md",
            ES,
            "Liberen a Ada Marsh o llévenla ante un juez.",
            "Excarcelen a Ada Marsh o preséntenla ante un juez.",
            true,
        ),
        (
            "ru.md",
            RU,
            "Освободить Аду Марш или доставить её к судье.",
            "Отпустить Аду Марш или привести её к судье.",
            true,
        ),
    ] {
        let start = letter.find("demands = [").unwrap() + "demands = [".len();
        let end = start + letter[start..].find("]\n").unwrap();
        let letter = format!("{}\n  \"{first}\",\n  \"{second}\",{}", &letter[..start], &letter[end..]);
        let found = lines(&checked("c", &with(TOML, &[(file, &letter)])));
        let is_said = found.iter().any(|line| line.starts_with("demand-twice "));
        assert_eq!(is_said, is_found, "{second}: {found:#?}");
    }
}

#[test]
fn a_number_above_the_demands_is_theirs() {
    for (file, letter, lead, said, is_found) in [
        ("en.md", EN, "to take these steps:", "to take these two steps:", true),
        ("en.md", EN, "to take these steps:", "to take these three steps:", false),
        ("en.md", EN, "to take these steps:", "to take 4 simple steps:", true),
        ("en.md", EN, "to take these steps:", "to free the two dockers in these steps:", false),
        ("de.md", DE, "diese Schritte", "zwei Schritte", true),
        ("de.md", DE, "diese Schritte", "drei Schritte", false),
        ("fr.md", FR, "les mesures suivantes", "deux mesures", true),
        ("fr.md", FR, "les mesures suivantes", "ces trois mesures", false),
        ("es.md", ES, "estas medidas", "estas cuatro medidas", true),
        ("es.md", ES, "estas medidas", "estas tres medidas", false),
        ("ru.md", RU, ":\n\n{{#each", " сделать два шага:\n\n{{#each", true),
        ("ru.md", RU, ":\n\n{{#each", " сделать три шага:\n\n{{#each", false),
    ] {
        assert!(letter.contains(lead), "{lead}: {letter}");
        let letter = letter.replace(lead, said);
        let found = lines(&checked("c", &with(TOML, &[(file, &letter)])));
        let is_said = found.iter().any(|line| line.starts_with("demands-counted "));
        assert_eq!(is_said, is_found, "{said}: {found:#?}");
    }
}

#[test]
fn blanks_without_brackets_are_found() {
    for (file, letter, begin, said, blank) in [
        ("en.md", EN, "To strike", "She was held on XX November 2026.", Some("XX November")),
        ("en.md", EN, "To strike", "She was held on xx.xx.2026.", Some("xx.xx")),
        ("en.md", EN, "To strike", "She was held in May 20XX.", Some("20XX")),
        ("en.md", EN, "To strike", "She is ?? years old.", Some("??")),
        ("en.md", EN, "To strike", "The docker N.N. was there.", Some("N.N.")),
        ("en.md", EN, "To strike", "The docker N. N. Petrov was there.", None),
        ("en.md", EN, "To strike", "Click here to enter text.", Some("Click here to enter")),
        (
            "en.md",
            EN,
            "To strike",
            "They were 340 (Ana, please check the figure).",
            Some("(Ana, please check the figure)"),
        ),
        ("en.md", EN, "To strike", "Please check the figure, which the court has.", None),
        ("en.md", EN, "To strike", "Super Bowl XX was played there.", None),
        ("de.md", DE, "Für einen", "Es waren 340 (bitte prüfen).", Some("(bitte prüfen)")),
        ("de.md", DE, "Für einen", "Der Kollege N.N. war dort.", Some("N.N.")),
        ("fr.md", FR, "Faire grève", "Elle a XX ans.", Some("XX ans")),
        ("fr.md", FR, "Faire grève", "Ils étaient 340 (à vérifier).", Some("(à vérifier)")),
        ("es.md", ES, "Hacer huelga", "Fue el XX de noviembre.", Some("XX de")),
        ("es.md", ES, "Hacer huelga", "En el siglo XX hubo otra huelga.", None),
        ("es.md", ES, "Hacer huelga", "Eran 340 (comprobar).", Some("(comprobar)")),
        ("ru.md", RU, "Забастовка за", "Их было 340 (проверить).", Some("(проверить)")),
        ("ru.md", RU, "Забастовка за", "XX съезд был там.", None),
        ("ru.md", RU, "Забастовка за", "Это было XX ноября.", Some("XX ноября")),
    ] {
        assert!(letter.contains(begin), "{begin}");
        let letter = letter.replace(begin, &format!("{said}\n{begin}"));
        let found = lines(&checked("c", &with(TOML, &[(file, &letter)])));
        let found: Vec<&String> = found.iter().filter(|line| line.starts_with("left-to-fill-in ")).collect();
        assert_eq!(found.len(), usize::from(blank.is_some()), "{said}: {found:#?}");
        if let Some(blank) = blank {
            assert!(found[0].contains(&format!("({blank:?})")), "{said}: {found:#?}");
        }
    }
}

/// Sentences about a day to come, or about another state, as a letter may have them.
#[test]
fn days_to_come_and_neighbours_pass() {
    for (file, letter, begin, said) in [
        ("en.md", EN, "To strike", "She was arrested in May and will be tried on 3 May 2027."),
        ("en.md", EN, "To strike", "She was sentenced to stay in prison until 3 May 2027."),
        ("en.md", EN, "To strike", "She fled from Bolivia, and Chile let her in."),
        ("de.md", DE, "Für einen", "Am 3. Mai 2027 wird sie verurteilt."),
        ("fr.md", FR, "Faire grève", "Elle sera condamnée le 3 mai 2027."),
        ("es.md", ES, "Hacer huelga", "La huelga seguirá desde el 3 de mayo de 2027."),
        ("ru.md", RU, "Забастовка за", "Забастовка начнётся с 3 мая 2027 года."),
    ] {
        let letter = letter.replace(begin, &format!("{said}\n{begin}"));
        let found = lines(&checked("c", &with(TOML, &[(file, &letter)])));
        let is_it = |line: &&String| line.starts_with("impossible-date ") || line.starts_with("embassy-of ");
        assert_eq!(found.iter().filter(is_it).count(), 0, "{said}: {found:#?}");
    }
    for (file, letter, begin, said) in [
        ("fr.md", FR, "Faire grève", "Elle a été arrêtée à Ross Harbour le 3 mai 2027."),
        ("es.md", ES, "Hacer huelga", "Fue detenida el 3 de mayo de 2027."),
        ("de.md", DE, "Für einen", "Sie wurde am 3. Mai 2027 verhaftet."),
        ("fr.md", FR, "Faire grève", "Les autorités du Pérou le savent."),
        ("es.md", ES, "Hacer huelga", "Las autoridades de Bolivia lo saben."),
    ] {
        let letter = letter.replace(begin, &format!("{said}\n{begin}"));
        let found = lines(&checked("c", &with(TOML, &[(file, &letter)])));
        let is_it = |line: &&String| line.starts_with("impossible-date ") || line.starts_with("embassy-of ");
        assert_eq!(found.iter().filter(is_it).count(), 1, "{said}: {found:#?}");
    }
}

#[test]
fn a_tab_is_named() {
    let tab = EN.replace("To strike for", "\tTo strike for");
    let found = lines(&checked("c", &with(TOML, &[("en.md", &tab)])));
    assert!(found.iter().any(|line| line.starts_with("markup en.md:") && line.ends_with(" Tab")), "{found:#?}");
}

#[test]
fn a_slip_in_a_name_is_said_once() {
    let letter = EN.replace("subject = \"Release Ada Marsh\"", "subject = \"Release Ada Marhs\"");
    let found = lines(&checked("c", &with(TOML, &[("en.md", &letter), ("de.md", DE), ("ru.md", RU)])));
    assert_eq!(found.len(), 1, "{found:#?}");
}

/// Demands, each with the word where a second one begins.
#[test]
fn two_demands_in_one_are_told_from_one_with_two_words() {
    for (file, letter, first, demand, second) in [
        ("en.md", EN, "Drop the charge against her.", "Investigate and punish the attack on her.", None),
        (
            "en.md",
            EN,
            "Drop the charge against her.",
            "Investigate the attack and bring whoever is guilty to justice.",
            None,
        ),
        ("ru.md", RU, "Снять с неё обвинение.", "Расследовать нападение и наказать виновных.", None),
        ("en.md", EN, "Drop the charge against her.", "Allow the dockers to meet and negotiate.", None),
        ("en.md", EN, "Drop the charge against her.", "The release and payment of all dockers.", None),
        ("en.md", EN, "Drop the charge against her.", "Withdraw the order and pay the dockers.", Some("pay")),
        (
            "de.md",
            DE,
            "Lassen Sie die Anklage gegen sie fallen.",
            "Die Aufhebung der Verurteilung und der Strafe.",
            None,
        ),
        (
            "de.md",
            DE,
            "Lassen Sie die Anklage gegen sie fallen.",
            "Die Versammlung und die Gewerkschaft zulassen.",
            None,
        ),
        (
            "fr.md",
            FR,
            "Abandonnez l'accusation portée contre elle.",
            "Abandonner l'accusation ainsi que verser son salaire.",
            Some("verser"),
        ),
        (
            "fr.md",
            FR,
            "Abandonnez l'accusation portée contre elle.",
            "Abandonnez l'accusation et versez son salaire.",
            Some("versez"),
        ),
        (
            "fr.md",
            FR,
            "Abandonnez l'accusation portée contre elle.",
            "L'abandon de l'accusation et la restitution de son salaire.",
            Some("la"),
        ),
        (
            "fr.md",
            FR,
            "Abandonnez l'accusation portée contre elle.",
            "Le respect de la liberté de réunion et de manifestation.",
            None,
        ),
        (
            "es.md",
            ES,
            "Retiren la acusación contra ella.",
            "Retirar la acusación y pagarle el salario.",
            Some("pagarle"),
        ),
        (
            "es.md",
            ES,
            "Retiren la acusación contra ella.",
            "Retirar la acusación, e indemnizarla.",
            Some("indemnizarla"),
        ),
        ("es.md", ES, "Retiren la acusación contra ella.", "Dejar de perseguir y amenazar a la docker.", None),
        ("es.md", ES, "Retiren la acusación contra ella.", "Proteger a la docker y a su familia.", None),
        ("ru.md", RU, "Снять с неё обвинение.", "Разрешить докерам проводить собрания и вести переговоры.", None),
        ("ru.md", RU, "Снять с неё обвинение.", "Снять обвинение и выплатить ей зарплату.", Some("выплатить")),
    ] {
        let letter = letter.replace(first, demand);
        let found = lines(&checked("c", &with(TOML, &[(file, &letter)])));
        let found: Vec<&String> = found.iter().filter(|line| line.starts_with("demand-double ")).collect();
        let expected = second.map(|word| format!("DemandDouble(\"{word}\")"));
        assert_eq!(
            found.first().is_some_and(|line| expected.as_ref().is_some_and(|end| line.ends_with(end))),
            second.is_some(),
            "{demand}: {found:#?}"
        );
        assert_eq!(found.len(), usize::from(second.is_some()), "{demand}: {found:#?}");
    }
}

/// Sentences that are near a closing, a signature, a date above a letter, or a threat, and none of them.
#[test]
fn what_only_resembles_another_line_of_a_letter_passes() {
    for said in [
        "{{I/We}} stand with them in solidarity.",
        "Please treat her with respect.",
        "{{#if organisation}}The members of {{organisation}} know this well.{{/if}}",
        "3 November 2026: an arrest.",
        "{{I/We}} trust that you will pay the dockers.",
        "{{I/We}} hope that you will not regret it.",
        "Nothing has been paid, as regards wages.",
        "The text of the law (to which a part was added) is short.",
    ] {
        let letter = EN.replace("{{/each}}\n", &format!("{{{{/each}}}}\n\n{said}\n"));
        let found = lines(&checked("c", &with(TOML, &[("en.md", &letter)])));
        assert_eq!(found, [""; 0], "{said}: {found:#?}");
    }
}
