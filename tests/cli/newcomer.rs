//! A campaign is one folder and an office is one table: a newcomer needs no code.

use super::*;

#[test]
fn a_new_campaign_is_started_checked_and_written() {
    let world = World::new().file(
        "court.txt",
        "Court of Lima\n1 Example Street\nLima, Peru\nEmail: court@lima.pe\nSalutation: Dear President of the Court\n",
    );
    let new = "campaigns new peru-2026-teachers --title \"Peru: the arrest of Ada Marsh\" --person \"Ada Marsh\" --state PE \
               --happened \"Ada Marsh, a teacher, was arrested in Lima on 1 November 2026\" --act-by 2026-12-31 \
               --copy-to copies@teachers.pe --demand \"Release Ada Marsh at once\" --demand \"Drop the charge against Ada Marsh\" \
               --paste court.txt --embassy-of PE --source https://teachers.pe/appeal --checked 2026-11-01";
    agreed!("new_campaign", world.line(new));
    let run = world.line(new);
    assert!(run.code == 65 && run.stderr.contains("exists already"), "{run}");
    let checked = world.line("campaigns check peru-2026-teachers");
    assert!(checked.code == 0 && checked.says("ok\tperu-2026-teachers\t"), "{checked}");
    let by_folder = world.line("campaigns check letters/peru-2026-teachers");
    assert_eq!(by_folder.code, 0, "{by_folder}");
    agreed!("new_campaign_letter", world.line("write peru-2026-teachers --name \"Jo Smith\" --country GB"));
    assert!(world.line("campaigns list").stdout.contains("peru-2026-teachers\n  Peru: the arrest of Ada Marsh\n"));
    assert_eq!(world.line("campaigns show peru-2026-teachers").code, 0);
}

#[test]
fn one_answer_says_where_every_pasted_address_is_from() {
    let printed = "Minister of Ice\nMr Bo Ross\nMinistry of Ice\n7 Glacier Road\nRoss Harbour, Antarctica\nEmail: ice@ministry.aq\n";
    let new = "campaigns new pier --title Strike --person none --state AQ --happened Strike --act-by none --copy-to none \
               --demand \"Answer it\" --paste ice.txt --embassy-of none";
    let world = World::new().file("ice.txt", printed);
    assert_eq!(world.line(new).code, 0);
    let campaign = world.read("letters/pier/campaign.toml");
    assert!(campaign.contains("\"Mr Bo Ross\"; who holds the office?") && campaign.contains("# name = \"Mr Bo Ross\""));
    let checked = world.line("campaigns check pier");
    assert!(checked.says("has no source"), "{checked}");
    std::fs::write(
        world.path("letters/pier/campaign.toml"),
        campaign.replace("sources = []", "sources = [\"https://ice.aq/appeal\"]"),
    )
    .unwrap();
    let checked = world.line("campaigns check pier");
    assert!(!checked.says("has no source"), "{checked}");
    // Whoever compared the address with its source knows who holds the office.
    let world = World::new().file("ice.txt", printed);
    let run = world.line(&format!("{new} --source https://ice.aq/appeal --checked 2026-11-01"));
    let campaign = world.read("letters/pier/campaign.toml");
    assert!(run.code == 0 && campaign.contains("[[office.holder]]\nname = \"Mr Bo Ross\""), "{campaign}");
    let envelope = "Mr Bo Ross\nMinister of Ice\nMinistry of Ice\n7 Glacier Road";
    assert!(world.line("write pier --name Jo --country GB").says(envelope), "{campaign}");
}

#[test]
fn a_new_campaign_in_a_second_language_cannot_be_sent_before_it_is_translated() {
    let world = World::new();
    let made = world.line(
        "campaigns new pier --title Strike --person none --state KZ --happened Strike --act-by none --copy-to none \
         --demand \"Answer it\" --office kz-mfa --embassy-of none --lang en --lang ru --lang tr",
    );
    assert_eq!(made.code, 0, "{made}");
    for language in ["ru", "tr"] {
        let run = world.line(&format!("write pier --name Jo --country GB --lang {language}"));
        assert!(run.code == 65 && run.stderr.contains(&format!("IN {}", language.to_uppercase())), "{run}");
    }
    assert_eq!(world.line("write pier --name Jo --country GB").code, 0);
}

#[test]
fn an_office_is_one_table_and_is_laid_over_the_shipped_one() {
    let world = World::new().file(
        "mine.toml",
        "[[office]]\nid = \"kz-supreme-court\"\nnames.en = \"The Court, renamed\"\n\
         [[office]]\nid = \"kz-new-court\"\nkind = \"court\"\ncountry = \"KZ\"\nnames.en = \"A New Court\"\n",
    );
    let run = world.line(
        "--recipients mine.toml write kazakhstan-2011-arrest-threat --name Jo --to kz-supreme-court --to kz-new-court \
         --to kz-mfa --lang en",
    );
    assert!(run.code == 0 && run.stdout.starts_with("The Court, renamed\n"), "{run}");
    assert!(run.stdout.contains("A New Court\n"), "{run}");
    assert!(run.stdout.contains("Ministry of Foreign Affairs"), "the shipped offices are still there\n{run}");
    let shown = world.line("--recipients mine.toml recipients show kz-supreme-court");
    assert!(shown.says("phone: +77172747570"), "what the file leaves out is still known\n{shown}");
    let shown = world.line("--recipients mine.toml recipients show kz-new-court");
    assert!(shown.says("No channel to this office is known"), "{shown}");
}

#[test]
fn mistakes_in_files_are_named_with_file_line_and_column() {
    let cases: [(&str, World); 6] = [
        ("mistake_key", harbour_with(&HARBOUR.replace("embassy_of", "embasy_of"))),
        ("mistake_copy", harbour_with(&HARBOUR.replace("copies@", "copies@@"))),
        ("mistake_office", harbour_with(&HARBOUR.replace("aq-police", "aq-polcie"))),
        (
            "mistake_field",
            harbour().campaign("harbour", HARBOUR, &[("en", &ENGLISH.replace("{{signatory}}", "{{signatry}}"))]),
        ),
        ("mistake_channel", harbour().recipients(&OFFICES.replace("court@court.test", "court at court.test"))),
        ("mistake_config", harbour().config("[me]\nname = \"Jo\"\nphone = \"1\"\n")),
    ];
    for (name, world) in cases {
        agreed!(name, world.line("write harbour --name Jo --country NZ"));
    }
}

#[test]
fn a_campaign_in_one_language_is_enough_and_any_language_will_do() {
    let world = World::new().recipients(OFFICES).campaign("harbour", HARBOUR, &[("ru", RUSSIAN)]);
    let run = world.line("write harbour --name Jo --to aq-court");
    assert!(run.code == 0 && run.stdout.contains("Я, Jo, пишу"), "{run}");
    assert!(run.stdout.starts_with("Суд Антарктиды\n"), "{run}");
}

#[test]
fn the_example_can_be_written_and_sent_as_it_is() {
    let world = World::new();
    agreed!("example_campaign", world.line("campaigns new harbour --example"));
    let again = world.line("campaigns new harbour --example");
    assert!(again.code == 65 && again.stderr.contains("exists already"), "{again}");
    let checked = world.line("campaigns check harbour");
    assert!(checked.code == 0 && checked.stdout.starts_with("ok\tharbour\t16 allowed\t160 letters: "), "{checked}");

    let union = "--kind union --organisation \"Camden Trades Council\" --members 340 --country GB";
    let written = world.line(&format!("write harbour {union} --email branch@union.example"));
    assert_eq!(written.code, 0, "{written}");
    let letters = written.stdout.replace('\n', " ");
    assert_eq!(letters.matches("a trade union organisation with 340 members, are writing").count(), 4, "{written}");
    assert_eq!(letters.matches("Please pass this letter on").count(), 1, "only the embassy is asked to\n{written}");
    for (country, embassy) in [("IE", "in the United Kingdom"), ("DE", "in Germany"), ("FR", "Foreign Ministry")] {
        let written = world.line(&format!("write harbour --name Jo --country {country} --own-words \"Our words.\""));
        assert!(written.code == 0 && written.stdout.contains(embassy), "{country}\n{written}");
    }

    // The addresses reach nobody, so the letters go to a server on this machine only.
    let send = format!("send harbour {union} --email branch@union.example --to aq-harbour-court --yes");
    let away = world.line(&format!("{send} --server smtps://a@mail.union.example --from branch@union.example"));
    assert!(away.code == 65 && away.says("registry@harbour-court.example only stands in for"), "{away}");
    let server = Script::new().start();
    let run = world.line(&format!("{send} {}", send::server_of(&server)));
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(send::letters(&server.finish()).len(), 1);
}
